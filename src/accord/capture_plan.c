/* From a network to what an economy notices of it. */
#include "selat/capture_plan.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"

const char *selat_capture_credit_name(selat_capture_credit credit) {
    static const char *const names[] = {[SELAT_CREDIT_SOURCE] = "source", [SELAT_CREDIT_HOST] = "host", [SELAT_CREDIT_SPLIT] = "split"};
    return names[credit];
}
const char *selat_capture_spending_name(selat_capture_spending spending) {
    static const char *const names[] = {[SELAT_CAPTURE_BUILD] = "building", [SELAT_CAPTURE_RUN] = "running",
                                        [SELAT_CAPTURE_SHIP] = "transport", [SELAT_CAPTURE_FEE] = "storage fee", [SELAT_CAPTURE_OWN] = "usual mix"};
    return names[spending];
}

void selat_capture_plan_destroy(selat_context *context, selat_capture_plan *plan) {
    if (plan == NULL) return;
    selat_capture_problem_destroy(context, plan->problem);
    selat_capture_solution_destroy(context, plan->solution);
    void *const arrays[] = {plan->terms.products, plan->network,  plan->note,         plan->captured_mt, plan->penalty_mt, plan->paid_musd,
                            plan->stored_mt,      plan->fee_musd, plan->storage_musd, plan->built_musd,  plan->purchases};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
    selat_release(context, plan);
}

/* Who makes what is bought, in parts of the amount; assumed (docs/models/capture.md). */
typedef struct recipe {
    const char *sector;
    double part;
} recipe;
static const recipe plant_recipe[] = {{"F", 0.3}, {"C28", 0.4}, {"C25", 0.2}, {"M", 0.1}, {NULL, 0}};
static const recipe pipe_recipe[] = {{"F", 0.55}, {"C24A", 0.3}, {"M", 0.15}, {NULL, 0}};
static const recipe site_recipe[] = {{"B09", 0.6}, {"C25", 0.2}, {"M", 0.2}, {NULL, 0}};
static const recipe upkeep_recipe[] = {{"C31T33", 0.6}, {"M", 0.4}, {NULL, 0}};
static const recipe chemicals_recipe[] = {{"C20", 1}, {NULL, 0}};
static const recipe pipe_running_recipe[] = {{"H49", 1}, {NULL, 0}};
static const recipe ship_recipe[] = {{"H50", 1}, {NULL, 0}};
static const recipe fee_recipe[] = {{"B09", 1}, {NULL, 0}};
static const char *const fuel_sectors[] = {"B05", "B06", "C19"};
enum { N_FUELS = 3 };
static const double ENERGY_PART = 0.7;   /* of running costs that follow the tonnes; the rest is chemicals */
static const double SMALLEST_ORIGIN = 0.005, SMALLEST_PRODUCT = 0.01;

typedef struct filler {
    selat_context *context;
    const selat_table *table;
    selat_capture_plan *plan;
    int64_t room;
    double annuity; /* crf */
} filler;

static selat_status append(filler *f, selat_capture_purchase purchase) {
    selat_capture_plan *p = f->plan;
    if (purchase.amount_musd == 0) return SELAT_OK;
    if (p->n_purchases == f->room) {
        selat_capture_purchase *larger;
        int64_t room = f->room == 0 ? 256 : 2 * f->room;
        TRY(selat_new(f->context, room, &larger));
        if (f->room > 0) memcpy(larger, p->purchases, (size_t)p->n_purchases * sizeof *larger);
        selat_release(f->context, p->purchases);
        p->purchases = larger;
        f->room = room;
    }
    p->purchases[p->n_purchases++] = purchase;
    return SELAT_OK;
}

/* By where the buyer buys the product in the table; small origins left out, the others scaled up. */
static selat_status buy_product(filler *f, selat_capture_purchase purchase, int64_t sector) {
    int64_t R = f->table->regions.count;
    const double *share = f->table->trade_share + (sector * R + purchase.buyer) * R;
    double musd = purchase.amount_musd, used = 0;
    for (int64_t i = 0; i < R; i++) used += share[i] >= SMALLEST_ORIGIN ? share[i] : 0;
    purchase.sector = sector;
    if (!(used > 0)) { /* not bought in the table: made at home */
        purchase.seller = purchase.buyer;
        return append(f, purchase);
    }
    for (int64_t i = 0; i < R; i++) {
        if (share[i] < SMALLEST_ORIGIN) continue;
        purchase.seller = i;
        purchase.amount_musd = musd * share[i] / used;
        TRY(append(f, purchase));
    }
    return SELAT_OK;
}

static selat_status buy(filler *f, int64_t year, int64_t buyer, selat_capture_spending spending, const recipe *items, double musd) {
    for (; items->sector != NULL; items++) {
        int64_t sector = selat_labels_find(&f->table->sectors, items->sector);
        if (sector < 0) {
            return selat_fail(f->context, SELAT_BAD_INPUT, "capture: table %s has no sector %s, which building or running a network takes", f->table->name, items->sector);
        }
        selat_capture_purchase purchase = {.year = year, .buyer = buyer, .seller = f->plan->terms.store_region, .sector = sector, .spending = spending,
                                           .amount_musd = musd * items->part};
        TRY(spending == SELAT_CAPTURE_FEE ? append(f, purchase) : buy_product(f, purchase, sector));
    }
    return SELAT_OK;
}

/* Fuel in the mix the industry buys. */
static selat_status buy_energy(filler *f, int64_t year, int64_t sector, double musd) {
    const selat_table *t = f->table;
    int64_t S = t->sectors.count, region = f->plan->terms.source_region;
    double used[N_FUELS], sum = 0;
    for (int k = 0; k < N_FUELS; k++) {
        int64_t fuel = selat_labels_find(&t->sectors, fuel_sectors[k]);
        used[k] = fuel < 0 || sector < 0 ? 0 : fmax(0, t->use_musd[(region * S + fuel) * S + sector]);
        sum += used[k];
    }
    for (int k = 0; k < N_FUELS; k++) {
        const recipe one[] = {{fuel_sectors[k], 1}, {NULL, 0}};
        double part = sum > 0 ? used[k] / sum : k == 1;
        if (part > 0) TRY(buy(f, year, region, SELAT_CAPTURE_RUN, one, musd * part));
    }
    return SELAT_OK;
}

/* Running the network is more inputs per output (the unit cost of compile_capture.c), which would be bought in the industry's
   usual mix. Taking `musd` of that mix off, as much as is bought from the network's suppliers, leaves total demand alone. */
static selat_status take_usual_mix(filler *f, int64_t year, int64_t sector, double musd) {
    const selat_table *t = f->table;
    int64_t S = t->sectors.count, region = f->plan->terms.source_region;
    double sum = 0, kept = 0;
    for (int64_t j = 0; j < S; j++) sum += fmax(0, t->use_musd[(region * S + j) * S + sector]);
    for (int64_t j = 0; j < S; j++) {
        double used = fmax(0, t->use_musd[(region * S + j) * S + sector]);
        kept += used >= SMALLEST_PRODUCT * sum ? used : 0;
    }
    for (int64_t j = 0; j < S && kept > 0; j++) {
        double used = fmax(0, t->use_musd[(region * S + j) * S + sector]);
        selat_capture_purchase less = {.year = year, .buyer = region, .spending = SELAT_CAPTURE_OWN, .amount_musd = -musd * used / kept};
        if (used > 0 && used >= SMALLEST_PRODUCT * sum) TRY(buy_product(f, less, j));
    }
    return SELAT_OK;
}

static int64_t plan_year(const selat_capture_plan *p, int64_t year) { return year - p->first_year; }
static bool in_plan(const selat_capture_plan *p, int64_t year) { return year >= p->first_year && year < p->first_year + p->n_years; }

/* What an industry pays in year t (of the network), and what it and the penalty take. */
static selat_status fill_sources(filler *f, int64_t t, double fee) {
    const selat_capture_problem *problem = f->plan->problem;
    const selat_capture_solution *s = f->plan->solution;
    int64_t year = problem->first_year + t, at = plan_year(f->plan, year), S = f->plan->n_sectors, region = f->plan->terms.source_region;
    for (int64_t i = 0; i < problem->n_sources; i++) {
        const selat_capture_source *source = &problem->sources[i];
        int64_t cell = t * problem->n_sources + i, sector = selat_labels_find(&f->table->sectors, source->sector);
        double mt = s->captured_mt[cell];
        if (!s->source_open[cell]) continue;
        double transport = mt > 0 ? (s->source_cost_usd_per_t[cell] - s->source_own_usd_per_t[cell] - s->source_storage_usd_per_t[cell]) * mt : 0;
        f->plan->captured_mt[at * S + sector] += mt;
        f->plan->penalty_mt[at * S + sector] += source->penalty_t_per_t * mt;
        f->plan->paid_musd[at * S + sector] += (mt > 0 ? s->capture_cost_musd[cell] : 0) + transport + fee * mt;
        TRY(buy(f, year, region, SELAT_CAPTURE_RUN, upkeep_recipe, source->fom_musd_per_year));
        TRY(buy_energy(f, year, sector, ENERGY_PART * source->vom_usd_per_t * mt));
        TRY(buy(f, year, region, SELAT_CAPTURE_RUN, chemicals_recipe, (1 - ENERGY_PART) * source->vom_usd_per_t * mt));
    }
    return SELAT_OK;
}

static bool is_ship(const selat_capture_problem *p, int64_t edge) { return strcmp(p->types[p->edges[edge].type].name, "ship") == 0; }

/* Ships are hired: all they cost is a service. A pipeline is built: 18 % of its yearly cost is running it (2 % of capital
   against a capital recovery factor of .0937 in data/ccs), the rest returns the capital. */
static const double PIPE_RUNNING_PART = 0.18;

static selat_status fill_routes(filler *f, int64_t t) {
    const selat_capture_problem *p = f->plan->problem;
    const selat_capture_solution *s = f->plan->solution;
    double ships = 0, pipes = 0;
    for (int64_t arc = 0; arc < s->n_arcs; arc++) {
        double cost = s->transport_cost_musd[t * s->n_arcs + arc];
        if (is_ship(p, arc / 2)) ships += cost;
        else pipes += cost;
    }
    int64_t region = f->plan->terms.source_region, year = p->first_year + t;
    TRY(buy(f, year, region, SELAT_CAPTURE_SHIP, ship_recipe, ships));
    return buy(f, year, region, SELAT_CAPTURE_SHIP, pipe_running_recipe, PIPE_RUNNING_PART * pipes);
}

static selat_status fill_stores(filler *f, int64_t t, double *fee) {
    const selat_capture_problem *p = f->plan->problem;
    const selat_capture_solution *s = f->plan->solution;
    int64_t at = plan_year(f->plan, p->first_year + t);
    double stored = 0, cost = 0;
    for (int64_t k = t * p->n_stores; k < (t + 1) * p->n_stores; k++) {
        stored += s->stored_mt[k];
        cost += s->storage_cost_musd[k];
    }
    *fee = isnan(f->plan->fee_usd_per_t) ? (stored > 0 ? cost / stored : 0) : f->plan->fee_usd_per_t;
    f->plan->stored_mt[at] = stored;
    f->plan->storage_musd[at] = cost;
    f->plan->fee_musd[at] = *fee * stored;
    return buy(f, p->first_year + t, f->plan->terms.source_region, SELAT_CAPTURE_FEE, fee_recipe, cost);
}

/* The usual mix of the capturing industries, in proportion to what they pay, for all that the year's purchases from `first` on are. */
static selat_status take_off(filler *f, int64_t t, int64_t first) {
    selat_capture_plan *p = f->plan;
    int64_t year = p->problem->first_year + t;
    const double *paid = p->paid_musd + plan_year(p, year) * p->n_sectors;
    double bought = 0, all = 0;
    for (int64_t k = first; k < p->n_purchases; k++) bought += p->purchases[k].amount_musd;
    for (int64_t s = 0; s < p->n_sectors; s++) all += paid[s];
    for (int64_t s = 0; s < p->n_sectors && all > 0; s++) {
        if (paid[s] > 0) TRY(take_usual_mix(f, year, s, bought * paid[s] / all));
    }
    return SELAT_OK;
}

/* Capital goods, bought in the year before what they are for begins to work. */
static selat_status build(filler *f, int64_t t, int64_t buyer, const recipe *items, double musd) {
    int64_t year = f->plan->problem->first_year + t - 1;
    if (!in_plan(f->plan, year) || musd <= 0) return SELAT_OK; /* before the run: built already */
    f->plan->built_musd[plan_year(f->plan, year)] += musd;
    return buy(f, year, buyer, SELAT_CAPTURE_BUILD, items, musd);
}

static selat_status fill_building(filler *f, int64_t t) {
    const selat_capture_problem *p = f->plan->problem;
    const selat_capture_solution *s = f->plan->solution;
    double plants = 0, sites = 0, pipes = 0;
    for (int64_t i = 0; i < p->n_sources; i++) {
        bool now = s->source_open[t * p->n_sources + i], before = t > 0 && s->source_open[(t - 1) * p->n_sources + i];
        plants += now && !before ? p->sources[i].capex_musd : 0;
    }
    for (int64_t k = 0; k < p->n_stores; k++) {
        int64_t now = t * p->n_stores + k, before = now - p->n_stores;
        bool opened = s->store_open[now] && !(t > 0 && s->store_open[before]);
        sites += opened ? p->stores[k].site_capex_musd : 0;
        sites += (double)(s->wells[now] - (t > 0 ? s->wells[before] : 0)) * p->stores[k].well_capex_musd;
    }
    for (int64_t arc = 0; arc < s->n_arcs; arc++) {
        int64_t now = t * s->n_arcs + arc;
        if (is_ship(p, arc / 2) || s->trend[now] < 0) continue;
        double yearly = s->transport_cost_musd[now], before = t > 0 ? s->transport_cost_musd[now - s->n_arcs] : 0;
        pipes += fmax(0, yearly - before) * (1 - PIPE_RUNNING_PART) / f->annuity;
    }
    TRY(build(f, t, f->plan->terms.source_region, plant_recipe, plants));
    TRY(build(f, t, f->plan->terms.source_region, pipe_recipe, pipes));
    return build(f, t, f->plan->terms.store_region, site_recipe, sites);
}

static selat_status check_sectors(filler *f) {
    const selat_capture_problem *p = f->plan->problem;
    for (int64_t i = 0; i < p->n_sources; i++) {
        if (selat_labels_find(&f->table->sectors, p->sources[i].sector) >= 0) continue;
        return selat_fail(f->context, SELAT_BAD_INPUT, "%s: source %s: sector: found '%s', expected a sector of table %s", p->file, p->nodes[p->sources[i].node].name,
                          p->sources[i].sector, f->table->name);
    }
    return SELAT_OK;
}

static void sort_by_year(selat_capture_plan *plan) {
    for (int64_t k = 1; k < plan->n_purchases; k++) {
        selat_capture_purchase moved = plan->purchases[k];
        int64_t at = k;
        for (; at > 0 && plan->purchases[at - 1].year > moved.year; at--) plan->purchases[at] = plan->purchases[at - 1];
        plan->purchases[at] = moved;
    }
}

static selat_status fill(filler *f) {
    selat_capture_plan *plan = f->plan;
    int64_t cells = plan->n_years * plan->n_sectors;
    TRY(selat_new(f->context, cells, &plan->captured_mt));
    TRY(selat_new(f->context, cells, &plan->penalty_mt));
    TRY(selat_new(f->context, cells, &plan->paid_musd));
    TRY(selat_new(f->context, plan->n_years, &plan->stored_mt));
    TRY(selat_new(f->context, plan->n_years, &plan->fee_musd));
    TRY(selat_new(f->context, plan->n_years, &plan->storage_musd));
    TRY(selat_new(f->context, plan->n_years, &plan->built_musd));
    TRY(check_sectors(f));
    for (int64_t t = 0; t < plan->problem->n_years; t++) {
        double fee;
        if (!in_plan(plan, plan->problem->first_year + t)) continue;
        int64_t first = plan->n_purchases;
        TRY(fill_stores(f, t, &fee));
        TRY(fill_sources(f, t, fee));
        TRY(fill_routes(f, t));
        TRY(take_off(f, t, first));
        TRY(fill_building(f, t));
    }
    sort_by_year(plan);
    return SELAT_OK;
}

selat_status selat_capture_plan_fill(selat_context *context, const selat_table *table, int64_t first_year,
                                     int64_t last_year, selat_capture_problem *problem,
                                     selat_capture_solution *solution, selat_capture_plan *plan) {
    plan->problem = problem;
    plan->solution = solution;
    plan->first_year = first_year;
    plan->n_years = last_year - first_year + 1;
    plan->n_sectors = table->sectors.count;
    filler f = {.context = context, .table = table, .plan = plan, .annuity = problem->crf > 0 ? problem->crf : 1};
    return fill(&f);
}

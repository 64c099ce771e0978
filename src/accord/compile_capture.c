/* A planned network as the shock of a year and as emissions of a year. */
#include <math.h>
#include <string.h>

#include "accord/accord.h"
#include "base/memory.h"
#include "base/status.h"

/* The plan's purchases of a year: positions first..last-1. */
static void purchases_of(const selat_capture_plan *plan, int64_t year, int64_t *first, int64_t *last) {
    for (*first = 0; *first < plan->n_purchases && plan->purchases[*first].year < year;) ++*first;
    for (*last = *first; *last < plan->n_purchases && plan->purchases[*last].year == year;) ++*last;
}

static bool in_plan(const selat_capture_plan *plan, int64_t year) {
    return plan != NULL && plan->captured_mt != NULL && year >= plan->first_year && year < plan->first_year + plan->n_years;
}

int64_t selat_capture_purchase_room(const selat_capture_plan *plan) { return plan != NULL ? plan->n_purchases + 2 : 0; }

bool selat_capture_same_year(const selat_capture_plan *plan, int64_t a, int64_t b) {
    int64_t first_a, last_a, first_b, last_b;
    if (!in_plan(plan, a) || !in_plan(plan, b)) return in_plan(plan, a) == in_plan(plan, b);
    purchases_of(plan, a, &first_a, &last_a);
    purchases_of(plan, b, &first_b, &last_b);
    if (last_a - first_a != last_b - first_b) return false;
    for (int64_t k = 0; k < last_a - first_a; k++) {
        const selat_capture_purchase *x = &plan->purchases[first_a + k], *y = &plan->purchases[first_b + k];
        if (x->buyer != y->buyer || x->seller != y->seller || x->sector != y->sector || x->amount_musd != y->amount_musd) return false;
    }
    size_t row = (size_t)plan->n_sectors * sizeof *plan->paid_musd;
    return memcmp(plan->paid_musd + (a - plan->first_year) * plan->n_sectors, plan->paid_musd + (b - plan->first_year) * plan->n_sectors, row) == 0;
}

static selat_status need(selat_context *context, double **array, int64_t count) {
    if (*array != NULL) return SELAT_OK;
    TRY(selat_new(context, count, array));
    for (int64_t k = 0; k < count; k++) (*array)[k] = 1;
    return SELAT_OK;
}

/* What the fee takes beyond the cost of storage. */
static double margin_of(const selat_capture_plan *plan, int64_t year) {
    if (plan->terms.source_region == plan->terms.store_region) return 0;
    return plan->fee_musd[year - plan->first_year] - plan->storage_musd[year - plan->first_year];
}

/* Resources raise unit cost: T-hat = (1 + cost / output)^-theta. The host's margin raises the price without using anything:
   a part of the producer price that the region keeps, as a carbon price is, and sends to the host. */
static selat_status add_costs(selat_context *context, const selat_capture_plan *plan, const selat_economy *economy,
                              int64_t year, int64_t without_product, selat_trade_shock *out) {
    int64_t R = economy->n_regions, S = economy->n_sectors, region = plan->terms.source_region, row = (year - plan->first_year) * S;
    double margin = margin_of(plan, year), captured = 0;
    for (int64_t s = 0; s < S; s++) captured += plan->captured_mt[row + s];
    for (int64_t s = 0; s < S; s++) {
        double output = economy->output[region * S + s], part = captured > 0 ? margin * plan->captured_mt[row + s] / captured : 0;
        if (plan->paid_musd[row + s] == 0 || s == without_product || !(output > 0)) continue;
        TRY(need(context, &out->technology_hat, R * S));
        out->technology_hat[region * S + s] *= pow(1 + (plan->paid_musd[row + s] - part) / output, -economy->theta[s]);
        if (part == 0) continue;
        TRY(need(context, &out->export_rent_hat, S * R * R));
        for (int64_t n = 0; n < R; n++) out->export_rent_hat[(s * R + n) * R + region] *= 1 + part / output;
    }
    return SELAT_OK;
}

/* Income sent to the host (margin < 0: by it): a gift that pays for a purchase, and the same purchase no longer made. */
static void add_margin(const selat_capture_plan *plan, int64_t year, selat_trade_shock *out) {
    double margin = margin_of(plan, year);
    int64_t to = margin > 0 ? plan->terms.store_region : plan->terms.source_region;
    int64_t from = margin > 0 ? plan->terms.source_region : plan->terms.store_region;
    if (margin == 0) return;
    selat_purchase gift = {.buyer = to, .seller = to, .giver = from, .financing = SELAT_FINANCED_GRANT, .amount = margin > 0 ? margin : -margin};
    out->purchases[out->n_purchases++] = gift;
    gift.amount = -gift.amount;
    gift.financing = SELAT_FINANCED_TAX;
    gift.giver = -1;
    out->purchases[out->n_purchases++] = gift;
}

selat_status selat_capture_compile(selat_context *context, const selat_capture_plan *plan, const selat_economy *economy,
                                   int64_t year, int64_t without_product, selat_trade_shock *out) {
    int64_t first, last;
    if (!in_plan(plan, year)) return SELAT_OK;
    if (plan->n_sectors != economy->n_sectors) {
        return selat_fail(context, SELAT_BAD_INPUT, "capture: the network was planned for another table than this economy's");
    }
    TRY(add_costs(context, plan, economy, year, without_product, out));
    add_margin(plan, year, out);
    purchases_of(plan, year, &first, &last);
    for (int64_t k = first; k < last; k++) {
        const selat_capture_purchase *p = &plan->purchases[k];
        out->purchases[out->n_purchases++] = (selat_purchase){.buyer = p->buyer, .seller = p->seller, .sector = p->sector, .amount = p->amount_musd,
                                                              .financing = SELAT_FINANCED_TAX, .giver = -1};
    }
    return SELAT_OK;
}

/* ---- emissions ---- */

static bool is_co2(const selat_table *t, int64_t q) { return strcmp(t->stressor_gases[q], "CO2") == 0; }

/* Captured tonnes are taken from the industry's rows of CO2 in proportion; the penalty's fuel burns in the first of them. */
static void add_sector(const selat_table *t, int64_t region, int64_t s, double captured, double penalty, selat_emission_change *change) {
    int64_t R = t->regions.count, S = t->sectors.count, first = -1;
    double sum = 0;
    for (int64_t q = 0; q < t->stressors.count; q++) {
        if (!is_co2(t, q)) continue;
        if (first < 0) first = q;
        sum += t->stressor[(q * R + region) * S + s];
    }
    for (int64_t q = 0; q < t->stressors.count && sum > 0; q++) {
        int64_t cell = (q * R + region) * S + s;
        if (is_co2(t, q)) change->captured_mt[cell] += captured * t->stressor[cell] / sum;
    }
    if (first >= 0) change->added_mt[(first * R + region) * S + s] += penalty;
}

selat_status selat_capture_emissions(selat_context *context, const selat_capture_plan *plan, const selat_table *table,
                                     int64_t year, selat_emission_change *change) {
    int64_t R = table->regions.count, S = table->sectors.count, cells = table->stressors.count * R * S;
    if (!in_plan(plan, year)) return SELAT_OK;
    TRY(selat_emission_change_need(context, &change->captured_mt, cells, 0));
    TRY(selat_emission_change_need(context, &change->added_mt, cells, 0));
    int64_t row = (year - plan->first_year) * S;
    double captured = 0;
    for (int64_t s = 0; s < S; s++) {
        captured += plan->captured_mt[row + s];
        if (plan->captured_mt[row + s] > 0) {
            add_sector(table, plan->terms.source_region, s, plan->captured_mt[row + s], plan->penalty_mt[row + s], change);
        }
    }
    double moved = plan->credit == SELAT_CREDIT_SOURCE ? 0 : plan->credit == SELAT_CREDIT_HOST ? captured : captured / 2;
    if (moved == 0 || plan->terms.source_region == plan->terms.store_region) return SELAT_OK;
    TRY(selat_emission_change_need(context, &change->credit_mt, R, 0));
    change->credit_mt[plan->terms.source_region] += moved;
    change->credit_mt[plan->terms.store_region] -= moved;
    return SELAT_OK;
}

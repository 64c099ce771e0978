/* Stress tests: the disruption model on the table without and with the accord, under several settings; each clause of
   resilience alone; and which supplier's failure would cost the parties most. Runs are independent and shared out over
   threads. */
#include "run/stress.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "selat/lanes.h"

static const double critical_share = 0.01;
static const double recovered_share = 0.999;
static const double settle_tolerance = 3e-6; /* of world output */
enum { TAIL_DAYS = 120, SUPPLIER_DAYS = 30, SUPPLIER_RECOVERY = 30, SUPPLIER_HORIZON = 120, NO_CLAUSE = -1, ALL_CLAUSES = -2 };

const char *selat_stress_setting_name(selat_stress_setting setting) {
    static const char *const names[] = {
        [SELAT_SETTING_HALF] = "half critical",           [SELAT_SETTING_STRONGLY] = "strongly binding",
        [SELAT_SETTING_WEAKLY] = "weakly binding",        [SELAT_SETTING_OTHER_ORDERS] = "the other rule of orders",
        [SELAT_SETTING_LITTLE_STOCK] = "half the stocks", [SELAT_SETTING_MUCH_STOCK] = "twice the stocks"};
    return names[setting];
}

/* ---- jobs ---- */

typedef struct job {
    const selat_disruption_base *base;
    int64_t stress;   /* -1: a supplier of the matrix */
    selat_stress_setting setting;
    int64_t clause;   /* position, NO_CLAUSE or ALL_CLAUSES */
    selat_stress_side *side;
    selat_critical_supplier *supplier;
    bool with;        /* the accord's new suppliers of chains */
} job;

typedef struct run_stress_work plan;
struct run_stress_work {
    const selat_run_inputs *inputs;
    const run_baseline *baseline;
    const selat_trade_shock *trade;        /* the accord's */
    const selat_trade_result *result;
    selat_lanes_pairs *open;               /* NULL without a sea */
    selat_stress_results *results;
    selat_disruption_base *before, *after; /* after NULL: as before */
    run_stress_shock *usual;               /* [2][stresses] without and with the accord's new suppliers of chains */
    run_stress_shock *shorter;             /* [stresses] with it, as long as preparedness makes it; empty: as usual */
    int64_t n_jobs;
    job *jobs;
};

static void add_job(plan *p, job one) { p->jobs[p->n_jobs++] = one; }

/* ---- one run ---- */

static selat_disruption_options options_of(const plan *p, const selat_stress *stress, selat_stress_setting setting) {
    selat_disruption_options options = p->results->options;
    options.redirect = stress->redirect != (setting == SELAT_SETTING_OTHER_ORDERS);
    if (setting == SELAT_SETTING_STRONGLY) options.binding = SELAT_BINDING_STRONGLY;
    if (setting == SELAT_SETTING_WEAKLY) options.binding = SELAT_BINDING_WEAKLY;
    if (setting == SELAT_SETTING_LITTLE_STOCK) options.inventory_days /= 2;
    if (setting == SELAT_SETTING_MUCH_STOCK) options.inventory_days *= 2;
    options.days = stress->days + stress->recovery_days + TAIL_DAYS;
    return options;
}

typedef struct prepared { /* what the clauses put into a shock; arrays owned */
    selat_stockpile *stockpiles;
    selat_standby *standbys;
    selat_priority *priorities;
    selat_disruption_shock shock;
} prepared;

static int64_t clause_cells(const selat_clause *c) { return c->n_products * (c->n_regions > 0 ? c->n_regions : 1); }

static void apply_clause(const selat_clause *c, prepared *out) {
    for (int64_t k = 0; k < clause_cells(c); k++) {
        int64_t product = c->products[k % c->n_products], region = c->n_regions > 0 ? c->regions[k / c->n_products] : -1;
        switch (c->kind) {
        case SELAT_CLAUSE_STOCKPILE:
            out->stockpiles[out->shock.n_stockpiles++] = (selat_stockpile){region, product, c->days};
            break;
        case SELAT_CLAUSE_STANDBY:
            out->standbys[out->shock.n_standbys++] = (selat_standby){region, product, c->capacity};
            break;
        case SELAT_CLAUSE_PRIORITY:
            out->priorities[out->shock.n_priorities++] = (selat_priority){c->supplier, c->buyer, product, c->share};
            break;
        case SELAT_CLAUSE_PREPAREDNESS: break;
        }
    }
}

static void clear_prepared(selat_context *context, prepared *p) {
    selat_release(context, p->stockpiles);
    selat_release(context, p->standbys);
    selat_release(context, p->priorities);
}

/* The shock of a stress with the clauses that count. */
static selat_status prepare(selat_context *context, const plan *p, const job *j, prepared *out) {
    const selat_accord *accord = p->inputs->accord;
    const run_stress_shock *shock = &p->usual[(j->with ? accord->n_stresses : 0) + j->stress];
    int64_t cells = 0;
    for (int64_t c = 0; c < accord->n_clauses; c++) cells += clause_cells(&accord->clauses[c]);
    TRY(selat_new(context, cells, &out->stockpiles));
    TRY(selat_new(context, cells, &out->standbys));
    TRY(selat_new(context, cells, &out->priorities));
    for (int64_t c = 0; c < accord->n_clauses; c++) {
        const selat_clause *clause = &accord->clauses[c];
        if (j->clause != ALL_CLAUSES && j->clause != c) continue;
        if (clause->kind == SELAT_CLAUSE_PREPAREDNESS && clause->stress == j->stress) shock = &p->shorter[j->stress];
        apply_clause(clause, out);
    }
    out->shock.n_outages = shock->n_outages;
    out->shock.outages = shock->outages;
    out->shock.n_lanes = shock->n_lanes;
    out->shock.lanes = shock->lanes;
    out->shock.stockpiles = out->stockpiles;
    out->shock.standbys = out->standbys;
    out->shock.priorities = out->priorities;
    return SELAT_OK;
}

static selat_stress_region region_of(const selat_disruption_result *result, int64_t n) {
    int64_t S = result->n_sectors, R = result->n_regions;
    selat_stress_region out = {.lowest_share = result->lowest_share[n], .recovery_day = result->recovery_day[n]};
    for (int64_t k = 0; k < S; k++) {
        out.income_loss_musd += result->lost_value_added_musd[n * S + k];
        out.output_loss_musd += result->lost_output_musd[n * S + k];
    }
    for (int64_t t = 0; t < result->n_days; t++) out.final_unmet_musd += result->final_unmet_musd[t * R + n];
    return out;
}

static selat_status keep_side(selat_context *context, const selat_disruption_result *result, selat_stress_side *out) {
    int64_t R = result->n_regions, S = result->n_sectors;
    TRY(selat_new(context, R, &out->regions));
    for (int64_t n = 0; n < R; n++) out->regions[n] = region_of(result, n);
    out->world = (selat_stress_region){result->lost_value_added_total_musd, result->lost_output_total_musd,
                                       result->final_unmet_total_musd, result->world_lowest_share, result->world_recovery_day};
    out->clipped_musd = result->clipped_total_musd;
    out->n_days = result->n_days;
    return selat_copy_doubles(context, result->lost_value_added_musd, R * S, &out->income_loss_by_industry_musd);
}

static selat_status run_supplier(selat_context *context, const plan *p, const job *j) {
    selat_outage outage = p->results->supplier_outage;
    selat_disruption_shock shock = {.n_outages = 1, .outages = &outage};
    selat_disruption_options options = p->results->options;
    options.days = p->results->supplier_days;
    outage.region = j->supplier->region;
    outage.product = j->supplier->product;
    selat_disruption_result *result;
    TRY(selat_disruption_run(context, j->base, &shock, &options, &result));
    for (int64_t k = 0; k < p->inputs->accord->n_parties; k++) {
        j->supplier->income_loss_musd[k] = region_of(result, p->inputs->accord->parties[k]).income_loss_musd;
    }
    j->supplier->world_income_loss_musd = result->lost_value_added_total_musd;
    selat_disruption_result_destroy(context, result);
    return SELAT_OK;
}

static selat_status run_job(selat_context *own, void *data, int64_t piece) {
    const plan *p = data;
    const job *j = &p->jobs[piece];
    if (j->supplier != NULL) return run_supplier(own, p, j);
    const selat_stress *stress = &p->inputs->accord->stresses[j->stress];
    selat_disruption_options options = options_of(p, stress, j->setting);
    selat_disruption_result *result = NULL;
    prepared ready = {0};
    selat_status status = prepare(own, p, j, &ready);
    if (status == SELAT_OK) status = selat_disruption_run(own, j->base, &ready.shock, &options, &result);
    if (status == SELAT_OK) status = keep_side(own, result, j->side);
    selat_disruption_result_destroy(own, result);
    clear_prepared(own, &ready);
    return status;
}

/* ---- planning ---- */

static selat_status prepare_stress(selat_context *own, void *data, int64_t k) {
    plan *p = data;
    const selat_accord *accord = p->inputs->accord;
    const selat_table *table = p->baseline->table;
    const selat_stress *stress = &accord->stresses[k];
    run_stress_shock *without = &p->usual[k], *with = &p->usual[accord->n_stresses + k];
    TRY(run_stress_prepare(own, p->inputs, table, stress, stress->days, false, p->open, without));
    if (stress->kind == SELAT_STRESS_LANE) { /* the sea does not know of the accord, and its routes take time */
        *with = *without;
        with->borrowed = true;
    } else {
        TRY(run_stress_prepare(own, p->inputs, table, stress, stress->days, true, p->open, with));
    }
    for (int64_t c = 0; c < accord->n_clauses; c++) {
        const selat_clause *clause = &accord->clauses[c];
        if (clause->kind != SELAT_CLAUSE_PREPAREDNESS || clause->stress != k) continue;
        run_stress_shock_clear(own, &p->shorter[k]);
        TRY(run_stress_prepare(own, p->inputs, table, stress, (int64_t)clause->days, true, p->open, &p->shorter[k]));
    }
    return SELAT_OK;
}

/* The economy without the accord, or with it. */
static selat_status prepare_base(selat_context *own, void *data, int64_t with) {
    plan *p = data;
    selat_table *after = NULL;
    if (!with) return selat_disruption_base_of_table(own, p->baseline->table, critical_share, &p->before);
    if (p->results->same_table) return SELAT_OK;
    TRY(selat_trade_table(own, p->baseline->table, p->baseline->economy, p->trade, p->result, &after));
    selat_status status = selat_disruption_base_of_table(own, after, critical_share, &p->after);
    selat_table_destroy(own, after);
    return status;
}

selat_status run_stress_add_preparation(selat_context *context, run_stress_work *work, run_pieces *pieces) {
    TRY(run_pieces_add(context, pieces, prepare_stress, work, work->inputs->accord->n_stresses));
    return run_pieces_add(context, pieces, prepare_base, work, 2);
}

/* Preparedness changes nothing in a stress that is not its own: that side stays empty. */
static bool counts(const selat_clause *clause, int64_t stress) {
    return clause->kind != SELAT_CLAUSE_PREPAREDNESS || clause->stress == stress;
}

static int64_t clauses_that_count(const selat_accord *accord, int64_t stress) {
    int64_t sum = 0;
    for (int64_t c = 0; c < accord->n_clauses; c++) sum += counts(&accord->clauses[c], stress);
    return sum;
}

/* The accord's other measures with none or one of its clauses. With no clause that counts the first is the run with the
   accord, and with a single one the second is: these are copied, not run again. */
static void add_clause_jobs(plan *p, const selat_disruption_base *after, int64_t k) {
    const selat_accord *accord = p->inputs->accord;
    selat_stress_outcome *outcome = &p->results->stresses[k];
    int64_t n = clauses_that_count(accord, k);
    if (p->results->quick || n == 0) return;
    add_job(p, (job){after, k, SELAT_SETTING_HALF, NO_CLAUSE, &outcome->trade_only, NULL, true});
    for (int64_t c = 0; n > 1 && c < accord->n_clauses; c++) {
        if (counts(&accord->clauses[c], k)) add_job(p, (job){after, k, SELAT_SETTING_HALF, c, &outcome->alone[c], NULL, true});
    }
}

static selat_status copy_side(selat_context *context, const selat_stress_results *results, const selat_stress_side *from,
                              selat_stress_side *to) {
    int64_t R = results->n_regions, S = results->n_sectors;
    *to = *from;
    to->regions = NULL;
    to->income_loss_by_industry_musd = NULL;
    TRY(selat_new(context, R, &to->regions));
    memcpy(to->regions, from->regions, (size_t)R * sizeof *to->regions);
    return selat_copy_doubles(context, from->income_loss_by_industry_musd, R * S, &to->income_loss_by_industry_musd);
}

/* What add_clause_jobs left out. */
static selat_status copy_same(selat_context *context, const plan *p) {
    const selat_accord *accord = p->inputs->accord;
    for (int64_t k = 0; k < accord->n_stresses; k++) {
        selat_stress_outcome *outcome = &p->results->stresses[k];
        int64_t n = clauses_that_count(accord, k);
        const selat_stress_side *with = &outcome->after[SELAT_SETTING_HALF];
        if (n == 0) TRY(copy_side(context, p->results, with, &outcome->trade_only));
        for (int64_t c = 0; n == 1 && !p->results->quick && c < accord->n_clauses; c++) {
            if (counts(&accord->clauses[c], k)) TRY(copy_side(context, p->results, with, &outcome->alone[c]));
        }
    }
    return SELAT_OK;
}

static selat_status plan_jobs(selat_context *context, plan *p) {
    const selat_accord *accord = p->inputs->accord;
    selat_stress_results *results = p->results;
    const selat_disruption_base *after = p->after != NULL ? p->after : p->before;
    TRY(selat_new(context,
                  accord->n_stresses * (2 * SELAT_STRESS_SETTINGS + 1 + accord->n_clauses) + results->n_suppliers, &p->jobs));
    for (int64_t k = 0; k < accord->n_stresses; k++) {
        selat_stress_outcome *outcome = &results->stresses[k];
        for (int setting = 0; setting < results->n_settings; setting++) {
            selat_stress_setting s = (selat_stress_setting)setting;
            add_job(p, (job){p->before, k, s, NO_CLAUSE, &outcome->before[s], NULL, false});
            add_job(p, (job){after, k, s, ALL_CLAUSES, &outcome->after[s], NULL, true});
        }
        add_clause_jobs(p, after, k);
    }
    for (int64_t k = 0; k < results->n_suppliers; k++) {
        add_job(p, (job){p->before, -1, SELAT_SETTING_HALF, NO_CLAUSE, NULL, &results->suppliers[k], false});
    }
    return SELAT_OK;
}

selat_status run_stress_add_runs(selat_context *context, run_stress_work *work, run_pieces *pieces) {
    work->results->notes = selat_disruption_base_notes(work->before);
    TRY(plan_jobs(context, work));
    return run_pieces_add(context, pieces, run_job, work, work->n_jobs);
}

static selat_status make_room(selat_context *context, const selat_run_inputs *inputs, const selat_table *before,
                              selat_stress_results *results) {
    const selat_accord *accord = inputs->accord;
    results->n_regions = before->regions.count;
    results->n_sectors = before->sectors.count;
    results->n_clauses = accord->n_clauses;
    results->n_settings = accord->uncertainty.draws > 0 ? SELAT_STRESS_SETTINGS : 1;
    results->quick = accord->uncertainty.draws == 0;
    results->critical_share = critical_share;
    results->options = selat_disruption_defaults(SELAT_PARTIALLY_BINDING);
    results->options.recovered_share = recovered_share;
    results->options.settle_tolerance = settle_tolerance;
    results->supplier_outage = (selat_outage){.loss = 1, .days = SUPPLIER_DAYS, .recovery_days = SUPPLIER_RECOVERY};
    results->supplier_days = SUPPLIER_HORIZON;
    TRY(selat_new(context, accord->n_stresses, &results->stresses));
    results->n_stresses = accord->n_stresses;
    for (int64_t k = 0; k < accord->n_stresses; k++) {
        results->stresses[k].stress = k;
        TRY(selat_new(context, accord->n_clauses, &results->stresses[k].alone));
    }
    TRY(selat_new(context, results->n_regions, &results->base_income_musd));
    return results->quick ? SELAT_OK : run_stress_find_suppliers(context, accord, before, results);
}

/* Value added a year, as the disruption model counts income: output less inputs. */
static void fill_base_income(const selat_table *table, double *out) {
    int64_t R = table->regions.count, S = table->sectors.count;
    for (int64_t n = 0; n < R; n++) {
        for (int64_t k = 0; k < S; k++) out[n] += table->output_musd[n * S + k];
        for (int64_t k = 0; k < S * S; k++) out[n] -= table->use_musd[n * S * S + k];
    }
}

static selat_status fill_plan(selat_context *context, plan *p) {
    const selat_accord *accord = p->inputs->accord;
    TRY(selat_new(context, 1, &p->results));
    TRY(make_room(context, p->inputs, p->baseline->table, p->results));
    fill_base_income(p->baseline->table, p->results->base_income_musd);
    p->results->same_table = accord->n_measures == 0;
    TRY(selat_new(context, 2 * accord->n_stresses, &p->usual));
    return selat_new(context, accord->n_stresses, &p->shorter);
}

selat_status run_stress_create(selat_context *context, const selat_run_inputs *inputs, const run_baseline *baseline,
                               const selat_trade_shock *shock, const selat_trade_result *result, selat_lanes_pairs *open,
                               run_stress_work **out) {
    TRY(selat_new(context, 1, out));
    **out = (plan){.inputs = inputs, .baseline = baseline, .trade = shock, .result = result, .open = open};
    selat_status status = fill_plan(context, *out);
    if (status == SELAT_OK) return SELAT_OK;
    run_stress_work_destroy(context, *out);
    *out = NULL;
    return status;
}

void run_stress_work_destroy(selat_context *context, run_stress_work *work) {
    if (work == NULL) return;
    for (int64_t k = 0; k < work->inputs->accord->n_stresses; k++) {
        if (work->usual != NULL) {
            run_stress_shock_clear(context, &work->usual[k]);
            run_stress_shock_clear(context, &work->usual[work->inputs->accord->n_stresses + k]);
        }
        if (work->shorter != NULL) run_stress_shock_clear(context, &work->shorter[k]);
    }
    selat_release(context, work->usual);
    selat_release(context, work->shorter);
    selat_release(context, work->jobs);
    selat_disruption_base_destroy(context, work->before);
    selat_disruption_base_destroy(context, work->after);
    run_stress_destroy(context, work->results);
    selat_release(context, work);
}

selat_status run_stress_take(selat_context *context, run_stress_work *work, selat_stress_results **out) {
    TRY(copy_same(context, work));
    run_stress_sort_suppliers(work->inputs->accord, work->results);
    *out = work->results;
    work->results = NULL;
    return SELAT_OK;
}

static void clear_side(selat_context *context, selat_stress_side *side) {
    selat_release(context, side->regions);
    selat_release(context, side->income_loss_by_industry_musd);
}

void run_stress_destroy(selat_context *context, selat_stress_results *results) {
    if (results == NULL) return;
    for (int64_t k = 0; k < results->n_stresses; k++) {
        selat_stress_outcome *outcome = &results->stresses[k];
        for (int s = 0; s < SELAT_STRESS_SETTINGS; s++) {
            clear_side(context, &outcome->before[s]);
            clear_side(context, &outcome->after[s]);
        }
        clear_side(context, &outcome->trade_only);
        for (int64_t c = 0; outcome->alone != NULL && c < results->n_clauses; c++) clear_side(context, &outcome->alone[c]);
        selat_release(context, outcome->alone);
    }
    for (int64_t k = 0; k < results->n_suppliers; k++) selat_release(context, results->suppliers[k].income_loss_musd);
    selat_release(context, results->suppliers);
    selat_release(context, results->stresses);
    selat_release(context, results->base_income_musd);
    selat_release(context, results);
}

double selat_stress_alone_musd(const selat_stress_outcome *outcome, int64_t clause, int64_t region) {
    const selat_stress_side *alone = &outcome->alone[clause];
    if (alone->regions == NULL) return 0;
    return outcome->trade_only.regions[region].income_loss_musd - alone->regions[region].income_loss_musd;
}

double selat_stress_avoided_musd(const selat_stress_outcome *outcome, selat_stress_setting setting, int64_t region) {
    const selat_stress_side *before = &outcome->before[setting], *after = &outcome->after[setting];
    if (region < 0) return before->world.income_loss_musd - after->world.income_loss_musd;
    return before->regions[region].income_loss_musd - after->regions[region].income_loss_musd;
}

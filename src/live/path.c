/* Every year of the accord: its regions, and emissions on the pathway with and without it. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "live/slow.h"
#include "run/emissions.h"

enum { YEAR_COLUMNS = 5, REGION_COLUMNS = sizeof(selat_region_outcome) / sizeof(double), PIECES = 2 /* of a year */ };

struct live_path {
    int64_t n_years, n_distinct, *distinct; /* [n_distinct] positions of the years that are solved, the last first */
    selat_year_outcome *outcomes;           /* [n_years] year, same_as and solver only */
    selat_accord accord;                    /* the session's without draws */
    selat_run_inputs inputs;
    run_emissions *emissions;
    double *years, *regions;                /* of the kinds */
    /* the year in hand */
    live_baseline *baseline;
    selat_trade_shock shock;
    selat_trade_result *result;
    selat_trade_quantities after;
};

static int64_t n_years_of(const selat_accord *accord) { return accord->last_year - accord->first_year + 1; }

/* Position `k` stands for itself: the next year has other shocks, or there is none. */
static bool is_distinct(const selat_accord *accord, int64_t k) {
    int64_t year = accord->first_year + k;
    return year == accord->last_year || !run_same_shocks(accord, year, year + 1);
}

int64_t live_path_count(const selat_live *live) {
    if (live->slow->path != NULL) return PIECES * live->slow->path->n_distinct + 1;
    int64_t n = n_years_of(live->accord), distinct = 0;
    for (int64_t k = 0; k < n; k++) distinct += is_distinct(live->accord, k);
    return PIECES * distinct + 1;
}

static void clear_year(selat_live *live, live_path *path) {
    selat_trade_result_destroy(live->context, path->result);
    selat_trade_shock_clear(live->context, &path->shock);
    path->result = NULL;
}

void live_path_destroy(selat_live *live, live_path *path) {
    if (path == NULL) return;
    clear_year(live, path);
    selat_trade_quantities_clear(live->context, &path->after);
    run_emissions_destroy(live->context, &path->inputs, path->emissions);
    selat_release(live->context, path->distinct);
    selat_release(live->context, path->outcomes);
    selat_release(live->context, path);
}

static selat_status begin(selat_live *live) {
    selat_context *context = live->context;
    TRY(selat_new(context, 1, &live->slow->path));
    live_path *path = live->slow->path;
    path->n_years = n_years_of(live->accord);
    path->accord = *live->accord;
    path->accord.uncertainty.draws = 0;
    path->inputs = live->inputs;
    path->inputs.accord = &path->accord;
    TRY(selat_new(context, path->n_years, &path->distinct));
    TRY(selat_new(context, path->n_years, &path->outcomes));
    for (int64_t k = path->n_years - 1; k >= 0; k--) {
        selat_year_outcome *outcome = &path->outcomes[k];
        outcome->year = outcome->same_as = path->accord.first_year + k;
        if (is_distinct(live->accord, k)) path->distinct[path->n_distinct++] = k;
        else outcome->same_as = outcome[1].same_as;
    }
    TRY(run_emissions_create(context, &path->inputs, path->outcomes, path->n_years, &path->emissions));
    TRY(selat_trade_quantities_create(context, live->table, false, &path->after));
    TRY(live_room(live, SELAT_LIVE_PATH_YEARS, path->n_years, YEAR_COLUMNS, &path->years));
    return live_room(live, SELAT_LIVE_PATH_REGIONS, path->n_years * live->table->regions.count, REGION_COLUMNS, &path->regions);
}

static selat_status solve_year(selat_live *live, live_path *path, const selat_year_outcome *outcome) {
    selat_context *context = live->context;
    int64_t R = live->table->regions.count;
    clear_year(live, path);
    TRY(live_baseline_at(live, outcome->year, &path->baseline));
    const run_baseline *b = &path->baseline->of;
    TRY(run_solve_accord(context, &path->inputs, &path->accord, b->economy, outcome->year, live->result, &path->shock, &path->result,
                         NULL, NULL));
    TRY(selat_trade_quantities_after(context, b->table, b->economy, &path->shock, path->result, NULL, &path->after));
    for (int64_t k = 0; k < path->n_years; k++) {
        if (path->outcomes[k].same_as != outcome->year) continue;
        selat_region_outcome *regions = (void *)(path->regions + k * R * REGION_COLUMNS);
        TRY(run_region_numbers(context, &path->inputs, b, &path->baseline->before, &path->after, path->result, regions));
        const selat_trade_report *report = &path->result->report;
        bool converged = report->converged && (!b->has_overlay || b->solver.converged);
        const double row[YEAR_COLUMNS] = {(double)path->outcomes[k].year, (double)outcome->year, converged, (double)report->iterations,
                                          report->residual};
        memcpy(path->years + k * YEAR_COLUMNS, row, sizeof row);
    }
    return SELAT_OK;
}

static selat_status emit_year(selat_live *live, live_path *path, const selat_year_outcome *outcome) {
    selat_context *context = live->context;
    live_baseline *b = path->baseline;
    selat_table *table = NULL;
    selat_leontief *leontief = NULL;
    selat_status status;
    if (b->leontief == NULL) TRY(selat_leontief_create(context, b->of.table, &b->leontief));
    TRY_OR(end, status, selat_trade_table(context, b->of.table, b->of.economy, &path->shock, path->result, &table));
    TRY_OR(end, status, selat_leontief_create(context, table, &leontief));
    status = run_emissions_fill(context, &path->inputs, path->emissions, outcome->year, b->of.table, b->leontief, table, leontief);
end:
    selat_leontief_destroy(context, leontief);
    selat_table_destroy(context, table);
    return status;
}

/* ---- what the emissions come to ---- */

static selat_status fill_parties(selat_live *live, const selat_emission_results *e) {
    enum { COLUMNS = 21 };
    double *out;
    TRY(live_room(live, SELAT_LIVE_EMISSIONS, e->n_years * e->n_parties, COLUMNS, &out));
    for (int64_t k = 0; k < e->n_years * e->n_parties; k++) {
        const selat_party_emissions *p = &e->parties[k];
        const selat_emission_effects *effects[3] = {&p->since_last_year[SELAT_WITHOUT], &p->since_last_year[SELAT_WITH], &p->by_accord};
        double *row = out + k * COLUMNS;
        for (int side = 0; side < SELAT_SIDES; side++) {
            row[side] = p->production_mt[side];
            row[2 + side] = p->consumption_mt[side];
            row[4 + side] = p->co2_mt[side];
            row[6 + side] = p->captured_mt[side];
        }
        row[8] = p->demand_factor;
        for (int f = 0; f < 3; f++) {
            const double four[4] = {effects[f]->scale, effects[f]->composition, effects[f]->technique, effects[f]->trade};
            memcpy(row + 9 + 4 * f, four, sizeof four);
        }
    }
    live_ready(live, SELAT_LIVE_EMISSIONS);
    return SELAT_OK;
}

static selat_status fill_abatement(selat_live *live, const selat_emission_results *e) {
    enum { COLUMNS = 4 };
    double *out;
    TRY(live_room(live, SELAT_LIVE_ABATEMENT, e->n_abatement, COLUMNS, &out));
    for (int64_t k = 0; k < e->n_abatement; k++) {
        const selat_abatement *a = &e->abatement[k];
        const double row[COLUMNS] = {(double)a->measure, (double)a->region, a->cut_mt, a->cost_usd_per_t};
        memcpy(out + k * COLUMNS, row, sizeof row);
    }
    live_ready(live, SELAT_LIVE_ABATEMENT);
    return SELAT_OK;
}

static selat_status fill_pledges(selat_live *live, const selat_emission_results *e) {
    enum { COLUMNS = 10 };
    int64_t count = 0;
    double *out;
    for (int64_t p = 0; e->pledges != NULL && p < e->n_parties; p++) count += e->pledges[p].count;
    TRY(live_room(live, SELAT_LIVE_PLEDGES, count, COLUMNS, &out));
    for (int64_t p = 0; e->pledges != NULL && p < e->n_parties; p++) {
        for (int64_t k = 0; k < e->pledges[p].count; k++, out += COLUMNS) {
            const selat_pledge_distance *a = &e->pledges[p].without[k], *b = &e->pledges[p].with[k];
            const double row[COLUMNS] = {(double)p,       (double)a->pledge, a->comparable,   a->target_mt,   b->target_mt,
                                         (double)a->year, a->emissions_mt,   b->emissions_mt, a->distance_mt, b->distance_mt};
            memcpy(out, row, sizeof row);
        }
    }
    live_ready(live, SELAT_LIVE_PLEDGES);
    return SELAT_OK;
}

static selat_status finish(selat_live *live, live_path *path) {
    selat_emission_results *found;
    live_ready(live, SELAT_LIVE_PATH_YEARS);
    live_ready(live, SELAT_LIVE_PATH_REGIONS);
    TRY(run_emissions_finish(live->context, &path->inputs, path->emissions, &found));
    if (found == NULL) return SELAT_OK;
    selat_status status = fill_parties(live, found);
    if (status == SELAT_OK) status = fill_abatement(live, found);
    if (status == SELAT_OK) status = fill_pledges(live, found);
    run_emission_results_destroy(live->context, found);
    return status;
}

selat_status live_path_piece(selat_live *live, int64_t at) {
    if (at == 0) {
        live_path_destroy(live, live->slow->path);
        live->slow->path = NULL;
        TRY(begin(live));
    }
    live_path *path = live->slow->path;
    if (at == PIECES * path->n_distinct) return finish(live, path);
    const selat_year_outcome *outcome = &path->outcomes[path->distinct[at / PIECES]];
    return at % PIECES == 0 ? solve_year(live, path, outcome) : emit_year(live, path, outcome);
}

/* The years of a run, each with and without the accord, and what stands behind the last one.

   The last year is solved first, from scratch; the others start from its solution, whatever their order, so that results do
   not depend on the number of threads. All the rest is independent work in two rounds, the second of which needs the first. */
#include "base/memory.h"
#include "base/status.h"
#include "run/emissions.h"
#include "run/stress.h"

typedef struct years {
    selat_results *results;
    run_emissions *emissions;  /* NULL where only the economy counts */
    run_baseline baseline;     /* of the last year, like what follows */
    selat_trade_shock shock;
    selat_trade_result *solved;
    int64_t n_others, *others; /* positions in results->years: neither the last nor equal to the one after */
    selat_lanes_pairs *open;   /* the open sea; NULL without a sea */
    run_stress_work *stress;   /* NULL: none */
    run_trials *trials;
    run_pieces pieces;
} years;

static selat_year_outcome *last_year(const years *y) { return &y->results->years[y->results->n_years - 1]; }

/* ---- equal years ---- */

bool run_same_shocks(const selat_accord *accord, int64_t a, int64_t b) {
    for (int64_t k = 0; k < accord->n_overlays; k++) {
        if (!selat_accord_same_year(accord->overlays[k], a, b)) return false;
    }
    return selat_accord_same_year(accord, a, b);
}

static selat_status copy_year(selat_context *context, const selat_year_outcome *from, int64_t R,
                              selat_year_outcome *to) {
    int64_t year = to->year;
    *to = *from;
    to->year = year;
    to->regions = NULL;
    to->duty_base_musd = to->duty_new_musd = NULL;
    to->targets = NULL;
    TRY(selat_new(context, R, &to->regions));
    for (int64_t n = 0; n < R; n++) to->regions[n] = from->regions[n];
    TRY(selat_copy_doubles(context, from->duty_base_musd, R * R, &to->duty_base_musd));
    TRY(selat_copy_doubles(context, from->duty_new_musd, R * R, &to->duty_new_musd));
    TRY(selat_new(context, from->n_targets, &to->targets));
    for (int64_t k = 0; k < from->n_targets; k++) to->targets[k] = from->targets[k];
    return SELAT_OK;
}

/* Years whose shocks equal the next year's are copied from it, once that one is solved. */
static selat_status mark_years(selat_context *context, years *y) {
    const selat_accord *accord = y->results->inputs.accord;
    TRY(selat_new(context, y->results->n_years, &y->others));
    for (int64_t k = y->results->n_years - 1; k >= 0; k--) {
        selat_year_outcome *outcome = &y->results->years[k];
        outcome->year = outcome->same_as = accord->first_year + k;
        if (outcome == last_year(y)) continue;
        if (run_same_shocks(accord, outcome->year, outcome->year + 1)) {
            outcome->same_as = outcome[1].same_as;
        } else {
            y->others[y->n_others++] = k;
        }
    }
    return SELAT_OK;
}

static selat_status copy_equal_years(selat_context *context, const years *y) {
    for (int64_t k = y->results->n_years - 2; k >= 0; k--) {
        selat_year_outcome *outcome = &y->results->years[k];
        if (outcome->same_as != outcome->year) TRY(copy_year(context, outcome + 1, y->results->economy->n_regions, outcome));
    }
    return SELAT_OK;
}

/* ---- solving ---- */

static const selat_table *base_table(const selat_results *results) {
    return results->zero_deficit_table != NULL ? results->zero_deficit_table : results->inputs.table;
}

/* One year from its baseline to its solution. */
static selat_status solve_year(selat_context *context, const selat_results *results, const selat_trade_result *start,
                               selat_year_outcome *outcome, run_baseline *baseline, selat_trade_shock *shock,
                               selat_trade_result **result) {
    const selat_run_inputs *inputs = &results->inputs;
    TRY(run_baseline_make(context, inputs, results->economy, base_table(results), outcome->year, baseline));
    TRY(run_solve_accord(context, inputs, inputs->accord, baseline->economy, outcome->year, start, shock, result,
                         &outcome->n_targets, &outcome->targets));
    outcome->has_overlay = baseline->has_overlay;
    outcome->overlay_solver = baseline->solver;
    return SELAT_OK;
}

static selat_status do_other_year(selat_context *own, void *data, int64_t piece) {
    const years *y = data;
    selat_year_outcome *outcome = &y->results->years[y->others[piece]];
    run_baseline baseline = {0};
    selat_trade_shock shock = {0};
    selat_trade_result *result = NULL;
    selat_status status = solve_year(own, y->results, y->solved, outcome, &baseline, &shock, &result);
    if (status == SELAT_OK) {
        status = run_outcome(own, &y->results->inputs, &baseline, &shock, result, outcome, y->emissions, NULL);
    }
    selat_trade_result_destroy(own, result);
    selat_trade_shock_clear(own, &shock);
    run_baseline_clear(own, &baseline);
    return status;
}

/* ---- the last year, piece by piece ---- */

static selat_status do_outcome(selat_context *own, void *data, int64_t piece) {
    (void)piece;
    years *y = data;
    return run_outcome(own, &y->results->inputs, &y->baseline, &y->shock, y->solved, last_year(y), y->emissions,
                       y->results->inputs.economy_only ? NULL : &y->results->last);
}

static selat_status do_split(selat_context *own, void *data, int64_t piece) {
    (void)piece;
    years *y = data;
    return run_welfare_split(own, &y->results->inputs, &y->baseline, &y->shock, y->solved, y->results);
}

/* Ways to so many partners of each party: what a map can show. */
static int64_t partners_at_sea(const selat_accord *accord) { return accord->n_parties <= 3 ? 10 : accord->n_parties <= 6 ? 5 : 2; }

static selat_status do_lanes(selat_context *own, void *data, int64_t piece) {
    (void)piece;
    years *y = data;
    const selat_run_inputs *inputs = &y->results->inputs;
    return selat_party_lanes_find(own, inputs->sea, y->open, inputs->table, inputs->accord->n_parties, inputs->accord->parties,
                                  partners_at_sea(inputs->accord), &y->results->lanes);
}

static selat_status do_cap(selat_context *own, void *data, int64_t piece) {
    (void)piece;
    years *y = data;
    return run_capped(own, &y->results->inputs, last_year(y), &y->results->capped);
}

static selat_status do_idle(selat_context *own, void *data, int64_t piece) {
    (void)piece;
    years *y = data;
    return run_idle_capacity(own, &y->results->inputs, &y->results->idle);
}

/* ---- rounds ---- */

static bool has_stress(const years *y) {
    return y->results->inputs.accord->n_stresses > 0 && y->solved->report.converged;
}

/* What the second round needs, with what takes long. */
static selat_status first_round(selat_context *context, years *y) {
    const selat_run_inputs *inputs = &y->results->inputs;
    if (inputs->sea != NULL) TRY(selat_lanes_pairs_find(context, inputs->sea, 0, NULL, &y->open));
    if (has_stress(y)) {
        TRY(run_stress_create(context, inputs, &y->baseline, &y->shock, y->solved, y->open, &y->stress));
    }
    TRY(run_pieces_add(context, &y->pieces, do_outcome, y, 1));
    if (y->stress != NULL) TRY(run_stress_add_preparation(context, y->stress, &y->pieces));
    TRY(run_pieces_add(context, &y->pieces, do_split, y, 1));
    if (inputs->sea != NULL) TRY(run_pieces_add(context, &y->pieces, do_lanes, y, 1));
    return run_pieces_do(context, &y->pieces, "last year");
}

static selat_status second_round(selat_context *context, years *y) {
    const selat_run_inputs *inputs = &y->results->inputs;
    if (y->stress != NULL) TRY(run_stress_add_runs(context, y->stress, &y->pieces));
    TRY(run_pieces_add(context, &y->pieces, do_other_year, y, y->n_others));
    TRY(run_pieces_add(context, &y->pieces, do_cap, y, 1));
    TRY(run_trials_create(context, inputs, &y->baseline, last_year(y), y->solved, &y->trials));
    TRY(run_trials_add(context, y->trials, &y->pieces));
    TRY(run_pieces_add(context, &y->pieces, do_idle, y, 1));
    return run_pieces_do(context, &y->pieces, y->stress != NULL ? "years and stress tests" : "years");
}

static selat_status take_results(selat_context *context, years *y) {
    selat_results *results = y->results;
    const selat_accord *accord = results->inputs.accord;
    TRY(selat_new(context, accord->n_parties, &results->without));
    TRY(selat_new(context, accord->n_measures * accord->n_parties, &results->without_measure_musd));
    run_trials_read(y->trials, results->without, results->without_measure_musd);
    if (y->stress != NULL) TRY(run_stress_take(context, y->stress, &results->stress));
    TRY(copy_equal_years(context, y));
    return run_emissions_finish(context, &results->inputs, y->emissions, &results->emissions);
}

static selat_status do_economy(selat_context *context, years *y) {
    TRY(run_pieces_add(context, &y->pieces, do_other_year, y, y->n_others));
    TRY(run_pieces_add(context, &y->pieces, do_outcome, y, 1));
    TRY(run_pieces_do(context, &y->pieces, "years"));
    return copy_equal_years(context, y);
}

static selat_status do_all(selat_context *context, years *y) {
    selat_results *results = y->results;
    TRY(mark_years(context, y));
    TRY(solve_year(context, results, NULL, last_year(y), &y->baseline, &y->shock, &y->solved));
    if (results->inputs.economy_only) return do_economy(context, y);
    TRY(run_emissions_create(context, &results->inputs, results->years, results->n_years, &y->emissions));
    TRY(first_round(context, y));
    TRY(second_round(context, y));
    return take_results(context, y);
}

selat_status run_years(selat_context *context, selat_results *results) {
    years y = {.results = results};
    selat_status status = do_all(context, &y);
    run_trials_destroy(context, y.trials);
    run_stress_work_destroy(context, y.stress);
    selat_lanes_pairs_destroy(context, y.open);
    run_emissions_destroy(context, &results->inputs, y.emissions);
    selat_trade_result_destroy(context, y.solved);
    selat_trade_shock_clear(context, &y.shock);
    run_baseline_clear(context, &y.baseline);
    run_pieces_clear(context, &y.pieces);
    selat_release(context, y.others);
    return status;
}

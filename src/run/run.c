/* A run: years one after the other, each with and without the accord; then what stands behind the last one. */
#include "selat/run.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/threads.h"
#include "run/draws.h"
#include "run/stress.h"
#include "run/emissions.h"

/* The base without deficits: re-solved, with its table when asked for. */
static selat_status remove_deficits(selat_context *context, const selat_run_inputs *inputs, selat_economy *calibrated,
                                    selat_economy **economy, selat_table **table) {
    selat_trade_options options = {.deficits = SELAT_DEFICITS_ZERO};
    selat_trade_shock none = {0};
    selat_trade_result *result = NULL;
    selat_status status = selat_trade_solve(context, calibrated, &none, &options, &result);
    if (status == SELAT_OK) status = selat_economy_rebase(context, calibrated, &none, result, economy);
    if (status == SELAT_OK && table != NULL) {
        status = selat_trade_table(context, inputs->table, calibrated, &none, result->base_result, table);
    }
    selat_trade_result_destroy(context, result);
    return status;
}

selat_status run_calibrate(selat_context *context, const selat_run_inputs *inputs, selat_economy **economy,
                           selat_table **table) {
    selat_economy *calibrated;
    TRY(selat_economy_calibrate(context, inputs->table, inputs->tariffs, inputs->elasticities,
                                inputs->accord->tariff_scale, &calibrated));
    if (inputs->accord->deficits != SELAT_DEFICITS_ZERO) {
        *economy = calibrated;
        return SELAT_OK;
    }
    selat_status status = remove_deficits(context, inputs, calibrated, economy, table);
    selat_economy_destroy(context, calibrated);
    return status;
}

selat_status run_solve(selat_context *context, const selat_run_inputs *inputs, const selat_economy *economy,
                       int64_t year, const selat_compile_options *leave_out, const selat_trade_result *start,
                       selat_trade_shock *shock, selat_trade_result **result) {
    selat_trade_options options = {.deficits = run_deficits(inputs->accord), .start = start};
    TRY(selat_accord_compile(context, inputs->accord, economy, inputs->tariffs, inputs->table->year, year, leave_out,
                             shock));
    return selat_trade_solve(context, economy, shock, &options, result);
}

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

/* What only the last year is asked: product by product, the cap. */
static selat_status examine_last(selat_context *context, selat_results *results, const run_baseline *baseline,
                                 const selat_year_outcome *year, const selat_trade_result *result) {
    const selat_run_inputs *inputs = &results->inputs;
    TRY(selat_new(context, inputs->accord->n_parties, &results->without));
    TRY(selat_new(context, inputs->accord->n_measures * inputs->accord->n_parties, &results->without_measure_musd));
    TRY(run_leave_one_out(context, inputs, baseline, year, result, results->without, results->without_measure_musd));
    return run_capped(context, inputs, year, &results->capped);
}

static const selat_table *base_table(const selat_results *results) {
    return results->zero_deficit_table != NULL ? results->zero_deficit_table : results->inputs.table;
}

/* The stress tests on the tables before and after; where no measure changes trade these are the same table, and then the
   difference is what the clauses of resilience make. */
static selat_status stress_last(selat_context *context, selat_results *results, const run_baseline *baseline,
                                const selat_trade_shock *shock, const selat_trade_result *result) {
    const selat_run_inputs *inputs = &results->inputs;
    if (inputs->accord->n_stresses == 0 || !result->report.converged) return SELAT_OK;
    selat_table *after = NULL;
    if (inputs->accord->n_measures > 0) {
        TRY(selat_trade_table(context, baseline->table, baseline->economy, shock, result, &after));
    }
    selat_status status = run_stress(context, inputs, baseline->table, after, &results->stress);
    selat_table_destroy(context, after);
    return status;
}

/* One year from its baseline to its outcome. The last year is solved from scratch and its solution handed out in *solved;
   the others start from that one, whatever their order, so that results do not depend on the number of threads. */
static selat_status solve_year(selat_context *context, selat_results *results, run_emissions *emissions,
                               selat_year_outcome *outcome,
                               const selat_trade_result *start, selat_trade_result **solved) {
    const selat_run_inputs *inputs = &results->inputs;
    run_baseline baseline = {0};
    selat_trade_shock shock = {0};
    selat_trade_result *result = NULL;
    selat_status status;
    TRY_OR(end, status,
           run_baseline_make(context, inputs, results->economy, base_table(results), outcome->year, &baseline));
    TRY_OR(end, status,
           run_solve_accord(context, inputs, inputs->accord, baseline.economy, outcome->year, start, &shock, &result,
                            &outcome->n_targets, &outcome->targets));
    outcome->has_overlay = baseline.has_overlay;
    outcome->overlay_solver = baseline.solver;
    bool last = solved != NULL, whole = last && !inputs->economy_only;
    TRY_OR(end, status,
           run_outcome(context, inputs, &baseline, &shock, result, outcome, emissions, whole ? &results->last : NULL));
    if (whole) {
        TRY_OR(end, status, examine_last(context, results, &baseline, outcome, result));
        TRY_OR(end, status, run_welfare_split(context, inputs, &baseline, &shock, result, results));
        TRY_OR(end, status, stress_last(context, results, &baseline, &shock, result));
    }
    if (last) {
        *solved = result;
        result = NULL;
    }
end:
    selat_trade_result_destroy(context, result);
    selat_trade_shock_clear(context, &shock);
    run_baseline_clear(context, &baseline);
    return status;
}

typedef struct remaining { /* years that are neither the last nor equal to the one after */
    selat_results *results;
    run_emissions *emissions;
    const selat_trade_result *start;
    int64_t count, *years; /* [count] positions in results->years */
} remaining;

static selat_status solve_remaining(selat_context *own, void *data, int64_t piece) {
    remaining *all = data;
    TRY(selat_check_cancel(own));
    return solve_year(own, all->results, all->emissions, &all->results->years[all->years[piece]], all->start, NULL);
}

/* Years whose shocks equal the next year's are copied from it, once that one is solved. */
static selat_status solve_years(selat_context *context, selat_results *results) {
    const selat_accord *accord = results->inputs.accord;
    int64_t n = results->n_years, R = results->economy->n_regions;
    selat_trade_result *solved = NULL;
    remaining others = {.results = results};
    selat_status status;
    if (!results->inputs.economy_only) {
        TRY_OR(end, status, run_emissions_create(context, &results->inputs, results->years, n, &others.emissions));
    }
    TRY_OR(end, status, selat_new(context, n, &others.years));
    for (int64_t k = n - 1; k >= 0; k--) {
        selat_year_outcome *outcome = &results->years[k];
        outcome->year = outcome->same_as = accord->first_year + k;
        if (k == n - 1) continue;
        if (run_same_shocks(accord, outcome->year, outcome->year + 1)) {
            outcome->same_as = outcome[1].same_as;
        } else {
            others.years[others.count++] = k;
        }
    }
    TRY_OR(end, status, solve_year(context, results, others.emissions, &results->years[n - 1], NULL, &solved));
    others.start = solved;
    selat_progress(context, "years", 1 / (double)(others.count + 1));
    TRY_OR(end, status, selat_parallel(context, others.count, solve_remaining, &others));
    selat_progress(context, "years", 1);
    for (int64_t k = n - 2; k >= 0 && status == SELAT_OK; k--) {
        selat_year_outcome *outcome = &results->years[k];
        if (outcome->same_as != outcome->year) status = copy_year(context, outcome + 1, R, outcome);
    }
    if (status == SELAT_OK && others.emissions != NULL) {
        status = run_emissions_finish(context, &results->inputs, others.emissions, &results->emissions);
    }
end:
    run_emissions_destroy(context, &results->inputs, others.emissions);
    selat_trade_result_destroy(context, solved);
    selat_release(context, others.years);
    return status;
}

/* Ways to so many partners of each party: what a map can show. */
static int64_t partners_at_sea(const selat_accord *accord) { return accord->n_parties <= 3 ? 10 : accord->n_parties <= 6 ? 5 : 2; }

/* What does not belong to a year. */
static selat_status add_rest(selat_context *context, const selat_run_inputs *inputs, selat_results *results) {
    TRY(run_idle_capacity(context, inputs, &results->idle));
    if (results->years[results->n_years - 1].solver.converged) { /* otherwise there is no answer to put a band around */
        TRY(run_draws(context, inputs, inputs->accord->last_year, &results->draws));
    }
    if (inputs->sea == NULL) return SELAT_OK;
    return selat_party_lanes_find(context, inputs->sea, inputs->table, inputs->accord->n_parties, inputs->accord->parties,
                                  partners_at_sea(inputs->accord), &results->lanes);
}

selat_status selat_run(selat_context *context, const selat_run_inputs *inputs, selat_results **out) {
    double begun = selat_clock_seconds();
    if (!inputs->economy_only) TRY(run_stress_check(context, inputs));
    TRY(selat_new(context, 1, out));
    selat_results *results = *out;
    results->inputs = *inputs;
    int64_t n_years = inputs->accord->last_year - inputs->accord->first_year + 1;
    selat_status status;
    TRY_OR(fail, status, run_calibrate(context, inputs, &results->economy, &results->zero_deficit_table));
    TRY_OR(fail, status, selat_new(context, n_years, &results->years));
    results->n_years = n_years;
    TRY_OR(fail, status, solve_years(context, results));
    if (!inputs->economy_only) TRY_OR(fail, status, add_rest(context, inputs, results));
    results->seconds = selat_clock_seconds() - begun;
    return SELAT_OK;
fail:
    selat_results_destroy(context, results);
    *out = NULL;
    return status;
}

static void clear_detail(selat_context *context, selat_detail *detail) {
    double *const arrays[] = {detail->flow_base_musd, detail->flow_new_musd,   detail->tariff_base, detail->tariff_new,
                              detail->output_base_musd, detail->output_new_musd, detail->volume_hat};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
    selat_release(context, detail->indicators.changes);
    for (int side = 0; side < 2; side++) {
        selat_release(context, detail->indicators.value_added_musd[side]);
        selat_release(context, detail->indicators.stops_musd[side]);
    }
}

void selat_results_destroy(selat_context *context, selat_results *results) {
    if (results == NULL) return;
    for (int64_t k = 0; k < results->n_years; k++) {
        selat_release(context, results->years[k].regions);
        selat_release(context, results->years[k].duty_base_musd);
        selat_release(context, results->years[k].duty_new_musd);
        selat_release(context, results->years[k].targets);
    }
    selat_release(context, results->years);
    clear_detail(context, &results->last);
    selat_release(context, results->without);
    selat_release(context, results->without_measure_musd);
    selat_release(context, results->capped.importers);
    selat_release(context, results->capped.rates);
    selat_release(context, results->capped.ev_musd);
    selat_release(context, results->capped.ev_percent);
    selat_release(context, results->idle.value_added_musd);
    selat_welfare_split_destroy(context, results->welfare);
    selat_release(context, results->diversion);
    run_draws_destroy(context, results->draws);
    run_stress_destroy(context, results->stress);
    run_emission_results_destroy(context, results->emissions);
    selat_party_lanes_destroy(context, results->lanes);
    selat_economy_destroy(context, results->economy);
    selat_table_destroy(context, results->zero_deficit_table);
    selat_release(context, results);
}

bool selat_results_converged(const selat_results *results) {
    for (int64_t k = 0; k < results->n_years; k++) {
        const selat_year_outcome *year = &results->years[k];
        if (!year->solver.converged || !year->footprint_solver.converged) return false;
        if (year->has_overlay && !year->overlay_solver.converged) return false;
    }
    if (results->capped.n_importers > 0 && !results->capped.solver.converged) return false;
    return !(results->idle.purchases_musd > 0) || results->idle.solver.converged;
}

/* A run: its base, its years, the draws around the last one. */
#include "selat/run.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/status.h"
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
    TRY_OR(fail, status, run_years(context, results));
    if (!inputs->economy_only && results->years[n_years - 1].solver.converged) { /* otherwise there is nothing to put a band around */
        TRY_OR(fail, status, run_draws(context, inputs, inputs->accord->last_year, &results->draws));
    }
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

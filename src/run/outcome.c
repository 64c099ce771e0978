/* What one year's solution means for every region. */
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "run/emissions.h"

enum { ACCOUNT_GHG, ACCOUNT_CO2, N_ACCOUNTS };

selat_status run_footprint(selat_context *context, const selat_table *table, selat_leontief *solver,
                           selat_footprint *out) {
    int64_t Q = table->stressors.count;
    double *weights = NULL;
    selat_status status;
    TRY_OR(end, status, selat_new(context, N_ACCOUNTS * Q, &weights));
    for (int64_t q = 0; q < Q; q++) {
        weights[ACCOUNT_GHG * Q + q] = 1;
        weights[ACCOUNT_CO2 * Q + q] = strcmp(table->stressor_gases[q], "CO2") == 0;
    }
    status = selat_footprint_compute(context, table, solver, N_ACCOUNTS, weights, false, out);
end:
    selat_release(context, weights);
    return status;
}

static selat_leontief_report worse(selat_leontief_report a, selat_leontief_report b) {
    if (a.converged != b.converged) return a.converged ? b : a;
    return a.residual > b.residual ? a : b;
}

typedef struct sides { /* before and after the accord */
    selat_table *after;
    selat_leontief *solver_before, *solver_after;
    selat_footprint footprint_before, footprint_after;
    selat_trade_quantities quantities_before, quantities_after;
} sides;

static void clear_sides(selat_context *context, sides *both) {
    selat_leontief_destroy(context, both->solver_before);
    selat_leontief_destroy(context, both->solver_after);
    selat_footprint_clear(context, &both->footprint_before);
    selat_footprint_clear(context, &both->footprint_after);
    selat_trade_quantities_clear(context, &both->quantities_before);
    selat_trade_quantities_clear(context, &both->quantities_after);
    selat_table_destroy(context, both->after);
}

/* The table after, its solver, the quantities of both; flows where the year is detailed. */
static selat_status make_sides(selat_context *context, const run_baseline *baseline, const selat_trade_shock *shock,
                               const selat_trade_result *result, bool detailed, sides *both) {
    const selat_table *before = baseline->table;
    const selat_economy *base = baseline->economy;
    TRY(selat_trade_quantities_create(context, before, detailed, &both->quantities_before));
    TRY(selat_trade_quantities_create(context, before, detailed, &both->quantities_after));
    selat_trade_quantities_before(before, base, &both->quantities_before);
    TRY(selat_trade_quantities_after(context, before, base, shock, result, NULL, &both->quantities_after));
    TRY(selat_trade_table(context, before, base, shock, result, &both->after));
    TRY(selat_leontief_create(context, before, &both->solver_before));
    TRY(selat_leontief_create(context, both->after, &both->solver_after));
    TRY(run_footprint(context, before, both->solver_before, &both->footprint_before));
    return run_footprint(context, both->after, both->solver_after, &both->footprint_after);
}

static selat_status fill_year(selat_context *context, const selat_run_inputs *inputs, const run_baseline *baseline,
                              const selat_trade_result *result, const sides *both, selat_year_outcome *year) {
    int64_t R = inputs->table->regions.count;
    TRY(selat_new(context, R, &year->regions));
    TRY(run_region_numbers(context, inputs, baseline, &both->quantities_before, &both->quantities_after, result, year->regions));
    for (int64_t n = 0; n < R; n++) {
        year->regions[n].ghg_consumption_base_mt = both->footprint_before.consumption[ACCOUNT_GHG * R + n];
        year->regions[n].ghg_consumption_new_mt = both->footprint_after.consumption[ACCOUNT_GHG * R + n];
    }
    TRY(selat_copy_doubles(context, both->quantities_before.duty_musd, R * R, &year->duty_base_musd));
    TRY(selat_copy_doubles(context, both->quantities_after.duty_musd, R * R, &year->duty_new_musd));
    year->solver = result->report;
    year->footprint_solver = worse(both->footprint_before.solver, both->footprint_after.solver);
    return SELAT_OK;
}

static double *take(double **array) {
    double *taken = *array;
    *array = NULL;
    return taken;
}

static selat_status fill_detail(selat_context *context, const selat_economy *base, const selat_trade_shock *shock,
                                const selat_trade_result *result, sides *both, selat_detail *detail) {
    int64_t R = base->n_regions, S = base->n_sectors, cells = S * R * R;
    detail->flow_base_musd = take(&both->quantities_before.flow_musd);
    detail->flow_new_musd = take(&both->quantities_after.flow_musd);
    detail->output_base_musd = take(&both->quantities_before.output_musd);
    detail->output_new_musd = take(&both->quantities_after.output_musd);
    TRY(selat_copy_doubles(context, base->tariff, cells, &detail->tariff_base));
    TRY(selat_copy_doubles(context, shock->tariff != NULL ? shock->tariff : base->tariff, cells, &detail->tariff_new));
    TRY(selat_new(context, R * S, &detail->volume_hat));
    run_volume_hats(base, shock, result, detail->output_base_musd, detail->output_new_musd, detail->volume_hat);
    return SELAT_OK;
}

selat_status run_outcome(selat_context *context, const selat_run_inputs *inputs, const run_baseline *baseline,
                         const selat_trade_shock *shock, const selat_trade_result *result, selat_year_outcome *year,
                         run_emissions *emissions, selat_detail *detail) {
    const selat_table *before = baseline->table;
    sides both = {0};
    selat_status status;
    TRY_OR(end, status, make_sides(context, baseline, shock, result, detail != NULL, &both));
    if (emissions != NULL) {
        TRY_OR(end, status,
               run_emissions_fill(context, inputs, emissions, year->year, before, both.solver_before, both.after, both.solver_after));
    }
    TRY_OR(end, status, fill_year(context, inputs, baseline, result, &both, year));
    if (detail == NULL) goto end;
    TRY_OR(end, status, fill_detail(context, baseline->economy, shock, result, &both, detail));
    if (result->report.converged) {
        status = run_indicator_changes(context, inputs->accord, before, both.solver_before, both.after, both.solver_after,
                                       &detail->indicators);
    }
end:
    clear_sides(context, &both);
    return status;
}

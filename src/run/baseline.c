/* The year without the accord: the calibrated base with the agreements already in force. */
#include "base/status.h"
#include "run/run.h"

selat_deficits run_deficits(const selat_accord *accord) {
    return accord->deficits == SELAT_DEFICITS_ZERO ? SELAT_DEFICITS_NOMINAL : accord->deficits;
}

static bool is_worse(const selat_trade_report *a, const selat_trade_report *b) {
    if (a->converged != b->converged) return !a->converged;
    return a->residual > b->residual;
}

/* Replaces the baseline by its state after one overlay. */
static selat_status apply_overlay(selat_context *context, const selat_run_inputs *inputs, const selat_accord *overlay,
                                  int64_t year, run_baseline *baseline) {
    selat_trade_shock shock = {0};
    selat_trade_result *result = NULL;
    selat_economy *economy = NULL;
    selat_table *table = NULL;
    selat_status status;
    TRY_OR(end, status,
           run_solve_accord(context, inputs, overlay, baseline->economy, year, NULL, &shock, &result, NULL, NULL));
    TRY_OR(end, status, selat_economy_rebase(context, baseline->economy, &shock, result, &economy));
    if (baseline->table != NULL) {
        TRY_OR(end, status,
               selat_trade_table(context, baseline->table, baseline->economy, &shock, result, &table));
        selat_table_destroy(context, baseline->table);
        baseline->table = table;
    }
    selat_economy_destroy(context, baseline->economy);
    baseline->economy = economy;
    economy = NULL;
    if (!baseline->has_overlay || is_worse(&result->report, &baseline->solver)) baseline->solver = result->report;
    baseline->has_overlay = true;
end:
    selat_economy_destroy(context, economy);
    selat_trade_result_destroy(context, result);
    selat_trade_shock_clear(context, &shock);
    return status;
}

selat_status run_baseline_make(selat_context *context, const selat_run_inputs *inputs, const selat_economy *economy,
                               const selat_table *table, int64_t year, run_baseline *out) {
    *out = (run_baseline){0};
    selat_status status;
    TRY_OR(fail, status, selat_economy_copy(context, economy, &out->economy));
    if (table != NULL) TRY_OR(fail, status, selat_table_copy(context, table, &out->table));
    for (int64_t k = 0; k < inputs->accord->n_overlays; k++) {
        TRY_OR(fail, status, apply_overlay(context, inputs, inputs->accord->overlays[k], year, out));
    }
    return SELAT_OK;
fail:
    run_baseline_clear(context, out);
    return status;
}

void run_baseline_clear(selat_context *context, run_baseline *baseline) {
    selat_economy_destroy(context, baseline->economy);
    selat_table_destroy(context, baseline->table);
    *baseline = (run_baseline){0};
}

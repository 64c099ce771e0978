/* What the last year's result is made of: the split of every region's gain, trade creation and diversion of the parties. */
#include "base/memory.h"
#include "base/status.h"
#include "run/run.h"

selat_status run_welfare_split(selat_context *context, const selat_run_inputs *inputs, const run_baseline *baseline,
                               const selat_trade_shock *shock, const selat_trade_result *result,
                               selat_results *results) {
    const selat_accord *accord = inputs->accord;
    if (!result->report.converged) return SELAT_OK;
    selat_welfare_options options = {.trade = {.deficits = run_deficits(accord)},
                                     .n_detailed = accord->n_parties,
                                     .detailed = accord->parties};
    TRY(selat_welfare_split_create(context, baseline->economy, shock, result, &options, &results->welfare));
    TRY(selat_new(context, accord->n_parties * baseline->economy->n_sectors, &results->diversion));
    return selat_trade_diversion(context, baseline->economy, shock, result, accord->n_parties, accord->parties,
                                 results->diversion);
}

/* The steps of a run, inside the room. */
#ifndef SELAT_RUN_STEPS_H
#define SELAT_RUN_STEPS_H

#include "selat/run.h"

/* The world of one year without the accord: overlays applied. */
typedef struct run_baseline {
    selat_economy *economy;
    selat_table *table;        /* NULL when not asked for */
    selat_trade_report solver; /* the worst of the overlays' solves */
    bool has_overlay;
} run_baseline;

/* economy: the calibrated base; `table`, when not NULL, is its table and carried along. Cost: one solve per overlay. */
selat_status run_baseline_make(selat_context *context, const selat_run_inputs *inputs, const selat_economy *economy,
                               const selat_table *table, int64_t year, run_baseline *out);
void run_baseline_clear(selat_context *context, run_baseline *baseline);

/* The calibrated base; with zero deficits, re-solved without them, and then also its table (`table` NULL: not wanted). */
selat_status run_calibrate(selat_context *context, const selat_run_inputs *inputs, selat_economy **economy,
                           selat_table **table);

/* The accord's shock of `year` on a baseline, solved; `leave_out` NULL: nothing. */
selat_status run_solve(selat_context *context, const selat_run_inputs *inputs, const selat_economy *economy,
                       int64_t year, const selat_compile_options *leave_out, const selat_trade_result *start,
                       selat_trade_shock *shock, selat_trade_result **result);

/* How deficits are held in a run's solves: zero has been re-solved into the base before. */
selat_deficits run_deficits(const selat_accord *accord);

/* Fills year->regions, duties and, when `detail` is not NULL, the detail of the last year. */
selat_status run_outcome(selat_context *context, const selat_run_inputs *inputs, const run_baseline *baseline,
                         const selat_trade_shock *shock, const selat_trade_result *result, selat_year_outcome *year,
                         selat_detail *detail);

/* Equivalent variation I (I-hat / P-hat - 1) of a region, in the economy's money. */
double run_equivalent_variation_musd(const selat_trade_result *result, int64_t region);

/* The year again without each product ([parties] `products`) and without each measure ([measures][parties] `measures_musd`). */
selat_status run_leave_one_out(selat_context *context, const selat_run_inputs *inputs, const run_baseline *baseline,
                               int64_t year, const selat_trade_result *full, selat_without_product *products,
                               double *measures_musd);
selat_status run_capped(selat_context *context, const selat_run_inputs *inputs, int64_t year, selat_capped *out);
/* Fills results->welfare and ->diversion. */
selat_status run_welfare_split(selat_context *context, const selat_run_inputs *inputs, const run_baseline *baseline,
                               const selat_trade_shock *shock, const selat_trade_result *result,
                               selat_results *results);
selat_status run_idle_capacity(selat_context *context, const selat_run_inputs *inputs, selat_idle_capacity *out);

#endif

/* The steps of a run, inside the room. */
#ifndef SELAT_RUN_STEPS_H
#define SELAT_RUN_STEPS_H

#include "model/trade/quantities.h"
#include "run/pieces.h"
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

/* The accord's shock of `year` on a baseline, solved; `leave_out` NULL: nothing. Capacity measures that
   give an output count with the productivity that `leave_out` holds for them. */
selat_status run_solve(selat_context *context, const selat_run_inputs *inputs, const selat_economy *economy,
                       int64_t year, const selat_compile_options *leave_out, const selat_trade_result *start,
                       selat_trade_shock *shock, selat_trade_result **result);
/* The same for any accord, but where capacity measures give an output, the productivity that reaches it is found.
   `targets`, when not NULL, gets what was found, to be released. */
selat_status run_solve_accord(selat_context *context, const selat_run_inputs *inputs, const selat_accord *accord,
                              const selat_economy *economy, int64_t year, const selat_trade_result *start,
                              selat_trade_shock *shock, selat_trade_result **result, int64_t *n_targets,
                              selat_output_target **targets);
/* The same, every trial by `solver`, which is of `economy` (NULL: each from scratch or `start`). */
selat_status run_solve_accord_by(selat_context *context, const selat_run_inputs *inputs, const selat_accord *accord,
                                 const selat_economy *economy, int64_t year, selat_trade_solver *solver,
                                 const selat_trade_result *start, selat_trade_shock *shock, selat_trade_result **result,
                                 int64_t *n_targets, selat_output_target **targets);
/* The productivity found for a year [n_measures], for variants of it: selat_compile_options. To be released. */
selat_status run_found_productivity(selat_context *context, const selat_accord *accord, const selat_year_outcome *year,
                                    double **out);
/* How much more an industry [R*S] makes of the same inputs: T-hat^(1/theta). */
double run_productivity_hat(const selat_economy *economy, const selat_trade_shock *shock, int64_t industry);

/* The origin meter of a table; what it reads off the table is made when first needed and serves every accord. */
typedef struct run_origin_meter {
    const selat_table *table;
    const selat_groups *groups;
    double *content;   /* [R origin][R i][S] */
    double *flow_musd; /* [S][R n][R i] */
} run_origin_meter;
/* selat_run_meter_origin with a meter that is kept. */
selat_status run_meter_accord(selat_context *context, run_origin_meter *meter, selat_accord *accord);
void run_meter_clear(selat_context *context, run_origin_meter *meter);

/* How deficits are held in a run's solves: zero has been re-solved into the base before. */
selat_deficits run_deficits(const selat_accord *accord);

struct run_emissions; /* run/emissions.h */
/* Fills year->regions, duties, the emissions of all years with this solution (NULL: none) and, when `detail` is not NULL, the detail of the last year. */
selat_status run_outcome(selat_context *context, const selat_run_inputs *inputs, const run_baseline *baseline,
                         const selat_trade_shock *shock, const selat_trade_result *result, selat_year_outcome *year,
                         struct run_emissions *emissions, selat_detail *detail);

/* Everything of selat_region_outcome but emissions by consumption, which become NAN. Regions [R]. No Leontief solve. */
selat_status run_region_numbers(selat_context *context, const selat_run_inputs *inputs, const run_baseline *baseline,
                                const selat_trade_quantities *before, const selat_trade_quantities *after,
                                const selat_trade_result *result, selat_region_outcome *regions);
/* selat_detail.volume_hat: out [R][S]. */
void run_volume_hats(const selat_economy *base, const selat_trade_shock *shock, const selat_trade_result *result,
                     const double *output_base, const double *output_new, double *out);
/* Two accounts, all gases and CO2, by consumption and by production. */
selat_status run_footprint(selat_context *context, const selat_table *table, selat_leontief *solver, selat_footprint *out);

/* Whether an accord's run asks for it: the extraction of every industry only of few parties. */
bool run_indicator_wanted(const selat_accord *accord, int64_t n_sectors, const selat_indicator *one);
/* True when both years have the same shocks, overlays' included. */
bool run_same_shocks(const selat_accord *accord, int64_t a, int64_t b);
/* Every registered indicator of the parties on the tables before and after; each table with its solver. */
selat_status run_indicator_changes(selat_context *context, const selat_accord *accord, const selat_table *before,
                                   selat_leontief *solver_before, const selat_table *after, selat_leontief *solver_after,
                                   selat_indicator_changes *out);

/* Equivalent variation I (I-hat / P-hat - 1) of a region, in the economy's money. */
double run_equivalent_variation_musd(const selat_trade_result *result, int64_t region);

/* The year again without each product and without each measure: created, worked off among other pieces, read ([parties]
   `products`, [measures][parties] `measures_musd`). Borrows what it is made from. */
typedef struct run_trials run_trials;
selat_status run_trials_create(selat_context *context, const selat_run_inputs *inputs, const run_baseline *baseline,
                               const selat_year_outcome *year, const selat_trade_result *full, run_trials **out);
selat_status run_trials_add(selat_context *context, run_trials *trials, run_pieces *pieces);
void run_trials_read(const run_trials *trials, selat_without_product *products, double *measures_musd);
void run_trials_destroy(selat_context *context, run_trials *trials); /* takes NULL */
/* Its parts: the products [S] that any measure touches; one solve without a product or measure, into [parties]; the product
   that contributes most to each party, of [S][parties]. */
void run_mark_touched(const selat_accord *accord, bool *touched);
selat_status run_try_without(selat_context *context, const selat_run_inputs *inputs, const selat_economy *economy, int64_t year,
                             const selat_compile_options *leave_out, const selat_trade_result *full, double *ev_musd,
                             double *ev_percent);
void run_choose_products(const selat_accord *accord, const selat_trade_result *full, int64_t n_sectors, const bool *touched,
                         const double *ev_musd, const double *ev_percent, selat_without_product *out);

selat_status run_capped(selat_context *context, const selat_run_inputs *inputs, const selat_year_outcome *year,
                        selat_capped *out);
/* Fills results->welfare and ->diversion. */
selat_status run_welfare_split(selat_context *context, const selat_run_inputs *inputs, const run_baseline *baseline,
                               const selat_trade_shock *shock, const selat_trade_result *result,
                               selat_results *results);
/* Solves all years of results->years and, unless the inputs ask for the economy only, what stands behind the last one. */
selat_status run_years(selat_context *context, selat_results *results);
selat_status run_idle_capacity(selat_context *context, const selat_run_inputs *inputs, selat_idle_capacity *out);

#endif

/* Stress tests inside the room: kinds of stress become shocks of the disruption model. */
#ifndef SELAT_RUN_STRESS_STEPS_H
#define SELAT_RUN_STRESS_STEPS_H

#include "run/run.h"
#include "selat/lanes.h"

/* A stress as a shock. Grown by the functions below; `owned` belongs to the kind, which gives `release` for it. */
typedef struct run_stress_shock {
    int64_t n_outages, outage_room;
    selat_outage *outages;
    int64_t n_lanes, lane_room;
    selat_lane_closure *lanes;
    bool borrowed; /* arrays of another shock */
    void *owned;
    void (*release)(selat_context *context, void *owned);
} run_stress_shock;
selat_status run_stress_add_outage(selat_context *context, run_stress_shock *shock, const selat_outage *outage);
selat_status run_stress_add_lane(selat_context *context, run_stress_shock *shock, const selat_lane_closure *lane);
void run_stress_shock_clear(selat_context *context, run_stress_shock *shock);

/* How a kind of stress becomes a shock that lasts `days` in full from day 0 on, without and with the accord: one entry per kind, in stress_kinds.c. A
   kind that is not there is an error that says so. `open`: pairs of ports over the open sea, NULL without a sea. */
typedef struct run_stress_kind {
    selat_stress_kind kind;
    selat_status (*prepare)(selat_context *context, const selat_run_inputs *inputs, const selat_table *table,
                            const selat_stress *stress, int64_t days, bool with_accord, selat_lanes_pairs *open, run_stress_shock *out);
} run_stress_kind;
selat_status run_stress_prepare(selat_context *context, const selat_run_inputs *inputs, const selat_table *table,
                                const selat_stress *stress, int64_t days, bool with_accord, selat_lanes_pairs *open, run_stress_shock *out);

/* Before anything is run: every stress is of a kind that can be, and names gates that there are. */
selat_status run_stress_check(selat_context *context, const selat_run_inputs *inputs);

/* stress_lane.c: the gates of a stress */
selat_status run_stress_gates(selat_context *context, const selat_accord *accord, const selat_stress *stress,
                              const selat_sea *sea, selat_gate_set *out);
selat_status run_stress_prepare_lane(selat_context *context, const selat_run_inputs *inputs, const selat_table *table,
                                     const selat_stress *stress, int64_t days, bool with_accord, selat_lanes_pairs *open, run_stress_shock *out);

/* Every stress on the table before and after the accord, clauses of resilience one by one, the matrix of suppliers: created,
   prepared and run among other pieces, in this order, then taken. Without a measure the accord changes no trade: both tables
   are then the same. Borrows all it is made from, also the open sea. */
typedef struct run_stress_work run_stress_work;
selat_status run_stress_create(selat_context *context, const selat_run_inputs *inputs, const run_baseline *baseline,
                               const selat_trade_shock *shock, const selat_trade_result *result, selat_lanes_pairs *open,
                               run_stress_work **out);
selat_status run_stress_add_preparation(selat_context *context, run_stress_work *work, run_pieces *pieces);
selat_status run_stress_add_runs(selat_context *context, run_stress_work *work, run_pieces *pieces);
selat_status run_stress_take(selat_context *context, run_stress_work *work, selat_stress_results **out);
void run_stress_work_destroy(selat_context *context, run_stress_work *work); /* takes NULL */
void run_stress_destroy(selat_context *context, selat_stress_results *results); /* takes NULL */

/* stress_suppliers.c: candidates by what the parties' industries buy of them, for results->suppliers. */
selat_status run_stress_find_suppliers(selat_context *context, const selat_accord *accord, const selat_table *table,
                                       selat_stress_results *results);
/* Sorted by the loss to the parties together, once all are run. */
void run_stress_sort_suppliers(const selat_accord *accord, selat_stress_results *results);

#endif

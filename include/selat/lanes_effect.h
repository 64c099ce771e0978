/* What a lasting closure of gates changes in the world economy: sea lanes as trade costs in the trade model. */
#ifndef SELAT_LANES_EFFECT_H
#define SELAT_LANES_EFFECT_H

#include "selat/lanes.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SELAT_LANE_CENTRAL, SELAT_LANE_LOW, SELAT_LANE_HIGH, SELAT_LANE_CASES };

typedef struct selat_lane_effect_options {
    selat_lane_cost kind;
    selat_deficits deficits;
    double parameter[SELAT_LANE_CASES]; /* rho or t, central, low, high; all 0: .5 .2 .9, or .0135 .006 .021 */
} selat_lane_effect_options;

/* One value of the parameter. */
typedef struct selat_lane_case {
    double parameter;
    double *real_income_percent; /* [R] */
    double *ev_musd;             /* [R] equivalent variation, million USD a year */
    double *exports_percent;     /* [R] value of exports without tariffs, at new prices */
    int64_t n_held;              /* flows of which nothing would be left, held at 1e-9 of themselves */
    selat_trade_report solver;
} selat_lane_case;

typedef struct selat_lane_effect {
    int64_t n_regions;
    selat_lane_case cases[SELAT_LANE_CASES];
    double world_ev_musd[SELAT_LANE_CASES];
} selat_lane_effect;

/* Calibrates the trade model to the table and solves it with kappa for each case. Not converging is a result. */
selat_status selat_lanes_effect(selat_context *context, const selat_table *table, const selat_tariffs *tariffs,
                                const selat_elasticities *elasticities, const selat_sea *sea,
                                const selat_lanes_closure *closure, const selat_lane_effect_options *options,
                                selat_lane_effect *out);
void selat_lane_effect_clear(selat_context *context, selat_lane_effect *effect);

#ifdef __cplusplus
}
#endif
#endif

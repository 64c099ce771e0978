/* Who stands on whom, region by region: where value added is made and bought at last, and what depends on each supplier.
   Equations: docs/indicators.md. */
#ifndef SELAT_DEPENDENCE_H
#define SELAT_DEPENDENCE_H

#include "selat/indicator.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Value added made in one region and bought at last, as final demand, in another, whatever the way between them:
     out [R source][R consumer] = sum over industries i of the source of v_i (L Y_consumer)_i, million USD.
   NAN for pairs of which neither is selected. Cost: K columns, and K + 1 transposed, shared with other indicators. */
selat_status selat_value_added_flows(selat_context *context, selat_indicator_world *world, double *out);

/* If a region stops selling, what the others lose at most: the value added of the industries k of `loses`, each times the share
   of all production behind a unit of its output that is made in `stops` (Baldwin, Freeman and Theodorakopoulos 2022, FPEM):
     out [R stops][R loses] = sum over k of VA_k (sum over i in stops of L_ik) / (sum over all i of L_ik), million USD a year.
   A bound: no stocks, no other suppliers, every input needed. On the diagonal what stands on the region itself; a column adds up
   to the region's value added. NAN in columns of regions not selected. Cost: input_content, at most R columns transposed. */
selat_status selat_stop_exposure(selat_context *context, selat_indicator_world *world, double *out);

#ifdef __cplusplus
}
#endif
#endif

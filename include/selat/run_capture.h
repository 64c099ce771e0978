/* Planning the networks that an accord's capture measures ask for. */
#ifndef SELAT_RUN_CAPTURE_H
#define SELAT_RUN_CAPTURE_H

#include "selat/accord.h"
#include "selat/sea.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Finds the network of every capture measure (also the overlays') and fills its plan: sources, terminals and stores of
   data/ccs with ship routes over data/lanes, or the case folder the measure names. Nothing to do without such measures.
   *sea: NULL, or the table's sea; loaded when it is needed and not there, then the caller's. Searches to a gap of 1e-4, at most 30 s each; how a search ended is in plan->note and, where the gap was not reached, a
   warning. Errors: as selat_capture_solve and selat_capture_network. */
selat_status selat_run_plan_capture(selat_context *context, selat_accord *accord, const selat_table *table, selat_sea **sea);

#ifdef __cplusplus
}
#endif
#endif

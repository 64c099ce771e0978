/* The indicators of each file of the room, gathered by registry.c. */
#ifndef SELAT_INDICATOR_REGISTRY_H
#define SELAT_INDICATOR_REGISTRY_H

#include "selat/indicator.h"

/* position.c */
selat_status indicator_upstreamness(selat_context *context, selat_indicator_world *w, double *out);
selat_status indicator_downstreamness(selat_context *context, selat_indicator_world *w, double *out);
selat_status indicator_region_upstreamness(selat_context *context, selat_indicator_world *w, double *out);
selat_status indicator_region_downstreamness(selat_context *context, selat_indicator_world *w, double *out);
selat_status indicator_export_upstreamness(selat_context *context, selat_indicator_world *w, double *out);

#endif

/* The indicators of each file of the room, gathered by registry.c. */
#ifndef SELAT_INDICATOR_REGISTRY_H
#define SELAT_INDICATOR_REGISTRY_H

#include "selat/indicator.h"

/* position.c: `term` is the weight, for regions */
enum { BY_OUTPUT, BY_EXPORTS };
selat_status indicator_upstreamness(selat_context *context, selat_indicator_world *w, int64_t term, double *out);
selat_status indicator_downstreamness(selat_context *context, selat_indicator_world *w, int64_t term, double *out);
selat_status indicator_region_upstreamness(selat_context *context, selat_indicator_world *w, int64_t term, double *out);
selat_status indicator_region_downstreamness(selat_context *context, selat_indicator_world *w, int64_t term, double *out);

/* value_added_summary.c: `term` of Koopman, Wang and Wei; of the list below */
selat_status indicator_kww(selat_context *context, selat_indicator_world *w, int64_t term, double *out);
enum { TRADE_EXPORTS, TRADE_DVA, TRADE_DDC, TRADE_FOREIGN, TRADE_OTHER, TRADE_VAX, TRADE_REF, TRADE_DAVAX, TRADE_DVA_SHARE,
       TRADE_GVC_BACKWARD, TRADE_GVC_FORWARD, TRADE_GVC, TRADE_TERMS };
selat_status indicator_trade(selat_context *context, selat_indicator_world *w, int64_t term, double *out);

/* exposure.c */
enum { EXPOSURE_LOOKTHROUGH, EXPOSURE_INPUTS, EXPOSURE_HHI };
selat_status indicator_lookthrough(selat_context *context, selat_indicator_world *w, int64_t term, double *out);
enum { EXPOSURE_FACE_VALUE, EXPOSURE_DIRECT_HHI };
selat_status indicator_direct(selat_context *context, selat_indicator_world *w, int64_t term, double *out);
selat_status indicator_hidden(selat_context *context, selat_indicator_world *w, int64_t term, double *out);
selat_status indicator_foreign_value_added(selat_context *context, selat_indicator_world *w, int64_t term, double *out);
selat_status indicator_foreign_sales(selat_context *context, selat_indicator_world *w, int64_t term, double *out);
enum { REGION_LOOKTHROUGH, REGION_FACE_VALUE, REGION_HHI, REGION_TOP };
selat_status indicator_region_exposure(selat_context *context, selat_indicator_world *w, int64_t term, double *out);

/* extraction.c: `term` a selat_extraction_kind */
selat_status indicator_extraction(selat_context *context, selat_indicator_world *w, int64_t term, double *out);

/* footprints.c: of the first standard account */
enum { FOOTPRINT_PRODUCTION, FOOTPRINT_CONSUMPTION, FOOTPRINT_IMPORTS, FOOTPRINT_EXPORTS };
selat_status indicator_footprint(selat_context *context, selat_indicator_world *w, int64_t term, double *out);
selat_status indicator_multiplier(selat_context *context, selat_indicator_world *w, int64_t term, double *out);

#endif

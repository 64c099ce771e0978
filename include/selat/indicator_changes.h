/* Every indicator of an accord's parties, before and after. */
#ifndef SELAT_INDICATOR_CHANGES_H
#define SELAT_INDICATOR_CHANGES_H

#include "selat/indicator.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct selat_indicator_change {
    const selat_indicator *indicator;
    int64_t region, sector; /* sector -1: of the region */
    double before, after;   /* NAN where not defined */
} selat_indicator_change;

/* All registered indicators of all parties, by region first, then by industry; without the extraction of every industry where
   the parties have more than 400 industries. */
typedef struct selat_indicator_changes {
    int64_t count;
    selat_indicator_change *changes;
    double *value_added_musd[2]; /* [R source][R consumer] before, after: selat_value_added_flows of the parties */
    double *stops_musd[2];       /* [R stops][R loses] before, after: selat_stop_exposure of the parties */
    selat_leontief_report solver; /* the worst solve */
} selat_indicator_changes;

#ifdef __cplusplus
}
#endif
#endif

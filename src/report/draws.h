/* Error bands in the report. */
#ifndef SELAT_REPORT_DRAWS_H
#define SELAT_REPORT_DRAWS_H

#include "report/json.h"

/* The band of a region's number; NULL without draws. */
const selat_band *report_band(const selat_results *results, int64_t region, selat_drawn what);
json_t *report_json_band(const selat_band *band); /* null for NULL */
/* The bands of everything a party's headline prints; null without draws. */
json_t *report_json_party_bands(const selat_results *results, int64_t party);
/* The section `uncertainty`; null without draws. */
json_t *report_json_uncertainty(const selat_results *results);
const char *report_parameter_kind(selat_parameter_kind kind);

#endif

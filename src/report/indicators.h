/* Indicators before and after, for the summary. */
#ifndef SELAT_REPORT_INDICATORS_H
#define SELAT_REPORT_INDICATORS_H

#include "report/sheets.h"

enum { REPORT_MOVERS = 8 };

/* Change in percent of the value before; NAN where that is 0. */
double report_indicator_percent(const selat_indicator_change *change);
/* The parties' headline indicators that moved most, in percent, at most `most` of them; how many. */
int64_t report_movers(const selat_results *results, int64_t most, const selat_indicator_change **out);

#endif

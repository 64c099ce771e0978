/* The answer in a sentence, for the terminal and the page alike. */
#ifndef SELAT_REPORT_HEADLINE_H
#define SELAT_REPORT_HEADLINE_H

#include "base/text.h"
#include "selat/run.h"

const selat_year_outcome *report_last_year(const selat_results *results);
/* "Korea gains 61 million USD a year (0.004 % of national spending) ..." added to `out`. */
selat_status report_add_sentence(selat_context *context, const selat_results *results, selat_text *out);
/* Equivalent variation of a region added up over the years of the run, not discounted, million USD. */
double report_sum_over_years_musd(const selat_results *results, int64_t region);
/* True when every solve behind the last year converged; no headline otherwise. */
bool report_has_answer(const selat_results *results);
bool report_year_converged(const selat_year_outcome *year);
/* "+61.2 million USD", "-3.05 billion USD": three significant digits. */
void report_money(double musd, char *out, size_t size);
/* "0.0131 %": three significant digits. */
/* "BEFORE+7.3 to +15.9" in million USD, "" for NULL. */
void report_band_text(const selat_band *band, const char *before, char *out, size_t size);
void report_percent(double percent, char *out, size_t size);
const char *report_country(const selat_results *results, int64_t region);
/* Positions of all regions by |equivalent variation| of the last year, largest first. `out` [R]. */
void report_rank(const selat_results *results, int64_t *out);
bool report_is_party(const selat_results *results, int64_t region);

#endif

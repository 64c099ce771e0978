/* Parts of the terminal summary with a file of their own. */
#ifndef SELAT_REPORT_SUMMARY_H
#define SELAT_REPORT_SUMMARY_H

#include "base/text.h"
#include "selat/report.h"

/* The parties' emissions by year, two lines each, under the columns of the years above. */
selat_status report_add_emissions(selat_context *context, const selat_results *results, int64_t n_parties,
                                  const char *bold, const char *plain, selat_text *out);

/* What each stress costs the parties without and with the accord; nothing where it has no stress tests. */
selat_status report_add_stress(selat_context *context, const selat_results *results, int64_t n_parties, const char *bold,
                               const char *plain, selat_text *out);

/* What stresses of chains and firms take away where they end. */
selat_status report_add_chains(selat_context *context, const selat_results *results, selat_text *out);

#endif

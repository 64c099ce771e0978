/* Results as files and as text. */
#ifndef SELAT_REPORT_H
#define SELAT_REPORT_H

#include "selat/backtest.h"
#include "selat/disruption.h"
#include "selat/run.h"

#ifdef __cplusplus
extern "C" {
#endif

/* results.json (docs/results-format.md), csv/, results.xlsx and report.html into `folder`, made where missing. Written
   beside and renamed as a whole: an earlier folder stays as it was until everything is there. */
selat_status selat_report_write(selat_context *context, const selat_results *results, const char *folder);
/* Makes the folder and tries to write in it, so that a run can fail before it starts. */
selat_status selat_report_try_folder(selat_context *context, const char *folder);
/* The terminal summary, one screen (about 50 lines of 120 columns for two parties). The caller releases with selat_dataset_free(). */
selat_status selat_report_summary(selat_context *context, const selat_results *results, bool colour, char **out);
/* results.json alone, as text. */
selat_status selat_report_json(selat_context *context, const selat_results *results, char **out);

/* The option tables of the accord file as JSON (docs/accord-format.md lists them): {"sections": [{section, help, measure,
   modelled, options: [{key, kind, unit, default, low, high, required, choices, help, source}]}]}; ranges are in the unit in
   which values are written, null where there is none. The caller releases with selat_dataset_free(). */
selat_status selat_report_schema_json(selat_context *context, char **out);

/* The blank page: one HTML file with the engine and its data, in which an accord is built from nothing. `table` is a name in
   the dataset or a path, NULL: that of the accord, or the default. `from`: an accord file to begin with, checked as a run
   does; NULL: from nothing. Written beside and renamed. Errors: a build without the engine or without the page. */
selat_status selat_report_blank(selat_context *context, const char *table, const char *from, const char *path);

/* Several accords side by side, added one after another from runs of the economy alone or whole ones. `label`: how the table
   names it. The numbers are copied: results need not outlive the call. */
typedef struct selat_comparison selat_comparison;
selat_status selat_comparison_create(selat_context *context, selat_comparison **out);
selat_status selat_comparison_add(selat_context *context, selat_comparison *comparison, const char *label,
                                  const selat_results *results);
/* {schema, accords: [{accord, file, name, table, headline, years, diagnostics}]} as results.json has them, with 17 digits;
   without what a run of the economy alone does not know. The caller releases with selat_dataset_free(). */
selat_status selat_comparison_json(selat_context *context, const selat_comparison *comparison, char **out);
/* A line for each party and one for the world, at most 120 columns. */
selat_status selat_comparison_table(selat_context *context, const selat_comparison *comparison, bool colour, char **out);
void selat_comparison_destroy(selat_context *context, selat_comparison *comparison); /* takes NULL */

/* A backtest as JSON with six significant digits: what data/panel/backtest.json holds and every report's annex shows. */
selat_status selat_report_backtest_json(selat_context *context, const selat_backtest *backtest, char **out);
/* The same into a file. */
selat_status selat_report_backtest_write(selat_context *context, const selat_backtest *backtest, const char *path);

/* The daily series of every region: day, region, output, per cent of base, value added, final demand not met; million USD. */
selat_status selat_report_disruption_csv(selat_context *context, const selat_table *table,
                                         const selat_disruption_result *result, const char *path);

#ifdef __cplusplus
}
#endif
#endif

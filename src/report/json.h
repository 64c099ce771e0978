/* results.json as a tree. jansson is used in this room only through these files. */
#ifndef SELAT_REPORT_JSON_H
#define SELAT_REPORT_JSON_H

#include <jansson.h>

#include "selat/report.h"

/* The whole document of docs/results-format.md; NULL only when memory runs out. */
json_t *report_json_tree(const selat_results *results);
selat_status report_json_text(selat_context *context, const json_t *root, char **out);
/* The same without line breaks and blanks: what stands in the page. */
selat_status report_json_compact(selat_context *context, const json_t *root, char **out);

/* Sections, one file each. */
json_t *report_json_accord(const selat_results *results);   /* object merged into the root: accord ... sectors */
json_t *report_json_headline(const selat_results *results);
json_t *report_json_years(const selat_results *results);
json_t *report_json_detail(const selat_results *results);   /* object merged into the root: sector_results ... */
/* object merged into the root: volume_percent, value_added, stops; empty lists without an answer */
json_t *report_json_dependence(const selat_results *results);
json_t *report_json_lanes(const selat_results *results);
json_t *report_json_indicators(const selat_results *results);
json_t *report_json_welfare(const selat_results *results);
json_t *report_json_capture_plans(const selat_results *results); /* empty lists without such measures */
json_t *report_json_emissions(const selat_results *results); /* null where the table has no greenhouse gases */
json_t *report_json_chains(const selat_results *results);    /* chips, minerals, stresses of chains and firms; null without */
json_t *report_json_assumptions(const selat_results *results);
json_t *report_json_sources(const selat_results *results);
json_t *report_json_schema(void);                           /* {sections}: the option tables; NULL only without memory */
json_t *report_json_diagnostics(const selat_results *results);

/* What the blank page begins with: {selat, table, schema, regions, sectors, groups, overlays, file, start}; `start` is the
   accord file at `from` with its words as they stand, null where `from` is NULL. The file has been checked already. `named`:
   what an accord file calls the table (a table made from another may have its name). */
selat_status report_json_blank(selat_context *context, const selat_table *table, const char *named, const char *from,
                               json_t **out);

/* Adds `backtest`, the shipped summary of data/panel/backtest.json. Error: a file that is not JSON. */
selat_status report_json_add_backtest(selat_context *context, json_t *root);

/* A real, or null when it is not finite. */
json_t *report_number(double value);
/* A text, or null. Text that is not UTF-8 becomes "(not UTF-8)". */
json_t *report_text(const char *text);
const char *report_region(const selat_results *results, int64_t region);
const char *report_sector_kind(const char *code); /* "goods" or "services" */
const char *report_sector(const selat_results *results, int64_t sector);

#endif

/* Stress tests in the report. */
#ifndef SELAT_REPORT_STRESS_H
#define SELAT_REPORT_STRESS_H

#include "report/sheets.h"

/* The section `stress`; null without stress tests. */
json_t *report_json_stress(const selat_results *results);
/* What the tests stand on, appended to the list of assumptions. */
void report_add_stress_assumptions(const selat_results *results, json_t *list);

report_sheet report_sheet_stress(json_t *root);
report_sheet report_sheet_stress_sectors(json_t *root);
report_sheet report_sheet_stress_clauses(json_t *root);
report_sheet report_sheet_stress_suppliers(json_t *root);

#endif

/* A capture network as a JSON object: the lists behind its CSV files and the map. */
#ifndef SELAT_REPORT_JSON_CAPTURE_H
#define SELAT_REPORT_JSON_CAPTURE_H

#include "report/json.h"
#include "report/sheets.h"
#include "selat/report_capture.h"

/* NULL only when memory runs out. */
json_t *report_json_capture(const selat_capture_problem *problem, const selat_capture_solution *solution);

enum { REPORT_CAPTURE_SHEETS = 4 };
/* The lists years, sources, stores and routes of that object as tables, "capture_years" and so on. */
void report_capture_sheets(json_t *capture, report_sheet sheets[REPORT_CAPTURE_SHEETS]);

#endif

/* A capture network as a JSON object: the lists behind its CSV files and the map. */
#ifndef SELAT_REPORT_JSON_CAPTURE_H
#define SELAT_REPORT_JSON_CAPTURE_H

#include "report/json.h"
#include "report/sheets.h"
#include "selat/report_capture.h"

/* NULL only when memory runs out. */
json_t *report_json_capture(const selat_capture_problem *problem, const selat_capture_solution *solution);

#endif

/* A capture problem from a folder of CSV files (docs/models/capture.md, "Case folder"). */
#ifndef SELAT_CAPTURE_CASE_H
#define SELAT_CAPTURE_CASE_H

#include "selat/capture.h"

#ifdef __cplusplus
extern "C" {
#endif

/* settings, targets, types, sources, stores, routes and, where there is one, nodes.csv; checked by selat_capture_check.
   Errors name file, line, column, what was found and what was expected. */
selat_status selat_capture_case_load(selat_context *context, const char *folder, selat_capture_problem **out);

#ifdef __cplusplus
}
#endif
#endif

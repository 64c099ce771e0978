/* A capture network as JSON and as CSV files. */
#ifndef SELAT_REPORT_CAPTURE_H
#define SELAT_REPORT_CAPTURE_H

#include "selat/capture.h"

#ifdef __cplusplus
extern "C" {
#endif

/* docs/models/capture.md, "Output". Release with selat_dataset_free(). */
selat_status selat_report_capture_json(selat_context *context, const selat_capture_problem *problem,
                                       const selat_capture_solution *solution, char **out);
/* capture.json, years.csv, sources.csv, stores.csv and routes.csv into `folder`, made where missing. */
selat_status selat_report_capture_write(selat_context *context, const selat_capture_problem *problem,
                                        const selat_capture_solution *solution, const char *folder);
/* The program as an MPS file, for other solvers. */
selat_status selat_report_capture_mps(selat_context *context, const selat_capture_problem *problem, const char *path);

#ifdef __cplusplus
}
#endif
#endif

/* The draws as plain tables. */
#ifndef SELAT_REPORT_SHEETS_DRAWS_H
#define SELAT_REPORT_SHEETS_DRAWS_H

#include "report/sheets.h"

/* Rows from results.json's tree; empty without draws. */
json_t *report_flat_bands(json_t *root);
json_t *report_flat_tornado(json_t *root);

extern const report_column report_band_columns[], report_tornado_columns[];
extern const int64_t report_n_band_columns, report_n_tornado_columns;

#endif

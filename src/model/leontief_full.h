/* The Leontief solver of tables in full form. */
#ifndef SELAT_MODEL_LEONTIEF_FULL_H
#define SELAT_MODEL_LEONTIEF_FULL_H

#include "selat/leontief.h"

typedef struct selat_leontief_full selat_leontief_full;

selat_status selat_leontief_full_create(selat_context *context, const selat_table *table, selat_leontief_full **out);
void selat_leontief_full_destroy(selat_context *context, selat_leontief_full *solver); /* takes NULL */
/* As selat_leontief_solve; report->tolerance is set by the caller, the rest zero. */
selat_status selat_leontief_full_solve(selat_context *context, const selat_leontief_full *solver, bool transpose,
                                       int64_t columns, const double *y, double *x, selat_leontief_report *report);

#endif

/* Rounds of trade between regions in single precision, for blocks of columns of a factored table. */
#ifndef SELAT_MODEL_LEONTIEF_SINGLE_H
#define SELAT_MODEL_LEONTIEF_SINGLE_H

#include "selat/table.h"

typedef struct selat_single_rounds selat_single_rounds;

/* From local [R][S][S] H_n, own [R][S] sigma and the spectral radius of leontief.c. */
selat_status selat_single_rounds_create(selat_context *context, const selat_table *table, const double *local,
                                        const double *own, double rho, selat_single_rounds **out);
void selat_single_rounds_destroy(selat_context *context, selat_single_rounds *rounds); /* takes NULL */

/* x[R][S][columns] with (I - A) x = y (or transposed), residuals taken in double precision and answers corrected in
   single until the worst relative residual |y - x + A x|_1 / |y|_1 is at most `tolerance` or no longer falls;
   size [columns] |y|_1; iterations is added to. *residual above tolerance: another way must be tried. */
selat_status selat_single_rounds_solve(selat_context *context, const selat_single_rounds *rounds, bool transpose,
                                       int64_t columns, const double *y, const double *size, double tolerance,
                                       double *x, double *residual, int64_t *iterations);

#endif

/* Dense row-major matrices. dense_blas.c and dense_plain.c implement the same functions; single-threaded. */
#ifndef SELAT_BASE_DENSE_H
#define SELAT_BASE_DENSE_H

#include "selat/context.h"

/* C[m][n] = beta C + A B, with A[m][k] (or A[k][m] when transpose_a) and B[k][n]; ld* are row lengths.
   Error: a count beyond what the backend takes. 2 m n k operations. */
selat_status selat_dense_multiply(selat_context *context, bool transpose_a, int64_t m, int64_t n, int64_t k,
                                  const double *a, int64_t lda, const double *b, int64_t ldb, double beta, double *c,
                                  int64_t ldc);

/* LU of A[n][n] in place with row pivots [n]. Error SELAT_FAILED: singular. 2/3 n^3 operations. */
selat_status selat_dense_factor(selat_context *context, int64_t n, double *a, int64_t lda, int32_t *pivots);
/* Solves A X = B (or A^T X = B) in place, B[n][columns] row-major, with the factors. */
selat_status selat_dense_solve(selat_context *context, bool transpose, int64_t n, const double *lu, int64_t lda,
                               const int32_t *pivots, double *b, int64_t ldb, int64_t columns);

/* C[m][n] = beta C + A B, as selat_dense_multiply, in single precision. */
selat_status selat_single_multiply(selat_context *context, bool transpose_a, int64_t m, int64_t n, int64_t k,
                                   const float *a, int64_t lda, const float *b, int64_t ldb, float beta, float *c,
                                   int64_t ldc);

/* ---- single precision, for factors whose solutions are refined in double ----
   A[n][n] P = L U, L lower with its diagonal, U upper with a diagonal of ones, P column swaps (0-based, in order). */

/* The same for the block row A[width][n], width <= n. Error SELAT_FAILED: singular. */
selat_status selat_single_panel(selat_context *context, int64_t width, int64_t n, float *a, int64_t lda,
                                int32_t *swaps);
/* strip[rows][n], its columns swapped as the panel's: the first `width` columns become its part of L (strip U^-1), the
   others lose L U of the panel. 2 rows width n operations. */
selat_status selat_single_update(selat_context *context, int64_t width, int64_t n, const float *panel, int64_t rows,
                                 float *strip, int64_t lda);
/* Solves A X = B (or A' X = B) in place, B[n][columns] row-major, with the factors. */
selat_status selat_single_solve(selat_context *context, bool transpose, int64_t n, const float *lu, int64_t lda,
                                const int32_t *swaps, float *b, int64_t ldb, int64_t columns);

#endif

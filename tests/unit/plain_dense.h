/* The plain dense kernels under other names, beside the BLAS ones. */
#ifndef SELAT_TESTS_PLAIN_DENSE_H
#define SELAT_TESTS_PLAIN_DENSE_H

#include "selat/context.h"

selat_status plain_dense_multiply(selat_context *context, bool transpose_a, int64_t m, int64_t n, int64_t k,
                                  const double *a, int64_t lda, const double *b, int64_t ldb, double beta, double *c,
                                  int64_t ldc);
selat_status plain_dense_factor(selat_context *context, int64_t n, double *a, int64_t lda, int32_t *pivots);
selat_status plain_dense_solve(selat_context *context, bool transpose, int64_t n, const double *lu, int64_t lda,
                               const int32_t *pivots, double *b, int64_t ldb, int64_t columns);
selat_status plain_single_multiply(selat_context *context, bool transpose_a, int64_t m, int64_t n, int64_t k,
                                   const float *a, int64_t lda, const float *b, int64_t ldb, float beta, float *c,
                                   int64_t ldc);
selat_status plain_single_panel(selat_context *context, int64_t width, int64_t n, float *a, int64_t lda,
                                int32_t *swaps);
selat_status plain_single_update(selat_context *context, int64_t width, int64_t n, const float *panel, int64_t rows,
                                 float *strip, int64_t lda);
selat_status plain_single_solve(selat_context *context, bool transpose, int64_t n, const float *lu, int64_t lda,
                                const int32_t *swaps, float *b, int64_t ldb, int64_t columns);

#endif

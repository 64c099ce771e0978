/* Matrix products on processors with AVX-512, whose width older releases of OpenBLAS leave unused on recent ones. */
#ifndef SELAT_BASE_WIDE_H
#define SELAT_BASE_WIDE_H

#include <stdbool.h>
#include <stdint.h>

/* Whether this processor runs the two functions below. */
bool selat_wide_available(void);

/* C[m][n] = beta C + alpha A B, with A[m][k] (or A[k][m] when transpose_a) and B[k][n]; ld* are row lengths; beta 0 does not
   read C. 2 m n k operations; 0.7 MB of stack. */
void selat_wide_multiply(bool transpose_a, int64_t m, int64_t n, int64_t k, double alpha, const double *a, int64_t lda,
                         const double *b, int64_t ldb, double beta, double *c, int64_t ldc);
void selat_wide_multiply_single(bool transpose_a, int64_t m, int64_t n, int64_t k, float alpha, const float *a, int64_t lda,
                                const float *b, int64_t ldb, float beta, float *c, int64_t ldc);

#endif

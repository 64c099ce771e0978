/* Matrix products with few columns, for which packing costs more than the product. */
#ifndef SELAT_BASE_NARROW_H
#define SELAT_BASE_NARROW_H

#include <stdbool.h>
#include <stdint.h>

enum { SELAT_NARROW_COLUMNS = 7, SELAT_NARROW_DEPTH = 256 };

/* C[m][n] = A B + beta C with A[m][k] (or A[k][m] when transpose_a) and B[k][n]; ld* are row lengths; beta 0 does not read C.
   n at most SELAT_NARROW_COLUMNS; k, and m when transpose_a, at most SELAT_NARROW_DEPTH. 2 m n k operations, A is read once. */
void selat_narrow_multiply(bool transpose_a, int64_t m, int64_t n, int64_t k, const double *a, int64_t lda, const double *b,
                           int64_t ldb, double beta, double *c, int64_t ldc);

#endif

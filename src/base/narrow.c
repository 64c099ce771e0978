/* Columns of B, or of C when A is transposed, are laid out as vectors beside; kernels then run along rows of A. */
#include "base/narrow.h"

#include "base/kernel.h"

enum { ROWS = 4 };

/* out[r][j] = sum_l a[r][l] columns[j][l] for ROWS rows and `n` columns, a constant in every use. */
SELAT_KERNEL_PART void dot_rows(int rows, int n, int64_t k, const double *a, int64_t lda, const double *columns, double *c,
                                int64_t ldc, double beta) {
    for (int j = 0; j < n; j++) {
        const double *x = columns + j * SELAT_NARROW_DEPTH;
        double p = 0, q = 0, r = 0, s = 0;
        if (rows == ROWS) {
#pragma omp simd reduction(+ : p, q, r, s)
            for (int64_t l = 0; l < k; l++) {
                p += a[l] * x[l];
                q += a[lda + l] * x[l];
                r += a[2 * lda + l] * x[l];
                s += a[3 * lda + l] * x[l];
            }
        } else {
#pragma omp simd reduction(+ : p)
            for (int64_t l = 0; l < k; l++) p += a[l] * x[l];
        }
        const double sums[ROWS] = {p, q, r, s};
        for (int i = 0; i < rows; i++) c[i * ldc + j] = sums[i] + (beta == 0 ? 0 : beta * c[i * ldc + j]);
    }
}

SELAT_KERNEL static void multiply_plain(int64_t m, int n, int64_t k, const double *a, int64_t lda, const double *b,
                                        int64_t ldb, double beta, double *c, int64_t ldc) {
    double columns[SELAT_NARROW_COLUMNS * SELAT_NARROW_DEPTH];
    int64_t i = 0;
    for (int64_t l = 0; l < k; l++) {
        for (int j = 0; j < n; j++) columns[j * SELAT_NARROW_DEPTH + l] = b[l * ldb + j];
    }
    for (; i + ROWS <= m; i += ROWS) dot_rows(ROWS, n, k, a + i * lda, lda, columns, c + i * ldc, ldc, beta);
    for (; i < m; i++) dot_rows(1, n, k, a + i * lda, lda, columns, c + i * ldc, ldc, beta);
}

/* sums[j][i] += sum over ROWS (or one) rows l of a[l][i] b[l][j] */
SELAT_KERNEL_PART void add_rows(int rows, int n, int64_t m, const double *a, int64_t lda, const double *b, int64_t ldb,
                                double *sums) {
    for (int j = 0; j < n; j++) {
        double *sum = sums + j * SELAT_NARROW_DEPTH;
        if (rows == ROWS) {
            double p = b[j], q = b[ldb + j], r = b[2 * ldb + j], s = b[3 * ldb + j];
#pragma omp simd
            for (int64_t i = 0; i < m; i++) {
                sum[i] += (p * a[i] + q * a[lda + i]) + (r * a[2 * lda + i] + s * a[3 * lda + i]);
            }
        } else {
            double p = b[j];
#pragma omp simd
            for (int64_t i = 0; i < m; i++) sum[i] += p * a[i];
        }
    }
}

SELAT_KERNEL static void multiply_transposed(int64_t m, int n, int64_t k, const double *a, int64_t lda, const double *b,
                                             int64_t ldb, double beta, double *c, int64_t ldc) {
    double sums[SELAT_NARROW_COLUMNS * SELAT_NARROW_DEPTH];
    int64_t l = 0;
    for (int j = 0; j < n; j++) {
        for (int64_t i = 0; i < m; i++) sums[j * SELAT_NARROW_DEPTH + i] = 0;
    }
    for (; l + ROWS <= k; l += ROWS) add_rows(ROWS, n, m, a + l * lda, lda, b + l * ldb, ldb, sums);
    for (; l < k; l++) add_rows(1, n, m, a + l * lda, lda, b + l * ldb, ldb, sums);
    for (int64_t i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
            c[i * ldc + j] = sums[j * SELAT_NARROW_DEPTH + i] + (beta == 0 ? 0 : beta * c[i * ldc + j]);
        }
    }
}

void selat_narrow_multiply(bool transpose_a, int64_t m, int64_t n, int64_t k, const double *a, int64_t lda, const double *b,
                           int64_t ldb, double beta, double *c, int64_t ldc) {
    if (transpose_a) multiply_transposed(m, (int)n, k, a, lda, b, ldb, beta, c, ldc);
    else multiply_plain(m, (int)n, k, a, lda, b, ldb, beta, c, ldc);
}

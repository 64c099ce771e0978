/* dense.h in plain loops, for builds without BLAS; tested against dense_blas.c. */
#include <math.h>

#include "base/dense.h"
#include "base/kernel.h"
#include "base/status.h"

enum { ROWS_OF_B = 4 };

/* C[m][n] = beta C + A B: four rows of B at a time, so that a row of C is read and written a quarter as often. */
#define DEFINE_MULTIPLY(name, number)                                                                                  \
    SELAT_KERNEL static void name(bool transpose_a, int64_t m, int64_t n, int64_t k, const number *a, int64_t lda,     \
                                  const number *b, int64_t ldb, number beta, number *c, int64_t ldc) {                 \
        int64_t next_row = transpose_a ? 1 : lda, next = transpose_a ? lda : 1;                                        \
        for (int64_t i = 0; i < m; i++) {                                                                              \
            number *restrict row = c + i * ldc;                                                                        \
            const number *factor = a + i * next_row;                                                                   \
            for (int64_t j = 0; j < n; j++) row[j] = beta == 0 ? 0 : beta * row[j];                                    \
            int64_t l = 0;                                                                                             \
            for (; l + ROWS_OF_B <= k; l += ROWS_OF_B) {                                                               \
                number f0 = factor[l * next], f1 = factor[(l + 1) * next], f2 = factor[(l + 2) * next],                \
                       f3 = factor[(l + 3) * next];                                                                    \
                const number *b0 = b + l * ldb, *b1 = b0 + ldb, *b2 = b1 + ldb, *b3 = b2 + ldb;                        \
                _Pragma("omp simd") for (int64_t j = 0; j < n; j++) row[j] +=                                          \
                    (f0 * b0[j] + f1 * b1[j]) + (f2 * b2[j] + f3 * b3[j]);                                             \
            }                                                                                                          \
            for (; l < k; l++) {                                                                                       \
                number f = factor[l * next];                                                                           \
                const number *from = b + l * ldb;                                                                      \
                _Pragma("omp simd") for (int64_t j = 0; j < n; j++) row[j] += f * from[j];                             \
            }                                                                                                          \
        }                                                                                                              \
    }

DEFINE_MULTIPLY(multiply, double)
DEFINE_MULTIPLY(multiply_single, float)

/* One column: rows of A are read once, whichever way they are used. */
SELAT_KERNEL static void multiply_vector(bool transpose_a, int64_t m, int64_t k, const double *a, int64_t lda,
                                         const double *b, int64_t ldb, double beta, double *c, int64_t ldc) {
    for (int64_t i = 0; i < m; i++) c[i * ldc] = beta == 0 ? 0 : beta * c[i * ldc];
    for (int64_t row = 0; row < (transpose_a ? k : m); row++) {
        const double *from = a + row * lda;
        double sum = 0;
        if (transpose_a) {
            double factor = b[row * ldb];
            for (int64_t i = 0; i < m; i++) c[i * ldc] += factor * from[i];
        } else {
#pragma omp simd reduction(+ : sum)
            for (int64_t l = 0; l < k; l++) sum += from[l] * b[l * ldb];
            c[row * ldc] += sum;
        }
    }
}

selat_status selat_dense_multiply(selat_context *context, bool transpose_a, int64_t m, int64_t n, int64_t k,
                                  const double *a, int64_t lda, const double *b, int64_t ldb, double beta, double *c,
                                  int64_t ldc) {
    (void)context;
    if (n == 1) {
        multiply_vector(transpose_a, m, k, a, lda, b, ldb, beta, c, ldc);
    } else {
        multiply(transpose_a, m, n, k, a, lda, b, ldb, beta, c, ldc);
    }
    return SELAT_OK;
}

selat_status selat_single_multiply(selat_context *context, bool transpose_a, int64_t m, int64_t n, int64_t k,
                                   const float *a, int64_t lda, const float *b, int64_t ldb, float beta, float *c,
                                   int64_t ldc) {
    (void)context;
    multiply_single(transpose_a, m, n, k, a, lda, b, ldb, beta, c, ldc);
    return SELAT_OK;
}

static void swap_rows(double *a, int64_t lda, int64_t n, int64_t r, int64_t s) {
    for (int64_t j = 0; j < n && r != s; j++) {
        double kept = a[r * lda + j];
        a[r * lda + j] = a[s * lda + j];
        a[s * lda + j] = kept;
    }
}

/* Row-major right-looking elimination; pivots are 1-based as in LAPACK. */
selat_status selat_dense_factor(selat_context *context, int64_t n, double *a, int64_t lda, int32_t *pivots) {
    for (int64_t p = 0; p < n; p++) {
        int64_t best = p;
        for (int64_t i = p + 1; i < n; i++) {
            if (fabs(a[i * lda + p]) > fabs(a[best * lda + p])) best = i;
        }
        pivots[p] = (int32_t)(best + 1);
        swap_rows(a, lda, n, p, best);
        double pivot = a[p * lda + p];
        if (pivot == 0) {
            return selat_fail(context, SELAT_FAILED, "a matrix of order %lld is singular (pivot %lld)", (long long)n,
                              (long long)p + 1);
        }
        for (int64_t i = p + 1; i < n; i++) {
            double factor = a[i * lda + p] /= pivot;
            for (int64_t j = p + 1; j < n; j++) a[i * lda + j] -= factor * a[p * lda + j];
        }
    }
    return SELAT_OK;
}

static void subtract_row(double *b, int64_t ldb, int64_t columns, int64_t to, int64_t from, double factor) {
    for (int64_t c = 0; c < columns; c++) b[to * ldb + c] -= factor * b[from * ldb + c];
}

static void divide_row(double *b, int64_t ldb, int64_t columns, int64_t row, double by) {
    for (int64_t c = 0; c < columns; c++) b[row * ldb + c] /= by;
}

selat_status selat_dense_solve(selat_context *context, bool transpose, int64_t n, const double *lu, int64_t lda,
                               const int32_t *pivots, double *b, int64_t ldb, int64_t columns) {
    (void)context;
    for (int64_t p = 0; p < n && !transpose; p++) swap_rows(b, ldb, columns, p, pivots[p] - 1);
    for (int64_t i = 0; i < n; i++) { /* L (unit diagonal) or U^T */
        for (int64_t j = 0; j < i; j++) {
            subtract_row(b, ldb, columns, i, j, transpose ? lu[j * lda + i] : lu[i * lda + j]);
        }
        if (transpose) divide_row(b, ldb, columns, i, lu[i * lda + i]);
    }
    for (int64_t i = n - 1; i >= 0; i--) { /* U or L^T */
        for (int64_t j = i + 1; j < n; j++) {
            subtract_row(b, ldb, columns, i, j, transpose ? lu[j * lda + i] : lu[i * lda + j]);
        }
        if (!transpose) divide_row(b, ldb, columns, i, lu[i * lda + i]);
    }
    for (int64_t p = n - 1; p >= 0 && transpose; p--) swap_rows(b, ldb, columns, p, pivots[p] - 1);
    return SELAT_OK;
}

/* ---- single precision ---- */

static void swap_single(float *a, float *b) {
    float kept = *a;
    *a = *b;
    *b = kept;
}

selat_status selat_single_panel(selat_context *context, int64_t width, int64_t n, float *a, int64_t lda,
                                int32_t *swaps) {
    for (int64_t p = 0; p < width; p++) {
        float *row = a + p * lda;
        int64_t best = p;
        for (int64_t j = p + 1; j < n; j++) {
            if (fabsf(row[j]) > fabsf(row[best])) best = j;
        }
        swaps[p] = (int32_t)best;
        for (int64_t i = 0; i < width && best != p; i++) swap_single(&a[i * lda + p], &a[i * lda + best]);
        if (row[p] == 0) {
            return selat_fail(context, SELAT_FAILED, "a matrix is singular (pivot %lld)", (long long)p + 1);
        }
        for (int64_t j = p + 1; j < n; j++) row[j] /= row[p];
        for (int64_t i = p + 1; i < width; i++) {
            float factor = a[i * lda + p];
            for (int64_t j = p + 1; j < n; j++) a[i * lda + j] -= factor * row[j];
        }
    }
    return SELAT_OK;
}

selat_status selat_single_update(selat_context *context, int64_t width, int64_t n, const float *panel, int64_t rows,
                                 float *strip, int64_t lda) {
    (void)context;
    for (int64_t i = 0; i < rows; i++) {
        float *row = strip + i * lda;
        for (int64_t p = 0; p < width; p++) {
            float factor = row[p];
            for (int64_t j = p + 1; j < n; j++) row[j] -= factor * panel[p * lda + j];
        }
    }
    return SELAT_OK;
}

static void subtract_single(float *b, int64_t ldb, int64_t columns, int64_t to, int64_t from, float factor) {
    for (int64_t c = 0; c < columns; c++) b[to * ldb + c] -= factor * b[from * ldb + c];
}

static void swap_single_rows(float *b, int64_t ldb, int64_t columns, int64_t r, int64_t s) {
    for (int64_t c = 0; c < columns && r != s; c++) swap_single(&b[r * ldb + c], &b[s * ldb + c]);
}

selat_status selat_single_solve(selat_context *context, bool transpose, int64_t n, const float *lu, int64_t lda,
                                const int32_t *swaps, float *b, int64_t ldb, int64_t columns) {
    (void)context;
    for (int64_t k = 0; k < n && transpose; k++) swap_single_rows(b, ldb, columns, k, swaps[k]);
    for (int64_t i = 0; i < n; i++) { /* L, or U' with ones on its diagonal */
        for (int64_t j = 0; j < i; j++) subtract_single(b, ldb, columns, i, j, transpose ? lu[j * lda + i] : lu[i * lda + j]);
        for (int64_t c = 0; c < columns && !transpose; c++) b[i * ldb + c] /= lu[i * lda + i];
    }
    for (int64_t i = n - 1; i >= 0; i--) { /* U with ones, or L' */
        for (int64_t j = i + 1; j < n; j++) {
            subtract_single(b, ldb, columns, i, j, transpose ? lu[j * lda + i] : lu[i * lda + j]);
        }
        for (int64_t c = 0; c < columns && transpose; c++) b[i * ldb + c] /= lu[i * lda + i];
    }
    for (int64_t k = n - 1; k >= 0 && !transpose; k--) swap_single_rows(b, ldb, columns, k, swaps[k]);
    return SELAT_OK;
}

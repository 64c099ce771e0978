/* dense.h on OpenBLAS and LAPACKE. */
#include "base/dense.h"

#include <cblas.h>
#include <lapacke.h>
#include <limits.h>
#include <pthread.h>

#include "base/narrow.h"
#include "base/status.h"
#include "base/wide.h"

enum { TRIANGLE = 64 }; /* rows of a triangular system solved at a time */
static pthread_once_t one_thread = PTHREAD_ONCE_INIT;

/* Parallelism sits above the kernels, where its order is fixed. */
static void use_one_thread(void) { openblas_set_num_threads(1); }

static selat_status check(selat_context *context, int64_t a, int64_t b, int64_t c) {
    pthread_once(&one_thread, use_one_thread);
    if (a <= INT_MAX && b <= INT_MAX && c <= INT_MAX) return SELAT_OK;
    return selat_fail(context, SELAT_FAILED, "a matrix of %lld x %lld (x %lld) is beyond 32-bit BLAS", (long long)a,
                      (long long)b, (long long)c);
}

/* Whether base/wide.h takes a product: not those of which most would be padding. */
static bool is_wide(int64_t m, int64_t n, int64_t k) { return selat_wide_available() && m >= 4 && n >= 8 && k >= 4; }

static bool is_narrow(int64_t m, int64_t n, int64_t k) {
    return n <= SELAT_NARROW_COLUMNS && m <= SELAT_NARROW_DEPTH && k <= SELAT_NARROW_DEPTH;
}

selat_status selat_dense_multiply(selat_context *context, bool transpose_a, int64_t m, int64_t n, int64_t k,
                                  const double *a, int64_t lda, const double *b, int64_t ldb, double beta, double *c,
                                  int64_t ldc) {
    TRY(check(context, m, n, k));
    TRY(check(context, lda, ldb, ldc));
    if (n == 1) { /* gemm packs its operands, which costs more than the product itself */
        cblas_dgemv(CblasRowMajor, transpose_a ? CblasTrans : CblasNoTrans, (int)(transpose_a ? k : m),
                    (int)(transpose_a ? m : k), 1.0, a, (int)lda, b, (int)ldb, beta, c, (int)ldc);
        return SELAT_OK;
    }
    if (is_narrow(m, n, k)) {
        selat_narrow_multiply(transpose_a, m, n, k, a, lda, b, ldb, beta, c, ldc);
        return SELAT_OK;
    }
    if (is_wide(m, n, k)) {
        selat_wide_multiply(transpose_a, m, n, k, 1, a, lda, b, ldb, beta, c, ldc);
        return SELAT_OK;
    }
    cblas_dgemm(CblasRowMajor, transpose_a ? CblasTrans : CblasNoTrans, CblasNoTrans, (int)m, (int)n, (int)k, 1.0, a,
                (int)lda, b, (int)ldb, beta, c, (int)ldc);
    return SELAT_OK;
}

selat_status selat_dense_factor(selat_context *context, int64_t n, double *a, int64_t lda, int32_t *pivots) {
    TRY(check(context, n, lda, 0));
    int info = LAPACKE_dgetrf(LAPACK_ROW_MAJOR, (int)n, (int)n, a, (int)lda, pivots);
    if (info == 0) return SELAT_OK;
    return selat_fail(context, SELAT_FAILED, "a matrix of order %lld is singular (pivot %d)", (long long)n, info);
}

selat_status selat_dense_solve(selat_context *context, bool transpose, int64_t n, const double *lu, int64_t lda,
                               const int32_t *pivots, double *b, int64_t ldb, int64_t columns) {
    TRY(check(context, n, lda, ldb));
    TRY(check(context, columns, 0, 0));
    int info = LAPACKE_dgetrs(LAPACK_ROW_MAJOR, transpose ? 'T' : 'N', (int)n, (int)columns, lu, (int)lda, pivots, b,
                              (int)ldb);
    return info == 0 ? SELAT_OK : selat_fail(context, SELAT_FAILED, "solving with LU factors failed (%d)", info);
}

selat_status selat_single_multiply(selat_context *context, bool transpose_a, int64_t m, int64_t n, int64_t k,
                                   const float *a, int64_t lda, const float *b, int64_t ldb, float beta, float *c,
                                   int64_t ldc) {
    TRY(check(context, m, n, k));
    TRY(check(context, lda, ldb, ldc));
    if (is_wide(m, n, k)) {
        selat_wide_multiply_single(transpose_a, m, n, k, 1, a, lda, b, ldb, beta, c, ldc);
        return SELAT_OK;
    }
    cblas_sgemm(CblasRowMajor, transpose_a ? CblasTrans : CblasNoTrans, CblasNoTrans, (int)m, (int)n, (int)k, 1.0F, a,
                (int)lda, b, (int)ldb, beta, c, (int)ldc);
    return SELAT_OK;
}

/* ---- single precision; in the column-major eyes of BLAS the matrices are transposed, so that L and U trade places ---- */

selat_status selat_single_panel(selat_context *context, int64_t width, int64_t n, float *a, int64_t lda,
                                int32_t *swaps) {
    TRY(check(context, width, n, lda));
    int info = LAPACKE_sgetrf_work(LAPACK_COL_MAJOR, (int)n, (int)width, a, (int)lda, swaps);
    for (int64_t k = 0; k < width; k++) swaps[k]--;
    if (info == 0) return SELAT_OK;
    return selat_fail(context, SELAT_FAILED, "a matrix is singular (pivot %d)", info);
}

selat_status selat_single_update(selat_context *context, int64_t width, int64_t n, const float *panel, int64_t rows,
                                 float *strip, int64_t lda) {
    TRY(check(context, width, n, lda));
    cblas_strsm(CblasColMajor, CblasLeft, CblasLower, CblasNoTrans, CblasUnit, (int)width, (int)rows, 1.0F, panel,
                (int)lda, strip, (int)lda);
    if (is_wide(rows, n - width, width)) {
        selat_wide_multiply_single(false, rows, n - width, width, -1, strip, lda, panel + width, lda, 1, strip + width, lda);
        return SELAT_OK;
    }
    cblas_sgemm(CblasColMajor, CblasNoTrans, CblasNoTrans, (int)(n - width), (int)rows, (int)width, -1.0F,
                panel + width, (int)lda, strip, (int)lda, 1.0F, strip + width, (int)lda);
    return SELAT_OK;
}

static void swap_single_rows(float *b, int64_t ldb, int64_t columns, int64_t r, int64_t s) {
    for (int64_t c = 0; c < columns && r != s; c++) {
        float kept = b[r * ldb + c];
        b[r * ldb + c] = b[s * ldb + c];
        b[s * ldb + c] = kept;
    }
}

/* The first row of B that is not all zero, or the last. */
static int64_t first_row(int64_t n, const float *b, int64_t ldb, int64_t columns) {
    for (int64_t row = 0; row < n - 1; row++) {
        for (int64_t c = 0; c < columns; c++) {
            if (b[row * ldb + c] != 0) return row;
        }
    }
    return n > 0 ? n - 1 : 0;
}

/* A triangular system and its right-hand sides. */
typedef struct triangle {
    bool transpose, forward;
    const float *lu;
    int64_t lda;
    float *b;
    int64_t ldb, columns;
} triangle;

/* B[at ..] -= A[at .., from ..] B[from ..]. */
static void subtract_known(const triangle *t, int64_t at, int64_t rows, int64_t from, int64_t known) {
    const float *factors = t->lu + (t->transpose ? from * t->lda + at : at * t->lda + from);
    if (is_wide(rows, t->columns, known)) {
        selat_wide_multiply_single(t->transpose, rows, t->columns, known, -1, factors, t->lda, t->b + from * t->ldb, t->ldb, 1,
                                   t->b + at * t->ldb, t->ldb);
        return;
    }
    cblas_sgemm(CblasRowMajor, t->transpose ? CblasTrans : CblasNoTrans, CblasNoTrans, (int)rows, (int)t->columns,
                (int)known, -1.0F, factors, (int)t->lda, t->b + from * t->ldb, (int)t->ldb, 1.0F, t->b + at * t->ldb,
                (int)t->ldb);
}

/* Rows at .. at+rows-1, by halves: products of matrices do most of it. */
static void solve_rows(const triangle *t, int64_t at, int64_t rows) {
    if (rows <= TRIANGLE) {
        bool lower = t->forward != t->transpose;
        cblas_strsm(CblasRowMajor, CblasLeft, lower ? CblasLower : CblasUpper, t->transpose ? CblasTrans : CblasNoTrans,
                    lower ? CblasNonUnit : CblasUnit, (int)rows, (int)t->columns, 1.0F, t->lu + at * t->lda + at,
                    (int)t->lda, t->b + at * t->ldb, (int)t->ldb);
        return;
    }
    int64_t half = (rows / 2 + TRIANGLE - 1) / TRIANGLE * TRIANGLE;
    if (t->forward) {
        solve_rows(t, at, half);
        subtract_known(t, at + half, rows - half, at, half);
        solve_rows(t, at + half, rows - half);
    } else {
        solve_rows(t, at + half, rows - half);
        subtract_known(t, at, half, at + half, rows - half);
        solve_rows(t, at, half);
    }
}

selat_status selat_single_solve(selat_context *context, bool transpose, int64_t n, const float *lu, int64_t lda,
                                const int32_t *swaps, float *b, int64_t ldb, int64_t columns) {
    TRY(check(context, n, lda, ldb));
    TRY(check(context, columns, 0, 0));
    for (int64_t k = 0; k < n && transpose; k++) swap_single_rows(b, ldb, columns, k, swaps[k]);
    int64_t first = first_row(n, b, ldb, columns); /* where a lower solve may begin */
    triangle t = {.transpose = transpose, .forward = true, .lu = lu, .lda = lda, .b = b, .ldb = ldb, .columns = columns};
    if (n > 0) solve_rows(&t, first, n - first);
    t.forward = false;
    if (n > 0) solve_rows(&t, 0, n);
    for (int64_t k = n - 1; k >= 0 && !transpose; k--) swap_single_rows(b, ldb, columns, k, swaps[k]);
    return SELAT_OK;
}

/* Products of matrices of every shape that the kernels treat apart, against sums by hand. */
#include <math.h>

#include "unit.h"

#include "base/dense.h"
#include "base/memory.h"
#include "plain_dense.h"
#include "small_table.h"

typedef struct shape {
    int64_t m, n, k;
} shape;

/* Edges of the tiles (8 rows, 24 or 48 columns), of the packed parts (96, 240, 256), and shapes that are left to others. */
static const shape shapes[] = {{1, 1, 1},   {2, 9, 4},    {4, 8, 4},     {8, 24, 7},     {7, 23, 5},
                               {9, 49, 20}, {13, 48, 96}, {50, 81, 50},  {97, 241, 257}, {8, 480, 256},
                               {5, 500, 4}, {96, 16, 520}, {81, 2, 81}, {50, 3, 50},
                               {5, 7, 256}, {257, 2, 9}, {256, 4, 255}, {3, 1, 5},   {4, 5, 1}};

static double by_hand(bool transpose, const shape *s, const double *a, int64_t lda, const double *b, int64_t ldb, int64_t i,
                      int64_t j) {
    double sum = 0;
    for (int64_t l = 0; l < s->k; l++) sum += (transpose ? a[l * lda + i] : a[i * lda + l]) * b[l * ldb + j];
    return sum;
}

static float *narrow(selat_context *context, const double *from, int64_t count) {
    float *to;
    assert_ok(context, selat_new(context, count, &to));
    for (int64_t at = 0; at < count; at++) to[at] = (float)from[at];
    return to;
}

static double *random_matrix(selat_context *context, int64_t count, uint64_t seed) {
    double *x;
    assert_ok(context, selat_new(context, count, &x));
    for (int64_t at = 0; at < count; at++) x[at] = (double)(float)(small_random(&seed) - 0.5);
    return x;
}

/* C = beta C + A B, rows longer than the matrices; what lies between them must stay, and beta 0 must not read C. */
static void check_product(selat_context *context, const shape *s, bool transpose, double beta) {
    int64_t lda = (transpose ? s->m : s->k) + 3, ldb = s->n + 5, ldc = s->n + 1, rows = transpose ? s->k : s->m;
    double *a = random_matrix(context, rows * lda, 1), *b = random_matrix(context, s->k * ldb, 2);
    double *c = random_matrix(context, s->m * ldc, 3), *before = random_matrix(context, s->m * ldc, 3);
    for (int64_t at = 0; at < s->m * ldc && beta == 0; at++) {
        if (at % ldc < s->n) c[at] = NAN;
    }
    float *fa = narrow(context, a, rows * lda), *fb = narrow(context, b, s->k * ldb), *fc = narrow(context, c, s->m * ldc);
    float *fp = narrow(context, c, s->m * ldc);
    assert_ok(context, selat_dense_multiply(context, transpose, s->m, s->n, s->k, a, lda, b, ldb, beta, c, ldc));
    assert_ok(context, selat_single_multiply(context, transpose, s->m, s->n, s->k, fa, lda, fb, ldb, (float)beta, fc, ldc));
    assert_ok(context, plain_single_multiply(context, transpose, s->m, s->n, s->k, fa, lda, fb, ldb, (float)beta, fp, ldc));
    for (int64_t at = 0; at < s->m * ldc; at++) {
        int64_t i = at / ldc, j = at % ldc;
        bool inside = j < s->n;
        double expected = inside ? by_hand(transpose, s, a, lda, b, ldb, i, j) + beta * before[at] : before[at];
        assert_true(fabs(c[at] - expected) <= 1e-13 * (double)s->k);
        assert_true(fabs((double)fc[at] - expected) <= 1e-6 * sqrt((double)s->k));
        assert_true(fabs((double)fp[at] - expected) <= 1e-6 * sqrt((double)s->k));
    }
    double *const doubles[] = {a, b, c, before};
    float *const singles[] = {fa, fb, fc, fp};
    for (int k = 0; k < 4; k++) {
        selat_release(context, doubles[k]);
        selat_release(context, singles[k]);
    }
}

static void test_products_are_sums(void **state) {
    static const double betas[] = {0, 1, 0.5};
    for (size_t k = 0; k < sizeof shapes / sizeof *shapes; k++) {
        for (int way = 0; way < 6; way++) check_product(*state, &shapes[k], way % 2 != 0, betas[way / 2]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_products_are_sums),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* LU in single precision: factors multiply back, solves both ways, BLAS and plain kernels, any number of threads. */
#include "unit.h"

#include "base/dense.h"
#include "base/lu_single.h"
#include "base/memory.h"
#include "plain_dense.h"
#include "small_table.h"

/* `wild`: the largest entry of a row is anywhere, so that columns must be swapped. */
static float *make_matrix(selat_context *context, int64_t n, bool wild, uint64_t seed) {
    float *a;
    assert_ok(context, selat_new(context, n * n, &a));
    for (int64_t at = 0; at < n * n; at++) a[at] = (float)(small_random(&seed) - 0.5) / (float)(wild ? 1 : n);
    for (int64_t k = 0; k < n && !wild; k++) a[k * n + k] += 1;
    for (int64_t k = 0; k < n && wild; k++) a[k * n + (11 * k + 3) % n] += (float)n;
    return a;
}

/* b = A x or A' x for a known x; b must become x. */
static void check_solution(selat_context *context, int64_t n, const float *a, const float *lu, const int32_t *swaps,
                           bool transpose, bool plain) {
    enum { C = 3 };
    float *b;
    uint64_t seed = 5;
    double *x;
    assert_ok(context, selat_new(context, n * C, &b));
    assert_ok(context, selat_new(context, n * C, &x));
    for (int64_t at = 0; at < n * C; at++) x[at] = small_random(&seed) - 0.5;
    for (int64_t i = 0; i < n; i++)
        for (int64_t c = 0; c < C; c++) {
            double sum = 0;
            for (int64_t k = 0; k < n; k++) sum += (double)(transpose ? a[k * n + i] : a[i * n + k]) * x[k * C + c];
            b[i * C + c] = (float)sum;
        }
    assert_ok(context, plain ? plain_single_solve(context, transpose, n, lu, n, swaps, b, C, C)
                             : selat_single_solve(context, transpose, n, lu, n, swaps, b, C, C));
    for (int64_t at = 0; at < n * C; at++) assert_close(b[at], x[at], 3e-5);
    selat_release(context, b);
    selat_release(context, x);
}

static void test_solves_both_ways(void **state) {
    selat_context *context = *state;
    static const int64_t sizes[] = {1, 2, 17, 128, 129, 300, 700};
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        for (int wild = 0; wild < 2; wild++) {
            int64_t n = sizes[k];
            float *a = make_matrix(context, n, wild != 0, 3), *lu = make_matrix(context, n, wild != 0, 3);
            int32_t *swaps;
            assert_ok(context, selat_new(context, n, &swaps));
            assert_ok(context, selat_single_factor(context, n, lu, swaps));
            for (int way = 0; way < 4; way++) check_solution(context, n, a, lu, swaps, way % 2 != 0, way / 2 != 0);
            selat_release(context, a);
            selat_release(context, lu);
            selat_release(context, swaps);
        }
    }
}

static void test_plain_panel_and_update_agree_with_blas(void **state) {
    selat_context *context = *state;
    enum { N = 60, W = 20 };
    for (int wild = 0; wild < 2; wild++) {
        float *a = make_matrix(context, N, wild != 0, 8), *b = make_matrix(context, N, wild != 0, 8);
        int32_t left[W], right[W];
        assert_ok(context, selat_single_panel(context, W, N, a, N, left));
        assert_ok(context, plain_single_panel(context, W, N, b, N, right));
        assert_memory_equal(left, right, sizeof left);
        assert_ok(context, selat_single_update(context, W, N, a, N - W, a + W * N, N));
        assert_ok(context, plain_single_update(context, W, N, b, N - W, b + W * N, N));
        for (int at = 0; at < N * N; at++) assert_close(a[at], b[at], 1e-4 * (1 + fabs(a[at])));
        selat_release(context, a);
        selat_release(context, b);
    }
}

static void test_threads_do_not_change_a_bit(void **state) {
    selat_context *context = *state;
    enum { N = 900 };
    float *one = make_matrix(context, N, true, 4), *three = make_matrix(context, N, true, 4);
    int32_t *left, *right;
    assert_ok(context, selat_new(context, N, &left));
    assert_ok(context, selat_new(context, N, &right));
    assert_ok(context, selat_single_factor(context, N, one, left));
    assert_ok(context, selat_set_threads(context, 3));
    assert_ok(context, selat_single_factor(context, N, three, right));
    assert_memory_equal(one, three, (size_t)N * N * sizeof *one);
    assert_memory_equal(left, right, (size_t)N * sizeof *left);
    selat_release(context, one);
    selat_release(context, three);
    selat_release(context, left);
    selat_release(context, right);
}

static void test_singular_is_told(void **state) {
    selat_context *context = *state;
    enum { N = 200 };
    float *a = make_matrix(context, N, false, 4);
    int32_t swaps[N];
    memset(a + 150 * N, 0, N * sizeof *a);
    assert_int_equal(selat_single_factor(context, N, a, swaps), SELAT_FAILED);
    assert_message_has(context, "singular");
    selat_release(context, a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_solves_both_ways),
        TEST(test_plain_panel_and_update_agree_with_blas),
        TEST(test_threads_do_not_change_a_bit),
        TEST(test_singular_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The solver against LAPACK on the dense I - A, in one and many columns, and how it ends when there is no answer. */
#include "unit.h"

#include "base/dense.h"
#include "base/memory.h"
#include "small_table.h"

static selat_table *make_small(selat_context *context, int64_t R, int64_t S) {
    selat_table *table;
    assert_ok(context, small_table_make(context, R, S, (uint64_t)(100 * R + S), &table));
    return table;
}

static double *random_vector(selat_context *context, int64_t count, uint64_t seed) {
    double *x;
    assert_ok(context, selat_new(context, count, &x));
    for (int64_t k = 0; k < count; k++) x[k] = small_random(&seed) - 0.3;
    return x;
}

/* I - A written out. */
static double *dense_system(selat_context *context, const selat_table *t) {
    int64_t R = t->regions.count, S = t->sectors.count, N = R * S;
    double *a;
    assert_ok(context, selat_new(context, N * N, &a));
    for (int64_t row = 0; row < N; row++)
        for (int64_t column = 0; column < N; column++) {
            int64_t i = row / S, s = row % S, n = column / S, k = column % S;
            double output = t->output_musd[column];
            double share = t->trade_share[(s * R + n) * R + i], use = t->use_musd[(n * S + s) * S + k];
            a[row * N + column] = (row == column ? 1 : 0) - (output != 0 ? share * use / output : 0);
        }
    return a;
}

static void test_solves_like_lapack(void **state) {
    selat_context *context = *state;
    static const int64_t shapes[][2] = {{2, 2}, {3, 5}, {7, 4}, {12, 9}};
    for (int k = 0; k < 8; k++) { /* few columns in double precision, many by way of single */
        selat_table *t = make_small(context, shapes[k / 2][0], shapes[k / 2][1]);
        int64_t N = shapes[k / 2][0] * shapes[k / 2][1], C = k % 2 == 0 ? 5 : 24;
        selat_leontief *solver;
        selat_leontief_report report;
        int32_t *pivots;
        double *lu = dense_system(context, t), *x = random_vector(context, N * C, 1);
        assert_ok(context, selat_new(context, N, &pivots));
        assert_ok(context, selat_dense_factor(context, N, lu, N, pivots));
        assert_ok(context, selat_leontief_create(context, t, &solver));
        for (int transpose = 0; transpose < 2; transpose++) {
            double *y = random_vector(context, N * C, 2), *expected = random_vector(context, N * C, 2);
            assert_ok(context, selat_leontief_solve(context, solver, transpose != 0, C, y, 0, x, &report));
            assert_ok(context, selat_dense_solve(context, transpose != 0, N, lu, N, pivots, expected, C, C));
            assert_true(report.converged);
            assert_int_equal(report.reason, SELAT_CONVERGED);
            assert_true(report.residual <= 1e-13 && report.residual > 0);
            assert_true(report.iterations > 3 && report.iterations < 40);
            for (int64_t at = 0; at < N * C; at++) assert_close(x[at], expected[at], 1e-11);
            selat_release(context, y);
            selat_release(context, expected);
        }
        selat_leontief_destroy(context, solver);
        selat_release(context, lu);
        selat_release(context, x);
        selat_release(context, pivots);
        selat_table_destroy(context, t);
    }
}

static void test_final_demand_gives_output_back(void **state) {
    selat_context *context = *state;
    enum { R = 7, S = 6, N = R * S };
    selat_table *t = make_small(context, R, S);
    selat_leontief *solver;
    selat_leontief_report report;
    double y[N] = {0}, one[N], x[N];
    for (int64_t n = 0; n < R; n++) {
        selat_table_final_by_origin_musd(t, n, one);
        for (int64_t at = 0; at < N; at++) y[at] += one[at];
    }
    assert_ok(context, selat_leontief_create(context, t, &solver));
    assert_ok(context, selat_leontief_solve(context, solver, false, 1, y, 0, x, &report));
    for (int64_t at = 0; at < N; at++) assert_close(x[at], t->output_musd[at], 1e-12 * (1 + t->output_musd[0]));
    assert_true(x[N - 1] == 0); /* the industry without output */
    selat_leontief_destroy(context, solver);
    selat_table_destroy(context, t);
}

/* 200 columns take three blocks; each must be what it is alone. */
static void test_blocks_equal_one_by_one(void **state) {
    selat_context *context = *state;
    enum { R = 4, S = 6, N = R * S, C = 200 };
    selat_table *t = make_small(context, R, S);
    selat_leontief *solver;
    selat_leontief_report report;
    double *y = random_vector(context, N * C, 3), *x = random_vector(context, N * C, 4), one[N], answer[N];
    assert_ok(context, selat_leontief_create(context, t, &solver));
    for (int transpose = 0; transpose < 2; transpose++) {
        assert_ok(context, selat_leontief_solve(context, solver, transpose != 0, C, y, 0, x, &report));
        assert_true(report.converged);
        for (int64_t c = 0; c < C; c += 11) {
            for (int64_t at = 0; at < N; at++) one[at] = y[at * C + c];
            assert_ok(context, selat_leontief_solve(context, solver, transpose != 0, 1, one, 0, answer, &report));
            for (int64_t at = 0; at < N; at++) assert_close(answer[at], x[at * C + c], 1e-12);
        }
    }
    selat_release(context, x);
    selat_release(context, y);
    selat_leontief_destroy(context, solver);
    selat_table_destroy(context, t);
}

/* One region buys .5 of its own product per unit of output: x = y / (1 - .5). A second one is idle. */
static void test_by_hand(void **state) {
    selat_context *context = *state;
    selat_table *t = make_small(context, 2, 2);
    memcpy(t->trade_share, (double[]){1, 0, 0, 1, 1, 0, 1, 0}, 8 * sizeof(double));
    memcpy(t->use_musd, (double[]){50, 0, 0, 0, 0, 0, 0, 0}, 8 * sizeof(double));
    for (int at = 0; at < 4; at++) t->output_musd[at] = 100;
    t->use_musd[4 + 2] = 20; /* region 1, product 1, user 0: .2 from region 0's industry 1 */
    selat_leontief *solver;
    selat_leontief_report report;
    double y[4] = {3, 5, 7, 11}, x[4];
    assert_ok(context, selat_leontief_create(context, t, &solver));
    assert_ok(context, selat_leontief_solve(context, solver, false, 1, y, 0, x, &report));
    const double expected[] = {6, 5 + 0.2 * 7, 7, 11};
    for (int k = 0; k < 4; k++) assert_close(x[k], expected[k], 1e-13);
    assert_ok(context, selat_leontief_solve(context, solver, true, 1, y, 0, x, &report));
    const double transposed[] = {6, 5, 7 + 0.2 * 5, 11};
    for (int k = 0; k < 4; k++) assert_close(x[k], transposed[k], 1e-13);
    double zero[4] = {0};
    assert_ok(context, selat_leontief_solve(context, solver, false, 1, zero, 0, x, &report));
    assert_true(report.converged && report.residual == 0);
    for (int k = 0; k < 4; k++) assert_true(x[k] == 0);
    selat_leontief_destroy(context, solver);
    selat_table_destroy(context, t);
}

/* Trade that feeds on itself: each industry needs 1.5 of the other region's product per unit. */
static void test_unproductive_economy_is_a_reason(void **state) {
    selat_context *context = *state;
    selat_table *t = make_small(context, 2, 2);
    memcpy(t->trade_share, (double[]){0, 1, 1, 0, 0, 1, 1, 0}, 8 * sizeof(double));
    memcpy(t->use_musd, (double[]){150, 0, 0, 0, 150, 0, 0, 0}, 8 * sizeof(double));
    for (int at = 0; at < 4; at++) t->output_musd[at] = 100;
    selat_leontief *solver;
    selat_leontief_report report;
    double y[4] = {1, 1, 1, 1}, x[4];
    assert_ok(context, selat_leontief_create(context, t, &solver));
    assert_ok(context, selat_leontief_solve(context, solver, false, 1, y, 0, x, &report));
    assert_false(report.converged);
    assert_int_equal(report.reason, SELAT_DIVERGED);
    assert_true(report.residual > 1e-3);
    selat_leontief_destroy(context, solver);
    /* and one whose domestic block alone has no inverse */
    memcpy(t->trade_share, (double[]){1, 0, 0, 1, 1, 0, 0, 1}, 8 * sizeof(double));
    t->use_musd[0] = 100;
    t->use_musd[4] = 0;
    assert_int_equal(selat_leontief_create(context, t, &solver), SELAT_FAILED);
    assert_message_has(context, "domestic inputs of KOR");
    assert_null(solver);
    selat_table_destroy(context, t);
}

/* Eigenvalues of the trade between regions at +-.9: outside the segment the Chebyshev weights assume. */
static void test_two_way_trade_falls_back_to_plain_iteration(void **state) {
    selat_context *context = *state;
    selat_table *t = make_small(context, 2, 2);
    memcpy(t->trade_share, (double[]){0, 1, 1, 0, 0, 1, 1, 0}, 8 * sizeof(double));
    memcpy(t->use_musd, (double[]){90, 0, 0, 0, 90, 0, 0, 0}, 8 * sizeof(double));
    for (int at = 0; at < 4; at++) t->output_musd[at] = 100;
    selat_leontief *solver;
    selat_leontief_report report;
    double y[4] = {1, 0, 0, 0}, x[4];
    assert_ok(context, selat_leontief_create(context, t, &solver));
    assert_ok(context, selat_leontief_solve(context, solver, false, 1, y, 0, x, &report));
    assert_true(report.converged);
    assert_close(x[0], 1 / 0.19, 1e-11); /* 1 / (1 - .81) */
    assert_close(x[2], 0.9 / 0.19, 1e-11);
    selat_leontief_destroy(context, solver);
    selat_table_destroy(context, t);
}

static void test_reasons_have_names(void **state) {
    (void)state;
    assert_string_equal(selat_reason_name(SELAT_CONVERGED), "converged");
    assert_string_equal(selat_reason_name(SELAT_MAX_ITERATIONS), "max_iterations");
    assert_string_equal(selat_reason_name(SELAT_STAGNATED), "stagnated");
    assert_string_equal(selat_reason_name(SELAT_DIVERGED), "diverged");
    assert_string_equal(selat_reason_name(SELAT_NO_STEP), "no_step");
}

static void test_cancel_stops_it(void **state) {
    selat_context *context = *state;
    selat_table *t = make_small(context, 3, 3);
    selat_leontief *solver;
    selat_leontief_report report;
    double y[9] = {1}, x[9];
    assert_ok(context, selat_leontief_create(context, t, &solver));
    selat_request_cancel(context);
    assert_int_equal(selat_leontief_solve(context, solver, false, 1, y, 0, x, &report), SELAT_CANCELLED);
    selat_leontief_destroy(context, solver);
    selat_table_destroy(context, t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_solves_like_lapack),
        TEST(test_final_demand_gives_output_back),
        TEST(test_blocks_equal_one_by_one),
        TEST(test_by_hand),
        TEST(test_unproductive_economy_is_a_reason),
        TEST(test_two_way_trade_falls_back_to_plain_iteration),
        TEST(test_reasons_have_names),
        TEST(test_cancel_stops_it),
    };
    return cmocka_run_group_tests_name("leontief", tests, NULL, NULL);
}

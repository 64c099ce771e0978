/* Accounts by region and sector: the definition written out with a dense inverse, forms against each other, identities. */
#include "unit.h"

#include "base/dense.h"
#include "base/memory.h"
#include "leather_table.h"
#include "small_table.h"

/* pymrio's definition on the leather table: x_diag = L diag-blocks(Y), accounts from s x_diag, with two made-up rows. */
static void expect_accounts(selat_context *context, const selat_table *t, const double *flows, double expected[4][2][9]) {
    enum { N = 9, S = 3 };
    double a[81], l[81] = {0}, y[3][9], x_diag[9][9];
    int32_t pivots[N];
    memset(expected, 0, sizeof(double[4][2][9]));
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) a[9 * i + j] = (i == j) - t->flows_musd[9 * i + j] / t->output_musd[j];
    for (int i = 0; i < N; i++) l[10 * i] = 1;
    assert_ok(context, selat_dense_factor(context, N, a, N, pivots));
    assert_ok(context, selat_dense_solve(context, false, N, a, N, pivots, l, N, N));
    for (int n = 0; n < 3; n++) selat_table_final_by_origin_musd(t, n, y[n]);
    for (int row = 0; row < N; row++)
        for (int n = 0; n < 3; n++)
            for (int k = 0; k < S; k++) {
                x_diag[row][n * S + k] = 0;
                for (int i = 0; i < 3; i++) x_diag[row][n * S + k] += l[9 * row + i * S + k] * y[n][i * S + k];
            }
    for (int q = 0; q < 2; q++)
        for (int row = 0; row < N; row++)
            for (int column = 0; column < N; column++) {
                double part = flows[q * N + row] / t->output_musd[row] * x_diag[row][column];
                expected[1][q][column] += part;
                if (row / S != column / S) expected[2][q][column] += part;
                if (row / S != column / S) expected[3][q][row] += part;
                expected[0][q][row] += part;
            }
}

static void test_leather_accounts_follow_the_definition(void **state) {
    selat_context *context = *state;
    static const double flows[18] = {5, 2, 8, 1, 0, 3, 7, 4, 6, .1, .2, .3, .4, .5, .6, .7, .8, .9};
    static const double household[6] = {1, 2, 3, 0, .5, .25}, people[3] = {10, 20, 0};
    double expected[4][2][9], sums[4 * 2 * 3], each[4 * 2 * 3];
    for (int form = SELAT_FLOWS_DENSE; form <= SELAT_FLOWS_SPARSE; form++) {
        selat_table *t, *dense;
        selat_leontief *solver;
        selat_accounts a;
        assert_ok(context, leather_table_make(context, (selat_flow_form)form, &t));
        assert_ok(context, leather_table_make(context, SELAT_FLOWS_DENSE, &dense));
        expect_accounts(context, dense, flows, expected);
        assert_ok(context, selat_leontief_create(context, t, &solver));
        assert_ok(context, selat_accounts_compute(context, t, solver, 2, flows, household, &a));
        assert_true(a.solver.converged);
        const double *const found[4] = {a.production, a.consumption, a.imports, a.exports};
        for (int side = 0; side < 4; side++)
            for (int k = 0; k < 18; k++) assert_close(found[side][k], expected[side][k / 9][k % 9], 1e-13 * 10);
        assert_close(a.intensity[0], 5 / t->output_musd[0], 1e-16);
        selat_accounts_by_region(&a, NULL, sums);
        selat_accounts_by_region(&a, people, each);
        assert_close(sums[0], 5 + 2 + 8 + 1, 1e-13);
        assert_close(each[1], (1 + 0 + 3 + 2) / 20.0, 1e-13);
        assert_true(isnan(each[2]));
        assert_close(sums[6], expected[1][0][0] + expected[1][0][1] + expected[1][0][2] + 1, 1e-12);
        selat_accounts_clear(context, &a);
        selat_leontief_destroy(context, solver);
        selat_table_destroy(context, t);
        selat_table_destroy(context, dense);
    }
}

static void test_forms_agree_and_the_world_adds_up(void **state) {
    selat_context *context = *state;
    enum { R = 6, S = 7 };
    selat_table *t, *full;
    selat_leontief *solver;
    selat_accounts left, right;
    selat_footprint footprint;
    double *flows, *household;
    const double weights[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    assert_ok(context, small_table_make(context, R, S, 12, &t));
    t->stressor[R * S - 1] = 3; /* of the industry without output */
    assert_int_equal(selat_accounts_of_table(t), 4);
    assert_ok(context, selat_accounts_flows(context, t, &flows, &household));
    assert_ok(context, selat_leontief_create(context, t, &solver));
    assert_ok(context, selat_accounts_compute(context, t, solver, 4, flows, household, &left));
    assert_ok(context, selat_footprint_compute(context, t, solver, 3, weights, true, &footprint));
    selat_leontief_destroy(context, solver);
    double sums[4][4][R];
    selat_accounts_by_region(&left, NULL, &sums[0][0][0]);
    for (int q = 0; q < 3; q++) {
        double produced = 0, consumed = 0;
        for (int n = 0; n < R; n++) {
            double imported = 0;
            for (int i = 0; i < R; i++) imported += i != n ? footprint.bilateral[(q * R + i) * R + n] : 0;
            assert_close(sums[0][q + 1][n], footprint.production[q * R + n], 1e-10 * sums[0][q + 1][n]);
            assert_close(sums[1][q + 1][n], footprint.consumption[q * R + n], 1e-10 * sums[1][q + 1][n]);
            for (int i = 0; i < R; i++) {
                double home = i == n ? t->stressor_final[q * R + n] + (n == R - 1 && q == 0 ? 3 : 0) : 0;
                assert_close(left.bilateral[((q + 1) * R + i) * R + n] + home, footprint.bilateral[(q * R + i) * R + n],
                             1e-10 * (1 + footprint.bilateral[(q * R + i) * R + n]));
            }
            assert_close(sums[2][q + 1][n], imported, 1e-10 * sums[1][q + 1][n]);
            /* production - exports = consumption - imports: what is made at home for home */
            assert_close(sums[0][q + 1][n] - sums[3][q + 1][n], sums[1][q + 1][n] - sums[2][q + 1][n],
                         1e-10 * sums[0][q + 1][n]);
            produced += sums[0][q + 1][n];
            consumed += sums[1][q + 1][n];
        }
        assert_close(produced, consumed, 1e-11 * produced);
    }
    for (int form = SELAT_FLOWS_DENSE; form <= SELAT_FLOWS_SPARSE; form++) {
        assert_ok(context, selat_table_unfold(context, t, (selat_flow_form)form, &full));
        assert_ok(context, selat_leontief_create(context, full, &solver));
        assert_ok(context, selat_accounts_compute(context, full, solver, 4, flows, household, &right));
        const double *const a[] = {left.multiplier, left.consumption, left.imports, left.exports};
        const double *const b[] = {right.multiplier, right.consumption, right.imports, right.exports};
        for (int side = 0; side < 4; side++)
            for (int k = 0; k < 4 * R * S; k++) assert_close(b[side][k], a[side][k], 1e-10 * (1e-3 + fabs(a[side][k])));
        selat_accounts_clear(context, &right);
        selat_leontief_destroy(context, solver);
        selat_table_destroy(context, full);
    }
    selat_footprint_clear(context, &footprint);
    selat_accounts_clear(context, &left);
    selat_release(context, flows);
    selat_release(context, household);
    selat_table_destroy(context, t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_leather_accounts_follow_the_definition),
        TEST(test_forms_agree_and_the_world_adds_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

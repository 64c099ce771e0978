/* The table's operator, sums and balance, against dense matrices and numbers worked out by hand. */
#include "unit.h"

#include "base/dense.h"
#include "base/memory.h"
#include "plain_dense.h"
#include "small_table.h"

static const int64_t shapes[][2] = {{2, 2}, {3, 5}, {7, 4}, {5, 11}};
enum { N_SHAPES = 4 };

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

/* A[(i,s),(n,k)] written out from the header's definition. */
static double *dense_coefficients(selat_context *context, const selat_table *t) {
    int64_t R = t->regions.count, S = t->sectors.count, N = R * S;
    double *a;
    assert_ok(context, selat_new(context, N * N, &a));
    for (int64_t i = 0; i < R; i++)
        for (int64_t s = 0; s < S; s++)
            for (int64_t n = 0; n < R; n++)
                for (int64_t k = 0; k < S; k++) {
                    double output = t->output_musd[n * S + k];
                    if (output == 0) continue;
                    a[(i * S + s) * N + n * S + k] =
                        t->trade_share[(s * R + n) * R + i] * t->use_musd[(n * S + s) * S + k] / output;
                }
    return a;
}

static void test_small_table_balances_with_its_awkward_cells(void **state) {
    selat_context *context = *state;
    for (int k = 0; k < N_SHAPES; k++) {
        int64_t R = shapes[k][0], S = shapes[k][1];
        selat_table *t = make_small(context, R, S);
        selat_table_balance balance;
        assert_ok(context, selat_table_validate(context, t));
        assert_ok(context, selat_table_check_balance(context, t, &balance));
        assert_close(balance.row_relative, 0, 1e-14);
        assert_close(balance.column_relative, 0, 1e-14);
        assert_close(balance.share_error, 0, 1e-14);
        assert_int_equal(balance.zero_output, 1);
        assert_int_equal(balance.negative_final, 1);
        assert_int_equal(balance.negative_primary, S >= 4 ? 1 : 0);
        assert_true(t->output_musd[R * S - 1] == 0);
        selat_table_destroy(context, t);
    }
}

static void test_balance_finds_the_broken_cell(void **state) {
    selat_context *context = *state;
    selat_table *t = make_small(context, 3, 5);
    selat_table_balance balance;
    double total = 0;
    for (int64_t at = 0; at < 15; at++) total += t->output_musd[at];
    t->output_musd[1 * 5 + 2] += 7; /* industry (1, 2) gets 7 million more than it sells or spends */
    total += 7;
    assert_ok(context, selat_table_check_balance(context, t, &balance));
    assert_close(balance.row_relative, 7 / total, 1e-13);
    assert_close(balance.column_relative, 7 / total, 1e-13);
    assert_close(balance.worst_row_musd, 7, 1e-9);
    assert_int_equal(balance.worst_row_region, 1);
    assert_int_equal(balance.worst_row_sector, 2);
    assert_int_equal(balance.worst_column_region, 1);
    assert_int_equal(balance.worst_column_sector, 2);
    t->trade_share[0] += 0.25; /* product 0, purchaser 0, origin 0 */
    assert_ok(context, selat_table_check_balance(context, t, &balance));
    assert_close(balance.share_error, 0.25, 1e-13);
    selat_table_destroy(context, t);
}

static void test_validate_names_the_cell(void **state) {
    selat_context *context = *state;
    selat_table *t = make_small(context, 3, 5);
    t->use_musd[(1 * 5 + 2) * 5 + 3] = NAN;
    assert_int_equal(selat_table_validate(context, t), SELAT_BAD_INPUT);
    assert_message_has(context, "use[2][3][4]");
    t->use_musd[(1 * 5 + 2) * 5 + 3] = 0;
    t->trade_share[0] = 1.5;
    assert_int_equal(selat_table_validate(context, t), SELAT_BAD_INPUT);
    assert_message_has(context, "trade_share[1][1][1] (1-based): found 1.5, expected a share from 0 to 1");
    selat_table_destroy(context, t);
}

static void test_apply_is_the_dense_product(void **state) {
    selat_context *context = *state;
    for (int k = 0; k < N_SHAPES; k++) {
        selat_table *t = make_small(context, shapes[k][0], shapes[k][1]);
        int64_t N = shapes[k][0] * shapes[k][1];
        double *a = dense_coefficients(context, t);
        for (int64_t columns = 1; columns <= 6; columns += 5) {
            double *x = random_vector(context, N * columns, 7), *y = random_vector(context, N * columns, 8);
            double *expected = random_vector(context, N * columns, 9);
            for (int transposed = 0; transposed < 2; transposed++) {
                assert_ok(context, transposed ? selat_table_apply_transposed(context, t, columns, x, y)
                                              : selat_table_apply(context, t, columns, x, y));
                assert_ok(context, plain_dense_multiply(context, transposed != 0, N, columns, N, a, N, x, columns, 0,
                                                        expected, columns));
                for (int64_t at = 0; at < N * columns; at++) assert_close(y[at], expected[at], 1e-14);
            }
            selat_release(context, x);
            selat_release(context, y);
            selat_release(context, expected);
        }
        selat_release(context, a);
        selat_table_destroy(context, t);
    }
}

static void test_blocks_equal_one_by_one(void **state) {
    selat_context *context = *state;
    enum { R = 5, S = 11, N = R * S, C = 7 };
    selat_table *t = make_small(context, R, S);
    double *x = random_vector(context, N * C, 3), *y = random_vector(context, N * C, 4), one[N], answer[N];
    for (int transposed = 0; transposed < 2; transposed++) {
        assert_ok(context, transposed ? selat_table_apply_transposed(context, t, C, x, y)
                                      : selat_table_apply(context, t, C, x, y));
        for (int64_t c = 0; c < C; c++) {
            for (int64_t at = 0; at < N; at++) one[at] = x[at * C + c];
            assert_ok(context, transposed ? selat_table_apply_transposed(context, t, 1, one, answer)
                                          : selat_table_apply(context, t, 1, one, answer));
            for (int64_t at = 0; at < N; at++) assert_close(answer[at], y[at * C + c], 1e-14);
        }
    }
    selat_release(context, x);
    selat_release(context, y);
    selat_table_destroy(context, t);
}

static void test_industry_without_output_has_a_zero_column(void **state) {
    selat_context *context = *state;
    selat_table *t = make_small(context, 3, 5);
    double x[15] = {0}, y[15];
    x[14] = 1;
    assert_ok(context, selat_table_apply(context, t, 1, x, y));
    for (int at = 0; at < 15; at++) assert_true(y[at] == 0);
    for (int at = 0; at < 15; at++) x[at] = 1;
    assert_ok(context, selat_table_apply_transposed(context, t, 1, x, y));
    assert_true(y[14] == 0);
    selat_table_destroy(context, t);
}

/* Two regions, two sectors, worked out on paper. Region 0 buys product 0 for 10 (user 0) + 20 (user 1) + 70 (final),
   three quarters at home; output is set to 100 everywhere. */
static selat_table *make_by_hand(selat_context *context) {
    selat_table *t = make_small(context, 2, 2);
    memcpy(t->trade_share, (double[]){0.75, 0.25, 0.5, 0.5, 1, 0, 0.2, 0.8}, 8 * sizeof(double));
    memcpy(t->use_musd, (double[]){10, 20, 30, 0, 5, 15, 25, 35}, 8 * sizeof(double));
    memset(t->final_musd, 0, 12 * sizeof(double));
    t->final_musd[0] = 70;  /* region 0, product 0, HFCE */
    t->final_musd[3] = 170; /* region 0, product 1 */
    t->final_musd[6] = 80;
    t->final_musd[9] = 40;
    for (int at = 0; at < 4; at++) t->output_musd[at] = 100;
    return t;
}

static void test_sums_by_hand(void **state) {
    selat_context *context = *state;
    selat_table *t = make_by_hand(context);
    double bought[4], flows[8], final[4], y[4], x[4] = {1, 2, 3, 4};
    selat_table_purchases_musd(t, bought);
    const double expected_bought[] = {100, 200, 100, 100};
    for (int k = 0; k < 4; k++) assert_close(bought[k], expected_bought[k], 1e-12);
    selat_table_flows_musd(t, flows); /* [product][purchaser][origin] */
    const double expected_flows[] = {75, 25, 50, 50, 200, 0, 20, 80};
    for (int k = 0; k < 8; k++) assert_close(flows[k], expected_flows[k], 1e-12);
    selat_table_final_by_origin_musd(t, 1, final);
    const double expected_final[] = {40, 8, 40, 32}; /* 80 halved; 40 by .2 and .8 */
    for (int k = 0; k < 4; k++) assert_close(final[k], expected_final[k], 1e-12);
    /* inputs: region 0 buys .1+.4 = .5 of product 0 and .3 of product 1; region 1 .15+.6 = .75 and .75+1.4 = 2.15 */
    assert_ok(context, selat_table_apply(context, t, 1, x, y));
    const double expected_y[] = {0.75 * 0.5 + 0.5 * 0.75, 0.3 + 0.2 * 2.15, 0.25 * 0.5 + 0.5 * 0.75, 0.8 * 2.15};
    for (int k = 0; k < 4; k++) assert_close(y[k], expected_y[k], 1e-14);
    selat_table_destroy(context, t);
}

static void test_gdp_by_hand(void **state) {
    selat_context *context = *state;
    selat_table *t = make_by_hand(context);
    double gdp[2];
    memset(t->final_taxes_musd, 0, 6 * sizeof(double));
    for (int k = 0; k < 12; k++) t->primary_musd[k] = k; /* VALU 0..3, TXS 4..7, IMP_OTHER 8..11 (not counted) */
    t->final_taxes_musd[4] = 0.5;                        /* region 1, GFCF */
    selat_table_gdp_musd(t, gdp);
    assert_close(gdp[0], 0 + 1 + 4 + 5, 0);
    assert_close(gdp[1], 2 + 3 + 6 + 7 + 0.5, 0);
    selat_table_destroy(context, t);
}

/* Five regions to two, four sectors to two, interleaved. */
static void test_aggregate_adds_flows_up(void **state) {
    selat_context *context = *state;
    enum { R = 5, S = 4 };
    static const int64_t region_group[R] = {1, 0, 1, 0, 1}, sector_group[S] = {0, 1, 1, 0};
    const char *region_codes[] = {"EAST", "WEST"}, *sector_codes[] = {"GOODS", "REST"};
    selat_table *t = make_small(context, R, S), *merged;
    selat_labels regions, sectors;
    double flows[S * R * R], merged_flows[8], expected[8] = {0}, gdp[R], merged_gdp[2];
    selat_table_balance balance;
    assert_ok(context, selat_labels_init(context, 2, region_codes, NULL, &regions));
    assert_ok(context, selat_labels_init(context, 2, sector_codes, NULL, &sectors));
    assert_ok(context, selat_table_aggregate(context, t, &regions, region_group, &sectors, sector_group, &merged));
    selat_table_flows_musd(t, flows);
    for (int64_t s = 0; s < S; s++)
        for (int64_t n = 0; n < R; n++)
            for (int64_t i = 0; i < R; i++) {
                expected[(sector_group[s] * 2 + region_group[n]) * 2 + region_group[i]] += flows[(s * R + n) * R + i];
            }
    selat_table_flows_musd(merged, merged_flows);
    for (int k = 0; k < 8; k++) assert_close(merged_flows[k], expected[k], 1e-12 * expected[k]);
    assert_ok(context, selat_table_validate(context, merged));
    assert_ok(context, selat_table_check_balance(context, merged, &balance));
    assert_close(balance.row_relative, 0, 1e-14);
    assert_close(balance.column_relative, 0, 1e-14);
    selat_table_gdp_musd(t, gdp);
    selat_table_gdp_musd(merged, merged_gdp);
    assert_close(merged_gdp[0], gdp[1] + gdp[3], 1e-9);
    assert_close(merged_gdp[1], gdp[0] + gdp[2] + gdp[4], 1e-9);
    assert_close(merged->stressor_final[1], t->stressor_final[0] + t->stressor_final[2] + t->stressor_final[4], 1e-12);
    assert_string_equal(merged->stressor_gases[2], "CH4");
    assert_int_equal(merged->stressor_drivers[0], SELAT_DRIVER_FUEL);
    /* fuel weights 1, .25, 0, 0: the mean by purchases */
    double bought[R * S], by_sector[S] = {0};
    selat_table_purchases_musd(t, bought);
    for (int at = 0; at < R * S; at++) by_sector[at % S] += bought[at];
    assert_close(merged->fuel_weight[0], by_sector[0] / (by_sector[0] + by_sector[3]), 1e-14);
    assert_close(merged->fuel_weight[1], 0.25 * by_sector[1] / (by_sector[1] + by_sector[2]), 1e-14);
    assert_non_null(strstr(merged->provenance, "Aggregated from small: 5 regions to 2, 4 sectors to 2."));
    selat_table_destroy(context, merged);
    selat_labels_clear(context, &regions);
    selat_labels_clear(context, &sectors);
    selat_table_destroy(context, t);
}

static void test_aggregate_to_itself_changes_nothing(void **state) {
    selat_context *context = *state;
    enum { R = 5, S = 7 };
    int64_t same[7] = {0, 1, 2, 3, 4, 5, 6}, holes[5] = {0, 1, 1, 3, 4}, outside[5] = {0, 1, 2, 3, 5};
    selat_table *t = make_small(context, R, S), *merged;
    assert_ok(context, selat_table_aggregate(context, t, &t->regions, same, &t->sectors, same, &merged));
    for (int at = 0; at < S * R * R; at++) assert_close(merged->trade_share[at], t->trade_share[at], 1e-15);
    assert_memory_equal(merged->use_musd, t->use_musd, R * S * S * sizeof(double));
    assert_memory_equal(merged->final_musd, t->final_musd, R * S * 3 * sizeof(double));
    assert_memory_equal(merged->fuel_weight, t->fuel_weight, S * sizeof(double));
    selat_table_destroy(context, merged);
    assert_int_equal(selat_table_aggregate(context, t, &t->regions, holes, &t->sectors, same, &merged),
                     SELAT_BAD_INPUT);
    assert_message_has(context, "nothing goes to JPN");
    assert_int_equal(selat_table_aggregate(context, t, &t->regions, outside, &t->sectors, same, &merged),
                     SELAT_BAD_INPUT);
    assert_message_has(context, "THA goes to group 6, expected 1 to 5");
    assert_null(merged);
    selat_table_destroy(context, t);
}

static void test_plain_dense_agrees_with_blas(void **state) {
    selat_context *context = *state;
    enum { M = 9, K = 13, LDA = 17, N = 6, LDB = 8, LDC = 7 };
    double *a = random_vector(context, LDA * LDA, 1), *b = random_vector(context, K * LDB, 2);
    for (int64_t columns = 1; columns <= N; columns += N - 1) {
        for (int transpose = 0; transpose < 2; transpose++) {
            for (int beta = 0; beta < 2; beta++) {
                double *c = random_vector(context, M * LDC, 3), *d = random_vector(context, M * LDC, 3);
                assert_ok(context, selat_dense_multiply(context, transpose != 0, M, columns, K, a, LDA, b, LDB,
                                                        0.5 * beta, c, LDC));
                assert_ok(context, plain_dense_multiply(context, transpose != 0, M, columns, K, a, LDA, b, LDB,
                                                        0.5 * beta, d, LDC));
                for (int k = 0; k < M * LDC; k++) assert_close(d[k], c[k], 1e-14);
                selat_release(context, c);
                selat_release(context, d);
            }
        }
    }
    int32_t pivots[K], plain_pivots[K];
    double *lu = random_vector(context, K * LDA, 1), *plain_lu = random_vector(context, K * LDA, 1);
    assert_ok(context, selat_dense_factor(context, K, lu, LDA, pivots));
    assert_ok(context, plain_dense_factor(context, K, plain_lu, LDA, plain_pivots));
    for (int k = 0; k < K; k++) assert_int_equal(plain_pivots[k], pivots[k]);
    for (int transpose = 0; transpose < 2; transpose++) {
        double *x = random_vector(context, K * LDB, 5), *y = random_vector(context, K * LDB, 5);
        assert_ok(context, selat_dense_solve(context, transpose != 0, K, lu, LDA, pivots, x, LDB, N));
        assert_ok(context, plain_dense_solve(context, transpose != 0, K, plain_lu, LDA, plain_pivots, y, LDB, N));
        for (int k = 0; k < K * LDB; k++) assert_close(y[k], x[k], 1e-11);
        selat_release(context, x);
        selat_release(context, y);
    }
    selat_release(context, a);
    selat_release(context, b);
    selat_release(context, lu);
    selat_release(context, plain_lu);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_small_table_balances_with_its_awkward_cells),
        TEST(test_balance_finds_the_broken_cell),
        TEST(test_validate_names_the_cell),
        TEST(test_apply_is_the_dense_product),
        TEST(test_blocks_equal_one_by_one),
        TEST(test_industry_without_output_has_a_zero_column),
        TEST(test_sums_by_hand),
        TEST(test_gdp_by_hand),
        TEST(test_aggregate_adds_flows_up),
        TEST(test_aggregate_to_itself_changes_nothing),
        TEST(test_plain_dense_agrees_with_blas),
    };
    return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}

/* Tables in full form: the leather example against its published numbers, and a factored table against the same one
   written out. */
#include "unit.h"

#include "base/memory.h"
#include "leather_table.h"
#include "small_table.h"

static const selat_flow_form full_forms[] = {SELAT_FLOWS_DENSE, SELAT_FLOWS_SPARSE};

static double largest_difference(int64_t count, const double *a, const double *b) {
    double largest = 0;
    for (int64_t k = 0; k < count; k++) {
        double difference = fabs(a[k] - b[k]);
        largest = larger_or_nan(largest, difference);
    }
    return largest;
}

static void test_leather_reads_and_balances(void **state) {
    selat_context *context = *state;
    for (int form = 0; form < 2; form++) {
        selat_table *t;
        selat_table_balance balance;
        double exports[LEATHER_N], column[LEATHER_N], row[LEATHER_N], block[9], gdp[3];
        assert_ok(context, leather_table_make(context, full_forms[form], &t));
        assert_ok(context, selat_table_validate(context, t));
        assert_ok(context, selat_table_check_balance(context, t, &balance));
        assert_close(balance.row_relative, 0, 1e-15);
        assert_close(balance.column_relative, 0, 1e-15);
        assert_int_equal(balance.zero_output, 0);
        selat_table_column_musd(t, 2, 0, column); /* inputs of German agriculture */
        assert_close(column[0], 3.1, 0);
        selat_table_row_musd(t, 0, 0, row); /* sales of Argentine agriculture */
        assert_close(row[6], 3.1, 0);
        assert_close(row[1], 5.1, 0);
        selat_table_block_musd(t, 0, 2, block);
        assert_close(block[0], 3.1, 0);
        assert_close(block[2], 4.9, 0);
        selat_table_exports_musd(t, exports); /* 3.2+4.3+.4 and 3.1+2.8+4.9 to industries, 6.1+8.4 to final demand */
        assert_close(exports[0], 33.2, 1e-13);
        assert_close(selat_table_flow_musd(t, 0, 2, 0), 3.1 + 2.8 + 4.9 + 8.4, 1e-13);
        selat_table_gdp_musd(t, gdp);
        assert_true(gdp[0] > 0);
        selat_table_destroy(context, t);
    }
}

static void test_leather_inverse_is_the_published_one(void **state) {
    selat_context *context = *state;
    double published[81], unit[81] = {0}, found[81], transposed[81];
    assert_ok(context, leather_read(context, "intermediate_B.csv", 9, 9, published));
    for (int k = 0; k < 9; k++) unit[10 * k] = 1;
    for (int form = 0; form < 2; form++) {
        selat_table *t;
        selat_leontief *solver;
        selat_leontief_report report;
        assert_ok(context, leather_table_make(context, full_forms[form], &t));
        assert_ok(context, selat_leontief_create(context, t, &solver));
        assert_ok(context, selat_leontief_solve(context, solver, false, 9, unit, 0, found, &report));
        assert_true(report.converged && report.residual < 1e-13);
        assert_close(largest_difference(81, found, published), 0, 1e-12);
        assert_ok(context, selat_leontief_solve(context, solver, true, 9, unit, 0, transposed, &report));
        for (int k = 0; k < 81; k++) assert_close(transposed[k], published[k % 9 * 9 + k / 9], 1e-12);
        selat_leontief_destroy(context, solver);
        selat_table_destroy(context, t);
    }
}

/* Every number an accessor gives, one after another. */
static double *everything(selat_context *context, const selat_table *t, int64_t *count) {
    int64_t R = t->regions.count, S = t->sectors.count, F = t->demands.count, N = R * S;
    double *out;
    int64_t total = 4 * N * N + 3 * N * R * F + R * S * S + R * S * F + S * R * R * 2 + 2 * N + N * R;
    assert_ok(context, selat_new(context, total, &out));
    double *at = out;
    for (int64_t k = 0; k < N; k++, at += N) selat_table_column_musd(t, k / S, k % S, at);
    for (int64_t k = 0; k < N; k++, at += N) selat_table_row_musd(t, k / S, k % S, at);
    for (int64_t k = 0; k < R * R; k++, at += S * S) selat_table_block_musd(t, k / R, k % R, at);
    for (int64_t k = 0; k < R * F; k++, at += N) selat_table_final_column_musd(t, k / F, k % F, at);
    for (int64_t k = 0; k < N; k++, at += R * F) selat_table_final_row_musd(t, k / S, k % S, at);
    for (int64_t n = 0; n < R; n++, at += S * S) selat_table_use_musd(t, n, at);
    selat_table_final_musd(t, at), at += R * S * F;
    selat_table_flows_musd(t, at), at += S * R * R;
    for (int64_t k = 0; k < S * R * R; k++) *at++ = selat_table_flow_musd(t, k % R, k / R % R, k / R / R);
    selat_table_exports_musd(t, at), at += N;
    selat_table_purchases_musd(t, at), at += N;
    for (int64_t n = 0; n < R; n++, at += N) selat_table_final_by_origin_musd(t, n, at);
    *count = at - out;
    assert_true(*count <= total);
    return out;
}

static void test_every_form_gives_the_same_flows(void **state) {
    selat_context *context = *state;
    selat_table *t, *full;
    int64_t count, again;
    assert_ok(context, small_table_make(context, 5, 7, 3, &t));
    double *expected = everything(context, t, &count);
    for (int form = 0; form < 2; form++) {
        assert_ok(context, selat_table_unfold(context, t, full_forms[form], &full));
        assert_ok(context, selat_table_validate(context, full));
        double *found = everything(context, full, &again);
        assert_int_equal(count, again);
        double scale = 0;
        for (int64_t k = 0; k < count; k++) scale = fmax(scale, fabs(expected[k]));
        assert_true(scale > 100);
        assert_close(largest_difference(count, found, expected), 0, 1e-14 * scale);
        selat_release(context, found);
        selat_table_destroy(context, full);
    }
    selat_release(context, expected);
    selat_table_destroy(context, t);
}

static void test_every_form_applies_and_solves_alike(void **state) {
    selat_context *context = *state;
    enum { R = 6, S = 5, N = R * S, C = 3 };
    selat_table *t, *full;
    selat_leontief *solver;
    selat_leontief_report report;
    double x[N * C], applied[2][N * C], solved[2][N * C], found[N * C];
    uint64_t seed = 9;
    for (int k = 0; k < N * C; k++) x[k] = small_random(&seed) - 0.3;
    assert_ok(context, small_table_make(context, R, S, 4, &t));
    assert_ok(context, selat_leontief_create(context, t, &solver));
    assert_ok(context, selat_table_apply(context, t, C, x, applied[0]));
    assert_ok(context, selat_table_apply_transposed(context, t, C, x, applied[1]));
    for (int k = 0; k < 2; k++) assert_ok(context, selat_leontief_solve(context, solver, k, C, x, 0, solved[k], &report));
    selat_leontief_destroy(context, solver);
    for (int form = 0; form < 2; form++) {
        assert_ok(context, selat_table_unfold(context, t, full_forms[form], &full));
        assert_ok(context, selat_leontief_create(context, full, &solver));
        assert_ok(context, selat_table_apply(context, full, C, x, found));
        assert_close(largest_difference(N * C, found, applied[0]), 0, 1e-14);
        assert_ok(context, selat_table_apply_transposed(context, full, C, x, found));
        assert_close(largest_difference(N * C, found, applied[1]), 0, 1e-14);
        for (int k = 0; k < 2; k++) {
            assert_ok(context, selat_leontief_solve(context, solver, k, C, x, 0, found, &report));
            assert_true(report.converged && report.residual <= 1e-13);
            assert_close(largest_difference(N * C, found, solved[k]), 0, 1e-11);
        }
        selat_leontief_destroy(context, solver);
        selat_table_destroy(context, full);
    }
    selat_table_destroy(context, t);
}

/* Large enough for single precision and for iteration: 1024 industries, few or many right-hand sides, 1 or 3 threads. */
static void test_every_method_solves_alike(void **state) {
    selat_context *context = *state;
    enum { R = 16, S = 64, N = R * S, C = 250 };
    static const struct {
        int64_t expected, columns;
        const char *method;
    } plans[] = {{C, C, "single"}, {C, 5, "single"}, {1, 5, "Chebyshev"}, {1, C, "Chebyshev"}};
    selat_table *t, *full;
    selat_leontief *solver;
    selat_leontief_report report;
    double *x, *found, *again, *expected[2];
    uint64_t seed = 21;
    assert_ok(context, small_table_make(context, R, S, 4, &t));
    assert_ok(context, selat_new(context, N * C, &x));
    assert_ok(context, selat_new(context, N * C, &found));
    assert_ok(context, selat_new(context, N * C, &again));
    for (int64_t k = 0; k < N * C; k++) x[k] = (small_random(&seed) - 0.3) * pow(10, (double)(k % C) / 20);
    for (int form = 0; form < 2; form++) {
        assert_ok(context, selat_table_unfold(context, t, full_forms[form], &full));
        for (int k = 0; k < 4; k++) {
            int64_t c = plans[k].columns;
            for (int way = 0; way < 2; way++) {
                assert_ok(context, selat_leontief_create(context, t, &solver));
                assert_ok(context, selat_new(context, N * c, &expected[way]));
                assert_ok(context, selat_leontief_solve(context, solver, way != 0, c, x, 0, expected[way], &report));
                selat_leontief_destroy(context, solver);
            }
            assert_ok(context, selat_leontief_create_for(context, full, plans[k].expected, &solver));
            if (form == 0) assert_non_null(strstr(selat_leontief_method(solver), plans[k].method));
            for (int way = 0; way < 2; way++) {
                assert_ok(context, selat_set_threads(context, 1));
                assert_ok(context, selat_leontief_solve(context, solver, way != 0, c, x, 0, found, &report));
                assert_true(report.converged && report.residual > 0 && report.residual <= 1e-13);
                for (int64_t at = 0; at < N * c; at++) {
                    assert_close(found[at], expected[way][at], 1e-11 * (1 + fabs(expected[way][at])) * (double)N);
                }
                assert_ok(context, selat_set_threads(context, 3));
                assert_ok(context, selat_leontief_solve(context, solver, way != 0, c, x, 0, again, &report));
                assert_memory_equal(found, again, (size_t)(N * c) * sizeof *found);
                selat_release(context, expected[way]);
            }
            selat_leontief_destroy(context, solver);
        }
        selat_table_destroy(context, full);
    }
    selat_release(context, x);
    selat_release(context, found);
    selat_release(context, again);
    selat_table_destroy(context, t);
}

static void test_every_form_balances_and_aggregates_alike(void **state) {
    selat_context *context = *state;
    static const int64_t region_group[] = {0, 1, 1, 0}, sector_group[] = {0, 1, 1, 0, 2};
    static const char *const names[] = {"X", "Y", "Z"};
    selat_table *t, *merged, *full, *full_merged;
    selat_labels regions = {0}, sectors = {0};
    selat_table_balance left, right;
    assert_ok(context, selat_labels_init(context, 2, names, NULL, &regions));
    assert_ok(context, selat_labels_init(context, 3, names, NULL, &sectors));
    assert_ok(context, small_table_make(context, 4, 5, 8, &t));
    t->output_musd[7] += 3; /* out of balance on purpose */
    assert_ok(context, selat_table_check_balance(context, t, &left));
    assert_ok(context, selat_table_aggregate(context, t, &regions, region_group, &sectors, sector_group, &merged));
    for (int form = 0; form < 2; form++) {
        double expected[18], found[18];
        assert_ok(context, selat_table_unfold(context, t, full_forms[form], &full));
        assert_ok(context, selat_table_check_balance(context, full, &right));
        assert_close(right.row_relative, left.row_relative, 1e-15);
        assert_close(right.column_relative, left.column_relative, 1e-15);
        assert_close(right.worst_row_musd, 3, 1e-9);
        assert_int_equal(right.worst_row_region * 5 + right.worst_row_sector, 7);
        assert_int_equal(right.zero_output, left.zero_output);
        assert_ok(context, selat_table_aggregate(context, full, &regions, region_group, &sectors, sector_group,
                                                 &full_merged));
        assert_int_equal(full_merged->form, SELAT_FLOWS_DENSE);
        for (int n = 0; n < 2; n++) { /* totals agree; the split over users of a merged region need not */
            selat_table_use_musd(merged, n, expected + 9 * n);
            selat_table_use_musd(full_merged, n, found + 9 * n);
        }
        assert_close(largest_difference(18, found, expected), 0, 1e-10 * expected[0]);
        assert_ok(context, selat_table_check_balance(context, full_merged, &right));
        assert_true(right.row_relative < left.row_relative * 1.01);
        selat_table_destroy(context, full);
        selat_table_destroy(context, full_merged);
    }
    selat_table_destroy(context, t);
    selat_table_destroy(context, merged);
    selat_labels_clear(context, &regions);
    selat_labels_clear(context, &sectors);
}

/* A table that was factored comes back as it was; one that was not keeps its bilateral flows and use. */
static void test_factoring(void **state) {
    selat_context *context = *state;
    selat_table *t, *full, *back;
    selat_factoring report;
    assert_ok(context, small_table_make(context, 5, 6, 2, &t));
    for (int form = 0; form < 2; form++) {
        assert_ok(context, selat_table_unfold(context, t, full_forms[form], &full));
        assert_ok(context, selat_table_factor(context, full, &report, &back));
        assert_true(report.intermediate_relative < 1e-15 && report.final_relative < 1e-15);
        assert_int_equal(back->form, SELAT_FLOWS_FACTORED);
        assert_close(largest_difference(6 * 5 * 5, back->trade_share, t->trade_share), 0, 1e-14);
        assert_close(largest_difference(5 * 6 * 6, back->use_musd, t->use_musd), 0, 1e-9);
        assert_ok(context, selat_table_validate(context, back));
        selat_table_destroy(context, full);
        selat_table_destroy(context, back);
    }
    selat_table_destroy(context, t);
    double flows[27], same[27], use[9];
    assert_ok(context, leather_table_make(context, SELAT_FLOWS_DENSE, &full));
    assert_ok(context, selat_table_factor(context, full, &report, &back));
    selat_table_flows_musd(full, flows);
    selat_table_flows_musd(back, same);
    assert_close(largest_difference(27, flows, same), 0, 1e-13);
    selat_table_use_musd(full, 1, use);
    assert_close(largest_difference(9, use, back->use_musd + 9), 0, 1e-13);
    assert_true(report.intermediate_relative > 0.05 && report.intermediate_relative < 0.5);
    assert_true(report.worst_musd > 1 && report.clipped == 0);
    int64_t origin = report.worst_origin, product = report.worst_product;
    double row[9], made[9];
    if (!report.worst_is_final) {
        selat_table_row_musd(full, origin, product, row);
        selat_table_row_musd(back, origin, product, made);
        int64_t at = report.worst_importer * 3 + report.worst_user;
        assert_close(fabs(row[at] - made[at]), report.worst_musd, 1e-12);
    }
    full->final_flows_musd[0 * 3 + 1] = -50; /* Argentina sells Turkey less agriculture than nothing */
    selat_table_destroy(context, back);
    assert_ok(context, selat_table_factor(context, full, &report, &back));
    assert_int_equal(report.clipped, 1);
    assert_close(report.clipped_musd, 3.2 + 4.3 + 0.4 - 50, 1e-12);
    assert_ok(context, selat_table_validate(context, back));
    selat_table_destroy(context, full);
    selat_table_destroy(context, back);
}

static void test_full_tables_are_stored_exactly(void **state) {
    selat_context *context = *state;
    char path[] = "/tmp/selat-full-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    for (int form = 0; form < 2; form++) {
        selat_table *t, *again;
        double row[9], same[9];
        assert_ok(context, leather_table_make(context, full_forms[form], &t));
        assert_ok(context, selat_table_save(context, t, path));
        assert_ok(context, selat_table_load(context, path, &again));
        assert_int_equal(again->form, full_forms[form]);
        assert_int_equal(again->n_cells, t->n_cells);
        for (int k = 0; k < 9; k++) {
            selat_table_row_musd(t, k / 3, k % 3, row);
            selat_table_row_musd(again, k / 3, k % 3, same);
            assert_memory_equal(row, same, sizeof row);
        }
        assert_memory_equal(t->final_flows_musd, again->final_flows_musd, 27 * sizeof(double));
        assert_memory_equal(t->output_musd, again->output_musd, 9 * sizeof(double));
        selat_table_destroy(context, t);
        selat_table_destroy(context, again);
    }
    remove(path);
}

static void test_what_needs_factors_says_so(void **state) {
    selat_context *context = *state;
    selat_table *t;
    assert_ok(context, leather_table_make(context, SELAT_FLOWS_DENSE, &t));
    selat_tariffs tariffs = {0};
    selat_elasticities elasticities = {0};
    selat_economy *economy;
    assert_int_equal(selat_economy_calibrate(context, t, &tariffs, &elasticities, NULL, &economy), SELAT_BAD_INPUT);
    assert_message_has(context, "the trade model needs a factored one: 'selat table factor");
    selat_table_destroy(context, t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_leather_reads_and_balances),
        TEST(test_leather_inverse_is_the_published_one),
        TEST(test_every_form_gives_the_same_flows),
        TEST(test_every_form_applies_and_solves_alike),
        TEST(test_every_method_solves_alike),
        TEST(test_every_form_balances_and_aggregates_alike),
        TEST(test_factoring),
        TEST(test_full_tables_are_stored_exactly),
        TEST(test_what_needs_factors_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

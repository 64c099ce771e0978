/* RAS and GRAS against the published example and against what they must do on hard totals. */
#include <jansson.h>

#include "unit.h"

enum { MOST = 8 };

static void read_row(const json_t *list, double *out, size_t count) {
    assert_int_equal(json_array_size(list), count);
    for (size_t k = 0; k < count; k++) out[k] = json_number_value(json_array_get(list, k));
}

/* Junius and Oosterhaven 2003, the 3 x 4 example; expected cells from an independent program. */
static void test_published_example(void **state) {
    selat_context *context = *state;
    json_t *root = json_load_file(source_path("tests/published/gras/junius_oosterhaven.json"), 0, NULL);
    assert_non_null(root);
    double x[12], expected[12], u[3], v[4], r[3], s[4];
    for (size_t i = 0; i < 3; i++) {
        read_row(json_array_get(json_object_get(root, "P0"), i), x + 4 * i, 4);
        read_row(json_array_get(json_object_get(root, "X"), i), expected + 4 * i, 4);
    }
    read_row(json_object_get(root, "u"), u, 3);
    read_row(json_object_get(root, "v"), v, 4);
    selat_gras_report report;
    assert_ok(context, selat_gras(context, 3, 4, x, u, v, NULL, r, s, &report));
    assert_true(report.converged);
    assert_string_equal(selat_gras_reason_name(report.reason), "converged");
    for (int k = 0; k < 12; k++) assert_close(x[k], expected[k], 1e-10);
    for (int i = 0; i < 3; i++) assert_close(x[4 * i] + x[4 * i + 1] + x[4 * i + 2] + x[4 * i + 3], u[i], 1e-12);
    for (int j = 0; j < 4; j++) assert_close(x[j] + x[4 + j] + x[8 + j], v[j], 1e-12);
    assert_true(report.row_gap <= 1e-12 && report.column_gap <= 1e-12);
    /* r and s are unique up to a factor: their products are not */
    const json_t *rows = json_object_get(root, "r"), *columns = json_object_get(root, "s");
    for (size_t i = 0; i < 3; i++) {
        for (size_t j = 0; j < 4; j++) {
            assert_close(r[i] * s[j],
                         json_number_value(json_array_get(rows, i)) * json_number_value(json_array_get(columns, j)),
                         1e-10);
        }
    }
    json_decref(root);
}

/* [[1 2] [3 4]] to rows 6, 14 and columns 9, 11: the balanced 2 x 2 keeps the odds 1*4/(2*3) = 2/3, so with x the first
   cell x (x + 5) / ((6 - x)(9 - x)) = 2/3, x^2 + 45 x - 108 = 0. */
static void test_ras_by_hand(void **state) {
    selat_context *context = *state;
    double x[4] = {1, 2, 3, 4};
    const double u[2] = {6, 14}, v[2] = {9, 11}, first = (-45 + sqrt(45 * 45 + 4 * 108)) / 2;
    selat_gras_report report;
    assert_ok(context, selat_gras(context, 2, 2, x, u, v, NULL, NULL, NULL, &report));
    assert_true(report.converged);
    assert_close(x[0], first, 1e-12);
    assert_close(x[1], 6 - first, 1e-12);
    assert_close(x[2], 9 - first, 1e-12);
    assert_close(x[3], 5 + first, 1e-12);
    assert_close(report.moved, 10, 1e-11); /* every cell grows */
    assert_close(report.moved_share, 1, 1e-12);
    assert_close(report.largest_move, 9 - first - 3, 1e-12);
    assert_close(report.highest_factor, first, 1e-12);
    assert_close(report.lowest_factor, (5 + first) / 4, 1e-12);
    assert_int_equal(report.largest_row, 1);
    assert_int_equal(report.largest_column, 0);
}

static void test_balanced_stays(void **state) {
    selat_context *context = *state;
    double x[6] = {1, -2, 0, 3, 4, 5};
    const double u[2] = {-1, 12}, v[3] = {4, 2, 5};
    selat_gras_report report;
    assert_ok(context, selat_gras(context, 2, 3, x, u, v, NULL, NULL, NULL, &report));
    assert_true(report.converged);
    assert_close(report.moved, 0, 1e-13);
    assert_true(x[2] == 0);
}

/* A negative total from cells of both signs: r p - q / r = -1000 must not lose digits. */
static void test_large_negative_total(void **state) {
    selat_context *context = *state;
    double x[2] = {1e-6, -1e-6};
    const double u[1] = {-1000}, v[2] = {1e-15, -1000 - 1e-15};
    selat_gras_report report;
    assert_ok(context, selat_gras(context, 1, 2, x, u, v, NULL, NULL, NULL, &report));
    assert_true(report.converged);
    assert_close(x[0] + x[1], -1000, 1e-9);
}

static void test_totals_that_cannot_be_met(void **state) {
    selat_context *context = *state;
    double x[4] = {1, 2, 0, 0};
    const double u[2] = {3, 1}, v[2] = {2, 2};
    selat_gras_report report;
    assert_ok(context, selat_gras(context, 2, 2, x, u, v, NULL, NULL, NULL, &report));
    assert_false(report.converged);
    assert_int_equal(report.reason, SELAT_GRAS_INFEASIBLE);
    assert_int_equal(report.row, 1);
    assert_int_equal(report.column, -1);
    assert_close(x[1], 2, 0); /* nothing moved */
    double y[4] = {1, 2, 3, 4};
    const double other[2] = {4, 4}; /* rows add up to 4, columns to 8 */
    assert_ok(context, selat_gras(context, 2, 2, y, u, other, &(selat_gras_options){.max_iterations = 50}, NULL, NULL,
                                  &report));
    assert_false(report.converged);
    assert_int_equal(report.reason, SELAT_GRAS_MAX_ITERATIONS);
    assert_int_equal(report.iterations, 50);
    assert_close(report.totals_gap, -4, 0);
    assert_true(report.column_gap < 1e-12);
    assert_true(report.row_gap > 0.5);
}

static void test_not_finite(void **state) {
    selat_context *context = *state;
    double x[2] = {1, NAN};
    const double u[1] = {1}, v[2] = {1, 0};
    selat_gras_report report;
    assert_int_equal(selat_gras(context, 1, 2, x, u, v, NULL, NULL, NULL, &report), SELAT_BAD_INPUT);
    assert_message_has(context, "cell 1, 2");
    x[1] = 0;
    const double bad[1] = {INFINITY};
    assert_int_equal(selat_gras(context, 1, 2, x, bad, v, NULL, NULL, NULL, &report), SELAT_BAD_INPUT);
    assert_message_has(context, "row 1");
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(test_published_example), TEST(test_ras_by_hand), TEST(test_balanced_stays),
                                       TEST(test_large_negative_total), TEST(test_totals_that_cannot_be_met),
                                       TEST(test_not_finite)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

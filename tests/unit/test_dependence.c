/* Value added by source and final consumer against the leather reference, and what stands on a supplier against its exposure
   matrix; regions chosen one by one give what all together give. */
#include "reference_rows.h"
#include "selat/dependence.h"
#include "small_table.h"

static const double tolerance = 1e-9;

static int64_t region_of(const selat_table *t, reference_rows *rows, const char *column) {
    int64_t at = selat_labels_find(&t->regions, reference_text(rows, column));
    assert_true(at >= 0);
    return at;
}

static void test_value_added_by_final_consumer(void **state) {
    selat_context *context = *state;
    selat_table *t;
    selat_indicator_world *w;
    double out[LEATHER_R][LEATHER_R], expected[LEATHER_R][LEATHER_R] = {0};
    reference_rows rows;
    assert_ok(context, leather_table_make(context, SELAT_FLOWS_DENSE, &t));
    assert_ok(context, selat_indicator_world_create(context, t, NULL, 0, NULL, &w));
    assert_ok(context, selat_value_added_flows(context, w, &out[0][0]));
    reference_open(context, "value_added_leather/expected_leontief_final_demand.csv", &rows);
    while (reference_next(&rows)) {
        int64_t source = region_of(t, &rows, "Source_Country");
        expected[source][region_of(t, &rows, "Importing_Country")] += reference_number(&rows, "Final_Demand");
    }
    for (int64_t i = 0; i < LEATHER_R; i++) {
        for (int64_t n = 0; n < LEATHER_R; n++) assert_close(out[i][n], expected[i][n], tolerance);
    }
    assert_close(out[0][0] + out[0][1] + out[0][2], 52.3 + 33.2 + 6.1, 1e-9); /* Argentina's value added, all bought at last */
    selat_indicator_world_destroy(context, w);
    selat_table_destroy(context, t);
}

/* VA_k times the rows of the exposure matrix that belong to the region that stops. */
static void test_stop_is_value_added_by_exposure(void **state) {
    static const double value_added[LEATHER_N] = {52.3, 33.2, 6.1, 69.8, 63.4, 12.5, 95.3, 58.4, 70.5};
    selat_context *context = *state;
    selat_table *t;
    selat_indicator_world *w;
    double out[LEATHER_R][LEATHER_R], expected[LEATHER_R][LEATHER_R] = {0};
    reference_rows rows;
    assert_ok(context, leather_table_make(context, SELAT_FLOWS_SPARSE, &t));
    assert_ok(context, selat_indicator_world_create(context, t, NULL, 0, NULL, &w));
    assert_ok(context, selat_stop_exposure(context, w, &out[0][0]));
    reference_open(context, "indicators_leather/leather_FPEM_expected.csv", &rows);
    for (int64_t i = 0; reference_next(&rows); i++) {
        for (int64_t k = 0; k < LEATHER_N; k++) {
            double share;
            assert_ok(context, selat_csv_double(context, &rows.csv, k + 1, &share));
            expected[i / LEATHER_S][k / LEATHER_S] += share * value_added[k];
        }
    }
    for (int64_t i = 0; i < LEATHER_R; i++) {
        for (int64_t n = 0; n < LEATHER_R; n++) assert_close(out[i][n], expected[i][n], tolerance);
    }
    assert_close(out[0][0] + out[1][0] + out[2][0], 52.3 + 33.2 + 6.1, 1e-12);
    selat_indicator_world_destroy(context, w);
    selat_table_destroy(context, t);
}

static void test_chosen_regions_give_the_same(void **state) {
    enum { R = 6, S = 4 };
    static const int64_t chosen[] = {4, 1};
    selat_context *context = *state;
    selat_table *t;
    selat_indicator_world *all, *some;
    double every[2][R * R], part[2][R * R];
    assert_ok(context, small_table_make(context, R, S, 4, &t));
    assert_ok(context, selat_indicator_world_create(context, t, NULL, 0, NULL, &all));
    assert_ok(context, selat_indicator_world_create(context, t, NULL, 2, chosen, &some));
    assert_ok(context, selat_value_added_flows(context, all, every[0]));
    assert_ok(context, selat_value_added_flows(context, some, part[0]));
    assert_ok(context, selat_stop_exposure(context, all, every[1]));
    assert_ok(context, selat_stop_exposure(context, some, part[1]));
    for (int64_t at = 0; at < R * R; at++) {
        bool from = at / R == 4 || at / R == 1, to = at % R == 4 || at % R == 1;
        assert_true(isfinite(every[0][at]) && isfinite(every[1][at]));
        if (from || to) assert_close(part[0][at], every[0][at], tolerance * fmax(1, every[0][at]));
        else assert_true(isnan(part[0][at]));
        if (to) assert_close(part[1][at], every[1][at], tolerance * fmax(1, every[1][at]));
        else assert_true(isnan(part[1][at]));
    }
    selat_indicator_world_destroy(context, some);
    selat_indicator_world_destroy(context, all);
    selat_table_destroy(context, t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_value_added_by_final_consumer),
        TEST(test_stop_is_value_added_by_exposure),
        TEST(test_chosen_regions_give_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Upstreamness and downstreamness against the leather reference. */
#include "reference_rows.h"
#include "small_table.h"

static void compare(selat_context *context, const char *file, const selat_table *t, const double *up,
                    const double *down) {
    reference_rows rows;
    int count = 0;
    reference_open(context, file, &rows);
    for (; reference_next(&rows); count++) {
        int64_t j = leather_node(t, reference_text(&rows, "sector"));
        assert_close(up[j], reference_number(&rows, "upstreamness"), 1e-9);
        assert_close(down[j], reference_number(&rows, "downstreamness"), 1e-9);
    }
    assert_int_equal(count, LEATHER_N);
}

static const selat_indicator *find(const char *name, selat_indicator_level level) {
    const selat_indicator *found = selat_indicator_find(name, level);
    assert_non_null(found);
    return found;
}

static void test_leather(void **state) {
    selat_context *context = *state;
    static const selat_flow_form forms[] = {SELAT_FLOWS_DENSE, SELAT_FLOWS_SPARSE};
    for (int f = 0; f < 2; f++) {
        selat_table *t;
        selat_indicator_world *w;
        double up[LEATHER_N], down[LEATHER_N], mean[LEATHER_R];
        assert_ok(context, leather_table_make(context, forms[f], &t));
        assert_ok(context, selat_indicator_world_create(context, t, NULL, 0, NULL, &w));
        assert_ok(context, selat_indicator_compute(context, find("upstreamness", SELAT_INDICATOR_INDUSTRY), w, up));
        assert_ok(context, selat_indicator_compute(context, find("downstreamness", SELAT_INDICATOR_INDUSTRY), w, down));
        compare(context, "indicators_leather/leather_position_expected.csv", t, up, down);
        compare(context, "indicators_leather/leather_indicators_expected.csv", t, up, down);
        assert_ok(context, selat_indicator_compute(context, find("upstreamness", SELAT_INDICATOR_REGION), w, mean));
        double by_hand = (77.7 * up[0] + 58.3 * up[1] + 19 * up[2]) / (77.7 + 58.3 + 19);
        assert_close(mean[0], by_hand, 1e-12);
        assert_true(selat_indicator_world_report(w).converged);
        selat_indicator_world_destroy(context, w);
        selat_table_destroy(context, t);
    }
}

static void test_an_industry_without_output_has_no_position(void **state) {
    selat_context *context = *state;
    selat_table *t;
    selat_indicator_world *w;
    double up[15], mean[5];
    assert_ok(context, small_table_make(context, 5, 3, 4, &t));
    assert_ok(context, selat_indicator_world_create(context, t, NULL, 2, (int64_t[]){4, 0}, &w));
    assert_ok(context, selat_indicator_compute(context, find("upstreamness", SELAT_INDICATOR_INDUSTRY), w, up));
    assert_ok(context, selat_indicator_compute(context, find("downstreamness", SELAT_INDICATOR_REGION), w, mean));
    assert_true(isnan(up[14]) && isfinite(up[13]) && isfinite(up[0]) && isnan(up[5]));
    assert_true(isfinite(mean[4]) && isfinite(mean[0]) && isnan(mean[1]));
    selat_indicator_world_destroy(context, w);
    selat_table_destroy(context, t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_leather),
        TEST(test_an_industry_without_output_has_no_position),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

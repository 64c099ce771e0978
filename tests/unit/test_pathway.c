/* Emission pathways against the reference series, and what they must do: capture, growth, pledges, decomposition. */
#include <jansson.h>

#include "leather_factored.h"
#include "small_table.h"
#include "table/arrays.h"
#include "unit.h"

enum { RETROFITTED = 5, N_YEARS = 11 };

static json_t *load_path(double *q0) {
    json_t *root = json_load_file(source_path("tests/published/pathway/ccs_pathway_example.json"), 0, NULL);
    assert_non_null(root);
    for (size_t k = 0; k < LEATHER_INDUSTRIES; k++) q0[k] = json_number_value(json_array_get(json_object_get(root, "q0"), k));
    return root;
}

static double number(const json_t *object, const char *key) { return json_number_value(json_object_get(object, key)); }

/* Demand x 1.03^t, every intensity x .98^t; industry 5 takes 10 % more inputs and captures 90 %, times the year's share. */
static void make_change(selat_context *context, const selat_table *table, int t, double share,
                        selat_emission_change *out) {
    int64_t R = table->regions.count;
    *out = (selat_emission_change){0};
    assert_ok(context, selat_emission_change_need(context, &out->demand_factor, R, pow(1.03, t)));
    assert_ok(context, selat_emission_change_need(context, &out->intensity_factor, R, pow(.98, t)));
    if (share == 0) return;
    assert_ok(context, selat_emission_change_need(context, &out->input_factor, R, 1));
    assert_ok(context, selat_emission_change_need(context, &out->captured_share, R, 0));
    out->input_factor[RETROFITTED] = 1 + .1 * share;
    out->captured_share[RETROFITTED] = .9 * share;
}

static void test_reference_path(void **state) {
    selat_context *context = *state;
    double q0[LEATHER_INDUSTRIES];
    json_t *root = load_path(q0), *path = json_object_get(root, "path");
    selat_table *table;
    selat_emission_change changes[N_YEARS];
    selat_emission_year years[N_YEARS];
    const int64_t consumers[] = {9, 10, 11};
    assert_ok(context, leather_factored_make(context, q0, &table));
    assert_int_equal(json_array_size(path), N_YEARS);
    for (size_t t = 0; t < N_YEARS; t++) {
        make_change(context, table, (int)t, number(json_array_get(path, t), "capture_share"), &changes[t]);
    }
    assert_ok(context, selat_emission_years(context, table, NULL, N_YEARS, changes, 3, consumers, 0, years));
    for (size_t t = 0; t < N_YEARS; t++) {
        const json_t *point = json_array_get(path, t), *consumed = json_object_get(point, "consumption_emissions_by_country");
        const selat_emission_year *y = &years[t];
        double net = 0, captured = 0, consumption = 0, value_added = 0;
        for (int64_t k = 0; k < LEATHER_REGIONS; k++) {
            net += y->production_mt[k];
            captured += y->captured_total_mt[k];
            double inputs = table->output_musd[k] > 0 ? table->use_musd[k] / table->output_musd[k] : 0;
            double factor = changes[t].input_factor != NULL ? changes[t].input_factor[k] : 1;
            value_added += y->output_musd[k] * (1 - factor * inputs);
        }
        assert_true(y->solver.converged);
        assert_close(net, number(point, "production_emissions"), 1e-9);
        assert_close(captured, number(point, "captured"), 1e-9);
        assert_close(y->output_musd[RETROFITTED], number(point, "output_idx5"), 1e-9);
        assert_close(net / value_added, number(point, "emission_intensity_per_va"), 1e-9);
        for (size_t c = 0; c < 3; c++) {
            assert_close(y->consumption_mt[c], json_number_value(json_array_get(consumed, c)), 1e-9);
            consumption += y->consumption_mt[c];
        }
        assert_close(consumption, net, 1e-9);
    }
    for (size_t t = 0; t < N_YEARS; t++) {
        selat_emission_year_clear(context, &years[t]);
        selat_emission_change_clear(context, &changes[t]);
    }
    selat_table_destroy(context, table);
    json_decref(root);
}

/* Captured at most what is emitted; net = without - captured + penalty; nothing moves when nothing is asked. */
static void test_capture_balance(void **state) {
    selat_context *context = *state;
    selat_table *t;
    assert_ok(context, small_table_make(context, 4, 5, 7, &t));
    for (int64_t q = 0; q < 3; q++) assert_ok(context, selat_table_set_text(context, "Mt CO2e", &t->stressor_units[q]));
    int64_t R = 4, S = 5, Q = 3, cells = Q * R * S;
    selat_emission_change changes[3] = {{0}, {0}, {0}};
    selat_emission_year years[3];
    assert_ok(context, selat_emission_change_need(context, &changes[1].captured_mt, cells, 0));
    assert_ok(context, selat_emission_change_need(context, &changes[1].input_factor, R * S, 1));
    changes[1].captured_mt[0] = .25 * t->stressor[0];
    changes[1].captured_mt[1] = 3 * t->stressor[1];
    changes[1].input_factor[0] = 1.2;
    assert_ok(context, selat_emission_change_need(context, &changes[2].input_factor, R * S, 1));
    changes[2].input_factor[0] = 1.2;
    assert_ok(context, selat_emission_years(context, t, NULL, 3, changes, 0, NULL, 0, years));
    double without = 0, penalty = 0, with = 0, captured = 0, consumed = 0;
    for (int64_t n = 0; n < R; n++) {
        without += years[0].production_mt[n];
        penalty += years[2].production_mt[n] - years[0].production_mt[n];
        with += years[1].production_mt[n];
        captured += years[1].captured_total_mt[n];
        consumed += years[1].consumption_mt[n];
    }
    assert_close(with, without - captured + penalty, 1e-9 * without);
    assert_close(consumed, with, 1e-9 * without);
    assert_true(penalty > 0);
    for (int64_t k = 0; k < cells; k++) {
        assert_true(years[1].captured_mt[k] <= years[1].gross_mt[k]);
        assert_close(years[0].net_mt[k], t->stressor[k], 1e-12 * (1 + t->stressor[k]));
    }
    assert_close(years[1].captured_mt[1], years[1].gross_mt[1], 0);
    assert_close(years[1].clipped_mt, 3 * t->stressor[1] - years[1].gross_mt[1], 1e-12 * t->stressor[1]);
    for (int k = 0; k < 3; k++) {
        selat_emission_year_clear(context, &years[k]);
        selat_emission_change_clear(context, &changes[k]);
    }
    selat_table_destroy(context, t);
}

/* The four effects add up; growth of all demand alike is scale only; a cut of intensity alike is technique only. */
static void test_decomposition(void **state) {
    selat_context *context = *state;
    selat_table *t;
    assert_ok(context, small_table_make(context, 3, 4, 11, &t));
    for (int64_t q = 0; q < 3; q++) assert_ok(context, selat_table_set_text(context, "Mt CO2e", &t->stressor_units[q]));
    selat_emission_change changes[4] = {{0}, {0}, {0}, {0}};
    selat_emission_year years[4];
    int64_t R = 3, S = 4, Q = 3;
    assert_ok(context, selat_emission_change_need(context, &changes[1].demand_factor, R, 1.1));
    assert_ok(context, selat_emission_change_need(context, &changes[2].intensity_factor, Q * R * S, .8));
    assert_ok(context, selat_emission_change_need(context, &changes[2].household_factor, Q * R, .8));
    assert_ok(context, selat_emission_change_need(context, &changes[3].demand_factor, R, 1));
    assert_ok(context, selat_emission_change_need(context, &changes[3].intensity_factor, Q * R * S, 1));
    changes[3].demand_factor[0] = 1.3;
    changes[3].intensity_factor[S] = .5;
    assert_ok(context, selat_emission_years(context, t, NULL, 4, changes, 0, NULL, 0, years));
    for (int64_t n = 0; n < R; n++) {
        selat_emission_effects e;
        double base = years[0].production_mt[n];
        selat_emission_decompose(&years[0], &years[1], n, &e);
        assert_close(e.scale, .1 * base, 1e-9 * base);
        assert_close(fabs(e.composition) + fabs(e.technique) + fabs(e.trade), 0, 1e-9 * base);
        selat_emission_decompose(&years[0], &years[2], n, &e);
        assert_close(e.technique, -.2 * base, 1e-9 * base);
        assert_close(fabs(e.composition) + fabs(e.scale) + fabs(e.trade), 0, 1e-9 * base);
        selat_emission_decompose(&years[0], &years[3], n, &e);
        assert_close(e.scale + e.composition + e.technique + e.trade, years[3].production_mt[n] - base, 1e-9 * base);
        if (n != 0) assert_true(e.trade > 0); /* sells to the region that grows */
    }
    for (int k = 0; k < 4; k++) {
        selat_emission_year_clear(context, &years[k]);
        selat_emission_change_clear(context, &changes[k]);
    }
    selat_table_destroy(context, t);
}

/* Rates from a year on, a line between years, what is named above what is not, the power mix by hand. */
static void test_baseline_rows(void **state) {
    selat_context *context = *state;
    selat_table *t;
    assert_ok(context, small_table_make(context, 3, 5, 3, &t));
    int64_t R = 3, S = 5, power = selat_labels_find(&t->sectors, "D");
    assert_int_equal(power, 4);
    selat_pathway_row rows[] = {
        {.kind = SELAT_PATHWAY_DEMAND_RATE, .region = 0, .sector = -1, .fuel = -1, .year = 2023, .value = .02},
        {.kind = SELAT_PATHWAY_DEMAND_RATE, .region = 0, .sector = -1, .fuel = -1, .year = 2025, .value = .01},
        {.kind = SELAT_PATHWAY_DEMAND, .region = 1, .sector = -1, .fuel = -1, .year = 2032, .value = 2},
        {.kind = SELAT_PATHWAY_INTENSITY_RATE, .region = 0, .sector = -1, .fuel = -1, .year = 2023, .value = -.1},
        {.kind = SELAT_PATHWAY_INTENSITY, .region = 0, .sector = 2, .fuel = -1, .year = 2027, .value = .5},
        {.kind = SELAT_PATHWAY_POWER, .region = 0, .sector = -1, .fuel = 0, .year = 2022, .value = .6},
        {.kind = SELAT_PATHWAY_POWER, .region = 0, .sector = -1, .fuel = 0, .year = 2032, .value = .1},
        {.kind = SELAT_PATHWAY_POWER, .region = 0, .sector = -1, .fuel = 2, .year = 2022, .value = .4},
        {.kind = SELAT_PATHWAY_POWER, .region = 0, .sector = -1, .fuel = 2, .year = 2032, .value = .3},
        {.kind = SELAT_PATHWAY_POWER, .region = 0, .sector = -1, .fuel = 6, .year = 2022, .value = 0},
        {.kind = SELAT_PATHWAY_POWER, .region = 0, .sector = -1, .fuel = 6, .year = 2032, .value = .6}};
    selat_pathway pathway = {.base_year = 2022, .n_rows = sizeof rows / sizeof *rows, .rows = rows};
    selat_emission_change change;
    assert_ok(context, selat_pathway_change(context, &pathway, t, 2027, &change));
    assert_close(change.demand_factor[0], 1.02 * 1.02 * 1.01 * 1.01 * 1.01, 1e-14);
    assert_close(change.demand_factor[1], 1.5, 1e-14);
    assert_close(change.demand_factor[2], 1, 0);
    double trend = pow(.9, 5), base = .6 * .946 + .4 * .404, mix = .35 * .946 + .35 * .404;
    assert_close(change.intensity_factor[0], trend, 1e-14);
    assert_close(change.intensity_factor[2], .5, 1e-14);
    assert_close(change.intensity_factor[power], mix / base, 1e-14);
    assert_close(change.intensity_factor[2 * R * S + power], trend, 1e-14); /* CH4 of power keeps the trend */
    assert_close(change.household_factor[0], trend, 1e-14);
    assert_close(change.intensity_factor[S], 1, 0);
    selat_emission_change_clear(context, &change);
    selat_table_destroy(context, t);
}

/* An external model's tonnes are met, rows and industries keeping their mix. */
static void test_given_emissions(void **state) {
    selat_context *context = *state;
    selat_table *t;
    assert_ok(context, small_table_make(context, 3, 5, 3, &t));
    for (int64_t q = 0; q < 3; q++) assert_ok(context, selat_table_set_text(context, "Mt CO2e", &t->stressor_units[q]));
    selat_pathway_row rows[] = {
        {.kind = SELAT_PATHWAY_EMISSIONS, .region = 1, .sector = -1, .fuel = -1, .gas = "CO2", .year = 2025, .value = 40},
        {.kind = SELAT_PATHWAY_EMISSIONS, .region = 1, .sector = -1, .fuel = -1, .gas = "CO2", .year = 2035, .value = 20}};
    selat_pathway pathway = {.base_year = 2022, .n_rows = 2, .rows = rows};
    selat_emission_change change;
    selat_emission_year before, after;
    int64_t missed;
    assert_ok(context, selat_pathway_change(context, &pathway, t, 2030, &change));
    assert_ok(context, selat_emission_years(context, t, NULL, 1, &change, 0, NULL, 0, &before));
    assert_ok(context, selat_pathway_meet(context, &pathway, t, 2030, &before, &change, &missed));
    assert_ok(context, selat_emission_years(context, t, NULL, 1, &change, 0, NULL, 0, &after));
    assert_int_equal(missed, 0);
    assert_close(after.co2_production_mt[1], 30, 1e-10);
    assert_close(after.co2_production_mt[0], before.co2_production_mt[0], 1e-10);
    assert_close(after.gross_mt[5] / after.gross_mt[6], before.gross_mt[5] / before.gross_mt[6], 1e-10);
    selat_emission_year_clear(context, &before);
    selat_emission_year_clear(context, &after);
    selat_emission_change_clear(context, &change);
    selat_table_destroy(context, t);
}

static void test_pledges(void **state) {
    (void)state;
    selat_pledge list[] = {
        {.region = "KOR", .year = 2030, .type = SELAT_PLEDGE_ABSOLUTE, .cut_percent = 40, .base_mt = 700, .target_mt = NAN,
         .economy_wide = true, .land_use = true},
        {.region = "MYS", .year = 2030, .type = SELAT_PLEDGE_INTENSITY, .cut_percent = 45, .base_mt = 400, .target_mt = NAN,
         .economy_wide = true},
        {.region = "MYS", .year = 2035, .type = SELAT_PLEDGE_PEAK, .cut_percent = NAN, .base_mt = NAN, .target_mt = NAN,
         .peak_low_mt = 15, .peak_high_mt = 30, .economy_wide = true},
        {.region = "MYS", .year = 2050, .type = SELAT_PLEDGE_NET_ZERO, .economy_wide = true},
        {.region = "MYS", .year = 2030, .type = SELAT_PLEDGE_BASELINE, .cut_percent = 10, .base_mt = NAN, .target_mt = NAN}};
    const selat_pledges pledges = {5, list};
    const double series[] = {300, 310, 330, 320, 310}, gdp[] = {1, 1.1, 1.2, 1.3, 1.4};
    selat_pledge_distance out[5];
    int64_t count;
    selat_pledge_distances(&pledges, "MYS", 2029, 5, series, gdp, out, &count);
    assert_int_equal(count, 4);
    assert_close(out[0].target_mt, 400 * .55 * 1.1, 1e-12); /* 45 % below per GDP, GDP 10 % larger */
    assert_close(out[0].distance_mt, 310 - 242, 1e-12);
    assert_null(out[0].caveat);
    assert_close(out[1].target_mt, 330 - 22.5, 1e-12); /* the middle of 15 to 30 below the series' peak */
    assert_int_equal(out[1].year, 2033);
    assert_non_null(out[1].caveat);
    assert_close(out[2].distance_mt, 310, 1e-12);
    assert_false(out[3].comparable);
    selat_pledge_distances(&pledges, "KOR", 2029, 5, series, NULL, out, &count);
    assert_int_equal(count, 1);
    assert_close(out[0].target_mt, 420, 1e-12);
    assert_non_null(strstr(out[0].caveat, "land use"));
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(test_reference_path), TEST(test_capture_balance), TEST(test_decomposition),
                                       TEST(test_baseline_rows),  TEST(test_given_emissions), TEST(test_pledges)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

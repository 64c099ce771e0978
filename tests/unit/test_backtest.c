/* The backtest: its statistics by hand, a made-up past that the model itself wrote, bad windows. */
#include "unit.h"

#include "base/memory.h"
#include "run/backtest.h"
#include "small_table.h"

/* A complete 2 x 2: what is left is the interaction, (1 - 2 - 3 + 10) / 4 = 1.5 with alternating signs. */
static void test_means_by_two_groupings(void **state) {
    selat_context *context = *state;
    const int64_t row[] = {0, 0, 1, 1}, column[] = {0, 1, 0, 1};
    double x[] = {1, 2, 3, 10};
    assert_ok(context, backtest_remove_means(context, 4, row, column, 2, NULL, x));
    const double expected[] = {1.5, -1.5, -1.5, 1.5};
    for (int k = 0; k < 4; k++) assert_close(x[k], expected[k], 1e-9);
    /* Weights 1, 2, 3, 4: weighted sums by row and column vanish. */
    double y[] = {1, 2, 3, 10}, w[] = {1, 2, 3, 4};
    assert_ok(context, backtest_remove_means(context, 4, row, column, 2, w, y));
    assert_close(w[0] * y[0] + w[1] * y[1], 0, 1e-8);
    assert_close(w[2] * y[2] + w[3] * y[3], 0, 1e-8);
    assert_close(w[0] * y[0] + w[2] * y[2], 0, 1e-8);
    assert_close(y[0] - y[1] - y[2] + y[3], 6, 1e-8);
}

/* slope 29/14; residuals -1/14, -16/14, 11/14; scores by cluster -33/14 and 33/14. */
static void test_slope_and_clustered_error(void **state) {
    selat_context *context = *state;
    const double x[] = {1, 2, 3}, y[] = {2, 3, 7};
    const int64_t cluster[] = {0, 0, 1};
    double slope, error;
    assert_ok(context, backtest_slope(context, 3, NULL, x, y, cluster, 2, &slope, &error));
    assert_close(slope, 29.0 / 14, 1e-15);
    assert_close(error, sqrt(2) * 33.0 / 14 / 14, 1e-15);
}

/* Ranks 1, 2.5, 2.5, 4 against 1, 3, 2, 4: 4.5 / sqrt(4.5 * 5). */
static void test_fit_by_hand(void **state) {
    selat_context *context = *state;
    const double x[] = {-1, 2, 2, 5}, y[] = {-2, 4, 1, 9};
    const int64_t cluster[] = {0, 1, 2, 3};
    selat_backtest_fit f;
    assert_ok(context, backtest_fit(context, 4, NULL, x, y, cluster, 4, false, &f));
    assert_close(f.rank_correlation, 4.5 / sqrt(22.5), 1e-15);
    assert_close(f.sign_agreement, 1, 0);
    /* means 2 and 3: sum dx dy = 15 + 0 + 0 + 18 = 33, dx dx = 18, dy dy = 25 + 1 + 4 + 36 = 66. */
    assert_close(f.slope, 33.0 / 18, 1e-15);
    assert_close(f.r2, 33.0 * 33 / (18 * 66), 1e-14);
    assert_close(f.explained, 1 - (1.0 + 4 + 1 + 16) / 66, 1e-14);
    assert_ok(context, backtest_fit(context, 2, NULL, x, y, cluster, 4, false, &f));
    assert_true(isnan(f.slope) && f.cells == 2);
}

static void test_order_is_stable(void **state) {
    selat_context *context = *state;
    const double x[] = {3, 1, 2, 1, 3, 0, 2};
    const int64_t expected[] = {5, 1, 3, 2, 6, 0, 4};
    int64_t order[7];
    assert_ok(context, backtest_order(context, 7, x, order));
    assert_memory_equal(order, expected, sizeof order);
}

/* ---- a past that the model wrote ---- */

enum { REGIONS = 7, SECTORS = 5, GOODS = SECTORS - 1, FLOWS = SECTORS * REGIONS * REGIONS };

typedef struct past {
    selat_table *table;
    selat_panel *panel;
    selat_elasticities elasticities;
    double theta[SECTORS], error[SECTORS];
    double rates[2][FLOWS];
} past;

/* Rates of goods that differ by flow; in the second year those of half the flows have moved by up to 10 points. */
static void draw_rates(past *p) {
    uint64_t seed = 77;
    for (int64_t k = 0; k < FLOWS; k++) {
        int64_t s = k / (REGIONS * REGIONS), n = k / REGIONS % REGIONS, i = k % REGIONS;
        double base = 0.05 + 0.1 * small_random(&seed), move = small_random(&seed), which = small_random(&seed);
        if (s == GOODS || n == i) continue;
        p->rates[0][k] = (float)base;
        p->rates[1][k] = (float)(which < 0.5 ? base : base + 0.2 * move - 0.1 > 0 ? base + 0.2 * move - 0.1 : 0);
    }
}

/* The second year's flows are the model's own: X' pi' / (1 + tau'). */
static void write_second_year(selat_context *context, past *p) {
    selat_tariffs tariffs = {.name = "past", .n_regions = REGIONS, .n_sectors = SECTORS, .rate = p->rates[0]};
    selat_economy *economy;
    selat_trade_shock shock = {.tariff = p->rates[1]};
    selat_trade_options options = {.deficits = SELAT_DEFICITS_SHARE};
    selat_trade_result *result;
    double share[FLOWS];
    assert_ok(context, selat_economy_calibrate(context, p->table, &tariffs, &p->elasticities, NULL, &economy));
    assert_ok(context, selat_trade_solve(context, economy, &shock, &options, &result));
    assert_true(result->report.converged);
    assert_ok(context, selat_trade_new_shares(context, economy, &shock, result, share));
    for (int64_t k = 0; k < FLOWS; k++) {
        int64_t s = k / (REGIONS * REGIONS), n = k / REGIONS % REGIONS;
        p->panel->flow_musd[FLOWS + k] = (float)(result->expenditure[n * SECTORS + s] * share[k] / (1 + p->rates[1][k]));
    }
    selat_trade_result_destroy(context, result);
    selat_economy_destroy(context, economy);
}

static void make_past(selat_context *context, past *p) {
    memset(p, 0, sizeof *p);
    assert_ok(context, small_table_make(context, REGIONS, SECTORS, 21, &p->table));
    const char *codes[SECTORS];
    for (int64_t s = 0; s < SECTORS; s++) {
        codes[s] = s < GOODS ? p->table->sectors.codes[s] : "SVC";
        p->theta[s] = 3 + (double)s;
        p->error[s] = NAN;
    }
    p->elasticities = (selat_elasticities){.name = "past", .n_sectors = SECTORS, .theta = p->theta, .standard_error = p->error};
    selat_labels sectors;
    assert_ok(context, selat_labels_init(context, SECTORS, codes, NULL, &sectors));
    assert_ok(context, selat_panel_create(context, &p->table->regions, &sectors, 2017, 2, 2, &p->panel));
    selat_labels_clear(context, &sectors);
    assert_ok(context, selat_copy_text(context, "past", &p->panel->name));
    draw_rates(p);
    double flows[FLOWS];
    selat_table_flows_musd(p->table, flows);
    for (int64_t k = 0; k < FLOWS; k++) {
        p->panel->flow_musd[k] = (float)flows[k];
        p->panel->tariff[k] = (float)p->rates[0][k];
        p->panel->tariff[FLOWS + k] = (float)p->rates[1][k];
    }
    write_second_year(context, p);
}

static void drop_past(selat_context *context, past *p) {
    selat_panel_destroy(context, p->panel);
    selat_table_destroy(context, p->table);
}

static selat_backtest_inputs inputs_of(const past *p, const selat_window *window) {
    return (selat_backtest_inputs){.panel = p->panel, .table = p->table, .elasticities = &p->elasticities, .n_windows = 1,
                                   .windows = window, .deficits = SELAT_DEFICITS_SHARE};
}

static void test_a_past_by_the_model_is_predicted(void **state) {
    selat_context *context = *state;
    past p;
    make_past(context, &p);
    selat_window window = {2017, 2018};
    double sets[3][SECTORS];
    for (int k = 0; k < 3; k++) {
        for (int s = 0; s < SECTORS; s++) sets[k][s] = (0.5 + 0.5 * k) * p.theta[s];
    }
    bool korea[REGIONS] = {true}, others[REGIONS] = {false, true, true, true, true, true, true};
    selat_past_event event = {.name = "e", .window = window, .side_a = korea, .side_b = others};
    selat_past_events events = {1, &event};
    selat_backtest_inputs inputs = inputs_of(&p, &window);
    inputs.n_theta_sets = 3;
    inputs.theta_sets = &sets[0][0];
    inputs.events = &events;
    selat_backtest *b;
    assert_ok(context, selat_backtest_run(context, &inputs, &b));
    const selat_backtest_window *w = &b->windows[0];
    assert_true(w->solver.converged);
    assert_true(w->treated > 40 && w->treated < w->cells);
    for (int s = 0; s < SELAT_BACKTEST_SAMPLES; s++) {
        assert_close(w->fit[s].slope, 1, 1e-4);
        assert_close(w->fit[s].r2, 1, 1e-5);
        assert_true(w->fit[s].rank_correlation > 0.999 && w->fit[s].explained > 0.9999);
    }
    assert_true(w->fit[SELAT_BACKTEST_TREATED].coverage > 0.9); /* theta halved to one and a half times */
    assert_close(w->sd_actual, w->sd_predicted, 1e-4 * w->sd_actual);
    assert_true(b->events[0].cells > 5);
    assert_close(b->events[0].actual, b->events[0].predicted, 1e-5);
    int64_t binned = 0;
    for (int k = 0; k < SELAT_BACKTEST_BINS; k++) binned += w->bin_cells[k];
    assert_int_equal(binned, w->cells);
    selat_backtest_destroy(context, b);
    drop_past(context, &p);
}

/* The model with twice the elasticity predicts about twice the change: the slope says so. */
static void test_a_wrong_theta_shows_in_the_slope(void **state) {
    selat_context *context = *state;
    past p;
    make_past(context, &p);
    selat_window window = {2017, 2018};
    for (int s = 0; s < SECTORS; s++) p.theta[s] *= 2;
    selat_backtest_inputs inputs = inputs_of(&p, &window);
    selat_backtest *b;
    assert_ok(context, selat_backtest_run(context, &inputs, &b));
    assert_close(b->windows[0].fit[SELAT_BACKTEST_WITHIN].slope, 0.5, 0.05);
    assert_true(isnan(b->windows[0].fit[SELAT_BACKTEST_ALL].coverage));
    selat_backtest_destroy(context, b);
    drop_past(context, &p);
}

static void test_threads_change_nothing(void **state) {
    selat_context *context = *state;
    past p;
    make_past(context, &p);
    selat_window window = {2017, 2018};
    double sets[6][SECTORS];
    for (int k = 0; k < 6; k++) {
        for (int s = 0; s < SECTORS; s++) sets[k][s] = (0.7 + 0.1 * k) * p.theta[s];
    }
    selat_backtest_inputs inputs = inputs_of(&p, &window);
    inputs.n_theta_sets = 6;
    inputs.theta_sets = &sets[0][0];
    selat_backtest *b[2];
    for (int k = 0; k < 2; k++) {
        assert_ok(context, selat_set_threads(context, 1 + 3 * k));
        assert_ok(context, selat_backtest_run(context, &inputs, &b[k]));
    }
    assert_memory_equal(b[0]->windows[0].fit, b[1]->windows[0].fit, sizeof b[0]->windows[0].fit);
    assert_memory_equal(b[0]->windows[0].bin_actual, b[1]->windows[0].bin_actual, sizeof b[0]->windows[0].bin_actual);
    assert_true(b[0]->windows[0].band_width == b[1]->windows[0].band_width);
    for (int k = 0; k < 2; k++) selat_backtest_destroy(context, b[k]);
    drop_past(context, &p);
}

/* Drawn by position: fewer draws are the first of more; the mean of many is near the estimate; held within 1 to 20. */
static void test_drawn_theta(void **state) {
    selat_context *context = *state;
    enum { DRAWS = 4000 };
    double theta[SECTORS] = {4, 5, 8, 3, 6}, error[SECTORS] = {0.8, 1, 1.6, 0.6, 1.2}, sum[SECTORS] = {0}, few[10 * SECTORS];
    double *many = calloc(DRAWS * SECTORS, sizeof *many);
    selat_elasticities e = {.name = "e", .n_sectors = SECTORS, .theta = theta, .standard_error = error};
    assert_ok(context, selat_backtest_draw_theta(context, &e, 0, NULL, DRAWS, 7, many));
    assert_ok(context, selat_backtest_draw_theta(context, &e, 0, NULL, 10, 7, few));
    assert_memory_equal(few, many, sizeof few);
    for (int k = 0; k < DRAWS * SECTORS; k++) {
        assert_true(many[k] >= 1 && many[k] <= 20);
        sum[k % SECTORS] += many[k] / DRAWS;
    }
    for (int s = 0; s < SECTORS; s++) assert_close(sum[s], theta[s], 4 * error[s] / sqrt(DRAWS));
    free(many);
}

static void test_bad_windows_and_regions(void **state) {
    selat_context *context = *state;
    past p;
    make_past(context, &p);
    static const selat_window bad[] = {{2016, 2018}, {2017, 2019}, {2018, 2017}, {2017, 2017}};
    selat_backtest *b;
    for (int k = 0; k < 4; k++) {
        selat_backtest_inputs inputs = inputs_of(&p, &bad[k]);
        assert_int_equal(selat_backtest_run(context, &inputs, &b), SELAT_BAD_INPUT);
        assert_message_has(context, "within 2017 and 2018");
        assert_null(b);
    }
    selat_window window = {2017, 2018};
    selat_backtest_inputs inputs = inputs_of(&p, &window);
    p.panel->regions.codes[2][0] = 'X';
    assert_int_equal(selat_backtest_run(context, &inputs, &b), SELAT_BAD_INPUT);
    assert_message_has(context, "the same regions");
    drop_past(context, &p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_means_by_two_groupings),
        TEST(test_slope_and_clustered_error),
        TEST(test_fit_by_hand),
        TEST(test_order_is_stable),
        TEST(test_a_past_by_the_model_is_predicted),
        TEST(test_a_wrong_theta_shows_in_the_slope),
        TEST(test_threads_change_nothing),
        TEST(test_drawn_theta),
        TEST(test_bad_windows_and_regions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

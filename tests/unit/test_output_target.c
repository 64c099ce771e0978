/* Measures at the producer: the trade model's answer to productivity, to an output that is asked for and to export
   taxes, on a random table. */
#include "unit.h"

#include "base/memory.h"
#include "run/run.h"
#include "small_table.h"

enum { R = 5, S = 4, KOR = 0, MYS = 1 };

typedef struct world {
    selat_table *table;
    selat_tariffs tariffs;
    selat_elasticities elasticities;
    selat_economy *economy;
    double rate[S * R * R], theta[S], error[S];
    bool missing[R];
    selat_measure measures[3];
    int64_t regions[2], products[2];
    selat_accord accord;
    selat_run_inputs inputs;
} world;

static void make_world(selat_context *context, world *w) {
    *w = (world){.regions = {KOR, MYS}, .products = {2, 1}};
    assert_ok(context, small_table_make(context, R, S, 7, &w->table));
    for (int s = 0; s < S; s++) w->theta[s] = 3 + s;
    for (int s = 0; s < S - 1; s++) {
        for (int n = 0; n < R; n++) {
            for (int i = 0; i < R; i++) w->rate[(s * R + n) * R + i] = n == i ? 0 : 0.05;
        }
    }
    w->tariffs = (selat_tariffs){.n_regions = R, .n_sectors = S, .rate = w->rate, .importer_missing = w->missing};
    w->elasticities = (selat_elasticities){.n_sectors = S, .theta = w->theta, .standard_error = w->error};
    assert_ok(context, selat_economy_calibrate(context, w->table, &w->tariffs, &w->elasticities, NULL, &w->economy));
    w->accord = (selat_accord){.path = "a.yaml", .deficits = SELAT_DEFICITS_SHARE, .measures = w->measures};
    w->inputs = (selat_run_inputs){
        .accord = &w->accord, .table = w->table, .tariffs = &w->tariffs, .elasticities = &w->elasticities};
}

static void drop_world(selat_context *context, world *w) {
    selat_economy_destroy(context, w->economy);
    selat_table_destroy(context, w->table);
}

/* `region` and `product` are positions in the world's lists. */
static void add_capacity(world *w, int region, int product, double productivity, double output_musd) {
    w->measures[w->accord.n_measures++] = (selat_measure){.kind = SELAT_MEASURE_CAPACITY,
                                                          .line = 4,
                                                          .from = 2025,
                                                          .full = 2026,
                                                          .until = 2030,
                                                          .n_regions = 1,
                                                          .regions = &w->regions[region],
                                                          .n_products = 1,
                                                          .products = &w->products[product],
                                                          .buyer = -1,
                                                          .seller = -1,
                                                          .product = -1,
                                                          .giver = -1,
                                                          .output_given = output_musd != 0,
                                                          .productivity = productivity,
                                                          .output_musd = output_musd};
}

typedef struct solved {
    selat_trade_shock shock;
    selat_trade_result *result;
    int64_t n_targets;
    selat_output_target *targets;
} solved;

static selat_status try_solve(selat_context *context, const world *w, int64_t year, solved *out) {
    *out = (solved){0};
    return run_solve_accord(context, &w->inputs, &w->accord, w->economy, year, NULL, &out->shock, &out->result,
                            &out->n_targets, &out->targets);
}

static void drop_solved(selat_context *context, solved *one) {
    selat_trade_shock_clear(context, &one->shock);
    selat_trade_result_destroy(context, one->result);
    selat_release(context, one->targets);
}

static double volume(const world *w, const solved *one, int region, int product) {
    int64_t at = w->regions[region] * S + w->products[product];
    return one->result->output[at] / one->result->cost_hat[at] * run_productivity_hat(w->economy, &one->shock, at);
}

/* The productivity that reaches an output is the one that gives that output when it is given. */
static void test_output_and_productivity_agree(void **state) {
    selat_context *context = *state;
    world w;
    make_world(context, &w);
    add_capacity(&w, 0, 0, 0.1, 0);
    solved given;
    assert_ok(context, try_solve(context, &w, 2026, &given));
    assert_int_equal(given.n_targets, 0);
    assert_close(given.shock.technology_hat[KOR * S + 2], pow(1.1, 5), 1e-14); /* theta 5 */
    double more = volume(&w, &given, 0, 0) - w.economy->output[KOR * S + 2];
    assert_true(more > 0);
    w.accord.n_measures = 0;
    add_capacity(&w, 0, 0, 0, more);
    solved found;
    assert_ok(context, try_solve(context, &w, 2026, &found));
    assert_int_equal(found.n_targets, 1);
    assert_true(found.targets[0].converged);
    assert_true(found.targets[0].solves <= 12);
    assert_close(found.targets[0].productivity, 0.1, 1e-8);
    assert_close(found.targets[0].reached_musd / more, 1, 1e-7);
    assert_close(found.targets[0].reference_musd / w.economy->output[KOR * S + 2], 1, 1e-10);
    for (int n = 0; n < R; n++) {
        assert_close(found.result->real_income_hat[n], given.result->real_income_hat[n], 1e-9);
    }
    drop_solved(context, &given);
    drop_solved(context, &found);
    drop_world(context, &w);
}

static void test_phase_in_scales_the_output(void **state) {
    selat_context *context = *state;
    world w;
    make_world(context, &w);
    double amount = 0.2 * w.economy->output[KOR * S + 2];
    add_capacity(&w, 0, 0, 0, amount);
    solved half, full;
    assert_ok(context, try_solve(context, &w, 2025, &half));
    assert_ok(context, try_solve(context, &w, 2026, &full));
    assert_close(half.targets[0].amount_musd, amount / 2, 1e-9 * amount);
    assert_close(volume(&w, &half, 0, 0) - w.economy->output[KOR * S + 2], amount / 2, 1e-7 * amount);
    assert_close(volume(&w, &full, 0, 0) - w.economy->output[KOR * S + 2], amount, 1e-7 * amount);
    drop_solved(context, &half);
    drop_solved(context, &full);
    assert_ok(context, try_solve(context, &w, 2031, &full)); /* over */
    assert_int_equal(full.n_targets, 0);
    assert_null(full.shock.technology_hat);
    drop_solved(context, &full);
    drop_world(context, &w);
}

/* Three at once, one of them a fall, all counted from the world with the fourth measure, a productivity. */
static void test_several_outputs_at_once(void **state) {
    selat_context *context = *state;
    world w;
    make_world(context, &w);
    add_capacity(&w, 1, 1, 0.2, 0);
    solved before;
    assert_ok(context, try_solve(context, &w, 2026, &before));
    double base[2] = {volume(&w, &before, 0, 0), volume(&w, &before, 1, 0)};
    add_capacity(&w, 0, 0, 0, 0.5 * base[0]);
    add_capacity(&w, 1, 0, 0, -0.3 * base[1]);
    solved after;
    assert_ok(context, try_solve(context, &w, 2026, &after));
    assert_int_equal(after.n_targets, 2);
    for (int k = 0; k < 2; k++) {
        assert_int_equal(after.targets[k].measure, k + 1);
        assert_true(after.targets[k].converged);
        assert_close(after.targets[k].reference_musd / base[k], 1, 1e-9);
    }
    assert_close(volume(&w, &after, 0, 0) / base[0], 1.5, 2e-9);
    assert_close(volume(&w, &after, 1, 0) / base[1], 0.7, 2e-9);
    assert_true(after.targets[0].productivity > 0 && after.targets[1].productivity < 0);
    drop_solved(context, &before);
    drop_solved(context, &after);
    drop_world(context, &w);
}

static void test_outputs_that_cannot_be(void **state) {
    selat_context *context = *state;
    world w;
    make_world(context, &w);
    solved one;
    add_capacity(&w, 0, 0, 0, -2 * w.economy->output[KOR * S + 2]);
    assert_int_equal(try_solve(context, &w, 2026, &one), SELAT_BAD_INPUT);
    assert_message_has(context, "a.yaml:4: capacity.output: found");
    assert_message_has(context, "expected a fall by less than all of the output");
    drop_solved(context, &one);
    w.accord.n_measures = 0;
    add_capacity(&w, 0, 0, 0, 5);
    w.regions[0] = R - 1, w.products[0] = S - 1; /* the table's industry without output */
    assert_int_equal(try_solve(context, &w, 2026, &one), SELAT_BAD_INPUT);
    assert_message_has(context, "expected industries that produce something");
    drop_solved(context, &one);
    w.regions[0] = KOR, w.products[0] = 2;
    w.accord.n_measures = 0;
    add_capacity(&w, 0, 0, 0, 5);
    add_capacity(&w, 0, 0, 0, 9); /* the same industry cannot make 5 and 9 more */
    assert_ok(context, try_solve(context, &w, 2026, &one));
    assert_false(one.targets[0].converged || one.targets[1].converged);
    assert_false(one.result->report.converged);
    assert_true(one.targets[0].solves <= 61);
    drop_solved(context, &one);
    drop_world(context, &w);
}

/* What all regions' exporters collect is the tax on the new producer values, and it is income: without inputs of its
   own in the base, income = wages + tariff revenue + tax + deficit. */
static void test_export_tax_is_income(void **state) {
    selat_context *context = *state;
    world w;
    make_world(context, &w);
    int64_t importers[R] = {0, 1, 2, 3, 4};
    w.measures[0] = (selat_measure){.kind = SELAT_MEASURE_EXPORT_TAX, .from = 2025, .full = 2025, .until = 2030,
                                    .n_importers = R, .importers = importers, .n_exporters = 1, .exporters = w.regions,
                                    .n_products = 1, .products = w.products, .buyer = -1, .seller = -1, .product = -1,
                                    .giver = -1, .export_tax = 0.08};
    w.accord.n_measures = 1;
    solved taxed;
    assert_ok(context, try_solve(context, &w, 2025, &taxed));
    double *share, collected = 0;
    assert_ok(context, selat_new(context, S * R * R, &share));
    assert_ok(context, selat_trade_new_shares(context, w.economy, &taxed.shock, taxed.result, share));
    for (int n = 0; n < R; n++) {
        int64_t at = (2 * R + n) * R + KOR;
        if (n == KOR) {
            assert_close(taxed.shock.export_rent_hat[at], 1, 0);
            continue;
        }
        assert_close(taxed.shock.export_rent_hat[at], 1.08, 1e-15);
        double border = taxed.result->expenditure[n * S + 2] * share[at] / 1.05; /* with the tax */
        collected += border * 0.08 / 1.08;
    }
    double tariffs = taxed.result->tariff_revenue[KOR];
    assert_true(collected > 0);
    assert_close((taxed.result->transfers[KOR] - tariffs) / collected, 1, 1e-9);
    assert_close(taxed.result->transfers[MYS] / taxed.result->tariff_revenue[MYS], 1, 1e-12);
    selat_release(context, share);
    drop_solved(context, &taxed);
    drop_world(context, &w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_output_and_productivity_agree), TEST(test_phase_in_scales_the_output),
        TEST(test_several_outputs_at_once),       TEST(test_outputs_that_cannot_be),
        TEST(test_export_tax_is_income),
    };
    return cmocka_run_group_tests_name("output target", tests, NULL, NULL);
}

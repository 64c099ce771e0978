/* Hard cases of the trade solver: 500 random economies, the theta of the paper, homogeneity, paths, Walras,
   permutations, merged regions, threads, solves one after the other. */
#include "unit.h"

#include "base/memory.h"
#include "random_economy.h"

enum { ECONOMIES = 500, AT_LEAST = 495 };

static selat_trade_result *solve(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                                 selat_trade_options options) {
    selat_trade_result *result;
    assert_ok(context, selat_trade_solve(context, economy, shock, &options, &result));
    if (!result->report.converged) {
        fail_msg("%s after %lld iterations: residual %g", selat_reason_name(result->report.reason),
                 (long long)result->report.iterations, result->report.residual);
    }
    return result;
}

static double *random_rates(selat_context *context, const selat_economy *economy, uint64_t seed) {
    double *tariff;
    assert_ok(context, selat_new(context, economy->n_sectors * economy->n_regions * economy->n_regions, &tariff));
    random_tariffs(economy, 0.9, &seed, tariff);
    return tariff;
}

static int64_t draw_size(uint64_t *seed, int64_t low, int64_t high) {
    return low + (int64_t)((double)(high - low + 1) * random_uniform(seed));
}

/* ---- 500 economies ---- */

typedef struct tally {
    int direct, in_steps, failed;
    int64_t iterations, most;
} tally;

static void count_one(selat_context *context, uint64_t number, const selat_trade_options *options, tally *out) {
    uint64_t seed = 1000 + number;
    int64_t R = draw_size(&seed, 2, 16), S = draw_size(&seed, 1, 15);
    selat_economy *economy;
    selat_trade_result *result;
    assert_ok(context, random_economy_make(context, R, S, 77 + number, &economy));
    selat_trade_shock shock = {.tariff = random_rates(context, economy, seed)};
    assert_ok(context, selat_trade_solve(context, economy, &shock, options, &result));
    const selat_trade_report *report = &result->report;
    if (report->converged) assert_true(report->residual <= 1e-12);
    out->direct += report->converged && report->steps == 1;
    out->in_steps += report->converged && report->steps == 10;
    out->failed += !report->converged;
    out->iterations += report->iterations;
    out->most = report->iterations > out->most ? report->iterations : out->most;
    selat_trade_result_destroy(context, result);
    selat_trade_shock_clear(context, &shock);
    selat_economy_destroy(context, economy);
}

static void test_random_economies(void **state) {
    static const struct {
        const char *name;
        selat_trade_options options;
    } cases[] = {
        {"nominal deficits", {.deficits = SELAT_DEFICITS_NOMINAL}},
        {"zero deficits", {.deficits = SELAT_DEFICITS_ZERO}},
        {"immobile labour", {.labour = SELAT_LABOUR_IMMOBILE}},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        tally count = {0};
        for (uint64_t n = 0; n < ECONOMIES; n++)
            count_one(*state, n, &cases[k].options, &count);
        print_message("# %s: %d of %d directly, %d in ten steps, %d not; iterations %.1f on average, at most %lld\n",
                      cases[k].name, count.direct, ECONOMIES, count.in_steps, count.failed,
                      (double)count.iterations / ECONOMIES, (long long)count.most);
        assert_true(count.direct >= AT_LEAST);
        assert_int_equal(count.failed, 0);
    }
}

/* ---- continuation ---- */

static void test_steps_reach_the_direct_solution(void **state) {
    selat_context *context = *state;
    enum { R = 6, S = 5, CELLS = S * R * R };
    selat_economy *economy;
    assert_ok(context, random_economy_make(context, R, S, 9, &economy));
    double iceberg[CELLS], technology[R * S], labour[R];
    uint64_t seed = 3;
    for (int k = 0; k < CELLS; k++)
        iceberg[k] = k / R % R == k % R ? 1 : 0.7 + 0.6 * random_uniform(&seed);
    for (int k = 0; k < R * S; k++)
        technology[k] = 0.5 + random_uniform(&seed);
    for (int n = 0; n < R; n++)
        labour[n] = 0.5 + random_uniform(&seed);
    selat_purchase bought = {
        .buyer = 1, .seller = 2, .sector = 0, .amount = 0.02 * economy->value_added[1], .giver = -1};
    double *tariff = random_rates(context, economy, 8);
    selat_trade_shock shock = {tariff, iceberg, iceberg, iceberg, technology, labour, 1, &bought};
    selat_trade_options options = {0};
    selat_trade_result *direct = solve(context, economy, &shock, options), *stepped;
    assert_ok(context, selat_trade_solve_by_steps(context, economy, &shock, &options, 10, &stepped));
    assert_true(stepped->report.converged && stepped->report.steps == 10 && direct->report.steps == 1);
    assert_true(stepped->report.iterations > direct->report.iterations);
    for (int n = 0; n < R; n++)
        assert_close(stepped->real_income_hat[n], direct->real_income_hat[n], 1e-11);
    for (int k = 0; k < R * S; k++)
        assert_close(stepped->price_hat[k] / direct->price_hat[k], 1, 1e-11);
    selat_trade_result_destroy(context, stepped);
    assert_int_equal(selat_trade_solve_by_steps(context, economy, &shock, &options, 0, &stepped), SELAT_BAD_INPUT);
    assert_message_has(context, "found 0, expected 1 to 1000");
    selat_trade_result_destroy(context, direct);
    selat_release(context, tariff);
    selat_economy_destroy(context, economy);
}

/* Rates moved by up to 90 percentage points either way (not below -50 %) in the short run: beyond any agreement, and
   too much for the direct search now and then. Ten steps solve most of those, and say so. */
static void test_steps_are_taken_where_the_direct_search_fails(void **state) {
    selat_context *context = *state;
    int failed = 0, rescued = 0;
    for (uint64_t number = 0; number < 40; number++) {
        uint64_t seed = 1000 + number;
        int64_t R = draw_size(&seed, 2, 16), S = draw_size(&seed, 1, 15);
        selat_economy *economy;
        selat_trade_result *direct, *result;
        assert_ok(context, random_economy_make(context, R, S, 77 + number, &economy));
        selat_trade_shock shock = {.tariff = random_rates(context, economy, seed)};
        for (int64_t k = 0; k < S * R * R; k++) {
            double rate = economy->tariff[k] + 0.9 * (2 * random_uniform(&seed) - 1);
            shock.tariff[k] = k / R % R == k % R ? 0 : fmax(rate, -0.5);
        }
        selat_trade_options options = {.labour = SELAT_LABOUR_IMMOBILE, .direct = true};
        assert_ok(context, selat_trade_solve(context, economy, &shock, &options, &direct));
        options.direct = false;
        assert_ok(context, selat_trade_solve(context, economy, &shock, &options, &result));
        assert_int_equal(direct->report.steps, 1);
        if (!direct->report.converged) {
            failed++;
            rescued += result->report.converged;
            assert_true(direct->report.reason != SELAT_CONVERGED);
            assert_true(result->report.residual <= direct->report.residual);
            assert_true(result->report.iterations >= direct->report.iterations);
        }
        if (!direct->report.converged && result->report.converged) {
            assert_int_equal(result->report.steps, 10);
            assert_string_equal(selat_trade_warning(&result->report),
                                "solved in steps: the direct search did not converge");
        }
        selat_trade_result_destroy(context, direct);
        selat_trade_result_destroy(context, result);
        selat_trade_shock_clear(context, &shock);
        selat_economy_destroy(context, economy);
    }
    print_message("# beyond agreements: %d of 40 not directly, %d of these in ten steps\n", failed, rescued);
    assert_true(rescued >= 1 && 2 * rescued > failed);
}

/* ---- what must not matter ---- */

static void scale_money(selat_economy *economy, double factor) {
    int64_t R = economy->n_regions, S = economy->n_sectors;
    for (int64_t k = 0; k < R * S; k++)
        economy->expenditure[k] *= factor, economy->output[k] *= factor;
    for (int64_t n = 0; n < R; n++) {
        economy->value_added[n] *= factor, economy->tariff_revenue[n] *= factor, economy->deficit[n] *= factor;
    }
}

static void test_unit_of_money(void **state) {
    selat_context *context = *state;
    for (int which = 0; which < 6; which++) {
        selat_economy *economy, *other;
        assert_ok(context, random_economy_make(context, 7, 6, 15, &economy));
        assert_ok(context, selat_economy_copy(context, economy, &other));
        scale_money(other, 1e6);
        selat_trade_shock shock = {.tariff = random_rates(context, economy, 1)};
        selat_trade_options options = {.deficits = (selat_deficits)(which % 4),
                                       .labour = which < 4 ? SELAT_LABOUR_MOBILE : SELAT_LABOUR_IMMOBILE};
        selat_trade_result *a = solve(context, economy, &shock, options), *b = solve(context, other, &shock, options);
        for (int n = 0; n < 7; n++) {
            assert_close(a->wage_hat[n], b->wage_hat[n], 1e-12);
            assert_close(a->real_income_hat[n], b->real_income_hat[n], 1e-12);
        }
        selat_trade_result_destroy(context, a);
        selat_trade_result_destroy(context, b);
        selat_trade_shock_clear(context, &shock);
        selat_economy_destroy(context, economy);
        selat_economy_destroy(context, other);
    }
}

/* One step, or ten on ten bases made one from the other. */
static void test_path_does_not_matter(void **state) {
    selat_context *context = *state;
    enum { R = 6, S = 5, CELLS = S * R * R, STEPS = 10 };
    for (int which = 0; which < 3; which++) {
        selat_economy *economy, *base, *next;
        assert_ok(context, random_economy_make(context, R, S, 25, &economy));
        assert_ok(context, selat_economy_copy(context, economy, &base));
        selat_trade_options options = {.deficits = which == 2 ? SELAT_DEFICITS_MULTIPLICATIVE : SELAT_DEFICITS_NOMINAL,
                                       .labour = which == 1 ? SELAT_LABOUR_IMMOBILE : SELAT_LABOUR_MOBILE};
        double *tariff = random_rates(context, economy, 4), partial[CELLS], welfare[R];
        selat_trade_shock whole = {.tariff = tariff}, part = {.tariff = partial};
        selat_trade_result *at_once = solve(context, economy, &whole, options);
        for (int n = 0; n < R; n++)
            welfare[n] = 1;
        for (int step = 1; step <= STEPS; step++) {
            for (int k = 0; k < CELLS; k++) {
                partial[k] = economy->tariff[k] + (tariff[k] - economy->tariff[k]) * step / STEPS;
            }
            selat_trade_result *r = solve(context, base, &part, options);
            for (int n = 0; n < R; n++)
                welfare[n] *= r->real_income_hat[n];
            assert_ok(context, selat_economy_rebase(context, base, &part, r, &next));
            selat_trade_result_destroy(context, r);
            selat_economy_destroy(context, base);
            base = next;
        }
        for (int n = 0; n < R; n++)
            assert_close(welfare[n], at_once->real_income_hat[n], 1e-8);
        for (int k = 0; k < R * S; k++)
            assert_close(base->output[k] / at_once->output[k], 1, 1e-8);
        selat_trade_result_destroy(context, at_once);
        selat_release(context, tariff);
        selat_economy_destroy(context, base);
        selat_economy_destroy(context, economy);
    }
}

/* Walras: the equations do not ask that spending be income, and it is; nor that deficits be imports less exports. */
static void test_walras(void **state) {
    selat_context *context = *state;
    enum { R = 8, S = 6, CELLS = S * R * R };
    for (int which = 0; which < 8; which++) {
        selat_economy *economy;
        assert_ok(context, random_economy_make(context, R, S, 35, &economy));
        selat_trade_shock shock = {.tariff = random_rates(context, economy, 2)};
        selat_trade_options options = {.deficits = (selat_deficits)(which % 4), .labour = (selat_labour)(which / 4)};
        selat_trade_result *r = solve(context, economy, &shock, options);
        double shares[CELLS], balance[R] = {0}, spent[R] = {0};
        assert_ok(context, selat_trade_new_shares(context, economy, &shock, r, shares));
        for (int k = 0; k < CELLS; k++) {
            int j = k / (R * R), n = k / R % R, i = k % R;
            double flow = r->expenditure[n * S + j] * shares[k] / (1 + shock.tariff[k]);
            balance[n] += flow;
            balance[i] -= flow;
        }
        for (int at = 0; at < R * S; at++) {
            spent[at / S] += r->expenditure[at];
            spent[at / S] -= r->output[at] * (1 - economy->value_share[at]);
        }
        for (int n = 0; n < R; n++) {
            assert_close(balance[n] / r->income[n], r->deficit[n] / r->income[n], 1e-11);
            assert_close(spent[n] / r->income[n], 1, 1e-11);
        }
        selat_trade_result_destroy(context, r);
        selat_trade_shock_clear(context, &shock);
        selat_economy_destroy(context, economy);
    }
}

/* `to` gets the economy with region k where `from` has region order[k]; regions given more than once share what the one
   had in parts of weight[k]. */
static void rearrange(const selat_economy *from, const int64_t *order, const double *weight, selat_economy *to) {
    int64_t R = to->n_regions, Q = from->n_regions, S = from->n_sectors;
    memcpy(to->theta, from->theta, (size_t)S * sizeof(double));
    for (int64_t n = 0; n < R; n++) {
        int64_t old = order[n];
        to->value_added[n] = weight[n] * from->value_added[old];
        to->deficit[n] = weight[n] * from->deficit[old];
        memcpy(to->input_share + n * S * S, from->input_share + old * S * S, (size_t)(S * S) * sizeof(double));
        memcpy(to->value_share + n * S, from->value_share + old * S, (size_t)S * sizeof(double));
        memcpy(to->demand_share + n * S, from->demand_share + old * S, (size_t)S * sizeof(double));
        for (int64_t j = 0; j < S; j++) {
            to->expenditure[n * S + j] = weight[n] * from->expenditure[old * S + j];
            for (int64_t i = 0; i < R; i++) {
                to->pi[(j * R + n) * R + i] = weight[i] * from->pi[(j * Q + old) * Q + order[i]];
                to->tariff[(j * R + n) * R + i] = from->tariff[(j * Q + old) * Q + order[i]];
            }
        }
    }
    selat_economy_totals(to);
}

/* Solves both and compares region by region. */
static void check_rearranged(selat_context *context, int64_t R, const int64_t *order, const double *weight) {
    enum { Q = 6, S = 5 };
    static const char *const codes[] = {"A", "B", "C", "D", "E", "F", "G"};
    selat_economy *from, *to;
    selat_labels regions;
    assert_ok(context, random_economy_make(context, Q, S, 45, &from));
    assert_ok(context, selat_labels_init(context, R, codes, NULL, &regions));
    assert_ok(context, selat_economy_create(context, &regions, &from->sectors, &to));
    rearrange(from, order, weight, to);
    double *tariff = random_rates(context, from, 6), *other;
    assert_ok(context, selat_new(context, S * R * R, &other));
    for (int64_t k = 0; k < S * R * R; k++)
        other[k] = tariff[(k / (R * R) * Q + order[k / R % R]) * Q + order[k % R]];
    selat_trade_shock shock = {.tariff = tariff}, moved = {.tariff = other};
    for (int which = 0; which < 4; which++) {
        selat_trade_options options = {.deficits = (selat_deficits)which};
        selat_trade_result *a = solve(context, from, &shock, options), *b = solve(context, to, &moved, options);
        for (int64_t n = 0; n < R; n++) {
            assert_close(b->wage_hat[n], a->wage_hat[order[n]], 1e-11);
            assert_close(b->real_income_hat[n], a->real_income_hat[order[n]], 1e-11);
            assert_close(b->terms_of_trade[n], a->terms_of_trade[order[n]], 1e-11);
            assert_close(b->income[n] / a->income[order[n]], weight[n], 1e-11);
        }
        selat_trade_result_destroy(context, a);
        selat_trade_result_destroy(context, b);
    }
    selat_release(context, tariff);
    selat_release(context, other);
    selat_labels_clear(context, &regions);
    selat_economy_destroy(context, from);
    selat_economy_destroy(context, to);
}

static void test_order_of_regions(void **state) {
    check_rearranged(*state, 6, (const int64_t[]){4, 2, 0, 5, 1, 3}, (const double[]){1, 1, 1, 1, 1, 1});
}

/* Region C as two regions alike but for their size is region C. */
static void test_two_identical_regions_are_one(void **state) {
    check_rearranged(*state, 7, (const int64_t[]){0, 1, 2, 3, 4, 5, 2}, (const double[]){1, 1, 0.3, 1, 1, 1, 0.7});
}

static void test_threads_do_not_matter(void **state) {
    selat_context *context = *state;
    selat_economy *economy;
    assert_ok(context, random_economy_make(context, 12, 9, 55, &economy));
    selat_trade_shock shock = {.tariff = random_rates(context, economy, 5)};
    selat_trade_result *one = solve(context, economy, &shock, (selat_trade_options){0});
    assert_ok(context, selat_set_threads(context, 2));
    selat_trade_result *two = solve(context, economy, &shock, (selat_trade_options){0});
    assert_memory_equal(one->real_income_hat, two->real_income_hat, 12 * sizeof(double));
    assert_memory_equal(one->output, two->output, 12 * 9 * sizeof(double));
    assert_int_equal(one->report.iterations, two->report.iterations);
    selat_trade_result_destroy(context, one);
    selat_trade_result_destroy(context, two);
    selat_trade_shock_clear(context, &shock);
    selat_economy_destroy(context, economy);
}

/* ---- solves one after the other ---- */

/* A slider: every tariff times 1, 0.98, ... on one solver; each solution is that of a fresh solve, found in fewer
   steps, also over a change of closure in between. */
static void test_a_solver_goes_on_from_the_last_solution(void **state) {
    selat_context *context = *state;
    enum { R = 10, S = 8, CELLS = S * R * R, STEPS = 12 };
    selat_economy *economy;
    selat_trade_solver *solver;
    assert_ok(context, random_economy_make(context, R, S, 65, &economy));
    assert_ok(context, selat_trade_solver_create(context, economy, &solver));
    double tariff[CELLS];
    selat_trade_shock shock = {.tariff = tariff};
    int64_t fresh_total = 0, warm_total = 0;
    for (int step = 0; step < STEPS; step++) {
        for (int k = 0; k < CELLS; k++)
            tariff[k] = economy->tariff[k] * (0.9 - 0.02 * step);
        selat_trade_options options = {.labour = step == 8 ? SELAT_LABOUR_IMMOBILE : SELAT_LABOUR_MOBILE,
                                       .deficits = step == 9 ? SELAT_DEFICITS_ZERO : SELAT_DEFICITS_SHARE};
        selat_trade_result *fresh = solve(context, economy, &shock, options), *warm;
        assert_ok(context, selat_trade_solver_run(context, solver, &shock, &options, &warm));
        assert_true(warm->report.converged && warm->report.residual <= 1e-12);
        for (int n = 0; n < R; n++)
            assert_close(warm->real_income_hat[n], fresh->real_income_hat[n], 1e-11);
        for (int k = 0; k < R * S; k++)
            assert_close(warm->output[k] / fresh->output[k], 1, 1e-10);
        if (step > 2 && step < 8) {
            fresh_total += fresh->report.iterations;
            warm_total += warm->report.iterations;
        }
        selat_trade_result_destroy(context, fresh);
        selat_trade_result_destroy(context, warm);
    }
    print_message("# fresh %lld iterations, on one solver %lld\n", (long long)fresh_total, (long long)warm_total);
    assert_true(3 * warm_total <= 2 * fresh_total);
    selat_trade_solver_destroy(context, solver);
    selat_economy_destroy(context, economy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_random_economies),
        TEST(test_steps_reach_the_direct_solution),
        TEST(test_steps_are_taken_where_the_direct_search_fails),
        TEST(test_unit_of_money),
        TEST(test_path_does_not_matter),
        TEST(test_walras),
        TEST(test_order_of_regions),
        TEST(test_two_identical_regions_are_one),
        TEST(test_threads_do_not_matter),
        TEST(test_a_solver_goes_on_from_the_last_solution),
    };
    return cmocka_run_group_tests_name("trade_hard", tests, NULL, NULL);
}

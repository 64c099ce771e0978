/* Tariffs against each other, on economies small enough for the textbook formula and for brute force. */
#include "unit.h"

#include "base/memory.h"

/* Regions that make one product each from labour alone (or two products with the shares given), free trade in the base. */
static selat_economy *make_economy(selat_context *context, int64_t R, int64_t S, const double *theta, const double *size,
                                   double abroad) {
    static const char *const codes[] = {"AAA", "BBB", "CCC"}, *const products[] = {"one", "two"};
    selat_labels regions, sectors;
    selat_economy *e;
    assert_ok(context, selat_labels_init(context, R, codes, NULL, &regions));
    assert_ok(context, selat_labels_init(context, S, products, NULL, &sectors));
    assert_ok(context, selat_economy_create(context, &regions, &sectors, &e));
    selat_labels_clear(context, &regions);
    selat_labels_clear(context, &sectors);
    for (int64_t j = 0; j < S; j++) {
        e->theta[j] = theta[j];
        for (int64_t n = 0; n < R; n++) {
            double foreign = 0;
            for (int64_t i = 0; i < R; i++) {
                double share = n == i ? 0 : abroad * size[i]; /* X_ni = X_in: no deficits */
                e->pi[(j * R + n) * R + i] = share;
                foreign += share;
            }
            e->pi[(j * R + n) * R + n] = 1 - foreign;
            e->demand_share[n * S + j] = 1.0 / (double)S;
            e->value_share[n * S + j] = 1;
            e->expenditure[n * S + j] = size[n] / (double)S;
        }
    }
    for (int64_t n = 0; n < R; n++) e->value_added[n] = size[n];
    selat_economy_totals(e);
    assert_ok(context, selat_economy_prepare(context, e));
    return e;
}

/* Foreign's demand for home's goods at a relative price p, foreign tariff b and foreign share s of spending on them:
   ln M = -ln p + ln s + ln I + ..., s/(1-s) falls by theta dln p, income I = wL / (1 - b s / (1+b)); its elasticity is
   e = 1 + theta (1-s) (1+b) / (1 + b (1-s)), and the best tariff is 1 / (e - 1) (Gros 1987 for b = 0). */
static double textbook(double theta, double s, double b) {
    return (1 + b * (1 - s)) / (theta * (1 - s) * (1 + b));
}

static double foreign_share(selat_context *context, const selat_economy *e, const selat_nash_point *at, double *home) {
    double tariff[4] = {0, at->rate[0][0], at->rate[1][0], 0}, share[4];
    selat_trade_shock shock = {.tariff = tariff};
    selat_trade_options options = {.deficits = SELAT_DEFICITS_NOMINAL};
    selat_trade_result *result;
    assert_ok(context, selat_trade_solve(context, e, &shock, &options, &result));
    assert_ok(context, selat_trade_new_shares(context, e, &shock, result, share));
    *home = result->real_income_hat[0];
    selat_trade_result_destroy(context, result);
    return share[2]; /* spending of region 1 on goods of 0 */
}

static void test_two_equal_regions(void **state) {
    selat_context *context = *state;
    static const double theta[] = {4}, size[] = {1, 1};
    static const int64_t party[2] = {0, 1};
    selat_economy *e = make_economy(context, 2, 1, theta, size, 0.2);
    selat_nash_options options = {.gain = 1e-13, .change = 1e-6};
    selat_nash *nash;
    assert_ok(context, selat_nash_solve(context, e, party, &options, &nash));
    assert_true(nash->converged && nash->at_highest == 0 && nash->failed_solves == 0);
    assert_true(nash->rounds <= 8 && nash->solves <= 500);
    assert_close(nash->status_quo.real_income_hat[0], 1, 1e-12);
    assert_close(nash->free_trade.real_income_hat[1], 1, 1e-12); /* the base is free trade */
    /* in symmetry s/(1-s) = (1/4) (1+t)^-4 and t = textbook(4, s, t), by bisection */
    double low = 0.05, high = 1;
    for (int k = 0; k < 60; k++) {
        double t = (low + high) / 2, odds = 0.25 * pow(1 + t, -4);
        if (textbook(4, odds / (1 + odds), t) > t)
            low = t;
        else
            high = t;
    }
    for (int k = 0; k < 2; k++) assert_close(nash->nash.rate[k][0], low, 2e-6);
    assert_true(low > 0.25 && low < 0.28);
    double home, s = foreign_share(context, e, &nash->alone[0], &home);
    assert_close(nash->alone[0].rate[0][0], textbook(4, s, 0), 2e-6);
    assert_close(nash->alone[0].real_income_hat[0], home, 1e-11);
    assert_true(nash->alone[0].real_income_hat[0] > 1 && nash->alone[0].real_income_hat[1] < 1);
    assert_true(nash->nash.real_income_hat[0] < 1); /* both lose: the prisoners' dilemma */
    assert_close(nash->nash.real_income_hat[0], nash->nash.real_income_hat[1], 1e-6); /* first order in the other's rate */
    selat_nash_destroy(context, nash);
    selat_economy_destroy(context, e);
}

/* No rate on a grid pays better than the one found, for either party; a third region looks on. */
static void no_profitable_deviation(selat_context *context, const selat_economy *e, const selat_nash *nash, bool by_product) {
    int64_t R = e->n_regions, S = e->n_sectors, cells = S * R * R;
    selat_trade_options options = {.deficits = SELAT_DEFICITS_NOMINAL};
    for (int k = 0; k < 2; k++) {
        for (int64_t j = 0; j < (by_product ? S : 1); j++) {
            for (int step = 0; step <= 100; step++) {
                selat_trade_shock shock = {0};
                selat_trade_result *result;
                assert_ok(context, selat_copy_doubles(context, e->tariff, cells, &shock.tariff));
                for (int64_t l = 0; l < S; l++) {
                    for (int side = 0; side < 2; side++) {
                        bool deviates = side == k && (l == j || !by_product);
                        shock.tariff[(l * R + side) * R + 1 - side] = deviates ? 0.01 * step : nash->nash.rate[side][l];
                    }
                }
                assert_ok(context, selat_trade_solve(context, e, &shock, &options, &result));
                assert_true(result->real_income_hat[k] <= nash->nash.real_income_hat[k] + 1e-10);
                selat_trade_result_destroy(context, result);
                selat_trade_shock_clear(context, &shock);
            }
        }
    }
}

static void test_no_deviation_pays(void **state) {
    selat_context *context = *state;
    static const double theta[] = {3, 8}, size[] = {1, 0.4, 2};
    static const int64_t party[2] = {0, 1};
    selat_economy *e = make_economy(context, 3, 2, theta, size, 0.1);
    selat_nash *uniform, *split;
    selat_nash_options options = {0};
    assert_ok(context, selat_nash_solve(context, e, party, &options, &uniform));
    assert_true(uniform->converged);
    no_profitable_deviation(context, e, uniform, false);
    for (int k = 0; k < 2; k++) assert_close(uniform->nash.rate[k][0], uniform->nash.rate[k][1], 0);
    options.by_product = true;
    assert_ok(context, selat_nash_solve(context, e, party, &options, &split));
    assert_true(split->converged);
    no_profitable_deviation(context, e, split, true);
    for (int k = 0; k < 2; k++) {
        assert_true(split->alone[k].real_income_hat[k] >= uniform->alone[k].real_income_hat[k]);
        assert_true(uniform->alone[k].real_income_hat[k] > uniform->status_quo.real_income_hat[k]);
    }
    selat_nash_destroy(context, uniform);
    selat_nash_destroy(context, split);
    selat_economy_destroy(context, e);
}

/* With one factor and linear technology the best import tariff is the same on every product, whatever the elasticities
   (Costinot, Donaldson, Vogel and Werning 2015): what is bought abroad has given prices, only the wage can be moved. */
static void test_best_rates_are_uniform_between_two_regions(void **state) {
    selat_context *context = *state;
    static const double theta[] = {3, 8}, size[] = {1, 0.6};
    static const int64_t party[2] = {0, 1};
    selat_economy *e = make_economy(context, 2, 2, theta, size, 0.2);
    selat_nash *uniform, *split;
    selat_nash_options options = {.gain = 1e-13, .change = 1e-6};
    assert_ok(context, selat_nash_solve(context, e, party, &options, &uniform));
    options.by_product = true;
    assert_ok(context, selat_nash_solve(context, e, party, &options, &split));
    assert_true(uniform->converged && split->converged);
    for (int k = 0; k < 2; k++) {
        for (int j = 0; j < 2; j++) {
            assert_close(split->alone[k].rate[k][j], uniform->alone[k].rate[k][0], 1e-5);
            assert_close(split->nash.rate[k][j], uniform->nash.rate[k][0], 1e-5);
        }
        assert_true(uniform->alone[k].rate[k][0] > 0.1);
    }
    selat_nash_destroy(context, uniform);
    selat_nash_destroy(context, split);
    selat_economy_destroy(context, e);
}

/* Only the second product may be taxed; the limit of 3 % binds and is counted; a round is not enough. */
static void test_limits(void **state) {
    selat_context *context = *state;
    static const double theta[] = {3, 8}, size[] = {1, 1};
    static const int64_t party[2] = {0, 1};
    static const bool taxed[] = {false, true};
    selat_economy *e = make_economy(context, 2, 2, theta, size, 0.2);
    selat_nash_options options = {.taxed = taxed, .highest = 0.03};
    selat_nash *nash;
    assert_ok(context, selat_nash_solve(context, e, party, &options, &nash));
    assert_true(nash->converged);
    assert_int_equal(nash->at_highest, 2);
    assert_close(nash->nash.rate[0][1], 0.03, 1e-7);
    assert_close(nash->nash.rate[0][0], 0, 0);
    selat_nash_destroy(context, nash);
    options = (selat_nash_options){.max_rounds = 1};
    assert_ok(context, selat_nash_solve(context, e, party, &options, &nash));
    assert_false(nash->converged);
    assert_int_equal(nash->rounds, 1);
    selat_nash_destroy(context, nash);
    selat_economy_destroy(context, e);
}

static void test_what_is_refused(void **state) {
    selat_context *context = *state;
    static const double theta[] = {4}, size[] = {1, 1, 1};
    selat_economy *e = make_economy(context, 3, 1, theta, size, 0.1);
    const int64_t same[2] = {1, 1}, outside[2] = {0, 3}, good[2] = {0, 1};
    static const bool none[] = {false};
    selat_nash_options options = {.taxed = none};
    selat_nash *nash;
    assert_int_equal(selat_nash_solve(context, e, same, NULL, &nash), SELAT_BAD_INPUT);
    assert_message_has(context, "expected two different regions");
    assert_int_equal(selat_nash_solve(context, e, outside, NULL, &nash), SELAT_BAD_INPUT);
    assert_int_equal(selat_nash_solve(context, e, good, &options, &nash), SELAT_BAD_INPUT);
    assert_message_has(context, "found no product to set rates on");
    options = (selat_nash_options){.gain = -1};
    assert_int_equal(selat_nash_solve(context, e, good, &options, &nash), SELAT_BAD_INPUT);
    e->pi[0 * 3 + 1] = 0, e->pi[0] = 0.9;
    assert_int_equal(selat_nash_solve(context, e, good, NULL, &nash), SELAT_BAD_INPUT);
    assert_message_has(context, "AAA buys from BBB none of the products");
    assert_null(nash);
    selat_economy_destroy(context, e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_two_equal_regions),
        TEST(test_no_deviation_pays),
        TEST(test_best_rates_are_uniform_between_two_regions),
        TEST(test_limits),
        TEST(test_what_is_refused),
    };
    return cmocka_run_group_tests_name("nash", tests, NULL, NULL);
}

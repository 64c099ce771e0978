/* Many solves on one solver, as behind a slider: against fresh solves, formulas written out plainly, refused shocks. */
#include "unit.h"

#include "base/memory.h"
#include "random_economy.h"

enum { R = 14, S = 9, CELLS = S * R * R };

/* ---- results do not depend on what was solved before ---- */

static void assert_same_result(const selat_economy *economy, const selat_trade_result *a, const selat_trade_result *b,
                               double tolerance) {
    for (int n = 0; n < R; n++) {
        double money = economy->value_added[n];
        assert_close(a->real_income_hat[n], b->real_income_hat[n], tolerance);
        assert_close(a->terms_of_trade[n], b->terms_of_trade[n], tolerance);
        assert_close(a->volume_of_trade[n], b->volume_of_trade[n], tolerance);
        assert_close(a->tariff_revenue[n] / money, b->tariff_revenue[n] / money, tolerance);
    }
    for (int k = 0; k < R * S; k++) {
        assert_close(a->price_hat[k] / b->price_hat[k], 1, tolerance);
        assert_close((a->output[k] - b->output[k]) / economy->value_added[k / S], 0, tolerance);
    }
}

/* Solves freshly and on the solver, compares, returns the iterations of the latter. */
static int64_t solve_both(selat_context *context, selat_trade_solver *solver, const selat_economy *economy,
                          const selat_trade_shock *shock, const selat_trade_options *options, double tolerance) {
    selat_trade_result *fresh, *warm;
    selat_trade_options exact = *options;
    exact.tolerance = 1e-13;
    assert_ok(context, selat_trade_solve(context, economy, shock, &exact, &fresh));
    assert_ok(context, selat_trade_solver_run(context, solver, shock, options, &warm));
    assert_true(warm->report.converged && warm->report.residual <= options->tolerance);
    assert_same_result(economy, warm, fresh, tolerance);
    int64_t iterations = warm->report.iterations;
    selat_trade_result_destroy(context, fresh);
    selat_trade_result_destroy(context, warm);
    return iterations;
}

static void set_pair(double *tariff, int a, int b, double rate) {
    for (int j = 0; j < S; j++)
        tariff[(j * R + a) * R + b] = tariff[(j * R + b) * R + a] = rate;
}

/* One rate between two regions, one per cent at a time, up and back: the last moves of the way up are found where they
   are forecast. */
static void test_a_slider(void **state) {
    selat_context *context = *state;
    selat_economy *economy;
    selat_trade_solver *solver;
    assert_ok(context, random_economy_make(context, R, S, 12, &economy));
    assert_ok(context, selat_trade_solver_create(context, economy, &solver));
    double tariff[CELLS];
    memcpy(tariff, economy->tariff, sizeof tariff);
    selat_trade_shock shock = {.tariff = tariff};
    selat_trade_options options = {.tolerance = 1e-10};
    int64_t first = 0, last = 0;
    for (int move = 0; move < 24; move++) {
        set_pair(tariff, 2, 5, 0.01 * (move < 16 ? move : 31 - move));
        int64_t iterations = solve_both(context, solver, economy, &shock, &options, 1e-8);
        if (move < 4) first += iterations;
        if (move >= 12 && move < 16) last += iterations;
    }
    print_message("# iterations of moves 1 to 4: %lld, 13 to 16: %lld\n", (long long)first, (long long)last);
    assert_true(2 * last <= first);
    selat_trade_solver_destroy(context, solver);
    selat_economy_destroy(context, economy);
}

/* Moves that are nothing like a line: there and back, other flows, other kinds of shocks, closures and starts between
   them. What was kept must not mislead. */
static void test_any_order(void **state) {
    selat_context *context = *state;
    selat_economy *economy;
    selat_trade_solver *solver;
    assert_ok(context, random_economy_make(context, R, S, 31, &economy));
    assert_ok(context, selat_trade_solver_create(context, economy, &solver));
    double tariff[CELLS], iceberg[CELLS], technology[R * S];
    memcpy(tariff, economy->tariff, sizeof tariff);
    for (int k = 0; k < CELLS; k++) iceberg[k] = 1;
    for (int k = 0; k < R * S; k++) technology[k] = 1 + 0.01 * (k % 7);
    selat_purchase bought = {.buyer = 1, .seller = 3, .sector = 2, .amount = 0.01 * economy->value_added[1], .giver = -1};
    for (int move = 0; move < 30; move++) {
        selat_trade_options options = {.tolerance = 1e-11,
                                       .deficits = move % 11 == 10 ? SELAT_DEFICITS_SHARE : SELAT_DEFICITS_NOMINAL,
                                       .labour = move == 17 ? SELAT_LABOUR_IMMOBILE : SELAT_LABOUR_MOBILE};
        selat_trade_shock shock = {.tariff = tariff};
        set_pair(tariff, 2, 5, 0.01 * (move * 13 % 29));
        if (move >= 8) set_pair(tariff, 4, 7, 0.02 * (move * 5 % 17));
        if (move >= 14) shock.iceberg_hat = iceberg, iceberg[5 * R + 6] = 1 + 0.01 * (move % 5);
        if (move % 9 == 8) shock.technology_hat = technology;
        if (move % 7 == 6) shock.n_purchases = 1, shock.purchases = &bought;
        (void)solve_both(context, solver, economy, &shock, &options, 1e-9);
    }
    selat_trade_solver_destroy(context, solver);
    selat_economy_destroy(context, economy);
}

/* ---- refused shocks ---- */

static void assert_refused(selat_context *context, selat_trade_solver *solver, const selat_trade_shock *shock,
                           const char *message) {
    selat_trade_options options = {0};
    selat_trade_result *result;
    assert_int_equal(selat_trade_solver_run(context, solver, shock, &options, &result), SELAT_BAD_INPUT);
    assert_null(result);
    assert_message_has(context, message);
}

/* Only rows that differ from the base are looked at closely, so a bad number must be found in rows known and unknown. */
static void test_bad_numbers_are_found_later_too(void **state) {
    selat_context *context = *state;
    selat_economy *economy;
    selat_trade_solver *solver;
    assert_ok(context, random_economy_make(context, R, S, 4, &economy));
    assert_ok(context, selat_trade_solver_create(context, economy, &solver));
    double tariff[CELLS], hat[CELLS], labour[R];
    memcpy(tariff, economy->tariff, sizeof tariff);
    for (int k = 0; k < CELLS; k++) hat[k] = 1;
    for (int n = 0; n < R; n++) labour[n] = 1;
    selat_trade_shock shock = {.tariff = tariff};
    selat_trade_options options = {.tolerance = 1e-11};
    set_pair(tariff, 2, 5, 0.1);
    (void)solve_both(context, solver, economy, &shock, &options, 1e-9);
    tariff[(3 * R + 2) * R + 5] = NAN;
    assert_refused(context, solver, &shock, "tariff rate, importer");
    tariff[(3 * R + 2) * R + 5] = -1;
    assert_refused(context, solver, &shock, "found -1, expected a finite number above -1");
    tariff[(3 * R + 2) * R + 5] = 0.1;
    tariff[(6 * R + 8) * R + 9] = INFINITY;
    assert_refused(context, solver, &shock, "found inf");
    tariff[(6 * R + 8) * R + 9] = economy->tariff[(6 * R + 8) * R + 9];
    shock.export_rent_hat = hat;
    hat[(6 * R + 8) * R + 9] = 0;
    assert_refused(context, solver, &shock, "export rent hat, importer");
    hat[(6 * R + 8) * R + 9] = 1;
    shock.labour_hat = labour, labour[3] = -2;
    assert_refused(context, solver, &shock, "labour hat, region");
    labour[3] = 1.1;
    (void)solve_both(context, solver, economy, &shock, &options, 1e-9);
    selat_trade_solver_destroy(context, solver);
    selat_economy_destroy(context, economy);
}

/* ---- first-order terms, written out ---- */

/* M = X pi / ((1+tau) m), what exporters of one flow are paid; m: rents removed before the base and by the shock. */
static double paid_of(const selat_economy *economy, const selat_trade_shock *shock, double spending, double share,
                      bool after, int at) {
    double tariff = after && shock->tariff != NULL ? shock->tariff[at] : economy->tariff[at];
    double rent = economy->import_rent != NULL ? economy->import_rent[at] : 1;
    if (after && shock->import_rent_hat != NULL) rent *= shock->import_rent_hat[at];
    return spending * share / ((1 + tariff) * rent);
}

static void assert_first_order(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock) {
    selat_trade_options options = {.tolerance = 1e-12};
    selat_trade_result *result;
    double shares[CELLS], terms[R] = {0}, volume[R] = {0};
    assert_ok(context, selat_trade_solve(context, economy, shock, &options, &result));
    assert_true(result->report.converged);
    assert_ok(context, selat_trade_new_shares(context, economy, shock, result, shares));
    for (int at = 0; at < CELLS; at++) {
        int j = at / (R * R), n = at / R % R, i = at % R;
        double before = paid_of(economy, shock, economy->expenditure[n * S + j], economy->pi[at], false, at);
        double after = paid_of(economy, shock, result->expenditure[n * S + j], shares[at], true, at);
        double cost = result->cost_hat[i * S + j];
        terms[i] += before * (cost - 1);
        terms[n] -= before * (cost - 1);
        volume[n] += economy->tariff[at] * (after - before * cost);
    }
    for (int n = 0; n < R; n++) {
        assert_close(result->terms_of_trade[n], terms[n] / result->income_base[n], 1e-12);
        assert_close(result->volume_of_trade[n], volume[n] / result->income_base[n], 1e-12);
    }
    selat_trade_result_destroy(context, result);
}

/* Rows that a shock does not touch take a shorter way, unless rents were removed before: both against the sums. */
static void test_first_order_terms(void **state) {
    selat_context *context = *state;
    selat_economy *economy, *rebased;
    assert_ok(context, random_economy_make(context, R, S, 8, &economy));
    double tariff[CELLS], rent[CELLS];
    memcpy(tariff, economy->tariff, sizeof tariff);
    for (int k = 0; k < CELLS; k++) rent[k] = 1;
    set_pair(tariff, 1, 6, 0.02);
    set_pair(rent, 6, 9, 0.9);
    selat_trade_shock rates = {.tariff = tariff}, rents = {.import_rent_hat = rent}, both = {.tariff = tariff};
    both.import_rent_hat = both.export_rent_hat = rent;
    assert_first_order(context, economy, &rates);
    assert_first_order(context, economy, &rents);
    assert_first_order(context, economy, &both);
    selat_trade_options options = {0};
    selat_trade_result *result;
    assert_ok(context, selat_trade_solve(context, economy, &rents, &options, &result));
    assert_ok(context, selat_economy_rebase(context, economy, &rents, result, &rebased));
    assert_first_order(context, rebased, &rates);
    selat_trade_result_destroy(context, result);
    selat_economy_destroy(context, rebased);
    selat_economy_destroy(context, economy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_a_slider),
        TEST(test_any_order),
        TEST(test_bad_numbers_are_found_later_too),
        TEST(test_first_order_terms),
    };
    return cmocka_run_group_tests_name("trade_warm", tests, NULL, NULL);
}

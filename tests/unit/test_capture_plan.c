/* The measure `capture` of the shipped accord: its network from data/ccs, tonnes, money, the shock and the emissions. */
#include "unit.h"

enum { START = 2029 };

typedef struct world {
    selat_run_data data;
    int64_t measure, korea, malaysia;
    selat_capture_plan *plan;
} world;

static void load(selat_context *context, world *w) {
    assert_ok(context, selat_run_load(context, source_path("accords/korea-malaysia.yaml"), &w->data));
    w->measure = -1;
    for (int64_t k = 0; k < w->data.accord->n_measures; k++) {
        if (w->data.accord->measures[k].kind == SELAT_MEASURE_CAPTURE) w->measure = k;
    }
    assert_true(w->measure >= 0);
    w->plan = w->data.accord->measures[w->measure].capture;
    w->korea = selat_labels_find(&w->data.table->regions, "KOR");
    w->malaysia = selat_labels_find(&w->data.table->regions, "MYS");
}

static double row_sum(const double *values, const selat_capture_plan *plan, int64_t year) {
    double sum = 0;
    for (int64_t s = 0; s < plan->n_sectors; s++) sum += values[(year - plan->first_year) * plan->n_sectors + s];
    return sum;
}

/* 2 Mt a year in four steps from 2029; what industries pay is what the network costs; buying is a change of mix. */
static void tonnes_and_money(void **state) {
    world w = {0};
    load(*state, &w);
    const selat_capture_plan *plan = w.plan;
    assert_int_equal(plan->solution->reason, SELAT_CAPTURE_OPTIMAL);
    assert_true(plan->solution->balance_residual_mt <= 1e-9 && plan->solution->gap <= 1e-4);
    for (int64_t year = 2025; year <= 2035; year++) {
        int64_t at = year - 2025, t = year - START;
        double expected = year < START ? 0 : year < 2032 ? 0.5 * (double)(t + 1) : 2, all = 0, fee = 0, built = 0;
        assert_close(row_sum(plan->captured_mt, plan, year), expected, 1e-9);
        assert_close(plan->stored_mt[at], expected, 1e-9);
        double paid = row_sum(plan->paid_musd, plan, year), penalty = row_sum(plan->penalty_mt, plan, year);
        if (t >= 0) assert_close(paid, plan->solution->year_cost_musd[t], 1e-6);
        if (t < 0) assert_true(paid == 0 && penalty == 0);
        /* a tenth more fuel in chemicals, a quarter in coal power, of which 90 % is captured as well */
        if (t >= 0) assert_true(penalty > 0.1 / (0.9 * 1.1) * expected - 1e-9 && penalty < 0.25 / (0.9 * 1.25) * expected + 1e-9);
        for (int64_t k = 0; k < plan->n_purchases; k++) {
            const selat_capture_purchase *p = &plan->purchases[k];
            if (p->year != year) continue;
            if (p->spending == SELAT_CAPTURE_BUILD) built += p->amount_musd;
            else all += p->amount_musd;
            if (p->spending != SELAT_CAPTURE_FEE) continue;
            fee += p->amount_musd;
            assert_true(p->buyer == w.korea && p->seller == w.malaysia);
            assert_string_equal(w.data.table->sectors.codes[p->sector], "B09");
        }
        assert_close(all, 0, 1e-6);
        assert_close(fee, plan->fee_musd[at], 1e-9);
        assert_close(fee, plan->storage_musd[at], 1e-9);
        assert_close(built, plan->built_musd[at], 1e-6);
        if (year == 2028) assert_true(built > 100);
        if (year < 2028) assert_true(built == 0);
    }
    selat_run_unload(*state, &w.data);
}

/* Unit cost of the capturing industry: T-hat = (1 + paid / output)^-theta, nothing before the start. */
static void unit_cost(void **state) {
    world w = {0};
    load(*state, &w);
    selat_economy *economy;
    assert_ok(*state, selat_economy_calibrate(*state, w.data.table, &w.data.tariffs, &w.data.elasticities, NULL, &economy));
    int64_t S = economy->n_sectors, c20 = selat_labels_find(&w.data.table->sectors, "C20");
    for (int64_t year = 2028; year <= 2032; year += 4) {
        selat_compile_options with = {.without_product = -1, .without_measure = -1}, without = {.without_product = -1, .without_measure = w.measure};
        selat_trade_shock a, b;
        assert_ok(*state, selat_accord_compile(*state, w.data.accord, economy, &w.data.tariffs, 2022, year, &with, &a));
        assert_ok(*state, selat_accord_compile(*state, w.data.accord, economy, &w.data.tariffs, 2022, year, &without, &b));
        double paid = w.plan->paid_musd[(year - 2025) * S + c20], output = economy->output[w.korea * S + c20];
        double other = b.technology_hat != NULL ? b.technology_hat[w.korea * S + c20] : 1;
        assert_true(year == 2028 ? paid == 0 : paid > 50);
        assert_close(a.technology_hat[w.korea * S + c20] / other, pow(1 + paid / output, -economy->theta[c20]), 1e-14);
        selat_trade_shock_clear(*state, &a);
        selat_trade_shock_clear(*state, &b);
    }
    selat_economy_destroy(*state, economy);
    selat_run_unload(*state, &w.data);
}

static void emissions_of(selat_context *context, const world *w, int64_t year, int64_t without, selat_emission_year *out) {
    selat_emission_change change = {0};
    assert_ok(context, selat_accord_emissions(context, w->data.accord, w->data.table, year, without, &change));
    assert_ok(context, selat_emission_years(context, w->data.table, NULL, 1, &change, 0, NULL, 1e-10, out));
    selat_emission_change_clear(context, &change);
}

/* Emissions with capture = without - captured + penalty, for who counts the tonne; the world's do not depend on that. */
static void emissions(void **state) {
    world w = {0};
    load(*state, &w);
    for (int credit = SELAT_CREDIT_SOURCE; credit <= SELAT_CREDIT_SPLIT; credit++) {
        w.plan->credit = (selat_capture_credit)credit;
        double host = credit == SELAT_CREDIT_SOURCE ? 0 : credit == SELAT_CREDIT_HOST ? 1 : 0.5;
        for (int64_t year = 2028; year <= 2035; year += credit == SELAT_CREDIT_SOURCE ? 1 : 7) {
            selat_emission_year without, with;
            emissions_of(*state, &w, year, w.measure, &without);
            emissions_of(*state, &w, year, -1, &with);
            double captured = row_sum(w.plan->captured_mt, w.plan, year), penalty = row_sum(w.plan->penalty_mt, w.plan, year);
            assert_true(year < START ? captured == 0 : captured > 0.4);
            assert_close(with.captured_total_mt[w.korea], captured, 1e-9);
            assert_close(with.production_mt[w.korea], without.production_mt[w.korea] - (1 - host) * captured + penalty, 1e-9);
            assert_close(with.production_mt[w.malaysia], without.production_mt[w.malaysia] - host * captured, 1e-9);
            assert_close(with.clipped_mt, without.clipped_mt, 1e-12);
            selat_emission_year_clear(*state, &without);
            selat_emission_year_clear(*state, &with);
        }
    }
    selat_run_unload(*state, &w.data);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(tonnes_and_money), TEST(unit_cost), TEST(emissions)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

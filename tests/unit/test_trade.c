/* The trade model on a small random table: closures, accounts, purchases, rents, rebasing, the changed table. */
#include "unit.h"

#include "base/memory.h"
#include "small_table.h"

enum { R = 5, S = 6, GOODS = 4, CELLS = S * R * R };

typedef struct world {
    selat_table *table;
    double rate[CELLS], theta[S];
    bool missing[R];
    selat_tariffs tariffs;
    selat_elasticities elasticities;
    selat_economy *economy;
} world;

static void open_world(selat_context *context, world *w) {
    uint64_t state = 7;
    assert_ok(context, small_table_make(context, R, S, 3, &w->table));
    for (int64_t k = 0; k < CELLS; k++) {
        bool free = k / (R * R) >= GOODS || k / R % R == k % R;
        w->rate[k] = free ? 0 : 0.3 * small_random(&state);
    }
    for (int64_t j = 0; j < S; j++)
        w->theta[j] = 2 + 8 * small_random(&state);
    w->tariffs = (selat_tariffs){
        .name = "made up", .n_regions = R, .n_sectors = S, .rate = w->rate, .importer_missing = w->missing};
    w->elasticities = (selat_elasticities){.name = "made up", .n_sectors = S, .theta = w->theta};
    assert_ok(context, selat_economy_calibrate(context, w->table, &w->tariffs, &w->elasticities, NULL, &w->economy));
}

static void close_world(selat_context *context, world *w) {
    selat_economy_destroy(context, w->economy);
    selat_table_destroy(context, w->table);
}

static selat_trade_result *solve(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                                 selat_deficits deficits) {
    selat_trade_options options = {.deficits = deficits};
    selat_trade_result *result;
    assert_ok(context, selat_trade_solve(context, economy, shock, &options, &result));
    if (!result->report.converged)
        fail_msg("%s: residual %g", selat_reason_name(result->report.reason), result->report.residual);
    assert_true(result->report.residual <= 1e-12);
    return result;
}

/* ---- shocks ---- */

typedef struct shock_room {
    double tariff[CELLS], iceberg[CELLS], import_rent[CELLS], export_rent[CELLS], technology[R * S];
    selat_purchase purchases[2];
} shock_room;

/* All five kinds and two purchases, different in every cell. */
static selat_trade_shock rich_shock(const world *w, shock_room *room, uint64_t seed) {
    for (int64_t k = 0; k < CELLS; k++) {
        bool foreign = k / R % R != k % R;
        room->tariff[k] = w->rate[k] * (0.2 + small_random(&seed));
        room->iceberg[k] = foreign ? 1 - 0.1 * small_random(&seed) : 1;
        room->import_rent[k] = foreign && k % 3 == 0 ? 1 - 0.05 * small_random(&seed) : 1;
        room->export_rent[k] = foreign && k % 2 == 0 ? 1 - 0.05 * small_random(&seed) : 1;
    }
    for (int64_t k = 0; k < R * S; k++)
        room->technology[k] = 1 + 0.3 * small_random(&seed);
    double size = 0.01 * w->economy->value_added[0];
    room->purchases[0] = (selat_purchase){0, 2, 1, size, 0.3, SELAT_FINANCED_TAX, -1};
    room->purchases[1] = (selat_purchase){3, 4, 2, 0.5 * size, 0, SELAT_FINANCED_GRANT, 2};
    return (selat_trade_shock){.tariff = room->tariff,
                               .iceberg_hat = room->iceberg,
                               .import_rent_hat = room->import_rent,
                               .export_rent_hat = room->export_rent,
                               .technology_hat = room->technology,
                               .n_purchases = 2,
                               .purchases = room->purchases};
}

/* ---- accounts ---- */

/* A solution's accounts, counted from its shares by the definitions alone: what importers pay is what customs, owners
   of rents and producers get; imports less exports are the deficit; income is spent. */
static void check_accounts(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                           const selat_trade_result *result) {
    double shares[CELLS], output[R * S] = {0}, income[R], imports[R] = {0}, deficits = 0, spent_by_all = 0;
    assert_ok(context, selat_trade_new_shares(context, economy, shock, result, shares));
    const selat_economy *base = result->base != NULL ? result->base : economy;
    for (int64_t n = 0; n < R; n++)
        income[n] = result->wage_hat[n] * base->value_added[n];
    for (int64_t k = 0; k < CELLS; k++) {
        int64_t j = k / (R * R), n = k / R % R, i = k % R;
        double rate = shock->tariff != NULL ? shock->tariff[k] : base->tariff[k];
        double m = shock->import_rent_hat != NULL ? shock->import_rent_hat[k] : 1;
        double x = shock->export_rent_hat != NULL ? shock->export_rent_hat[k] : 1;
        double spent = result->expenditure[n * S + j] * shares[k], paid = spent / (1 + rate) / m, earned = paid / x;
        income[n] += spent - paid;
        income[i] += paid - earned;
        output[i * S + j] += earned;
        imports[n] += paid;
        imports[i] -= paid;
    }
    for (int64_t p = 0; p < shock->n_purchases; p++) {
        const selat_purchase *one = &shock->purchases[p];
        double abroad = one->amount * (1 - one->offset_share);
        output[one->seller * S + one->sector] += abroad;
        output[one->buyer * S + one->sector] += one->amount - abroad;
        imports[one->buyer] += abroad;
        imports[one->seller] -= abroad;
    }
    for (int64_t n = 0; n < R; n++) {
        double scale = result->income[n];
        assert_close(imports[n] / scale, result->deficit[n] / scale, 1e-11);
        assert_close((income[n] + result->deficit[n]) / scale, 1, 1e-11);
        deficits += result->deficit[n];
        spent_by_all += scale;
        for (int64_t j = 0; j < S; j++)
            assert_close(output[n * S + j] / scale, result->output[n * S + j] / scale, 1e-11);
    }
    assert_close(deficits / spent_by_all, 0, 1e-12);
}

static void test_accounts_hold_under_every_closure(void **state) {
    selat_context *context = *state;
    world w;
    open_world(context, &w);
    shock_room room;
    selat_trade_shock shock = rich_shock(&w, &room, 11);
    for (int closure = SELAT_DEFICITS_NOMINAL; closure <= SELAT_DEFICITS_ZERO; closure++) {
        selat_trade_result *result = solve(context, w.economy, &shock, (selat_deficits)closure);
        check_accounts(context, w.economy, &shock, result);
        selat_trade_result_destroy(context, result);
    }
    close_world(context, &w);
}

static void test_no_shock_changes_nothing(void **state) {
    selat_context *context = *state;
    world w;
    open_world(context, &w);
    selat_trade_shock nothing = {0};
    for (int closure = SELAT_DEFICITS_NOMINAL; closure <= SELAT_DEFICITS_ZERO; closure++) {
        selat_trade_result *result = solve(context, w.economy, &nothing, (selat_deficits)closure);
        for (int64_t n = 0; n < R; n++) {
            assert_close(result->wage_hat[n], 1, 1e-12);
            assert_close(result->real_income_hat[n], 1, 1e-12);
            assert_close(result->terms_of_trade[n], 0, 1e-12);
            assert_close(result->volume_of_trade[n], 0, 1e-12);
            for (int64_t j = 0; j < S; j++)
                assert_close(result->price_hat[n * S + j], 1, 1e-12);
        }
        selat_trade_result_destroy(context, result);
    }
    close_world(context, &w);
}

/* nominal D' = D; share D'/D = world income hat; multiplicative I' = phi (1 + delta) own; zero D' = 0. */
static void test_closures(void **state) {
    selat_context *context = *state;
    world w;
    open_world(context, &w);
    double free[CELLS] = {0};
    selat_trade_shock shock = {.tariff = free};
    const selat_economy *e = w.economy;
    selat_trade_result *nominal = solve(context, e, &shock, SELAT_DEFICITS_NOMINAL);
    selat_trade_result *share = solve(context, e, &shock, SELAT_DEFICITS_SHARE);
    selat_trade_result *multiplicative = solve(context, e, &shock, SELAT_DEFICITS_MULTIPLICATIVE);
    selat_trade_result *zero = solve(context, e, &shock, SELAT_DEFICITS_ZERO);
    double income = 0, income_base = 0, phi = 0;
    for (int64_t n = 0; n < R; n++) {
        income += share->income[n];
        income_base += share->income_base[n];
    }
    assert_true(fabs(income / income_base - 1) > 1e-4);
    for (int64_t n = 0; n < R; n++) {
        assert_close(nominal->deficit[n] / e->value_added[n], e->deficit[n] / e->value_added[n], 1e-12);
        assert_close(share->deficit[n] / e->value_added[n], e->deficit[n] / e->value_added[n] * income / income_base,
                     1e-12);
        double own = multiplicative->wage_hat[n] * e->value_added[n] + multiplicative->tariff_revenue[n];
        double markup = 1 + e->deficit[n] / (e->value_added[n] + e->tariff_revenue[n]);
        double this_phi = multiplicative->income[n] / (own * markup);
        if (n > 0) assert_close(this_phi, phi, 1e-12);
        phi = this_phi;
        assert_true(zero->deficit[n] == 0);
        assert_close(zero->base->deficit[n], 0, 1e-12);
        assert_true(fabs(e->deficit[n]) > 1e-3 * e->value_added[n]);
    }
    selat_trade_result_destroy(context, nominal);
    selat_trade_result_destroy(context, share);
    selat_trade_result_destroy(context, multiplicative);
    selat_trade_result_destroy(context, zero);
    close_world(context, &w);
}

static void test_unit_of_money_does_not_matter(void **state) {
    selat_context *context = *state;
    world w;
    open_world(context, &w);
    shock_room room;
    selat_trade_shock shock = rich_shock(&w, &room, 5);
    shock.n_purchases = 0;
    selat_economy *large;
    assert_ok(context, selat_economy_copy(context, w.economy, &large));
    for (int64_t k = 0; k < R * S; k++)
        large->expenditure[k] *= 1e9, large->output[k] *= 1e9;
    for (int64_t n = 0; n < R; n++) {
        large->value_added[n] *= 1e9, large->tariff_revenue[n] *= 1e9, large->deficit[n] *= 1e9;
    }
    selat_trade_result *a = solve(context, w.economy, &shock, SELAT_DEFICITS_SHARE);
    selat_trade_result *b = solve(context, large, &shock, SELAT_DEFICITS_SHARE);
    assert_int_equal(a->report.iterations, b->report.iterations);
    for (int64_t n = 0; n < R; n++)
        assert_close(a->real_income_hat[n], b->real_income_hat[n], 1e-11);
    for (int64_t k = 0; k < R * S; k++)
        assert_close(a->output[k] / w.economy->value_added[k / S], b->output[k] / large->value_added[k / S], 1e-11);
    selat_trade_result_destroy(context, a);
    selat_trade_result_destroy(context, b);
    selat_economy_destroy(context, large);
    close_world(context, &w);
}

/* Regions in reverse order give the same hats. */
static void test_order_of_regions_does_not_matter(void **state) {
    selat_context *context = *state;
    world w;
    open_world(context, &w);
    shock_room room, turned_room;
    selat_trade_shock shock = rich_shock(&w, &room, 23),
                      turned = {.tariff = turned_room.tariff, .iceberg_hat = turned_room.iceberg};
    shock = (selat_trade_shock){.tariff = room.tariff, .iceberg_hat = room.iceberg};
    selat_economy *other;
    assert_ok(context, selat_economy_copy(context, w.economy, &other));
    const selat_economy *e = w.economy;
    for (int64_t k = 0; k < CELLS; k++) {
        int64_t j = k / (R * R), n = k / R % R, i = k % R, at = (j * R + (R - 1 - n)) * R + (R - 1 - i);
        other->pi[at] = e->pi[k];
        other->tariff[at] = e->tariff[k];
        turned_room.tariff[at] = room.tariff[k];
        turned_room.iceberg[at] = room.iceberg[k];
    }
    for (int64_t n = 0; n < R; n++) {
        int64_t at = R - 1 - n;
        other->value_added[at] = e->value_added[n];
        other->tariff_revenue[at] = e->tariff_revenue[n];
        other->deficit[at] = e->deficit[n];
        memcpy(other->input_share + at * S * S, e->input_share + n * S * S, sizeof(double) * S * S);
        double *const to[] = {other->value_share, other->demand_share, other->expenditure, other->output};
        const double *const from[] = {e->value_share, e->demand_share, e->expenditure, e->output};
        for (int k = 0; k < 4; k++)
            memcpy(to[k] + at * S, from[k] + n * S, sizeof(double) * S);
    }
    assert_ok(context, selat_economy_prepare(context, other));
    selat_trade_result *a = solve(context, e, &shock, SELAT_DEFICITS_NOMINAL);
    selat_trade_result *b = solve(context, other, &turned, SELAT_DEFICITS_NOMINAL);
    for (int64_t n = 0; n < R; n++)
        assert_close(a->real_income_hat[n], b->real_income_hat[R - 1 - n], 1e-11);
    selat_trade_result_destroy(context, a);
    selat_trade_result_destroy(context, b);
    selat_economy_destroy(context, other);
    close_world(context, &w);
}

/* ---- rebasing ---- */

/* All of a shock at once, or half of it (tariffs, import rents, a purchase) and the rest from there: the same world. */
static void test_two_steps_are_one(void **state) {
    selat_context *context = *state;
    world w;
    open_world(context, &w);
    shock_room room;
    selat_trade_shock whole = rich_shock(&w, &room, 42);
    selat_trade_shock first = {.tariff = whole.tariff,
                               .import_rent_hat = whole.import_rent_hat,
                               .n_purchases = 1,
                               .purchases = whole.purchases};
    selat_trade_shock second = {.iceberg_hat = whole.iceberg_hat,
                                .export_rent_hat = whole.export_rent_hat,
                                .technology_hat = whole.technology_hat,
                                .n_purchases = 1,
                                .purchases = whole.purchases + 1};
    selat_trade_result *at_once = solve(context, w.economy, &whole, SELAT_DEFICITS_NOMINAL);
    selat_trade_result *one = solve(context, w.economy, &first, SELAT_DEFICITS_NOMINAL);
    selat_economy *middle, *end, *end_at_once;
    assert_ok(context, selat_economy_rebase(context, w.economy, &first, one, &middle));
    selat_trade_result *two = solve(context, middle, &second, SELAT_DEFICITS_NOMINAL);
    for (int64_t n = 0; n < R; n++) {
        assert_close(one->wage_hat[n] * two->wage_hat[n], at_once->wage_hat[n], 1e-9);
        assert_close(one->real_income_hat[n] * two->real_income_hat[n], at_once->real_income_hat[n], 1e-9);
        assert_close(two->income[n] / at_once->income[n], 1, 1e-9);
        assert_close(two->tariff_revenue[n] / at_once->income[n], at_once->tariff_revenue[n] / at_once->income[n],
                     1e-9);
        assert_close(two->transfers[n] / at_once->income[n], at_once->transfers[n] / at_once->income[n], 1e-9);
    }
    /* A third step that does nothing starts from either end alike. */
    selat_trade_shock nothing = {0};
    assert_ok(context, selat_economy_rebase(context, middle, &second, two, &end));
    assert_ok(context, selat_economy_rebase(context, w.economy, &whole, at_once, &end_at_once));
    for (int64_t k = 0; k < CELLS; k++)
        assert_close(end->pi[k], end_at_once->pi[k], 1e-9);
    selat_trade_result *third = solve(context, end, &nothing, SELAT_DEFICITS_NOMINAL);
    for (int64_t n = 0; n < R; n++)
        assert_close(third->real_income_hat[n], 1, 1e-11);
    selat_trade_result_destroy(context, at_once);
    selat_trade_result_destroy(context, one);
    selat_trade_result_destroy(context, two);
    selat_trade_result_destroy(context, third);
    selat_economy_destroy(context, middle);
    selat_economy_destroy(context, end);
    selat_economy_destroy(context, end_at_once);
    close_world(context, &w);
}

/* ---- rents and purchases ---- */

/* A removed importer's rent is a subsidy the importer pays: the tariff (1+tau) m - 1 gives the same world. */
static void test_import_rent_is_a_subsidy(void **state) {
    selat_context *context = *state;
    world w;
    open_world(context, &w);
    double rent[CELLS], tariff[CELLS];
    for (int64_t k = 0; k < CELLS; k++) {
        rent[k] = k / R % R != k % R && k % 4 == 1 ? 0.96 : 1;
        tariff[k] = (1 + w.rate[k]) * rent[k] - 1;
    }
    selat_trade_shock as_rent = {.import_rent_hat = rent}, as_tariff = {.tariff = tariff};
    selat_trade_result *a = solve(context, w.economy, &as_rent, SELAT_DEFICITS_NOMINAL);
    selat_trade_result *b = solve(context, w.economy, &as_tariff, SELAT_DEFICITS_NOMINAL);
    for (int64_t n = 0; n < R; n++) {
        assert_close(a->wage_hat[n], b->wage_hat[n], 1e-11);
        assert_close(a->real_income_hat[n], b->real_income_hat[n], 1e-11);
        assert_close(a->transfers[n] / a->income[n], b->tariff_revenue[n] / b->income[n], 1e-11);
        assert_true(a->tariff_revenue[n] > b->tariff_revenue[n]);
    }
    selat_trade_result_destroy(context, a);
    selat_trade_result_destroy(context, b);
    close_world(context, &w);
}

/* The same barrier hurts the exporter when the rent was the exporter's. */
static void test_export_rent_is_lost_by_the_exporter(void **state) {
    selat_context *context = *state;
    world w;
    open_world(context, &w);
    double rent[CELLS];
    for (int64_t k = 0; k < CELLS; k++)
        rent[k] = k / R % R == 0 && k % R == 1 && k / (R * R) < GOODS ? 0.9 : 1;
    selat_trade_shock importers = {.import_rent_hat = rent}, exporters = {.export_rent_hat = rent};
    selat_trade_result *a = solve(context, w.economy, &importers, SELAT_DEFICITS_NOMINAL);
    selat_trade_result *b = solve(context, w.economy, &exporters, SELAT_DEFICITS_NOMINAL);
    assert_true(b->real_income_hat[1] < a->real_income_hat[1]);
    assert_true(b->real_income_hat[0] > a->real_income_hat[0]);
    assert_true(b->transfers[1] < b->tariff_revenue[1] * (1 - 1e-6));
    assert_close(a->transfers[1] / a->tariff_revenue[1], 1, 1e-12);
    selat_trade_result_destroy(context, a);
    selat_trade_result_destroy(context, b);
    close_world(context, &w);
}

static void test_financing_moves_deficits(void **state) {
    selat_context *context = *state;
    world w;
    open_world(context, &w);
    double amount = 0.02 * w.economy->value_added[1];
    selat_purchase purchase = {1, 3, 2, amount, 0.25, SELAT_FINANCED_TAX, -1};
    selat_trade_shock shock = {.n_purchases = 1, .purchases = &purchase};
    selat_trade_result *results[3];
    static const double moved[3][R] = {{0, 0, 0, 0, 0}, {0, 1, 0, -1, 0}, {-1, 1, 0, 0, 0}};
    for (int k = 0; k < 3; k++) {
        purchase.financing = (selat_financing)k;
        purchase.giver = k == 2 ? 0 : -1;
        results[k] = solve(context, w.economy, &shock, SELAT_DEFICITS_NOMINAL);
        check_accounts(context, w.economy, &shock, results[k]);
        for (int64_t n = 0; n < R; n++) {
            double change = (results[k]->deficit[n] - w.economy->deficit[n]) / amount;
            assert_close(change, moved[k][n], 1e-9);
        }
    }
    assert_true(results[0]->real_income_hat[1] < results[1]->real_income_hat[1]);
    assert_true(results[2]->real_income_hat[0] < results[0]->real_income_hat[0]);
    for (int k = 0; k < 3; k++)
        selat_trade_result_destroy(context, results[k]);
    close_world(context, &w);
}

/* ---- the changed table ---- */

static double largest_relative(int64_t count, const double *a, const double *b) {
    double worst = 0, scale = 0;
    for (int64_t k = 0; k < count; k++)
        scale = fmax(scale, fabs(b[k]));
    for (int64_t k = 0; k < count; k++)
        worst = larger_or_nan(worst, fabs(a[k] - b[k]));
    return worst / scale;
}

static void test_no_shock_gives_the_same_table(void **state) {
    selat_context *context = *state;
    world w;
    open_world(context, &w);
    selat_trade_shock nothing = {0};
    selat_trade_result *result = solve(context, w.economy, &nothing, SELAT_DEFICITS_NOMINAL);
    selat_table *same;
    assert_ok(context, selat_trade_table(context, w.table, w.economy, &nothing, result, &same));
    assert_close(largest_relative(CELLS, same->trade_share, w.table->trade_share), 0, 1e-12);
    assert_close(largest_relative(R * S * S, same->use_musd, w.table->use_musd), 0, 1e-12);
    assert_close(largest_relative(R * S * 3, same->final_musd, w.table->final_musd), 0, 1e-12);
    assert_close(largest_relative(3 * R * S, same->primary_musd, w.table->primary_musd), 0, 1e-12);
    assert_close(largest_relative(R * S, same->output_musd, w.table->output_musd), 0, 1e-12);
    assert_close(largest_relative(R * 3, same->final_taxes_musd, w.table->final_taxes_musd), 0, 1e-12);
    assert_close(largest_relative(3 * R * S, same->stressor, w.table->stressor), 0, 1e-12);
    assert_close(largest_relative(3 * R, same->stressor_final, w.table->stressor_final), 0, 1e-12);
    selat_table_destroy(context, same);
    selat_trade_result_destroy(context, result);
    close_world(context, &w);
}

static void test_changed_table_balances(void **state) {
    selat_context *context = *state;
    world w;
    open_world(context, &w);
    shock_room room;
    selat_trade_shock shock = rich_shock(&w, &room, 77);
    for (int closure = SELAT_DEFICITS_NOMINAL; closure <= SELAT_DEFICITS_ZERO; closure++) {
        selat_trade_result *result = solve(context, w.economy, &shock, (selat_deficits)closure);
        selat_table *after;
        selat_table_balance balance;
        assert_ok(context, selat_trade_table(context, w.table, w.economy, &shock, result, &after));
        assert_ok(context, selat_table_validate(context, after));
        assert_ok(context, selat_table_check_balance(context, after, &balance));
        assert_true(balance.row_relative <= 1e-10);
        assert_true(balance.column_relative <= 1e-10);
        selat_table_destroy(context, after);
        selat_trade_result_destroy(context, result);
    }
    close_world(context, &w);
}

/* Calibrated on the changed table with the new tariffs, the model finds the economy it had solved for. */
static void test_changed_table_calibrates_to_the_solution(void **state) {
    selat_context *context = *state;
    world w;
    open_world(context, &w);
    shock_room room;
    selat_trade_shock shock = rich_shock(&w, &room, 13);
    shock = (selat_trade_shock){
        .tariff = shock.tariff, .iceberg_hat = shock.iceberg_hat, .technology_hat = shock.technology_hat};
    selat_trade_result *result = solve(context, w.economy, &shock, SELAT_DEFICITS_NOMINAL);
    selat_table *after;
    selat_economy *again, *rebased;
    assert_ok(context, selat_trade_table(context, w.table, w.economy, &shock, result, &after));
    selat_tariffs tariffs = w.tariffs;
    tariffs.rate = room.tariff;
    assert_ok(context, selat_economy_calibrate(context, after, &tariffs, &w.elasticities, NULL, &again));
    assert_ok(context, selat_economy_rebase(context, w.economy, &shock, result, &rebased));
    assert_close(largest_relative(CELLS, again->pi, rebased->pi), 0, 1e-10);
    assert_close(largest_relative(R * S, again->expenditure, rebased->expenditure), 0, 1e-10);
    assert_close(largest_relative(R * S, again->output, rebased->output), 0, 1e-10);
    assert_close(largest_relative(R * S, again->demand_share, rebased->demand_share), 0, 1e-10);
    assert_close(largest_relative(R * S * S, again->input_share, rebased->input_share), 0, 1e-10);
    assert_close(largest_relative(R, again->value_added, rebased->value_added), 0, 1e-10);
    assert_close(largest_relative(R, again->tariff_revenue, rebased->tariff_revenue), 0, 1e-10);
    assert_close(largest_relative(R, again->deficit, rebased->deficit), 0, 1e-10);
    selat_economy_destroy(context, again);
    selat_economy_destroy(context, rebased);
    selat_table_destroy(context, after);
    selat_trade_result_destroy(context, result);
    close_world(context, &w);
}

/* One cell of each kind of stressor by hand. The small table's fuels are products 0 (weight 1) and 1 (weight 1/4). */
static void test_stressors_follow_quantities(void **state) {
    selat_context *context = *state;
    world w;
    open_world(context, &w);
    shock_room room;
    selat_trade_shock shock = rich_shock(&w, &room, 31);
    selat_trade_result *result = solve(context, w.economy, &shock, SELAT_DEFICITS_NOMINAL);
    selat_table *after;
    assert_ok(context, selat_trade_table(context, w.table, w.economy, &shock, result, &after));
    int64_t n = 2, k = 3, at = n * S + k;
    const double *use = w.table->use_musd + n * S * S + k, *price = result->price_hat + n * S;
    double output_hat = result->output[at] / w.economy->output[at];
    double fuel = (use[0] / price[0] + 0.25 * use[S] / price[1]) / (use[0] + 0.25 * use[S]);
    assert_close(after->stressor[at] / w.table->stressor[at], output_hat * fuel, 1e-12);
    double volume = output_hat / result->cost_hat[at] * pow(room.technology[at], 1 / w.theta[k]);
    assert_close(after->stressor[R * S + at] / w.table->stressor[R * S + at], volume, 1e-12);
    double private_hat = result->income[0] - room.purchases[0].amount;
    double household = private_hat / result->income_base[0] / result->consumer_price_hat[0];
    assert_close(after->stressor_final[0] / w.table->stressor_final[0], household, 1e-12);
    selat_table_destroy(context, after);
    selat_trade_result_destroy(context, result);
    close_world(context, &w);
}

/* ---- refusals ---- */

static void test_bad_shocks_name_the_cell(void **state) {
    selat_context *context = *state;
    world w;
    open_world(context, &w);
    double cells[CELLS], hats[R * S];
    selat_trade_options options = {0};
    static const double wrong[] = {-1, -1.5, NAN, INFINITY};
    for (int k = 0; k < 4; k++) {
        memcpy(cells, w.rate, sizeof cells);
        cells[(2 * R + 1) * R + 3] = wrong[k];
        selat_trade_shock shock = {.tariff = cells};
        selat_trade_result *result;
        assert_int_equal(selat_trade_solve(context, w.economy, &shock, &options, &result), SELAT_BAD_INPUT);
        assert_null(result);
        assert_message_has(context, "tariff rate, importer MYS, exporter SGP, product C26");
    }
    for (int64_t k = 0; k < CELLS; k++)
        cells[k] = 1;
    cells[R - 1] = 0;
    selat_trade_shock shock = {.iceberg_hat = cells};
    selat_trade_result *result;
    assert_int_equal(selat_trade_solve(context, w.economy, &shock, &options, &result), SELAT_BAD_INPUT);
    assert_message_has(context, "iceberg hat, importer KOR, exporter THA, product A01: found 0");
    for (int64_t k = 0; k < R * S; k++)
        hats[k] = 1;
    hats[S] = -2;
    shock = (selat_trade_shock){.technology_hat = hats};
    assert_int_equal(selat_trade_solve(context, w.economy, &shock, &options, &result), SELAT_BAD_INPUT);
    assert_message_has(context, "technology hat, region MYS, product A01: found -2");
    selat_purchase purchase = {0, 1, 2, INFINITY, 0, SELAT_FINANCED_TAX, -1};
    shock = (selat_trade_shock){.n_purchases = 1, .purchases = &purchase};
    assert_int_equal(selat_trade_solve(context, w.economy, &shock, &options, &result), SELAT_BAD_INPUT);
    assert_message_has(context, "purchase of KOR from MYS, product C26: found amount inf");
    close_world(context, &w);
}

/* Not converging is a result: the reason, the iterations and a residual above the tolerance. */
static void test_too_few_iterations_are_reported(void **state) {
    selat_context *context = *state;
    world w;
    open_world(context, &w);
    double free[CELLS] = {0};
    selat_trade_shock shock = {.tariff = free};
    selat_trade_options options = {.max_iterations = 3};
    selat_trade_result *result;
    assert_ok(context, selat_trade_solve(context, w.economy, &shock, &options, &result));
    assert_false(result->report.converged);
    assert_int_equal(result->report.reason, SELAT_MAX_ITERATIONS);
    assert_int_equal(result->report.iterations, 3);
    assert_true(result->report.residual > 1e-12 && result->report.residual < 1);
    selat_trade_result_destroy(context, result);
    close_world(context, &w);
}

/* Shocks far beyond any agreement: tariffs of 100 % everywhere, productivity up and down by a third. */
static void test_large_shocks_converge(void **state) {
    selat_context *context = *state;
    world w;
    open_world(context, &w);
    double tariff[CELLS], technology[R * S];
    for (int64_t k = 0; k < CELLS; k++)
        tariff[k] = k / R % R == k % R ? 0 : 1;
    for (int64_t k = 0; k < R * S; k++)
        technology[k] = pow(k % 2 == 0 ? 1.33 : 0.75, w.theta[k % S]);
    selat_trade_shock shock = {.tariff = tariff, .technology_hat = technology};
    selat_trade_result *result = solve(context, w.economy, &shock, SELAT_DEFICITS_MULTIPLICATIVE);
    check_accounts(context, w.economy, &shock, result);
    selat_trade_result_destroy(context, result);
    close_world(context, &w);
}

/* ---- memory ---- */

typedef struct failing {
    int64_t left;
} failing;

static void *allocate_some(void *user, size_t bytes) {
    failing *f = user;
    return f->left-- > 0 ? malloc(bytes) : NULL;
}
static void release_some(void *user, void *pointer) {
    (void)user;
    free(pointer);
}

/* Every single allocation may fail; the leak check of the sanitized build sees what is left behind. */
static void test_no_memory_is_an_error(void **state) {
    selat_context *whole = *state;
    world w;
    open_world(whole, &w);
    shock_room room;
    selat_trade_shock shock = rich_shock(&w, &room, 3);
    selat_trade_options options = {.deficits = SELAT_DEFICITS_ZERO};
    selat_status status = SELAT_NO_MEMORY;
    int64_t allowed = 0;
    for (; status == SELAT_NO_MEMORY && allowed < 5000; allowed++) {
        failing room_left = {INT64_MAX};
        selat_allocator allocator = {allocate_some, release_some, &room_left};
        selat_context *context;
        assert_int_equal(selat_context_create(&allocator, &context), SELAT_OK);
        room_left.left = allowed;
        selat_economy *economy = NULL, *rebased = NULL;
        selat_trade_result *result = NULL;
        selat_table *after = NULL;
        status = selat_economy_calibrate(context, w.table, &w.tariffs, &w.elasticities, NULL, &economy);
        if (status == SELAT_OK) status = selat_trade_solve(context, economy, &shock, &options, &result);
        if (status == SELAT_OK) status = selat_economy_rebase(context, economy, &shock, result, &rebased);
        if (status == SELAT_OK) status = selat_trade_table(context, w.table, economy, &shock, result, &after);
        selat_table_destroy(context, after);
        selat_trade_result_destroy(context, result);
        selat_economy_destroy(context, rebased);
        selat_economy_destroy(context, economy);
        selat_context_destroy(context);
    }
    assert_int_equal(status, SELAT_OK);
    assert_true(allowed > 300);
    close_world(whole, &w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_no_shock_changes_nothing),
        TEST(test_accounts_hold_under_every_closure),
        TEST(test_closures),
        TEST(test_unit_of_money_does_not_matter),
        TEST(test_order_of_regions_does_not_matter),
        TEST(test_two_steps_are_one),
        TEST(test_import_rent_is_a_subsidy),
        TEST(test_export_rent_is_lost_by_the_exporter),
        TEST(test_financing_moves_deficits),
        TEST(test_no_shock_gives_the_same_table),
        TEST(test_changed_table_balances),
        TEST(test_changed_table_calibrates_to_the_solution),
        TEST(test_stressors_follow_quantities),
        TEST(test_bad_shocks_name_the_cell),
        TEST(test_too_few_iterations_are_reported),
        TEST(test_large_shocks_converge),
        TEST(test_no_memory_is_an_error),
    };
    return cmocka_run_group_tests_name("trade", tests, NULL, NULL);
}

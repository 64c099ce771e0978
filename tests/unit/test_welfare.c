/* The path-integrated split of welfare: its parts add up to the exact number, and are those one computes by hand where
   that can be done. Trade creation and diversion on a hand-made case. */
#include "unit.h"

#include "base/memory.h"
#include "random_economy.h"

static const double SUM = 1e-9; /* relative to base income */

static selat_trade_result *solve(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                                 selat_deficits deficits) {
    selat_trade_options options = {.deficits = deficits};
    selat_trade_result *result;
    assert_ok(context, selat_trade_solve(context, economy, shock, &options, &result));
    assert_true(result->report.converged);
    return result;
}

static double sum_of(const selat_welfare_parts *p) {
    return p->terms_of_trade + p->volume_of_trade + p->technical + p->technology + p->scale + p->labour + p->rents +
           p->deficit + p->purchases + p->base_gap;
}

/* Every region: parts = base income (I-hat/P-hat - 1); every detailed region: cells = parts. */
static void check_sums(const selat_trade_result *result, const selat_welfare_split *split) {
    int64_t R = split->n_regions, S = split->n_sectors;
    for (int64_t n = 0; n < R; n++) {
        double income = result->income_base[n];
        assert_close(sum_of(&split->region[n]) / income, result->real_income_hat[n] - 1, SUM);
        assert_close(split->region[n].exact / income, result->real_income_hat[n] - 1, 1e-14);
    }
    for (int64_t k = 0; k < split->n_detailed; k++) {
        const selat_welfare_parts *whole = &split->region[split->detailed[k]];
        double income = split->income[split->detailed[k]];
        selat_welfare_cell sum = {0};
        double technology = 0;
        for (int64_t j = 0; j < S; j++) technology += split->technology[k * S + j];
        for (int64_t c = k * S * R; c < (k + 1) * S * R; c++) {
            sum.terms_of_trade += split->cell[c].terms_of_trade;
            sum.volume_of_trade += split->cell[c].volume_of_trade;
            sum.technical += split->cell[c].technical;
            sum.rents += split->cell[c].rents;
        }
        assert_close(sum.terms_of_trade / income, whole->terms_of_trade / income, 1e-12);
        assert_close(sum.volume_of_trade / income, whole->volume_of_trade / income, 1e-12);
        assert_close(sum.technical / income, whole->technical / income, 1e-12);
        assert_close(sum.rents / income, whole->rents / income, 1e-12);
        assert_close(technology / income, (whole->technology + whole->scale) / income, 1e-12);
    }
}

static selat_welfare_split *split_of(selat_context *context, const selat_economy *economy,
                                     const selat_trade_shock *shock, const selat_trade_result *result,
                                     selat_deficits deficits, int64_t n_detailed, const int64_t *detailed) {
    selat_welfare_options options = {
        .trade = {.deficits = deficits}, .n_detailed = n_detailed, .detailed = detailed};
    selat_welfare_split *split;
    assert_ok(context, selat_welfare_split_create(context, economy, shock, result, &options, &split));
    if (!split->converged) fail_msg("remainder %g with %lld points", split->largest_remainder, (long long)split->nodes);
    check_sums(result, split);
    return split;
}

/* ---- NAFTA ---- */

typedef struct nafta {
    selat_economy *economy;
    selat_trade_shock shock;
} nafta;
enum { CANADA = 4, MEXICO = 19, USA = 29 };
static const int64_t members[] = {MEXICO, CANADA, USA};

static nafta open_nafta(selat_context *context) {
    nafta w = {0};
    assert_ok(context, selat_trade_case_load(context, source_path("tests/published/trade_nafta/case"), &w.economy, &w.shock));
    return w;
}

static void close_nafta(selat_context *context, nafta *w) {
    selat_trade_shock_clear(context, &w->shock);
    selat_economy_destroy(context, w->economy);
}

/* Mexico: terms of trade -0.68, volume 0.69 %, together the exact 0.0073 where first order says -0.41 and 1.72. */
static void test_nafta(void **state) {
    selat_context *context = *state;
    nafta w = open_nafta(context);
    selat_trade_result *result = solve(context, w.economy, &w.shock, SELAT_DEFICITS_NOMINAL);
    selat_welfare_split *split = split_of(context, w.economy, &w.shock, result, SELAT_DEFICITS_NOMINAL, 3, members);
    static const double exact[] = {0.0073, -0.1101, 0.0741};
    for (int k = 0; k < 3; k++) {
        const selat_welfare_parts *p = &split->region[members[k]];
        double percent = 100 / split->income[members[k]];
        assert_close(percent * p->exact, exact[k], 5e-5);
        assert_close(percent * p->base_gap, 0, 1e-6); /* the published base balances to 1.5e-7 */
        assert_true(p->technical == 0 && p->technology == 0 && p->rents == 0 && p->purchases == 0);
        assert_close(percent * p->deficit, 0, 1e-10);
    }
    double percent = 100 / split->income[MEXICO];
    assert_close(percent * split->region[MEXICO].terms_of_trade, -0.678372, 1e-6);
    assert_close(percent * split->region[MEXICO].volume_of_trade, 0.685695, 1e-6);
    selat_welfare_split_destroy(context, split);
    selat_trade_result_destroy(context, result);
    close_nafta(context, &w);
}

/* The shock taken back from the new equilibrium: every part turns its sign, at the price level of the new base. */
static void test_reversal(void **state) {
    selat_context *context = *state;
    nafta w = open_nafta(context);
    selat_trade_shock nothing = {0}, back = {0};
    selat_economy *base, *after;
    selat_trade_result *zero = solve(context, w.economy, &nothing, SELAT_DEFICITS_NOMINAL);
    assert_ok(context, selat_economy_rebase(context, w.economy, &nothing, zero, &base)); /* a base that balances */
    selat_trade_result *there = solve(context, base, &w.shock, SELAT_DEFICITS_NOMINAL);
    assert_ok(context, selat_economy_rebase(context, base, &w.shock, there, &after));
    int64_t cells = base->n_sectors * base->n_regions * base->n_regions;
    assert_ok(context, selat_copy_doubles(context, base->tariff, cells, &back.tariff));
    selat_trade_result *return_trip = solve(context, after, &back, SELAT_DEFICITS_NOMINAL);
    selat_welfare_split *a = split_of(context, base, &w.shock, there, SELAT_DEFICITS_NOMINAL, 3, members);
    selat_welfare_split *b = split_of(context, after, &back, return_trip, SELAT_DEFICITS_NOMINAL, 3, members);
    for (int64_t n = 0; n < base->n_regions; n++) {
        double price = there->consumer_price_hat[n], income = a->income[n];
        assert_close(b->region[n].terms_of_trade / income, -price * a->region[n].terms_of_trade / income, SUM);
        assert_close(b->region[n].volume_of_trade / income, -price * a->region[n].volume_of_trade / income, SUM);
        assert_close(b->region[n].exact / income, -price * a->region[n].exact / income, SUM);
    }
    selat_welfare_split_destroy(context, a);
    selat_welfare_split_destroy(context, b);
    selat_trade_result_destroy(context, zero);
    selat_trade_result_destroy(context, there);
    selat_trade_result_destroy(context, return_trip);
    selat_trade_shock_clear(context, &back);
    selat_economy_destroy(context, base);
    selat_economy_destroy(context, after);
    close_nafta(context, &w);
}

/* A ten-thousandth of the cut: the first-order numbers, the difference being of second order. */
static void test_tiny_shock_is_first_order(void **state) {
    selat_context *context = *state;
    nafta w = open_nafta(context);
    int64_t cells = w.economy->n_sectors * w.economy->n_regions * w.economy->n_regions;
    for (int64_t k = 0; k < cells; k++) {
        w.shock.tariff[k] = w.economy->tariff[k] + 1e-4 * (w.shock.tariff[k] - w.economy->tariff[k]);
    }
    selat_trade_shock nothing = {0};
    selat_economy *base;
    selat_trade_result *zero = solve(context, w.economy, &nothing, SELAT_DEFICITS_NOMINAL);
    assert_ok(context, selat_economy_rebase(context, w.economy, &nothing, zero, &base));
    selat_trade_result *result = solve(context, base, &w.shock, SELAT_DEFICITS_NOMINAL);
    selat_welfare_split *split = split_of(context, base, &w.shock, result, SELAT_DEFICITS_NOMINAL, 0, NULL);
    for (int k = 0; k < 3; k++) {
        int64_t n = members[k];
        double income = split->income[n];
        assert_close(split->region[n].terms_of_trade / income, result->terms_of_trade[n], 2e-4 * fabs(result->terms_of_trade[n]) + 1e-11);
        assert_close(split->region[n].volume_of_trade / income, result->volume_of_trade[n], 2e-3 * fabs(result->volume_of_trade[n]) + 1e-10);
    }
    selat_welfare_split_destroy(context, split);
    selat_trade_result_destroy(context, result);
    selat_trade_result_destroy(context, zero);
    selat_economy_destroy(context, base);
    close_nafta(context, &w);
}

/* Everything a shock can hold at once, under each closure, on one thread and on two. */
static void test_barriers_rents_technology_and_purchases(void **state) {
    selat_context *context = *state;
    nafta w = open_nafta(context);
    int64_t R = w.economy->n_regions, S = w.economy->n_sectors, cells = S * R * R;
    double **const hats[] = {&w.shock.iceberg_hat, &w.shock.import_rent_hat, &w.shock.export_rent_hat};
    static const double values[] = {0.97, 0.985, 0.98};
    for (int h = 0; h < 3; h++) {
        assert_ok(context, selat_new(context, cells, hats[h]));
        for (int64_t k = 0; k < cells; k++) {
            bool between = k % R == USA && k / R % R == MEXICO;
            (*hats[h])[k] = between ? values[h] : 1;
        }
    }
    assert_ok(context, selat_new(context, R * S, &w.shock.technology_hat));
    for (int64_t k = 0; k < R * S; k++) w.shock.technology_hat[k] = k / S == CANADA ? 1.1 : 1;
    assert_ok(context, selat_new(context, 3, &w.shock.purchases));
    w.shock.n_purchases = 3;
    double amount = 1e-3 * w.economy->value_added[CANADA];
    w.shock.purchases[0] = (selat_purchase){.buyer = CANADA, .seller = USA, .sector = 15, .amount = amount, .offset_share = 0.3};
    w.shock.purchases[1] = (selat_purchase){.buyer = MEXICO, .seller = USA, .sector = 15, .amount = amount,
                                            .financing = SELAT_FINANCED_BORROW};
    w.shock.purchases[2] = (selat_purchase){.buyer = MEXICO, .seller = CANADA, .sector = 14, .amount = amount,
                                            .financing = SELAT_FINANCED_GRANT, .giver = USA};
    static const selat_deficits closures[] = {SELAT_DEFICITS_NOMINAL, SELAT_DEFICITS_SHARE, SELAT_DEFICITS_MULTIPLICATIVE,
                                              SELAT_DEFICITS_ZERO};
    for (int c = 0; c < 4; c++) {
        selat_trade_result *result = solve(context, w.economy, &w.shock, closures[c]);
        selat_welfare_split *one = split_of(context, w.economy, &w.shock, result, closures[c], 3, members);
        assert_ok(context, selat_set_threads(context, 2));
        selat_welfare_split *two = split_of(context, w.economy, &w.shock, result, closures[c], 3, members);
        assert_ok(context, selat_set_threads(context, 1));
        assert_memory_equal(one->region, two->region, (size_t)R * sizeof *one->region);
        assert_memory_equal(one->cell, two->cell, (size_t)(3 * S * R) * sizeof *one->cell);
        const selat_welfare_parts *mexico = &one->region[MEXICO], *canada = &one->region[CANADA], *usa = &one->region[USA];
        assert_true(mexico->technical > 0 && canada->technical == 0);
        assert_true(canada->technology > 0 && mexico->technology == 0);
        assert_true(mexico->rents > 0 && usa->rents < 0); /* the exporter's rents are handed over */
        assert_true(mexico->purchases != 0 && usa->purchases == 0);
        assert_close(mexico->deficit / amount, 2, 0.05); /* borrowed and given, at the prices of the base */
        assert_close(usa->deficit / amount, -2, 0.05);
        selat_welfare_split_destroy(context, one);
        selat_welfare_split_destroy(context, two);
        selat_trade_result_destroy(context, result);
    }
    close_nafta(context, &w);
}

/* ---- agreements on the embedded table ---- */

static void check_agreement(selat_context *context, const selat_economy *economy, const char *const *codes, int64_t count) {
    int64_t R = economy->n_regions, S = economy->n_sectors, positions[32];
    selat_trade_shock shock = {0};
    assert_ok(context, selat_copy_doubles(context, economy->tariff, S * R * R, &shock.tariff));
    for (int64_t a = 0; a < count; a++) positions[a] = selat_labels_find(&economy->regions, codes[a]);
    for (int64_t s = 0; s < 27; s++) {
        for (int64_t pair = 0; pair < count * count; pair++) {
            shock.tariff[(s * R + positions[pair / count]) * R + positions[pair % count]] = 0;
        }
    }
    selat_trade_result *result = solve(context, economy, &shock, SELAT_DEFICITS_NOMINAL);
    selat_welfare_split *split = split_of(context, economy, &shock, result, SELAT_DEFICITS_NOMINAL, count, positions);
    selat_welfare_split_destroy(context, split);
    selat_trade_result_destroy(context, result);
    selat_trade_shock_clear(context, &shock);
}

static void test_agreements(void **state) {
    selat_context *context = *state;
    static const char *const vectors[] = {"caliendo-parro-2015", "uniform-5"}, *const pair[] = {"KOR", "MYS"};
    selat_groups groups;
    assert_ok(context, selat_dataset_groups(context, &groups));
    const selat_group *rcep = selat_groups_find(&groups, "RCEP", false);
    assert_non_null(rcep);
    for (int k = 0; k < 2; k++) {
        selat_table *table;
        selat_tariffs tariffs;
        selat_elasticities elasticities;
        selat_economy *economy;
        assert_ok(context, selat_dataset_table(context, "oecd-2022", &table));
        assert_ok(context, selat_dataset_tariffs(context, "teti-2021", table, &tariffs));
        assert_ok(context, selat_dataset_elasticities(context, vectors[k], table, &elasticities));
        assert_ok(context, selat_economy_calibrate(context, table, &tariffs, &elasticities, NULL, &economy));
        check_agreement(context, economy, pair, 2);
        check_agreement(context, economy, (const char *const *)rcep->codes, rcep->count);
        selat_economy_destroy(context, economy);
        selat_elasticities_clear(context, &elasticities);
        selat_tariffs_clear(context, &tariffs);
        selat_table_destroy(context, table);
    }
    selat_groups_clear(context, &groups);
}

/* ---- two equal countries, one product, no inputs: what each kind of shock is worth can be written down ---- */

enum { HOME, ABROAD };
static const double theta = 4, foreign = 0.25, labour = 100;

static selat_economy *two_countries(selat_context *context, double tariff) {
    static const char *const regions[] = {"A", "B"}, *const sectors[] = {"good"};
    selat_labels r, s;
    selat_economy *e;
    assert_ok(context, selat_labels_init(context, 2, regions, NULL, &r));
    assert_ok(context, selat_labels_init(context, 1, sectors, NULL, &s));
    assert_ok(context, selat_economy_create(context, &r, &s, &e));
    selat_labels_clear(context, &r);
    selat_labels_clear(context, &s);
    e->theta[0] = theta;
    double income = labour / (1 - foreign * tariff / (1 + tariff));
    for (int n = 0; n < 2; n++) {
        for (int i = 0; i < 2; i++) {
            e->pi[n * 2 + i] = n == i ? 1 - foreign : foreign;
            e->tariff[n * 2 + i] = n == i ? 0 : tariff;
        }
        e->value_share[n] = e->demand_share[n] = 1;
        e->expenditure[n] = income;
        e->value_added[n] = labour;
    }
    selat_economy_totals(e);
    return e;
}

static double *hat_abroad(selat_context *context, double value, double otherwise) {
    double *hat;
    assert_ok(context, selat_new(context, 4, &hat));
    for (int k = 0; k < 4; k++) hat[k] = k == 1 || k == 2 ? value : otherwise;
    return hat;
}

/* Share of imports after kappa-hat on them, and the price index. */
static double share_abroad(double kappa) {
    double weight = foreign * pow(kappa, -theta);
    return weight / (1 - foreign + weight);
}
static double price_of(double kappa) { return pow(1 - foreign + foreign * pow(kappa, -theta), -1 / theta); }

/* Both countries alike: wages 1, no change in the terms of trade. Returns the parts of A. */
static selat_welfare_parts alike(selat_context *context, double tariff, selat_trade_shock *shock) {
    selat_economy *e = two_countries(context, tariff);
    selat_trade_result *result = solve(context, e, shock, SELAT_DEFICITS_NOMINAL);
    const int64_t both[] = {HOME, ABROAD};
    selat_welfare_split *split = split_of(context, e, shock, result, SELAT_DEFICITS_NOMINAL, 2, both);
    selat_welfare_parts parts = split->region[HOME];
    assert_close(parts.terms_of_trade, 0, 1e-10);
    assert_close(parts.deficit, 0, 1e-10);
    assert_close(split->cell[ABROAD].volume_of_trade, parts.volume_of_trade, 1e-10);
    assert_close(split->cell[HOME].volume_of_trade, 0, 0);
    selat_welfare_split_destroy(context, split);
    selat_trade_result_destroy(context, result);
    selat_trade_shock_clear(context, shock);
    selat_economy_destroy(context, e);
    return parts;
}

static void test_two_equal_countries(void **state) {
    selat_context *context = *state;
    const double tau = 0.2, base = labour / (1 - foreign * tau / (1 + tau));
    selat_trade_shock shock = {.tariff = hat_abroad(context, 0, 0)};
    selat_welfare_parts p = alike(context, tau, &shock);
    assert_close(p.volume_of_trade, labour / price_of(1 / (1 + tau)) - base, 1e-9);

    shock = (selat_trade_shock){.iceberg_hat = hat_abroad(context, 0.9, 1)};
    p = alike(context, 0, &shock);
    assert_close(p.technical, labour / price_of(0.9) - labour, 1e-9);
    assert_close(p.volume_of_trade, 0, 0);

    /* X = labour + X share (1 - 1/0.9): the rent the importer used to collect. */
    double spending = labour / (1 - share_abroad(0.9) * (1 - 1 / 0.9));
    shock = (selat_trade_shock){.import_rent_hat = hat_abroad(context, 0.9, 1)};
    p = alike(context, 0, &shock);
    assert_close(p.rents, spending / price_of(0.9) - labour, 1e-9);

    shock = (selat_trade_shock){.export_rent_hat = hat_abroad(context, 0.9, 1)};
    p = alike(context, 0, &shock);
    assert_close(p.rents, spending / price_of(0.9) - labour, 1e-9);

    assert_ok(context, selat_new(context, 2, &shock.technology_hat));
    shock.technology_hat[0] = shock.technology_hat[1] = 1.5;
    p = alike(context, 0, &shock);
    assert_close(p.technology, labour * (pow(1.5, 1 / theta) - 1), 1e-9);
}

/* L-hat 1.2 with psi 0.1: W = L^(1+psi), of whose logarithm 1 / (1+psi) is labour and the rest scale. */
static void test_labour_and_scale(void **state) {
    selat_context *context = *state;
    selat_economy *e = two_countries(context, 0);
    assert_ok(context, selat_new(context, 1, &e->psi));
    e->psi[0] = 0.1;
    double more[2] = {1.2, 1.2};
    selat_trade_shock shock = {.labour_hat = more};
    selat_welfare_options options = {.trade = {.scale = true}};
    selat_trade_result *result;
    selat_welfare_split *split;
    assert_ok(context, selat_trade_solve(context, e, &shock, &options.trade, &result));
    assert_ok(context, selat_welfare_split_create(context, e, &shock, result, &options, &split));
    check_sums(result, split);
    double gain = labour * (pow(1.2, 1.1) - 1);
    assert_close(split->region[HOME].labour, gain / 1.1, 1e-9);
    assert_close(split->region[HOME].scale, gain * 0.1 / 1.1, 1e-9);
    assert_close(split->region[HOME].technology, 0, 0);
    selat_welfare_split_destroy(context, split);
    selat_trade_result_destroy(context, result);
    selat_economy_destroy(context, e);
}

/* Random economies with tariffs, technology and labour changed, labour mobile or not, with and without scale economies. */
static void test_random_economies(void **state) {
    selat_context *context = *state;
    enum { R = 6, S = 5 };
    for (uint64_t seed = 1; seed <= 12; seed++) {
        selat_economy *e;
        uint64_t stream = seed;
        double tariff[S * R * R], technology[R * S], supply[R];
        assert_ok(context, random_economy_make(context, R, S, seed, &e));
        assert_ok(context, selat_new(context, S, &e->psi));
        for (int64_t j = 0; j < S; j++) e->psi[j] = 0.4 / e->theta[j];
        random_tariffs(e, 0.9, &stream, tariff);
        for (int64_t k = 0; k < R * S; k++) technology[k] = 1 + 0.2 * random_uniform(&stream);
        for (int64_t n = 0; n < R; n++) supply[n] = 0.9 + 0.2 * random_uniform(&stream);
        selat_trade_shock shock = {.tariff = tariff, .technology_hat = technology, .labour_hat = supply};
        selat_welfare_options options = {.trade = {.deficits = (selat_deficits)(seed % 4),
                                                   .labour = seed % 2 == 0 ? SELAT_LABOUR_IMMOBILE : SELAT_LABOUR_MOBILE,
                                                   .scale = seed % 3 == 0}};
        selat_trade_result *result;
        selat_welfare_split *split;
        assert_ok(context, selat_trade_solve(context, e, &shock, &options.trade, &result));
        assert_true(result->report.converged);
        assert_ok(context, selat_welfare_split_create(context, e, &shock, result, &options, &split));
        check_sums(result, split);
        selat_welfare_split_destroy(context, split);
        selat_trade_result_destroy(context, result);
        selat_economy_destroy(context, e);
    }
}

/* Only A becomes more productive: B's gain is all terms of trade, A's is what the productivity brings less what it hands on. */
static void test_terms_of_trade_of_the_other(void **state) {
    selat_context *context = *state;
    selat_economy *e = two_countries(context, 0);
    selat_trade_shock shock = {0};
    assert_ok(context, selat_new(context, 2, &shock.technology_hat));
    shock.technology_hat[HOME] = 1.5;
    shock.technology_hat[ABROAD] = 1;
    selat_trade_result *result = solve(context, e, &shock, SELAT_DEFICITS_NOMINAL);
    selat_welfare_split *split = split_of(context, e, &shock, result, SELAT_DEFICITS_NOMINAL, 0, NULL);
    double gain = labour * (result->wage_hat[ABROAD] / result->price_hat[ABROAD] - 1);
    assert_true(gain > 0.1);
    assert_close(split->region[ABROAD].terms_of_trade, gain, 1e-9);
    assert_close(split->region[ABROAD].technology, 0, 0);
    assert_true(split->region[HOME].terms_of_trade < 0 && split->region[HOME].technology > split->region[HOME].exact);
    selat_welfare_split_destroy(context, split);
    selat_trade_result_destroy(context, result);
    selat_trade_shock_clear(context, &shock);
    selat_economy_destroy(context, e);
}

/* A buys 60 at home, 20 from B, 20 from C, duty 25 %, theta 1, and frees B: kappa 0.8. With costs and spending as they
   were, shares are 0.6, 0.25, 0.2 over 1.05; before duty B rises from 16 to 250/10.5, home falls from 60 to 60/1.05, C from
   16 to 16/1.05. */
static void test_creation_and_diversion(void **state) {
    selat_context *context = *state;
    static const char *const regions[] = {"A", "B", "C"}, *const sectors[] = {"good"};
    selat_labels r, s;
    selat_economy *e;
    assert_ok(context, selat_labels_init(context, 3, regions, NULL, &r));
    assert_ok(context, selat_labels_init(context, 1, sectors, NULL, &s));
    assert_ok(context, selat_economy_create(context, &r, &s, &e));
    e->theta[0] = 1;
    for (int n = 0; n < 3; n++) {
        for (int i = 0; i < 3; i++) {
            e->pi[n * 3 + i] = n == i ? 0.6 : 0.2;
            e->tariff[n * 3 + i] = n == i ? 0 : 0.25;
        }
        e->value_share[n] = e->demand_share[n] = 1;
        e->expenditure[n] = 100;
        e->value_added[n] = 92;
    }
    selat_economy_totals(e);
    double tariff[9] = {0, 0, 0.25, 0.25, 0, 0.25, 0.25, 0.25, 0};
    double cost[3] = {1, 1, 1}, price[3] = {1 / 1.05, 1, 1}, spending[3] = {100, 100, 100};
    selat_trade_shock shock = {.tariff = tariff};
    selat_trade_result after = {.n_regions = 3, .n_sectors = 1, .cost_hat = cost, .price_hat = price, .expenditure = spending};
    const int64_t pair[] = {0, 1};
    selat_diversion out[2];
    assert_ok(context, selat_trade_diversion(context, e, &shock, &after, 2, pair, out));
    assert_close(out[0].partners, 25 / 1.05 - 16, 1e-12);
    assert_close(out[0].creation, 60 - 60 / 1.05, 1e-12);
    assert_close(out[0].diversion, 16 - 16 / 1.05, 1e-12);
    assert_close(out[0].expansion, 25 / 1.05 - 16 - 76 * (1 - 1 / 1.05), 1e-12);
    assert_close(out[1].partners, 0, 1e-12);
    assert_close(out[1].creation, 0, 1e-12);

    /* The same the other way round: B loses the preference. */
    e->tariff[1] = 0;
    tariff[1] = 0.25;
    e->pi[0] = 0.6 / 1.05, e->pi[1] = 0.25 / 1.05, e->pi[2] = 0.2 / 1.05;
    price[0] = 1.05;
    selat_diversion back[2];
    assert_ok(context, selat_trade_diversion(context, e, &shock, &after, 2, pair, back));
    assert_close(back[0].creation, -out[0].creation, 1e-12);
    assert_close(back[0].diversion, -out[0].diversion, 1e-12);
    selat_labels_clear(context, &r);
    selat_labels_clear(context, &s);
    selat_economy_destroy(context, e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_nafta),
        TEST(test_reversal),
        TEST(test_tiny_shock_is_first_order),
        TEST(test_barriers_rents_technology_and_purchases),
        TEST(test_agreements),
        TEST(test_two_equal_countries),
        TEST(test_labour_and_scale),
        TEST(test_random_economies),
        TEST(test_terms_of_trade_of_the_other),
        TEST(test_creation_and_diversion),
    };
    return cmocka_run_group_tests_name("welfare", tests, NULL, NULL);
}

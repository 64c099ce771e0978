/* Green measures in accord files: what they read from the table, and the shocks and emissions they become, by hand. */
#include "accord_world.h"

#include "table/arrays.h"

#define HEAD "accord: {name: x, parties: [KOR, MYS]}\nbaseline: {inflation: 0%}\nmeasures:\n"

enum { G_KOR, G_MYS, G_JPN, G_R, G_C20 = 0, G_D, G_B06, G_I, G_S, G_HFCE = 0, G_GFCF, G_DPABR, G_F, G_CO2 = 0, G_CH4, G_Q };

typedef struct green {
    world w; /* its table replaced */
    double value_share[G_R * G_S], rate[G_S * G_R * G_R];
    bool missing[G_R];
} green;

static int64_t at(int64_t n, int64_t s) { return n * G_S + s; }

static void labels_of(selat_context *context, int64_t count, const char *const *codes, selat_labels *out) {
    assert_ok(context, selat_labels_init(context, count, codes, NULL, out));
}

static void make_green(selat_context *context, green *g) {
    static const char *const codes[6][4] = {{"KOR", "MYS", "JPN"}, {"C20", "D", "B06", "I"}, {"HFCE", "GFCF", "DPABR"},
                                            {"VALU"},              {"LABR", "CFC"},          {"CO2 combustion", "CH4"}};
    static const int64_t counts[6] = {G_R, G_S, G_F, 1, 2, G_Q};
    selat_labels l[6];
    memset(g, 0, sizeof *g);
    make_world(context, &g->w);
    selat_table_destroy(context, g->w.table);
    for (int k = 0; k < 6; k++) labels_of(context, counts[k], codes[k], &l[k]);
    assert_ok(context, selat_table_create(context, "green", 2022, &l[0], &l[1], &l[2], &l[3], &l[4], &l[5], &g->w.table));
    for (int k = 0; k < 6; k++) selat_labels_clear(context, &l[k]);
    selat_table *t = g->w.table;
    for (int64_t q = 0; q < G_Q; q++) assert_ok(context, selat_table_set_text(context, "Mt CO2e", &t->stressor_units[q]));
    assert_ok(context, selat_table_set_text(context, "CO2", &t->stressor_gases[G_CO2]));
    for (int64_t k = 0; k < G_R * G_S; k++) {
        t->output_musd[k] = 1000;
        t->primary_musd[k] = 400;
        t->memo_musd[k] = 100;                 /* labour: a quarter of value added */
        t->memo_musd[G_R * G_S + k] = 12;      /* CFC: a capital of 200 */
        g->value_share[k] = .4;
    }
    for (int64_t n = 0; n < G_R; n++) {
        for (int64_t s = 0; s < G_S; s++) {
            for (int64_t i = 0; i < G_R; i++) t->trade_share[(s * G_R + n) * G_R + i] = i == n ? .5 : .25;
            t->final_musd[at(n, s) * G_F + G_HFCE] = s == G_I ? 300 : 100;
            t->final_musd[at(n, s) * G_F + G_GFCF] = s == G_C20 ? 30 : s == G_D ? 10 : 0;
            t->final_musd[at(n, s) * G_F + G_DPABR] = 10;
        }
    }
    t->stressor[(G_CO2 * G_R + G_KOR) * G_S + G_D] = 10;  /* .01 t per USD */
    t->stressor[(G_CH4 * G_R + G_KOR) * G_S + G_D] = 5;
    t->stressor[(G_CO2 * G_R + G_MYS) * G_S + G_D] = 20;
    t->stressor[(G_CO2 * G_R + G_MYS) * G_S + G_C20] = 1; /* .001 t per USD */
    g->w.tariffs = (selat_tariffs){.name = "t", .n_regions = G_R, .n_sectors = G_S, .rate = g->rate, .importer_missing = g->missing};
    g->w.economy = (selat_economy){.n_regions = G_R, .n_sectors = G_S, .regions = t->regions, .sectors = t->sectors,
                                   .tariff = g->rate, .theta = g->w.theta, .value_share = g->value_share};
}

static selat_accord *read_ok(selat_context *context, const green *g, const char *text) {
    selat_accord *accord;
    assert_ok(context, read_text(context, &g->w, text, &accord));
    return accord;
}

static selat_trade_shock compile(selat_context *context, const green *g, const selat_accord *a, int64_t year) {
    selat_trade_shock shock;
    assert_ok(context, selat_accord_compile(context, a, &g->w.economy, &g->w.tariffs, 2022, year, NULL, &shock));
    return shock;
}

static selat_emission_change emissions(selat_context *context, const green *g, const selat_accord *a, int64_t year) {
    selat_emission_change change = {0};
    assert_ok(context, selat_accord_emissions(context, a, g->w.table, year, -1, &change));
    return change;
}

static int64_t cell_of(int64_t q, int64_t n, int64_t s) { return (q * G_R + n) * G_S + s; }

/* A fifth of .01 t per USD at 50 USD a tonne costs .1 per unit; half of it in 2026. */
static void test_intensity(void **state) {
    selat_context *context = *state;
    green g;
    make_green(context, &g);
    selat_accord *a = read_ok(context, &g,
                              HEAD "- intensity: {region: KOR, products: D, gas: CO2, cut: 20%, cost: 50 USD/tCO2, from: "
                                   "2026, full: 2027, label: x}\n"
                                   "- intensity: {region: [KOR, MYS], cut: 50%, from: 2030, households: yes}\n");
    assert_int_equal(a->measures[0].kind, SELAT_MEASURE_INTENSITY);
    assert_string_equal(a->measures[0].text, "intensity region KOR, products D, gas CO2, cut 20%, cost 50 USD/tCO2, 2026 to "
                                             "2035, in 2 yearly steps until 2027");
    selat_trade_shock shock = compile(context, &g, a, 2026);
    assert_close(shock.technology_hat[at(G_KOR, G_D)], pow(1.05, -g.w.theta[G_D]), 1e-14);
    assert_close(shock.technology_hat[at(G_MYS, G_D)], 1, 0);
    selat_trade_shock_clear(context, &shock);
    selat_emission_change change = emissions(context, &g, a, 2026);
    assert_close(change.intensity_factor[cell_of(G_CO2, G_KOR, G_D)], .9, 1e-15);
    assert_close(change.intensity_factor[cell_of(G_CH4, G_KOR, G_D)], 1, 0);
    assert_null(change.household_factor);
    selat_emission_change_clear(context, &change);
    change = emissions(context, &g, a, 2030);
    assert_close(change.intensity_factor[cell_of(G_CO2, G_KOR, G_D)], .8 * .5, 1e-15);
    assert_close(change.intensity_factor[cell_of(G_CH4, G_MYS, G_C20)], .5, 1e-15);
    assert_close(change.intensity_factor[cell_of(G_CH4, G_JPN, G_C20)], 1, 0);
    assert_close(change.household_factor[G_CH4 * G_R + G_MYS], .5, 1e-15);
    selat_emission_change_clear(context, &change);
    change = (selat_emission_change){0};
    assert_ok(context, selat_accord_emissions(context, a, g.w.table, 2030, 0, &change));
    assert_close(change.intensity_factor[cell_of(G_CO2, G_KOR, G_D)], .5, 1e-15);
    selat_emission_change_clear(context, &change);
    assert_true(selat_accord_same_year(a, 2028, 2035)); /* the second measure costs nothing: trade stays as it is */
    assert_false(selat_accord_same_year(a, 2025, 2026));
    selat_accord_destroy(context, a);
    drop_world(context, &g.w);
}

/* 30 USD a tonne on .015 t per USD (both gases) is .45 of the price, on all sales; at the border on the maker's own. */
static void test_carbon_price(void **state) {
    selat_context *context = *state;
    green g;
    make_green(context, &g);
    selat_accord *a = read_ok(context, &g,
                              HEAD "- carbon_price: {region: KOR, products: [D, C20], price: 30 USD/tCO2, border: direct, "
                                   "exempt: JPN, response: 10%, from: 2027}\n");
    selat_trade_shock shock = compile(context, &g, a, 2027);
    double kept = .9 * .9 * .9;
    for (int64_t n = 0; n < G_R; n++) {
        assert_close(shock.export_rent_hat[(G_D * G_R + n) * G_R + G_KOR], 1 + .45 * kept, 1e-14);
        assert_close(shock.export_rent_hat[(G_D * G_R + n) * G_R + G_MYS], 1, 0);
        assert_close(shock.tariff[(G_D * G_R + n) * G_R + G_JPN], 0, 0);
    }
    assert_close(shock.tariff[(G_D * G_R + G_KOR) * G_R + G_MYS], .6, 1e-14);
    assert_close(shock.tariff[(G_C20 * G_R + G_KOR) * G_R + G_MYS], .03, 1e-14);
    assert_close(shock.tariff[(G_D * G_R + G_JPN) * G_R + G_MYS], 0, 0);
    selat_trade_shock_clear(context, &shock);
    selat_emission_change change = emissions(context, &g, a, 2027);
    assert_close(change.intensity_factor[cell_of(G_CH4, G_KOR, G_D)], kept, 1e-15);
    assert_close(change.intensity_factor[cell_of(G_CO2, G_MYS, G_D)], 1, 0);
    selat_emission_change_clear(context, &change);
    g.missing[G_KOR] = true;
    assert_int_equal(selat_accord_compile(context, a, &g.w.economy, &g.w.tariffs, 2022, 2027, NULL, &shock), SELAT_BAD_INPUT);
    selat_accord_destroy(context, a);
    drop_world(context, &g.w);
}

/* Without inputs, what all stages emitted is what the maker did. */
static void test_embodied_border(void **state) {
    selat_context *context = *state;
    green g;
    make_green(context, &g);
    selat_table *t = g.w.table; /* C20 of Malaysia takes 100 of D per 1000: half from home, .25 from Korea and Japan */
    t->use_musd[at(G_MYS, G_D) * G_S + G_C20] = 100;
    selat_accord *a = read_ok(context, &g,
                              HEAD "- carbon_price: {region: KOR, products: [D, C20], price: 10 USD/tCO2, border: embodied}\n");
    selat_trade_shock shock = compile(context, &g, a, 2030);
    double embodied = .001 + .1 * (.5 * .02 + .25 * .015);
    assert_close(shock.tariff[(G_C20 * G_R + G_KOR) * G_R + G_MYS], 10 * embodied, 1e-13);
    assert_close(shock.tariff[(G_D * G_R + G_KOR) * G_R + G_MYS], .2, 1e-13);
    selat_trade_shock_clear(context, &shock);
    selat_accord_destroy(context, a);
    drop_world(context, &g.w);
}

static double sum_purchases(const selat_trade_shock *shock, int64_t seller, int64_t sector) {
    double sum = 0;
    for (int64_t k = 0; k < shock->n_purchases; k++) {
        const selat_purchase *p = &shock->purchases[k];
        if ((seller < 0 || p->seller == seller) && (sector < 0 || p->sector == sector)) sum += p->amount;
    }
    return sum;
}

/* 100 on a capital of 12 / .06 = 200 in two years: K-hat 1.25 in the second, 1.5 then; .4 (1 - 1/4) = .3. The new capital
   earns (400 * 3/4 - 12) / 200 = 1.44 a year, half of which goes to Korea. */
static void test_investment(void **state) {
    selat_context *context = *state;
    green g;
    make_green(context, &g);
    selat_accord *a = read_ok(context, &g,
                              HEAD "- investment: {investor: KOR, region: MYS, product: D, amount: 100 MUSD, years: [2026, "
                                   "2027], running: 8 MUSD, foreign_owned: 50%, suppliers: [C20 60% KOR, D 40%]}\n");
    selat_trade_shock shock = compile(context, &g, a, 2026);
    assert_null(shock.technology_hat);
    assert_close(sum_purchases(&shock, -1, -1), 50, 1e-12);
    assert_close(sum_purchases(&shock, G_KOR, G_C20), 30, 1e-12);
    assert_close(sum_purchases(&shock, G_KOR, G_D), 5, 1e-12);
    assert_close(sum_purchases(&shock, G_MYS, G_D), 10, 1e-12);
    double investor = 0;
    for (int64_t k = 0; k < shock.n_purchases; k++) {
        assert_int_equal(shock.purchases[k].financing, SELAT_FINANCED_TAX);
        investor += shock.purchases[k].buyer == G_KOR ? shock.purchases[k].amount : 0;
    }
    assert_close(investor, 25, 1e-12); /* Korea pays for its half */
    selat_trade_shock_clear(context, &shock);
    shock = compile(context, &g, a, 2027);
    assert_close(shock.technology_hat[at(G_MYS, G_D)], pow(1.25, .3 * g.w.theta[G_D]), 1e-13);
    selat_trade_shock_clear(context, &shock);
    shock = compile(context, &g, a, 2030);
    assert_close(shock.technology_hat[at(G_MYS, G_D)], pow(1.5, .3 * g.w.theta[G_D]), 1e-13);
    assert_close(sum_purchases(&shock, -1, -1), 8, 1e-12); /* running costs; the two halves of the transfer cancel */
    assert_close(selat_effect_transfer_musd(&a->measures[0], &a->measures[0].effects->transfers[0], 2030), 72, 1e-11);
    assert_close(selat_effect_transfer_musd(&a->measures[0], &a->measures[0].effects->transfers[0], 2027), 36, 1e-11);
    bool sent = false;
    for (int64_t k = 0; k < shock.n_purchases; k++) {
        const selat_purchase *p = &shock.purchases[k];
        sent = sent || (p->giver == G_MYS && p->buyer == G_KOR && fabs(p->amount - 72) < 1e-11);
    }
    assert_true(sent);
    selat_trade_shock_clear(context, &shock);
    assert_false(selat_accord_same_year(a, 2027, 2028));
    assert_true(selat_accord_same_year(a, 2028, 2035));
    selat_accord_destroy(context, a);
    /* as the region's investment in the table: C20 three quarters, D one; deflated by 10 % a year */
    a = read_ok(context, &g, "accord: {name: x, parties: [KOR, MYS]}\nbaseline: {inflation: 10%}\nmeasures:\n"
                             "- investment: {region: MYS, product: [D, C20], amount: 121 MUSD, years: 2025}\n");
    shock = compile(context, &g, a, 2025);
    assert_close(sum_purchases(&shock, -1, G_C20), .75 * 121 / 1.331, 1e-12);
    assert_close(sum_purchases(&shock, G_JPN, G_D), .25 * .25 * 121 / 1.331, 1e-12);
    assert_int_equal(shock.purchases[0].financing, SELAT_FINANCED_TAX);
    selat_trade_shock_clear(context, &shock);
    shock = compile(context, &g, a, 2026);
    assert_close(shock.technology_hat[at(G_MYS, G_C20)], pow(1 + 121 / 1.331 / 400, .3 * g.w.theta[G_C20]), 1e-13);
    selat_trade_shock_clear(context, &shock);
    selat_accord_destroy(context, a);
    drop_world(context, &g.w);
}

/* 100 kt at 4 USD per kg is 400 million; 12 million GJ of gas at 12 USD are 144 million and .6732 Mt; blue emits .25 Mt, less
   the .4 Mt that 400 million of C20 emit on average anyway. */
static void test_hydrogen(void **state) {
    selat_context *context = *state;
    green g;
    make_green(context, &g);
    selat_accord *a = read_ok(context, &g, HEAD "- hydrogen: {seller: MYS, buyer: KOR, capacity: 100 ktH2/yr, from: 2028, full: 2029}\n");
    selat_trade_shock shock = compile(context, &g, a, 2028);
    assert_close(sum_purchases(&shock, G_MYS, G_C20), 200, 1e-12);
    assert_close(sum_purchases(&shock, -1, G_B06), -72, 1e-12);
    assert_close(sum_purchases(&shock, G_JPN, G_B06), -18, 1e-12);
    selat_trade_shock_clear(context, &shock);
    selat_emission_change change = emissions(context, &g, a, 2030);
    assert_close(change.added_mt[cell_of(G_CO2, G_KOR, G_D)], -.6732, 1e-13);
    assert_close(change.added_mt[cell_of(G_CO2, G_MYS, G_C20)], .25 - .4, 1e-13);
    selat_emission_change_clear(context, &change);
    selat_accord_destroy(context, a);
    drop_world(context, &g.w);
}

/* 60 more in Malaysia by its household basket (half on I); 40 of it would have been spent abroad, all that Korea spends
   there, in Japan. */
static void test_tourism(void **state) {
    selat_context *context = *state;
    green g;
    make_green(context, &g);
    selat_accord *a = read_ok(context, &g, HEAD "- tourism: {visitor: KOR, host: MYS, amount: 60 MUSD, from: 2026}\n");
    selat_trade_shock shock = compile(context, &g, a, 2026);
    assert_close(sum_purchases(&shock, G_MYS, -1), 60, 1e-12);
    assert_close(sum_purchases(&shock, G_MYS, G_I), 30, 1e-12);
    assert_close(sum_purchases(&shock, G_JPN, G_I), -20, 1e-12);
    assert_close(sum_purchases(&shock, G_JPN, -1), -40, 1e-12);
    selat_trade_shock_clear(context, &shock);
    double spending[G_R * G_S] = {0};
    spending[at(G_MYS, G_I)] = 500;
    const selat_visitors visitors = {NULL, G_R, G_S, spending};
    assert_ok(context, selat_accord_use_visitors(context, a, g.w.table, &visitors));
    shock = compile(context, &g, a, 2026);
    assert_close(sum_purchases(&shock, G_MYS, G_I), 60, 1e-12);
    assert_close(sum_purchases(&shock, G_JPN, G_I), -38.75, 1e-12); /* half of the 310 * .25 that Korea buys there */
    assert_close(sum_purchases(&shock, -1, -1), 21.25, 1e-12);
    selat_trade_shock_clear(context, &shock);
    spending[at(G_MYS, G_I)] = 0;
    assert_ok(context, selat_accord_use_visitors(context, a, g.w.table, &visitors));
    assert_true(has_note(a, "MYS has no basket of visitors"));
    selat_accord_destroy(context, a);
    drop_world(context, &g.w);
}

/* Amounts of zero change nothing. */
static void test_nothing(void **state) {
    selat_context *context = *state;
    green g;
    make_green(context, &g);
    selat_accord *a = read_ok(context, &g,
                              HEAD "- intensity: {region: KOR, cut: 0%, cost: 50 USD/tCO2}\n"
                                   "- carbon_price: {region: KOR, price: 0 USD/tCO2, border: direct}\n"
                                   "- investment: {region: MYS, product: D, amount: 0 MUSD, years: 2025}\n"
                                   "- hydrogen: {seller: MYS, buyer: KOR, capacity: 0 ktH2/yr}\n"
                                   "- tourism: {visitor: KOR, host: MYS, amount: 0 MUSD}\n");
    selat_trade_shock shock = compile(context, &g, a, 2030);
    assert_true(shock.technology_hat == NULL && shock.tariff == NULL && shock.export_rent_hat == NULL);
    assert_int_equal(shock.n_purchases, 0);
    selat_trade_shock_clear(context, &shock);
    selat_emission_change change = emissions(context, &g, a, 2030);
    for (int64_t k = 0; k < G_Q * G_R * G_S; k++) {
        assert_true(change.intensity_factor == NULL || change.intensity_factor[k] == 1);
        assert_true(change.added_mt == NULL || change.added_mt[k] == 0);
    }
    selat_emission_change_clear(context, &change);
    selat_accord_destroy(context, a);
    drop_world(context, &g.w);
}

static void test_refused(void **state) {
    selat_context *context = *state;
    static const char *const cases[][2] = {
        {"- intensity: {region: KOR, gas: SF6, cut: 5%}\n", "found SF6, expected a gas of table green"},
        {"- intensity: {region: KOR}\n", "cut"},
        {"- carbon_price: {region: KOR, price: 5 USD/tCO2, exempt: JPN}\n", "no key exempt unless border"},
        {"- investment: {region: MYS, product: D, amount: 1 MUSD, years: 2026, foreign_owned: 5%}\n", "unless the investor"},
        {"- investment: {region: MYS, product: D, amount: 1 MUSD, years: 2026, suppliers: [C20 50%]}\n", "100% in all"},
        {"- investment: {region: MYS, product: D, amount: 1 MUSD, years: 2026, suppliers: [C20 x%]}\n", "C28 60% KOR"},
        {"- investment: {region: MYS, product: D, amount: 1 MUSD, years: 2026, suppliers: [C99 100%]}\n", "C28 60% KOR"},
        {"- tourism: {visitor: KOR, host: KOR, amount: 1 MUSD}\n", "another region than the visitors' own"},
        {"- hydrogen: {seller: MYS, buyer: KOR, capacity: 1 ktH2/yr, replaces: coal}\n", "(B05)"}};
    green g;
    make_green(context, &g);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char text[512];
        selat_accord *a;
        snprintf(text, sizeof text, "%s%s", HEAD, cases[k][0]);
        assert_int_equal(read_text(context, &g.w, text, &a), SELAT_BAD_INPUT);
        assert_message_has(context, cases[k][1]);
    }
    memset(g.w.table->memo_musd, 0, sizeof(double) * 2 * G_R * G_S);
    selat_accord *a;
    assert_int_equal(read_text(context, &g.w, HEAD "- investment: {region: MYS, product: D, amount: 1 MUSD, years: 2026}\n", &a),
                     SELAT_BAD_INPUT);
    assert_message_has(context, "consumption of fixed capital (CFC)");
    drop_world(context, &g.w);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(test_intensity), TEST(test_carbon_price), TEST(test_embodied_border),
                                       TEST(test_investment), TEST(test_hydrogen),    TEST(test_tourism),
                                       TEST(test_nothing),   TEST(test_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Measures at the producer in accord files: what is read, what is refused, and the shocks they become. */
#include "accord_world.h"

#define HEAD "accord: {name: x, parties: [KOR, MYS]}\nmeasures:\n"

static selat_accord *read_ok(selat_context *context, const world *w, const char *text) {
    selat_accord *accord;
    assert_ok(context, read_text(context, w, text, &accord));
    return accord;
}

static void test_capacity(void **state) {
    selat_context *context = *state;
    world w;
    make_world(context, &w);
    selat_accord *a = read_ok(
        context, &w,
        HEAD "- capacity: {region: [MYS, JPN], product: [C26, J61], productivity: +10%, from: 2026, full: 2027, label: l}\n"
             "- capacity: {region: MYS, product: C26, productivity: -5%, from: 2027}\n"
             "- capacity: {region: KOR, product: goods, output: 0.5 BUSD, from: 2026, until: 2030}\n");
    assert_int_equal(a->n_measures, 3);
    assert_int_equal(a->n_pending, 0);
    assert_int_equal(a->measures[0].kind, SELAT_MEASURE_CAPACITY);
    assert_string_equal(selat_measure_kind_name(a->measures[0].kind), "capacity");
    assert_string_equal(a->measures[0].text, "capacity MYS, JPN, C26 J61, productivity +10%, 2026 to 2035, in 2 yearly "
                                             "steps until 2027");
    assert_string_equal(a->measures[2].text, "capacity KOR, goods, output 0.5 BUSD, 2026 to 2030");
    assert_true(a->measures[2].output_given && !a->measures[1].output_given);
    assert_close(a->measures[2].output_musd, 500, 1e-12);
    assert_int_equal(a->measures[2].n_products, 4);
    const double given[3] = {0, 0, 0.02};
    selat_compile_options options = {.without_product = J61, .without_measure = -1, .productivity = given};
    selat_trade_shock shock;
    assert_ok(context, selat_accord_compile(context, a, &w.economy, &w.tariffs, 2022, 2026, NULL, &shock));
    assert_close(shock.technology_hat[MYS * S + C26], pow(1.05, 6), 1e-14); /* theta is 4 + the sector's position */
    assert_close(shock.technology_hat[JPN * S + J61], pow(1.05, 8), 1e-14);
    assert_close(shock.technology_hat[KOR * S + C26], 1, 0); /* an output that nobody has solved for */
    selat_trade_shock_clear(context, &shock);
    assert_ok(context, selat_accord_compile(context, a, &w.economy, &w.tariffs, 2022, 2028, &options, &shock));
    assert_close(shock.technology_hat[MYS * S + C26], pow(1.1, 6) * pow(0.95, 6), 1e-14);
    assert_close(shock.technology_hat[JPN * S + J61], 1, 0);
    assert_close(shock.technology_hat[KOR * S + C29], pow(1.02, 7), 1e-14);
    selat_trade_shock_clear(context, &shock);
    selat_accord_destroy(context, a);
    drop_world(context, &w);
}

static void test_export_tax(void **state) {
    selat_context *context = *state;
    world w;
    make_world(context, &w);
    selat_accord *a =
        read_ok(context, &w,
                HEAD "- export_tax: {exporter: MYS, products: [goods, J61], exclude: A01, rate: 5%, from: 2026, full: 2027}\n"
                     "- export_tax: {exporter: [KOR, MYS], importer: JPN, products: C26, rate: -4%}\n");
    assert_string_equal(a->measures[0].text, "export_tax MYS -> all others, goods J61 without A01, rate 5%, 2026 to 2035, "
                                             "in 2 yearly steps until 2027");
    assert_string_equal(a->measures[1].text, "export_tax KOR, MYS -> JPN, C26, rate -4%, 2025 to 2035");
    selat_trade_shock shock;
    assert_ok(context, selat_accord_compile(context, a, &w.economy, &w.tariffs, 2022, 2026, NULL, &shock));
    const double *hat = shock.export_rent_hat;
    assert_null(shock.tariff);
    assert_close(hat[cell(C29, KOR, MYS)], 1.025, 1e-15);
    assert_close(hat[cell(J61, ROW, MYS)], 1.025, 1e-15);
    assert_close(hat[cell(C26, JPN, MYS)], 1.025 * 0.96, 1e-15);
    assert_close(hat[cell(C26, JPN, KOR)], 0.96, 1e-15);
    assert_close(hat[cell(C26, MYS, MYS)], 1, 0);
    assert_close(hat[cell(A01, KOR, MYS)], 1, 0);
    assert_close(hat[cell(C29, MYS, KOR)], 1, 0);
    selat_trade_shock_clear(context, &shock);
    selat_accord_destroy(context, a);
    drop_world(context, &w);
}

static void test_labour(void **state) {
    selat_context *context = *state;
    world w;
    make_world(context, &w);
    selat_accord *a = read_ok(context, &w,
                              HEAD "- labour: {region: RCEP, change: +1%, from: 2026, full: 2029}\n"
                                   "- labour: {region: [MYS, NOR], change: -3%, from: 2027}\n");
    assert_string_equal(a->measures[0].text, "labour RCEP, change +1%, 2026 to 2035, in 4 yearly steps until 2029");
    selat_trade_shock shock;
    assert_ok(context, selat_accord_compile(context, a, &w.economy, &w.tariffs, 2022, 2025, NULL, &shock));
    assert_null(shock.labour_hat);
    selat_trade_shock_clear(context, &shock);
    assert_ok(context, selat_accord_compile(context, a, &w.economy, &w.tariffs, 2022, 2027, NULL, &shock));
    static const double expected[] = {1.005, 1.005 * 0.97, 1.005, 0.97, 1};
    for (int n = 0; n < R; n++) assert_close(shock.labour_hat[n], expected[n], 1e-15);
    selat_trade_shock_clear(context, &shock);
    selat_accord_destroy(context, a);
    drop_world(context, &w);
}

static void test_measures_that_are_refused(void **state) {
    selat_context *context = *state;
    world w;
    make_world(context, &w);
    const struct {
        const char *text, *message;
    } bad[] = {
        {"capacity: {region: MYS, product: C26}",
         "a.yaml:3:13: measures[0].capacity: found neither productivity nor output, expected exactly one of them"},
        {"capacity: {region: MYS, product: C26, productivity: 1%, output: 1 MUSD}",
         "measures[0].capacity: found both productivity and output, expected exactly one of them"},
        {"capacity: {region: MYS, product: C26, productivity: -100%}",
         "measures[0].capacity.productivity: found -100%, expected a percentage from -99% to 1000%"},
        {"capacity: {region: MYS, product: C26, output: +500}", "found +500, expected an amount such as +500 MUSD"},
        {"capacity: {region: MYS, productivity: 1%}", "measures[0].capacity: found no key product, expected it"},
        {"capacity: {region: MYS, product: C26, productivity: 1%, from: 2030, full: 2029}",
         "measures[0].capacity.full: found 2029, expected a year not before from (2030)"},
        {"export_tax: {exporter: MYS, products: C26}", "measures[0].export_tax: found no key rate, expected it"},
        {"export_tax: {exporter: MYS, importer: MYS, products: C26, rate: 5%}",
         "measures[0].export_tax.exporter: found MYS, expected a region that is not the importer"},
        {"export_tax: {exporter: MYS, products: C26, rate: -95%}", "found -95%, expected a percentage from -90% to 1000%"},
        {"export_tax: {exporter: MYS, products: C26, exclude: C29, rate: 5%}",
         "measures[0].export_tax.exclude: found C29, expected one of the measure's products"},
        {"labour: {region: MYS, change: 1}", "measures[0].labour.change: found 1, expected a percentage such as 1%"},
        {"export_tx: {exporter: MYS}", "found the unknown measure export_tx, expected tariff, barrier, purchase or "
                                       "another kind of docs/accord-format.md (did you mean export_tax?)"},
        {"tariff: {between: [KOR, MYS], schedule: nowhere.csv}",
         "measures[0].tariff.schedule: found nowhere.csv, expected a CSV file of tariff lines (relative to this file)"},
    };
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        char text[512];
        selat_accord *a;
        snprintf(text, sizeof text, HEAD "- %s\n", bad[k].text);
        assert_int_equal(read_text(context, &w, text, &a), SELAT_BAD_INPUT);
        assert_message_has(context, bad[k].message);
    }
    drop_world(context, &w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_capacity),
        TEST(test_export_tax),
        TEST(test_labour),
        TEST(test_measures_that_are_refused),
    };
    return cmocka_run_group_tests_name("accord measures", tests, NULL, NULL);
}

/* The origin meter: contents by hand, identities on random tables, and what it makes of an accord. */
#include "accord_world.h"

#include "selat/origin.h"
#include "small_table.h"

/* Industry a (region 0, product 0) uses .2 of b per unit, b (region 1, product 1) .25 of a; v_a = .8, v_b = .75.
   Zone {0}: m_a = .8 + .2 m_b, m_b = .25 m_a, so m_a = .8 / .95. The other two industries are idle. */
static void test_two_by_two_by_hand(void **state) {
    selat_context *context = *state;
    selat_table *t;
    selat_leontief *solver;
    selat_leontief_report report;
    const bool zones[3][2] = {{true, false}, {false, true}, {true, true}};
    double m[3][2][2];
    assert_ok(context, small_table_make(context, 2, 2, 1, &t));
    memcpy(t->trade_share, (double[]){1, 0, 1, 0, 0, 1, 0, 1}, 8 * sizeof(double));
    memset(t->use_musd, 0, 8 * sizeof(double));
    t->use_musd[2 + 0] = 20; /* region 0, product 1, user 0 */
    t->use_musd[4 + 1] = 25; /* region 1, product 0, user 1 */
    memcpy(t->output_musd, (double[]){100, 0, 0, 100}, 4 * sizeof(double));
    memset(t->primary_musd, 0, 12 * sizeof(double));
    t->primary_musd[0] = 70; /* VALU of a, and its taxes, which count */
    t->primary_musd[4] = 10;
    t->primary_musd[3] = 75;
    assert_ok(context, selat_leontief_create(context, t, &solver));
    assert_ok(context, selat_origin_content(context, t, solver, 3, &zones[0][0], &m[0][0][0], &report));
    assert_true(report.converged);
    assert_close(m[0][0][0], 0.8 / 0.95, 1e-13);
    assert_close(m[0][1][1], 0.2 / 0.95, 1e-13);
    assert_close(m[1][0][0], 0.15 / 0.95, 1e-13);
    assert_close(m[1][1][1], 0.75 / 0.95, 1e-13);
    assert_close(m[2][0][0], 1, 1e-13);
    assert_close(m[2][1][1], 1, 1e-13);
    assert_close(m[2][0][1], 0, 0); /* no output */
    selat_leontief_destroy(context, solver);
    selat_table_destroy(context, t);
}

/* Single regions add up to the world; the world lacks exactly what IMP_OTHER brings in; a larger zone never has less. */
static void test_zones_add_up_and_grow(void **state) {
    selat_context *context = *state;
    enum { REGIONS = 6, SECTORS = 5, CELLS = REGIONS * SECTORS, ZONES = 2 * REGIONS };
    selat_table *t;
    selat_leontief *solver;
    selat_leontief_report report;
    bool member[ZONES][REGIONS] = {{false}}; /* {0}, {1}, ..., then {0}, {0, 1}, {0, 1, 2}, ... */
    double *m = calloc(ZONES * CELLS, sizeof *m), missing[CELLS], unknown[CELLS];
    assert_ok(context, small_table_make(context, REGIONS, SECTORS, 9, &t));
    for (int64_t at = 0; at < CELLS; at++) { /* value added of one industry is negative on purpose: not here */
        t->primary_musd[at] = fabs(t->primary_musd[at]);
        double inputs = 0, primary = 0;
        for (int64_t s = 0; s < SECTORS; s++) inputs += t->use_musd[(at / SECTORS * SECTORS + s) * SECTORS + at % SECTORS];
        for (int64_t v = 0; v < 3; v++) primary += t->primary_musd[v * CELLS + at];
        for (int64_t v = 0; v < 3 && primary > 0; v++) t->primary_musd[v * CELLS + at] *= (t->output_musd[at] - inputs) / primary;
        missing[at] = t->output_musd[at] > 0 ? t->primary_musd[2 * CELLS + at] / t->output_musd[at] : 0;
    }
    for (int64_t z = 0; z < REGIONS; z++) {
        member[z][z] = true;
        for (int64_t n = 0; n <= z; n++) member[REGIONS + z][n] = true;
    }
    assert_ok(context, selat_leontief_create(context, t, &solver));
    assert_ok(context, selat_origin_content(context, t, solver, ZONES, &member[0][0], m, &report));
    assert_ok(context, selat_leontief_solve(context, solver, true, 1, missing, 0, unknown, &report));
    for (int64_t at = 0; at < CELLS; at++) {
        if (!(t->output_musd[at] > 0)) continue;
        double sum = 0;
        for (int64_t z = 0; z < REGIONS; z++) {
            sum += m[z * CELLS + at];
            assert_close(m[(REGIONS + z) * CELLS + at], sum, 1e-12);
            if (z > 0) assert_true(m[(REGIONS + z) * CELLS + at] >= m[(REGIONS + z - 1) * CELLS + at] - 1e-13);
        }
        assert_close(sum, 1 - unknown[at], 1e-11);
    }
    free(m);
    selat_leontief_destroy(context, solver);
    selat_table_destroy(context, t);
}

/* Phi(.2), Phi(1.93287) and Phi(-.51920) of tables; rising in the content; a looser rule passes more. */
static void test_who_passes(void **state) {
    (void)state;
    assert_close(selat_origin_utilisation(0.4, 0.4, 0.4), 0.579259709439103, 1e-12);
    assert_close(selat_origin_utilisation(0.7, 0.4, 0.4), 0.9733737665965181, 1e-12);
    assert_close(selat_origin_utilisation(0.2, 0.4, 0.4), 0.30180883319152846, 1e-12);
    assert_close(selat_origin_utilisation(1, 0.4, 0.4), 1, 0);
    assert_close(selat_origin_utilisation(0, 0.4, 0.4), 0, 0);
    for (double c = 0.05; c < 0.95; c += 0.05) {
        assert_true(selat_origin_utilisation(c + 0.05, 0.4, 0.4) > selat_origin_utilisation(c, 0.4, 0.4));
        assert_true(selat_origin_utilisation(c, 0.35, 0.4) > selat_origin_utilisation(c, 0.4, 0.4));
    }
}

/* The world's tariffs and groups on a table with flows. */
static void make_flows(selat_context *context, world *w) {
    make_world(context, w);
    selat_table *t = w->table;
    uint64_t seed = 4;
    for (int64_t row = 0; row < S * R; row++) {
        double sum = 0;
        for (int64_t i = 0; i < R; i++) sum += t->trade_share[row * R + i] = 0.1 + small_random(&seed);
        for (int64_t i = 0; i < R; i++) t->trade_share[row * R + i] /= sum;
    }
    for (int64_t k = 0; k < R * S; k++) t->final_musd[k] = 0.3 + 0.3 * small_random(&seed);
    for (int64_t k = 0; k < R * S * S; k++) t->use_musd[k] = 0.4 * small_random(&seed);
    for (int64_t i = 0; i < R; i++) {
        for (int64_t s = 0; s < S; s++) {
            double output = 0;
            for (int64_t n = 0; n < R; n++) {
                double bought = t->final_musd[n * S + s];
                for (int64_t k = 0; k < S; k++) bought += t->use_musd[(n * S + s) * S + k];
                output += t->trade_share[(s * R + n) * R + i] * bought;
            }
            t->output_musd[i * S + s] = output;
        }
    }
    for (int64_t i = 0; i < R; i++) {
        for (int64_t k = 0; k < S; k++) {
            double inputs = 0;
            for (int64_t s = 0; s < S; s++) inputs += t->use_musd[(i * S + s) * S + k];
            t->primary_musd[i * S + k] = t->output_musd[i * S + k] - inputs;
        }
    }
}

static double content_of(selat_context *context, const world *w, const bool *member, int64_t i, int64_t s) {
    selat_leontief *solver;
    selat_leontief_report report;
    double content[R * S];
    assert_ok(context, selat_leontief_create(context, w->table, &solver));
    assert_ok(context, selat_origin_content(context, w->table, solver, 1, member, content, &report));
    selat_leontief_destroy(context, solver);
    return content[i * S + s];
}

static const char *const head = "accord: {name: t, parties: [KOR, MYS], source: s}\n"
                                "baseline: {table: toy, years: [2025, 2035]}\nmeasures:\n  - tariff: {";

/* Utilisation of the flow of C26 from MYS into KOR under a measure with `words`. */
static double utilisation_of(selat_context *context, world *w, const char *words) {
    char text[512];
    selat_accord *a;
    selat_trade_shock shock;
    snprintf(text, sizeof text, "%s%s, to: 0%%, from: 2026}\n", head, words);
    assert_ok(context, read_text(context, w, text, &a));
    assert_ok(context, selat_run_meter_origin(context, a, w->table, &w->groups));
    assert_ok(context, selat_accord_compile(context, a, &w->economy, &w->tariffs, 2022, 2026, NULL, &shock));
    double rate = shock.tariff[cell(C26, KOR, MYS)];
    selat_trade_shock_clear(context, &shock);
    selat_accord_destroy(context, a);
    return 1 - rate / 0.02;
}

static void test_default_utilisation_of_a_measure(void **state) {
    selat_context *context = *state;
    world w;
    make_flows(context, &w);
    const bool pair[R] = {[KOR] = true, [MYS] = true}, three[R] = {[KOR] = true, [MYS] = true, [JPN] = true};
    double by_pair = selat_origin_utilisation(content_of(context, &w, pair, MYS, C26), 0.4, 0.4);
    double by_three = selat_origin_utilisation(content_of(context, &w, three, MYS, C26), 0.4, 0.4);
    assert_true(by_pair > 0.05 && by_pair < 0.99 && by_three > by_pair + 0.001);
    assert_close(utilisation_of(context, &w, "between: [KOR, MYS]"), by_pair, 1e-12);
    assert_close(utilisation_of(context, &w, "between: [KOR, MYS, JPN]"), by_three, 1e-12);
    assert_close(utilisation_of(context, &w, "between: [KOR, MYS, JPN], origin: bilateral"), by_pair, 1e-12);
    assert_close(utilisation_of(context, &w, "between: [KOR, MYS], origin: rcep"), by_three, 1e-12);
    assert_close(utilisation_of(context, &w, "between: [KOR, MYS], origin: asean+1"), by_pair, 1e-12);
    assert_close(utilisation_of(context, &w, "between: [KOR, MYS], origin: none"), 1, 0);
    assert_close(utilisation_of(context, &w, "between: [KOR, MYS], utilisation: 60%"), 0.6, 1e-12);
    drop_world(context, &w);
}

/* The measure's utilisation is the mean by trade, and moving it moves every flow, held within 0 and 1. */
static void test_mean_and_offsets(void **state) {
    selat_context *context = *state;
    world w;
    make_flows(context, &w);
    selat_accord *a;
    selat_trade_shock shock;
    char text[512];
    snprintf(text, sizeof text, "%s%s, to: 0%%, from: 2026}\n", head, "between: [KOR, MYS], products: [C26, C29]");
    assert_ok(context, read_text(context, &w, text, &a));
    assert_ok(context, selat_run_meter_origin(context, a, w.table, &w.groups));
    assert_true(has_note(a, "by the origin meter: "));
    selat_measure *m = &a->measures[0];
    double trade = 0, claimed = 0;
    for (int64_t p = 0; p < 2; p++) {
        for (int64_t importer = 0; importer < 2; importer++) {
            int64_t n = m->importers[importer], i = m->exporters[1 - importer], s = m->products[p], at = (n * S + s) * S;
            double bought = w.table->final_musd[n * S + s];
            for (int64_t k = 0; k < S; k++) bought += w.table->use_musd[at + k];
            double flow = bought * w.table->trade_share[cell(s, n, i)];
            trade += flow;
            claimed += flow * (m->utilisation + m->utilisation_offset[(importer * 2 + 1 - importer) * 2 + p]);
        }
    }
    assert_close(m->utilisation, claimed / trade, 1e-12);
    m->utilisation = 5;
    assert_ok(context, selat_accord_compile(context, a, &w.economy, &w.tariffs, 2022, 2026, NULL, &shock));
    assert_close(shock.tariff[cell(C26, KOR, MYS)], 0, 1e-17);
    selat_trade_shock_clear(context, &shock);
    m->utilisation = -5;
    assert_ok(context, selat_accord_compile(context, a, &w.economy, &w.tariffs, 2022, 2026, NULL, &shock));
    assert_close(shock.tariff[cell(C26, KOR, MYS)], 0.02, 0);
    selat_trade_shock_clear(context, &shock);
    selat_accord_destroy(context, a);
    drop_world(context, &w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_two_by_two_by_hand),
        TEST(test_zones_add_up_and_grow),
        TEST(test_who_passes),
        TEST(test_default_utilisation_of_a_measure),
        TEST(test_mean_and_offsets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

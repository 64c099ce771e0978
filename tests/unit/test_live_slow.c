/* The session's slow tier against a whole run of the same accord. */
#include "live_session.h"

static double *all_of(live_world *world, selat_live_part part, selat_live_kind kind, int64_t rows, int64_t columns) {
    int64_t left = 1, n_rows, n_columns, pieces = 0;
    while (left > 0) {
        assert_ok(world->context, selat_live_step(world->live, part, &left));
        assert_true(++pieces < 1000);
    }
    assert_ok(world->context, selat_live_step(world->live, part, &left)); /* nothing is left to do */
    assert_int_equal(left, 0);
    const double *values = selat_live_numbers(world->live, kind, &n_rows, &n_columns);
    assert_non_null(values);
    assert_int_equal(n_rows, rows);
    assert_int_equal(n_columns, columns);
    return (double *)(uintptr_t)values;
}

static void assert_same(const double *a, const double *b, int64_t count, double relative, double floor) {
    for (int64_t k = 0; k < count; k++) {
        if (isnan(b[k])) assert_true(isnan(a[k]));
        else assert_close(a[k], b[k], relative * fmax(floor, fabs(b[k])));
    }
}

/* The file's accord with other numbers, so that nothing can come from the file. */
typedef struct both {
    live_world world;
    selat_accord *accord, quiet; /* the same without stress tests */
    selat_results *results;
} both;

static void open_both(selat_context *context, both *out) {
    live_world_open(context, source_path("accords/korea-malaysia.yaml"), &out->world);
    live_world_edit(&out->world, "measures[0].tariff.cut", "44%");
    live_world_edit(&out->world, "measures[10].capacity.output", "+35 MUSD");
    live_world_edit(&out->world, "measures[13].intensity.cut", "3%");
    assert_ok(context, selat_live_set_accord(out->world.live, out->world.path, out->world.root));
    out->accord = live_world_accord(&out->world);
    out->quiet = *out->accord;
    out->quiet.n_stresses = 0;
    selat_run_inputs inputs = selat_run_data_inputs(&out->world.data);
    inputs.accord = &out->quiet;
    inputs.sea = NULL;
    inputs.chains = NULL;
    assert_ok(context, selat_run(context, &inputs, &out->results));
    assert_ok(context, selat_live_solve(out->world.live, out->accord->last_year));
}

static void check_regions(both *b) {
    enum { COLUMNS = sizeof(selat_region_outcome) / sizeof(double), CONSUMED_BASE = 24, CONSUMED_NEW = 25 };
    int64_t R = b->world.data.table->regions.count, T = b->results->n_years;
    const selat_region_outcome *last = b->results->years[T - 1].regions;
    const double *regions = all_of(&b->world, SELAT_LIVE_FOOTPRINTS, SELAT_LIVE_REGIONS, R, COLUMNS);
    for (int64_t n = 0; n < R; n++) {
        assert_close(regions[n * COLUMNS + CONSUMED_BASE], last[n].ghg_consumption_base_mt, 1e-9);
        assert_close(regions[n * COLUMNS + CONSUMED_NEW], last[n].ghg_consumption_new_mt, 1e-9);
    }
    const selat_region_outcome *path = (const void *)all_of(&b->world, SELAT_LIVE_PATH, SELAT_LIVE_PATH_REGIONS, T * R, COLUMNS);
    for (int64_t k = 0; k < T; k++) {
        for (int64_t n = 0; n < R; n++) {
            const selat_region_outcome *mine = &path[k * R + n], *run = &b->results->years[k].regions[n];
            assert_close(mine->ev_musd, run->ev_musd, 1e-9 * fmax(1, fabs(run->ev_musd)) + 1e-14 * run->spending_musd);
            assert_close(mine->exports_new_musd, run->exports_new_musd, 1e-9 * fmax(1, run->exports_new_musd));
            assert_close(mine->ghg_production_new_mt, run->ghg_production_new_mt, 1e-9 * fmax(1, run->ghg_production_new_mt));
        }
    }
}

static void check_emissions(both *b) {
    const selat_emission_results *e = b->results->emissions;
    enum { COLUMNS = 21, PLEDGE_COLUMNS = 10, ABATEMENT_COLUMNS = 4 };
    int64_t rows, columns;
    const double *mine = all_of(&b->world, SELAT_LIVE_PATH, SELAT_LIVE_EMISSIONS, e->n_years * e->n_parties, COLUMNS);
    for (int64_t k = 0; k < e->n_years * e->n_parties; k++) {
        const selat_party_emissions *p = &e->parties[k];
        for (int side = 0; side < SELAT_SIDES; side++) {
            assert_close(mine[k * COLUMNS + side], p->production_mt[side], 1e-8);
            assert_close(mine[k * COLUMNS + 2 + side], p->consumption_mt[side], 1e-8);
            assert_close(mine[k * COLUMNS + 6 + side], p->captured_mt[side], 1e-12);
        }
        assert_close(mine[k * COLUMNS + 11], p->since_last_year[SELAT_WITHOUT].technique, 1e-8);
        assert_close(mine[k * COLUMNS + 20], p->by_accord.trade, 1e-8);
    }
    const double *cuts = selat_live_numbers(b->world.live, SELAT_LIVE_ABATEMENT, &rows, &columns);
    assert_int_equal(rows, e->n_abatement);
    for (int64_t k = 0; k < rows; k++) {
        assert_int_equal((int64_t)cuts[k * ABATEMENT_COLUMNS], e->abatement[k].measure);
        assert_close(cuts[k * ABATEMENT_COLUMNS + 2], e->abatement[k].cut_mt, 1e-8);
    }
    const double *pledges = selat_live_numbers(b->world.live, SELAT_LIVE_PLEDGES, &rows, &columns);
    assert_int_equal(rows, e->pledges[0].count + e->pledges[1].count);
    assert_close(pledges[9], e->pledges[0].with[0].distance_mt, 1e-7);
}

static void check_leave_out(both *b) {
    int64_t M = b->accord->n_measures, P = b->accord->n_parties, rows, columns;
    const double *mine = all_of(&b->world, SELAT_LIVE_LEAVE_OUT, SELAT_LIVE_WITHOUT_MEASURE, M, P);
    assert_same(mine, b->results->without_measure_musd, M * P, 1e-7, 1);
    const double *products = selat_live_numbers(b->world.live, SELAT_LIVE_WITHOUT_PRODUCT, &rows, &columns);
    for (int64_t p = 0; p < P; p++) {
        assert_int_equal((int64_t)products[3 * p], b->results->without[p].product);
        assert_close(products[3 * p + 1], b->results->without[p].without_ev_musd, 1e-6);
    }
    const double *capped = selat_live_numbers(b->world.live, SELAT_LIVE_CAPPED, &rows, &columns);
    assert_close(capped[4], 15, 0);
    assert_close(capped[4 + 2], b->results->capped.ev_musd[1], 1e-6);
}

static void check_indicators(both *b) {
    int64_t R = b->world.data.table->regions.count, rows, columns, count, found = 0;
    const selat_indicator_changes *run = &b->results->last.indicators;
    const double *mine = all_of(&b->world, SELAT_LIVE_VALUE_ADDED, SELAT_LIVE_VALUE_ADDED_BASE, R, R);
    assert_same(mine, run->value_added_musd[0], R * R, 1e-9, 1);
    mine = selat_live_numbers(b->world.live, SELAT_LIVE_VALUE_ADDED_NEW, &rows, &columns);
    assert_same(mine, run->value_added_musd[1], R * R, 1e-9, 1);
    mine = all_of(&b->world, SELAT_LIVE_STOPS, SELAT_LIVE_STOPS_NEW, R, R);
    assert_same(mine, run->stops_musd[1], R * R, 1e-9, 1);
    const double *all = all_of(&b->world, SELAT_LIVE_INDICATORS, SELAT_LIVE_INDICATOR_ROWS, run->count, 5);
    const selat_indicator *list = selat_indicators(&count);
    for (int64_t k = 0; k < run->count; k++) { /* the run's are in another order */
        const selat_indicator_change *c = &run->changes[k];
        for (int64_t row = 0; row < run->count; row++) {
            const double *r = all + 5 * row;
            if (&list[(int64_t)r[0]] != c->indicator || (int64_t)r[1] != c->region || (int64_t)r[2] != c->sector) continue;
            assert_same(r + 3, &c->before, 1, 1e-8, 1);
            assert_same(r + 4, &c->after, 1, 1e-8, 1);
            found++;
        }
    }
    assert_int_equal(found, run->count);
}

static void check_welfare(both *b) {
    int64_t R = b->world.data.table->regions.count, rows, columns;
    const double *mine = all_of(&b->world, SELAT_LIVE_WELFARE, SELAT_LIVE_WELFARE_ROWS, R, 12);
    for (int64_t n = 0; n < R; n++) {
        assert_close(mine[12 * n + 1], b->results->welfare->region[n].terms_of_trade, 1e-6);
        assert_close(mine[12 * n + 7], b->results->welfare->region[n].rents, 1e-6);
    }
    const double *diversion = selat_live_numbers(b->world.live, SELAT_LIVE_DIVERSION_ROWS, &rows, &columns);
    assert_int_equal(rows, b->accord->n_parties * b->world.data.table->sectors.count);
    assert_close(diversion[6 * 20 + 3], b->results->diversion[20].creation, 1e-6);
}

static void test_parts_are_what_a_run_finds(void **state) {
    both b;
    int64_t rows, columns, left;
    open_both(*state, &b);
    assert_null(selat_live_numbers(b.world.live, SELAT_LIVE_PATH_REGIONS, &rows, &columns));
    check_regions(&b);
    check_emissions(&b);
    check_leave_out(&b);
    check_indicators(&b);
    check_welfare(&b);
    assert_ok(*state, selat_live_solve(b.world.live, b.accord->first_year)); /* begins every part anew */
    assert_null(selat_live_numbers(b.world.live, SELAT_LIVE_PATH_REGIONS, &rows, &columns));
    assert_ok(*state, selat_live_step(b.world.live, SELAT_LIVE_PATH, &left));
    assert_true(left > 2);
    selat_results_destroy(*state, b.results);
    selat_accord_destroy(*state, b.accord);
    live_world_close(&b.world);
}

/* Outages, with stockpiles, priority and preparedness; the run does lanes and chains as well. */
static void test_stress_tests_are_those_of_a_run(void **state) {
    enum { COLUMNS = 8, YEAR = 2032 };
    live_world world;
    selat_results *results;
    int64_t outages = 0, seen = 0;
    live_world_open(*state, source_path("accords/japan-malaysia.yaml"), &world);
    live_world_edit(&world, "measures[6].stockpile.days", "45");
    assert_ok(*state, selat_live_set_accord(world.live, world.path, world.root));
    assert_ok(*state, selat_live_solve(world.live, YEAR));
    selat_accord *accord = live_world_accord(&world);
    accord->first_year = accord->last_year = YEAR;
    selat_run_inputs inputs = selat_run_data_inputs(&world.data);
    inputs.accord = accord;
    assert_ok(*state, selat_run(*state, &inputs, &results));
    for (int64_t k = 0; k < accord->n_stresses; k++) outages += accord->stresses[k].kind == SELAT_STRESS_OUTAGE;
    assert_int_equal(outages, 4);
    int64_t R = world.data.table->regions.count;
    const double *rows = all_of(&world, SELAT_LIVE_STRESS, SELAT_LIVE_STRESS_ROWS, outages * R, COLUMNS);
    for (int64_t row = 0; row < outages * R; row++) {
        const double *mine = rows + row * COLUMNS;
        const selat_stress_outcome *run = &results->stress->stresses[(int64_t)mine[0]];
        const selat_stress_region *before = &run->before[SELAT_SETTING_HALF].regions[(int64_t)mine[1]];
        const selat_stress_region *after = &run->after[SELAT_SETTING_HALF].regions[(int64_t)mine[1]];
        assert_close(mine[2], before->income_loss_musd, 1e-6 * fmax(1, before->income_loss_musd));
        assert_close(mine[3], after->income_loss_musd, 1e-6 * fmax(1, after->income_loss_musd));
        assert_close(mine[7], after->lowest_share, 1e-9);
        seen += before->income_loss_musd - after->income_loss_musd > 1;
    }
    assert_true(seen > 1); /* the clauses avoid losses */
    selat_results_destroy(*state, results);
    selat_accord_destroy(*state, accord);
    live_world_close(&world);
}

static void test_parts_and_kinds_have_names(void **state) {
    (void)state;
    for (int k = 0; k < SELAT_LIVE_PARTS; k++) assert_true(strlen(selat_live_part_name((selat_live_part)k)) > 0);
    for (int k = 0; k < SELAT_LIVE_KINDS; k++) assert_true(strlen(selat_live_kind_name((selat_live_kind)k)) > 0);
    assert_string_equal(selat_live_kind_name(SELAT_LIVE_STOPS_NEW), "stops_new");
    assert_string_equal(selat_live_columns(SELAT_LIVE_CAPPED), "cap_percent\nrate_percent\nev_musd\nev_percent");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_parts_are_what_a_run_finds),
        TEST(test_stress_tests_are_those_of_a_run),
        TEST(test_parts_and_kinds_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

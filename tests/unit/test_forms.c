/* The embedded table in factored form and written out: every indicator and every account agrees to 1e-10. */
#include "unit.h"

#include "base/memory.h"

enum { THREADS = 2, MANY = 1000 };

typedef struct pair {
    selat_table *table[2];
    selat_leontief *solver[2];
} pair;

static pair open_pair(selat_context *context) {
    pair p;
    assert_ok(context, selat_set_threads(context, THREADS));
    assert_ok(context, selat_dataset_table(context, "oecd-2022", &p.table[0]));
    assert_ok(context, selat_table_unfold(context, p.table[0], SELAT_FLOWS_DENSE, &p.table[1]));
    for (int k = 0; k < 2; k++) {
        assert_ok(context, selat_leontief_create_for(context, p.table[k], MANY, &p.solver[k]));
    }
    assert_non_null(strstr(selat_leontief_method(p.solver[1]), "LU in single precision"));
    return p;
}

static void close_pair(selat_context *context, pair *p) {
    for (int k = 0; k < 2; k++) {
        selat_leontief_destroy(context, p->solver[k]);
        selat_table_destroy(context, p->table[k]);
    }
}

/* Each number to 1e-10 of itself; numbers that are differences of larger ones to 1e-13 of the largest. */
static void assert_alike(const char *what, int64_t count, const double *a, const double *b) {
    double largest = 0, worst = 0;
    for (int64_t k = 0; k < count; k++) largest = fmax(largest, isfinite(a[k]) ? fabs(a[k]) : 0);
    for (int64_t k = 0; k < count; k++) {
        assert_true(isnan(a[k]) == isnan(b[k])); /* what one form cannot say the other cannot either */
        if (isnan(a[k])) continue;
        double relative = fabs(a[k] - b[k]) / (fabs(a[k]) + 1e-3 * largest);
        if (a[k] == b[k]) relative = 0;
        worst = larger_or_nan(worst, relative);
    }
    if (!(worst <= 1e-10)) fail_msg("%s: the forms differ by %.2g (largest number %g)", what, worst, largest);
}

static void test_every_indicator_agrees(void **state) {
    selat_context *context = *state;
    pair p = open_pair(context);
    selat_indicator_world *world[2];
    int64_t count, cells = p.table[0]->regions.count * p.table[0]->sectors.count;
    const selat_indicator *all = selat_indicators(&count);
    double *found[2];
    for (int k = 0; k < 2; k++) {
        assert_ok(context, selat_indicator_world_create(context, p.table[k], p.solver[k], 0, NULL, &world[k]));
        assert_ok(context, selat_new(context, cells, &found[k]));
    }
    assert_true(count > 30);
    for (int64_t i = 0; i < count; i++) {
        int64_t size = all[i].level == SELAT_INDICATOR_REGION ? p.table[0]->regions.count : cells;
        for (int k = 0; k < 2; k++) assert_ok(context, selat_indicator_compute(context, &all[i], world[k], found[k]));
        assert_alike(all[i].name, size, found[0], found[1]);
    }
    for (int k = 0; k < 2; k++) {
        selat_indicator_world_destroy(context, world[k]);
        selat_release(context, found[k]);
    }
    close_pair(context, &p);
}

static void test_every_account_agrees(void **state) {
    selat_context *context = *state;
    pair p = open_pair(context);
    selat_accounts a[2];
    selat_footprint f[2];
    double *flows, *household, *weights;
    int64_t R = p.table[0]->regions.count, S = p.table[0]->sectors.count, Q = p.table[0]->stressors.count;
    int64_t n = selat_accounts_of_table(p.table[0]);
    assert_int_equal(n, Q + 1);
    assert_ok(context, selat_accounts_flows(context, p.table[0], &flows, &household));
    assert_ok(context, selat_new(context, Q * Q, &weights));
    for (int64_t q = 0; q < Q; q++) weights[q * Q + q] = 1;
    for (int k = 0; k < 2; k++) {
        assert_ok(context, selat_accounts_compute(context, p.table[k], p.solver[k], n, flows, household, &a[k]));
        assert_ok(context, selat_footprint_compute(context, p.table[k], p.solver[k], Q, weights, true, &f[k]));
    }
    assert_alike("multiplier", n * R * S, a[0].multiplier, a[1].multiplier);
    assert_alike("consumption", n * R * S, a[0].consumption, a[1].consumption);
    assert_alike("imports", n * R * S, a[0].imports, a[1].imports);
    assert_alike("exports", n * R * S, a[0].exports, a[1].exports);
    assert_alike("accounts between regions", n * R * R, a[0].bilateral, a[1].bilateral);
    assert_alike("footprint", Q * R, f[0].consumption, f[1].consumption);
    assert_alike("bilateral", Q * R * R, f[0].bilateral, f[1].bilateral);
    for (int64_t q = 0; q < n; q++) { /* the world consumes what it produces */
        double produced = 0, consumed = 0;
        for (int64_t at = q * R * S; at < (q + 1) * R * S; at++) {
            produced += a[1].production[at];
            consumed += a[1].consumption[at];
        }
        assert_close(consumed, produced, 1e-9 * produced);
    }
    for (int k = 0; k < 2; k++) {
        selat_accounts_clear(context, &a[k]);
        selat_footprint_clear(context, &f[k]);
    }
    selat_release(context, flows);
    selat_release(context, household);
    selat_release(context, weights);
    close_pair(context, &p);
}

enum { SUPPLIERS = 20 };

/* Lists and shares of one region's suppliers, input by input. */
static void test_suppliers_agree(void **state) {
    selat_context *context = *state;
    pair p = open_pair(context);
    int64_t S = p.table[0]->sectors.count, region = selat_labels_find(&p.table[0]->regions, "MYS"), found[2];
    selat_supplier suppliers[2][SUPPLIERS];
    selat_input_exposure *inputs[2];
    for (int k = 0; k < 2; k++) {
        selat_indicator_world *world;
        assert_ok(context, selat_indicator_world_create(context, p.table[k], p.solver[k], 1, &region, &world));
        assert_ok(context, selat_critical_suppliers(context, world, region, SUPPLIERS, suppliers[k], &found[k]));
        assert_ok(context, selat_new(context, S, &inputs[k]));
        assert_ok(context, selat_exposure_by_input(context, world, region, inputs[k]));
        selat_indicator_world_destroy(context, world);
    }
    assert_int_equal(found[0], SUPPLIERS);
    assert_int_equal(found[1], SUPPLIERS);
    for (int k = 0; k < SUPPLIERS; k++) {
        const selat_supplier *a = &suppliers[0][k], *b = &suppliers[1][k];
        assert_int_equal(a->region, b->region);
        assert_int_equal(a->sector, b->sector);
        assert_close(a->musd, b->musd, 1e-10 * a->musd);
        assert_close(a->share, b->share, 1e-10 * a->share);
        assert_close(a->direct_musd, b->direct_musd, 1e-10 * a->musd);
    }
    for (int64_t s = 0; s < S; s++) {
        const selat_input_exposure *a = &inputs[0][s], *b = &inputs[1][s];
        const double from[] = {a->musd / inputs[0][0].musd, a->foreign_share, a->foreign_direct_share, a->hhi, a->foreign_hhi, a->top_share};
        const double to[] = {b->musd / inputs[0][0].musd, b->foreign_share, b->foreign_direct_share, b->hhi, b->foreign_hhi, b->top_share};
        assert_alike("one input", (int64_t)(sizeof to / sizeof *to), from, to);
        assert_int_equal(a->top_region, b->top_region);
    }
    selat_release(context, inputs[0]);
    selat_release(context, inputs[1]);
    close_pair(context, &p);
}

/* The table against one whose final demand in Malaysia and fuel use in Korea are others. */
static void test_decomposition_agrees(void **state) {
    selat_context *context = *state;
    pair p = open_pair(context);
    selat_table *changed[2];
    int64_t R = p.table[0]->regions.count, S = p.table[0]->sectors.count, F = p.table[0]->demands.count, n = R * S;
    int64_t mys = selat_labels_find(&p.table[0]->regions, "MYS"), kor = selat_labels_find(&p.table[0]->regions, "KOR");
    double *intensity[2];
    assert_ok(context, selat_table_copy(context, p.table[0], &changed[0]));
    for (int64_t k = 0; k < S * F; k++) changed[0]->final_musd[mys * S * F + k] *= 1.1;
    for (int64_t k = 0; k < S * S; k++) changed[0]->use_musd[kor * S * S + k] *= 0.98;
    assert_ok(context, selat_table_unfold(context, changed[0], SELAT_FLOWS_DENSE, &changed[1]));
    for (int k = 0; k < 2; k++) {
        assert_ok(context, selat_new(context, n, &intensity[k]));
        for (int64_t at = 0; at < n; at++) intensity[k][at] = 1 + 0.1 * (double)(at % 7) + 0.01 * (double)k;
    }
    selat_change change[2];
    for (int k = 0; k < 2; k++) {
        assert_ok(context, selat_change_between(context, p.table[k], intensity[0], changed[k], intensity[1], false, false, &change[k]));
    }
    assert_int_equal(change[0].n_factors, change[1].n_factors);
    assert_alike("before", R * R, change[0].before, change[1].before);
    assert_alike("after", R * R, change[0].after, change[1].after);
    for (int64_t f = 0; f < change[0].n_factors; f++) {
        const double *a = change[0].parts + f * R * R, *b = change[1].parts + f * R * R;
        /* differences of levels that agree to 1e-10: held against those */
        for (int64_t k = 0; k < R * R; k++) assert_close(a[k], b[k], 1e-10 * (change[0].before[k] + change[0].after[k]));
    }
    for (int k = 0; k < 2; k++) {
        selat_change_clear(context, &change[k]);
        selat_table_destroy(context, changed[k]);
        selat_release(context, intensity[k]);
    }
    close_pair(context, &p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_every_account_agrees),
        TEST(test_every_indicator_agrees),
        TEST(test_suppliers_agree),
        TEST(test_decomposition_agrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Identities on the embedded table, and its dense form against the factored one on every indicator. */
#include "reference_rows.h"

static selat_table *embedded(selat_context *context) {
    selat_table *t;
    assert_ok(context, selat_dataset_table(context, "oecd-2022", &t));
    return t;
}

/* Nine terms, product taxes and unattributed imports make gross exports of every exporter; value added alone does not. */
static void test_terms_make_gross_exports(void **state) {
    selat_context *context = *state;
    selat_table *t = embedded(context);
    selat_indicator_world *w;
    int64_t R = t->regions.count, S = t->sectors.count;
    double *exports = calloc((size_t)(R * S), sizeof *exports), *terms = calloc((size_t)(R * SELAT_KWW_TERMS), sizeof *terms);
    assert_ok(context, selat_indicator_world_create(context, t, NULL, 0, NULL, &w));
    int64_t O = selat_other_terms(w);
    double *others = calloc((size_t)(R * O), sizeof *others), lowest = 1, highest = 0;
    assert_int_equal(O, 3);
    selat_table_exports_musd(t, exports);
    assert_ok(context, selat_kww(context, w, terms, others));
    for (int64_t r = 0; r < R; r++) {
        double gross = 0, added = 0;
        for (int64_t s = 0; s < S; s++) gross += exports[r * S + s];
        for (int k = 0; k < SELAT_KWW_TERMS; k++) added += terms[r * SELAT_KWW_TERMS + k];
        assert_close((added + others[r * O] + others[r * O + 1]) / gross, 1, 1e-9);
        lowest = fmin(lowest, added / gross);
        highest = larger_or_nan(highest, added / gross);
    }
    assert_true(lowest < .96 && highest < 1 && highest > .97);
    free(exports);
    free(terms);
    free(others);
    selat_indicator_world_destroy(context, w);
    selat_table_destroy(context, t);
}

/* The sixteen terms and Borin and Mancini's, of two exporters, by importer. */
static void test_bilateral_terms_make_bilateral_exports(void **state) {
    selat_context *context = *state;
    selat_table *t = embedded(context);
    selat_indicator_world *w;
    int64_t R = t->regions.count, S = t->sectors.count;
    const int64_t chosen[] = {selat_labels_find(&t->regions, "MYS"), selat_labels_find(&t->regions, "KOR")};
    assert_ok(context, selat_indicator_world_create(context, t, NULL, 2, chosen, &w));
    int64_t O = selat_other_terms(w);
    double *flows = calloc((size_t)(S * R * R), sizeof *flows), *others = calloc((size_t)(S * R * O), sizeof *others);
    double *wwz = calloc((size_t)(S * R * SELAT_WWZ_TERMS), sizeof *wwz), *bm = calloc((size_t)(S * R * SELAT_BM_TERMS), sizeof *bm);
    selat_table_flows_musd(t, flows);
    for (int k = 0; k < 2; k++) {
        double worst = 0, total = 0, source = 0, sink = 0;
        assert_ok(context, selat_wwz(context, w, chosen[k], wwz, others, NULL));
        assert_ok(context, selat_borin_mancini(context, w, chosen[k], true, bm, NULL));
        for (int64_t r = 0; r < R; r++) {
            double gross = 0, sum = 0, content = 0;
            if (r == chosen[k]) continue;
            for (int64_t s = 0; s < S; s++) {
                const double *b = bm + (s * R + r) * SELAT_BM_TERMS;
                gross += flows[(s * R + r) * R + chosen[k]];
                for (int i = 0; i < SELAT_WWZ_TERMS; i++) sum += wwz[(s * R + r) * SELAT_WWZ_TERMS + i];
                for (int64_t o = 0; o < O; o++) content += others[(s * R + r) * O + o];
                source += b[SELAT_BM_DVA];
                sink += b[SELAT_BM_DVA_SINK];
                /* the narrower the perimeter, the less counts twice */
                assert_true(b[SELAT_BM_DVA_SECTOR_BILATERAL] >= b[SELAT_BM_DVA_BILATERAL] * (1 - 1e-12));
                assert_true(b[SELAT_BM_DVA_BILATERAL] >= b[SELAT_BM_DVA] * (1 - 1e-12) || b[SELAT_BM_DVA] < 0);
                double both = b[SELAT_BM_DVA] + b[SELAT_BM_DDC] + b[SELAT_BM_FVA] + b[SELAT_BM_FDC];
                double sixteen = 0;
                for (int i = 0; i < SELAT_WWZ_TERMS; i++) sixteen += wwz[(s * R + r) * SELAT_WWZ_TERMS + i];
                assert_close(both, sixteen, 1e-9 * (1 + fabs(sixteen)));
            }
            worst = larger_or_nan(worst, fabs(sum + content - gross) / gross);
            total += gross;
        }
        assert_true(worst < 1e-9);
        assert_close(source / sink, 1, 1e-10); /* they differ by partner, not in sum */
    }
    free(flows);
    free(others);
    free(wwz);
    free(bm);
    selat_indicator_world_destroy(context, w);
    selat_table_destroy(context, t);
}

static void test_world_consumption_is_world_production(void **state) {
    selat_context *context = *state;
    selat_table *t = embedded(context);
    selat_indicator_world *w;
    selat_characterisation accounts;
    selat_footprints f;
    int64_t R = t->regions.count;
    assert_ok(context, selat_indicator_world_create(context, t, NULL, 0, NULL, &w));
    assert_ok(context, selat_characterisation_standard(context, t, &accounts));
    assert_ok(context, selat_footprints_compute(context, w, &accounts, &f));
    for (int64_t a = 0; a < f.n; a++) {
        double produced = 0, consumed = 0, imported = 0, exported = 0;
        for (int64_t r = 0; r < R; r++) {
            produced += f.production[a * R + r];
            consumed += f.consumption[a * R + r];
            imported += f.imports[a * R + r];
            exported += f.exports[a * R + r];
        }
        assert_close(consumed / produced, 1, 1e-11);
        assert_close(imported / exported, 1, 1e-10);
    }
    selat_footprints_clear(context, &f);
    selat_characterisation_clear(context, &accounts);
    selat_indicator_world_destroy(context, w);
    selat_table_destroy(context, t);
}

/* An industry and a region taken out of the embedded table, in closed form and by solving the table without them. */
static void test_extraction_is_solving_without(void **state) {
    selat_context *context = *state;
    selat_table *t = embedded(context), *cut;
    selat_indicator_world *w;
    selat_extraction lost;
    selat_leontief *solver;
    selat_leontief_report report;
    int64_t R = t->regions.count, S = t->sectors.count, china = selat_labels_find(&t->regions, "CHN");
    int64_t c26 = selat_labels_find(&t->sectors, "C26"), node = china * S + c26;
    double *every = calloc((size_t)(R * S), sizeof *every), *demand = calloc((size_t)(R * S), sizeof *demand);
    double *one = calloc((size_t)(R * S), sizeof *one), *output = calloc((size_t)(R * S), sizeof *output), missing = 0;
    assert_ok(context, selat_indicator_world_create(context, t, NULL, 1, &china, &w));
    assert_ok(context, selat_extract_every(context, w, SELAT_EXTRACT_FULL_OUTPUT, every));
    assert_ok(context, selat_extract(context, w, 1, &node, &lost));
    assert_ok(context, selat_table_copy(context, t, &cut));
    for (int64_t n = 0; n < R; n++) cut->trade_share[(c26 * R + n) * R + china] = 0;
    for (int64_t p = 0; p < S; p++) cut->use_musd[(china * S + p) * S + c26] = 0;
    for (int64_t n = 0; n < R; n++) {
        selat_table_final_by_origin_musd(cut, n, one);
        for (int64_t j = 0; j < R * S; j++) demand[j] += one[j];
    }
    assert_ok(context, selat_leontief_create(context, cut, &solver));
    assert_ok(context, selat_leontief_solve(context, solver, false, 1, demand, 0, output, &report));
    for (int64_t j = 0; j < R * S; j++) missing += t->output_musd[j] - output[j];
    assert_close(every[node] / missing, 1, 1e-9);
    assert_close(lost.output_musd / missing, 1, 1e-9);
    selat_extraction_clear(context, &lost);
    selat_leontief_destroy(context, solver);
    selat_table_destroy(context, cut);
    selat_indicator_world_destroy(context, w);
    selat_table_destroy(context, t);
    free(every);
    free(demand);
    free(one);
    free(output);
}

/* ---- two forms of one table ---- */

/* All registered indicators on both worlds, to 1e-10 relative (absolute below 1). */
static void compare_worlds(selat_context *context, selat_indicator_world *a, selat_indicator_world *b, int64_t R, int64_t S,
                           bool with_extraction) {
    int64_t count, compared = 0;
    const selat_indicator *all = selat_indicators(&count);
    double *x = calloc((size_t)(R * S), sizeof *x), *y = calloc((size_t)(R * S), sizeof *y);
    for (int64_t k = 0; k < count; k++) {
        if (strcmp(all[k].group, "extraction") == 0 && !with_extraction) continue;
        int64_t size = all[k].level == SELAT_INDICATOR_INDUSTRY ? R * S : R;
        assert_ok(context, selat_indicator_compute(context, &all[k], a, x));
        assert_ok(context, selat_indicator_compute(context, &all[k], b, y));
        for (int64_t j = 0; j < size; j++) {
            if (isnan(x[j]) || isnan(y[j])) {
                assert_true(isnan(x[j]) && isnan(y[j]));
                continue;
            }
            if (!(fabs(x[j] - y[j]) <= 1e-10 * fmax(1, fabs(x[j])))) {
                fail_msg("%s at %lld: factored %.17g, dense %.17g", all[k].name, (long long)j, x[j], y[j]);
            }
            compared++;
        }
    }
    assert_true(compared > 20 * R / 81);
    free(x);
    free(y);
}

/* Every supplier of every industry of one region, and the chains behind what that region buys, on both worlds. */
static void compare_exposures_and_chains(selat_context *context, selat_indicator_world *a, selat_indicator_world *b, int64_t R,
                                         int64_t S, int64_t region) {
    selat_indicator_world *const worlds[] = {a, b};
    double *all[2], *hidden[2], *one = calloc((size_t)(R * S), sizeof *one), *demand = calloc((size_t)(R * S), sizeof *demand);
    selat_paths paths[2];
    selat_path_options options = {.threshold = 1e-3};
    for (int64_t s = 0; s < S; s++) demand[region * S + s] = 100;
    for (int64_t j = 0; j < R * S; j++) one[j] = 1;
    for (int k = 0; k < 2; k++) {
        all[k] = calloc((size_t)(R * S * S), sizeof **all);
        hidden[k] = calloc((size_t)(R * S * S), sizeof **hidden);
        assert_ok(context, selat_exposure_matrix(context, worlds[k], region, all[k], NULL, hidden[k]));
        assert_ok(context, selat_paths_find(context, worlds[k], one, demand, &options, &paths[k]));
    }
    for (int64_t at = 0; at < R * S * S; at++) {
        assert_true(isnan(all[0][at]) == isnan(all[1][at]));
        if (isnan(all[0][at])) continue;
        assert_close(all[0][at], all[1][at], 1e-10);
        assert_close(hidden[0][at], hidden[1][at], 1e-10);
    }
    assert_int_equal(paths[0].n_paths, paths[1].n_paths);
    assert_close(paths[0].found / paths[1].found, 1, 1e-10);
    assert_close(paths[0].total / paths[1].total, 1, 1e-10);
    for (int k = 0; k < 2; k++) {
        selat_paths_clear(context, &paths[k]);
        free(all[k]);
        free(hidden[k]);
    }
    free(one);
    free(demand);
}

/* The bilateral decompositions and the extraction of a flow of one exporter on both worlds. */
static void compare_details(selat_context *context, selat_indicator_world *a, selat_indicator_world *b, int64_t R, int64_t S,
                            int64_t exporter) {
    int64_t size = S * R * SELAT_BM_TERMS;
    double *x = calloc((size_t)size, sizeof *x), *y = calloc((size_t)size, sizeof *y);
    assert_ok(context, selat_wwz(context, a, exporter, x, NULL, NULL));
    assert_ok(context, selat_wwz(context, b, exporter, y, NULL, NULL));
    for (int64_t j = 0; j < S * R * SELAT_WWZ_TERMS; j++) assert_close(x[j], y[j], 1e-10 * fmax(1, fabs(x[j])));
    assert_ok(context, selat_borin_mancini(context, a, exporter, true, x, NULL));
    assert_ok(context, selat_borin_mancini(context, b, exporter, true, y, NULL));
    for (int64_t j = 0; j < size; j++) assert_close(x[j], y[j], 1e-10 * fmax(1, fabs(x[j])));
    selat_extraction lost[2];
    assert_ok(context, selat_extract_pair(context, a, 0, exporter, &lost[0]));
    assert_ok(context, selat_extract_pair(context, b, 0, exporter, &lost[1]));
    assert_close(lost[0].value_added_musd / lost[1].value_added_musd, 1, 1e-10);
    for (int k = 0; k < 2; k++) selat_extraction_clear(context, &lost[k]);
    free(x);
    free(y);
    compare_exposures_and_chains(context, a, b, R, S, exporter);
}

/* Regions and sectors of the embedded table folded into `groups` of each by position. */
static selat_table *fold(selat_context *context, const selat_table *t, int64_t groups) {
    int64_t R = t->regions.count, S = t->sectors.count;
    int64_t *region = calloc((size_t)R, sizeof *region), *sector = calloc((size_t)S, sizeof *sector);
    char (*names)[8] = calloc((size_t)groups, sizeof *names);
    const char **codes = calloc((size_t)groups, sizeof *codes);
    selat_labels labels;
    selat_table *out;
    for (int64_t g = 0; g < groups; g++) {
        snprintf(names[g], sizeof names[g], "G%02d", (int)g);
        codes[g] = names[g];
    }
    for (int64_t r = 0; r < R; r++) region[r] = r % groups;
    for (int64_t s = 0; s < S; s++) sector[s] = s % groups;
    assert_ok(context, selat_labels_init(context, groups, codes, NULL, &labels));
    assert_ok(context, selat_table_aggregate(context, t, &labels, region, &labels, sector, &out));
    selat_labels_clear(context, &labels);
    free(region);
    free(sector);
    free(names);
    free(codes);
    return out;
}

static void test_forms_agree_on_every_indicator_of_a_folded_table(void **state) {
    enum { G = 20 };
    selat_context *context = *state;
    selat_table *t = embedded(context), *folded = fold(context, t, G), *dense;
    selat_indicator_world *a, *b;
    assert_ok(context, selat_table_unfold(context, folded, SELAT_FLOWS_DENSE, &dense));
    assert_ok(context, selat_indicator_world_create(context, folded, NULL, 0, NULL, &a));
    assert_ok(context, selat_indicator_world_create(context, dense, NULL, 0, NULL, &b));
    compare_worlds(context, a, b, G, G, true);
    compare_details(context, a, b, G, G, 3);
    selat_indicator_world_destroy(context, a);
    selat_indicator_world_destroy(context, b);
    selat_table_destroy(context, dense);
    selat_table_destroy(context, folded);
    selat_table_destroy(context, t);
}

/* All 4,050 industries, of two regions: 131 MB of flows. */
static void test_forms_agree_on_the_embedded_table(void **state) {
    selat_context *context = *state;
    selat_table *t = embedded(context), *dense;
    selat_indicator_world *a, *b;
    const int64_t chosen[] = {selat_labels_find(&t->regions, "MYS"), selat_labels_find(&t->regions, "KOR")};
    assert_ok(context, selat_table_unfold(context, t, SELAT_FLOWS_DENSE, &dense));
    assert_ok(context, selat_indicator_world_create(context, t, NULL, 2, chosen, &a));
    assert_ok(context, selat_indicator_world_create(context, dense, NULL, 2, chosen, &b));
    compare_worlds(context, a, b, t->regions.count, t->sectors.count, true);
    compare_details(context, a, b, t->regions.count, t->sectors.count, chosen[1]);
    selat_indicator_world_destroy(context, a);
    selat_indicator_world_destroy(context, b);
    selat_table_destroy(context, dense);
    selat_table_destroy(context, t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_terms_make_gross_exports),
        TEST(test_bilateral_terms_make_bilateral_exports),
        TEST(test_world_consumption_is_world_production),
        TEST(test_extraction_is_solving_without),
        TEST(test_forms_agree_on_every_indicator_of_a_folded_table),
        TEST(test_forms_agree_on_the_embedded_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

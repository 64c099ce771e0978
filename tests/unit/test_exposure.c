/* Exposure, extraction and supply risk against the leather reference, and against a world re-solved without the industry. */
#include <jansson.h>

#include "reference_rows.h"
#include "small_table.h"

static const double tolerance = 1e-9;

typedef struct leather {
    selat_table *table;
    selat_indicator_world *world;
} leather;

static leather open_leather(selat_context *context, selat_flow_form form) {
    leather l;
    assert_ok(context, leather_table_make(context, form, &l.table));
    assert_ok(context, selat_indicator_world_create(context, l.table, NULL, 0, NULL, &l.world));
    return l;
}

static void close_leather(selat_context *context, leather *l) {
    selat_indicator_world_destroy(context, l->world);
    selat_table_destroy(context, l->table);
}

static json_t *read_json(const char *file) {
    char path[256];
    json_error_t error;
    snprintf(path, sizeof path, "tests/published/indicators_leather/%s", file);
    json_t *root = json_load_file(source_path(path), 0, &error);
    if (root == NULL) fail_msg("%s: %s", file, error.text);
    return root;
}

static void compare_matrix(selat_context *context, const char *file, double matrix[LEATHER_R][LEATHER_N][LEATHER_S]) {
    reference_rows rows;
    int count = 0;
    reference_open(context, file, &rows);
    for (; reference_next(&rows); count++) {
        for (int64_t j = 0; j < LEATHER_N; j++) {
            double expected;
            assert_ok(context, selat_csv_double(context, &rows.csv, j + 1, &expected));
            assert_close(matrix[j / LEATHER_S][count][j % LEATHER_S], expected, tolerance);
        }
    }
    assert_int_equal(count, LEATHER_N);
}

static void test_foreign_production_exposure(void **state) {
    selat_context *context = *state;
    leather l = open_leather(context, SELAT_FLOWS_SPARSE);
    double all[LEATHER_R][LEATHER_N][LEATHER_S], face[LEATHER_R][LEATHER_N][LEATHER_S],
        hidden[LEATHER_R][LEATHER_N][LEATHER_S];
    for (int64_t r = 0; r < LEATHER_R; r++) {
        assert_ok(context, selat_exposure_matrix(context, l.world, r, &all[r][0][0], &face[r][0][0], &hidden[r][0][0]));
    }
    compare_matrix(context, "indicators_leather/leather_FPEM_expected.csv", all);
    compare_matrix(context, "indicators_leather/leather_FPEMfv_expected.csv", face);
    compare_matrix(context, "indicators_leather/leather_FPEMhe_expected.csv", hidden);
    close_leather(context, &l);
}

/* Every column of the reference that an indicator by industry has. */
static void test_indicators_by_industry(void **state) {
    static const struct {
        const char *column, *indicator;
    } pairs[] = {{"foreign_lookthrough_share", "foreign_lookthrough"},
                 {"foreign_facevalue_share", "foreign_face_value"},
                 {"foreign_input_share_excl_own_output", "foreign_inputs"},
                 {"foreign_va_share", "foreign_value_added"},
                 {"fmr_foreign_sales_share", "foreign_sales"},
                 {"upstreamness", "upstreamness"},
                 {"downstreamness", "downstreamness"},
                 {"hhi_foreign_suppliers_lookthrough", "foreign_supplier_hhi"},
                 {"hhi_foreign_suppliers_direct", "direct_supplier_hhi"},
                 {"hem_full_output_loss", "full_output_loss"},
                 {"hem_full_va_loss", "full_value_added_loss"},
                 {"hem_backward_output_loss", "backward_output_loss"},
                 {"hem_forward_output_loss", "forward_output_loss"}};
    selat_context *context = *state;
    leather l = open_leather(context, SELAT_FLOWS_DENSE);
    for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
        double out[LEATHER_N];
        const selat_indicator *one = selat_indicator_find(pairs[k].indicator, SELAT_INDICATOR_INDUSTRY);
        assert_non_null(one);
        assert_ok(context, selat_indicator_compute(context, one, l.world, out));
        reference_rows rows;
        reference_open(context, "indicators_leather/leather_indicators_expected.csv", &rows);
        while (reference_next(&rows)) {
            int64_t j = leather_node(l.table, reference_text(&rows, "sector"));
            assert_close(out[j], reference_number(&rows, pairs[k].column), tolerance);
        }
    }
    close_leather(context, &l);
}

static void test_extraction_of_pairs(void **state) {
    selat_context *context = *state;
    leather l = open_leather(context, SELAT_FLOWS_DENSE);
    json_t *root = read_json("leather_bilateral_extraction_va_loss.json");
    int count = 0;
    for (int64_t a = 0; a < LEATHER_R; a++) {
        for (int64_t b = 0; b < LEATHER_R; b++) {
            char key[128];
            selat_extraction lost;
            if (a == b) continue;
            snprintf(key, sizeof key, "%s->%s", l.table->regions.codes[a], l.table->regions.codes[b]);
            json_t *expected = json_object_get(root, key);
            assert_non_null(expected);
            assert_ok(context, selat_extract_pair(context, l.world, a, b, &lost));
            for (int64_t r = 0; r < LEATHER_R; r++) {
                assert_close(lost.value_added_by_region[r],
                             json_real_value(json_object_get(expected, l.table->regions.codes[r])), tolerance);
            }
            selat_extraction_clear(context, &lost);
            count++;
        }
    }
    assert_int_equal(count, 6);
    json_decref(root);
    close_leather(context, &l);
}

static void test_supply_risk(void **state) {
    (void)state;
    json_t *root = read_json("eu_crm_sr_example.json"), *value;
    const char *code;
    double global[4] = {0}, local[4] = {0}, governance[4], trade[4];
    int n = 0;
    json_object_foreach(json_object_get(root, "producers"), code, value) {
        global[n] = json_number_value(value);
        local[n] = json_number_value(json_object_get(json_object_get(root, "eu_sourcing"), code));
        governance[n] = json_number_value(json_object_get(json_object_get(root, "wgi_scaled_0_10"), code));
        trade[n++] = json_number_value(json_object_get(json_object_get(root, "t"), code));
    }
    assert_int_equal(n, 4);
    selat_supply_risk of = {.n_regions = 4,
                            .global_share = global,
                            .local_share = local,
                            .governance = governance,
                            .trade = trade,
                            .import_reliance = json_number_value(json_object_get(root, "IR")),
                            .recycling = json_number_value(json_object_get(root, "EoL_RIR")),
                            .substitution = json_number_value(json_object_get(root, "SI_SR"))};
    const double ones[4] = {1, 1, 1, 1};
    assert_close(selat_weighted_concentration(4, global, ones, ones),
                 json_number_value(json_object_get(root, "HHI_plain_GS")), tolerance);
    assert_close(selat_weighted_concentration(4, global, governance, trade),
                 json_number_value(json_object_get(root, "HHI_WGI_t_GS")), tolerance);
    assert_close(selat_weighted_concentration(4, local, governance, trade),
                 json_number_value(json_object_get(root, "HHI_WGI_t_EU")), tolerance);
    assert_close(selat_supply_risk_value(&of), json_number_value(json_object_get(root, "SR")), tolerance);
    json_decref(root);
}

/* The factored table without some industries: they sell nothing (origin shares 0) and buy nothing (use 0). */
static void resolve_without(selat_context *context, const selat_table *t, int64_t count, const int64_t *industries,
                            double *output) {
    int64_t R = t->regions.count, S = t->sectors.count;
    selat_table *cut;
    selat_leontief *solver;
    selat_leontief_report report;
    double *demand = calloc((size_t)(R * S), sizeof *demand), *one = calloc((size_t)(R * S), sizeof *one);
    assert_ok(context, selat_table_copy(context, t, &cut));
    for (int64_t k = 0; k < count; k++) {
        int64_t r = industries[k] / S, s = industries[k] % S;
        for (int64_t n = 0; n < R; n++) cut->trade_share[(s * R + n) * R + r] = 0;
        for (int64_t p = 0; p < S; p++) cut->use_musd[(r * S + p) * S + s] = 0;
    }
    for (int64_t n = 0; n < R; n++) {
        selat_table_final_by_origin_musd(cut, n, one);
        for (int64_t j = 0; j < R * S; j++) demand[j] += one[j];
    }
    assert_ok(context, selat_leontief_create(context, cut, &solver));
    assert_ok(context, selat_leontief_solve(context, solver, false, 1, demand, 0, output, &report));
    assert_true(report.converged);
    selat_leontief_destroy(context, solver);
    selat_table_destroy(context, cut);
    free(demand);
    free(one);
}

static void test_extraction_equals_solving_without(void **state) {
    enum { R = 6, S = 5 };
    selat_context *context = *state;
    selat_table *t;
    selat_indicator_world *w;
    double every[R * S], without[R * S];
    int64_t region[S], sector[R];
    assert_ok(context, small_table_make(context, R, S, 8, &t));
    assert_ok(context, selat_indicator_world_create(context, t, NULL, 0, NULL, &w));
    assert_ok(context, selat_extract_every(context, w, SELAT_EXTRACT_FULL_OUTPUT, every));
    for (int64_t j = 0; j < R * S; j++) {
        double lost = 0;
        if (t->output_musd[j] == 0) {
            assert_true(isnan(every[j]));
            continue;
        }
        resolve_without(context, t, 1, &j, without);
        for (int64_t i = 0; i < R * S; i++) lost += t->output_musd[i] - without[i];
        assert_close(every[j] / lost, 1, 1e-10);
    }
    for (int64_t s = 0; s < S; s++) region[s] = 2 * S + s;
    for (int64_t r = 0; r < R; r++) sector[r] = r * S + 1;
    const struct {
        int64_t count, *industries;
    } sets[] = {{S, region}, {R, sector}};
    for (int k = 0; k < 2; k++) {
        selat_extraction lost;
        double by_region[R] = {0};
        assert_ok(context, selat_extract(context, w, sets[k].count, sets[k].industries, &lost));
        resolve_without(context, t, sets[k].count, sets[k].industries, without);
        for (int64_t i = 0; i < R * S; i++) by_region[i / S] += t->output_musd[i] - without[i];
        for (int64_t r = 0; r < R; r++) assert_close(lost.output_by_region[r], by_region[r], 1e-9 * lost.output_musd);
        selat_extraction_clear(context, &lost);
    }
    selat_extraction lost;
    assert_int_equal(selat_extract(context, w, 2, (int64_t[]){3, 3}, &lost), SELAT_BAD_INPUT);
    assert_int_equal(selat_extract_pair(context, w, 1, 1, &lost), SELAT_BAD_INPUT);
    selat_indicator_world_destroy(context, w);
    selat_table_destroy(context, t);
}

/* Suppliers and inputs of a region, against the matrix weighted with output. */
static void test_suppliers_and_inputs(void **state) {
    selat_context *context = *state;
    leather l = open_leather(context, SELAT_FLOWS_DENSE);
    double unit[LEATHER_N][LEATHER_S], made[LEATHER_N] = {0}, foreign = 0, share[LEATHER_R];
    selat_supplier top[4];
    selat_input_exposure inputs[LEATHER_S];
    int64_t found;
    assert_ok(context, selat_exposure_matrix(context, l.world, 1, &unit[0][0], NULL, NULL));
    const selat_indicator *down = selat_indicator_find("downstreamness", SELAT_INDICATOR_INDUSTRY);
    double all[LEATHER_N];
    assert_ok(context, selat_indicator_compute(context, down, l.world, all));
    for (int j = 0; j < LEATHER_N; j++) {
        for (int k = 0; k < LEATHER_S; k++) made[j] += unit[j][k] * all[3 + k] * l.table->output_musd[3 + k];
        if (j / LEATHER_S != 1) foreign += made[j];
    }
    assert_ok(context, selat_critical_suppliers(context, l.world, 1, 4, top, &found));
    assert_int_equal(found, 4);
    for (int k = 0; k < 4; k++) {
        int64_t j = top[k].region * LEATHER_S + top[k].sector;
        assert_true(top[k].region != 1 && (k == 0 || top[k - 1].musd >= top[k].musd));
        assert_close(top[k].musd, made[j], tolerance);
        assert_close(top[k].share, made[j] / foreign, tolerance);
    }
    assert_int_equal(top[0].region, 2); /* German agriculture and Transport_Equipment lead: 4.1 + 1.2 + .6 and 4.1 + 3.1 + 3.9 */
    assert_int_equal(top[0].sector, 2);
    assert_close(top[0].direct_musd, 11.1, tolerance);
    assert_ok(context, selat_exposure_by_input(context, l.world, 1, inputs));
    double textile = made[1] + made[4] - 124.6 + made[7];
    assert_close(inputs[1].musd, textile, tolerance);
    assert_close(inputs[1].foreign_share, (made[1] + made[7]) / textile, tolerance);
    assert_close(inputs[1].foreign_direct_share, (.1 + 3.2 + 1.6 + 3.2 + 4.8 + 2.6) / (.1 + 3.2 + 1.6 + 6.1 + 28.1 + 6.3 + 3.2 + 4.8 + 2.6), tolerance);
    assert_int_equal(inputs[1].top_region, 2);
    double home = (made[4] - 124.6) / textile, a = made[1] / textile, g = made[7] / textile;
    assert_close(inputs[1].hhi, home * home + a * a + g * g, tolerance);
    assert_close(inputs[1].foreign_hhi, (a * a + g * g) / (a + g) / (a + g), tolerance);
    const selat_indicator *one = selat_indicator_find("foreign_lookthrough", SELAT_INDICATOR_REGION);
    assert_ok(context, selat_indicator_compute(context, one, l.world, share));
    assert_close(share[1], foreign / (foreign + made[3] + made[4] + made[5]), tolerance);
    close_leather(context, &l);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_foreign_production_exposure),
        TEST(test_indicators_by_industry),
        TEST(test_extraction_of_pairs),
        TEST(test_supply_risk),
        TEST(test_extraction_equals_solving_without),
        TEST(test_suppliers_and_inputs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

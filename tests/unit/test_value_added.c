/* Decompositions of gross exports: every reference file of value_added_leather, and identities on awkward tables. */
#include "indicator/world.h"
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

static void compare_kww(selat_context *context, const char *file, const double *terms, const selat_table *t) {
    reference_rows rows;
    int count = 0;
    reference_open(context, file, &rows);
    for (; reference_next(&rows); count++) {
        int64_t r = reference_region(t, &rows, "Country");
        for (int64_t k = 0; k < SELAT_KWW_TERMS; k++) {
            assert_close(terms[r * SELAT_KWW_TERMS + k], reference_number(&rows, selat_kww_term_name(k)), tolerance);
        }
    }
    assert_int_equal(count, LEATHER_R);
}

static void test_koopman_wang_wei(void **state) {
    selat_context *context = *state;
    leather l = open_leather(context, SELAT_FLOWS_DENSE);
    double terms[LEATHER_R * SELAT_KWW_TERMS];
    assert_ok(context, selat_kww(context, l.world, terms, NULL));
    compare_kww(context, "value_added_leather/expected_kww_9term.csv", terms, l.table);
    compare_kww(context, "indicators_leather/leather_kww_expected.csv", terms, l.table);
    close_leather(context, &l);
}

/* Of one region at a time, where others are not selected and other solves are used. */
static void test_koopman_wang_wei_of_one_region(void **state) {
    selat_context *context = *state;
    selat_table *t;
    assert_ok(context, leather_table_make(context, SELAT_FLOWS_SPARSE, &t));
    leather all = open_leather(context, SELAT_FLOWS_DENSE);
    double every[LEATHER_R * SELAT_KWW_TERMS], one[LEATHER_R * SELAT_KWW_TERMS];
    assert_ok(context, selat_kww(context, all.world, every, NULL));
    for (int64_t r = 0; r < LEATHER_R; r++) {
        selat_indicator_world *w;
        assert_ok(context, selat_indicator_world_create(context, t, NULL, 1, &r, &w));
        assert_ok(context, selat_kww(context, w, one, NULL));
        for (int64_t at = 0; at < LEATHER_R * SELAT_KWW_TERMS; at++) {
            if (at / SELAT_KWW_TERMS == r) assert_close(one[at], every[at], 1e-12);
            if (at / SELAT_KWW_TERMS != r) assert_true(isnan(one[at]));
        }
        selat_indicator_world_destroy(context, w);
    }
    close_leather(context, &all);
    selat_table_destroy(context, t);
}

/* terms [R][S][R][16] */
static void all_wwz(selat_context *context, selat_indicator_world *w, double *terms, double *exports) {
    for (int64_t s = 0; s < LEATHER_R; s++) {
        assert_ok(context, selat_wwz(context, w, s, terms + s * LEATHER_N * SELAT_WWZ_TERMS, NULL,
                                     exports + s * LEATHER_N * 2));
    }
}

static void compare_wwz(selat_context *context, const char *file, const selat_table *t, const double *terms,
                        const double *exports) {
    reference_rows rows;
    int count = 0;
    reference_open(context, file, &rows);
    for (; reference_next(&rows); count++) {
        int64_t s = reference_region(t, &rows, "Exporting_Country");
        int64_t k = reference_sector(t, &rows, "Exporting_Industry");
        int64_t at = (s * LEATHER_S + k) * LEATHER_R + reference_region(t, &rows, "Importing_Country");
        double sum = 0;
        for (int64_t term = 0; term < SELAT_WWZ_TERMS; term++) {
            double value = terms[at * SELAT_WWZ_TERMS + term];
            assert_close(value, reference_number(&rows, selat_wwz_term_name(term)), tolerance);
            sum += value;
        }
        assert_close(exports[at * 2], reference_number(&rows, "texpint"), tolerance);
        assert_close(exports[at * 2 + 1], reference_number(&rows, "texpfd"), tolerance);
        assert_close(sum, reference_number(&rows, "texp"), tolerance);
        assert_close(sum - exports[at * 2] - exports[at * 2 + 1], reference_number(&rows, "texpdiff"), tolerance);
    }
    assert_int_equal(count, LEATHER_N * LEATHER_R);
}

static void test_wang_wei_zhu(void **state) {
    selat_context *context = *state;
    leather l = open_leather(context, SELAT_FLOWS_DENSE);
    double terms[LEATHER_R * LEATHER_N * SELAT_WWZ_TERMS], exports[LEATHER_R * LEATHER_N * 2];
    all_wwz(context, l.world, terms, exports);
    compare_wwz(context, "value_added_leather/expected_wwz_16term.csv", l.table, terms, exports);
    compare_wwz(context, "indicators_leather/leather_wwz_expected.csv", l.table, terms, exports);
    double kww[LEATHER_R * SELAT_KWW_TERMS] = {0};
    for (int64_t at = 0; at < LEATHER_R * LEATHER_N * SELAT_WWZ_TERMS; at++) {
        int64_t s = at / (LEATHER_N * SELAT_WWZ_TERMS);
        kww[s * SELAT_KWW_TERMS + selat_wwz_to_kww(at % SELAT_WWZ_TERMS)] += terms[at];
    }
    compare_kww(context, "value_added_leather/expected_wwz2kww_aggregate.csv", kww, l.table);
    close_leather(context, &l);
}

/* DViX_Fsr of the reference. */
static void test_forward_value_added(void **state) {
    selat_context *context = *state;
    leather l = open_leather(context, SELAT_FLOWS_SPARSE);
    double out[LEATHER_R][LEATHER_S][LEATHER_R];
    for (int64_t s = 0; s < LEATHER_R; s++) {
        assert_ok(context, selat_forward_value_added(context, l.world, s, &out[s][0][0]));
    }
    reference_rows rows;
    reference_open(context, "value_added_leather/expected_wwz_16term.csv", &rows);
    while (reference_next(&rows)) {
        double found = out[reference_region(l.table, &rows, "Exporting_Country")]
                          [reference_sector(l.table, &rows, "Exporting_Industry")]
                          [reference_region(l.table, &rows, "Importing_Country")];
        assert_close(found, reference_number(&rows, "DViX_Fsr"), tolerance);
    }
    close_leather(context, &l);
}

static void test_borin_mancini(void **state) {
    selat_context *context = *state;
    leather l = open_leather(context, SELAT_FLOWS_DENSE);
    double terms[LEATHER_R][LEATHER_S][LEATHER_R][SELAT_BM_TERMS];
    for (int64_t s = 0; s < LEATHER_R; s++) {
        assert_ok(context, selat_borin_mancini(context, l.world, s, true, &terms[s][0][0][0], NULL));
    }
    reference_rows rows;
    int count = 0;
    reference_open(context, "value_added_leather/borin_mancini.csv", &rows);
    for (; reference_next(&rows); count++) {
        const double *row = terms[reference_region(l.table, &rows, "Exporting_Country")]
                                 [reference_sector(l.table, &rows, "Exporting_Industry")]
                                 [reference_region(l.table, &rows, "Importing_Country")];
        for (int64_t k = 0; k < SELAT_BM_TERMS; k++) {
            assert_close(row[k], reference_number(&rows, selat_bm_term_name(k)), tolerance);
        }
    }
    assert_int_equal(count, 18);
    close_leather(context, &l);
}

/* The region-level indicators add up from the bilateral terms. */
static void test_registered_totals(void **state) {
    static const struct {
        const char *name;
        int terms[2];
    } sums[] = {{"gross_exports", {SELAT_BM_EXPORTS, -1}},
                {"dva", {SELAT_BM_DVA, -1}},
                {"vax", {SELAT_BM_VAX, -1}},
                {"ref", {SELAT_BM_REF, -1}},
                {"davax", {SELAT_BM_DAVAX, -1}},
                {"ddc", {SELAT_BM_DDC, -1}},
                {"foreign_content", {SELAT_BM_FVA, SELAT_BM_FDC}}};
    selat_context *context = *state;
    leather l = open_leather(context, SELAT_FLOWS_DENSE);
    double terms[LEATHER_N * SELAT_BM_TERMS], out[LEATHER_R], gross[LEATHER_R], backward[LEATHER_R];
    for (int64_t s = 0; s < LEATHER_R; s++) {
        assert_ok(context, selat_borin_mancini(context, l.world, s, false, terms, NULL));
        for (size_t k = 0; k < sizeof sums / sizeof *sums; k++) {
            const selat_indicator *one = selat_indicator_find(sums[k].name, SELAT_INDICATOR_REGION);
            double sum = 0;
            for (int64_t at = 0; at < LEATHER_N; at++) {
                for (int i = 0; i < 2; i++) sum += sums[k].terms[i] >= 0 ? terms[at * SELAT_BM_TERMS + sums[k].terms[i]] : 0;
            }
            assert_non_null(one);
            assert_ok(context, selat_indicator_compute(context, one, l.world, out));
            assert_close(out[s], sum, tolerance);
        }
    }
    const selat_indicator *one = selat_indicator_find("gvc_backward", SELAT_INDICATOR_REGION);
    assert_ok(context, selat_indicator_compute(context, one, l.world, backward));
    one = selat_indicator_find("gross_exports", SELAT_INDICATOR_REGION);
    assert_ok(context, selat_indicator_compute(context, one, l.world, gross));
    assert_close(gross[0], 64.3, tolerance); /* leather_dva_hem_expected.json, as the next */
    assert_close(gross[2], 147.6, tolerance);
    one = selat_indicator_find("dva", SELAT_INDICATOR_REGION);
    assert_ok(context, selat_indicator_compute(context, one, l.world, out));
    const double dva[LEATHER_R] = {52.8175615650281, 89.8248168415355, 106.84240306646927};
    for (int r = 0; r < LEATHER_R; r++) assert_close(out[r], dva[r], tolerance);
    /* leather has no other primary inputs: what is not domestic value added once is backward */
    for (int r = 0; r < LEATHER_R; r++) assert_close(backward[r], 1 - out[r] / gross[r], tolerance);
    close_leather(context, &l);
}

/* The intermediate results of the reference. */
static void test_intermediates(void **state) {
    selat_context *context = *state;
    leather l = open_leather(context, SELAT_FLOWS_DENSE);
    double b[LEATHER_N][LEATHER_N], local[LEATHER_N][LEATHER_N], e[LEATHER_N], v[LEATHER_N], columns[LEATHER_N][LEATHER_S];
    assert_ok(context, leather_read(context, "intermediate_B.csv", LEATHER_N, LEATHER_N, &b[0][0]));
    assert_ok(context, leather_read(context, "intermediate_L.csv", LEATHER_N, LEATHER_N, &local[0][0]));
    assert_ok(context, leather_read(context, "intermediate_E.csv", LEATHER_N, 1, e));
    assert_ok(context, leather_read(context, "intermediate_Vc.csv", LEATHER_N, 1, v));
    assert_ok(context, world_local_inverse(context, l.world));
    for (int64_t r = 0; r < LEATHER_R; r++) {
        assert_ok(context, world_inverse_columns(context, l.world, r, &columns[0][0]));
        for (int64_t j = 0; j < LEATHER_N; j++) {
            for (int64_t k = 0; k < LEATHER_S; k++) {
                assert_close(columns[j][k], b[j][r * LEATHER_S + k], tolerance);
                double expected = local[j][r * LEATHER_S + k];
                if (j / LEATHER_S == r) assert_close(l.world->local_inverse[j * LEATHER_S + k], expected, tolerance);
            }
        }
    }
    for (int64_t j = 0; j < LEATHER_N; j++) {
        assert_close(l.world->exports[j], e[j], tolerance);
        assert_close(l.world->va_share[j], v[j], tolerance);
    }
    close_leather(context, &l);
}

static void compare_leontief(selat_context *context, const char *file, selat_value_added_by by) {
    leather l = open_leather(context, SELAT_FLOWS_DENSE);
    double origin[LEATHER_R][LEATHER_N][LEATHER_S];
    for (int64_t r = 0; r < LEATHER_R; r++) {
        assert_ok(context, selat_value_added_origin(context, l.world, r, by, &origin[r][0][0]));
    }
    reference_rows rows;
    int count = 0;
    reference_open(context, file, &rows);
    for (; reference_next(&rows); count++) {
        int64_t source = reference_region(l.table, &rows, "Source_Country") * LEATHER_S +
                         reference_sector(l.table, &rows, "Source_Industry");
        int64_t r = reference_region(l.table, &rows, "Using_Country"), k = reference_sector(l.table, &rows, "Using_Industry");
        assert_close(origin[r][source][k], reference_number(&rows, "FVAX"), tolerance);
    }
    assert_int_equal(count, LEATHER_N * LEATHER_N);
    close_leather(context, &l);
}

static void test_leontief(void **state) {
    compare_leontief(*state, "value_added_leather/expected_leontief_none.csv", SELAT_BY_UNIT);
    compare_leontief(*state, "value_added_leather/expected_leontief_output.csv", SELAT_BY_OUTPUT);
    compare_leontief(*state, "value_added_leather/expected_leontief_exports.csv", SELAT_BY_EXPORTS);
    compare_leontief(*state, "indicators_leather/leather_leontief_exports_expected.csv", SELAT_BY_EXPORTS);
}

static void test_leontief_of_final_demand(void **state) {
    selat_context *context = *state;
    leather l = open_leather(context, SELAT_FLOWS_DENSE);
    double in_demand[LEATHER_N][LEATHER_R];
    reference_rows rows;
    int count = 0;
    assert_ok(context, selat_value_added_in_demand(context, l.world, &in_demand[0][0]));
    reference_open(context, "value_added_leather/expected_leontief_final_demand.csv", &rows);
    for (; reference_next(&rows); count++) {
        int64_t source = reference_region(l.table, &rows, "Source_Country") * LEATHER_S +
                         reference_sector(l.table, &rows, "Source_Industry");
        assert_close(in_demand[source][reference_region(l.table, &rows, "Importing_Country")],
                     reference_number(&rows, "Final_Demand"), tolerance);
    }
    assert_int_equal(count, LEATHER_N * LEATHER_R);
    close_leather(context, &l);
}

/* Every decomposition with its other terms adds up to gross exports, by exporter, on tables with product taxes, imports
   nobody attributes, an industry without output, negative value added and negative inventories. */
static void test_terms_sum_to_gross_exports(void **state) {
    selat_context *context = *state;
    static const int64_t shapes[][2] = {{2, 2}, {5, 7}, {9, 5}};
    for (int k = 0; k < 3; k++) {
        int64_t R = shapes[k][0], S = shapes[k][1];
        selat_table *t;
        selat_indicator_world *w;
        assert_ok(context, small_table_make(context, R, S, 11, &t));
        assert_ok(context, selat_indicator_world_create(context, t, NULL, 0, NULL, &w));
        int64_t O = selat_other_terms(w);
        assert_int_equal(O, 3);
        assert_string_equal(selat_other_term_name(w, 0), "TXS_INT_FNL");
        assert_string_equal(selat_other_term_name(w, 1), "IMP_OTHER");
        double *exports = calloc((size_t)(R * S), sizeof *exports), *kww = calloc((size_t)(R * 9), sizeof *kww);
        double *others = calloc((size_t)(R * S * R * O), sizeof *others);
        double *wwz = calloc((size_t)(S * R * SELAT_WWZ_TERMS), sizeof *wwz);
        double *bm = calloc((size_t)(S * R * SELAT_BM_TERMS), sizeof *bm);
        selat_table_exports_musd(t, exports);
        assert_ok(context, selat_kww(context, w, kww, others));
        for (int64_t s = 0; s < R; s++) {
            double gross = 0, sum = 0;
            for (int64_t i = 0; i < S; i++) gross += exports[s * S + i];
            for (int64_t i = 0; i < 9; i++) sum += kww[s * 9 + i];
            for (int64_t i = 0; i < O; i++) sum += others[s * O + i];
            assert_true(fabs(others[s * O + 2]) < 1e-10 * gross); /* the columns balance */
            assert_close(sum / gross, 1, 1e-11);
        }
        for (int64_t s = 0; s < R; s++) {
            double gross = 0, sum = 0, bm_sum = 0;
            for (int64_t i = 0; i < S; i++) gross += exports[s * S + i];
            assert_ok(context, selat_wwz(context, w, s, wwz, others, NULL));
            for (int64_t i = 0; i < S * R * SELAT_WWZ_TERMS; i++) sum += wwz[i];
            for (int64_t i = 0; i < S * R * O; i++) sum += others[i];
            assert_close(sum / gross, 1, 1e-11);
            assert_ok(context, selat_borin_mancini(context, w, s, true, bm, others));
            for (int64_t i = 0; i < S * R; i++) {
                const double *term = bm + i * SELAT_BM_TERMS;
                bm_sum += term[SELAT_BM_DVA] + term[SELAT_BM_DDC] + term[SELAT_BM_FVA] + term[SELAT_BM_FDC];
                assert_close(term[SELAT_BM_DVA] + term[SELAT_BM_DDC], term[SELAT_BM_DVA_SINK] + term[SELAT_BM_DDC_SINK],
                             1e-9 * gross);
            }
            for (int64_t i = 0; i < S * R * O; i++) bm_sum += others[i];
            assert_close(bm_sum / gross, 1, 1e-11);
        }
        free(exports);
        free(kww);
        free(others);
        free(wwz);
        free(bm);
        selat_indicator_world_destroy(context, w);
        selat_table_destroy(context, t);
    }
}

static void test_a_region_that_is_not_selected(void **state) {
    selat_context *context = *state;
    leather l = open_leather(context, SELAT_FLOWS_DENSE);
    selat_indicator_world *w;
    double terms[LEATHER_N * SELAT_BM_TERMS];
    assert_ok(context, selat_indicator_world_create(context, l.table, NULL, 1, (int64_t[]){2}, &w));
    assert_int_equal(selat_wwz(context, w, 1, terms, NULL, NULL), SELAT_BAD_INPUT);
    assert_int_equal(selat_borin_mancini(context, w, 1, false, terms, NULL), SELAT_BAD_INPUT);
    assert_message_has(context, "not selected");
    selat_indicator_world_destroy(context, w);
    assert_int_equal(selat_indicator_world_create(context, l.table, NULL, 2, (int64_t[]){2, 2}, &w), SELAT_BAD_INPUT);
    assert_null(w);
    close_leather(context, &l);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_koopman_wang_wei),
        TEST(test_koopman_wang_wei_of_one_region),
        TEST(test_wang_wei_zhu),
        TEST(test_forward_value_added),
        TEST(test_borin_mancini),
        TEST(test_registered_totals),
        TEST(test_intermediates),
        TEST(test_leontief),
        TEST(test_leontief_of_final_demand),
        TEST(test_terms_sum_to_gross_exports),
        TEST(test_a_region_that_is_not_selected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

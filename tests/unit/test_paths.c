/* Structural paths and structural decomposition against the leather reference. */
#include <jansson.h>

#include "reference_rows.h"
#include "small_table.h"

static json_t *read_json(const char *file) {
    char path[256];
    json_error_t error;
    snprintf(path, sizeof path, "tests/published/indicators_leather/%s", file);
    json_t *root = json_load_file(source_path(path), 0, &error);
    if (root == NULL) fail_msg("%s: %s", file, error.text);
    return root;
}

/* "Turkey.Textile_and_Leather -> Germany.Transport_Equipment" */
static void name_path(const selat_table *t, const selat_paths *paths, int64_t step, char *out, size_t size) {
    out[0] = '\0';
    for (; step >= 0; step = paths->steps[step].next) {
        int64_t j = paths->steps[step].industry;
        size_t used = strlen(out);
        snprintf(out + used, size - used, "%s%s.%s", used > 0 ? " -> " : "", t->regions.codes[j / LEATHER_S],
                 t->sectors.codes[j % LEATHER_S]);
    }
}

static void value_added_shares(const selat_table *t, double *v) {
    for (int64_t j = 0; j < LEATHER_N; j++) v[j] = t->primary_musd[j] / t->output_musd[j];
}

static void test_thirty_largest_paths(void **state) {
    selat_context *context = *state;
    selat_table *t;
    selat_indicator_world *w;
    selat_paths paths;
    double v[LEATHER_N], demand[LEATHER_N] = {0};
    json_t *root = read_json("leather_spa_top30.json"), *top = json_object_get(root, "top");
    assert_ok(context, leather_table_make(context, SELAT_FLOWS_DENSE, &t));
    assert_ok(context, selat_indicator_world_create(context, t, NULL, 0, NULL, &w));
    value_added_shares(t, v);
    demand[leather_node(t, json_string_value(json_object_get(root, "target")))] =
        json_number_value(json_object_get(root, "final_demand"));
    selat_path_options options = {.threshold = 1e-3, .max_paths = 30};
    assert_ok(context, selat_paths_find(context, w, v, demand, &options, &paths));
    assert_int_equal(paths.n_paths, 30);
    assert_int_equal(json_array_size(top), 30);
    assert_close(paths.total, json_number_value(json_object_get(root, "total_va")), 1e-9);
    assert_close(paths.found / paths.total, json_number_value(json_object_get(root, "coverage_top30")), 1e-9);
    for (int k = 0; k < 30; k++) {
        char name[512];
        name_path(t, &paths, paths.paths[k], name, sizeof name);
        assert_string_equal(name, json_string_value(json_object_get(json_array_get(top, (size_t)k), "path")));
        assert_close(paths.steps[paths.paths[k]].value,
                     json_number_value(json_object_get(json_array_get(top, (size_t)k), "value")), 1e-9);
    }
    selat_paths_clear(context, &paths);
    json_decref(root);
    selat_indicator_world_destroy(context, w);
    selat_table_destroy(context, t);
}

/* A smaller threshold finds more and more of the total, and a short chain limit counts what it leaves out. */
static void test_threshold_and_length(void **state) {
    selat_context *context = *state;
    selat_table *t;
    selat_indicator_world *w;
    double v[LEATHER_N], demand[LEATHER_N], before = 0;
    assert_ok(context, leather_table_make(context, SELAT_FLOWS_SPARSE, &t));
    assert_ok(context, selat_indicator_world_create(context, t, NULL, 0, NULL, &w));
    value_added_shares(t, v);
    selat_table_final_by_origin_musd(t, 1, demand);
    for (double threshold = 1e-2; threshold > .5e-6; threshold /= 10) {
        selat_path_options options = {.threshold = threshold};
        selat_paths paths;
        assert_ok(context, selat_paths_find(context, w, v, demand, &options, &paths));
        assert_true(paths.found > before && paths.found < paths.total);
        before = paths.found;
        if (threshold < 1.1e-6) assert_true(paths.found > .95 * paths.total);
        selat_paths_clear(context, &paths);
    }
    selat_path_options direct = {.threshold = 1e-9, .max_length = 1};
    selat_paths paths;
    double first = 0;
    for (int j = 0; j < LEATHER_N; j++) first += v[j] * demand[j];
    assert_ok(context, selat_paths_find(context, w, v, demand, &direct, &paths));
    assert_close(paths.found, first, 1e-9);
    selat_paths_clear(context, &paths);
    direct.threshold = 0;
    assert_int_equal(selat_paths_find(context, w, v, demand, &direct, &paths), SELAT_BAD_INPUT);
    selat_indicator_world_destroy(context, w);
    selat_table_destroy(context, t);
}

static void read_vector(const json_t *root, const char *key, double *out) {
    const json_t *list = json_object_get(root, key);
    for (size_t k = 0; k < LEATHER_N; k++) out[k] = json_number_value(json_array_get(list, k));
}

/* The second state of the reference as a table: A1 and F1 (all bought by the first country). */
static selat_table *second_state(selat_context *context, const json_t *root) {
    selat_table *t;
    selat_leontief *solver;
    selat_leontief_report report;
    double final[LEATHER_N];
    assert_ok(context, leather_table_make(context, SELAT_FLOWS_DENSE, &t));
    for (size_t i = 0; i < LEATHER_N; i++) {
        for (size_t j = 0; j < LEATHER_N; j++) {
            double a = json_number_value(json_array_get(json_array_get(json_object_get(root, "A1"), i), j));
            t->flows_musd[i * LEATHER_N + j] = a * t->output_musd[j];
        }
    }
    read_vector(root, "F1", final);
    assert_ok(context, selat_leontief_create(context, t, &solver));
    double output[LEATHER_N];
    assert_ok(context, selat_leontief_solve(context, solver, false, 1, final, 0, output, &report));
    selat_leontief_destroy(context, solver);
    for (int j = 0; j < LEATHER_N * LEATHER_N; j++) t->flows_musd[j] *= output[j % LEATHER_N] / t->output_musd[j % LEATHER_N];
    memcpy(t->output_musd, output, sizeof output);
    for (int j = 0; j < LEATHER_N * LEATHER_R; j++) t->final_flows_musd[j] = j % LEATHER_R == 0 ? final[j / LEATHER_R] : 0;
    return t;
}

static double world(const double *values) {
    double sum = 0;
    for (int at = 0; at < LEATHER_R * LEATHER_R; at++) sum += values[at];
    return sum;
}

static void test_decomposition_of_a_change(void **state) {
    static const char *const names[] = {"intensity", "technology", "demand"};
    selat_context *context = *state;
    json_t *root = read_json("leather_sda_expected.json");
    selat_table *before, *after = second_state(context, root);
    double q0[LEATHER_N], q1[LEATHER_N];
    assert_ok(context, leather_table_make(context, SELAT_FLOWS_DENSE, &before));
    read_vector(root, "q0", q0);
    read_vector(root, "q1", q1);
    for (int polar = 0; polar < 2; polar++) {
        json_t *expected = json_object_get(root, polar ? "polar_mean" : "full_permutation_mean");
        selat_change change;
        double sum = 0;
        assert_ok(context, selat_change_between(context, before, q0, after, q1, false, polar, &change));
        assert_int_equal(change.n_factors, 3);
        for (int k = 0; k < 3; k++) {
            assert_string_equal(selat_change_factor_name((selat_change_factor)k), names[k]);
            double part = world(change.parts + k * LEATHER_R * LEATHER_R);
            assert_close(part, json_number_value(json_object_get(expected, names[k])), 1e-9);
            sum += part;
        }
        double total = json_number_value(json_object_get(root, "total_change"));
        assert_close(sum, total, 1e-9);
        assert_close(world(change.after) - world(change.before), total, 1e-9);
        selat_change_clear(context, &change);
    }
    selat_change change;
    double sum = 0;
    assert_ok(context, selat_change_between(context, before, q0, after, q1, true, false, &change));
    for (int k = 0; k < 4; k++) sum += world(change.parts + k * LEATHER_R * LEATHER_R);
    assert_close(sum, world(change.after) - world(change.before), 1e-9);
    /* All of F1 is bought by Argentina: the level of the others falls to nothing. */
    assert_true(world(change.parts + 3 * LEATHER_R * LEATHER_R) != 0);
    selat_change_clear(context, &change);
    json_decref(root);
    selat_table_destroy(context, before);
    selat_table_destroy(context, after);
}

/* The two orders of the reference, through the general function: a product of three numbers. */
static selat_status product(selat_context *context, void *data, unsigned which, double *out) {
    const double *states = data; /* [3][2] */
    (void)context;
    out[0] = states[which & 1] * states[2 + (which >> 1 & 1)] * states[4 + (which >> 2 & 1)];
    return SELAT_OK;
}

static void test_orders_by_hand(void **state) {
    selat_context *context = *state;
    double states[] = {2, 3, 5, 7, 11, 13}, parts[3]; /* 110 to 273 */
    assert_ok(context, selat_change_parts(context, 3, false, product, states, 1, parts));
    assert_close(parts[0], 1 * (2. * 5 * 11 + 7 * 11 + 5 * 13 + 2. * 7 * 13) / 6, 1e-12);
    assert_close(parts[0] + parts[1] + parts[2], 273 - 110, 1e-12);
    assert_ok(context, selat_change_parts(context, 3, true, product, states, 1, parts));
    assert_close(parts[1], (2 * (3 * 11 + 2 * 13)) / 2., 1e-12);
    assert_close(parts[0] + parts[1] + parts[2], 273 - 110, 1e-12);
    assert_int_equal(selat_change_parts(context, 0, true, product, states, 1, parts), SELAT_BAD_INPUT);
}

static void test_tables_that_differ_in_labels(void **state) {
    selat_context *context = *state;
    selat_table *a, *b;
    selat_change change;
    double q[64] = {0};
    assert_ok(context, small_table_make(context, 3, 4, 1, &a));
    assert_ok(context, small_table_make(context, 4, 3, 1, &b));
    assert_int_equal(selat_change_between(context, a, q, b, q, false, false, &change), SELAT_BAD_INPUT);
    assert_message_has(context, "same order");
    selat_table_destroy(context, a);
    selat_table_destroy(context, b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_thirty_largest_paths), TEST(test_threshold_and_length), TEST(test_decomposition_of_a_change),
        TEST(test_orders_by_hand),       TEST(test_tables_that_differ_in_labels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

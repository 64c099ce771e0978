/* Splitting a sector: footprints against the reference, totals kept, recipes met, what is refused. */
#include <jansson.h>
#include <unistd.h>

#include "base/file.h"
#include "leather_factored.h"
#include "small_table.h"
#include "unit.h"

enum { SPLIT_INDUSTRY = 4 };

static json_t *load(const char *name) {
    json_t *root = json_load_file(source_path(name), 0, NULL);
    assert_non_null(root);
    return root;
}

static void read_numbers(const json_t *root, const char *key, double *out, size_t count) {
    const json_t *list = json_object_get(root, key);
    assert_int_equal(json_array_size(list), count);
    for (size_t k = 0; k < count; k++) out[k] = json_number_value(json_array_get(list, k));
}

static void footprints(selat_context *context, const selat_table *t, double *out) {
    static const int64_t consumers[] = {9, 10, 11};
    const selat_emission_change none = {0};
    selat_emission_year year;
    assert_ok(context, selat_emission_years(context, t, NULL, 1, &none, 3, consumers, 0, &year));
    for (int c = 0; c < 3; c++) out[c] = year.consumption_mt[c];
    selat_emission_year_clear(context, &year);
}

static selat_split make_split(selat_context *context, const selat_table *t, int64_t sector) {
    static const char *const parts[] = {"GREY", "CLEAN"};
    selat_split split = {.sector = sector};
    assert_ok(context, selat_labels_init(context, 2, parts, NULL, &split.parts));
    assert_ok(context, selat_emission_change_need(context, &split.weight, t->regions.count * 2, 1));
    return split;
}

/* Industry 4 in .7 and .3: no footprint moves, also when the first part emits more than the second. */
static void test_reference_split(void **state) {
    selat_context *context = *state;
    double q0[LEATHER_INDUSTRIES], before[3], weights[2], expected[3], intensity[2], after[3];
    json_t *path = load("tests/published/pathway/ccs_pathway_example.json");
    json_t *root = load("tests/published/pathway/sector_split_example.json");
    read_numbers(path, "q0", q0, LEATHER_INDUSTRIES);
    read_numbers(root, "weights", weights, 2);
    read_numbers(root, "footprint", before, 3);
    selat_table *t, *parted;
    selat_split_report report;
    assert_ok(context, leather_factored_make(context, q0, &t));
    selat_split split = make_split(context, t, 0);
    for (int64_t n = 0; n < LEATHER_REGIONS; n++) split.weight[2 * n + 1] = n == SPLIT_INDUSTRY ? weights[1] : 0;
    split.weight[2 * SPLIT_INDUSTRY] = weights[0];
    footprints(context, t, after);
    for (int c = 0; c < 3; c++) assert_close(after[c], before[c], 1e-10);
    for (int cleaner = 0; cleaner < 2; cleaner++) {
        read_numbers(root, cleaner ? "footprint_grey_clean" : "footprint_split", expected, 3);
        read_numbers(root, "q_grey_clean_example", intensity, 2);
        if (cleaner) {
            assert_ok(context, selat_emission_change_need(context, &split.emission, LEATHER_REGIONS * 2, 1));
            split.emission[2 * SPLIT_INDUSTRY] = intensity[0] / q0[SPLIT_INDUSTRY];
            split.emission[2 * SPLIT_INDUSTRY + 1] = intensity[1] / q0[SPLIT_INDUSTRY];
        }
        assert_ok(context, selat_table_split(context, t, &split, &report, &parted));
        assert_int_equal(report.balanced, 0);
        footprints(context, parted, after);
        for (int c = 0; c < 3; c++) assert_close(after[c], expected[c], 1e-12 * expected[c]);
        for (int p = 0; p < 2; p++) {
            int64_t at = SPLIT_INDUSTRY * 2 + p;
            assert_close(parted->output_musd[at], weights[p] * t->output_musd[SPLIT_INDUSTRY], 1e-12);
            assert_close(parted->stressor[at] / parted->output_musd[at], cleaner ? intensity[p] : q0[SPLIT_INDUSTRY], 1e-12);
        }
        selat_table_destroy(context, parted);
    }
    selat_split_clear(context, &split);
    selat_table_destroy(context, t);
    json_decref(path);
    json_decref(root);
}

static void assert_balanced(selat_context *context, const selat_table *t, double tolerance) {
    selat_table_balance b;
    assert_ok(context, selat_table_validate(context, t));
    assert_ok(context, selat_table_check_balance(context, t, &b));
    assert_close(b.row_relative, 0, tolerance);
    assert_close(b.column_relative, 0, tolerance);
}

/* Merged again the parts are the sector; no number of the table has moved. */
static void assert_same_merged(selat_context *context, const selat_table *t, const selat_table *parted, int64_t sector) {
    int64_t R = t->regions.count, S = t->sectors.count, region[16], group[64];
    selat_table *merged;
    for (int64_t n = 0; n < R; n++) region[n] = n;
    for (int64_t k = 0; k <= S; k++) group[k] = k <= sector ? k : k - 1;
    assert_ok(context, selat_table_aggregate(context, parted, &t->regions, region, &t->sectors, group, &merged));
    for (int64_t k = 0; k < R * S * S; k++) assert_close(merged->use_musd[k], t->use_musd[k], 1e-9);
    for (int64_t k = 0; k < R * S * t->demands.count; k++) assert_close(merged->final_musd[k], t->final_musd[k], 1e-9);
    for (int64_t k = 0; k < R * R * S; k++) assert_close(merged->trade_share[k], t->trade_share[k], 1e-12);
    for (int64_t k = 0; k < R * S * t->primary.count; k++) assert_close(merged->primary_musd[k], t->primary_musd[k], 1e-9);
    for (int64_t k = 0; k < R * S * t->memo.count; k++) assert_close(merged->memo_musd[k], t->memo_musd[k], 1e-9);
    for (int64_t k = 0; k < R * S * t->stressors.count; k++) assert_close(merged->stressor[k], t->stressor[k], 1e-9);
    selat_table_destroy(context, merged);
}

/* A recipe: the second part takes no product 0, sells nothing to households and emits nothing. */
static void test_recipe(void **state) {
    selat_context *context = *state;
    selat_table *t, *parted;
    selat_split_report report;
    int64_t R = 4, S = 5, sector = 2, F = 3, V = 3;
    assert_ok(context, small_table_make(context, R, S, 5, &t));
    selat_split split = make_split(context, t, sector);
    assert_ok(context, selat_emission_change_need(context, &split.input, R * 2 * (S + V), 1));
    assert_ok(context, selat_emission_change_need(context, &split.sale, R * 2 * (S + F), 1));
    assert_ok(context, selat_emission_change_need(context, &split.emission, R * 2 * t->stressors.count, 1));
    for (int64_t n = 0; n < R; n++) {
        split.weight[2 * n] = .5 + .1 * (double)n;
        split.weight[2 * n + 1] = .5 - .1 * (double)n;
        split.input[(n * 2 + 1) * (S + V)] = 0;
        split.sale[(n * 2 + 1) * (S + F) + S] = 0;
        for (int64_t q = 0; q < t->stressors.count; q++) split.emission[(n * 2 + 1) * t->stressors.count + q] = 0;
    }
    assert_ok(context, selat_table_split(context, t, &split, &report, &parted));
    assert_true(report.balanced == 2 * R && report.gap <= 1e-9 && report.moved_share > 0);
    assert_int_equal(parted->sectors.count, S + 1);
    assert_string_equal(parted->sectors.codes[sector + 1], "CLEAN");
    assert_balanced(context, parted, 1e-12);
    assert_same_merged(context, t, parted, sector);
    for (int64_t n = 0; n < R; n++) {
        assert_close(parted->use_musd[(n * (S + 1)) * (S + 1) + sector + 1], 0, 0);
        assert_close(parted->final_musd[(n * (S + 1) + sector + 1) * F], 0, 0);
        assert_close(parted->stressor[n * (S + 1) + sector + 1], 0, 0);
        assert_close(parted->output_musd[n * (S + 1) + sector], split.weight[2 * n] * t->output_musd[n * S + sector], 1e-9);
    }
    selat_table_destroy(context, parted);
    selat_split_clear(context, &split);
    selat_table_destroy(context, t);
}

static void test_refused(void **state) {
    selat_context *context = *state;
    selat_table *t, *parted;
    selat_split_report report;
    int64_t R = 3, S = 4, V = 3;
    assert_ok(context, small_table_make(context, R, S, 5, &t));
    selat_split split = make_split(context, t, 1);
    assert_int_equal(selat_table_split(context, t, &split, &report, &parted), SELAT_BAD_INPUT);
    assert_message_has(context, "region KOR: found weights that sum to 2, expected 1");
    for (int64_t k = 0; k < 2 * R; k++) split.weight[k] = .5;
    assert_ok(context, selat_emission_change_need(context, &split.input, R * 2 * (S + V), 0));
    assert_int_equal(selat_table_split(context, t, &split, &report, &parted), SELAT_BAD_INPUT);
    assert_message_has(context, "inputs of the parts: no balanced table fits the recipe");
    assert_null(parted);
    selat_split_clear(context, &split);
    selat_table_destroy(context, t);
}

static selat_status apply(selat_context *context, const selat_table *t, const char *text, selat_table **out) {
    char path[] = "/tmp/selat-split-XXXXXX.csv";
    selat_split_report report;
    int file = mkstemps(path, 4);
    assert_true(file >= 0);
    close(file);
    assert_ok(context, selat_file_write(context, path, text, strlen(text)));
    selat_status status = selat_dataset_apply_splits(context, path, t, NULL, &report, out);
    unlink(path);
    return status;
}

#define HEAD "region,sector,part,kind,item,value\n"

static void test_recipe_files(void **state) {
    selat_context *context = *state;
    static const char *const bad[][2] = {
        {HEAD "all,ZZZ,P,weight,,50%\n", ":2: sector: found ZZZ, expected a sector of the table"},
        {HEAD "all,C26,P,weight,,.5\n", "a share with %"},
        {HEAD "all,C26,P,colour,,1\n", "weight, input, sale or emission"},
        {HEAD "all,C26,P,input,QQ,1\n", "a sector or primary input of the table"},
        {HEAD "XXX,C26,P,weight,,100%\n", "a region of the table, a group or all"},
        {HEAD "all,C26,P,weight,,60%\nall,C26,Q,weight,,60%\n", "weights that sum to 1.2"},
        {HEAD, "splits no sector"}};
    selat_table *t, *parted;
    assert_ok(context, small_table_make(context, 3, 4, 5, &t));
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        assert_int_equal(apply(context, t, bad[k][0], &parted), SELAT_BAD_INPUT);
        assert_message_has(context, bad[k][1]);
    }
    assert_ok(context, apply(context, t,
                             HEAD "all,C26,CHIPS,weight,,40%\nall,C26,REST,weight,,60%\nMYS,C26,CHIPS,weight,,70%\n"
                                  "MYS,C26,REST,weight,,30%\nall,C26,CHIPS,input,A01,0\nall,C26,CHIPS,emission,CH4,0\n"
                                  "all,A01,FOOD,weight,,50%\nall,A01,FIBRE,weight,,50%\n",
                             &parted));
    assert_int_equal(parted->sectors.count, 6);
    assert_balanced(context, parted, 1e-12);
    int64_t chips = selat_labels_find(&parted->sectors, "CHIPS"), mys = selat_labels_find(&parted->regions, "MYS");
    assert_close(parted->output_musd[mys * 6 + chips], .7 * t->output_musd[mys * 4 + 2], 1e-9);
    selat_table_destroy(context, parted);
    selat_table_destroy(context, t);
}

/* The shipped recipes fit the embedded table and leave it balanced. */
static void test_shipped_recipes(void **state) {
    selat_context *context = *state;
    static const char *const names[] = {"power", "hydrogen", "vehicles"};
    static const char *const parts[] = {"D_GAS", "C20_H2GREEN", "C29_EV"};
    selat_table *t, *parted;
    selat_groups groups;
    selat_split_report report;
    assert_ok(context, selat_dataset_table(context, "oecd-2022", &t));
    assert_ok(context, selat_dataset_groups(context, &groups));
    for (int k = 0; k < 3; k++) {
        assert_ok(context, selat_dataset_apply_splits(context, names[k], t, &groups, &report, &parted));
        assert_true(selat_labels_find(&parted->sectors, parts[k]) >= 0);
        assert_balanced(context, parted, 1e-9);
        double before = 0, after = 0;
        for (int64_t c = 0; c < t->regions.count * t->sectors.count; c++) before += t->stressor[c];
        for (int64_t c = 0; c < parted->regions.count * parted->sectors.count; c++) after += parted->stressor[c];
        assert_close(after, before, 1e-9 * before);
        selat_table_destroy(context, parted);
    }
    selat_groups_clear(context, &groups);
    selat_table_destroy(context, t);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(test_reference_split), TEST(test_recipe), TEST(test_refused),
                                       TEST(test_recipe_files), TEST(test_shipped_recipes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Saving and loading: nothing changes on the way, and a broken file is an error that names it. */
#include "unit.h"

#include <unistd.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/memory.h"
#include "small_table.h"
#include "table/arrays.h"
#include "table/store.h"

enum { N_CUTS = 20, N_FLIPS = 200, SEAL = 512 };

static const char *temporary(const char *name) {
    static char path[128];
    snprintf(path, sizeof path, "/tmp/selat-store-%ld-%s", (long)getpid(), name);
    return path;
}

static selat_table *make_small(selat_context *context, int64_t R, int64_t S) {
    selat_table *table;
    assert_ok(context, small_table_make(context, R, S, 11, &table));
    return table;
}

static void assert_same_labels(const selat_labels *a, const selat_labels *b) {
    assert_int_equal(a->count, b->count);
    for (int64_t k = 0; k < a->count; k++) {
        assert_string_equal(a->codes[k], b->codes[k]);
        assert_string_equal(a->names[k], b->names[k]);
    }
}

static void assert_same_table(selat_table *a, selat_table *b) {
    selat_table_array left[SELAT_TABLE_ARRAYS], right[SELAT_TABLE_ARRAYS];
    assert_string_equal(a->name, b->name);
    assert_string_equal(a->provenance, b->provenance);
    assert_int_equal(a->year, b->year);
    assert_same_labels(&a->regions, &b->regions);
    assert_same_labels(&a->sectors, &b->sectors);
    assert_same_labels(&a->demands, &b->demands);
    assert_same_labels(&a->primary, &b->primary);
    assert_same_labels(&a->memo, &b->memo);
    assert_same_labels(&a->stressors, &b->stressors);
    for (int64_t q = 0; q < a->stressors.count; q++) {
        assert_string_equal(a->stressor_units[q], b->stressor_units[q]);
        assert_string_equal(a->stressor_gases[q], b->stressor_gases[q]);
        assert_int_equal(a->stressor_drivers[q], b->stressor_drivers[q]);
    }
    assert_int_equal(a->form, b->form);
    int n_arrays = selat_table_arrays(a, left);
    assert_int_equal(selat_table_arrays(b, right), n_arrays);
    for (int k = 0; k < n_arrays; k++) {
        assert_int_equal(left[k].count, right[k].count);
        assert_memory_equal(*left[k].values, *right[k].values, (size_t)left[k].count * sizeof(double));
    }
}

static void test_round_trip_is_exact(void **state) {
    selat_context *context = *state;
    selat_table *t = make_small(context, 5, 7), *loaded;
    const char *path = temporary("round.h5");
    selat_release(context, t->regions.names[0]);
    assert_ok(context, selat_copy_text(context, "C\xC3\xB4te d'Ivoire", &t->regions.names[0]));
    t->use_musd[3] = 1e-310; /* a denormal */
    t->final_musd[4] = -0.0;
    assert_ok(context, selat_table_save(context, t, path));
    assert_ok(context, selat_table_load(context, path, &loaded));
    assert_same_table(t, loaded);
    selat_table_destroy(context, loaded);
    selat_table_destroy(context, t);
    remove(path);
}

static void test_same_table_gives_same_bytes(void **state) {
    selat_context *context = *state;
    selat_table *t = make_small(context, 4, 6);
    char *first, *second;
    size_t first_length, second_length;
    assert_ok(context, selat_table_to_bytes(context, t, &first, &first_length));
    sleep(1); /* a time stamp would differ now */
    assert_ok(context, selat_table_to_bytes(context, t, &second, &second_length));
    assert_int_equal(first_length, second_length);
    assert_memory_equal(first, second, first_length);
    assert_memory_equal(first, "selat table 1\ncrc32 ", 20);
    assert_memory_equal(first + SEAL, "\211HDF\r\n\032\n", 8);
    selat_release(context, first);
    selat_release(context, second);
    selat_table_destroy(context, t);
}

static void test_table_without_stressors_and_memo_is_kept(void **state) {
    selat_context *context = *state;
    selat_table *t = make_small(context, 2, 3), *bare, *loaded;
    selat_labels none = {0};
    char *bytes;
    size_t length;
    assert_ok(context, selat_table_create(context, "bare", -5, &t->regions, &t->sectors, &t->demands, &t->primary,
                                          &none, &none, &bare));
    bare->trade_share[0] = 1;
    assert_ok(context, selat_table_to_bytes(context, bare, &bytes, &length));
    assert_ok(context, selat_table_from_bytes(context, "bare.h5", bytes, length, false, &loaded));
    assert_same_table(bare, loaded);
    selat_release(context, bytes);
    selat_table_destroy(context, loaded);
    selat_table_destroy(context, bare);
    selat_table_destroy(context, t);
}

static void assert_refused(selat_context *context, const char *bytes, size_t length, bool any_seal) {
    selat_table *loaded;
    char *exact = malloc(length > 0 ? length : 1); /* so that reading past the end is noticed */
    memcpy(exact, bytes, length);
    assert_int_equal(selat_table_from_bytes(context, "some.h5", exact, length, any_seal, &loaded), SELAT_BAD_INPUT);
    assert_null(loaded);
    assert_memory_equal(selat_message(context), "some.h5: ", 9);
    assert_null(strchr(selat_message(context), '\n'));
    free(exact);
}

static void test_damage_is_refused(void **state) {
    selat_context *context = *state;
    selat_table *t = make_small(context, 3, 4);
    uint64_t random = 17;
    char *bytes;
    size_t length;
    assert_ok(context, selat_table_to_bytes(context, t, &bytes, &length));
    for (size_t k = 0; k < N_CUTS; k++) assert_refused(context, bytes, length * k / N_CUTS, false);
    for (size_t k = 0; k < 40; k++) assert_refused(context, bytes, k * 16, false);
    assert_refused(context, bytes, length - 1, false);
    for (int k = 0; k < N_FLIPS; k++) {
        size_t at = (size_t)(small_random(&random) * (double)length);
        char kept = bytes[at];
        bytes[at] = (char)(bytes[at] ^ (1 << (k % 8)));
        assert_refused(context, bytes, length, false);
        bytes[at] = kept;
    }
    selat_release(context, bytes);
    selat_table_destroy(context, t);
}

/* Files of other programs: without a seal, with HDF5 after empty room or from the first byte, or with a stale seal. */
static void test_import_takes_files_without_a_fitting_seal(void **state) {
    selat_context *context = *state;
    selat_table *t = make_small(context, 3, 4), *loaded;
    char *bytes;
    size_t length;
    assert_ok(context, selat_table_to_bytes(context, t, &bytes, &length));
    for (int kind = 0; kind < 3; kind++) {
        if (kind < 2) memset(bytes, 0, SEAL);
        if (kind == 2) memcpy(bytes, "selat table 1\ncrc32 00000000\n", 29);
        size_t from = kind == 1 ? SEAL : 0;
        assert_int_equal(selat_table_from_bytes(context, "some.h5", bytes + from, length - from, false, &loaded),
                         SELAT_BAD_INPUT);
        assert_message_has(context, "selat table import");
        assert_ok(context, selat_table_from_bytes(context, "some.h5", bytes + from, length - from, true, &loaded));
        assert_same_table(t, loaded);
        selat_table_destroy(context, loaded);
    }
    for (size_t k = 0; k < N_CUTS; k++) assert_refused(context, bytes, length * k / N_CUTS, true);
    selat_release(context, bytes);
    selat_table_destroy(context, t);
}

static void test_files_that_are_no_tables(void **state) {
    selat_context *context = *state;
    selat_table *loaded;
    const char *path = temporary("noise.h5");
    uint64_t random = 1;
    char noise[4096];
    for (size_t k = 0; k < sizeof noise; k++) noise[k] = (char)(small_random(&random) * 256);
    assert_int_equal(selat_table_load(context, "/nowhere/x.h5", &loaded), SELAT_IO_ERROR);
    assert_message_has(context, "/nowhere/x.h5: cannot open");
    assert_int_equal(selat_table_load(context, "/tmp", &loaded), SELAT_IO_ERROR);
    assert_ok(context, selat_file_write(context, path, noise, sizeof noise));
    assert_int_equal(selat_table_load(context, path, &loaded), SELAT_BAD_INPUT);
    assert_message_has(context, "noise.h5: not a table file");
    assert_ok(context, selat_file_write(context, path, "", 0));
    assert_int_equal(selat_table_load(context, path, &loaded), SELAT_BAD_INPUT);
    assert_message_has(context, "found an empty file");
    remove(path);
    memset(noise, 0, SEAL); /* HDF5's mark and then noise */
    memcpy(noise + SEAL, "\211HDF\r\n\032\n", 8);
    assert_refused(context, noise, sizeof noise, true);
    assert_refused(context, noise + SEAL, sizeof noise - SEAL, true);
    selat_table_seal(noise, sizeof noise);
    assert_refused(context, noise, sizeof noise, false);
}

static void test_unwritable_path_leaves_nothing(void **state) {
    selat_context *context = *state;
    selat_table *t = make_small(context, 2, 2);
    const char *path = temporary("plain");
    char below[256];
    assert_ok(context, selat_file_write(context, path, "kept", 4));
    snprintf(below, sizeof below, "%s/x.h5", path);
    assert_int_equal(selat_table_save(context, t, below), SELAT_IO_ERROR);
    assert_message_has(context, below);
    remove(path);
    selat_table_destroy(context, t);
}

static void test_texts_that_cannot_be_loaded_are_not_saved(void **state) {
    selat_context *context = *state;
    selat_table *t = make_small(context, 2, 2);
    char *bytes;
    size_t length;
    assert_ok(context, selat_table_set_text(context, "bell \a", &t->name));
    assert_int_equal(selat_table_to_bytes(context, t, &bytes, &length), SELAT_BAD_INPUT);
    assert_message_has(context, "name: expected UTF-8 text");
    assert_ok(context, selat_table_set_text(context, "\xff\xfe", &t->name));
    assert_int_equal(selat_table_to_bytes(context, t, &bytes, &length), SELAT_BAD_INPUT);
    selat_table_destroy(context, t);
}

/* Sums one column of a CSV file where the others have the given values; NULL: any. */
static double sum_csv(selat_context *context, const char *folder, const char *name, const char *const *wanted,
                      const char *column, int64_t *n_rows) {
    char path[256];
    selat_csv csv;
    bool has_row;
    int64_t at;
    double sum = 0, value;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_ok(context, selat_csv_open(context, path, 1 << 20, &csv));
    assert_ok(context, selat_csv_column(context, &csv, column, &at));
    *n_rows = 0;
    for (;;) {
        assert_ok(context, selat_csv_next(context, &csv, &has_row));
        if (!has_row) break;
        bool counts = true;
        for (int64_t k = 0; k < at; k++)
            counts = counts && (wanted[k] == NULL || strcmp(wanted[k], csv.fields[k]) == 0);
        if (!counts) continue;
        assert_ok(context, selat_csv_double(context, &csv, at, &value));
        sum += value;
        (*n_rows)++;
    }
    selat_csv_close(context, &csv);
    return sum;
}

static void test_export_writes_every_cell(void **state) {
    selat_context *context = *state;
    enum { R = 4, S = 5 };
    selat_table *t = make_small(context, R, S);
    const char *folder = temporary("csv");
    double flows[S * R * R];
    int64_t n;
    assert_ok(context, selat_table_export_csv(context, t, folder));
    assert_ok(context, selat_table_export_csv(context, t, folder)); /* over an earlier one */
    selat_table_flows_musd(t, flows);
    /* C26 (2) bought by MYS (1) from KOR (0), to the last digit */
    assert_true(sum_csv(context, folder, "flows.csv", (const char *[]){"C26", "MYS", "KOR"}, "flow_musd", &n) ==
                flows[(2 * R + 1) * R]);
    assert_int_equal(n, 1);
    assert_true(sum_csv(context, folder, "use.csv", (const char *[]){"KOR", "A01", "C26"}, "use_musd", &n) ==
                t->use_musd[2]);
    assert_true(sum_csv(context, folder, "final_demand.csv", (const char *[]){"MYS", "A01", "INVNT"}, "final_musd",
                        &n) == t->final_musd[(1 * S + 0) * 3 + 2]);
    double total = 0;
    for (int at = 0; at < R * S; at++) total += t->output_musd[at];
    assert_close(sum_csv(context, folder, "output.csv", (const char *[]){NULL, NULL}, "output_musd", &n), total, 1e-9);
    assert_int_equal(n, R * S - 1); /* the industry without output is left out */
    assert_true(sum_csv(context, folder, "stressor_household.csv", (const char *[]){"CH4", "SGP"}, "value", &n) ==
                t->stressor_final[2 * R + 3]);
    assert_close(sum_csv(context, folder, "fuel_weight.csv", (const char *[]){NULL}, "weight", &n), 1.25, 0);
    assert_ok(context, selat_folder_remove(context, folder));
    selat_table_destroy(context, t);
}

static void test_export_fails_whole(void **state) {
    selat_context *context = *state;
    selat_table *t = make_small(context, 2, 2);
    const char *folder = temporary("csv2");
    char path[256];
    /* a folder stands where one of the files should go: nothing may be left but it */
    snprintf(path, sizeof path, "%s/use.csv", folder);
    assert_ok(context, selat_folder_make(context, path));
    assert_int_equal(selat_table_export_csv(context, t, folder), SELAT_IO_ERROR);
    assert_message_has(context, "use.csv");
    snprintf(path, sizeof path, "%s/table.csv", folder);
    assert_false(selat_file_exists(path));
    assert_ok(context, selat_folder_remove(context, folder));
    assert_ok(context, selat_file_write(context, folder, "x", 1));
    snprintf(path, sizeof path, "%s/below", folder);
    assert_int_equal(selat_table_export_csv(context, t, path), SELAT_IO_ERROR);
    remove(folder);
    selat_table_destroy(context, t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_round_trip_is_exact),
        TEST(test_same_table_gives_same_bytes),
        TEST(test_table_without_stressors_and_memo_is_kept),
        TEST(test_damage_is_refused),
        TEST(test_import_takes_files_without_a_fitting_seal),
        TEST(test_files_that_are_no_tables),
        TEST(test_unwritable_path_leaves_nothing),
        TEST(test_texts_that_cannot_be_loaded_are_not_saved),
        TEST(test_export_writes_every_cell),
        TEST(test_export_fails_whole),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}

/* Packs of files, the page's files over one, and tables as bytes. */
#include "unit.h"

#include "base/memory.h"
#include "base/status.h"
#include "file_in_pack.h"
#include "small_table.h"
#include "table/arrays.h"
#include "table/compact.h"

static const char csv_line[] = "KOR,MYS,A01,0.05,\n";

/* A long file of comma-separated text: stands by columns. */
static selat_status make_csv(selat_context *context, selat_text *out) {
    TRY(selat_text_add(context, out, "importer,exporter,sector,rate,note\n"));
    for (int k = 0; k < 900; k++) TRY(selat_text_add(context, out, "%s", csv_line));
    return selat_text_add(context, out, ",,A02,%d,last\n", 7);
}

static selat_status make_pack(selat_context *context, selat_text *csv, selat_text *out) {
    selat_pack_writer writer = {0};
    TRY(make_csv(context, csv));
    TRY(selat_pack_add(context, &writer, "tariffs/some.csv", csv->bytes, csv->length));
    TRY(selat_pack_add(context, &writer, "groups.csv", "a\0\n\r", 4));
    TRY(selat_pack_add(context, &writer, "overlays/empty", "", 0));
    TRY(selat_pack_add(context, &writer, "groups.csv", "ignored", 7));
    assert_true(selat_pack_holds(&writer, "overlays/empty"));
    assert_false(selat_pack_holds(&writer, "overlays"));
    TRY(selat_pack_finish(context, &writer, out));
    selat_pack_writer_clear(context, &writer);
    return SELAT_OK;
}

static selat_status add_name(selat_context *context, const char *name, void *data) {
    return selat_text_add(context, data, "%s ", name);
}

static void test_files_come_back(void **state) {
    selat_context *context = *state;
    selat_text csv = {0}, bytes = {0}, names = {0};
    selat_pack pack;
    assert_ok(context, make_pack(context, &csv, &bytes));
    assert_ok(context, selat_pack_open(context, bytes.bytes, bytes.length, &pack));
    assert_int_equal(pack.count, 3);
    assert_int_equal(pack.files[0].columns, 5);
    assert_null(selat_pack_find(&pack, "none"));
    selat_pack_mount(&pack);
    char *found;
    size_t length;
    assert_ok(context, in_pack_file_read(context, "./tariffs/some.csv", 1 << 20, &found, &length));
    assert_int_equal(length, csv.length);
    assert_memory_equal(found, csv.bytes, length + 1);
    selat_release(context, found);
    assert_ok(context, in_pack_file_read(context, "groups.csv", 4, &found, &length));
    assert_memory_equal(found, "a\0\n\r", 5);
    selat_release(context, found);
    assert_int_equal(in_pack_file_read(context, "groups.csv", 3, &found, &length), SELAT_BAD_INPUT);
    assert_message_has(context, "groups.csv: larger than the 3 bytes");
    assert_int_equal(in_pack_file_read(context, "other.csv", 3, &found, &length), SELAT_IO_ERROR);
    assert_message_has(context, "other.csv: cannot open");
    assert_true(in_pack_file_exists("./groups.csv"));
    assert_false(in_pack_file_exists("tariffs"));
    assert_true(in_pack_folder_exists("./tariffs") && in_pack_folder_exists("."));
    assert_false(in_pack_folder_exists("tariff") || in_pack_folder_exists("groups.csv"));
    assert_ok(context, in_pack_folder_list(context, "./tariffs", add_name, &names));
    assert_ok(context, in_pack_folder_list(context, ".", add_name, &names));
    assert_string_equal(names.bytes, "some.csv groups.csv ");
    selat_pack_mount(NULL);
    assert_false(in_pack_file_exists("groups.csv"));
    selat_pack_close(context, &pack);
    selat_text_clear(context, &csv);
    selat_text_clear(context, &bytes);
    selat_text_clear(context, &names);
}

static void test_broken_packs_are_refused(void **state) {
    selat_context *context = *state;
    static const char *const broken[] = {
        "", "selat pack 1", "selat pack 2\n\n", "selat pack 1\n", "selat pack 1\n3/0 a\n", "selat pack 1\n3/0 a\n\nab",
        "selat pack 1\n3/0 a\n\nabcd", "selat pack 1\n/0 a\n\n", "selat pack 1\n1 a\n\nx", "selat pack 1\n1/0 \n\nx",
        "selat pack 1\n99999999999999999999999/0 a\n\nx", "selat pack 1\n18446744073709551615/0 a\n1/0 b\n\nx", "selat pack 1\n1/1001 a\n\nx"};
    for (size_t k = 0; k < sizeof broken / sizeof *broken; k++) {
        selat_pack pack;
        assert_int_equal(selat_pack_open(context, broken[k], strlen(broken[k]), &pack), SELAT_BAD_INPUT);
        assert_message_has(context, "pack");
        assert_null(pack.files);
    }
    static const char *const columns[] = {"selat pack 1\n3/2 a\n\na\nb", "selat pack 1\n2/2 a\n\na\n", "selat pack 1\n0/3 a\n\n", "selat pack 1\n5/2 a\n\na\nb\nc"};
    for (size_t k = 0; k < sizeof columns / sizeof *columns; k++) {
        selat_pack pack;
        char *bytes;
        assert_ok(context, selat_pack_open(context, columns[k], strlen(columns[k]), &pack));
        assert_int_equal(selat_pack_read(context, &pack.files[0], &bytes), SELAT_BAD_INPUT);
        assert_message_has(context, "a: damaged");
        selat_pack_close(context, &pack);
    }
}

static void assert_same_table(selat_table *a, selat_table *b) {
    selat_table_array left[SELAT_TABLE_ARRAYS], right[SELAT_TABLE_ARRAYS];
    int n = selat_table_arrays(a, left);
    assert_int_equal(selat_table_arrays(b, right), n);
    for (int k = 0; k < n; k++) {
        assert_int_equal(left[k].count, right[k].count);
        assert_memory_equal(*left[k].values, *right[k].values, (size_t)left[k].count * sizeof(double));
    }
    assert_string_equal(a->name, b->name);
    assert_string_equal(a->provenance, b->provenance);
    assert_int_equal(a->year, b->year);
    for (int64_t r = 0; r < a->regions.count; r++) assert_string_equal(a->regions.names[r], b->regions.names[r]);
    for (int64_t q = 0; q < a->stressors.count; q++) {
        assert_string_equal(a->stressor_units[q], b->stressor_units[q]);
        assert_string_equal(a->stressor_gases[q], b->stressor_gases[q]);
        assert_int_equal(a->stressor_drivers[q], b->stressor_drivers[q]);
    }
}

static void test_tables_come_back_bit_for_bit(void **state) {
    selat_context *context = *state;
    selat_table *table, *again;
    selat_text bytes = {0};
    assert_ok(context, small_table_make(context, 4, 5, 3, &table));
    assert_ok(context, selat_table_set_text(context, "Two lines\nand a \ttab: T\xC3\xBCrkiye", &table->provenance));
    assert_ok(context, selat_table_compact_write(context, table, &bytes));
    assert_ok(context, selat_table_compact_read(context, bytes.bytes, bytes.length, &again));
    assert_same_table(table, again);
    selat_table_destroy(context, again);
    for (size_t length = 0; length < bytes.length; length += length < 600 ? 1 : 97) { /* cut off anywhere */
        assert_int_equal(selat_table_compact_read(context, bytes.bytes, length, &again), SELAT_BAD_INPUT);
        assert_null(again);
    }
    for (size_t k = 0; k < 600; k++) { /* any byte of the texts wrong: a table or a message, and no more */
        char kept = bytes.bytes[k];
        bytes.bytes[k] = (char)(kept ^ 0x15);
        if (selat_table_compact_read(context, bytes.bytes, bytes.length, &again) == SELAT_OK) selat_table_destroy(context, again);
        bytes.bytes[k] = kept;
    }
    memset(bytes.bytes + bytes.length - 40, 0xFF, 40); /* the last planes: exponents of numbers that are not finite */
    assert_int_equal(selat_table_compact_read(context, bytes.bytes, bytes.length, &again), SELAT_BAD_INPUT);
    selat_text_clear(context, &bytes);
    selat_table_destroy(context, table);
}

static void test_full_tables_are_refused(void **state) {
    selat_context *context = *state;
    selat_table *table, *full;
    selat_text bytes = {0};
    assert_ok(context, small_table_make(context, 3, 3, 1, &table));
    assert_ok(context, selat_table_unfold(context, table, SELAT_FLOWS_DENSE, &full));
    assert_int_equal(selat_table_compact_write(context, full, &bytes), SELAT_BAD_INPUT);
    assert_message_has(context, "factored");
    selat_table_destroy(context, full);
    selat_table_destroy(context, table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_files_come_back),
        TEST(test_broken_packs_are_refused),
        TEST(test_tables_come_back_bit_for_bit),
        TEST(test_full_tables_are_refused),
    };
    return cmocka_run_group_tests_name("pack", tests, NULL, NULL);
}

/* Context, memory, text, labels, csv, files. */
#include "unit.h"

#include <unistd.h>

#include "base/csv.h"
#include "base/dense.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "base/threads.h"

static void test_message_names_place(void **state) {
    selat_context *context = *state;
    selat_status status = selat_fail_at(context, (selat_place){"a.yaml", 4, 15, "accord.parties[1]"}, "NO",
                                        "an ISO code (did you mean %s?)", "NOR");
    assert_int_equal(status, SELAT_BAD_INPUT);
    assert_string_equal(selat_message(context),
                        "a.yaml:4:15: accord.parties[1]: found NO, expected an ISO code (did you mean NOR?)");
}

static void test_memory_is_zero_aligned_and_checked(void **state) {
    selat_context *context = *state;
    double *numbers;
    assert_ok(context, selat_new(context, 5, &numbers));
    assert_int_equal((uintptr_t)numbers % 64, 0);
    for (int k = 0; k < 5; k++) assert_true(numbers[k] == 0);
    selat_release(context, numbers);
    assert_int_equal(selat_new(context, INT64_MAX, &numbers), SELAT_NO_MEMORY);
    assert_null(numbers);
    int64_t count;
    assert_int_equal(selat_count(context, INT64_MAX, 2, 1, 1, &count), SELAT_NO_MEMORY);
}

static void test_numbers_are_strict(void **state) {
    (void)state;
    double value;
    assert_true(selat_parse_double("-3.5e2", &value));
    assert_true(value == -350);
    static const char *const wrong[] = {"", " 1", "1 ", "1,5", "nan", "inf", "0x10", "1e", "--1", ".", "1e999"};
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) assert_false(selat_parse_double(wrong[k], &value));
    int64_t whole;
    assert_true(selat_parse_int("-12", &whole));
    assert_int_equal(whole, -12);
    assert_false(selat_parse_int("12.0", &whole));
    assert_false(selat_parse_int("99999999999999999999", &whole));
}

static void test_labels_find_and_suggest(void **state) {
    selat_context *context = *state;
    const char *codes[] = {"MYS", "KOR", "NOR"}, *twice[] = {"MYS", "MYS"};
    selat_labels labels;
    assert_ok(context, selat_labels_init(context, 3, codes, NULL, &labels));
    assert_int_equal(selat_labels_find(&labels, "KOR"), 1);
    assert_int_equal(selat_labels_find(&labels, "XXX"), -1);
    assert_string_equal(selat_labels_nearest(&labels, "NO"), "NOR");
    assert_null(selat_labels_nearest(&labels, "malaysia"));
    selat_labels_clear(context, &labels);
    assert_int_equal(selat_labels_init(context, 2, twice, NULL, &labels), SELAT_BAD_INPUT);
}

static char *write_temporary(selat_context *context, const char *text) {
    static char path[64];
    snprintf(path, sizeof path, "/tmp/selat-test-%ld.csv", (long)getpid());
    assert_ok(context, selat_file_write(context, path, text, strlen(text)));
    return path;
}

static void test_csv_reads_quotes_marks_and_blank_lines(void **state) {
    selat_context *context = *state;
    char *path = write_temporary(context, "\xEF\xBB\xBF\"a\",b\r\n\r\n1,\"x, \"\"y\"\"\"\r\n2,z");
    selat_csv csv;
    bool has_row;
    double value;
    assert_ok(context, selat_csv_open(context, path, 1000, &csv));
    assert_string_equal(csv.header[0], "a");
    assert_ok(context, selat_csv_next(context, &csv, &has_row));
    assert_string_equal(csv.fields[1], "x, \"y\"");
    assert_int_equal(csv.line, 3);
    assert_ok(context, selat_csv_next(context, &csv, &has_row));
    assert_ok(context, selat_csv_double(context, &csv, 0, &value));
    assert_true(value == 2);
    assert_int_equal(selat_csv_double(context, &csv, 1, &value), SELAT_BAD_INPUT);
    assert_message_has(context, ".csv:4: b: found z, expected a finite number");
    assert_ok(context, selat_csv_next(context, &csv, &has_row));
    assert_false(has_row);
    selat_csv_close(context, &csv);
    remove(path);
}

static void test_csv_refuses_broken_rows(void **state) {
    selat_context *context = *state;
    static const char *const broken[][2] = {{"a,b\n1\n", "found 1 fields, expected 2"}, {"a,b\n\"1,2\n", "a quote is not closed"},
                                            {"", "an empty file"},
                                            {"\"a\nb,c\",d\n1\n", "found 1 fields, expected 2"},
                                            {"a\"b\"\"\n,c\",d,e\n1\n", "fields"}};
    for (size_t k = 0; k < sizeof broken / sizeof *broken; k++) {
        char *path = write_temporary(context, broken[k][0]);
        selat_csv csv;
        bool has_row;
        selat_status status = selat_csv_open(context, path, 1000, &csv);
        if (status == SELAT_OK) status = selat_csv_next(context, &csv, &has_row);
        assert_int_equal(status, SELAT_BAD_INPUT);
        assert_message_has(context, broken[k][1]);
        selat_csv_close(context, &csv);
        remove(path);
    }
}

static void test_dense_solves_what_it_multiplies(void **state) {
    selat_context *context = *state;
    double a[9] = {4, -1, 0.5, 2, 5, 1, -1, 0.25, 3}, lu[9], x[6] = {1, 2, 3, 4, 5, 6}, b[6];
    int32_t pivots[3];
    for (int transpose = 0; transpose < 2; transpose++) {
        memcpy(lu, a, sizeof a);
        assert_ok(context, selat_dense_multiply(context, transpose != 0, 3, 2, 3, a, 3, x, 2, 0, b, 2));
        assert_ok(context, selat_dense_factor(context, 3, lu, 3, pivots));
        assert_ok(context, selat_dense_solve(context, transpose != 0, 3, lu, 3, pivots, b, 2, 2));
        for (int k = 0; k < 6; k++) assert_close(b[k], x[k], 1e-13);
    }
}

static selat_status square_piece(selat_context *own, void *data, int64_t piece) {
    (void)own;
    ((int64_t *)data)[piece] = piece * piece;
    return SELAT_OK;
}

static selat_status fail_from_seven(selat_context *own, void *data, int64_t piece) {
    (void)data;
    return piece < 7 ? SELAT_OK : selat_fail(own, SELAT_FAILED, "piece %lld", (long long)piece);
}

static void test_parallel_reports_the_first_failure(void **state) {
    selat_context *context = *state;
    for (int threads = 1; threads <= 4; threads++) {
        assert_ok(context, selat_set_threads(context, threads));
        assert_int_equal(selat_parallel(context, 50, fail_from_seven, NULL), SELAT_FAILED);
        assert_string_equal(selat_message(context), "piece 7");
    }
}

static void test_parallel_does_every_piece(void **state) {
    selat_context *context = *state;
    int64_t squares[100];
    for (int threads = 1; threads <= 4; threads++) {
        memset(squares, -1, sizeof squares);
        assert_ok(context, selat_set_threads(context, threads));
        assert_ok(context, selat_parallel(context, 100, square_piece, squares));
        for (int64_t k = 0; k < 100; k++) assert_int_equal(squares[k], k * k);
    }
    assert_int_equal(selat_set_threads(context, 0), SELAT_BAD_INPUT);
}

static void test_output_leaves_earlier_file_until_committed(void **state) {
    selat_context *context = *state;
    char *path = write_temporary(context, "earlier"), *bytes;
    size_t length;
    selat_output output;
    assert_ok(context, selat_output_begin(context, path, &output));
    selat_output_abandon(context, &output);
    assert_ok(context, selat_file_read(context, path, 100, &bytes, &length));
    assert_string_equal(bytes, "earlier");
    selat_release(context, bytes);
    assert_int_equal(selat_file_read(context, path, 3, &bytes, &length), SELAT_BAD_INPUT);
    char below[128];
    snprintf(below, sizeof below, "%s/x/y", path);
    assert_int_equal(selat_folder_make(context, below), SELAT_IO_ERROR);
    assert_int_equal(selat_file_write(context, below, "x", 1), SELAT_IO_ERROR);
    remove(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_message_names_place),
        TEST(test_memory_is_zero_aligned_and_checked),
        TEST(test_numbers_are_strict),
        TEST(test_labels_find_and_suggest),
        TEST(test_csv_reads_quotes_marks_and_blank_lines),
        TEST(test_csv_refuses_broken_rows),
        TEST(test_dense_solves_what_it_multiplies),
        TEST(test_parallel_does_every_piece),
        TEST(test_parallel_reports_the_first_failure),
        TEST(test_output_leaves_earlier_file_until_committed),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}

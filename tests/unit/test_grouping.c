/* Groupings for aggregation: CSV files, shipped groups, and what is wrong with either. */
#include "unit.h"

#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"

static const char *const codes[] = {"KOR", "MYS", "JPN", "SGP"};
static const char *const names[] = {"Korea", "Malaysia", "Japan", "Singapore"};

static selat_labels make_labels(selat_context *context) {
    selat_labels labels;
    assert_ok(context, selat_labels_init(context, 4, codes, names, &labels));
    return labels;
}

static selat_status read_text(selat_context *context, const char *text, const selat_labels *labels,
                              selat_labels *merged, int64_t *group) {
    char path[64];
    snprintf(path, sizeof path, "/tmp/selat-grouping-%ld.csv", (long)getpid());
    assert_ok(context, selat_file_write(context, path, text, strlen(text)));
    selat_status status = selat_dataset_grouping(context, path, false, labels, merged, group);
    remove(path);
    return status;
}

static void test_file_gives_groups_in_order_of_appearance(void **state) {
    selat_context *context = *state;
    selat_labels labels = make_labels(context), merged;
    int64_t group[4];
    assert_ok(context,
              read_text(context, "code,group,name\nSGP,ASEAN,South-East Asia\nKOR,KOR,\nMYS,ASEAN,\nJPN,REST,\n",
                        &labels, &merged, group));
    const int64_t expected[] = {1, 0, 2, 0};
    for (int k = 0; k < 4; k++) assert_int_equal(group[k], expected[k]);
    assert_int_equal(merged.count, 3);
    assert_string_equal(merged.codes[0], "ASEAN");
    assert_string_equal(merged.names[0], "South-East Asia");
    assert_string_equal(merged.names[1], "Korea"); /* called like one of the labels */
    assert_string_equal(merged.names[2], "REST");
    selat_labels_clear(context, &merged);
    selat_labels_clear(context, &labels);
}

static void test_broken_files_name_line_and_column(void **state) {
    selat_context *context = *state;
    static const char *const broken[][2] = {
        {"code,group\nKOR,A\nMYZ,A\n", ".csv:3: code: found MYZ, expected a code of the table (did you mean MYS?)"},
        {"code,group\nKOR,A\nKOR,B\n", ".csv:3: code: found KOR, expected every code once"},
        {"code,group\nKOR,\n", ".csv:2: group: "},
        {"code,group\nKOR,A\nMYS,A\nJPN,A\n", "found no line for SGP"},
        {"code,region\nKOR,A\n", "group"},
        {"", "empty"},
    };
    selat_labels labels = make_labels(context), merged;
    int64_t group[4];
    for (size_t k = 0; k < sizeof broken / sizeof *broken; k++) {
        assert_int_equal(read_text(context, broken[k][0], &labels, &merged, group), SELAT_BAD_INPUT);
        assert_message_has(context, broken[k][1]);
        assert_int_equal(merged.count, 0);
    }
    selat_labels_clear(context, &labels);
}

static void test_shipped_groups_leave_the_others(void **state) {
    selat_context *context = *state;
    selat_labels labels = make_labels(context), merged;
    int64_t group[4];
    assert_ok(context, selat_dataset_grouping(context, "ASEAN", false, &labels, &merged, group));
    assert_int_equal(merged.count, 3);
    assert_int_equal(group[1], group[3]);
    assert_string_equal(merged.codes[group[1]], "ASEAN");
    assert_string_equal(merged.codes[group[0]], "KOR");
    assert_string_equal(merged.names[group[2]], "Japan");
    selat_labels_clear(context, &merged);
    assert_int_equal(selat_dataset_grouping(context, "ASEAN,RCEP", false, &labels, &merged, group), SELAT_BAD_INPUT);
    assert_message_has(context, "is already in ASEAN");
    assert_int_equal(selat_dataset_grouping(context, "EU27", false, &labels, &merged, group), SELAT_BAD_INPUT);
    assert_message_has(context, "none of its members is in the table");
    assert_int_equal(selat_dataset_grouping(context, "ASAEN", false, &labels, &merged, group), SELAT_BAD_INPUT);
    assert_message_has(context, "ASAEN: found neither such a file nor such a group of regions");
    assert_int_equal(selat_dataset_grouping(context, "no/such.csv", false, &labels, &merged, group), SELAT_IO_ERROR);
    selat_labels_clear(context, &labels);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_file_gives_groups_in_order_of_appearance),
        TEST(test_broken_files_name_line_and_column),
        TEST(test_shipped_groups_leave_the_others),
    };
    return cmocka_run_group_tests_name("grouping", tests, NULL, NULL);
}

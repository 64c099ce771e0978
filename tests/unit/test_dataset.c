/* The shipped data: everything loads, counts and values, errors that name the file, line and what there is. */
#include "unit.h"

#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "reference_table.h"

static selat_table *load(selat_context *context) {
    selat_table *table = NULL;
    assert_ok(context, selat_dataset_table(context, "oecd-2022", &table));
    return table;
}

/* ---- what ships ---- */

static void test_shipped_table(void **state) {
    selat_context *context = *state;
    selat_table *t = load(context);
    assert_int_equal(t->regions.count, 81);
    assert_int_equal(t->sectors.count, 50);
    assert_int_equal(t->year, 2022);
    assert_string_equal(t->regions.names[selat_labels_find(&t->regions, "CHN")], "China");
    assert_string_equal(t->regions.names[selat_labels_find(&t->regions, "VNM")], "Viet Nam");
    assert_non_null(strstr(t->provenance, "before closing: rows 3.53e-06"));
    assert_non_null(strstr(t->provenance, "CC BY 4.0"));
    assert_ok(context, selat_table_validate(context, t));
    selat_table_balance balance;
    assert_ok(context, selat_table_check_balance(context, t, &balance));
    assert_true(balance.row_relative <= 1e-12);
    assert_true(balance.column_relative <= 1e-12);
    assert_int_equal(balance.zero_output, 51);
    assert_int_equal(balance.negative_primary, 2);
    compare_industries(context, t);
    compare_regions(context, t);
    compare_emissions(context, t);
    selat_table_destroy(context, t);
}

static void test_accounts_of_the_shipped_table(void **state) {
    selat_context *context = *state;
    selat_table *t = load(context);
    compare_accounts(context, t);
    selat_table_destroy(context, t);
}

/* World final demand through the Leontief inverse is output again, to 1e-12 of the world's output. */
static void test_leontief_returns_output(void **state) {
    selat_context *context = *state;
    selat_table *t = load(context);
    int64_t R = t->regions.count, S = t->sectors.count;
    double *final, *part, *x, gap = 0, total = 0;
    assert_ok(context, selat_new(context, R * S, &final));
    assert_ok(context, selat_new(context, R * S, &part));
    assert_ok(context, selat_new(context, R * S, &x));
    for (int64_t n = 0; n < R; n++) {
        selat_table_final_by_origin_musd(t, n, part);
        for (int64_t at = 0; at < R * S; at++) final[at] += part[at];
    }
    selat_leontief *solver;
    selat_leontief_report report;
    assert_ok(context, selat_leontief_create(context, t, &solver));
    assert_ok(context, selat_leontief_solve(context, solver, false, 1, final, 0, x, &report));
    assert_true(report.converged);
    for (int64_t at = 0; at < R * S; at++) {
        gap += fabs(x[at] - t->output_musd[at]);
        total += t->output_musd[at];
    }
    assert_true(gap / total <= 1e-12);
    selat_leontief_destroy(context, solver);
    selat_release(context, final);
    selat_release(context, part);
    selat_release(context, x);
    selat_table_destroy(context, t);
}

/* Malaysia's labour income and taxes are the national table's; ROW's labour share lies within the world's. */
static void test_shipped_memo_rows(void **state) {
    selat_context *context = *state;
    selat_table *t = load(context);
    int64_t R = t->regions.count, S = t->sectors.count, mys = selat_labels_find(&t->regions, "MYS");
    int64_t labour = selat_labels_find(&t->memo, "LABR"), valu = selat_labels_find(&t->primary, "VALU");
    assert_close(t->memo_musd[(labour * R + mys) * S], 4322.227, 0); /* A01 in MYS2022ttl.csv */
    double row_labour = 0, row_value = 0;
    for (int64_t k = 0; k < S; k++) {
        row_labour += t->memo_musd[(labour * R + R - 1) * S + k];
        row_value += t->primary_musd[(valu * R + R - 1) * S + k];
    }
    assert_true(row_labour / row_value > 0.3 && row_labour / row_value < 0.7);
    assert_close(t->fuel_weight[selat_labels_find(&t->sectors, "B05")], 4, 0);
    selat_table_destroy(context, t);
}

static void test_tariffs(void **state) {
    selat_context *context = *state;
    selat_table *t = load(context);
    selat_tariffs tariffs;
    assert_ok(context, selat_dataset_tariffs(context, "teti-2021", t, &tariffs));
    assert_int_equal(tariffs.n_capped, 405);
    assert_close(tariffs.cap, 0.5, 0);
    assert_string_equal(tariffs.name, "teti-2021");
    assert_non_null(strstr(tariffs.source, "Teti"));
    int64_t R = 81, mys = selat_labels_find(&t->regions, "MYS"), kor = selat_labels_find(&t->regions, "KOR");
    int64_t ago = selat_labels_find(&t->regions, "AGO"), are = selat_labels_find(&t->regions, "ARE");
    assert_close(tariffs.rate[(0 * R + ago) * R + are], 0.19357, 0); /* the raw file's first row */
    int64_t food = selat_labels_find(&t->sectors, "C10T12"), missing = 0;
    assert_close(tariffs.rate[(food * R + mys) * R + kor], 0.5, 0); /* capped */
    for (int64_t n = 0; n < R; n++) {
        missing += tariffs.importer_missing[n];
        for (int64_t s = 0; s < 50; s++) {
            assert_true(tariffs.rate[(s * R + n) * R + n] == 0);
            for (int64_t i = 0; s >= 27 && i < R; i++) assert_true(tariffs.rate[(s * R + n) * R + i] == 0);
        }
    }
    assert_int_equal(missing, 2);
    assert_true(tariffs.importer_missing[selat_labels_find(&t->regions, "HKG")]);
    assert_true(tariffs.importer_missing[R - 1]);
    selat_tariffs_clear(context, &tariffs);
    selat_table_destroy(context, t);
}

static double theta_of(const selat_elasticities *e, const selat_table *t, const char *sector) {
    return e->theta[selat_labels_find(&t->sectors, sector)];
}

static void test_elasticities(void **state) {
    selat_context *context = *state;
    selat_table *t = load(context);
    selat_elasticities e;
    assert_ok(context, selat_dataset_elasticities(context, "caliendo-parro-2015", t, &e));
    assert_close(theta_of(&e, t, "A01"), 9.109426, 0);
    assert_close(e.standard_error[0], 2.0083, 0);
    assert_close(theta_of(&e, t, "C19"), 4, 0);
    assert_true(isnan(e.standard_error[selat_labels_find(&t->sectors, "C19")]));
    int fallbacks = 0;
    for (int64_t s = 0; s < 50; s++) fallbacks += strncmp(e.note[s], "fallback", 8) == 0;
    assert_int_equal(fallbacks, 24); /* C19 and 23 services */
    selat_elasticities_clear(context, &e);
    assert_ok(context, selat_dataset_elasticities(context, "caliendo-parro-2015-c19", t, &e));
    assert_close(theta_of(&e, t, "C19"), 64.85, 0);
    assert_close(e.standard_error[selat_labels_find(&t->sectors, "C19")], 15.61, 0);
    selat_elasticities_clear(context, &e);
    static const struct {
        const char *name;
        double c26, services; /* from the eight-source file */
        int fallbacks;
    } sources[] = {{"bsy", 4.735, 4, 23}, {"cp", 8.537, 4, 23},      {"fgo", 5.14, 8.35, 0},
                   {"gyy", 4, 4, 34},     {"is", 4, 4, 30},          {"ll", 1.235, 4, 23},
                   {"shapiro", 10.84, 4, 23}, {"uniform-4", 4, 4, 50}, {"uniform-5", 5, 5, 50}};
    for (size_t k = 0; k < sizeof sources / sizeof *sources; k++) {
        assert_ok(context, selat_dataset_elasticities(context, sources[k].name, t, &e));
        assert_close(theta_of(&e, t, "C26"), sources[k].c26, 0);
        assert_close(theta_of(&e, t, "T"), sources[k].services, 0);
        fallbacks = 0;
        for (int64_t s = 0; s < 50; s++) fallbacks += strncmp(e.note[s], "fallback", 8) == 0;
        assert_int_equal(fallbacks, sources[k].fallbacks);
        selat_elasticities_clear(context, &e);
    }
    selat_table_destroy(context, t);
}

static void test_groups(void **state) {
    selat_context *context = *state;
    selat_groups groups;
    assert_ok(context, selat_dataset_groups(context, &groups));
    static const struct {
        const char *name;
        bool of_sectors;
        int count;
    } expected[] = {{"ASEAN", false, 11},
                    {"AZEC", false, 11},
                    {"RCEP", false, 15},
                    {"CPTPP", false, 12},
                    {"APEC", false, 21},
                    {"EU27", false, 27},
                    {"goods", true, 27},
                    {"services", true, 23},
                    {"manufacturing", true, 19},
                    {"critical-minerals", true, 2},
                    {"critical-minerals-refined", true, 3}};
    for (size_t k = 0; k < sizeof expected / sizeof *expected; k++) {
        const selat_group *group = selat_groups_find(&groups, expected[k].name, expected[k].of_sectors);
        if (group == NULL) fail_msg("no group %s", expected[k].name);
        assert_int_equal(group->count, expected[k].count);
        assert_true(strlen(group->source) > 10);
    }
    assert_null(selat_groups_find(&groups, "goods", false));
    assert_null(selat_groups_find(&groups, "NATO", false));
    selat_groups_clear(context, &groups);
}

/* Group members are regions or sectors of the table, but those that are known to be outside it. */
static void test_group_members_are_in_the_table(void **state) {
    selat_context *context = *state;
    selat_table *t = load(context);
    selat_groups groups;
    assert_ok(context, selat_dataset_groups(context, &groups));
    for (int64_t g = 0; g < groups.count; g++) {
        const selat_group *group = &groups.groups[g];
        for (int64_t k = 0; k < group->count; k++) {
            const char *code = group->codes[k];
            if (strcmp(code, "TLS") == 0 || strcmp(code, "PNG") == 0) continue;
            if (selat_labels_find(group->of_sectors ? &t->sectors : &t->regions, code) < 0) {
                fail_msg("%s of %s is not in the table", code, group->name);
            }
        }
    }
    selat_groups_clear(context, &groups);
    selat_table_destroy(context, t);
}

static void test_countries(void **state) {
    selat_context *context = *state;
    selat_table *t = load(context);
    selat_country *countries;
    assert_ok(context, selat_dataset_countries(context, t, &countries));
    int64_t mys = selat_labels_find(&t->regions, "MYS"), twn = selat_labels_find(&t->regions, "TWN");
    assert_string_equal(countries[mys].name, "Malaysia");
    assert_int_equal(countries[mys].iso_numeric, 458);
    assert_close(countries[mys].population, 34695493, 0);
    assert_int_equal(countries[twn].iso_numeric, 158);
    assert_close(countries[twn].population, 23264640, 0);
    assert_int_equal(countries[80].iso_numeric, 0);
    assert_true(isnan(countries[80].population));
    for (int n = 0; n < 80; n++) {
        assert_true(countries[n].iso_numeric > 0);
        assert_true(countries[n].population > 1e5);
        assert_string_equal(countries[n].code, t->regions.codes[n]);
    }
    selat_countries_free(context, 81, countries);
    selat_table_destroy(context, t);
}

/* ---- where ---- */

static void test_path_says_where_it_looked(void **state) {
    selat_context *context = *state;
    char *path;
    assert_ok(context, selat_dataset_path(context, "groups.csv", &path));
    assert_true(selat_file_exists(path));
    selat_dataset_free(context, path);
    assert_int_equal(selat_dataset_path(context, "no/such.file", &path), SELAT_IO_ERROR);
    assert_null(path);
    assert_message_has(context, "no/such.file: not found in ");
    assert_message_has(context, getenv("SELAT_DATA"));
    assert_message_has(context, "/share/selat");
}

static void test_unknown_names_list_what_there_is(void **state) {
    selat_context *context = *state;
    selat_table *t = load(context), *none;
    selat_tariffs tariffs;
    selat_elasticities e;
    assert_int_equal(selat_dataset_table(context, "oecd-2021", &none), SELAT_BAD_INPUT);
    assert_string_equal(selat_message(context),
                        "there is no table 'oecd-2021': found oecd-2022; a file's path serves too");
    assert_null(none);
    assert_int_equal(selat_dataset_tariffs(context, "teti", t, &tariffs), SELAT_BAD_INPUT);
    assert_message_has(context, "found teti-2021;");
    assert_int_equal(selat_dataset_elasticities(context, "nobody", t, &e), SELAT_BAD_INPUT);
    assert_message_has(context, "found bsy, caliendo-parro-2015, caliendo-parro-2015-c19, cp, fgo, gyy, is, ll, "
                                "shapiro, uniform-4, uniform-5;");
    selat_table_destroy(context, t);
}

/* ---- bad files ---- */

/* A file of the user's with the given text; its path is static. */
static const char *write_file(selat_context *context, const char *name, const char *text) {
    static char path[256];
    snprintf(path, sizeof path, "/tmp/selat-dataset-%ld-%s", (long)getpid(), name);
    assert_ok(context, selat_file_write(context, path, text, strlen(text)));
    return path;
}

static void test_bad_tariff_files(void **state) {
    selat_context *context = *state;
    selat_table *t = load(context);
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"importer,exporter,sector\nMYS,KOR,C26\n", ".csv:1: expected a column 'rate' in the header"},
        {"importer,exporter,sector,rate\nMYS,KOR,C26,5%\n", ".csv:2: rate: found 5%, expected a finite number"},
        {"importer,exporter,sector,rate\nMYS,KOR,C26,-0.1\n", ".csv:2: rate: found -0.1, expected a fraction"},
        {"importer,exporter,sector,rate\nMYS,KOR,K,0.1\n", ".csv:2: sector: found K, expected a goods sector"},
        {"importer,exporter,sector,rate\nMYS,KOR,C26,.1\nMYS,KOR,C26,.1\n", ".csv:3: sector: found C26, expected each"},
        {"importer,exporter,sector,rate\nAAA,KOR,C26,.1\n", "no row names regions and sectors of table oecd-2022"},
        {"importer,exporter,sector,rate\nMYS,KOR\n", ".csv:2: found 2 fields, expected 4"},
        {"", "found an empty file"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const char *path = write_file(context, "tariffs.csv", cases[k].text);
        selat_tariffs tariffs;
        assert_int_equal(selat_dataset_tariffs(context, path, t, &tariffs), SELAT_BAD_INPUT);
        assert_message_has(context, cases[k].message);
        assert_null(tariffs.rate);
        remove(path);
    }
    selat_table_destroy(context, t);
}

/* A file without a description: no cap, importers that it does not name are missing. */
static void test_own_tariff_file(void **state) {
    selat_context *context = *state;
    selat_table *t = load(context);
    const char *path = write_file(context, "own.csv",
                                  "importer,exporter,sector,rate\nMYS,KOR,C26,0.7\nMYS,MYS,C26,0.2\n");
    selat_tariffs tariffs;
    assert_ok(context, selat_dataset_tariffs(context, path, t, &tariffs));
    int64_t R = 81, mys = selat_labels_find(&t->regions, "MYS"), kor = selat_labels_find(&t->regions, "KOR");
    int64_t s = selat_labels_find(&t->sectors, "C26");
    assert_close(tariffs.rate[(s * R + mys) * R + kor], 0.7, 0);
    assert_close(tariffs.rate[(s * R + mys) * R + mys], 0, 0);
    assert_false(tariffs.importer_missing[mys]);
    assert_true(tariffs.importer_missing[kor]);
    assert_true(isinf(tariffs.cap));
    assert_int_equal(tariffs.n_capped, 0);
    assert_non_null(strstr(tariffs.source, path));
    selat_tariffs_clear(context, &tariffs);
    remove(path);
    selat_table_destroy(context, t);
}

static void test_bad_elasticity_files(void **state) {
    selat_context *context = *state;
    selat_table *t = load(context);
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"sector,theta\nA01,4\n", "expected a row for sector A02 of table oecd-2022"},
        {"sector,theta\nA01,0\n", ".csv:2: theta: found 0, expected an elasticity above 0"},
        {"sector,theta\nA01,4\nA01,4\n", ".csv:3: sector: found A01, expected each sector once"},
        {"sector,theta,standard_error\nA01,4,-1\n", "found -1, expected a standard error of 0 or more"},
        {"sector,theta\nA01,four\n", ".csv:2: theta: found four, expected a finite number"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const char *path = write_file(context, "theta.csv", cases[k].text);
        selat_elasticities e;
        assert_int_equal(selat_dataset_elasticities(context, path, t, &e), SELAT_BAD_INPUT);
        assert_message_has(context, cases[k].message);
        assert_null(e.theta);
        remove(path);
    }
    selat_table_destroy(context, t);
}

/* The shipped table cut short at several places, and noise under its name. */
static void test_damaged_tables(void **state) {
    selat_context *context = *state;
    char *whole, *path;
    size_t length;
    assert_ok(context, selat_dataset_path(context, "tables/oecd-2022.h5", &path));
    assert_ok(context, selat_file_read(context, path, 1 << 26, &whole, &length));
    selat_dataset_free(context, path);
    char cut[256];
    snprintf(cut, sizeof cut, "/tmp/selat-dataset-%ld-cut.h5", (long)getpid());
    const size_t lengths[] = {0, 4, 2000, length / 2, length - 1};
    for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
        assert_ok(context, selat_file_write(context, cut, whole, lengths[k]));
        selat_table *t;
        assert_int_not_equal(selat_dataset_table(context, cut, &t), SELAT_OK);
        assert_message_has(context, cut);
        assert_null(t);
    }
    for (size_t k = 0; k < length; k++) whole[k] = (char)(k * 2654435761u >> 13);
    assert_ok(context, selat_file_write(context, cut, whole, length));
    selat_table *t;
    assert_int_not_equal(selat_dataset_table(context, cut, &t), SELAT_OK);
    assert_message_has(context, cut);
    remove(cut);
    selat_release(context, whole);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_shipped_table),
        TEST(test_accounts_of_the_shipped_table),
        TEST(test_leontief_returns_output),
        TEST(test_shipped_memo_rows),
        TEST(test_tariffs),
        TEST(test_elasticities),
        TEST(test_groups),
        TEST(test_group_members_are_in_the_table),
        TEST(test_countries),
        TEST(test_path_says_where_it_looked),
        TEST(test_unknown_names_list_what_there_is),
        TEST(test_bad_tariff_files),
        TEST(test_own_tariff_file),
        TEST(test_bad_elasticity_files),
        TEST(test_damaged_tables),
    };
    return cmocka_run_group_tests_name("dataset", tests, NULL, NULL);
}

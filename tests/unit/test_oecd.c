/* Building oecd-2022 from the raw files: agreement with the independent results, conservation, errors. */
#include "unit.h"

#include <dirent.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "import/edgar.h"
#include "import/oecd/sectors.h"
#include "reference_table.h"

#define EDGAR_FILE "data/emissions/edgar_2024_ghg_by_sector_and_country.csv"

/* Leaves the test, saying so, where the raw files are not at hand. */
static void need_raw_data(void) {
    if (selat_file_exists(shared_path("data/trade/icio_bilateral_2022.csv.gz"))) return;
    print_message("# skipped: the raw data are not in %s\n", shared_path("data"));
    skip();
}

static selat_table *build(selat_context *context) {
    selat_table *table;
    assert_ok(context, selat_oecd_build(context, shared_path("data"), &table));
    return table;
}

static void test_build_agrees_with_the_reference(void **state) {
    need_raw_data();
    selat_context *context = *state;
    selat_table *table = build(context);
    assert_int_equal(table->regions.count, 81);
    assert_int_equal(table->sectors.count, 50);
    compare_industries(context, table);
    compare_regions(context, table);
    compare_emissions(context, table);
    selat_table_destroy(context, table);
}

/* Exports of `sector` by region n as a share of everybody's. */
static double export_share(const selat_table *t, const double *flows, int64_t sector, int64_t n) {
    int64_t R = t->regions.count;
    double own = 0, all = 0;
    for (int64_t m = 0; m < R; m++) {
        for (int64_t i = 0; i < R; i++) {
            if (i == m) continue;
            double flow = flows[(sector * R + m) * R + i];
            all += flow;
            own += i == n ? flow : 0;
        }
    }
    return own / all;
}

static double emitted(const selat_table *t, int64_t n, const char *gas) {
    int64_t R = t->regions.count, S = t->sectors.count;
    double sum = 0;
    for (int64_t q = 0; q < t->stressors.count; q++) {
        if (strcmp(t->stressor_gases[q], gas) != 0) continue;
        for (int64_t k = 0; k < S; k++) sum += t->stressor[(q * R + n) * S + k];
        sum += t->stressor_final[q * R + n];
    }
    return sum;
}

/* Country by country without aviation and shipping, and the world with them, each gas. */
static void test_emissions_are_conserved(void **state) {
    need_raw_data();
    selat_context *context = *state;
    selat_table *t = build(context);
    selat_edgar edgar;
    assert_ok(context, selat_edgar_read(context, shared_path(EDGAR_FILE), 2022, &t->regions, &edgar));
    int64_t R = t->regions.count, S = t->sectors.count;
    double *flows;
    assert_ok(context, selat_new(context, S * R * R, &flows));
    selat_table_flows_musd(t, flows);
    static const char *const gases[EDGAR_GASES] = {"CO2", "CH4", "N2O", "F-gases"};
    for (int g = 0; g < EDGAR_GASES; g++) {
        double air = 0, sea = 0, world = 0, world_source = 0;
        for (int e = 0; e < EDGAR_SECTORS; e++) {
            air += edgar.aviation[g][e];
            sea += edgar.shipping[g][e];
        }
        for (int64_t n = 0; n < R; n++) {
            double source = 0, found = emitted(t, n, gases[g]);
            for (int e = 0; e < EDGAR_SECTORS; e++) source += edgar.region[(g * EDGAR_SECTORS + e) * R + n];
            world += found;
            world_source += source;
            double bunkers = air * export_share(t, flows, OECD_H51, n) + sea * export_share(t, flows, OECD_H50, n);
            assert_close(found - bunkers, source, 1e-9 * fmax(source, 1e-3));
        }
        assert_close(world / (world_source + air + sea), 1, 1e-9);
    }
    selat_release(context, flows);
    selat_edgar_clear(context, &edgar);
    selat_table_destroy(context, t);
}

/* The world of 2022 in EDGAR: sum of all country rows without EU27 and the total, summed by another program. */
static void test_edgar_totals(void **state) {
    need_raw_data();
    selat_context *context = *state;
    const char *codes[] = {"MYS", "FRA", "ROW"};
    selat_labels regions;
    selat_edgar edgar;
    assert_ok(context, selat_labels_init(context, 3, codes, NULL, &regions));
    assert_ok(context, selat_edgar_read(context, shared_path(EDGAR_FILE), 2022, &regions, &edgar));
    double co2 = 0, malaysia = 0;
    for (int e = 0; e < EDGAR_SECTORS; e++) {
        co2 += edgar.aviation[EDGAR_CO2][e] + edgar.shipping[EDGAR_CO2][e];
        for (int n = 0; n < 3; n++) co2 += edgar.region[(EDGAR_CO2 * EDGAR_SECTORS + e) * 3 + n];
        malaysia += edgar.region[(EDGAR_CO2 * EDGAR_SECTORS + e) * 3];
    }
    assert_close(co2, 38246.62405938253, 1e-6);
    assert_close(malaysia, 274.342445251, 1e-6);
    selat_edgar_clear(context, &edgar);
    selat_labels_clear(context, &regions);
}

/* ---- the shipped files are what the build makes ---- */

static void assert_same_bytes(selat_context *context, const char *made, const char *shipped) {
    char *a, *b;
    size_t length_a, length_b;
    assert_ok(context, selat_file_read(context, made, 1 << 26, &a, &length_a));
    assert_ok(context, selat_file_read(context, shipped, 1 << 26, &b, &length_b));
    if (length_a != length_b || memcmp(a, b, length_a) != 0) fail_msg("%s differs from what the build makes", shipped);
    selat_release(context, a);
    selat_release(context, b);
}

/* A fresh folder below /tmp; static room. */
static const char *fresh_folder(selat_context *context) {
    static char path[128];
    snprintf(path, sizeof path, "/tmp/selat-oecd-%ld", (long)getpid());
    assert_ok(context, selat_folder_remove(context, path));
    assert_ok(context, selat_folder_make(context, path));
    return path;
}

static const char *below(const char *folder, const char *name) {
    static char room[4][512];
    static int next;
    char *path = room[next++ % 4];
    snprintf(path, sizeof room[0], "%s/%s", folder, name);
    return path;
}

/* Also with another number of threads. */
static void test_rebuilt_table_has_the_same_bytes(void **state) {
    need_raw_data();
    selat_context *context = *state;
    const char *folder = fresh_folder(context), *file = below(folder, "oecd-2022.h5");
    for (int threads = 1; threads <= 4; threads += 3) {
        assert_ok(context, selat_set_threads(context, threads));
        selat_table *t = build(context);
        assert_ok(context, selat_table_save(context, t, file));
        selat_table_destroy(context, t);
        assert_same_bytes(context, file, source_path("data/tables/oecd-2022.h5"));
    }
    assert_ok(context, selat_folder_remove(context, folder));
}

static void test_rewritten_companions_have_the_same_bytes(void **state) {
    need_raw_data();
    selat_context *context = *state;
    const char *folder = fresh_folder(context);
    char *groups;
    size_t length;
    assert_ok(context, selat_file_read(context, source_path("data/groups.csv"), 1 << 20, &groups, &length));
    assert_ok(context, selat_file_write(context, below(folder, "groups.csv"), groups, length));
    selat_release(context, groups);
    assert_ok(context, selat_oecd_write_companions(context, shared_path("data"), folder));
    static const char *const folders[] = {"tariffs", "elasticities", "concordance", "panel"};
    int files = 0;
    for (int k = 0; k < 4; k++) {
        DIR *list = opendir(below(folder, folders[k]));
        assert_non_null(list);
        for (struct dirent *entry; (entry = readdir(list)) != NULL;) {
            if (entry->d_name[0] == '.') continue;
            char made[512], shipped[512];
            snprintf(made, sizeof made, "%s/%s/%s", folder, folders[k], entry->d_name);
            snprintf(shipped, sizeof shipped, "data/%s/%s", folders[k], entry->d_name);
            assert_same_bytes(context, made, source_path(shipped));
            files++;
        }
        closedir(list);
    }
    assert_int_equal(files, 2 + 2 * 11 + 2 + 1);
    assert_same_bytes(context, below(folder, "countries.csv"), source_path("data/countries.csv"));
    assert_ok(context, selat_folder_remove(context, folder));
}

/* ---- raw files that are not as they should be ---- */

/* One change to otherwise plausible files of a world of AGO and ROW. NULL: as it should be. */
typedef struct damage {
    const char *column;       /* of the national table, in place of HFCE */
    const char *row, *cell;   /* of the national table: this row's B05 */
    const char *rename;       /* `row` gets this name */
    const char *flow;         /* a further line of the flows */
    const char *emission;     /* a further line of the emissions */
    const char *year;         /* the column of the emissions' year */
    const char *fifth_sector; /* in place of B06 */
} damage;

static void write_lines(selat_context *context, const char *folder, const char *name, const char *text) {
    assert_ok(context, selat_file_write(context, below(folder, name), text, strlen(text)));
}

static void write_national(selat_context *context, const char *folder, const damage *d) {
    static const char *const others[] = {"VALU",        "LABR",        "OTXS",      "CFC",   "NOPS",
                                         "TXS_INT_FNL", "TTL_INT_FNL", "IMP_OTHER", "OUTPUT"};
    selat_text text = {0};
    assert_ok(context, selat_text_add(context, &text, "\"\""));
    for (int s = 0; s < OECD_SECTORS; s++) {
        assert_ok(context, selat_text_add(context, &text, ",%s", selat_oecd_sectors[s].code));
    }
    assert_ok(context, selat_text_add(context, &text, ",%s,NPISH,GGFC,GFCF,INVNT,DPABR,CONS_NONRES,EXPO,IMPO,TOTAL\n",
                                      d->column != NULL ? d->column : "HFCE"));
    for (int row = 0; row < OECD_SECTORS + 9; row++) {
        char name[64];
        if (row < OECD_SECTORS) {
            snprintf(name, sizeof name, "TTL_%s", selat_oecd_sectors[row].code);
        } else {
            snprintf(name, sizeof name, "%s", others[row - OECD_SECTORS]);
        }
        bool chosen = d->row != NULL && strcmp(name, d->row) == 0;
        assert_ok(context, selat_text_add(context, &text, "%s", chosen && d->rename != NULL ? d->rename : name));
        for (int column = 0; column < OECD_SECTORS + 10; column++) {
            bool here = chosen && d->cell != NULL && column == OECD_B05;
            assert_ok(context, selat_text_add(context, &text, ",%s", here ? d->cell : "1"));
        }
        assert_ok(context, selat_text_add(context, &text, "\n"));
    }
    write_lines(context, folder, "national/AGO2022ttl.csv", text.bytes);
    selat_text_clear(context, &text);
}

static void write_world(selat_context *context, const char *folder, const damage *d) {
    static const char *const rooms[] = {"national", "trade", "emissions"};
    for (int k = 0; k < 3; k++) assert_ok(context, selat_folder_make(context, below(folder, rooms[k])));
    write_lines(context, folder, "countries81.csv", "code,name\nAGO,Angola\nROW,Rest of the World\n");
    selat_text text = {0};
    assert_ok(context, selat_text_add(context, &text, "code,industry\n"));
    for (int s = 0; s < OECD_SECTORS; s++) {
        const char *code = s == 4 && d->fifth_sector != NULL ? d->fifth_sector : selat_oecd_sectors[s].code;
        assert_ok(context, selat_text_add(context, &text, "%s,Sector\n", code));
    }
    write_lines(context, folder, "sectors50.csv", text.bytes);
    selat_text_clear(context, &text);
    write_national(context, folder, d);
    assert_ok(context, selat_text_add(context, &text,
                                      "exporter,importer,sector,value_musd\nAGO,ROW,A01,1\nAGO,ROW,SVC,1\n"
                                      "ROW,AGO,SVC,1\nROW,ROW,SVC,1\n%s",
                                      d->flow != NULL ? d->flow : ""));
    write_lines(context, folder, "trade/icio_bilateral_2022.csv.gz", text.bytes);
    selat_text_clear(context, &text);
    assert_ok(context, selat_text_add(context, &text, "Substance,Sector,EDGAR Country Code,Country,%s\n,,,,\n%s",
                                      d->year != NULL ? d->year : "2022", d->emission != NULL ? d->emission : ""));
    write_lines(context, folder, "emissions/edgar_2024_ghg_by_sector_and_country.csv", text.bytes);
    selat_text_clear(context, &text);
}

static void test_damaged_raw_files(void **state) {
    selat_context *context = *state;
    const char *folder = fresh_folder(context);
    static const struct {
        damage d;
        selat_status status;
        const char *message;
    } cases[] = {
        {{.column = "HFC"}, SELAT_BAD_INPUT, "AGO2022ttl.csv:1: expected a column 'HFCE' in the header"},
        {{.row = "TTL_A03", .cell = "1.2.3"}, SELAT_BAD_INPUT, "AGO2022ttl.csv:4: B05: found 1.2.3, expected a finite"},
        {{.row = "VALU", .cell = ""}, SELAT_BAD_INPUT, "AGO2022ttl.csv:52: B05: found , expected a finite number"},
        {{.row = "TTL_A03", .rename = "TTL_A02"}, SELAT_BAD_INPUT, "AGO2022ttl.csv:4"},
        {{.row = "TTL_A03", .rename = "TTL_X"}, SELAT_BAD_INPUT, "found TTL_X, expected TTL_ and one of the 50"},
        {{.row = "LABR", .rename = "TTL_INT_FNL"}, SELAT_BAD_INPUT, "AGO2022ttl.csv: expected a row LABR"},
        {{.row = "LABR", .rename = "WAGES"}, SELAT_BAD_INPUT, "found WAGES, expected a TTL_ row, VALU, LABR"},
        {{.fifth_sector = "B6"}, SELAT_BAD_INPUT, "sectors50.csv: sector 5: found B6, expected B06"},
        {{.flow = "AGO,XXX,A01,1\n"}, SELAT_BAD_INPUT, "icio_bilateral_2022.csv.gz:6: importer: found XXX, expected"},
        {{.flow = "AGO,ROW,A01,1\n"}, SELAT_BAD_INPUT, ":6: sector: found A01, expected each exporter, importer"},
        {{.flow = "AGO,ROW,K,1\n"}, SELAT_BAD_INPUT, ":6: sector: found K, expected a goods sector or SVC"},
        {{.flow = "AGO,ROW,A02,-1\n"}, SELAT_BAD_INPUT, ":6: value_musd: found -1, expected a flow of 0 or more"},
        {{.year = "2021"}, SELAT_BAD_INPUT, "edgar_2024_ghg_by_sector_and_country.csv:1: expected a column '2022'"},
        {{.emission = "SF6,Processes,AGO,Angola,1\n"}, SELAT_BAD_INPUT, ":3: Substance: found SF6, expected CO2 or"},
        {{.emission = "CO2,Steel,AGO,Angola,1\n"}, SELAT_BAD_INPUT, ":3: Sector: found Steel, expected one of the"},
        {{.emission = "CO2,Waste,AGO,Angola,-1\n"}, SELAT_BAD_INPUT, ":3: 2022: found -1, expected an emission of"},
        {{.column = NULL}, SELAT_FAILED, "the sources do not agree: rows before closing are off by"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        write_world(context, folder, &cases[k].d);
        selat_table *t;
        assert_int_equal(selat_oecd_build(context, folder, &t), cases[k].status);
        assert_message_has(context, cases[k].message);
        assert_null(t);
    }
    assert_ok(context, selat_folder_remove(context, below(folder, "national")));
    selat_table *t;
    assert_int_equal(selat_oecd_build(context, folder, &t), SELAT_IO_ERROR);
    assert_message_has(context, "national/AGO2022ttl.csv: cannot open: No such file or directory");
    assert_int_equal(selat_oecd_build(context, "/no/such/folder", &t), SELAT_IO_ERROR);
    assert_message_has(context, "/no/such/folder/countries81.csv: cannot open");
    assert_ok(context, selat_folder_remove(context, folder));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_build_agrees_with_the_reference),
        TEST(test_emissions_are_conserved),
        TEST(test_edgar_totals),
        TEST(test_rebuilt_table_has_the_same_bytes),
        TEST(test_rewritten_companions_have_the_same_bytes),
        TEST(test_damaged_raw_files),
    };
    return cmocka_run_group_tests_name("oecd", tests, NULL, NULL);
}

/* Building oecd-2022 from the raw files: agreement with the independent results, conservation, errors. */
#include "unit.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
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

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_build_agrees_with_the_reference),
        TEST(test_emissions_are_conserved),
        TEST(test_edgar_totals),
    };
    return cmocka_run_group_tests_name("oecd", tests, NULL, NULL);
}

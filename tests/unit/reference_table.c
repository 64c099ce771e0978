/* Reading tests/published/table and comparing. */
#include "reference_table.h"

#include "unit.h"

#include "base/csv.h"

enum { MAX_BYTES = 1 << 24 };
static const double RELATIVE = 1e-6;

typedef struct reader {
    selat_csv csv;
    int64_t region, sector;
} reader;

static void open_reference(selat_context *context, const char *file, bool has_sectors, reader *out) {
    *out = (reader){.sector = -1};
    assert_ok(context, selat_csv_open(context, source_path(file), MAX_BYTES, &out->csv));
    assert_ok(context, selat_csv_column(context, &out->csv, "region", &out->region));
    if (has_sectors) assert_ok(context, selat_csv_column(context, &out->csv, "sector", &out->sector));
}

static bool next_row(selat_context *context, reader *r) {
    bool has_row;
    assert_ok(context, selat_csv_next(context, &r->csv, &has_row));
    return has_row;
}

static double value(selat_context *context, const reader *r, const char *column) {
    int64_t at;
    double number = NAN;
    assert_ok(context, selat_csv_column(context, &r->csv, column, &at));
    assert_ok(context, selat_csv_double(context, &r->csv, at, &number));
    return number;
}

/* `tolerance` is relative; below `floor` absolute at floor x tolerance. */
static void compare(const reader *r, const char *what, double found, double expected, double floor) {
    double scale = fmax(fabs(expected), floor);
    if (fabs(found - expected) <= RELATIVE * scale) return;
    fail_msg("%s %s %s: found %.12g, expected %.12g", r->csv.fields[r->region],
             r->sector >= 0 ? r->csv.fields[r->sector] : "", what, found, expected);
}

static int64_t find(const selat_labels *labels, const char *code) {
    int64_t at = selat_labels_find(labels, code);
    if (at < 0) fail_msg("%s is not in the table", code);
    return at;
}

static double exported(const selat_table *t, const double *flows, int64_t i, int64_t s) {
    int64_t R = t->regions.count;
    double sum = 0;
    for (int64_t n = 0; n < R; n++) sum += n != i ? flows[(s * R + n) * R + i] : 0;
    return sum;
}

static void compare_industry(selat_context *context, const reader *r, const selat_table *t, const double *flows) {
    int64_t R = t->regions.count, S = t->sectors.count, F = t->demands.count;
    int64_t n = find(&t->regions, r->csv.fields[r->region]), k = find(&t->sectors, r->csv.fields[r->sector]);
    double inputs = 0, final = 0, bought = 0;
    for (int64_t s = 0; s < S; s++) inputs += t->use_musd[(n * S + s) * S + k];
    for (int64_t f = 0; f < F; f++) final += t->final_musd[(n * S + k) * F + f];
    for (int64_t i = 0; i < R; i++) bought += flows[(k * R + n) * R + i];
    static const char *const primary[3][2] = {
        {"VALU", "value_added_valu_musd"}, {"TXS_INT_FNL", "taxes_txs_musd"}, {"IMP_OTHER", "imp_other_musd"}};
    for (int v = 0; v < 3; v++) {
        int64_t row = find(&t->primary, primary[v][0]);
        compare(r, primary[v][1], t->primary_musd[(row * R + n) * S + k], value(context, r, primary[v][1]), 1e-3);
    }
    compare(r, "output", t->output_musd[n * S + k], value(context, r, "output_musd"), 0);
    compare(r, "inputs", inputs, value(context, r, "intermediate_inputs_musd"), 0);
    compare(r, "purchases", bought, value(context, r, "purchases_musd"), 0);
    compare(r, "final demand", final, value(context, r, "final_demand_musd"), 0);
    compare(r, "exports", exported(t, flows, n, k), value(context, r, "exports_musd"), 0);
}

void compare_industries(selat_context *context, const selat_table *t) {
    int64_t R = t->regions.count, S = t->sectors.count, rows = 0;
    double *flows = calloc((size_t)(S * R * R), sizeof *flows);
    assert_non_null(flows);
    selat_table_flows_musd(t, flows);
    reader r;
    open_reference(context, "tests/published/table/industries.csv.gz", true, &r);
    for (; next_row(context, &r); rows++) compare_industry(context, &r, t, flows);
    assert_int_equal(rows, R * S);
    selat_csv_close(context, &r.csv);
    free(flows);
}

/* Production emissions of a region: industries and households, of one gas (NULL: all). */
static double emitted(const selat_table *t, int64_t n, const char *gas) {
    int64_t R = t->regions.count, S = t->sectors.count;
    double sum = 0;
    for (int64_t q = 0; q < t->stressors.count; q++) {
        if (gas != NULL && strcmp(t->stressor_gases[q], gas) != 0) continue;
        for (int64_t k = 0; k < S; k++) sum += t->stressor[(q * R + n) * S + k];
        sum += t->stressor_final[q * R + n];
    }
    return sum;
}

void compare_regions(selat_context *context, const selat_table *t) {
    int64_t R = t->regions.count, S = t->sectors.count, rows = 0;
    double *flows = calloc((size_t)(S * R * R), sizeof *flows), *gdp = calloc((size_t)R, sizeof *gdp);
    assert_non_null(flows);
    assert_non_null(gdp);
    selat_table_flows_musd(t, flows);
    selat_table_gdp_musd(t, gdp);
    reader r;
    open_reference(context, "tests/published/table/regions.csv", false, &r);
    for (; next_row(context, &r); rows++) {
        int64_t n = find(&t->regions, r.csv.fields[r.region]);
        double exports = 0, imports = 0;
        for (int64_t s = 0; s < S; s++) {
            exports += exported(t, flows, n, s);
            for (int64_t i = 0; i < R; i++) imports += i != n ? flows[(s * R + n) * R + i] : 0;
        }
        compare(&r, "GDP", gdp[n], value(context, &r, "gdp_musd"), 0);
        compare(&r, "exports", exports, value(context, &r, "exports_musd"), 0);
        compare(&r, "imports", imports, value(context, &r, "imports_musd"), 0);
        compare(&r, "CO2", emitted(t, n, "CO2"), value(context, &r, "co2_production_mt"), 0);
        compare(&r, "GHG", emitted(t, n, NULL), value(context, &r, "ghg_production_mtco2e"), 0);
    }
    assert_int_equal(rows, R);
    selat_csv_close(context, &r.csv);
    free(flows);
    free(gdp);
}

void compare_accounts(selat_context *context, const selat_table *t) {
    int64_t R = t->regions.count, Q = t->stressors.count, rows = 0;
    double *weights = calloc((size_t)(2 * Q), sizeof *weights), *share = calloc((size_t)R, sizeof *share);
    assert_non_null(weights);
    assert_non_null(share);
    for (int64_t q = 0; q < Q; q++) {
        weights[q] = strcmp(t->stressor_gases[q], "CO2") == 0;
        weights[Q + q] = 1;
    }
    selat_leontief *solver;
    selat_footprint f;
    assert_ok(context, selat_leontief_create(context, t, &solver));
    assert_ok(context, selat_domestic_value_added_share(context, t, solver, share));
    assert_ok(context, selat_footprint_compute(context, t, solver, 2, weights, false, &f));
    assert_true(f.solver.residual <= 1e-12);
    reader r;
    open_reference(context, "tests/published/table/regions.csv", false, &r);
    for (; next_row(context, &r); rows++) {
        int64_t n = find(&t->regions, r.csv.fields[r.region]);
        compare(&r, "value-added share", share[n], value(context, &r, "domestic_value_added_share_of_exports"), 0);
        compare(&r, "CO2 produced", f.production[n], value(context, &r, "co2_production_mt"), 0);
        compare(&r, "CO2 consumed", f.consumption[n], value(context, &r, "co2_consumption_mt"), 0);
        compare(&r, "GHG produced", f.production[R + n], value(context, &r, "ghg_production_mtco2e"), 0);
        compare(&r, "GHG consumed", f.consumption[R + n], value(context, &r, "ghg_consumption_mtco2e"), 0);
    }
    assert_int_equal(rows, R);
    for (int a = 0; a < 2; a++) {
        double produced = 0, consumed = 0;
        for (int64_t n = 0; n < R; n++) {
            produced += f.production[a * R + n];
            consumed += f.consumption[a * R + n];
        }
        assert_close(consumed / produced, 1, 1e-9);
    }
    selat_csv_close(context, &r.csv);
    selat_footprint_clear(context, &f);
    selat_leontief_destroy(context, solver);
    free(weights);
    free(share);
}

/* Sectors that emit nothing of any gas are left out of the file. */
void compare_emissions(selat_context *context, const selat_table *t) {
    static const char *const gases[4][2] = {{"CO2", "co2_mtco2e"},
                                            {"CH4", "gwp_100_ar5_ch4_mtco2e"},
                                            {"N2O", "gwp_100_ar5_n2o_mtco2e"},
                                            {"F-gases", "gwp_100_ar5_f_gases_mtco2e"}};
    int64_t R = t->regions.count, S = t->sectors.count, rows = 0;
    double listed[4] = {0}, total[4] = {0};
    reader r;
    open_reference(context, "tests/published/table/emissions_2022.csv.gz", true, &r);
    for (; next_row(context, &r); rows++) {
        int64_t n = find(&t->regions, r.csv.fields[r.region]);
        bool households = strcmp(r.csv.fields[r.sector], "households") == 0;
        int64_t k = households ? -1 : find(&t->sectors, r.csv.fields[r.sector]);
        for (int g = 0; g < 4; g++) {
            double sum = 0;
            for (int64_t q = 0; q < t->stressors.count; q++) {
                if (strcmp(t->stressor_gases[q], gases[g][0]) != 0) continue;
                sum += households ? t->stressor_final[q * R + n] : t->stressor[(q * R + n) * S + k];
            }
            listed[g] += sum;
            compare(&r, gases[g][0], sum, value(context, &r, gases[g][1]), 1);
        }
    }
    assert_true(rows > 3000);
    for (int g = 0; g < 4; g++) {
        for (int64_t n = 0; n < R; n++) total[g] += emitted(t, n, gases[g][0]);
        assert_close(listed[g] / total[g], 1, 1e-9);
    }
    selat_csv_close(context, &r.csv);
}

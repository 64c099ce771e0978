/* Pledges of emissions, and the baskets of visitors. */
#include <math.h>
#include <string.h>

#include "base/csv.h"
#include "base/memory.h"
#include "base/status.h"
#include "import/files.h"
#include "selat/dataset.h"
#include "selat/pathway_load.h"

enum { MAX_BYTES = 4 << 20, MAX_PLEDGES = 4096, EARLIEST = 1990, LATEST = 2200 };

enum {
    REGION, YEAR, TYPE, CONDITIONAL, CUT, BASE_YEAR, BASE, TARGET, PEAK_LOW, PEAK_HIGH, COVERAGE, LAND_USE, VERIFIED,
    STATEMENT, SOURCE, N_COLUMNS
};
static const char *const columns[N_COLUMNS] = {"region",  "year",      "type",     "conditional", "cut_percent",
                                               "base_year", "base_mt", "target_mt", "peak_low_mt", "peak_high_mt",
                                               "coverage", "land_use", "verified", "statement",   "source"};

/* A number within low and high, or NAN where nothing is written. */
static selat_status read_number(selat_context *context, const selat_csv *csv, int64_t at, double low, double high,
                                double *out) {
    *out = NAN;
    if (csv->fields[at][0] == '\0') return SELAT_OK;
    TRY(selat_csv_double(context, csv, at, out));
    return *out >= low && *out <= high ? SELAT_OK : selat_csv_fail(context, csv, at, "a number in its range, or nothing");
}

static selat_status read_yes(selat_context *context, const selat_csv *csv, int64_t at, bool *out) {
    *out = strcmp(csv->fields[at], "yes") == 0;
    return *out || strcmp(csv->fields[at], "no") == 0 ? SELAT_OK : selat_csv_fail(context, csv, at, "yes or no");
}

static selat_status read_type(selat_context *context, const selat_csv *csv, int64_t at, selat_pledge_type *out) {
    for (int k = SELAT_PLEDGE_ABSOLUTE; k <= SELAT_PLEDGE_NET_ZERO; k++) {
        *out = (selat_pledge_type)k;
        if (strcmp(csv->fields[at], selat_pledge_type_name(*out)) == 0) return SELAT_OK;
    }
    return selat_csv_fail(context, csv, at, "absolute, intensity, baseline, peak or net_zero");
}

static selat_status read_pledge(selat_context *context, const selat_csv *csv, const int64_t *at, selat_pledge *p) {
    TRY(selat_copy_text(context, csv->fields[at[REGION]], &p->region));
    TRY(selat_copy_text(context, csv->fields[at[STATEMENT]], &p->statement));
    TRY(selat_copy_text(context, csv->fields[at[SOURCE]], &p->source));
    TRY(selat_csv_int(context, csv, at[YEAR], EARLIEST, LATEST, &p->year));
    TRY(read_type(context, csv, at[TYPE], &p->type));
    TRY(read_yes(context, csv, at[CONDITIONAL], &p->conditional));
    TRY(read_number(context, csv, at[CUT], -100, 100, &p->cut_percent));
    if (csv->fields[at[BASE_YEAR]][0] != '\0') TRY(selat_csv_int(context, csv, at[BASE_YEAR], EARLIEST, LATEST, &p->base_year));
    TRY(read_number(context, csv, at[BASE], 0, 1e6, &p->base_mt));
    TRY(read_number(context, csv, at[TARGET], 0, 1e6, &p->target_mt));
    TRY(read_number(context, csv, at[PEAK_LOW], 0, 1e6, &p->peak_low_mt));
    TRY(read_number(context, csv, at[PEAK_HIGH], 0, 1e6, &p->peak_high_mt));
    p->economy_wide = strcmp(csv->fields[at[COVERAGE]], "economy") == 0;
    TRY(read_yes(context, csv, at[LAND_USE], &p->land_use));
    TRY(read_yes(context, csv, at[VERIFIED], &p->verified));
    if (p->type != SELAT_PLEDGE_PEAK || (isfinite(p->peak_low_mt) && isfinite(p->peak_high_mt))) return SELAT_OK;
    return selat_csv_fail(context, csv, at[PEAK_LOW], "the cut below the peak, for a pledge of type peak");
}

static selat_status read_pledges(selat_context *context, selat_csv *csv, selat_pledges *out) {
    int64_t at[N_COLUMNS];
    for (int k = 0; k < N_COLUMNS; k++) TRY(selat_csv_column(context, csv, columns[k], &at[k]));
    TRY(selat_new(context, MAX_PLEDGES, &out->pledges));
    for (bool has_row;;) {
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) return SELAT_OK;
        if (out->count == MAX_PLEDGES) return selat_csv_fail(context, csv, at[REGION], "at most 4096 pledges");
        TRY(read_pledge(context, csv, at, &out->pledges[out->count++]));
    }
}

selat_status selat_dataset_pledges(selat_context *context, const char *name_or_path, selat_pledges *out) {
    static const char *const suffixes[] = {".csv"};
    selat_csv csv = {0};
    char *path = NULL;
    selat_status status;
    *out = (selat_pledges){0};
    TRY_OR(done, status, selat_dataset_find(context, "list of pledges", "pledges", suffixes, 1, name_or_path, &path));
    TRY_OR(done, status, selat_csv_open(context, path, MAX_BYTES, &csv));
    status = read_pledges(context, &csv, out);
done:
    selat_csv_close(context, &csv);
    selat_release(context, path);
    if (status != SELAT_OK) selat_pledges_clear(context, out);
    return status;
}

/* ---- visitors ---- */

static selat_status read_visitors(selat_context *context, selat_csv *csv, const selat_table *table, selat_visitors *out) {
    int64_t region, sector, spending;
    TRY(selat_csv_column(context, csv, "region", &region));
    TRY(selat_csv_column(context, csv, "sector", &sector));
    TRY(selat_csv_column(context, csv, "spending", &spending));
    for (bool has_row;;) {
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) return SELAT_OK;
        int64_t n = selat_labels_find(&table->regions, csv->fields[region]);
        int64_t s = selat_labels_find(&table->sectors, csv->fields[sector]);
        double musd;
        TRY(selat_csv_double(context, csv, spending, &musd));
        if (n >= 0 && s >= 0) out->spending_musd[n * out->n_sectors + s] = musd;
    }
}

static selat_status find_visitors(selat_context *context, const selat_table *table, char **path) {
    static const char *const suffixes[] = {".csv", ".csv.gz"};
    if (strpbrk(table->name, "/.") != NULL) return SELAT_BAD_INPUT;
    return selat_dataset_find(context, "basket of visitors", "visitors", suffixes, 2, table->name, path);
}

selat_status selat_dataset_visitors(selat_context *context, const selat_table *table, selat_visitors *out) {
    *out = (selat_visitors){.n_regions = table->regions.count, .n_sectors = table->sectors.count};
    selat_csv csv = {0};
    selat_data_meta meta = {0};
    char *path = NULL;
    selat_status status;
    TRY_OR(done, status, selat_new(context, out->n_regions * out->n_sectors, &out->spending_musd));
    if (find_visitors(context, table, &path) != SELAT_OK) return SELAT_OK; /* none for this table */
    TRY_OR(done, status, selat_data_meta_read(context, path, &meta));
    TRY_OR(done, status, selat_copy_text(context, meta.source, &out->source));
    TRY_OR(done, status, selat_csv_open(context, path, MAX_BYTES, &csv));
    status = read_visitors(context, &csv, table, out);
done:
    selat_csv_close(context, &csv);
    selat_data_meta_clear(context, &meta);
    selat_release(context, path);
    if (status != SELAT_OK) selat_visitors_clear(context, out);
    return status;
}

/* Labels and the 80 national tables: one file per region, a row per product and per primary input. */
#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "import/oecd/data.h"

enum { MAX_BYTES = 1 << 22, MAX_REGIONS = 500 };

/* ---- labels ---- */

/* The `code` column of a list and the name to show; *count rows read into arrays of MAX_REGIONS. */
static selat_status read_list(selat_context *context, selat_csv *csv, const char *name_column, char **codes,
                              char **names, int64_t *count) {
    int64_t code, name;
    TRY(selat_csv_column(context, csv, "code", &code));
    TRY(selat_csv_column(context, csv, name_column, &name));
    for (bool has_row;;) {
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) return SELAT_OK;
        if (*count == MAX_REGIONS) return selat_csv_fail(context, csv, code, "at most 500 rows");
        TRY(selat_copy_text(context, csv->fields[code], &codes[*count]));
        const char *everyday = selat_oecd_region_name(csv->fields[code]);
        selat_status status = selat_copy_text(context, everyday != NULL ? everyday : csv->fields[name], &names[*count]);
        (*count)++;
        TRY(status);
    }
}

static selat_status load_list(selat_context *context, const char *folder, const char *file, const char *name_column,
                              selat_labels *out) {
    char *codes[MAX_REGIONS] = {0}, *names[MAX_REGIONS] = {0}, *path = NULL;
    int64_t count = 0;
    selat_csv csv = {0};
    selat_status status;
    TRY_OR(done, status, selat_path_join(context, folder, file, &path));
    TRY_OR(done, status, selat_csv_open(context, path, MAX_BYTES, &csv));
    TRY_OR(done, status, read_list(context, &csv, name_column, codes, names, &count));
    status = selat_labels_init(context, count, (const char *const *)codes, (const char *const *)names, out);
done:
    selat_csv_close(context, &csv);
    selat_release(context, path);
    for (int64_t k = 0; k < count; k++) {
        selat_release(context, codes[k]);
        selat_release(context, names[k]);
    }
    return status;
}

/* The file's sectors are the 50 the recipe is written for, in their order; short names replace its own. */
static selat_status check_sectors(selat_context *context, const char *folder, selat_labels *sectors) {
    const char *codes[OECD_SECTORS], *names[OECD_SECTORS];
    for (int64_t s = 0; s < OECD_SECTORS; s++) {
        codes[s] = selat_oecd_sectors[s].code;
        names[s] = selat_oecd_sectors[s].name;
        if (s < sectors->count && strcmp(sectors->codes[s], codes[s]) == 0) continue;
        return selat_fail(context, SELAT_BAD_INPUT, "%s/sectors50.csv: sector %lld: found %s, expected %s", folder,
                          (long long)s + 1, s < sectors->count ? sectors->codes[s] : "the end", codes[s]);
    }
    if (sectors->count != OECD_SECTORS) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s/sectors50.csv: found %lld sectors, expected %d", folder,
                          (long long)sectors->count, (int)OECD_SECTORS);
    }
    selat_labels_clear(context, sectors);
    return selat_labels_init(context, OECD_SECTORS, codes, names, sectors);
}

selat_status selat_oecd_read_labels(selat_context *context, const char *folder, selat_labels *regions,
                                    selat_labels *sectors) {
    TRY(load_list(context, folder, "countries81.csv", "name", regions));
    TRY(load_list(context, folder, "sectors50.csv", "industry", sectors));
    TRY(check_sectors(context, folder, sectors));
    if (regions->count > 1 && strcmp(regions->codes[regions->count - 1], "ROW") == 0) return SELAT_OK;
    return selat_fail(context, SELAT_BAD_INPUT, "%s/countries81.csv: expected ROW as the last region", folder);
}

/* ---- one national table ---- */

typedef struct columns {
    int64_t sector[OECD_SECTORS], demand[OECD_DEMANDS], exports, non_residents, imports;
} columns;

/* Rows that are not products, where their sector cells go, whether they have been seen. */
enum { OUTPUT_ROW = OECD_PRIMARY + OECD_MEMO, SINGLE_ROWS };

static const char *single_row_name(int row) {
    if (row < OECD_PRIMARY) return selat_oecd_primary[row];
    return row < OUTPUT_ROW ? selat_oecd_memo[row - OECD_PRIMARY] : "OUTPUT";
}

static double *single_row(const selat_oecd_data *data, int row, int64_t region) {
    int64_t R = data->regions.count, S = OECD_SECTORS;
    if (row < OECD_PRIMARY) return data->primary + (row * R + region) * S;
    if (row < OUTPUT_ROW) return data->memo + ((row - OECD_PRIMARY) * R + region) * S;
    return data->output + region * S;
}

static selat_status find_columns(selat_context *context, const selat_csv *csv, const selat_oecd_data *data,
                                 columns *out) {
    for (int64_t s = 0; s < OECD_SECTORS; s++) {
        TRY(selat_csv_column(context, csv, data->sectors.codes[s], &out->sector[s]));
    }
    for (int f = 0; f < OECD_DEMANDS; f++) {
        TRY(selat_csv_column(context, csv, selat_oecd_demands[f], &out->demand[f]));
    }
    TRY(selat_csv_column(context, csv, "EXPO", &out->exports));
    TRY(selat_csv_column(context, csv, "CONS_NONRES", &out->non_residents));
    return selat_csv_column(context, csv, "IMPO", &out->imports);
}

static selat_status read_cells(selat_context *context, const selat_csv *csv, const int64_t *column, int64_t count,
                               double *out) {
    for (int64_t k = 0; k < count; k++) TRY(selat_csv_double(context, csv, column[k], &out[k]));
    return SELAT_OK;
}

/* Exports are EXPO and purchases of non-residents; imports carry a minus sign in the file. */
static selat_status read_product(selat_context *context, const selat_csv *csv, const columns *at, int64_t row,
                                 selat_oecd_data *data) {
    TRY(read_cells(context, csv, at->sector, OECD_SECTORS, data->use + row * OECD_SECTORS));
    TRY(read_cells(context, csv, at->demand, OECD_DEMANDS, data->final + row * OECD_DEMANDS));
    double exports, non_residents, imports;
    TRY(selat_csv_double(context, csv, at->exports, &exports));
    TRY(selat_csv_double(context, csv, at->non_residents, &non_residents));
    TRY(selat_csv_double(context, csv, at->imports, &imports));
    data->exports[row] = exports + non_residents;
    data->imports[row] = -imports;
    return SELAT_OK;
}

static selat_status mark(selat_context *context, const selat_csv *csv, bool *seen) {
    if (*seen) return selat_csv_fail(context, csv, 0, "each row once");
    *seen = true;
    return SELAT_OK;
}

static selat_status read_row(selat_context *context, const selat_csv *csv, const columns *at, int64_t region,
                             bool *product_seen, bool *single_seen, selat_oecd_data *data) {
    const char *name = csv->fields[0];
    if (strcmp(name, "TTL_INT_FNL") == 0) return SELAT_OK; /* a subtotal */
    if (strncmp(name, "TTL_", 4) == 0) {
        int64_t s = selat_labels_find(&data->sectors, name + 4);
        if (s < 0) return selat_csv_fail(context, csv, 0, "TTL_ and one of the 50 sectors");
        TRY(mark(context, csv, &product_seen[s]));
        return read_product(context, csv, at, region * OECD_SECTORS + s, data);
    }
    for (int row = 0; row < SINGLE_ROWS; row++) {
        if (strcmp(name, single_row_name(row)) != 0) continue;
        TRY(mark(context, csv, &single_seen[row]));
        if (row == OECD_TXS) {
            TRY(read_cells(context, csv, at->demand, OECD_DEMANDS, data->final_taxes + region * OECD_DEMANDS));
        }
        return read_cells(context, csv, at->sector, OECD_SECTORS, single_row(data, row, region));
    }
    return selat_csv_fail(context, csv, 0, "a TTL_ row, VALU, LABR, OTXS, CFC, NOPS, TXS_INT_FNL, IMP_OTHER or OUTPUT");
}

static selat_status read_rows(selat_context *context, selat_csv *csv, int64_t region, selat_oecd_data *data) {
    columns at;
    TRY(find_columns(context, csv, data, &at));
    bool product_seen[OECD_SECTORS] = {false}, single_seen[SINGLE_ROWS] = {false};
    for (bool has_row;;) {
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) break;
        TRY(read_row(context, csv, &at, region, product_seen, single_seen, data));
    }
    selat_place whole = {csv->path, 0, 0, NULL};
    for (int64_t s = 0; s < OECD_SECTORS; s++) {
        if (!product_seen[s]) {
            return selat_fail_at(context, whole, NULL, "expected a row TTL_%s", data->sectors.codes[s]);
        }
    }
    for (int row = 0; row < SINGLE_ROWS; row++) {
        if (!single_seen[row]) return selat_fail_at(context, whole, NULL, "expected a row %s", single_row_name(row));
    }
    return SELAT_OK;
}

static selat_status read_table(selat_context *context, const char *folder, int64_t year, int64_t region,
                               selat_oecd_data *data) {
    char name[64], *path;
    selat_format(name, sizeof name, "national/%.16s%lldttl.csv", data->regions.codes[region], (long long)year);
    TRY(selat_path_join(context, folder, name, &path));
    selat_csv csv = {0};
    selat_status status = selat_csv_open(context, path, MAX_BYTES, &csv);
    if (status == SELAT_OK) status = read_rows(context, &csv, region, data);
    selat_csv_close(context, &csv);
    selat_release(context, path);
    return status;
}

selat_status selat_oecd_read_national(selat_context *context, const char *folder, int64_t year,
                                      selat_oecd_data *data) {
    int64_t n_national = data->regions.count - 1;
    for (int64_t n = 0; n < n_national; n++) {
        TRY(selat_check_cancel(context));
        TRY(read_table(context, folder, year, n, data));
    }
    return SELAT_OK;
}

/* Trade elasticities by sector. */
#include <math.h>
#include <string.h>

#include "base/csv.h"
#include "base/memory.h"
#include "base/status.h"
#include "import/files.h"
#include "selat/dataset.h"

enum { MAX_BYTES = 1 << 20 };

typedef struct columns {
    int64_t sector, theta, standard_error, note; /* the last two -1 when the file has none */
} columns;

static int64_t optional_column(const selat_csv *csv, const char *name) {
    for (int64_t k = 0; k < csv->n_columns; k++) {
        if (strcmp(csv->header[k], name) == 0) return k;
    }
    return -1;
}

static selat_status read_error(selat_context *context, const selat_csv *csv, int64_t column, double *out) {
    if (column < 0 || csv->fields[column][0] == '\0') return SELAT_OK;
    TRY(selat_csv_double(context, csv, column, out));
    return *out >= 0 ? SELAT_OK : selat_csv_fail(context, csv, column, "a standard error of 0 or more");
}

static selat_status read_row(selat_context *context, const selat_csv *csv, const columns *at, const selat_table *table,
                             selat_elasticities *out) {
    int64_t s = selat_labels_find(&table->sectors, csv->fields[at->sector]);
    if (s < 0) return SELAT_OK; /* a longer list serves, as long as no sector of the table is missing */
    if (out->note[s] != NULL) return selat_csv_fail(context, csv, at->sector, "each sector once");
    TRY(selat_csv_double(context, csv, at->theta, &out->theta[s]));
    if (!(out->theta[s] > 0)) return selat_csv_fail(context, csv, at->theta, "an elasticity above 0");
    TRY(read_error(context, csv, at->standard_error, &out->standard_error[s]));
    return selat_copy_text(context, at->note >= 0 ? csv->fields[at->note] : "", &out->note[s]);
}

static selat_status read_rows(selat_context *context, selat_csv *csv, const selat_table *table,
                              selat_elasticities *out) {
    columns at = {.standard_error = optional_column(csv, "standard_error"), .note = optional_column(csv, "note")};
    TRY(selat_csv_column(context, csv, "sector", &at.sector));
    TRY(selat_csv_column(context, csv, "theta", &at.theta));
    for (bool has_row;;) {
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) break;
        TRY(read_row(context, csv, &at, table, out));
    }
    for (int64_t s = 0; s < table->sectors.count; s++) {
        if (out->note[s] != NULL) continue;
        return selat_fail_at(context, (selat_place){csv->path, 0, 0, NULL}, NULL,
                             "expected a row for sector %s of table %s", table->sectors.codes[s], table->name);
    }
    return SELAT_OK;
}

static selat_status load(selat_context *context, const char *path, const selat_table *table, selat_elasticities *out) {
    int64_t S = table->sectors.count;
    selat_data_meta meta = {0};
    selat_csv csv = {0};
    selat_status status;
    TRY_OR(done, status, selat_new(context, S, &out->theta));
    TRY_OR(done, status, selat_new(context, S, &out->standard_error));
    TRY_OR(done, status, selat_new(context, S, &out->note));
    for (int64_t s = 0; s < S; s++) out->standard_error[s] = NAN;
    TRY_OR(done, status, selat_data_meta_read(context, path, &meta));
    TRY_OR(done, status, selat_copy_text(context, meta.source, &out->source));
    TRY_OR(done, status, selat_csv_open(context, path, MAX_BYTES, &csv));
    status = read_rows(context, &csv, table, out);
done:
    selat_csv_close(context, &csv);
    selat_data_meta_clear(context, &meta);
    return status;
}

selat_status selat_dataset_elasticities(selat_context *context, const char *name_or_path, const selat_table *table,
                                        selat_elasticities *out) {
    static const char *const suffixes[] = {".csv"};
    *out = (selat_elasticities){.n_sectors = table->sectors.count};
    char *path = NULL;
    selat_status status;
    TRY_OR(done, status, selat_dataset_find(context, "set of elasticities", "elasticities", suffixes, 1, name_or_path,
                                            &path));
    TRY_OR(done, status, selat_dataset_name(context, path, suffixes, 1, &out->name));
    status = load(context, path, table, out);
done:
    selat_release(context, path);
    if (status != SELAT_OK) selat_elasticities_clear(context, out);
    return status;
}

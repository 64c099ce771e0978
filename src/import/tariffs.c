/* Ad-valorem rates by importer, exporter and sector. */
#include <math.h>
#include <string.h>

#include "base/csv.h"
#include "base/memory.h"
#include "base/status.h"
#include "import/files.h"
#include "selat/dataset.h"

enum { MAX_BYTES = 1 << 28, CANCEL_EVERY = 4096 };

typedef struct columns {
    int64_t importer, exporter, sector, rate;
} columns;

/* What a file is read into besides the rates. */
typedef struct reading {
    const selat_table *table;
    const selat_group *services; /* NULL when the table's sectors are not known to the groups */
    bool *seen;                  /* [S][R][R] */
    bool *importer_named;        /* [R] */
    int64_t importer, exporter, sector; /* of the row before */
    int64_t rows, outside;       /* rows read; rows with a region or sector that is not in the table */
} reading;

static bool is_service(const reading *r, const char *sector) {
    for (int64_t k = 0; r->services != NULL && k < r->services->count; k++) {
        if (strcmp(r->services->codes[k], sector) == 0) return true;
    }
    return false;
}

static selat_status read_rate(selat_context *context, const selat_csv *csv, const columns *at, const reading *r,
                              double *out) {
    TRY(selat_csv_double(context, csv, at->rate, out));
    if (*out < 0 || *out > 100) return selat_csv_fail(context, csv, at->rate, "a fraction of 0 or more (0.05 is 5 %)");
    if (*out > 0 && is_service(r, csv->fields[at->sector])) {
        return selat_csv_fail(context, csv, at->sector, "a goods sector: services carry no tariff");
    }
    return SELAT_OK;
}

/* Files are mostly sorted: a code is that of the row before or the one after it. */
static int64_t find_near(const selat_labels *labels, const char *code, int64_t *before) {
    int64_t first = *before;
    for (int64_t k = first; k >= 0 && k <= first + 1 && k < labels->count; k++) {
        if (strcmp(labels->codes[k], code) == 0) return *before = k;
    }
    return *before = selat_labels_find(labels, code);
}

static selat_status read_row(selat_context *context, const selat_csv *csv, const columns *at, reading *r,
                             selat_tariffs *out) {
    int64_t R = r->table->regions.count;
    int64_t n = find_near(&r->table->regions, csv->fields[at->importer], &r->importer);
    int64_t i = find_near(&r->table->regions, csv->fields[at->exporter], &r->exporter);
    int64_t s = find_near(&r->table->sectors, csv->fields[at->sector], &r->sector);
    double rate;
    TRY(read_rate(context, csv, at, r, &rate));
    r->rows++;
    if (n >= 0) r->importer_named[n] = true;
    if (n < 0 || i < 0 || s < 0) {
        r->outside++;
        return SELAT_OK;
    }
    int64_t cell = (s * R + n) * R + i;
    if (r->seen[cell]) return selat_csv_fail(context, csv, at->sector, "each importer, exporter and sector once");
    r->seen[cell] = true;
    if (n == i) return SELAT_OK;
    if (rate > out->cap) {
        rate = out->cap;
        out->n_capped++;
    }
    out->rate[cell] = rate;
    return SELAT_OK;
}

static selat_status read_rows(selat_context *context, selat_csv *csv, reading *r, selat_tariffs *out) {
    columns at;
    TRY(selat_csv_column(context, csv, "importer", &at.importer));
    TRY(selat_csv_column(context, csv, "exporter", &at.exporter));
    TRY(selat_csv_column(context, csv, "sector", &at.sector));
    TRY(selat_csv_column(context, csv, "rate", &at.rate));
    for (bool has_row;;) {
        if (r->rows % CANCEL_EVERY == 0) TRY(selat_check_cancel(context));
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) break;
        TRY(read_row(context, csv, &at, r, out));
    }
    if (r->rows > 0 && r->outside == r->rows) {
        return selat_fail_at(context, (selat_place){csv->path, 0, 0, NULL}, NULL,
                             "no row names regions and sectors of table %s", r->table->name);
    }
    if (r->outside > 0) {
        selat_note(context, "tariffs %s: %lld of %lld rows name regions or sectors that are not in table %s", out->name,
                   (long long)r->outside, (long long)r->rows, r->table->name);
    }
    return SELAT_OK;
}

/* Importers without a schedule: those the description lists, or those the file never names. */
static void set_missing(const reading *r, const char *listed, selat_tariffs *out) {
    for (int64_t n = 0; n < out->n_regions; n++) {
        out->importer_missing[n] = listed == NULL && !r->importer_named[n];
    }
    while (listed != NULL && *listed != '\0') {
        size_t length = strcspn(listed, " ");
        for (int64_t n = 0; n < out->n_regions; n++) {
            const char *code = r->table->regions.codes[n];
            if (strlen(code) == length && strncmp(code, listed, length) == 0) out->importer_missing[n] = true;
        }
        listed += length + (listed[length] == ' ');
    }
}

static selat_status load(selat_context *context, const char *path, reading *r, selat_tariffs *out) {
    int64_t R = r->table->regions.count, S = r->table->sectors.count;
    selat_data_meta meta = {0};
    selat_csv csv = {0};
    selat_status status;
    TRY_OR(done, status, selat_new(context, S * R * R, &out->rate));
    TRY_OR(done, status, selat_new(context, R, &out->importer_missing));
    TRY_OR(done, status, selat_new(context, S * R * R, &r->seen));
    TRY_OR(done, status, selat_new(context, R, &r->importer_named));
    TRY_OR(done, status, selat_data_meta_read(context, path, &meta));
    TRY_OR(done, status, selat_copy_text(context, meta.source, &out->source));
    out->cap = meta.cap;
    TRY_OR(done, status, selat_csv_open(context, path, MAX_BYTES, &csv));
    TRY_OR(done, status, read_rows(context, &csv, r, out));
    set_missing(r, meta.missing_importers, out);
done:
    selat_csv_close(context, &csv);
    selat_data_meta_clear(context, &meta);
    selat_release(context, r->seen);
    selat_release(context, r->importer_named);
    return status;
}

selat_status selat_dataset_tariffs(selat_context *context, const char *name_or_path, const selat_table *table,
                                   selat_tariffs *out) {
    static const char *const suffixes[] = {".csv.gz", ".csv"};
    *out = (selat_tariffs){.n_regions = table->regions.count, .n_sectors = table->sectors.count};
    selat_groups groups = {0};
    char *path = NULL;
    selat_status status;
    TRY_OR(done, status, selat_dataset_find(context, "tariff set", "tariffs", suffixes, 2, name_or_path, &path));
    TRY_OR(done, status, selat_dataset_name(context, path, suffixes, 2, &out->name));
    TRY_OR(done, status, selat_dataset_groups(context, &groups));
    reading r = {.table = table, .services = selat_groups_find(&groups, "services", true)};
    status = load(context, path, &r, out);
done:
    selat_groups_clear(context, &groups);
    selat_release(context, path);
    if (status != SELAT_OK) selat_tariffs_clear(context, out);
    return status;
}

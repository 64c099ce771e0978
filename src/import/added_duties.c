/* Duties to be added to a panel's rates, from a CSV file. */
#include "base/csv.h"
#include "base/memory.h"
#include "base/status.h"
#include "import/files.h"
#include "selat/dataset.h"

enum { MAX_BYTES = 1 << 24, N_COLUMNS = 5 };

typedef struct reading {
    const selat_panel *panel;
    int64_t column[N_COLUMNS], room;
    selat_added_duties *out;
} reading;

static selat_status grow(selat_context *context, reading *r) {
    selat_added_duties *out = r->out;
    selat_added_duty *rows;
    if (out->count < r->room) return SELAT_OK;
    r->room = 2 * r->room + 64;
    TRY(selat_new(context, r->room, &rows));
    for (int64_t k = 0; k < out->count; k++) rows[k] = out->rows[k];
    selat_release(context, out->rows);
    out->rows = rows;
    return SELAT_OK;
}

static selat_status find(selat_context *context, const selat_csv *csv, int64_t column, const selat_labels *labels,
                         const char *expected, int64_t *out) {
    *out = selat_labels_find(labels, csv->fields[column]);
    return *out >= 0 ? SELAT_OK : selat_csv_fail(context, csv, column, expected);
}

static selat_status read_row(selat_context *context, const selat_csv *csv, reading *r) {
    selat_added_duty d;
    const selat_panel *p = r->panel;
    TRY(find(context, csv, r->column[0], &p->regions, "a region of the panel", &d.importer));
    TRY(find(context, csv, r->column[1], &p->regions, "a region of the panel", &d.exporter));
    TRY(find(context, csv, r->column[2], &p->sectors, "a sector of the panel", &d.sector));
    TRY(selat_csv_int(context, csv, r->column[3], 1900, 2200, &d.year));
    TRY(selat_csv_double(context, csv, r->column[4], &d.add));
    if (d.add < 0) return selat_csv_fail(context, csv, r->column[4], "a fraction of 0 or more");
    for (int64_t k = 0; k < r->out->count; k++) {
        const selat_added_duty *o = &r->out->rows[k];
        if (o->importer == d.importer && o->exporter == d.exporter && o->sector == d.sector && o->year == d.year) {
            return selat_csv_fail(context, csv, r->column[3], "each flow and year once");
        }
    }
    TRY(grow(context, r));
    r->out->rows[r->out->count++] = d;
    return SELAT_OK;
}

static selat_status read_rows(selat_context *context, selat_csv *csv, reading *r) {
    static const char *const names[N_COLUMNS] = {"importer", "exporter", "sector", "year", "add"};
    for (int k = 0; k < N_COLUMNS; k++) TRY(selat_csv_column(context, csv, names[k], &r->column[k]));
    for (bool has_row;;) {
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) return SELAT_OK;
        TRY(read_row(context, csv, r));
    }
}

selat_status selat_dataset_added_duties(selat_context *context, const char *name_or_path, const selat_panel *panel,
                                        selat_added_duties *out) {
    static const char *const suffixes[] = {".csv.gz", ".csv"};
    *out = (selat_added_duties){0};
    selat_data_meta meta = {0};
    selat_csv csv = {0};
    reading r = {.panel = panel, .out = out};
    char *path = NULL;
    selat_status status;
    TRY_OR(done, status, selat_dataset_find(context, "set of added duties", "panel", suffixes, 2, name_or_path, &path));
    TRY_OR(done, status, selat_dataset_name(context, path, suffixes, 2, &out->name));
    TRY_OR(done, status, selat_data_meta_read(context, path, &meta));
    TRY_OR(done, status, selat_copy_text(context, meta.source, &out->source));
    TRY_OR(done, status, selat_csv_open(context, path, MAX_BYTES, &csv));
    status = read_rows(context, &csv, &r);
done:
    selat_csv_close(context, &csv);
    selat_data_meta_clear(context, &meta);
    selat_release(context, path);
    if (status != SELAT_OK) selat_added_duties_clear(context, out);
    return status;
}

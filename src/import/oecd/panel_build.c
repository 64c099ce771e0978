/* The panel of flows and tariffs from twelve years of bilateral files. */
#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "import/oecd/data.h"
#include "selat/oecd.h"

enum { FIRST_YEAR = 2011, YEARS = 12, TARIFF_YEARS = 11, SECTORS = OECD_GOODS + 1, MAX_BYTES = 1 << 26,
       CANCEL_EVERY = 4096, N_COLUMNS = 5 };
static const char source[] =
    "Flows: OECD (2025), Inter-Country Input-Output Tables, https://oe.cd/icio, 81 regions, 27 goods and one services "
    "aggregate, million USD at basic prices, CC BY 4.0. Tariffs 2011-2021: F. Teti, Global Tariff Database (beta "
    "2024-12), applied rates including preferences, simple averages over tariff lines by sector. The rates leave out "
    "the duties that the United States and China put on each other from 2018 on.";

typedef struct reading {
    selat_panel *panel;
    int64_t year;
    bool *seen; /* [S][R][R] */
    bool *taxed; /* [R] the importer has a rate above 0 in some year */
    int64_t column[N_COLUMNS];
} reading;

static selat_status make_sectors(selat_context *context, selat_labels *out) {
    const char *codes[SECTORS], *names[SECTORS];
    for (int s = 0; s < OECD_GOODS; s++) {
        codes[s] = selat_oecd_sectors[s].code;
        names[s] = selat_oecd_sectors[s].name;
    }
    codes[OECD_GOODS] = "SVC";
    names[OECD_GOODS] = "Services";
    return selat_labels_init(context, SECTORS, codes, names, out);
}

static selat_status find(selat_context *context, const selat_csv *csv, int64_t column, const selat_labels *labels,
                         const char *expected, int64_t *out) {
    *out = selat_labels_find(labels, csv->fields[column]);
    return *out >= 0 ? SELAT_OK : selat_csv_fail(context, csv, column, expected);
}

static selat_status read_row(selat_context *context, const selat_csv *csv, reading *r) {
    selat_panel *p = r->panel;
    int64_t i, n, s, R = p->regions.count;
    double flow, rate;
    TRY(find(context, csv, r->column[0], &p->regions, "one of the 81 region codes", &i));
    TRY(find(context, csv, r->column[1], &p->regions, "one of the 81 region codes", &n));
    TRY(find(context, csv, r->column[2], &p->sectors, "a goods sector or SVC", &s));
    TRY(selat_csv_double(context, csv, r->column[3], &flow));
    TRY(selat_csv_double(context, csv, r->column[4], &rate));
    if (flow < 0) return selat_csv_fail(context, csv, r->column[3], "a flow of 0 or more");
    if (rate < 0) return selat_csv_fail(context, csv, r->column[4], "a rate of 0 or more");
    int64_t cell = (s * R + n) * R + i, year = r->year - p->first_year;
    if (r->seen[cell]) return selat_csv_fail(context, csv, r->column[2], "each exporter, importer and sector once");
    r->seen[cell] = true;
    p->flow_musd[year * SECTORS * R * R + cell] = (float)flow;
    if (year >= p->n_tariff_years || s >= OECD_GOODS || i == n) return SELAT_OK;
    p->tariff[year * SECTORS * R * R + cell] = (float)rate;
    r->taxed[n] = r->taxed[n] || rate > 0;
    return SELAT_OK;
}

static selat_status read_rows(selat_context *context, selat_csv *csv, reading *r) {
    static const char *const names[N_COLUMNS] = {"exporter", "importer", "sector", "value_musd", "tariff"};
    for (int k = 0; k < N_COLUMNS; k++) TRY(selat_csv_column(context, csv, names[k], &r->column[k]));
    int64_t row = 0;
    for (bool has_row;; row++) {
        if (row % CANCEL_EVERY == 0) TRY(selat_check_cancel(context));
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) return SELAT_OK; /* pairs without trade are left out */
        TRY(read_row(context, csv, r));
    }
}

static selat_status read_year(selat_context *context, const char *folder, reading *r) {
    char name[64], *path;
    int64_t R = r->panel->regions.count;
    selat_csv csv = {0};
    selat_format(name, sizeof name, "trade/icio_bilateral_%lld.csv.gz", (long long)r->year);
    TRY(selat_path_join(context, folder, name, &path));
    memset(r->seen, 0, (size_t)(SECTORS * R * R) * sizeof *r->seen);
    selat_status status = selat_csv_open(context, path, MAX_BYTES, &csv);
    if (status == SELAT_OK) status = read_rows(context, &csv, r);
    selat_csv_close(context, &csv);
    selat_release(context, path);
    return status;
}

static selat_status read_years(selat_context *context, const char *folder, selat_panel *panel) {
    int64_t R = panel->regions.count;
    reading r = {.panel = panel};
    selat_status status;
    TRY_OR(done, status, selat_new(context, SECTORS * R * R, &r.seen));
    TRY_OR(done, status, selat_new(context, R, &r.taxed));
    for (int64_t y = 0; y < YEARS; y++) {
        selat_progress(context, "flows", (double)y / YEARS);
        r.year = FIRST_YEAR + y;
        TRY_OR(done, status, read_year(context, folder, &r));
    }
    selat_progress(context, "flows", 1);
    /* Free ports (Singapore) have a schedule of zeros; only these two have none. */
    for (int64_t n = 0; n < R; n++) {
        const char *code = panel->regions.codes[n];
        panel->importer_missing[n] = !r.taxed[n] && (strcmp(code, "HKG") == 0 || strcmp(code, "ROW") == 0);
    }
done:
    selat_release(context, r.seen);
    selat_release(context, r.taxed);
    return status;
}

selat_status selat_oecd_build_panel(selat_context *context, const char *folder, selat_panel **out) {
    selat_labels regions = {0}, all = {0}, sectors = {0};
    selat_status status;
    *out = NULL;
    TRY_OR(done, status, selat_oecd_read_labels(context, folder, &regions, &all));
    TRY_OR(done, status, make_sectors(context, &sectors));
    TRY_OR(done, status,
           selat_panel_create(context, &regions, &sectors, FIRST_YEAR, YEARS, TARIFF_YEARS, out));
    TRY_OR(done, status, selat_copy_text(context, "flows-2011-2022", &(*out)->name));
    TRY_OR(done, status, selat_copy_text(context, source, &(*out)->source));
    status = read_years(context, folder, *out);
done:
    selat_labels_clear(context, &regions);
    selat_labels_clear(context, &all);
    selat_labels_clear(context, &sectors);
    if (status == SELAT_OK) return SELAT_OK;
    selat_panel_destroy(context, *out);
    *out = NULL;
    return status;
}

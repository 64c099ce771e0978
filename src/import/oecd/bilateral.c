/* Bilateral flows of one year: 27 goods and one services aggregate by pair, domestic sales on the diagonal. */
#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "import/oecd/data.h"

enum { MAX_BYTES = 1 << 26, CANCEL_EVERY = 4096 };

typedef struct columns {
    int64_t exporter, importer, sector, value;
} columns;

static selat_status find_region(selat_context *context, const selat_csv *csv, int64_t column,
                                const selat_labels *regions, int64_t *out) {
    *out = selat_labels_find(regions, csv->fields[column]);
    return *out >= 0 ? SELAT_OK : selat_csv_fail(context, csv, column, "one of the 81 region codes");
}

/* The cell a row fills; a good's flow or the services aggregate. `seen` [28][R][R]. */
static selat_status read_row(selat_context *context, const selat_csv *csv, const columns *at, bool *seen,
                             selat_oecd_data *data) {
    int64_t R = data->regions.count, origin, user;
    TRY(find_region(context, csv, at->exporter, &data->regions, &origin));
    TRY(find_region(context, csv, at->importer, &data->regions, &user));
    bool aggregate = strcmp(csv->fields[at->sector], "SVC") == 0;
    int64_t s = aggregate ? OECD_GOODS : selat_labels_find(&data->sectors, csv->fields[at->sector]);
    if (s < 0 || (s >= OECD_GOODS && !aggregate)) {
        return selat_csv_fail(context, csv, at->sector, "a goods sector or SVC");
    }
    int64_t pair = user * R + origin;
    if (seen[s * R * R + pair]) {
        return selat_csv_fail(context, csv, at->sector, "each exporter, importer and sector once");
    }
    seen[s * R * R + pair] = true;
    double value;
    TRY(selat_csv_double(context, csv, at->value, &value));
    if (value < 0) return selat_csv_fail(context, csv, at->value, "a flow of 0 or more");
    *(aggregate ? &data->services[pair] : &data->flow[s * R * R + pair]) = value;
    return SELAT_OK;
}

static selat_status read_rows(selat_context *context, selat_csv *csv, bool *seen, selat_oecd_data *data) {
    columns at;
    TRY(selat_csv_column(context, csv, "exporter", &at.exporter));
    TRY(selat_csv_column(context, csv, "importer", &at.importer));
    TRY(selat_csv_column(context, csv, "sector", &at.sector));
    TRY(selat_csv_column(context, csv, "value_musd", &at.value));
    int64_t n = 0;
    for (bool has_row;; n++) {
        if (n % CANCEL_EVERY == 0) TRY(selat_check_cancel(context));
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) return SELAT_OK; /* pairs without trade are left out; the balance shows missing rows */
        TRY(read_row(context, csv, &at, seen, data));
    }
}

selat_status selat_oecd_read_bilateral(selat_context *context, const char *folder, int64_t year,
                                       selat_oecd_data *data) {
    char name[64], *path;
    selat_format(name, sizeof name, "trade/icio_bilateral_%lld.csv.gz", (long long)year);
    TRY(selat_path_join(context, folder, name, &path));
    int64_t R = data->regions.count;
    selat_csv csv = {0};
    bool *seen = NULL;
    selat_status status;
    TRY_OR(done, status, selat_new(context, (OECD_GOODS + 1) * R * R, &seen));
    TRY_OR(done, status, selat_csv_open(context, path, MAX_BYTES, &csv));
    status = read_rows(context, &csv, seen, data);
done:
    selat_csv_close(context, &csv);
    selat_release(context, seen);
    selat_release(context, path);
    return status;
}

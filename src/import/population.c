/* Population of a table's regions in its year. */
#include <math.h>
#include <string.h>

#include "base/csv.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "selat/dataset.h"

enum { MAX_BYTES = 4 << 20 };

static selat_status read_rows(selat_context *context, selat_csv *csv, const selat_table *table, double *out) {
    int64_t code, at = -1;
    char year[32];
    TRY(selat_csv_column(context, csv, "code", &code));
    selat_format(year, sizeof year, "%lld", (long long)table->year);
    for (int64_t c = 0; c < csv->n_columns; c++) at = strcmp(csv->header[c], year) == 0 ? c : at;
    for (bool has_row = at >= 0; has_row;) {
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) break;
        int64_t r = selat_labels_find(&table->regions, csv->fields[code]);
        if (r >= 0 && csv->fields[at][0] != '\0') TRY(selat_csv_double(context, csv, at, &out[r]));
    }
    return SELAT_OK;
}

selat_status selat_dataset_population(selat_context *context, const selat_table *table, double *out) {
    selat_csv csv = {0};
    selat_country *countries = NULL;
    char *path = NULL;
    selat_status status;
    for (int64_t r = 0; r < table->regions.count; r++) out[r] = NAN;
    TRY_OR(end, status, selat_dataset_path(context, "population.csv.gz", &path));
    TRY_OR(end, status, selat_csv_open(context, path, MAX_BYTES, &csv));
    TRY_OR(end, status, read_rows(context, &csv, table, out));
    TRY_OR(end, status, selat_dataset_countries(context, table, &countries));
    for (int64_t r = 0; r < table->regions.count; r++) {
        if (isnan(out[r])) out[r] = countries[r].population;
    }
end:
    selat_csv_close(context, &csv);
    selat_countries_free(context, table->regions.count, countries);
    selat_dataset_free(context, path);
    return status;
}

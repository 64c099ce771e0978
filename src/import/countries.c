/* Facts about the regions of a table. */
#include <math.h>
#include <string.h>

#include "base/csv.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "selat/dataset.h"

enum { MAX_BYTES = 1 << 20 };

typedef struct columns {
    int64_t code, name, iso_numeric, population; /* population -1: the file has none for the table's year */
} columns;

static selat_status read_country(selat_context *context, const selat_csv *csv, const columns *at,
                                 selat_country *out) {
    selat_release(context, out->name);
    out->name = NULL;
    TRY(selat_copy_text(context, csv->fields[at->name], &out->name));
    if (csv->fields[at->iso_numeric][0] != '\0') {
        TRY(selat_csv_int(context, csv, at->iso_numeric, 0, 999, &out->iso_numeric));
    }
    if (at->population < 0 || csv->fields[at->population][0] == '\0') return SELAT_OK;
    TRY(selat_csv_double(context, csv, at->population, &out->population));
    return out->population > 0 ? SELAT_OK : selat_csv_fail(context, csv, at->population, "persons");
}

static selat_status read_countries(selat_context *context, selat_csv *csv, const selat_table *table,
                                   selat_country *countries) {
    columns at = {.population = -1};
    TRY(selat_csv_column(context, csv, "code", &at.code));
    TRY(selat_csv_column(context, csv, "name", &at.name));
    TRY(selat_csv_column(context, csv, "iso_numeric", &at.iso_numeric));
    char population[32];
    selat_format(population, sizeof population, "population_%lld", (long long)table->year);
    for (int64_t k = 0; k < csv->n_columns; k++) {
        if (strcmp(csv->header[k], population) == 0) at.population = k;
    }
    for (bool has_row;;) {
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) return SELAT_OK;
        int64_t n = selat_labels_find(&table->regions, csv->fields[at.code]);
        if (n >= 0) TRY(read_country(context, csv, &at, &countries[n]));
    }
}

/* What the table itself says; stays for regions the file does not have. */
static selat_status start_countries(selat_context *context, const selat_table *table, selat_country **out) {
    TRY(selat_new(context, table->regions.count, out));
    for (int64_t n = 0; n < table->regions.count; n++) {
        (*out)[n].population = NAN;
        TRY(selat_copy_text(context, table->regions.codes[n], &(*out)[n].code));
        TRY(selat_copy_text(context, table->regions.names[n], &(*out)[n].name));
    }
    return SELAT_OK;
}

selat_status selat_dataset_countries(selat_context *context, const selat_table *table, selat_country **out) {
    *out = NULL;
    char *path = NULL;
    selat_csv csv = {0};
    selat_status status;
    TRY_OR(done, status, start_countries(context, table, out));
    TRY_OR(done, status, selat_dataset_path(context, "countries.csv", &path));
    TRY_OR(done, status, selat_csv_open(context, path, MAX_BYTES, &csv));
    status = read_countries(context, &csv, table, *out);
done:
    selat_csv_close(context, &csv);
    selat_dataset_free(context, path);
    if (status != SELAT_OK) {
        selat_countries_free(context, table->regions.count, *out);
        *out = NULL;
    }
    return status;
}

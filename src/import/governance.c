/* Weights of supplying regions for the supply risk. */
#include <string.h>

#include "base/csv.h"
#include "base/status.h"
#include "selat/dataset.h"

enum { MAX_BYTES = 1 << 20 };

static selat_status read_rows(selat_context *context, selat_csv *csv, const selat_table *table, double *governance,
                              double *trade) {
    int64_t at_region, at_governance, at_trade = -1;
    TRY(selat_csv_column(context, csv, "region", &at_region));
    TRY(selat_csv_column(context, csv, "governance", &at_governance));
    for (int64_t c = 0; c < csv->n_columns; c++) {
        if (strcmp(csv->header[c], "trade") == 0) at_trade = c;
    }
    for (bool has_row;;) {
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) return SELAT_OK;
        int64_t r = selat_labels_find(&table->regions, csv->fields[at_region]);
        if (r < 0) return selat_csv_fail(context, csv, at_region, "a region of the table");
        TRY(selat_csv_double(context, csv, at_governance, &governance[r]));
        if (!(governance[r] >= 0 && governance[r] <= 10)) {
            return selat_csv_fail(context, csv, at_governance, "a number from 0 (good) to 10");
        }
        if (at_trade < 0 || csv->fields[at_trade][0] == '\0') continue;
        TRY(selat_csv_double(context, csv, at_trade, &trade[r]));
        if (!(trade[r] >= 0 && trade[r] <= 2)) return selat_csv_fail(context, csv, at_trade, "a number from 0 to 2");
    }
}

selat_status selat_dataset_governance(selat_context *context, const char *path, const selat_table *table,
                                      double *governance, double *trade) {
    selat_csv csv = {0};
    selat_status status = selat_csv_open(context, path, MAX_BYTES, &csv);
    for (int64_t r = 0; r < table->regions.count; r++) governance[r] = trade[r] = 1;
    if (status == SELAT_OK) status = read_rows(context, &csv, table, governance, trade);
    selat_csv_close(context, &csv);
    return status;
}

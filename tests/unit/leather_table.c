#include "leather_table.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/csv.h"
#include "base/memory.h"
#include "base/status.h"

static const char *const regions[] = {"Argentina", "Turkey", "Germany"};
static const char *const sectors[] = {"Agriculture", "Textile_and_Leather", "Transport_Equipment"};
static const char *const demands[] = {"FD"}, *const primary[] = {"VALU"};

selat_status leather_read(selat_context *context, const char *file, int64_t rows, int64_t columns, double *out) {
    char path[4096];
    const char *source = getenv("SELAT_SOURCE");
    selat_csv csv = {0};
    bool has_row = true;
    selat_status status;
    snprintf(path, sizeof path, "%s/tests/published/value_added_leather/%s", source != NULL ? source : ".", file);
    TRY(selat_csv_open(context, path, 1 << 20, &csv));
    for (int64_t row = 0; row < rows; row++) {
        TRY_OR(done, status, selat_csv_next(context, &csv, &has_row));
        for (int64_t k = 0; k < columns; k++) {
            TRY_OR(done, status, selat_csv_double(context, &csv, k + 1, &out[row * columns + k]));
        }
    }
done:
    selat_csv_close(context, &csv);
    return status;
}

static selat_status fill(selat_context *context, selat_table *t) {
    double numbers[LEATHER_N * 2];
    TRY(leather_read(context, "input_Z_inter_9x9.csv", LEATHER_N, LEATHER_N, t->flows_musd));
    TRY(leather_read(context, "input_Y_final_9x3.csv", LEATHER_N, LEATHER_R, t->final_flows_musd));
    TRY(leather_read(context, "input_output_va_9.csv", LEATHER_N, 2, numbers));
    for (int k = 0; k < LEATHER_N; k++) {
        t->output_musd[k] = numbers[2 * k];
        t->primary_musd[k] = numbers[2 * k + 1];
    }
    return SELAT_OK;
}

selat_status leather_table_make(selat_context *context, selat_flow_form form, selat_table **out) {
    selat_labels labels[6] = {0};
    selat_table *dense = NULL;
    selat_status status;
    *out = NULL;
    TRY_OR(done, status, selat_labels_init(context, LEATHER_R, regions, NULL, &labels[0]));
    TRY_OR(done, status, selat_labels_init(context, LEATHER_S, sectors, NULL, &labels[1]));
    TRY_OR(done, status, selat_labels_init(context, 1, demands, NULL, &labels[2]));
    TRY_OR(done, status, selat_labels_init(context, 1, primary, NULL, &labels[3]));
    TRY_OR(done, status, selat_table_create_full(context, "leather", 2011, SELAT_FLOWS_DENSE, 0, &labels[0], &labels[1],
                                                 &labels[2], &labels[3], &labels[4], &labels[5], &dense));
    TRY_OR(done, status, fill(context, dense));
    status = form == SELAT_FLOWS_DENSE ? selat_table_copy(context, dense, out)
                                       : selat_table_unfold(context, dense, form, out);
done:
    selat_table_destroy(context, dense);
    for (int k = 0; k < 6; k++) selat_labels_clear(context, &labels[k]);
    return status;
}

#include "leather_factored.h"

#include "base/csv.h"
#include "base/status.h"
#include "table/arrays.h"
#include "unit.h"

static selat_status read_block(selat_context *context, const char *file, int64_t columns, double *out) {
    selat_csv csv = {0};
    TRY(selat_csv_open(context, source_path(file), 1 << 20, &csv));
    selat_status status = SELAT_OK;
    for (int64_t row = 0; row < LEATHER_INDUSTRIES && status == SELAT_OK; row++) {
        bool more;
        status = selat_csv_next(context, &csv, &more);
        for (int64_t c = 0; c < columns && status == SELAT_OK; c++) {
            status = selat_csv_double(context, &csv, c + 1, &out[row * columns + c]);
        }
    }
    selat_csv_close(context, &csv);
    return status;
}

static selat_status make_empty(selat_context *context, selat_table **out) {
    static const char *const regions[] = {"AGA", "AGL", "AGT", "TUA", "TUL", "TUT", "DEA", "DEL", "DET", "ARG", "TUR", "DEU"};
    static const char *const sector[] = {"X"}, *const demand[] = {"HFCE"}, *const primary[] = {"VALU"};
    static const char *const memo[] = {"LABR"}, *const stressor[] = {"CO2"};
    static const char *const *const codes[6] = {regions, sector, demand, primary, memo, stressor};
    selat_labels labels[6] = {0};
    selat_status status = SELAT_OK;
    for (int k = 0; k < 6 && status == SELAT_OK; k++) {
        status = selat_labels_init(context, k == 0 ? LEATHER_REGIONS : 1, codes[k], NULL, &labels[k]);
    }
    if (status == SELAT_OK) {
        status = selat_table_create(context, "leather", 2025, &labels[0], &labels[1], &labels[2], &labels[3], &labels[4],
                                    &labels[5], out);
    }
    for (int k = 0; k < 6; k++) selat_labels_clear(context, &labels[k]);
    return status;
}

/* Buyer n takes amount[i] from industry i. */
static double fill_buyer(selat_table *t, int64_t n, const double *amount, int64_t stride) {
    double sum = 0;
    for (int64_t i = 0; i < LEATHER_INDUSTRIES; i++) sum += amount[i * stride];
    for (int64_t i = 0; i < LEATHER_INDUSTRIES; i++) t->trade_share[n * LEATHER_REGIONS + i] = amount[i * stride] / sum;
    return sum;
}

selat_status leather_factored_make(selat_context *context, const double *q0, selat_table **out) {
    double Z[81], Y[27];
    TRY(read_block(context, "tests/published/pathway/input_Z_inter_9x9.csv", LEATHER_INDUSTRIES, Z));
    TRY(read_block(context, "tests/published/pathway/input_Y_final_9x3.csv", LEATHER_COUNTRIES, Y));
    TRY(make_empty(context, out));
    selat_table *t = *out;
    selat_context *c = context;
    TRY(selat_table_set_text(c, "Mt CO2", &t->stressor_units[0]));
    for (int64_t k = 0; k < LEATHER_INDUSTRIES; k++) {
        double output = 0;
        for (int64_t u = 0; u < LEATHER_INDUSTRIES; u++) output += Z[k * LEATHER_INDUSTRIES + u];
        for (int64_t f = 0; f < LEATHER_COUNTRIES; f++) output += Y[k * LEATHER_COUNTRIES + f];
        t->output_musd[k] = output;
        t->use_musd[k] = fill_buyer(t, k, Z + k, LEATHER_INDUSTRIES);
        t->primary_musd[k] = output - t->use_musd[k];
        t->stressor[k] = q0[k] * output;
    }
    for (int64_t f = 0; f < LEATHER_COUNTRIES; f++) {
        int64_t n = LEATHER_INDUSTRIES + f;
        t->final_musd[n] = fill_buyer(t, n, Y + f, LEATHER_COUNTRIES);
    }
    return SELAT_OK;
}

/* y = A x and y = A' x without forming A. In factored form a product of inputs by use within each region, then of trade within each
   product. */
#include "table/operator.h"

#include "base/dense.h"
#include "base/memory.h"
#include "base/status.h"
#include "table/cells.h"

selat_status selat_table_ship(selat_context *context, const selat_table *t, bool transpose, int64_t first,
                              int64_t count, int64_t columns, const double *w, double *out) {
    int64_t R = t->regions.count, S = t->sectors.count, row = S * columns;
    for (int64_t s = 0; s < S; s++) {
        const double *share = t->trade_share + s * R * R + first * (transpose ? R : 1);
        TRY(selat_dense_multiply(context, !transpose, count, columns, R, share, R, w + s * columns, row, 0,
                                 out + first * row + s * columns, row));
    }
    return SELAT_OK;
}

/* out[k][c] = x[k][c] / output[k], 0 where there is no output. */
static void divide_by_output(int64_t rows, int64_t columns, const double *output, const double *x, double *out) {
    for (int64_t k = 0; k < rows; k++) {
        double factor = output[k] != 0 ? 1 / output[k] : 0;
        for (int64_t c = 0; c < columns; c++) out[k * columns + c] = factor * x[k * columns + c];
    }
}

/* ---- full form ---- */

/* y = Z x or Z' x, by cells. */
static void multiply_cells(const selat_table *t, bool transpose, int64_t columns, const double *x, double *y) {
    int64_t rows = t->regions.count * t->sectors.count;
    for (int64_t at = 0; at < rows * columns; at++) y[at] = 0;
    for (int64_t row = 0; row < rows; row++) {
        for (int64_t cell = t->row_start[row]; cell < t->row_start[row + 1]; cell++) {
            int64_t column = t->cell_column[cell];
            const double *from = x + (transpose ? row : column) * columns;
            double *to = y + (transpose ? column : row) * columns, value = t->cell_musd[cell];
            for (int64_t c = 0; c < columns; c++) to[c] += value * from[c];
        }
    }
}

static selat_status multiply_flows(selat_context *context, const selat_table *t, bool transpose, int64_t columns,
                                   const double *x, double *y) {
    int64_t rows = t->regions.count * t->sectors.count;
    if (t->form == SELAT_FLOWS_SPARSE) {
        multiply_cells(t, transpose, columns, x, y);
        return SELAT_OK;
    }
    return selat_dense_multiply(context, transpose, rows, columns, rows, t->flows_musd, rows, x, columns, 0, y,
                                columns);
}

static selat_status apply_full(selat_context *context, const selat_table *t, int64_t columns, const double *x,
                               double *y) {
    int64_t rows = t->regions.count * t->sectors.count, size;
    double *scaled;
    TRY(selat_count(context, rows, columns, 1, 1, &size));
    TRY(selat_new(context, size, &scaled));
    divide_by_output(rows, columns, t->output_musd, x, scaled);
    selat_status status = multiply_flows(context, t, false, columns, scaled, y);
    selat_release(context, scaled);
    return status;
}

static selat_status apply_full_transposed(selat_context *context, const selat_table *t, int64_t columns,
                                          const double *x, double *y) {
    TRY(multiply_flows(context, t, true, columns, x, y));
    divide_by_output(t->regions.count * t->sectors.count, columns, t->output_musd, y, y);
    return SELAT_OK;
}

/* ---- either form ---- */

selat_status selat_table_apply(selat_context *context, const selat_table *t, int64_t columns, const double *x,
                               double *y) {
    if (t->form != SELAT_FLOWS_FACTORED) return apply_full(context, t, columns, x, y);
    int64_t R = t->regions.count, S = t->sectors.count, row = S * columns, size;
    double *scaled = NULL, *bought = NULL;
    selat_status status;
    TRY(selat_count(context, R, S, columns, 1, &size));
    TRY_OR(done, status, selat_new(context, row, &scaled));
    TRY_OR(done, status, selat_new(context, size, &bought));
    for (int64_t n = 0; n < R; n++) { /* w[n][s] = sum_k use[n][s][k] / output[n][k] x[n][k] */
        divide_by_output(S, columns, t->output_musd + n * S, x + n * row, scaled);
        TRY_OR(done, status, selat_dense_multiply(context, false, S, columns, S, t->use_musd + n * S * S, S, scaled,
                                                  columns, 0, bought + n * row, columns));
    }
    TRY_OR(done, status, selat_table_ship(context, t, false, 0, R, columns, bought, y));
done:
    selat_release(context, scaled);
    selat_release(context, bought);
    return status;
}

selat_status selat_table_apply_transposed(selat_context *context, const selat_table *t, int64_t columns,
                                          const double *x, double *y) {
    if (t->form != SELAT_FLOWS_FACTORED) return apply_full_transposed(context, t, columns, x, y);
    int64_t R = t->regions.count, S = t->sectors.count, row = S * columns, size;
    double *met = NULL;
    selat_status status;
    TRY(selat_count(context, R, S, columns, 1, &size));
    TRY_OR(done, status, selat_new(context, size, &met));
    TRY_OR(done, status, selat_table_ship(context, t, true, 0, R, columns, x, met));
    for (int64_t n = 0; n < R; n++) { /* y[n][k] = sum_s use[n][s][k] / output[n][k] met[n][s] */
        TRY_OR(done, status, selat_dense_multiply(context, true, S, columns, S, t->use_musd + n * S * S, S,
                                                  met + n * row, columns, 0, y + n * row, columns));
        divide_by_output(S, columns, t->output_musd + n * S, y + n * row, y + n * row);
    }
done:
    selat_release(context, met);
    return status;
}

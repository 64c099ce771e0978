/* The MPS file of a program, for other solvers to read. */
#include <math.h>

#include "base/memory.h"
#include "base/mip.h"
#include "base/status.h"

static selat_status write_rows(selat_context *context, const selat_mip *mip, selat_text *out) {
    TRY(selat_text_add(context, out, "ROWS\n N OBJ\n"));
    for (int64_t r = 0; r < mip->n_rows; r++) {
        bool equal = mip->row_lower[r] == mip->row_upper[r], below = isfinite(mip->row_upper[r]);
        char kind = equal ? 'E' : below ? 'L' : 'G';
        TRY(selat_text_add(context, out, " %c %s\n", kind, mip->row_name[r]));
    }
    return SELAT_OK;
}

/* Entries by column: where each column's begin, then their order. */
static selat_status by_column(selat_context *context, const selat_mip *mip, int64_t **begin, int64_t **order) {
    TRY(selat_new(context, mip->n_columns + 1, begin));
    TRY(selat_new(context, mip->n_entries, order));
    for (int64_t e = 0; e < mip->n_entries; e++) (*begin)[mip->entry_column[e] + 1]++;
    for (int64_t k = 0; k < mip->n_columns; k++) (*begin)[k + 1] += (*begin)[k];
    int64_t *next;
    TRY(selat_new(context, mip->n_columns, &next));
    for (int64_t e = 0; e < mip->n_entries; e++) {
        int64_t column = mip->entry_column[e];
        (*order)[(*begin)[column] + next[column]++] = e;
    }
    selat_release(context, next);
    return SELAT_OK;
}

static selat_status write_columns(selat_context *context, const selat_mip *mip, const int64_t *begin,
                                  const int64_t *order, selat_text *out) {
    TRY(selat_text_add(context, out, "COLUMNS\n"));
    for (int pass = 0; pass < 2; pass++) { /* the integers stand together between two markers */
        bool integer = pass == 1;
        if (integer) TRY(selat_text_add(context, out, " M0 'MARKER' 'INTORG'\n"));
        for (int64_t k = 0; k < mip->n_columns; k++) {
            if (mip->integer[k] != integer) continue;
            TRY(selat_text_add(context, out, " %s OBJ %.17g\n", mip->column_name[k], mip->cost[k]));
            for (int64_t e = begin[k]; e < begin[k + 1]; e++) {
                TRY(selat_text_add(context, out, " %s %s %.17g\n", mip->column_name[k],
                                   mip->row_name[mip->entry_row[order[e]]], mip->entry_value[order[e]]));
            }
        }
        if (integer) TRY(selat_text_add(context, out, " M1 'MARKER' 'INTEND'\n"));
    }
    return SELAT_OK;
}

static selat_status write_sides(selat_context *context, const selat_mip *mip, selat_text *out) {
    TRY(selat_text_add(context, out, "RHS\n"));
    for (int64_t r = 0; r < mip->n_rows; r++) {
        double side = isfinite(mip->row_upper[r]) ? mip->row_upper[r] : mip->row_lower[r];
        if (side != 0) TRY(selat_text_add(context, out, " RHS %s %.17g\n", mip->row_name[r], side));
    }
    TRY(selat_text_add(context, out, "RANGES\n"));
    for (int64_t r = 0; r < mip->n_rows; r++) {
        double width = mip->row_upper[r] - mip->row_lower[r];
        if (!isfinite(width) || width == 0) continue;
        TRY(selat_text_add(context, out, " RNG %s %.17g\n", mip->row_name[r], width));
    }
    TRY(selat_text_add(context, out, "BOUNDS\n"));
    for (int64_t k = 0; k < mip->n_columns; k++) {
        const char *name = mip->column_name[k];
        if (mip->lower[k] != 0) TRY(selat_text_add(context, out, " LO BND %s %.17g\n", name, mip->lower[k]));
        if (isfinite(mip->upper[k])) {
            TRY(selat_text_add(context, out, " UP BND %s %.17g\n", name, mip->upper[k]));
        } else {
            TRY(selat_text_add(context, out, " PL BND %s\n", name));
        }
    }
    return selat_text_add(context, out, "ENDATA\n");
}

selat_status selat_mip_mps(selat_context *context, const selat_mip *mip, const char *name, selat_text *out) {
    int64_t *begin = NULL, *order = NULL;
    selat_status status = by_column(context, mip, &begin, &order);
    if (status == SELAT_OK) status = selat_text_add(context, out, "NAME %s\n", name);
    if (status == SELAT_OK) status = write_rows(context, mip, out);
    if (status == SELAT_OK) status = write_columns(context, mip, begin, order, out);
    if (status == SELAT_OK) status = write_sides(context, mip, out);
    selat_release(context, begin);
    selat_release(context, order);
    return status;
}

/* The flows of a table written out, dense or by cells. */
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "table/arrays.h"

/* Cells of Z that are not zero; `row` is room for one row. */
static int64_t count_cells(const selat_table *t, double *row) {
    int64_t S = t->sectors.count, rows = t->regions.count * S, count = 0;
    for (int64_t at = 0; at < rows; at++) {
        selat_table_row_musd(t, at / S, at % S, row);
        for (int64_t column = 0; column < rows; column++) count += row[column] != 0;
    }
    return count;
}

static void fill_cells(const selat_table *from, double *row, selat_table *to) {
    int64_t S = from->sectors.count, rows = from->regions.count * S, cell = 0;
    for (int64_t at = 0; at < rows; at++) {
        selat_table_row_musd(from, at / S, at % S, row);
        for (int64_t column = 0; column < rows; column++) {
            if (row[column] == 0) continue;
            to->cell_column[cell] = (int32_t)column;
            to->cell_musd[cell++] = row[column];
        }
        to->row_start[at + 1] = cell;
    }
}

static void fill_flows(const selat_table *from, double *row, selat_table *to) {
    int64_t S = from->sectors.count, rows = from->regions.count * S, width = from->regions.count * from->demands.count;
    for (int64_t at = 0; at < rows; at++) {
        selat_table_final_row_musd(from, at / S, at % S, to->final_flows_musd + at * width);
        if (to->form == SELAT_FLOWS_DENSE) selat_table_row_musd(from, at / S, at % S, to->flows_musd + at * rows);
    }
    if (to->form == SELAT_FLOWS_SPARSE) fill_cells(from, row, to);
}

selat_status selat_table_unfold(selat_context *context, const selat_table *t, selat_flow_form form, selat_table **out) {
    double *row = NULL;
    int64_t cells = 0;
    selat_status status;
    *out = NULL;
    TRY(selat_new(context, t->regions.count * t->sectors.count, &row));
    if (form == SELAT_FLOWS_SPARSE) cells = count_cells(t, row);
    TRY_OR(done, status, selat_table_create_full(context, t->name, t->year, form, cells, &t->regions, &t->sectors,
                                                 &t->demands, &t->primary, &t->memo, &t->stressors, out));
    fill_flows(t, row, *out);
    TRY_OR(done, status, selat_table_copy_companions(context, t, *out));
done:
    selat_release(context, row);
    if (status != SELAT_OK) {
        selat_table_destroy(context, *out);
        *out = NULL;
    }
    return status;
}

/* Rows of Z in full form, dense or sparse, walked the same way. */
#ifndef SELAT_TABLE_CELLS_H
#define SELAT_TABLE_CELLS_H

#include "selat/table.h"

typedef struct selat_cells {
    int64_t count;
    const double *musd;    /* [count] */
    const int32_t *column; /* [count] ascending; NULL: cell c is column c */
} selat_cells;

/* What origin row `row` = i S + s of a full table sells to industries. */
static inline selat_cells selat_cells_of_row(const selat_table *t, int64_t row) {
    int64_t rows = t->regions.count * t->sectors.count;
    if (t->form == SELAT_FLOWS_DENSE) return (selat_cells){rows, t->flows_musd + row * rows, NULL};
    int64_t start = t->row_start[row];
    return (selat_cells){t->row_start[row + 1] - start, t->cell_musd + start, t->cell_column + start};
}

/* First cell at or after `column`. */
static inline int64_t selat_cells_find(const selat_cells *cells, int64_t column) {
    if (cells->column == NULL) return column < cells->count ? column : cells->count;
    int64_t low = 0, high = cells->count;
    while (low < high) {
        int64_t middle = (low + high) / 2;
        if (cells->column[middle] < column) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* Sum of the cells of columns first .. first+count-1. */
static inline double selat_cells_sum(const selat_cells *cells, int64_t first, int64_t count) {
    int64_t from = selat_cells_find(cells, first), to = selat_cells_find(cells, first + count);
    double sum = 0;
#pragma omp simd reduction(+ : sum)
    for (int64_t at = from; at < to; at++) sum += cells->musd[at];
    return sum;
}

/* out[column - first] += cell, for columns first .. first+count-1. */
static inline void selat_cells_add(const selat_cells *cells, int64_t first, int64_t count, double *out) {
    int64_t from = selat_cells_find(cells, first), to = selat_cells_find(cells, first + count);
    for (int64_t at = from; at < to; at++) out[(cells->column != NULL ? cells->column[at] : at) - first] += cells->musd[at];
}

#endif

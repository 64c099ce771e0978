/* The table's numeric arrays as a list: allocation, copying, checking and storing walk the same one. */
#ifndef SELAT_TABLE_ARRAYS_H
#define SELAT_TABLE_ARRAYS_H

#include "selat/table.h"

enum { SELAT_TABLE_ARRAYS = 10, SELAT_ARRAY_DIMENSIONS = 4 };

typedef struct selat_table_array {
    const char *name;          /* the dataset's name in a stored table */
    double **values;
    int64_t size[SELAT_ARRAY_DIMENSIONS]; /* unused dimensions are 1 */
    int n_dimensions;
    const char *dimension[SELAT_ARRAY_DIMENSIONS];
    const char *unit;
    int64_t count;             /* product of size */
} selat_table_array;

/* Fills `out` with the arrays of the table's form, from its labels and n_cells; flows come first (trade_share when
   factored). Returns how many. Sparse form has row_start and cell_column besides, which are no doubles. */
int selat_table_arrays(selat_table *table, selat_table_array out[SELAT_TABLE_ARRAYS]);

/* Everything but labels, name, year and flows, between tables of the same labels in any two forms. */
selat_status selat_table_copy_companions(selat_context *context, const selat_table *from, selat_table *to);

/* Replaces the text at *place (a field of a table) with a copy of `text`. */
selat_status selat_table_set_text(selat_context *context, const char *text, char **place);

#endif

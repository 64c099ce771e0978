/* The table's numeric arrays as a list: allocation, copying, checking and storing walk the same one. */
#ifndef SELAT_TABLE_ARRAYS_H
#define SELAT_TABLE_ARRAYS_H

#include "selat/table.h"

enum { SELAT_TABLE_ARRAYS = 10 };

typedef struct selat_table_array {
    const char *name;          /* the dataset's name in a stored table */
    double **values;
    int64_t size[3];           /* unused dimensions are 1 */
    int n_dimensions;
    const char *dimension[3];
    const char *unit;
    int64_t count;             /* product of size */
} selat_table_array;

/* Fills `out` from the table's labels; trade_share comes first. Returns SELAT_TABLE_ARRAYS. */
int64_t selat_table_arrays(selat_table *table, selat_table_array out[SELAT_TABLE_ARRAYS]);

/* Replaces the text at *place (a field of a table) with a copy of `text`. */
selat_status selat_table_set_text(selat_context *context, const char *text, char **place);

#endif

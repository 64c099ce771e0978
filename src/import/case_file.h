/* One CSV file of a case folder: its columns, and which cells it has given so far. */
#ifndef SELAT_IMPORT_CASE_FILE_H
#define SELAT_IMPORT_CASE_FILE_H

#include "base/csv.h"

enum { MAX_COLUMNS_USED = 5 };

typedef struct case_file {
    selat_csv csv;
    int64_t column[MAX_COLUMNS_USED];
    int64_t *line_of; /* [cells] line that gave the cell, 0: none yet */
    bool has_row;
} case_file;

/* Opens folder/name, finds the columns (separated by spaces) and makes room for `cells`. */
selat_status selat_case_open(selat_context *context, const char *folder, const char *name, const char *columns,
                             int64_t cells, case_file *out);
void selat_case_close(selat_context *context, case_file *file); /* takes a zeroed one */

/* An index of 1 to count in a column (by its place in `columns`) as 0 to count-1; a number of at least `low`. */
selat_status selat_case_index(selat_context *context, case_file *file, int64_t column, int64_t count, int64_t *out);
selat_status selat_case_number(selat_context *context, case_file *file, int64_t column, double low, double *out);
/* Notes that the current row gives `cell`; an error when an earlier row did. */
selat_status selat_case_claim(selat_context *context, case_file *file, int64_t cell);
/* Every one of `cells` was given; the names of its two indices are for the message. */
selat_status selat_case_all_claimed(selat_context *context, const case_file *file, int64_t cells, int64_t inner,
                                    const char *outer_name, const char *inner_name);

#endif

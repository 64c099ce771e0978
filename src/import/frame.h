/* A matrix in delimited text with labelled rows and columns: header lines over the columns, index fields before the
 * rows. */
#ifndef SELAT_IMPORT_FRAME_H
#define SELAT_IMPORT_FRAME_H

#include "base/fields.h"
#include "import/archive.h"

enum { SELAT_FRAME_INDEX = 4, SELAT_FRAME_LABEL = 256 };

typedef struct selat_frame {
    selat_fields fields;
    int n_index;   /* index fields before the numbers */
    int n_headers; /* 1 or 2 */
    int64_t n_columns;
    char **top, **second; /* [n_columns] first and second header; second NULL with one header */
    int64_t room;
    int64_t rows;                                     /* read so far */
    char index[SELAT_FRAME_INDEX][SELAT_FRAME_LABEL]; /* of the current row */
} selat_frame;

/* Reads the headers. n_index is found from the empty fields after the first. Errors: fewer headers, unlike lengths. */
selat_status selat_frame_open(selat_context *context, selat_archive *archive, int64_t entry, int n_headers,
                              selat_frame *out);
void selat_frame_close(selat_context *context, selat_frame *frame); /* takes a zeroed one */

/* The next row's index; a line that only names the index is passed over. Error: a label missing, too long. */
selat_status selat_frame_row(selat_context *context, selat_frame *frame, bool *has_row);
/* The row's numbers [n_columns]; the row must end there. */
selat_status selat_frame_numbers(selat_context *context, selat_frame *frame, double *out);
/* Bad input at column `k` of the header (from 0). */
selat_status selat_frame_fail_header(selat_context *context, const selat_frame *frame, int64_t k, const char *expected);
/* The same at the index of the current row. */
selat_status selat_frame_fail_row(selat_context *context, const selat_frame *frame, const char *expected);

#endif

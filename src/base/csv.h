/* Reading comma-separated text, plain or gzip, quoted fields, UTF-8 with or without a byte-order mark. */
#ifndef SELAT_BASE_CSV_H
#define SELAT_BASE_CSV_H

#include "selat/context.h"

typedef struct selat_csv {
    char *path;
    char *bytes;         /* the whole file, cut into fields in place */
    size_t length;
    size_t position;
    char separator;
    int64_t line;        /* of the current row, the header being line 1 */
    int64_t n_columns;   /* of the header */
    char **header;       /* [n_columns] */
    char **fields;       /* [n_columns] of the current row, unquoted; valid until the next row */
} selat_csv;

/* Reads the file (at most `max_bytes` once unpacked) and its header. Errors: missing, too large, no header, NUL bytes. */
selat_status selat_csv_open(selat_context *context, const char *path, size_t max_bytes, selat_csv *out);
/* The same with another separator, ';' for instance. */
selat_status selat_csv_open_separated(selat_context *context, const char *path, size_t max_bytes, char separator,
                                      selat_csv *out);
void selat_csv_close(selat_context *context, selat_csv *csv); /* takes a zeroed one */

/* The next row that is not blank; *has_row false at the end. Errors: another number of fields than the header. */
selat_status selat_csv_next(selat_context *context, selat_csv *csv, bool *has_row);

/* Where the column called `name` stands. Error: there is none. */
selat_status selat_csv_column(selat_context *context, const selat_csv *csv, const char *name, int64_t *out);
/* A finite number in the current row. Error names file, line, column and what was found. */
selat_status selat_csv_double(selat_context *context, const selat_csv *csv, int64_t column, double *out);
/* A whole number between low and high (inclusive). */
selat_status selat_csv_int(selat_context *context, const selat_csv *csv, int64_t column, int64_t low, int64_t high,
                           int64_t *out);
/* Bad input at the given column of the current row. */
selat_status selat_csv_fail(selat_context *context, const selat_csv *csv, int64_t column, const char *expected);

#endif

/* Delimited text read cell by cell as it streams by: never more than a window of it is held. */
#ifndef SELAT_BASE_FIELDS_H
#define SELAT_BASE_FIELDS_H

#include "base/stream.h"

typedef struct selat_fields {
    selat_stream stream; /* owned */
    char separator;      /* '\t', ',' or ';' */
    char *window;
    size_t at, end; /* unread bytes of the window */
    bool stream_ended, row_open;
    int64_t line, column; /* of the current field, both from 1; column 0: before the first field of the row */
    char *field;          /* the current field, unquoted and trimmed; valid until the next call */
    size_t length;
    int64_t empty; /* empty cells that were read as 0 */
} selat_fields;

/* Takes the stream over, also on failure. separator 0: what the first line has most of. A byte-order mark is skipped.
 */
selat_status selat_fields_open(selat_context *context, selat_stream *stream, char separator, selat_fields *out);
void selat_fields_close(selat_context *context, selat_fields *fields); /* takes a zeroed one */

/* The next line that is not blank; the rest of the current one is skipped. */
selat_status selat_fields_row(selat_context *context, selat_fields *fields, bool *has_row);
/* The next field of the row; *has_field false at its end. Errors: a quote that is not closed, a NUL byte, a field over
 * 64 KiB. */
selat_status selat_fields_next(selat_context *context, selat_fields *fields, bool *has_field);
/* The next field, which must be there: `expected` ("a region") says what for. */
selat_status selat_fields_text(selat_context *context, selat_fields *fields, const char *expected);
/* The next `count` fields as finite numbers, empty ones as 0. Errors name line, column and what was found. */
selat_status selat_fields_numbers(selat_context *context, selat_fields *fields, int64_t count, double *out);
/* Passes over `count` fields, which must be there. */
selat_status selat_fields_skip(selat_context *context, selat_fields *fields, int64_t count);
/* The row must end here, after `expected` fields; one empty field more is let pass. */
selat_status selat_fields_end_row(selat_context *context, selat_fields *fields, int64_t expected);
/* Bad input at the current field. */
selat_status selat_fields_fail(selat_context *context, const selat_fields *fields, const char *expected_format, ...)
    __attribute__((format(printf, 3, 4)));

#endif

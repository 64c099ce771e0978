/* Failing with a message, passing a failure on. */
#ifndef SELAT_BASE_STATUS_H
#define SELAT_BASE_STATUS_H

#include "selat/context.h"

/* Return the status of `call` when it failed. */
#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        selat_status try_status_ = (call);                                                                             \
        if (try_status_ != SELAT_OK) return try_status_;                                                               \
    } while (0)

/* In a function with one cleanup label: keep the status and leave through it. */
#define TRY_OR(label, status, call)                                                                                    \
    do {                                                                                                               \
        (status) = (call);                                                                                             \
        if ((status) != SELAT_OK) goto label;                                                                          \
    } while (0)

/* Store the message (printf-like, see base/text.h for the conversions) and return `status`. */
selat_status selat_fail(selat_context *context, selat_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* "FILE:LINE:COLUMN: KEY: found FOUND, expected EXPECTED". line or column 0, key or found NULL: left out. */
typedef struct selat_place {
    const char *file;
    int64_t line;
    int64_t column;
    const char *key;
} selat_place;
selat_status selat_fail_at(selat_context *context, selat_place place, const char *found, const char *expected_format,
                           ...) __attribute__((format(printf, 4, 5)));

void selat_note(selat_context *context, const char *format, ...) __attribute__((format(printf, 2, 3)));
void selat_warn(selat_context *context, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* SELAT_CANCELLED when a cancel was requested; call it in every loop that may take over 0.1 s. */
selat_status selat_check_cancel(selat_context *context);
void selat_progress(selat_context *context, const char *task, double fraction);

#endif

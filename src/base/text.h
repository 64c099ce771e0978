/* Building text in memory, without stdio in the portable build. */
#ifndef SELAT_BASE_TEXT_H
#define SELAT_BASE_TEXT_H

#include <stdarg.h>

#include "selat/context.h"

/* Like vsnprintf; returns the length the text wants. Only %s %.*s %c %d %i %u %ld %lld %zu %x %g %.Ng %.Nf %% are used. */
int selat_vformat(char *buffer, size_t size, const char *format, va_list arguments);
int selat_format(char *buffer, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Growing text. Start with {0}; clear with selat_text_clear. `bytes` is always terminated once something was added. */
typedef struct selat_text {
    char *bytes;
    size_t length;
    size_t room;
} selat_text;

selat_status selat_text_add(selat_context *context, selat_text *text, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
selat_status selat_text_add_bytes(selat_context *context, selat_text *text, const char *bytes, size_t length);
void selat_text_clear(selat_context *context, selat_text *text);

/* The whole of `text` as a finite number ("12", "-3.5e2"); false otherwise. Independent of the locale. */
bool selat_parse_double(const char *text, double *out);
/* The whole of `text` as a whole number; false otherwise. */
bool selat_parse_int(const char *text, int64_t *out);

#endif

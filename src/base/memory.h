/* Allocation through the context: zeroed, sizes checked for overflow. */
#ifndef SELAT_BASE_MEMORY_H
#define SELAT_BASE_MEMORY_H

#include "selat/context.h"

/* Zeroed room for count elements of `size` bytes, 64-byte aligned; *out must be a pointer lvalue. count 0 gives a valid pointer. */
#define selat_new(context, count, out) selat_allocate((context), (int64_t)(count), sizeof **(out), (void **)(out))
selat_status selat_allocate(selat_context *context, int64_t count, size_t size, void **out);
void selat_release(selat_context *context, void *pointer); /* takes NULL */

/* Product of up to four non-negative counts; SELAT_NO_MEMORY when it passes INT64_MAX. */
selat_status selat_count(selat_context *context, int64_t a, int64_t b, int64_t c, int64_t d, int64_t *out);

selat_status selat_copy_text(selat_context *context, const char *text, char **out);
selat_status selat_copy_text_n(selat_context *context, const char *text, size_t length, char **out);
selat_status selat_copy_doubles(selat_context *context, const double *from, int64_t count, double **out);

#endif

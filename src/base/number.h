/* Decimal text to the nearest double, fast, for files with millions of numbers. */
#ifndef SELAT_BASE_NUMBER_H
#define SELAT_BASE_NUMBER_H

#include "selat/context.h"

/* Reads [+-]digits[.digits][(e|E)[+-]digits] from `text` on; `limit` is the first byte that must not be read. *out is the
   double nearest to it (ties to even), as strtod gives. Returns where the number stopped, or NULL when there is none or
   none that a double can hold. "nan" and "inf" are no numbers. */
const char *selat_scan_double(const char *text, const char *limit, double *out);

/* The same for text that is a number and nothing else, however long; infinite where none is that large. Slow. Implemented
   by text_stdio.c and text_portable.c. */
double selat_slow_double(const char *text);

#endif

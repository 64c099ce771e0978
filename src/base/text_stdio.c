/* Numbers to text and back by the C library. Nothing in selat calls setlocale, so the decimal point is a point. */
#include <stdio.h>
#include <stdlib.h>

#include "base/number.h"
#include "base/text.h"

int selat_vformat(char *buffer, size_t size, const char *format, va_list arguments) {
    return vsnprintf(buffer, size, format, arguments);
}

double selat_slow_double(const char *text) { return strtod(text, NULL); }

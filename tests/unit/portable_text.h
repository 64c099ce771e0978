/* text_portable.c under other names, beside the one of the C library. */
#ifndef SELAT_TESTS_PORTABLE_TEXT_H
#define SELAT_TESTS_PORTABLE_TEXT_H

#include <stdarg.h>
#include <stddef.h>

int portable_vformat(char *buffer, size_t size, const char *format, va_list arguments);
double portable_slow_double(const char *text);

#endif

/* selat_vformat on top of the C library. */
#include <stdio.h>

#include "base/text.h"

int selat_vformat(char *buffer, size_t size, const char *format, va_list arguments) {
    return vsnprintf(buffer, size, format, arguments);
}

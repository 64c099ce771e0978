/* Growing text and strict number parsing. */
#include "base/text.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/status.h"

int selat_format(char *buffer, size_t size, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = selat_vformat(buffer, size, format, arguments);
    va_end(arguments);
    return length;
}

static selat_status reserve(selat_context *context, selat_text *text, size_t extra) {
    size_t wanted = text->length + extra + 1;
    if (wanted <= text->room) return SELAT_OK;
    size_t room = text->room < 256 ? 256 : text->room;
    while (room < wanted) room *= 2;
    char *bytes;
    TRY(selat_new(context, room, &bytes));
    if (text->length > 0) memcpy(bytes, text->bytes, text->length);
    selat_release(context, text->bytes);
    text->bytes = bytes;
    text->room = room;
    return SELAT_OK;
}

selat_status selat_text_add_bytes(selat_context *context, selat_text *text, const char *bytes, size_t length) {
    TRY(reserve(context, text, length));
    if (length > 0) memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
    return SELAT_OK;
}

selat_status selat_text_add(selat_context *context, selat_text *text, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = selat_vformat(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0) return selat_fail(context, SELAT_FAILED, "text: cannot format '%s'", format);
    TRY(reserve(context, text, (size_t)length));
    va_start(arguments, format);
    selat_vformat(text->bytes + text->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    text->length += (size_t)length;
    return SELAT_OK;
}

void selat_text_clear(selat_context *context, selat_text *text) {
    selat_release(context, text->bytes);
    *text = (selat_text){0};
}

bool selat_parse_int(const char *text, int64_t *out) {
    bool negative = *text == '-';
    if (*text == '-' || *text == '+') text++;
    if (*text == '\0') return false;
    int64_t value = 0;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9') return false;
        if (__builtin_mul_overflow(value, (int64_t)10, &value) ||
            __builtin_add_overflow(value, (int64_t)(*text - '0'), &value)) {
            return false;
        }
    }
    *out = negative ? -value : value;
    return true;
}

static bool is_number_text(const char *text) {
    size_t digits = 0;
    if (*text == '-' || *text == '+') text++;
    for (; *text >= '0' && *text <= '9'; text++) digits++;
    if (*text == '.') text++;
    for (; *text >= '0' && *text <= '9'; text++) digits++;
    if (digits == 0) return false;
    if (*text == 'e' || *text == 'E') {
        text++;
        if (*text == '-' || *text == '+') text++;
        if (*text < '0' || *text > '9') return false;
        while (*text >= '0' && *text <= '9') text++;
    }
    return *text == '\0';
}

bool selat_parse_double(const char *text, double *out) {
    if (!is_number_text(text)) return false;
    const char *end = text + strlen(text);
    if (selat_scan_double(text, end, out) != end) *out = selat_slow_double(text);
    return isfinite(*out);
}

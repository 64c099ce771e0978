/* Numbers to text and back without stdio, byte for byte and bit for bit as the C library. */
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/decimal.h"
#include "base/number.h"
#include "base/text.h"

typedef struct output {
    char *buffer;
    size_t size, length; /* length: what the text wants */
} output;

typedef struct form { /* %[flags][width][.precision][size]conversion */
    bool left, plus, blank, zero;
    int64_t width, precision; /* precision -1: not given */
    char size;                /* 0, 'l', 'L' (ll), 'z' */
    char conversion;
} form;

static void put(output *out, char c) {
    if (out->length + 1 < out->size) out->buffer[out->length] = c;
    out->length++;
}

static void repeat(output *out, char c, int64_t count) {
    for (; count > 0; count--) put(out, c);
}

static void put_bytes(output *out, const char *bytes, int64_t count) {
    for (int64_t k = 0; k < count; k++) put(out, bytes[k]);
}

/* Blanks or zeros around `sign` and a body of `length` bytes; the part behind the body is the caller's. */
static void begin(output *out, const form *f, const char *sign, int64_t length, bool zeros) {
    int64_t fill = f->width - length - (int64_t)strlen(sign);
    if (!f->left && !zeros) repeat(out, ' ', fill);
    put_bytes(out, sign, (int64_t)strlen(sign));
    if (!f->left && zeros) repeat(out, '0', fill);
}

static void end(output *out, const form *f, const char *sign, int64_t length) {
    if (f->left) repeat(out, ' ', f->width - length - (int64_t)strlen(sign));
}

static void put_text(output *out, const form *f, const char *text) {
    if (text == NULL) text = "(null)";
    int64_t length = 0;
    while ((f->precision < 0 || length < f->precision) && text[length] != '\0') length++;
    begin(out, f, "", length, false);
    put_bytes(out, text, length);
    end(out, f, "", length);
}

static const char *sign_of(const form *f, bool negative) {
    return negative ? "-" : f->plus ? "+" : f->blank ? " " : "";
}

static void put_whole(output *out, const form *f, uint64_t value, bool negative, uint64_t base, bool is_signed) {
    char digits[64];
    int64_t n = 0, least = f->precision < 0 ? 1 : f->precision;
    const char *sign = is_signed ? sign_of(f, negative) : "", *letters = f->conversion == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    for (; value != 0; value /= base) digits[n++] = letters[value % base];
    int64_t zeros = least > n ? least - n : 0;
    begin(out, f, sign, n + zeros, f->zero && f->precision < 0);
    repeat(out, '0', zeros);
    for (int64_t k = n - 1; k >= 0; k--) put(out, digits[k]);
    end(out, f, sign, n + zeros);
}

static char digit_at(const selat_digits *d, int64_t k) { return k >= 0 && k < d->count ? d->digits[k] : '0'; }

/* 123.450 with `places` behind the point; rounded already. */
static void put_fixed(output *out, const form *f, const selat_digits *d, const char *sign, int64_t places) {
    int64_t before = d->point > 0 ? d->point : 1, length = before + (places > 0 ? 1 + places : 0);
    begin(out, f, sign, length, f->zero);
    for (int64_t k = 0; k < before; k++) put(out, digit_at(d, d->point - before + k));
    if (places > 0) put(out, '.');
    for (int64_t k = 0; k < places; k++) put(out, digit_at(d, d->point + k));
    end(out, f, sign, length);
}

/* 1.2345e+02 */
static void put_power(output *out, const form *f, const selat_digits *d, const char *sign, int64_t places) {
    int64_t power = d->point - 1, size = power < 0 ? -power : power, wide = size >= 100 ? 3 : 2;
    int64_t length = 1 + (places > 0 ? 1 + places : 0) + 2 + wide;
    begin(out, f, sign, length, f->zero);
    put(out, digit_at(d, 0));
    if (places > 0) put(out, '.');
    for (int64_t k = 1; k <= places; k++) put(out, digit_at(d, k));
    put(out, 'e');
    put(out, power < 0 ? '-' : '+');
    if (wide == 3) put(out, (char)('0' + size / 100));
    put(out, (char)('0' + size / 10 % 10));
    put(out, (char)('0' + size % 10));
    end(out, f, sign, length);
}

static void put_number(output *out, const form *f, double value) {
    const char *sign = sign_of(f, signbit(value));
    if (!isfinite(value)) {
        begin(out, f, sign, 3, false);
        put_bytes(out, isnan(value) ? "nan" : "inf", 3);
        end(out, f, sign, 3);
        return;
    }
    int64_t precision = f->precision < 0 ? 6 : f->precision;
    selat_digits d;
    selat_exact_digits(value, &d);
    if (f->conversion == 'f') {
        selat_round_digits(&d, d.point + precision);
        put_fixed(out, f, &d, sign, precision);
    } else if (f->conversion == 'e') {
        selat_round_digits(&d, precision + 1);
        put_power(out, f, &d, sign, precision);
    } else {
        if (precision == 0) precision = 1;
        selat_round_digits(&d, precision);
        int64_t power = d.point - 1, shown = d.count > 0 ? d.count : 1;
        bool fixed = power >= -4 && power < precision;
        if (fixed) put_fixed(out, f, &d, sign, shown > d.point ? shown - d.point : 0);
        else put_power(out, f, &d, sign, shown - 1);
    }
}

static int64_t read_count(const char **at) {
    int64_t value = 0;
    for (; **at >= '0' && **at <= '9'; (*at)++) value = 10 * value + (**at - '0');
    return value;
}

static void read_flags(const char **at, form *f) {
    for (;; (*at)++) {
        switch (**at) {
        case '-': f->left = true; break;
        case '+': f->plus = true; break;
        case ' ': f->blank = true; break;
        case '0': f->zero = true; break;
        default: return;
        }
    }
}

static void read_size(const char **at, form *f) {
    for (; **at == 'l' || **at == 'z'; (*at)++) f->size = **at == 'z' ? 'z' : f->size == 'l' ? 'L' : 'l';
}

/* One directive with its argument; false: none that is known. */
static bool put_directive(output *out, form *f, va_list *arguments) {
    switch (f->conversion) {
    case '%': put(out, '%'); return true;
    case 'c': {
        char c[2] = {(char)va_arg(*arguments, int), '\0'};
        begin(out, f, "", 1, false);
        put(out, c[0]);
        end(out, f, "", 1);
        return true;
    }
    case 's': put_text(out, f, va_arg(*arguments, const char *)); return true;
    case 'd':
    case 'i': {
        int64_t value = f->size == 'L'   ? va_arg(*arguments, long long)
                        : f->size == 'l' ? va_arg(*arguments, long)
                        : f->size == 'z' ? va_arg(*arguments, ptrdiff_t)
                                         : va_arg(*arguments, int);
        put_whole(out, f, value < 0 ? -(uint64_t)value : (uint64_t)value, value < 0, 10, true);
        return true;
    }
    case 'u':
    case 'x':
    case 'X': {
        uint64_t value = f->size == 'L'   ? va_arg(*arguments, unsigned long long)
                         : f->size == 'l' ? va_arg(*arguments, unsigned long)
                         : f->size == 'z' ? va_arg(*arguments, size_t)
                                          : va_arg(*arguments, unsigned);
        put_whole(out, f, value, false, f->conversion == 'u' ? 10 : 16, false);
        return true;
    }
    case 'e':
    case 'f':
    case 'g': put_number(out, f, va_arg(*arguments, double)); return true;
    default: return false;
    }
}

int selat_vformat(char *buffer, size_t size, const char *format, va_list arguments) {
    output out = {buffer, size, 0};
    va_list rest; /* a parameter may be an array, whose address is no va_list * */
    va_copy(rest, arguments);
    bool known = true;
    for (const char *at = format; known && *at != '\0'; at++) {
        if (*at != '%') {
            put(&out, *at);
            continue;
        }
        form f = {.precision = -1};
        at++;
        read_flags(&at, &f);
        f.width = read_count(&at);
        if (*at == '.') {
            at++;
            f.precision = *at == '*' ? va_arg(rest, int) : read_count(&at);
            at += *at == '*';
        }
        read_size(&at, &f);
        f.conversion = *at;
        known = put_directive(&out, &f, &rest);
    }
    va_end(rest);
    if (size > 0) buffer[out.length < size ? out.length : size - 1] = '\0';
    return known ? (int)out.length : -1;
}

double selat_slow_double(const char *text) { return selat_nearest_double(text); }

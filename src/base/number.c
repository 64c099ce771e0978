/* Decimal to double. w 10^q with w < 2^64 is w 5^q 2^q: 5^q comes from a table of 128 bits, and the product is rounded
   unless the bits that were cut off could change the result; then, which is rare, the slow conversion decides. */
#include "base/number.h"

#include <math.h>
#include <string.h>

#include "base/number_powers.h"

enum { MOST_DIGITS = 19, LONGEST = 512, MOST_EXPONENT = 99999 };
__extension__ typedef unsigned __int128 wide;

static inline bool is_digit(char c) { return (unsigned char)(c - '0') < 10; }

/* w 10^q for w > 0 and q within the table; false when the table is not precise enough. */
static inline bool scale(uint64_t w, int64_t q, uint64_t *bits) {
    const selat_power *power = &selat_powers_of_five[q - SELAT_LOWEST_POWER];
    int zeros = __builtin_clzll(w);
    w <<= zeros;
    /* floor(w f / 2^64), which is less than the true product by under 2 */
    wide product = (wide)w * power->high + (uint64_t)(((wide)w * power->low) >> 64);
    int cut = 75 - (int)(product >> 127 == 0);
    wide rest = product & (((wide)1 << cut) - 1), half = (wide)1 << (cut - 1);
    uint64_t mantissa = (uint64_t)(product >> cut);
    if (rest == half || rest == half - 1) return false;
    mantissa += rest > half;
    int64_t exponent = cut + 64 + power->exponent + q - zeros;
    /* a mantissa rounded up to 2^53 carries into the exponent, as it should */
    *bits = ((uint64_t)(exponent + 52 + 1023) << 52) + (mantissa - ((uint64_t)1 << 52));
    return true;
}

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
/* Eight digits at once: neighbours are joined to two, four and eight digits. False when one of the bytes is no digit. */
static inline bool eight_digits(const char *at, uint64_t *out) {
    uint64_t v, d;
    memcpy(&v, at, sizeof v);
    d = v - 0x3030303030303030u;
    if ((((v + 0x4646464646464646u) | d) & 0x8080808080808080u) != 0) return false;
    d = (d * 10 + (d >> 8)) & 0x00FF00FF00FF00FFu;
    d = (d * 100 + (d >> 16)) & 0x0000FFFF0000FFFFu;
    *out = (uint32_t)(d * 10000 + (d >> 32));
    return true;
}
#else
static inline bool eight_digits(const char *at, uint64_t *out) { return (void)at, (void)out, false; }
#endif

/* Digits from `at` on, behind those in *w. */
static inline const char *scan_digits(const char *at, const char *limit, uint64_t *w) {
    for (uint64_t d; limit - at >= 8 && eight_digits(at, &d); at += 8) *w = *w * 100000000 + d;
    for (; at < limit && is_digit(*at); at++) *w = 10 * *w + (uint64_t)(*at - '0');
    return at;
}

/* w 10^q with one rounding where both are exact doubles. */
static inline bool divide(uint64_t w, int64_t q, uint64_t *bits) {
    static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (w > (uint64_t)1 << 53 || q > 0 || q < -22) return false;
    double value = (double)(int64_t)w / tens[-q];
    memcpy(bits, &value, sizeof value);
    return true;
}

static const char *scan_slowly(const char *text, const char *end, double *out) {
    char copy[LONGEST];
    if (end - text >= LONGEST) return NULL;
    memcpy(copy, text, (size_t)(end - text));
    copy[end - text] = '\0';
    *out = selat_slow_double(copy);
    return isfinite(*out) ? end : NULL;
}

/* [(e|E)[+-]digits] at `at`; what is none is left alone. */
static const char *scan_exponent(const char *at, const char *limit, int64_t *exponent) {
    const char *start = at;
    if (at >= limit || (*at != 'e' && *at != 'E')) return start;
    at++;
    bool negative = at < limit && *at == '-';
    at += at < limit && (*at == '-' || *at == '+');
    if (at >= limit || !is_digit(*at)) return start;
    int64_t value = 0;
    for (; at < limit && is_digit(*at); at++) value = value < MOST_EXPONENT ? 10 * value + (*at - '0') : value;
    *exponent += negative ? -value : value;
    return at;
}

const char *selat_scan_double(const char *text, const char *limit, double *out) {
    const char *at = text;
    bool negative = at < limit && *at == '-';
    at += at < limit && (*at == '-' || *at == '+');
    uint64_t w = 0;
    const char *first = at;
    while (at < limit && is_digit(*at)) w = 10 * w + (uint64_t)(*at++ - '0'); /* few: no eight at once */
    int64_t n_digits = at - first, exponent = 0;
    if (at < limit && *at == '.') {
        const char *point = ++at;
        at = scan_digits(at, limit, &w);
        exponent = point - at;
        n_digits += at - point;
    }
    if (n_digits == 0) return NULL;
    if (at < limit && (*at | 0x20) == 'e') at = scan_exponent(at, limit, &exponent);
    if (n_digits > MOST_DIGITS) { /* w may have wrapped: leading zeros count here too */
        while (first < limit && (*first == '0' || *first == '.')) n_digits -= *first++ == '0';
        if (n_digits > MOST_DIGITS) return scan_slowly(text, at, out);
    }
    uint64_t bits = 0;
    if (w != 0 && !divide(w, exponent, &bits)) {
        bool near = exponent >= SELAT_LOWEST_POWER && exponent <= SELAT_HIGHEST_POWER;
        if (!near || !scale(w, exponent, &bits)) return scan_slowly(text, at, out);
    }
    bits |= (uint64_t)negative << 63;
    memcpy(out, &bits, sizeof bits);
    return at;
}

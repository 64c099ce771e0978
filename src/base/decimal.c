/* A double is m 2^e. For e < 0 that is m 5^-e / 10^-e, so its digits are those of a whole number either way. The other way
   round, the double is searched for: doubles in order have their bits in order. */
#include "base/decimal.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { WORDS = 160, SMALLEST = -1074, MANTISSA_BITS = 52, FIVES = 13, NINE = 9, TOO_LARGE = 310, TOO_SMALL = -330 };
static const uint32_t FIVE_TO_13 = 1220703125, TEN_TO_9 = 1000000000;

typedef struct whole { /* sum of words[k] 2^(32 k) */
    int n;
    uint32_t words[WORDS];
} whole;

static void multiply(whole *w, uint32_t by, uint32_t add) {
    uint64_t carry = add;
    for (int k = 0; k < w->n; k++) {
        carry += (uint64_t)w->words[k] * by;
        w->words[k] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry != 0) w->words[w->n++] = (uint32_t)carry;
}

static uint32_t divide(whole *w, uint32_t by) {
    uint64_t rest = 0;
    for (int k = w->n - 1; k >= 0; k--) {
        rest = rest << 32 | w->words[k];
        w->words[k] = (uint32_t)(rest / by);
        rest %= by;
    }
    while (w->n > 0 && w->words[w->n - 1] == 0) w->n--;
    return (uint32_t)rest;
}

static void shift(whole *w, int64_t bits) {
    int skip = (int)(bits / 32);
    if (w->n == 0) return;
    multiply(w, (uint32_t)1 << (bits % 32), 0);
    memmove(w->words + skip, w->words, (size_t)w->n * sizeof *w->words);
    memset(w->words, 0, (size_t)skip * sizeof *w->words);
    w->n += skip;
}

static void set(whole *w, uint64_t value) {
    w->n = 0;
    for (; value != 0; value >>= 32) w->words[w->n++] = (uint32_t)value;
}

static void multiply_power(whole *w, uint32_t base, uint32_t base_to_step, int64_t step, int64_t power) {
    for (; power >= step; power -= step) multiply(w, base_to_step, 0);
    for (; power > 0; power--) multiply(w, base, 0);
}

static int compare(const whole *a, const whole *b) {
    if (a->n != b->n) return a->n < b->n ? -1 : 1;
    for (int k = a->n - 1; k >= 0; k--) {
        if (a->words[k] != b->words[k]) return a->words[k] < b->words[k] ? -1 : 1;
    }
    return 0;
}

/* |value| = *m 2^*e */
static void take_apart(uint64_t bits, uint64_t *m, int64_t *e) {
    int64_t biased = (int64_t)(bits >> MANTISSA_BITS & 0x7FF);
    *m = (bits & (((uint64_t)1 << MANTISSA_BITS) - 1)) | (uint64_t)(biased > 0) << MANTISSA_BITS;
    *e = SMALLEST + (biased > 0 ? biased - 1 : 0);
}

static void drop_zeros(selat_digits *d) {
    while (d->count > 0 && d->digits[d->count - 1] == '0') d->count--;
    if (d->count == 0) d->point = 1;
}

void selat_exact_digits(double value, selat_digits *out) {
    char reversed[SELAT_MOST_DIGITS + NINE];
    int64_t n = 0, e;
    uint64_t bits, m;
    whole w;
    memcpy(&bits, &value, sizeof bits);
    take_apart(bits, &m, &e);
    set(&w, m);
    if (e > 0) shift(&w, e);
    if (e < 0) multiply_power(&w, 5, FIVE_TO_13, FIVES, -e);
    while (w.n > 0) {
        uint32_t rest = divide(&w, TEN_TO_9);
        for (int k = 0; k < NINE; k++, rest /= 10) reversed[n++] = (char)('0' + rest % 10);
    }
    while (n > 0 && reversed[n - 1] == '0') n--;
    out->count = n;
    out->point = n + (e < 0 ? e : 0);
    for (int64_t k = 0; k < n; k++) out->digits[k] = reversed[n - 1 - k];
    drop_zeros(out);
}

void selat_round_digits(selat_digits *d, int64_t keep) {
    if (d->count <= keep) return;
    if (keep < 0) {
        *d = (selat_digits){.point = 1};
        return;
    }
    bool tie = d->digits[keep] == '5' && d->count == keep + 1; /* the last digit is not 0 */
    bool odd = keep > 0 && (d->digits[keep - 1] - '0') % 2 != 0;
    bool up = tie ? odd : d->digits[keep] >= '5';
    d->count = keep;
    while (up && d->count > 0 && d->digits[d->count - 1] == '9') d->count--;
    if (up && d->count > 0) {
        d->digits[d->count - 1]++;
    } else if (up) {
        d->digits[0] = '1';
        d->count = 1;
        d->point++;
    }
    drop_zeros(d);
}

/* ---- text to double ---- */

/* The digits of the number, without zeros before; what is beyond the room is told by a last digit that is not 0. */
static void collect(const char **text, selat_digits *out) {
    const char *at = *text;
    bool fraction = false, more = false;
    *out = (selat_digits){0};
    for (; (*at >= '0' && *at <= '9') || (*at == '.' && !fraction); at++) {
        if (*at == '.') {
            fraction = true;
            continue;
        }
        bool leading = out->count == 0 && *at == '0';
        if (!leading && out->count < SELAT_MOST_DIGITS) out->digits[out->count++] = *at;
        else more = more || *at != '0';
        if (fraction && leading) out->point--;
        if (!fraction && !leading) out->point++;
    }
    if (more) out->digits[SELAT_MOST_DIGITS - 1] = '1';
    *text = at;
}

static int64_t read_exponent(const char *at) {
    enum { ENOUGH = 1000000 };
    if (*at != 'e' && *at != 'E') return 0;
    bool negative = *++at == '-';
    at += *at == '-' || *at == '+';
    int64_t value = 0;
    for (; *at >= '0' && *at <= '9'; at++) value = value < ENOUGH ? 10 * value + (*at - '0') : value;
    return negative ? -value : value;
}

typedef struct target { /* number / divisor */
    whole number, divisor;
} target;

/* The sign of m 2^e minus the target. */
static int compare_with(const target *t, uint64_t m, int64_t e) {
    whole left, right = t->number;
    set(&left, m);
    if (left.n == 0) return t->number.n == 0 ? 0 : -1;
    whole product = {.n = 0};
    for (int k = left.n - 1; k >= 0; k--) { /* product = m divisor, a word of m at a time */
        whole part = t->divisor;
        multiply(&part, left.words[k], 0);
        while (part.n > 0 && part.words[part.n - 1] == 0) part.n--;
        shift(&product, 32);
        uint64_t carry = 0;
        for (int j = 0; j < part.n || carry != 0; j++) {
            if (j >= product.n) product.words[product.n++] = 0;
            carry += (uint64_t)product.words[j] + (j < part.n ? part.words[j] : 0);
            product.words[j] = (uint32_t)carry;
            carry >>= 32;
        }
    }
    shift(e > 0 ? &product : &right, e > 0 ? e : -e);
    return compare(&product, &right);
}

/* The bits of the double nearest to the target. */
static uint64_t search(const target *t) {
    uint64_t low = 0, high = (uint64_t)0x7FF << MANTISSA_BITS, m; /* low <= target < high */
    int64_t e;
    while (high - low > 1) {
        uint64_t middle = low + (high - low) / 2;
        take_apart(middle, &m, &e);
        if (compare_with(t, m, e) <= 0) low = middle;
        else high = middle;
    }
    take_apart(low, &m, &e);
    int side = compare_with(t, 2 * m + 1, e - 1);
    return low + (side < 0 || (side == 0 && low % 2 != 0));
}

double selat_nearest_double(const char *text) {
    bool negative = *text == '-';
    text += *text == '-' || *text == '+';
    selat_digits d;
    collect(&text, &d);
    int64_t point = d.point + read_exponent(text);
    double value = 0;
    if (d.count > 0 && point > TOO_LARGE) {
        value = INFINITY;
    } else if (d.count > 0 && point > TOO_SMALL) {
        target t = {.number = {.n = 0}};
        int64_t power = point - d.count;
        for (int64_t k = 0; k < d.count; k++) multiply(&t.number, 10, (uint32_t)(d.digits[k] - '0'));
        set(&t.divisor, 1);
        multiply_power(power > 0 ? &t.number : &t.divisor, 10, TEN_TO_9, NINE, power > 0 ? power : -power);
        uint64_t bits = search(&t);
        memcpy(&value, &bits, sizeof value);
    }
    return negative ? -value : value;
}

/* exp and log of whole arrays, written so that the compiler vectorises them: a solve takes two per industry and step.
 */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/kernel.h"
#include "model/trade/internal.h"

#define LN2_HIGH 0x1.62e42fee00000p-1 /* 32 bits: times an exponent it is exact */
#define LN2_LOW 0x1.a39ef35793c76p-33
#define ROUNDER 0x1.8p52 /* adding it leaves the nearest integer in the low bits */

SELAT_KERNEL_PART uint64_t bits_of(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

SELAT_KERNEL_PART double from_bits(uint64_t bits) {
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* exp(r) for |r| <= ln2/2: Taylor's series to r^13, which is off by less than 1e-17. */
SELAT_KERNEL_PART double exp_reduced(double r) {
    double r2 = r * r, r4 = r2 * r2;
    double a = (1 + r) + r2 * (1.0 / 2 + r * (1.0 / 6));
    double b = (1.0 / 24 + r * (1.0 / 120)) + r2 * (1.0 / 720 + r * (1.0 / 5040));
    double c = (1.0 / 40320 + r * (1.0 / 362880)) + r2 * (1.0 / 3628800 + r * (1.0 / 39916800));
    double d = 1.0 / 479001600 + r * (1.0 / 6227020800.0);
    return a + r4 * (b + r4 * (c + r4 * d));
}

/* Relative error below 4e-16 for |x| <= 708; beyond that the value at the bound. Not-a-number stays so. */
SELAT_KERNEL
void selat_trade_exp(int64_t count, double *values) {
#pragma omp simd
    for (int64_t k = 0; k < count; k++) {
        double x = values[k];
        x = x > 708 ? 708 : x;
        x = x < -708 ? -708 : x;
        double shifted = x * 0x1.71547652b82fep0 + ROUNDER;
        double exponent = shifted - ROUNDER;
        double r = (x - exponent * LN2_HIGH) - exponent * LN2_LOW;
        double scale = from_bits((bits_of(shifted) - bits_of(ROUNDER) + 1023) << 52);
        values[k] = exp_reduced(r) * scale;
    }
}

/* log of positive normal numbers. With m in [sqrt(1/2), sqrt(2)), s = (m-1)/(m+1): log m = 2 s (1 + s^2/3 + s^4/5 ...).
 */
SELAT_KERNEL
void selat_trade_log(int64_t count, double *values) {
    const uint64_t root_half = UINT64_C(0x3FE6A09E667F3BCD), exponent_mask = UINT64_C(0xFFF0000000000000);
    const uint64_t one = UINT64_C(1023) << 52, two52 = UINT64_C(0x4330000000000000);
#pragma omp simd
    for (int64_t k = 0; k < count; k++) {
        uint64_t bits = bits_of(values[k]), above = bits - root_half + one;
        double exponent = from_bits((above >> 52) | two52) - (0x1p52 + 1023);
        double m = from_bits(bits - ((above & exponent_mask) - one));
        double f = m - 1, s = f / (2 + f), z = s * s, z2 = z * z, z4 = z2 * z2;
        double a = (1.0 / 3 + z * (1.0 / 5)) + z2 * (1.0 / 7 + z * (1.0 / 9));
        double b = (1.0 / 11 + z * (1.0 / 13)) + z2 * (1.0 / 15 + z * (1.0 / 17));
        double c = 1.0 / 19 + z * (1.0 / 21);
        double series = z * (a + z4 * (b + z4 * c));
        values[k] = exponent * LN2_HIGH + (2 * s + (2 * s * series + exponent * LN2_LOW));
    }
}

SELAT_KERNEL
double selat_trade_worst_gap(int64_t count, const double *found, const double *expected, double floor) {
    double worst = 0;
#pragma omp simd reduction(max : worst)
    for (int64_t k = 0; k < count; k++) {
        double size = fabs(expected[k]);
        size = size > floor ? size : floor;
        double gap = fabs(found[k] - expected[k]);
        gap = gap == 0 ? 0 : gap / size;
        gap = gap != gap ? INFINITY : gap;
        worst = gap > worst ? gap : worst;
    }
    return worst;
}

/* Between doubles and decimal digits in whole numbers of any length: slow, and right to the last digit. */
#ifndef SELAT_BASE_DECIMAL_H
#define SELAT_BASE_DECIMAL_H

#include <stdint.h>

enum { SELAT_MOST_DIGITS = 800 }; /* a double has at most 767 */

/* 0.d1d2d3... x 10^point; zero has no digits and point 1. */
typedef struct selat_digits {
    int64_t count, point;
    char digits[SELAT_MOST_DIGITS]; /* '0' to '9', the first and the last not '0' */
} selat_digits;

/* All digits of |value|, which is finite. */
void selat_exact_digits(double value, selat_digits *out);
/* The nearest number of at most `keep` digits (0: 10^point or nothing), ties to even. */
void selat_round_digits(selat_digits *digits, int64_t keep);

/* The double nearest to [+-]digits[.digits][(e|E)[+-]digits], ties to even; infinite where none is that large. */
double selat_nearest_double(const char *text);

#endif

/* The loops that take the time. Sums are in an order fixed by the code, so results do not depend on threads. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/kernel.h"
#include "model/trade/internal.h"

enum { BLOCK = 4 };

/* phi and received of importers n .. n+3. */
SELAT_KERNEL_PART void dot_block(const selat_trade_sector *s, int64_t n, bool same) {
    const double *a0 = s->spent[n], *a1 = s->spent[n + 1], *a2 = s->spent[n + 2], *a3 = s->spent[n + 3];
    const double *b0 = s->earned[n], *b1 = s->earned[n + 1], *b2 = s->earned[n + 2], *b3 = s->earned[n + 3];
    const double *t = s->producer;
    double p0 = 0, p1 = 0, p2 = 0, p3 = 0, q0 = 0, q1 = 0, q2 = 0, q3 = 0;
    if (same) {
#pragma omp simd reduction(+ : p0, p1, p2, p3)
        for (int64_t i = 0; i < s->n_regions; i++) {
            p0 += a0[i] * t[i];
            p1 += a1[i] * t[i];
            p2 += a2[i] * t[i];
            p3 += a3[i] * t[i];
        }
        q0 = p0, q1 = p1, q2 = p2, q3 = p3;
    } else {
#pragma omp simd reduction(+ : p0, p1, p2, p3, q0, q1, q2, q3)
        for (int64_t i = 0; i < s->n_regions; i++) {
            p0 += a0[i] * t[i];
            p1 += a1[i] * t[i];
            p2 += a2[i] * t[i];
            p3 += a3[i] * t[i];
            q0 += b0[i] * t[i];
            q1 += b1[i] * t[i];
            q2 += b2[i] * t[i];
            q3 += b3[i] * t[i];
        }
    }
    s->phi[n] = p0, s->phi[n + 1] = p1, s->phi[n + 2] = p2, s->phi[n + 3] = p3;
    s->received[n] = q0, s->received[n + 1] = q1, s->received[n + 2] = q2, s->received[n + 3] = q3;
}

SELAT_KERNEL_PART double per_phi(const selat_trade_sector *s, int64_t n) {
    return s->phi[n] > 0 ? s->spending[n] / s->phi[n] : 0;
}

/* demand += sum of the four rows of B times X/phi. */
SELAT_KERNEL_PART void scatter_block(const selat_trade_sector *s, int64_t n) {
    const double *b0 = s->earned[n], *b1 = s->earned[n + 1], *b2 = s->earned[n + 2], *b3 = s->earned[n + 3];
    double g0 = per_phi(s, n), g1 = per_phi(s, n + 1), g2 = per_phi(s, n + 2), g3 = per_phi(s, n + 3);
    double *demand = s->demand;
#pragma omp simd
    for (int64_t i = 0; i < s->n_regions; i++) {
        demand[i] += (g0 * b0[i] + g1 * b1[i]) + (g2 * b2[i] + g3 * b3[i]);
    }
}

SELAT_KERNEL_PART void one_row(const selat_trade_sector *s, int64_t n) {
    const double *a = s->spent[n], *b = s->earned[n], *t = s->producer;
    double p = 0, q = 0;
#pragma omp simd reduction(+ : p, q)
    for (int64_t i = 0; i < s->n_regions; i++) {
        p += a[i] * t[i];
        q += b[i] * t[i];
    }
    s->phi[n] = p;
    s->received[n] = q;
    double g = per_phi(s, n), *demand = s->demand;
#pragma omp simd
    for (int64_t i = 0; i < s->n_regions; i++)
        demand[i] += g * b[i];
}

/* Every row is finished while it is in cache. 3 R^2 multiplications, 2 R^2 where no tariff makes A and B differ. */
SELAT_KERNEL
void selat_trade_sector_pass(const selat_trade_sector *s) {
    memset(s->demand, 0, (size_t)s->n_regions * sizeof(double));
    int64_t n = 0;
    for (; n + BLOCK <= s->n_regions; n += BLOCK) {
        bool same = s->spent[n] == s->earned[n] && s->spent[n + 1] == s->earned[n + 1] &&
                    s->spent[n + 2] == s->earned[n + 2] && s->spent[n + 3] == s->earned[n + 3];
        dot_block(s, n, same);
        scatter_block(s, n);
    }
    for (; n < s->n_regions; n++)
        one_row(s, n);
}

SELAT_KERNEL_PART void region_block(int64_t s, const double *gamma, const double *log_price, const double *output,
                                    double *log_cost, double *spending) {
    const double *g0 = gamma, *g1 = gamma + s, *g2 = gamma + 2 * s, *g3 = gamma + 3 * s;
    double p0 = log_price[0], p1 = log_price[1], p2 = log_price[2], p3 = log_price[3];
    double x0 = 0, x1 = 0, x2 = 0, x3 = 0;
#pragma omp simd reduction(+ : x0, x1, x2, x3)
    for (int64_t k = 0; k < s; k++) {
        log_cost[k] += (g0[k] * p0 + g1[k] * p1) + (g2[k] * p2 + g3[k] * p3);
        x0 += g0[k] * output[k];
        x1 += g1[k] * output[k];
        x2 += g2[k] * output[k];
        x3 += g3[k] * output[k];
    }
    spending[0] = x0, spending[1] = x1, spending[2] = x2, spending[3] = x3;
}

SELAT_KERNEL
void selat_trade_region_pass(int64_t n_sectors, const double *gamma, const double *log_price, const double *output,
                             double *log_cost, double *spending) {
    memset(log_cost, 0, (size_t)n_sectors * sizeof(double));
    int64_t j = 0;
    for (; j + BLOCK <= n_sectors; j += BLOCK) {
        region_block(n_sectors, gamma + j * n_sectors, log_price + j, output, log_cost, spending + j);
    }
    for (; j < n_sectors; j++) {
        const double *row = gamma + j * n_sectors;
        double price = log_price[j], x = 0;
#pragma omp simd reduction(+ : x)
        for (int64_t k = 0; k < n_sectors; k++) {
            log_cost[k] += row[k] * price;
            x += row[k] * output[k];
        }
        spending[j] = x;
    }
}

SELAT_KERNEL
double selat_trade_dot(int64_t count, const double *a, const double *b) {
    double sum = 0;
#pragma omp simd reduction(+ : sum)
    for (int64_t k = 0; k < count; k++)
        sum += a[k] * b[k];
    return sum;
}

/* In tiles that stay in the nearest cache. */
SELAT_KERNEL
void selat_trade_turn(int64_t rows, int64_t columns, const double *from, double *to) {
    enum { TILE = 8 };
    for (int64_t a = 0; a < rows; a += TILE) {
        int64_t last_row = a + TILE < rows ? a + TILE : rows;
        for (int64_t b = 0; b < columns; b += TILE) {
            int64_t last_column = b + TILE < columns ? b + TILE : columns;
            for (int64_t c = b; c < last_column; c++) {
                for (int64_t r = a; r < last_row; r++)
                    to[c * rows + r] = from[r * columns + c];
            }
        }
    }
}

SELAT_KERNEL
double selat_trade_price_gaps(int64_t count, const double *price, const double *old_price, double *gap) {
    double worst = 0;
#pragma omp simd reduction(max : worst)
    for (int64_t k = 0; k < count; k++) {
        gap[k] = price[k] - old_price[k];
        double size = fabs(gap[k]);
        size = size != size ? INFINITY : size;
        worst = size > worst ? size : worst;
    }
    return worst;
}

SELAT_KERNEL
double selat_trade_output_gaps(int64_t count, const double *level, const double *output, const double *scale,
                               double *gap) {
    double worst = 0;
#pragma omp simd reduction(max : worst)
    for (int64_t k = 0; k < count; k++) {
        gap[k] = level[k] - output[k];
        double size = fabs(gap[k]) / (level[k] + 1e-3 * scale[k]);
        size = size != size ? INFINITY : size;
        worst = size > worst ? size : worst;
    }
    return worst;
}

#include "model/trade_welfare/lobatto.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"

/* Legendre polynomials P_n and P_{n-1} at x, n >= 1. */
static double legendre(int64_t n, double x, double *below) {
    double before = 1, now = x;
    for (int64_t k = 2; k <= n; k++) {
        double next = ((double)(2 * k - 1) * x * now - (double)(k - 1) * before) / (double)k;
        before = now;
        now = next;
    }
    *below = before;
    return now;
}

/* The points are the ends and the zeros of P_n', n = count - 1, by Newton from Chebyshev's points; `value` gets P_n there.
   (1 - x^2) P_n' = n (P_{n-1} - x P_n). */
static double find_point(int64_t n, int64_t k, double *value) {
    double x = -cos(3.14159265358979323846 * (double)k / (double)n), below;
    for (int step = 0; step < 100; step++) {
        double p = legendre(n, x, &below), move = (x * p - below) / ((double)(n + 1) * p);
        x -= move;
        if (fabs(move) < 1e-16) break;
    }
    *value = legendre(n, x, &below);
    return x;
}

/* D_ab = P_n(x_a) / (P_n(x_b) (x_a - x_b)); the diagonal so that a constant has derivative 0. */
static void fill_derivative(selat_lobatto *lobatto, const double *value) {
    int64_t count = lobatto->count;
    for (int64_t a = 0; a < count; a++) {
        double *row = lobatto->derivative + a * count, sum = 0;
        for (int64_t b = 0; b < count; b++) {
            if (b == a) continue;
            row[b] = value[a] / (value[b] * (lobatto->point[a] - lobatto->point[b]));
            sum += row[b];
        }
        row[a] = -sum;
    }
}

selat_status selat_lobatto_init(selat_context *context, int64_t count, selat_lobatto *out) {
    *out = (selat_lobatto){.count = count};
    double *value = NULL;
    selat_status status;
    TRY_OR(done, status, selat_new(context, count, &out->point));
    TRY_OR(done, status, selat_new(context, count, &out->weight));
    TRY_OR(done, status, selat_new(context, count * count, &out->derivative));
    TRY_OR(done, status, selat_new(context, count, &value));
    int64_t n = count - 1;
    for (int64_t k = 0; k < count; k++) {
        double x = find_point(n, k, &value[k]);
        out->point[k] = 0.5 * (1 + x);
        out->weight[k] = 1 / ((double)(n * count) * value[k] * value[k]);
    }
    out->point[0] = 0;
    out->point[n] = 1;
    fill_derivative(out, value);
done:
    selat_release(context, value);
    if (status != SELAT_OK) selat_lobatto_clear(context, out);
    return status;
}

void selat_lobatto_clear(selat_context *context, selat_lobatto *lobatto) {
    selat_release(context, lobatto->point);
    selat_release(context, lobatto->weight);
    selat_release(context, lobatto->derivative);
    *lobatto = (selat_lobatto){0};
}

void selat_lobatto_derive(const selat_lobatto *lobatto, int64_t length, const double *values, int64_t at,
                          double *derived) {
    memset(derived, 0, (size_t)length * sizeof(double));
    for (int64_t b = 0; b < lobatto->count; b++) {
        double d = lobatto->derivative[at * lobatto->count + b];
        const double *from = values + b * length;
        for (int64_t k = 0; k < length; k++) derived[k] += d * from[k];
    }
}

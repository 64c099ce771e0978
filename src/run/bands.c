/* Quantiles of draws and how far chance may have moved them. */
#include <math.h>
#include <stdlib.h>

#include "selat/draws.h"

static const double settled_part = 0.05;

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Sorted values; q within 0 to 1. */
static double quantile(const double *values, int64_t count, double q) {
    double place = fmin(1, fmax(0, q)) * (double)(count - 1);
    int64_t below = (int64_t)place;
    if (below >= count - 1) return values[count - 1];
    return values[below] + (place - (double)below) * (values[below + 1] - values[below]);
}

static double quantile_error(const double *values, int64_t count, double q) {
    double spread = sqrt(q * (1 - q) / (double)count);
    return 0.5 * (quantile(values, count, q + spread) - quantile(values, count, q - spread));
}

void selat_band_of(double *values, int64_t count, selat_band *out) {
    qsort(values, (size_t)count, sizeof *values, compare);
    *out = (selat_band){.low = quantile(values, count, 0.05),
                        .median = quantile(values, count, 0.5),
                        .high = quantile(values, count, 0.95),
                        .low_error = quantile_error(values, count, 0.05),
                        .median_error = quantile_error(values, count, 0.5),
                        .high_error = quantile_error(values, count, 0.95)};
    double worst = fmax(out->median_error, fmax(out->low_error, out->high_error));
    out->settled = worst <= settled_part * (out->high - out->low);
}

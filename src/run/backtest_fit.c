/* How two series go together: slopes with clustered errors, ranks, signs, means removed by two groupings. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "run/backtest.h"

enum { MOST_SWEEPS = 10000 };

static double weight_of(const double *weight, int64_t k) { return weight != NULL ? weight[k] : 1; }

/* One half sweep: subtracts the groups' means and returns the largest of them. */
static double subtract_means(int64_t count, const int64_t *group, int64_t n_groups, const double *weight,
                             const double *total, double *sum, double *x) {
    double largest = 0;
    memset(sum, 0, (size_t)n_groups * sizeof *sum);
    for (int64_t k = 0; k < count; k++) sum[group[k]] += weight_of(weight, k) * x[k];
    for (int64_t g = 0; g < n_groups; g++) {
        sum[g] = total[g] > 0 ? sum[g] / total[g] : 0;
        if (fabs(sum[g]) > largest) largest = fabs(sum[g]);
    }
    for (int64_t k = 0; k < count; k++) x[k] -= sum[group[k]];
    return largest;
}

selat_status backtest_remove_means(selat_context *context, int64_t count, const int64_t *a, const int64_t *b,
                                   int64_t n_groups, const double *weight, double *x) {
    double *total_a = NULL, *total_b = NULL, *sum = NULL, largest = 0;
    selat_status status;
    TRY_OR(done, status, selat_new(context, n_groups, &total_a));
    TRY_OR(done, status, selat_new(context, n_groups, &total_b));
    TRY_OR(done, status, selat_new(context, n_groups, &sum));
    for (int64_t k = 0; k < count; k++) {
        total_a[a[k]] += weight_of(weight, k);
        total_b[b[k]] += weight_of(weight, k);
        if (fabs(x[k]) > largest) largest = fabs(x[k]);
    }
    for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
        TRY_OR(done, status, selat_check_cancel(context));
        (void)subtract_means(count, a, n_groups, weight, total_a, sum, x);
        if (subtract_means(count, b, n_groups, weight, total_b, sum, x) > 1e-10 * largest) continue;
        for (int64_t k = 0; k < count; k++) x[k] = fabs(x[k]) > 1e-7 * largest ? x[k] : 0;
        goto done;
    }
    status = selat_fail(context, SELAT_FAILED, "backtest: the means by importer and exporter do not settle");
done:
    selat_release(context, total_a);
    selat_release(context, total_b);
    selat_release(context, sum);
    return status;
}

selat_status backtest_slope(selat_context *context, int64_t count, const double *weight, const double *x,
                            const double *y, const int64_t *cluster, int64_t n_clusters, double *slope,
                            double *standard_error) {
    double xx = 0, xy = 0, meat = 0, *score;
    TRY(selat_new(context, n_clusters, &score));
    for (int64_t k = 0; k < count; k++) {
        xx += weight_of(weight, k) * x[k] * x[k];
        xy += weight_of(weight, k) * x[k] * y[k];
    }
    *slope = xx > 0 ? xy / xx : NAN;
    for (int64_t k = 0; k < count; k++) score[cluster[k]] += weight_of(weight, k) * x[k] * (y[k] - *slope * x[k]);
    for (int64_t c = 0; c < n_clusters; c++) meat += score[c] * score[c];
    *standard_error = xx > 0 ? sqrt(meat) / xx : NAN;
    selat_release(context, score);
    return SELAT_OK;
}

static double mean(int64_t count, const double *weight, const double *x) {
    double sum = 0, total = 0;
    for (int64_t k = 0; k < count; k++) {
        sum += weight_of(weight, k) * x[k];
        total += weight_of(weight, k);
    }
    return total > 0 ? sum / total : 0;
}

/* Squared correlation, and what the prediction itself explains; x and y are deviations from their means. */
static void variances(int64_t count, const double *weight, const double *x, const double *y, double gap,
                      selat_backtest_fit *out) {
    double xx = 0, xy = 0, yy = 0, missed = 0;
    for (int64_t k = 0; k < count; k++) {
        double w = weight_of(weight, k), miss = y[k] - x[k] + gap;
        xx += w * x[k] * x[k];
        xy += w * x[k] * y[k];
        yy += w * y[k] * y[k];
        missed += w * miss * miss;
    }
    out->r2 = xx > 0 && yy > 0 ? xy * xy / (xx * yy) : NAN;
    out->explained = yy > 0 ? 1 - missed / yy : NAN;
}

/* Merges two rising runs of positions. */
static void merge(const double *x, const int64_t *from, int64_t low, int64_t middle, int64_t high, int64_t *to) {
    for (int64_t a = low, b = middle, k = low; k < high; k++) {
        bool left = a < middle && (b >= high || x[from[a]] <= x[from[b]]);
        to[k] = left ? from[a++] : from[b++];
    }
}

selat_status backtest_order(selat_context *context, int64_t count, const double *x, int64_t *order) {
    int64_t *other;
    TRY(selat_new(context, count, &other));
    for (int64_t k = 0; k < count; k++) order[k] = k;
    for (int64_t width = 1; width < count; width *= 2) {
        for (int64_t low = 0; low < count; low += 2 * width) {
            int64_t middle = low + width < count ? low + width : count;
            int64_t high = low + 2 * width < count ? low + 2 * width : count;
            merge(x, order, low, middle, high, other);
        }
        memcpy(order, other, (size_t)count * sizeof *order);
    }
    selat_release(context, other);
    return SELAT_OK;
}

/* Ranks from 1; equal values share the mean of theirs. */
static selat_status ranks(selat_context *context, int64_t count, const double *x, double *out) {
    int64_t *order;
    TRY(selat_new(context, count, &order));
    selat_status status = backtest_order(context, count, x, order);
    for (int64_t k = 0, next; status == SELAT_OK && k < count; k = next) {
        for (next = k + 1; next < count && x[order[next]] == x[order[k]];) next++;
        for (int64_t m = k; m < next; m++) out[order[m]] = 0.5 * (double)(k + 1 + next);
    }
    selat_release(context, order);
    return status;
}

static selat_status rank_correlation(selat_context *context, int64_t count, const double *x, const double *y,
                                     double *out) {
    double *a = NULL, *b = NULL, aa = 0, ab = 0, bb = 0, middle = 0.5 * (double)(count + 1);
    selat_status status;
    TRY_OR(done, status, selat_new(context, count, &a));
    TRY_OR(done, status, selat_new(context, count, &b));
    TRY_OR(done, status, ranks(context, count, x, a));
    TRY_OR(done, status, ranks(context, count, y, b));
    for (int64_t k = 0; k < count; k++) {
        aa += (a[k] - middle) * (a[k] - middle);
        ab += (a[k] - middle) * (b[k] - middle);
        bb += (b[k] - middle) * (b[k] - middle);
    }
    *out = aa > 0 && bb > 0 ? ab / sqrt(aa * bb) : NAN;
done:
    selat_release(context, a);
    selat_release(context, b);
    return status;
}

selat_status backtest_fit(selat_context *context, int64_t count, const double *weight, const double *x, const double *y,
                          const int64_t *cluster, int64_t n_clusters, bool within, selat_backtest_fit *out) {
    *out = (selat_backtest_fit){.cells = count, .slope = NAN, .standard_error = NAN, .r2 = NAN, .explained = NAN,
                                .rank_correlation = NAN, .sign_agreement = NAN, .coverage = NAN};
    if (count < 3) return SELAT_OK;
    double *dx = NULL, *dy = NULL, mean_x = within ? 0 : mean(count, weight, x), agree = 0, signed_cells = 0;
    double mean_y = within ? 0 : mean(count, weight, y);
    selat_status status;
    TRY_OR(done, status, selat_copy_doubles(context, x, count, &dx));
    TRY_OR(done, status, selat_copy_doubles(context, y, count, &dy));
    for (int64_t k = 0; k < count; k++) {
        dx[k] -= mean_x;
        dy[k] -= mean_y;
        agree += x[k] * y[k] > 0;
        signed_cells += x[k] * y[k] != 0;
    }
    TRY_OR(done, status,
           backtest_slope(context, count, weight, dx, dy, cluster, n_clusters, &out->slope, &out->standard_error));
    variances(count, weight, dx, dy, mean_y - mean_x, out);
    out->sign_agreement = signed_cells > 0 ? agree / signed_cells : NAN;
    status = rank_correlation(context, count, x, y, &out->rank_correlation);
done:
    selat_release(context, dx);
    selat_release(context, dy);
    return status;
}

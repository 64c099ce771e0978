/* Services trade by sector: the pair totals B_in of the aggregate are split over 23 sectors by three-way iterative
   proportional fitting. The prior is B_in p_i^s q_n^s / sqrt(m^s mu^s), with p and q the exporter's and the importer's
   services mix and m, mu their world averages (which also stand in for the rest of the world, whose own sector totals
   are free). Pair totals are met exactly; the exporters' and importers' sector totals as far as the sources agree. */
#pragma STDC FP_CONTRACT OFF /* the built table must not depend on the processor */

#include <math.h>

#include "base/memory.h"
#include "base/status.h"
#include "import/oecd/data.h"

enum { SWEEPS = 300 };
static const double STILL = 1e-9;

typedef struct split {
    int64_t n_regions, n_national; /* 81 and 80 */
    double *flow;                  /* [23 s][R n][R i], off the diagonal */
    const double *pairs;           /* [R n][R i]; the diagonal is not split here */
    double *exports, *imports;     /* [23 s][R], targets of the 80 */
    double *scale;                 /* [R] or [R][R], scratch */
} split;

static selat_status split_create(selat_context *context, const selat_oecd_data *data, split *out) {
    int64_t R = data->regions.count;
    *out = (split){.n_regions = R, .n_national = R - 1, .flow = data->flow + OECD_GOODS * R * R,
                   .pairs = data->services};
    TRY(selat_new(context, OECD_SERVICES * R, &out->exports));
    TRY(selat_new(context, OECD_SERVICES * R, &out->imports));
    TRY(selat_new(context, R * R, &out->scale));
    for (int64_t s = 0; s < OECD_SERVICES; s++) {
        for (int64_t n = 0; n < R - 1; n++) {
            out->exports[s * R + n] = data->exports[n * OECD_SECTORS + OECD_GOODS + s];
            out->imports[s * R + n] = data->imports[n * OECD_SECTORS + OECD_GOODS + s];
        }
    }
    return SELAT_OK;
}

static void split_clear(selat_context *context, split *w) {
    selat_release(context, w->exports);
    selat_release(context, w->imports);
    selat_release(context, w->scale);
}

/* mix[s][n] = share of s in the services of n; the last region gets the average of the others. */
static void make_mix(const split *w, const double *totals, double *mix) {
    int64_t R = w->n_regions, W = w->n_national;
    double world = 0;
    for (int64_t n = 0; n < W; n++) {
        double sum = 0;
        for (int64_t s = 0; s < OECD_SERVICES; s++) sum += totals[s * R + n];
        for (int64_t s = 0; s < OECD_SERVICES; s++) mix[s * R + n] = sum > 0 ? totals[s * R + n] / sum : 0;
        world += sum;
    }
    for (int64_t s = 0; s < OECD_SERVICES; s++) {
        double sum = 0;
        for (int64_t n = 0; n < W; n++) sum += totals[s * R + n];
        mix[s * R + W] = world > 0 ? sum / world : 0;
    }
}

static selat_status set_prior(selat_context *context, const split *w) {
    int64_t R = w->n_regions, W = w->n_national;
    double *p = NULL, *q = NULL;
    selat_status status;
    TRY_OR(done, status, selat_new(context, OECD_SERVICES * R, &p));
    TRY_OR(done, status, selat_new(context, OECD_SERVICES * R, &q));
    make_mix(w, w->exports, p);
    make_mix(w, w->imports, q);
    for (int64_t s = 0; s < OECD_SERVICES; s++) {
        double mean = sqrt(p[s * R + W] * q[s * R + W]), inverse = mean > 0 ? 1 / mean : 0;
        for (int64_t n = 0; n < R; n++) {
            for (int64_t i = 0; i < R; i++) {
                w->flow[(s * R + n) * R + i] =
                    i != n ? w->pairs[n * R + i] * p[s * R + i] * q[s * R + n] * inverse : 0;
            }
        }
    }
done:
    selat_release(context, p);
    selat_release(context, q);
    return status;
}

/* The factor that takes `sum` to `target`, its distance to 1 noted in *move. */
static double factor(double target, double sum, double *move) {
    double f = sum > 0 ? target / sum : 1;
    double distance = fabs(f - 1);
    if (distance > *move) *move = distance;
    return f;
}

static void scale_exporters(const split *w, double *move) {
    int64_t R = w->n_regions, W = w->n_national;
    for (int64_t s = 0; s < OECD_SERVICES; s++) {
        double *flow = w->flow + s * R * R;
        for (int64_t i = 0; i < R; i++) w->scale[i] = 0;
        for (int64_t n = 0; n < R; n++) {
            for (int64_t i = 0; i < W; i++) w->scale[i] += flow[n * R + i];
        }
        for (int64_t i = 0; i < W; i++) w->scale[i] = factor(w->exports[s * R + i], w->scale[i], move);
        for (int64_t n = 0; n < R; n++) {
            for (int64_t i = 0; i < W; i++) flow[n * R + i] *= w->scale[i];
        }
    }
}

static void scale_importers(const split *w, double *move) {
    int64_t R = w->n_regions, W = w->n_national;
    for (int64_t s = 0; s < OECD_SERVICES; s++) {
        for (int64_t n = 0; n < W; n++) {
            double *flow = w->flow + (s * R + n) * R, sum = 0;
            for (int64_t i = 0; i < R; i++) sum += flow[i];
            double f = factor(w->imports[s * R + n], sum, move);
            for (int64_t i = 0; i < R; i++) flow[i] *= f;
        }
    }
}

static void scale_pairs(const split *w, double *move) {
    int64_t R = w->n_regions, pairs = R * R;
    for (int64_t pair = 0; pair < pairs; pair++) w->scale[pair] = 0;
    for (int64_t s = 0; s < OECD_SERVICES; s++) {
        for (int64_t pair = 0; pair < pairs; pair++) w->scale[pair] += w->flow[s * pairs + pair];
    }
    for (int64_t pair = 0; pair < pairs; pair++) {
        w->scale[pair] = factor(w->pairs[pair], w->scale[pair], move); /* 1 on the diagonal, where the sum is 0 */
    }
    for (int64_t s = 0; s < OECD_SERVICES; s++) {
        for (int64_t pair = 0; pair < pairs; pair++) w->flow[s * pairs + pair] *= w->scale[pair];
    }
}

static selat_status fit(selat_context *context, const split *w, selat_oecd_checks *checks) {
    for (checks->sweeps = 0; checks->sweeps < SWEEPS;) {
        TRY(selat_check_cancel(context));
        selat_progress(context, "splitting services trade", (double)checks->sweeps / SWEEPS);
        double move = 0;
        scale_exporters(w, &move);
        scale_importers(w, &move);
        scale_pairs(w, &move);
        checks->sweeps++;
        checks->last_factor_move = move;
        if (move < STILL) break;
    }
    selat_progress(context, "splitting services trade", 1);
    return SELAT_OK;
}

/* L1 distances to the three sets of totals, relative to their sums. */
static void measure(const split *w, selat_oecd_checks *checks) {
    int64_t R = w->n_regions, W = w->n_national;
    double gap[3] = {0}, total[3] = {0};
    for (int64_t s = 0; s < OECD_SERVICES; s++) {
        for (int64_t n = 0; n < W; n++) {
            double sold = 0, bought = 0;
            for (int64_t m = 0; m < R; m++) {
                sold += w->flow[(s * R + m) * R + n];
                bought += w->flow[(s * R + n) * R + m];
            }
            gap[0] += fabs(sold - w->exports[s * R + n]);
            total[0] += w->exports[s * R + n];
            gap[1] += fabs(bought - w->imports[s * R + n]);
            total[1] += w->imports[s * R + n];
        }
    }
    for (int64_t pair = 0; pair < R * R; pair++) {
        if (pair / R == pair % R) continue;
        double sum = 0;
        for (int64_t s = 0; s < OECD_SERVICES; s++) sum += w->flow[s * R * R + pair];
        gap[2] += fabs(sum - w->pairs[pair]);
        total[2] += w->pairs[pair];
    }
    checks->services_exporters = gap[0] / total[0];
    checks->services_importers = gap[1] / total[1];
    checks->services_pairs = gap[2] / total[2];
}

/* Domestic services of the 80 are output less exports, at least 0; ROW's own aggregate follows the 80's output. */
static void set_domestic(selat_oecd_data *data, selat_oecd_checks *checks) {
    int64_t R = data->regions.count, S = OECD_SECTORS, W = R - 1;
    double output[OECD_SECTORS] = {0}, world = 0;
    for (int64_t s = OECD_GOODS; s < S; s++) {
        for (int64_t n = 0; n < W; n++) {
            double own = data->output[n * S + s] - data->exports[n * S + s];
            if (own < 0) checks->floored_domestic++;
            data->flow[(s * R + n) * R + n] = own > 0 ? own : 0;
            output[s] += data->output[n * S + s];
        }
        world += output[s];
    }
    for (int64_t s = OECD_GOODS; s < S; s++) {
        data->flow[(s * R + W) * R + W] = data->services[W * R + W] * output[s] / world;
    }
}

selat_status selat_oecd_split_services(selat_context *context, selat_oecd_data *data, selat_oecd_checks *checks) {
    split w;
    selat_status status;
    TRY_OR(done, status, split_create(context, data, &w));
    TRY_OR(done, status, set_prior(context, &w));
    TRY_OR(done, status, fit(context, &w, checks));
    measure(&w, checks);
    set_domestic(data, checks);
done:
    split_clear(context, &w);
    return status;
}

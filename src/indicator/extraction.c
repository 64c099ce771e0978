/* Hypothetical extraction, from columns of L: the world without some industries is a rank-k change of A, whose solution
   needs the inverse only at those industries (Sherman-Morrison-Woodbury). */
#include <math.h>
#include <string.h>

#include "base/dense.h"
#include "base/memory.h"
#include "base/status.h"
#include "indicator/registry.h"
#include "indicator/world.h"
#include "selat/exposure.h"

void selat_extraction_clear(selat_context *context, selat_extraction *extraction) {
    selat_release(context, extraction->output_by_region);
    selat_release(context, extraction->value_added_by_region);
    *extraction = (selat_extraction){0};
}

/* Adds up loss = columns [n][count] times weights [count]. */
static selat_status add_losses(selat_context *context, const selat_indicator_world *w, int64_t count,
                               const double *columns, const double *weights, selat_extraction *out) {
    *out = (selat_extraction){0};
    TRY(selat_new(context, w->R, &out->output_by_region));
    TRY(selat_new(context, w->R, &out->value_added_by_region));
    for (int64_t j = 0; j < w->n; j++) {
        double loss = 0;
        for (int64_t k = 0; k < count; k++) loss += columns[j * count + k] * weights[k];
        out->output_by_region[j / w->S] += loss;
        out->value_added_by_region[j / w->S] += loss * w->va_share[j];
    }
    for (int64_t r = 0; r < w->R; r++) {
        out->output_musd += out->output_by_region[r];
        out->value_added_musd += out->value_added_by_region[r];
    }
    return SELAT_OK;
}

static selat_status check_industries(selat_context *context, const selat_indicator_world *w, int64_t count,
                                     const int64_t *industries) {
    for (int64_t k = 0; k < count; k++) {
        bool twice = false;
        for (int64_t l = 0; l < k; l++) twice |= industries[l] == industries[k];
        if (industries[k] >= 0 && industries[k] < w->n && !twice) continue;
        return selat_fail(context, SELAT_BAD_INPUT, "extraction: industry %lld is not one of the table's %lld, or twice",
                          (long long)industries[k], (long long)w->n);
    }
    return SELAT_OK;
}

selat_status selat_extract(selat_context *context, selat_indicator_world *w, int64_t count, const int64_t *industries,
                           selat_extraction *out) {
    double *y = NULL, *columns = NULL, *own = NULL, *weights = NULL;
    int32_t *pivots = NULL;
    int64_t size;
    selat_status status;
    *out = (selat_extraction){0};
    TRY(check_industries(context, w, count, industries));
    TRY(selat_count(context, w->n, count, 1, 1, &size));
    TRY_OR(end, status, selat_new(context, size, &y));
    TRY_OR(end, status, selat_new(context, size, &columns));
    TRY_OR(end, status, selat_new(context, count * count, &own));
    TRY_OR(end, status, selat_new(context, count, &weights));
    TRY_OR(end, status, selat_new(context, count, &pivots));
    for (int64_t k = 0; k < count; k++) y[industries[k] * count + k] = 1;
    TRY_OR(end, status, world_solve(context, w, false, count, y, columns));
    for (int64_t k = 0; k < count; k++) {
        memcpy(own + k * count, columns + industries[k] * count, (size_t)count * sizeof *own);
        weights[k] = w->table->output_musd[industries[k]];
    }
    TRY_OR(end, status, selat_dense_factor(context, count, own, count, pivots));
    TRY_OR(end, status, selat_dense_solve(context, false, count, own, count, pivots, weights, 1, 1));
    status = add_losses(context, w, count, columns, weights, out);
end:
    selat_release(context, y);
    selat_release(context, columns);
    selat_release(context, own);
    selat_release(context, weights);
    selat_release(context, pivots);
    if (status != SELAT_OK) selat_extraction_clear(context, out);
    return status;
}

/* f = (I + A_ab L_ba)^-1 e_ab in `flow`; `loop` [S][S] is room. */
static selat_status solve_flow(selat_context *context, const selat_indicator_world *w, int64_t a, int64_t b,
                               const double *columns, double *block, double *loop, int32_t *pivots, double *flow) {
    int64_t S = w->S;
    world_block(w, a, b, block);
    for (int64_t i = 0; i < S; i++) {
        flow[i] = w->final[(a * S + i) * w->R + b];
        for (int64_t k = 0; k < S; k++) flow[i] += block[i * S + k] * w->table->output_musd[b * S + k];
    }
    TRY(selat_dense_multiply(context, false, S, S, S, block, S, columns + b * S * S, S, 0, loop, S));
    for (int64_t k = 0; k < S; k++) loop[k * S + k] += 1;
    TRY(selat_dense_factor(context, S, loop, S, pivots));
    return selat_dense_solve(context, false, S, loop, S, pivots, flow, 1, 1);
}

selat_status selat_extract_pair(selat_context *context, selat_indicator_world *w, int64_t a, int64_t b,
                                selat_extraction *out) {
    int64_t S = w->S;
    double *columns = NULL, *block = NULL, *loop = NULL, *flow = NULL;
    int32_t *pivots = NULL;
    selat_status status;
    *out = (selat_extraction){0};
    if (a == b || a < 0 || b < 0 || a >= w->R || b >= w->R) {
        return selat_fail(context, SELAT_BAD_INPUT, "extraction of a pair: found regions %lld and %lld, expected two of the table",
                          (long long)a, (long long)b);
    }
    TRY(world_final(context, w));
    TRY_OR(end, status, selat_new(context, w->n * S, &columns));
    TRY_OR(end, status, selat_new(context, S * S, &block));
    TRY_OR(end, status, selat_new(context, S * S, &loop));
    TRY_OR(end, status, selat_new(context, S, &flow));
    TRY_OR(end, status, selat_new(context, S, &pivots));
    TRY_OR(end, status, world_inverse_columns(context, w, a, columns));
    TRY_OR(end, status, solve_flow(context, w, a, b, columns, block, loop, pivots, flow));
    status = add_losses(context, w, S, columns, flow, out);
end:
    selat_release(context, columns);
    selat_release(context, block);
    selat_release(context, loop);
    selat_release(context, flow);
    selat_release(context, pivots);
    if (status != SELAT_OK) selat_extraction_clear(context, out);
    return status;
}

/* What a unit of x_j / L_jj is multiplied with, out [n]. */
static selat_status multipliers(selat_context *context, selat_indicator_world *w, selat_extraction_kind kind,
                                double *out) {
    if (kind == SELAT_EXTRACT_FULL_VALUE_ADDED) {
        TRY(world_va_content(context, w));
        for (int64_t j = 0; j < w->n; j++) out[j] = w->va_content[j * (w->K + 1) + w->K];
        return SELAT_OK;
    }
    if (kind == SELAT_EXTRACT_FORWARD_OUTPUT) {
        TRY(indicator_upstreamness(context, w, 0, out));
    } else {
        TRY(indicator_downstreamness(context, w, 0, out));
    }
    double less = kind == SELAT_EXTRACT_FULL_OUTPUT ? 0 : 1;
    for (int64_t j = 0; j < w->n; j++) out[j] -= less;
    return SELAT_OK;
}

selat_status selat_extract_every(selat_context *context, selat_indicator_world *w, selat_extraction_kind kind,
                                 double *out) {
    int64_t S = w->S;
    TRY(world_own_block(context, w));
    TRY(multipliers(context, w, kind, out));
    for (int64_t j = 0; j < w->n; j++) {
        int64_t place = w->place[j / S], k = j % S;
        double x = w->table->output_musd[j];
        out[j] = place >= 0 && x != 0 ? out[j] * x / w->own_block[(place * S + k) * S + k] : NAN;
    }
    return SELAT_OK;
}

selat_status indicator_extraction(selat_context *context, selat_indicator_world *w, int64_t term, double *out) {
    return selat_extract_every(context, w, (selat_extraction_kind)term, out);
}

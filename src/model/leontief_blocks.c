/* (I - A) x = y for a full table by iteration: domestic rounds are summed exactly, trade between regions round by round.

   With P the domestic blocks of I - A, x <- x + P^-1 r, r = y - (I - A) x; the transposed system alike. Errors shrink by
   the spectral radius rho of P^-1 (P - I + A), which power iteration estimates, and faster by the Chebyshev recurrence of
   Golub and Varga (1961) for eigenvalues from -rho/2 to rho; where that grows, plain iteration takes over. */
#include <math.h>
#include <string.h>

#include "base/dense.h"
#include "base/memory.h"
#include "base/status.h"
#include "model/leontief_full.h"

enum { POWER_STEPS = 12, MOST_ITERATIONS = 2000, PATIENCE = 25 };

struct selat_domestic_blocks {
    const selat_table *table;
    double *lu;      /* [R][S][S] */
    int32_t *pivots; /* [R][S] */
    double rho;
};

static selat_status factor_region(selat_context *context, selat_domestic_blocks *b, int64_t n) {
    const selat_table *t = b->table;
    int64_t S = t->sectors.count;
    double *lu = b->lu + n * S * S;
    selat_table_block_musd(t, n, n, lu);
    for (int64_t at = 0; at < S * S; at++) {
        double output = t->output_musd[n * S + at % S];
        lu[at] = (at / S == at % S ? 1 : 0) - (output != 0 ? lu[at] / output : 0);
    }
    if (selat_dense_factor(context, S, lu, S, b->pivots + n * S) == SELAT_OK) return SELAT_OK;
    return selat_fail(context, SELAT_FAILED,
                      "table %s: the domestic inputs of %s leave nothing to others (I - A is singular)", t->name,
                      t->regions.codes[n]);
}

/* r = P^-1 r. */
static selat_status precondition(selat_context *context, const selat_domestic_blocks *b, bool transpose,
                                 int64_t columns, double *r) {
    int64_t R = b->table->regions.count, S = b->table->sectors.count;
    for (int64_t n = 0; n < R; n++) {
        TRY(selat_dense_solve(context, transpose, S, b->lu + n * S * S, S, b->pivots + n * S, r + n * S * columns,
                              columns, columns));
    }
    return SELAT_OK;
}

/* |P^-1 (P - I + A) v|_1 / |v|_1 after a few rounds: v - P^-1 (I - A) v. */
static selat_status estimate_radius(selat_context *context, selat_domestic_blocks *b) {
    int64_t rows = b->table->regions.count * b->table->sectors.count;
    double *v = NULL, *next = NULL, before = 1;
    selat_status status;
    TRY_OR(done, status, selat_new(context, rows, &v));
    TRY_OR(done, status, selat_new(context, rows, &next));
    for (int64_t at = 0; at < rows; at++) v[at] = 1 / (double)rows;
    for (int k = 0; k < POWER_STEPS && before > 0; k++) {
        TRY_OR(done, status, selat_table_apply(context, b->table, 1, v, next));
        for (int64_t at = 0; at < rows; at++) next[at] -= v[at];
        TRY_OR(done, status, precondition(context, b, false, 1, next));
        double after = 0;
        for (int64_t at = 0; at < rows; at++) after += fabs(next[at] += v[at]);
        b->rho = after / before;
        for (int64_t at = 0; at < rows; at++) v[at] = after > 0 ? next[at] / after : 0;
        before = after > 0 ? 1 : 0;
    }
done:
    selat_release(context, v);
    selat_release(context, next);
    return status;
}

static selat_status prepare(selat_context *context, selat_domestic_blocks *b) {
    int64_t R = b->table->regions.count, S = b->table->sectors.count, size;
    TRY(selat_count(context, R, S, S, 1, &size));
    TRY(selat_new(context, size, &b->lu));
    TRY(selat_new(context, R * S, &b->pivots));
    for (int64_t n = 0; n < R; n++) TRY(factor_region(context, b, n));
    return estimate_radius(context, b);
}

selat_status selat_domestic_blocks_create(selat_context *context, const selat_table *table,
                                          selat_domestic_blocks **out) {
    TRY(selat_new(context, 1, out));
    (*out)->table = table;
    selat_status status = prepare(context, *out);
    if (status != SELAT_OK) {
        selat_domestic_blocks_destroy(context, *out);
        *out = NULL;
    }
    return status;
}

void selat_domestic_blocks_destroy(selat_context *context, selat_domestic_blocks *b) {
    if (b == NULL) return;
    selat_release(context, b->lu);
    selat_release(context, b->pivots);
    selat_release(context, b);
}

/* Weights of the Chebyshev recurrence. */
typedef struct recurrence {
    double rho, omega;
    bool plain;
} recurrence;

static double next_weight(const recurrence *c) {
    double half = 0.75 * c->rho / (1 - c->rho / 4);
    if (c->plain) return 1;
    return c->omega == 1 ? 2 / (2 - half * half) : 1 / (1 - half * half * c->omega / 4);
}

/* x, previous <- omega (x + s P^-1 r - previous) + previous, x. */
static selat_status step(selat_context *context, const selat_domestic_blocks *blocks, const recurrence *c,
                         selat_full_block *b, double *previous) {
    int64_t size = b->table->regions.count * b->table->sectors.count * b->columns;
    double scale = c->plain ? 1 : 1 / (1 - c->rho / 4);
    TRY(selat_check_cancel(context));
    TRY(precondition(context, blocks, b->transpose, b->columns, b->r));
    for (int64_t at = 0; at < size; at++) {
        double kept = b->x[at];
        b->x[at] = c->omega * (kept + scale * b->r[at] - previous[at]) + previous[at];
        previous[at] = kept;
    }
    return SELAT_OK;
}

selat_status selat_domestic_blocks_solve(selat_context *context, const selat_domestic_blocks *blocks,
                                         selat_full_block *b, selat_leontief_report *report) {
    int64_t size = b->table->regions.count * b->table->sectors.count * b->columns, since = 0;
    recurrence c = {.rho = blocks->rho, .omega = 1, .plain = !(blocks->rho < 1)};
    double *previous, best = INFINITY;
    selat_status status = SELAT_OK;
    TRY(selat_new(context, size, &previous));
    selat_full_block_begin(b);
    report->reason = SELAT_MAX_ITERATIONS;
    while (report->iterations < MOST_ITERATIONS) {
        TRY_OR(done, status, step(context, blocks, &c, b, previous));
        TRY_OR(done, status, selat_full_block_residual(context, b, &report->residual));
        report->iterations++;
        report->reason = isfinite(report->residual) ? SELAT_CONVERGED : SELAT_DIVERGED;
        if (report->residual <= report->tolerance || !isfinite(report->residual)) break;
        since = report->residual < 0.9 * best ? 0 : since + 1;
        bool grows = report->residual > 10 * best;
        best = fmin(best, report->residual);
        report->reason = grows ? SELAT_DIVERGED : SELAT_STAGNATED;
        if (since > PATIENCE && c.plain) break;
        if (!c.plain && (grows || since > PATIENCE)) {
            c = (recurrence){.rho = c.rho, .omega = 1, .plain = true};
            best = INFINITY;
            since = 0;
        } else {
            c.omega = next_weight(&c);
        }
        report->reason = SELAT_MAX_ITERATIONS;
    }
done:
    selat_release(context, previous);
    return status;
}

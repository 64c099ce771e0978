/* Where the search begins: slope scaling (Kim and Pardalos 1999) on the relaxed program. A fixed cost c of something used
   to the part x costs c / x per unit next time, which is what it would cost if built for just that use. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "model/capture/formulate.h"

enum { ROUNDS = 12 };
static const double USED = 1e-7; /* Mt, or part of a unit */

/* Opened from the first block on in which the relaxed program opens or uses it. */
static void open_first(int64_t n_blocks, int64_t stride, const int64_t *column, const double *x, bool whole, double *out) {
    double built = 0;
    for (int64_t b = 0; b < n_blocks; b++) {
        int64_t at = column[b * stride];
        if (at < 0) continue;
        double needed = ceil(x[at] - USED);
        built = fmax(built, whole ? needed : fmin(1, needed));
        out[at] = built;
    }
}

/* The line for the largest flow of an arc over the years, in place from the first year it is used. */
static void choose_line(const selat_capture_problem *p, const capture_layout *l, int64_t arc, const double *x, double *out) {
    int64_t arcs = 2 * p->n_edges, n = l->n_trends, kind = p->edges[arc / 2].type, first = -1, best = -1;
    const selat_capture_type *type = &p->types[kind];
    double most = 0;
    for (int64_t year = 0; year < p->n_years; year++) {
        double flow = 0;
        for (int64_t t = 0; t < type->n_trends; t++) {
            int64_t at = l->flow[(year * arcs + arc) * n + t];
            if (at >= 0) flow += x[at];
        }
        if (flow > USED && first < 0) first = capture_block(p, year);
        most = fmax(most, flow);
    }
    if (first < 0) return;
    for (int64_t t = 0; t < type->n_trends; t++) {
        bool carries = t + 1 == type->n_trends || l->line_limit[kind * n + t] >= most;
        double cost = type->trends[t].intercept + type->trends[t].slope * most;
        double least = best < 0 ? INFINITY : type->trends[best].intercept + type->trends[best].slope * most;
        if (carries && cost < least) best = t;
    }
    for (int64_t b = first; b < l->n_blocks; b++) {
        out[l->line[(b * arcs + arc) * n + best]] = 1;
        int64_t corridor = l->right_of_way[b * p->n_edges + arc / 2];
        if (corridor >= 0) out[corridor] = 1;
    }
}

/* Integers of a design that carries what the relaxed point x carries. */
static void round_up(const selat_capture_problem *p, const capture_layout *l, const selat_mip *mip, const double *x, double *out) {
    memset(out, 0, (size_t)mip->n_columns * sizeof *out);
    for (int64_t i = 0; i < p->n_sources; i++) open_first(l->n_blocks, p->n_sources, l->source_open + i, x, false, out);
    for (int64_t k = 0; k < p->n_stores; k++) {
        open_first(l->n_blocks, p->n_stores, l->store_open + k, x, false, out);
        open_first(l->n_blocks, p->n_stores, l->wells + k, x, true, out);
    }
    for (int64_t arc = 0; arc < 2 * p->n_edges; arc++) choose_line(p, l, arc, x, out);
}

static void scale_slopes(const selat_mip *mip, const double *x, double *cost) {
    for (int64_t k = 0; k < mip->n_columns; k++) {
        if (mip->integer[k] && x[k] > USED) cost[k] = mip->cost[k] * ceil(x[k] - USED) / x[k];
    }
}

/* The best of the designs so far into x; *least is its cost. */
static selat_status try_design(selat_context *context, const selat_mip *mip, const double *design, double *least, double *x) {
    selat_mip_result fixed;
    TRY(selat_mip_relax(context, mip, design, &fixed));
    if (fixed.has_solution && fixed.objective < *least) {
        *least = fixed.objective;
        memcpy(x, fixed.x, (size_t)mip->n_columns * sizeof *x);
    }
    selat_mip_result_clear(context, &fixed);
    return SELAT_OK;
}

selat_status capture_warm_start(selat_context *context, const selat_capture_problem *problem,
                                const capture_layout *layout, const selat_mip *mip, bool *found, double *x) {
    selat_mip scaled = *mip; /* shares everything but the costs */
    double *design = NULL, least = INFINITY;
    scaled.cost = NULL;
    selat_status status;
    TRY_OR(end, status, selat_copy_doubles(context, mip->cost, mip->n_columns, &scaled.cost));
    TRY_OR(end, status, selat_new(context, mip->n_columns, &design));
    for (int round = 0; round < ROUNDS; round++) {
        selat_mip_result relaxed;
        TRY_OR(end, status, selat_check_cancel(context));
        TRY_OR(end, status, selat_mip_relax(context, &scaled, NULL, &relaxed));
        if (relaxed.has_solution) {
            round_up(problem, layout, mip, relaxed.x, design);
            scale_slopes(mip, relaxed.x, scaled.cost);
            status = try_design(context, mip, design, &least, x);
        }
        bool solved = relaxed.has_solution;
        selat_mip_result_clear(context, &relaxed);
        if (status != SELAT_OK || !solved) break;
    }
end:
    selat_release(context, scaled.cost);
    selat_release(context, design);
    *found = status == SELAT_OK && isfinite(least);
    return status;
}

/* The stocks of all users, h in days of base use: what arrives comes in, what production used goes out, and from what is left
   follow tomorrow's limits and orders. One pass, row (n, s) over the users k of product s in region n:
     o = order in days of base use,  h <- max(0, h + received o - used),  limit_k = min over binding s of (w h + 1 - w)
   Cost: 2 S N multiplications and one read of uses, stocks and weights. */
#include <math.h>
#include <string.h>

#include "base/kernel.h"
#include "model/disruption/internal.h"

/* One row of users. Pointers are to `count` numbers, but `received` in factored form, where it is one. */
typedef struct row_of_users {
    int64_t count;               /* a multiple of DISRUPTION_LANES */
    const double *use;
    double *stock;
    const float *binds;
    double target, per_day;      /* days of base use; 1 / tau */
    const double *asked_before, *asked, *used_before, *used;
    double *limit;
    const double *received;
    bool binding;                /* some stock of the row binds */
} row_of_users;

static row_of_users row_at(const disruption_state *state, int64_t n, int64_t s) {
    const selat_disruption_base *b = state->base;
    int64_t row = n * b->n_sectors + s, at = row * b->pad, user = n * b->pad;
    return (row_of_users){.count = b->pad, .use = &b->use[at], .stock = &state->stock[at], .binds = &state->binds[at],
                          .target = state->target[row], .per_day = 1 / state->options.restock_days,
                          .asked_before = &state->asked_before[user], .asked = &state->asked[user],
                          .used_before = &state->used_before[user], .used = &state->used[user],
                          .limit = &state->limit[user], .binding = state->row_binds[row],
                          .received = &state->arrived[b->form == DISRUPTION_FACTORED ? row : at]};
}

static void open_limits(disruption_state *state, int64_t n) {
    double *limit = &state->limit[n * state->base->pad];
    for (int64_t k = 0; k < state->base->pad; k++) limit[k] = INFINITY;
}

/* Linear binding: all inputs together, sum of stocks / sum of base uses. */
static void limit_linear(disruption_state *state, int64_t n) {
    const selat_disruption_base *b = state->base;
    double *limit = &state->limit[n * b->pad];
    for (int64_t k = 0; k < b->n_sectors; k++) {
        double held = 0;
        for (int64_t s = 0; s < b->n_sectors; s++) {
            int64_t at = (n * b->n_sectors + s) * b->pad + k;
            held += b->use[at] * state->stock[at];
        }
        double total = state->linear_total[n * b->pad + k];
        limit[k] = total > 0 ? held / total : INFINITY;
    }
}

/* ---- partially binding: o = max(0, asked + (target - h) / tau) ---- */

/* Returns tomorrow's orders, and in *clipped the use of what was not there, a day. */
SELAT_KERNEL_PART double partial_row(const row_of_users *r, bool each, bool binding, double *clipped) {
    const double *use = r->use, *before = r->asked_before, *asked = r->asked, *used = r->used, *received = r->received;
    const float *binds = r->binds;
    double *stock = r->stock, *limit = r->limit, all = received[0], target = r->target, per_day = r->per_day;
    double orders = 0, lacking = 0;
    int64_t count = r->count / DISRUPTION_LANES * DISRUPTION_LANES; /* tells the compiler that nothing is left over */
#pragma omp simd reduction(+ : orders, lacking)
    for (int64_t k = 0; k < count; k++) {
        double wanted = before[k] + (target - stock[k]) * per_day;
        double order = wanted > 0 ? wanted : 0;
        double left = stock[k] + order * (each ? received[k] : all) - used[k];
        double held = left > 0 ? left : 0;
        stock[k] = held;
        lacking += use[k] * (held - left);
        double next = asked[k] + (target - held) * per_day;
        orders += use[k] * (next > 0 ? next : 0);
        if (binding) {
            double w = (double)binds[k], bound = w > 0 ? w * held + (1 - w) : INFINITY;
            limit[k] = bound < limit[k] ? bound : limit[k];
        }
    }
    *clipped = lacking;
    return orders;
}

/* By whether the row binds and whether what arrives differs by user. */
SELAT_KERNEL_WIDE static double partial_binds_one(const row_of_users *r, double *clipped) { return partial_row(r, false, true, clipped); }
SELAT_KERNEL_WIDE static double partial_binds_each(const row_of_users *r, double *clipped) { return partial_row(r, true, true, clipped); }
SELAT_KERNEL_WIDE static double partial_free_one(const row_of_users *r, double *clipped) { return partial_row(r, false, false, clipped); }
SELAT_KERNEL_WIDE static double partial_free_each(const row_of_users *r, double *clipped) { return partial_row(r, true, false, clipped); }

static double partial_any(const row_of_users *r, bool each, double *clipped) {
    if (r->binding) return each ? partial_binds_each(r, clipped) : partial_binds_one(r, clipped);
    return each ? partial_free_each(r, clipped) : partial_free_one(r, clipped);
}

void disruption_cells_partial(disruption_state *state) {
    const selat_disruption_base *b = state->base;
    int64_t R = b->n_regions, S = b->n_sectors;
    bool factored = b->form == DISRUPTION_FACTORED;
    memset(state->clipped, 0, (size_t)S * sizeof(double));
    for (int64_t n = 0; n < R; n++) {
        open_limits(state, n);
        for (int64_t s = 0; s < S; s++) {
            row_of_users row = row_at(state, n, s);
            double clipped, orders = partial_any(&row, !factored, &clipped);
            if (factored) state->ordered[s * R + n] = orders;
            state->clipped[s] += clipped;
        }
        if (state->options.binding == SELAT_BINDING_LINEAR) limit_linear(state, n);
    }
}

/* ---- adaptive: o = used before + max(0, asked before x target - h) / tau ---- */

static double adaptive_order(const disruption_state *state, const row_of_users *r, int64_t k) {
    double gap = state->gap_closed ? 0 : r->asked_before[k] * r->target - r->stock[k];
    return r->used_before[k] + (gap > 0 ? gap : 0) * r->per_day;
}

/* numpy's allclose, by which the reference skips updates that change nothing: |a - b| <= 1e-8 + 1e-5 |b|. */
static bool agrees(double a, double b) { return fabs(a - b) <= 1e-8 + 1e-5 * fabs(b); }

static bool use_agrees(const disruption_state *state, const row_of_users *r, bool each) {
    for (int64_t k = 0; k < r->count; k++) {
        double got = adaptive_order(state, r, k) * (each ? r->received[k] : r->received[0]);
        if (!agrees(r->use[k] * r->used[k], r->use[k] * got)) return false;
    }
    return true;
}

static bool goal_agrees(const row_of_users *r) {
    for (int64_t k = 0; k < r->count; k++) {
        if (!agrees(r->use[k] * r->stock[k], r->use[k] * r->asked[k] * r->target)) return false;
    }
    return true;
}

/* True when `part` holds in every row. */
static bool all_rows(const disruption_state *state, bool goals) {
    const selat_disruption_base *b = state->base;
    for (int64_t n = 0; n < b->n_regions; n++) {
        for (int64_t s = 0; s < b->n_sectors; s++) {
            row_of_users row = row_at(state, n, s);
            bool same = goals ? goal_agrees(&row) : use_agrees(state, &row, b->form != DISRUPTION_FACTORED);
            if (!same) return false;
        }
    }
    return true;
}

SELAT_KERNEL_PART void adaptive_row(const row_of_users *r, bool each, bool gap_closed, bool update, double scale) {
    const double *before = r->asked_before, *used_before = r->used_before, *used = r->used, *received = r->received;
    const float *binds = r->binds;
    double *stock = r->stock, *limit = r->limit, all = received[0], target = r->target;
    double per_day = gap_closed ? 0 : r->per_day;
    int64_t count = r->count / DISRUPTION_LANES * DISRUPTION_LANES;
#pragma omp simd
    for (int64_t k = 0; k < count; k++) {
        double gap = before[k] * target - stock[k];
        double order = used_before[k] + (gap > 0 ? gap : 0) * per_day;
        double left = stock[k] + (update ? order * (each ? received[k] : all) - used[k] : 0);
        double held = left > 0 ? left : 0;
        stock[k] = held;
        double bound = binds[k] > 0 ? held * scale : INFINITY;
        limit[k] = bound < limit[k] ? bound : limit[k];
    }
}

SELAT_KERNEL static void adaptive_row_one(const row_of_users *r, bool gap_closed, bool update, double scale) {
    adaptive_row(r, false, gap_closed, update, scale);
}
SELAT_KERNEL static void adaptive_row_each(const row_of_users *r, bool gap_closed, bool update, double scale) {
    adaptive_row(r, true, gap_closed, update, scale);
}

/* sum over users of use x (used + max(0, asked target - h) / tau) */
SELAT_KERNEL static double adaptive_orders(const row_of_users *r, bool gap_closed) {
    const double *use = r->use, *asked = r->asked, *used = r->used, *stock = r->stock;
    double target = r->target, per_day = gap_closed ? 0 : r->per_day, orders = 0;
#pragma omp simd reduction(+ : orders)
    for (int64_t k = 0; k < r->count; k++) {
        double gap = asked[k] * target - stock[k];
        orders += use[k] * (used[k] + (gap > 0 ? gap : 0) * per_day);
    }
    return orders;
}

void disruption_cells_adaptive(disruption_state *state) {
    const selat_disruption_base *b = state->base;
    int64_t R = b->n_regions, S = b->n_sectors;
    bool factored = b->form == DISRUPTION_FACTORED, update = !all_rows(state, false);
    for (int64_t n = 0; n < R; n++) {
        open_limits(state, n);
        for (int64_t s = 0; s < S; s++) {
            row_of_users row = row_at(state, n, s);
            double scale = row.target > 0 ? 1 / (state->options.psi * row.target) : INFINITY;
            if (factored) adaptive_row_one(&row, state->gap_closed, update, scale);
            else adaptive_row_each(&row, state->gap_closed, update, scale);
        }
    }
    state->gap_closed = all_rows(state, true);
    for (int64_t row = 0; factored && row < R * S; row++) {
        row_of_users users = row_at(state, row / S, row % S);
        state->ordered[row % S * R + row / S] = adaptive_orders(&users, state->gap_closed);
    }
}

/* ---- first day, and orders one by one ---- */

void disruption_cells_begin(disruption_state *state) {
    const selat_disruption_base *b = state->base;
    int64_t R = b->n_regions, S = b->n_sectors;
    for (int64_t n = 0; n < R; n++) {
        open_limits(state, n);
        for (int64_t s = 0; s < S; s++) {
            row_of_users r = row_at(state, n, s);
            double scale = state->options.psi * r.target, orders = 0;
            for (int64_t k = 0; k < S; k++) {
                double w = (double)r.binds[k], bound = w * r.stock[k] + (1 - w);
                if (state->options.behaviour == SELAT_ADAPTIVE) bound = r.stock[k] / scale;
                if (w > 0 && bound < r.limit[k]) r.limit[k] = bound;
                orders += r.use[k];
            }
            if (b->form == DISRUPTION_FACTORED) state->ordered[s * R + n] = orders;
        }
        if (state->options.binding == SELAT_BINDING_LINEAR) limit_linear(state, n);
    }
}

void disruption_row_orders(const disruption_state *state, int64_t n, int64_t s, double *out) {
    row_of_users r = row_at(state, n, s);
    bool adaptive = state->options.behaviour == SELAT_ADAPTIVE;
    for (int64_t k = 0; k < state->base->n_sectors; k++) {
        double wanted = adaptive ? adaptive_order(state, &r, k) : r.asked_before[k] + (r.target - r.stock[k]) * r.per_day;
        out[k] = wanted > 0 ? wanted : 0;
    }
}

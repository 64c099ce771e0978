/* One day's trade on a full table, whose origin mix differs by user. Rows of one product are taken together: each is read
   once from memory, multiplied by the orders of its users, and what its maker delivers is added to them while it is still in
   the cache. Products are independent of each other and may be shared out over threads.
     norm_f = sum_i Z_if w_i / use_f,  c_f = o_f / norm_f,  d_i = w_i sum_f Z_if c_f + final_i
     received_f = sum_i Z_if w_i fill_i / (norm_f use_f) */
#include <string.h>

#include "base/kernel.h"
#include "base/status.h"
#include "base/threads.h"
#include "model/disruption/internal.h"

static const double per_year = 1.0 / DISRUPTION_DAYS_A_YEAR;

SELAT_KERNEL static double dot(int64_t count, const double *a, const double *b) {
    double sum = 0;
#pragma omp simd reduction(+ : sum)
    for (int64_t k = 0; k < count; k++) sum += a[k] * b[k];
    return sum;
}

SELAT_KERNEL static void add_scaled(int64_t count, double scale, const double *from, double *to) {
#pragma omp simd
    for (int64_t k = 0; k < count; k++) to[k] += scale * from[k];
}

/* sum over the users of what lanes leave open of the flow x vector, a year */
static double row_dot(const disruption_state *state, int64_t supplier, const double *vector) {
    const selat_disruption_base *b = state->base;
    int64_t R = b->n_regions, S = b->n_sectors, N = b->n_industries, i = supplier / S, s = supplier % S;
    double sum = 0;
    if (b->form == DISRUPTION_SPARSE) {
        for (int64_t c = b->row_start[supplier]; c < b->row_start[supplier + 1]; c++) {
            int64_t user = b->cell_column[c];
            double open = state->lanes_shut ? state->open[(s * R + user / S) * R + i] : 1;
            sum += open * b->cell[c] * vector[user];
        }
        return sum;
    }
    const double *row = &b->flow[supplier * N];
    if (!state->lanes_shut) return dot(N, row, vector);
    for (int64_t n = 0; n < R; n++) {
        sum += state->open[(s * R + n) * R + i] * dot(S, &row[n * S], &vector[n * S]);
    }
    return sum;
}

/* out += scale x flow, likewise */
static void row_add(const disruption_state *state, int64_t supplier, double scale, double *out) {
    const selat_disruption_base *b = state->base;
    int64_t R = b->n_regions, S = b->n_sectors, N = b->n_industries, i = supplier / S, s = supplier % S;
    if (b->form == DISRUPTION_SPARSE) {
        for (int64_t c = b->row_start[supplier]; c < b->row_start[supplier + 1]; c++) {
            int64_t user = b->cell_column[c];
            double open = state->lanes_shut ? state->open[(s * R + user / S) * R + i] : 1;
            out[user] += scale * open * b->cell[c];
        }
        return;
    }
    const double *row = &b->flow[supplier * N];
    if (!state->lanes_shut) {
        add_scaled(N, scale, row, out);
        return;
    }
    for (int64_t n = 0; n < R; n++) {
        add_scaled(S, scale * state->open[(s * R + n) * R + i], &row[n * S], &out[n * S]);
    }
}

/* sum over the users of one region */
static double region_dot(const disruption_state *state, int64_t supplier, int64_t n, const double *vector) {
    const selat_disruption_base *b = state->base;
    int64_t R = b->n_regions, S = b->n_sectors, N = b->n_industries, i = supplier / S, s = supplier % S;
    double sum = 0, open = state->lanes_shut ? state->open[(s * R + n) * R + i] : 1;
    if (b->form == DISRUPTION_DENSE) return open * dot(S, &b->flow[supplier * N + n * S], &vector[n * S]);
    for (int64_t c = b->row_start[supplier]; c < b->row_start[supplier + 1]; c++) {
        if (b->cell_column[c] / S == n) sum += b->cell[c] * vector[b->cell_column[c]];
    }
    return open * sum;
}

static void region_add(const disruption_state *state, int64_t supplier, int64_t n, double scale, double *out) {
    const selat_disruption_base *b = state->base;
    int64_t R = b->n_regions, S = b->n_sectors, N = b->n_industries, i = supplier / S, s = supplier % S;
    scale *= state->lanes_shut ? state->open[(s * R + n) * R + i] : 1;
    if (b->form == DISRUPTION_DENSE) {
        add_scaled(S, scale, &b->flow[supplier * N + n * S], &out[n * S]);
        return;
    }
    for (int64_t c = b->row_start[supplier]; c < b->row_start[supplier + 1]; c++) {
        if (b->cell_column[c] / S == n) out[b->cell_column[c]] += scale * b->cell[c];
    }
}

/* ---- one product ---- */

typedef struct product_room { /* [N] each */
    double *norm, *order, *got;
} product_room;

/* Orders per unit of weight: o, or o / norm where origins' weights or lanes differ. norm starts as the sum of the rows whose
   weight is not 1, so that usually few rows are read. */
static void set_orders(disruption_state *state, int64_t s, product_room *room) {
    const selat_disruption_base *b = state->base;
    int64_t R = b->n_regions, S = b->n_sectors, N = b->n_industries;
    const double *weight = &state->weight[s * b->row];
    bool redirected = state->options.redirect && (state->weighted[s] || state->lanes_shut);
    for (int64_t n = 0; n < R; n++) disruption_row_orders(state, n, s, &room->order[n * S]);
    for (int64_t f = 0; f < N; f++) {
        room->norm[f] = redirected && state->lanes_shut ? 0 : b->use[(f / S * S + s) * b->pad + f % S] / per_year;
        room->got[f] = 0;
    }
    for (int64_t i = 0; redirected && i < R; i++) {
        double scale = state->lanes_shut ? weight[i] : weight[i] - 1;
        if (scale != 0) row_add(state, i * S + s, scale, room->norm);
    }
    for (int64_t f = 0; f < N; f++) {
        double use = b->use[(f / S * S + s) * b->pad + f % S] / per_year;
        if (!redirected) room->norm[f] = use;
        else room->order[f] = room->norm[f] > 1e-12 * use ? room->order[f] * use / room->norm[f] : 0;
    }
}

/* The part of what supplier f is asked for that has priority, by firms and by final demand. */
static void sum_first(const disruption_state *state, int64_t f, const product_room *room, double *firms, double *final) {
    const selat_disruption_base *b = state->base;
    int64_t R = b->n_regions, S = b->n_sectors, s = f % S;
    *firms = *final = 0;
    for (int64_t k = 0; k < state->shock->n_priorities; k++) {
        const selat_priority *p = &state->shock->priorities[k];
        if (p->product != s || p->supplier != f / S) continue;
        double open = state->lanes_shut ? state->open[(s * R + p->buyer) * R + p->supplier] : 1;
        double base = b->final[s * R + p->buyer];
        double more = base > 0 ? state->final[s * R + p->buyer] / base : 0; /* rebuilding */
        *firms += p->share * state->weight[s * b->row + p->supplier] * region_dot(state, f, p->buyer, room->order) * per_year;
        *final += p->share * open * more * b->final_by_origin[f * R + p->buyer];
    }
}

static void deliver(disruption_state *state, int64_t f, product_room *room) {
    const selat_disruption_base *b = state->base;
    int64_t R = b->n_regions, S = b->n_sectors, i = f / S, s = f % S;
    double firms = 0, final = 0, fill_first, fill_firms, fill_final, weight = state->weight[s * b->row + i];
    if (state->shock->n_priorities > 0) sum_first(state, f, room, &firms, &final);
    disruption_fill(state, f, firms, final, &fill_first, &fill_firms, &fill_final);
    row_add(state, f, weight * fill_firms, room->got);
    for (int64_t n = 0; n < R; n++) {
        double open = state->lanes_shut ? state->open[(s * R + n) * R + i] : 1;
        state->final_lacking[s * R + n] += (1 - open * fill_final) * b->final_by_origin[f * R + n];
    }
    for (int64_t k = 0; k < state->shock->n_priorities; k++) {
        const selat_priority *p = &state->shock->priorities[k];
        if (p->product != s || p->supplier != i) continue;
        double open = state->lanes_shut ? state->open[(s * R + p->buyer) * R + i] : 1;
        region_add(state, f, p->buyer, p->share * (fill_first - fill_firms) * weight, room->got);
        state->final_lacking[s * R + p->buyer] -=
            p->share * (fill_first - fill_final) * open * b->final_by_origin[f * R + p->buyer];
    }
}

static selat_status trade_product(selat_context *own, void *data, int64_t s) {
    (void)own;
    disruption_state *state = data;
    const selat_disruption_base *b = state->base;
    int64_t R = b->n_regions, S = b->n_sectors, N = b->n_industries;
    product_room room = {&state->market[s * N], &state->market[(S + s) * N], &state->market[(2 * S + s) * N]};
    set_orders(state, s, &room);
    for (int64_t n = 0; n < R; n++) state->final_lacking[s * R + n] = 0;
    for (int64_t i = 0; i < R; i++) {
        int64_t f = i * S + s;
        double asked = state->weight[s * b->row + i] * row_dot(state, f, room.order) * per_year;
        state->demand[f] = asked + state->final_sold[f];
        disruption_produce_one(state, f);
        deliver(state, f, &room);
    }
    for (int64_t f = 0; f < N; f++) {
        state->arrived[(f / S * S + s) * b->pad + f % S] = room.norm[f] > 0 ? room.got[f] / room.norm[f] : 0;
    }
    for (int64_t n = 0; n < R; n++) {
        double asked = b->final[s * R + n];
        double part = asked > 0 ? state->final_lacking[s * R + n] / asked : 0;
        state->final_lacking[s * R + n] = part;
        state->unmet_parts[s * R + n] = state->final[s * R + n] * part;
    }
    return SELAT_OK;
}

selat_status disruption_trade_full(selat_context *context, disruption_state *state) {
    int64_t R = state->base->n_regions, S = state->base->n_sectors;
    if (selat_threads(context) > 1) {
        TRY(selat_parallel(context, S, trade_product, state));
    } else {
        for (int64_t s = 0; s < S; s++) TRY(trade_product(context, state, s));
    }
    for (int64_t n = 0; n < R; n++) {
        state->unmet[n] = 0;
        for (int64_t s = 0; s < S; s++) state->unmet[n] += state->unmet_parts[s * R + n];
    }
    return SELAT_OK;
}

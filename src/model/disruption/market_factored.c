/* One day's trade on a factored table: for each product, orders go to origins, makers produce and ration, deliveries arrive.
     norm_n = sum_i E_ni w_i,  q_n = O_n / norm_n,  d_i = w_i sum_n E_ni q_n + final_i          (w = 1 by base share)
     received_n = sum_i E_ni w_i fill_i / norm_n,  lacking final_n = sum_i E_ni (1 - fill_i) + what lanes hold back
   E are the shares of origins (what lanes leave open of them). The shares are read once from memory: those of one product
   stay in the cache. Cost: 4 S R^2 multiplications. */
#include "base/kernel.h"
#include "model/disruption/internal.h"

enum { ROWS = 4 };

SELAT_KERNEL_PART double dot_row(int64_t count, const double *row, const double *vector) {
    double sum = 0;
#pragma omp simd reduction(+ : sum)
    for (int64_t i = 0; i < count; i++) sum += row[i] * vector[i];
    return sum;
}

/* out[n] = sum_i share[n][i] vector[i] */
SELAT_KERNEL_WIDE static void multiply_rows(int64_t n_rows, int64_t count, const double *share, const double *vector,
                                       double *out) {
    int64_t n = 0;
    for (; n + ROWS <= n_rows; n += ROWS) {
        const double *a = &share[n * count], *b = a + count, *c = b + count, *d = c + count;
        double p = 0, q = 0, r = 0, s = 0;
#pragma omp simd reduction(+ : p, q, r, s)
        for (int64_t i = 0; i < count; i++) {
            p += a[i] * vector[i];
            q += b[i] * vector[i];
            r += c[i] * vector[i];
            s += d[i] * vector[i];
        }
        out[n] = p, out[n + 1] = q, out[n + 2] = r, out[n + 3] = s;
    }
    for (; n < n_rows; n++) out[n] = dot_row(count, &share[n * count], vector);
}

/* out[i] = sum_n share[n][i] vector[n] */
SELAT_KERNEL_WIDE static void multiply_columns(int64_t n_rows, int64_t count, const double *share, const double *vector,
                                          double *out) {
    for (int64_t i = 0; i < count; i++) out[i] = 0;
    int64_t n = 0;
    for (; n + ROWS <= n_rows; n += ROWS) {
        const double *a = &share[n * count], *b = a + count, *c = b + count, *d = c + count;
        double p = vector[n], q = vector[n + 1], r = vector[n + 2], s = vector[n + 3];
#pragma omp simd
        for (int64_t i = 0; i < count; i++) out[i] += (p * a[i] + q * b[i]) + (r * c[i] + s * d[i]);
    }
    for (; n < n_rows; n++) {
        const double *a = &share[n * count];
#pragma omp simd
        for (int64_t i = 0; i < count; i++) out[i] += vector[n] * a[i];
    }
}

/* ---- clauses of priority ---- */

static const selat_priority *priority_of(const disruption_state *state, int64_t k, int64_t s, int64_t supplier) {
    const selat_priority *p = &state->shock->priorities[k];
    return p->product == s && p->supplier == supplier && p->share > 0 ? p : NULL;
}

static double firms_ask(const disruption_market *m, int64_t n, int64_t i) {
    return m->share[n * m->row + i] * m->weight[i] * m->quantity[n];
}

static void sum_first(const disruption_state *state, const disruption_market *m, int64_t s, int64_t i, double *firms,
                      double *final) {
    *firms = *final = 0;
    for (int64_t k = 0; k < state->shock->n_priorities; k++) {
        const selat_priority *p = priority_of(state, k, s, i);
        if (p == NULL) continue;
        *firms += p->share * firms_ask(m, p->buyer, i);
        *final += p->share * m->share[p->buyer * m->row + i] * state->final[s * m->n_regions + p->buyer];
    }
}

/* What a buyer with priority gets beyond the others' part, as part of all it ordered of the product. */
static void add_first(const disruption_state *state, disruption_market *m, int64_t s, int64_t i, double fill_first,
                      const double *ordered) {
    for (int64_t k = 0; k < state->shock->n_priorities; k++) {
        const selat_priority *p = priority_of(state, k, s, i);
        if (p == NULL) continue;
        if (ordered[p->buyer] > 0) {
            m->received[p->buyer] +=
                p->share * (fill_first - m->fill_firms[i]) * firms_ask(m, p->buyer, i) / ordered[p->buyer];
        }
        m->final_lacking[p->buyer] -= p->share * (fill_first - m->fill_final[i]) * m->share[p->buyer * m->row + i];
    }
}

/* ---- one product ---- */

static void place_orders(disruption_state *state, disruption_market *m, int64_t s, double *norm) {
    int64_t R = m->n_regions;
    const double *ordered = &state->ordered[s * R];
    bool redirected = state->options.redirect && (state->weighted[s] || state->lanes_shut);
    if (redirected) multiply_rows(R, m->row, m->share, m->weight, norm);
    for (int64_t n = 0; n < R; n++) {
        if (!redirected) norm[n] = 1;
        m->quantity[n] = norm[n] > 0 ? ordered[n] / norm[n] : 0;
    }
    multiply_columns(R, m->row, m->share, m->quantity, m->demand);
    for (int64_t i = 0; i < R; i++) {
        int64_t f = i * state->base->n_sectors + s;
        state->demand[f] = m->weight[i] * m->demand[i] + state->final_sold[f];
    }
}

/* The part of final demand that lanes do not let through. */
static void add_held_back(const disruption_state *state, disruption_market *m, int64_t s) {
    const selat_disruption_base *b = state->base;
    for (int64_t n = 0; n < m->n_regions; n++) {
        const double *all = &b->share[(s * m->n_regions + n) * m->row], *open = &m->share[n * m->row];
        for (int64_t i = 0; i < m->n_regions; i++) m->final_lacking[n] += all[i] - open[i];
    }
}

static void deliver(disruption_state *state, disruption_market *m, int64_t s, const double *norm, double *served,
                    double *fill_first) {
    int64_t R = m->n_regions, S = state->base->n_sectors;
    for (int64_t i = 0; i < R; i++) {
        double firms = 0, final = 0;
        if (state->shock->n_priorities > 0) sum_first(state, m, s, i, &firms, &final);
        disruption_fill(state, i * S + s, firms, final, &fill_first[i], &m->fill_firms[i], &m->fill_final[i]);
        served[i] = m->weight[i] * m->fill_firms[i];
    }
    multiply_rows(R, m->row, m->share, served, m->received);
    for (int64_t i = 0; i < m->row; i++) m->fill_final[i] = 1 - m->fill_final[i];
    multiply_rows(R, m->row, m->share, m->fill_final, m->final_lacking);
    for (int64_t i = 0; i < m->row; i++) m->fill_final[i] = 1 - m->fill_final[i];
    if (state->lanes_shut) add_held_back(state, m, s);
    for (int64_t n = 0; n < R; n++) m->received[n] = norm[n] > 0 ? m->received[n] / norm[n] : 0;
    for (int64_t i = 0; state->shock->n_priorities > 0 && i < R; i++) {
        add_first(state, m, s, i, fill_first[i], &state->ordered[s * R]);
    }
}

void disruption_trade_factored(disruption_state *state) {
    const selat_disruption_base *b = state->base;
    int64_t R = b->n_regions, S = b->n_sectors;
    double *room = state->market; /* eight vectors of `row` */
    disruption_market m = {.n_regions = R, .row = b->row, .quantity = room, .demand = room + b->row,
                           .fill_firms = room + 2 * b->row, .fill_final = room + 3 * b->row,
                           .received = room + 4 * b->row};
    double *norm = room + 5 * b->row, *served = room + 6 * b->row, *fill_first = room + 7 * b->row;
    for (int64_t n = 0; n < R; n++) state->unmet[n] = 0;
    for (int64_t s = 0; s < S; s++) {
        m.share = &(state->lanes_shut ? state->open : b->share)[s * R * b->row];
        m.weight = &state->weight[s * b->row];
        m.final_lacking = &state->final_lacking[s * R];
        place_orders(state, &m, s, norm);
        disruption_produce(state, s);
        deliver(state, &m, s, norm, served, fill_first);
        for (int64_t n = 0; n < R; n++) {
            state->arrived[n * S + s] = m.received[n];
            state->unmet[n] += state->final[s * R + n] * m.final_lacking[n];
        }
    }
}

/* Closing gates: longer and lost routes, and what they mean for trade costs. */
#include <math.h>

#include "base/memory.h"
#include "base/status.h"
#include "selat/lanes.h"

static const double default_rho = 0.5, default_per_day = 0.0135, least_left = 1e-9, same_km = 1e-6;

static bool is_longer(double before, double after) {
    return after > before + same_km;
}

/* Sums over the port pairs of each pair of regions. */
static void compare(selat_lanes_closure *c) {
    const selat_lanes_pairs *b = c->before, *a = c->after;
    int64_t P = b->n_ports, R = c->n_regions;
    double knots = b->options.knots;
    for (int64_t k = 0; k < P * P; k++) {
        int64_t n = b->port_region[k / P], i = b->port_region[k % P], at = n * R + i;
        double share = n < 0 || i < 0 ? 0 : b->port_share[k], before = b->port_km[k], after = a->port_km[k];
        if (share == 0) continue;
        if (isinf(after)) {
            c->affected[at] += share;
            c->lost[at] += share;
            continue;
        }
        c->km_before[at] += share * before;
        c->km_after[at] += share * after;
        if (!is_longer(before, after)) continue;
        c->affected[at] += share;
        c->extra_days[at] += share * selat_sea_days(after - before, knots);
    }
    for (int64_t at = 0; at < R * R; at++) {
        double open = 1 - c->lost[at], longer = c->affected[at] - c->lost[at];
        bool none = open < 1e-12 || (at / R != at % R && isinf(b->km[at]));
        c->km_before[at] = none ? INFINITY : c->km_before[at] / open;
        c->km_after[at] = none ? INFINITY : c->km_after[at] / open;
        c->extra_days[at] = longer > 1e-12 ? c->extra_days[at] / longer : 0;
    }
}

static selat_status allocate(selat_context *context, selat_lanes_closure *c) {
    int64_t cells = c->n_regions * c->n_regions;
    TRY(selat_new(context, cells, &c->km_before));
    TRY(selat_new(context, cells, &c->km_after));
    TRY(selat_new(context, cells, &c->affected));
    TRY(selat_new(context, cells, &c->lost));
    return selat_new(context, cells, &c->extra_days);
}

selat_status selat_lanes_close(selat_context *context, const selat_sea *sea, selat_gate_set closed,
                               const selat_lanes_options *options, selat_lanes_closure **out) {
    selat_lanes_pairs *open;
    *out = NULL;
    TRY(selat_lanes_pairs_find(context, sea, 0, options, &open));
    selat_status status = selat_lanes_close_from(context, sea, closed, open, out);
    if (status != SELAT_OK) {
        selat_lanes_pairs_destroy(context, open);
        return status;
    }
    (*out)->before_borrowed = false;
    return SELAT_OK;
}

selat_status selat_lanes_close_from(selat_context *context, const selat_sea *sea, selat_gate_set closed,
                                    selat_lanes_pairs *open, selat_lanes_closure **out) {
    selat_lanes_closure *c;
    *out = NULL;
    TRY(selat_new(context, 1, &c));
    c->closed = closed;
    c->n_regions = sea->n_regions;
    selat_status status = allocate(context, c);
    c->before = open;
    c->before_borrowed = true;
    if (status == SELAT_OK) status = selat_lanes_pairs_close(context, sea, closed, open, &c->after);
    if (status != SELAT_OK) {
        selat_lanes_closure_destroy(context, c);
        return status;
    }
    compare(c);
    *out = c;
    return SELAT_OK;
}

void selat_lanes_closure_destroy(selat_context *context, selat_lanes_closure *closure) {
    if (closure == NULL) return;
    if (!closure->before_borrowed) selat_lanes_pairs_destroy(context, closure->before);
    selat_lanes_pairs_destroy(context, closure->after);
    void *const parts[] = {closure->km_before, closure->km_after, closure->affected, closure->lost, closure->extra_days, closure};
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) selat_release(context, parts[k]);
}

/* sum_ab share_ab (km'_ab / km_ab)^-rho by pair of regions, 0 for a lost route; 1 where nothing changes. */
static void distance_factor(const selat_lanes_closure *c, double rho, double *out) {
    const selat_lanes_pairs *b = c->before;
    int64_t P = b->n_ports, R = c->n_regions;
    for (int64_t at = 0; at < R * R; at++) out[at] = 1;
    for (int64_t k = 0; k < P * P; k++) {
        int64_t n = b->port_region[k / P], i = b->port_region[k % P];
        double share = n < 0 || i < 0 ? 0 : b->port_share[k], before = b->port_km[k], after = c->after->port_km[k];
        if (share == 0 || !is_longer(before, after)) continue;
        out[n * R + i] -= share * (1 - (isinf(after) ? 0 : pow(after / before, -rho)));
    }
}

/* What is left of trade at given prices, kappa^-theta, of a flow whose part by sea is m. */
static double left_of_trade(const selat_lanes_closure *c, const selat_lane_cost_options *o, const double *factor, int64_t at,
                            double m, double theta) {
    if (o->kind == SELAT_LANE_COST_DISTANCE) return 1 - m * (1 - factor[at]);
    double open = 1 - c->lost[at], longer = c->affected[at] - c->lost[at];
    double days = open > 1e-12 ? c->extra_days[at] * longer / open : 0;
    return (1 - m * c->lost[at]) * pow(1 + m * o->per_day * days, -theta);
}

selat_status selat_lanes_cost(selat_context *context, const selat_sea *sea, const selat_lanes_closure *closure,
                              const double *theta, const selat_lane_cost_options *options, double *iceberg_hat, int64_t *n_held) {
    int64_t R = sea->n_regions;
    selat_lane_cost_options o = *options;
    double *factor;
    if (o.rho == 0) o.rho = default_rho;
    if (o.per_day == 0) o.per_day = default_per_day;
    *n_held = 0;
    TRY(selat_new(context, R * R, &factor));
    distance_factor(closure, o.rho, factor);
    for (int64_t s = 0; s < sea->n_sectors; s++) {
        for (int64_t at = 0; at < R * R; at++) {
            double m = selat_lanes_sea_part(sea, s, at / R, at % R);
            if (m == 0 || closure->affected[at] == 0) continue;
            double left = left_of_trade(closure, &o, factor, at, m, theta[s]);
            if (left < least_left) {
                left = least_left;
                ++*n_held;
            }
            iceberg_hat[s * R * R + at] *= pow(left, -1 / theta[s]);
        }
    }
    selat_release(context, factor);
    return SELAT_OK;
}

/* A short closure: what arrives on each day of it. */
#include <math.h>

#include "base/status.h"
#include "selat/lanes.h"

/* Thousand tonnes a year from i to n by sea: million USD times tonnes per thousand USD. */
static double kilotonnes(const selat_sea *sea, const double *flow_musd, int64_t n, int64_t i) {
    int64_t R = sea->n_regions;
    double sum = 0;
    for (int64_t s = 0; s < sea->n_sectors; s++) {
        double flow = flow_musd[(s * R + n) * R + i];
        if (flow > 0) sum += flow * selat_lanes_sea_part(sea, s, n, i) * sea->tonnes_per_kusd[s];
    }
    return sum;
}

selat_status selat_lanes_deliveries_init(selat_context *context, const selat_sea *sea, const selat_lanes_closure *closure,
                                         const double *flow_musd, double days, selat_lanes_deliveries *out) {
    if (!(days > 0 && days <= 3650)) return selat_fail(context, SELAT_BAD_INPUT, "a closure of %g days: expected above 0 to 3650", days);
    *out = (selat_lanes_deliveries){.sea = sea, .closure = closure, .days = days, .fleet = 1};
    int64_t R = sea->n_regions;
    for (int64_t n = 0; n < R; n++) {
        for (int64_t i = 0; i < R; i++) {
            if (n == i || isinf(closure->km_after[n * R + i])) continue;
            double tonnes = 1e3 * kilotonnes(sea, flow_musd, n, i) * (1 - closure->lost[n * R + i]);
            out->tonnes += tonnes;
            out->tonne_km_before += tonnes * closure->km_before[n * R + i];
            out->tonne_km_after += tonnes * closure->km_after[n * R + i];
        }
    }
    if (out->tonne_km_after > out->tonne_km_before) out->fleet = out->tonne_km_before / out->tonne_km_after;
    return SELAT_OK;
}

/* The part that arrives from one port at another. */
static double arriving_between(const selat_lanes_deliveries *d, int64_t k, double day) {
    const selat_lanes_pairs *b = d->closure->before, *a = d->closure->after;
    double extra = a->port_km[k] - b->port_km[k];
    return isinf(a->port_km[k]) || day < selat_sea_days(extra, b->options.knots) ? 0 : d->fleet;
}

void selat_lanes_arriving(const selat_lanes_deliveries *deliveries, double day, double *out) {
    const selat_lanes_pairs *b = deliveries->closure->before;
    int64_t P = b->n_ports, R = b->n_regions;
    for (int64_t at = 0; at < R * R; at++) out[at] = 1;
    if (day >= deliveries->days) return;
    for (int64_t k = 0; k < P * P; k++) {
        int64_t n = b->port_region[k / P], i = b->port_region[k % P];
        if (n < 0 || i < 0 || b->port_share[k] == 0) continue;
        out[n * R + i] -= b->port_share[k] * (1 - arriving_between(deliveries, k, day));
    }
    for (int64_t at = 0; at < R * R; at++) out[at] = out[at] > 0 ? out[at] : 0;
}

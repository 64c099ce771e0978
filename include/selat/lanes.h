/* Sea lanes: shortest paths over the network with gates open or closed, which trade passes which gate, and what closing a
   gate does to trade costs and to deliveries. Equations, sources and assumptions: docs/models/lanes.md.
   n importer, i exporter, s product; P main ports, G gates. Without a route: INFINITY km. */
#ifndef SELAT_LANES_H
#define SELAT_LANES_H

#include "selat/sea.h"
#include "selat/trade.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SELAT_KM_PER_NAUTICAL_MILE_M = 1852 };

/* ---- paths from one node ---- */
typedef struct selat_sea_paths {
    int64_t n_nodes, source;
    double *km;       /* [n_nodes] */
    int32_t *edge;    /* [n_nodes] the last edge of the path, -1 at the source and where there is no route */
    struct selat_sea_search *search; /* workspace */
} selat_sea_paths;

/* Room for the paths from one source on `network`; may be used for one source after another. */
selat_status selat_sea_paths_create(selat_context *context, const selat_sea_network *network, selat_sea_paths **out);
void selat_sea_paths_destroy(selat_context *context, selat_sea_paths *paths); /* takes NULL */
/* All nodes from `source`, the edges of the gates in `closed` left out (gates NULL: none). Buckets of bucket_km by
   distance, labels corrected within a bucket: exact for any lengths. Cost: about two looks at every edge. */
selat_status selat_sea_paths_find(selat_context *context, const selat_sea_network *network, const selat_gates *gates,
                                  selat_gate_set closed, int64_t source, selat_sea_paths *paths);
/* The gates on the way to `node`. */
selat_gate_set selat_sea_paths_gates(const selat_sea_network *network, const selat_gates *gates,
                                     const selat_sea_paths *paths, int64_t node);
/* The nodes from `node` back to the source: their number; at most `room` of them into `nodes`. 0: no route. */
int64_t selat_sea_paths_trace(const selat_sea_network *network, const selat_sea_paths *paths, int64_t node, int64_t room,
                              int64_t *nodes);
/* Days at sea at `knots`. */
double selat_sea_days(double km, double knots);

/* ---- the table's pairs of regions ---- */
typedef struct selat_lanes_options {
    double port_choice_km; /* lambda: how much farther a port may be and still be used to 1/e; 0: 5,000 */
    double knots;          /* 0: 14 */
} selat_lanes_options;

/* Distances between main ports, and how a pair's trade by sea splits over them:
     share_ab = w_a w_b exp(-(km_ab - least km) / lambda) / sum,   a of the importer, b of the exporter. */
typedef struct selat_lanes_pairs {
    int64_t n_regions, n_ports, n_gates;
    selat_lanes_options options;
    double *port_km;            /* [P][P] */
    selat_gate_set *port_gates; /* [P][P] on the way */
    double *port_share;         /* [P a][P b] of the trade between the regions of a and b; 0 within one region */
    int64_t *port_region;       /* [P] */
    double *km;                 /* [R n][R i] mean by port_share; 0 on the diagonal */
} selat_lanes_pairs;

/* `closed` are gates that are closed besides the ones that always are. One search for each main port, on the context's
   threads; the result does not depend on their number. */
selat_status selat_lanes_pairs_find(selat_context *context, const selat_sea *sea, selat_gate_set closed,
                                    const selat_lanes_options *options, selat_lanes_pairs **out);
/* The same where `open`, the pairs with all gates open, is known: searches only from ports enough to find again the ways
   that pass a closed gate. */
selat_status selat_lanes_pairs_close(selat_context *context, const selat_sea *sea, selat_gate_set closed,
                                     const selat_lanes_pairs *open, selat_lanes_pairs **out);
void selat_lanes_pairs_destroy(selat_context *context, selat_lanes_pairs *pairs); /* takes NULL */
/* The part of a pair's trade by sea that passes any gate of the set. `out` [R n][R i]. */
void selat_lanes_passing(const selat_lanes_pairs *pairs, selat_gate_set gates, double *out);
/* The part of product s from i to n that goes by sea: sea_share (1 - land_share). */
double selat_lanes_sea_part(const selat_sea *sea, int64_t product, int64_t importer, int64_t exporter);

/* ---- trade through gates, million USD at basic prices ---- */
typedef struct selat_gate_trade {
    double total_musd;
    double sea_musd;        /* all trade by sea between regions, the same for every gate */
    double *import_musd;    /* [R] through the gate */
    double *export_musd;    /* [R] */
    double *product_musd;   /* [S] */
    double *pair_musd;      /* [R n][R i] */
    double *region_product_musd; /* [R][S] imports and exports together */
    double *region_sea_musd;     /* [R] all imports and exports by sea */
} selat_gate_trade;
/* `flow_musd` [S][R n][R i], as selat_table_flows_musd gives it; domestic sales are left out. */
selat_status selat_lanes_through(selat_context *context, const selat_sea *sea, const selat_lanes_pairs *pairs,
                                 const double *flow_musd, selat_gate_set gates, selat_gate_trade *out);
void selat_gate_trade_clear(selat_context *context, selat_gate_trade *trade);

/* ---- closing gates ---- */
typedef struct selat_lanes_closure {
    selat_gate_set closed;
    int64_t n_regions;
    double *km_before, *km_after; /* [R n][R i] means over the routes that stay open, port shares as before */
    double *affected;   /* [R n][R i] part of the trade by sea whose route is longer or lost */
    double *lost;       /* [R n][R i] part whose route is lost */
    double *extra_days; /* [R n][R i] mean over the affected part that has a route */
    selat_lanes_pairs *before, *after;
    bool before_borrowed; /* by selat_lanes_close_from() */
} selat_lanes_closure;
selat_status selat_lanes_close(selat_context *context, const selat_sea *sea, selat_gate_set closed,
                               const selat_lanes_options *options, selat_lanes_closure **out);
/* The same where the pairs with all gates open are known; `open` must live as long as the closure. */
selat_status selat_lanes_close_from(selat_context *context, const selat_sea *sea, selat_gate_set closed,
                                    selat_lanes_pairs *open, selat_lanes_closure **out);
void selat_lanes_closure_destroy(selat_context *context, selat_lanes_closure *closure); /* takes NULL */

/* A lasting closure as a trade cost. By distance:
     kappa^-theta = (1 - m) + m sum_ab share_ab (km'_ab / km_ab)^-rho,   0 for a lost route (Feyrer 2021);
   by days: d = 1 + m t days on the part with a route, kappa^-theta = (1 - m lost) d^-theta (Hummels and Schaur 2013). */
typedef enum selat_lane_cost { SELAT_LANE_COST_DISTANCE, SELAT_LANE_COST_DAYS } selat_lane_cost;
typedef struct selat_lane_cost_options {
    selat_lane_cost kind;
    double rho;     /* elasticity of trade to distance at sea; 0: 0.5 (band 0.2 to 0.9) */
    double per_day; /* t, fraction of the price a day; 0: 0.0135, the middle of 0.006 to 0.021 */
} selat_lane_cost_options;
/* Multiplies `iceberg_hat` [S][R n][R i] by kappa, theta [S]. *n_held: flows whose kappa was held at 10^(9/theta),
   because nothing of them would be left. */
selat_status selat_lanes_cost(selat_context *context, const selat_sea *sea, const selat_lanes_closure *closure,
                              const double *theta, const selat_lane_cost_options *options, double *iceberg_hat,
                              int64_t *n_held);

/* A short closure as deliveries. On a route that is longer nothing arrives for the extra days; from then on, and on every
   other route from the first day, what the fleet can carry:
     fleet = min(1, sum t km / sum t km'),   t tonnes on routes that stay open;
   on a lost route nothing arrives until the gate opens. */
typedef struct selat_lanes_deliveries {
    const selat_sea *sea;                 /* borrowed */
    const selat_lanes_closure *closure;   /* borrowed */
    double days;                          /* how long the gate stays closed */
    double fleet;
    double tonnes, tonne_km_before, tonne_km_after; /* of trade on routes that stay open, per year */
} selat_lanes_deliveries;
selat_status selat_lanes_deliveries_init(selat_context *context, const selat_sea *sea, const selat_lanes_closure *closure,
                                         const double *flow_musd, double days, selat_lanes_deliveries *out);
/* The part of the usual trade by sea that arrives on day `day` (0: the first) of the closure. `out` [R n][R i], 1 on the
   diagonal and once the gate is open. Of product s arrives 1 - sea_part (1 - out). */
void selat_lanes_arriving(const selat_lanes_deliveries *deliveries, double day, double *out);

#ifdef __cplusplus
}
#endif
#endif

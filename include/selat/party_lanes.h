/* The parties of an accord at sea: which gates their trade passes, and the ways to their largest partners. */
#ifndef SELAT_PARTY_LANES_H
#define SELAT_PARTY_LANES_H

#include "selat/lanes.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The way between the pair of main ports that carries most of the trade of two regions. */
typedef struct selat_lane_route {
    int64_t party, partner;         /* regions */
    int64_t from_port, to_port;     /* positions in sea->ports */
    double musd;                    /* trade by sea between the two, both ways */
    double km, days;
    selat_gate_set gates;
    int64_t n_points;
    double *lon, *lat;              /* [n_points] degrees; may run beyond 180 */
} selat_lane_route;

typedef struct selat_party_lanes {
    const selat_sea *sea;           /* borrowed */
    int64_t n_gates, n_parties, *parties;
    double world_sea_musd;          /* all trade between regions by sea, the table's */
    double *party_sea_musd;         /* [parties] imports and exports */
    double *gate_world_musd;        /* [G] */
    double *gate_imports_musd, *gate_exports_musd; /* [G][parties] */
    double between_sea_musd;        /* trade among the parties by sea */
    double *gate_between_musd;      /* [G] of it through the gate */
    int64_t n_routes;
    selat_lane_route *routes;       /* by party, the largest partner first */
} selat_party_lanes;

/* The table's trade before the accord. `open`: from selat_lanes_pairs_find, nothing closed. `n_partners`: routes to so many
   largest partners of each party. */
selat_status selat_party_lanes_find(selat_context *context, const selat_sea *sea, const selat_lanes_pairs *open,
                                    const selat_table *table, int64_t n_parties, const int64_t *parties, int64_t n_partners,
                                    selat_party_lanes **out);
void selat_party_lanes_destroy(selat_context *context, selat_party_lanes *lanes); /* takes NULL */

#ifdef __cplusplus
}
#endif
#endif

/* What passes the gates for the parties of an accord, and the ways to their partners. */
#include "selat/party_lanes.h"

#include <math.h>

#include "base/memory.h"
#include "base/status.h"

typedef struct work {
    const selat_sea *sea;
    const selat_lanes_pairs *pairs;
    double *by_sea; /* [R n][R i] million USD */
    selat_sea_paths *paths;
} work;

/* V_ni = sum_s X_ni^s m_ni^s. */
static selat_status sum_trade(selat_context *context, const selat_sea *sea, const selat_table *table, double **out) {
    int64_t R = sea->n_regions, S = sea->n_sectors;
    double *flow;
    TRY(selat_new(context, S * R * R, &flow));
    selat_status status = selat_new(context, R * R, out);
    if (status == SELAT_OK) {
        selat_table_flows_musd(table, flow);
        for (int64_t s = 0; s < S; s++) {
            for (int64_t k = 0; k < R * R; k++) {
                double part = flow[s * R * R + k] * selat_lanes_sea_part(sea, s, k / R, k % R);
                if (part > 0) (*out)[k] += part;
            }
        }
    }
    selat_release(context, flow);
    return status;
}

static int64_t party_of(const selat_party_lanes *l, int64_t region) {
    for (int64_t p = 0; p < l->n_parties; p++) {
        if (l->parties[p] == region) return p;
    }
    return -1;
}

static void add_totals(const work *w, selat_party_lanes *l) {
    int64_t R = w->sea->n_regions;
    for (int64_t k = 0; k < R * R; k++) {
        int64_t n = party_of(l, k / R), i = party_of(l, k % R);
        l->world_sea_musd += w->by_sea[k];
        if (n >= 0) l->party_sea_musd[n] += w->by_sea[k];
        if (i >= 0) l->party_sea_musd[i] += w->by_sea[k];
        if (n >= 0 && i >= 0) l->between_sea_musd += w->by_sea[k];
    }
}

static void add_to_gates(const work *w, selat_party_lanes *l, int64_t a, int64_t b) {
    const selat_lanes_pairs *p = w->pairs;
    int64_t at = a * p->n_ports + b, n = p->port_region[a], i = p->port_region[b];
    int64_t importer = party_of(l, n), exporter = party_of(l, i);
    double musd = p->port_share[at] * w->by_sea[n * p->n_regions + i];
    for (int64_t g = 0; g < l->n_gates; g++) {
        if ((p->port_gates[at] >> g & 1) == 0) continue;
        l->gate_world_musd[g] += musd;
        if (importer >= 0) l->gate_imports_musd[g * l->n_parties + importer] += musd;
        if (exporter >= 0) l->gate_exports_musd[g * l->n_parties + exporter] += musd;
        if (importer >= 0 && exporter >= 0) l->gate_between_musd[g] += musd;
    }
}

static void add_gates(const work *w, selat_party_lanes *l) {
    const selat_lanes_pairs *p = w->pairs;
    for (int64_t a = 0; a < p->n_ports; a++) {
        for (int64_t b = 0; b < p->n_ports; b++) {
            if (p->port_region[a] >= 0 && p->port_region[b] >= 0 && p->port_share[a * p->n_ports + b] > 0) add_to_gates(w, l, a, b);
        }
    }
}

/* The pair of main ports with the largest part of the trade between two regions; false: none. */
static bool busiest_ports(const selat_lanes_pairs *p, int64_t n, int64_t i, int64_t *from, int64_t *to) {
    double most = 0;
    for (int64_t k = 0; k < p->n_ports * p->n_ports; k++) {
        if (p->port_region[k / p->n_ports] != n || p->port_region[k % p->n_ports] != i || !(p->port_share[k] > most)) continue;
        most = p->port_share[k];
        *from = k / p->n_ports;
        *to = k % p->n_ports;
    }
    return most > 0;
}

static int64_t node_of(const selat_sea *sea, int64_t main_port) {
    const selat_port *port = &sea->ports.ports[sea->main_ports[main_port].port];
    return selat_sea_network_nearest(sea->network, port->lon, port->lat);
}

static selat_status copy_way(selat_context *context, const work *w, int64_t node, selat_lane_route *route) {
    const selat_sea_network *net = w->sea->network;
    int64_t *nodes;
    route->n_points = selat_sea_paths_trace(net, w->paths, node, 0, NULL);
    TRY(selat_new(context, route->n_points, &nodes));
    (void)selat_sea_paths_trace(net, w->paths, node, route->n_points, nodes);
    selat_status status = selat_new(context, route->n_points, &route->lon);
    if (status == SELAT_OK) status = selat_new(context, route->n_points, &route->lat);
    for (int64_t k = 0; k < route->n_points && status == SELAT_OK; k++) {
        route->lon[k] = net->lon[nodes[k]];
        route->lat[k] = net->lat[nodes[k]];
    }
    selat_release(context, nodes);
    return status;
}

static selat_status add_route(selat_context *context, const work *w, int64_t party, int64_t partner, double musd,
                              selat_party_lanes *l) {
    int64_t from = 0, to = 0;
    if (!busiest_ports(w->pairs, party, partner, &from, &to)) return SELAT_OK;
    selat_lane_route *route = &l->routes[l->n_routes++];
    *route = (selat_lane_route){.party = party, .partner = partner, .musd = musd, .km = w->pairs->port_km[from * w->pairs->n_ports + to],
                                .from_port = w->sea->main_ports[from].port, .to_port = w->sea->main_ports[to].port,
                                .gates = w->pairs->port_gates[from * w->pairs->n_ports + to]};
    route->days = selat_sea_days(route->km, w->pairs->options.knots);
    TRY(selat_sea_paths_find(context, w->sea->network, &w->sea->gates, w->sea->gates.shut, node_of(w->sea, to), w->paths));
    return copy_way(context, w, node_of(w->sea, from), route);
}

static selat_status add_routes(selat_context *context, const work *w, int64_t party, int64_t n_partners, selat_party_lanes *l) {
    int64_t R = w->sea->n_regions;
    double *both;
    TRY(selat_new(context, R, &both));
    for (int64_t i = 0; i < R; i++) both[i] = i == party ? 0 : w->by_sea[party * R + i] + w->by_sea[i * R + party];
    selat_status status = SELAT_OK;
    for (int64_t k = 0; k < n_partners && status == SELAT_OK; k++) {
        int64_t best = 0;
        for (int64_t i = 1; i < R; i++) best = both[i] > both[best] ? i : best;
        if (!(both[best] > 0)) break;
        status = add_route(context, w, party, best, both[best], l);
        both[best] = 0;
    }
    selat_release(context, both);
    return status;
}

static selat_status allocate(selat_context *context, selat_party_lanes *l, const int64_t *parties, int64_t n_partners) {
    int64_t cells = l->n_gates * l->n_parties;
    TRY(selat_new(context, l->n_parties, &l->parties));
    for (int64_t p = 0; p < l->n_parties; p++) l->parties[p] = parties[p];
    TRY(selat_new(context, l->n_parties, &l->party_sea_musd));
    TRY(selat_new(context, l->n_gates, &l->gate_world_musd));
    TRY(selat_new(context, l->n_gates, &l->gate_between_musd));
    TRY(selat_new(context, cells, &l->gate_imports_musd));
    TRY(selat_new(context, cells, &l->gate_exports_musd));
    return selat_new(context, l->n_parties * n_partners, &l->routes);
}

static selat_status fill(selat_context *context, const selat_table *table, work *w, int64_t n_partners, selat_party_lanes *l) {
    TRY(sum_trade(context, w->sea, table, &w->by_sea));
    TRY(selat_sea_paths_create(context, w->sea->network, &w->paths));
    add_totals(w, l);
    add_gates(w, l);
    for (int64_t p = 0; p < l->n_parties; p++) TRY(add_routes(context, w, l->parties[p], n_partners, l));
    return SELAT_OK;
}

selat_status selat_party_lanes_find(selat_context *context, const selat_sea *sea, const selat_lanes_pairs *open,
                                    const selat_table *table, int64_t n_parties, const int64_t *parties, int64_t n_partners,
                                    selat_party_lanes **out) {
    work w = {.sea = sea, .pairs = open};
    selat_party_lanes *l;
    *out = NULL;
    TRY(selat_new(context, 1, &l));
    l->sea = sea;
    l->n_gates = sea->gates.count;
    l->n_parties = n_parties;
    selat_status status = allocate(context, l, parties, n_partners);
    if (status == SELAT_OK) status = fill(context, table, &w, n_partners, l);
    selat_release(context, w.by_sea);
    selat_sea_paths_destroy(context, w.paths);
    if (status == SELAT_OK) {
        *out = l;
    } else {
        selat_party_lanes_destroy(context, l);
    }
    return status;
}

void selat_party_lanes_destroy(selat_context *context, selat_party_lanes *lanes) {
    if (lanes == NULL) return;
    for (int64_t k = 0; k < lanes->n_routes; k++) {
        selat_release(context, lanes->routes[k].lon);
        selat_release(context, lanes->routes[k].lat);
    }
    void *const parts[] = {lanes->parties,           lanes->party_sea_musd,    lanes->gate_world_musd, lanes->gate_imports_musd,
                           lanes->gate_exports_musd, lanes->gate_between_musd, lanes->routes,          lanes};
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) selat_release(context, parts[k]);
}

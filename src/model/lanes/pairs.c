/* Distances between the main ports of the table's regions, and how each pair's trade splits over them. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/threads.h"
#include "selat/lanes.h"

enum { PORTS_PER_PIECE = 8 };
static const double default_choice_km = 5000, default_knots = 14;

typedef struct search_task {
    const selat_sea *sea;
    selat_gate_set closed;
    const selat_lanes_pairs *known; /* with all gates open; NULL: not known */
    selat_lanes_pairs *pairs;
    int64_t *node;       /* [P] */
    int64_t *first_same; /* [P] the first port at the same node: regions share ports */
    int64_t n_first, *first;     /* ports that are the first at their node */
    int64_t n_sources, *sources; /* those that are searched from */
    bool *searched;      /* [P] */
    int64_t *open_ways;  /* [P] ways from a port that are still to be covered */
} search_task;

/* A way holds in both directions and stands in the row of the lower port. */
static int64_t cell_of(const search_task *t, int64_t a, int64_t b) {
    return a < b ? a * t->pairs->n_ports + b : b * t->pairs->n_ports + a;
}

static bool is_affected(const search_task *t, int64_t a, int64_t b) {
    return (t->known->port_gates[cell_of(t, a, b)] & t->closed) != 0;
}

/* Whether the way between a and b is read off the search from a. */
static bool is_read(const search_task *t, int64_t a, int64_t b) {
    if (t->known == NULL) return a <= b;
    return is_affected(t, a, b) && (a < b || !t->searched[b]);
}

static selat_status search_from(selat_context *own, const search_task *t, int64_t a, selat_sea_paths *paths) {
    TRY(selat_sea_paths_find(own, t->sea->network, &t->sea->gates, t->closed, t->node[a], paths));
    for (int64_t k = 0; k < t->n_first; k++) {
        int64_t b = t->first[k], cell = cell_of(t, a, b);
        if (!is_read(t, a, b)) continue;
        t->pairs->port_km[cell] = paths->km[t->node[b]];
        t->pairs->port_gates[cell] = selat_sea_paths_gates(t->sea->network, &t->sea->gates, paths, t->node[b]);
    }
    return SELAT_OK;
}

static selat_status search_piece(selat_context *own, void *data, int64_t piece) {
    const search_task *t = data;
    selat_sea_paths *paths;
    TRY(selat_sea_paths_create(own, t->sea->network, &paths));
    selat_status status = SELAT_OK;
    int64_t end = (piece + 1) * PORTS_PER_PIECE < t->n_sources ? (piece + 1) * PORTS_PER_PIECE : t->n_sources;
    for (int64_t k = piece * PORTS_PER_PIECE; k < end && status == SELAT_OK; k++) status = search_from(own, t, t->sources[k], paths);
    selat_sea_paths_destroy(own, paths);
    return status;
}

static void find_nodes(search_task *t) {
    int64_t P = t->pairs->n_ports;
    for (int64_t a = 0; a < P; a++) {
        const selat_port *port = &t->sea->ports.ports[t->sea->main_ports[a].port];
        t->node[a] = selat_sea_network_nearest(t->sea->network, port->lon, port->lat);
        int64_t b = 0;
        while (t->node[b] != t->node[a]) b++;
        t->first_same[a] = b;
        if (a == b) t->first[t->n_first++] = a;
    }
}

static void take_source(search_task *t, int64_t a) {
    t->searched[a] = true;
    t->sources[t->n_sources++] = a;
    for (int64_t k = 0; t->known != NULL && k < t->n_first; k++) {
        int64_t b = t->first[k];
        if (!t->searched[b] && is_affected(t, a, b)) t->open_ways[b]--;
    }
}

/* Ports from which every way is found that has to be: all, or, where the open sea is known, in turn the one with most ways
   through a closed gate that are not covered yet. What passes no closed gate stays the shortest way. */
static void choose_sources(search_task *t) {
    for (int64_t k = 0; t->known == NULL && k < t->n_first; k++) take_source(t, t->first[k]);
    if (t->known == NULL) return;
    for (int64_t k = 0; k < t->n_first; k++) {
        for (int64_t l = 0; l < t->n_first; l++) t->open_ways[t->first[k]] += l != k && is_affected(t, t->first[k], t->first[l]);
    }
    for (;;) {
        int64_t best = -1;
        for (int64_t k = 0; k < t->n_first; k++) {
            int64_t a = t->first[k];
            if (!t->searched[a] && t->open_ways[a] > 0 && (best < 0 || t->open_ways[a] > t->open_ways[best])) best = a;
        }
        if (best < 0) return;
        take_source(t, best);
    }
}

/* What was found between the first ports at each node holds for the others. Both ways are made the same, so that the last
   digit and ties between equally long ways do not depend on the direction. */
static void copy_to_all(const search_task *t) {
    selat_lanes_pairs *p = t->pairs;
    int64_t P = p->n_ports;
    for (int64_t a = 0; a < P; a++) {
        for (int64_t b = 0; b < P; b++) {
            int64_t from = cell_of(t, t->first_same[a], t->first_same[b]);
            p->port_km[a * P + b] = p->port_km[from];
            p->port_gates[a * P + b] = p->port_gates[from];
        }
    }
}

static selat_status make_room(selat_context *context, int64_t n_ports, search_task *t) {
    int64_t **const lists[] = {&t->node, &t->first_same, &t->first, &t->sources, &t->open_ways};
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) TRY(selat_new(context, n_ports, lists[k]));
    return selat_new(context, n_ports, &t->searched);
}

static selat_status search_all(selat_context *context, const selat_sea *sea, selat_gate_set closed,
                               const selat_lanes_pairs *known, selat_lanes_pairs *p) {
    search_task t = {.sea = sea, .closed = closed, .known = known, .pairs = p};
    int64_t cells = p->n_ports * p->n_ports;
    selat_status status;
    TRY_OR(done, status, make_room(context, p->n_ports, &t));
    find_nodes(&t);
    choose_sources(&t);
    if (known != NULL) {
        memcpy(p->port_km, known->port_km, (size_t)cells * sizeof *p->port_km);
        memcpy(p->port_gates, known->port_gates, (size_t)cells * sizeof *p->port_gates);
    }
    TRY_OR(done, status, selat_parallel(context, (t.n_sources + PORTS_PER_PIECE - 1) / PORTS_PER_PIECE, search_piece, &t));
    copy_to_all(&t);
done:;
    void *const lists[] = {t.node, t.first_same, t.first, t.sources, t.open_ways, t.searched};
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) selat_release(context, lists[k]);
    return status;
}

/* share_ab = w_a w_b exp(-(km_ab - least) / lambda) / sum; nothing where there is no route. */
static void choose_ports(const selat_sea *sea, selat_lanes_pairs *p, int64_t n, int64_t i) {
    int64_t P = p->n_ports;
    double least = INFINITY, sum = 0, km = 0;
    for (int64_t a = 0; a < P; a++) {
        if (p->port_region[a] != n) continue;
        for (int64_t b = 0; b < P; b++) {
            if (p->port_region[b] == i && p->port_km[a * P + b] < least) least = p->port_km[a * P + b];
        }
    }
    for (int pass = 0; pass < 2 && !isinf(least); pass++) {
        for (int64_t a = 0; a < P; a++) {
            for (int64_t b = 0; b < P && p->port_region[a] == n; b++) {
                double d = p->port_km[a * P + b], *share = &p->port_share[a * P + b];
                if (p->port_region[b] != i || isinf(d)) continue;
                if (pass == 0) {
                    *share = sea->main_ports[a].share * sea->main_ports[b].share * exp(-(d - least) / p->options.port_choice_km);
                    sum += *share;
                } else {
                    *share /= sum;
                    km += *share * d;
                }
            }
        }
    }
    p->km[n * p->n_regions + i] = isinf(least) ? INFINITY : km;
}

static selat_status allocate(selat_context *context, selat_lanes_pairs *p) {
    TRY(selat_new(context, p->n_ports * p->n_ports, &p->port_km));
    TRY(selat_new(context, p->n_ports * p->n_ports, &p->port_gates));
    TRY(selat_new(context, p->n_ports * p->n_ports, &p->port_share));
    TRY(selat_new(context, p->n_ports, &p->port_region));
    return selat_new(context, p->n_regions * p->n_regions, &p->km);
}

static selat_status find_pairs(selat_context *context, const selat_sea *sea, selat_gate_set closed,
                               const selat_lanes_options *options, const selat_lanes_pairs *known, selat_lanes_pairs **out) {
    *out = NULL;
    selat_lanes_pairs *p;
    TRY(selat_new(context, 1, &p));
    p->n_regions = sea->n_regions;
    p->n_ports = sea->n_main_ports;
    p->n_gates = sea->gates.count;
    if (options != NULL) p->options = *options;
    if (p->options.port_choice_km == 0) p->options.port_choice_km = default_choice_km;
    if (p->options.knots == 0) p->options.knots = default_knots;
    selat_status status = allocate(context, p);
    for (int64_t a = 0; a < p->n_ports && status == SELAT_OK; a++) p->port_region[a] = sea->main_ports[a].region;
    if (status == SELAT_OK) status = search_all(context, sea, closed | sea->gates.shut, known, p);
    if (status != SELAT_OK) {
        selat_lanes_pairs_destroy(context, p);
        return status;
    }
    for (int64_t n = 0; n < p->n_regions; n++) {
        for (int64_t i = 0; i < p->n_regions; i++) {
            if (n != i) choose_ports(sea, p, n, i);
        }
    }
    *out = p;
    return SELAT_OK;
}

selat_status selat_lanes_pairs_find(selat_context *context, const selat_sea *sea, selat_gate_set closed,
                                    const selat_lanes_options *options, selat_lanes_pairs **out) {
    return find_pairs(context, sea, closed, options, NULL, out);
}

selat_status selat_lanes_pairs_close(selat_context *context, const selat_sea *sea, selat_gate_set closed,
                                     const selat_lanes_pairs *open, selat_lanes_pairs **out) {
    return find_pairs(context, sea, closed, &open->options, open, out);
}

void selat_lanes_pairs_destroy(selat_context *context, selat_lanes_pairs *pairs) {
    if (pairs == NULL) return;
    void *const parts[] = {pairs->port_km, pairs->port_gates, pairs->port_share, pairs->port_region, pairs->km, pairs};
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) selat_release(context, parts[k]);
}

void selat_lanes_passing(const selat_lanes_pairs *pairs, selat_gate_set gates, double *out) {
    int64_t P = pairs->n_ports, R = pairs->n_regions;
    for (int64_t k = 0; k < R * R; k++) out[k] = 0;
    for (int64_t a = 0; a < P; a++) {
        for (int64_t b = 0; b < P; b++) {
            int64_t n = pairs->port_region[a], i = pairs->port_region[b];
            if (n < 0 || i < 0 || (pairs->port_gates[a * P + b] & gates) == 0) continue;
            out[n * R + i] += pairs->port_share[a * P + b];
        }
    }
}

double selat_lanes_sea_part(const selat_sea *sea, int64_t product, int64_t importer, int64_t exporter) {
    return importer == exporter ? 0 : sea->sea_share[product] * (1 - sea->land_share[importer * sea->n_regions + exporter]);
}

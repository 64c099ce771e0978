/* The network of sea lanes: room, checks, arcs in compressed rows. */
#include <math.h>

#include "base/memory.h"
#include "base/status.h"
#include "selat/sea.h"

enum { MOST_NODES = 1 << 27 };
static const double earth_radius_km = 6371.0088, degree = 3.14159265358979323846 / 180;

selat_status selat_sea_network_create(selat_context *context, int64_t n_nodes, int64_t n_edges, selat_sea_network **out) {
    *out = NULL;
    if (n_nodes < 1 || n_nodes > MOST_NODES || n_edges < 1 || n_edges > MOST_NODES) {
        return selat_fail(context, SELAT_BAD_INPUT, "a network of %lld nodes and %lld edges: expected 1 to %d of each",
                          (long long)n_nodes, (long long)n_edges, MOST_NODES);
    }
    TRY(selat_new(context, 1, out));
    selat_sea_network *n = *out;
    n->n_nodes = n_nodes;
    n->n_edges = n_edges;
    selat_status status;
    TRY_OR(fail, status, selat_new(context, n_nodes, &n->lon));
    TRY_OR(fail, status, selat_new(context, n_nodes, &n->lat));
    TRY_OR(fail, status, selat_new(context, n_edges, &n->from));
    TRY_OR(fail, status, selat_new(context, n_edges, &n->to));
    TRY_OR(fail, status, selat_new(context, n_edges, &n->km));
    TRY_OR(fail, status, selat_new(context, n_edges, &n->passage));
    TRY_OR(fail, status, selat_new(context, n_nodes + 1, &n->first));
    TRY_OR(fail, status, selat_new(context, 2 * n_edges, &n->arc_to));
    TRY_OR(fail, status, selat_new(context, 2 * n_edges, &n->arc_edge));
    TRY_OR(fail, status, selat_new(context, 2 * n_edges, &n->arc_km));
    for (int64_t e = 0; e < n_edges; e++) n->passage[e] = -1;
    return SELAT_OK;
fail:
    selat_sea_network_destroy(context, n);
    *out = NULL;
    return status;
}

static selat_status check(selat_context *context, const selat_sea_network *n) {
    for (int64_t u = 0; u < n->n_nodes; u++) {
        if (fabs(n->lon[u]) <= 360 && fabs(n->lat[u]) <= 90) continue;
        return selat_fail(context, SELAT_BAD_INPUT, "node %lld of the network lies at %g, %g: expected degrees", (long long)u,
                          n->lon[u], n->lat[u]);
    }
    for (int64_t e = 0; e < n->n_edges; e++) {
        bool fits = n->from[e] >= 0 && n->from[e] < n->n_nodes && n->to[e] >= 0 && n->to[e] < n->n_nodes &&
                    n->passage[e] >= -1 && n->passage[e] < n->passages.count;
        if (fits && n->km[e] >= 0 && n->km[e] <= 1e9) continue;
        return selat_fail(context, SELAT_BAD_INPUT,
                          "edge %lld of the network runs from node %lld to %lld, %g km: expected nodes 0 to %lld and a length",
                          (long long)e, (long long)n->from[e], (long long)n->to[e], n->km[e], (long long)n->n_nodes - 1);
    }
    return SELAT_OK;
}

static void add_arc(selat_sea_network *n, int64_t *next, int64_t from, int64_t to, int64_t edge) {
    int64_t at = next[from]++;
    n->arc_to[at] = (int32_t)to;
    n->arc_edge[at] = (int32_t)edge;
    n->arc_km[at] = n->km[edge];
}

selat_status selat_sea_network_finish(selat_context *context, selat_sea_network *network) {
    selat_sea_network *n = network;
    int64_t *next;
    double length = 0;
    TRY(check(context, n));
    for (int64_t u = 0; u <= n->n_nodes; u++) n->first[u] = 0;
    for (int64_t e = 0; e < n->n_edges; e++) {
        n->first[n->from[e] + 1]++;
        n->first[n->to[e] + 1]++;
        length += n->km[e];
    }
    for (int64_t u = 0; u < n->n_nodes; u++) n->first[u + 1] += n->first[u];
    TRY(selat_new(context, n->n_nodes, &next));
    for (int64_t u = 0; u < n->n_nodes; u++) next[u] = n->first[u];
    for (int64_t e = 0; e < n->n_edges; e++) {
        add_arc(n, next, n->from[e], n->to[e], e);
        add_arc(n, next, n->to[e], n->from[e], e);
    }
    selat_release(context, next);
    n->bucket_km = length > 0 ? length / (double)n->n_edges / 2 : 1;
    return SELAT_OK;
}

void selat_sea_network_destroy(selat_context *context, selat_sea_network *network) {
    if (network == NULL) return;
    selat_labels_clear(context, &network->passages);
    void *const parts[] = {network->lon,     network->lat,   network->from,   network->to,       network->km,
                           network->passage, network->first, network->arc_to, network->arc_edge, network->arc_km, network};
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) selat_release(context, parts[k]);
}

int64_t selat_sea_network_nearest(const selat_sea_network *network, double lon, double lat) {
    int64_t nearest = -1;
    double least = INFINITY;
    for (int64_t u = 0; u < network->n_nodes; u++) {
        double x = fabs(network->lon[u] - lon), y = network->lat[u] - lat;
        if (x > 180) x = fabs(360 - x);
        if (x * x + y * y < least) {
            least = x * x + y * y;
            nearest = u;
        }
    }
    return nearest;
}

double selat_great_circle_km(double lon_a, double lat_a, double lon_b, double lat_b) {
    double y = sin((lat_b - lat_a) * degree / 2), x = sin((lon_b - lon_a) * degree / 2);
    double h = y * y + cos(lat_a * degree) * cos(lat_b * degree) * x * x;
    return 2 * earth_radius_km * asin(sqrt(h < 1 ? h : 1));
}

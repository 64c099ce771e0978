/* Shortest paths from one node: buckets by distance, labels corrected within a bucket. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "selat/lanes.h"

/* What the search knows of a node, together in memory. A node waits in the bucket of its distance, in a doubly linked
   list, so that a better distance moves it. */
typedef struct search_node {
    double km;
    int32_t edge;
    int32_t bucket; /* -1: not waiting */
    int32_t next, previous;
} search_node;

struct selat_sea_search {
    int64_t n_buckets;
    double per_km;         /* buckets per km */
    int32_t *head;         /* [n_buckets] node or -1 */
    search_node *node;     /* [n_nodes] */
    unsigned char *closed; /* [n_edges] */
};

enum { MOST_BUCKETS = 1 << 16 };

static double longest_km(const selat_sea_network *n) {
    double longest = 0;
    for (int64_t e = 0; e < n->n_edges; e++) longest = n->km[e] > longest ? n->km[e] : longest;
    return longest;
}

static selat_status create_search(selat_context *context, const selat_sea_network *n, struct selat_sea_search **out) {
    TRY(selat_new(context, 1, out));
    struct selat_sea_search *s = *out;
    double width = n->bucket_km, longest = longest_km(n);
    if (!(longest / width < MOST_BUCKETS - 3)) width = longest / (MOST_BUCKETS - 3);
    s->per_km = 1 / width;
    /* What waits lies within one edge of what is being looked at; a power of two makes the remainder cheap. */
    for (s->n_buckets = 4; s->n_buckets < (int64_t)(longest * s->per_km) + 3;) s->n_buckets *= 2;
    TRY(selat_new(context, s->n_buckets, &s->head));
    TRY(selat_new(context, n->n_nodes, &s->node));
    return selat_new(context, n->n_edges, &s->closed);
}

selat_status selat_sea_paths_create(selat_context *context, const selat_sea_network *network, selat_sea_paths **out) {
    TRY(selat_new(context, 1, out));
    selat_sea_paths *p = *out;
    p->n_nodes = network->n_nodes;
    p->source = -1;
    selat_status status = selat_new(context, p->n_nodes, &p->km);
    if (status == SELAT_OK) status = selat_new(context, p->n_nodes, &p->edge);
    if (status == SELAT_OK) status = create_search(context, network, &p->search);
    if (status == SELAT_OK) return SELAT_OK;
    selat_sea_paths_destroy(context, p);
    *out = NULL;
    return status;
}

void selat_sea_paths_destroy(selat_context *context, selat_sea_paths *paths) {
    if (paths == NULL) return;
    struct selat_sea_search *s = paths->search;
    if (s != NULL) {
        void *const parts[] = {s->head, s->node, s->closed, s};
        for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) selat_release(context, parts[k]);
    }
    selat_release(context, paths->km);
    selat_release(context, paths->edge);
    selat_release(context, paths);
}

static void leave(struct selat_sea_search *s, int32_t u) {
    search_node *node = &s->node[u];
    if (node->previous >= 0) {
        s->node[node->previous].next = node->next;
    } else {
        s->head[node->bucket] = node->next;
    }
    if (node->next >= 0) s->node[node->next].previous = node->previous;
    node->bucket = -1;
}

static void enter(struct selat_sea_search *s, int32_t u, int32_t bucket) {
    search_node *node = &s->node[u];
    int32_t first = s->head[bucket];
    node->next = first;
    node->previous = -1;
    node->bucket = bucket;
    if (first >= 0) s->node[first].previous = u;
    s->head[bucket] = u;
}

/* Looks at the lanes from u; the number of nodes that wait changes by what is returned. */
static int64_t relax(const selat_sea_network *n, struct selat_sea_search *s, int32_t u) {
    int64_t entered = 0;
    double so_far = s->node[u].km;
    for (int64_t a = n->first[u]; a < n->first[u + 1]; a++) {
        int32_t v = n->arc_to[a];
        search_node *node = &s->node[v];
        double km = so_far + n->arc_km[a];
        if (!(km < node->km) || s->closed[n->arc_edge[a]] != 0) continue;
        node->km = km;
        node->edge = n->arc_edge[a];
        int32_t bucket = (int32_t)((int64_t)(km * s->per_km) & (s->n_buckets - 1));
        if (node->bucket == bucket) continue;
        if (node->bucket >= 0) {
            leave(s, v);
        } else {
            entered++;
        }
        enter(s, v, bucket);
    }
    return entered;
}

static void start(const selat_sea_network *n, const selat_gates *gates, selat_gate_set closed, struct selat_sea_search *s) {
    for (int64_t u = 0; u < n->n_nodes; u++) s->node[u] = (search_node){INFINITY, -1, -1, -1, -1};
    memset(s->head, 0xff, (size_t)s->n_buckets * sizeof *s->head);
    for (int64_t e = 0; e < n->n_edges; e++) s->closed[e] = gates != NULL && (gates->edge_gates[e] & closed) != 0;
}

selat_status selat_sea_paths_find(selat_context *context, const selat_sea_network *network, const selat_gates *gates,
                                  selat_gate_set closed, int64_t source, selat_sea_paths *paths) {
    struct selat_sea_search *s = paths->search;
    if (source < 0 || source >= network->n_nodes || paths->n_nodes != network->n_nodes) {
        return selat_fail(context, SELAT_BAD_INPUT, "node %lld: expected 0 to %lld", (long long)source,
                          (long long)network->n_nodes - 1);
    }
    start(network, gates, closed, s);
    paths->source = source;
    s->node[source].km = 0;
    enter(s, (int32_t)source, 0);
    int64_t waiting = 1;
    for (int64_t bucket = 0; waiting > 0; bucket = bucket + 1 < s->n_buckets ? bucket + 1 : 0) {
        while (s->head[bucket] >= 0) {
            int32_t u = s->head[bucket];
            leave(s, u);
            waiting += relax(network, s, u) - 1;
        }
    }
    for (int64_t u = 0; u < network->n_nodes; u++) {
        paths->km[u] = s->node[u].km;
        paths->edge[u] = s->node[u].edge;
    }
    return SELAT_OK;
}

static int64_t other_end(const selat_sea_network *n, int64_t edge, int64_t node) {
    return n->from[edge] == node ? n->to[edge] : n->from[edge];
}

selat_gate_set selat_sea_paths_gates(const selat_sea_network *network, const selat_gates *gates,
                                     const selat_sea_paths *paths, int64_t node) {
    selat_gate_set passed = 0;
    for (int32_t e = paths->edge[node]; e >= 0; e = paths->edge[node]) {
        passed |= gates->edge_gates[e];
        node = other_end(network, e, node);
    }
    return passed;
}

int64_t selat_sea_paths_trace(const selat_sea_network *network, const selat_sea_paths *paths, int64_t node, int64_t room,
                              int64_t *nodes) {
    int64_t count = 0;
    if (isinf(paths->km[node])) return 0;
    for (;;) {
        if (count < room) nodes[count] = node;
        count++;
        if (paths->edge[node] < 0) return count;
        node = other_end(network, paths->edge[node], node);
    }
}

double selat_sea_days(double km, double knots) {
    return km / (SELAT_KM_PER_NAUTICAL_MILE_M / 1000.0 * knots * 24);
}

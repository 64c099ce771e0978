/* The network of sea lanes from two CSV files: nodes and edges. */
#include <math.h>
#include <string.h>

#include "base/csv.h"
#include "base/memory.h"
#include "base/status.h"
#include "selat/lanes_data.h"

enum { MAX_BYTES = 1 << 28, MAX_PASSAGES = 1024 };

typedef struct node_list {
    int64_t count, room;
    double *lon, *lat;
} node_list;

typedef struct edge_list {
    int64_t count, room;
    int64_t *from, *to, *passage;
    double *km;
    int64_t n_passages;
    char *passages[MAX_PASSAGES];
} edge_list;

static selat_status grow(selat_context *context, int64_t count, int64_t *room, size_t size, void ***arrays, int n_arrays) {
    if (count < *room) return SELAT_OK;
    int64_t more = 2 * *room + 1024;
    for (int k = 0; k < n_arrays; k++) {
        void *bigger;
        TRY(selat_allocate(context, more, size, &bigger));
        if (count > 0) memcpy(bigger, *arrays[k], (size_t)count * size);
        selat_release(context, *arrays[k]);
        *arrays[k] = bigger;
    }
    *room = more;
    return SELAT_OK;
}

static selat_status read_degrees(selat_context *context, const selat_csv *csv, int64_t column, double limit, double *out) {
    TRY(selat_csv_double(context, csv, column, out));
    if (fabs(*out) <= limit) return SELAT_OK;
    return selat_csv_fail(context, csv, column, limit > 90 ? "a longitude from -360 to 360" : "a latitude from -90 to 90");
}

static selat_status read_nodes(selat_context *context, selat_csv *csv, node_list *nodes) {
    int64_t lon, lat;
    void **arrays[] = {(void **)&nodes->lon, (void **)&nodes->lat};
    TRY(selat_csv_column(context, csv, "lon", &lon));
    TRY(selat_csv_column(context, csv, "lat", &lat));
    for (bool has_row;;) {
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) return SELAT_OK;
        TRY(grow(context, nodes->count, &nodes->room, sizeof *nodes->lon, arrays, 2));
        TRY(read_degrees(context, csv, lon, 360, &nodes->lon[nodes->count]));
        TRY(read_degrees(context, csv, lat, 90, &nodes->lat[nodes->count]));
        nodes->count++;
    }
}

static selat_status find_passage(selat_context *context, const selat_csv *csv, int64_t column, edge_list *edges,
                                 int64_t *out) {
    const char *name = csv->fields[column];
    *out = -1;
    if (*name == '\0') return SELAT_OK;
    for (*out = 0; *out < edges->n_passages; ++*out) {
        if (strcmp(edges->passages[*out], name) == 0) return SELAT_OK;
    }
    if (edges->n_passages == MAX_PASSAGES) return selat_csv_fail(context, csv, column, "at most 1024 passages");
    TRY(selat_copy_text(context, name, &edges->passages[edges->n_passages]));
    edges->n_passages++;
    return SELAT_OK;
}

static selat_status read_edge(selat_context *context, const selat_csv *csv, const int64_t *at, int64_t n_nodes,
                              edge_list *edges) {
    int64_t k = edges->count;
    TRY(selat_csv_int(context, csv, at[0], 0, n_nodes - 1, &edges->from[k]));
    TRY(selat_csv_int(context, csv, at[1], 0, n_nodes - 1, &edges->to[k]));
    TRY(selat_csv_double(context, csv, at[2], &edges->km[k]));
    if (!(edges->km[k] >= 0 && edges->km[k] <= 50000)) return selat_csv_fail(context, csv, at[2], "a length of 0 to 50,000 km");
    TRY(find_passage(context, csv, at[3], edges, &edges->passage[k]));
    edges->count++;
    return SELAT_OK;
}

static selat_status read_edges(selat_context *context, selat_csv *csv, int64_t n_nodes, edge_list *edges) {
    static const char *const names[] = {"from", "to", "km", "passage"};
    void **arrays[] = {(void **)&edges->from, (void **)&edges->to, (void **)&edges->passage, (void **)&edges->km};
    int64_t at[4];
    for (int k = 0; k < 4; k++) TRY(selat_csv_column(context, csv, names[k], &at[k]));
    for (bool has_row;;) {
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) return SELAT_OK;
        TRY(grow(context, edges->count, &edges->room, sizeof *edges->from, arrays, 4));
        TRY(read_edge(context, csv, at, n_nodes, edges));
    }
}

static selat_status build(selat_context *context, const node_list *nodes, const edge_list *edges, selat_sea_network **out) {
    TRY(selat_sea_network_create(context, nodes->count, edges->count, out));
    selat_sea_network *n = *out;
    memcpy(n->lon, nodes->lon, (size_t)nodes->count * sizeof *n->lon);
    memcpy(n->lat, nodes->lat, (size_t)nodes->count * sizeof *n->lat);
    memcpy(n->from, edges->from, (size_t)edges->count * sizeof *n->from);
    memcpy(n->to, edges->to, (size_t)edges->count * sizeof *n->to);
    memcpy(n->km, edges->km, (size_t)edges->count * sizeof *n->km);
    memcpy(n->passage, edges->passage, (size_t)edges->count * sizeof *n->passage);
    selat_status status =
        selat_labels_init(context, edges->n_passages, (const char *const *)edges->passages, NULL, &n->passages);
    if (status == SELAT_OK) status = selat_sea_network_finish(context, n);
    if (status == SELAT_OK) return SELAT_OK;
    selat_sea_network_destroy(context, n);
    *out = NULL;
    return status;
}

static selat_status need_rows(selat_context *context, const char *path, int64_t count, const char *what) {
    if (count > 0) return SELAT_OK;
    return selat_fail_at(context, (selat_place){path, 0, 0, NULL}, "no rows", "%s", what);
}

static void clear(selat_context *context, node_list *nodes, edge_list *edges) {
    void *const parts[] = {nodes->lon, nodes->lat, edges->from, edges->to, edges->passage, edges->km};
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) selat_release(context, parts[k]);
    for (int64_t k = 0; k < edges->n_passages; k++) selat_release(context, edges->passages[k]);
    selat_release(context, edges);
}

selat_status selat_sea_network_read(selat_context *context, const char *nodes_path, const char *edges_path,
                                    selat_sea_network **out) {
    node_list nodes = {0};
    edge_list *edges;
    selat_csv csv = {0};
    *out = NULL;
    TRY(selat_new(context, 1, &edges));
    selat_status status;
    TRY_OR(done, status, selat_csv_open(context, nodes_path, MAX_BYTES, &csv));
    TRY_OR(done, status, read_nodes(context, &csv, &nodes));
    selat_csv_close(context, &csv);
    TRY_OR(done, status, need_rows(context, nodes_path, nodes.count, "nodes"));
    TRY_OR(done, status, selat_csv_open(context, edges_path, MAX_BYTES, &csv));
    TRY_OR(done, status, read_edges(context, &csv, nodes.count, edges));
    TRY_OR(done, status, need_rows(context, edges_path, edges->count, "edges"));
    status = build(context, &nodes, edges, out);
done:
    selat_csv_close(context, &csv);
    clear(context, &nodes, edges);
    return status;
}

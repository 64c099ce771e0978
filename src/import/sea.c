/* Ports, main ports and shares by sea and land, and the shipped sea as a whole. */
#include <math.h>
#include <string.h>

#include "base/csv.h"
#include "base/memory.h"
#include "base/status.h"
#include "selat/dataset.h"
#include "selat/lanes_data.h"

enum { MAX_BYTES = 1 << 24, MAX_PORTS = 1 << 15, MAX_MAIN_PORTS = 4096 };

typedef selat_status (*read_row_fn)(selat_context *context, const selat_csv *csv, const int64_t *at, void *data);

/* Calls `row` for every row of the file, with the positions of the named columns. */
static selat_status read_file(selat_context *context, const char *path, const char *const *names, int n_names,
                              read_row_fn row, void *data) {
    selat_csv csv = {0};
    int64_t at[8];
    selat_status status = selat_csv_open(context, path, MAX_BYTES, &csv);
    for (int k = 0; k < n_names && status == SELAT_OK; k++) status = selat_csv_column(context, &csv, names[k], &at[k]);
    for (bool has_row = true; status == SELAT_OK && has_row;) {
        status = selat_csv_next(context, &csv, &has_row);
        if (status == SELAT_OK && has_row) status = row(context, &csv, at, data);
    }
    selat_csv_close(context, &csv);
    return status;
}

/* A number from 0 to `high`. */
static selat_status read_between(selat_context *context, const selat_csv *csv, int64_t column, double high, const char *expected,
                                 double *out) {
    TRY(selat_csv_double(context, csv, column, out));
    return *out >= 0 && *out <= high ? SELAT_OK : selat_csv_fail(context, csv, column, expected);
}

/* ---- ports ---- */

static selat_status read_port(selat_context *context, const selat_csv *csv, const int64_t *at, void *data) {
    selat_ports *ports = data;
    if (ports->count == MAX_PORTS) return selat_csv_fail(context, csv, at[0], "at most 32,768 ports");
    if (csv->fields[at[0]][0] == '\0') return selat_csv_fail(context, csv, at[0], "a code");
    selat_port *port = &ports->ports[ports->count++];
    TRY(selat_copy_text(context, csv->fields[at[0]], &port->code));
    TRY(selat_copy_text(context, csv->fields[at[1]], &port->name));
    TRY(selat_copy_text(context, csv->fields[at[2]], &port->country));
    TRY(selat_csv_double(context, csv, at[3], &port->lon));
    TRY(selat_csv_double(context, csv, at[4], &port->lat));
    if (fabs(port->lon) > 180) return selat_csv_fail(context, csv, at[3], "a longitude from -180 to 180");
    return fabs(port->lat) > 90 ? selat_csv_fail(context, csv, at[4], "a latitude from -90 to 90") : SELAT_OK;
}

selat_status selat_ports_read(selat_context *context, const char *path, selat_ports *out) {
    static const char *const names[] = {"code", "name", "country", "lon", "lat"};
    *out = (selat_ports){0};
    selat_status status = selat_new(context, MAX_PORTS, &out->ports);
    if (status == SELAT_OK) status = read_file(context, path, names, 5, read_port, out);
    if (status != SELAT_OK) selat_ports_clear(context, out);
    return status;
}

/* ---- main ports ---- */

typedef struct reading {
    const selat_table *table;
    selat_sea *sea;
    bool *seen; /* [R] or [S] */
} reading;

static int64_t port_with_code(const selat_ports *ports, const char *code) {
    for (int64_t p = 0; p < ports->count; p++) {
        if (strcmp(ports->ports[p].code, code) == 0) return p;
    }
    return -1;
}

static selat_status read_main_port(selat_context *context, const selat_csv *csv, const int64_t *at, void *data) {
    reading *r = data;
    selat_sea *sea = r->sea;
    if (sea->n_main_ports == MAX_MAIN_PORTS) return selat_csv_fail(context, csv, at[0], "at most 4096 main ports");
    selat_main_port *main = &sea->main_ports[sea->n_main_ports++];
    main->region = selat_labels_find(&r->table->regions, csv->fields[at[0]]);
    TRY(selat_copy_text(context, csv->fields[at[1]], &main->country));
    TRY(selat_copy_text(context, csv->fields[at[4]], &main->note));
    main->port = port_with_code(&sea->ports, csv->fields[at[2]]);
    if (main->port < 0) return selat_csv_fail(context, csv, at[2], "the code of a port in ports.csv.gz");
    TRY(read_between(context, csv, at[3], 1, "a share from 0 to 1", &main->share));
    return SELAT_OK;
}

/* Shares of a region sum to 1; a region without a port is an error, since its trade would be lost silently. */
static selat_status check_main_ports(selat_context *context, const char *path, const reading *r) {
    const selat_sea *sea = r->sea;
    for (int64_t n = 0; n < sea->n_regions; n++) {
        double sum = 0;
        for (int64_t k = 0; k < sea->n_main_ports; k++) sum += sea->main_ports[k].region == n ? sea->main_ports[k].share : 0;
        if (fabs(sum - 1) <= 1e-6) continue;
        return selat_fail(context, SELAT_BAD_INPUT, "%s: the shares of %s's ports sum to %g, expected 1", path,
                          r->table->regions.codes[n], sum);
    }
    return SELAT_OK;
}

/* ---- shares by sea and by land ---- */

static selat_status read_sea_share(selat_context *context, const selat_csv *csv, const int64_t *at, void *data) {
    reading *r = data;
    int64_t s = selat_labels_find(&r->table->sectors, csv->fields[at[0]]);
    if (s < 0) return SELAT_OK; /* a product of another table */
    if (r->seen[s]) return selat_csv_fail(context, csv, at[0], "each product once");
    r->seen[s] = true;
    TRY(read_between(context, csv, at[1], 1, "a share from 0 to 1", &r->sea->sea_share[s]));
    return read_between(context, csv, at[2], 1e6, "tonnes, 0 or more", &r->sea->tonnes_per_kusd[s]);
}

static selat_status read_land_share(selat_context *context, const selat_csv *csv, const int64_t *at, void *data) {
    reading *r = data;
    double share;
    int64_t R = r->sea->n_regions, a = selat_labels_find(&r->table->regions, csv->fields[at[0]]);
    int64_t b = selat_labels_find(&r->table->regions, csv->fields[at[1]]);
    TRY(read_between(context, csv, at[2], 1, "a share from 0 to 1", &share));
    if (a < 0 || b < 0) return SELAT_OK;
    if (a == b) return selat_csv_fail(context, csv, at[1], "another region");
    r->sea->land_share[a * R + b] = r->sea->land_share[b * R + a] = share;
    return SELAT_OK;
}

/* ---- the shipped sea ---- */

static selat_status allocate(selat_context *context, const selat_table *table, selat_sea *sea) {
    int64_t R = sea->n_regions = table->regions.count, S = sea->n_sectors = table->sectors.count;
    TRY(selat_new(context, MAX_MAIN_PORTS, &sea->main_ports));
    TRY(selat_new(context, S, &sea->sea_share));
    TRY(selat_new(context, S, &sea->tonnes_per_kusd));
    TRY(selat_new(context, R * R, &sea->land_share));
    return selat_copy_text(context,
                           "network: searoute-py (Apache-2.0) after Eurostat's marnet (EUPL-1.2); ports: searoute-py; main ports, "
                           "shares by sea and land: assumptions of selat (docs/models/lanes.md)",
                           &sea->source);
}

/* One shipped file by its name below lanes/ through a reader of rows. */
static selat_status read_shipped(selat_context *context, const char *name, const char *const *names, int n_names,
                                 read_row_fn row, void *data) {
    char *path;
    TRY(selat_dataset_path(context, name, &path));
    selat_status status = read_file(context, path, names, n_names, row, data);
    selat_dataset_free(context, path);
    return status;
}

static selat_status read_network_and_gates(selat_context *context, selat_sea *sea) {
    char *nodes = NULL, *edges = NULL, *gates = NULL, *ports = NULL;
    selat_status status;
    TRY_OR(done, status, selat_dataset_path(context, "lanes/nodes.csv.gz", &nodes));
    TRY_OR(done, status, selat_dataset_path(context, "lanes/edges.csv.gz", &edges));
    TRY_OR(done, status, selat_dataset_path(context, "lanes/gates.csv", &gates));
    TRY_OR(done, status, selat_dataset_path(context, "lanes/ports.csv.gz", &ports));
    TRY_OR(done, status, selat_sea_network_read(context, nodes, edges, &sea->network));
    TRY_OR(done, status, selat_gates_read(context, gates, sea->network, &sea->gates));
    status = selat_ports_read(context, ports, &sea->ports);
done:
    selat_dataset_free(context, nodes);
    selat_dataset_free(context, edges);
    selat_dataset_free(context, gates);
    selat_dataset_free(context, ports);
    return status;
}

static selat_status read_shares(selat_context *context, reading *r) {
    static const char *const main_names[] = {"region", "country", "port", "share", "note"};
    static const char *const sea_names[] = {"product", "sea_share", "tonnes_per_1000_usd"};
    static const char *const land_names[] = {"region_a", "region_b", "land_share"};
    TRY(read_shipped(context, "lanes/main_ports.csv", main_names, 5, read_main_port, r));
    TRY(check_main_ports(context, "lanes/main_ports.csv", r));
    TRY(read_shipped(context, "lanes/sea_share.csv", sea_names, 3, read_sea_share, r));
    for (int64_t s = 0; s < r->sea->n_sectors; s++) {
        if (r->seen[s]) continue;
        return selat_fail(context, SELAT_BAD_INPUT, "lanes/sea_share.csv: no row for the table's product %s",
                          r->table->sectors.codes[s]);
    }
    return read_shipped(context, "lanes/land.csv", land_names, 3, read_land_share, r);
}

selat_status selat_dataset_sea(selat_context *context, const selat_table *table, selat_sea **out) {
    reading r = {.table = table};
    *out = NULL;
    TRY(selat_new(context, 1, &r.sea));
    selat_status status = selat_new(context, table->sectors.count, &r.seen);
    if (status == SELAT_OK) status = allocate(context, table, r.sea);
    if (status == SELAT_OK) status = read_network_and_gates(context, r.sea);
    if (status == SELAT_OK) status = read_shares(context, &r);
    selat_release(context, r.seen);
    if (status == SELAT_OK) {
        *out = r.sea;
    } else {
        selat_sea_destroy(context, r.sea);
    }
    return status;
}

/* Sea lanes: one source to all nodes of the network, and all pairs of main ports of the table's regions. */
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"

enum { RUNS = 101, PAIR_RUNS = 15 };

static selat_status time_sources(selat_context *context, const selat_sea *sea) {
    double seconds[RUNS];
    selat_sea_paths *paths;
    selat_status status = selat_sea_paths_create(context, sea->network, &paths);
    for (int k = 0; k < RUNS && status == SELAT_OK; k++) {
        const selat_port *port = &sea->ports.ports[sea->main_ports[k % sea->n_main_ports].port];
        int64_t source = selat_sea_network_nearest(sea->network, port->lon, port->lat);
        double begun = bench_seconds();
        status = selat_sea_paths_find(context, sea->network, &sea->gates, sea->gates.shut, source, paths);
        seconds[k] = bench_seconds() - begun;
    }
    if (status == SELAT_OK) bench_print("lanes: one port to all 9,708 nodes", "ms", 1e3, seconds, RUNS);
    selat_sea_paths_destroy(context, paths);
    return status;
}

static selat_status time_pairs(selat_context *context, const selat_sea *sea) {
    double seconds[PAIR_RUNS];
    selat_status status = SELAT_OK;
    for (int k = 0; k < PAIR_RUNS && status == SELAT_OK; k++) {
        selat_lanes_pairs *pairs = NULL;
        double begun = bench_seconds();
        status = selat_lanes_pairs_find(context, sea, 0, NULL, &pairs);
        seconds[k] = bench_seconds() - begun;
        selat_lanes_pairs_destroy(context, pairs);
    }
    char label[96];
    snprintf(label, sizeof label, "lanes: all pairs of the 81 regions' %lld main ports", (long long)sea->n_main_ports);
    if (status == SELAT_OK) bench_print(label, "ms", 1e3, seconds, PAIR_RUNS);
    return status;
}

void bench_lanes(const bench_place *place) {
    selat_table *table = NULL;
    selat_sea *sea = NULL;
    selat_status status = selat_dataset_table(place->context, "oecd-2022", &table);
    if (status == SELAT_OK) status = selat_dataset_sea(place->context, table, &sea);
    if (status == SELAT_OK) status = time_sources(place->context, sea);
    if (status == SELAT_OK) status = time_pairs(place->context, sea);
    if (status != SELAT_OK) printf("lanes: %s\n", selat_message(place->context));
    selat_sea_destroy(place->context, sea);
    selat_table_destroy(place->context, table);
}

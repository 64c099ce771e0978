/* Reading the sea from CSV files: network, gates, ports, main ports, shares by sea and by land. */
#ifndef SELAT_LANES_DATA_H
#define SELAT_LANES_DATA_H

#include "selat/sea.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The shipped sea for the table's regions and products: data/lanes (docs/models/lanes.md lists the files). */
selat_status selat_dataset_sea(selat_context *context, const selat_table *table, selat_sea **out);

/* nodes: columns lon, lat (degrees), one row per node in the order of their numbers from 0; edges: from, to, km, passage
   (empty: none). Plain or gzip. Errors name file, line and column. */
selat_status selat_sea_network_read(selat_context *context, const char *nodes_path, const char *edges_path,
                                    selat_sea_network **out);
/* Columns gate, name, aliases, passage, lon_a, lat_a, lon_b, lat_b, shut (1: closed unless opened), note; a gate of several
   parts has several rows, one after another. Either a passage or a line. The gates are bound to the network. */
selat_status selat_gates_read(selat_context *context, const char *path, const selat_sea_network *network,
                              selat_gates *out);
/* Columns code, name, country, lon, lat. */
selat_status selat_ports_read(selat_context *context, const char *path, selat_ports *out);

#ifdef __cplusplus
}
#endif
#endif

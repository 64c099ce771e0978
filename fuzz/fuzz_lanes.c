/* libFuzzer target: bytes as one of the sea's files beside six good ones (FILE=name in the environment chooses it;
   gates.csv otherwise), then all pairs of a table of two regions and the gates' closure. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "selat/selat.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const good[][2] = {
    {"nodes.csv.gz", "lon,lat\n0,0\n1,0\n2,0\n1,1\n"},
    {"edges.csv.gz", "from,to,km,passage\n0,1,100,strait\n1,2,50,\n0,3,300,\n3,2,300,\n"},
    {"gates.csv", "gate,name,aliases,passage,lon_a,lat_a,lon_b,lat_b,shut,note\ng,G,,strait,,,,,,\nh,H,x y,,1,.5,2,.5,,\n"},
    {"ports.csv.gz", "code,name,country,lon,lat\nAAAAA,A,AAA,0,0\nBBBBB,B,BBB,2,0\n"},
    {"main_ports.csv", "region,country,port,share,note\nAAA,AAA,AAAAA,1,\nBBB,BBB,BBBBB,1,\n"},
    {"sea_share.csv", "product,sea_share,tonnes_per_1000_usd,note\nX,.5,1,\n"},
    {"land.csv", "region_a,region_b,land_share,note\nAAA,BBB,.25,\n"},
};

static selat_status make_table(selat_context *context, selat_table **out) {
    static const char *const regions[] = {"AAA", "BBB"}, *const sectors[] = {"X"};
    selat_labels r = {0}, s = {0}, none = {0};
    selat_status status = selat_labels_init(context, 2, regions, NULL, &r);
    if (status == SELAT_OK) status = selat_labels_init(context, 1, sectors, NULL, &s);
    if (status == SELAT_OK) status = selat_labels_init(context, 0, NULL, NULL, &none);
    if (status == SELAT_OK) status = selat_table_create(context, "fuzz", 2022, &r, &s, &none, &none, &none, &none, out);
    selat_labels_clear(context, &r);
    selat_labels_clear(context, &s);
    selat_labels_clear(context, &none);
    return status;
}

static void try_closure(selat_context *context, const selat_sea *sea) {
    const double flow[] = {0, 1, 1, 0}, theta[] = {4};
    double kappa[] = {1, 1, 1, 1}, arriving[4];
    selat_lanes_closure *closure;
    selat_lanes_deliveries deliveries;
    selat_lane_cost_options options = {.kind = SELAT_LANE_COST_DAYS};
    int64_t held;
    if (selat_lanes_close(context, sea, ~(selat_gate_set)0, NULL, &closure) != SELAT_OK) return;
    (void)selat_lanes_cost(context, sea, closure, theta, &options, kappa, &held);
    if (selat_lanes_deliveries_init(context, sea, closure, flow, 10, &deliveries) == SELAT_OK) selat_lanes_arriving(&deliveries, 3, arriving);
    selat_lanes_closure_destroy(context, closure);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static char root[64], folder[96];
    const char *chosen = getenv("FILE") != NULL ? getenv("FILE") : "gates.csv";
    selat_context *context;
    selat_table *table;
    selat_sea *sea;
    if (selat_context_create(NULL, &context) != SELAT_OK) abort();
    snprintf(root, sizeof root, "/tmp/selat-fuzz-lanes-%ld", (long)getpid());
    snprintf(folder, sizeof folder, "%s/lanes", root);
    if (selat_folder_make(context, folder) != SELAT_OK || setenv("SELAT_DATA", root, 1) != 0) abort();
    for (size_t k = 0; k < sizeof good / sizeof *good; k++) {
        char path[160];
        bool fuzzed = strcmp(good[k][0], chosen) == 0;
        snprintf(path, sizeof path, "%s/%s", folder, good[k][0]);
        if (selat_file_write(context, path, fuzzed ? (const char *)data : good[k][1], fuzzed ? size : strlen(good[k][1])) != SELAT_OK) abort();
    }
    if (make_table(context, &table) != SELAT_OK) abort();
    if (selat_dataset_sea(context, table, &sea) == SELAT_OK) {
        try_closure(context, sea);
        selat_sea_destroy(context, sea);
    }
    selat_table_destroy(context, table);
    selat_context_destroy(context);
    return 0;
}

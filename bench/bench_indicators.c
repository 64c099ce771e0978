/* Indicators of all 81 regions on the embedded table: footprints of every account, exposures of every industry and region. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

enum { RUNS = 11 };

/* Every registered indicator of these groups; a new world each time, so that nothing is left over. */
static selat_status compute_groups(selat_context *context, const selat_table *table, const char *const *groups, int n_groups,
                                   double *out) {
    int64_t count;
    const selat_indicator *all = selat_indicators(&count);
    selat_indicator_world *world;
    selat_status status = selat_indicator_world_create(context, table, NULL, 0, NULL, &world);
    for (int64_t k = 0; k < count && status == SELAT_OK; k++) {
        for (int g = 0; g < n_groups && status == SELAT_OK; g++) {
            if (strcmp(all[k].group, groups[g]) == 0) status = selat_indicator_compute(context, &all[k], world, out);
        }
    }
    selat_indicator_world_destroy(context, world);
    return status;
}

static void time_groups(const bench_place *place, const selat_table *table, const char *label, const char *const *groups,
                        int n_groups, int runs) {
    double seconds[RUNS];
    double *out = calloc((size_t)(table->regions.count * table->sectors.count), sizeof *out);
    selat_status status = out != NULL ? SELAT_OK : SELAT_NO_MEMORY;
    for (int k = 0; k < runs && status == SELAT_OK; k++) {
        double begun = bench_seconds();
        status = compute_groups(place->context, table, groups, n_groups, out);
        seconds[k] = bench_seconds() - begun;
    }
    free(out);
    if (status == SELAT_OK) {
        bench_print(label, "ms", 1e3, seconds, runs);
    } else {
        printf("%-58s failed: %s\n", label, selat_message(place->context));
    }
}

void bench_indicators(const bench_place *place) {
    static const char *const both[] = {"footprint", "exposure"}, *const added[] = {"value-added"},
                             *const extraction[] = {"extraction"};
    char path[4096];
    selat_table *table;
    snprintf(path, sizeof path, "%s/data/tables/oecd-2022.h5", place->source);
    if (selat_table_load(place->context, path, &table) != SELAT_OK) {
        printf("%-58s failed: %s\n", "indicators", selat_message(place->context));
        return;
    }
    time_groups(place, table, "footprints and exposures, all regions (limit 300)", both, 2, RUNS);
    time_groups(place, table, "value added in exports, all regions", added, 1, RUNS);
    time_groups(place, table, "extraction of each of 4,050 industries, closed form", extraction, 1, 3);
    selat_table_destroy(place->context, table);
}

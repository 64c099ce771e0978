/* Disruption: a year of days on the embedded table and on a full table of 77 regions x 45 sectors (the size that BoARIO was
   timed on: 315 ms a step and 1.5 GB). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "random_economy.h"

enum { RUNS = 7, FULL_REGIONS = 77, FULL_SECTORS = 45, FULL_DAYS = 40 };

static int64_t resident_kib(void) {
    FILE *file = fopen("/proc/self/status", "r");
    char line[256];
    long long kib = 0;
    while (file != NULL && fgets(line, sizeof line, file) != NULL) sscanf(line, "VmRSS: %lld", &kib);
    if (file != NULL) fclose(file);
    return kib;
}

/* Chinese electronics at half capacity for 90 days, back over 60. */
static selat_outage outage_of(int64_t region, int64_t product) {
    return (selat_outage){.region = region, .product = product, .loss = 0.5, .first_day = 5, .days = 90, .recovery_days = 60};
}

static selat_status time_days(selat_context *context, const selat_disruption_base *base, const selat_outage *outage,
                              const selat_disruption_options *options, const char *what) {
    double seconds[RUNS], least = 1, total = 0;
    selat_disruption_shock shock = {.n_outages = 1, .outages = outage};
    char label[128];
    for (int k = 0; k < RUNS; k++) {
        selat_disruption_result *result;
        double begun = bench_seconds();
        selat_status status = selat_disruption_run(context, base, &shock, options, &result);
        if (status != SELAT_OK) return status;
        seconds[k] = bench_seconds() - begun;
        total += seconds[k];
        least = result->world_lowest_share;
        selat_disruption_result_destroy(context, result);
    }
    snprintf(label, sizeof label, "%s, %lld days", what, (long long)options->days);
    bench_print(label, "ms", 1e3, seconds, RUNS);
    for (int k = 0; k < RUNS; k++) seconds[k] /= (double)options->days;
    snprintf(label, sizeof label, "%s, one step", what);
    bench_print(label, "ms", 1e3, seconds, RUNS);
    printf("%-58s lowest world output %.3f of base\n", "", least);
    return SELAT_OK;
}

static selat_status time_embedded(const bench_place *place) {
    selat_context *context = place->context;
    selat_table *table;
    selat_disruption_base *base = NULL;
    selat_status status = selat_dataset_table(context, "oecd-2022", &table);
    if (status != SELAT_OK) return status;
    status = selat_disruption_base_of_table(context, table, 0.01, &base);
    if (status == SELAT_OK) {
        selat_outage outage =
            outage_of(selat_labels_find(&table->regions, "CHN"), selat_labels_find(&table->sectors, "C26"));
        selat_disruption_options partial = selat_disruption_defaults(SELAT_PARTIALLY_BINDING);
        selat_disruption_options adaptive = selat_disruption_defaults(SELAT_ADAPTIVE);
        status = time_days(context, base, &outage, &partial, "disruption, embedded 4,050, partially binding");
        if (status == SELAT_OK) status = time_days(context, base, &outage, &adaptive, "disruption, embedded 4,050, adaptive");
    }
    selat_disruption_base_destroy(context, base);
    selat_table_destroy(context, table);
    return status;
}

typedef struct full_table {
    double *flow, *final, *output, *criticality;
} full_table;

/* Uniform flows with a heavy diagonal, output what is sold; every third input critical. */
static bool make_full(full_table *t) {
    int64_t N = FULL_REGIONS * FULL_SECTORS;
    uint64_t seed = 7;
    t->flow = malloc((size_t)(N * N) * sizeof(double));
    t->final = malloc((size_t)(N * FULL_REGIONS) * sizeof(double));
    t->output = calloc((size_t)N, sizeof(double));
    t->criticality = malloc((size_t)(FULL_SECTORS * N) * sizeof(double));
    if (t->flow == NULL || t->final == NULL || t->output == NULL || t->criticality == NULL) return false;
    for (int64_t k = 0; k < N * N; k++) {
        bool home = k / N / FULL_SECTORS == k % N / FULL_SECTORS;
        t->flow[k] = random_uniform(&seed) * (home ? 30 : 0.3);
        t->output[k / N] += t->flow[k];
    }
    for (int64_t k = 0; k < N * FULL_REGIONS; k++) {
        t->final[k] = random_uniform(&seed) * 30;
        t->output[k / FULL_REGIONS] += t->final[k];
    }
    for (int64_t k = 0; k < FULL_SECTORS * N; k++) t->criticality[k] = k % 3 == 0 ? 1 : k % 3 == 1 ? 0.5 : 0;
    return true;
}

static selat_status time_full(const bench_place *place) {
    int64_t before = resident_kib();
    full_table t = {0};
    selat_disruption_base *base = NULL;
    selat_status status = SELAT_NO_MEMORY;
    if (make_full(&t)) {
        selat_disruption_flows flows = {.n_regions = FULL_REGIONS, .n_sectors = FULL_SECTORS, .output_musd = t.output,
                                        .flow_musd = t.flow, .final_by_origin_musd = t.final, .criticality = t.criticality};
        status = selat_disruption_base_create(place->context, &flows, &base);
    }
    selat_outage outage = outage_of(3, 7);
    selat_disruption_options partial = selat_disruption_defaults(SELAT_PARTIALLY_BINDING);
    selat_disruption_options adaptive = selat_disruption_defaults(SELAT_ADAPTIVE);
    partial.days = adaptive.days = FULL_DAYS;
    if (status == SELAT_OK) status = time_days(place->context, base, &outage, &partial, "disruption, full 3,465, partially binding");
    if (status == SELAT_OK) status = time_days(place->context, base, &outage, &adaptive, "disruption, full 3,465, adaptive");
    printf("%-58s %.0f MB with the table\n", "disruption, full 3,465, memory", (double)(resident_kib() - before) / 1024);
    selat_disruption_base_destroy(place->context, base);
    free(t.flow);
    free(t.final);
    free(t.output);
    free(t.criticality);
    return status;
}

void bench_disruption(const bench_place *place) {
    if (time_embedded(place) != SELAT_OK || time_full(place) != SELAT_OK) {
        printf("disruption: %s\n", selat_message(place->context));
    }
}

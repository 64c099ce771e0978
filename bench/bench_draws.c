/* 1,000 draws of the Korea-Malaysia accord's last year, overlays and tornado included, on two threads. */
#include <stdio.h>
#include <string.h>

#include "bench.h"

enum { RUNS = 5, DRAWS = 1000 };

typedef struct loaded {
    selat_table *table;
    selat_groups groups;
    selat_accord *accord;
    selat_tariffs tariffs;
    selat_elasticities elasticities;
    selat_country *countries;
    int64_t n_sources;
    selat_elasticities *sources;
} loaded;

static selat_status load(const bench_place *place, loaded *l) {
    selat_context *context = place->context;
    char path[4096];
    snprintf(path, sizeof path, "%s/accords/korea-malaysia.yaml", place->source);
    selat_status status = selat_dataset_table(context, "oecd-2022", &l->table);
    if (status == SELAT_OK) status = selat_dataset_groups(context, &l->groups);
    if (status == SELAT_OK) status = selat_accord_read(context, path, l->table, &l->groups, &l->accord);
    if (status == SELAT_OK) status = selat_dataset_tariffs(context, l->accord->tariffs, l->table, &l->tariffs);
    if (status == SELAT_OK) status = selat_accord_check_tariffs(context, l->accord, &l->tariffs, &l->table->regions);
    if (status == SELAT_OK) {
        status = selat_dataset_elasticities(context, l->accord->elasticities, l->table, &l->elasticities);
    }
    if (status == SELAT_OK) status = selat_dataset_countries(context, l->table, &l->countries);
    if (status != SELAT_OK) return status;
    return selat_dataset_published(context, l->elasticities.name, l->table, &l->n_sources, &l->sources);
}

static void unload(selat_context *context, loaded *l) {
    selat_dataset_published_free(context, l->n_sources, l->sources);
    if (l->countries != NULL) selat_countries_free(context, l->table->regions.count, l->countries);
    selat_elasticities_clear(context, &l->elasticities);
    selat_tariffs_clear(context, &l->tariffs);
    selat_accord_destroy(context, l->accord);
    selat_groups_clear(context, &l->groups);
    selat_table_destroy(context, l->table);
}

/* Wall time of the draws alone, as selat_run reports it. */
static selat_status measure(selat_context *context, const loaded *l, double *seconds, int64_t *failed) {
    selat_run_inputs inputs = {l->accord,    l->table,     &l->tariffs, &l->elasticities,
                               l->countries, l->n_sources, l->sources};
    selat_results *results;
    selat_status status = selat_run(context, &inputs, &results);
    if (status != SELAT_OK) return status;
    *seconds = results->draws->seconds;
    *failed = results->draws->n_failed;
    selat_results_destroy(context, results);
    return SELAT_OK;
}

void bench_draws(const bench_place *place) {
    selat_context *context = place->context;
    loaded l = {0};
    double seconds[RUNS];
    int64_t failed = 0;
    selat_status status = load(place, &l);
    if (status == SELAT_OK) {
        l.accord->first_year = l.accord->last_year;
        l.accord->uncertainty.draws = DRAWS;
        status = selat_set_threads(context, 2);
    }
    for (int k = 0; k < RUNS && status == SELAT_OK; k++) status = measure(context, &l, &seconds[k], &failed);
    if (status == SELAT_OK) {
        bench_print("1,000 draws and the tornado, two threads", "s", 1, seconds, RUNS);
        printf("%-58s %lld draws failed\n", "", (long long)failed);
    } else {
        printf("draws: %s\n", selat_message(context));
    }
    (void)selat_set_threads(context, 1);
    unload(context, &l);
}

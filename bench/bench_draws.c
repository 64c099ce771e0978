/* 1,000 draws of the Korea-Malaysia accord's last year, overlays and tornado included, on two threads. */
#include <stdio.h>

#include "bench.h"

enum { RUNS = 5, DRAWS = 1000 };

/* Wall time of the draws alone, as selat_run reports it. */
static selat_status measure(selat_context *context, const selat_run_data *data, double *seconds, int64_t *failed) {
    selat_run_inputs inputs = selat_run_data_inputs(data);
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
    selat_run_data data;
    char path[4096];
    snprintf(path, sizeof path, "%s/accords/korea-malaysia.yaml", place->source);
    double seconds[RUNS];
    int64_t failed = 0;
    selat_status status = selat_run_load(context, path, &data);
    if (status == SELAT_OK) {
        data.accord->first_year = data.accord->last_year;
        data.accord->uncertainty.draws = DRAWS;
        status = selat_set_threads(context, 2);
    }
    for (int k = 0; k < RUNS && status == SELAT_OK; k++) status = measure(context, &data, &seconds[k], &failed);
    if (status == SELAT_OK) {
        bench_print("1,000 draws and the tornado, two threads", "s", 1, seconds, RUNS);
        printf("%-58s %lld draws failed\n", "", (long long)failed);
    } else {
        printf("draws: %s\n", selat_message(context));
    }
    (void)selat_set_threads(context, 1);
    selat_run_unload(context, &data);
}

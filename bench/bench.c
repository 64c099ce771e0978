/* make bench: every figure the documentation quotes, on one thread unless said otherwise. */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "selat_build.h"

double bench_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void bench_print(const char *label, const char *unit, double scale, double *seconds, int count) {
    qsort(seconds, (size_t)count, sizeof *seconds, compare);
    double median = count % 2 == 1 ? seconds[count / 2] : 0.5 * (seconds[count / 2 - 1] + seconds[count / 2]);
    printf("%-58s %8.2f %s median (%.2f to %.2f, %d runs)\n", label, scale * median, unit, scale * seconds[0],
           scale * seconds[count - 1], count);
    fflush(stdout);
}

int main(int argc, char **argv) {
    bench_place place = {.source = argc > 1 ? argv[1] : SELAT_BENCH_SOURCE, .build = argc > 2 ? argv[2] : SELAT_BENCH_BUILD};
    if (selat_context_create(NULL, &place.context) != SELAT_OK) return 1;
    if (argc > 4) return bench_full_part(&place, argv[3], atoi(argv[4])) ? 0 : 1;
    printf("selat %s, %s, %s, one thread\n", selat_version(), SELAT_COMPILER, SELAT_FLAGS);
    bench_leontief(&place);
    bench_indicators(&place);
    bench_full(&place);
    bench_disruption(&place);
    bench_lanes(&place);
    bench_trade(&place);
    bench_trade_scaling(&place);
    bench_run(&place);
    bench_live(&place);
    bench_draws(&place);
    bench_firms(&place);
    bench_capture(&place);
    selat_context_destroy(place.context);
    return 0;
}

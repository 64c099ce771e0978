/* Timing with medians and spread; nothing here passes or fails. */
#ifndef SELAT_BENCH_H
#define SELAT_BENCH_H

#include "selat/selat.h"

typedef struct bench_place {
    const char *source; /* the project's folder */
    const char *build;  /* the folder of the program */
    selat_context *context;
} bench_place;

double bench_seconds(void);
/* "label   median (minimum .. maximum) unit, n runs"; `scale` turns seconds into the unit. Sorts `seconds`. */
void bench_print(const char *label, const char *unit, double scale, double *seconds, int count);

void bench_disruption(const bench_place *place);
void bench_indicators(const bench_place *place);
void bench_leontief(const bench_place *place);
void bench_trade(const bench_place *place);
void bench_trade_scaling(const bench_place *place);
void bench_run(const bench_place *place);
void bench_draws(const bench_place *place);
void bench_capture(const bench_place *place);
void bench_lanes(const bench_place *place);
void bench_live(const bench_place *place);
void bench_firms(const bench_place *place);
/* Parts of it run in processes of their own, which bench_full_part is the inside of; false when there is no such part. */
void bench_full(const bench_place *place);
bool bench_full_part(const bench_place *place, const char *name, int threads);

#endif

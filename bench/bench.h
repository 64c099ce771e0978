/* What the benchmarks share. Each prints medians with their spread. */
#ifndef SELAT_BENCH_H
#define SELAT_BENCH_H

#include "selat/selat.h"

/* Sorts `seconds` and prints one line. */
void bench_print(const char *what, int64_t runs, double *seconds, const char *note);
/* Times a cold solve to a relative residual of 1e-10. */
selat_status bench_trade_solve(selat_context *context, const char *what, const selat_economy *economy,
                               const selat_trade_shock *shock);
/* `root` is the project's folder. */
selat_status bench_trade(selat_context *context, const char *root);

#endif

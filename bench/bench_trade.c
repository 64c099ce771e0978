/* The trade model on the published NAFTA case: 31 regions, 40 products, to a relative residual of 1e-10. */
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"

enum { RUNS = 201 };

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void bench_print(const char *what, int64_t runs, double *seconds, const char *note) {
    qsort(seconds, (size_t)runs, sizeof *seconds, by_value);
    printf("%-44s median %8.3f ms  min %8.3f  max %8.3f  (%lld runs; %s)\n", what, 1e3 * seconds[runs / 2],
           1e3 * seconds[0], 1e3 * seconds[runs - 1], (long long)runs, note);
}

selat_status bench_trade_solve(selat_context *context, const char *what, const selat_economy *economy,
                               const selat_trade_shock *shock) {
    double seconds[RUNS];
    selat_trade_options options = {.tolerance = 1e-10};
    selat_trade_report report = {0};
    for (int k = 0; k < RUNS; k++) {
        selat_trade_result *result;
        selat_status status = selat_trade_solve(context, economy, shock, &options, &result);
        if (status != SELAT_OK) return status;
        report = result->report;
        seconds[k] = report.seconds;
        selat_trade_result_destroy(context, result);
    }
    char note[96];
    snprintf(note, sizeof note, "%s, %lld iterations, residual %.1e", report.converged ? "converged" : "NOT CONVERGED",
             (long long)report.iterations, report.residual);
    bench_print(what, RUNS, seconds, note);
    return SELAT_OK;
}

selat_status bench_trade(selat_context *context, const char *root) {
    char folder[4096];
    snprintf(folder, sizeof folder, "%s/tests/published/trade_nafta/case", root);
    selat_economy *economy;
    selat_trade_shock shock;
    selat_status status = selat_trade_case_load(context, folder, &economy, &shock);
    if (status != SELAT_OK) return status;
    status = bench_trade_solve(context, "trade, NAFTA case 31 x 40, to 1e-10", economy, &shock);
    selat_trade_shock_clear(context, &shock);
    selat_economy_destroy(context, economy);
    return status;
}

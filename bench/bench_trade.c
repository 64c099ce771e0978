/* The trade model to a relative residual of 1e-10: the published NAFTA case, and an accord on the embedded table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

enum { RUNS = 101 };

static selat_status time_solve(const bench_place *place, const char *label, const selat_economy *economy,
                               const selat_trade_shock *shock) {
    double seconds[RUNS];
    selat_trade_options options = {.tolerance = 1e-10};
    selat_trade_report report = {0};
    for (int k = 0; k < RUNS; k++) {
        selat_trade_result *result;
        selat_status status = selat_trade_solve(place->context, economy, shock, &options, &result);
        if (status != SELAT_OK) return status;
        report = result->report;
        seconds[k] = report.seconds;
        selat_trade_result_destroy(place->context, result);
    }
    bench_print(label, "ms", 1e3, seconds, RUNS);
    printf("%-58s %8lld iterations, residual %.1e, %s\n", "", (long long)report.iterations, report.residual,
           selat_reason_name(report.reason));
    return SELAT_OK;
}

static selat_status bench_nafta(const bench_place *place) {
    char folder[4096];
    snprintf(folder, sizeof folder, "%s/tests/published/trade_nafta/case", place->source);
    selat_economy *economy;
    selat_trade_shock shock;
    selat_status status = selat_trade_case_load(place->context, folder, &economy, &shock);
    if (status != SELAT_OK) return status;
    status = time_solve(place, "trade, NAFTA case (31 x 40)", economy, &shock);
    selat_trade_shock_clear(place->context, &shock);
    selat_economy_destroy(place->context, economy);
    return status;
}

/* Goods between Korea and Malaysia to zero on the embedded table; the caller frees shock->tariff. */
static bool goods_to_zero(const selat_economy *economy, selat_trade_shock *shock) {
    int64_t R = economy->n_regions, S = economy->n_sectors, korea = selat_labels_find(&economy->regions, "KOR"),
            malaysia = selat_labels_find(&economy->regions, "MYS");
    size_t bytes = (size_t)(S * R * R) * sizeof(double);
    shock->tariff = malloc(bytes);
    if (shock->tariff == NULL) return false;
    memcpy(shock->tariff, economy->tariff, bytes);
    for (int64_t s = 0; s < S; s++) {
        shock->tariff[(s * R + korea) * R + malaysia] = 0;
        shock->tariff[(s * R + malaysia) * R + korea] = 0;
    }
    return true;
}

static selat_status bench_embedded(const bench_place *place) {
    selat_context *context = place->context;
    selat_table *table = NULL;
    selat_tariffs tariffs = {0};
    selat_elasticities elasticities = {0};
    selat_economy *economy = NULL;
    selat_trade_shock shock = {0};
    selat_status status = selat_dataset_table(context, "oecd-2022", &table);
    if (status == SELAT_OK) status = selat_dataset_tariffs(context, "teti-2021", table, &tariffs);
    if (status == SELAT_OK) {
        status = selat_dataset_elasticities(context, "caliendo-parro-2015", table, &elasticities);
    }
    if (status == SELAT_OK) {
        status = selat_economy_calibrate(context, table, &tariffs, &elasticities, NULL, &economy);
    }
    if (status == SELAT_OK && goods_to_zero(economy, &shock)) status = time_solve(place, "trade, Korea-Malaysia goods to zero (81 x 50)", economy, &shock);
    free(shock.tariff);
    selat_economy_destroy(context, economy);
    selat_elasticities_clear(context, &elasticities);
    selat_tariffs_clear(context, &tariffs);
    selat_table_destroy(context, table);
    return status;
}

void bench_trade(const bench_place *place) {
    if (bench_nafta(place) != SELAT_OK || bench_embedded(place) != SELAT_OK) {
        printf("trade: %s\n", selat_message(place->context));
    }
}

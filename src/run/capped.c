/* The last year again with an implausible averaged food, alcohol and tobacco rate held at a cap. */
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "run/run.h"

static const char capped_product[] = "C10T12";
static const double cap = 0.15;

static double highest_rate(const selat_accord *accord, const double *rate, int64_t R, int64_t product,
                           int64_t importer) {
    double highest = 0;
    for (int64_t p = 0; p < accord->n_parties; p++) {
        double found = rate[(product * R + importer) * R + accord->parties[p]];
        if (accord->parties[p] != importer && found > highest) highest = found;
    }
    return highest;
}

static selat_status find_importers(selat_context *context, const selat_run_inputs *inputs, int64_t product,
                                   selat_capped *out) {
    const selat_accord *accord = inputs->accord;
    TRY(selat_new(context, accord->n_parties, &out->importers));
    TRY(selat_new(context, accord->n_parties, &out->rates));
    for (int64_t p = 0; p < accord->n_parties; p++) {
        double rate = highest_rate(accord, inputs->tariffs->rate, inputs->tariffs->n_regions, product, accord->parties[p]);
        if (rate <= cap) continue;
        out->importers[out->n_importers] = accord->parties[p];
        out->rates[out->n_importers++] = rate;
    }
    return SELAT_OK;
}

static selat_status solve_capped(selat_context *context, const selat_run_inputs *inputs, int64_t year,
                                 selat_capped *out) {
    selat_economy *economy = NULL;
    run_baseline baseline = {0};
    selat_trade_shock shock = {0};
    selat_trade_result *result = NULL;
    selat_status status;
    TRY_OR(end, status, run_calibrate(context, inputs, &economy, NULL));
    TRY_OR(end, status, run_baseline_make(context, inputs, economy, NULL, year, &baseline));
    TRY_OR(end, status, run_solve(context, inputs, baseline.economy, year, NULL, NULL, &shock, &result));
    out->solver = result->report;
    for (int64_t p = 0; p < inputs->accord->n_parties; p++) {
        int64_t region = inputs->accord->parties[p];
        out->ev_musd[p] = run_equivalent_variation_musd(result, region);
        out->ev_percent[p] = 100 * (result->real_income_hat[region] - 1);
    }
end:
    selat_trade_result_destroy(context, result);
    selat_trade_shock_clear(context, &shock);
    run_baseline_clear(context, &baseline);
    selat_economy_destroy(context, economy);
    return status;
}

selat_status run_capped(selat_context *context, const selat_run_inputs *inputs, int64_t year, selat_capped *out) {
    int64_t product = selat_labels_find(&inputs->table->sectors, capped_product), R = inputs->tariffs->n_regions;
    out->cap = cap;
    if (product < 0) return SELAT_OK;
    TRY(find_importers(context, inputs, product, out));
    if (out->n_importers == 0) return SELAT_OK;
    TRY(selat_new(context, inputs->accord->n_parties, &out->ev_musd));
    TRY(selat_new(context, inputs->accord->n_parties, &out->ev_percent));
    selat_tariffs lower = *inputs->tariffs; /* its own rates, the rest borrowed */
    TRY(selat_copy_doubles(context, inputs->tariffs->rate, inputs->tariffs->n_sectors * R * R, &lower.rate));
    for (int64_t k = 0; k < out->n_importers; k++) {
        double *row = lower.rate + (product * R + out->importers[k]) * R;
        for (int64_t i = 0; i < R; i++) row[i] = row[i] > cap ? cap : row[i];
    }
    selat_run_inputs capped_inputs = *inputs;
    capped_inputs.tariffs = &lower;
    selat_status status = solve_capped(context, &capped_inputs, year, out);
    selat_release(context, lower.rate);
    return status;
}

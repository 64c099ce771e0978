/* A lasting closure as a shock of the trade model. */
#include "selat/lanes_effect.h"

#include "base/memory.h"
#include "base/status.h"

static const double band_of_rho[] = {0.5, 0.2, 0.9}, band_of_days[] = {0.0135, 0.006, 0.021};

/* Exports without tariffs: sum over importers and products of expenditure x share / (1 + tariff), own sales left out. */
static selat_status exports(selat_context *context, const selat_economy *e, const selat_trade_shock *shock,
                            const selat_trade_result *result, double *change_percent) {
    int64_t R = e->n_regions, S = e->n_sectors;
    double *shares, *sums;
    TRY(selat_new(context, S * R * R, &shares));
    selat_status status = selat_new(context, 2 * R, &sums);
    if (status == SELAT_OK) status = selat_trade_new_shares(context, e, shock, result, shares);
    for (int64_t s = 0; s < S && status == SELAT_OK; s++) {
        for (int64_t k = 0; k < R * R; k++) {
            int64_t n = k / R, i = k % R, at = s * R * R + k;
            if (n == i) continue;
            sums[i] += e->pi[at] * e->expenditure[n * S + s] / (1 + e->tariff[at]);
            sums[R + i] += shares[at] * result->expenditure[n * S + s] / (1 + e->tariff[at]);
        }
    }
    for (int64_t i = 0; i < R && status == SELAT_OK; i++) change_percent[i] = sums[i] > 0 ? 100 * (sums[R + i] / sums[i] - 1) : 0;
    selat_release(context, sums);
    selat_release(context, shares);
    return status;
}

static selat_status fill(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                         const selat_trade_result *result, selat_lane_case *out, double *world_ev_musd) {
    const selat_economy *base = result->base != NULL ? result->base : economy;
    out->solver = result->report;
    for (int64_t n = 0; n < economy->n_regions; n++) {
        out->real_income_percent[n] = 100 * (result->real_income_hat[n] - 1);
        out->ev_musd[n] = result->income_base[n] * (result->real_income_hat[n] - 1);
        *world_ev_musd += out->ev_musd[n];
    }
    return exports(context, base, shock, result, out->exports_percent);
}

static selat_status solve_case(selat_context *context, const selat_economy *economy, const selat_sea *sea,
                               const selat_lanes_closure *closure, const selat_lane_effect_options *o, selat_lane_case *out,
                               double *world_ev_musd) {
    int64_t R = economy->n_regions, cells = economy->n_sectors * R * R;
    selat_trade_shock shock = {0};
    selat_trade_result *result = NULL;
    selat_trade_options options = {.deficits = o->deficits};
    selat_lane_cost_options cost = {.kind = o->kind, .rho = out->parameter, .per_day = out->parameter};
    selat_status status;
    TRY_OR(done, status, selat_new(context, R, &out->real_income_percent));
    TRY_OR(done, status, selat_new(context, R, &out->ev_musd));
    TRY_OR(done, status, selat_new(context, R, &out->exports_percent));
    TRY_OR(done, status, selat_new(context, cells, &shock.iceberg_hat));
    for (int64_t k = 0; k < cells; k++) shock.iceberg_hat[k] = 1;
    TRY_OR(done, status, selat_lanes_cost(context, sea, closure, economy->theta, &cost, shock.iceberg_hat, &out->n_held));
    TRY_OR(done, status, selat_trade_solve(context, economy, &shock, &options, &result));
    status = fill(context, economy, &shock, result, out, world_ev_musd);
done:
    selat_trade_result_destroy(context, result);
    selat_release(context, shock.iceberg_hat);
    return status;
}

selat_status selat_lanes_effect(selat_context *context, const selat_table *table, const selat_tariffs *tariffs,
                                const selat_elasticities *elasticities, const selat_sea *sea,
                                const selat_lanes_closure *closure, const selat_lane_effect_options *options,
                                selat_lane_effect *out) {
    const double *band = options->kind == SELAT_LANE_COST_DISTANCE ? band_of_rho : band_of_days;
    selat_economy *economy;
    *out = (selat_lane_effect){.n_regions = table->regions.count};
    TRY(selat_economy_calibrate(context, table, tariffs, elasticities, NULL, &economy));
    selat_status status = SELAT_OK;
    for (int k = 0; k < SELAT_LANE_CASES && status == SELAT_OK; k++) {
        out->cases[k].parameter = options->parameter[k] > 0 ? options->parameter[k] : band[k];
        status = solve_case(context, economy, sea, closure, options, &out->cases[k], &out->world_ev_musd[k]);
        selat_progress(context, "Closing gates", (double)(k + 1) / SELAT_LANE_CASES);
    }
    selat_economy_destroy(context, economy);
    if (status != SELAT_OK) selat_lane_effect_clear(context, out);
    return status;
}

void selat_lane_effect_clear(selat_context *context, selat_lane_effect *effect) {
    for (int k = 0; k < SELAT_LANE_CASES; k++) {
        selat_release(context, effect->cases[k].real_income_percent);
        selat_release(context, effect->cases[k].ev_musd);
        selat_release(context, effect->cases[k].exports_percent);
    }
    *effect = (selat_lane_effect){0};
}

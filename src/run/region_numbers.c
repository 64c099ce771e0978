/* What one year's solution means for every region, as far as it can be said without a Leontief solve. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "run/run.h"

double run_equivalent_variation_musd(const selat_trade_result *result, int64_t region) {
    return result->income_base[region] * (result->real_income_hat[region] - 1);
}

static double memo_row_sum(const selat_table *table, const double *memo, const char *row, int64_t region) {
    int64_t w = selat_labels_find(&table->memo, row), R = table->regions.count, S = table->sectors.count;
    double sum = 0;
    for (int64_t s = 0; w >= 0 && s < S; s++) sum += memo[(w * R + region) * S + s];
    return sum;
}

static void sum_trade(const double *trade, int64_t R, int64_t region, double *exports, double *imports) {
    *exports = *imports = 0;
    for (int64_t other = 0; other < R; other++) {
        if (other == region) continue;
        *imports += trade[region * R + other];
        *exports += trade[other * R + region];
    }
}

/* Mt CO2e of the region's industries and households; `only` a gas, or NULL for all. */
static double emitted_mt(const selat_table *table, const selat_trade_quantities *side, const char *only, int64_t region) {
    int64_t R = table->regions.count, S = table->sectors.count;
    double sum = 0;
    for (int64_t q = 0; q < table->stressors.count; q++) {
        if (only != NULL && strcmp(table->stressor_gases[q], only) != 0) continue;
        for (int64_t s = 0; s < S; s++) sum += side->stressor[(q * R + region) * S + s];
        sum += side->stressor_final[q * R + region];
    }
    return sum;
}

static void fill_solution(const selat_run_inputs *inputs, const selat_economy *base, const selat_trade_result *result, int64_t n,
                          selat_region_outcome *out) {
    double population = inputs->countries[n].population;
    out->wage_hat = result->wage_hat[n];
    out->consumer_price_hat = result->consumer_price_hat[n];
    out->real_wage_hat = result->real_wage_hat[n];
    out->income_hat = result->income_hat[n];
    out->real_income_hat = result->real_income_hat[n];
    out->spending_musd = result->income_base[n];
    out->ev_musd = run_equivalent_variation_musd(result, n);
    out->ev_percent = 100 * (result->real_income_hat[n] - 1);
    out->ev_per_head_usd = population > 0 ? out->ev_musd * 1e6 / population : NAN;
    out->terms_of_trade_percent = 100 * result->terms_of_trade[n];
    out->volume_of_trade_percent = 100 * result->volume_of_trade[n];
    out->tariff_revenue_base_musd = base->tariff_revenue[n];
    out->tariff_revenue_new_musd = result->tariff_revenue[n];
    out->duty_percent_of_gdp = out->gdp_musd > 0 ? 100 * base->tariff_revenue[n] / out->gdp_musd : 0;
}

static void fill_sides(const selat_table *table, const selat_trade_quantities *before, const selat_trade_quantities *after,
                       int64_t n, selat_region_outcome *out) {
    int64_t R = table->regions.count;
    double base = memo_row_sum(table, before->memo_musd, "LABR", n), new = memo_row_sum(table, after->memo_musd, "LABR", n);
    out->labour_income_base_musd = base;
    out->labour_income_new_musd = new;
    out->real_labour_income_percent = base > 0 ? 100 * (new / base / out->consumer_price_hat - 1) : 0;
    sum_trade(before->trade_musd, R, n, &out->exports_base_musd, &out->imports_base_musd);
    sum_trade(after->trade_musd, R, n, &out->exports_new_musd, &out->imports_new_musd);
    out->ghg_production_base_mt = emitted_mt(table, before, NULL, n);
    out->ghg_production_new_mt = emitted_mt(table, after, NULL, n);
    out->co2_production_base_mt = emitted_mt(table, before, "CO2", n);
    out->co2_production_new_mt = emitted_mt(table, after, "CO2", n);
    out->ghg_consumption_base_mt = out->ghg_consumption_new_mt = NAN;
}

selat_status run_region_numbers(selat_context *context, const selat_run_inputs *inputs, const run_baseline *baseline,
                                const selat_trade_quantities *before, const selat_trade_quantities *after,
                                const selat_trade_result *result, selat_region_outcome *regions) {
    int64_t R = inputs->table->regions.count;
    double *gdp;
    TRY(selat_new(context, R, &gdp));
    selat_table_gdp_musd(inputs->table, gdp);
    for (int64_t n = 0; n < R; n++) {
        regions[n].gdp_musd = gdp[n];
        fill_solution(inputs, baseline->economy, result, n, &regions[n]);
        fill_sides(baseline->table, before, after, n, &regions[n]);
    }
    selat_release(context, gdp);
    return SELAT_OK;
}

void run_volume_hats(const selat_economy *base, const selat_trade_shock *shock, const selat_trade_result *result,
                     const double *output_base, const double *output_new, double *out) {
    for (int64_t k = 0; k < base->n_regions * base->n_sectors; k++) {
        double more = run_productivity_hat(base, shock, k);
        out[k] = output_base[k] > 0 ? output_new[k] / output_base[k] * more / result->cost_hat[k] : 1;
    }
}

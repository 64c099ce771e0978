/* What one year's solution means for every region. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "run/emissions.h"

enum { ACCOUNT_GHG, ACCOUNT_CO2, N_ACCOUNTS };

double run_equivalent_variation_musd(const selat_trade_result *result, int64_t region) {
    return result->income_base[region] * (result->real_income_hat[region] - 1);
}

static selat_status footprint_of(selat_context *context, const selat_table *table, selat_leontief *solver,
                                 selat_footprint *out) {
    int64_t Q = table->stressors.count;
    double *weights = NULL;
    selat_status status;
    TRY_OR(end, status, selat_new(context, N_ACCOUNTS * Q, &weights));
    for (int64_t q = 0; q < Q; q++) {
        weights[ACCOUNT_GHG * Q + q] = 1;
        weights[ACCOUNT_CO2 * Q + q] = strcmp(table->stressor_gases[q], "CO2") == 0;
    }
    status = selat_footprint_compute(context, table, solver, N_ACCOUNTS, weights, false, out);
end:
    selat_release(context, weights);
    return status;
}

static double memo_row_sum(const selat_table *table, const char *row, int64_t region) {
    int64_t w = selat_labels_find(&table->memo, row), R = table->regions.count, S = table->sectors.count;
    double sum = 0;
    for (int64_t s = 0; w >= 0 && s < S; s++) sum += table->memo_musd[(w * R + region) * S + s];
    return sum;
}

static void sum_trade(const double *flow, int64_t R, int64_t S, int64_t region, double *exports, double *imports) {
    *exports = *imports = 0;
    for (int64_t s = 0; s < S; s++) {
        for (int64_t other = 0; other < R; other++) {
            if (other == region) continue;
            *imports += flow[(s * R + region) * R + other];
            *exports += flow[(s * R + other) * R + region];
        }
    }
}

/* Duty of n on i: sum over products of X pi tau / (1 + tau); purchases of an accord pay none and are not in X. */
static void fill_duties(const double *spending, const double *pi, const double *tariff, int64_t R, int64_t S,
                        double *duty) {
    for (int64_t s = 0; s < S; s++) {
        for (int64_t pair = 0; pair < R * R; pair++) {
            int64_t cell = s * R * R + pair;
            duty[pair] += spending[pair / R * S + s] * pi[cell] * tariff[cell] / (1 + tariff[cell]);
        }
    }
}

typedef struct sides { /* before and after the accord */
    const selat_table *before, *after;
    selat_footprint footprint_before, footprint_after;
    double *flow_before, *flow_after; /* [S][R][R] */
    const double *tariff_before, *tariff_after;
    double *gdp_musd;
} sides;

static void fill_region(const selat_run_inputs *inputs, const sides *both, const selat_economy *base,
                        const selat_trade_result *result, int64_t n, selat_region_outcome *out) {
    int64_t R = base->n_regions, S = base->n_sectors;
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
    out->gdp_musd = both->gdp_musd[n];
    out->duty_percent_of_gdp = out->gdp_musd > 0 ? 100 * base->tariff_revenue[n] / out->gdp_musd : 0;
    out->labour_income_base_musd = memo_row_sum(both->before, "LABR", n);
    out->labour_income_new_musd = memo_row_sum(both->after, "LABR", n);
    out->real_labour_income_percent =
        out->labour_income_base_musd > 0
            ? 100 * (out->labour_income_new_musd / out->labour_income_base_musd / result->consumer_price_hat[n] - 1)
            : 0;
    sum_trade(both->flow_before, R, S, n, &out->exports_base_musd, &out->imports_base_musd);
    sum_trade(both->flow_after, R, S, n, &out->exports_new_musd, &out->imports_new_musd);
    out->ghg_production_base_mt = both->footprint_before.production[ACCOUNT_GHG * R + n];
    out->ghg_production_new_mt = both->footprint_after.production[ACCOUNT_GHG * R + n];
    out->ghg_consumption_base_mt = both->footprint_before.consumption[ACCOUNT_GHG * R + n];
    out->ghg_consumption_new_mt = both->footprint_after.consumption[ACCOUNT_GHG * R + n];
    out->co2_production_base_mt = both->footprint_before.production[ACCOUNT_CO2 * R + n];
    out->co2_production_new_mt = both->footprint_after.production[ACCOUNT_CO2 * R + n];
}

static selat_status fill_detail(selat_context *context, const sides *both, const selat_economy *base,
                                const selat_trade_shock *shock, const selat_trade_result *result,
                                selat_detail *detail) {
    int64_t R = both->before->regions.count, S = both->before->sectors.count, cells = S * R * R;
    TRY(selat_copy_doubles(context, both->flow_before, cells, &detail->flow_base_musd));
    TRY(selat_copy_doubles(context, both->flow_after, cells, &detail->flow_new_musd));
    TRY(selat_copy_doubles(context, both->tariff_before, cells, &detail->tariff_base));
    TRY(selat_copy_doubles(context, both->tariff_after, cells, &detail->tariff_new));
    TRY(selat_copy_doubles(context, both->before->output_musd, R * S, &detail->output_base_musd));
    TRY(selat_copy_doubles(context, both->after->output_musd, R * S, &detail->output_new_musd));
    TRY(selat_new(context, R * S, &detail->volume_hat));
    for (int64_t k = 0; k < R * S; k++) {
        bool produces = detail->output_base_musd[k] > 0;
        double more = run_productivity_hat(base, shock, k);
        detail->volume_hat[k] =
            produces ? detail->output_new_musd[k] / detail->output_base_musd[k] * more / result->cost_hat[k] : 1;
    }
    return SELAT_OK;
}

static selat_leontief_report worse(selat_leontief_report a, selat_leontief_report b) {
    if (a.converged != b.converged) return a.converged ? b : a;
    return a.residual > b.residual ? a : b;
}

selat_status run_outcome(selat_context *context, const selat_run_inputs *inputs, const run_baseline *baseline,
                         const selat_trade_shock *shock, const selat_trade_result *result, selat_year_outcome *year,
                         run_emissions *emissions, selat_detail *detail) {
    const selat_economy *base = baseline->economy;
    int64_t R = base->n_regions, S = base->n_sectors;
    selat_table *after = NULL;
    selat_leontief *solver_before = NULL, *solver_after = NULL;
    double *shares = NULL;
    sides both = {.before = baseline->table,
                  .tariff_before = base->tariff,
                  .tariff_after = shock->tariff != NULL ? shock->tariff : base->tariff};
    selat_status status;
    TRY_OR(end, status, selat_trade_table(context, baseline->table, base, shock, result, &after));
    both.after = after;
    TRY_OR(end, status, selat_leontief_create(context, both.before, &solver_before));
    TRY_OR(end, status, selat_leontief_create(context, both.after, &solver_after));
    TRY_OR(end, status, footprint_of(context, both.before, solver_before, &both.footprint_before));
    TRY_OR(end, status, footprint_of(context, both.after, solver_after, &both.footprint_after));
    if (emissions != NULL) {
        TRY_OR(end, status,
               run_emissions_fill(context, inputs, emissions, year->year, both.before, solver_before, after, solver_after));
    }
    TRY_OR(end, status, selat_new(context, S * R * R, &both.flow_before));
    TRY_OR(end, status, selat_new(context, S * R * R, &both.flow_after));
    TRY_OR(end, status, selat_new(context, S * R * R, &shares));
    TRY_OR(end, status, selat_new(context, R, &both.gdp_musd));
    TRY_OR(end, status, selat_new(context, R, &year->regions));
    TRY_OR(end, status, selat_new(context, R * R, &year->duty_base_musd));
    TRY_OR(end, status, selat_new(context, R * R, &year->duty_new_musd));
    selat_table_flows_musd(both.before, both.flow_before);
    selat_table_flows_musd(both.after, both.flow_after);
    selat_table_gdp_musd(inputs->table, both.gdp_musd);
    for (int64_t n = 0; n < R; n++) fill_region(inputs, &both, base, result, n, &year->regions[n]);
    TRY_OR(end, status, selat_trade_new_shares(context, base, shock, result, shares));
    fill_duties(base->expenditure, base->pi, both.tariff_before, R, S, year->duty_base_musd);
    fill_duties(result->expenditure, shares, both.tariff_after, R, S, year->duty_new_musd);
    year->solver = result->report;
    year->footprint_solver = worse(both.footprint_before.solver, both.footprint_after.solver);
    if (detail != NULL) TRY_OR(end, status, fill_detail(context, &both, base, shock, result, detail));
    if (detail != NULL && result->report.converged) {
        status = run_indicator_changes(context, inputs->accord, both.before, solver_before, after, solver_after,
                                       &detail->indicators);
    }
end:
    selat_leontief_destroy(context, solver_before);
    selat_leontief_destroy(context, solver_after);
    selat_footprint_clear(context, &both.footprint_before);
    selat_footprint_clear(context, &both.footprint_after);
    selat_release(context, both.flow_before);
    selat_release(context, both.flow_after);
    selat_release(context, both.gdp_musd);
    selat_release(context, shares);
    selat_table_destroy(context, after);
    return status;
}

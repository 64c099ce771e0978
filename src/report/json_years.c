/* results.json: every region in every year, and how the solvers ended. */
#include <math.h>

#include "report/headline.h"
#include "report/json.h"

static const double smallest_duty_musd = 1e-3;

static json_t *region_year(const selat_results *results, const selat_year_outcome *year, int64_t n) {
    const selat_region_outcome *out = &year->regions[n];
    const struct {
        const char *key;
        double value;
    } numbers[] = {
        {"ev_musd", out->ev_musd},
        {"ev_percent", out->ev_percent},
        {"ev_per_head_usd", out->ev_per_head_usd},
        {"spending_musd", out->spending_musd},
        {"wage_hat", out->wage_hat},
        {"consumer_price_hat", out->consumer_price_hat},
        {"real_wage_hat", out->real_wage_hat},
        {"income_hat", out->income_hat},
        {"real_income_hat", out->real_income_hat},
        {"terms_of_trade_percent", out->terms_of_trade_percent},
        {"volume_of_trade_percent", out->volume_of_trade_percent},
        {"tariff_revenue_base_musd", out->tariff_revenue_base_musd},
        {"tariff_revenue_new_musd", out->tariff_revenue_new_musd},
        {"gdp_musd", out->gdp_musd},
        {"duty_percent_of_gdp", out->duty_percent_of_gdp},
        {"labour_income_base_musd", out->labour_income_base_musd},
        {"labour_income_new_musd", out->labour_income_new_musd},
        {"real_labour_income_percent", out->real_labour_income_percent},
        {"exports_base_musd", out->exports_base_musd},
        {"exports_new_musd", out->exports_new_musd},
        {"imports_base_musd", out->imports_base_musd},
        {"imports_new_musd", out->imports_new_musd},
        {"ghg_production_base_mt", out->ghg_production_base_mt},
        {"ghg_production_new_mt", out->ghg_production_new_mt},
        {"ghg_consumption_base_mt", out->ghg_consumption_base_mt},
        {"ghg_consumption_new_mt", out->ghg_consumption_new_mt},
        {"co2_production_base_mt", out->co2_production_base_mt},
        {"co2_production_new_mt", out->co2_production_new_mt},
    };
    bool converged = report_year_converged(year); /* an iterate that is no solution is not printed */
    json_t *object = json_pack("{s:o}", "region", report_text(report_region(results, n)));
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
        json_object_set_new(object, numbers[k].key, converged ? report_number(numbers[k].value) : json_null());
    }
    return object;
}

static json_t *customs(const selat_results *results, const selat_year_outcome *year) {
    int64_t R = results->inputs.table->regions.count;
    json_t *list = json_array();
    for (int64_t p = 0; p < results->inputs.accord->n_parties; p++) {
        int64_t n = results->inputs.accord->parties[p];
        for (int64_t i = 0; i < R; i++) {
            double base = year->duty_base_musd[n * R + i], new = year->duty_new_musd[n * R + i];
            if (base < smallest_duty_musd && new < smallest_duty_musd) continue;
            json_array_append_new(
                list, json_pack("{s:o, s:o, s:o, s:o, s:o}", "importer", report_text(report_region(results, n)),
                                "exporter", report_text(report_region(results, i)), "base_musd", report_number(base),
                                "new_musd", report_number(new), "forgone_musd", report_number(base - new)));
        }
    }
    return list;
}

json_t *report_json_years(const selat_results *results) {
    json_t *list = json_array();
    for (int64_t k = 0; k < results->n_years; k++) {
        const selat_year_outcome *year = &results->years[k];
        json_t *regions = json_array();
        for (int64_t n = 0; n < results->inputs.table->regions.count; n++) {
            json_array_append_new(regions, region_year(results, year, n));
        }
        json_array_append_new(list, json_pack("{s:I, s:I, s:o, s:o}", "year", (json_int_t)year->year, "same_as",
                                              (json_int_t)year->same_as, "regions", regions, "customs",
                                              customs(results, year)));
    }
    return list;
}

static json_t *solver(const selat_trade_report *report) {
    const char *warning = selat_trade_warning(report);
    return json_pack("{s:b, s:s, s:s?, s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:o}", "converged", report->converged,
                     "reason", selat_reason_name(report->reason), "warning", warning[0] != '\0' ? warning : NULL,
                     "steps", (json_int_t)report->steps, "iterations", (json_int_t)report->iterations, "residual",
                     report_number(report->residual), "cost", report_number(report->block.cost), "price",
                     report_number(report->block.price), "share", report_number(report->block.share), "market",
                     report_number(report->block.market), "income", report_number(report->block.income));
}

json_t *report_json_diagnostics(const selat_results *results) {
    json_t *years = json_array();
    double footprint = 0;
    json_int_t iterations = 0;
    for (int64_t k = 0; k < results->n_years; k++) {
        const selat_year_outcome *year = &results->years[k];
        json_t *one = solver(&year->solver);
        json_object_set_new(one, "year", json_integer((json_int_t)year->year));
        json_object_set_new(one, "overlays", year->has_overlay ? solver(&year->overlay_solver) : json_null());
        json_array_append_new(years, one);
        footprint = fmax(footprint, year->footprint_solver.residual);
        if (year->footprint_solver.iterations > iterations) iterations = (json_int_t)year->footprint_solver.iterations;
    }
    return json_pack("{s:b, s:o, s:o, s:{s:o, s:I}}", "converged", selat_results_converged(results), "tolerance",
                     report_number(report_last_year(results)->solver.tolerance), "years", years, "footprint",
                     "residual", report_number(footprint), "iterations", iterations);
}

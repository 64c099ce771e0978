/* results.json: sectors, pairs and products of the last year, and idle capacity. */
#include "report/headline.h"
#include "report/json.h"

static json_t *sector_results(const selat_results *results) {
    const selat_detail *last = &results->last;
    int64_t S = results->inputs.table->sectors.count;
    json_t *list = json_array();
    for (int64_t p = 0; p < results->inputs.accord->n_parties; p++) {
        int64_t n = results->inputs.accord->parties[p];
        for (int64_t s = 0; s < S; s++) {
            double base = last->output_base_musd[n * S + s], new = last->output_new_musd[n * S + s];
            if (!(base > 0)) continue;
            json_array_append_new(
                list, json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "region", report_text(report_region(results, n)),
                                "sector", report_text(report_sector(results, s)), "output_base_musd",
                                report_number(base), "output_new_musd", report_number(new), "output_percent",
                                report_number(100 * (new / base - 1)), "volume_percent",
                                report_number(100 * (last->volume_hat[n * S + s] - 1))));
        }
    }
    return list;
}

static double pair_sum(const double *flow, int64_t R, int64_t S, int64_t n, int64_t i) {
    double sum = 0;
    for (int64_t s = 0; s < S; s++) sum += flow[(s * R + n) * R + i];
    return sum;
}

static json_t *pair(const selat_results *results, int64_t i, int64_t n) {
    int64_t R = results->inputs.table->regions.count, S = results->inputs.table->sectors.count;
    const selat_year_outcome *year = report_last_year(results);
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "exporter", report_text(report_region(results, i)), "importer",
                     report_text(report_region(results, n)), "trade_base_musd",
                     report_number(pair_sum(results->last.flow_base_musd, R, S, n, i)), "trade_new_musd",
                     report_number(pair_sum(results->last.flow_new_musd, R, S, n, i)), "duty_base_musd",
                     report_number(year->duty_base_musd[n * R + i]), "duty_new_musd",
                     report_number(year->duty_new_musd[n * R + i]));
}

static json_t *pair_results(const selat_results *results) {
    int64_t R = results->inputs.table->regions.count;
    json_t *list = json_array();
    for (int64_t i = 0; i < R; i++) {
        for (int64_t n = 0; n < R; n++) {
            if (i == n || (!report_is_party(results, i) && !report_is_party(results, n))) continue;
            json_array_append_new(list, pair(results, i, n));
        }
    }
    return list;
}

static json_t *party_products(const selat_results *results) {
    const selat_detail *last = &results->last;
    int64_t R = results->inputs.table->regions.count, S = results->inputs.table->sectors.count;
    json_t *list = json_array();
    for (int64_t cell = 0; cell < S * R * R; cell++) {
        int64_t i = cell % R, n = cell / R % R, s = cell / R / R;
        if (i == n || !report_is_party(results, i) || !report_is_party(results, n)) continue;
        json_array_append_new(
            list, json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "exporter", report_text(report_region(results, i)),
                            "importer", report_text(report_region(results, n)), "sector",
                            report_text(report_sector(results, s)), "base_musd",
                            report_number(last->flow_base_musd[cell]), "new_musd",
                            report_number(last->flow_new_musd[cell]), "tariff_base_percent",
                            report_number(100 * last->tariff_base[cell]), "tariff_new_percent",
                            report_number(100 * last->tariff_new[cell])));
    }
    return list;
}

static json_t *idle_capacity(const selat_results *results) {
    const selat_idle_capacity *idle = &results->idle;
    if (!(idle->purchases_musd > 0)) return json_null();
    json_t *list = json_array();
    for (int64_t n = 0; n < results->inputs.table->regions.count; n++) {
        json_array_append_new(list, json_pack("{s:o, s:o}", "region", report_text(report_region(results, n)), "musd",
                                              report_number(idle->value_added_musd[n])));
    }
    return json_pack("{s:o, s:o, s:o}", "purchases_musd", report_number(idle->purchases_musd), "output_musd",
                     report_number(idle->output_musd), "value_added", list);
}

json_t *report_json_detail(const selat_results *results) {
    return json_pack("{s:o, s:o, s:o, s:o}", "sector_results", sector_results(results), "pair_results",
                     pair_results(results), "party_products", party_products(results), "idle_capacity",
                     idle_capacity(results));
}

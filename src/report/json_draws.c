/* results.json: error bands, and which parameter they come from. */
#include <math.h>

#include "base/text.h"
#include "report/draws.h"
#include "report/headline.h"

json_t *report_json_band(const selat_band *band) {
    if (band == NULL) return json_null();
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:b}", "low", report_number(band->low), "median",
                     report_number(band->median), "high", report_number(band->high), "low_error",
                     report_number(band->low_error), "median_error", report_number(band->median_error), "high_error",
                     report_number(band->high_error), "settled", (int)band->settled);
}

const selat_band *report_band(const selat_results *results, int64_t region, selat_drawn what) {
    const selat_draws *draws = results->draws;
    return draws != NULL ? &draws->regions[region * SELAT_DRAWN_PER_REGION + what] : NULL;
}

json_t *report_json_party_bands(const selat_results *results, int64_t party) {
    const selat_draws *draws = results->draws;
    if (draws == NULL) return json_null();
    int64_t region = results->inputs.accord->parties[party];
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "ev_musd",
                     report_json_band(report_band(results, region, SELAT_DRAWN_EV_MUSD)), "ev_percent",
                     report_json_band(report_band(results, region, SELAT_DRAWN_EV_PERCENT)), "real_wage_percent",
                     report_json_band(report_band(results, region, SELAT_DRAWN_REAL_WAGE_PERCENT)),
                     "customs_revenue_change_musd",
                     report_json_band(report_band(results, region, SELAT_DRAWN_CUSTOMS_MUSD)), "exports_change_musd",
                     report_json_band(&draws->exports_musd[party]), "imports_change_musd",
                     report_json_band(&draws->imports_musd[party]));
}

static json_t *regions(const selat_results *results) {
    json_t *list = json_array();
    for (int64_t n = 0; n < results->draws->n_regions; n++) {
        json_array_append_new(
            list, json_pack("{s:o, s:o, s:o, s:o, s:o}", "region", report_text(report_region(results, n)), "ev_musd",
                            report_json_band(report_band(results, n, SELAT_DRAWN_EV_MUSD)), "ev_percent",
                            report_json_band(report_band(results, n, SELAT_DRAWN_EV_PERCENT)), "real_wage_percent",
                            report_json_band(report_band(results, n, SELAT_DRAWN_REAL_WAGE_PERCENT)),
                            "customs_revenue_change_musd",
                            report_json_band(report_band(results, n, SELAT_DRAWN_CUSTOMS_MUSD))));
    }
    return list;
}

static json_t *between(const selat_results *results) {
    const selat_draws *draws = results->draws;
    const int64_t *parties = results->inputs.accord->parties;
    json_t *list = json_array();
    for (int64_t p = 0; p < draws->n_parties; p++) {
        for (int64_t q = 0; q < draws->n_parties; q++) {
            if (p == q) continue;
            json_array_append_new(list, json_pack("{s:o, s:o, s:o}", "exporter",
                                                  report_text(report_region(results, parties[p])), "importer",
                                                  report_text(report_region(results, parties[q])), "trade_change_musd",
                                                  report_json_band(&draws->between_musd[p * draws->n_parties + q])));
        }
    }
    return list;
}

/* ---- where parameters come from ---- */

static json_t *sectors_sharing(const selat_results *results, int64_t first) {
    json_t *list = json_array();
    for (int64_t s = first; s < results->draws->n_sectors; s++) {
        if (results->draws->priors[s].shared == first) json_array_append_new(list, report_text(report_sector(results, s)));
    }
    return list;
}

static json_t *priors(const selat_results *results) {
    json_t *list = json_array();
    for (int64_t s = 0; s < results->draws->n_sectors; s++) {
        const selat_theta_prior *prior = &results->draws->priors[s];
        json_array_append_new(list, json_pack("{s:o, s:o, s:o, s:b, s:o}", "sector",
                                              report_text(report_sector(results, s)), "theta",
                                              report_number(prior->theta), "standard_error",
                                              report_number(prior->standard_error), "pooled", (int)prior->pooled,
                                              "drawn_with", report_text(report_sector(results, prior->shared))));
    }
    return list;
}

static json_t *source_names(const selat_draws *draws) {
    json_t *list = json_array();
    for (int64_t k = 0; k < draws->n_sources; k++) json_array_append_new(list, report_text(draws->sources[k]));
    return list;
}

/* ---- tornado ---- */

const char *report_parameter_kind(selat_parameter_kind kind) {
    static const char *const names[] = {[SELAT_PARAMETER_THETA_COMMON] = "theta_common",
                                        [SELAT_PARAMETER_THETA_OWN] = "theta",
                                        [SELAT_PARAMETER_SOURCE] = "source",
                                        [SELAT_PARAMETER_BARRIER] = "barrier",
                                        [SELAT_PARAMETER_UTILISATION] = "utilisation"};
    return names[kind];
}

static json_t *subject(const selat_results *results, const selat_swing *swing) {
    if (swing->kind != SELAT_PARAMETER_BARRIER) return json_null();
    const selat_measure *measure = &results->inputs.accord->measures[swing->index];
    return report_text(measure->label != NULL ? measure->label : measure->text);
}

static json_t *tornado(const selat_results *results) {
    const selat_draws *draws = results->draws;
    json_t *list = json_array();
    for (int64_t p = 0; p < draws->n_parties; p++) {
        json_t *rows = json_array();
        for (int64_t k = 0; k < draws->n_swings; k++) {
            const selat_swing *swing = &draws->swings[k];
            bool own = swing->kind == SELAT_PARAMETER_THETA_OWN;
            double low = swing->low_musd[p], high = swing->high_musd[p];
            json_array_append_new(
                rows, json_pack("{s:s, s:o, s:o, s:o, s:o, s:o}", "parameter", report_parameter_kind(swing->kind),
                                "sectors", own ? sectors_sharing(results, swing->index) : json_array(), "measure",
                                subject(results, swing), "low_musd", report_number(low), "high_musd",
                                report_number(high), "swing_musd", report_number(fabs(high - low))));
        }
        json_array_append_new(list, json_pack("{s:o, s:o, s:o}", "region",
                                              report_text(report_region(results, results->inputs.accord->parties[p])),
                                              "centre_ev_musd", report_number(draws->centre_ev_musd[p]), "rows", rows));
    }
    return list;
}

json_t *report_json_uncertainty(const selat_results *results) {
    const selat_draws *draws = results->draws;
    if (draws == NULL) return json_null();
    const selat_uncertainty *asked = &results->inputs.accord->uncertainty;
    return json_pack("{s:I, s:I, s:I, s:I, s:b, s:[f, f, f], s:f, s:o, s:f, s:I, s:f, s:I, s:I, s:I, s:o, s:o, s:o, s:o, s:o}",
                     "year", (json_int_t)report_last_year(results)->year, "draws", (json_int_t)draws->n_draws, "seed",
                     (json_int_t)asked->seed, "failed", (json_int_t)draws->n_failed, "settled", (int)draws->settled,
                     "quantiles", 0.05, 0.5, 0.95, "tolerance", draws->tolerance, "sources", source_names(draws),
                     "barrier_width", asked->barriers, "barriers_drawn", (json_int_t)draws->n_barriers,
                     "utilisation_width", asked->utilisation, "utilisations_drawn", (json_int_t)draws->n_utilisations,
                     "theta_drawn", (json_int_t)draws->theta_drawn, "theta_held", (json_int_t)draws->theta_held,
                     "theta", priors(results), "world_ev_musd", report_json_band(&draws->world_ev_musd), "regions",
                     regions(results), "trade_between", between(results), "tornado", tornado(results));
}

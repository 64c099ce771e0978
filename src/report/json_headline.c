/* results.json: the answer. */
#include <math.h>
#include <stdlib.h>

#include "report/draws.h"
#include "report/headline.h"

enum { LISTED = 10 };

static json_t *top_product(const selat_results *results, int64_t party) {
    if (results->without == NULL) return json_null(); /* not asked for */
    const selat_without_product *without = &results->without[party];
    if (without->product < 0) return json_null();
    double ev = report_last_year(results)->regions[without->region].ev_musd;
    return json_pack("{s:o, s:o, s:o, s:o}", "sector", report_text(report_sector(results, without->product)),
                     "contribution_musd", report_number(ev - without->without_ev_musd), "without_ev_musd",
                     report_number(without->without_ev_musd), "without_ev_percent",
                     report_number(without->without_ev_percent));
}

/* Shown for every party once any party's rate is capped: its partner's result moves too. */
static json_t *capped(const selat_results *results, int64_t party) {
    const selat_capped *cap = &results->capped;
    if (cap->n_importers == 0) return json_null();
    json_t *rate = json_null();
    for (int64_t k = 0; k < cap->n_importers; k++) {
        if (cap->importers[k] == results->inputs.accord->parties[party]) rate = report_number(100 * cap->rates[k]);
    }
    return json_pack("{s:o, s:o, s:o, s:o}", "cap_percent", report_number(100 * cap->cap), "rate_percent", rate,
                     "ev_musd", report_number(cap->ev_musd[party]), "ev_percent",
                     report_number(cap->ev_percent[party]));
}

static json_t *party(const selat_results *results, int64_t position) {
    int64_t region = results->inputs.accord->parties[position];
    const selat_region_outcome *out = &report_last_year(results)->regions[region];
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "region", report_text(report_region(results, region)),
        "ev_musd", report_number(out->ev_musd), "ev_percent", report_number(out->ev_percent), "ev_per_head_usd",
        report_number(out->ev_per_head_usd), "ev_sum_musd",
        report_number(report_sum_over_years_musd(results, region)), "real_wage_percent", report_number(100 * (out->real_wage_hat - 1)),
        "customs_revenue_change_musd", report_number(out->tariff_revenue_new_musd - out->tariff_revenue_base_musd),
        "exports_change_musd", report_number(out->exports_new_musd - out->exports_base_musd), "imports_change_musd",
        report_number(out->imports_new_musd - out->imports_base_musd), "top_product", top_product(results, position),
        "capped", capped(results, position), "bands", report_json_party_bands(results, position));
}

static json_t *ranked(const selat_results *results, const int64_t *order, double sign) {
    const selat_region_outcome *regions = report_last_year(results)->regions;
    json_t *list = json_array();
    for (int64_t k = 0; k < results->inputs.table->regions.count && json_array_size(list) < LISTED && report_has_answer(results); k++) {
        int64_t n = order[k];
        if (!(sign * regions[n].ev_musd > 0)) continue;
        json_array_append_new(list, json_pack("{s:o, s:o, s:o, s:o}", "region", report_text(report_region(results, n)),
                                              "ev_musd", report_number(regions[n].ev_musd), "ev_percent",
                                              report_number(regions[n].ev_percent), "ev_band_musd",
                                              report_json_band(report_band(results, n, SELAT_DRAWN_EV_MUSD))));
    }
    return list;
}

json_t *report_json_headline(const selat_results *results) {
    const selat_year_outcome *last = report_last_year(results);
    int64_t R = results->inputs.table->regions.count, n_parties = results->inputs.accord->n_parties;
    selat_context *context;
    if (selat_context_create(NULL, &context) != SELAT_OK) return NULL;
    selat_text sentence = {0};
    json_t *out = NULL, *list = json_array();
    int64_t *order = calloc((size_t)R + 1, sizeof *order);
    double world = 0;
    for (int64_t n = 0; n < R; n++) world += last->regions[n].ev_musd;
    for (int64_t p = 0; p < n_parties && report_has_answer(results); p++) json_array_append_new(list, party(results, p));
    if (order != NULL && report_add_sentence(context, results, &sentence) == SELAT_OK) {
        report_rank(results, order);
        out = json_pack("{s:I, s:o, s:o, s:O, s:o, s:o}", "year", (json_int_t)last->year, "sentence",
                        report_text(sentence.bytes), "world_ev_musd", report_has_answer(results) ? report_number(world) : json_null(), "parties", list, "gainers",
                        ranked(results, order, 1), "losers", ranked(results, order, -1));
    }
    json_decref(list);
    free(order);
    selat_text_clear(context, &sentence);
    selat_context_destroy(context);
    return out;
}

/* results.json: emissions by year with and without the accord, what moved them, pledges, what a tonne costs. */
#include <math.h>

#include "report/draws.h"
#include "report/headline.h"
#include "report/json.h"

static void set(json_t *row, const char *key, double value) { json_object_set_new(row, key, report_number(value)); }

static void set_effects(json_t *row, const char *const keys[4], const selat_emission_effects *effects) {
    const double values[4] = {effects->scale, effects->composition, effects->technique, effects->trade};
    for (int k = 0; k < 4; k++) set(row, keys[k], values[k]);
}

static void set_band(json_t *row, const char *low, const char *high, bool known, const selat_band *band) {
    set(row, low, known ? band->low : NAN);
    set(row, high, known ? band->high : NAN);
}

static json_t *party_year(const selat_results *results, int64_t k, int64_t p) {
    static const char *const without[4] = {"scale_without_mt", "composition_without_mt", "technique_without_mt",
                                           "trade_without_mt"};
    static const char *const with[4] = {"scale_with_mt", "composition_with_mt", "technique_with_mt", "trade_with_mt"};
    static const char *const accord[4] = {"scale_by_accord_mt", "composition_by_accord_mt", "technique_by_accord_mt",
                                          "trade_by_accord_mt"};
    const selat_emission_results *e = results->emissions;
    const selat_party_emissions *party = &e->parties[k * e->n_parties + p];
    json_t *row = json_pack("{s:I, s:o}", "year", (json_int_t)results->years[k].year, "region",
                            report_text(report_region(results, results->inputs.accord->parties[p])));
    set(row, "production_without_mt", party->production_mt[SELAT_WITHOUT]);
    set(row, "production_with_mt", party->production_mt[SELAT_WITH]);
    set(row, "change_mt", party->production_mt[SELAT_WITH] - party->production_mt[SELAT_WITHOUT]);
    set_band(row, "without_low_mt", "without_high_mt", e->has_bands, &party->band[SELAT_WITHOUT]);
    set_band(row, "with_low_mt", "with_high_mt", e->has_bands, &party->band[SELAT_WITH]);
    set_band(row, "change_low_mt", "change_high_mt", e->has_bands, &party->cut_band);
    set(row, "consumption_without_mt", party->consumption_mt[SELAT_WITHOUT]);
    set(row, "consumption_with_mt", party->consumption_mt[SELAT_WITH]);
    set(row, "co2_without_mt", party->co2_mt[SELAT_WITHOUT]);
    set(row, "co2_with_mt", party->co2_mt[SELAT_WITH]);
    set(row, "captured_without_mt", party->captured_mt[SELAT_WITHOUT]);
    set(row, "captured_with_mt", party->captured_mt[SELAT_WITH]);
    set(row, "demand_factor", party->demand_factor);
    set_effects(row, without, &party->since_last_year[SELAT_WITHOUT]);
    set_effects(row, with, &party->since_last_year[SELAT_WITH]);
    set_effects(row, accord, &party->by_accord);
    return row;
}

static json_t *pledge(const selat_results *results, int64_t p, int64_t k) {
    const selat_party_pledges *list = &results->emissions->pledges[p];
    const selat_pledge_distance *without = &list->without[k], *with = &list->with[k];
    const selat_pledge *made = &results->inputs.pledges->pledges[without->pledge];
    json_t *row = json_pack("{s:o, s:I, s:s, s:b, s:b, s:b, s:b, s:b}", "region",
                            report_text(report_region(results, results->inputs.accord->parties[p])), "year",
                            (json_int_t)made->year, "type", selat_pledge_type_name(made->type), "conditional",
                            (int)made->conditional, "land_use", (int)made->land_use, "economy_wide",
                            (int)made->economy_wide, "verified", (int)made->verified, "comparable",
                            (int)without->comparable);
    set(row, "target_without_mt", without->target_mt);
    set(row, "target_with_mt", with->target_mt);
    json_object_set_new(row, "held_against_year", json_integer((json_int_t)without->year));
    set(row, "emissions_without_mt", without->emissions_mt);
    set(row, "emissions_with_mt", with->emissions_mt);
    set(row, "distance_without_mt", without->distance_mt);
    set(row, "distance_with_mt", with->distance_mt);
    json_object_set_new(row, "caveat", report_text(without->caveat));
    json_object_set_new(row, "statement", report_text(made->statement));
    json_object_set_new(row, "source", report_text(made->source));
    return row;
}

/* Hydrogen is paid by its buyer, a cut of intensity by the industry of the region. */
static int64_t payer(const selat_measure *measure, const selat_abatement *abatement) {
    return measure->kind == SELAT_MEASURE_HYDROGEN ? measure->buyer : abatement->region;
}

static json_t *abatement(const selat_results *results, const selat_abatement *a) {
    const selat_measure *measure = &results->inputs.accord->measures[a->measure];
    json_t *row = json_pack("{s:o, s:s, s:o, s:o}", "region", report_text(report_region(results, a->region)), "kind",
                            selat_measure_kind_name(measure->kind), "label",
                            report_text(measure->label != NULL ? measure->label : measure->text), "payer",
                            report_text(report_region(results, payer(measure, a))));
    set(row, "cut_mt", a->cut_mt);
    set(row, "cost_usd_per_t", a->cost_usd_per_t);
    set(row, "cost_musd", a->cut_mt * a->cost_usd_per_t); /* Mt times USD per t is million USD */
    return row;
}

json_t *report_json_emissions(const selat_results *results) {
    const selat_emission_results *e = results->emissions;
    if (e == NULL) return json_null();
    json_t *years = json_array(), *pledges = json_array(), *costs = json_array();
    for (int64_t p = 0; p < e->n_parties; p++) {
        for (int64_t k = 0; k < e->n_years; k++) json_array_append_new(years, party_year(results, k, p));
        for (int64_t k = 0; e->pledges != NULL && k < e->pledges[p].count; k++) {
            json_array_append_new(pledges, pledge(results, p, k));
        }
    }
    for (int64_t k = 0; k < e->n_abatement; k++) json_array_append_new(costs, abatement(results, &e->abatement[k]));
    const selat_pathway *pathway = results->inputs.pathway;
    return json_pack("{s:o, s:o, s:b, s:o, s:I, s:b, s:o, s:o, s:o}", "pathway",
                     report_text(pathway != NULL ? pathway->name : NULL), "source",
                     report_text(pathway != NULL ? pathway->source : NULL), "has_bands", (int)e->has_bands,
                     "capture_not_possible_mt", report_number(e->clipped_mt), "targets_missed", (json_int_t)e->n_missed,
                     "converged", (int)e->solver.converged, "years", years, "pledges", pledges, "abatement", costs);
}

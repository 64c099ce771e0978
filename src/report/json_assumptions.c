/* results.json: everything a number stands on that the accord file does not say itself. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "report/headline.h"
#include "report/json.h"
#include "report/stress.h"
#include "selat/chain_run.h"

static void add(json_t *list, const char *what, const char *value, const char *why, const char *source) {
    json_array_append_new(list, json_pack("{s:o, s:o, s:o, s:o}", "what", report_text(what), "value",
                                          report_text(value), "why", report_text(why), "source", report_text(source)));
}

static void add_assumed(json_t *list, const selat_accord *accord) {
    for (int64_t m = 0; m < accord->n_measures; m++) {
        const selat_measure *measure = &accord->measures[m];
        if (measure->assumed != NULL) add(list, measure->text, "assumed", measure->assumed, measure->source);
    }
}

/* An accord's notes already hold those of its overlays. */
static void add_accord(json_t *list, const selat_accord *accord) {
    add_assumed(list, accord);
    for (int64_t k = 0; k < accord->n_overlays; k++) add_assumed(list, accord->overlays[k]);
    for (int64_t k = 0; k < accord->n_notes; k++) add(list, "default or note", accord->notes[k], NULL, NULL);
}

static void add_tariffs(json_t *list, const selat_results *results) {
    const selat_tariffs *tariffs = results->inputs.tariffs;
    char value[256];
    selat_format(value, sizeof value, "%lld cells held at %.0f %%", (long long)tariffs->n_capped, 100 * tariffs->cap);
    add(list, "base tariffs: cap", value,
        "food, alcohol and tobacco (C10T12) rates are simple averages over lines with prohibitive duties", tariffs->source);
    size_t used = 0;
    value[0] = '\0';
    for (int64_t n = 0; n < tariffs->n_regions && used + 16 < sizeof value; n++) {
        if (!tariffs->importer_missing[n]) continue;
        used += (size_t)selat_format(value + used, sizeof value - used, "%s%s", used > 0 ? ", " : "",
                                     report_region(results, n));
    }
    if (used > 0) {
        add(list, "base tariffs: importers without a schedule", value, "their rates are 0 in the base", tariffs->source);
    }
    add(list, "base tariffs: services", "0 %", "services and domestic sales carry no tariff", NULL);
    add(list, "tariff revenue", "rate times value",
        "implied duty exceeds what customs collect (Malaysia about four times): rates ignore unused lines, drawback and "
        "exemptions; implied duty as a share of GDP is printed beside it, tariff_scale brings it down",
        NULL);
}

static void add_calibration(json_t *list, const selat_results *results) {
    const selat_economy *economy = results->economy;
    char value[256];
    selat_format(value, sizeof value, "%lld cells, %.4g million USD", (long long)economy->clipped_final_cells,
                 economy->clipped_final_value);
    add(list, "negative final demand (stock changes) set to 0", value,
        "a share of spending cannot be negative; that row of inputs is scaled to the purchases", NULL);
    selat_format(value, sizeof value, "%lld industries", (long long)economy->floored_value_columns);
    add(list, "industries whose value added was below 1 % of output, raised to it", value,
        "with less, the industry's cost would not depend on wages", NULL);
    if (economy->tariff_over_tax_cells == NULL) return;
    int64_t cells = 0;
    for (int64_t n = 0; n < economy->n_regions; n++) cells += economy->tariff_over_tax_cells[n];
    selat_format(value, sizeof value, "%lld of %lld industries", (long long)cells, (long long)economy->taxed_cells);
    add(list, "industries whose implied duties on inputs exceed their recorded net taxes on products", value,
        "subsidies, or an implied duty that is too high", NULL);
    for (int64_t p = 0; p < results->inputs.accord->n_parties; p++) {
        int64_t n = results->inputs.accord->parties[p];
        char what[160];
        selat_format(what, sizeof what, "of these in %s", report_country(results, n));
        selat_format(value, sizeof value, "%lld", (long long)economy->tariff_over_tax_cells[n]);
        add(list, what, value, "the same, one party", NULL);
    }
}

static bool same_elasticity(const selat_elasticities *theta, int64_t a, int64_t b) {
    bool same_error = theta->standard_error[a] == theta->standard_error[b] ||
                      (isnan(theta->standard_error[a]) && isnan(theta->standard_error[b]));
    return theta->theta[a] == theta->theta[b] && same_error && strcmp(theta->note[a], theta->note[b]) == 0;
}

/* One row for neighbouring sectors that share value, standard error and note. */
static void add_elasticities(json_t *list, const selat_results *results) {
    const selat_elasticities *theta = results->inputs.elasticities;
    for (int64_t first = 0, last; first < theta->n_sectors; first = last + 1) {
        for (last = first; last + 1 < theta->n_sectors && same_elasticity(theta, first, last + 1);) last++;
        char what[96], value[64];
        selat_format(what, sizeof what, first == last ? "trade elasticity %s" : "trade elasticity %s to %s",
                     report_sector(results, first), report_sector(results, last));
        if (isfinite(theta->standard_error[first])) {
            selat_format(value, sizeof value, "%.6g (standard error %.3g)", theta->theta[first],
                         theta->standard_error[first]);
        } else {
            selat_format(value, sizeof value, "%.6g (no standard error)", theta->theta[first]);
        }
        add(list, what, value, theta->note[first], theta->name);
    }
}

/* Debt is income in the year it is spent; a grant and a tax are not. */
static void add_purchases(json_t *list, const selat_accord *accord) {
    bool any = false, borrowed = false;
    for (int64_t m = 0; m < accord->n_measures; m++) {
        if (accord->measures[m].kind != SELAT_MEASURE_PURCHASE) continue;
        any = true;
        borrowed |= accord->measures[m].financing == SELAT_FINANCED_BORROW;
    }
    if (any) {
        add(list, "duty on purchases", "none", "a government's purchase enters free of duty", NULL);
        add(list, "price of what is purchased", "moves with the seller's costs",
            "the amount is fixed, full employment lets the seller's wages and prices rise", NULL);
    }
    if (borrowed) {
        add(list, "purchases financed by borrowing", "income of the buyer in the years of delivery",
            "the seller lends, repayment is not modelled: the buyer's gain and the seller's loss of those years are debt, "
            "not welfare",
            NULL);
    }
}

static void add_capture(json_t *list, const selat_results *results) {
    const selat_accord *accord = results->inputs.accord;
    for (int64_t m = 0; m < accord->n_measures; m++) {
        const selat_capture_plan *plan = accord->measures[m].capture;
        char value[128], what[160];
        if (plan == NULL || plan->problem == NULL) continue;
        selat_format(what, sizeof what, "network of measure %lld", (long long)m + 1);
        add(list, what, plan->note, plan->network != NULL ? "the network of the accord's own folder" :
            "plants, industrial sites, terminals, stores and costs of data/ccs, where each assumption has its note", "docs/models/capture.md");
        if (isnan(plan->fee_usd_per_t)) {
            selat_format(value, sizeof value, "what storage costs, %.4g million USD in the last year", plan->fee_musd[plan->n_years - 1]);
        } else {
            selat_format(value, sizeof value, "%.4g USD per t", plan->fee_usd_per_t);
        }
        add(list, "storage fee", value, "paid by the capturing industries to the host's mining services (B09)", NULL);
        add(list, "credit for stored CO2", selat_capture_credit_name(plan->credit), "who counts the tonne in its emissions", NULL);
        add(list, "gain from CO2 that is not emitted", "none", "real income counts what capture costs and not the damage it prevents", NULL);
        add(list, "prices of capture", "of the table's year", "costs in data/ccs are taken as dollars of that year", NULL);
    }
}

static void add_model(json_t *list, const selat_results *results) {
    const selat_accord *accord = results->inputs.accord;
    char value[128];
    add(list, "trade deficits", selat_deficits_name(accord->deficits),
        "how imbalances are held when incomes move (docs/models/trade.md)", NULL);
    selat_format(value, sizeof value, "%.3g %% a year", 100 * accord->inflation);
    add(list, "nominal amounts", value, "deflated to the prices of the table's year at this rate", NULL);
    add(list, "every year", "the economy of the table's year",
        "no growth: each year is the table's economy at its prices with that year's measures", NULL);
    add(list, "purchases in real income", "counted at cost",
        "spending on a purchase replaces other spending and counts in real income at what it cost", NULL);
    add(list, "trade values", "national-accounts basis",
        "no re-exports and no trade margins: well below customs totals for many pairs", "OECD Inter-Country Input-Output tables");
    add(list, "origin of inputs", "one mix of origins per product and country",
        "all users of a product in a country buy from the same mix; against Thailand's true table 6.7 % of import value "
        "sits on the wrong user",
        NULL);
    add(list, "emissions by industry", "EDGAR totals split by purchases and output",
        "the split's weights are judgement: a tenth of the ratio of territorial to consumption emissions is within their "
        "reach; land use is not included; national totals are exact",
        "docs/data.md");
    add(list, "emissions after the accord", "fuel use and output in volume",
        "combustion follows fuel spending over the fuel price, other emissions follow output over cost, households their "
        "real income; no switching between fuels",
        "docs/models/trade.md");
    if (results->lanes != NULL) {
        add(list, "sea lanes", "main ports, parts by sea and by land, choice of ports",
            "assumed by country and product, not observed; ships take the shortest way", "docs/models/lanes.md");
    }
    add(list, "labour", "mobile between sectors, fixed in each country", "full employment, one wage per country", NULL);
}

static void add_emissions(json_t *list, const selat_results *results) {
    const selat_emission_results *e = results->emissions;
    const selat_pathway *pathway = results->inputs.pathway;
    char value[128];
    if (e == NULL) return;
    add(list, "emission pathway", pathway != NULL ? pathway->name : "none: every year is the table's",
        "growth of final demand by country and emissions per output by year; industries follow through fixed input "
        "coefficients, prices and trade are those of the solved year",
        pathway != NULL ? pathway->source : NULL);
    add(list, "emission bands", "growth and intensity drift by 0.5 percentage points a year each (standard deviation)",
        "assumed; measures marked as assumed are varied within the width of assumed barriers; the trade elasticities are "
        "not drawn here",
        "docs/models/pathway.md");
    add(list, "pledges", "targets as stated, emissions without land use",
        "most pledges count land use, which the table lacks: the distance is not exact; those not verified say so",
        "data/pledges/pledges.csv");
    if (e->clipped_mt > 0) {
        selat_format(value, sizeof value, "%.4g Mt over all years", e->clipped_mt);
        add(list, "capture beyond what the source emits", value, "not captured, not counted", NULL);
    }
    if (e->n_missed == 0) return;
    selat_format(value, sizeof value, "%lld", (long long)e->n_missed);
    add(list, "tonnes of the pathway for industries that emit nothing", value, "left out", NULL);
}

static void add_chains(json_t *list, const selat_results *results) {
    const selat_run_chains *chains = results->inputs.chains;
    char value[128];
    if (chains == NULL || chains->n_stresses == 0) return;
    add(list, "stress tests of chains", "one world market for each stage, no spare capacity, no stocks in the chain",
        "any buyer can use any supplier that is left; machines are missed as they wear out, in ten years; stages whose suppliers "
        "have no shares in the source are left out of the losses and shown beside them",
        "docs/models/chain.md");
    for (int64_t k = 0; k < chains->n_stresses; k++) {
        const selat_below_stress *below = &chains->stresses[k];
        if (below->industry_loss[SELAT_WITHOUT] == NULL || below->chain < 0) continue;
        const selat_chain *chain = &chains->chains[below->chain].side[SELAT_WITHOUT];
        selat_format(value, sizeof value, "%.4g million USD a year, in equal parts at its process stages", chain->value_musd);
        add(list, "world sales behind a chain's share of its sector", value,
            "carries the loss of a stage into the sector of each country that supplies it", chain->source);
        return;
    }
}

json_t *report_json_assumptions(const selat_results *results) {
    json_t *list = json_array();
    add_accord(list, results->inputs.accord);
    add_model(list, results);
    add_emissions(list, results);
    report_add_stress_assumptions(results, list);
    add_chains(list, results);
    add_purchases(list, results->inputs.accord);
    add_capture(list, results);
    add_tariffs(list, results);
    add_calibration(list, results);
    add_elasticities(list, results);
    return list;
}

static void add_source(json_t *list, const char *what, const char *source) {
    if (source == NULL || source[0] == '\0') return;
    json_array_append_new(list, json_pack("{s:o, s:o}", "what", report_text(what), "source", report_text(source)));
}

json_t *report_json_sources(const selat_results *results) {
    const selat_run_inputs *in = &results->inputs;
    json_t *list = json_array();
    add_source(list, in->accord->name, in->accord->source);
    for (int64_t k = 0; k < in->accord->n_overlays; k++) {
        add_source(list, in->accord->overlays[k]->name, in->accord->overlays[k]->source);
    }
    for (int64_t m = 0; m < in->accord->n_measures; m++) {
        add_source(list, in->accord->measures[m].text, in->accord->measures[m].source);
    }
    add_source(list, in->table->name, in->table->provenance);
    add_source(list, in->tariffs->name, in->tariffs->source);
    add_source(list, in->elasticities->name, in->elasticities->source);
    if (in->sea != NULL) add_source(list, "sea lanes", in->sea->source);
    return list;
}

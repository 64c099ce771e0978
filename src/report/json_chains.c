/* results.json: what the parties supply and depend on in chips and minerals, before and after the accord's new suppliers,
   and stress tests below the sector table. */
#include <math.h>
#include <string.h>

#include "report/json.h"
#include "selat/chain_run.h"

static void set(json_t *row, const char *key, double value) { json_object_set_new(row, key, report_number(value)); }

/* Share of the region's code in the chain, 0 where the chain does not know it. */
static double share_of(const selat_chain *chain, int64_t stage, const char *code) {
    int64_t c = selat_labels_find(&chain->countries, code);
    return c >= 0 ? selat_chain_share(chain, stage, c) : 0;
}

static void set_largest(json_t *row, const selat_run_chain *chain, int64_t stage, const char *party) {
    const selat_chain *before = &chain->side[SELAT_WITHOUT], *after = &chain->side[SELAT_WITH];
    int64_t largest = selat_chain_largest(before, stage, selat_labels_find(&before->countries, party));
    const char *code = largest >= 0 ? before->countries.codes[largest] : NULL;
    json_object_set_new(row, "largest_other", report_text(code));
    set(row, "largest_other_share_before", code != NULL ? share_of(before, stage, code) : NAN);
    set(row, "largest_other_share_after", code != NULL ? share_of(after, stage, code) : NAN);
}

static json_t *exposure_row(const selat_run_chain *chain, int64_t stage, const char *party) {
    static const char *const kinds[] = {"process", "material", "tool", "output", "reserves"};
    const selat_chain *before = &chain->side[SELAT_WITHOUT], *after = &chain->side[SELAT_WITH];
    json_t *row = json_pack("{s:o, s:o, s:o, s:o, s:s, s:o, s:b}", "chain", report_text(chain->folder), "mineral",
                            chain->mineral[0] != '\0' ? report_text(before->name) : json_null(), "stage",
                            report_text(before->stages.codes[stage]), "name", report_text(before->stages.names[stage]), "kind",
                            kinds[before->kind[stage]], "region", report_text(party), "touched",
                            (int)(chain->n_added > 0 && selat_chain_hhi(before, stage) != selat_chain_hhi(after, stage)));
    set(row, "own_share_before", share_of(before, stage, party));
    set(row, "own_share_after", share_of(after, stage, party));
    set_largest(row, chain, stage, party);
    set(row, "hhi_before", selat_chain_hhi(before, stage));
    set(row, "hhi_after", selat_chain_hhi(after, stage));
    json_object_set_new(row, "suppliers_without_amount", json_integer((json_int_t)before->n_unknown[stage]));
    return row;
}

/* Stages with shares of their own in the source. */
static void add_exposure(json_t *list, const selat_results *results, const selat_run_chain *chain) {
    const selat_chain *before = &chain->side[SELAT_WITHOUT];
    for (int64_t s = 0; s < before->stages.count; s++) {
        if (before->basis[s] != SELAT_CHAIN_GIVEN) continue;
        for (int64_t p = 0; p < results->inputs.accord->n_parties; p++) {
            const char *party = report_region(results, results->inputs.accord->parties[p]);
            json_array_append_new(list, exposure_row(chain, s, party));
        }
    }
}

static json_t *stress_row(const selat_results *results, const selat_run_chains *chains, const selat_below_stress *below) {
    const selat_stress *stress = &results->inputs.accord->stresses[below->stress];
    const selat_run_chain *chain = below->chain >= 0 ? &chains->chains[below->chain] : NULL;
    json_t *row = json_pack("{s:o, s:o, s:o, s:o, s:b, s:b}", "stress", report_text(stress->name), "text", report_text(stress->text),
                            "chain", report_text(chain != NULL ? chain->side[SELAT_WITHOUT].name : stress->firms), "end",
                            report_text(below->end), "carried", (int)(below->industry_loss[SELAT_WITHOUT] != NULL), "converged",
                            (int)below->converged);
    json_object_set_new(row, "days", json_integer((json_int_t)stress->days));
    set(row, "end_loss_before", below->end_loss[SELAT_WITHOUT]);
    set(row, "end_loss_after", below->end_loss[SELAT_WITH]);
    set(row, "end_loss_with_equal_before", below->end_loss_with_equal[SELAT_WITHOUT]);
    set(row, "end_loss_with_equal_after", below->end_loss_with_equal[SELAT_WITH]);
    set(row, "carried_musd", below->industry_loss[SELAT_WITHOUT] != NULL ? below->carried_musd : NAN);
    return row;
}

/* Each notice and source once. */
static void add_source(json_t *list, const selat_chain *chain) {
    json_t *one;
    size_t k;
    json_array_foreach(list, k, one) {
        if (strcmp(json_string_value(json_object_get(one, "source")), chain->source) == 0) return;
    }
    json_array_append_new(list, json_pack("{s:o, s:o}", "source", report_text(chain->source), "notice",
                                          chain->notice[0] != '\0' ? report_text(chain->notice) : json_null()));
}

json_t *report_json_chains(const selat_results *results) {
    const selat_run_chains *chains = results->inputs.chains;
    if (chains == NULL) return json_null();
    json_t *exposure = json_array(), *stresses = json_array(), *sources = json_array();
    for (int64_t k = 0; k < chains->n_chains; k++) {
        add_exposure(exposure, results, &chains->chains[k]);
        add_source(sources, &chains->chains[k].side[SELAT_WITHOUT]);
    }
    for (int64_t k = 0; k < chains->n_stresses; k++) {
        json_array_append_new(stresses, stress_row(results, chains, &chains->stresses[k]));
    }
    return json_pack("{s:o, s:o, s:o}", "exposure", exposure, "stresses", stresses, "sources", sources);
}

/* results.json: what was asked. */
#include "report/headline.h"
#include "report/json.h"

static const char *file_name(const char *path) {
    const char *name = path;
    for (const char *at = path; *at != '\0'; at++) {
        if (*at == '/') name = at + 1;
    }
    return name;
}

static json_t *parties(const selat_results *results) {
    const selat_accord *accord = results->inputs.accord;
    json_t *list = json_array();
    for (int64_t p = 0; p < accord->n_parties; p++) {
        json_array_append_new(list, json_string(report_region(results, accord->parties[p])));
    }
    return list;
}

/* What leaving the measure out takes away from each party in the last year. */
static json_t *effects(const selat_results *results, int64_t measure) {
    const selat_accord *accord = results->inputs.accord;
    json_t *list = json_array();
    for (int64_t p = 0; p < accord->n_parties; p++) {
        double ev = report_last_year(results)->regions[accord->parties[p]].ev_musd;
        double without = results->without_measure_musd[measure * accord->n_parties + p];
        json_array_append_new(list, json_pack("{s:o, s:o}", "region", report_text(report_region(results, accord->parties[p])),
                                              "ev_musd", report_number(ev - without)));
    }
    return list;
}

static json_t *measures(const selat_accord *accord) {
    json_t *list = json_array();
    for (int64_t m = 0; m < accord->n_measures; m++) {
        const selat_measure *measure = &accord->measures[m];
        json_array_append_new(
            list, json_pack("{s:s, s:o, s:o, s:o, s:o, s:I, s:I}", "kind", selat_measure_kind_name(measure->kind), "text",
                            report_text(measure->text), "label", report_text(measure->label), "source",
                            report_text(measure->source), "assumed", report_text(measure->assumed), "from",
                            (json_int_t)measure->from, "until", (json_int_t)measure->until));
    }
    return list;
}

static json_t *measures_with_effects(const selat_results *results) {
    json_t *list = measures(results->inputs.accord), *one;
    size_t m;
    json_array_foreach(list, m, one) json_object_set_new(one, "effects", effects(results, (int64_t)m));
    return list;
}

static json_t *overlays(const selat_accord *accord) {
    json_t *list = json_array();
    for (int64_t k = 0; k < accord->n_overlays; k++) {
        const selat_accord *overlay = accord->overlays[k];
        json_array_append_new(list, json_pack("{s:o, s:o, s:o, s:o}", "name", report_text(overlay->name), "source",
                                              report_text(overlay->source), "file", report_text(file_name(overlay->path)),
                                              "measures", measures(overlay)));
    }
    return list;
}

static json_t *baseline(const selat_results *results) {
    const selat_run_inputs *in = &results->inputs;
    return json_pack("{s:o, s:I, s:o, s:o, s:o, s:o, s:s, s:f, s:I, s:I, s:o}", "table", report_text(in->table->name),
                     "table_year", (json_int_t)in->table->year, "tariffs", report_text(in->tariffs->name),
                     "tariffs_source", report_text(in->tariffs->source), "elasticities",
                     report_text(in->elasticities->name), "elasticities_source", report_text(in->elasticities->source),
                     "deficits", selat_deficits_name(in->accord->deficits), "inflation", in->accord->inflation,
                     "first_year", (json_int_t)in->accord->first_year, "last_year", (json_int_t)in->accord->last_year,
                     "overlays", overlays(in->accord));
}

static json_t *commitments(const selat_accord *accord) {
    json_t *pending = json_array();
    for (int64_t k = 0; k < accord->n_pending; k++) {
        json_array_append_new(pending, json_pack("{s:o, s:o, s:o}", "commitment",
                                                 report_text(accord->pending[k].commitment), "needs",
                                                 report_text(accord->pending[k].needs), "source",
                                                 report_text(accord->pending[k].source)));
    }
    return json_pack("{s:I, s:I, s:o}", "modelled", (json_int_t)(accord->n_measures + accord->n_clauses + accord->n_stresses), "total",
                     (json_int_t)(accord->n_measures + accord->n_clauses + accord->n_stresses + accord->n_pending), "pending",
                     pending);
}

static json_t *regions(const selat_results *results) {
    json_t *list = json_array();
    for (int64_t n = 0; n < results->inputs.table->regions.count; n++) {
        const selat_country *country = &results->inputs.countries[n];
        json_array_append_new(list, json_pack("{s:o, s:o, s:I, s:o}", "code", report_text(report_region(results, n)),
                                              "name", report_text(country->name), "iso_numeric",
                                              (json_int_t)country->iso_numeric, "population",
                                              report_number(country->population)));
    }
    return list;
}

/* ISIC A to C are goods. */
const char *report_sector_kind(const char *code) { return code[0] == 'A' || code[0] == 'B' || code[0] == 'C' ? "goods" : "services"; }

static json_t *sectors(const selat_results *results) {
    const selat_labels *labels = &results->inputs.table->sectors;
    json_t *list = json_array();
    for (int64_t s = 0; s < labels->count; s++) {
        json_array_append_new(list, json_pack("{s:o, s:o, s:s}", "code", report_text(labels->codes[s]), "name",
                                              report_text(labels->names[s]), "kind",
                                              report_sector_kind(labels->codes[s])));
    }
    return list;
}

json_t *report_json_accord(const selat_results *results) {
    const selat_accord *accord = results->inputs.accord;
    json_t *head = json_pack("{s:o, s:o, s:o, s:o, s:o}", "name", report_text(accord->name), "signed",
                             report_text(accord->signed_on), "source", report_text(accord->source), "file",
                             report_text(file_name(accord->path)), "parties", parties(results));
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "accord", head, "baseline", baseline(results), "commitments",
                     commitments(accord), "measures", measures_with_effects(results), "regions", regions(results), "sectors",
                     sectors(results));
}

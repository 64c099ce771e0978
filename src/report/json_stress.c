/* results.json: what each stress costs with and without the accord, what its clauses avoid, who depends on whom. */
#include <math.h>
#include <stdlib.h>

#include "base/text.h"
#include "report/headline.h"
#include "report/stress.h"
#include "selat/chain_run.h"

enum { WORST_SECTORS = 5, WORST_REGIONS = 10 };

static void set(json_t *row, const char *key, double value) { json_object_set_new(row, key, report_number(value)); }

static const selat_stress_region *of_side(const selat_stress_side *side, int64_t region) {
    return region < 0 ? &side->world : &side->regions[region];
}

/* Null where it is not within the days simulated. */
static json_t *day(const selat_stress_region *region) {
    return region->recovery_day < 0 ? json_null() : json_integer((json_int_t)region->recovery_day);
}

static json_t *side(const selat_stress_side *one, int64_t region) {
    const selat_stress_region *r = of_side(one, region);
    json_t *row = json_pack("{s:o}", "recovery_day", day(r));
    set(row, "income_loss_musd", r->income_loss_musd);
    set(row, "output_loss_musd", r->output_loss_musd);
    set(row, "final_unmet_musd", r->final_unmet_musd);
    set(row, "lowest_percent", 100 * r->lowest_share);
    return row;
}

/* Lowest and highest over the settings; null where there is one only. */
typedef double (*number_fn)(const selat_stress_outcome *outcome, selat_stress_setting setting, int64_t region);

static double loss_before(const selat_stress_outcome *o, selat_stress_setting s, int64_t n) {
    return of_side(&o->before[s], n)->income_loss_musd;
}

static double loss_after(const selat_stress_outcome *o, selat_stress_setting s, int64_t n) {
    return of_side(&o->after[s], n)->income_loss_musd;
}

static json_t *range(const selat_results *results, const selat_stress_outcome *outcome, int64_t region, number_fn number) {
    if (results->stress->n_settings < 2) return json_null();
    double low = INFINITY, high = -INFINITY;
    for (int s = 0; s < results->stress->n_settings; s++) {
        double value = number(outcome, (selat_stress_setting)s, region);
        low = fmin(low, value);
        high = fmax(high, value);
    }
    return json_pack("{s:o, s:o}", "low", report_number(low), "high", report_number(high));
}

/* A region, or with -1 the world. */
static json_t *difference(const selat_results *results, const selat_stress_outcome *outcome, int64_t region) {
    const selat_stress_results *stress = results->stress;
    double before = loss_before(outcome, SELAT_SETTING_HALF, region), base = 0;
    bool split = outcome->trade_only.regions != NULL;
    double trade = split ? before - of_side(&outcome->trade_only, region)->income_loss_musd : NAN;
    for (int64_t n = 0; n < stress->n_regions; n++) base += region < 0 || n == region ? stress->base_income_musd[n] : 0;
    json_t *row = json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "region",
                            region < 0 ? json_string("world") : report_text(report_region(results, region)), "before",
                            side(&outcome->before[SELAT_SETTING_HALF], region), "after",
                            side(&outcome->after[SELAT_SETTING_HALF], region), "before_band",
                            range(results, outcome, region, loss_before), "after_band", range(results, outcome, region, loss_after),
                            "avoided_band", range(results, outcome, region, selat_stress_avoided_musd));
    double avoided = selat_stress_avoided_musd(outcome, SELAT_SETTING_HALF, region);
    set(row, "avoided_musd", avoided);
    set(row, "avoided_percent_of_income", base > 0 ? 100 * avoided / base : 0);
    set(row, "loss_percent_of_income", base > 0 ? 100 * before / base : 0);
    set(row, "avoided_by_trade_musd", trade);
    set(row, "avoided_by_clauses_musd", avoided - trade);
    return row;
}

static json_t *parties(const selat_results *results, const selat_stress_outcome *outcome) {
    const selat_accord *accord = results->inputs.accord;
    json_t *list = json_array();
    for (int64_t p = 0; p < accord->n_parties; p++) {
        json_array_append_new(list, difference(results, outcome, accord->parties[p]));
    }
    return list;
}

/* ---- worst hit ---- */

typedef struct ranked {
    int64_t position;
    double loss;
} ranked;

static int larger_first(const void *left, const void *right) {
    const ranked *a = left, *b = right;
    if (a->loss != b->loss) return a->loss < b->loss ? 1 : -1;
    return a->position < b->position ? -1 : a->position > b->position;
}

static void append_sectors(const selat_results *results, const selat_stress_outcome *outcome, int64_t region, ranked *room,
                           json_t *list) {
    int64_t S = results->stress->n_sectors;
    const double *before = &outcome->before[SELAT_SETTING_HALF].income_loss_by_industry_musd[region * S];
    const double *after = &outcome->after[SELAT_SETTING_HALF].income_loss_by_industry_musd[region * S];
    for (int64_t k = 0; k < S; k++) room[k] = (ranked){k, before[k]};
    qsort(room, (size_t)S, sizeof *room, larger_first);
    for (int64_t k = 0; k < S && k < WORST_SECTORS && room[k].loss > 0; k++) {
        int64_t s = room[k].position;
        json_array_append_new(list, json_pack("{s:o, s:o, s:o, s:o, s:o}", "region", report_text(report_region(results, region)),
                                              "sector", report_text(report_sector(results, s)), "before_musd",
                                              report_number(before[s]), "after_musd", report_number(after[s]),
                                              "avoided_musd", report_number(before[s] - after[s])));
    }
}

static json_t *worst_sectors(const selat_results *results, const selat_stress_outcome *outcome) {
    const selat_accord *accord = results->inputs.accord;
    ranked *room = calloc((size_t)results->stress->n_sectors, sizeof *room);
    if (room == NULL) return NULL;
    json_t *list = json_array();
    for (int64_t p = 0; p < accord->n_parties; p++) append_sectors(results, outcome, accord->parties[p], room, list);
    free(room);
    return list;
}

static json_t *worst_regions(const selat_results *results, const selat_stress_outcome *outcome) {
    int64_t R = results->stress->n_regions;
    ranked *room = calloc((size_t)R, sizeof *room);
    if (room == NULL) return NULL;
    for (int64_t n = 0; n < R; n++) room[n] = (ranked){n, loss_before(outcome, SELAT_SETTING_HALF, n)};
    qsort(room, (size_t)R, sizeof *room, larger_first);
    json_t *list = json_array();
    for (int64_t k = 0; k < R && k < WORST_REGIONS; k++) {
        int64_t n = room[k].position;
        json_array_append_new(list, json_pack("{s:o, s:o, s:o}", "region", report_text(report_region(results, n)), "before_musd",
                                              report_number(room[k].loss), "after_musd",
                                              report_number(loss_after(outcome, SELAT_SETTING_HALF, n))));
    }
    free(room);
    return list;
}

/* ---- settings, tests ---- */

static json_t *settings(const selat_results *results, const selat_stress_outcome *outcome) {
    const selat_accord *accord = results->inputs.accord;
    json_t *list = json_array();
    for (int s = 0; s < results->stress->n_settings; s++) {
        json_t *numbers = json_array();
        for (int64_t p = 0; p < accord->n_parties; p++) {
            int64_t n = accord->parties[p];
            json_array_append_new(
                numbers, json_pack("{s:o, s:o, s:o}", "region", report_text(report_region(results, n)), "before_musd",
                                   report_number(loss_before(outcome, (selat_stress_setting)s, n)), "after_musd",
                                   report_number(loss_after(outcome, (selat_stress_setting)s, n))));
        }
        json_array_append_new(list, json_pack("{s:s, s:I, s:o, s:o}", "setting", selat_stress_setting_name((selat_stress_setting)s),
                                              "days", (json_int_t)outcome->before[s].n_days, "substituted_inputs_musd",
                                              report_number(outcome->before[s].clipped_musd), "parties", numbers));
    }
    return list;
}

static json_t *test(const selat_results *results, const selat_stress_outcome *outcome) {
    const selat_stress *stress = &results->inputs.accord->stresses[outcome->stress];
    json_t *row = json_pack("{s:o, s:s, s:o, s:o, s:o, s:o, s:I, s:I, s:o, s:s}", "name", report_text(stress->name), "kind",
                            selat_stress_kind_name(stress->kind), "text", report_text(stress->text), "label",
                            report_text(stress->label), "source", report_text(stress->source), "assumed",
                            report_text(stress->assumed), "days", (json_int_t)stress->days, "recovery_days",
                            (json_int_t)stress->recovery_days, "probability_percent", report_number(100 * stress->probability),
                            "orders", stress->redirect ? "redirected" : "fixed");
    json_object_set_new(row, "parties", parties(results, outcome));
    json_object_set_new(row, "world", difference(results, outcome, -1));
    json_object_set_new(row, "worst_sectors", worst_sectors(results, outcome));
    json_object_set_new(row, "worst_regions", worst_regions(results, outcome));
    json_object_set_new(row, "settings", settings(results, outcome));
    return row;
}

static json_t *tests(const selat_results *results) {
    json_t *list = json_array();
    for (int64_t k = 0; k < results->stress->n_stresses; k++) {
        if (!selat_run_chains_carried(results->inputs.chains, k)) continue; /* it stands in `chains` */
        json_array_append_new(list, test(results, &results->stress->stresses[k]));
    }
    return list;
}

/* ---- clauses ---- */

/* Income that the parties together keep when the clause is added to the accord's other measures. */
static double avoided_by(const selat_results *results, const selat_stress_outcome *outcome, int64_t clause) {
    const selat_accord *accord = results->inputs.accord;
    double sum = 0;
    for (int64_t p = 0; p < accord->n_parties; p++) sum += selat_stress_alone_musd(outcome, clause, accord->parties[p]);
    return sum;
}

/* The yearly probability at which a clause that costs `cost` a year pays: cost / what it avoids. Null where it avoids nothing
   or would not pay even if the stress came every year. */
static json_t *break_even(double cost, double avoided) {
    double p = avoided > 0 ? cost / avoided : NAN;
    return report_number(p <= 1 ? 100 * p : NAN);
}

static json_t *clause_by_stress(const selat_results *results, int64_t clause, double *expected) {
    const selat_accord *accord = results->inputs.accord;
    json_t *list = json_array();
    *expected = 0;
    for (int64_t k = 0; k < accord->n_stresses; k++) {
        const selat_stress_outcome *outcome = &results->stress->stresses[k];
        if (!selat_run_chains_carried(results->inputs.chains, k)) continue;
        double avoided = avoided_by(results, outcome, clause), probability = accord->stresses[k].probability;
        if (isfinite(probability)) *expected += probability * avoided;
        json_t *by_party = json_array();
        for (int64_t p = 0; p < accord->n_parties; p++) {
            int64_t n = accord->parties[p];
            json_array_append_new(by_party, json_pack("{s:o, s:o}", "region", report_text(report_region(results, n)), "avoided_musd",
                                                      report_number(selat_stress_alone_musd(outcome, clause, n))));
        }
        json_array_append_new(list, json_pack("{s:o, s:o, s:o, s:o, s:o}", "stress", report_text(accord->stresses[k].name),
                                              "avoided_musd", report_number(avoided), "expected_musd",
                                              report_number(probability * avoided), "break_even_probability_percent",
                                              break_even(accord->clauses[clause].cost_musd, avoided), "parties", by_party));
    }
    return list;
}

static json_t *clauses(const selat_results *results) {
    const selat_accord *accord = results->inputs.accord;
    json_t *list = json_array();
    for (int64_t c = 0; !results->stress->quick && c < accord->n_clauses; c++) {
        const selat_clause *clause = &accord->clauses[c];
        double expected;
        json_t *by_stress = clause_by_stress(results, c, &expected);
        json_array_append_new(
            list, json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "kind", selat_clause_kind_name(clause->kind), "text",
                            report_text(clause->text), "label", report_text(clause->label), "source",
                            report_text(clause->source), "assumed", report_text(clause->assumed), "cost_musd",
                            report_number(clause->cost_musd), "expected_avoided_musd", report_number(expected), "net_musd",
                            report_number(expected - clause->cost_musd), "stresses", by_stress));
    }
    return list;
}

/* ---- if X stops, Y loses ---- */

static json_t *suppliers(const selat_results *results) {
    const selat_stress_results *stress = results->stress;
    const selat_accord *accord = results->inputs.accord;
    json_t *list = json_array();
    for (int64_t k = 0; k < stress->n_suppliers; k++) {
        const selat_critical_supplier *one = &stress->suppliers[k];
        json_t *losses = json_array();
        for (int64_t p = 0; p < accord->n_parties; p++) {
            double base = stress->base_income_musd[accord->parties[p]], loss = one->income_loss_musd[p];
            json_array_append_new(losses, json_pack("{s:o, s:o, s:o}", "region",
                                                    report_text(report_region(results, accord->parties[p])), "income_loss_musd",
                                                    report_number(loss), "percent_of_income",
                                                    report_number(base > 0 ? 100 * loss / base : 0)));
        }
        json_array_append_new(list, json_pack("{s:o, s:o, s:o, s:o, s:o}", "region", report_text(report_region(results, one->region)),
                                              "sector", report_text(report_sector(results, one->product)), "exposure_musd",
                                              report_number(one->exposure_musd), "world_income_loss_musd",
                                              report_number(one->world_income_loss_musd), "parties", losses));
    }
    return list;
}

json_t *report_json_stress(const selat_results *results) {
    const selat_stress_results *stress = results->stress;
    if (stress == NULL) return json_null();
    const selat_outage *outage = &stress->supplier_outage;
    json_t *matrix = json_pack("{s:o, s:I, s:I, s:I, s:o}", "loss_percent", report_number(100 * outage->loss), "days",
                               (json_int_t)outage->days, "recovery_days", (json_int_t)outage->recovery_days, "days_counted",
                               (json_int_t)stress->supplier_days, "suppliers", suppliers(results));
    const char *note = stress->quick ? "one setting, no measure of resilience alone, no suppliers: these come with draws" : NULL;
    return json_pack("{s:I, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "year", (json_int_t)report_last_year(results)->year,
                     "same_table", (int)stress->same_table, "inventory_days", report_number(stress->options.inventory_days),
                     "restock_days", report_number(stress->options.restock_days), "recovered_percent",
                     report_number(100 * stress->options.recovered_share), "tests", tests(results), "clauses", clauses(results),
                     "matrix", matrix, "note", report_text(note));
}

/* ---- assumptions ---- */

static void add(json_t *list, const char *what, const char *value, const char *why, const char *source) {
    json_array_append_new(list, json_pack("{s:s, s:o, s:o, s:o}", "what", what, "value", report_text(value), "why", report_text(why),
                                          "source", report_text(source)));
}

void report_add_stress_assumptions(const selat_results *results, json_t *list) {
    const selat_stress_results *stress = results->stress;
    const selat_accord *accord = results->inputs.accord;
    char value[256];
    if (stress == NULL) return;
    add(list, "stress tests: model", "partially binding, half critical",
        "inputs bind below one day of use; bands take strongly and weakly binding inputs, the other rule of orders, half and "
        "twice the stocks; prices do not move", "Pichler and others (2022); docs/models/disruption.md");
    selat_format(value, sizeof value, "%g days of every input, gaps closed in %g days", stress->options.inventory_days,
                 stress->options.restock_days);
    add(list, "stress tests: stocks", value, "no survey of stocks by industry is in the data", NULL);
    selat_format(value, sizeof value, "%lld critical, %lld important, %lld neither", (long long)stress->notes.n_critical,
                 (long long)stress->notes.n_important, (long long)stress->notes.n_other);
    add(list, "stress tests: rating of inputs", value,
        "by sector and cost share (1 %), not by a survey; docs/models/disruption.md has the answer from 1 to 10 %", NULL);
    selat_format(value, sizeof value, "%lld cells, %.4g million USD", (long long)stress->notes.n_negative, stress->notes.negative_musd);
    add(list, "stress tests: negative final demand taken as zero", value, "users of the product are scaled to the purchases", NULL);
    add(list, "stress tests: table with the accord", stress->same_table ? "the one without" : "at its own prices",
        "losses are in the money of each table; the numeraire is world labour income", NULL);
    if (!stress->quick) {
        selat_format(value, sizeof value, "the 20 by what the parties' industries buy, critical whole and important half");
        add(list, "matrix of suppliers", value, "candidates by exposure, then run one by one", NULL);
    }
    for (int64_t k = 0; k < accord->n_stresses; k++) {
        if (accord->stresses[k].assumed != NULL) {
            add(list, accord->stresses[k].name, "assumed", accord->stresses[k].assumed, accord->stresses[k].source);
        }
    }
    for (int64_t k = 0; k < accord->n_clauses; k++) {
        if (accord->clauses[k].assumed != NULL) {
            add(list, accord->clauses[k].text, "assumed", accord->clauses[k].assumed, accord->clauses[k].source);
        }
    }
}

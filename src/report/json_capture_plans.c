/* results.json: the networks of an accord's capture measures, who pays, who is paid. Lists carry the measure's number. */
#include <math.h>

#include "report/json_capture.h"

static const double SMALLEST_MUSD = 1; /* a year, of a supplier that is listed */

static void extend(json_t *root, const char *key, json_t *network, json_int_t measure) {
    json_t *list = json_object_get(root, key), *row;
    size_t at;
    json_array_foreach(json_object_get(network, key), at, row) {
        json_object_set_new(row, "measure", json_integer(measure));
        json_array_append(list, row);
    }
}

static double year_sum(const double *values, const selat_capture_plan *plan, int64_t k) {
    double sum = 0;
    for (int64_t s = 0; s < plan->n_sectors; s++) sum += values[k * plan->n_sectors + s];
    return sum;
}

static json_t *describe(const selat_results *results, int64_t m, json_t *network) {
    const selat_measure *measure = &results->inputs.accord->measures[m];
    const selat_capture_plan *plan = measure->capture;
    json_t *row = json_pack("{s:I, s:o, s:o, s:o, s:I, s:I, s:s, s:o, s:o}", "measure", (json_int_t)m + 1, "label",
                            report_text(measure->label != NULL ? measure->label : measure->text), "from",
                            report_text(report_region(results, plan->terms.source_region)), "store",
                            report_text(report_region(results, plan->terms.store_region)), "start", (json_int_t)plan->terms.start, "full",
                            (json_int_t)plan->terms.full, "credit", selat_capture_credit_name(plan->credit), "search", report_text(plan->note), "fee_usd_per_t",
                            report_number(plan->fee_usd_per_t));
    static const char *const copied[] = {"status", "cost_musd", "bound_musd", "gap", "start_cost_musd", "binaries", "tree_nodes", "balance_residual_mt", "nodes"};
    for (size_t k = 0; k < sizeof copied / sizeof *copied; k++) json_object_set(row, copied[k], json_object_get(network, copied[k]));
    return row;
}

static void add_accounts(json_t *list, const selat_capture_plan *plan, json_int_t measure) {
    for (int64_t k = 0; k < plan->n_years; k++) {
        double captured = year_sum(plan->captured_mt, plan, k), penalty = year_sum(plan->penalty_mt, plan, k), paid = year_sum(plan->paid_musd, plan, k);
        json_array_append_new(
            list, json_pack("{s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "measure", measure, "year", (json_int_t)(plan->first_year + k), "captured_mt",
                            report_number(captured), "penalty_mt", report_number(penalty), "avoided_mt", report_number(captured - penalty), "paid_musd",
                            report_number(paid), "paid_usd_per_t_avoided", captured > penalty ? report_number(paid / (captured - penalty)) : json_null(), "fee_musd",
                            report_number(plan->fee_musd[k]), "storage_cost_musd", report_number(plan->storage_musd[k]), "built_musd", report_number(plan->built_musd[k])));
    }
}

static void add_payers(json_t *list, const selat_results *results, const selat_capture_plan *plan, json_int_t measure) {
    for (int64_t cell = 0; cell < plan->n_years * plan->n_sectors; cell++) {
        double captured = plan->captured_mt[cell];
        if (captured == 0 && plan->paid_musd[cell] == 0) continue;
        double output = results->economy->output[plan->terms.source_region * plan->n_sectors + cell % plan->n_sectors];
        json_array_append_new(list, json_pack("{s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:o}", "measure", measure, "year", (json_int_t)(plan->first_year + cell / plan->n_sectors), "region",
                                              report_text(report_region(results, plan->terms.source_region)), "sector", report_text(report_sector(results, cell % plan->n_sectors)),
                                              "captured_mt", report_number(captured), "penalty_mt", report_number(plan->penalty_mt[cell]), "paid_musd",
                                              report_number(plan->paid_musd[cell]), "unit_cost_percent", report_number(output > 0 ? 100 * plan->paid_musd[cell] / output : NAN)));
    }
}

static json_t *supplier_row(const selat_results *results, const selat_capture_purchase *p, json_int_t measure, const char *seller, const char *sector, double musd) {
    return json_pack("{s:I, s:I, s:s, s:o, s:s, s:s, s:o}", "measure", measure, "year", (json_int_t)p->year, "spending", selat_capture_spending_name(p->spending), "buyer",
                     report_text(report_region(results, p->buyer)), "seller", seller, "sector", sector, "amount_musd", report_number(musd));
}

/* What the buyer spends for the same end in that year, of the same seller and product or of all. *again: an earlier purchase
   counts in it. */
static double added_up(const selat_capture_plan *plan, int64_t at, bool same_supplier, bool *again) {
    const selat_capture_purchase *p = &plan->purchases[at];
    double musd = 0;
    *again = false;
    for (int64_t j = 0; j < plan->n_purchases; j++) {
        const selat_capture_purchase *q = &plan->purchases[j];
        if (q->year != p->year || q->spending != p->spending || q->buyer != p->buyer) continue;
        if (same_supplier && (q->seller != p->seller || q->sector != p->sector)) continue;
        musd += q->amount_musd;
        *again = *again || j < at;
    }
    return musd;
}

/* Purchases of several sources added up: one row per year, end, seller and product from a million dollars on, one for the rest. */
static void add_suppliers(json_t *list, const selat_results *results, const selat_capture_plan *plan, json_int_t measure) {
    for (int64_t k = 0; k < plan->n_purchases; k++) {
        const selat_capture_purchase *p = &plan->purchases[k];
        bool again, known;
        if (p->spending == SELAT_CAPTURE_OWN) continue;
        double rest = added_up(plan, k, false, &known);
        if (known) continue;
        for (int64_t j = k; j < plan->n_purchases; j++) {
            const selat_capture_purchase *q = &plan->purchases[j];
            if (q->year != p->year || q->spending != p->spending || q->buyer != p->buyer) continue;
            double musd = added_up(plan, j, true, &again);
            if (again || musd < SMALLEST_MUSD) continue;
            rest -= musd;
            json_array_append_new(list, supplier_row(results, q, measure, report_region(results, q->seller), report_sector(results, q->sector), musd));
        }
        if (rest > 1e-9) json_array_append_new(list, supplier_row(results, p, measure, "others", "others", rest));
    }
}

json_t *report_json_capture_plans(const selat_results *results) {
    static const char *const lists[] = {"measures", "accounts", "payers", "suppliers", "years", "sources", "stores", "routes"};
    const selat_accord *accord = results->inputs.accord;
    json_t *root = json_object();
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) json_object_set_new(root, lists[k], json_array());
    for (int64_t m = 0; m < accord->n_measures; m++) {
        const selat_capture_plan *plan = accord->measures[m].capture;
        if (plan == NULL || plan->problem == NULL) continue;
        json_t *network = report_json_capture(plan->problem, plan->solution);
        json_array_append_new(json_object_get(root, "measures"), describe(results, m, network));
        add_accounts(json_object_get(root, "accounts"), plan, m + 1);
        add_payers(json_object_get(root, "payers"), results, plan, m + 1);
        add_suppliers(json_object_get(root, "suppliers"), results, plan, m + 1);
        for (size_t k = 4; k < sizeof lists / sizeof *lists; k++) extend(root, lists[k], network, m + 1);
        json_decref(network);
    }
    return root;
}

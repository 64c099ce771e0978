#include "report/json_capture.h"

#include <math.h>

static json_t *nodes(const selat_capture_problem *p) {
    json_t *list = json_array();
    for (int64_t v = 0; v < p->n_nodes; v++) {
        const selat_capture_node *node = &p->nodes[v];
        json_array_append_new(list, json_pack("{s:o, s:o, s:o, s:o}", "name", report_text(node->name), "region", report_text(node->region),
                                              "longitude", report_number(node->longitude), "latitude", report_number(node->latitude)));
    }
    return list;
}

static double total(const double *values, int64_t count) {
    double sum = 0;
    for (int64_t k = 0; k < count; k++) sum += values[k];
    return sum;
}

static json_t *years(const selat_capture_problem *p, const selat_capture_solution *s) {
    json_t *list = json_array();
    for (int64_t t = 0; t < p->n_years; t++) {
        double captured = total(s->captured_mt + t * s->n_sources, s->n_sources), cost = s->year_cost_musd[t];
        json_array_append_new(
            list, json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "year", (json_int_t)(p->first_year + t), "target_mt", report_number(p->target_mtpa[t]),
                            "captured_mt", report_number(captured), "capture_musd", report_number(total(s->capture_cost_musd + t * s->n_sources, s->n_sources)),
                            "transport_musd", report_number(total(s->transport_cost_musd + t * s->n_arcs, s->n_arcs)), "storage_musd",
                            report_number(total(s->storage_cost_musd + t * s->n_stores, s->n_stores)), "cost_musd", report_number(cost), "cost_usd_per_t",
                            captured > 0 ? report_number(cost / captured) : json_null()));
    }
    return list;
}

static json_t *sources(const selat_capture_problem *p, const selat_capture_solution *s) {
    json_t *list = json_array();
    for (int64_t cell = 0; cell < p->n_years * p->n_sources; cell++) {
        const selat_capture_source *source = &p->sources[cell % p->n_sources];
        const selat_capture_node *node = &p->nodes[source->node];
        if (!s->source_open[cell]) continue;
        double all = s->source_cost_usd_per_t[cell], own = s->source_own_usd_per_t[cell], storage = s->source_storage_usd_per_t[cell];
        json_array_append_new(
            list, json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "year", (json_int_t)(p->first_year + cell / p->n_sources), "source",
                            report_text(node->name), "region", report_text(node->region), "sector", report_text(source->sector), "gross_mt", report_number(source->gross_mtpa),
                            "captured_mt", report_number(s->captured_mt[cell]), "capture_usd_per_t", report_number(own), "transport_usd_per_t",
                            report_number(all - own - storage), "storage_usd_per_t", report_number(storage), "cost_usd_per_t", report_number(all)));
    }
    return list;
}

static json_t *stores(const selat_capture_problem *p, const selat_capture_solution *s) {
    json_t *list = json_array();
    for (int64_t cell = 0; cell < p->n_years * p->n_stores; cell++) {
        const selat_capture_store *store = &p->stores[cell % p->n_stores];
        const selat_capture_node *node = &p->nodes[store->node];
        if (!s->store_open[cell]) continue;
        double stored = s->stored_mt[cell], cost = s->storage_cost_musd[cell];
        json_array_append_new(
            list, json_pack("{s:I, s:o, s:o, s:o, s:I, s:o, s:o, s:o}", "year", (json_int_t)(p->first_year + cell / p->n_stores), "store", report_text(node->name),
                            "region", report_text(node->region), "stored_mt", report_number(stored), "wells", (json_int_t)s->wells[cell], "capacity_mt",
                            report_number(store->capacity_mt), "cost_musd", report_number(cost), "cost_usd_per_t", stored > 0 ? report_number(cost / stored) : json_null()));
    }
    return list;
}

static json_t *routes(const selat_capture_problem *p, const selat_capture_solution *s) {
    json_t *list = json_array();
    for (int64_t cell = 0; cell < p->n_years * s->n_arcs; cell++) {
        int64_t arc = cell % s->n_arcs;
        const selat_capture_edge *edge = &p->edges[arc / 2];
        if (s->trend[cell] < 0) continue;
        int64_t from = arc % 2 == 0 ? edge->a : edge->b, to = arc % 2 == 0 ? edge->b : edge->a;
        json_array_append_new(
            list, json_pack("{s:I, s:o, s:o, s:o, s:I, s:o, s:o, s:o}", "year", (json_int_t)(p->first_year + cell / s->n_arcs), "from", report_text(p->nodes[from].name),
                            "to", report_text(p->nodes[to].name), "type", report_text(p->types[edge->type].name), "line", (json_int_t)s->trend[cell] + 1, "km",
                            report_number(edge->km), "flow_mt", report_number(s->flow_mt[cell]), "cost_musd", report_number(s->transport_cost_musd[cell])));
    }
    return list;
}

json_t *report_json_capture(const selat_capture_problem *p, const selat_capture_solution *s) {
    return json_pack("{s:o, s:s, s:o, s:o, s:o, s:o, s:I, s:I, s:o, s:I, s:o, s:o, s:o, s:o, s:o}", "name", report_text(p->name), "status",
                     selat_capture_reason_name(s->reason), "cost_musd", report_number(s->cost_musd), "bound_musd", report_number(s->bound_musd), "gap",
                     report_number(s->gap), "start_cost_musd", report_number(s->start_cost_musd), "binaries", (json_int_t)s->n_binaries, "tree_nodes",
                     (json_int_t)s->n_tree_nodes, "balance_residual_mt", report_number(s->balance_residual_mt), "first_year", (json_int_t)p->first_year,
                     "nodes", nodes(p), "years", years(p, s), "sources", sources(p, s), "stores", stores(p, s), "routes", routes(p, s));
}

/* What a capture problem must be before it is solved. */
#include <math.h>

#include "base/memory.h"
#include "base/status.h"
#include "model/capture/formulate.h"

static const char *file_of(const selat_capture_problem *p) { return p->file != NULL ? p->file : "capture"; }
static const char *node_name(const selat_capture_problem *p, int64_t node) { return p->nodes[node].name; }

static selat_status bad(selat_context *context, const selat_capture_problem *p, const char *what, const char *name,
                        const char *key, double found, const char *expected) {
    return selat_fail(context, SELAT_BAD_INPUT, "%s: %s %s: %s: found %.10g, expected %s", file_of(p), what, name, key, found, expected);
}

typedef struct bound {
    const char *key;
    double value, low, high;
    const char *expected;
} bound;

static selat_status check_bounds(selat_context *context, const selat_capture_problem *p, const char *what,
                                 const char *name, const bound *bounds, size_t count) {
    for (size_t k = 0; k < count; k++) {
        if (bounds[k].value >= bounds[k].low && bounds[k].value <= bounds[k].high) continue;
        return bad(context, p, what, name, bounds[k].key, bounds[k].value, bounds[k].expected);
    }
    return SELAT_OK;
}
#define CHECK(what, name, bounds) TRY(check_bounds(context, p, what, name, bounds, sizeof(bounds) / sizeof *(bounds)))

static const char *const COST = "a cost of at least 0";
static const char *const POSITIVE = "a number above 0";
enum { LEAST_YEAR = -9999 };
static const double TINY = 1e-300, MOST = 1e15;

static selat_status check_node(selat_context *context, const selat_capture_problem *p, const char *what, int64_t k, int64_t node) {
    if (node >= 0 && node < p->n_nodes) return SELAT_OK;
    return selat_fail(context, SELAT_BAD_INPUT, "%s: %s %lld: no node %lld", file_of(p), what, (long long)k, (long long)node);
}

static selat_status check_start(selat_context *context, const selat_capture_problem *p, const char *what, const char *name, int64_t start) {
    int64_t last = p->first_year + p->n_years - 1;
    if (start >= LEAST_YEAR && start <= last) return SELAT_OK;
    return selat_fail(context, SELAT_BAD_INPUT, "%s: %s %s: start: found %lld, expected a year up to %lld, the last of the horizon",
                      file_of(p), what, name, (long long)start, (long long)last);
}

static selat_status check_settings(selat_context *context, const selat_capture_problem *p) {
    const bound bounds[] = {{"crf", p->crf, 0, 1, "a fraction of 0 to 1"},
                            {"discount", p->discount, 0, 1, "a fraction of 0 to 1"},
                            {"years", (double)p->life_years, 1, 1000, "1 to 1000"},
                            {"build_every", (double)p->build_every, 1, 1000, "1 to 1000"}};
    CHECK("settings", "of the case", bounds);
    if (p->n_years < 1 || p->n_sources < 1 || p->n_stores < 1) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s: found %lld years, %lld sources, %lld stores, expected at least one of each",
                          file_of(p), (long long)p->n_years, (long long)p->n_sources, (long long)p->n_stores);
    }
    for (int64_t t = 0; t < p->n_years; t++) {
        if (p->target_mtpa[t] >= 0 && p->target_mtpa[t] <= MOST) continue;
        return selat_fail(context, SELAT_BAD_INPUT, "%s: target of %lld: found %.10g, expected at least 0 Mt", file_of(p),
                          (long long)(p->first_year + t), p->target_mtpa[t]);
    }
    return SELAT_OK;
}

static selat_status check_sources(selat_context *context, const selat_capture_problem *p) {
    for (int64_t i = 0; i < p->n_sources; i++) {
        const selat_capture_source *s = &p->sources[i];
        TRY(check_node(context, p, "source", i, s->node));
        const char *name = node_name(p, s->node);
        const bound bounds[] = {{"capacity_mtpa", s->capacity_mtpa, TINY, MOST, POSITIVE},
                                {"capex_musd", s->capex_musd, 0, MOST, COST},
                                {"fom_musd_per_year", s->fom_musd_per_year, 0, MOST, COST},
                                {"vom_usd_per_t", s->vom_usd_per_t, 0, MOST, COST},
                                {"penalty_t_per_t", s->penalty_t_per_t, 0, 10, "0 to 10"},
                                {"ramp_years", (double)s->ramp_years, 1, 100, "1 to 100"}};
        CHECK("source", name, bounds);
        TRY(check_start(context, p, "source", name, s->start));
        if (s->capacity_mtpa <= s->gross_mtpa) continue;
        return selat_fail(context, SELAT_BAD_INPUT, "%s: source %s: capacity_mtpa: found %.10g, expected no more than gross_mtpa, %.10g",
                          file_of(p), name, s->capacity_mtpa, s->gross_mtpa);
    }
    return SELAT_OK;
}

static selat_status check_stores(selat_context *context, const selat_capture_problem *p) {
    for (int64_t k = 0; k < p->n_stores; k++) {
        const selat_capture_store *s = &p->stores[k];
        TRY(check_node(context, p, "store", k, s->node));
        const char *name = node_name(p, s->node);
        const bound bounds[] = {{"capacity_mt", s->capacity_mt, TINY, MOST, POSITIVE},
                                {"site_capex_musd", s->site_capex_musd, 0, MOST, COST},
                                {"site_fom_musd_per_year", s->site_fom_musd_per_year, 0, MOST, COST},
                                {"well_rate_mtpa", s->well_rate_mtpa, TINY, MOST, POSITIVE},
                                {"well_capex_musd", s->well_capex_musd, 0, MOST, COST},
                                {"well_fom_musd_per_year", s->well_fom_musd_per_year, 0, MOST, COST},
                                {"vom_usd_per_t", s->vom_usd_per_t, 0, MOST, COST},
                                {"ramp_years", (double)s->ramp_years, 1, 100, "1 to 100"}};
        CHECK("store", name, bounds);
        TRY(check_start(context, p, "store", name, s->start));
    }
    return SELAT_OK;
}

static selat_status check_types(selat_context *context, const selat_capture_problem *p) {
    for (int64_t k = 0; k < p->n_types; k++) {
        const selat_capture_type *type = &p->types[k];
        for (int64_t t = 0; t < type->n_trends; t++) {
            const bound bounds[] = {{"slope", type->trends[t].slope, 0, MOST, COST}, {"intercept", type->trends[t].intercept, 0, MOST, COST}};
            CHECK("route type", type->name, bounds);
            if (t == 0 || (type->trends[t].slope < type->trends[t - 1].slope && type->trends[t].intercept > type->trends[t - 1].intercept)) continue;
            return selat_fail(context, SELAT_BAD_INPUT,
                              "%s: route type %s: line %lld: expected a lower slope and a higher intercept than the line before",
                              file_of(p), type->name, (long long)t + 1);
        }
    }
    return SELAT_OK;
}

static selat_status check_edges(selat_context *context, const selat_capture_problem *p) {
    for (int64_t e = 0; e < p->n_edges; e++) {
        const selat_capture_edge *edge = &p->edges[e];
        TRY(check_node(context, p, "route", e, edge->a));
        TRY(check_node(context, p, "route", e, edge->b));
        if (edge->type < 0 || edge->type >= p->n_types || p->types[edge->type].n_trends < 1) {
            return selat_fail(context, SELAT_BAD_INPUT, "%s: route %lld: its type has no lines", file_of(p), (long long)e);
        }
        const bound bounds[] = {{"cost", edge->cost, 0, MOST, COST}, {"right_of_way_musd", edge->right_of_way_musd, 0, MOST, COST}};
        CHECK("route from", node_name(p, edge->a), bounds);
        TRY(check_start(context, p, "route from", node_name(p, edge->a), edge->start));
    }
    return SELAT_OK;
}

/* Nodes that are linked to one of `from`, whatever the way. */
static void spread(const selat_capture_problem *p, bool *reached) {
    for (bool more = true; more;) {
        more = false;
        for (int64_t e = 0; e < p->n_edges; e++) {
            int64_t a = p->edges[e].a, b = p->edges[e].b;
            if (reached[a] == reached[b]) continue;
            reached[a] = reached[b] = more = true;
        }
    }
}

static selat_status check_routes(selat_context *context, const selat_capture_problem *p) {
    bool *linked, *storable;
    TRY(selat_new(context, p->n_nodes, &linked));
    selat_status status = selat_new(context, p->n_nodes, &storable);
    if (status == SELAT_OK) {
        for (int64_t i = 0; i < p->n_sources; i++) linked[p->sources[i].node] = true;
        for (int64_t k = 0; k < p->n_stores; k++) storable[p->stores[k].node] = true;
        spread(p, linked);
        spread(p, storable);
        for (int64_t k = 0; k < p->n_stores && status == SELAT_OK; k++) {
            if (linked[p->stores[k].node]) continue;
            status = selat_fail(context, SELAT_BAD_INPUT, "%s: store %s: no route leads to it from any source", file_of(p), node_name(p, p->stores[k].node));
        }
        for (int64_t i = 0; i < p->n_sources && status == SELAT_OK; i++) {
            if (!storable[p->sources[i].node]) selat_warn(context, "%s: source %s: no route leads from it to a store", file_of(p), node_name(p, p->sources[i].node));
        }
        selat_release(context, storable);
    }
    selat_release(context, linked);
    return status;
}

selat_status selat_capture_check(selat_context *context, const selat_capture_problem *problem) {
    TRY(check_settings(context, problem));
    TRY(check_sources(context, problem));
    TRY(check_stores(context, problem));
    TRY(check_types(context, problem));
    TRY(check_edges(context, problem));
    return check_routes(context, problem);
}

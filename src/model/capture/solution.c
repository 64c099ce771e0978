/* From a point of the program to tonnes and money, and whose tonnes cost what. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "model/capture/formulate.h"

static const double NOTHING_MT = 1e-9; /* less is rounding of the linear program */

static double at(const double *x, int64_t column) { return column < 0 ? 0 : x[column]; }
static bool set(const double *x, int64_t column) { return column >= 0 && x[column] > 0.5; }
static double tonnes(double value) { return value > NOTHING_MT ? value : 0; }

static selat_status make_room(selat_context *context, const selat_capture_problem *p, selat_capture_solution *s) {
    int64_t T = s->n_years = p->n_years, I = s->n_sources = p->n_sources, K = s->n_stores = p->n_stores;
    int64_t A = s->n_arcs = 2 * p->n_edges;
    s->n_nodes = p->n_nodes;
    TRY(selat_new(context, T * I, &s->captured_mt));
    TRY(selat_new(context, T * K, &s->stored_mt));
    TRY(selat_new(context, T * A, &s->flow_mt));
    TRY(selat_new(context, T * I, &s->source_open));
    TRY(selat_new(context, T * K, &s->store_open));
    TRY(selat_new(context, T * K, &s->wells));
    TRY(selat_new(context, T * A, &s->trend));
    TRY(selat_new(context, T * p->n_edges, &s->right_of_way));
    TRY(selat_new(context, T * I, &s->capture_cost_musd));
    TRY(selat_new(context, T * A, &s->transport_cost_musd));
    TRY(selat_new(context, T * K, &s->storage_cost_musd));
    TRY(selat_new(context, T, &s->year_cost_musd));
    TRY(selat_new(context, T * I, &s->source_cost_usd_per_t));
    TRY(selat_new(context, T * I, &s->source_own_usd_per_t));
    TRY(selat_new(context, T * I, &s->source_storage_usd_per_t));
    return selat_new(context, T * I * K, &s->source_store_mt);
}

void selat_capture_solution_destroy(selat_context *context, selat_capture_solution *s) {
    if (s == NULL) return;
    void *const arrays[] = {s->captured_mt,           s->stored_mt,           s->flow_mt,
                            s->source_open,           s->store_open,          s->wells,
                            s->trend,                 s->right_of_way,        s->capture_cost_musd,
                            s->transport_cost_musd,   s->storage_cost_musd,   s->year_cost_musd,
                            s->source_cost_usd_per_t, s->source_own_usd_per_t, s->source_storage_usd_per_t,
                            s->source_store_mt};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
    selat_release(context, s);
}

static void read_quantities(const selat_capture_problem *p, const capture_layout *l, const double *x, int64_t year,
                            selat_capture_solution *s) {
    int64_t block = capture_block(p, year), n = l->n_trends, A = s->n_arcs;
    for (int64_t i = 0; i < p->n_sources; i++) {
        s->source_open[year * p->n_sources + i] = set(x, l->source_open[block * p->n_sources + i]);
        s->captured_mt[year * p->n_sources + i] = tonnes(at(x, l->captured[year * p->n_sources + i]));
    }
    for (int64_t k = 0; k < p->n_stores; k++) {
        s->store_open[year * p->n_stores + k] = set(x, l->store_open[block * p->n_stores + k]);
        s->wells[year * p->n_stores + k] = (int64_t)llround(at(x, l->wells[block * p->n_stores + k]));
        s->stored_mt[year * p->n_stores + k] = tonnes(at(x, l->stored[year * p->n_stores + k]));
    }
    for (int64_t e = 0; e < p->n_edges; e++) {
        s->right_of_way[year * p->n_edges + e] = set(x, l->right_of_way[block * p->n_edges + e]);
    }
    for (int64_t arc = 0; arc < A; arc++) {
        s->trend[year * A + arc] = -1;
        for (int64_t t = 0; t < n; t++) {
            if (set(x, l->line[(block * A + arc) * n + t])) s->trend[year * A + arc] = t;
            s->flow_mt[year * A + arc] += tonnes(at(x, l->flow[(year * A + arc) * n + t]));
        }
    }
}

/* Every node and year: what arrives and is captured there leaves or is stored there. */
static double worst_balance(const selat_capture_problem *p, const selat_capture_solution *s, double *sum) {
    double worst = 0;
    for (int64_t year = 0; year < p->n_years; year++) {
        memset(sum, 0, (size_t)p->n_nodes * sizeof *sum);
        for (int64_t i = 0; i < p->n_sources; i++) sum[p->sources[i].node] += s->captured_mt[year * p->n_sources + i];
        for (int64_t k = 0; k < p->n_stores; k++) sum[p->stores[k].node] -= s->stored_mt[year * p->n_stores + k];
        for (int64_t arc = 0; arc < s->n_arcs; arc++) {
            const selat_capture_edge *edge = &p->edges[arc / 2];
            double flow = s->flow_mt[year * s->n_arcs + arc];
            sum[arc % 2 == 0 ? edge->a : edge->b] -= flow;
            sum[arc % 2 == 0 ? edge->b : edge->a] += flow;
        }
        for (int64_t v = 0; v < p->n_nodes; v++) worst = fmax(worst, fabs(sum[v]));
    }
    return worst;
}

static double line_cost(const selat_capture_problem *p, const selat_capture_solution *s, int64_t year, int64_t arc) {
    const selat_capture_edge *edge = &p->edges[arc / 2];
    int64_t trend = s->trend[year * s->n_arcs + arc], back = s->trend[year * s->n_arcs + (arc ^ 1)];
    if (trend < 0) return 0;
    const selat_capture_trend *line = &p->types[edge->type].trends[trend];
    double cost = p->crf * edge->cost * (line->intercept + line->slope * s->flow_mt[year * s->n_arcs + arc]);
    double corridor = p->crf * edge->right_of_way_musd;
    return cost + (back >= 0 ? 0.5 * corridor : corridor);
}

static void add_costs(const selat_capture_problem *p, int64_t year, selat_capture_solution *s) {
    double sum = 0;
    for (int64_t i = 0; i < p->n_sources; i++) {
        const selat_capture_source *source = &p->sources[i];
        int64_t cell = year * p->n_sources + i;
        double yearly = s->source_open[cell] ? p->crf * source->capex_musd + source->fom_musd_per_year : 0;
        sum += s->capture_cost_musd[cell] = yearly + source->vom_usd_per_t * s->captured_mt[cell];
    }
    for (int64_t k = 0; k < p->n_stores; k++) {
        const selat_capture_store *store = &p->stores[k];
        int64_t cell = year * p->n_stores + k;
        double site = s->store_open[cell] ? p->crf * store->site_capex_musd + store->site_fom_musd_per_year : 0;
        double well = p->crf * store->well_capex_musd + store->well_fom_musd_per_year;
        sum += s->storage_cost_musd[cell] = site + well * (double)s->wells[cell] + store->vom_usd_per_t * s->stored_mt[cell];
    }
    for (int64_t arc = 0; arc < s->n_arcs; arc++) {
        sum += s->transport_cost_musd[year * s->n_arcs + arc] = line_cost(p, s, year, arc);
    }
    s->year_cost_musd[year] = sum;
    s->cost_musd += sum * pow(1 + p->discount, -(double)year);
}

/* What lies ahead of a tonne at a node, all tonnes there sharing alike: [0] transport, [1] storage in USD/t, then the part that ends
   in each store. Flows of a cheapest network have no cycles, so nodes are settled within n_nodes passes from the stores up. */
static void look_ahead(const selat_capture_problem *p, const selat_capture_solution *s, int64_t year, double *ahead, double *through) {
    int64_t K = p->n_stores, width = K + 2;
    for (int64_t pass = 0; pass <= p->n_nodes; pass++) {
        memset(ahead, 0, (size_t)(p->n_nodes * width) * sizeof *ahead);
        double *old = ahead + p->n_nodes * width; /* of the pass before */
        memset(through, 0, (size_t)p->n_nodes * sizeof *through);
        for (int64_t k = 0; k < K; k++) {
            double stored = s->stored_mt[year * K + k], *here = ahead + p->stores[k].node * width;
            through[p->stores[k].node] += stored;
            here[2 + k] += stored;
            if (stored > 0) here[1] += s->storage_cost_musd[year * K + k];
        }
        for (int64_t arc = 0; arc < s->n_arcs; arc++) {
            const selat_capture_edge *edge = &p->edges[arc / 2];
            int64_t from = arc % 2 == 0 ? edge->a : edge->b, to = arc % 2 == 0 ? edge->b : edge->a;
            double flow = s->flow_mt[year * s->n_arcs + arc];
            if (flow == 0) continue;
            through[from] += flow;
            ahead[from * width] += s->transport_cost_musd[year * s->n_arcs + arc];
            for (int64_t k = 0; k < width; k++) ahead[from * width + k] += flow * old[to * width + k];
        }
        bool settled = true;
        for (int64_t v = 0; v < p->n_nodes; v++) {
            for (int64_t k = 0; k < width; k++) {
                int64_t cell = v * width + k;
                ahead[cell] = through[v] > 0 ? ahead[cell] / through[v] : 0;
                settled &= ahead[cell] == old[cell];
                old[cell] = ahead[cell];
            }
        }
        if (settled) return;
    }
}

/* What is built but idle in a year (its unit has no tonnes) is carried by all tonnes of that year. */
static double idle_cost(const selat_capture_solution *s, int64_t year) {
    double sum = 0;
    for (int64_t i = year * s->n_sources; i < (year + 1) * s->n_sources; i++) sum += s->captured_mt[i] > 0 ? 0 : s->capture_cost_musd[i];
    for (int64_t k = year * s->n_stores; k < (year + 1) * s->n_stores; k++) sum += s->stored_mt[k] > 0 ? 0 : s->storage_cost_musd[k];
    for (int64_t a = year * s->n_arcs; a < (year + 1) * s->n_arcs; a++) sum += s->flow_mt[a] > 0 ? 0 : s->transport_cost_musd[a];
    return sum;
}

static void share_costs(const selat_capture_problem *p, int64_t year, const double *ahead, selat_capture_solution *s) {
    int64_t I = p->n_sources, K = p->n_stores, width = K + 2;
    double captured = 0, idle = idle_cost(s, year);
    for (int64_t i = 0; i < I; i++) captured += s->captured_mt[year * I + i];
    for (int64_t i = 0; i < I; i++) {
        int64_t cell = year * I + i;
        double mt = s->captured_mt[cell];
        const double *mine = ahead + p->sources[i].node * width;
        s->source_own_usd_per_t[cell] = mt > 0 ? s->capture_cost_musd[cell] / mt : NAN;
        s->source_storage_usd_per_t[cell] = mt > 0 ? mine[1] : NAN;
        s->source_cost_usd_per_t[cell] = mt > 0 ? s->source_own_usd_per_t[cell] + mine[0] + mine[1] + idle / captured : NAN;
        for (int64_t k = 0; k < K; k++) s->source_store_mt[cell * K + k] = mt * mine[2 + k];
    }
}

selat_status capture_decode(selat_context *context, const selat_capture_problem *problem, const capture_layout *layout,
                            const double *x, selat_capture_solution *out) {
    double *ahead = NULL, *through = NULL, *sum = NULL;
    selat_status status;
    TRY_OR(end, status, make_room(context, problem, out));
    TRY_OR(end, status, selat_new(context, 2 * problem->n_nodes * (problem->n_stores + 2), &ahead));
    TRY_OR(end, status, selat_new(context, problem->n_nodes, &through));
    TRY_OR(end, status, selat_new(context, problem->n_nodes, &sum));
    out->cost_musd = 0;
    for (int64_t year = 0; year < problem->n_years; year++) {
        read_quantities(problem, layout, x, year, out);
        add_costs(problem, year, out);
        memset(ahead, 0, (size_t)(2 * problem->n_nodes * (problem->n_stores + 2)) * sizeof *ahead);
        look_ahead(problem, out, year, ahead, through);
        share_costs(problem, year, ahead, out);
    }
    out->balance_residual_mt = worst_balance(problem, out, sum);
end:
    selat_release(context, ahead);
    selat_release(context, through);
    selat_release(context, sum);
    return status;
}

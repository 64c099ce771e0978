/* The program of docs/models/capture.md, "Equations". */
#include "model/capture/formulate.h"

#include <math.h>

#include "base/memory.h"
#include "base/status.h"

typedef struct builder {
    selat_context *context;
    const selat_capture_problem *problem;
    capture_layout *layout;
    selat_mip *mip;
    bool shortage;
    double *weight;     /* [blocks] discounted years in a block */
    double *discount;   /* [years] */
    int64_t *balance;   /* [years][nodes] rows */
    double most;        /* Mt a year that can ever flow: no line carries more */
} builder;

static selat_status new_index(selat_context *context, int64_t count, int64_t **out) {
    TRY(selat_new(context, count, out));
    for (int64_t k = 0; k < count; k++) (*out)[k] = -1;
    return SELAT_OK;
}

static selat_status make_room(builder *b) {
    const selat_capture_problem *p = b->problem;
    capture_layout *l = b->layout;
    selat_context *context = b->context;
    l->n_blocks = (p->n_years + p->build_every - 1) / p->build_every;
    for (int64_t k = 0; k < p->n_types; k++) {
        if (p->types[k].n_trends > l->n_trends) l->n_trends = p->types[k].n_trends;
    }
    int64_t arcs = 2 * p->n_edges, B = l->n_blocks, T = p->n_years, lines;
    TRY(selat_count(context, B > T ? B : T, arcs, l->n_trends, 1, &lines));
    TRY(new_index(context, B * p->n_sources, &l->source_open));
    TRY(new_index(context, T * p->n_sources, &l->captured));
    TRY(new_index(context, B * p->n_stores, &l->store_open));
    TRY(new_index(context, B * p->n_stores, &l->wells));
    TRY(new_index(context, T * p->n_stores, &l->stored));
    TRY(new_index(context, B * arcs * l->n_trends, &l->line));
    TRY(new_index(context, T * arcs * l->n_trends, &l->flow));
    TRY(new_index(context, B * p->n_edges, &l->right_of_way));
    TRY(new_index(context, T, &l->target_row));
    TRY(selat_new(context, p->n_types * l->n_trends, &l->line_limit));
    TRY(selat_new(context, B, &b->weight));
    TRY(selat_new(context, T, &b->discount));
    return new_index(context, T * p->n_nodes, &b->balance);
}

void capture_layout_clear(selat_context *context, capture_layout *l) {
    void *const arrays[] = {l->source_open, l->captured, l->store_open,   l->wells,      l->stored,
                            l->line,        l->flow,     l->right_of_way, l->target_row, l->line_limit};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
    *l = (capture_layout){0};
}

/* Line t of a type is the cheapest up to Q_t, where it meets line t + 1; the last carries everything. */
static void set_limits(builder *b) {
    const selat_capture_problem *p = b->problem;
    double all = 0, target = 0;
    for (int64_t i = 0; i < p->n_sources; i++) all += p->sources[i].capacity_mtpa;
    for (int64_t t = 0; t < p->n_years; t++) target = fmax(target, p->target_mtpa[t]);
    b->most = fmin(all, target);
    for (int64_t k = 0; k < p->n_types; k++) {
        const selat_capture_type *type = &p->types[k];
        for (int64_t t = 0; t < type->n_trends; t++) {
            double limit = b->most;
            if (t + 1 < type->n_trends) {
                const selat_capture_trend *now = &type->trends[t], *next = now + 1;
                limit = fmin(limit, (next->intercept - now->intercept) / (now->slope - next->slope));
            }
            b->layout->line_limit[k * b->layout->n_trends + t] = limit;
        }
    }
}

static void set_weights(builder *b) {
    const selat_capture_problem *p = b->problem;
    for (int64_t t = 0; t < p->n_years; t++) {
        b->discount[t] = pow(1 + p->discount, -(double)t);
        b->weight[capture_block(p, t)] += b->discount[t];
    }
}

double capture_ramp(const selat_capture_problem *problem, int64_t ramp_years, int64_t built, int64_t t) {
    double running = (double)(t - built * problem->build_every + 1);
    return running < 1 ? 0 : fmin(1, running / (double)ramp_years);
}

static bool can_start(const builder *b, int64_t start, int64_t block) {
    return b->problem->first_year + block * b->problem->build_every >= start;
}
static double cost(const builder *b, double value) { return b->shortage ? 0 : value; }

/* What is built stays: x_b >= x_{b-1}. */
static selat_status add_stays(builder *b, int64_t before, int64_t now, const char *kind, int64_t k, int64_t block) {
    if (before < 0) return SELAT_OK;
    int64_t row;
    TRY(selat_mip_row(b->context, b->mip, 0, INFINITY, &row, "k%s%lld_%lld", kind, (long long)k, (long long)block));
    TRY(selat_mip_entry(b->context, b->mip, row, now, 1));
    return selat_mip_entry(b->context, b->mip, row, before, -1);
}

/* -rate sum_{tau <= b(t)} ramp(t, tau) (x_tau - x_{tau-1}): what the units built so far can do in year t. */
static selat_status add_ramped(builder *b, int64_t row, const int64_t *opened, int64_t stride, double rate, int64_t ramp_years, int64_t t) {
    const selat_capture_problem *p = b->problem;
    int64_t last = capture_block(p, t);
    for (int64_t block = 0; block <= last; block++) {
        if (opened[block * stride] < 0) continue;
        double part = capture_ramp(p, ramp_years, block, t) -
                      (block < last ? capture_ramp(p, ramp_years, block + 1, t) : 0);
        TRY(selat_mip_entry(b->context, b->mip, row, opened[block * stride], -rate * part));
    }
    return SELAT_OK;
}

static selat_status add_source(builder *b, int64_t i) {
    const selat_capture_problem *p = b->problem;
    const selat_capture_source *source = &p->sources[i];
    int64_t *open = b->layout->source_open + i, n = p->n_sources;
    for (int64_t k = 0; k < b->layout->n_blocks; k++) {
        if (!can_start(b, source->start, k)) continue;
        double yearly = p->crf * source->capex_musd + source->fom_musd_per_year;
        TRY(selat_mip_column(b->context, b->mip, cost(b, b->weight[k] * yearly), 0, 1, true, &open[k * n], "s%lld_%lld",
                             (long long)i, (long long)k));
        if (k > 0) TRY(add_stays(b, open[(k - 1) * n], open[k * n], "s", i, k));
    }
    for (int64_t t = 0; t < p->n_years; t++) {
        if (open[capture_block(p, t) * n] < 0) continue;
        int64_t row, *a = &b->layout->captured[t * n + i];
        TRY(selat_mip_column(b->context, b->mip, cost(b, b->discount[t] * source->vom_usd_per_t), 0, INFINITY, false, a,
                             "a%lld_%lld", (long long)i, (long long)t));
        TRY(selat_mip_row(b->context, b->mip, -INFINITY, 0, &row, "ca%lld_%lld", (long long)i, (long long)t));
        TRY(selat_mip_entry(b->context, b->mip, row, *a, 1));
        TRY(add_ramped(b, row, open, n, source->capacity_mtpa, source->ramp_years, t));
        TRY(selat_mip_entry(b->context, b->mip, b->balance[t * p->n_nodes + source->node], *a, 1));
        TRY(selat_mip_entry(b->context, b->mip, b->layout->target_row[t], *a, 1));
    }
    return SELAT_OK;
}

static selat_status add_store_sites(builder *b, int64_t k) {
    const selat_capture_problem *p = b->problem;
    const selat_capture_store *store = &p->stores[k];
    int64_t n = p->n_stores, *open = b->layout->store_open + k, *wells = b->layout->wells + k;
    double most_wells = ceil(b->most / store->well_rate_mtpa);
    for (int64_t block = 0; block < b->layout->n_blocks; block++) {
        if (!can_start(b, store->start, block)) continue;
        double site = p->crf * store->site_capex_musd + store->site_fom_musd_per_year;
        double well = p->crf * store->well_capex_musd + store->well_fom_musd_per_year;
        TRY(selat_mip_column(b->context, b->mip, cost(b, b->weight[block] * site), 0, 1, true, &open[block * n],
                             "r%lld_%lld", (long long)k, (long long)block));
        TRY(selat_mip_column(b->context, b->mip, cost(b, b->weight[block] * well), 0, most_wells, true,
                             &wells[block * n], "w%lld_%lld", (long long)k, (long long)block));
        if (block == 0) continue;
        TRY(add_stays(b, open[(block - 1) * n], open[block * n], "r", k, block));
        TRY(add_stays(b, wells[(block - 1) * n], wells[block * n], "w", k, block));
    }
    return SELAT_OK;
}

/* sum_t b_t + (life - T) b_T <= capacity r_T: the last year's rate goes on until the end of the life. */
static selat_status add_store_life(builder *b, int64_t k) {
    const selat_capture_problem *p = b->problem;
    int64_t n = p->n_stores, row, last = p->n_years - 1, rest = p->life_years > p->n_years ? p->life_years - p->n_years : 0;
    int64_t open = b->layout->store_open[(b->layout->n_blocks - 1) * n + k];
    if (open < 0) return SELAT_OK;
    TRY(selat_mip_row(b->context, b->mip, -INFINITY, 0, &row, "life%lld", (long long)k));
    for (int64_t t = 0; t <= last; t++) {
        int64_t stored = b->layout->stored[t * n + k];
        double years = 1 + (t == last ? (double)rest : 0);
        if (stored >= 0) TRY(selat_mip_entry(b->context, b->mip, row, stored, years / (double)p->life_years));
    }
    return selat_mip_entry(b->context, b->mip, row, open, -p->stores[k].capacity_mt / (double)p->life_years);
}

static selat_status add_store(builder *b, int64_t k) {
    const selat_capture_problem *p = b->problem;
    const selat_capture_store *store = &p->stores[k];
    int64_t n = p->n_stores, *open = b->layout->store_open + k, *wells = b->layout->wells + k;
    TRY(add_store_sites(b, k));
    for (int64_t t = 0; t < p->n_years; t++) {
        int64_t block = capture_block(p, t), row, *stored = &b->layout->stored[t * n + k];
        if (open[block * n] < 0) continue;
        TRY(selat_mip_column(b->context, b->mip, cost(b, b->discount[t] * store->vom_usd_per_t), 0, INFINITY, false,
                             stored, "b%lld_%lld", (long long)k, (long long)t));
        TRY(selat_mip_row(b->context, b->mip, -INFINITY, 0, &row, "cb%lld_%lld", (long long)k, (long long)t));
        TRY(selat_mip_entry(b->context, b->mip, row, *stored, 1));
        TRY(add_ramped(b, row, wells, n, store->well_rate_mtpa, store->ramp_years, t));
        TRY(selat_mip_row(b->context, b->mip, -INFINITY, 0, &row, "cr%lld_%lld", (long long)k, (long long)t));
        TRY(selat_mip_entry(b->context, b->mip, row, *stored, 1));
        TRY(selat_mip_entry(b->context, b->mip, row, open[block * n], -fmin(b->most, store->capacity_mt)));
        TRY(selat_mip_entry(b->context, b->mip, b->balance[t * p->n_nodes + store->node], *stored, -1));
    }
    return add_store_life(b, k);
}

static selat_status add_lines(builder *b, int64_t arc) {
    const selat_capture_problem *p = b->problem;
    const selat_capture_edge *edge = &p->edges[arc / 2];
    const selat_capture_type *type = &p->types[edge->type];
    int64_t n = b->layout->n_trends, arcs = 2 * p->n_edges;
    for (int64_t block = 0; block < b->layout->n_blocks; block++) {
        if (!can_start(b, edge->start, block)) continue;
        int64_t *line = &b->layout->line[(block * arcs + arc) * n], one, corridor = b->layout->right_of_way[block * p->n_edges + arc / 2];
        TRY(selat_mip_row(b->context, b->mip, -INFINITY, corridor >= 0 ? 0 : 1, &one, "one%lld_%lld", (long long)arc, (long long)block));
        if (corridor >= 0) TRY(selat_mip_entry(b->context, b->mip, one, corridor, -1));
        for (int64_t t = 0; t < type->n_trends; t++) {
            double yearly = p->crf * edge->cost * type->trends[t].intercept;
            TRY(selat_mip_column(b->context, b->mip, cost(b, b->weight[block] * yearly), 0, 1, true, &line[t],
                                 "y%lld_%lld_%lld", (long long)arc, (long long)t, (long long)block));
            TRY(selat_mip_entry(b->context, b->mip, one, line[t], 1));
            if (block > 0) TRY(add_stays(b, line[t - arcs * n], line[t], "y", arc * n + t, block));
        }
    }
    return SELAT_OK;
}

static selat_status add_flows(builder *b, int64_t arc) {
    const selat_capture_problem *p = b->problem;
    const selat_capture_edge *edge = &p->edges[arc / 2];
    const selat_capture_type *type = &p->types[edge->type];
    int64_t n = b->layout->n_trends, arcs = 2 * p->n_edges;
    int64_t from = arc % 2 == 0 ? edge->a : edge->b, to = arc % 2 == 0 ? edge->b : edge->a;
    for (int64_t year = 0; year < p->n_years; year++) {
        for (int64_t t = 0; t < type->n_trends; t++) {
            int64_t line = b->layout->line[(capture_block(p, year) * arcs + arc) * n + t], row;
            if (line < 0) continue;
            int64_t *flow = &b->layout->flow[(year * arcs + arc) * n + t];
            double slope = b->discount[year] * p->crf * edge->cost * type->trends[t].slope;
            TRY(selat_mip_column(b->context, b->mip, cost(b, slope), 0, INFINITY, false, flow, "p%lld_%lld_%lld",
                                 (long long)arc, (long long)t, (long long)year));
            TRY(selat_mip_row(b->context, b->mip, -INFINITY, 0, &row, "q%lld_%lld_%lld", (long long)arc, (long long)t, (long long)year));
            TRY(selat_mip_entry(b->context, b->mip, row, *flow, 1));
            TRY(selat_mip_entry(b->context, b->mip, row, line, -b->layout->line_limit[edge->type * n + t]));
            TRY(selat_mip_entry(b->context, b->mip, b->balance[year * p->n_nodes + from], *flow, -1));
            TRY(selat_mip_entry(b->context, b->mip, b->balance[year * p->n_nodes + to], *flow, 1));
        }
    }
    return SELAT_OK;
}

static selat_status add_rights_of_way(builder *b) {
    const selat_capture_problem *p = b->problem;
    for (int64_t e = 0; e < p->n_edges; e++) {
        for (int64_t block = 0; block < b->layout->n_blocks && p->edges[e].right_of_way_musd > 0; block++) {
            double yearly = p->crf * p->edges[e].right_of_way_musd;
            if (!can_start(b, p->edges[e].start, block)) continue;
            TRY(selat_mip_column(b->context, b->mip, cost(b, b->weight[block] * yearly), 0, 1, true,
                                 &b->layout->right_of_way[block * p->n_edges + e], "u%lld_%lld", (long long)e, (long long)block));
        }
    }
    return SELAT_OK;
}

static selat_status add_years(builder *b) {
    const selat_capture_problem *p = b->problem;
    for (int64_t t = 0; t < p->n_years; t++) {
        double target = p->target_mtpa[t];
        TRY(selat_mip_row(b->context, b->mip, target, target, &b->layout->target_row[t], "target%lld", (long long)(p->first_year + t)));
        for (int64_t v = 0; v < p->n_nodes; v++) {
            TRY(selat_mip_row(b->context, b->mip, 0, 0, &b->balance[t * p->n_nodes + v], "n%lld_%lld", (long long)v, (long long)t));
        }
        if (!b->shortage) continue;
        int64_t missing;
        TRY(selat_mip_column(b->context, b->mip, 1, 0, INFINITY, false, &missing, "missing%lld", (long long)t));
        TRY(selat_mip_entry(b->context, b->mip, b->layout->target_row[t], missing, 1));
    }
    return SELAT_OK;
}

static selat_status fill(builder *b) {
    const selat_capture_problem *p = b->problem;
    TRY(make_room(b));
    set_limits(b);
    set_weights(b);
    TRY(add_years(b));
    for (int64_t i = 0; i < p->n_sources; i++) TRY(add_source(b, i));
    for (int64_t k = 0; k < p->n_stores; k++) TRY(add_store(b, k));
    TRY(add_rights_of_way(b));
    for (int64_t arc = 0; arc < 2 * p->n_edges; arc++) {
        if (arc % 2 == 1 && p->edges[arc / 2].one_way) continue;
        TRY(add_lines(b, arc));
        TRY(add_flows(b, arc));
    }
    return SELAT_OK;
}

selat_status capture_formulate(selat_context *context, const selat_capture_problem *problem, bool shortage,
                               capture_layout *layout, selat_mip *mip) {
    *layout = (capture_layout){0};
    *mip = (selat_mip){0};
    builder b = {.context = context, .problem = problem, .layout = layout, .mip = mip, .shortage = shortage};
    selat_status status = fill(&b);
    selat_release(context, b.weight);
    selat_release(context, b.discount);
    selat_release(context, b.balance);
    if (status != SELAT_OK) {
        capture_layout_clear(context, layout);
        selat_mip_clear(context, mip);
    }
    return status;
}

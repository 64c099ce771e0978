/* Sources, terminals, stores and candidate routes of two countries. */
#include "selat/capture_network.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "selat/sea.h"

enum { FEWEST_SOURCES = 6, MOST_SOURCES = 20, NEAREST = 2, PIPE = 0, SHIP = 1, MOST_STEPS = 2 };
static const double ENOUGH = 2;              /* times the capacity that the sources together can capture */
static const double NEIGHBOUR_KM = 60;       /* sources this near may share a line */
static const double HOURS = 8760;
/* Capital by flow p, in parts of that at 5 Mt a year: SimCCS's two trends of pipeline cost, and ships. */
static const selat_capture_trend pipe_lines[] = {{0.115719152, 0.431655132}, {0.078306697, 0.770037049}};
static const selat_capture_trend ship_lines[] = {{0.8, 0.4}};

typedef struct candidate {
    const selat_ccs_place *place;
    const selat_ccs_kind *kind;
    double gross_mtpa, cost_usd_per_t, score;
} candidate;

typedef struct builder {
    selat_context *context;
    const selat_ccs *ccs;
    const selat_table *table;
    const selat_capture_terms *terms;
    const double *ship_km;
    selat_capture_problem *problem;
    candidate *candidates;
    int64_t n_candidates;
    int64_t *terminal_node; /* [terminals] -1: of neither country */
    const char *source_code, *store_code;
} builder;

static double apart_km(const selat_ccs_place *a, const selat_ccs_place *b) {
    return selat_great_circle_km(a->longitude, a->latitude, b->longitude, b->latitude);
}
static bool is_of(const selat_ccs_place *place, const char *country) { return strcmp(place->country, country) == 0; }

double selat_capture_target_mt(const selat_capture_terms *t, int64_t year) {
    if (year < t->start) return 0;
    double part = (double)(year - t->start + 1) / (double)(t->full - t->start + 1);
    return t->capacity_mtpa * fmin(1, part);
}

/* ---- sources ---- */

static bool takes_sector(const builder *b, const char *sector) {
    int64_t s = selat_labels_find(&b->table->sectors, sector);
    for (int64_t k = 0; k < b->terms->n_products; k++) {
        if (b->terms->products[k] == s) return true;
    }
    return b->terms->n_products == 0 && s >= 0;
}

/* CO2 of a sector of the source country, Mt a year. */
static double sector_mt(const builder *b, const char *sector) {
    const selat_table *t = b->table;
    int64_t s = selat_labels_find(&t->sectors, sector), R = t->regions.count, S = t->sectors.count;
    double sum = 0;
    for (int64_t q = 0; q < t->stressors.count; q++) {
        if (strcmp(t->stressor_gases[q], "CO2") == 0) sum += t->stressor[(q * R + b->terms->source_region) * S + s];
    }
    return sum;
}

static double nearest_terminal_km(const builder *b, const selat_ccs_place *place) {
    double least = INFINITY;
    for (int64_t k = 0; k < b->ccs->n_terminals; k++) {
        if (is_of(&b->ccs->terminals[k], b->source_code)) least = fmin(least, apart_km(place, &b->ccs->terminals[k]));
    }
    return least;
}

static void add_candidate(builder *b, const selat_ccs_place *place, int64_t kind, double gross_mtpa) {
    const selat_ccs_parameters *q = &b->ccs->parameters;
    const selat_ccs_kind *k = &b->ccs->kinds[kind];
    if (!is_of(place, b->source_code) || !takes_sector(b, k->sector) || !(gross_mtpa > 0)) return;
    double cost = isnan(b->terms->capture_usd_per_t) ? k->capture_usd_per_t : b->terms->capture_usd_per_t;
    /* what a line of its own would cost per tonne, for the order only */
    double line = q->crf * q->pipe_musd_per_km * q->pipe_detour * nearest_terminal_km(b, place) * pipe_lines[0].intercept / q->train_mtpa;
    b->candidates[b->n_candidates++] = (candidate){place, k, gross_mtpa, cost, cost + line};
}

static double penalty_of(const builder *b, const candidate *c) {
    return isnan(b->terms->energy_penalty) ? c->kind->energy_penalty : b->terms->energy_penalty;
}

/* A train, or as much as the plant emits; larger trains where the accord asks for more than twenty of the usual make. */
static double capacity_of(const builder *b, const candidate *c) {
    const selat_ccs_parameters *q = &b->ccs->parameters;
    double train = fmax(q->train_mtpa, ENOUGH * b->terms->capacity_mtpa / MOST_SOURCES);
    return fmin(train, q->capture_rate * c->gross_mtpa * (1 + penalty_of(b, c)));
}

static selat_status find_candidates(builder *b) {
    const selat_ccs *c = b->ccs;
    TRY(selat_new(b->context, c->n_plants + c->n_sites, &b->candidates));
    for (int64_t k = 0; k < c->n_plants; k++) {
        const selat_ccs_kind *kind = &c->kinds[c->plants[k].kind];
        add_candidate(b, &c->plants[k].place, c->plants[k].kind, c->plants[k].capacity_mw * HOURS * kind->load_factor * kind->t_per_mwh / 1e6);
    }
    for (int64_t k = 0; k < c->n_sites; k++) {
        const selat_ccs_kind *kind = &c->kinds[c->sites[k].kind];
        if (selat_labels_find(&b->table->sectors, kind->sector) < 0) continue;
        add_candidate(b, &c->sites[k].place, c->sites[k].kind, c->sites[k].share * sector_mt(b, kind->sector));
    }
    for (int64_t k = 1; k < b->n_candidates; k++) { /* cheapest first; equal ones stay in the order of the files */
        for (int64_t at = k; at > 0 && b->candidates[at].score < b->candidates[at - 1].score; at--) {
            candidate lower = b->candidates[at];
            b->candidates[at] = b->candidates[at - 1];
            b->candidates[at - 1] = lower;
        }
    }
    double sum = 0;
    int64_t taken = 0;
    for (; taken < b->n_candidates && taken < MOST_SOURCES; taken++) {
        if (taken >= FEWEST_SOURCES && sum >= ENOUGH * b->terms->capacity_mtpa) break;
        sum += capacity_of(b, &b->candidates[taken]);
    }
    b->n_candidates = taken;
    if (taken > 0) return SELAT_OK;
    return selat_fail(b->context, SELAT_BAD_INPUT, "%s: no power plant or site of %s in data/ccs captures for these sectors", b->problem->file, b->source_code);
}

static selat_status add_node(builder *b, const selat_ccs_place *place, int64_t *out) {
    selat_capture_node *node = &b->problem->nodes[b->problem->n_nodes];
    *out = b->problem->n_nodes++;
    node->longitude = place->longitude;
    node->latitude = place->latitude;
    TRY(selat_copy_text(b->context, place->name, &node->name));
    return selat_copy_text(b->context, place->country, &node->region);
}

static selat_status add_sources(builder *b) {
    const selat_ccs_parameters *q = &b->ccs->parameters;
    for (int64_t k = 0; k < b->n_candidates; k++) {
        const candidate *c = &b->candidates[k];
        selat_capture_source *s = &b->problem->sources[b->problem->n_sources++];
        double capacity = capacity_of(b, c), penalty = penalty_of(b, c), yearly = c->cost_usd_per_t * capacity;
        *s = (selat_capture_source){.capacity_mtpa = capacity,
                                    .gross_mtpa = c->gross_mtpa * (1 + penalty),
                                    .capex_musd = yearly * q->capital_share / q->crf,
                                    .fom_musd_per_year = yearly * q->fixed_share,
                                    .vom_usd_per_t = c->cost_usd_per_t * fmax(0, 1 - q->capital_share - q->fixed_share),
                                    .start = b->terms->start,
                                    .ramp_years = 1,
                                    .penalty_t_per_t = penalty / (q->capture_rate * (1 + penalty))};
        TRY(selat_copy_text(b->context, c->kind->sector, &s->sector));
        TRY(add_node(b, c->place, &s->node));
    }
    return SELAT_OK;
}

/* ---- terminals, stores, routes ---- */

static selat_status add_terminals(builder *b) {
    int64_t ours = 0, theirs = 0;
    TRY(selat_new(b->context, b->ccs->n_terminals, &b->terminal_node));
    for (int64_t k = 0; k < b->ccs->n_terminals; k++) {
        const selat_ccs_place *place = &b->ccs->terminals[k];
        bool here = is_of(place, b->source_code), there = is_of(place, b->store_code);
        b->terminal_node[k] = -1;
        ours += here, theirs += there;
        if (here || there) TRY(add_node(b, place, &b->terminal_node[k]));
    }
    if (ours > 0 && theirs > 0) return SELAT_OK;
    return selat_fail(b->context, SELAT_BAD_INPUT, "%s: no CO2 terminal of %s in data/ccs/terminals.csv (give the network of a folder with `network`)",
                      b->problem->file, ours == 0 ? b->source_code : b->store_code);
}

static void add_edge(builder *b, int64_t from, int64_t to, int64_t type, double cost, double km, bool one_way) {
    b->problem->edges[b->problem->n_edges++] =
        (selat_capture_edge){.a = from, .b = to, .type = type, .cost = cost, .start = b->terms->start, .km = km, .one_way = one_way};
}

static void add_pipe(builder *b, int64_t from, int64_t to, double straight_km, bool offshore, bool one_way) {
    const selat_ccs_parameters *q = &b->ccs->parameters;
    double km = straight_km * q->pipe_detour;
    double capital = km * q->pipe_musd_per_km * (offshore ? q->pipe_offshore_factor : 1);
    add_edge(b, from, to, PIPE, capital * (1 + q->pipe_running_share / q->crf), km, one_way);
}

/* Lines between `place` (node) and the NEAREST terminals of a country, towards the terminal or from it. */
static void link_terminals(builder *b, const selat_ccs_place *place, int64_t node, const char *country, bool offshore) {
    int64_t used[NEAREST];
    for (int found = 0; found < NEAREST; found++) {
        int64_t best = -1;
        for (int64_t k = 0; k < b->ccs->n_terminals; k++) {
            bool taken = false;
            for (int u = 0; u < found; u++) taken = taken || used[u] == k;
            if (taken || !is_of(&b->ccs->terminals[k], country)) continue;
            if (best < 0 || apart_km(place, &b->ccs->terminals[k]) < apart_km(place, &b->ccs->terminals[best])) best = k;
        }
        if (best < 0) return;
        used[found] = best;
        int64_t terminal = b->terminal_node[best];
        add_pipe(b, offshore ? terminal : node, offshore ? node : terminal, apart_km(place, &b->ccs->terminals[best]), offshore, true);
    }
}

static void link_neighbours(builder *b) {
    for (int64_t k = 0; k < b->n_candidates; k++) {
        int64_t best = -1;
        for (int64_t m = 0; m < k; m++) {
            double km = apart_km(b->candidates[k].place, b->candidates[m].place);
            if (km <= NEIGHBOUR_KM && (best < 0 || km < apart_km(b->candidates[k].place, b->candidates[best].place))) best = m;
        }
        if (best < 0) continue;
        double km = fmax(1, apart_km(b->candidates[k].place, b->candidates[best].place));
        add_pipe(b, b->problem->sources[k].node, b->problem->sources[best].node, km, false, false);
    }
}

static void link_by_ship(builder *b) {
    const selat_ccs_parameters *q = &b->ccs->parameters;
    int64_t n = b->ccs->n_terminals;
    for (int64_t from = 0; from < n; from++) {
        for (int64_t to = 0; to < n; to++) {
            double km = b->ship_km[from * n + to];
            if (from == to || !is_of(&b->ccs->terminals[from], b->source_code) || !is_of(&b->ccs->terminals[to], b->store_code) || !isfinite(km)) continue;
            add_edge(b, b->terminal_node[from], b->terminal_node[to], SHIP, (q->ship_usd_per_t + q->ship_usd_per_t_1000km * km / 1000) / q->crf, km, true);
        }
    }
}

static selat_status add_stores(builder *b) {
    const selat_ccs_parameters *q = &b->ccs->parameters;
    for (int64_t k = 0; k < b->ccs->n_stores; k++) {
        const selat_ccs_store *store = &b->ccs->stores[k];
        if (!is_of(&store->place, b->store_code) || store->start > b->terms->last_year) continue;
        selat_capture_store *s = &b->problem->stores[b->problem->n_stores++];
        *s = (selat_capture_store){.capacity_mt = store->capacity_mt,
                                   .site_capex_musd = q->store_site_musd,
                                   .site_fom_musd_per_year = q->store_site_musd * q->store_site_fixed_share,
                                   .well_rate_mtpa = q->well_mtpa,
                                   .well_capex_musd = q->well_musd,
                                   .well_fom_musd_per_year = q->well_musd * q->well_fixed_share,
                                   .vom_usd_per_t = q->store_usd_per_t,
                                   .start = store->start,
                                   .ramp_years = 1};
        TRY(add_node(b, &store->place, &s->node));
        link_terminals(b, &store->place, s->node, b->store_code, true);
    }
    if (b->problem->n_stores > 0) return SELAT_OK;
    return selat_fail(b->context, SELAT_BAD_INPUT, "%s: no store of %s in data/ccs/stores.csv starts by %lld", b->problem->file, b->store_code,
                      (long long)b->terms->last_year);
}

static selat_status add_type(builder *b, int64_t at, const char *name, const selat_capture_trend *lines, int64_t count) {
    selat_capture_type *type = &b->problem->types[at];
    TRY(selat_copy_text(b->context, name, &type->name));
    TRY(selat_new(b->context, count, &type->trends));
    memcpy(type->trends, lines, (size_t)count * sizeof *lines);
    type->n_trends = count;
    return SELAT_OK;
}

static selat_status set_years(builder *b) {
    selat_capture_problem *p = b->problem;
    const selat_capture_terms *t = b->terms;
    p->first_year = t->start;
    p->n_years = t->last_year - t->start + 1;
    /* what grows is built in at most two steps, what does not at once */
    p->build_every = t->full > t->start ? (p->n_years + MOST_STEPS - 1) / MOST_STEPS : p->n_years;
    TRY(selat_new(b->context, p->n_years, &p->target_mtpa));
    for (int64_t k = 0; k < p->n_years; k++) p->target_mtpa[k] = selat_capture_target_mt(t, t->start + k);
    return SELAT_OK;
}

static selat_status make_room(builder *b) {
    selat_capture_problem *p = b->problem;
    int64_t T = b->ccs->n_terminals, most = MOST_SOURCES + T + b->ccs->n_stores;
    p->crf = b->ccs->parameters.crf;
    p->discount = b->ccs->parameters.discount;
    p->life_years = (int64_t)b->ccs->parameters.life_years;
    p->n_types = 2;
    TRY(selat_new(b->context, most, &p->nodes));
    TRY(selat_new(b->context, MOST_SOURCES, &p->sources));
    TRY(selat_new(b->context, b->ccs->n_stores, &p->stores));
    TRY(selat_new(b->context, 2, &p->types));
    return selat_new(b->context, (NEAREST + 1) * most + T * T, &p->edges);
}

static selat_status build(builder *b, const char *name) {
    TRY(selat_copy_text(b->context, name, &b->problem->name));
    TRY(selat_copy_text(b->context, name, &b->problem->file));
    TRY(make_room(b));
    TRY(add_type(b, PIPE, "pipe", pipe_lines, 2));
    TRY(add_type(b, SHIP, "ship", ship_lines, 1));
    TRY(set_years(b));
    TRY(find_candidates(b));
    TRY(add_sources(b));
    TRY(add_terminals(b));
    for (int64_t k = 0; k < b->n_candidates; k++) {
        link_terminals(b, b->candidates[k].place, b->problem->sources[k].node, b->source_code, false);
    }
    link_neighbours(b);
    link_by_ship(b);
    return add_stores(b);
}

selat_status selat_capture_network(selat_context *context, const selat_ccs *ccs, const selat_table *table,
                                   const selat_capture_terms *terms, const double *ship_km, const char *name,
                                   selat_capture_problem **out) {
    builder b = {.context = context, .ccs = ccs, .table = table, .terms = terms, .ship_km = ship_km,
                 .source_code = table->regions.codes[terms->source_region], .store_code = table->regions.codes[terms->store_region]};
    *out = NULL;
    TRY(selat_new(context, 1, &b.problem));
    selat_status status = build(&b, name);
    selat_release(context, b.candidates);
    selat_release(context, b.terminal_node);
    if (status == SELAT_OK) {
        *out = b.problem;
    } else {
        selat_capture_problem_destroy(context, b.problem);
    }
    return status;
}

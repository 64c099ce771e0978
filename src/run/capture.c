/* Networks for the capture measures of an accord. */
#include <math.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "selat/capture_case.h"
#include "selat/ccs_data.h"
#include "selat/lanes.h"
#include "selat/lanes_data.h"
#include "selat/run_capture.h"

/* Costs of routes and plants are assumed ones: half a per cent is well within what is known of them. */
static const double GAP = 5e-3, TIME_LIMIT_S = 30;

typedef struct planner {
    selat_context *context;
    selat_accord *accord;
    const selat_table *table;
    selat_sea **sea;      /* the caller's; loaded when the first measure asks */
    selat_ccs *ccs;       /* loaded once, when the first measure asks */
    double *ship_km;      /* [terminals][terminals] */
} planner;

/* Ways by sea between all terminals, over the network of lanes from the node nearest to each. */
static selat_status find_ship_routes(planner *p) {
    selat_sea_paths *paths = NULL;
    int64_t n = p->ccs->n_terminals;
    const selat_ccs_place *places = p->ccs->terminals;
    selat_status status;
    if (*p->sea == NULL) TRY(selat_dataset_sea(p->context, p->table, p->sea));
    const selat_sea *sea = *p->sea;
    TRY_OR(end, status, selat_new(p->context, n * n, &p->ship_km));
    TRY_OR(end, status, selat_sea_paths_create(p->context, sea->network, &paths));
    for (int64_t from = 0; from < n; from++) {
        int64_t node = selat_sea_network_nearest(sea->network, places[from].longitude, places[from].latitude);
        TRY_OR(end, status, selat_sea_paths_find(p->context, sea->network, &sea->gates, sea->gates.shut, node, paths));
        for (int64_t to = 0; to < n; to++) {
            int64_t end_node = selat_sea_network_nearest(sea->network, places[to].longitude, places[to].latitude);
            p->ship_km[from * n + to] = paths->km[end_node];
        }
    }
end:
    selat_sea_paths_destroy(p->context, paths);
    return status;
}

static selat_status load_data(planner *p) {
    if (p->ccs != NULL) return SELAT_OK;
    TRY(selat_dataset_ccs(p->context, &p->ccs));
    return find_ship_routes(p);
}

/* A case folder, relative to the accord's file. */
static selat_status load_case(planner *p, const char *folder, selat_capture_problem **out) {
    const char *slash = strrchr(p->accord->path, '/');
    char *beside = NULL, *path = NULL;
    selat_status status = selat_copy_text_n(p->context, p->accord->path, slash != NULL ? (size_t)(slash - p->accord->path) : 0, &beside);
    if (status == SELAT_OK && folder[0] != '/' && slash != NULL) {
        status = selat_path_join(p->context, beside, folder, &path);
    } else if (status == SELAT_OK) {
        status = selat_copy_text(p->context, folder, &path);
    }
    if (status == SELAT_OK) status = selat_capture_case_load(p->context, path, out);
    selat_release(p->context, beside);
    selat_release(p->context, path);
    return status;
}

/* What the folder lets start in its first year starts with the measure; later years stay. */
static void move_start(int64_t first_year, int64_t start, int64_t *year) {
    if (*year <= first_year || *year < start) *year = start;
}

/* The folder's own years and targets give way to the measure's. */
static selat_status set_targets(planner *p, const selat_capture_terms *terms, selat_capture_problem *problem) {
    double *targets;
    int64_t n = terms->last_year - terms->start + 1;
    TRY(selat_new(p->context, n, &targets));
    for (int64_t k = 0; k < n; k++) targets[k] = selat_capture_target_mt(terms, terms->start + k);
    selat_release(p->context, problem->target_mtpa);
    problem->target_mtpa = targets;
    for (int64_t i = 0; i < problem->n_sources; i++) move_start(problem->first_year, terms->start, &problem->sources[i].start);
    for (int64_t k = 0; k < problem->n_stores; k++) move_start(problem->first_year, terms->start, &problem->stores[k].start);
    for (int64_t e = 0; e < problem->n_edges; e++) move_start(problem->first_year, terms->start, &problem->edges[e].start);
    problem->first_year = terms->start;
    problem->n_years = n;
    return SELAT_OK;
}

static selat_status make_problem(planner *p, const selat_measure *m, selat_capture_problem **out) {
    char name[400];
    const selat_capture_plan *plan = m->capture;
    selat_format(name, sizeof name, "%.300s:%lld: capture", p->accord->path, (long long)m->line);
    if (plan->network != NULL) {
        TRY(load_case(p, plan->network, out));
        selat_status status = set_targets(p, &plan->terms, *out);
        if (status == SELAT_OK) return SELAT_OK;
        selat_capture_problem_destroy(p->context, *out);
        *out = NULL;
        return status;
    }
    TRY(load_data(p));
    return selat_capture_network(p->context, p->ccs, p->table, &plan->terms, p->ship_km, name, out);
}

static selat_status note_end(planner *p, const selat_capture_problem *problem, const selat_capture_solution *s, selat_capture_plan *plan) {
    char note[160];
    selat_format(note, sizeof note, "%s, proven within %.2g %% of the least cost (asked for: %g %%), %lld binaries", selat_capture_reason_name(s->reason), 100 * s->gap, 100 * GAP, (long long)s->n_binaries);
    if (s->reason != SELAT_CAPTURE_OPTIMAL) selat_warn(p->context, "%s: the search for a network ended by %s", problem->file, note);
    return selat_copy_text(p->context, note, &plan->note);
}

static selat_status plan_measure(planner *p, selat_measure *m) {
    selat_capture_problem *problem;
    selat_capture_solution *solution;
    selat_capture_options options = {.time_limit_s = TIME_LIMIT_S, .gap = GAP, .quick = true};
    TRY(make_problem(p, m, &problem));
    selat_release(p->context, problem->name);
    problem->name = NULL;
    selat_status status = selat_copy_text(p->context, m->label != NULL ? m->label : m->text, &problem->name);
    if (status == SELAT_OK) status = selat_capture_solve(p->context, problem, &options, &solution);
    if (status != SELAT_OK) {
        selat_capture_problem_destroy(p->context, problem);
        return status;
    }
    TRY(selat_capture_plan_fill(p->context, p->table, p->accord->first_year, p->accord->last_year, problem, solution, m->capture));
    return note_end(p, problem, solution, m->capture);
}

selat_status selat_run_plan_capture(selat_context *context, selat_accord *accord, const selat_table *table, selat_sea **sea) {
    planner p = {.context = context, .accord = accord, .table = table, .sea = sea};
    selat_status status = SELAT_OK;
    for (int64_t k = 0; k < accord->n_measures && status == SELAT_OK; k++) {
        if (accord->measures[k].capture != NULL) status = plan_measure(&p, &accord->measures[k]);
    }
    for (int64_t k = 0; k < accord->n_overlays && status == SELAT_OK; k++) {
        status = selat_run_plan_capture(context, accord->overlays[k], table, sea);
    }
    selat_ccs_destroy(context, p.ccs);
    selat_release(context, p.ship_km);
    return status;
}

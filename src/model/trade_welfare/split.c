/* The split: equilibria at Gauss-Lobatto points of the path, derivatives of the polynomials through them, the integral. */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/threads.h"
#include "model/trade_welfare/node.h"

static const double default_tolerance = 1e-11, solve_tolerance = 1e-13, accepted_residual = 1e-11;
/* Tried in turn; where the first leaves this much, one more step would not do and the second is left out. */
static const int64_t node_counts[] = {8, 14, 40};
static const double far_off = 1e-8;
enum { N_COUNTS = sizeof node_counts / sizeof *node_counts };

typedef struct walk {
    const selat_welfare_options *options;
    selat_path path;
    selat_lobatto points;
    const selat_trade_result *last; /* at 1, the caller's */
    selat_trade_result *first;      /* at 0 */
    selat_trade_result **solved;    /* [count]; the ends are the two above */
    double *values;                 /* [count][length] */
    selat_node_sums *sums;          /* [count] */
    int64_t *detail_of;             /* [R] */
} walk;

static selat_status solve_at(selat_context *context, const walk *w, double t, const selat_trade_result *start,
                             selat_trade_result **out) {
    selat_trade_options options = w->options->trade;
    selat_trade_shock shock;
    /* The path starts at a base that zero deficits have been solved into already. */
    if (options.deficits == SELAT_DEFICITS_ZERO) options.deficits = SELAT_DEFICITS_NOMINAL;
    options.tolerance = solve_tolerance;
    options.start = start;
    TRY(selat_path_shock(context, &w->path, t, &shock));
    selat_status status = selat_trade_solve(context, w->path.economy, &shock, &options, out);
    selat_trade_shock_clear(context, &shock);
    return status;
}

static selat_status solve_piece(selat_context *own, void *data, int64_t piece) {
    walk *w = data;
    int64_t at = piece + 1;
    double t = w->points.point[at];
    selat_trade_result *start;
    TRY(selat_check_cancel(own));
    TRY(selat_path_start(own, w->first, w->last, t, &start));
    selat_status status = solve_at(own, w, t, start, &w->solved[at]);
    selat_trade_result_destroy(own, start);
    return status;
}

static const selat_trade_result *solution(const walk *w, int64_t at) {
    return at == 0 ? w->first : at == w->points.count - 1 ? w->last : w->solved[at];
}

static selat_status add_piece(selat_context *own, void *data, int64_t at) {
    walk *w = data;
    int64_t r = w->path.n_regions, s = w->path.n_sectors, d = w->options->n_detailed, length = selat_node_length(r, s);
    selat_node_sums *sums = &w->sums[at];
    double *rate;
    TRY(selat_check_cancel(own));
    TRY(selat_new(own, r, &sums->region));
    TRY(selat_new(own, d * s * r, &sums->cell));
    TRY(selat_new(own, d * s, &sums->technology));
    TRY(selat_new(own, length, &rate));
    selat_lobatto_derive(&w->points, length, w->values, at, rate);
    selat_status status = selat_node_add(own, &w->path, w->points.point[at], w->points.weight[at], solution(w, at), rate,
                                         w->detail_of, sums);
    selat_release(own, rate);
    return status;
}

static void clear_points(selat_context *context, walk *w) {
    for (int64_t k = 0; k < w->points.count; k++) {
        if (w->solved != NULL) selat_trade_result_destroy(context, w->solved[k]);
        if (w->sums == NULL) continue;
        selat_release(context, w->sums[k].region);
        selat_release(context, w->sums[k].cell);
        selat_release(context, w->sums[k].technology);
    }
    selat_release(context, w->solved);
    selat_release(context, w->sums);
    selat_release(context, w->values);
    w->solved = NULL;
    w->sums = NULL;
    w->values = NULL;
    selat_lobatto_clear(context, &w->points);
}

static void add_parts(selat_welfare_parts *to, const selat_welfare_parts *from) {
    to->terms_of_trade += from->terms_of_trade;
    to->volume_of_trade += from->volume_of_trade;
    to->technical += from->technical;
    to->technology += from->technology;
    to->scale += from->scale;
    to->labour += from->labour;
    to->rents += from->rents;
    to->deficit += from->deficit;
    to->purchases += from->purchases;
}

static void add_cell(selat_welfare_cell *to, const selat_welfare_cell *from) {
    to->terms_of_trade += from->terms_of_trade;
    to->volume_of_trade += from->volume_of_trade;
    to->technical += from->technical;
    to->rents += from->rents;
}

/* In the order of the points, so that threads change nothing. */
static void add_up(const walk *w, selat_welfare_split *split) {
    int64_t r = split->n_regions, s = split->n_sectors, d = split->n_detailed;
    memset(split->region, 0, (size_t)r * sizeof *split->region);
    memset(split->cell, 0, (size_t)(d * s * r) * sizeof *split->cell);
    memset(split->technology, 0, (size_t)(d * s) * sizeof *split->technology);
    for (int64_t at = 0; at < w->points.count; at++) {
        const selat_node_sums *sums = &w->sums[at];
        for (int64_t n = 0; n < r; n++) add_parts(&split->region[n], &sums->region[n]);
        for (int64_t k = 0; k < d * s * r; k++) add_cell(&split->cell[k], &sums->cell[k]);
        for (int64_t k = 0; k < d * s; k++) split->technology[k] += sums->technology[k];
    }
}

/* EV(1) - EV(0) is the sum of the parts; EV(0) is what an inexact base changes without any shock. */
static void finish(const walk *w, selat_welfare_split *split) {
    split->nodes = w->points.count;
    split->largest_remainder = 0;
    split->converged = true;
    for (int64_t n = 0; n < split->n_regions; n++) {
        selat_welfare_parts *p = &split->region[n];
        double income = w->last->income_base[n];
        split->income[n] = income;
        p->base_gap = income * (w->first->real_income_hat[n] - 1);
        p->exact = income * (w->last->real_income_hat[n] - 1);
        p->remainder = p->exact - (p->terms_of_trade + p->volume_of_trade + p->technical + p->technology + p->scale +
                                   p->labour + p->rents + p->deficit + p->purchases + p->base_gap);
        double relative = fabs(p->remainder / income);
        if (!(relative <= split->largest_remainder)) split->largest_remainder = relative;
    }
    for (int64_t at = 0; at < w->points.count; at++) {
        const selat_trade_report *report = &solution(w, at)->report;
        if (!(report->residual <= accepted_residual)) split->converged = false;
    }
    double tolerance = w->options->tolerance > 0 ? w->options->tolerance : default_tolerance;
    if (!(split->largest_remainder <= tolerance)) split->converged = false;
}

static selat_status try_count(selat_context *context, walk *w, int64_t count, selat_welfare_split *split) {
    int64_t length = selat_node_length(w->path.n_regions, w->path.n_sectors);
    clear_points(context, w);
    TRY(selat_lobatto_init(context, count, &w->points));
    TRY(selat_new(context, count, &w->solved));
    TRY(selat_new(context, count, &w->sums));
    TRY(selat_new(context, count * length, &w->values));
    TRY(selat_parallel(context, count - 2, solve_piece, w));
    for (int64_t at = 0; at < count; at++) {
        selat_node_fill(&w->path, w->points.point[at], solution(w, at), w->values + at * length);
    }
    TRY(selat_parallel(context, count, add_piece, w));
    add_up(w, split);
    finish(w, split);
    return SELAT_OK;
}

static selat_status integrate(selat_context *context, walk *w, selat_welfare_split *split) {
    TRY(solve_at(context, w, 0, NULL, &w->first));
    for (int64_t k = 0; k < N_COUNTS && !split->converged; k++) {
        if (k == 1 && !(split->largest_remainder <= far_off)) continue;
        TRY(try_count(context, w, node_counts[k], split));
    }
    return SELAT_OK;
}

static selat_status create(selat_context *context, int64_t r, int64_t s, const selat_welfare_options *options,
                           selat_welfare_split **out) {
    int64_t d = options->n_detailed;
    TRY(selat_new(context, 1, out));
    selat_welfare_split *split = *out;
    split->n_regions = r;
    split->n_sectors = s;
    split->n_detailed = d;
    TRY(selat_new(context, d, &split->detailed));
    TRY(selat_new(context, r, &split->income));
    TRY(selat_new(context, r, &split->region));
    TRY(selat_new(context, d * s * r, &split->cell));
    TRY(selat_new(context, d * s, &split->technology));
    for (int64_t k = 0; k < d; k++) {
        if (options->detailed[k] < 0 || options->detailed[k] >= r) {
            return selat_fail(context, SELAT_BAD_INPUT, "welfare split: region %lld is not in the table",
                              (long long)options->detailed[k]);
        }
        split->detailed[k] = options->detailed[k];
    }
    return SELAT_OK;
}

selat_status selat_welfare_split_create(selat_context *context, const selat_economy *economy,
                                        const selat_trade_shock *shock, const selat_trade_result *result,
                                        const selat_welfare_options *options, selat_welfare_split **out) {
    double begun = selat_clock_seconds();
    const selat_economy *base = result->base != NULL ? result->base : economy;
    walk w = {.options = options, .last = result};
    selat_status status;
    *out = NULL;
    TRY_OR(done, status, create(context, base->n_regions, base->n_sectors, options, out));
    TRY_OR(done, status, selat_new(context, base->n_regions, &w.detail_of));
    for (int64_t n = 0; n < base->n_regions; n++) w.detail_of[n] = -1;
    for (int64_t k = 0; k < options->n_detailed; k++) w.detail_of[options->detailed[k]] = k;
    TRY_OR(done, status, selat_path_init(context, base, shock, &w.path));
    TRY_OR(done, status, integrate(context, &w, *out));
    (*out)->seconds = selat_clock_seconds() - begun;
done:
    clear_points(context, &w);
    selat_trade_result_destroy(context, w.first);
    selat_path_clear(context, &w.path);
    selat_release(context, w.detail_of);
    if (status != SELAT_OK) {
        selat_welfare_split_destroy(context, *out);
        *out = NULL;
    }
    return status;
}

void selat_welfare_split_destroy(selat_context *context, selat_welfare_split *split) {
    if (split == NULL) return;
    void *const arrays[] = {split->detailed, split->income, split->region, split->cell, split->technology};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
    selat_release(context, split);
}

/* Structural paths by depth first search. With m = (I - A')^-1 |q|, a branch that has reached industry i with weight w holds at
   most m_i w, so it is cut when that is below the threshold. Columns of A are sorted by m_i a_ij once, when first met: a visit
   then stops at the first entry that is too small. */
#include "selat/paths.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/status.h"
#include "indicator/world.h"

enum { MOST_STEPS = 10000000, STANDARD_LENGTH = 30, FIRST_ROOM = 1024 };

typedef struct entry {
    int64_t industry;
    double coefficient, bound; /* a_ij, m_i a_ij */
} entry;

typedef struct column {
    int64_t count;
    entry *entries; /* largest bound first; NULL: not met yet */
} column;

typedef struct search {
    selat_context *context;
    const selat_indicator_world *w;
    const double *intensity;
    const double *bound;  /* [n] m */
    double threshold;     /* absolute */
    double most;          /* largest |q|' L |f| */
    int64_t max_length;
    column *columns;      /* [n] */
    double *bought;       /* [n] */
    selat_paths *out;
    int64_t room;
} search;

static int by_bound(const void *a, const void *b) {
    double x = ((const entry *)a)->bound, y = ((const entry *)b)->bound;
    if (x != y) return x < y ? 1 : -1;
    int64_t i = ((const entry *)a)->industry, j = ((const entry *)b)->industry;
    return (i > j) - (i < j);
}

/* Keeps what can still reach the threshold: a weight at j is at most most / m_j. */
static selat_status meet(search *s, int64_t j) {
    column *c = &s->columns[j];
    int64_t S = s->w->S, n = s->w->n;
    double scale = s->w->output_inverse[j], weight = s->bound[j] > 0 ? s->most / s->bound[j] : 0;
    selat_table_column_musd(s->w->table, j / S, j % S, s->bought);
    for (int64_t i = 0; i < n; i++) c->count += fabs(s->bought[i] * scale) * s->bound[i] * weight >= s->threshold;
    TRY(selat_new(s->context, c->count, &c->entries));
    int64_t at = 0;
    for (int64_t i = 0; i < n; i++) {
        double bound = fabs(s->bought[i] * scale) * s->bound[i];
        if (bound * weight >= s->threshold) c->entries[at++] = (entry){i, s->bought[i] * scale, bound};
    }
    qsort(c->entries, (size_t)c->count, sizeof *c->entries, by_bound);
    return SELAT_OK;
}

static selat_status add_step(search *s, selat_path_step step) {
    selat_paths *out = s->out;
    if (out->n_steps == MOST_STEPS) {
        return selat_fail(s->context, SELAT_BAD_INPUT, "structural paths: more than %d steps, expected a larger threshold",
                          MOST_STEPS);
    }
    if (out->n_steps == s->room) {
        int64_t room = s->room > 0 ? 2 * s->room : FIRST_ROOM;
        selat_path_step *steps;
        TRY(selat_new(s->context, room, &steps));
        for (int64_t k = 0; k < out->n_steps; k++) steps[k] = out->steps[k];
        selat_release(s->context, out->steps);
        out->steps = steps;
        s->room = room;
    }
    out->steps[out->n_steps++] = step;
    return SELAT_OK;
}

/* The chain that ends (towards final demand) at `next` and is prolonged by industry j with weight w. */
static selat_status walk(search *s, int64_t j, double weight, int64_t next, int64_t length) {
    int64_t at = s->out->n_steps;
    TRY(add_step(s, (selat_path_step){j, next, s->intensity[j] * weight, length}));
    if (length == s->max_length || s->w->output_inverse[j] == 0) return SELAT_OK;
    TRY(selat_check_cancel(s->context));
    if (s->columns[j].entries == NULL) TRY(meet(s, j));
    const column *c = &s->columns[j];
    for (int64_t k = 0; k < c->count; k++) {
        if (c->entries[k].bound * fabs(weight) < s->threshold) break;
        TRY(walk(s, c->entries[k].industry, weight * c->entries[k].coefficient, at, length + 1));
    }
    return SELAT_OK;
}

typedef struct ranked {
    double value;
    int64_t step;
} ranked;

static int by_value(const void *a, const void *b) {
    double x = fabs(((const ranked *)a)->value), y = fabs(((const ranked *)b)->value);
    if (x != y) return x < y ? 1 : -1;
    int64_t i = ((const ranked *)a)->step, j = ((const ranked *)b)->step;
    return (i > j) - (i < j);
}

static selat_status rank(search *s, int64_t max_paths) {
    selat_paths *out = s->out;
    ranked *all;
    int64_t count = 0;
    TRY(selat_new(s->context, out->n_steps, &all));
    for (int64_t k = 0; k < out->n_steps; k++) {
        double value = out->steps[k].value;
        if (fabs(value) >= s->threshold && value != 0) all[count++] = (ranked){value, k};
    }
    qsort(all, (size_t)count, sizeof *all, by_value);
    out->n_paths = max_paths > 0 && count > max_paths ? max_paths : count;
    selat_status status = selat_new(s->context, out->n_paths, &out->paths);
    for (int64_t k = 0; k < out->n_paths && status == SELAT_OK; k++) {
        out->paths[k] = all[k].step;
        out->found += all[k].value;
    }
    selat_release(s->context, all);
    return status;
}

/* m = (I - A')^-1 |q|, and the totals with q and with |q|. */
static selat_status make_bounds(selat_context *context, selat_indicator_world *w, const double *intensity,
                                const double *demand, double *bound, double *total, double *most) {
    double *right = NULL, *left = NULL;
    selat_status status;
    *total = *most = 0;
    TRY_OR(end, status, selat_new(context, 2 * w->n, &right));
    TRY_OR(end, status, selat_new(context, 2 * w->n, &left));
    for (int64_t j = 0; j < w->n; j++) {
        right[2 * j] = intensity[j];
        right[2 * j + 1] = fabs(intensity[j]);
    }
    TRY_OR(end, status, world_solve(context, w, true, 2, right, left));
    for (int64_t j = 0; j < w->n; j++) {
        bound[j] = left[2 * j + 1];
        *total += left[2 * j] * demand[j];
        *most += bound[j] * fabs(demand[j]);
    }
end:
    selat_release(context, right);
    selat_release(context, left);
    return status;
}

selat_status selat_paths_find(selat_context *context, selat_indicator_world *w, const double *intensity,
                              const double *demand, const selat_path_options *options, selat_paths *out) {
    search s = {.context = context, .w = w, .intensity = intensity, .out = out,
                .max_length = options->max_length > 0 ? options->max_length : STANDARD_LENGTH};
    double *bound = NULL;
    selat_status status;
    *out = (selat_paths){0};
    if (!(options->threshold > 0 && options->threshold < 1)) {
        return selat_fail(context, SELAT_BAD_INPUT, "structural paths: threshold %g, expected a share of the total between 0 and 1",
                          options->threshold);
    }
    TRY_OR(end, status, selat_new(context, w->n, &bound));
    TRY_OR(end, status, selat_new(context, w->n, &s.columns));
    TRY_OR(end, status, selat_new(context, w->n, &s.bought));
    TRY_OR(end, status, make_bounds(context, w, intensity, demand, bound, &out->total, &s.most));
    s.bound = bound;
    s.threshold = options->threshold * fabs(out->total);
    for (int64_t j = 0; j < w->n && s.threshold > 0; j++) {
        if (bound[j] * fabs(demand[j]) < s.threshold) continue;
        TRY_OR(end, status, walk(&s, j, demand[j], -1, 1));
    }
    status = rank(&s, options->max_paths);
end:
    for (int64_t j = 0; s.columns != NULL && j < w->n; j++) selat_release(context, s.columns[j].entries);
    selat_release(context, s.columns);
    selat_release(context, s.bought);
    selat_release(context, bound);
    if (status != SELAT_OK) selat_paths_clear(context, out);
    return status;
}

void selat_paths_clear(selat_context *context, selat_paths *paths) {
    selat_release(context, paths->steps);
    selat_release(context, paths->paths);
    *paths = (selat_paths){0};
}

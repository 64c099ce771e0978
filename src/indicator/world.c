#include "indicator/world.h"

#include <math.h>
#include <string.h>

#include "base/dense.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/threads.h"
#include "selat/footprints.h"

/* ---- making ---- */

/* The row of primary inputs that is value added: VALU of the embedded table, or the name other sources give it. */
static int64_t find_value_added(const selat_table *t) {
    static const char *const names[] = {"VALU", "VA", "value added", "value_added", "Value added"};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        int64_t at = selat_labels_find(&t->primary, names[k]);
        if (at >= 0) return at;
    }
    return t->primary.count == 1 ? 0 : -1;
}

static selat_status select_regions(selat_context *context, selat_indicator_world *w, int64_t count,
                                   const int64_t *regions) {
    w->K = regions != NULL ? count : w->R;
    TRY(selat_new(context, w->K, &w->selected));
    TRY(selat_new(context, w->R, &w->place));
    for (int64_t r = 0; r < w->R; r++) w->place[r] = -1;
    for (int64_t k = 0; k < w->K; k++) {
        int64_t r = regions != NULL ? regions[k] : k;
        if (r < 0 || r >= w->R || w->place[r] >= 0) {
            return selat_fail(context, SELAT_BAD_INPUT, "indicators of table %s: region %lld is not one of its %lld, or twice",
                              w->table->name, (long long)r, (long long)w->R);
        }
        w->selected[k] = r;
        w->place[r] = k;
    }
    return SELAT_OK;
}

static selat_status read_shares(selat_context *context, selat_indicator_world *w) {
    const selat_table *t = w->table;
    w->value_added = find_value_added(t);
    if (w->value_added < 0) {
        return selat_fail(context, SELAT_BAD_INPUT,
                          "table %s: none of its %lld rows of primary inputs is called VALU or VA, expected value added",
                          t->name, (long long)t->primary.count);
    }
    w->n_other = t->primary.count; /* all but value added, and the discrepancy */
    TRY(selat_new(context, w->n, &w->va_share));
    TRY(selat_new(context, w->n, &w->output_inverse));
    TRY(selat_new(context, w->n, &w->exports));
    for (int64_t j = 0; j < w->n; j++) {
        double x = t->output_musd[j];
        w->output_inverse[j] = x != 0 ? 1 / x : 0;
        w->va_share[j] = t->primary_musd[w->value_added * w->n + j] * w->output_inverse[j];
    }
    selat_table_exports_musd(t, w->exports);
    return SELAT_OK;
}

selat_status selat_indicator_world_create(selat_context *context, const selat_table *table, selat_leontief *solver,
                                          int64_t n_regions, const int64_t *regions, selat_indicator_world **out) {
    TRY(selat_new(context, 1, out));
    selat_indicator_world *w = *out;
    w->table = table;
    w->R = table->regions.count;
    w->S = table->sectors.count;
    w->n = w->R * w->S;
    w->solver = solver;
    w->solver_given = solver != NULL;
    w->report.converged = true;
    selat_status status = select_regions(context, w, n_regions, regions);
    if (status == SELAT_OK) status = read_shares(context, w);
    if (status == SELAT_OK && solver == NULL) status = selat_leontief_create(context, table, &w->solver);
    if (status != SELAT_OK) {
        selat_indicator_world_destroy(context, w);
        *out = NULL;
    }
    return status;
}

void selat_indicator_world_destroy(selat_context *context, selat_indicator_world *w) {
    if (w == NULL) return;
    double *const arrays[] = {w->va_share,   w->output_inverse, w->exports,       w->use_reach,  w->demand_reach,
                              w->va_content, w->input_content,  w->local_inverse, w->final, w->own_block,
                              w->other_content, w->direct_content, w->direct_reach, w->home_reach, w->sale_reach, w->kww,        w->trade};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
    if (w->footprints != NULL) selat_footprints_clear(context, w->footprints);
    selat_release(context, w->footprints);
    selat_release(context, w->selected);
    selat_release(context, w->place);
    if (!w->solver_given) selat_leontief_destroy(context, w->solver);
    selat_release(context, w);
}

selat_leontief_report selat_indicator_world_report(const selat_indicator_world *w) { return w->report; }

/* ---- flows ---- */

void world_block(const selat_indicator_world *w, int64_t origin, int64_t user, double *out) {
    selat_table_block_musd(w->table, origin, user, out);
    const double *inverse = w->output_inverse + user * w->S;
    for (int64_t s = 0; s < w->S; s++) {
        for (int64_t k = 0; k < w->S; k++) out[s * w->S + k] *= inverse[k];
    }
}

/* ---- solves ---- */

static void keep_worst(selat_indicator_world *w, const selat_leontief_report *report) {
    bool worse = !report->converged || !(report->residual <= w->report.residual);
    if (w->report.tolerance == 0 || (worse && w->report.converged)) w->report = *report;
}

selat_status world_solve(selat_context *context, selat_indicator_world *w, bool transpose, int64_t columns,
                         const double *y, double *x) {
    selat_leontief_report report;
    TRY(selat_leontief_solve(context, w->solver, transpose, columns, y, 0, x, &report));
    keep_worst(w, &report);
    return SELAT_OK;
}

/* Solves for a right-hand side that `fill` writes, into *out [n][columns], unless it is there already. */
typedef void (*fill_fn)(selat_indicator_world *w, int64_t columns, double *y);
static selat_status make(selat_context *context, selat_indicator_world *w, bool transpose, int64_t columns, fill_fn fill,
                         double **out) {
    double *y = NULL, *x = NULL;
    int64_t size;
    selat_status status;
    if (*out != NULL) return SELAT_OK;
    TRY(selat_count(context, w->n, columns, 1, 1, &size));
    TRY_OR(end, status, selat_new(context, size, &y));
    TRY_OR(end, status, selat_new(context, size, &x));
    fill(w, columns, y);
    TRY_OR(end, status, world_solve(context, w, transpose, columns, y, x));
    *out = x;
    x = NULL;
end:
    selat_release(context, y);
    selat_release(context, x);
    return status;
}

/* `values` [n] spread over the columns of the regions they belong to; the last column has all of them. */
static void spread(const selat_indicator_world *w, const double *values, int64_t columns, double *y) {
    for (int64_t j = 0; j < w->n; j++) {
        int64_t k = w->place[j / w->S];
        if (k >= 0) y[j * columns + k] = values[j];
        y[j * columns + columns - 1] = values[j];
    }
}

static void fill_output(selat_indicator_world *w, int64_t columns, double *y) {
    spread(w, w->table->output_musd, columns, y);
}

static void fill_value_added(selat_indicator_world *w, int64_t columns, double *y) {
    spread(w, w->va_share, columns, y);
}

static void fill_ones(selat_indicator_world *w, int64_t columns, double *y) {
    for (int64_t j = 0; j < w->n; j++) y[j * columns + j / w->S] = 1;
}

/* The same without a solve: one product with A or its transpose. */
static selat_status make_direct(selat_context *context, selat_indicator_world *w, bool transpose, int64_t columns,
                                fill_fn fill, double **out) {
    double *y = NULL, *x = NULL;
    int64_t size;
    selat_status status;
    if (*out != NULL) return SELAT_OK;
    TRY(selat_count(context, w->n, columns, 1, 1, &size));
    TRY_OR(end, status, selat_new(context, size, &y));
    TRY_OR(end, status, selat_new(context, size, &x));
    fill(w, columns, y);
    TRY_OR(end, status, transpose ? selat_table_apply_transposed(context, w->table, columns, y, x)
                                  : selat_table_apply(context, w->table, columns, y, x));
    *out = x;
    x = NULL;
end:
    selat_release(context, y);
    selat_release(context, x);
    return status;
}

static void fill_own_output(selat_indicator_world *w, int64_t columns, double *y) {
    for (int64_t j = 0; j < w->n; j++) {
        int64_t k = w->place[j / w->S];
        if (k >= 0) y[j * columns + k] = w->table->output_musd[j];
    }
}

selat_status world_direct_content(selat_context *context, selat_indicator_world *w) {
    return make_direct(context, w, true, w->R, fill_ones, &w->direct_content);
}

selat_status world_direct_reach(selat_context *context, selat_indicator_world *w) {
    return make_direct(context, w, false, w->K, fill_own_output, &w->direct_reach);
}

selat_status world_use_reach(selat_context *context, selat_indicator_world *w) {
    return make(context, w, false, w->K + 1, fill_output, &w->use_reach);
}

selat_status world_va_content(selat_context *context, selat_indicator_world *w) {
    return make(context, w, true, w->K + 1, fill_value_added, &w->va_content);
}

selat_status world_input_content(selat_context *context, selat_indicator_world *w) {
    if (w->input_content == NULL && w->K * w->S <= 2 * w->R) return world_own_block(context, w);
    return make(context, w, true, w->R, fill_ones, &w->input_content);
}

/* Column o: the o-th row of primary inputs but value added; the last: output less inputs and primary inputs. */
selat_status world_other_content(selat_context *context, selat_indicator_world *w) {
    const selat_table *t = w->table;
    int64_t O = w->n_other, size;
    double *y = NULL, *x = NULL, *ones = NULL, *inputs = NULL;
    selat_status status;
    if (w->other_content != NULL) return SELAT_OK;
    TRY(selat_count(context, w->n, O, 1, 1, &size));
    TRY_OR(end, status, selat_new(context, size, &y));
    TRY_OR(end, status, selat_new(context, size, &x));
    TRY_OR(end, status, selat_new(context, w->n, &ones));
    TRY_OR(end, status, selat_new(context, w->n, &inputs));
    for (int64_t j = 0; j < w->n; j++) ones[j] = 1;
    TRY_OR(end, status, selat_table_apply_transposed(context, t, 1, ones, inputs));
    for (int64_t j = 0; j < w->n; j++) {
        double left = w->output_inverse[j] != 0 ? 1 - inputs[j] - w->va_share[j] : 0;
        for (int64_t p = 0; p < t->primary.count; p++) {
            if (p == w->value_added) continue;
            double share = t->primary_musd[p * w->n + j] * w->output_inverse[j];
            y[j * O + p - (p > w->value_added)] = share;
            left -= share;
        }
        y[j * O + O - 1] = left;
    }
    TRY_OR(end, status, world_solve(context, w, true, O, y, x));
    w->other_content = x;
    x = NULL;
end:
    selat_release(context, y);
    selat_release(context, x);
    selat_release(context, ones);
    selat_release(context, inputs);
    return status;
}

selat_status world_final(selat_context *context, selat_indicator_world *w) {
    double *all = NULL, *one = NULL;
    int64_t size;
    selat_status status;
    if (w->final != NULL) return SELAT_OK;
    TRY(selat_count(context, w->n, w->R, 1, 1, &size));
    TRY_OR(end, status, selat_new(context, size, &all));
    TRY_OR(end, status, selat_new(context, w->n, &one));
    for (int64_t r = 0; r < w->R; r++) {
        selat_table_final_by_origin_musd(w->table, r, one);
        for (int64_t j = 0; j < w->n; j++) all[j * w->R + r] = one[j];
    }
    w->final = all;
    all = NULL;
end:
    selat_release(context, all);
    selat_release(context, one);
    return status;
}

static void fill_home(selat_indicator_world *w, int64_t columns, double *y) {
    for (int64_t j = 0; j < w->n; j++) y[j * columns + j / w->S] = w->final[j * w->R + j / w->S];
}

static void fill_sales(selat_indicator_world *w, int64_t columns, double *y) {
    for (int64_t j = 0; j < w->n; j++) {
        int64_t own = j / w->S;
        for (int64_t r = 0; r < w->R; r++) y[j * columns + own] += r != own ? w->final[j * w->R + r] : 0;
    }
}

static void fill_demand(selat_indicator_world *w, int64_t columns, double *y) {
    for (int64_t j = 0; j < w->n; j++) {
        for (int64_t k = 0; k < w->K; k++) y[j * columns + k] = w->final[j * w->R + w->selected[k]];
    }
}

selat_status world_home_reach(selat_context *context, selat_indicator_world *w) {
    TRY(world_final(context, w));
    return make(context, w, false, w->R, fill_home, &w->home_reach);
}

selat_status world_sale_reach(selat_context *context, selat_indicator_world *w) {
    TRY(world_final(context, w));
    return make(context, w, false, w->R, fill_sales, &w->sale_reach);
}

selat_status world_demand_reach(selat_context *context, selat_indicator_world *w) {
    TRY(world_final(context, w));
    return make(context, w, false, w->K, fill_demand, &w->demand_reach);
}

selat_status world_inverse_columns(selat_context *context, selat_indicator_world *w, int64_t region, double *out) {
    double *y;
    TRY(selat_new(context, w->n * w->S, &y));
    for (int64_t k = 0; k < w->S; k++) y[(region * w->S + k) * w->S + k] = 1;
    selat_status status = world_solve(context, w, false, w->S, y, out);
    selat_release(context, y);
    return status;
}

/* One region's own block, on a thread of its own. */
typedef struct own_blocks {
    selat_indicator_world *w;
    double *blocks;
    double *content;                /* [n][R] input_content of the selected, or NULL */
    selat_leontief_report *reports; /* [K] */
} own_blocks;

static selat_status make_block(selat_context *own, void *data, int64_t k) {
    own_blocks *all = data;
    selat_indicator_world *w = all->w;
    int64_t S = w->S, region = w->selected[k];
    double *y = NULL, *x = NULL;
    selat_status status;
    TRY(selat_check_cancel(own));
    TRY_OR(end, status, selat_new(own, w->n * S, &y));
    TRY_OR(end, status, selat_new(own, w->n * S, &x));
    for (int64_t s = 0; s < S; s++) y[(region * S + s) * S + s] = 1;
    TRY_OR(end, status, selat_leontief_solve(own, w->solver, false, S, y, 0, x, &all->reports[k]));
    memcpy(all->blocks + k * S * S, x + region * S * S, (size_t)(S * S) * sizeof *x);
    for (int64_t at = 0; all->content != NULL && at < w->n * S; at++) {
        all->content[(region * S + at % S) * w->R + at / S / S] += x[at];
    }
end:
    selat_release(own, y);
    selat_release(own, x);
    return status;
}

selat_status world_own_block(selat_context *context, selat_indicator_world *w) {
    own_blocks all = {.w = w};
    int64_t size;
    selat_status status;
    if (w->own_block != NULL) return SELAT_OK;
    TRY(selat_count(context, w->K, w->S, w->S, 1, &size));
    TRY_OR(end, status, selat_new(context, size, &all.blocks));
    TRY_OR(end, status, selat_new(context, w->K, &all.reports));
    if (w->input_content == NULL) TRY_OR(end, status, selat_new(context, w->n * w->R, &all.content));
    TRY_OR(end, status, selat_parallel(context, w->K, make_block, &all));
    for (int64_t k = 0; k < w->K; k++) keep_worst(w, &all.reports[k]);
    w->own_block = all.blocks;
    if (all.content != NULL) w->input_content = all.content;
    all.blocks = all.content = NULL;
end:
    selat_release(context, all.blocks);
    selat_release(context, all.content);
    selat_release(context, all.reports);
    return status;
}

/* ---- within regions ---- */

static selat_status invert_local(selat_context *context, selat_indicator_world *w, int64_t region, double *a,
                                 int32_t *pivots, double *inverse) {
    int64_t S = w->S;
    world_block(w, region, region, a);
    for (int64_t at = 0; at < S * S; at++) a[at] = -a[at];
    for (int64_t s = 0; s < S; s++) {
        a[s * S + s] += 1;
        inverse[s * S + s] = 1;
    }
    TRY(selat_dense_factor(context, S, a, S, pivots));
    return selat_dense_solve(context, false, S, a, S, pivots, inverse, S, S);
}

selat_status world_local_inverse(selat_context *context, selat_indicator_world *w) {
    int64_t S = w->S, size;
    double *a = NULL, *inverse = NULL;
    int32_t *pivots = NULL;
    selat_status status;
    if (w->local_inverse != NULL) return SELAT_OK;
    TRY(selat_count(context, w->R, S, S, 1, &size));
    TRY_OR(end, status, selat_new(context, size, &inverse));
    TRY_OR(end, status, selat_new(context, S * S, &a));
    TRY_OR(end, status, selat_new(context, S, &pivots));
    for (int64_t r = 0; r < w->R; r++) {
        TRY_OR(end, status, invert_local(context, w, r, a, pivots, inverse + r * S * S));
    }
    w->local_inverse = inverse;
    inverse = NULL;
end:
    selat_release(context, a);
    selat_release(context, inverse);
    selat_release(context, pivots);
    return status;
}


/* National tables and bilateral flows made one consistent table.

   With i = origin, n = importer, s = product, T the flow between regions, X output, M what n buys of s (use and final
   demand): prior T[s][n][i] from the flows, T[s][i][i] = X less exports; where n has no flow of s but imports it,
   exporters' exports spread what it imports; M[n][s] times sum_i X / sum_n M, so that the world buys what it makes; RAS
   to sum_n T = X and sum_i T = M; use and final demand of n times sum_i T / their sum, trade_share = T / sum_i T, VALU
   what is left of X. */
#include <math.h>

#include "base/memory.h"
#include "base/status.h"
#include "import/own_sources.h"
#include "selat/gras.h"

static const double NOTICEABLE = 1e-9; /* relative gap worth a line */

typedef struct own_report {
    double moved, total, largest; /* flows: sum |new - prior|, sum prior, largest single move */
    int64_t largest_s, largest_n, largest_i;
    double scale_low, scale_high; /* of purchases, product by product */
    int64_t scale_low_s, scale_high_s;
    double use_low, use_high;        /* factors on use and final demand, cells with purchases */
    double value_moved, value_total; /* VALU: sum |new - published| */
    double spread;                   /* imports spread by exporters' exports */
    int64_t spread_pairs, worst_iterations, unconverged;
    double gap; /* largest relative gap of a product's totals */
} own_report;

static double bought(const selat_table *t, int64_t n, int64_t s) {
    int64_t S = t->sectors.count, F = t->demands.count;
    double sum = 0;
    for (int64_t k = 0; k < S; k++)
        sum += t->use_musd[(n * S + s) * S + k];
    for (int64_t f = 0; f < F; f++)
        sum += t->final_musd[(n * S + s) * F + f];
    return sum;
}

/* matrix[i][n], totals of rows and columns. */
static selat_status fill_prior(selat_context *context, selat_own *own, int64_t s, double *matrix, double *output,
                               double *purchases, own_report *report) {
    const selat_table *t = own->table;
    int64_t R = t->regions.count, S = t->sectors.count;
    double exports = 0, made = 0, used = 0;
    for (int64_t i = 0; i < R; i++)
        exports += own->exports[i * S + s];
    for (int64_t n = 0; n < R; n++) {
        double from_flows = 0, imports = own->imports[n * S + s], others = exports - own->exports[n * S + s];
        for (int64_t i = 0; i < R; i++)
            from_flows += own->flows[(s * R + n) * R + i];
        bool spread = from_flows == 0 && imports > 0 && others > 0;
        for (int64_t i = 0; i < R; i++) {
            double flow = own->flows[(s * R + n) * R + i];
            if (spread) flow = imports * own->exports[i * S + s] / others;
            if (i == n) flow = fmax(t->output_musd[i * S + s] - own->exports[i * S + s], 0);
            matrix[i * R + n] = flow;
        }
        report->spread += spread ? imports : 0;
        report->spread_pairs += spread;
        output[n] = t->output_musd[n * S + s];
        purchases[n] = bought(t, n, s);
        made += output[n];
        used += purchases[n];
        if (purchases[n] < 0) {
            return selat_fail(context, SELAT_BAD_INPUT,
                              "national/%s.csv: %s: found use and final demand of %g in all, expected 0 or more",
                              t->regions.codes[n], t->sectors.codes[s], purchases[n]);
        }
    }
    double scale = used > 0 ? made / used : 1;
    for (int64_t n = 0; n < R; n++)
        purchases[n] *= scale;
    if (scale < report->scale_low) report->scale_low = scale, report->scale_low_s = s;
    if (scale > report->scale_high) report->scale_high = scale, report->scale_high_s = s;
    return SELAT_OK;
}

static selat_status check_product(selat_context *context, const selat_own *own, int64_t s, const selat_gras_report *g,
                                  const double *output, const double *purchases, own_report *report) {
    const selat_table *t = own->table;
    if (g->reason == SELAT_GRAS_INFEASIBLE) {
        bool row = g->row >= 0;
        return selat_fail(context, SELAT_BAD_INPUT,
                          "%s of %s: found %s of %g million USD but no flow, domestic or not, that could be it",
                          t->sectors.codes[s], t->regions.codes[row ? g->row : g->column],
                          row ? "an output" : "purchases", row ? output[g->row] : purchases[g->column]);
    }
    double total = 0;
    for (int64_t i = 0; i < t->regions.count; i++)
        total += output[i];
    double gap = total > 0 ? fmax(g->row_gap, g->column_gap) / total : 0;
    report->gap = fmax(report->gap, gap);
    report->unconverged += !g->converged;
    if (g->iterations > report->worst_iterations) report->worst_iterations = g->iterations;
    return SELAT_OK;
}

static void keep_flows(selat_own *own, int64_t s, const double *prior, const double *matrix, own_report *report) {
    int64_t R = own->table->regions.count;
    for (int64_t i = 0; i < R; i++) {
        for (int64_t n = 0; n < R; n++) {
            double move = fabs(matrix[i * R + n] - prior[i * R + n]);
            own->flows[(s * R + n) * R + i] = matrix[i * R + n];
            report->moved += move;
            report->total += prior[i * R + n];
            if (move <= report->largest) continue;
            report->largest = move;
            report->largest_s = s;
            report->largest_n = n;
            report->largest_i = i;
        }
    }
}

static selat_status balance_product(selat_context *context, selat_own *own, int64_t s, double *room,
                                    own_report *report) {
    int64_t R = own->table->regions.count;
    double *matrix = room, *prior = room + R * R, *output = room + 2 * R * R, *purchases = output + R;
    selat_gras_report g;
    TRY(fill_prior(context, own, s, matrix, output, purchases, report));
    for (int64_t k = 0; k < R * R; k++)
        prior[k] = matrix[k];
    TRY(selat_gras(context, R, R, matrix, output, purchases, NULL, NULL, NULL, &g));
    TRY(check_product(context, own, s, &g, output, purchases, report));
    keep_flows(own, s, prior, matrix, report);
    return SELAT_OK;
}

/* Shares from the flows; use and final demand follow what the flows bring; output is their sum. */
static void follow_flows(selat_own *own, own_report *report) {
    selat_table *t = own->table;
    int64_t R = t->regions.count, S = t->sectors.count, F = t->demands.count;
    for (int64_t at = 0; at < R * S; at++)
        t->output_musd[at] = 0;
    for (int64_t s = 0; s < S; s++) {
        for (int64_t n = 0; n < R; n++) {
            const double *flow = own->flows + (s * R + n) * R;
            double brought = 0, before = bought(t, n, s);
            for (int64_t i = 0; i < R; i++) {
                brought += flow[i];
                t->output_musd[i * S + s] += flow[i];
            }
            for (int64_t i = 0; i < R; i++)
                t->trade_share[(s * R + n) * R + i] = brought > 0 ? flow[i] / brought : 0;
            double f = before > 0 ? brought / before : 1;
            if (before > 0) report->use_low = fmin(report->use_low, f), report->use_high = fmax(report->use_high, f);
            for (int64_t k = 0; k < S; k++)
                t->use_musd[(n * S + s) * S + k] *= f;
            for (int64_t d = 0; d < F; d++)
                t->final_musd[(n * S + s) * F + d] *= f;
        }
    }
}

static void close_columns(selat_own *own, own_report *report) {
    selat_table *t = own->table;
    int64_t S = t->sectors.count, N = t->regions.count * S, valu = selat_labels_find(&t->primary, "VALU");
    for (int64_t at = 0; at < N; at++) {
        double left = t->output_musd[at], *value = &t->primary_musd[valu * N + at];
        for (int64_t s = 0; s < S; s++)
            left -= t->use_musd[(at / S * S + s) * S + at % S];
        for (int64_t v = 0; v < t->primary.count; v++)
            left -= v == valu ? 0 : t->primary_musd[v * N + at];
        report->value_moved += fabs(left - *value);
        report->value_total += fabs(*value);
        *value = left;
    }
}

static selat_status describe(selat_context *context, selat_own *own, const own_report *r) {
    const selat_table *t = own->table;
    selat_text *notes = &own->notes;
    TRY(selat_text_add(context, notes,
                       "Built from national tables and bilateral flows; balanced product by product by RAS.\n"));
    TRY(selat_text_add(context, notes,
                       "Flows: %.3g %% of them moved (L1); largest move %.6g million USD, %s from %s to %s.\n",
                       r->total > 0 ? 100 * r->moved / r->total : 0, r->largest, t->sectors.codes[r->largest_s],
                       t->regions.codes[r->largest_i], t->regions.codes[r->largest_n]));
    TRY(selat_text_add(
        context, notes,
        "World purchases to world output by product: times %.6g (%s) to %.6g (%s). Use and final demand by "
        "region and product: times %.6g to %.6g.\n",
        r->scale_low, t->sectors.codes[r->scale_low_s], r->scale_high, t->sectors.codes[r->scale_high_s], r->use_low,
        r->use_high));
    if (r->spread_pairs > 0) {
        TRY(selat_text_add(
            context, notes,
            "Imports without flows, %.6g million USD in %lld pairs of importer and product: spread by exporters' "
            "exports.\n",
            r->spread, (long long)r->spread_pairs));
    }
    if (own->has_value_added) {
        TRY(selat_text_add(context, notes, "Value added: %.3g %% moved (L1) to close the columns.\n",
                           r->value_total > 0 ? 100 * r->value_moved / r->value_total : 0));
    } else {
        TRY(selat_text_add(context, notes, "Value added is not in the sources: output less all inputs.\n"));
    }
    if (r->unconverged == 0 && r->gap <= NOTICEABLE) return SELAT_OK;
    return selat_text_add(context, notes,
                          "%lld products did not converge; largest gap to their totals %.1e of output.\n",
                          (long long)r->unconverged, r->gap);
}

selat_status selat_own_balance(selat_context *context, selat_own *own) {
    own_report report = {.scale_low = INFINITY, .use_low = INFINITY};
    int64_t R = own->table->regions.count;
    double *room;
    TRY(selat_new(context, 2 * R * R + 2 * R, &room));
    selat_status status = SELAT_OK;
    for (int64_t s = 0; status == SELAT_OK && s < own->table->sectors.count; s++) {
        status = balance_product(context, own, s, room, &report);
    }
    selat_release(context, room);
    TRY(status);
    follow_flows(own, &report);
    if (report.use_high == 0) report.use_low = report.use_high = 1;
    close_columns(own, &report);
    return describe(context, own, &report);
}

/* Structural decomposition. Over all n! orders, factor k moves after each set of others equally often as the weights
   |set|! (n - |set| - 1)! / n! say, so the mean needs 2^n evaluations instead of n n!. */
#include <stdbool.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "indicator/world.h"
#include "selat/paths.h"

enum { FACTOR_LIMIT = 30 };

static int64_t bits(unsigned which) {
    int64_t count = 0;
    for (; which != 0; which &= which - 1) count++;
    return count;
}

static double order_weight(int64_t n, int64_t size) {
    double weight = 1.0 / (double)n; /* size! (n - size - 1)! / n! = 1 / (n choose(n - 1, size)) */
    for (int64_t k = 1; k <= size; k++) weight *= (double)k / (double)(n - k);
    return weight;
}

static selat_status all_orders(selat_context *context, int64_t n, selat_factor_fn evaluate, void *data, int64_t n_values,
                               double *value, double *parts) {
    for (unsigned which = 0; which < 1u << n; which++) {
        TRY(evaluate(context, data, which, value));
        for (int64_t k = 0; k < n; k++) {
            bool moved = which >> k & 1;
            double weight = order_weight(n, bits(which) - moved);
            for (int64_t v = 0; v < n_values; v++) parts[k * n_values + v] += (moved ? weight : -weight) * value[v];
        }
    }
    return SELAT_OK;
}

/* Half of the change along the order first to last (or back). */
static selat_status one_order(selat_context *context, int64_t n, bool backwards, selat_factor_fn evaluate, void *data,
                              int64_t n_values, double *value, double *parts) {
    unsigned which = 0;
    TRY(evaluate(context, data, which, value));
    for (int64_t step = 0; step < n; step++) {
        int64_t k = backwards ? n - 1 - step : step;
        for (int64_t v = 0; v < n_values; v++) parts[k * n_values + v] -= 0.5 * value[v];
        which |= 1u << k;
        TRY(evaluate(context, data, which, value));
        for (int64_t v = 0; v < n_values; v++) parts[k * n_values + v] += 0.5 * value[v];
    }
    return SELAT_OK;
}

selat_status selat_change_parts(selat_context *context, int64_t n, bool polar, selat_factor_fn evaluate, void *data,
                                int64_t n_values, double *parts) {
    double *value;
    if (n < 1 || n > FACTOR_LIMIT) {
        return selat_fail(context, SELAT_BAD_INPUT, "structural decomposition: %lld factors, expected 1 to %d", (long long)n,
                          FACTOR_LIMIT);
    }
    TRY(selat_new(context, n_values, &value));
    memset(parts, 0, (size_t)(n * n_values) * sizeof *parts);
    selat_status status;
    if (polar || n > SELAT_MOST_FACTORS) {
        status = one_order(context, n, false, evaluate, data, n_values, value, parts);
        if (status == SELAT_OK) status = one_order(context, n, true, evaluate, data, n_values, value, parts);
    } else {
        status = all_orders(context, n, evaluate, data, n_values, value, parts);
    }
    selat_release(context, value);
    return status;
}

/* ---- between two tables ---- */

const char *selat_change_factor_name(selat_change_factor factor) {
    static const char *const names[] = {"intensity", "technology", "demand", "demand level"};
    return names[factor];
}

/* What the states of the factors are made of; index 0 before, 1 after. */
typedef struct states {
    int64_t R, S, n;
    const double *intensity[2];
    double *output[2][2]; /* [technology][demand] L Y [n][R] */
    double *level[2];     /* [R] total final demand of a region; NULL: not split */
} states;

static selat_status evaluate(selat_context *context, void *data, unsigned which, double *out) {
    const states *s = data;
    (void)context;
    int intensity = which >> SELAT_CHANGE_INTENSITY & 1, technology = which >> SELAT_CHANGE_TECHNOLOGY & 1;
    int demand = which >> SELAT_CHANGE_DEMAND & 1, level = which >> SELAT_CHANGE_LEVEL & 1;
    const double *q = s->intensity[intensity], *x = s->output[technology][demand];
    memset(out, 0, (size_t)(s->R * s->R) * sizeof *out);
    for (int64_t j = 0; j < s->n; j++) {
        double *row = out + j / s->S * s->R;
        for (int64_t r = 0; r < s->R; r++) row[r] += q[j] * x[j * s->R + r];
    }
    if (s->level[0] == NULL || level == demand) return SELAT_OK;
    for (int64_t at = 0; at < s->R * s->R; at++) {
        double from = s->level[demand][at % s->R];
        out[at] *= from != 0 ? s->level[level][at % s->R] / from : 0;
    }
    return SELAT_OK;
}

static bool same_labels(const selat_labels *a, const selat_labels *b) {
    if (a->count != b->count) return false;
    for (int64_t k = 0; k < a->count; k++) {
        if (strcmp(a->codes[k], b->codes[k]) != 0) return false;
    }
    return true;
}

static selat_status demand_of(selat_context *context, const selat_table *t, double **out, double *level) {
    int64_t R = t->regions.count, n = R * t->sectors.count;
    double *one;
    TRY(selat_new(context, n, &one));
    selat_status status = selat_new(context, n * R, out);
    for (int64_t r = 0; r < R && status == SELAT_OK; r++) {
        selat_table_final_by_origin_musd(t, r, one);
        for (int64_t j = 0; j < n; j++) {
            (*out)[j * R + r] = one[j];
            level[r] += one[j];
        }
    }
    selat_release(context, one);
    return status;
}

static void keep_worse(selat_leontief_report *kept, const selat_leontief_report *report) {
    if (kept->tolerance == 0 || (kept->converged && (!report->converged || report->residual > kept->residual))) *kept = *report;
}

/* L Y for both technologies and both demands. */
static selat_status solve_states(selat_context *context, const selat_table *const tables[2], states *s,
                                 double *const demand[2], selat_leontief_report *report) {
    for (int technology = 0; technology < 2; technology++) {
        selat_leontief *solver;
        selat_status status = selat_leontief_create(context, tables[technology], &solver);
        for (int d = 0; d < 2 && status == SELAT_OK; d++) {
            selat_leontief_report one;
            TRY_OR(end, status, selat_new(context, s->n * s->R, &s->output[technology][d]));
            TRY_OR(end, status,
                   selat_leontief_solve(context, solver, false, s->R, demand[d], 0, s->output[technology][d], &one));
            keep_worse(report, &one);
        }
    end:
        selat_leontief_destroy(context, solver);
        TRY(status);
    }
    return SELAT_OK;
}

static selat_status decompose(selat_context *context, const selat_table *const tables[2], bool split, bool polar,
                              states *s, double *const demand[2], selat_change *out) {
    int64_t size = s->R * s->R;
    TRY(solve_states(context, tables, s, demand, &out->report));
    TRY(selat_new(context, size, &out->before));
    TRY(selat_new(context, size, &out->after));
    TRY(selat_new(context, out->n_factors * size, &out->parts));
    TRY(evaluate(context, s, 0, out->before));
    TRY(evaluate(context, s, split ? 15u : 7u, out->after));
    return selat_change_parts(context, out->n_factors, polar, evaluate, s, size, out->parts);
}

selat_status selat_change_between(selat_context *context, const selat_table *before, const double *intensity_before,
                                  const selat_table *after, const double *intensity_after, bool split_demand,
                                  bool polar, selat_change *out) {
    const selat_table *const tables[2] = {before, after};
    int64_t R = before->regions.count, S = before->sectors.count;
    states s = {.R = R, .S = S, .n = R * S, .intensity = {intensity_before, intensity_after}};
    double *demand[2] = {NULL, NULL}, *levels = NULL;
    selat_status status;
    *out = (selat_change){.n_factors = split_demand ? 4 : 3, .n_regions = R, .polar = polar};
    if (!same_labels(&before->regions, &after->regions) || !same_labels(&before->sectors, &after->sectors)) {
        return selat_fail(context, SELAT_BAD_INPUT,
                          "tables %s and %s have other regions or sectors, expected the same in the same order",
                          before->name, after->name);
    }
    TRY_OR(end, status, selat_new(context, 2 * R, &levels));
    TRY_OR(end, status, demand_of(context, before, &demand[0], levels));
    TRY_OR(end, status, demand_of(context, after, &demand[1], levels + R));
    if (split_demand) {
        s.level[0] = levels;
        s.level[1] = levels + R;
    }
    status = decompose(context, tables, split_demand, polar, &s, demand, out);
end:
    for (int k = 0; k < 4; k++) selat_release(context, s.output[k / 2][k % 2]);
    selat_release(context, demand[0]);
    selat_release(context, demand[1]);
    selat_release(context, levels);
    if (status != SELAT_OK) selat_change_clear(context, out);
    return status;
}

void selat_change_clear(selat_context *context, selat_change *change) {
    selat_release(context, change->before);
    selat_release(context, change->after);
    selat_release(context, change->parts);
    *change = (selat_change){0};
}

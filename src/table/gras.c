/* GRAS: the matrix with given totals that is nearest, in information, to a given one with cells of either sign. */
#include "selat/gras.h"

#include <math.h>

#include "base/memory.h"
#include "base/status.h"

static const int64_t MOST_ITERATIONS = 1000;
static const double TOLERANCE = 1e-14;
static const double ROUNDING = 1e-12; /* a gap below this that no longer falls is rounding */

typedef struct gras {
    int64_t m, n;
    const double *a, *u, *v;     /* [m][n], [m], [n] */
    double *r, *s;               /* [m], [n] */
    double *positive, *negative; /* [n] sums of a column's positive and of its |negative| cells, scaled by rows */
} gras;

const char *selat_gras_reason_name(selat_gras_reason reason) {
    static const char *const names[] = {"converged", "max_iterations", "infeasible"};
    return names[reason];
}

/* f > 0 with f p - q / f = total: f = (total + sqrt(total^2 + 4 p q)) / 2p, or -q / total where p = 0. False: none. */
static bool factor(double p, double q, double total, double *out) {
    if (p == 0 && q == 0) {
        *out = 1;
        return total == 0;
    }
    if (p == 0) {
        *out = -q / total;
        return total < 0 && isfinite(*out);
    }
    double root = sqrt(total * total + 4 * p * q);
    *out = total >= 0 ? (total + root) / (2 * p) : 2 * q / (root - total); /* the form without cancellation */
    return isfinite(*out) && (*out > 0 || (total == 0 && q == 0));
}

/* r from the current s, and the sums that the next s needs, in one pass. False: row *bad cannot be met. */
static bool sweep_rows(gras *g, int64_t *bad) {
    for (int64_t j = 0; j < g->n; j++)
        g->positive[j] = g->negative[j] = 0;
    for (int64_t i = 0; i < g->m; i++) {
        const double *row = g->a + i * g->n;
        double p = 0, q = 0;
        for (int64_t j = 0; j < g->n; j++) {
            if (row[j] > 0) p += row[j] * g->s[j];
            if (row[j] < 0) q -= row[j] / g->s[j];
        }
        if (!factor(p, q, g->u[i], &g->r[i])) {
            *bad = i;
            return false;
        }
        for (int64_t j = 0; j < g->n; j++) {
            if (row[j] > 0) g->positive[j] += g->r[i] * row[j];
            if (row[j] < 0) g->negative[j] -= row[j] / g->r[i];
        }
    }
    return true;
}

/* Largest gap of the rows, relative to `scale`, were s the new factors: the columns are then exact. */
static double row_gap(const gras *g) {
    double worst = 0;
    for (int64_t i = 0; i < g->m; i++) {
        const double *row = g->a + i * g->n;
        double sum = 0;
        for (int64_t j = 0; j < g->n; j++) {
            if (row[j] != 0) sum += row[j] > 0 ? g->r[i] * row[j] * g->s[j] : row[j] / (g->r[i] * g->s[j]);
        }
        worst = fmax(worst, fabs(sum - g->u[i]));
    }
    return worst;
}

static selat_status iterate(selat_context *context, gras *g, const selat_gras_options *options, double scale,
                            selat_gras_report *out) {
    int64_t most = options != NULL && options->max_iterations > 0 ? options->max_iterations : MOST_ITERATIONS;
    double tolerance = (options != NULL && options->tolerance > 0 ? options->tolerance : TOLERANCE) * scale;
    double gap = INFINITY;
    out->reason = SELAT_GRAS_MAX_ITERATIONS;
    while (out->iterations < most) {
        TRY(selat_check_cancel(context));
        out->iterations++;
        if (!sweep_rows(g, &out->row)) {
            out->reason = SELAT_GRAS_INFEASIBLE;
            return SELAT_OK;
        }
        for (int64_t j = 0; j < g->n; j++) {
            if (!factor(g->positive[j], g->negative[j], g->v[j], &g->s[j])) {
                out->column = j;
                out->reason = SELAT_GRAS_INFEASIBLE;
                g->s[j] = 1; /* the result stays finite */
                return SELAT_OK;
            }
        }
        double before = gap;
        gap = row_gap(g);
        if (gap <= tolerance || (gap <= ROUNDING * scale && gap >= before)) {
            out->reason = SELAT_GRAS_CONVERGED;
            return SELAT_OK;
        }
    }
    return SELAT_OK;
}

static void apply(const gras *g, double *matrix, selat_gras_report *out) {
    double before = 0;
    for (int64_t i = 0; i < g->m; i++) {
        for (int64_t j = 0; j < g->n; j++) {
            double old = matrix[i * g->n + j], f = g->r[i] * g->s[j];
            if (old == 0) continue;
            if (old < 0) f = 1 / f;
            double move = fabs(old * f - old);
            matrix[i * g->n + j] = old * f;
            before += fabs(old);
            out->moved += move;
            out->lowest_factor = fmin(out->lowest_factor, f);
            out->highest_factor = fmax(out->highest_factor, f);
            if (move <= out->largest_move) continue;
            out->largest_move = move;
            out->largest_row = i;
            out->largest_column = j;
        }
    }
    out->moved_share = before > 0 ? out->moved / before : 0;
}

/* The gaps of the matrix as it now is. */
static void measure(const gras *g, const double *matrix, selat_gras_report *out) {
    bool keep = out->reason == SELAT_GRAS_INFEASIBLE; /* the place is known */
    double *sum = g->positive;
    for (int64_t j = 0; j < g->n; j++)
        sum[j] = 0;
    for (int64_t i = 0; i < g->m; i++) {
        double gap = -g->u[i];
        for (int64_t j = 0; j < g->n; j++) {
            gap += matrix[i * g->n + j];
            sum[j] += matrix[i * g->n + j];
        }
        out->totals_gap += g->u[i];
        if (fabs(gap) <= out->row_gap) continue;
        out->row_gap = fabs(gap);
        if (!keep) out->row = i;
    }
    for (int64_t j = 0; j < g->n; j++) {
        out->totals_gap -= g->v[j];
        if (fabs(sum[j] - g->v[j]) <= out->column_gap) continue;
        out->column_gap = fabs(sum[j] - g->v[j]);
        if (!keep) out->column = j;
    }
}

static selat_status check(selat_context *context, int64_t rows, int64_t columns, const double *matrix,
                          const double *row_total, const double *column_total, double *scale) {
    for (int64_t at = 0; at < rows * columns; at++) {
        if (isfinite(matrix[at])) continue;
        return selat_fail(context, SELAT_BAD_INPUT, "balancing: cell %lld, %lld (1-based) is not a finite number",
                          (long long)(at / columns + 1), (long long)(at % columns + 1));
    }
    *scale = 0;
    for (int64_t k = 0; k < rows + columns; k++) {
        double total = k < rows ? row_total[k] : column_total[k - rows];
        if (!isfinite(total)) {
            return selat_fail(context, SELAT_BAD_INPUT,
                              "balancing: the total of %s %lld (1-based) is not a finite number",
                              k < rows ? "row" : "column", (long long)(k < rows ? k + 1 : k - rows + 1));
        }
        *scale = fmax(*scale, fabs(total));
    }
    return SELAT_OK;
}

selat_status selat_gras(selat_context *context, int64_t rows, int64_t columns, double *matrix, const double *row_total,
                        const double *column_total, const selat_gras_options *options, double *row_factor,
                        double *column_factor, selat_gras_report *out) {
    double *room = NULL, scale = 0;
    selat_status status;
    *out = (selat_gras_report){.row = -1,
                               .column = -1,
                               .largest_row = -1,
                               .largest_column = -1,
                               .lowest_factor = INFINITY,
                               .highest_factor = 0};
    TRY(check(context, rows, columns, matrix, row_total, column_total, &scale));
    TRY(selat_new(context, rows + 3 * columns, &room));
    gras g = {.m = rows,
              .n = columns,
              .a = matrix,
              .u = row_total,
              .v = column_total,
              .r = room,
              .s = room + rows,
              .positive = room + rows + columns,
              .negative = room + rows + 2 * columns};
    for (int64_t k = 0; k < rows + columns; k++)
        room[k] = 1;
    TRY_OR(done, status, iterate(context, &g, options, scale, out));
    if (out->reason == SELAT_GRAS_INFEASIBLE) { /* half a step would say little: nothing moves */
        for (int64_t k = 0; k < rows + columns; k++)
            room[k] = 1;
    }
    apply(&g, matrix, out);
    if (out->lowest_factor > out->highest_factor) out->lowest_factor = out->highest_factor = 1;
    measure(&g, matrix, out);
    out->converged = out->reason == SELAT_GRAS_CONVERGED;
    for (int64_t i = 0; row_factor != NULL && i < rows; i++)
        row_factor[i] = g.r[i];
    for (int64_t j = 0; column_factor != NULL && j < columns; j++)
        column_factor[j] = g.s[j];
done:
    selat_release(context, room);
    return status;
}

/* (I - A) x = y for a full table: LU factors of I - A, then refinement with the residual of the table itself. */
#include "model/leontief_full.h"

#include <math.h>
#include <string.h>

#include "base/dense.h"
#include "base/memory.h"
#include "base/status.h"

enum { MOST_REFINEMENTS = 10 };

struct selat_leontief_full {
    const selat_table *table;
    double *lu; /* [N][N] */
    int32_t *pivots;
};

/* I - A, row by row. */
static void fill_system(const selat_table *t, double *a) {
    int64_t S = t->sectors.count, rows = t->regions.count * S;
    for (int64_t row = 0; row < rows; row++) {
        double *to = a + row * rows;
        selat_table_row_musd(t, row / S, row % S, to);
        for (int64_t column = 0; column < rows; column++) {
            double output = t->output_musd[column];
            to[column] = (row == column ? 1 : 0) - (output != 0 ? to[column] / output : 0);
        }
    }
}

static selat_status factor(selat_context *context, selat_leontief_full *solver) {
    const selat_table *t = solver->table;
    int64_t rows = t->regions.count * t->sectors.count, size;
    TRY(selat_count(context, rows, rows, 1, 1, &size));
    TRY(selat_new(context, size, &solver->lu));
    TRY(selat_new(context, rows, &solver->pivots));
    fill_system(t, solver->lu);
    if (selat_dense_factor(context, rows, solver->lu, rows, solver->pivots) == SELAT_OK) return SELAT_OK;
    return selat_fail(context, SELAT_FAILED, "table %s: inputs leave nothing to final demand (I - A is singular)",
                      t->name);
}

selat_status selat_leontief_full_create(selat_context *context, const selat_table *table, selat_leontief_full **out) {
    TRY(selat_new(context, 1, out));
    (*out)->table = table;
    selat_status status = factor(context, *out);
    if (status != SELAT_OK) {
        selat_leontief_full_destroy(context, *out);
        *out = NULL;
    }
    return status;
}

void selat_leontief_full_destroy(selat_context *context, selat_leontief_full *solver) {
    if (solver == NULL) return;
    selat_release(context, solver->lu);
    selat_release(context, solver->pivots);
    selat_release(context, solver);
}

/* r = y - (I - A) x and its relative 1-norm, the worst column. */
static selat_status residual(selat_context *context, const selat_table *t, bool transpose, int64_t columns,
                             const double *y, const double *x, double *r, double *worst) {
    int64_t rows = t->regions.count * t->sectors.count;
    TRY(transpose ? selat_table_apply_transposed(context, t, columns, x, r)
                  : selat_table_apply(context, t, columns, x, r));
    *worst = 0;
    for (int64_t c = 0; c < columns; c++) {
        double size = 0, left = 0;
        for (int64_t at = c; at < rows * columns; at += columns) {
            r[at] += y[at] - x[at];
            size += fabs(y[at]);
            left += fabs(r[at]);
        }
        double relative = size > 0 ? left / size : left;
        if (!(relative <= *worst)) *worst = relative; /* keeps what is not a number */
    }
    return SELAT_OK;
}

selat_status selat_leontief_full_solve(selat_context *context, const selat_leontief_full *solver, bool transpose,
                                       int64_t columns, const double *y, double *x, selat_leontief_report *report) {
    int64_t rows = solver->table->regions.count * solver->table->sectors.count, size;
    double *r, before = INFINITY;
    selat_status status;
    TRY(selat_count(context, rows, columns, 1, 1, &size));
    TRY(selat_new(context, size, &r));
    memset(x, 0, (size_t)size * sizeof *x);
    memcpy(r, y, (size_t)size * sizeof *r);
    report->residual = INFINITY;
    do {
        before = report->residual;
        TRY_OR(done, status, selat_check_cancel(context));
        TRY_OR(done, status, selat_dense_solve(context, transpose, rows, solver->lu, rows, solver->pivots, r, columns,
                                               columns));
        for (int64_t at = 0; at < size; at++) x[at] += r[at];
        TRY_OR(done, status, residual(context, solver->table, transpose, columns, y, x, r, &report->residual));
        report->iterations++;
    } while (report->residual > report->tolerance && report->residual < before / 2 &&
             report->iterations < MOST_REFINEMENTS);
    if (!isfinite(report->residual)) {
        report->reason = SELAT_DIVERGED;
    } else if (report->residual > report->tolerance) {
        report->reason = SELAT_STAGNATED;
    }
done:
    selat_release(context, r);
    return status;
}

/* (I - A) x = y and its transpose by a preconditioned Chebyshev iteration.

   In factored form A = T B, B_n = use[n] / output[n] within each region and T the trade shares within each product.
   With w = B x (what industries buy), sigma_n the domestic shares and T_off the trade between regions,
     x = y + T w,   w_n = H_n (y + T_off w)_n,   H_n = (I - B_n sigma_n)^-1 B_n,
   so that domestic rounds are summed exactly and each iteration costs one product with A. The transposed system is
     x_n = y_n + H_n' (sigma_n y_n + (T_off' x)_n).
   M = H T_off is non-negative; its spectral radius rho (about 0.25 for the world) is estimated once by power iteration.
   Its eigenvalues are taken to lie near the segment from -rho/2 to rho, for which the Chebyshev recurrence of Golub and
   Varga (1961) is optimal. Where they do not, the residual grows and plain iteration, which converges for rho < 1,
   takes over. */
#include "selat/leontief.h"

#include <math.h>
#include <string.h>

#include "base/dense.h"
#include "base/kernel.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/threads.h"
#include "model/leontief_full.h"
#include "model/leontief_single.h"
#include "table/operator.h"

enum { BLOCK = 48, LEAST_SINGLE = 16, POWER_STEPS = 12, MAX_ITERATIONS = 2000, PATIENCE = 25 };
static const double default_tolerance = 1e-13;

struct selat_leontief {
    const selat_table *table;
    double *local; /* [R][S][S] H_n */
    double *own;   /* [R][S] sigma: domestic share of what region n buys of product s */
    double rho;    /* estimate of the spectral radius of M */
    selat_single_rounds *single; /* NULL where rounds hardly fade */
    selat_leontief_full *full; /* for a table in full form, which does without the rest */
};

/* One block of right-hand sides on its way. */
typedef struct block {
    const selat_leontief *solver;
    bool transpose;
    int64_t columns;
    double *y;        /* [R][S][columns] */
    double *state;    /* w, or x when transposed */
    double *previous; /* the state one iteration earlier */
    double *shipped;  /* T state, or T' state */
    double *mixed;    /* [S][columns] */
    double *answered; /* [S][columns] */
    double *size;     /* [columns] |y|_1 */
    double *residual; /* [columns] |r|_1 */
    double omega;     /* Chebyshev weight of the coming step; 1 is plain iteration */
    bool plain;
    bool at_zero;     /* state and shipped are still zero */
    int64_t iterations;
} block;

const char *selat_reason_name(selat_reason reason) {
    static const char *const names[] = {"converged", "max_iterations", "stagnated", "diverged", "no_step"};
    return (size_t)reason < sizeof names / sizeof *names ? names[reason] : "unknown";
}

/* ---- preparing ---- */

/* H = (I - B sigma)^-1 B in place of B. */
static selat_status sum_domestic_rounds(selat_context *context, int64_t S, const double *own, double *b, double *lu,
                                        int32_t *pivots) {
    for (int64_t s = 0; s < S; s++) {
        for (int64_t k = 0; k < S; k++) lu[s * S + k] = (s == k ? 1 : 0) - b[s * S + k] * own[k];
    }
    TRY(selat_dense_factor(context, S, lu, S, pivots));
    return selat_dense_solve(context, false, S, lu, S, pivots, b, S, S);
}

static selat_status prepare_region(selat_context *context, selat_leontief *solver, int64_t n, double *lu,
                                   int32_t *pivots) {
    const selat_table *t = solver->table;
    int64_t R = t->regions.count, S = t->sectors.count;
    double *b = solver->local + n * S * S, *own = solver->own + n * S;
    for (int64_t s = 0; s < S; s++) {
        own[s] = t->trade_share[(s * R + n) * R + n];
        for (int64_t k = 0; k < S; k++) {
            double output = t->output_musd[n * S + k];
            b[s * S + k] = output != 0 ? t->use_musd[(n * S + s) * S + k] / output : 0;
        }
    }
    if (sum_domestic_rounds(context, S, own, b, lu, pivots) == SELAT_OK) return SELAT_OK;
    return selat_fail(context, SELAT_FAILED,
                      "table %s: the domestic inputs of %s leave nothing to others (I - A is singular)", t->name,
                      t->regions.codes[n]);
}

/* ---- iterating ---- */

/* What H is applied to, from the state and what was shipped; rows are products of one region. */
SELAT_KERNEL static void mix(bool transpose, int64_t rows, int64_t columns, const double *own, const double *y,
                             const double *state, const double *shipped, double *out) {
    for (int64_t s = 0; s < rows; s++) {
        double share = own[s];
        for (int64_t at = s * columns; at < (s + 1) * columns; at++) {
            out[at] = shipped[at] - share * state[at] + (transpose ? share : 1) * y[at];
        }
    }
}

/* r = answered (+ y) - state; previous <- omega (state + scale r - previous) + previous; residual += |r|. */
SELAT_KERNEL static void advance(bool transpose, int64_t rows, int64_t columns, const double *answered, const double *y,
                                 const double *state, double omega, double scale, double *previous, double *residual) {
    for (int64_t s = 0; s < rows; s++) {
        for (int64_t c = 0; c < columns; c++) {
            int64_t at = s * columns + c;
            double r = answered[at] + (transpose ? y[at] : 0) - state[at];
            residual[c] += fabs(r);
            previous[at] += omega * (state[at] + scale * r - previous[at]);
        }
    }
}

static selat_status step(selat_context *context, block *b) {
    const selat_leontief *solver = b->solver;
    const selat_table *t = solver->table;
    int64_t R = t->regions.count, S = t->sectors.count, row = S * b->columns;
    double scale = b->plain ? 1 : 1 / (1 - solver->rho / 4);
    TRY(selat_check_cancel(context));
    if (!b->at_zero) TRY(selat_table_ship(context, t, b->transpose, 0, R, b->columns, b->state, b->shipped));
    b->at_zero = false;
    memset(b->residual, 0, (size_t)b->columns * sizeof *b->residual);
    for (int64_t n = 0; n < R; n++) {
        const double *y = b->y + n * row, *state = b->state + n * row;
        mix(b->transpose, S, b->columns, solver->own + n * S, y, state, b->shipped + n * row, b->mixed);
        TRY(selat_dense_multiply(context, b->transpose, S, b->columns, S, solver->local + n * S * S, S, b->mixed,
                                 b->columns, 0, b->answered, b->columns));
        advance(b->transpose, S, b->columns, b->answered, y, state, b->omega, scale, b->previous + n * row,
                b->residual);
    }
    double *swapped = b->state;
    b->state = b->previous;
    b->previous = swapped;
    b->iterations++;
    return SELAT_OK;
}

/* The weight of the next step for eigenvalues within `half` of the centre; the first weight is 1. */
static double next_weight(const block *b) {
    double rho = b->solver->rho, half = 0.75 * rho / (1 - rho / 4);
    if (b->plain) return 1;
    return b->omega == 1 ? 2 / (2 - half * half) : 1 / (1 - half * half * b->omega / 4);
}

static double worst_of(const double *residual, const double *size, int64_t columns) {
    double worst = 0;
    for (int64_t c = 0; c < columns; c++) {
        double relative = size[c] > 0 ? residual[c] / size[c] : residual[c];
        if (!(relative <= worst)) worst = relative; /* keeps what is not a number */
    }
    return worst;
}

static void begin_again(block *b, bool plain) {
    b->plain = plain;
    b->omega = 1;
}

/* Steps until the fixed-point residual is at most `target` after the last step, which is judged by the fall before. */
static selat_status iterate(selat_context *context, block *b, double target, selat_reason *reason) {
    double best = INFINITY, last = 0;
    int64_t since = 0;
    begin_again(b, b->plain);
    while (b->iterations < MAX_ITERATIONS) {
        TRY(step(context, b));
        double worst = worst_of(b->residual, b->size, b->columns);
        *reason = isfinite(worst) ? SELAT_CONVERGED : SELAT_DIVERGED;
        if (worst * fmin(1, worst / last) <= target || !isfinite(worst)) return SELAT_OK;
        last = worst;
        since = worst < 0.9 * best ? 0 : since + 1;
        if (worst < best) best = worst;
        *reason = worst > 10 * best ? SELAT_DIVERGED : SELAT_STAGNATED;
        if (since > PATIENCE && b->plain) return SELAT_OK;
        if (!b->plain && (worst > 10 * best || since > PATIENCE)) {
            begin_again(b, true);
            best = INFINITY;
            since = 0;
            continue;
        }
        b->omega = next_weight(b);
    }
    *reason = SELAT_MAX_ITERATIONS;
    return SELAT_OK;
}

/* ---- a block from right-hand side to answer ---- */

static selat_status allocate_block(selat_context *context, block *b) {
    const selat_table *t = b->solver->table;
    int64_t size, row = t->sectors.count * b->columns;
    TRY(selat_count(context, t->regions.count, t->sectors.count, b->columns, 1, &size));
    TRY(selat_new(context, size, &b->y));
    TRY(selat_new(context, size, &b->state));
    TRY(selat_new(context, size, &b->previous));
    TRY(selat_new(context, size, &b->shipped));
    TRY(selat_new(context, row, &b->mixed));
    TRY(selat_new(context, row, &b->answered));
    TRY(selat_new(context, b->columns, &b->size));
    return selat_new(context, b->columns, &b->residual);
}

static void release_block(selat_context *context, block *b) {
    double *const parts[] = {b->y,     b->state,    b->previous, b->shipped,
                             b->mixed, b->answered, b->size,     b->residual};
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) selat_release(context, parts[k]);
}

static void add_sizes(int64_t rows, int64_t columns, const double *values, double *sums) {
    memset(sums, 0, (size_t)columns * sizeof *sums);
    for (int64_t row = 0; row < rows; row++) {
        for (int64_t c = 0; c < columns; c++) sums[c] += fabs(values[row * columns + c]);
    }
}

/* The answer into b->shipped: x = y + T w, or the state itself when transposed. */
static selat_status read_answer(selat_context *context, block *b) {
    const selat_table *t = b->solver->table;
    int64_t size = t->regions.count * t->sectors.count * b->columns;
    if (b->transpose) {
        memcpy(b->shipped, b->state, (size_t)size * sizeof *b->shipped);
        return SELAT_OK;
    }
    TRY(selat_table_ship(context, t, false, 0, t->regions.count, b->columns, b->state, b->shipped));
    for (int64_t at = 0; at < size; at++) b->shipped[at] += b->y[at];
    return SELAT_OK;
}

/* max over columns of |x - A x - y|_1 / |y|_1, from the table itself. `previous` is overwritten. */
static selat_status recompute(selat_context *context, block *b, double *residual) {
    const selat_table *t = b->solver->table;
    int64_t rows = t->regions.count * t->sectors.count;
    TRY(b->transpose ? selat_table_apply_transposed(context, t, b->columns, b->shipped, b->previous)
                     : selat_table_apply(context, t, b->columns, b->shipped, b->previous));
    for (int64_t at = 0; at < rows * b->columns; at++) b->previous[at] += b->y[at] - b->shipped[at];
    add_sizes(rows, b->columns, b->previous, b->residual);
    *residual = worst_of(b->residual, b->size, b->columns);
    return SELAT_OK;
}

static selat_status solve_block(selat_context *context, block *b, double tolerance, selat_leontief_report *report) {
    selat_reason reason = SELAT_CONVERGED;
    double residual = INFINITY, before, target = tolerance;
    do { /* once, unless the recomputed residual is larger than the iteration's own */
        before = residual;
        TRY(iterate(context, b, target, &reason));
        TRY(read_answer(context, b));
        TRY(recompute(context, b, &residual));
        memcpy(b->previous, b->state, (size_t)(b->solver->table->regions.count * b->solver->table->sectors.count *
                                               b->columns) * sizeof *b->state);
        target /= 10;
    } while (reason == SELAT_CONVERGED && residual > tolerance && residual < before / 2);
    if (residual <= tolerance) {
        reason = SELAT_CONVERGED;
    } else if (reason == SELAT_CONVERGED) {
        reason = isfinite(residual) ? SELAT_STAGNATED : SELAT_DIVERGED;
    }
    if (reason != SELAT_CONVERGED) report->reason = reason;
    if (!(residual <= report->residual)) report->residual = residual;
    if (b->iterations > report->iterations) report->iterations = b->iterations;
    return SELAT_OK;
}

static void copy_columns(int64_t rows, int64_t columns, const double *from, int64_t from_row, double *to,
                         int64_t to_row) {
    for (int64_t row = 0; row < rows; row++) {
        memcpy(to + row * to_row, from + row * from_row, (size_t)columns * sizeof *to);
    }
}

/* By single precision; the report is left alone where that does not reach the tolerance. */
static selat_status try_single(selat_context *context, const selat_leontief *solver, bool transpose, int64_t columns,
                               const double *y, double *x, int64_t row_length, double tolerance,
                               selat_leontief_report *report, bool *solved) {
    int64_t rows = solver->table->regions.count * solver->table->sectors.count, iterations = 0;
    double *right = NULL, *answer = NULL, *size = NULL, residual;
    selat_status status;
    TRY_OR(done, status, selat_new(context, rows * columns, &right));
    TRY_OR(done, status, selat_new(context, rows * columns, &answer));
    TRY_OR(done, status, selat_new(context, columns, &size));
    copy_columns(rows, columns, y, row_length, right, columns);
    add_sizes(rows, columns, right, size);
    TRY_OR(done, status, selat_single_rounds_solve(context, solver->single, transpose, columns, right, size, tolerance,
                                                   answer, &residual, &iterations));
    *solved = residual <= tolerance;
    if (!*solved) goto done;
    copy_columns(rows, columns, answer, columns, x, row_length);
    report->residual = residual;
    report->iterations = iterations;
done:
    selat_release(context, right);
    selat_release(context, answer);
    selat_release(context, size);
    return status;
}

static selat_status solve_columns(selat_context *context, const selat_leontief *solver, bool transpose, int64_t columns,
                                  const double *y, double *x, int64_t row_length, double tolerance,
                                  selat_leontief_report *report) {
    int64_t rows = solver->table->regions.count * solver->table->sectors.count;
    block b = {.solver = solver, .transpose = transpose, .columns = columns, .plain = !(solver->rho < 1),
               .at_zero = true};
    selat_status status;
    bool solved = false;
    if (solver->single != NULL && columns >= LEAST_SINGLE) {
        TRY(try_single(context, solver, transpose, columns, y, x, row_length, tolerance, report, &solved));
    }
    if (solved) return SELAT_OK;
    TRY_OR(done, status, allocate_block(context, &b));
    copy_columns(rows, columns, y, row_length, b.y, columns);
    add_sizes(rows, columns, b.y, b.size);
    TRY_OR(done, status, solve_block(context, &b, tolerance, report));
    copy_columns(rows, columns, b.shipped, columns, x, row_length);
done:
    release_block(context, &b);
    return status;
}

/* ---- public ---- */

/* |M v|_1 / |v|_1 after a few plain iterations without right-hand side. */
static selat_status estimate_radius(selat_context *context, selat_leontief *solver) {
    block b = {.solver = solver, .columns = 1, .plain = true, .omega = 1};
    int64_t rows = solver->table->regions.count * solver->table->sectors.count;
    double before, after = 0;
    selat_status status;
    TRY_OR(done, status, allocate_block(context, &b));
    for (int64_t at = 0; at < rows; at++) b.state[at] = 1;
    for (int k = 0; k < POWER_STEPS; k++) {
        add_sizes(rows, 1, b.state, &before);
        for (int64_t at = 0; at < rows && before > 0; at++) b.state[at] /= before;
        TRY_OR(done, status, step(context, &b));
        add_sizes(rows, 1, b.state, &after);
    }
    solver->rho = after;
done:
    release_block(context, &b);
    return status;
}

selat_status selat_leontief_create(selat_context *context, const selat_table *table, selat_leontief **out) {
    return selat_leontief_create_for(context, table, 2 * table->regions.count, out);
}

const char *selat_leontief_method(const selat_leontief *solver) {
    return solver->full != NULL ? selat_leontief_full_method(solver->full)
                                : "Chebyshev iteration with domestic blocks, factored flows";
}

selat_status selat_leontief_create_for(selat_context *context, const selat_table *table, int64_t columns,
                                       selat_leontief **out) {
    int64_t R = table->regions.count, S = table->sectors.count, size;
    double *lu = NULL;
    int32_t *pivots = NULL;
    selat_status status;
    TRY(selat_new(context, 1, out));
    selat_leontief *solver = *out;
    solver->table = table;
    if (table->form != SELAT_FLOWS_FACTORED) {
        status = selat_leontief_full_create(context, table, columns, &solver->full);
        goto done;
    }
    TRY_OR(done, status, selat_count(context, R, S, S, 1, &size));
    TRY_OR(done, status, selat_new(context, size, &solver->local));
    TRY_OR(done, status, selat_new(context, R * S, &solver->own));
    TRY_OR(done, status, selat_new(context, S * S, &lu));
    TRY_OR(done, status, selat_new(context, S, &pivots));
    for (int64_t n = 0; n < R; n++) TRY_OR(done, status, prepare_region(context, solver, n, lu, pivots));
    TRY_OR(done, status, estimate_radius(context, solver));
    if (solver->rho < 0.9) {
        status = selat_single_rounds_create(context, table, solver->local, solver->own, solver->rho, &solver->single);
    }
done:
    selat_release(context, lu);
    selat_release(context, pivots);
    if (status != SELAT_OK) {
        selat_leontief_destroy(context, solver);
        *out = NULL;
    }
    return status;
}

void selat_leontief_destroy(selat_context *context, selat_leontief *solver) {
    if (solver == NULL) return;
    selat_leontief_full_destroy(context, solver->full);
    selat_single_rounds_destroy(context, solver->single);
    selat_release(context, solver->local);
    selat_release(context, solver->own);
    selat_release(context, solver);
}

/* Right-hand sides of a factored table, BLOCK at a time, blocks side by side. */
typedef struct task {
    const selat_leontief *solver;
    bool transpose;
    int64_t columns;
    const double *y;
    double *x;
    selat_leontief_report *reports; /* one per block */
} task;

static selat_status solve_piece(selat_context *own, void *data, int64_t piece) {
    task *job = data;
    int64_t first = piece * BLOCK, width = job->columns - first < BLOCK ? job->columns - first : BLOCK;
    return solve_columns(own, job->solver, job->transpose, width, job->y + first, job->x + first, job->columns,
                         job->reports[piece].tolerance, &job->reports[piece]);
}

static selat_status solve_pieces(selat_context *context, task *job, selat_leontief_report *report) {
    int64_t n_pieces = (job->columns + BLOCK - 1) / BLOCK;
    TRY(selat_new(context, n_pieces, &job->reports));
    for (int64_t k = 0; k < n_pieces; k++) job->reports[k].tolerance = report->tolerance;
    selat_status status = selat_parallel(context, n_pieces, solve_piece, job);
    for (int64_t k = 0; k < n_pieces; k++) {
        const selat_leontief_report *one = &job->reports[k];
        if (one->reason != SELAT_CONVERGED) report->reason = one->reason;
        if (!(one->residual <= report->residual)) report->residual = one->residual;
        if (one->iterations > report->iterations) report->iterations = one->iterations;
    }
    selat_release(context, job->reports);
    return status;
}

selat_status selat_leontief_solve(selat_context *context, selat_leontief *solver, bool transpose, int64_t columns,
                                  const double *y, double tolerance, double *x, selat_leontief_report *report) {
    *report = (selat_leontief_report){.tolerance = tolerance > 0 ? tolerance : default_tolerance};
    if (solver->full != NULL) {
        TRY(selat_leontief_full_solve(context, solver->full, transpose, columns, y, x, report));
        report->converged = report->reason == SELAT_CONVERGED;
        return SELAT_OK;
    }
    task job = {.solver = solver, .transpose = transpose, .columns = columns, .y = y, .x = x};
    TRY(solve_pieces(context, &job, report));
    report->converged = report->reason == SELAT_CONVERGED;
    return SELAT_OK;
}

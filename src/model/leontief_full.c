/* (I - A) x = y for a full table.

   The factors are those of I - B, B[i,j] = Z[i,j] / output[i], which is similar to A: I - A = D (I - B) / D with D =
   output (1 where there is none). Rows of B add up to less than 1, so that elimination needs hardly any pivots and single
   precision loses little. x = D u, (I - B) u = y / D; transposed x = u / D, (I - B') u = D y. */
#include "model/leontief_full.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/dense.h"
#include "base/lu_single.h"
#include "base/memory.h"
#include "base/random.h"
#include "base/status.h"
#include "base/threads.h"

enum { SMALL = 400, LARGEST_LU = 40000, BLOCK = 256, WIDTH = 48, MOST_REFINEMENTS = 10, GROUP = 16, ROUNDING = 32 };
enum { EXPECTED_ITERATIONS = 20, LEAST_COLUMNS = 8, SPARSE_PENALTY = 3 };

typedef enum method { LU_DOUBLE, LU_SINGLE, ITERATION } method;

struct selat_leontief_full {
    const selat_table *table;
    method method;
    double *scale;  /* [N] D */
    double *lu;     /* [N][N] of I - B */
    float *single;  /* the same in single precision */
    int32_t *pivots;
    selat_domestic_blocks *blocks;
};

static int64_t rows_of(const selat_table *t) { return t->regions.count * t->sectors.count; }

/* ---- choosing and preparing ---- */

/* Costs in products with A for one column in double precision; single precision is twice as fast. */
static method choose(const selat_table *t, int64_t columns) {
    double n = (double)rows_of(t), c = (double)columns;
    double filled = t->form == SELAT_FLOWS_SPARSE ? SPARSE_PENALTY * (double)t->n_cells / (n * n) : 1;
    double factors = n / 6 + 2 * c + c * filled;
    double iteration = EXPECTED_ITERATIONS * filled * fmax(c, LEAST_COLUMNS);
    if (n <= SMALL) return LU_DOUBLE;
    return n > LARGEST_LU || iteration < factors ? ITERATION : LU_SINGLE;
}

/* Row `row` of I - B into `out`. */
static void system_row(const selat_leontief_full *solver, int64_t row, double *out) {
    const selat_table *t = solver->table;
    int64_t S = t->sectors.count, rows = rows_of(t);
    double factor = 1 / solver->scale[row];
    selat_table_row_musd(t, row / S, row % S, out);
    for (int64_t k = 0; k < rows; k++) out[k] = t->output_musd[k] != 0 ? -factor * out[k] : 0;
    out[row] += 1;
}

static selat_status fill_single(selat_context *own, void *data, int64_t piece) {
    selat_leontief_full *solver = data;
    int64_t S = solver->table->sectors.count, rows = rows_of(solver->table);
    double *room;
    TRY(selat_new(own, rows, &room));
    for (int64_t row = piece * S; row < (piece + 1) * S; row++) {
        system_row(solver, row, room);
        for (int64_t k = 0; k < rows; k++) solver->single[row * rows + k] = (float)room[k];
    }
    selat_release(own, room);
    return SELAT_OK;
}

static selat_status factor_single(selat_context *context, selat_leontief_full *solver) {
    int64_t rows = rows_of(solver->table), size;
    TRY(selat_count(context, rows, rows, 1, 1, &size));
    TRY(selat_new(context, size, &solver->single));
    TRY(selat_parallel(context, solver->table->regions.count, fill_single, solver));
    return selat_single_factor(context, rows, solver->single, solver->pivots);
}

static selat_status factor_double(selat_context *context, selat_leontief_full *solver) {
    int64_t rows = rows_of(solver->table);
    TRY(selat_new(context, rows * rows, &solver->lu));
    for (int64_t row = 0; row < rows; row++) system_row(solver, row, solver->lu + row * rows);
    return selat_dense_factor(context, rows, solver->lu, rows, solver->pivots);
}

static selat_status prepare(selat_context *context, selat_leontief_full *solver) {
    const selat_table *t = solver->table;
    int64_t rows = rows_of(t);
    if (solver->method == ITERATION) return selat_domestic_blocks_create(context, t, &solver->blocks);
    TRY(selat_new(context, rows, &solver->scale));
    TRY(selat_new(context, rows, &solver->pivots));
    for (int64_t k = 0; k < rows; k++) solver->scale[k] = t->output_musd[k] != 0 ? t->output_musd[k] : 1;
    selat_status status =
        solver->method == LU_DOUBLE ? factor_double(context, solver) : factor_single(context, solver);
    if (status != SELAT_FAILED) return status;
    return selat_fail(context, SELAT_FAILED, "table %s: inputs leave nothing to final demand (I - A is singular)",
                      t->name);
}

selat_status selat_leontief_full_create(selat_context *context, const selat_table *table, int64_t columns,
                                        selat_leontief_full **out) {
    TRY(selat_new(context, 1, out));
    (*out)->table = table;
    (*out)->method = choose(table, columns);
    selat_status status = prepare(context, *out);
    if (status != SELAT_OK) {
        selat_leontief_full_destroy(context, *out);
        *out = NULL;
    }
    return status;
}

void selat_leontief_full_destroy(selat_context *context, selat_leontief_full *solver) {
    if (solver == NULL) return;
    selat_release(context, solver->scale);
    selat_release(context, solver->lu);
    selat_release(context, solver->single);
    selat_release(context, solver->pivots);
    selat_domestic_blocks_destroy(context, solver->blocks);
    selat_release(context, solver);
}

const char *selat_leontief_full_method(const selat_leontief_full *solver) {
    static const char *const names[] = {"LU in double precision", "LU in single precision, refined in double",
                                        "Chebyshev iteration with domestic blocks"};
    return names[solver->method];
}

/* ---- one block ---- */

void selat_full_block_begin(selat_full_block *b) {
    int64_t rows = rows_of(b->table);
    for (int64_t row = 0; row < rows; row++) {
        memcpy(b->r + row * b->columns, b->y + row * b->y_row, (size_t)b->columns * sizeof *b->r);
    }
}

selat_status selat_full_block_residual(selat_context *context, selat_full_block *b, double *worst) {
    int64_t rows = rows_of(b->table);
    TRY(b->transpose ? selat_table_apply_transposed(context, b->table, b->columns, b->x, b->r)
                     : selat_table_apply(context, b->table, b->columns, b->x, b->r));
    double *left;
    TRY(selat_new(context, b->columns, &left));
    for (int64_t row = 0; row < rows; row++) {
        const double *y = b->y + row * b->y_row, *x = b->x + row * b->columns;
        double *r = b->r + row * b->columns;
        for (int64_t c = 0; c < b->columns; c++) {
            r[c] += y[c] - x[c];
            left[c] += fabs(r[c]);
        }
    }
    *worst = 0;
    for (int64_t c = 0; c < b->columns; c++) {
        double relative = b->size[c] > 0 ? left[c] / b->size[c] : left[c];
        if (!(relative <= *worst)) *worst = relative; /* keeps what is not a number */
    }
    selat_release(context, left);
    return SELAT_OK;
}

/* x += (I - A)^-1 r by the factors in single precision; columns are scaled to 1, which single precision can hold. */
static selat_status add_single(selat_context *context, const selat_leontief_full *solver, selat_full_block *b,
                               float *room) {
    int64_t rows = rows_of(b->table), columns = b->columns;
    double *top;
    TRY(selat_new(context, columns, &top));
    for (int64_t row = 0; row < rows; row++) {
        double factor = b->transpose ? solver->scale[row] : 1 / solver->scale[row];
        for (int64_t c = 0; c < columns; c++) {
            double value = b->r[row * columns + c] *= factor;
            if (fabs(value) > top[c]) top[c] = fabs(value);
        }
    }
    for (int64_t c = 0; c < columns; c++) top[c] = top[c] > 0 ? top[c] : 1;
    for (int64_t row = 0; row < rows; row++) {
        for (int64_t c = 0; c < columns; c++) {
            room[row * columns + c] = (float)(b->r[row * columns + c] / top[c]);
        }
    }
    selat_status status = selat_single_solve(context, b->transpose, rows, solver->single, rows, solver->pivots, room,
                                             columns, columns);
    for (int64_t row = 0; row < rows; row++) {
        double factor = b->transpose ? 1 / solver->scale[row] : solver->scale[row];
        for (int64_t c = 0; c < columns; c++) {
            b->x[row * columns + c] += factor * top[c] * (double)room[row * columns + c];
        }
    }
    selat_release(context, top);
    return status;
}

static selat_status add_double(selat_context *context, const selat_leontief_full *solver, selat_full_block *b) {
    int64_t rows = rows_of(b->table), columns = b->columns;
    for (int64_t at = 0; at < rows * columns; at++) {
        b->r[at] *= b->transpose ? solver->scale[at / columns] : 1 / solver->scale[at / columns];
    }
    TRY(selat_dense_solve(context, b->transpose, rows, solver->lu, rows, solver->pivots, b->r, columns, columns));
    for (int64_t at = 0; at < rows * columns; at++) {
        b->x[at] += b->r[at] * (b->transpose ? 1 / solver->scale[at / columns] : solver->scale[at / columns]);
    }
    return SELAT_OK;
}

/* All right-hand sides, and what the blocks found. */
typedef struct task {
    const selat_leontief_full *solver;
    bool transpose;
    bool probed;  /* the last residual is left to the probes */
    bool resumed; /* x holds an answer to go on from */
    int64_t columns, n_blocks;
    const double *y;
    double *x;
    double tolerance;
    selat_leontief_report *reports; /* [n_blocks] */
} task;

/* Blocks start at multiples of WIDTH, the tiles of base/wide.h. */
static int64_t first_of(const task *job, int64_t block) {
    int64_t even = job->columns * block / job->n_blocks;
    return block < job->n_blocks ? (even + WIDTH / 2) / WIDTH * WIDTH : job->columns;
}

static void gather(int64_t rows, int64_t columns, const double *from, int64_t row_length, double *to) {
    for (int64_t row = 0; row < rows; row++) {
        memcpy(to + row * columns, from + row * row_length, (size_t)columns * sizeof *to);
    }
}

static void measure(selat_full_block *b) {
    int64_t rows = rows_of(b->table);
    for (int64_t row = 0; row < rows; row++) {
        for (int64_t c = 0; c < b->columns; c++) b->size[c] += fabs(b->y[row * b->y_row + c]);
    }
}

/* Rounding alone leaves a residual in proportion to |x|_1, which can be many times |y|_1 where an industry sells to all:
   no tolerance below that is asked for. */
static double attainable(const selat_full_block *b, double tolerance) {
    int64_t size = rows_of(b->table) * b->columns;
    for (int64_t c = 0; c < b->columns; c++) {
        double sum = 0;
        for (int64_t at = c; at < size; at += b->columns) sum += fabs(b->x[at]);
        if (b->size[c] > 0) tolerance = fmax(tolerance, ROUNDING * DBL_EPSILON * sum / b->size[c]);
    }
    return tolerance;
}

/* Solve, then correct with the residual until it is small enough. */
static selat_status refine(selat_context *context, const task *job, selat_full_block *b, float *room,
                           selat_leontief_report *report) {
    double before = INFINITY;
    report->residual = INFINITY;
    if (job->resumed) TRY(selat_full_block_residual(context, b, &report->residual));
    else selat_full_block_begin(b);
    do {
        before = report->residual;
        TRY(selat_check_cancel(context));
        TRY(room != NULL ? add_single(context, job->solver, b, room) : add_double(context, job->solver, b));
        report->iterations++;
        if (job->probed && report->iterations == 2) return SELAT_OK;
        TRY(selat_full_block_residual(context, b, &report->residual));
    } while (report->residual > job->tolerance && report->residual < before / 2 &&
             report->iterations < MOST_REFINEMENTS);
    return SELAT_OK;
}

static selat_status solve_block(selat_context *own, void *data, int64_t piece) {
    task *job = data;
    const selat_leontief_full *solver = job->solver;
    int64_t rows = rows_of(solver->table), first = first_of(job, piece);
    selat_full_block b = {.table = solver->table, .transpose = job->transpose, .y = job->y + first,
                          .y_row = job->columns, .columns = first_of(job, piece + 1) - first};
    selat_leontief_report *report = &job->reports[piece];
    float *room = NULL;
    selat_status status;
    report->tolerance = job->tolerance;
    TRY_OR(done, status, selat_new(own, rows * b.columns, &b.x));
    TRY_OR(done, status, selat_new(own, rows * b.columns, &b.r));
    TRY_OR(done, status, selat_new(own, b.columns, &b.size));
    if (solver->method == LU_SINGLE) TRY_OR(done, status, selat_new(own, rows * b.columns, &room));
    if (job->resumed) gather(rows, b.columns, job->x + first, job->columns, b.x);
    measure(&b);
    TRY_OR(done, status, solver->method == ITERATION ? selat_domestic_blocks_solve(own, solver->blocks, &b, report)
                                                     : refine(own, job, &b, room, report));
    report->tolerance = attainable(&b, job->tolerance);
    for (int64_t row = 0; row < rows; row++) {
        memcpy(job->x + row * job->columns + first, b.x + row * b.columns, (size_t)b.columns * sizeof *b.x);
    }
done:
    selat_release(own, b.x);
    selat_release(own, b.r);
    selat_release(own, b.size);
    selat_release(own, room);
    return status;
}

/* ---- all blocks ---- */

static selat_status solve_blocks(selat_context *context, task *job, selat_leontief_report *report) {
    TRY(selat_new(context, job->n_blocks, &job->reports));
    selat_status status = selat_parallel(context, job->n_blocks, solve_block, job);
    for (int64_t k = 0; k < job->n_blocks; k++) {
        const selat_leontief_report *one = &job->reports[k];
        if (one->tolerance > report->tolerance) report->tolerance = one->tolerance;
        if (!(one->residual <= report->residual)) report->residual = one->residual;
        if (one->iterations > report->iterations) report->iterations = one->iterations;
        if (one->reason != SELAT_CONVERGED) report->reason = one->reason;
    }
    selat_release(context, job->reports);
    return status;
}

/* The residual of sums of GROUP columns with random signs, over sqrt(GROUP): about the root mean square of theirs, and
   at least a quarter of the largest on average. One product with A for every GROUP columns. */
static selat_status probe(selat_context *context, const task *job, double *residual) {
    const selat_table *t = job->solver->table;
    int64_t rows = rows_of(t), C = job->columns, G = (C + GROUP - 1) / GROUP;
    selat_full_block b = {.table = t, .transpose = job->transpose, .columns = G, .y_row = G};
    double *sums = NULL, *sign = NULL;
    selat_status status;
    TRY_OR(done, status, selat_new(context, 3 * rows * G, &sums));
    TRY_OR(done, status, selat_new(context, C, &sign));
    TRY_OR(done, status, selat_new(context, G, &b.size));
    for (int64_t row = 0; row < rows; row++) {
        for (int64_t c = 0; c < C; c++) sign[c] += fabs(job->y[row * C + c]);
    }
    for (int64_t c = 0; c < C; c++) {
        double size = sign[c] > 0 ? sign[c] : 1;
        sign[c] = (selat_random_uniform(1, (uint64_t)c, 0) < 0.5 ? 1 : -1) / (size * sqrt((double)GROUP));
    }
    b.y = sums;
    b.x = sums + rows * G;
    b.r = b.x + rows * G;
    for (int64_t row = 0; row < rows; row++) {
        for (int64_t c = 0; c < C; c++) {
            sums[row * G + c / GROUP] += sign[c] * job->y[row * C + c];
            b.x[row * G + c / GROUP] += sign[c] * job->x[row * C + c];
        }
    }
    for (int64_t g = 0; g < G; g++) b.size[g] = 1;
    TRY_OR(done, status, selat_full_block_residual(context, &b, residual));
done:
    selat_release(context, sums);
    selat_release(context, sign);
    selat_release(context, b.size);
    return status;
}

static void judge(selat_leontief_report *report) {
    if (report->residual <= report->tolerance) {
        report->reason = SELAT_CONVERGED;
    } else if (report->reason == SELAT_CONVERGED) {
        report->reason = isfinite(report->residual) ? SELAT_STAGNATED : SELAT_DIVERGED;
    }
}

selat_status selat_leontief_full_solve(selat_context *context, const selat_leontief_full *solver, bool transpose,
                                       int64_t columns, const double *y, double *x, selat_leontief_report *report) {
    task job = {.solver = solver, .transpose = transpose, .columns = columns, .y = y, .x = x,
                .tolerance = report->tolerance, .n_blocks = (columns + BLOCK - 1) / BLOCK,
                .probed = solver->method == LU_SINGLE && columns > GROUP};
    int64_t size;
    TRY(selat_count(context, rows_of(solver->table), columns, sizeof *x, 1, &size));
    if (columns > WIDTH && job.n_blocks % 2 == 1) job.n_blocks++; /* an even number feeds two threads alike */
    TRY(solve_blocks(context, &job, report));
    if (job.probed) {
        TRY(probe(context, &job, &report->residual));
        if (!(report->residual <= report->tolerance)) { /* rare: refine as far as it goes */
            int64_t iterations = report->iterations;
            job.probed = false;
            job.resumed = true;
            *report = (selat_leontief_report){.tolerance = report->tolerance};
            TRY(solve_blocks(context, &job, report));
            report->iterations += iterations;
        }
    }
    judge(report);
    return SELAT_OK;
}

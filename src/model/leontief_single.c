/* The iteration of leontief.c in single precision, which costs half; residuals in double precision make up for it. */
#include "model/leontief_single.h"

#include <math.h>
#include <string.h>

#include "base/dense.h"
#include "base/kernel.h"
#include "base/memory.h"
#include "base/status.h"
#include "table/operator.h"

enum { MOST_ROUNDS = 60, MOST_CORRECTIONS = 5 };
static const double finest = 2e-7; /* what a relative residual in single precision reaches */

struct selat_single_rounds {
    const selat_table *table;
    double rho;
    float *local; /* [R][S][S] */
    float *own;   /* [R][S] */
    float *share; /* [S][R][R] */
};

static selat_status narrow(selat_context *context, int64_t count, const double *from, float **out) {
    TRY(selat_new(context, count, out));
    for (int64_t at = 0; at < count; at++) (*out)[at] = (float)from[at];
    return SELAT_OK;
}

selat_status selat_single_rounds_create(selat_context *context, const selat_table *table, const double *local,
                                        const double *own, double rho, selat_single_rounds **out) {
    int64_t R = table->regions.count, S = table->sectors.count;
    TRY(selat_new(context, 1, out));
    selat_single_rounds *rounds = *out;
    rounds->table = table;
    rounds->rho = rho;
    selat_status status = narrow(context, R * S * S, local, &rounds->local);
    if (status == SELAT_OK) status = narrow(context, R * S, own, &rounds->own);
    if (status == SELAT_OK) status = narrow(context, S * R * R, table->trade_share, &rounds->share);
    if (status == SELAT_OK) return SELAT_OK;
    selat_single_rounds_destroy(context, rounds);
    *out = NULL;
    return status;
}

void selat_single_rounds_destroy(selat_context *context, selat_single_rounds *rounds) {
    if (rounds == NULL) return;
    selat_release(context, rounds->local);
    selat_release(context, rounds->own);
    selat_release(context, rounds->share);
    selat_release(context, rounds);
}

/* One block of columns. */
typedef struct block {
    const selat_single_rounds *rounds;
    bool transpose;
    int64_t columns;
    double *r;       /* [R][S][columns] residual */
    double *scale;   /* [columns] its size */
    float *y;        /* the residual, every column of size 1 */
    float *state;    /* w of leontief.c, or x when transposed */
    float *previous;
    float *shipped;
    float *mixed;    /* [S][columns] */
    float *answered; /* [S][columns] */
    float *left;     /* [columns] */
    int64_t iterations;
} block;

static selat_status allocate(selat_context *context, block *b) {
    const selat_table *t = b->rounds->table;
    int64_t size, row = t->sectors.count * b->columns;
    TRY(selat_count(context, t->regions.count, t->sectors.count, b->columns, 1, &size));
    TRY(selat_new(context, size, &b->r));
    TRY(selat_new(context, b->columns, &b->scale));
    float **const blocks[] = {&b->y, &b->state, &b->previous, &b->shipped}, **const rows[] = {&b->mixed, &b->answered};
    for (size_t k = 0; k < sizeof blocks / sizeof *blocks; k++) TRY(selat_new(context, size, blocks[k]));
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) TRY(selat_new(context, row, rows[k]));
    return selat_new(context, b->columns, &b->left);
}

static void release(selat_context *context, block *b) {
    float *const parts[] = {b->y, b->state, b->previous, b->shipped, b->mixed, b->answered, b->left};
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) selat_release(context, parts[k]);
    selat_release(context, b->r);
    selat_release(context, b->scale);
}

/* ---- rounds ---- */

static selat_status ship(selat_context *context, block *b) {
    int64_t R = b->rounds->table->regions.count, S = b->rounds->table->sectors.count, row = S * b->columns;
    for (int64_t s = 0; s < S; s++) {
        TRY(selat_single_multiply(context, !b->transpose, R, b->columns, R, b->rounds->share + s * R * R, R,
                                  b->state + s * b->columns, row, 0, b->shipped + s * b->columns, row));
    }
    return SELAT_OK;
}

SELAT_KERNEL static void mix(bool transpose, int64_t rows, int64_t columns, const float *own, const float *y,
                             const float *state, const float *shipped, float *out) {
    for (int64_t s = 0; s < rows; s++) {
        float share = own[s], whole = transpose ? share : 1;
        for (int64_t at = s * columns; at < (s + 1) * columns; at++) {
            out[at] = shipped[at] - share * state[at] + whole * y[at];
        }
    }
}

/* As in leontief.c. */
SELAT_KERNEL static void advance(bool transpose, int64_t rows, int64_t columns, const float *answered, const float *y,
                                 const float *state, float omega, float scale, float *previous, float *left) {
    float whole = transpose ? 1 : 0;
    for (int64_t s = 0; s < rows; s++) {
        for (int64_t c = 0; c < columns; c++) {
            int64_t at = s * columns + c;
            float r = answered[at] + whole * y[at] - state[at];
            left[c] += fabsf(r);
            previous[at] += omega * (state[at] + scale * r - previous[at]);
        }
    }
}

static selat_status step(selat_context *context, block *b, double omega, double *worst) {
    const selat_single_rounds *rounds = b->rounds;
    int64_t R = rounds->table->regions.count, S = rounds->table->sectors.count, row = S * b->columns;
    double scale = 1 / (1 - rounds->rho / 4);
    TRY(selat_check_cancel(context));
    memset(b->left, 0, (size_t)b->columns * sizeof *b->left);
    for (int64_t n = 0; n < R; n++) {
        const float *y = b->y + n * row, *state = b->state + n * row;
        mix(b->transpose, S, b->columns, rounds->own + n * S, y, state, b->shipped + n * row, b->mixed);
        TRY(selat_single_multiply(context, b->transpose, S, b->columns, S, rounds->local + n * S * S, S, b->mixed,
                                  b->columns, 0, b->answered, b->columns));
        advance(b->transpose, S, b->columns, b->answered, y, state, (float)omega, (float)scale, b->previous + n * row,
                b->left);
    }
    float *swapped = b->state;
    b->state = b->previous;
    b->previous = swapped;
    b->iterations++;
    *worst = 0;
    for (int64_t c = 0; c < b->columns; c++) {
        if (!(b->left[c] <= *worst)) *worst = b->left[c];
    }
    return SELAT_OK;
}

/* From zero until the residual, of columns of size 1, is expected to be at most `target` after the last step. */
static selat_status iterate(selat_context *context, block *b, double target) {
    int64_t size = b->rounds->table->regions.count * b->rounds->table->sectors.count * b->columns;
    double rho = b->rounds->rho, half = 0.75 * rho / (1 - rho / 4), omega = 1, last = 0, worst;
    memset(b->state, 0, (size_t)size * sizeof *b->state);
    memset(b->previous, 0, (size_t)size * sizeof *b->previous);
    memset(b->shipped, 0, (size_t)size * sizeof *b->shipped);
    for (int k = 0; k < MOST_ROUNDS; k++) {
        if (k > 0) TRY(ship(context, b));
        TRY(step(context, b, omega, &worst));
        if (worst * fmin(1, worst / last) <= target || !(k == 0 || worst < 10 * last)) return SELAT_OK;
        last = worst;
        omega = k == 0 ? 2 / (2 - half * half) : 1 / (1 - half * half * omega / 4);
    }
    return SELAT_OK;
}

/* ---- corrections ---- */

SELAT_KERNEL static void shrink(int64_t rows, int64_t columns, const double *r, const double *inverse, float *out) {
    for (int64_t row = 0; row < rows; row++) {
        for (int64_t c = 0; c < columns; c++) out[row * columns + c] = (float)(r[row * columns + c] * inverse[c]);
    }
}

/* x += scale change, and r where the system is not transposed: x = y + T w. */
SELAT_KERNEL static void add_change(bool with_r, int64_t rows, int64_t columns, const double *r, const float *change,
                                    const double *scale, double *x) {
    double whole = with_r ? 1 : 0;
    for (int64_t row = 0; row < rows; row++) {
        for (int64_t c = 0; c < columns; c++) {
            int64_t at = row * columns + c;
            x[at] += whole * r[at] + scale[c] * (double)change[at];
        }
    }
}

/* r += y - x, where r is A x; scale = |r|_1. */
SELAT_KERNEL static void take_residual(int64_t rows, int64_t columns, const double *y, const double *x, double *r,
                                       double *scale) {
    for (int64_t row = 0; row < rows; row++) {
        for (int64_t c = 0; c < columns; c++) {
            int64_t at = row * columns + c;
            r[at] += y[at] - x[at];
            scale[c] += fabs(r[at]);
        }
    }
}

static selat_status correct(selat_context *context, block *b, const double *y, double *x, double target) {
    const selat_table *t = b->rounds->table;
    int64_t rows = t->regions.count * t->sectors.count, columns = b->columns;
    double *inverse;
    TRY(selat_new(context, columns, &inverse));
    for (int64_t c = 0; c < columns; c++) inverse[c] = b->scale[c] > 0 ? 1 / b->scale[c] : 0;
    shrink(rows, columns, b->r, inverse, b->y);
    selat_release(context, inverse);
    TRY(iterate(context, b, fmax(target, finest)));
    if (!b->transpose) TRY(ship(context, b));
    add_change(!b->transpose, rows, columns, b->r, b->transpose ? b->state : b->shipped, b->scale, x);
    TRY(b->transpose ? selat_table_apply_transposed(context, t, columns, x, b->r)
                     : selat_table_apply(context, t, columns, x, b->r));
    memset(b->scale, 0, (size_t)columns * sizeof *b->scale);
    take_residual(rows, columns, y, x, b->r, b->scale);
    return SELAT_OK;
}

static double worst_of(const block *b, const double *size) {
    double worst = 0;
    for (int64_t c = 0; c < b->columns; c++) {
        double relative = size[c] > 0 ? b->scale[c] / size[c] : b->scale[c];
        if (!(relative <= worst)) worst = relative; /* keeps what is not a number */
    }
    return worst;
}

selat_status selat_single_rounds_solve(selat_context *context, const selat_single_rounds *rounds, bool transpose,
                                       int64_t columns, const double *y, const double *size, double tolerance,
                                       double *x, double *residual, int64_t *iterations) {
    int64_t rows = rounds->table->regions.count * rounds->table->sectors.count;
    block b = {.rounds = rounds, .transpose = transpose, .columns = columns};
    double before = 1;
    selat_status status;
    TRY_OR(done, status, allocate(context, &b));
    memcpy(b.r, y, (size_t)(rows * columns) * sizeof *y);
    memcpy(b.scale, size, (size_t)columns * sizeof *size);
    memset(x, 0, (size_t)(rows * columns) * sizeof *x);
    *residual = 1;
    for (int k = 0; k < MOST_CORRECTIONS && *residual > tolerance && (k == 0 || *residual < before / 4); k++) {
        before = *residual;
        TRY_OR(done, status, correct(context, &b, y, x, 0.3 * tolerance / before));
        *residual = worst_of(&b, size);
    }
    *iterations += b.iterations;
done:
    release(context, &b);
    return status;
}

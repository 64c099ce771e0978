/* Anderson acceleration (type II) with a window; the normal equations are kept up to date pair by pair. */
#include "model/trade/anderson.h"

#include <math.h>
#include <string.h>

#include "base/kernel.h"
#include "base/memory.h"
#include "base/status.h"

selat_status selat_anderson_init(selat_context *context, int64_t length, int64_t memory, selat_anderson *out) {
    *out = (selat_anderson){.length = length, .memory = memory};
    selat_status status;
    TRY_OR(fail, status, selat_new(context, memory * length, &out->residual_steps));
    TRY_OR(fail, status, selat_new(context, memory * length, &out->image_steps));
    TRY_OR(fail, status, selat_new(context, length, &out->residual));
    TRY_OR(fail, status, selat_new(context, length, &out->previous_residual));
    TRY_OR(fail, status, selat_new(context, length, &out->previous_image));
    return SELAT_OK;
fail:
    selat_anderson_clear(context, out);
    return status;
}

void selat_anderson_clear(selat_context *context, selat_anderson *state) {
    selat_release(context, state->residual_steps);
    selat_release(context, state->image_steps);
    selat_release(context, state->residual);
    selat_release(context, state->previous_residual);
    selat_release(context, state->previous_image);
    *state = (selat_anderson){0};
}

void selat_anderson_restart(selat_anderson *state) {
    state->count = 0;
    state->next = 0;
    state->has_previous = false;
}

void selat_anderson_continue(selat_anderson *state) { state->has_previous = false; }

/* residual = image - z, previous <- now. */
static void form_first(selat_anderson *state, const double *z, const double *image) {
    for (int64_t k = 0; k < state->length; k++)
        state->residual[k] = state->previous_residual[k] = image[k] - z[k];
    memcpy(state->previous_image, image, (size_t)state->length * sizeof(double));
    state->has_previous = true;
}

/* residual = image - z; the two differences; previous <- now. */
SELAT_KERNEL
static void form_pair(int64_t length, const double *z, const double *image, double *residual, double *previous_residual,
                      double *previous_image, double *residual_step, double *image_step) {
#pragma omp simd
    for (int64_t k = 0; k < length; k++) {
        double f = image[k] - z[k];
        residual_step[k] = f - previous_residual[k];
        image_step[k] = image[k] - previous_image[k];
        residual[k] = f;
        previous_residual[k] = f;
        previous_image[k] = image[k];
    }
}

/* Products of one vector with up to four others. */
SELAT_KERNEL
static void dot_four(int64_t length, const double *x, const double *const y[4], double out[4]) {
    const double *y0 = y[0], *y1 = y[1], *y2 = y[2], *y3 = y[3];
    double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
#pragma omp simd reduction(+ : s0, s1, s2, s3)
    for (int64_t k = 0; k < length; k++) {
        s0 += x[k] * y0[k];
        s1 += x[k] * y1[k];
        s2 += x[k] * y2[k];
        s3 += x[k] * y3[k];
    }
    out[0] = s0, out[1] = s1, out[2] = s2, out[3] = s3;
}

SELAT_KERNEL
static void subtract_four(int64_t length, const double c[4], const double *const y[4], double *out) {
    const double *y0 = y[0], *y1 = y[1], *y2 = y[2], *y3 = y[3];
    double c0 = c[0], c1 = c[1], c2 = c[2], c3 = c[3];
#pragma omp simd
    for (int64_t k = 0; k < length; k++) {
        out[k] -= (c0 * y0[k] + c1 * y1[k]) + (c2 * y2[k] + c3 * y3[k]);
    }
}

static const double *pair_of(const double *steps, const selat_anderson *state, int64_t slot) {
    return steps + (slot < state->count ? slot : 0) * state->length;
}

/* out[slot] = <x, residual step of slot> for every pair held. */
static void products(const selat_anderson *state, const double *x, double *out) {
    for (int64_t slot = 0; slot < state->count; slot += 4) {
        const double *rows[4];
        double four[4];
        for (int64_t k = 0; k < 4; k++)
            rows[k] = pair_of(state->residual_steps, state, slot + k);
        dot_four(state->length, x, rows, four);
        for (int64_t k = 0; k < 4 && slot + k < state->count; k++)
            out[slot + k] = four[k];
    }
}

static void push_pair(selat_anderson *state, const double *z, const double *image) {
    int64_t slot = state->next;
    if (!state->has_previous) {
        form_first(state, z, image);
        return;
    }
    form_pair(state->length, z, image, state->residual, state->previous_residual, state->previous_image,
              state->residual_steps + slot * state->length, state->image_steps + slot * state->length);
    if (state->count < state->memory) state->count++;
    state->next = (slot + 1) % state->memory;
    double row[SELAT_ANDERSON_MEMORY];
    products(state, state->residual_steps + slot * state->length, row);
    for (int64_t k = 0; k < state->count; k++)
        state->gram[slot][k] = state->gram[k][slot] = row[k];
}

/* Solves the normal equations in coordinates of unit length by Cholesky's method; a pair that depends on the others
   to within 1e-11 is left out. */
static void solve_normal(const selat_anderson *state, double *coefficient) {
    enum { M = SELAT_ANDERSON_MEMORY };
    double factor[M][M], y[M], unit[M];
    bool used[M];
    int64_t n = state->count;
    for (int64_t a = 0; a < n; a++) {
        unit[a] = state->gram[a][a] > 0 ? 1 / sqrt(state->gram[a][a]) : 0;
        y[a] = state->projection[a] * unit[a];
        for (int64_t b = 0; b <= a; b++) {
            double sum = state->gram[a][b] * unit[a] * unit[b];
            for (int64_t k = 0; k < b; k++)
                sum -= factor[a][k] * factor[b][k];
            if (b < a) {
                factor[a][b] = used[b] ? sum / factor[b][b] : 0;
                y[a] -= factor[a][b] * y[b];
            } else {
                used[a] = sum > 1e-11;
                factor[a][a] = used[a] ? sqrt(sum) : 1;
                y[a] = used[a] ? y[a] / factor[a][a] : 0;
            }
        }
    }
    for (int64_t a = n - 1; a >= 0; a--) {
        double sum = y[a];
        for (int64_t k = a + 1; k < n; k++)
            sum -= factor[k][a] * y[k];
        y[a] = used[a] ? sum / factor[a][a] : 0;
        coefficient[a] = y[a] * unit[a];
    }
}

void selat_anderson_next(selat_anderson *state, const double *z, const double *image, double *out) {
    push_pair(state, z, image);
    memcpy(out, image, (size_t)state->length * sizeof(double));
    if (state->count == 0) return;
    double coefficient[SELAT_ANDERSON_MEMORY];
    products(state, state->residual, state->projection);
    solve_normal(state, coefficient);
    for (int64_t slot = 0; slot < state->count; slot += 4) {
        const double *rows[4];
        double four[4];
        for (int64_t k = 0; k < 4; k++) {
            rows[k] = pair_of(state->image_steps, state, slot + k);
            four[k] = slot + k < state->count ? coefficient[slot + k] : 0;
        }
        subtract_four(state->length, four, rows, out);
    }
}

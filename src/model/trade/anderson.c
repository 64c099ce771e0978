/* Anderson acceleration (type II) with a window; the normal equations are kept up to date pair by pair. */
#include "model/trade/anderson.h"

#include <math.h>
#include <string.h>

#include "base/kernel.h"
#include "base/memory.h"
#include "base/status.h"

/* One of two signs for every entry, from a fixed sequence (Marsaglia's xorshift). */
static void draw_signs(int64_t count, float *out) {
    uint64_t bits = UINT64_C(0x9E3779B97F4A7C15);
    for (int64_t k = 0; k < count; k++) {
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        out[k] = bits >> 63 != 0 ? 1 : -1;
    }
}

selat_status selat_anderson_init(selat_context *context, int64_t length, int64_t memory, double independence,
                                 selat_anderson *out) {
    int64_t sketch = length < SELAT_ANDERSON_SKETCH ? length : SELAT_ANDERSON_SKETCH;
    *out = (selat_anderson){.length = length, .sketch = sketch, .memory = memory, .independence = independence};
    selat_status status;
    TRY_OR(fail, status, selat_new(context, length, &out->signs));
    TRY_OR(fail, status, selat_new(context, memory * sketch, &out->residual_steps));
    TRY_OR(fail, status, selat_new(context, memory * length, &out->image_steps));
    TRY_OR(fail, status, selat_new(context, sketch, &out->residual));
    TRY_OR(fail, status, selat_new(context, sketch, &out->previous_residual));
    TRY_OR(fail, status, selat_new(context, length, &out->previous_image));
    draw_signs(length, out->signs);
    return SELAT_OK;
fail:
    selat_anderson_clear(context, out);
    return status;
}

void selat_anderson_clear(selat_context *context, selat_anderson *state) {
    void *const arrays[] = {state->signs,    state->residual_steps,    state->image_steps,
                            state->residual, state->previous_residual, state->previous_image};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
    *state = (selat_anderson){0};
}

void selat_anderson_restart(selat_anderson *state) {
    state->count = 0;
    state->next = 0;
    state->has_previous = false;
}

void selat_anderson_continue(selat_anderson *state) { state->has_previous = false; }

/* out += signs (image - z) for one stretch. */
SELAT_KERNEL
static void fold(int64_t count, const float *signs, const double *z, const double *image, double *out) {
#pragma omp simd
    for (int64_t k = 0; k < count; k++) out[k] += (double)signs[k] * (image[k] - z[k]);
}

/* The sketch of image - z. */
static void fold_residual(const selat_anderson *state, const double *z, const double *image, double *out) {
    memset(out, 0, (size_t)state->sketch * sizeof(double));
    for (int64_t at = 0; at < state->length; at += state->sketch) {
        int64_t left = state->length - at;
        fold(left < state->sketch ? left : state->sketch, state->signs + at, z + at, image + at, out);
    }
}

/* Differences to what was before; before <- now. */
SELAT_KERNEL
static void step_residual(int64_t count, const double *residual, double *before, double *step) {
#pragma omp simd
    for (int64_t k = 0; k < count; k++) {
        step[k] = residual[k] - before[k];
        before[k] = residual[k];
    }
}

SELAT_KERNEL
static void step_image(int64_t count, const double *image, double *before, float *step) {
#pragma omp simd
    for (int64_t k = 0; k < count; k++) {
        step[k] = (float)(image[k] - before[k]);
        before[k] = image[k];
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
static void subtract_four(int64_t length, const double c[4], const float *const y[4], double *out) {
    const float *y0 = y[0], *y1 = y[1], *y2 = y[2], *y3 = y[3];
    float c0 = (float)c[0], c1 = (float)c[1], c2 = (float)c[2], c3 = (float)c[3];
#pragma omp simd
    for (int64_t k = 0; k < length; k++) {
        out[k] -= (double)((c0 * y0[k] + c1 * y1[k]) + (c2 * y2[k] + c3 * y3[k]));
    }
}

/* The row of a pair; of the first, for a slot beyond the last. */
static int64_t held(const selat_anderson *state, int64_t slot) { return slot < state->count ? slot : 0; }

/* out[slot] = <x, residual step of slot> for every pair held. */
static void products(const selat_anderson *state, const double *x, double *out) {
    for (int64_t slot = 0; slot < state->count; slot += 4) {
        const double *rows[4];
        double four[4];
        for (int64_t k = 0; k < 4; k++) rows[k] = state->residual_steps + held(state, slot + k) * state->sketch;
        dot_four(state->sketch, x, rows, four);
        for (int64_t k = 0; k < 4 && slot + k < state->count; k++) out[slot + k] = four[k];
    }
}

/* The pair written to the next slot counts from now on. */
static void count_pair(selat_anderson *state) {
    int64_t slot = state->next;
    if (state->count < state->memory) state->count++;
    state->next = (slot + 1) % state->memory;
    double row[SELAT_ANDERSON_MEMORY];
    products(state, state->residual_steps + slot * state->sketch, row);
    for (int64_t k = 0; k < state->count; k++) state->gram[slot][k] = state->gram[k][slot] = row[k];
}

static void push_pair(selat_anderson *state, const double *z, const double *image) {
    int64_t slot = state->next;
    fold_residual(state, z, image, state->residual);
    if (!state->has_previous) {
        memcpy(state->previous_residual, state->residual, (size_t)state->sketch * sizeof(double));
        memcpy(state->previous_image, image, (size_t)state->length * sizeof(double));
        state->has_previous = true;
        return;
    }
    step_residual(state->sketch, state->residual, state->previous_residual,
                  state->residual_steps + slot * state->sketch);
    step_image(state->length, image, state->previous_image, state->image_steps + slot * state->length);
    count_pair(state);
}

/* The slot of a pair by age, 0 the latest. */
static int64_t slot_of(const selat_anderson *state, int64_t age) {
    return (state->next - 1 - age + 2 * state->memory) % state->memory;
}

/* Solves the normal equations in coordinates of unit length by Cholesky's method, the latest pair first; a pair that
   depends too much on later ones is left out. */
static void solve_normal(const selat_anderson *state, double *coefficient) {
    enum { M = SELAT_ANDERSON_MEMORY };
    double factor[M][M], y[M], unit[M];
    bool used[M];
    int64_t n = state->count;
    for (int64_t a = 0; a < n; a++) {
        int64_t slot = slot_of(state, a);
        unit[a] = state->gram[slot][slot] > 0 ? 1 / sqrt(state->gram[slot][slot]) : 0;
        y[a] = state->projection[slot] * unit[a];
        for (int64_t b = 0; b <= a; b++) {
            double sum = state->gram[slot][slot_of(state, b)] * unit[a] * unit[b];
            for (int64_t k = 0; k < b; k++)
                sum -= factor[a][k] * factor[b][k];
            if (b < a) {
                factor[a][b] = used[b] ? sum / factor[b][b] : 0;
                y[a] -= factor[a][b] * y[b];
            } else {
                used[a] = sum > state->independence;
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
        coefficient[slot_of(state, a)] = y[a] * unit[a];
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
        const float *rows[4];
        double four[4];
        for (int64_t k = 0; k < 4; k++) {
            rows[k] = state->image_steps + held(state, slot + k) * state->length;
            four[k] = slot + k < state->count ? coefficient[slot + k] : 0;
        }
        subtract_four(state->length, four, rows, out);
    }
}

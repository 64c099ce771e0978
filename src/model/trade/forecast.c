/* Extrapolation from earlier solutions: with shocks at t_k on a line whose last point is 0 and whose new one is 1,
   z(1) = sum_k z_k prod_{m != k} (1 - t_m) / (t_k - t_m), Lagrange's polynomial. */
#include "model/trade/forecast.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"

enum { POINTS = SELAT_FORECAST_POINTS, MOST_CELLS = 1 << 16 };
static const double off_line = 0.1;  /* largest distance from the line, as a share of that from the last point */
static const double nearest = 0.2;   /* of two points, in steps */
static const double most_weight = 20; /* sum of the weights' sizes: errors grow by as much */

void selat_trade_forecast_clear(selat_context *context, selat_trade_forecast *forecast) {
    for (int k = 0; k < POINTS; k++) {
        selat_release(context, forecast->state[k]);
        selat_release(context, forecast->shock[k]);
    }
    selat_release(context, forecast->next_shock);
    *forecast = (selat_trade_forecast){0};
}

void selat_trade_forecast_forget(selat_trade_forecast *forecast) { forecast->count = 0; }

static int64_t cells_of(const selat_trade_problem *problem) { return problem->rows.n_touched * problem->n_regions; }

/* A shock of prices at the border alone, and not of very many. */
static bool is_simple(const selat_trade_problem *problem) {
    bool borders_only = problem->technology == NULL && problem->log_labour == NULL && problem->bought_output == NULL;
    return borders_only && cells_of(problem) > 0 && cells_of(problem) <= MOST_CELLS;
}

static selat_status make_room(selat_context *context, selat_trade_forecast *forecast, int64_t length, int64_t cells) {
    selat_trade_forecast_clear(context, forecast);
    TRY(selat_new(context, cells, &forecast->next_shock));
    for (int k = 0; k < POINTS; k++) {
        TRY(selat_new(context, length, &forecast->state[k]));
        TRY(selat_new(context, cells, &forecast->shock[k]));
    }
    forecast->length = length;
    forecast->cells = cells;
    return SELAT_OK;
}

selat_status selat_trade_forecast_begin(selat_context *context, selat_trade_forecast *forecast,
                                        const selat_trade_problem *problem, const selat_trade_shock *shock,
                                        int64_t length) {
    int64_t cells = cells_of(problem);
    forecast->begun = is_simple(problem);
    if (!forecast->begun) return SELAT_OK;
    if (forecast->length != length || forecast->cells != cells) TRY(make_room(context, forecast, length, cells));
    if (forecast->deficits != problem->deficits) selat_trade_forecast_forget(forecast);
    forecast->begun = true;
    forecast->deficits = problem->deficits;
    selat_trade_rows_log_kappa(&problem->rows, problem->economy, shock, forecast->next_shock);
    return SELAT_OK;
}

static void shift(double *points[POINTS]) {
    double *oldest = points[POINTS - 1];
    for (int k = POINTS - 1; k > 0; k--)
        points[k] = points[k - 1];
    points[0] = oldest;
}

void selat_trade_forecast_keep(selat_trade_forecast *forecast, const double *state) {
    if (!forecast->begun) return;
    shift(forecast->state);
    shift(forecast->shock);
    double *kept = forecast->shock[0];
    forecast->shock[0] = forecast->next_shock;
    forecast->next_shock = kept;
    memcpy(forecast->state[0], state, (size_t)forecast->length * sizeof *state);
    if (forecast->count < POINTS) forecast->count++;
    forecast->begun = false;
}

/* Squares and product of step = shock - last and back = point - last. */
typedef struct products {
    double step_step, step_back, back_back;
} products;

static products measure(int64_t count, const double *shock, const double *last, const double *point) {
    products sum = {0};
    for (int64_t k = 0; k < count; k++) {
        double step = shock[k] - last[k], back = point[k] - last[k];
        sum.step_step += step * step;
        sum.step_back += step * back;
        sum.back_back += back * back;
    }
    return sum;
}

/* Whether a point lies on the line; its place there. */
static bool place_on_line(const products *sum, double *t) {
    if (!(sum->step_step > 0)) return false;
    *t = sum->step_back / sum->step_step;
    double off = sum->back_back - *t * sum->step_back;
    return off <= off_line * off_line * sum->back_back;
}

static bool is_apart(const double *t, int64_t count, double other) {
    for (int64_t k = 0; k < count; k++) {
        if (fabs(t[k] - other) < nearest) return false;
    }
    return true;
}

/* Lagrange's weights at 1; returns the sum of their sizes. */
static double fill_weights(const double *t, int64_t count, double *weight) {
    double size = 0;
    for (int64_t k = 0; k < count; k++) {
        weight[k] = 1;
        for (int64_t m = 0; m < count; m++) {
            if (m != k) weight[k] *= (1 - t[m]) / (t[k] - t[m]);
        }
        size += fabs(weight[k]);
    }
    return size;
}

/* The latest points on the line, as many as give weights that are not too large. */
static int64_t choose_points(const selat_trade_forecast *forecast, int chosen[POINTS], double weight[POINTS]) {
    double t[POINTS] = {0};
    int64_t count = 1;
    chosen[0] = 0;
    for (int k = 1; k < forecast->count; k++) {
        products sum = measure(forecast->cells, forecast->next_shock, forecast->shock[0], forecast->shock[k]);
        if (!place_on_line(&sum, &t[count])) break;
        if (!is_apart(t, count, t[count])) continue;
        chosen[count++] = k;
    }
    while (count > 1 && fill_weights(t, count, weight) > most_weight)
        count--;
    return count;
}

bool selat_trade_forecast_make(const selat_trade_forecast *forecast, double *out) {
    int chosen[POINTS];
    double weight[POINTS];
    if (!forecast->begun || forecast->count < 2) return false;
    int64_t count = choose_points(forecast, chosen, weight);
    if (count < 2) return false;
    memset(out, 0, (size_t)forecast->length * sizeof *out);
    for (int64_t k = 0; k < count; k++) {
        const double *state = forecast->state[chosen[k]];
        for (int64_t at = 0; at < forecast->length; at++)
            out[at] += weight[k] * state[at];
    }
    return true;
}

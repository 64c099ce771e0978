/* The equations of one region, linearised about the base, with everything abroad held still:
     dc = gamma' dp + gamma^w dw          unit costs
     dp = h dc + price gap                h the share bought at home
     dY = h (gamma dY + alpha dI) - e dc + output gap      e = theta Y (1 - h (home sales / Y))
     dw = labour demand at (dY - output gap) + labour gap
   With K = gamma (I - h gamma)^-1, made once per base, the first two give dc = K' (price gap) + ... and the third
   dY = v + h K v: two products with K solve them exactly. Docs: docs/models/trade.md, "Solution". */
#include "model/trade/correction.h"

#include <math.h>

#include "base/dense.h"
#include "base/kernel.h"
#include "base/memory.h"
#include "base/status.h"

/* ---- K ---- */

/* Rows of K solve K (I - h gamma) = gamma: (I - h gamma)' K' = gamma'. */
static selat_status fill_requirement(selat_context *context, const selat_economy *economy, const double *home,
                                     float *out) {
    int64_t r = economy->n_regions, s = economy->n_sectors;
    double *matrix = NULL, *right = NULL;
    int32_t *pivots = NULL;
    selat_status status;
    TRY_OR(done, status, selat_new(context, s * s, &matrix));
    TRY_OR(done, status, selat_new(context, s * s, &right));
    TRY_OR(done, status, selat_new(context, s, &pivots));
    for (int64_t n = 0; n < r; n++) {
        const double *gamma = economy->input_share + n * s * s;
        for (int64_t j = 0; j < s; j++) {
            for (int64_t k = 0; k < s; k++) {
                matrix[j * s + k] = (j == k) - home[n * s + j] * gamma[j * s + k];
                right[k * s + j] = gamma[j * s + k];
            }
        }
        TRY_OR(done, status, selat_dense_factor(context, s, matrix, s, pivots));
        TRY_OR(done, status, selat_dense_solve(context, true, s, matrix, s, pivots, right, s, s));
        for (int64_t j = 0; j < s; j++) {
            for (int64_t k = 0; k < s; k++)
                out[(n * s + j) * s + k] = (float)right[k * s + j];
        }
    }
done:
    selat_release(context, matrix);
    selat_release(context, right);
    selat_release(context, pivots);
    return status;
}

selat_status selat_economy_prepare(selat_context *context, selat_economy *economy) {
    int64_t r = economy->n_regions, s = economy->n_sectors;
    double *home;
    TRY(selat_new(context, r * s, &home));
    for (int64_t at = 0; at < r * s; at++)
        home[at] = economy->pi[(at % s * r + at / s) * r + at / s];
    selat_status status = SELAT_OK;
    if (economy->home_requirement == NULL) status = selat_new(context, r * s * s, &economy->home_requirement);
    if (status == SELAT_OK) status = fill_requirement(context, economy, home, economy->home_requirement);
    selat_release(context, home);
    return status;
}

/* ---- products with K ---- */

/* out[k] = sum_j K[j][k] x[j] */
SELAT_KERNEL
static void multiply_transposed(int64_t s, const float *matrix, const float *x, float *out) {
    for (int64_t k = 0; k < s; k++)
        out[k] = 0;
    int64_t j = 0;
    for (; j + 4 <= s; j += 4) {
        const float *a = matrix + j * s, *b = a + s, *c = b + s, *d = c + s;
        float x0 = x[j], x1 = x[j + 1], x2 = x[j + 2], x3 = x[j + 3];
#pragma omp simd
        for (int64_t k = 0; k < s; k++)
            out[k] += (a[k] * x0 + b[k] * x1) + (c[k] * x2 + d[k] * x3);
    }
    for (; j < s; j++) {
#pragma omp simd
        for (int64_t k = 0; k < s; k++)
            out[k] += matrix[j * s + k] * x[j];
    }
}

/* out[j] = sum_k K[j][k] x[k] */
SELAT_KERNEL
static void multiply(int64_t s, const float *matrix, const float *x, float *out) {
    int64_t j = 0;
    for (; j + 4 <= s; j += 4) {
        const float *a = matrix + j * s, *b = a + s, *c = b + s, *d = c + s;
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0;
#pragma omp simd reduction(+ : s0, s1, s2, s3)
        for (int64_t k = 0; k < s; k++) {
            s0 += a[k] * x[k];
            s1 += b[k] * x[k];
            s2 += c[k] * x[k];
            s3 += d[k] * x[k];
        }
        out[j] = s0, out[j + 1] = s1, out[j + 2] = s2, out[j + 3] = s3;
    }
    for (; j < s; j++) {
        float sum = 0;
#pragma omp simd reduction(+ : sum)
        for (int64_t k = 0; k < s; k++)
            sum += matrix[j * s + k] * x[k];
        out[j] = sum;
    }
}

/* ---- responses of a region ---- */

/* costs = K' prices; then prices = price gap + h costs. */
static void solve_prices(selat_trade_correction *c, int64_t n, double *price_gap) {
    int64_t s = c->problem->n_sectors;
    for (int64_t j = 0; j < s; j++)
        c->prices[j] = (float)price_gap[j];
    multiply_transposed(s, c->requirement + n * s * s, c->prices, c->costs);
    for (int64_t j = 0; j < s; j++)
        price_gap[j] += c->home[n * s + j] * (double)c->costs[j];
}

/* output = v + h K v; where outputs hold themselves back (response D > 1), (D - h gamma)^-1 D v is near v + h/D K v. */
static void solve_outputs(selat_trade_correction *c, int64_t n, double *output) {
    int64_t s = c->problem->n_sectors;
    for (int64_t j = 0; j < s; j++)
        c->outputs[j] = (float)output[j];
    multiply(s, c->requirement + n * s * s, c->outputs, c->uses);
    for (int64_t j = 0; c->response != NULL && j < s; j++)
        c->uses[j] /= (float)fmax(1, c->response[n * s + j]);
    for (int64_t j = 0; j < s; j++)
        output[j] += c->home[n * s + j] * (double)c->uses[j];
}

static void fill_elasticity(selat_trade_correction *c, int64_t n, const double *output, const double *expenditure) {
    const selat_economy *economy = c->problem->economy;
    int64_t s = economy->n_sectors;
    for (int64_t j = 0; j < s; j++) {
        double home = c->home[n * s + j], sold_at_home = output[j] > 0 ? fmin(1, home * expenditure[j] / output[j]) : 0;
        c->elasticity[n * s + j] = economy->theta[j] * output[j] * (1 - sold_at_home * home);
        if (c->response == NULL) continue;
        c->output[n * s + j] = output[j];
        double own = economy->theta[j] * (1 - sold_at_home * home) * c->problem->output_weight[n * s + j];
        c->response[n * s + j] = fmax(1 + own, 0.1);
    }
}

/* dY = h (gamma dY + alpha dI) - e (dc + output_weight dY / Y): what the own output does to the own cost, approximately
   (at the old requirement K). */
static void divide_by_response(const selat_trade_correction *c, int64_t n, double *output) {
    int64_t s = c->problem->n_sectors;
    if (c->response == NULL) return;
    for (int64_t j = 0; j < s; j++)
        output[j] /= c->response[n * s + j];
}

static void fill_slopes(selat_trade_correction *c, int64_t n, double wage_hat) {
    const selat_economy *economy = c->problem->economy;
    int64_t s = economy->n_sectors;
    double *price = c->price_slope + n * s, *output = c->output_slope + n * s, labour = 0;
    double paid = wage_hat * c->problem->wage_bill[n];
    const double *value_share = economy->value_share + n * s, *weight = c->problem->wage_weight + n * s;
    for (int64_t j = 0; j < s; j++)
        price[j] = c->home[n * s + j] * weight[j];
    solve_prices(c, n, price);
    for (int64_t j = 0; j < s; j++) {
        double cost = weight[j] + (double)c->costs[j];
        output[j] = c->home[n * s + j] * economy->demand_share[n * s + j] * paid - c->elasticity[n * s + j] * cost;
    }
    divide_by_response(c, n, output);
    solve_outputs(c, n, output);
    for (int64_t j = 0; j < s; j++)
        labour += value_share[j] * output[j];
    c->wage_slope[n] = fmax(0.1, 1 - labour / paid);
}

static selat_status make_own_requirement(selat_context *context, selat_trade_correction *c) {
    int64_t r = c->problem->n_regions, s = c->problem->n_sectors;
    if (c->own == NULL) TRY(selat_new(context, r * s * s, &c->own));
    c->requirement = c->own;
    return fill_requirement(context, c->problem->economy, c->home, c->own);
}

static selat_status init(selat_context *context, selat_trade_correction *c) {
    const selat_economy *economy = c->problem->economy;
    int64_t r = economy->n_regions, s = economy->n_sectors;
    double **const full[] = {&c->home, &c->elasticity, &c->price_slope, &c->output_slope};
    float **const thin[] = {&c->prices, &c->outputs, &c->costs, &c->uses};
    for (size_t k = 0; k < sizeof full / sizeof *full; k++)
        TRY(selat_new(context, r * s, full[k]));
    for (size_t k = 0; k < sizeof thin / sizeof *thin; k++)
        TRY(selat_new(context, s, thin[k]));
    TRY(selat_new(context, r, &c->wage_slope));
    if (c->problem->output_weight != NULL) {
        TRY(selat_new(context, r * s, &c->response));
        TRY(selat_new(context, r * s, &c->output));
    }
    return selat_trade_correction_rebase(context, c);
}

selat_status selat_trade_correction_rebase(selat_context *context, selat_trade_correction *c) {
    const selat_economy *economy = c->problem->economy;
    int64_t r = economy->n_regions, s = economy->n_sectors;
    for (int64_t at = 0; at < r * s; at++)
        c->home[at] = economy->pi[(at % s * r + at / s) * r + at / s];
    c->requirement = economy->home_requirement;
    if (c->requirement == NULL) TRY(make_own_requirement(context, c));
    for (int64_t n = 0; n < r; n++) {
        fill_elasticity(c, n, economy->output + n * s, economy->expenditure + n * s);
        fill_slopes(c, n, 1);
    }
    return SELAT_OK;
}

selat_status selat_trade_correction_init(selat_context *context, const selat_trade_problem *problem,
                                         selat_trade_correction *out) {
    *out = (selat_trade_correction){.problem = problem, .requirement = problem->economy->home_requirement};
    selat_status status = init(context, out);
    if (status != SELAT_OK) selat_trade_correction_clear(context, out);
    return status;
}

selat_status selat_trade_correction_refresh(selat_context *context, selat_trade_correction *c, const double *home,
                                            const double *output, const double *expenditure, const double *wage_hat) {
    int64_t r = c->problem->n_regions, s = c->problem->n_sectors;
    for (int64_t at = 0; at < r * s; at++)
        c->home[at] = fmin(1, home[at]);
    TRY(make_own_requirement(context, c));
    for (int64_t n = 0; n < r; n++) {
        fill_elasticity(c, n, output + n * s, expenditure + n * s);
        fill_slopes(c, n, wage_hat[n]);
    }
    return SELAT_OK;
}

void selat_trade_correction_clear(selat_context *context, selat_trade_correction *c) {
    void *const arrays[] = {c->own,    c->home,    c->elasticity, c->price_slope, c->output_slope, c->wage_slope,
                            c->prices, c->outputs, c->costs,      c->uses,        c->response,     c->output};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++)
        selat_release(context, arrays[k]);
    *c = (selat_trade_correction){0};
}

double selat_trade_correct_region(selat_trade_correction *c, int64_t n, double *price_gap, double *output_gap,
                                  double transfer_gap, double labour_gap, double wage_hat) {
    const selat_economy *economy = c->problem->economy;
    int64_t s = economy->n_sectors;
    const double *value_share = economy->value_share + n * s, *home = c->home + n * s,
                 *alpha = economy->demand_share + n * s;
    const double *elasticity = c->elasticity + n * s;
    double before = 0, after = 0;
    for (int64_t j = 0; j < s; j++)
        before += value_share[j] * output_gap[j];
    solve_prices(c, n, price_gap);
    for (int64_t j = 0; j < s; j++) {
        output_gap[j] += home[j] * alpha[j] * transfer_gap - elasticity[j] * (double)c->costs[j];
    }
    divide_by_response(c, n, output_gap);
    solve_outputs(c, n, output_gap);
    for (int64_t j = 0; j < s; j++)
        after += value_share[j] * output_gap[j];
    double wage = ((after - before) / (wage_hat * c->problem->wage_bill[n]) + labour_gap) / c->wage_slope[n];
    const double *price_slope = c->price_slope + n * s, *output_slope = c->output_slope + n * s;
    for (int64_t j = 0; j < s; j++) {
        price_gap[j] += price_slope[j] * wage;
        output_gap[j] += output_slope[j] * wage;
    }
    return wage;
}

/* One step of the fixed point: from wages, transfers, prices and output to what the equations make of them. */
#include "model/trade/step.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"

/* Where the parts of a state begin. */
static double *prices_of(const selat_trade_step *step, const double *z) {
    return (double *)z + 2 * step->problem->n_regions;
}
static double *outputs_of(const selat_trade_step *step, const double *z) {
    return (double *)z + (2 + step->problem->n_sectors) * step->problem->n_regions;
}

/* Whether the state holds the logarithm of an output: where costs depend on it an industry may grow or shrink by orders
   of magnitude. An industry without output in the base is held in levels, and its costs do not depend on it. */
static bool in_logs(const selat_trade_step *step, int64_t at) {
    return step->log_output != NULL && step->problem->economy->output[at] > 0;
}

static void fill_scale(const selat_trade_step *step) {
    const selat_economy *economy = step->problem->economy;
    int64_t r = economy->n_regions, s = economy->n_sectors;
    for (int64_t i = 0; i < r; i++) {
        double small = 1e-9 * economy->value_added[i];
        for (int64_t j = 0; j < s; j++) {
            double output = economy->output[i * s + j];
            step->scale[i * s + j] = output > 0 ? output : small;
        }
    }
}

selat_status selat_trade_step_init(selat_context *context, const selat_trade_problem *problem, selat_trade_step *out) {
    int64_t r = problem->n_regions, s = problem->n_sectors;
    *out = (selat_trade_step){.problem = problem, .length = 2 * (r + r * s)};
    double **const full[] = {&out->scale,    &out->output, &out->log_cost, &out->expenditure, &out->producer,
                             &out->spending, &out->phi,    &out->received, &out->demand,      &out->log_price};
    double **const thin[] = {&out->wage_hat, &out->income, &out->transfers, &out->labour_gap};
    selat_status status;
    for (size_t k = 0; k < sizeof full / sizeof *full; k++)
        TRY_OR(fail, status, selat_new(context, r * s, full[k]));
    for (size_t k = 0; k < sizeof thin / sizeof *thin; k++)
        TRY_OR(fail, status, selat_new(context, r, thin[k]));
    TRY_OR(fail, status, selat_new(context, out->length, &out->spare));
    if (problem->output_weight != NULL) TRY_OR(fail, status, selat_new(context, r * s, &out->log_output));
    fill_scale(out);
    TRY_OR(fail, status, selat_trade_correction_init(context, problem, &out->correction));
    return SELAT_OK;
fail:
    selat_trade_step_clear(context, out);
    return status;
}

selat_status selat_trade_step_rebase(selat_context *context, selat_trade_step *step) {
    return selat_trade_correction_rebase(context, &step->correction);
}

void selat_trade_step_clear(selat_context *context, selat_trade_step *step) {
    void *const arrays[] = {step->scale,    step->output,     step->log_cost,  step->expenditure,
                            step->producer, step->spending,   step->phi,       step->received,
                            step->demand,   step->wage_hat,   step->income,    step->transfers,
                            step->spare,    step->labour_gap, step->log_price, step->log_output};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++)
        selat_release(context, arrays[k]);
    selat_trade_correction_clear(context, &step->correction);
    *step = (selat_trade_step){0};
}

void selat_trade_step_start(const selat_trade_step *step, const selat_trade_result *start, double *z) {
    const selat_trade_problem *problem = step->problem;
    const selat_economy *economy = problem->economy;
    int64_t r = problem->n_regions, s = problem->n_sectors;
    bool warm = start != NULL && start->n_regions == r && start->n_sectors == s;
    double *log_price = prices_of(step, z), *output = outputs_of(step, z);
    for (int64_t n = 0; n < r; n++) {
        double transfers = warm ? start->transfers[n] : problem->base_transfers[n];
        z[n] = warm ? log(start->wage_hat[n]) : 0;
        z[r + n] = transfers / economy->value_added[n];
    }
    for (int64_t k = 0; k < r * s; k++) {
        log_price[k] = warm ? log(start->price_hat[k]) : 0;
        output[k] = (warm ? start->output[k] : economy->output[k]) / step->scale[k];
        if (in_logs(step, k)) output[k] = log(output[k]);
    }
}

/* Levels of output from a state. */
static void read_outputs(selat_trade_step *step, const double *output) {
    int64_t count = step->problem->n_regions * step->problem->n_sectors;
    memcpy(step->output, output, (size_t)count * sizeof(double));
    if (step->log_output != NULL) {
        selat_trade_exp(count, step->output);
        for (int64_t at = 0; at < count; at++) {
            step->log_output[at] = in_logs(step, at) ? output[at] : 0;
            if (!in_logs(step, at)) step->output[at] = output[at];
        }
    }
    for (int64_t at = 0; at < count; at++)
        step->output[at] *= step->scale[at];
}

/* What the own output adds to the log costs where labour is immobile or scale counts, and the supply of labour there.
 */
static void add_own_output(selat_trade_step *step) {
    const selat_trade_problem *problem = step->problem;
    int64_t r = problem->n_regions, s = problem->n_sectors;
    for (int64_t at = 0; at < r * s; at++)
        step->log_cost[at] += problem->output_weight[at] * step->log_output[at];
    if (problem->log_labour == NULL || problem->labour == SELAT_LABOUR_MOBILE) return;
    for (int64_t at = 0; at < r * s; at++) {
        double psi = problem->psi != NULL ? problem->psi[at % s] : 0;
        if (in_logs(step, at)) step->log_cost[at] -= (problem->output_weight[at] + psi) * problem->log_labour[at / s];
    }
}

/* Unit costs and expenditure by region; both turned to [product][region]. */
static void pass_regions(selat_trade_step *step, const double *z) {
    const selat_trade_problem *problem = step->problem;
    const selat_economy *economy = problem->economy;
    int64_t r = problem->n_regions, s = problem->n_sectors;
    const double *log_price = prices_of(step, z);
    for (int64_t n = 0; n < r; n++) {
        double *spending = step->expenditure + n * s;
        selat_trade_region_pass(s, economy->input_share + n * s * s, log_price + n * s, step->output + n * s,
                                step->log_cost + n * s, spending);
        double private_demand = step->income[n] - problem->bought[n];
        for (int64_t k = 0; k < s; k++) {
            step->log_cost[n * s + k] += problem->wage_weight[n * s + k] * z[n];
            spending[k] += economy->demand_share[n * s + k] * private_demand;
        }
    }
    if (problem->output_weight != NULL) add_own_output(step);
    selat_trade_turn(r, s, step->expenditure, step->spending);
    selat_trade_turn(r, s, step->log_cost, step->producer);
    for (int64_t k = 0; k < s; k++) {
        for (int64_t n = 0; n < r; n++)
            step->producer[k * r + n] *= -economy->theta[k];
    }
    selat_trade_exp(r * s, step->producer);
    for (int64_t k = 0; problem->technology != NULL && k < r * s; k++)
        step->producer[k] *= problem->technology[k];
}

/* Rents the exporter collected stay out of producers' receipts and go to the exporting region (here: are lost). */
static void add_export_rents(selat_trade_step *step, int64_t j, double *transfers) {
    const selat_trade_problem *problem = step->problem;
    int64_t r = problem->n_regions;
    const double *producer = step->producer + j * r;
    for (int64_t n = 0; n < r; n++) {
        const double *paid = problem->paid[j * r + n], *earned = problem->earned[j * r + n];
        double phi = step->phi[j * r + n];
        if (paid == earned || !(phi > 0)) continue;
        double weight = step->spending[j * r + n] / phi, received = 0;
        for (int64_t i = 0; i < r; i++) {
            received += paid[i] * producer[i];
            transfers[i] += weight * (paid[i] - earned[i]) * producer[i];
        }
        step->received[j * r + n] = received;
    }
}

/* Prices, tariff revenue and demand by product. False: a product that was bought has no supplier left. */
static bool pass_sectors(selat_trade_step *step, double *transfers) {
    const selat_trade_problem *problem = step->problem;
    int64_t r = problem->n_regions, s = problem->n_sectors, bad = 0;
    memset(transfers, 0, (size_t)r * sizeof(double));
    for (int64_t j = 0; j < s; j++) {
        selat_trade_sector pass = {r,
                                   problem->spent + j * r,
                                   problem->earned + j * r,
                                   step->producer + j * r,
                                   step->spending + j * r,
                                   step->phi + j * r,
                                   step->received + j * r,
                                   step->demand + j * r};
        selat_trade_sector_pass(&pass);
        if (problem->export_rents) add_export_rents(step, j, transfers);
        for (int64_t n = 0; n < r; n++) {
            double phi = pass.phi[n];
            if (phi == 0 && pass.spending[n] == 0) {
                pass.phi[n] = 1;
                continue;
            }
            bad += !(phi > 1e-300 && phi < 1e300);
            transfers[n] += pass.spending[n] * (1 - pass.received[n] / phi);
        }
    }
    return bad == 0;
}

/* The log gap of an output in the units of the correction, which is linearised at another output. */
static double log_gap(const selat_trade_step *step, int64_t at, double level) {
    double gap = log(level / step->output[at]);
    return step->correction.output[at] * fmax(-2, fmin(2, gap));
}

/* ln P = -ln(phi)/theta and output by product, turned to [R][S] for all that follows: prices into step->log_price,
   output into step->received. */
static void turn_products(selat_trade_step *step) {
    const selat_trade_problem *problem = step->problem;
    int64_t r = problem->n_regions, s = problem->n_sectors;
    selat_trade_log(r * s, step->phi);
    for (int64_t j = 0; j < s; j++) {
        double inverse = -1 / problem->economy->theta[j], *price = step->phi + j * r, *level = step->demand + j * r;
        const double *producer = step->producer + j * r;
        for (int64_t n = 0; n < r; n++) {
            price[n] *= inverse;
            level[n] *= producer[n];
        }
    }
    selat_trade_turn(s, r, step->phi, step->log_price);
    selat_trade_turn(s, r, step->demand, step->received);
    for (int64_t at = 0; problem->bought_output != NULL && at < r * s; at++)
        step->received[at] += problem->bought_output[at];
}

/* Prices and output that follow from z, at step->log_price and step->output; image takes their gaps to z (output in
   levels). Returns the largest relative gap. */
static double new_prices_and_output(selat_trade_step *step, const double *z, double *image) {
    int64_t count = step->problem->n_regions * step->problem->n_sectors;
    double *output_gap = outputs_of(step, image), *level = step->received;
    turn_products(step);
    double price = selat_trade_price_gaps(count, step->log_price, prices_of(step, z), prices_of(step, image));
    double output = selat_trade_output_gaps(count, level, step->output, step->scale, output_gap);
    for (int64_t at = 0; step->log_output != NULL && at < count; at++) {
        if (in_logs(step, at)) output_gap[at] = log_gap(step, at, level[at]);
    }
    step->received = step->output;
    step->output = level;
    return price > output ? price : output;
}

/* ln(labour demand / w L). False: labour demand is not positive. */
static bool labour_gaps(selat_trade_step *step, double *worst) {
    const selat_trade_problem *problem = step->problem;
    const selat_economy *economy = problem->economy;
    int64_t r = problem->n_regions, s = problem->n_sectors;
    double world = 0, world_base = 0;
    for (int64_t n = 0; n < r; n++) {
        double labour = selat_trade_dot(s, economy->value_share + n * s, step->output + n * s);
        double paid = step->wage_hat[n] * problem->wage_bill[n];
        if (!(labour > 0)) return false;
        step->labour_gap[n] = log(labour / paid);
        *worst = selat_trade_larger(*worst, fabs(step->labour_gap[n]));
        world += paid;
        world_base += economy->value_added[n];
    }
    *worst = selat_trade_larger(*worst, fabs(world / world_base - 1));
    return true;
}

/* From gaps to steps, region by region, and the numeraire sum w L = base for the new wages. */
static void correct(selat_trade_step *step, const double *z, double *image) {
    const selat_trade_problem *problem = step->problem;
    const double *value_added = problem->economy->value_added;
    int64_t r = problem->n_regions, s = problem->n_sectors;
    const double *price = prices_of(step, z), *output = outputs_of(step, z);
    double *new_price = prices_of(step, image), *new_output = outputs_of(step, image), world = 0, world_base = 0;
    for (int64_t n = 0; n < r; n++) {
        double transfer_gap = (image[r + n] - z[r + n]) * value_added[n];
        image[n] = z[n] + selat_trade_correct_region(&step->correction, n, new_price + n * s, new_output + n * s,
                                                     transfer_gap, step->labour_gap[n], step->wage_hat[n]);
        world += exp(image[n]) * problem->wage_bill[n];
        world_base += value_added[n];
    }
    double shift = log(world / world_base);
    for (int64_t n = 0; n < r; n++)
        image[n] -= shift;
    for (int64_t k = 0; k < r * s; k++)
        new_price[k] += price[k] - shift;
    if (step->log_output == NULL) {
        for (int64_t k = 0; k < r * s; k++)
            new_output[k] = new_output[k] / step->scale[k] + output[k] * (1 - shift);
        return;
    }
    for (int64_t k = 0; k < r * s; k++) {
        bool logs = in_logs(step, k);
        new_output[k] /= logs ? step->correction.output[k] : step->scale[k];
        new_output[k] += logs ? output[k] - shift : output[k] * (1 - shift);
    }
}

bool selat_trade_step_image(selat_trade_step *step, const double *z, double *image, double *residual) {
    const selat_trade_problem *problem = step->problem;
    const double *value_added = problem->economy->value_added;
    int64_t r = problem->n_regions;
    read_outputs(step, outputs_of(step, z));
    for (int64_t n = 0; n < r; n++) {
        step->wage_hat[n] = exp(z[n]);
        step->transfers[n] = z[r + n] * value_added[n];
    }
    selat_trade_incomes(problem, step->wage_hat, step->transfers, step->income, NULL);
    pass_regions(step, z);
    if (!pass_sectors(step, step->transfers)) return false;
    double worst = new_prices_and_output(step, z, image);
    for (int64_t n = 0; n < r; n++) {
        image[r + n] = step->transfers[n] / value_added[n];
        worst = selat_trade_larger(worst, fabs(image[r + n] - z[r + n]));
    }
    if (!labour_gaps(step, &worst)) return false;
    *residual = worst;
    correct(step, z, image);
    return worst < INFINITY;
}

selat_status selat_trade_step_refresh(selat_context *context, selat_trade_step *step, const double *z, double *room) {
    const selat_trade_problem *problem = step->problem;
    int64_t r = problem->n_regions, s = problem->n_sectors;
    double residual, *home = prices_of(step, room);
    if (!selat_trade_step_image(step, z, room, &residual)) return SELAT_OK;
    for (int64_t n = 0; n < r; n++) {
        for (int64_t j = 0; j < s; j++) {
            double power = exp(problem->economy->theta[j] * step->log_price[n * s + j]);
            home[n * s + j] = problem->spent[j * r + n][n] * step->producer[j * r + n] * power;
        }
    }
    return selat_trade_correction_refresh(context, &step->correction, home, step->output, step->expenditure,
                                          step->wage_hat);
}

void selat_trade_step_guard(const selat_trade_step *step, const double *z, const double *image, double damping,
                            double *next) {
    static const double reach = 0.5;
    int64_t r = step->problem->n_regions, s = step->problem->n_sectors, outputs = 2 * r + r * s;
    if (step->log_output != NULL) outputs = step->length;
    double jump = 0;
    for (int64_t k = 0; k < outputs; k++)
        jump = selat_trade_larger(jump, fabs(next[k] - z[k]));
    if (!(jump < reach)) damping = fmin(damping, 0.5);
    if (!(jump < reach)) memcpy(next, image, (size_t)step->length * sizeof(double));
    for (int64_t k = 0; damping < 1 && k < step->length; k++)
        next[k] = z[k] + damping * (next[k] - z[k]);
    for (int64_t k = outputs; k < step->length; k++) {
        double least = 0.1 * (z[k] < image[k] ? z[k] : image[k]);
        next[k] = next[k] > least ? next[k] : least;
    }
}

/* Sector wages or the scale factor at the outputs that the costs belong to; and c itself instead of c L^-psi. */
static void split_costs(const selat_trade_step *step, const double *z, selat_trade_result *result) {
    const selat_trade_problem *problem = step->problem;
    int64_t r = problem->n_regions, s = problem->n_sectors;
    bool immobile = problem->labour == SELAT_LABOUR_IMMOBILE;
    for (int64_t at = 0; at < r * s; at++) {
        bool runs = problem->economy->output[at] > 0;
        double supply = problem->log_labour != NULL ? problem->log_labour[at / s] : 0;
        double labour = !runs ? 0 : immobile ? supply : step->log_output[at] - z[at / s];
        if (immobile) result->sector_wage_hat[at] = exp(runs ? step->log_output[at] - supply : z[at / s]);
        if (problem->psi == NULL) continue;
        result->cost_hat[at] += problem->psi[at % s] * labour;
        result->scale_hat[at] = exp(problem->psi[at % s] * problem->economy->theta[at % s] * labour);
    }
}

void selat_trade_step_solution(const selat_trade_step *step, const double *z, selat_trade_result *result) {
    int64_t r = step->problem->n_regions, s = step->problem->n_sectors;
    for (int64_t n = 0; n < r; n++)
        result->wage_hat[n] = exp(z[n]);
    memcpy(result->cost_hat, step->log_cost, (size_t)(r * s) * sizeof(double));
    if (step->log_output != NULL) split_costs(step, z, result);
    memcpy(result->price_hat, step->log_price, (size_t)(r * s) * sizeof(double));
    memcpy(result->output, step->output, (size_t)(r * s) * sizeof(double));
    memcpy(result->expenditure, step->expenditure, (size_t)(r * s) * sizeof(double));
    memcpy(result->transfers, step->transfers, (size_t)r * sizeof(double));
    selat_trade_exp(r * s, result->cost_hat);
    selat_trade_exp(r * s, result->price_hat);
}

/* How well the reported numbers satisfy the equations: each block is evaluated again from them alone. */
#include <math.h>
#include <string.h>

#include "base/kernel.h"
#include "base/memory.h"
#include "base/status.h"
#include "model/trade/first_order.h"

typedef struct recount_room {
    double *log_cost, *log_price, *spending; /* [R][S] */
    double *producer, *power, *phi, *demand; /* [R] of one product */
    double *output;                          /* [R][S] */
    double *transfers, *income;              /* [R] */
    selat_trade_first_order first_order;
} recount_room;

static selat_status init_recount(selat_context *context, int64_t r, int64_t s, recount_room *out) {
    *out = (recount_room){0};
    double **const full[] = {&out->log_cost, &out->log_price, &out->spending, &out->output};
    double **const thin[] = {&out->producer, &out->power, &out->phi, &out->demand, &out->transfers, &out->income};
    for (size_t k = 0; k < sizeof full / sizeof *full; k++) TRY(selat_new(context, r * s, full[k]));
    for (size_t k = 0; k < sizeof thin / sizeof *thin; k++) TRY(selat_new(context, r, thin[k]));
    return selat_trade_first_order_init(context, r, &out->first_order);
}

static void clear_recount(selat_context *context, recount_room *recount) {
    void *const arrays[] = {recount->log_cost, recount->log_price, recount->spending,  recount->output, recount->producer,
                            recount->power,    recount->phi,       recount->demand,    recount->transfers,
                            recount->income};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++)
        selat_release(context, arrays[k]);
    selat_trade_first_order_clear(context, &recount->first_order);
}

/* Scale factors against L^(psi theta) with L = (Y/Y base) / w, as gaps in the costs that they stand for. */
static double scale_gap(const selat_trade_problem *problem, const selat_trade_result *result) {
    const selat_economy *economy = problem->economy;
    int64_t r = problem->n_regions, s = problem->n_sectors;
    double worst = 0;
    for (int64_t at = 0; problem->psi != NULL && at < r * s; at++) {
        if (!(economy->output[at] > 0)) continue;
        double labour = log(result->output[at] / economy->output[at]);
        labour -= log(result->sector_wage_hat != NULL ? result->sector_wage_hat[at] : result->wage_hat[at / s]);
        double gap = log(result->scale_hat[at]) / economy->theta[at % s] - problem->psi[at % s] * labour;
        worst = selat_trade_larger(worst, fabs(gap));
    }
    return worst;
}

/* Wage bills by sector: gamma Y = w L-hat times the base's, where labour is immobile. */
static double sector_labour_gap(const selat_trade_problem *problem, const selat_trade_result *result) {
    const selat_economy *economy = problem->economy;
    int64_t r = problem->n_regions, s = problem->n_sectors;
    double worst = 0;
    if (problem->labour == SELAT_LABOUR_MOBILE) return 0;
    for (int64_t at = 0; at < r * s; at++) {
        double supply = problem->log_labour != NULL ? exp(problem->log_labour[at / s]) : 1;
        double paid = result->sector_wage_hat[at] * supply * economy->output[at];
        if (economy->output[at] > 0) worst = selat_trade_larger(worst, fabs(result->output[at] / paid - 1));
    }
    return worst;
}

/* Costs from prices and wages; gamma Y, which X needs. Returns the gap of the cost block. */
static double recount_costs(const selat_trade_problem *problem, const selat_trade_result *result,
                            recount_room *recount) {
    const selat_economy *economy = problem->economy;
    int64_t r = problem->n_regions, s = problem->n_sectors;
    memcpy(recount->log_price, result->price_hat, (size_t)(r * s) * sizeof(double));
    selat_trade_log(r * s, recount->log_price);
    for (int64_t n = 0; n < r; n++) {
        double log_wage = log(result->wage_hat[n]), *log_cost = recount->log_cost + n * s;
        const double *sector_wage = result->sector_wage_hat;
        selat_trade_region_pass(s, economy->input_share + n * s * s, recount->log_price + n * s, result->output + n * s,
                                log_cost, recount->spending + n * s);
        for (int64_t k = 0; k < s; k++) {
            double wage = sector_wage != NULL ? log(sector_wage[n * s + k]) : log_wage;
            log_cost[k] += economy->value_share[n * s + k] * wage;
        }
    }
    selat_trade_exp(r * s, recount->log_cost);
    return selat_trade_larger(scale_gap(problem, result),
                              selat_trade_worst_gap(r * s, result->cost_hat, recount->log_cost, 0));
}

typedef struct row_sums {
    double phi, paid;
} row_sums;

/* phi = sum A t; what the exporting countries receive of X; demand += X/P^-theta B t. */
SELAT_KERNEL
static row_sums add_row(int64_t r, const double *spent, const double *paid, const double *earned,
                        const double *producer, double weight, double *demand) {
    double phi = 0, received = 0;
#pragma omp simd reduction(+ : phi, received)
    for (int64_t i = 0; i < r; i++) {
        phi += spent[i] * producer[i];
        received += paid[i] * producer[i];
        demand[i] += weight * earned[i] * producer[i];
    }
    return (row_sums){phi, received};
}

static void add_export_rents(int64_t r, const double *paid, const double *earned, const double *producer, double weight,
                             double *transfers) {
    for (int64_t i = 0; paid != earned && i < r; i++)
        transfers[i] += weight * (paid[i] - earned[i]) * producer[i];
}

/* The gaps of one product's shares and log prices from phi = sum A t of its importers; phi is overwritten. */
static void judge_prices(const selat_trade_problem *problem, int64_t j, recount_room *recount,
                         selat_trade_residual *out) {
    int64_t r = problem->n_regions, s = problem->n_sectors;
    double theta = problem->economy->theta[j], *phi = recount->phi;
    for (int64_t n = 0; n < r; n++) {
        if (phi[n] == 0) { /* nothing is bought */
            phi[n] = 1 / recount->power[n];
            continue;
        }
        out->share = selat_trade_larger(out->share, fabs(phi[n] * recount->power[n] - 1));
    }
    selat_trade_log(r, phi);
    for (int64_t n = 0; n < r; n++)
        out->price = selat_trade_larger(out->price, fabs(phi[n] / theta + recount->log_price[n * s + j]));
}

/* Shares at the reported prices, hence prices, output and transfers again. */
static void recount_product(const selat_trade_problem *problem, selat_trade_result *result, int64_t j,
                            recount_room *recount, selat_trade_residual *out) {
    int64_t r = problem->n_regions, s = problem->n_sectors;
    selat_trade_producer_weights(problem, result, j, recount->producer);
    selat_trade_price_powers(problem, result, j, recount->power);
    memset(recount->demand, 0, (size_t)r * sizeof(double));
    for (int64_t n = 0; n < r; n++) {
        double spending = result->expenditure[n * s + j], weight = spending * recount->power[n];
        const double *paid = problem->paid[j * r + n], *earned = problem->earned[j * r + n];
        row_sums sums = add_row(r, problem->spent[j * r + n], paid, earned, recount->producer, weight, recount->demand);
        recount->phi[n] = sums.phi;
        if (sums.phi == 0) continue; /* nothing is bought */
        add_export_rents(r, paid, earned, recount->producer, weight, recount->transfers);
        recount->transfers[n] += spending - weight * sums.paid;
    }
    for (int64_t i = 0; i < r; i++)
        recount->output[i * s + j] = recount->demand[i];
    judge_prices(problem, j, recount, out);
    selat_trade_first_order_add(problem, j, recount->producer, recount->power, &recount->first_order, result);
}

static double relative(double found, double expected, double floor) {
    double gap = fabs(found - expected);
    return gap == 0 ? 0 : gap / selat_trade_larger(fabs(expected), floor);
}

/* X = gamma Y + alpha (I - G) and Y = what is sold, relative to the cell, or to 1e-12 of the region's value added. */
static double market_gap(const selat_trade_problem *problem, const selat_trade_result *result, recount_room *recount) {
    const selat_economy *economy = problem->economy;
    int64_t r = problem->n_regions, s = problem->n_sectors;
    double worst = 0;
    for (int64_t n = 0; n < r; n++) {
        double floor = 1e-12 * economy->value_added[n], left = result->income[n] - problem->bought[n];
        double *spending = recount->spending + n * s, *output = recount->output + n * s;
        const double *alpha = economy->demand_share + n * s;
        for (int64_t j = 0; j < s; j++)
            spending[j] += alpha[j] * left;
        for (int64_t j = 0; problem->bought_output != NULL && j < s; j++)
            output[j] += problem->bought_output[n * s + j];
        double spent = selat_trade_worst_gap(s, result->expenditure + n * s, spending, floor);
        double sold = selat_trade_worst_gap(s, result->output + n * s, output, floor);
        worst = selat_trade_larger(worst, selat_trade_larger(spent, sold));
    }
    return worst;
}

/* I = w wL + transfers + D, sum gamma Y = w wL, and the numeraire. */
static double income_gap(const selat_trade_problem *problem, const selat_trade_result *result,
                         const recount_room *recount) {
    const selat_economy *economy = problem->economy;
    int64_t r = problem->n_regions, s = problem->n_sectors;
    double worst = sector_labour_gap(problem, result), world = 0, world_base = 0;
    for (int64_t n = 0; n < r; n++) {
        double paid = result->wage_hat[n] * problem->wage_bill[n];
        double labour = selat_trade_dot(s, economy->value_share + n * s, result->output + n * s);
        worst = selat_trade_larger(worst, relative(recount->income[n], result->income[n], economy->value_added[n]));
        worst = selat_trade_larger(worst, relative(labour, paid, 0));
        world += paid;
        world_base += economy->value_added[n];
    }
    return selat_trade_larger(worst, relative(world, world_base, 0));
}

selat_status selat_trade_residuals(selat_context *context, const selat_trade_problem *problem,
                                   selat_trade_result *result, selat_trade_residual *out) {
    int64_t r = problem->n_regions, s = problem->n_sectors;
    *out = (selat_trade_residual){0};
    recount_room recount;
    selat_status status = init_recount(context, r, s, &recount);
    if (status == SELAT_OK) {
        memset(result->terms_of_trade, 0, (size_t)r * sizeof(double));
        memset(result->volume_of_trade, 0, (size_t)r * sizeof(double));
        selat_trade_incomes(problem, result->wage_hat, result->transfers, result->income, result->deficit);
        out->cost = recount_costs(problem, result, &recount);
        for (int64_t j = 0; j < s; j++)
            recount_product(problem, result, j, &recount, out);
        selat_trade_incomes(problem, result->wage_hat, recount.transfers, recount.income, NULL);
        out->market = market_gap(problem, result, &recount);
        out->income = income_gap(problem, result, &recount);
    }
    clear_recount(context, &recount);
    return status;
}

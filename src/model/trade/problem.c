/* A base and a shock made ready for iteration: everything that does not change from one step to the next. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "model/trade/internal.h"

static double factor(const double *values, int64_t i) { return values == NULL ? 1 : values[i]; }

static selat_status fill_technology(selat_context *context, const selat_trade_shock *shock,
                                    selat_trade_problem *problem) {
    int64_t r = problem->n_regions, s = problem->n_sectors;
    if (shock->technology_hat == NULL) return SELAT_OK;
    TRY(selat_new(context, r * s, &problem->technology));
    for (int64_t i = 0; i < r; i++) {
        for (int64_t j = 0; j < s; j++)
            problem->technology[j * r + i] = shock->technology_hat[i * s + j];
    }
    return SELAT_OK;
}

static selat_status fill_labour(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                                selat_trade_problem *problem) {
    int64_t r = problem->n_regions;
    problem->wage_weight = economy->value_share;
    TRY(selat_copy_doubles(context, economy->value_added, r, &problem->wage_bill));
    if (shock->labour_hat == NULL) return SELAT_OK;
    TRY(selat_new(context, r, &problem->log_labour));
    for (int64_t n = 0; n < r; n++) {
        problem->wage_bill[n] *= shock->labour_hat[n];
        problem->log_labour[n] = log(shock->labour_hat[n]);
    }
    return SELAT_OK;
}

/* c L^-psi with L = Y/w where labour is mobile; c at w = Y/L where it is not. An industry without output in the base
   has no labour to be compared with: it hires at the region's wage, at no gain of scale. */
selat_status selat_trade_problem_set_labour(selat_context *context, selat_trade_problem *problem, selat_labour labour,
                                            bool scale) {
    const selat_economy *economy = problem->economy;
    int64_t r = problem->n_regions, s = problem->n_sectors;
    problem->labour = labour;
    problem->psi = scale ? economy->psi : NULL;
    bool immobile = labour == SELAT_LABOUR_IMMOBILE;
    if (!immobile && problem->psi == NULL) return SELAT_OK;
    TRY(selat_new(context, r * s, &problem->own_wage_weight));
    TRY(selat_new(context, r * s, &problem->output_weight));
    for (int64_t at = 0; at < r * s; at++) {
        double share = economy->value_share[at], psi = problem->psi != NULL ? problem->psi[at % s] : 0;
        bool runs = economy->output[at] > 0;
        problem->own_wage_weight[at] = !runs ? share : immobile ? 0 : share + psi;
        problem->output_weight[at] = !runs ? 0 : immobile ? share : -psi;
    }
    problem->wage_weight = problem->own_wage_weight;
    return SELAT_OK;
}

static void add_purchase(selat_trade_problem *problem, const selat_purchase *purchase, bool is_new) {
    int64_t s = problem->n_sectors;
    double amount = purchase->amount, at_home = amount * purchase->offset_share;
    problem->bought[purchase->buyer] += amount;
    problem->bought_output[purchase->seller * s + purchase->sector] += amount - at_home;
    problem->bought_output[purchase->buyer * s + purchase->sector] += at_home;
    if (!is_new || purchase->financing == SELAT_FINANCED_TAX) return;
    int64_t payer = purchase->financing == SELAT_FINANCED_GRANT ? purchase->giver : purchase->seller;
    problem->transfer[purchase->buyer] += amount;
    problem->transfer[payer] -= amount;
}

static selat_status fill_purchases(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                                   selat_trade_problem *problem) {
    int64_t r = problem->n_regions, s = problem->n_sectors;
    TRY(selat_new(context, r, &problem->bought));
    TRY(selat_new(context, r, &problem->transfer));
    if (economy->n_purchases + shock->n_purchases == 0) return SELAT_OK;
    TRY(selat_new(context, r * s, &problem->bought_output));
    for (int64_t k = 0; k < economy->n_purchases; k++)
        add_purchase(problem, &economy->purchases[k], false);
    for (int64_t k = 0; k < shock->n_purchases; k++)
        add_purchase(problem, &shock->purchases[k], true);
    return SELAT_OK;
}

/* Rents of the base as income: E - E/((1+tau) m) beyond the tariff for importers, M (1 - 1/x) for exporters. */
static void add_base_rents(const selat_economy *economy, double *transfers) {
    int64_t r = economy->n_regions, s = economy->n_sectors;
    if (economy->import_rent == NULL && economy->export_rent == NULL) return;
    for (int64_t j = 0; j < s; j++) {
        for (int64_t n = 0; n < r; n++) {
            for (int64_t i = 0; i < r; i++) {
                int64_t at = (j * r + n) * r + i;
                double border = economy->expenditure[n * s + j] * economy->pi[at] / (1 + economy->tariff[at]);
                double paid = border / factor(economy->import_rent, at);
                transfers[n] += border - paid;
                transfers[i] += paid - paid / factor(economy->export_rent, at);
            }
        }
    }
}

/* Deficits add up to zero: rounding in published data would otherwise leave the equations without a solution. */
static selat_status fill_deficits(selat_context *context, const selat_economy *economy, selat_trade_problem *problem) {
    int64_t r = problem->n_regions;
    TRY(selat_new(context, r, &problem->deficit));
    TRY(selat_new(context, r, &problem->base_transfers));
    TRY(selat_new(context, r, &problem->markup));
    double excess = 0, world = 0;
    for (int64_t n = 0; n < r; n++) {
        excess += economy->deficit[n];
        world += economy->value_added[n];
    }
    memcpy(problem->base_transfers, economy->tariff_revenue, (size_t)r * sizeof(double));
    add_base_rents(economy, problem->base_transfers);
    for (int64_t n = 0; n < r; n++) {
        double own = economy->value_added[n];
        problem->deficit[n] = economy->deficit[n] - excess * (own / world);
        problem->markup[n] = 1 + problem->deficit[n] / (own + problem->base_transfers[n]);
    }
    return SELAT_OK;
}

/* Everything but the rows. */
static selat_status fill_rest(selat_context *context, const selat_trade_shock *shock, selat_trade_problem *problem) {
    TRY(fill_technology(context, shock, problem));
    TRY(fill_labour(context, problem->economy, shock, problem));
    TRY(fill_purchases(context, problem->economy, shock, problem));
    return fill_deficits(context, problem->economy, problem);
}

static void point_to_rows(selat_trade_problem *problem) {
    problem->spent = problem->rows.spent;
    problem->earned = problem->rows.earned;
    problem->paid = problem->rows.paid;
    problem->export_rents = problem->rows.export_rents;
}

static void clear_rest(selat_context *context, selat_trade_problem *problem) {
    double **const arrays[] = {&problem->technology,     &problem->bought,    &problem->transfer,   &problem->deficit,
                               &problem->bought_output,  &problem->markup,    &problem->wage_bill,  &problem->log_labour,
                               &problem->base_transfers, &problem->own_wage_weight, &problem->output_weight};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) {
        selat_release(context, *arrays[k]);
        *arrays[k] = NULL;
    }
}

selat_status selat_trade_problem_create(selat_context *context, const selat_economy *economy,
                                        const selat_trade_shock *shock, selat_deficits deficits,
                                        selat_trade_problem **out) {
    selat_trade_problem *problem;
    TRY(selat_new(context, 1, &problem));
    *problem = (selat_trade_problem){
        .economy = economy, .n_regions = economy->n_regions, .n_sectors = economy->n_sectors, .deficits = deficits};
    selat_status status = selat_trade_rows_init(context, economy, shock, NULL, &problem->rows);
    if (status == SELAT_OK) status = fill_rest(context, shock, problem);
    point_to_rows(problem);
    if (status != SELAT_OK) {
        selat_trade_problem_destroy(context, problem);
        problem = NULL;
    }
    *out = problem;
    return status;
}

selat_status selat_trade_problem_reset(selat_context *context, selat_trade_problem *problem,
                                       const selat_trade_shock *shock, selat_deficits deficits) {
    clear_rest(context, problem);
    problem->deficits = deficits;
    problem->psi = NULL;
    problem->labour = SELAT_LABOUR_MOBILE;
    selat_trade_rows_set(&problem->rows, problem->economy, shock);
    point_to_rows(problem);
    return fill_rest(context, shock, problem);
}

selat_status selat_trade_problem_cover(selat_context *context, selat_trade_problem *problem,
                                       const selat_trade_shock *shock) {
    selat_trade_rows wider;
    if (selat_trade_rows_cover(&problem->rows, problem->economy, shock)) return SELAT_OK;
    TRY(selat_trade_rows_init(context, problem->economy, shock, &problem->rows, &wider));
    selat_trade_rows_clear(context, &problem->rows);
    problem->rows = wider;
    point_to_rows(problem);
    return SELAT_OK;
}

void selat_trade_problem_destroy(selat_context *context, selat_trade_problem *problem) {
    if (problem == NULL) return;
    selat_trade_rows_clear(context, &problem->rows);
    clear_rest(context, problem);
    selat_release(context, problem);
}

/* Scale of deficits: nominal 1, zero 0, share: world income now over world income in the base. */
static double deficit_scale(const selat_trade_problem *problem, double earned) {
    if (problem->deficits == SELAT_DEFICITS_ZERO) return 0;
    if (problem->deficits == SELAT_DEFICITS_NOMINAL) return 1;
    double base = 0;
    for (int64_t n = 0; n < problem->n_regions; n++) {
        base += problem->economy->value_added[n] + problem->base_transfers[n];
    }
    return earned / base;
}

void selat_trade_incomes(const selat_trade_problem *problem, const double *wage_hat, const double *transfers,
                         double *income, double *deficit) {
    int64_t r = problem->n_regions;
    double earned = 0, marked_up = 0;
    for (int64_t n = 0; n < r; n++) {
        income[n] = wage_hat[n] * problem->wage_bill[n] + transfers[n];
        earned += income[n];
        marked_up += problem->markup[n] * income[n];
    }
    bool multiplicative = problem->deficits == SELAT_DEFICITS_MULTIPLICATIVE;
    double scale = multiplicative ? earned / marked_up : deficit_scale(problem, earned);
    for (int64_t n = 0; n < r; n++) {
        double own = income[n];
        double d = multiplicative ? (scale * problem->markup[n] - 1) * own : scale * problem->deficit[n];
        d += problem->transfer[n];
        income[n] = own + d;
        if (deficit != NULL) deficit[n] = d;
    }
}

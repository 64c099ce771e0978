/* Shares at a solution, and the solution as a new base. */
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "model/trade/internal.h"

/* Weight of each origin in the price of product j: T c^-theta, times the scale factor. */
void selat_trade_producer_weights(const selat_trade_problem *problem, const selat_trade_result *result, int64_t j,
                                  double *producer) {
    int64_t r = problem->n_regions, s = problem->n_sectors;
    for (int64_t i = 0; i < r; i++)
        producer[i] = result->cost_hat[i * s + j];
    selat_trade_log(r, producer);
    for (int64_t i = 0; i < r; i++)
        producer[i] *= -problem->economy->theta[j];
    selat_trade_exp(r, producer);
    for (int64_t i = 0; problem->technology != NULL && i < r; i++)
        producer[i] *= problem->technology[j * r + i];
    for (int64_t i = 0; result->scale_hat != NULL && i < r; i++)
        producer[i] *= result->scale_hat[i * s + j];
}

void selat_trade_price_powers(const selat_trade_problem *problem, const selat_trade_result *result, int64_t j,
                              double *power) {
    int64_t r = problem->n_regions, s = problem->n_sectors;
    for (int64_t n = 0; n < r; n++)
        power[n] = result->price_hat[n * s + j];
    selat_trade_log(r, power);
    for (int64_t n = 0; n < r; n++)
        power[n] *= problem->economy->theta[j];
    selat_trade_exp(r, power);
}

static selat_status fill_shares(selat_context *context, const selat_trade_problem *problem,
                                const selat_trade_result *result, double *out) {
    int64_t r = problem->n_regions, s = problem->n_sectors;
    double *producer, *power;
    TRY(selat_new(context, 2 * r, &producer));
    power = producer + r;
    for (int64_t j = 0; j < s; j++) {
        selat_trade_producer_weights(problem, result, j, producer);
        selat_trade_price_powers(problem, result, j, power);
        for (int64_t n = 0; n < r; n++) {
            const double *spent = problem->spent[j * r + n];
            for (int64_t i = 0; i < r; i++)
                out[(j * r + n) * r + i] = spent[i] * producer[i] * power[n];
        }
    }
    selat_release(context, producer);
    return SELAT_OK;
}

selat_status selat_trade_new_shares(selat_context *context, const selat_economy *economy,
                                    const selat_trade_shock *shock, const selat_trade_result *result, double *out) {
    const selat_economy *base = result->base != NULL ? result->base : economy;
    selat_trade_problem *problem;
    TRY(selat_trade_problem_create(context, base, shock, SELAT_DEFICITS_NOMINAL, &problem));
    selat_status status = fill_shares(context, problem, result, out);
    selat_trade_problem_destroy(context, problem);
    return status;
}

static void copy_array(double *to, const double *from, int64_t count) {
    memcpy(to, from, (size_t)count * sizeof(double));
}

static selat_status copy_report(selat_context *context, const selat_economy *from, selat_economy *to) {
    to->clipped_final_cells = from->clipped_final_cells;
    to->clipped_final_value = from->clipped_final_value;
    to->floored_value_columns = from->floored_value_columns;
    to->taxed_cells = from->taxed_cells;
    if (from->tariff_over_tax_cells == NULL) return SELAT_OK;
    TRY(selat_new(context, from->n_regions, &to->tariff_over_tax_cells));
    memcpy(to->tariff_over_tax_cells, from->tariff_over_tax_cells, (size_t)from->n_regions * sizeof(int64_t));
    return SELAT_OK;
}

/* Rents removed before and now, multiplied; NULL when there are none. */
static selat_status chain_rents(selat_context *context, const double *before, const double *hat, int64_t cells,
                                double **out) {
    if (before == NULL && hat == NULL) return SELAT_OK;
    TRY(selat_new(context, cells, out));
    for (int64_t k = 0; k < cells; k++) {
        (*out)[k] = (before != NULL ? before[k] : 1) * (hat != NULL ? hat[k] : 1);
    }
    return SELAT_OK;
}

static selat_status chain_purchases(selat_context *context, const selat_economy *economy,
                                    const selat_trade_shock *shock, selat_economy *to) {
    int64_t before = economy->n_purchases, now = shock->n_purchases;
    if (before + now == 0) return SELAT_OK;
    TRY(selat_new(context, before + now, &to->purchases));
    for (int64_t k = 0; k < before; k++)
        to->purchases[k] = economy->purchases[k];
    for (int64_t k = 0; k < now; k++)
        to->purchases[before + k] = shock->purchases[k];
    to->n_purchases = before + now;
    return SELAT_OK;
}

/* home_requirement only steers the search for a solution, so that of the base before serves as well. */
static selat_status copy_parameters(selat_context *context, const selat_economy *from, selat_economy *to) {
    int64_t r = from->n_regions, s = from->n_sectors;
    copy_array(to->theta, from->theta, s);
    if (from->psi != NULL) TRY(selat_copy_doubles(context, from->psi, s, &to->psi));
    copy_array(to->input_share, from->input_share, r * s * s);
    copy_array(to->value_share, from->value_share, r * s);
    copy_array(to->demand_share, from->demand_share, r * s);
    if (from->home_requirement == NULL) return SELAT_OK;
    TRY(selat_new(context, r * s * s, &to->home_requirement));
    memcpy(to->home_requirement, from->home_requirement, (size_t)(r * s * s) * sizeof(float));
    return SELAT_OK;
}

selat_status selat_economy_copy(selat_context *context, const selat_economy *from, selat_economy **out) {
    int64_t r = from->n_regions, s = from->n_sectors, cells = s * r * r;
    selat_trade_shock nothing = {0};
    selat_economy *to;
    TRY(selat_economy_create(context, &from->regions, &from->sectors, &to));
    selat_status status;
    TRY_OR(fail, status, copy_parameters(context, from, to));
    copy_array(to->pi, from->pi, cells);
    copy_array(to->tariff, from->tariff, cells);
    copy_array(to->expenditure, from->expenditure, r * s);
    copy_array(to->output, from->output, r * s);
    copy_array(to->value_added, from->value_added, r);
    copy_array(to->tariff_revenue, from->tariff_revenue, r);
    copy_array(to->deficit, from->deficit, r);
    TRY_OR(fail, status, chain_rents(context, from->import_rent, NULL, cells, &to->import_rent));
    TRY_OR(fail, status, chain_rents(context, from->export_rent, NULL, cells, &to->export_rent));
    TRY_OR(fail, status, chain_purchases(context, from, &nothing, to));
    TRY_OR(fail, status, copy_report(context, from, to));
    *out = to;
    return SELAT_OK;
fail:
    selat_economy_destroy(context, to);
    *out = NULL;
    return status;
}

static selat_status fill_rebased(selat_context *context, const selat_economy *from, const selat_trade_shock *shock,
                                 const selat_trade_result *result, selat_economy *to) {
    int64_t r = from->n_regions, s = from->n_sectors, cells = s * r * r;
    TRY(copy_parameters(context, from, to));
    TRY(selat_trade_new_shares(context, from, shock, result, to->pi));
    copy_array(to->tariff, shock->tariff != NULL ? shock->tariff : from->tariff, cells);
    copy_array(to->expenditure, result->expenditure, r * s);
    copy_array(to->output, result->output, r * s);
    copy_array(to->tariff_revenue, result->tariff_revenue, r);
    copy_array(to->deficit, result->deficit, r);
    for (int64_t n = 0; n < r; n++) {
        double supply = shock->labour_hat != NULL ? shock->labour_hat[n] : 1;
        to->value_added[n] = result->wage_hat[n] * supply * from->value_added[n];
    }
    TRY(chain_rents(context, from->import_rent, shock->import_rent_hat, cells, &to->import_rent));
    TRY(chain_rents(context, from->export_rent, shock->export_rent_hat, cells, &to->export_rent));
    TRY(chain_purchases(context, from, shock, to));
    return copy_report(context, from, to);
}

selat_status selat_economy_rebase(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                                  const selat_trade_result *result, selat_economy **out) {
    const selat_economy *from = result->base != NULL ? result->base : economy;
    selat_economy *to;
    TRY(selat_economy_create(context, &from->regions, &from->sectors, &to));
    selat_status status = fill_rebased(context, from, shock, result, to);
    if (status != SELAT_OK) {
        selat_economy_destroy(context, to);
        to = NULL;
    }
    *out = to;
    return status;
}

/* What a solve hands out: room, release, and what is to be said about it. */
#include "base/memory.h"
#include "base/status.h"
#include "model/trade/internal.h"

selat_status selat_trade_result_create(selat_context *context, const selat_trade_problem *problem,
                                       selat_trade_result **out) {
    int64_t r = problem->n_regions, s = problem->n_sectors;
    selat_trade_result *result;
    TRY(selat_new(context, 1, &result));
    result->n_regions = r;
    result->n_sectors = s;
    double **const full[] = {&result->cost_hat, &result->price_hat, &result->output, &result->expenditure};
    double **const thin[] = {&result->wage_hat,        &result->consumer_price_hat, &result->income,
                             &result->income_base,     &result->tariff_revenue,     &result->transfers,
                             &result->deficit,         &result->real_wage_hat,      &result->income_hat,
                             &result->real_income_hat, &result->terms_of_trade,     &result->volume_of_trade};
    selat_status status = SELAT_OK;
    for (size_t k = 0; status == SELAT_OK && k < sizeof full / sizeof *full; k++)
        status = selat_new(context, r * s, full[k]);
    for (size_t k = 0; status == SELAT_OK && k < sizeof thin / sizeof *thin; k++)
        status = selat_new(context, r, thin[k]);
    bool immobile = problem->labour == SELAT_LABOUR_IMMOBILE;
    if (status == SELAT_OK && immobile) status = selat_new(context, r * s, &result->sector_wage_hat);
    if (status == SELAT_OK && problem->psi != NULL) status = selat_new(context, r * s, &result->scale_hat);
    if (status != SELAT_OK) {
        selat_trade_result_destroy(context, result);
        result = NULL;
    }
    *out = result;
    return status;
}

void selat_trade_result_destroy(selat_context *context, selat_trade_result *result) {
    if (result == NULL) return;
    selat_economy_destroy(context, result->base);
    selat_trade_result_destroy(context, result->base_result);
    void *const arrays[] = {result->cost_hat,        result->price_hat,       result->output,
                            result->expenditure,     result->wage_hat,        result->consumer_price_hat,
                            result->income,          result->income_base,     result->tariff_revenue,
                            result->transfers,       result->deficit,         result->real_wage_hat,
                            result->income_hat,      result->real_income_hat, result->terms_of_trade,
                            result->volume_of_trade, result->sector_wage_hat, result->scale_hat};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++)
        selat_release(context, arrays[k]);
    selat_release(context, result);
}

const char *selat_trade_warning(const selat_trade_report *report) {
    if (report->uniqueness_in_doubt) {
        return "uniqueness in doubt: psi theta reaches 0.9 for a product, so that other equilibria may exist";
    }
    return report->converged && report->steps > 1 ? "solved in steps: the direct search did not converge" : "";
}

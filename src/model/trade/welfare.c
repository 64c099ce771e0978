/* What a solution is worth to each region: the exact change of real income, and tariff revenue without rents. */
#include <math.h>
#include <string.h>

#include "model/trade/internal.h"

/* `log_price` [S]. */
static void add_exact(const selat_trade_problem *problem, selat_trade_result *result, double *log_price) {
    const selat_economy *economy = problem->economy;
    int64_t r = problem->n_regions, s = problem->n_sectors;
    for (int64_t n = 0; n < r; n++) {
        memcpy(log_price, result->price_hat + n * s, (size_t)s * sizeof(double));
        selat_trade_log(s, log_price);
        double base = economy->value_added[n] + problem->base_transfers[n] + problem->deficit[n];
        result->consumer_price_hat[n] = exp(selat_trade_dot(s, economy->demand_share + n * s, log_price));
        result->income_base[n] = base;
        result->income_hat[n] = result->income[n] / base;
        result->real_income_hat[n] = result->income_hat[n] / result->consumer_price_hat[n];
        result->real_wage_hat[n] = result->wage_hat[n] / result->consumer_price_hat[n];
        result->terms_of_trade[n] /= base;
        result->volume_of_trade[n] /= base;
    }
}

/* Takes the rents on one row (product j, importer n) out of tariff_revenue, which begins as all transfers:
   E/((1+tau) m) (m - 1) went to the importer, what of the rest is not the producer's to the exporter. */
static void subtract_rents(const selat_trade_problem *problem, const selat_trade_shock *shock,
                           selat_trade_result *result, int64_t row, const double *producer) {
    const selat_economy *economy = problem->economy;
    int64_t r = problem->n_regions, s = problem->n_sectors, n = row % r, j = row / r, at = row * r;
    const double *spent = problem->spent[row], *paid = problem->paid[row], *earned = problem->earned[row];
    const double *tariff = (shock->tariff != NULL ? shock->tariff : economy->tariff) + at;
    double spending = result->expenditure[n * s + j];
    if (spent == paid || spending == 0) return;
    double weight = spending * pow(result->price_hat[n * s + j], economy->theta[j]);
    for (int64_t i = 0; i < r; i++) {
        double flow = weight * producer[i];
        result->tariff_revenue[n] -= flow * (spent[i] / (1 + tariff[i]) - paid[i]);
        result->tariff_revenue[i] -= flow * (paid[i] - earned[i]);
    }
}

/* R' = sum of X pi' tau'/(1+tau'): transfers less rents. On a base without rents only the flows that the shock touches
   can have any. `producer` [R]. */
static void add_tariff_revenue(const selat_trade_problem *problem, const selat_trade_shock *shock,
                               selat_trade_result *result, double *producer) {
    const selat_economy *economy = problem->economy;
    const selat_trade_rows *rows = &problem->rows;
    int64_t r = problem->n_regions, product = -1;
    memcpy(result->tariff_revenue, result->transfers, (size_t)r * sizeof(double));
    bool base_rents = economy->import_rent != NULL || economy->export_rent != NULL;
    if (!base_rents && shock->import_rent_hat == NULL && shock->export_rent_hat == NULL) return;
    int64_t count = base_rents ? r * problem->n_sectors : rows->n_touched;
    for (int64_t k = 0; k < count; k++) {
        int64_t row = base_rents ? k : rows->list[k];
        if (row / r != product) selat_trade_producer_weights(problem, result, row / r, producer);
        product = row / r;
        subtract_rents(problem, shock, result, row, producer);
    }
}

void selat_trade_welfare(const selat_trade_problem *problem, const selat_trade_shock *shock, selat_trade_result *result,
                         double *room) {
    add_exact(problem, result, room);
    add_tariff_revenue(problem, shock, result, room);
}

/* What a solution is worth to each region: the exact change of real income, and the two first-order terms that
   Caliendo and Parro (2015, equation 16) print. */
#include <math.h>
#include <string.h>

#include "base/kernel.h"
#include "base/memory.h"
#include "base/status.h"
#include "model/trade/internal.h"

typedef struct welfare_room {
    double *base_paid, *cost_change, *producer, *power, *exports; /* [R] */
} welfare_room;

static double factor(const double *values, int64_t i) { return values == NULL ? 1 : values[i]; }

/* What exporters were paid per unit of base expenditure; the problem's own row where the shock does not touch it. */
static const double *base_paid_row(const selat_trade_problem *problem, const selat_trade_shock *shock, int64_t row,
                                   double *room) {
    const selat_economy *economy = problem->economy;
    int64_t r = problem->n_regions, at = row * r;
    if (problem->spent[row] == economy->pi + at && shock->import_rent_hat == NULL) return problem->paid[row];
    for (int64_t i = 0; i < r; i++) {
        room[i] = economy->pi[at + i] / ((1 + economy->tariff[at + i]) * factor(economy->import_rent, at + i));
    }
    return room;
}

/* Returns sum_i M_i (c_i - 1) and adds M to exports, M = spending * paid. */
SELAT_KERNEL
static double import_cost_change(int64_t r, double spending, const double *paid, const double *cost_change,
                                 double *exports) {
    double sum = 0;
#pragma omp simd reduction(+ : sum)
    for (int64_t i = 0; i < r; i++) {
        sum += paid[i] * cost_change[i];
        exports[i] += spending * paid[i];
    }
    return spending * sum;
}

/* sum_i tau_i (M'_i - M_i c_i) = sum_i tau_i M_i ((M'_i/M_i - 1) - (c_i - 1)). */
SELAT_KERNEL
static double volume_change(int64_t r, const double *tariff, double spending, const double *base_paid,
                            const double *cost_change, double new_weight, const double *paid, const double *producer) {
    double sum = 0;
#pragma omp simd reduction(+ : sum)
    for (int64_t i = 0; i < r; i++) {
        sum += tariff[i] * (new_weight * paid[i] * producer[i] - spending * base_paid[i] * (1 + cost_change[i]));
    }
    return sum;
}

static void add_product(const selat_trade_problem *problem, const selat_trade_shock *shock, selat_trade_result *result,
                        int64_t j, welfare_room *scratch) {
    const selat_economy *economy = problem->economy;
    int64_t r = problem->n_regions, s = problem->n_sectors;
    for (int64_t i = 0; i < r; i++) {
        scratch->cost_change[i] = result->cost_hat[i * s + j] - 1;
        scratch->exports[i] = 0;
    }
    selat_trade_producer_weights(problem, result, j, scratch->producer);
    selat_trade_price_powers(problem, result, j, scratch->power);
    for (int64_t n = 0; n < r; n++) {
        int64_t row = j * r + n;
        double spending = economy->expenditure[n * s + j];
        const double *base_paid = base_paid_row(problem, shock, row, scratch->base_paid);
        result->terms_of_trade[n] -= import_cost_change(r, spending, base_paid, scratch->cost_change, scratch->exports);
        double weight = result->expenditure[n * s + j] * scratch->power[n];
        result->volume_of_trade[n] +=
            volume_change(r, economy->tariff + row * r, spending, base_paid, scratch->cost_change, weight,
                          problem->paid[row], scratch->producer);
    }
    for (int64_t i = 0; i < r; i++)
        result->terms_of_trade[i] += scratch->exports[i] * scratch->cost_change[i];
}

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

void selat_trade_exact_welfare(const selat_trade_problem *problem, const selat_trade_shock *shock,
                               selat_trade_result *result, double *room) {
    add_exact(problem, result, room);
    add_tariff_revenue(problem, shock, result, room);
}

selat_status selat_trade_welfare(selat_context *context, const selat_trade_problem *problem,
                                 const selat_trade_shock *shock, selat_trade_result *result) {
    int64_t r = problem->n_regions;
    welfare_room scratch = {0};
    selat_status status;
    TRY_OR(done, status, selat_new(context, r, &scratch.base_paid));
    TRY_OR(done, status, selat_new(context, r, &scratch.cost_change));
    TRY_OR(done, status, selat_new(context, r + problem->n_sectors, &scratch.producer));
    TRY_OR(done, status, selat_new(context, r, &scratch.power));
    TRY_OR(done, status, selat_new(context, r, &scratch.exports));
    for (int64_t j = 0; j < problem->n_sectors; j++)
        add_product(problem, shock, result, j, &scratch);
    selat_trade_exact_welfare(problem, shock, result, scratch.producer);
done:
    selat_release(context, scratch.base_paid);
    selat_release(context, scratch.cost_change);
    selat_release(context, scratch.producer);
    selat_release(context, scratch.power);
    selat_release(context, scratch.exports);
    return status;
}

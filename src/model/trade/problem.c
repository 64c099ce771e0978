/* A base and a shock made ready for iteration: everything that does not change from one step to the next. */
#include <math.h>
#include <string.h>

#include "base/kernel.h"
#include "base/memory.h"
#include "base/status.h"
#include "model/trade/internal.h"

/* The shock and the base's wedges along one row (product j, importer n). */
typedef struct flow_row {
    int64_t r;
    const double *pi, *tariff_base, *tariff;         /* tariff: the new rate */
    const double *iceberg, *import_hat, *export_hat; /* NULL: 1 */
    const double *import_base, *export_base;         /* NULL: 1 */
} flow_row;

static const double *row_of(const double *array, int64_t at) { return array == NULL ? NULL : array + at; }

static flow_row row_at(const selat_economy *economy, const selat_trade_shock *shock, int64_t j, int64_t n) {
    int64_t r = economy->n_regions, at = (j * r + n) * r;
    return (flow_row){r,
                      economy->pi + at,
                      economy->tariff + at,
                      (shock->tariff != NULL ? shock->tariff : economy->tariff) + at,
                      row_of(shock->iceberg_hat, at),
                      row_of(shock->import_rent_hat, at),
                      row_of(shock->export_rent_hat, at),
                      row_of(economy->import_rent, at),
                      row_of(economy->export_rent, at)};
}

SELAT_KERNEL
static int64_t count_other(int64_t count, const double *values, double neutral) {
    int64_t others = 0;
#pragma omp simd reduction(+ : others)
    for (int64_t i = 0; i < count; i++)
        others += values[i] != neutral;
    return others;
}

SELAT_KERNEL
static int64_t count_different(int64_t count, const double *a, const double *b) {
    int64_t others = 0;
#pragma omp simd reduction(+ : others)
    for (int64_t i = 0; i < count; i++)
        others += a[i] != b[i];
    return others;
}

SELAT_KERNEL
static void divide_by_tariff(int64_t count, const double *spent, const double *tariff, double *paid) {
#pragma omp simd
    for (int64_t i = 0; i < count; i++)
        paid[i] = spent[i] / (1 + tariff[i]);
}

static bool any_but(const double *values, int64_t count, double neutral) {
    return values != NULL && count_other(count, values, neutral) > 0;
}

static bool row_price_changes(const flow_row *row) {
    if (any_but(row->iceberg, row->r, 1) || any_but(row->import_hat, row->r, 1) ||
        any_but(row->export_hat, row->r, 1)) {
        return true;
    }
    return row->tariff != row->tariff_base && count_different(row->r, row->tariff, row->tariff_base) > 0;
}
static bool row_has_export_rent(const flow_row *row) {
    return any_but(row->export_hat, row->r, 1) || any_but(row->export_base, row->r, 1);
}
static bool row_has_wedge(const flow_row *row) {
    return any_but(row->tariff, row->r, 0) || any_but(row->import_hat, row->r, 1) ||
           any_but(row->import_base, row->r, 1) || row_has_export_rent(row);
}

static double factor(const double *values, int64_t i) { return values == NULL ? 1 : values[i]; }

/* A = pi kappa^-theta, kappa = d m x (1+tau')/(1+tau). */
static void fill_spent(const flow_row *row, double theta, double *spent) {
    for (int64_t i = 0; i < row->r; i++) {
        spent[i] = factor(row->iceberg, i) * factor(row->import_hat, i) * factor(row->export_hat, i) *
                   (1 + row->tariff[i]) / (1 + row->tariff_base[i]);
    }
    selat_trade_log(row->r, spent);
    for (int64_t i = 0; i < row->r; i++)
        spent[i] *= -theta;
    selat_trade_exp(row->r, spent);
    for (int64_t i = 0; i < row->r; i++)
        spent[i] *= row->pi[i];
}

/* paid = A / ((1+tau') m), earned = paid / x, with m and x counted from the first base on. */
static void fill_paid(const flow_row *row, const double *spent, double *paid) {
    if (row->import_hat == NULL && row->import_base == NULL) {
        divide_by_tariff(row->r, spent, row->tariff, paid);
        return;
    }
    for (int64_t i = 0; i < row->r; i++) {
        paid[i] = spent[i] / ((1 + row->tariff[i]) * factor(row->import_hat, i) * factor(row->import_base, i));
    }
}
static void fill_earned(const flow_row *row, const double *paid, double *earned) {
    for (int64_t i = 0; i < row->r; i++) {
        earned[i] = paid[i] / (factor(row->export_hat, i) * factor(row->export_base, i));
    }
}

enum { OWN_SPENT = 1, OWN_PAID = 2, OWN_EARNED = 4 };

/* Which of a row's arrays differ from the ones they may be borrowed from. */
static selat_status plan_rows(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                              unsigned char **plan, int64_t *n_own) {
    int64_t r = economy->n_regions, s = economy->n_sectors;
    TRY(selat_new(context, s * r, plan));
    *n_own = 0;
    for (int64_t j = 0; j < s; j++) {
        for (int64_t n = 0; n < r; n++) {
            flow_row row = row_at(economy, shock, j, n);
            bool spent = row_price_changes(&row), paid = row_has_wedge(&row), earned = row_has_export_rent(&row);
            (*plan)[j * r + n] =
                (unsigned char)((spent ? OWN_SPENT : 0) | (paid ? OWN_PAID : 0) | (earned ? OWN_EARNED : 0));
            *n_own += spent + paid + earned;
        }
    }
    return SELAT_OK;
}

static selat_status fill_rows(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                              selat_trade_problem *problem) {
    int64_t r = economy->n_regions, s = economy->n_sectors, n_own;
    unsigned char *plan;
    TRY(plan_rows(context, economy, shock, &plan, &n_own));
    selat_status status = selat_new(context, n_own * r, &problem->store);
    double *next = problem->store;
    for (int64_t at = 0; status == SELAT_OK && at < s * r; at++) {
        flow_row row = row_at(economy, shock, at / r, at % r);
        problem->spent[at] = row.pi;
        if (plan[at] & OWN_SPENT) {
            fill_spent(&row, economy->theta[at / r], next);
            problem->spent[at] = next, next += r;
        }
        problem->paid[at] = problem->spent[at];
        if (plan[at] & OWN_PAID) {
            fill_paid(&row, problem->spent[at], next);
            problem->paid[at] = next, next += r;
        }
        problem->earned[at] = problem->paid[at];
        if (plan[at] & OWN_EARNED) {
            fill_earned(&row, problem->paid[at], next);
            problem->earned[at] = next, next += r;
            problem->export_rents = true;
        }
    }
    selat_release(context, plan);
    return status;
}

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

static selat_status fill_problem(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                                 selat_trade_problem *problem) {
    int64_t rows = economy->n_regions * economy->n_sectors;
    TRY(selat_new(context, rows, &problem->spent));
    TRY(selat_new(context, rows, &problem->earned));
    TRY(selat_new(context, rows, &problem->paid));
    TRY(fill_rows(context, economy, shock, problem));
    TRY(fill_technology(context, shock, problem));
    TRY(fill_labour(context, economy, shock, problem));
    TRY(fill_purchases(context, economy, shock, problem));
    return fill_deficits(context, economy, problem);
}

selat_status selat_trade_problem_create(selat_context *context, const selat_economy *economy,
                                        const selat_trade_shock *shock, selat_deficits deficits,
                                        selat_trade_problem **out) {
    selat_trade_problem *problem;
    TRY(selat_new(context, 1, &problem));
    *problem = (selat_trade_problem){
        .economy = economy, .n_regions = economy->n_regions, .n_sectors = economy->n_sectors, .deficits = deficits};
    selat_status status = fill_problem(context, economy, shock, problem);
    if (status != SELAT_OK) {
        selat_trade_problem_destroy(context, problem);
        problem = NULL;
    }
    *out = problem;
    return status;
}

void selat_trade_problem_destroy(selat_context *context, selat_trade_problem *problem) {
    if (problem == NULL) return;
    void *const arrays[] = {problem->spent,      problem->earned,          problem->paid,
                            problem->store,      problem->technology,      problem->bought,
                            problem->transfer,   problem->deficit,         problem->bought_output,
                            problem->markup,     problem->base_transfers,  problem->wage_bill,
                            problem->log_labour, problem->own_wage_weight, problem->output_weight};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++)
        selat_release(context, arrays[k]);
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

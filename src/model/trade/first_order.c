/* Terms of trade sum_i [E_in (c_n - 1) - M_ni (c_i - 1)] and volume of trade sum_i tau_ni M_ni (M_ni' / M_ni - c_i), M at
   what exporters are paid in the base, M' in the solution. */
#include "model/trade/first_order.h"

#include "base/kernel.h"
#include "base/memory.h"
#include "base/status.h"

selat_status selat_trade_first_order_init(selat_context *context, int64_t n_regions, selat_trade_first_order *out) {
    *out = (selat_trade_first_order){0};
    TRY(selat_new(context, n_regions, &out->base_paid));
    TRY(selat_new(context, n_regions, &out->cost_change));
    return selat_new(context, n_regions, &out->exports);
}

void selat_trade_first_order_clear(selat_context *context, selat_trade_first_order *room) {
    selat_release(context, room->base_paid);
    selat_release(context, room->cost_change);
    selat_release(context, room->exports);
}

/* One row of the base: origins' weights at purchaser prices and at what they are paid. */
typedef struct base_row {
    int64_t r;
    const double *pi, *paid;
    double spending;
} base_row;

typedef struct row_terms {
    double imports; /* sum_i M_i (c_i - 1) */
    double volume;
} row_terms;

static double factor(const double *values, int64_t i) { return values == NULL ? 1 : values[i]; }

/* Whether a row is the base's own and its customs the only wedge between what is spent and what is paid. */
static bool is_plain(const selat_trade_problem *problem, int64_t row) {
    const selat_economy *economy = problem->economy;
    return problem->spent[row] == economy->pi + row * economy->n_regions && economy->import_rent == NULL;
}

static void fill_base_paid(const selat_economy *economy, int64_t row, double *out) {
    int64_t r = economy->n_regions, at = row * r;
    for (int64_t i = 0; i < r; i++) {
        out[i] = economy->pi[at + i] / ((1 + economy->tariff[at + i]) * factor(economy->import_rent, at + i));
    }
}

/* No tariffs: no volume of trade. M = spending * paid, which is added to exports. */
SELAT_KERNEL
static row_terms free_row(const base_row *row, const double *cost_change, double *exports) {
    double sum = 0, spending = row->spending;
    const double *paid = row->paid;
#pragma omp simd reduction(+ : sum)
    for (int64_t i = 0; i < row->r; i++) {
        sum += paid[i] * cost_change[i];
        exports[i] += spending * paid[i];
    }
    return (row_terms){spending * sum, 0};
}

/* tau M is what is spent less what is paid, in the base as in the solution, where weights are the same and `flow` is
   X' P^theta: the rates themselves need not be read. */
SELAT_KERNEL
static row_terms plain_row(const base_row *row, const double *cost_change, const double *producer, double flow,
                           double *exports) {
    double sum = 0, duty = 0, base_duty = 0, spending = row->spending;
    const double *pi = row->pi, *paid = row->paid;
#pragma omp simd reduction(+ : sum, duty, base_duty)
    for (int64_t i = 0; i < row->r; i++) {
        double due = pi[i] - paid[i];
        sum += paid[i] * cost_change[i];
        duty += due * producer[i];
        base_duty += due * (1 + cost_change[i]);
        exports[i] += spending * paid[i];
    }
    return (row_terms){spending * sum, flow * duty - spending * base_duty};
}

/* Base rates on flows that the shock changes, or beside rents. */
SELAT_KERNEL
static double changed_volume(const base_row *row, const double *tariff, const double *cost_change,
                             const double *producer, double flow, const double *paid) {
    double sum = 0, spending = row->spending;
    const double *base_paid = row->paid;
#pragma omp simd reduction(+ : sum)
    for (int64_t i = 0; i < row->r; i++) {
        sum += tariff[i] * (flow * paid[i] * producer[i] - spending * base_paid[i] * (1 + cost_change[i]));
    }
    return sum;
}

static row_terms terms_of_row(const selat_trade_problem *problem, int64_t row, const double *producer, double flow,
                              selat_trade_first_order *room) {
    const selat_economy *economy = problem->economy;
    int64_t r = economy->n_regions, s = economy->n_sectors;
    base_row base = {r, economy->pi + row * r, problem->paid[row], economy->expenditure[row % r * s + row / r]};
    if (is_plain(problem, row)) {
        return base.pi == base.paid ? free_row(&base, room->cost_change, room->exports)
                                    : plain_row(&base, room->cost_change, producer, flow, room->exports);
    }
    fill_base_paid(economy, row, room->base_paid);
    base.paid = room->base_paid;
    row_terms terms = free_row(&base, room->cost_change, room->exports);
    terms.volume =
        changed_volume(&base, economy->tariff + row * r, room->cost_change, producer, flow, problem->paid[row]);
    return terms;
}

void selat_trade_first_order_add(const selat_trade_problem *problem, int64_t j, const double *producer,
                                 const double *power, selat_trade_first_order *room, selat_trade_result *result) {
    int64_t r = problem->n_regions, s = problem->n_sectors;
    for (int64_t i = 0; i < r; i++) {
        room->cost_change[i] = result->cost_hat[i * s + j] - 1;
        room->exports[i] = 0;
    }
    for (int64_t n = 0; n < r; n++) {
        double flow = result->expenditure[n * s + j] * power[n];
        row_terms terms = terms_of_row(problem, j * r + n, producer, flow, room);
        result->terms_of_trade[n] -= terms.imports;
        result->volume_of_trade[n] += terms.volume;
    }
    for (int64_t i = 0; i < r; i++)
        result->terms_of_trade[i] += room->exports[i] * room->cost_change[i];
}

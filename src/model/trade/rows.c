/* Rows of expenditure weights: which of them a shock touches, and their values. */
#include "model/trade/rows.h"

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

static flow_row row_at(const selat_economy *economy, const selat_trade_shock *shock, int64_t row) {
    int64_t r = economy->n_regions, at = row * r;
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

/* Row `at` of the shock's array holds what the base has, bit by bit. */
static bool same_bits(const double *values, const double *base, int64_t at, int64_t r) {
    return values == NULL || values == base || memcmp(values + at, base + at, (size_t)r * sizeof(double)) == 0;
}

/* Whether a row differs from the base at all. Most do not, and need not be looked at any closer. */
static bool row_differs(const selat_economy *economy, const selat_trade_shock *shock, int64_t row) {
    int64_t r = economy->n_regions, at = row * r;
    return !same_bits(shock->tariff, economy->tariff, at, r) || any_but(row_of(shock->iceberg_hat, at), r, 1) ||
           any_but(row_of(shock->import_rent_hat, at), r, 1) || any_but(row_of(shock->export_rent_hat, at), r, 1);
}

static bool all_above(const double *values, int64_t count, double low) {
    return values == NULL || selat_trade_count_between(count, values, low, INFINITY) == count;
}

/* What selat_trade_check_shock demands. */
static bool row_is_sound(const flow_row *row) {
    return all_above(row->tariff, row->r, -1) && all_above(row->iceberg, row->r, 0) &&
           all_above(row->import_hat, row->r, 0) && all_above(row->export_hat, row->r, 0);
}

static bool row_has_export_rent(const flow_row *row) {
    return any_but(row->export_hat, row->r, 1) || any_but(row->export_base, row->r, 1);
}
static bool row_has_wedge(const flow_row *row) {
    return any_but(row->tariff, row->r, 0) || any_but(row->import_hat, row->r, 1) ||
           any_but(row->import_base, row->r, 1) || row_has_export_rent(row);
}

static double factor(const double *values, int64_t i) { return values == NULL ? 1 : values[i]; }

/* ln kappa, kappa = d m x (1+tau')/(1+tau). */
static void fill_log_kappa(const flow_row *row, double *out) {
    for (int64_t i = 0; i < row->r; i++) out[i] = (1 + row->tariff[i]) / (1 + row->tariff_base[i]);
    const double *const hats[3] = {row->iceberg, row->import_hat, row->export_hat};
    for (int k = 0; k < 3; k++) {
        for (int64_t i = 0; hats[k] != NULL && i < row->r; i++) out[i] *= hats[k][i];
    }
    selat_trade_log(row->r, out);
}

/* A = pi exp(-theta ln kappa), in the place of ln kappa. */
static void fill_spent(int64_t r, const double *pi, double theta, double *spent) {
    for (int64_t i = 0; i < r; i++) spent[i] *= -theta;
    selat_trade_exp(r, spent);
    for (int64_t i = 0; i < r; i++) spent[i] *= pi[i];
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

enum { WEDGE = 1, EXPORT_RENT = 2 };

static unsigned char kind_of(const flow_row *row) {
    bool wedge = row_has_wedge(row), rent = row_has_export_rent(row);
    return (unsigned char)((wedge ? WEDGE : 0) | (rent ? EXPORT_RENT : 0));
}

/* Points row `at` to its arrays, which stand in store[0], store[r] where they differ; returns the end of the store. */
static double *point(selat_trade_rows *rows, const flow_row *row, int64_t at, unsigned char kind, double *store) {
    rows->paid[at] = rows->spent[at];
    if (kind & WEDGE) {
        fill_paid(row, rows->spent[at], store);
        rows->paid[at] = store, store += row->r;
    }
    rows->earned[at] = rows->paid[at];
    if (kind & EXPORT_RENT) {
        fill_earned(row, rows->paid[at], store);
        rows->earned[at] = store, store += row->r;
        rows->export_rents = true;
    }
    return store;
}

void selat_trade_rows_set(selat_trade_rows *rows, const selat_economy *economy, const selat_trade_shock *shock) {
    int64_t r = rows->n_regions;
    for (int64_t k = 0; k < rows->n_touched; k++) {
        int64_t at = rows->list[k];
        flow_row row = row_at(economy, shock, at);
        double *own = rows->own + rows->own_start[k] * r;
        fill_log_kappa(&row, own);
        fill_spent(r, row.pi, economy->theta[at / r], own);
        rows->spent[at] = own;
        (void)point(rows, &row, at, rows->own_kind[k], own + r);
    }
}

void selat_trade_rows_log_kappa(const selat_trade_rows *rows, const selat_economy *economy,
                                const selat_trade_shock *shock, double *out) {
    for (int64_t k = 0; k < rows->n_touched; k++) {
        flow_row row = row_at(economy, shock, rows->list[k]);
        fill_log_kappa(&row, out + k * rows->n_regions);
    }
}

/* ---- the rows that stay ---- */

static void find_touched(const selat_economy *economy, const selat_trade_shock *shock, const selat_trade_rows *more,
                         selat_trade_rows *rows) {
    for (int64_t at = 0; at < rows->n_sectors * rows->n_regions; at++) {
        flow_row row = row_at(economy, shock, at);
        bool own = (more != NULL && more->touched[at]) || row_price_changes(&row);
        rows->touched[at] = own;
        rows->n_touched += own;
    }
}

static selat_status fill_untouched(selat_context *context, const selat_economy *economy, selat_trade_rows *rows) {
    static const selat_trade_shock nothing = {0};
    int64_t count = rows->n_sectors * rows->n_regions, needed = 0, at_list = 0;
    unsigned char *kinds;
    TRY(selat_new(context, count, &kinds));
    for (int64_t at = 0; at < count; at++) {
        flow_row row = row_at(economy, &nothing, at);
        if (rows->touched[at]) {
            rows->list[at_list++] = at;
            continue;
        }
        kinds[at] = kind_of(&row);
        needed += ((kinds[at] & WEDGE) != 0) + ((kinds[at] & EXPORT_RENT) != 0);
    }
    selat_status status = selat_new(context, needed * rows->n_regions, &rows->base_store);
    double *next = rows->base_store;
    for (int64_t at = 0; status == SELAT_OK && at < count; at++) {
        if (rows->touched[at]) continue;
        flow_row row = row_at(economy, &nothing, at);
        rows->spent[at] = row.pi;
        next = point(rows, &row, at, kinds[at], next);
    }
    selat_release(context, kinds);
    return status;
}

static void fill_kinds(selat_trade_rows *rows, const selat_economy *economy, const selat_trade_shock *shock) {
    for (int64_t k = 0; k < rows->n_touched; k++) {
        flow_row row = row_at(economy, shock, rows->list[k]);
        rows->own_kind[k] = kind_of(&row);
    }
}

/* Both lists rise. */
static void take_kinds(selat_trade_rows *rows, const selat_trade_rows *more) {
    for (int64_t k = 0, at = 0; k < more->n_touched; k++) {
        while (rows->list[at] != more->list[k]) at++;
        rows->own_kind[at] |= more->own_kind[k];
    }
}

static selat_status place_own(selat_context *context, selat_trade_rows *rows) {
    int64_t end = 0;
    for (int64_t k = 0; k < rows->n_touched; k++) {
        rows->own_start[k] = end;
        end += 1 + ((rows->own_kind[k] & WEDGE) != 0) + ((rows->own_kind[k] & EXPORT_RENT) != 0);
    }
    return selat_new(context, end * rows->n_regions, &rows->own);
}

static selat_status init(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                         const selat_trade_rows *more, selat_trade_rows *out) {
    int64_t count = out->n_sectors * out->n_regions;
    TRY(selat_new(context, count, &out->spent));
    TRY(selat_new(context, count, &out->earned));
    TRY(selat_new(context, count, &out->paid));
    TRY(selat_new(context, count, &out->touched));
    find_touched(economy, shock, more, out);
    TRY(selat_new(context, out->n_touched, &out->list));
    TRY(selat_new(context, out->n_touched, &out->own_start));
    TRY(selat_new(context, out->n_touched, &out->own_kind));
    TRY(fill_untouched(context, economy, out));
    fill_kinds(out, economy, shock);
    if (more != NULL) take_kinds(out, more);
    TRY(place_own(context, out));
    selat_trade_rows_set(out, economy, shock);
    return SELAT_OK;
}

selat_status selat_trade_rows_init(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                                   const selat_trade_rows *more, selat_trade_rows *out) {
    *out = (selat_trade_rows){.n_regions = economy->n_regions, .n_sectors = economy->n_sectors};
    selat_status status = init(context, economy, shock, more, out);
    if (status != SELAT_OK) selat_trade_rows_clear(context, out);
    return status;
}

void selat_trade_rows_clear(selat_context *context, selat_trade_rows *rows) {
    void *const arrays[] = {(void *)rows->spent, (void *)rows->earned, (void *)rows->paid, rows->touched, rows->list,
                            rows->base_store,    rows->own_start,      rows->own,          rows->own_kind};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
    *rows = (selat_trade_rows){0};
}

bool selat_trade_rows_cover(const selat_trade_rows *rows, const selat_economy *economy,
                            const selat_trade_shock *shock) {
    for (int64_t at = 0; at < rows->n_sectors * rows->n_regions; at++) {
        if (!row_differs(economy, shock, at)) continue;
        flow_row row = row_at(economy, shock, at);
        if (!row_is_sound(&row) || (!rows->touched[at] && row_price_changes(&row))) return false;
    }
    for (int64_t k = 0; k < rows->n_touched; k++) {
        flow_row row = row_at(economy, shock, rows->list[k]);
        if (kind_of(&row) & ~rows->own_kind[k]) return false;
    }
    return true;
}

#include "model/trade_welfare/path.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"

/* ln of hats, 0 where nothing moves. */
static selat_status log_of(selat_context *context, const double *hat, int64_t count, double **out) {
    if (hat == NULL) return SELAT_OK;
    TRY(selat_new(context, count, out));
    for (int64_t k = 0; k < count; k++) (*out)[k] = hat[k] == 1 ? 0 : log(hat[k]);
    return SELAT_OK;
}

static selat_status tariff_rate(selat_context *context, const selat_economy *economy, const double *tariff,
                                int64_t cells, double **out) {
    if (tariff == NULL) return SELAT_OK;
    TRY(selat_new(context, cells, out));
    for (int64_t k = 0; k < cells; k++) {
        double before = economy->tariff[k];
        (*out)[k] = tariff[k] == before ? 0 : log1p(tariff[k]) - log1p(before);
    }
    return SELAT_OK;
}

static selat_status init(selat_context *context, selat_path *path) {
    const selat_trade_shock *shock = path->shock;
    int64_t r = path->n_regions, s = path->n_sectors, cells = s * r * r;
    TRY(tariff_rate(context, path->economy, shock->tariff, cells, &path->tariff));
    TRY(log_of(context, shock->iceberg_hat, cells, &path->iceberg));
    TRY(log_of(context, shock->import_rent_hat, cells, &path->import_rent));
    TRY(log_of(context, shock->export_rent_hat, cells, &path->export_rent));
    TRY(log_of(context, shock->technology_hat, r * s, &path->technology));
    return log_of(context, shock->labour_hat, r, &path->labour);
}

selat_status selat_path_init(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                             selat_path *out) {
    *out = (selat_path){
        .economy = economy, .shock = shock, .n_regions = economy->n_regions, .n_sectors = economy->n_sectors};
    selat_status status = init(context, out);
    if (status != SELAT_OK) selat_path_clear(context, out);
    return status;
}

void selat_path_clear(selat_context *context, selat_path *path) {
    double *const arrays[] = {path->tariff, path->iceberg, path->import_rent, path->export_rent, path->technology,
                              path->labour};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
    *path = (selat_path){0};
}

/* hat^t */
static selat_status part_of(selat_context *context, const double *hat, const double *rate, double t, int64_t count,
                            double **out) {
    if (hat == NULL) return SELAT_OK;
    TRY(selat_new(context, count, out));
    for (int64_t k = 0; k < count; k++) (*out)[k] = rate[k] == 0 ? 1 : t == 1 ? hat[k] : exp(t * rate[k]);
    return SELAT_OK;
}

static selat_status part_of_tariffs(selat_context *context, const selat_path *path, double t, double **out) {
    if (path->tariff == NULL) return SELAT_OK;
    int64_t cells = path->n_sectors * path->n_regions * path->n_regions;
    TRY(selat_copy_doubles(context, t == 1 ? path->shock->tariff : path->economy->tariff, cells, out));
    for (int64_t k = 0; t < 1 && k < cells; k++) {
        if (path->tariff[k] != 0) (*out)[k] = expm1(log1p(path->economy->tariff[k]) + t * path->tariff[k]);
    }
    return SELAT_OK;
}

static selat_status fill_shock(selat_context *context, const selat_path *path, double t, selat_trade_shock *out) {
    const selat_trade_shock *shock = path->shock;
    int64_t r = path->n_regions, s = path->n_sectors, cells = s * r * r;
    TRY(part_of_tariffs(context, path, t, &out->tariff));
    TRY(part_of(context, shock->iceberg_hat, path->iceberg, t, cells, &out->iceberg_hat));
    TRY(part_of(context, shock->import_rent_hat, path->import_rent, t, cells, &out->import_rent_hat));
    TRY(part_of(context, shock->export_rent_hat, path->export_rent, t, cells, &out->export_rent_hat));
    TRY(part_of(context, shock->technology_hat, path->technology, t, r * s, &out->technology_hat));
    TRY(part_of(context, shock->labour_hat, path->labour, t, r, &out->labour_hat));
    if (t == 0 || shock->n_purchases == 0) return SELAT_OK;
    TRY(selat_new(context, shock->n_purchases, &out->purchases));
    out->n_purchases = shock->n_purchases;
    for (int64_t k = 0; k < shock->n_purchases; k++) {
        out->purchases[k] = shock->purchases[k];
        out->purchases[k].amount *= t;
    }
    return SELAT_OK;
}

selat_status selat_path_shock(selat_context *context, const selat_path *path, double t, selat_trade_shock *out) {
    *out = (selat_trade_shock){0};
    selat_status status = fill_shock(context, path, t, out);
    if (status != SELAT_OK) selat_trade_shock_clear(context, out);
    return status;
}

static selat_status between(selat_context *context, const double *a, const double *b, double t, int64_t count,
                            bool ratios, double **out) {
    TRY(selat_new(context, count, out));
    for (int64_t k = 0; k < count; k++) {
        (*out)[k] = ratios ? exp((1 - t) * log(a[k]) + t * log(b[k])) : (1 - t) * a[k] + t * b[k];
    }
    return SELAT_OK;
}

selat_status selat_path_start(selat_context *context, const selat_trade_result *first, const selat_trade_result *last,
                              double t, selat_trade_result **out) {
    int64_t r = first->n_regions, s = first->n_sectors;
    selat_trade_result *start;
    *out = NULL;
    TRY(selat_new(context, 1, &start));
    start->n_regions = r;
    start->n_sectors = s;
    selat_status status;
    TRY_OR(fail, status, between(context, first->wage_hat, last->wage_hat, t, r, true, &start->wage_hat));
    TRY_OR(fail, status, between(context, first->price_hat, last->price_hat, t, r * s, true, &start->price_hat));
    TRY_OR(fail, status, between(context, first->transfers, last->transfers, t, r, false, &start->transfers));
    TRY_OR(fail, status, between(context, first->output, last->output, t, r * s, false, &start->output));
    *out = start;
    return SELAT_OK;
fail:
    selat_trade_result_destroy(context, start);
    return status;
}

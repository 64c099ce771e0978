/* What a shock may not contain. */
#include <math.h>

#include "base/kernel.h"
#include "base/status.h"
#include "model/trade/internal.h"

SELAT_KERNEL
int64_t selat_trade_count_between(int64_t count, const double *values, double low, double high) {
    int64_t good = 0;
#pragma omp simd reduction(+ : good)
    for (int64_t k = 0; k < count; k++)
        good += (values[k] > low) & (values[k] < high);
    return good;
}

/* `low` is excluded: rates must be above -1, hats above 0. */
static selat_status check_flows(selat_context *context, const selat_economy *economy, const double *values,
                                const char *what, double low) {
    if (values == NULL) return SELAT_OK;
    int64_t r = economy->n_regions, cells = economy->n_sectors * r * r;
    if (selat_trade_count_between(cells, values, low, INFINITY) == cells) return SELAT_OK;
    int64_t k = 0;
    while (values[k] > low && values[k] < INFINITY)
        k++;
    return selat_fail(context, SELAT_BAD_INPUT,
                      "%s, importer %s, exporter %s, product %s: found %g, expected a finite number above %g", what,
                      economy->regions.codes[k / r % r], economy->regions.codes[k % r],
                      economy->sectors.codes[k / (r * r)], values[k], low);
}

static selat_status check_technology(selat_context *context, const selat_economy *economy, const double *values) {
    if (values == NULL) return SELAT_OK;
    int64_t s = economy->n_sectors;
    for (int64_t k = 0; k < economy->n_regions * s; k++) {
        if (values[k] > 0 && values[k] < INFINITY) continue;
        return selat_fail(context, SELAT_BAD_INPUT,
                          "technology hat, region %s, product %s: found %g, expected a finite number above 0",
                          economy->regions.codes[k / s], economy->sectors.codes[k % s], values[k]);
    }
    return SELAT_OK;
}

static selat_status check_labour(selat_context *context, const selat_economy *economy, const double *values) {
    for (int64_t n = 0; values != NULL && n < economy->n_regions; n++) {
        if (values[n] > 0 && values[n] < INFINITY) continue;
        return selat_fail(context, SELAT_BAD_INPUT, "labour hat, region %s: found %g, expected a finite number above 0",
                          economy->regions.codes[n], values[n]);
    }
    return SELAT_OK;
}

selat_status selat_trade_check_scale(selat_context *context, const selat_economy *economy) {
    if (economy->psi == NULL) {
        return selat_fail(context, SELAT_BAD_INPUT, "scale economies are asked for, but no product has a psi");
    }
    for (int64_t j = 0; j < economy->n_sectors; j++) {
        if (economy->psi[j] >= 0 && economy->psi[j] < INFINITY) continue;
        return selat_fail(context, SELAT_BAD_INPUT, "psi of product %s: found %g, expected a number of at least 0",
                          economy->sectors.codes[j], economy->psi[j]);
    }
    return SELAT_OK;
}

static selat_status check_purchase(selat_context *context, const selat_economy *economy, int64_t position,
                                   const selat_purchase *purchase) {
    int64_t r = economy->n_regions;
    bool in_range = purchase->buyer >= 0 && purchase->buyer < r && purchase->seller >= 0 && purchase->seller < r &&
                    purchase->sector >= 0 && purchase->sector < economy->n_sectors;
    bool grant = purchase->financing == SELAT_FINANCED_GRANT;
    if (!in_range || (grant && (purchase->giver < 0 || purchase->giver >= r))) {
        return selat_fail(context, SELAT_BAD_INPUT, "purchase %lld: a region or product is not in the table",
                          (long long)position + 1);
    }
    const char *buyer = economy->regions.codes[purchase->buyer], *seller = economy->regions.codes[purchase->seller];
    const char *product = economy->sectors.codes[purchase->sector];
    if (!isfinite(purchase->amount)) {
        return selat_fail(context, SELAT_BAD_INPUT,
                          "purchase of %s from %s, product %s: found amount %g, expected a finite number", buyer, seller,
                          product, purchase->amount);
    }
    if (!(purchase->offset_share >= 0 && purchase->offset_share <= 1)) {
        return selat_fail(context, SELAT_BAD_INPUT,
                          "purchase of %s from %s, product %s: found offset share %g, expected 0 to 1", buyer, seller,
                          product, purchase->offset_share);
    }
    return SELAT_OK;
}

selat_status selat_trade_check_shock(selat_context *context, const selat_economy *economy,
                                     const selat_trade_shock *shock) {
    TRY(check_flows(context, economy, shock->tariff, "tariff rate", -1));
    TRY(check_flows(context, economy, shock->iceberg_hat, "iceberg hat", 0));
    TRY(check_flows(context, economy, shock->import_rent_hat, "import rent hat", 0));
    TRY(check_flows(context, economy, shock->export_rent_hat, "export rent hat", 0));
    return selat_trade_check_rest(context, economy, shock);
}

selat_status selat_trade_check_rest(selat_context *context, const selat_economy *economy,
                                    const selat_trade_shock *shock) {
    TRY(check_technology(context, economy, shock->technology_hat));
    TRY(check_labour(context, economy, shock->labour_hat));
    for (int64_t k = 0; k < shock->n_purchases; k++) {
        TRY(check_purchase(context, economy, k, &shock->purchases[k]));
    }
    return SELAT_OK;
}

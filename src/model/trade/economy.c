/* The base economy: room, totals, release. */
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "model/trade/internal.h"

static selat_status allocate_arrays(selat_context *context, selat_economy *economy) {
    int64_t r = economy->n_regions, s = economy->n_sectors, flows, inputs;
    TRY(selat_count(context, s, r, r, 1, &flows));
    TRY(selat_count(context, r, s, s, 1, &inputs));
    TRY(selat_new(context, s, &economy->theta));
    TRY(selat_new(context, flows, &economy->pi));
    TRY(selat_new(context, flows, &economy->tariff));
    TRY(selat_new(context, inputs, &economy->input_share));
    TRY(selat_new(context, r * s, &economy->value_share));
    TRY(selat_new(context, r * s, &economy->demand_share));
    TRY(selat_new(context, r * s, &economy->expenditure));
    TRY(selat_new(context, r * s, &economy->output));
    TRY(selat_new(context, r, &economy->value_added));
    TRY(selat_new(context, r, &economy->tariff_revenue));
    return selat_new(context, r, &economy->deficit);
}

selat_status selat_economy_create(selat_context *context, const selat_labels *regions, const selat_labels *sectors,
                                  selat_economy **out) {
    selat_economy *economy;
    TRY(selat_new(context, 1, &economy));
    economy->n_regions = regions->count;
    economy->n_sectors = sectors->count;
    selat_status status;
    TRY_OR(fail, status, selat_labels_copy(context, regions, &economy->regions));
    TRY_OR(fail, status, selat_labels_copy(context, sectors, &economy->sectors));
    TRY_OR(fail, status, allocate_arrays(context, economy));
    *out = economy;
    return SELAT_OK;
fail:
    selat_economy_destroy(context, economy);
    *out = NULL;
    return status;
}

void selat_economy_destroy(selat_context *context, selat_economy *economy) {
    if (economy == NULL) return;
    selat_labels_clear(context, &economy->regions);
    selat_labels_clear(context, &economy->sectors);
    void *const arrays[] = {economy->theta,
                            economy->pi,
                            economy->tariff,
                            economy->input_share,
                            economy->value_share,
                            economy->demand_share,
                            economy->expenditure,
                            economy->output,
                            economy->value_added,
                            economy->tariff_revenue,
                            economy->deficit,
                            economy->import_rent,
                            economy->export_rent,
                            economy->purchases,
                            economy->tariff_over_tax_cells,
                            economy->home_requirement,
                            economy->psi};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++)
        selat_release(context, arrays[k]);
    selat_release(context, economy);
}

/* Y_i^j = sum_n X_n^j pi/(1+tau), R_n = sum of X pi tau/(1+tau). */
void selat_economy_totals(selat_economy *economy) {
    int64_t r = economy->n_regions, s = economy->n_sectors;
    memset(economy->output, 0, (size_t)(r * s) * sizeof(double));
    memset(economy->tariff_revenue, 0, (size_t)r * sizeof(double));
    for (int64_t j = 0; j < s; j++) {
        for (int64_t n = 0; n < r; n++) {
            const double *pi = economy->pi + (j * r + n) * r, *tariff = economy->tariff + (j * r + n) * r;
            double spending = economy->expenditure[n * s + j];
            for (int64_t i = 0; i < r; i++) {
                double flow = spending * pi[i] / (1 + tariff[i]);
                economy->output[i * s + j] += flow;
                economy->tariff_revenue[n] += flow * tariff[i];
            }
        }
    }
}

void selat_trade_shock_clear(selat_context *context, selat_trade_shock *shock) {
    selat_release(context, shock->tariff);
    selat_release(context, shock->iceberg_hat);
    selat_release(context, shock->import_rent_hat);
    selat_release(context, shock->export_rent_hat);
    selat_release(context, shock->technology_hat);
    selat_release(context, shock->labour_hat);
    selat_release(context, shock->purchases);
    *shock = (selat_trade_shock){0};
}

static const char *const deficits_names[] = {"nominal", "share", "multiplicative", "zero"};

bool selat_deficits_parse(const char *name, selat_deficits *out) {
    for (size_t k = 0; k < sizeof deficits_names / sizeof *deficits_names; k++) {
        if (strcmp(name, deficits_names[k]) != 0) continue;
        *out = (selat_deficits)k;
        return true;
    }
    return false;
}

static const char *const labour_names[] = {"mobile", "immobile"};

bool selat_labour_parse(const char *name, selat_labour *out) {
    for (size_t k = 0; k < sizeof labour_names / sizeof *labour_names; k++) {
        if (strcmp(name, labour_names[k]) != 0) continue;
        *out = (selat_labour)k;
        return true;
    }
    return false;
}

const char *selat_labour_name(selat_labour labour) { return labour_names[labour]; }

const char *selat_deficits_name(selat_deficits deficits) { return deficits_names[deficits]; }

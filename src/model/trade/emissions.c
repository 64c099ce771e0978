/* Stressors after a shock: quantities follow quantities, never new values at old intensities. */
#include <math.h>
#include <string.h>

#include "model/trade/changed_table.h"

/* ln of a region's fuel price: weights of the table times what the region spends on each product. */
static double log_fuel_price(const selat_trade_change *c, const selat_table *table, int64_t n) {
    int64_t s = c->base->n_sectors;
    double sum = 0, weights = 0;
    for (int64_t j = 0; j < s; j++) {
        double weight = table->fuel_weight[j] * c->base->expenditure[n * s + j];
        sum += weight * log(c->result->price_hat[n * s + j]);
        weights += weight;
    }
    return weights > 0 ? sum / weights : 0;
}

/* Volume of output: value over unit cost; productivity T makes more of the same inputs. */
static double volume_hat(const selat_trade_change *c, int64_t i, int64_t j) {
    int64_t at = i * c->base->n_sectors + j;
    double technology = c->shock->technology_hat != NULL ? pow(c->shock->technology_hat[at], 1 / c->base->theta[j]) : 1;
    return c->output_hat[at] * technology / c->result->cost_hat[at];
}

/* Combustion E' = E Y-hat / P-fuel (an industry spends a fixed share of its receipts on fuel); the rest with volume. */
static void change_industries(const selat_trade_change *c, int64_t n, double fuel_price, selat_table *out) {
    int64_t r = c->base->n_regions, s = c->base->n_sectors;
    for (int64_t k = 0; k < s; k++) {
        double fuel = c->output_hat[n * s + k] / fuel_price, volume = volume_hat(c, n, k);
        for (int64_t q = 0; q < out->stressors.count; q++) {
            out->stressor[(q * r + n) * s + k] *= out->stressor_drivers[q] == SELAT_DRIVER_FUEL ? fuel : volume;
        }
    }
}

/* Households: spending over the price of refined petroleum (C19), or of all they consume where there is no such product. */
static double household_hat(const selat_trade_change *c, int64_t n) {
    int64_t petroleum = selat_labels_find(&c->base->sectors, "C19");
    double price = petroleum >= 0 ? c->result->price_hat[n * c->base->n_sectors + petroleum]
                                  : c->result->consumer_price_hat[n];
    return c->private_hat[n] / price;
}

void selat_trade_change_stressors(const selat_trade_change *c, const selat_table *table, selat_table *out) {
    int64_t r = c->base->n_regions;
    for (int64_t n = 0; n < r; n++) {
        change_industries(c, n, exp(log_fuel_price(c, table, n)), out);
        double household = household_hat(c, n);
        for (int64_t q = 0; q < out->stressors.count; q++) out->stressor_final[q * r + n] *= household;
    }
}

/* Stressors after a shock: quantities follow quantities, never new values at old intensities. */
#include <math.h>

#include "model/trade/changed_table.h"

/* Volume of fuel that industry k buys: spending on each fuel follows its output, prices are the purchaser's. Weights
   are the table's times what it buys; an industry without fuel purchases follows the average of its region. */
static double fuel_hat(const selat_trade_change *c, const selat_table *table, int64_t n, int64_t k) {
    int64_t s = c->base->n_sectors;
    double bought = 0, volume = 0, bought_all = 0, volume_all = 0;
    for (int64_t j = 0; j < s; j++) {
        if (table->fuel_weight[j] == 0) continue;
        double price = c->result->price_hat[n * s + j];
        double own = table->fuel_weight[j] * table->use_musd[(n * s + j) * s + k];
        double all = table->fuel_weight[j] * c->base->expenditure[n * s + j];
        bought += own;
        volume += own / price;
        bought_all += all;
        volume_all += all / price;
    }
    double per_output = bought > 0 ? volume / bought : bought_all > 0 ? volume_all / bought_all : 1;
    return c->output_hat[n * s + k] * per_output;
}

/* Volume of output: value over unit cost; productivity T and scale make more of the same inputs. */
static double volume_hat(const selat_trade_change *c, int64_t i, int64_t j) {
    int64_t at = i * c->base->n_sectors + j;
    double technology = c->shock->technology_hat != NULL ? pow(c->shock->technology_hat[at], 1 / c->base->theta[j]) : 1;
    if (c->result->scale_hat != NULL) technology *= pow(c->result->scale_hat[at], 1 / c->base->theta[j]);
    return c->output_hat[at] * technology / c->result->cost_hat[at];
}

/* Combustion follows the volume of fuel bought, everything else the volume of output. */
static void change_industries(const selat_trade_change *c, const selat_table *table, int64_t n, selat_table *out) {
    int64_t r = c->base->n_regions, s = c->base->n_sectors;
    for (int64_t k = 0; k < s; k++) {
        double fuel = fuel_hat(c, table, n, k), volume = volume_hat(c, n, k);
        for (int64_t q = 0; q < out->stressors.count; q++) {
            out->stressor[(q * r + n) * s + k] *= out->stressor_drivers[q] == SELAT_DRIVER_FUEL ? fuel : volume;
        }
    }
}

/* Households: spending over the price of refined petroleum (C19), or of all they consume where there is no such
 * product. */
static double household_hat(const selat_trade_change *c, int64_t n) {
    int64_t petroleum = selat_labels_find(&c->base->sectors, "C19");
    double price =
        petroleum >= 0 ? c->result->price_hat[n * c->base->n_sectors + petroleum] : c->result->consumer_price_hat[n];
    return c->private_hat[n] / price;
}

void selat_trade_change_stressors(const selat_trade_change *c, const selat_table *table, selat_table *out) {
    int64_t r = c->base->n_regions;
    for (int64_t n = 0; n < r; n++) {
        change_industries(c, table, n, out);
        double household = household_hat(c, n);
        for (int64_t q = 0; q < out->stressors.count; q++)
            out->stressor_final[q * r + n] *= household;
    }
}

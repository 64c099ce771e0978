/* Plain sums over the table: purchases, bilateral flows, GDP, final demand by origin. */
#include <string.h>

#include "selat/table.h"

void selat_table_purchases_musd(const selat_table *t, double *out) {
    int64_t R = t->regions.count, S = t->sectors.count, F = t->demands.count;
    for (int64_t row = 0; row < R * S; row++) {
        double sum = 0;
        for (int64_t k = 0; k < S; k++) sum += t->use_musd[row * S + k];
        for (int64_t f = 0; f < F; f++) sum += t->final_musd[row * F + f];
        out[row] = sum;
    }
}

void selat_table_flows_musd(const selat_table *t, double *out) {
    int64_t R = t->regions.count, S = t->sectors.count, F = t->demands.count;
    for (int64_t s = 0; s < S; s++) {
        for (int64_t n = 0; n < R; n++) {
            double bought = 0;
            for (int64_t k = 0; k < S; k++) bought += t->use_musd[(n * S + s) * S + k];
            for (int64_t f = 0; f < F; f++) bought += t->final_musd[(n * S + s) * F + f];
            const double *share = t->trade_share + (s * R + n) * R;
            double *flow = out + (s * R + n) * R;
            for (int64_t i = 0; i < R; i++) flow[i] = share[i] * bought;
        }
    }
}

void selat_table_gdp_musd(const selat_table *t, double *out) {
    int64_t R = t->regions.count, S = t->sectors.count, F = t->demands.count;
    int64_t valu = selat_labels_find(&t->primary, "VALU"), txs = selat_labels_find(&t->primary, "TXS_INT_FNL");
    for (int64_t n = 0; n < R; n++) {
        double sum = 0;
        for (int64_t s = 0; s < S; s++) {
            if (valu >= 0) sum += t->primary_musd[(valu * R + n) * S + s];
            if (txs >= 0) sum += t->primary_musd[(txs * R + n) * S + s];
        }
        for (int64_t f = 0; f < F; f++) sum += t->final_taxes_musd[n * F + f];
        out[n] = sum;
    }
}

void selat_table_final_by_origin_musd(const selat_table *t, int64_t region, double *out) {
    int64_t R = t->regions.count, S = t->sectors.count, F = t->demands.count;
    for (int64_t s = 0; s < S; s++) {
        double bought = 0;
        for (int64_t f = 0; f < F; f++) bought += t->final_musd[(region * S + s) * F + f];
        const double *share = t->trade_share + (s * R + region) * R;
        for (int64_t i = 0; i < R; i++) out[i * S + s] = share[i] * bought;
    }
}

/* Who burns what: the weights are judgement (docs/data.md, "Emissions"). */
#pragma STDC FP_CONTRACT OFF /* the built table must not depend on the processor */

#include "import/oecd/emissions.h"

/* Price per unit of carbon differs: a dollar of coal holds about four times the carbon of a dollar of oil or gas; of
   what is paid for electricity and gas about a quarter is burnt by the buyer. The fuel price index uses the same. */
static const double COAL = 4, ELECTRICITY_AND_GAS = 0.25;
static const double FEEDSTOCK = 0.25; /* of C20's oil, gas and refinery products the part that is burnt */
static const double COKE = 4;         /* C24A's purchases from C19 are coke */
static const double HOUSEHOLDS_LEAST = 0.3, HOUSEHOLDS_MOST = 0.6;

static double bought(const selat_oecd_data *data, int64_t region, int64_t product, int64_t user) {
    return data->use[(region * OECD_SECTORS + product) * OECD_SECTORS + user];
}

static double bought_by_households(const selat_oecd_data *data, int64_t region, int64_t product) {
    return data->final[(region * OECD_SECTORS + product) * OECD_DEMANDS + OECD_HFCE];
}

static double output(const selat_oecd_data *data, int64_t region, int64_t sector) {
    return data->output[region * OECD_SECTORS + sector];
}

double selat_oecd_exports(const selat_oecd_data *data, int64_t i, int64_t s) {
    int64_t R = data->regions.count;
    double sum = 0;
    for (int64_t n = 0; n < R; n++) {
        if (n != i) sum += data->flow[(s * R + n) * R + i];
    }
    return sum;
}

static bool is_carrier(int64_t k) {
    return k == OECD_H49 || k == OECD_H50 || k == OECD_H51;
}

static void industrial_key(const selat_oecd_data *data, int64_t n, double *key) {
    for (int64_t k = OECD_B07; k <= OECD_F; k++) {
        bool burns = k == OECD_B07 || k == OECD_B08 || k == OECD_F ||
                     (k >= OECD_C10T12 && k <= OECD_C31T33 && k != OECD_C19);
        if (!burns) continue;
        double gas = bought(data, n, OECD_B06, k), refined = bought(data, n, OECD_C19, k);
        if (k == OECD_C20) gas *= FEEDSTOCK;
        if (k == OECD_C20) refined *= FEEDSTOCK;
        if (k == OECD_C24A) refined *= COKE;
        key[k] = COAL * bought(data, n, OECD_B05, k) + gas + refined + ELECTRICITY_AND_GAS * bought(data, n, OECD_D, k);
    }
}

static void buildings_key(const selat_oecd_data *data, int64_t n, selat_oecd_keys *out) {
    static const int64_t products[] = {OECD_B05, OECD_B06, OECD_D};
    for (int p = 0; p < 3; p++) {
        for (int64_t k = 0; k < OECD_SECTORS; k++) {
            bool heats = k <= OECD_A03 || (k >= OECD_E && !is_carrier(k));
            if (heats) out->buildings[k] += bought(data, n, products[p], k);
        }
        out->buildings_households += bought_by_households(data, n, products[p]);
    }
    for (int64_t k = OECD_A01; k <= OECD_A03; k++) out->buildings[k] += bought(data, n, OECD_C19, k);
}

static void output_keys(const selat_oecd_data *data, int64_t n, selat_oecd_keys *out) {
    out->process[OECD_C23] = output(data, n, OECD_C23);
    out->process[OECD_C20] = 0.19 * output(data, n, OECD_C20);
    out->process[OECD_C24A] = 0.10 * output(data, n, OECD_C24A);
    out->process[OECD_C24B] = 0.09 * output(data, n, OECD_C24B);
    out->nitrous[OECD_C20] = output(data, n, OECD_C20);
    static const int64_t fluorinated[] = {OECD_C20, OECD_C24B, OECD_C26, OECD_C27};
    for (int k = 0; k < 4; k++) out->fluorinated[fluorinated[k]] = output(data, n, fluorinated[k]);
    static const int64_t fuels[] = {OECD_B05, OECD_B06, OECD_C19};
    for (int k = 0; k < 3; k++) out->exploitation_co2[fuels[k]] = output(data, n, fuels[k]);
    out->exploitation[OECD_B05] = 3 * output(data, n, OECD_B05);
    out->exploitation[OECD_B06] = output(data, n, OECD_B06);
    out->exploitation[OECD_D] = 0.05 * output(data, n, OECD_D);
}

/* Households' share h = their C19 / (that + C19 of F to T); the rest is shared by the keys `carriers` and `own`. */
static void transport_key(const selat_oecd_data *data, int64_t n, selat_oecd_keys *out) {
    double households = bought_by_households(data, n, OECD_C19), others = 0;
    for (int64_t k = OECD_F; k <= OECD_T; k++) {
        double fuel = bought(data, n, OECD_C19, k);
        others += fuel;
        if (!is_carrier(k)) out->own_transport[k] = fuel;
    }
    double share = households + others > 0 ? households / (households + others) : 0;
    if (share < HOUSEHOLDS_LEAST) share = HOUSEHOLDS_LEAST;
    if (share > HOUSEHOLDS_MOST) share = HOUSEHOLDS_MOST;
    out->households_transport = share;
    for (int64_t k = OECD_H49; k <= OECD_H51; k++) {
        double domestic = output(data, n, k) - selat_oecd_exports(data, n, k);
        out->carriers[k] = domestic > 0 ? domestic : 0;
    }
}

void selat_oecd_emission_keys(const selat_oecd_data *data, int64_t region, selat_oecd_keys *out) {
    *out = (selat_oecd_keys){0};
    industrial_key(data, region, out->industrial);
    buildings_key(data, region, out);
    output_keys(data, region, out);
    transport_key(data, region, out);
}

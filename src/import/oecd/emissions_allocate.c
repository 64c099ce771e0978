/* EDGAR's amounts to the table's stressors, conserving every gas. */
#pragma STDC FP_CONTRACT OFF /* the built table must not depend on the processor */

#include <string.h>

#include "base/status.h"
#include "import/oecd/emissions.h"
#include "table/arrays.h"

const char *const selat_oecd_stressors[OECD_STRESSORS] = {
    [OECD_CO2_COMBUSTION] = "CO2 combustion",   [OECD_CO2_PROCESS] = "CO2 process",
    [OECD_CH4_COMBUSTION] = "CH4 combustion",   [OECD_CH4_PROCESS] = "CH4 process",
    [OECD_N2O_COMBUSTION] = "N2O combustion",   [OECD_N2O_PROCESS] = "N2O process",
    [OECD_F_GASES_PROCESS] = "F-gases process",
};
const char *const selat_oecd_stressor_gases[OECD_STRESSORS] = {
    [OECD_CO2_COMBUSTION] = "CO2",      [OECD_CO2_PROCESS] = "CO2", [OECD_CH4_COMBUSTION] = "CH4",
    [OECD_CH4_PROCESS] = "CH4",         [OECD_N2O_COMBUSTION] = "N2O", [OECD_N2O_PROCESS] = "N2O",
    [OECD_F_GASES_PROCESS] = "F-gases",
};

/* What is left of F-gases processes after buildings (air conditioning, refrigeration) have theirs. */
static const double FLUORINATED_BUILDINGS = 0.75;

/* A region's emissions being placed. */
typedef struct placing {
    const selat_oecd_data *data;
    selat_table *table;
    selat_oecd_checks *checks;
    int64_t region;
} placing;

static int64_t stressor_of(int gas, int sector) {
    bool combustion = sector == EDGAR_POWER || sector == EDGAR_INDUSTRIAL_COMBUSTION || sector == EDGAR_BUILDINGS ||
                      sector == EDGAR_TRANSPORT;
    if (gas == EDGAR_F_GASES) return OECD_F_GASES_PROCESS;
    return 2 * gas + (combustion ? 0 : 1); /* the stressors stand by gas, combustion first */
}

static double *industries(const placing *p, int64_t stressor) {
    return p->table->stressor + (stressor * p->data->regions.count + p->region) * OECD_SECTORS;
}

static double *households(const placing *p, int64_t stressor) {
    return p->table->stressor_final + stressor * p->data->regions.count + p->region;
}

/* Nobody to give it to by the key: to `fallback`, or to households where that has no output either. */
static void place_fallback(const placing *p, int64_t stressor, double amount, int64_t fallback) {
    p->checks->fallbacks++;
    if (p->data->output[p->region * OECD_SECTORS + fallback] > 0) {
        industries(p, stressor)[fallback] += amount;
    } else {
        p->checks->households_only++;
        *households(p, stressor) += amount;
    }
}

/* `amount` by key[50] and the households' part of the key; a sector without output gets nothing. */
static void place(const placing *p, int64_t stressor, double amount, const double *key, double household_key,
                  int64_t fallback) {
    if (amount == 0) return;
    const double *output = p->data->output + p->region * OECD_SECTORS;
    double total = household_key;
    for (int64_t k = 0; k < OECD_SECTORS; k++) total += output[k] > 0 ? key[k] : 0;
    if (!(total > 0)) {
        place_fallback(p, stressor, amount, fallback);
        return;
    }
    double *to = industries(p, stressor);
    for (int64_t k = 0; k < OECD_SECTORS; k++) {
        if (output[k] > 0) to[k] += amount * key[k] / total;
    }
    *households(p, stressor) += amount * household_key / total;
}

static void place_one(const placing *p, int64_t stressor, double amount, int64_t sector) {
    double key[OECD_SECTORS] = {0};
    key[sector] = 1;
    place(p, stressor, amount, key, 0, sector);
}

static void place_transport(const placing *p, int64_t stressor, double amount, const selat_oecd_keys *keys) {
    double h = keys->households_transport, half = (1 - h) * amount / 2;
    *households(p, stressor) += h * amount;
    place(p, stressor, half, keys->carriers, 0, OECD_H49);
    place(p, stressor, half, keys->own_transport, 0, OECD_H49);
}

static void place_processes(const placing *p, int gas, int64_t stressor, double amount, const selat_oecd_keys *keys) {
    if (gas == EDGAR_F_GASES) {
        double buildings = FLUORINATED_BUILDINGS * amount;
        place(p, stressor, buildings, keys->buildings, keys->buildings_households, OECD_O);
        place(p, stressor, amount - buildings, keys->fluorinated, 0, OECD_C20);
    } else if (gas == EDGAR_N2O) {
        place(p, stressor, amount, keys->nitrous, 0, OECD_C20);
    } else {
        place(p, stressor, amount, keys->process, 0, OECD_C23);
    }
}

static void place_sector(const placing *p, int gas, int sector, double amount, const selat_oecd_keys *keys) {
    int64_t q = stressor_of(gas, sector);
    switch (sector) {
    case EDGAR_POWER: place_one(p, q, amount, OECD_D); break;
    case EDGAR_INDUSTRIAL_COMBUSTION: place(p, q, amount, keys->industrial, 0, OECD_C31T33); break;
    case EDGAR_BUILDINGS: place(p, q, amount, keys->buildings, keys->buildings_households, OECD_O); break;
    case EDGAR_TRANSPORT: place_transport(p, q, amount, keys); break;
    case EDGAR_PROCESSES: place_processes(p, gas, q, amount, keys); break;
    case EDGAR_FUEL_EXPLOITATION:
        place(p, q, amount, gas == EDGAR_CO2 ? keys->exploitation_co2 : keys->exploitation, 0, OECD_D);
        break;
    case EDGAR_AGRICULTURE: place_one(p, q, amount, OECD_A01); break;
    case EDGAR_WASTE: place_one(p, q, amount, OECD_E); break;
    }
}

/* International aviation and shipping belong to nobody's territory: by exports of the carrying sector. */
static void place_bunkers(const selat_oecd_data *data, int gas, const double *amounts, int64_t sector,
                          selat_table *table) {
    int64_t R = data->regions.count;
    double total = 0;
    for (int64_t n = 0; n < R; n++) total += selat_oecd_exports(data, n, sector);
    for (int64_t n = 0; n < R; n++) {
        double share = selat_oecd_exports(data, n, sector) / total;
        for (int e = 0; e < EDGAR_SECTORS; e++) {
            table->stressor[(stressor_of(gas, e) * R + n) * OECD_SECTORS + sector] += amounts[e] * share;
        }
    }
}

static selat_status describe(selat_context *context, selat_table *table) {
    for (int64_t q = 0; q < OECD_STRESSORS; q++) {
        TRY(selat_table_set_text(context, "Mt CO2e (AR5 GWP-100)", &table->stressor_units[q]));
        TRY(selat_table_set_text(context, selat_oecd_stressor_gases[q], &table->stressor_gases[q]));
        bool combustion = strstr(selat_oecd_stressors[q], "combustion") != NULL;
        table->stressor_drivers[q] = combustion ? SELAT_DRIVER_FUEL : SELAT_DRIVER_OUTPUT;
    }
    table->fuel_weight[OECD_B05] = 4; /* the industrial key of emissions_keys.c */
    table->fuel_weight[OECD_B06] = 1;
    table->fuel_weight[OECD_C19] = 1;
    table->fuel_weight[OECD_D] = 0.25;
    return SELAT_OK;
}

selat_status selat_oecd_allocate_emissions(selat_context *context, const selat_oecd_data *data,
                                           const selat_edgar *edgar, selat_table *table, selat_oecd_checks *checks) {
    int64_t R = data->regions.count;
    for (int64_t n = 0; n < R; n++) {
        placing p = {data, table, checks, n};
        selat_oecd_keys keys;
        selat_oecd_emission_keys(data, n, &keys);
        for (int gas = 0; gas < EDGAR_GASES; gas++) {
            for (int e = 0; e < EDGAR_SECTORS; e++) {
                place_sector(&p, gas, e, edgar->region[(gas * EDGAR_SECTORS + e) * R + n], &keys);
            }
        }
    }
    for (int gas = 0; gas < EDGAR_GASES; gas++) {
        place_bunkers(data, gas, edgar->aviation[gas], OECD_H51, table);
        place_bunkers(data, gas, edgar->shipping[gas], OECD_H50, table);
    }
    return describe(context, table);
}

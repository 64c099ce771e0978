/* The allocation of EDGAR's emissions to industries and households: keys first, then amounts. */
#ifndef SELAT_IMPORT_OECD_EMISSIONS_H
#define SELAT_IMPORT_OECD_EMISSIONS_H

#include "import/oecd/data.h"

/* The table's stressors: combustion moves with fuel bought, the rest with output. */
enum {
    OECD_CO2_COMBUSTION, OECD_CO2_PROCESS, OECD_CH4_COMBUSTION, OECD_CH4_PROCESS, OECD_N2O_COMBUSTION,
    OECD_N2O_PROCESS, OECD_F_GASES_PROCESS,
    OECD_STRESSORS
};
extern const char *const selat_oecd_stressors[OECD_STRESSORS];
extern const char *const selat_oecd_stressor_gases[OECD_STRESSORS];

/* Weights of purchases by one region's industries and of their output; only ratios matter within one array. */
typedef struct selat_oecd_keys {
    double industrial[OECD_SECTORS];       /* 4 B05 + B06 + C19 + D/4 bought by B07, B08, C10T12 to C31T33, F */
    double buildings[OECD_SECTORS];        /* B05, B06, D bought by services, E, F; A01 to A03 with C19 */
    double buildings_households;           /* the same by households */
    double process[OECD_SECTORS];          /* CO2 and CH4: output of C23, C20, C24A, C24B x 1, .19, .10, .09 */
    double nitrous[OECD_SECTORS];          /* N2O: C20 */
    double fluorinated[OECD_SECTORS];      /* output of C20, C24B, C26, C27 */
    double exploitation_co2[OECD_SECTORS]; /* output of B05, B06, C19 */
    double exploitation[OECD_SECTORS];     /* CH4, N2O: output of B05 x 3, B06, D x .05 */
    double carriers[OECD_SECTORS];         /* domestic sales of H49, H50, H51 */
    double own_transport[OECD_SECTORS];    /* C19 bought by F to T but the carriers */
    double households_transport;           /* households' share of transport, within .3 and .6 */
} selat_oecd_keys;
void selat_oecd_emission_keys(const selat_oecd_data *data, int64_t region, selat_oecd_keys *out);

/* Exports of sector s by region i: flows off the diagonal. */
double selat_oecd_exports(const selat_oecd_data *data, int64_t i, int64_t s);

#endif

/* Data for capture networks of countries: power plants, industrial sites, terminals, stores, costs. Files in data/ccs;
   what is assumed is said in their notes. */
#ifndef SELAT_CCS_H
#define SELAT_CCS_H

#include "selat/context.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct selat_ccs_place {
    char *name, *country;       /* ISO code */
    double longitude, latitude; /* degrees */
} selat_ccs_place;

/* What emits: power plants by fuel, industries. */
typedef struct selat_ccs_kind {
    char *name, *sector;
    double t_per_mwh, load_factor; /* power; NAN otherwise */
    double capture_usd_per_t;      /* at full use, of what is captured */
    double energy_penalty;         /* fraction more fuel for the same output */
    char *source;
} selat_ccs_kind;
typedef struct selat_ccs_plant {
    selat_ccs_place place;
    int64_t kind;
    double capacity_mw;
} selat_ccs_plant;
typedef struct selat_ccs_site {
    selat_ccs_place place;
    int64_t kind;
    double share;               /* of the sector's CO2 in the table */
    char *note;
} selat_ccs_site;
typedef struct selat_ccs_store {
    selat_ccs_place place;
    double capacity_mt;
    int64_t start;
    char *note;
} selat_ccs_store;

/* data/ccs/parameters.csv has the units and sources. */
typedef struct selat_ccs_parameters {
    double crf, discount, life_years, capture_rate, train_mtpa, capital_share, fixed_share;
    double pipe_musd_per_km, pipe_offshore_factor, pipe_detour, pipe_running_share;
    double ship_usd_per_t, ship_usd_per_t_1000km;
    double store_site_musd, store_site_fixed_share, well_mtpa, well_musd, well_fixed_share, store_usd_per_t;
} selat_ccs_parameters;

typedef struct selat_ccs {
    selat_ccs_parameters parameters;
    int64_t n_kinds, n_plants, n_sites, n_terminals, n_stores;
    selat_ccs_kind *kinds;
    selat_ccs_plant *plants;
    selat_ccs_site *sites;
    selat_ccs_place *terminals;
    selat_ccs_store *stores;
} selat_ccs;
void selat_ccs_destroy(selat_context *context, selat_ccs *ccs); /* takes NULL */

#ifdef __cplusplus
}
#endif
#endif

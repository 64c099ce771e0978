/* Emissions of a run: every year with and without the accord, on the baseline pathway (docs/models/pathway.md). */
#ifndef SELAT_EMISSIONS_H
#define SELAT_EMISSIONS_H

#include "selat/accord.h"
#include "selat/draws.h"
#include "selat/pathway.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SELAT_WITHOUT, SELAT_WITH, SELAT_SIDES };

/* One party in one year. Index [SELAT_WITHOUT] and [SELAT_WITH]. */
typedef struct selat_party_emissions {
    double production_mt[SELAT_SIDES];   /* Mt CO2e, households and credits included */
    double consumption_mt[SELAT_SIDES];
    double co2_mt[SELAT_SIDES];          /* CO2 of production, Mt */
    double captured_mt[SELAT_SIDES];
    selat_emission_effects since_last_year[SELAT_SIDES]; /* zero in the first year */
    selat_emission_effects by_accord;    /* from without to with */
    double demand_factor;                /* of the baseline pathway, over the table's year */
    selat_band band[SELAT_SIDES];        /* of production_mt; only where the results have bands */
    selat_band cut_band;                 /* of with - without */
} selat_party_emissions;

/* What one measure does to the emissions of one region, last year: tonnes at the quantities of the solved year. */
typedef struct selat_abatement {
    int64_t measure;  /* position in the accord */
    int64_t region;
    double cut_mt;    /* > 0: less is emitted */
    double cost_usd_per_t; /* NAN: not stated */
} selat_abatement;

typedef struct selat_party_pledges {
    int64_t count;
    selat_pledge_distance *without, *with; /* [count] the same pledges */
} selat_party_pledges;

typedef struct selat_emission_results {
    int64_t n_years, n_parties, n_regions;
    selat_party_emissions *parties;    /* [n_years][n_parties] */
    double *production_mt[SELAT_SIDES];/* [n_years][R] */
    int64_t n_abatement;
    selat_abatement *abatement;        /* cheapest first, those without a cost last */
    selat_party_pledges *pledges;      /* [n_parties]; NULL: no list of pledges */
    bool has_bands;
    double clipped_mt;                 /* capture asked for beyond what is emitted, all years */
    int64_t n_missed;                  /* tonnes given by the pathway for cells that emit nothing */
    selat_leontief_report solver;      /* the worst */
} selat_emission_results;

#ifdef __cplusplus
}
#endif
#endif

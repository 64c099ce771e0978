/* Footprints: who causes an account by production and by consumption. */
#ifndef SELAT_FOOTPRINTS_H
#define SELAT_FOOTPRINTS_H

#include "selat/characterisation.h"
#include "selat/indicator.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What the accounts come to. Regions that consume are the world's selected ones, K. */
typedef struct selat_footprints {
    int64_t n, n_regions, n_sectors, n_consumers;
    double *production;  /* [n][R] by the industries and households of the region */
    double *consumption; /* [n][K] caused anywhere by the region's final demand, and its households directly */
    double *imports;     /* [n][K] of consumption, arising abroad */
    double *exports;     /* [n][K] of the region's production, caused by consumption abroad */
    double *bilateral;   /* [n][R where][K whose], households on the diagonal */
    double *by_product;  /* [n][K][S] consumption by product bought, wherever made; without households' own */
    double *multiplier;  /* [n][R][S] account per million USD of final demand for the industry's product */
} selat_footprints;

/* x = L Y gives all but the last two, m = (I - A')^-1 q those. An account of an industry without output, from which nobody can
   buy, is its own region's consumption. Over all regions consumption adds up to production where rows balance.
   Cost: K columns, and n transposed. */
selat_status selat_footprints_compute(selat_context *context, selat_indicator_world *world, const selat_characterisation *accounts,
                                      selat_footprints *out);
void selat_footprints_clear(selat_context *context, selat_footprints *footprints);

#ifdef __cplusplus
}
#endif
#endif

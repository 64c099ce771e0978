/* How far production stands on others: look-through exposure to suppliers, and what the world loses without one of them.
   Equations: docs/indicators.md. */
#ifndef SELAT_EXPOSURE_H
#define SELAT_EXPOSURE_H

#include "selat/indicator.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- foreign production exposure (Baldwin, Freeman and Theodorakopoulos 2022) ---- */

/* Of all production behind a unit of output of the industries of `region`, the share made by each industry i:
     lookthrough  FPEM  L_ij / sum_i L_ij
     face value   (I + A)_ij / sum_i L_ij
     hidden       the difference
   out [n supplier][S using], NULL: not wanted. NAN in the columns of industries without output. S columns. */
selat_status selat_exposure_matrix(selat_context *context, selat_indicator_world *world, int64_t region,
                                   double *lookthrough, double *face_value, double *hidden);

/* A supplier of a region: how much of the production behind the output of the region's industries it makes. */
typedef struct selat_supplier {
    int64_t region, sector;
    double musd;        /* its output behind the region's production */
    double share;       /* of all foreign output behind it */
    double direct_musd; /* of it, sold to the region's industries directly */
} selat_supplier;
/* The `count` largest foreign suppliers of a selected region, largest first; *found may be fewer. Cost: use_reach. */
selat_status selat_critical_suppliers(selat_context *context, selat_indicator_world *world, int64_t region,
                                      int64_t count, selat_supplier *out, int64_t *found);

/* One input of a region's industries, every product s: where it is made, all rounds counted. */
typedef struct selat_input_exposure {
    double musd;           /* output of product s behind the region's production */
    double foreign_share;  /* of it made abroad */
    double foreign_direct_share; /* of the region's direct purchases of s for production, from abroad */
    double hhi;            /* over all supplying regions, home included, 0 to 1 */
    double foreign_hhi;    /* over foreign regions only; NAN without any */
    int64_t top_region;    /* the largest foreign supplier; -1: none */
    double top_share;      /* its share of the whole */
} selat_input_exposure;
/* out [S] for one selected region. Cost: use_reach. */
selat_status selat_exposure_by_input(selat_context *context, selat_indicator_world *world, int64_t region,
                                     selat_input_exposure *out);

/* ---- hypothetical extraction (Dietzenbacher, van Burken and Kondo 2019; Miller and Lahr 2001) ---- */

/* What the world loses without some industries: they sell and buy nothing, also not to final use, and nobody replaces them. */
typedef struct selat_extraction {
    double output_musd, value_added_musd; /* lost in the world, the extracted included */
    double *output_by_region;             /* [R] */
    double *value_added_by_region;        /* [R] */
} selat_extraction;
void selat_extraction_clear(selat_context *context, selat_extraction *extraction);

/* The industries listed: loss = L_.K (L_KK)^-1 x_K. count columns. On failure *out is empty. */
selat_status selat_extract(selat_context *context, selat_indicator_world *world, int64_t count, const int64_t *industries,
                           selat_extraction *out);
/* Everything that `seller` sells to `buyer`, inputs and final goods: loss = L_.a f, (I + A_ab L_ba) f = e_ab. S columns. */
selat_status selat_extract_pair(selat_context *context, selat_indicator_world *world, int64_t seller, int64_t buyer,
                                selat_extraction *out);
/* Output lost in the world without each single industry, from the diagonal of L, out [R][S] million USD, NAN without output or not
   selected. K S columns once for all of them. */
typedef enum selat_extraction_kind {
    SELAT_EXTRACT_FULL_OUTPUT,      /* sum_i L_ij x_j / L_jj */
    SELAT_EXTRACT_FULL_VALUE_ADDED, /* sum_i v_i L_ij x_j / L_jj */
    SELAT_EXTRACT_BACKWARD_OUTPUT,  /* j buys no inputs: (sum_i L_ij - 1) x_j / L_jj */
    SELAT_EXTRACT_FORWARD_OUTPUT    /* j sells no inputs, in Ghosh's world: (sum_k G_jk - 1) x_j / L_jj */
} selat_extraction_kind;
selat_status selat_extract_every(selat_context *context, selat_indicator_world *world, selat_extraction_kind kind,
                                 double *out);

/* ---- supply risk of a raw material (European Commission 2017, methodology for critical raw materials) ---- */

typedef struct selat_supply_risk {
    int64_t n_regions;
    const double *global_share; /* [n] of world supply */
    const double *local_share;  /* [n] of what the buyer sources, at home included */
    const double *governance;   /* [n] World Governance Indicators scaled to 0 (good) .. 10 */
    const double *trade;        /* [n] parameter t, around 1: export restrictions raise it, agreements lower it */
    double import_reliance;     /* 0 .. 1 */
    double recycling;           /* end-of-life recycling input rate, 0 .. 1 */
    double substitution;        /* substitution index SI_SR, 0 .. 1 */
} selat_supply_risk;
/* sum_c share_c^2 governance_c trade_c. */
double selat_weighted_concentration(int64_t n, const double *share, const double *governance, const double *trade);
/* SR = [HHI_global IR/2 + HHI_local (1 - IR/2)] (1 - recycling) substitution; critical from 1.0 (with economic importance
   of 2.8 or more, which is not computed here). */
double selat_supply_risk_value(const selat_supply_risk *of);

#ifdef __cplusplus
}
#endif
#endif

/* The measure `capture`: what it states, the network that meets it, and what that does to the economy year by year. */
#ifndef SELAT_CAPTURE_PLAN_H
#define SELAT_CAPTURE_PLAN_H

#include "selat/capture_network.h"
#include "selat/pathway.h"
#include "selat/trade.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Who counts a stored tonne. */
typedef enum selat_capture_credit { SELAT_CREDIT_SOURCE, SELAT_CREDIT_HOST, SELAT_CREDIT_SPLIT } selat_capture_credit;
const char *selat_capture_credit_name(selat_capture_credit credit);

/* What is bought where, for building and running the network. */
typedef enum selat_capture_spending {
    SELAT_CAPTURE_BUILD, SELAT_CAPTURE_RUN, SELAT_CAPTURE_SHIP, SELAT_CAPTURE_FEE,
    SELAT_CAPTURE_OWN  /* < 0: what the industry would buy with the same money in its usual mix */
} selat_capture_spending;
const char *selat_capture_spending_name(selat_capture_spending spending);

typedef struct selat_capture_purchase {
    int64_t year, buyer, seller, sector;
    selat_capture_spending spending;
    double amount_musd; /* at the table's prices */
} selat_capture_purchase;

typedef struct selat_capture_plan {
    selat_capture_terms terms;
    selat_capture_credit credit;
    double fee_usd_per_t;  /* NAN: what storage costs */
    char *network;         /* folder of a case in place of the network from data/ccs, or NULL */
    char *note;            /* how the search ended, for the report; NULL before it is planned */
    selat_capture_problem *problem;   /* owned; NULL before it is planned */
    selat_capture_solution *solution;
    int64_t first_year, n_years;      /* of the accord */
    int64_t n_sectors;
    double *captured_mt;   /* [n_years][S] from industries of terms.source_region */
    double *penalty_mt;    /* [n_years][S] CO2 of the fuel that capture takes */
    double *paid_musd;     /* [n_years][S] what capture, transport and storage cost the industry */
    double *stored_mt;     /* [n_years] */
    double *fee_musd;      /* [n_years] of which for storage, to terms.store_region */
    double *storage_musd;  /* [n_years] what storage costs there, capital included; the fee's rest is the host's income */
    double *built_musd;    /* [n_years] capital goods bought */
    int64_t n_purchases;
    selat_capture_purchase *purchases; /* [n_purchases] by year */
} selat_capture_plan;
void selat_capture_plan_destroy(selat_context *context, selat_capture_plan *plan); /* takes NULL */

/* Fills what follows from the solved network. `problem` and `solution` become the plan's. Origins of what is bought are
   the table's; equations in docs/models/capture.md, "Back into the economy". */
selat_status selat_capture_plan_fill(selat_context *context, const selat_table *table, int64_t first_year,
                                     int64_t last_year, selat_capture_problem *problem,
                                     selat_capture_solution *solution, selat_capture_plan *plan);

#ifdef __cplusplus
}
#endif
#endif

/* What a measure does beyond tariffs and barriers, as lists that need no knowledge of the measure's kind: purchases, unit
   costs, capital, emissions, duties on carbon. Filled when the accord is read; the shock of a year and the emissions of a
   year are made from them. */
#ifndef SELAT_EFFECTS_H
#define SELAT_EFFECTS_H

#include "selat/pathway.h"
#include "selat/trade.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How an amount follows the years. */
typedef enum selat_timing {
    SELAT_TIMING_PHASED,  /* times the measure's phase */
    SELAT_TIMING_SPENT,   /* the year's part of what is spent evenly over first_year..last_year */
    SELAT_TIMING_RUNNING, /* times the part of the investment that has been spent before the year */
} selat_timing;

typedef struct selat_effect_purchase { /* a purchase in the trade model's sense; < 0: one no longer made */
    int64_t buyer, seller, sector, giver;
    selat_financing financing;
    selat_timing timing;
    bool nominal;        /* current prices: deflated to the table's year */
    double amount_musd;  /* a year; SPENT: over all years */
} selat_effect_purchase;

typedef struct selat_effect_transfer { /* income that one region sends another, capital income for instance */
    int64_t from, to;
    selat_timing timing;
    double amount_musd;  /* a year */
} selat_effect_transfer;

typedef struct selat_effect_cost { /* unit cost times 1 + phase * fraction */
    int64_t region, sector;
    double fraction;
} selat_effect_cost;

typedef struct selat_effect_capital { /* unit cost times K-hat^(-gamma (1 - labour share)), K-hat = 1 + invested / capital */
    int64_t region, sector;
    double capital_musd;   /* of all the measure's sectors together: CFC / 0.06 */
    double invested_musd;  /* all years together */
    bool nominal;
    double capital_share;  /* 1 - labour share of value added */
} selat_effect_capital;

typedef struct selat_effect_emission {
    int64_t region;
    int64_t sector;        /* -1: households */
    int64_t row;           /* stressor */
    double cut;            /* fraction of emissions per output, times the phase */
    double added_mt;       /* Mt a year, times the phase; < 0: avoided */
    double cost_usd_per_t; /* NAN: not stated */
} selat_effect_emission;

/* A price on emissions: t CO2e per USD of what each industry sells, for the region's own producers and at its border. */
typedef struct selat_effect_carbon {
    double price_usd_per_t;
    double response;       /* fraction by which emissions per output fall for every 10 USD/t */
    bool border;           /* duty on the carbon in imports */
    double *own_t_per_usd;    /* [n_regions][n_products] of the measure */
    double *import_t_per_usd; /* [R][n_products], NULL without border */
    bool *exempt;          /* [R] exporters that pay no duty at the border */
} selat_effect_carbon;

typedef struct selat_effects {
    int64_t n_products, *products; /* industries it is about, apart from the measure's, which are traded products */
    int64_t n_purchases, n_transfers, n_costs, n_capital, n_emissions;
    selat_effect_purchase *purchases;
    selat_effect_transfer *transfers;
    selat_effect_cost *costs;
    selat_effect_capital *capital;
    selat_effect_emission *emissions;
    selat_effect_carbon *carbon; /* NULL: none */
    int64_t visitor_host;        /* tourism: whose basket the purchases are, and the amounts they were made from; -1: none */
    int64_t visitor_origin;
    double visitor_musd, visitor_abroad;
} selat_effects;
void selat_effects_destroy(selat_context *context, selat_effects *effects); /* takes NULL */

#ifdef __cplusplus
}
#endif
#endif

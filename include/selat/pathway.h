/* Emission pathways: production- and consumption-based emissions of a table year by year, what moves them, and how far
   they are from a pledge. Equations in docs/models/pathway.md. n region, s product, k industry, q stressor row. */
#ifndef SELAT_PATHWAY_H
#define SELAT_PATHWAY_H

#include "selat/leontief.h"
#include "selat/pathway_data.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What one year changes of a table's quantities and emissions. NULL: nothing of that kind. Everything that a pathway or a
   measure does to emissions enters a run through this: captured tonnes are an input like any other. */
typedef struct selat_emission_change {
    double *demand_factor;    /* [R] final demand over the table's */
    double *input_factor;     /* [R][S k] inputs per output of industry k over the table's, all products alike (the energy
                                 and materials that capture takes) */
    double *intensity_factor; /* [Q][R][S] emissions per output over the table's, before capture */
    double *household_factor; /* [Q][R] what households emit per unit of their demand, over the table's */
    double *captured_share;   /* [Q][R][S] fraction of the emissions before capture that is captured, 0 to 1 */
    double *captured_mt;      /* [Q][R][S] tonnes captured on top of the share, Mt a year, >= 0; at most what is emitted */
    double *added_mt;         /* [Q][R][S] emissions that do not follow output, Mt a year; negative: avoided */
    double *credit_mt;        /* [R] put on the region's production account, Mt a year: who counts a stored tonne; sums to 0 */
} selat_emission_change;

/* Makes the array (filled with `value`) where it is NULL; `array` is one of the change's, `count` its length. */
selat_status selat_emission_change_need(selat_context *context, double **array, int64_t count, double value);
selat_status selat_emission_change_copy(selat_context *context, const selat_table *table,
                                        const selat_emission_change *from, selat_emission_change *out);
void selat_emission_change_clear(selat_context *context, selat_emission_change *change); /* takes a zeroed one */

/* One year's quantities and emissions, Mt CO2e. */
typedef struct selat_emission_year {
    int64_t n_regions, n_sectors, n_rows;
    bool *ghg;              /* [Q] rows in CO2 equivalents: only these are summed below */
    double *output_musd;    /* [R][S] at the table's prices */
    double *purchases_musd; /* [R][S] of product s by region n, all origins */
    double *gross_mt;       /* [Q][R][S] before capture */
    double *captured_mt;    /* [Q][R][S] */
    double *net_mt;         /* [Q][R][S] gross - captured + added */
    double *household_mt;   /* [Q][R] */
    double *production_mt;  /* [R] all gases: industries net, households, credits */
    double *co2_production_mt;
    double *captured_total_mt; /* [R] */
    int64_t n_consumers;    /* regions whose footprint was asked for */
    int64_t *consumers;     /* [n_consumers] */
    double *consumption_mt; /* [n_consumers] all gases, wherever emitted, households included, without credits */
    double clipped_mt;      /* asked to be captured beyond what is emitted: not captured */
    selat_leontief_report solver; /* the worst */
} selat_emission_year;
void selat_emission_year_clear(selat_context *context, selat_emission_year *year); /* takes a zeroed one */

/* The years of one table. With G = demand_factor, phi = input_factor, f = intensity_factor and e the table's emissions per
   output: x = (I - A diag(phi))^-1 sum_n G_n Y_n, gross = f e x, captured = min(gross, share gross + mt), net = gross -
   captured + added, consumption of n = sum (net / x) (I - A diag(phi))^-1 G_n Y_n + households. `consumers` NULL: all R.
   `solver` is of `table` (NULL: made here). Years without input_factor share their solves.
   Cost: one Leontief solve with n_consumers + n_years columns, and one of its own for every year with input_factor.
   Errors: a factor that is not finite or negative. */
selat_status selat_emission_years(selat_context *context, const selat_table *table, selat_leontief *solver,
                                  int64_t n_years, const selat_emission_change *changes, int64_t n_consumers,
                                  const int64_t *consumers, double tolerance, selat_emission_year *out);

/* Production emissions [R] of given quantities output_musd[R][S] under a change, Mt CO2e: the account production_mt of a
   year without solving for the quantities again. */
void selat_emission_production(const selat_table *table, const double *output_musd, const selat_emission_change *change,
                               double *production_mt);

/* The year's demand growth, intensities and power mix of a pathway as a change of `table` (of pathway->base_year). */
selat_status selat_pathway_change(selat_context *context, const selat_pathway *pathway, const selat_table *table,
                                  int64_t year, selat_emission_change *out);
/* Emissions that an external model gives in tonnes: sets change->intensity_factor (and household_factor) so that the
   year's emissions before capture are the given ones, sharing them among rows and industries as `at` (this change's
   year) has them. `n_missed` counts targets on cells that emit nothing. */
selat_status selat_pathway_meet(selat_context *context, const selat_pathway *pathway, const selat_table *table,
                                int64_t year, const selat_emission_year *at, selat_emission_change *change,
                                int64_t *n_missed);

/* What moved a region's production emissions between two years (or between without and with, in one year). */
typedef struct selat_emission_effects {
    double scale, composition, technique, trade; /* Mt CO2e; their sum is to - from less the change of credits */
} selat_emission_effects;
/* Additive LMDI (Ang 2015, Energy Policy 86, eq. 8), exact: net_nk = M_n (m_nk / M_n) (x_nk / m_nk) (net_nk / x_nk), m_nk the
   region's purchases of product k, M_n their sum: scale, composition, trade, technique. Households: scale and technique.
   A cell that is zero or negative on one side counts as technique where it produces on both, otherwise as trade. */
void selat_emission_decompose(const selat_emission_year *from, const selat_emission_year *to, int64_t region,
                              selat_emission_effects *out);

/* A pledge in one year: where it is, and how far the region's emissions are above it. */
typedef struct selat_pledge_distance {
    int64_t pledge;       /* position in the list */
    bool comparable;      /* false: the baseline, the base year or the peak it counts from is not known here */
    double target_mt;     /* Mt CO2e in the target year, without land use */
    double emissions_mt;  /* of the target year, or the last year of the series before it */
    double distance_mt;   /* emissions - target: > 0 means short of the pledge */
    int64_t year;         /* of emissions_mt */
    const char *caveat;   /* static text; NULL: none */
} selat_pledge_distance;
/* The pledges of `region` against its emissions series_mt[n_years] from first_year on. gdp_factor[n_years]: real GDP over
   the table year's (intensity pledges); NULL: 1. `out` has room for pledges->count; *count are filled. */
void selat_pledge_distances(const selat_pledges *pledges, const char *region, int64_t first_year, int64_t n_years,
                            const double *series_mt, const double *gdp_factor, selat_pledge_distance *out,
                            int64_t *count);

#ifdef __cplusplus
}
#endif
#endif

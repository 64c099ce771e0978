/* Facts and assumptions about the years ahead that stand beside a table: pathways of demand and intensity, pledges, the
   baskets of visitors. pathway_load.h reads them. */
#ifndef SELAT_PATHWAY_DATA_H
#define SELAT_PATHWAY_DATA_H

#include "selat/table.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum selat_pathway_kind {
    SELAT_PATHWAY_DEMAND_RATE,    /* growth of final demand a year, fraction, from `year` on */
    SELAT_PATHWAY_DEMAND,         /* final demand over the table's, linear between the years given */
    SELAT_PATHWAY_INTENSITY_RATE, /* change of emissions per output a year, fraction, from `year` on */
    SELAT_PATHWAY_INTENSITY,      /* emissions per output over the table's, linear between the years given */
    SELAT_PATHWAY_EMISSIONS,      /* Mt CO2e a year, linear between the years given, outside them none */
    SELAT_PATHWAY_POWER           /* share of a fuel in power generation, linear between the years given */
} selat_pathway_kind;
/* "demand_rate", "demand", ... */
const char *selat_pathway_kind_name(selat_pathway_kind kind);

typedef struct selat_pathway_row {
    selat_pathway_kind kind;
    int64_t region;  /* position in the table */
    int64_t sector;  /* -1: all industries and households; SELAT_PATHWAY_HOUSEHOLDS: households only */
    int64_t fuel;    /* POWER: position among selat_pathway_fuels; otherwise -1 */
    const char *gas; /* into `gases`; NULL: all */
    int64_t year;
    double value;
    int64_t line;    /* in the file */
} selat_pathway_row;
enum { SELAT_PATHWAY_HOUSEHOLDS = -2 };

typedef struct selat_pathway {
    char *name, *source;
    int64_t base_year;  /* of the table: rates count from the year after it, factors are 1 in it */
    int64_t n_rows;
    selat_pathway_row *rows; /* sorted by kind, region, sector, gas, fuel, year */
    char *gases;             /* room for the rows' gas names */
} selat_pathway;
void selat_pathway_clear(selat_context *context, selat_pathway *pathway);

/* Fuels of a power mix and what they emit, t CO2 per MWh of power (docs/models/pathway.md). */
typedef struct selat_power_fuel {
    const char *name;
    double t_per_mwh;
} selat_power_fuel;
const selat_power_fuel *selat_pathway_fuels(int64_t *count);

typedef enum selat_pledge_type {
    SELAT_PLEDGE_ABSOLUTE, /* percent below base_year's emissions, or a level in Mt */
    SELAT_PLEDGE_INTENSITY,/* percent below base_year's emissions per GDP */
    SELAT_PLEDGE_BASELINE, /* percent below a stated business-as-usual level of the target year */
    SELAT_PLEDGE_PEAK,     /* Mt below the peak of the series */
    SELAT_PLEDGE_NET_ZERO
} selat_pledge_type;
const char *selat_pledge_type_name(selat_pledge_type type);

typedef struct selat_pledge {
    char *region;          /* code */
    int64_t year;
    selat_pledge_type type;
    bool conditional;      /* on support from abroad or on others' action */
    double cut_percent;    /* NAN where a level is pledged */
    int64_t base_year;     /* 0: none */
    double base_mt;        /* NAN: the pledge's own base-year emissions or business-as-usual level, as it states them */
    double target_mt;      /* NAN: the level that the pledge itself states */
    double peak_low_mt, peak_high_mt; /* NAN; PEAK: cut below the peak */
    bool economy_wide;     /* coverage */
    bool land_use;         /* land use, land-use change and forestry counted in it */
    bool verified;         /* held against the document named in `source` */
    char *statement;       /* one line in words */
    char *source;
} selat_pledge;
typedef struct selat_pledges {
    int64_t count;
    selat_pledge *pledges;
} selat_pledges;
void selat_pledges_clear(selat_context *context, selat_pledges *pledges);

/* What non-residents buy in each region, by product: the basket of visitors. */
typedef struct selat_visitors {
    char *source;
    int64_t n_regions, n_sectors;
    double *spending_musd; /* [R][S] purchaser of all origins, million USD of the table's year; 0 where not known */
} selat_visitors;
void selat_visitors_clear(selat_context *context, selat_visitors *visitors);

#ifdef __cplusplus
}
#endif
#endif

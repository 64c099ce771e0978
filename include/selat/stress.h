/* What an accord is tested against (`stress:`), and what its clauses prepare (`stockpile`, `priority`, `standby`,
   `preparedness`): typed entries of the accord file, and what a run finds. Docs: docs/models/disruption.md. */
#ifndef SELAT_STRESS_H
#define SELAT_STRESS_H

#include "selat/disruption.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- in the accord ---- */

typedef enum selat_stress_kind {
    SELAT_STRESS_OUTAGE, /* capacity of `products` in `regions` falls by `loss` for `days` */
    SELAT_STRESS_LANE,   /* `gates` close for `days` */
    SELAT_STRESS_CHAIN,  /* `chain`: a country (`regions`) or a stage of a staged chain stops */
    SELAT_STRESS_FIRM    /* `firms`: a firm of a firm-level network fails */
} selat_stress_kind;
/* "outage", "lane", "chain", "firm" */
const char *selat_stress_kind_name(selat_stress_kind kind);

typedef struct selat_stress {
    selat_stress_kind kind;
    int64_t line;          /* in the file */
    char *name;            /* unique in the accord */
    char *text;            /* one readable line */
    char *label, *source, *assumed; /* as of measures, or NULL */
    int64_t n_regions, *regions, n_products, *products;
    double loss;           /* fraction */
    int64_t days, recovery_days;
    selat_recovery path;
    bool redirect;         /* orders go to origins with spare capacity */
    char *gates;           /* lane: names with commas between them */
    char *chain, *stage;   /* chain: "chips", "minerals" or a folder; a stage, input or mineral of it, or NULL */
    char *firms, *firm;    /* firm: an edge list, relative to the accord file; which firm fails */
    double probability;    /* that it happens in a year, fraction; NAN: not given */
} selat_stress;

typedef enum selat_clause_kind {
    SELAT_CLAUSE_STOCKPILE, SELAT_CLAUSE_PRIORITY, SELAT_CLAUSE_STANDBY, SELAT_CLAUSE_PREPAREDNESS
} selat_clause_kind;
const char *selat_clause_kind_name(selat_clause_kind kind);

/* A resilience measure: leaves the economy as it is and changes what a stress does to it. */
typedef struct selat_clause {
    selat_clause_kind kind;
    int64_t line;
    char *text;
    char *label, *source, *assumed;
    int64_t n_regions, *regions, n_products, *products; /* stockpile, standby; priority: products */
    int64_t supplier, buyer;  /* priority */
    double days;              /* stockpile: of use, on top; preparedness: length with the accord */
    double capacity, share;   /* standby, priority: fractions */
    int64_t stress;           /* preparedness: position in the accord's stresses; -1 otherwise */
    double cost_musd;         /* a year; NAN: not given */
} selat_clause;

/* ---- what a run finds ---- */

/* One region under one stress, over the days simulated. */
typedef struct selat_stress_region {
    double income_loss_musd;  /* value added not earned */
    double output_loss_musd;
    double final_unmet_musd;
    double lowest_share;      /* of daily output */
    int64_t recovery_day;     /* days from the start of the stress until output stays at recovered_share; 0: never below it;
                                 -1: not within the days simulated */
} selat_stress_region;

/* One run of the disruption model. */
typedef struct selat_stress_side {
    selat_stress_region *regions; /* [R] */
    selat_stress_region world;
    double *income_loss_by_industry_musd; /* [R][S] */
    double clipped_musd;
    int64_t n_days;               /* simulated */
} selat_stress_side;

/* Settings of the model: the headline, and those that the bands are made of. */
typedef enum selat_stress_setting {
    SELAT_SETTING_HALF,           /* half critical, orders as the stress says: the headline */
    SELAT_SETTING_STRONGLY, SELAT_SETTING_WEAKLY,
    SELAT_SETTING_OTHER_ORDERS,   /* half critical, the other rule of orders */
    SELAT_SETTING_LITTLE_STOCK, SELAT_SETTING_MUCH_STOCK, /* half critical, ordinary stock halved, doubled */
    SELAT_STRESS_SETTINGS
} selat_stress_setting;
const char *selat_stress_setting_name(selat_stress_setting setting);

typedef struct selat_stress_outcome {
    int64_t stress;               /* position in the accord */
    selat_stress_side before[SELAT_STRESS_SETTINGS]; /* without the accord */
    selat_stress_side after[SELAT_STRESS_SETTINGS];  /* with it */
    selat_stress_side trade_only; /* headline setting: its other measures, none of its clauses of resilience; empty in a quick answer
                                     where clauses count */
    selat_stress_side *alone;     /* [clauses] headline setting: its other measures and this clause; empty where it cannot matter */
} selat_stress_outcome;

/* If a supplier stops, who loses. */
typedef struct selat_critical_supplier {
    int64_t region, product;
    double exposure_musd;         /* what the parties' industries buy of it a year, critical and important inputs */
    double *income_loss_musd;     /* [parties] */
    double world_income_loss_musd;
} selat_critical_supplier;

typedef struct selat_stress_results {
    int64_t n_stresses, n_clauses, n_regions, n_sectors;
    int64_t n_settings;           /* 1 where the run has no draws: the headline only, no bands; else SELAT_STRESS_SETTINGS */
    bool quick;                   /* no draws: no clause alone, no suppliers */
    selat_stress_outcome *stresses;
    int64_t n_suppliers;          /* at most 20, the largest loss to the parties first */
    selat_critical_supplier *suppliers;
    selat_outage supplier_outage; /* what the matrix assumes of each */
    int64_t supplier_days;        /* simulated for it */
    double *base_income_musd;     /* [R] value added a year, table before */
    selat_disruption_options options; /* of the headline */
    double critical_share;
    selat_disruption_notes notes; /* of the table before */
    bool same_table;              /* no measure changes trade: the table after is the one before */
} selat_stress_results;

/* The loss in million USD that the accord avoids in `region` (-1: the world) under a setting: before less after. */
double selat_stress_avoided_musd(const selat_stress_outcome *outcome, selat_stress_setting setting, int64_t region);

/* The loss that one clause alone avoids in `region`, headline setting. */
double selat_stress_alone_musd(const selat_stress_outcome *outcome, int64_t clause, int64_t region);

#ifdef __cplusplus
}
#endif
#endif

/* An accord through models and indicators, year by year. */
#ifndef SELAT_RUN_H
#define SELAT_RUN_H

#include "selat/accord.h"
#include "selat/draws.h"
#include "selat/emissions.h"
#include "selat/footprint.h"
#include "selat/indicator_changes.h"
#include "selat/stress.h"
#include "selat/party_lanes.h"
#include "selat/welfare.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One region in one year, with the accord against the baseline of that year. */
typedef struct selat_region_outcome {
    double wage_hat, consumer_price_hat, real_wage_hat, income_hat, real_income_hat;
    double spending_musd;           /* base final spending I */
    double ev_musd, ev_percent;     /* equivalent variation: I (I-hat/P-hat - 1), and as % of I */
    double ev_per_head_usd;         /* NAN without population */
    double terms_of_trade_percent, volume_of_trade_percent; /* first order, % of base spending */
    double tariff_revenue_base_musd, tariff_revenue_new_musd;
    double gdp_musd;                /* of the table */
    double duty_percent_of_gdp;     /* implied by the base rates */
    double labour_income_base_musd, labour_income_new_musd; /* nominal */
    double real_labour_income_percent;
    double exports_base_musd, exports_new_musd, imports_base_musd, imports_new_musd; /* without tariffs */
    double ghg_production_base_mt, ghg_production_new_mt;   /* Mt CO2e */
    double ghg_consumption_base_mt, ghg_consumption_new_mt;
    double co2_production_base_mt, co2_production_new_mt;
} selat_region_outcome;

/* A capacity measure that gives an output, in one year. Not reaching it is a result. */
typedef struct selat_output_target {
    int64_t measure;       /* position in the accord */
    double amount_musd;    /* asked for: volume at the table's prices, on top of reference_musd */
    double reference_musd; /* with the accord's other measures */
    double reached_musd;   /* on top of reference_musd */
    double productivity;   /* fraction, common to its industries: what it takes */
    int64_t solves;        /* of the trade model, for all targets of the year together */
    bool converged;        /* within 1e-9 of the output */
} selat_output_target;

typedef struct selat_year_outcome {
    int64_t year;
    int64_t same_as;                /* year whose identical solution this is, or the year itself */
    bool has_overlay;
    selat_trade_report overlay_solver; /* the worst of the overlays' solves */
    selat_trade_report solver;
    selat_leontief_report footprint_solver; /* the worse of before and after */
    selat_region_outcome *regions;  /* [R] */
    double *duty_base_musd, *duty_new_musd; /* [R importer][R exporter] */
    int64_t n_targets;
    selat_output_target *targets;   /* [n_targets] */
} selat_year_outcome;

/* Flows and output of the last year, before and after. */
typedef struct selat_detail {
    double *flow_base_musd, *flow_new_musd;     /* [S][R n][R i] without tariffs, domestic sales on the diagonal */
    double *tariff_base, *tariff_new;           /* [S][R n][R i] fraction */
    double *output_base_musd, *output_new_musd; /* [R][S] value */
    double *volume_hat;                         /* [R][S] output hat / cost hat; 1 where there is no output */
    selat_indicator_changes indicators;         /* of the parties; none where the year did not converge */
} selat_detail;

/* The result without the product that contributes most, for one party, last year. */
typedef struct selat_without_product {
    int64_t region;
    int64_t product;       /* -1: no measure but purchases touches a product */
    double without_ev_musd, without_ev_percent; /* the accord without that product */
} selat_without_product;

/* The last year again with the C10T12 base rate of the parties that exceed the cap held at it. */
typedef struct selat_capped {
    double cap;             /* fraction */
    int64_t n_importers;    /* 0: nothing to cap */
    int64_t *importers;     /* parties whose rate on another party exceeds it */
    double *rates;          /* the highest such rate of each */
    double *ev_musd, *ev_percent; /* [parties] the result with the cap */
    selat_trade_report solver;
} selat_capped;

/* Purchases through Leontief: the answer if capacity were idle. Never added to the other results. */
typedef struct selat_idle_capacity {
    double purchases_musd;     /* at the table's prices; 0: the accord has none, the rest is then zero */
    double output_musd;        /* world */
    double *value_added_musd;  /* [R] */
    selat_leontief_report solver;
} selat_idle_capacity;

typedef struct selat_run_inputs {
    const selat_accord *accord;
    const selat_table *table;
    const selat_tariffs *tariffs;
    const selat_elasticities *elasticities;
    const selat_country *countries; /* [R] */
    int64_t n_sources;              /* other published elasticities, for the draws: selat_dataset_published */
    const selat_elasticities *sources;
    const selat_pathway *pathway;   /* of emissions without the accord; NULL: every year is the table's */
    const selat_pledges *pledges;   /* NULL: none */
    const selat_sea *sea;           /* NULL: nothing is said about lanes */
    const struct selat_run_chains *chains; /* chain_run.h; NULL: none */
    bool economy_only; /* years[] alone: nothing left out, capped, split, stressed or drawn, no pathway, no lanes; detail empty */
} selat_run_inputs;

typedef struct selat_results {
    selat_run_inputs inputs;       /* borrowed */
    selat_economy *economy;        /* the calibrated base before overlays */
    selat_table *zero_deficit_table; /* its table where deficits are zero; NULL otherwise: it is the inputs' */
    int64_t n_years;
    selat_year_outcome *years;
    selat_detail last;
    selat_without_product *without;/* [parties] */
    double *without_measure_musd;  /* [measures][parties] equivalent variation of the last year without that measure */
    selat_capped capped;
    selat_idle_capacity idle;
    selat_welfare_split *welfare;  /* last year, the parties detailed; NULL where the year did not converge */
    selat_diversion *diversion;    /* [parties][S] last year; NULL likewise */
    selat_draws *draws;            /* NULL: none asked for */
    selat_stress_results *stress;  /* last year; NULL: the accord has no stress tests, or the year did not converge */
    selat_emission_results *emissions; /* every year; NULL where the table has no greenhouse gases */
    selat_party_lanes *lanes;      /* NULL without inputs.sea */
    double seconds;
} selat_results;

/* The regions whose content counts as originating in a flow, member [R]; `measure` NULL: PARTIES are the pair. */
void selat_origin_zone(selat_cumulation cumulation, const selat_groups *groups, const selat_labels *regions,
                       const selat_measure *measure, int64_t exporter, int64_t importer, bool *member);
/* Gives every tariff measure (also the overlays') without a `utilisation` of its own the origin meter's, flow by flow,
   and notes its mean by trade. After selat_accord_check_tariffs. One Leontief solve with R columns, where one is needed. */
selat_status selat_run_meter_origin(selat_context *context, selat_accord *accord, const selat_table *table,
                                    const selat_groups *groups);

/* Borrows everything in `inputs`; the caller keeps it alive as long as the results. Errors as the models'; a year that
   does not converge is a result. */
selat_status selat_run(selat_context *context, const selat_run_inputs *inputs, selat_results **out);
void selat_results_destroy(selat_context *context, selat_results *results); /* takes NULL */
/* True when every solve of every year converged. */
bool selat_results_converged(const selat_results *results);

#ifdef __cplusplus
}
#endif
#endif

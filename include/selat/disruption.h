/* Disruption: day by day, an economy whose industries hold stocks, order, ration and run short (docs/models/disruption.md).

   Two behaviours. `partially binding` (Pichler and others 2022, extended to many regions): orders follow demand, a stock
   binds production below one day of use, and how much depends on how critical the input is. `adaptive` (ARIO, Hallegatte
   2008, 2014, as in BoARIO): production is cut as soon as a stock falls below psi of its target.

   R regions, S sectors, N = R S industries f = (region, sector), region first. Stocks are kept by product (all origins
   together) and user; orders by product are split over origins. Money is million USD, flows are per day: yearly / 365. */
#ifndef SELAT_DISRUPTION_H
#define SELAT_DISRUPTION_H

#include "selat/table.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- the economy that is disrupted ---- */

/* Yearly flows, borrowed while a base is made of them. Exactly one of trade_share (factored), flow_musd (dense) and
   cell_musd (sparse). */
typedef struct selat_disruption_flows {
    int64_t n_regions, n_sectors;
    const double *output_musd;  /* [R][S] */
    const double *trade_share;  /* factored: [S][R n][R i] origin shares */
    const double *use_musd;     /* factored: [R n][S s][S k] */
    const double *final_musd;   /* factored: [R n][S s] all origins, not negative */
    const double *flow_musd;    /* dense: [N supplier][N user]; borrowed for the life of the base */
    const int64_t *row_start;   /* sparse: [N + 1] cells by supplier, borrowed likewise */
    const int32_t *cell_column; /* sparse: user, ascending within a row */
    const double *cell_musd;    /* sparse */
    const double *final_by_origin_musd; /* dense and sparse: [N supplier][R n], not negative */
    const double *criticality;  /* [S product][N user] 1 critical, 0.5 important, 0 not critical */
} selat_disruption_flows;

typedef struct selat_disruption_base selat_disruption_base;

/* What was changed to make a base, and what a result must say. */
typedef struct selat_disruption_notes {
    int64_t n_negative;         /* cells of final demand (region x product) below zero, taken as zero */
    double negative_musd;       /* their sum, yearly; the users of that product are scaled to the same purchases */
    int64_t n_critical, n_important, n_other; /* cells of use by how they are rated */
    int64_t n_zero_output;      /* industries without output */
    double output_gap;          /* sum |output given - what is bought| / sum: base output is what is bought */
} selat_disruption_notes;

/* Factored: keeps 2 S N + S R^2 numbers, never an industry x industry matrix. Full: keeps the caller's flows in place
   and 2 S N numbers. Errors: sizes, numbers that are not finite, negative flows. */
selat_status selat_disruption_base_create(selat_context *context, const selat_disruption_flows *flows,
                                          selat_disruption_base **out);
/* From a table, with inputs rated by selat_disruption_rate. Negative final demand of a region and product is taken as zero
   and the users of the product are scaled, so that each industry still sells what it makes. A full table's flows are
   borrowed: the table must outlive the base; there the negative final demand of a region for one supplier's product is taken
   as zero, and that supplier's base output grows by it. */
selat_status selat_disruption_base_of_table(selat_context *context, const selat_table *table, double critical_share,
                                            selat_disruption_base **out);
void selat_disruption_base_destroy(selat_context *context, selat_disruption_base *base); /* takes NULL */
selat_disruption_notes selat_disruption_base_notes(const selat_disruption_base *base);

/* Which inputs are critical, by sector codes as in ISIC Rev. 4, where no survey says so: a buyer in A-F has critical inputs
   of goods (A-C) worth at least `critical_share` of its intermediate cost, and D; important are other goods, E, H49-H52,
   J61, J62_63. A buyer in G-T has critical D and J61 and important J62_63. The rest is not critical. `use_musd`
   [R n][S s][S k]; `out` [S product][R][S k]. Cost: one pass over use. */
void selat_disruption_rate(const selat_labels *sectors, int64_t n_regions, const double *use_musd,
                           double critical_share, double *out);

/* ---- behaviour ---- */

typedef enum selat_behaviour { SELAT_PARTIALLY_BINDING, SELAT_ADAPTIVE } selat_behaviour;

/* How stocks limit production in the partially binding behaviour; h is the stock in days of base use, limits are shares
   of base output: critical h; important: strongly h, half (h + 1) / 2, weakly none; leontief: every input h; linear: all
   inputs together, sum of stocks / sum of uses. */
typedef enum selat_binding {
    SELAT_BINDING_HALF, SELAT_BINDING_STRONGLY, SELAT_BINDING_WEAKLY, SELAT_BINDING_LEONTIEF, SELAT_BINDING_LINEAR
} selat_binding;

typedef struct selat_disruption_options {
    selat_behaviour behaviour;
    selat_binding binding;     /* partially binding only */
    bool redirect;             /* orders go to origins by base share x spare capacity; otherwise by base share */
    bool firms_first;          /* industries' orders are served before final demand; otherwise all alike */
    int64_t days;              /* steps simulated, from day 0 */
    double inventory_days;     /* n: target stock, days of base use */
    double restock_days;       /* tau: days to close a gap to the target */
    double psi;                /* adaptive: share of the target below which a stock binds */
    double overproduction;     /* largest capacity relative to base, 1: none */
    double overproduction_days;/* to reach it under full scarcity */
    double recovered_share;    /* of base output: at or above it a region counts as recovered */
    double settle_tolerance;   /* > 0: stop once all shocks are over and demand is within this share of base output */
    bool keep_industries;      /* keep daily production and capacity of every industry (2 N numbers a day) */
} selat_disruption_options;
/* Partially binding, half, redirected, 365 days, n 15, tau 20, no overproduction, 99 %. Adaptive: also psi 0.8,
   overproduction to 1.25 in 365 days. */
selat_disruption_options selat_disruption_defaults(selat_behaviour behaviour);
const char *selat_behaviour_name(selat_behaviour behaviour);
bool selat_behaviour_parse(const char *name, selat_behaviour *out);
const char *selat_binding_name(selat_binding binding);
bool selat_binding_parse(const char *name, selat_binding *out);

/* ---- shocks and what is prepared against them ---- */

/* How a loss goes away over recovery_days; e = 1 .. recovery_days days after the last full one, z = e / recovery_days. */
typedef enum selat_recovery {
    SELAT_RECOVERY_LINEAR,  /* 1 - z */
    SELAT_RECOVERY_FAST,    /* (1 - z)^2: most of it early */
    SELAT_RECOVERY_SLOW     /* 1 - z^2: most of it late */
} selat_recovery;
const char *selat_recovery_name(selat_recovery path);
bool selat_recovery_parse(const char *name, selat_recovery *out);

/* Capacity lost by one industry: `loss` on days first_day .. first_day + days - 1, then along the path. Losses of several
   entries on one industry multiply: 1 - (1 - a)(1 - b). */
typedef struct selat_outage {
    int64_t region, product;
    double loss;               /* fraction of capacity */
    int64_t first_day, days, recovery_days;
    selat_recovery path;
    const double *profile;     /* [n_profile] instead: the loss on each day from first_day on; NULL: as above */
    int64_t n_profile;
} selat_outage;

/* Damage that is rebuilt: extra final demand of `region` for `product`, amount / days a day of what is left, until done. */
typedef struct selat_rebuild {
    int64_t region, product;
    double amount_musd;        /* to be bought in all */
    int64_t first_day;
    double days;               /* time constant, at least 1 */
} selat_rebuild;

/* A closed passage. Of product s from i to n the part sea_share goes by sea, and of that `arriving` arrives on day `day`
   (0: the first) of the closure; after `days` everything does. Orders and final demand that cannot be shipped are not
   filled; redirected orders go round them. */
typedef struct selat_lane_closure {
    int64_t first_day, days;
    const double *sea_share;       /* [S][R n][R i] 0 to 1 */
    void (*arriving)(const void *user, int64_t day, double *out); /* out [R n][R i] 0 to 1 */
    const void *user;
} selat_lane_closure;

typedef struct selat_stockpile { /* more days of stock of a product held by the users in a region */
    int64_t region, product;
    double days;
} selat_stockpile;
typedef struct selat_standby {   /* capacity in reserve, used when demand exceeds ordinary capacity; hit by outages alike */
    int64_t region, product;
    double capacity;             /* fraction of base output */
} selat_standby;
typedef struct selat_priority {  /* the part `share` of what a buyer asks is served before everybody else */
    int64_t supplier, buyer, product;
    double share;
} selat_priority;

/* Borrowed arrays. */
typedef struct selat_disruption_shock {
    int64_t n_outages, n_rebuilds, n_lanes, n_stockpiles, n_standbys, n_priorities;
    const selat_outage *outages;
    const selat_rebuild *rebuilds;
    const selat_lane_closure *lanes;
    const selat_stockpile *stockpiles;
    const selat_standby *standbys;
    const selat_priority *priorities;
} selat_disruption_shock;

/* ---- the answer ---- */

typedef struct selat_disruption_result {
    int64_t n_regions, n_sectors, n_days; /* n_days: simulated, fewer than asked for when settled */
    double *production_musd;    /* [n_days][R][S]; NULL unless keep_industries */
    double *capacity_musd;      /* [n_days][R][S]; likewise */
    double *output_musd;        /* [n_days][R] */
    double *value_added_musd;   /* [n_days][R] primary inputs: output x (1 - inputs per output) */
    double *final_unmet_musd;   /* [n_days][R buyer] final demand (and rebuilding) asked for and not delivered */
    double *clipped_musd;       /* [n_days][S] use of inputs that were not there: substituted */
    double *base_output_musd;   /* [R] a day */
    double *base_value_added_musd; /* [R] a day */
    double *base_final_musd;    /* [R] a day */
    /* over all days simulated */
    double *lost_output_musd;   /* [R][S] */
    double *lost_value_added_musd; /* [R][S] */
    double *lowest_share;       /* [R] of base output, worst day */
    int64_t *lowest_day;        /* [R] */
    int64_t *recovery_day;      /* [R] first day from which output stays at recovered_share; 0: never below; -1: not within n_days */
    double world_lowest_share;
    int64_t world_lowest_day, world_recovery_day;
    double lost_output_total_musd, lost_value_added_total_musd, final_unmet_total_musd, clipped_total_musd;
    int64_t first_shock_day;    /* the earliest first_day */
    bool settled;               /* ended before options->days because everything was back */
} selat_disruption_result;

/* Runs the days. Nothing is allocated inside the loop of days. Cost per day: factored, one pass over S R^2 shares and one
   over S N stocks; full, one pass over the flows. With several threads the products of a full table are shared out; the
   result does not depend on how many. Errors: SELAT_BAD_INPUT for positions, shares and days out of range. */
selat_status selat_disruption_run(selat_context *context, const selat_disruption_base *base,
                                  const selat_disruption_shock *shock, const selat_disruption_options *options,
                                  selat_disruption_result **out);
void selat_disruption_result_destroy(selat_context *context, selat_disruption_result *result); /* takes NULL */

#ifdef __cplusplus
}
#endif
#endif

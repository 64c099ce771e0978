/* The session inside the room: what it holds from one solve to the next. */
#ifndef SELAT_LIVE_SESSION_H
#define SELAT_LIVE_SESSION_H

#include "run/run.h"
#include "selat/live.h"
#include "selat/pathway_data.h"

/* Data that accords name; each is loaded once. */
typedef struct live_dataset { /* one of: */
    char *name;
    selat_tariffs tariffs;
    selat_elasticities elasticities;
    selat_pathway pathway;
    struct live_dataset *next;
} live_dataset;

/* A year without the accord, kept while the overlays and the base stay. */
typedef struct live_baseline {
    int64_t year;       /* 0: none */
    int64_t last_used;  /* by selat_live.clock */
    run_baseline of;
    selat_trade_quantities before;
    selat_leontief *leontief;  /* of the table before; NULL: not needed yet */
    selat_footprint footprint; /* likewise */
} live_baseline;
enum { LIVE_BASELINES = 12 };

typedef struct live_slow live_slow; /* slow.h */

struct selat_live {
    selat_context *context;
    const selat_table *table;
    selat_groups groups;
    selat_country *countries; /* [R] */
    selat_pledges pledges;
    selat_visitors visitors;
    run_origin_meter meter;
    selat_capture_plans *plans;
    live_dataset *tariffs, *elasticities, *pathways;

    char *table_name;         /* of the first accord; the others have to name it too */
    selat_accord *accord;
    selat_run_inputs inputs;  /* of `accord` */

    char *base_key, *overlay_key; /* what economy and baselines were made for */
    selat_economy *economy;   /* calibrated; NULL: not made yet */
    selat_table *zero_table;  /* its table where deficits are zero, else NULL */
    live_baseline baselines[LIVE_BASELINES];
    int64_t clock;
    selat_trade_solver *solver; /* on baseline `solver_of` */
    live_baseline *solver_of;

    /* the last solve */
    bool solved;
    selat_live_report report;
    live_baseline *now;
    selat_trade_shock shock;
    selat_trade_result *result;
    selat_trade_quantities after;
    selat_region_outcome *regions; /* [R] */
    double *volume_hat;            /* [R][S] */
    int64_t n_targets;
    selat_output_target *targets;
    double *target_rows;           /* [targets][7] */
    live_slow *slow;
};

/* ---- baselines.c ---- */
/* Text that is the same for accords with the same calibrated base, and with the same base and overlays. */
selat_status live_keys(selat_live *live, const selat_accord *accord, const selat_run_inputs *inputs, char **base, char **overlays);
/* Forgets what other keys were the reason for; takes over both. */
void live_rekey(selat_live *live, char *base, char *overlays);
/* The year's baseline, made where it is not there. Valid until LIVE_BASELINES other years have been asked for. */
selat_status live_baseline_at(selat_live *live, int64_t year, live_baseline **out);
void live_forget(selat_live *live);

/* ---- session.c ---- */
/* Drops the last solve. */
void live_unsolve(selat_live *live);

#endif

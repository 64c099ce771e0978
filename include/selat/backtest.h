/* Backtest: the trade model calibrated to an early year, given the tariffs that followed, held against what happened. */
#ifndef SELAT_BACKTEST_H
#define SELAT_BACKTEST_H

#include "selat/panel.h"
#include "selat/trade.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct selat_backtest_inputs {
    const selat_panel *panel;
    const selat_added_duties *duties;       /* NULL: the panel's rates as they are */
    const selat_table *table;               /* input and value-added shares, any year, of the panel's regions */
    const selat_elasticities *elasticities; /* of the table's sectors */
    int64_t n_theta_sets;                   /* for the band; 0: no band */
    const double *theta_sets;               /* [n_theta_sets][table's S] */
    int64_t n_windows;
    const selat_window *windows;
    const selat_past_events *events;        /* NULL: none */
    selat_deficits deficits;
    double least_musd;                      /* cells with less trade in the first year are left out */
} selat_backtest_inputs;

/* How predicted and actual log changes of expenditure shares go together over cells (importer, exporter, good). */
typedef struct selat_backtest_fit {
    int64_t cells;
    double slope;            /* of actual on predicted: 1 would be right on average, 0 no relation */
    double standard_error;   /* clustered by importer and exporter */
    double r2;               /* squared correlation */
    double explained;        /* 1 - sum (actual - predicted)^2 / sum (actual - mean)^2; negative: worse than no change */
    double rank_correlation; /* Spearman */
    double sign_agreement;   /* share of the cells where neither is 0; .5 is chance where signs are even */
    double coverage;         /* share of cells whose actual change lies in the 90 % band; NAN without one */
} selat_backtest_fit;

typedef enum selat_backtest_sample {
    SELAT_BACKTEST_ALL,
    SELAT_BACKTEST_TREATED,      /* own tariff changed by a point or more */
    SELAT_BACKTEST_CONTROL,      /* the others */
    SELAT_BACKTEST_WITHIN,       /* all, net of importer-product and exporter-product means: difference in differences */
    SELAT_BACKTEST_WITHIN_TRADE, /* the same, weighted with the first year's trade */
    SELAT_BACKTEST_SAMPLES
} selat_backtest_sample;
const char *selat_backtest_sample_name(selat_backtest_sample sample); /* "all", "treated", ... */

enum { SELAT_BACKTEST_BINS = 20 };
typedef struct selat_backtest_window {
    selat_window years;
    int64_t cells, treated, vanished; /* vanished: traded in the first year and not in the last; left out */
    double trade_share;        /* of the world's trade in goods in the first year that the cells hold */
    double sd_predicted, sd_actual;
    double band_width;         /* mean of the 90 % band, log points; NAN without one */
    int64_t clipped_cells;     /* purchases below the inputs that the table's shares ask for */
    double clipped_share;      /* of purchases */
    selat_trade_report solver; /* the worst of all solves */
    selat_backtest_fit fit[SELAT_BACKTEST_SAMPLES];
    double bin_predicted[SELAT_BACKTEST_BINS], bin_actual[SELAT_BACKTEST_BINS]; /* means within, by predicted change */
    int64_t bin_cells[SELAT_BACKTEST_BINS];
} selat_backtest_window;

/* An event's flows against all others, net of importer-product and exporter-product means. */
typedef struct selat_backtest_event {
    int64_t cells;         /* of the event, own tariff changed by a point or more; 0: nothing to see */
    double tariff_change;  /* mean, fraction */
    double predicted, actual, standard_error; /* log points */
    selat_trade_report solver;
} selat_backtest_event;

typedef struct selat_backtest {
    selat_backtest_inputs inputs;  /* borrowed */
    selat_backtest_window *windows; /* [n_windows] */
    selat_backtest_event *events;   /* [inputs.events->count] */
} selat_backtest;

/* Draws of theta for theta_sets, out [n_draws][S], with the distributions and random numbers of a run's draws (docs/models/
   uncertainty.md); `sources`: the other published ones, one of all being drawn. */
selat_status selat_backtest_draw_theta(selat_context *context, const selat_elasticities *elasticities,
                                       int64_t n_sources, const selat_elasticities *sources, int64_t n_draws,
                                       uint64_t seed, double *out);

/* Errors: years the panel lacks, regions that differ, a window that ends before it starts. Cost: one solve per window,
   event and set of theta, about 5 ms each. Results do not depend on the number of threads. */
selat_status selat_backtest_run(selat_context *context, const selat_backtest_inputs *inputs, selat_backtest **out);
void selat_backtest_destroy(selat_context *context, selat_backtest *backtest); /* takes NULL */

#ifdef __cplusplus
}
#endif
#endif

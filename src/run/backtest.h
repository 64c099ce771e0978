/* The backtest's parts, inside the room. */
#ifndef SELAT_RUN_BACKTEST_H
#define SELAT_RUN_BACKTEST_H

#include "selat/backtest.h"

/* The panel's sectors and the table's brought together, once for all windows. */
typedef struct backtest_world {
    const selat_backtest_inputs *inputs;
    int64_t R, S;          /* of the panel */
    int64_t *sector_group; /* [table's S] the panel's sector each belongs to */
    selat_table *table;    /* at the panel's sectors */
    selat_elasticities elasticities; /* at the panel's sectors */
} backtest_world;
selat_status backtest_world_make(selat_context *context, const selat_backtest_inputs *inputs, backtest_world *out);
void backtest_world_clear(selat_context *context, backtest_world *world);
/* Mean over each panel sector's members: by_table [table's S] to out [S]. */
void backtest_by_panel_sector(const backtest_world *world, const double *by_table, double *out);
/* Rates of a year with added duties, [S][R][R]. */
void backtest_rates(const backtest_world *world, int64_t year, double *out);
/* The trade model's base: flows and rates of the year, the table's input and value-added shares. */
selat_status backtest_economy(selat_context *context, const backtest_world *world, int64_t year, const double *rates,
                              selat_economy **out);

/* One window: who is compared, what happened, what the model says. */
typedef struct backtest_cells {
    int64_t count, vanished;
    int64_t *cell;      /* [count] position in [S][R][R] */
    int64_t *importer_product, *exporter_product, *pair; /* [count] groups: s R + n, s R + i, n R + i */
    bool *treated;      /* [count] */
    double *trade;      /* [count] of the first year, million USD */
    double *tariff_change; /* [count] */
    double *actual;     /* [count] log change of the tariff-inclusive expenditure share */
    double trade_share;
} backtest_cells;
selat_status backtest_cells_make(selat_context *context, const backtest_world *world, selat_window window,
                                 const double *rates_from, const double *rates_to, backtest_cells *out);
void backtest_cells_clear(selat_context *context, backtest_cells *cells);

/* ---- statistics; weight NULL: all alike ---- */
/* x less its means by two groupings at once, by turns until nothing moves by more than 1e-10 of the largest |x|. What is
   below 1e-7 of it then is 0: the only flow of a group has nothing to be compared with. */
selat_status backtest_remove_means(selat_context *context, int64_t count, const int64_t *a, const int64_t *b,
                                   int64_t n_groups, const double *weight, double *x);
/* Through the origin: sum w x y / sum w x x, with a standard error clustered by `cluster` (0 .. n_clusters-1). */
selat_status backtest_slope(selat_context *context, int64_t count, const double *weight, const double *x,
                            const double *y, const int64_t *cluster, int64_t n_clusters, double *slope,
                            double *standard_error);
/* All of a fit but coverage. `within`: x and y have no means left and keep none. */
selat_status backtest_fit(selat_context *context, int64_t count, const double *weight, const double *x, const double *y,
                          const int64_t *cluster, int64_t n_clusters, bool within, selat_backtest_fit *out);
/* Positions of x in rising order, equal ones in the order in which they stand. */
selat_status backtest_order(selat_context *context, int64_t count, const double *x, int64_t *order);

#endif

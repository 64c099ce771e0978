/* Trade, duties, output and emissions of a table before and after a shock, without the rest of the table. */
#ifndef SELAT_MODEL_TRADE_QUANTITIES_H
#define SELAT_MODEL_TRADE_QUANTITIES_H

#include "selat/trade.h"

/* One side. Million USD at basic prices, purchases of an accord included. */
typedef struct selat_trade_quantities {
    double *trade_musd;     /* [R importer][R exporter] all products, domestic sales on the diagonal */
    double *duty_musd;      /* [R importer][R exporter] X pi tau / (1 + tau); purchases of an accord pay none */
    double *output_musd;    /* [R][S] */
    double *memo_musd;      /* [W][R][S] */
    double *stressor;       /* [Q][R][S] */
    double *stressor_final; /* [Q][R] */
    double *flow_musd;      /* [S][R importer][R exporter]; NULL where not asked for */
} selat_trade_quantities;

selat_status selat_trade_quantities_create(selat_context *context, const selat_table *table, bool with_flows,
                                           selat_trade_quantities *out);
void selat_trade_quantities_clear(selat_context *context, selat_trade_quantities *quantities); /* takes a zeroed one */
/* Of the table that `economy` was calibrated on. Cost S R^2. */
void selat_trade_quantities_before(const selat_table *table, const selat_economy *economy, selat_trade_quantities *out);
/* The entries of selat_trade_table, for a result without a re-solved base. `solver`: that which has just solved the shock, else
   NULL. Cost S R^2. */
selat_status selat_trade_quantities_after(selat_context *context, const selat_table *table, const selat_economy *economy,
                                          const selat_trade_shock *shock, const selat_trade_result *result,
                                          const selat_trade_solver *solver, selat_trade_quantities *out);

#endif

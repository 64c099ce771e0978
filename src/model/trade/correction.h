/* What a step of the fixed point leaves undone inside a region, done at once: an approximate Newton step. */
#ifndef SELAT_MODEL_TRADE_CORRECTION_H
#define SELAT_MODEL_TRADE_CORRECTION_H

#include "model/trade/internal.h"

typedef struct selat_trade_correction {
    const selat_trade_problem *problem;
    const float *requirement; /* [R][S][S] K: the economy's, or own */
    float *own;
    double *home;       /* [R][S] share bought at home */
    double *elasticity; /* [R][S] fall of output per rise of the producer's own log cost */
    double *response;   /* [R][S] 1 + that elasticity times the own cost's response to own output; NULL: 1 */
    double *output;     /* [R][S] where it is linearised; NULL with response */
    double *price_slope, *output_slope;     /* [R][S] response of log prices and output to the own log wage */
    double *wage_slope;                     /* [R] 1 - that of labour demand */
    float *prices, *outputs, *costs, *uses; /* [S] */
} selat_trade_correction;

/* At the base. */
selat_status selat_trade_correction_init(selat_context *context, const selat_trade_problem *problem,
                                         selat_trade_correction *out);
/* At the base again, for another theta. */
selat_status selat_trade_correction_rebase(selat_context *context, selat_trade_correction *correction);
/* At another point: home share, output and expenditure [R][S], wages [R]. Cost R S^3. */
selat_status selat_trade_correction_refresh(selat_context *context, selat_trade_correction *correction,
                                            const double *home, const double *output, const double *expenditure,
                                            const double *wage_hat);
void selat_trade_correction_clear(selat_context *context, selat_trade_correction *correction);

/* One region. In: how far log prices and output [S] are from what the equations make of them, likewise transfers (all
   new less old), and the log gap of labour demand over supply. Out: the same arrays become the steps to take; returns
   that of the log wage. */
double selat_trade_correct_region(selat_trade_correction *correction, int64_t n, double *price_gap, double *output_gap,
                                  double transfer_gap, double labour_gap, double wage_hat);

#endif

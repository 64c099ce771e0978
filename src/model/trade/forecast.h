/* Where the next solution is expected when one shock follows another along a curve, as behind a slider. */
#ifndef SELAT_MODEL_TRADE_FORECAST_H
#define SELAT_MODEL_TRADE_FORECAST_H

#include "model/trade/internal.h"

enum { SELAT_FORECAST_POINTS = 4 };

typedef struct selat_trade_forecast {
    int64_t length; /* of a state */
    int64_t cells;  /* of a shock: the changes of prices at the border on the flows it touches */
    int64_t count;  /* points held, the latest first */
    double *state[SELAT_FORECAST_POINTS], *shock[SELAT_FORECAST_POINTS]; /* [length], [cells] */
    selat_deficits deficits;
} selat_trade_forecast;

void selat_trade_forecast_clear(selat_context *context, selat_trade_forecast *forecast);
/* Keeps the solution `state` [length] of the problem. Points of another kind of problem are forgotten: other flows or
   deficits, or shocks of more than flows (technology, labour, purchases), of which none is kept. */
selat_status selat_trade_forecast_keep(selat_context *context, selat_trade_forecast *forecast,
                                       const selat_trade_problem *problem, const double *state, int64_t length);
/* What was found at another theta serves no more. */
void selat_trade_forecast_forget(selat_trade_forecast *forecast);
/* The polynomial through the latest points that lie on the straight line from the last shock to this one, in `out`
   [length]. False: there are fewer than two. Cost 4 (length + cells). */
bool selat_trade_forecast_make(const selat_trade_forecast *forecast, const selat_trade_problem *problem, double *out);

#endif

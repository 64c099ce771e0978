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
    double *next_shock;                                                  /* [cells] of the solve that has begun */
    bool begun;
    selat_deficits deficits;
} selat_trade_forecast;

void selat_trade_forecast_clear(selat_context *context, selat_trade_forecast *forecast);
/* What was found at another theta serves no more. */
void selat_trade_forecast_forget(selat_trade_forecast *forecast);
/* A solve begins, of states of a length. Points of another kind of problem are forgotten: of other flows or deficits.
   Shocks of more than flows (technology, labour, purchases), or of very many, are left out. */
selat_status selat_trade_forecast_begin(selat_context *context, selat_trade_forecast *forecast,
                                        const selat_trade_problem *problem, const selat_trade_shock *shock,
                                        int64_t length);
/* The polynomial through the latest points that lie on the straight line from the last shock to this one, in `out`
   [length]. False: there are fewer than two. Cost 4 (length + cells). */
bool selat_trade_forecast_make(const selat_trade_forecast *forecast, double *out);
/* The solve that has begun ended with this solution [length]. */
void selat_trade_forecast_keep(selat_trade_forecast *forecast, const double *state);

#endif

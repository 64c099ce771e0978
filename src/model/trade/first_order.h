/* The two first-order terms of welfare that Caliendo and Parro (2015, equation 16) print, product by product. */
#ifndef SELAT_MODEL_TRADE_FIRST_ORDER_H
#define SELAT_MODEL_TRADE_FIRST_ORDER_H

#include "model/trade/internal.h"

typedef struct selat_trade_first_order {
    double *base_paid, *cost_change, *exports; /* [R] */
} selat_trade_first_order;

selat_status selat_trade_first_order_init(selat_context *context, int64_t n_regions, selat_trade_first_order *out);
void selat_trade_first_order_clear(selat_context *context, selat_trade_first_order *room);
/* Adds product j to result->terms_of_trade and volume_of_trade, in money. `producer` and `power` [R]: T c^-theta and
   P^theta of the product. */
void selat_trade_first_order_add(const selat_trade_problem *problem, int64_t j, const double *producer,
                                 const double *power, selat_trade_first_order *room, selat_trade_result *result);

#endif

/* The search for one equilibrium: what it holds from one step to the next, and from one solve to the next. */
#ifndef SELAT_MODEL_TRADE_SEARCH_H
#define SELAT_MODEL_TRADE_SEARCH_H

#include "model/trade/anderson.h"
#include "model/trade/internal.h"
#include "model/trade/step.h"

typedef struct selat_trade_search {
    selat_trade_step step;
    selat_anderson anderson;
    double *z, *image, *best_z, *best_image; /* states */
    double best, best_at_refresh, damping, last; /* residuals; `last` that of z */
    int64_t since_best, since_refresh;
} selat_trade_search;

/* `lasting`: for many solves, whose steps are kept from one to the next. */
selat_status selat_trade_search_init(selat_context *context, const selat_trade_problem *problem, bool lasting,
                                     selat_trade_search *out);
void selat_trade_search_clear(selat_context *context, selat_trade_search *search);
/* From search->z on. `options` filled. */
selat_status selat_trade_search_run(selat_context *context, selat_trade_search *search,
                                    const selat_trade_problem *problem, const selat_trade_shock *shock,
                                    const selat_trade_options *options, selat_trade_result **out);
/* The defaults in place of zeros. */
selat_trade_options selat_trade_options_filled(const selat_trade_options *options);

#endif

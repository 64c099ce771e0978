/* Tariffs that two regions would set against each other: each one's best rate, and the Nash equilibrium. */
#ifndef SELAT_NASH_H
#define SELAT_NASH_H

#include "selat/trade.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct selat_nash_options {
    selat_deficits deficits; /* these three as in selat_trade_options */
    selat_labour labour;
    bool scale;
    const bool *taxed;    /* [S] products whose rates are set; NULL: all. The others keep their base rates */
    bool by_product;      /* one rate per product; otherwise one for all of them */
    double highest;       /* rates are looked for from 0 to here, fraction; 0: 5 */
    double gain;          /* converged when neither gains more than this part of its real income by a further round; 0: 1e-11 */
    double change;        /* and, with one rate, none moved by more than this, fraction; 0: 1e-4 */
    int64_t max_rounds;   /* 0: 50 */
} selat_nash_options;

typedef struct selat_nash_point { /* what the two levy on each other, and what comes of it */
    double *rate[2];          /* [S] of party 0 on 1's goods, of 1 on 0's; fraction. Base rates where nothing is set */
    double real_income_hat[2]; /* against the base */
    double income_base[2];    /* the money it is a part of */
    selat_trade_report solver;
} selat_nash_point;

typedef struct selat_nash {
    int64_t n_sectors, party[2];
    selat_nash_point status_quo; /* base rates */
    selat_nash_point free_trade; /* 0 on each other */
    selat_nash_point alone[2];   /* party k's best rates while the other keeps its base rates */
    selat_nash_point nash;       /* each the best answer to the other */
    bool converged;
    int64_t rounds, solves, failed_solves; /* of best answers; of the trade model, and those that did not converge */
    double gain, change;         /* of the last round: the largest gain of a party, the largest move of a rate */
    int64_t at_highest;          /* rates that stand at options->highest */
} selat_nash;

/* Best answers in turn, party 0 first, from the base rates: a search without derivatives on each rate, solves started
   from the one before. Not converging is a result. The optimum found is a local one where real income has several peaks
   between the points of the first search (0, 2, 5, 10, 20, 40, 80 %, ...). Errors: a party that is not in the economy,
   the same twice, no product to set rates on.
   Cost: with one rate 150 to 300 solves, with one per product some thousands. */
selat_status selat_nash_solve(selat_context *context, const selat_economy *economy, const int64_t party[2],
                              const selat_nash_options *options, selat_nash **out);
void selat_nash_destroy(selat_context *context, selat_nash *nash); /* takes NULL */

#ifdef __cplusplus
}
#endif
#endif

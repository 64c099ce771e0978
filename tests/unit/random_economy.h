/* Random bases of the trade model for tests and timing: the same for the same seed, accounts closed to rounding. */
#ifndef SELAT_TESTS_RANDOM_ECONOMY_H
#define SELAT_TESTS_RANDOM_ECONOMY_H

#include "selat/trade.h"

/* Uniform in [0, 1); moves the state on. */
double random_uniform(uint64_t *state);

/* R >= 2 regions whose sizes differ by up to 50, S >= 1 products. A fifth of the foreign flows are zero and a region in
   twenty makes nothing of a product itself; tariffs up to 50 %, a quarter of them zero; theta from 1.5 to 20, one in
   twenty 64.85; value-added shares from 0.2 to 0.9; deficits up to a third of income. Prepared for solving. */
selat_status random_economy_make(selat_context *context, int64_t R, int64_t S, uint64_t seed, selat_economy **out);

/* tariff [S][R][R]: every base rate times a factor drawn from 1 - reach to 1 + reach. */
void random_tariffs(const selat_economy *economy, double reach, uint64_t *state, double *tariff);

#endif

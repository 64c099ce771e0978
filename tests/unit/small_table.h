/* A small table for tests: random, the same for the same seed, balanced to rounding. */
#ifndef SELAT_TESTS_SMALL_TABLE_H
#define SELAT_TESTS_SMALL_TABLE_H

#include "selat/table.h"

/* R >= 2 regions (KOR, MYS, JPN, ...) and S >= 2 sectors (A01, C10T12, C26, ...), demands HFCE GFCF INVNT, primary VALU
   TXS_INT_FNL IMP_OTHER, memo LABR, stressors "CO2 combustion", "CO2 process", "CH4".
   Rows and columns balance to 1e-14. The awkward cells of real tables are there:
   - industry (R-1, S-1) has no output, no inputs and no stressor;
   - region 0 buys nothing of product S-1, so that its origin shares are 0;
   - inventories of product 0 in region 1 are negative;
   - value added of industry (1, 0) is negative when S >= 4. */
selat_status small_table_make(selat_context *context, int64_t R, int64_t S, uint64_t seed, selat_table **out);

/* Uniform in [0, 1); moves the state on. */
double small_random(uint64_t *state);

#endif

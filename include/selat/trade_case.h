/* A trade model's base and shock as a folder of CSV files (docs/case-format.md). */
#ifndef SELAT_TRADE_CASE_H
#define SELAT_TRADE_CASE_H

#include "selat/trade.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Reads country, sector_country, bilateral, io, sectors (with the optional column psi), tariffs and, where present, barriers. Errors name file, line
   and column: a missing file, shares that are negative or do not sum to one, theta <= 0, a number that is not finite. */
selat_status selat_trade_case_load(selat_context *context, const char *folder, selat_economy **economy,
                                   selat_trade_shock *shock);

#ifdef __cplusplus
}
#endif
#endif

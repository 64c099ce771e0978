/* The path from the base to a solution: the shock of each point on it. */
#ifndef SELAT_MODEL_TRADE_WELFARE_PATH_H
#define SELAT_MODEL_TRADE_WELFARE_PATH_H

#include "selat/trade.h"

typedef struct selat_path {
    const selat_economy *economy; /* the base of the path: re-solved where deficits are zero */
    const selat_trade_shock *shock;
    int64_t n_regions, n_sectors;
    /* How fast ln(1 + tariff) and the logs of the hats move, the whole path having length 1; [S][R n][R i], NULL: still. */
    double *tariff, *iceberg, *import_rent, *export_rent;
    double *technology; /* [R][S] */
    double *labour;     /* [R] */
} selat_path;

selat_status selat_path_init(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                             selat_path *out);
void selat_path_clear(selat_context *context, selat_path *path);
/* The part `t` of the shock, 0 to 1; t = 1 is the shock itself. */
selat_status selat_path_shock(selat_context *context, const selat_path *path, double t, selat_trade_shock *out);
/* A start for the solve at t: between the solutions at 0 and 1. Destroy as any result. */
selat_status selat_path_start(selat_context *context, const selat_trade_result *first, const selat_trade_result *last,
                              double t, selat_trade_result **out);

#endif

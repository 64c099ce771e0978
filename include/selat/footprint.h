/* Indicators read off one table: production and consumption accounts of stressors, trade balances. */
#ifndef SELAT_FOOTPRINT_H
#define SELAT_FOOTPRINT_H

#include "selat/leontief.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Stressor rows added up to `groups` accounts, for example the four gases and their sum. */
typedef struct selat_footprint {
    int64_t n_accounts;
    int64_t n_regions;
    double *production;  /* [account][R] by the industries and households of the region */
    double *consumption; /* [account][R] caused anywhere by the region's final demand, and its households directly */
    double *bilateral;   /* [account][R emitting][R consuming], households on the diagonal; NULL when not asked for */
    selat_leontief_report solver;
} selat_footprint;

/* weights [n_accounts][Q]: how much of stressor row q counts in the account (1 for a sum of CO2-equivalents).
   Consumption needs one transposed solve per account, bilateral one forward solve per region; `solver` in the result is
   the worse of the two. On a table whose rows balance, consumption adds up to production over the world.
   The stressor of an industry without output, from which nobody can buy, is counted as consumption of its own region. */
selat_status selat_footprint_compute(selat_context *context, const selat_table *table, selat_leontief *solver,
                                     int64_t n_accounts, const double *weights, bool with_bilateral,
                                     selat_footprint *out);
void selat_footprint_clear(selat_context *context, selat_footprint *footprint);

/* Exports of i to n of all products less the flow back, million USD. balance[R i][R n] = -balance[n][i]. */
void selat_trade_balance_musd(const selat_table *table, double *balance);

/* Domestic value-added share of gross exports (TiVA definition, with domestic double counting):
   sum_s v_ns (L e_n)_ns / sum_s e_ns, v = VALU / output, e_n gross exports of n. `out` [R], 0 for a region without
   exports. One solve with R columns. Errors: no VALU among the primary inputs, a solve that does not converge. */
selat_status selat_domestic_value_added_share(selat_context *context, const selat_table *table,
                                              selat_leontief *solver, double *out);

#ifdef __cplusplus
}
#endif
#endif

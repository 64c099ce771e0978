/* Accounts of stressors, or of value added, by region and sector: production, consumption, imports, exports. */
#ifndef SELAT_ACCOUNTS_H
#define SELAT_ACCOUNTS_H

#include "selat/leontief.h"

#ifdef __cplusplus
extern "C" {
#endif

/* With s = stressor per output, L = (I - A)^-1 and Y_n final demand of region n by origin; i, n regions, k product
   consumed, r industry. All in units of the account. */
typedef struct selat_accounts {
    int64_t n_accounts, n_regions, n_sectors;
    double *intensity;   /* [account][R][S] s: per million USD of output; 0 where there is no output */
    double *multiplier;  /* [account][R][S] s' L: per million USD of final demand for the product */
    double *production;  /* [account][R n][S r] by the industries of n */
    double *consumption; /* [account][R n][S k] anywhere, for n's final demand for product k of any origin:
                            sum_i multiplier[i][k] Y_n[i][k] */
    double *imports;     /* [account][R n][S k] the part of consumption outside n */
    double *exports;     /* [account][R n][S r] the part of production for final demand outside n */
    double *bilateral;   /* [account][R i][R n] emitted by the industries of i for final demand of n */
    double *household;   /* [account][R] by households directly; part of neither production nor consumption above */
    selat_leontief_report solver; /* the worse of two solves */
} selat_accounts;

/* flows [n_accounts][R][S] by industry, household [n_accounts][R] or NULL. Two solves: transposed with
   R n_accounts right-hand sides, forward with R. What an industry without output emits, from which nobody can buy, counts
   as consumption of its own region and product, so that world consumption is world production in a balanced table.
   Errors: no memory, a solve that does not converge. */
selat_status selat_accounts_compute(selat_context *context, const selat_table *table, selat_leontief *solver,
                                    int64_t n_accounts, const double *flows, const double *household,
                                    selat_accounts *out);
void selat_accounts_clear(selat_context *context, selat_accounts *accounts);

/* How many right-hand sides selat_accounts_compute has, for selat_leontief_create_for. */
int64_t selat_accounts_columns(const selat_table *table, int64_t n_accounts);

/* Value added (where the table has VALU) and every stressor of a table: how many, and their flows [count][R][S] and
   household [count][R], both allocated; labels are "VALU" and the stressors' codes. */
int64_t selat_accounts_of_table(const selat_table *table);
selat_status selat_accounts_flows(selat_context *context, const selat_table *table, double **flows, double **household);

typedef enum selat_account_side {
    SELAT_ACCOUNT_PRODUCTION, /* with households */
    SELAT_ACCOUNT_CONSUMPTION, /* with households */
    SELAT_ACCOUNT_IMPORTS,
    SELAT_ACCOUNT_EXPORTS,
    SELAT_ACCOUNT_SIDES
} selat_account_side;
/* Sums over sectors, `out` [SELAT_ACCOUNT_SIDES][account][R]. `population` [R] persons or NULL: per person, NAN where it
   is not known. */
void selat_accounts_by_region(const selat_accounts *accounts, const double *population, double *out);

#ifdef __cplusplus
}
#endif
#endif

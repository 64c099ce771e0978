/* Trade model: Caliendo and Parro (2015), exact hat algebra, many regions and sectors with input-output links.
   Hats are ratios new / old. Equations in docs/models/trade.md. n importer, i exporter, j product, k using industry. */
#ifndef SELAT_TRADE_H
#define SELAT_TRADE_H

#include "selat/baseline.h"
#include "selat/leontief.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum selat_financing { SELAT_FINANCED_TAX, SELAT_FINANCED_BORROW, SELAT_FINANCED_GRANT } selat_financing;

/* Final demand of `buyer` for product `sector` of `seller`. */
typedef struct selat_purchase {
    int64_t buyer, seller, sector;
    double amount;       /* per year, the economy's unit of money; < 0: a purchase no longer made */
    double offset_share; /* of the amount, produced by the buyer's own `sector` instead */
    selat_financing financing;
    int64_t giver;       /* for a grant: the region whose income pays; -1 otherwise */
} selat_purchase;

/* The calibrated base. Values in any one unit of money (million USD from a table). */
typedef struct selat_economy {
    int64_t n_regions, n_sectors;
    selat_labels regions, sectors;
    double *theta;          /* [S] trade elasticity, > 0 */
    double *psi;            /* [S] scale elasticity, >= 0, used with options.scale; NULL: none */
    double *pi;             /* [S][R n][R i] tariff-inclusive expenditure shares, sum over i 1 (or 0: nothing bought) */
    double *tariff;         /* [S][R n][R i] base rate, fraction */
    double *input_share;    /* [R n][S j][S k] gamma_n^{jk}: purchaser spending on j per output of k */
    double *value_share;    /* [R n][S k] gamma_n^k = 1 - sum_j gamma_n^{jk} */
    double *demand_share;   /* [R n][S j] alpha_n^j, sum over j 1 */
    double *expenditure;    /* [R n][S j] X_n^j, tariff inclusive */
    double *output;         /* [R i][S j] Y_i^j */
    double *value_added;    /* [R] w_n L_n */
    double *tariff_revenue; /* [R] R_n */
    double *deficit;        /* [R] D_n = imports - exports */
    double *import_rent;    /* [S][R n][R i] price factor of wedges already removed; NULL: none (calibrated bases) */
    double *export_rent;    /* the same, of rents the exporter collected */
    int64_t n_purchases;
    selat_purchase *purchases; /* purchases already in the base's demand (rebased economies), outside alpha */
    float *home_requirement;   /* [R n][S j][S k] inputs needed through home suppliers, which speeds up solving:
                                  selat_economy_prepare; NULL: each solve makes its own */
    /* what calibration did to the table, to be reported */
    int64_t clipped_final_cells;    /* negative alpha cells set to 0 */
    double clipped_final_value;
    int64_t floored_value_columns;  /* columns whose value-added share was below 1 % */
    int64_t *tariff_over_tax_cells; /* [R] cells where tariffs on inputs exceed recorded taxes; NULL from a case folder */
    int64_t taxed_cells;            /* industries with output, the denominator of the above */
} selat_economy;

/* tariff_scale [R] multiplies each importer's base rates (NULL: 1). Design: docs/models/trade.md "Calibration". */
selat_status selat_economy_calibrate(selat_context *context, const selat_table *table, const selat_tariffs *tariffs,
                                     const selat_elasticities *elasticities, const double *tariff_scale,
                                     selat_economy **out);
/* A base to be filled by hand: every array zero, labels copied. */
selat_status selat_economy_create(selat_context *context, const selat_labels *regions, const selat_labels *sectors,
                                  selat_economy **out);
/* Output and tariff revenue from expenditure, pi and tariff (a base without rents and purchases). */
void selat_economy_totals(selat_economy *economy);
/* Makes home_requirement, once for all solves on this base (calibration and case folders do). Cost R S^3. */
selat_status selat_economy_prepare(selat_context *context, selat_economy *economy);
selat_status selat_economy_copy(selat_context *context, const selat_economy *from, selat_economy **out);
void selat_economy_destroy(selat_context *context, selat_economy *economy); /* takes NULL */

/* What changes. NULL arrays: nothing of that kind. Arrays [S][R n][R i] unless said. A subsidy is a negative tax. */
typedef struct selat_trade_shock {
    double *tariff;          /* new rate, fraction > -1; NULL: base rates stay */
    double *iceberg_hat;     /* d-hat: trade cost that melts */
    double *import_rent_hat; /* price factor of a wedge whose rent the importer collects (in the base: in its income) */
    double *export_rent_hat; /* the same, collected by the exporter; 1 + t: an export tax t whose revenue it keeps */
    double *technology_hat;  /* [R i][S j] T-hat */
    double *labour_hat;      /* [R] L-hat: supply of labour, in every sector alike where it is immobile */
    int64_t n_purchases;
    selat_purchase *purchases;
} selat_trade_shock;
void selat_trade_shock_clear(selat_context *context, selat_trade_shock *shock);

typedef enum selat_deficits { SELAT_DEFICITS_NOMINAL, SELAT_DEFICITS_SHARE, SELAT_DEFICITS_MULTIPLICATIVE, SELAT_DEFICITS_ZERO } selat_deficits;
/* "nominal", "share", "multiplicative", "zero"; false when `name` is none of them. */
bool selat_deficits_parse(const char *name, selat_deficits *out);
const char *selat_deficits_name(selat_deficits deficits);

/* Whether labour moves between the sectors of a region: one wage by region, or labour fixed by sector (the short run)
   and one wage by region and sector. */
typedef enum selat_labour { SELAT_LABOUR_MOBILE, SELAT_LABOUR_IMMOBILE } selat_labour;
/* "mobile", "immobile"; false when `name` is none of them. */
bool selat_labour_parse(const char *name, selat_labour *out);
const char *selat_labour_name(selat_labour labour);

typedef struct selat_trade_options {
    selat_deficits deficits;
    selat_labour labour;
    bool scale;             /* scale economies by economy->psi: T-hat gets the factor L-hat^(psi theta) by sector */
    bool lean;              /* for one of very many solves: first-order welfare terms stay 0, and the residual is the
                               search's own, the largest relative gap in the equations at its last point */
    bool direct;            /* no second attempt in ten steps where the direct search does not converge */
    double tolerance;       /* on the worst relative residual of the five blocks; 0: 1e-12 */
    int64_t max_iterations; /* 0: 2000 */
    const struct selat_trade_result *start; /* warm start from a nearby solution of the same sizes, or NULL */
} selat_trade_options;

/* Relative residuals of the equations, recomputed at the solution. */
typedef struct selat_trade_residual {
    double cost, price, share, market, income;
} selat_trade_residual;

typedef struct selat_trade_report {
    bool converged;
    selat_reason reason;
    int64_t iterations;
    double residual; /* the worst block */
    selat_trade_residual block;
    double tolerance;
    double seconds;
    int64_t steps;             /* in how many parts the shock was applied, 1: at once (selat_trade_solve_by_steps) */
    double scale_strength;     /* largest psi theta of a product; 0 without scale economies */
    bool uniqueness_in_doubt;  /* scale_strength >= 0.9: there may be other equilibria */
} selat_trade_report;
/* What a reader has to be told about how a solve ended besides its numbers, "" when nothing; static text. */
const char *selat_trade_warning(const selat_trade_report *report);

typedef struct selat_trade_result {
    int64_t n_regions, n_sectors;
    double *wage_hat;           /* [R] where labour is immobile, the mean wage: labour income per unit of labour */
    double *sector_wage_hat;    /* [R][S] where labour is immobile, else NULL */
    double *scale_hat;          /* [R i][S j] L-hat^(psi theta), a factor on T-hat; NULL without scale economies */
    double *cost_hat;           /* [R i][S j] of the bundle of labour and inputs, without T-hat and scale_hat */
    double *price_hat;          /* [R n][S j] purchaser price of the composite */
    double *consumer_price_hat; /* [R] P-hat_n */
    double *output;             /* [R i][S j] new Y (at cost: what the producer's factors and inputs receive) */
    double *expenditure;        /* [R n][S j] new X, without purchases */
    double *income;             /* [R] new I (final spending, purchases included) */
    double *income_base;        /* [R] the base against which hats are (for zero deficits: the re-solved one) */
    double *tariff_revenue;     /* [R] new */
    double *transfers;          /* [R] new tariff revenue and rents (removed rents count negative) */
    double *deficit;            /* [R] new */
    double *real_wage_hat;      /* [R] w-hat / P-hat */
    double *income_hat;         /* [R] */
    double *real_income_hat;    /* [R] exact welfare I-hat / P-hat: total, not per head, where labour_hat is given */
    double *terms_of_trade;     /* [R] first-order, relative to base income (Caliendo-Parro eq. 16); fraction */
    double *volume_of_trade;    /* [R] first-order; fraction */
    selat_trade_report report;
    /* Zero deficits only, else NULL: the re-solved base, which hats are relative to, and how it was reached. Owned. */
    selat_economy *base;
    struct selat_trade_result *base_result;
} selat_trade_result;

/* Solves for the new equilibrium. Not converging is reported in result->report, with the last iterate in the arrays.
   Where the direct search ends without converging (other than by options->max_iterations), the shock is tried again in
   ten steps unless options->direct; report.steps tells.
   Errors: SELAT_BAD_INPUT naming the cell for a rate <= -1, a hat <= 0, a number that is not finite; options->scale on an
   economy without psi. */
selat_status selat_trade_solve(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                               const selat_trade_options *options, selat_trade_result **out);
/* The same by continuation: the shock in n_steps parts (log rates and hats and purchases in proportion), each solved from
   the solution of the one before. Iterations and seconds are sums. n_steps 1 to 1000. */
selat_status selat_trade_solve_by_steps(selat_context *context, const selat_economy *economy,
                                        const selat_trade_shock *shock, const selat_trade_options *options,
                                        int64_t n_steps, selat_trade_result **out);
void selat_trade_result_destroy(selat_context *context, selat_trade_result *result); /* takes NULL */

/* Many solves on one economy, as behind a slider: each starts from the solution before it, or from where the last ones
   point to when their shocks lie on a line, and keeps what the search has learnt. For one thread at a time; `economy` must outlive it. The digits beyond the tolerance depend on what was solved
   before, so where results must not depend on the order use selat_trade_solve. With zero deficits nothing is kept. */
typedef struct selat_trade_solver selat_trade_solver;
selat_status selat_trade_solver_create(selat_context *context, const selat_economy *economy,
                                       selat_trade_solver **out);
/* As selat_trade_solve; options->start takes the place of the solution before. */
selat_status selat_trade_solver_run(selat_context *context, selat_trade_solver *solver, const selat_trade_shock *shock,
                                    const selat_trade_options *options, selat_trade_result **out);
/* For a sweep over parameters: theta and the sizes of a shock differ from point to point, the flows it touches do not.
   _touch tells the flows beforehand, by any shock that changes them; _set_theta [S] replaces the economy's theta from the
   next solve on, whose search forgets the steps taken before; _at then solves without looking for other flows, once and
   directly. Zero deficits are relative to the economy itself here, not to a re-solved base. The same sequence of calls
   gives the same digits. */
selat_status selat_trade_solver_touch(selat_context *context, selat_trade_solver *solver,
                                      const selat_trade_shock *shock);
void selat_trade_solver_set_theta(selat_trade_solver *solver, const double *theta);
/* What reaches the exporting country of a unit of weight, A / ((1+tau') m), in the solve before: [S*R n] rows of length
   R i. Flows before tariffs are X P^theta paid T c^-theta. */
const double *const *selat_trade_solver_paid(const selat_trade_solver *solver);
selat_status selat_trade_solver_at(selat_context *context, selat_trade_solver *solver, const selat_trade_shock *shock,
                                   const selat_trade_options *options, selat_trade_result **out);
void selat_trade_solver_destroy(selat_context *context, selat_trade_solver *solver); /* takes NULL */

/* New expenditure shares pi' [S][R n][R i] at a solution. `economy` and `shock` as they were given to the solve. */
selat_status selat_trade_new_shares(selat_context *context, const selat_economy *economy,
                                    const selat_trade_shock *shock, const selat_trade_result *result, double *out);
/* The solved economy as a new base: effects of a further shock are then relative to it. Purchases stay in its demand. */
selat_status selat_economy_rebase(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                                  const selat_trade_result *result, selat_economy **out);

/* The table after the shock, at new prices (value): flows, use, final demand, primary inputs, output, stressors by the
   rules of docs/models/trade.md "Emissions". `economy` was calibrated on `table`; for a rebased economy `table` is the
   one this function wrote for the solution it was rebased to. */
selat_status selat_trade_table(selat_context *context, const selat_table *table, const selat_economy *economy,
                               const selat_trade_shock *shock, const selat_trade_result *result, selat_table **out);

#ifdef __cplusplus
}
#endif
#endif

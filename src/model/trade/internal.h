/* What the files of the trade model share. Equations in docs/models/trade.md. n importer, i exporter, j product. */
#ifndef SELAT_MODEL_TRADE_INTERNAL_H
#define SELAT_MODEL_TRADE_INTERNAL_H

#include "model/trade/rows.h"
#include "selat/trade.h"

/* ---- problem.c: a base and a shock prepared for iteration ---- */
typedef struct selat_trade_problem {
    const selat_economy *economy;
    int64_t n_regions, n_sectors;
    selat_trade_rows rows;
    const double **spent, **earned, **paid; /* of `rows` */
    double *technology;  /* [S][R] T-hat, or NULL */
    double *bought_output;  /* [R][S] output for purchases, or NULL */
    double *bought;         /* [R] spending on purchases */
    double *deficit;        /* [R] base deficits, summing to zero */
    double *transfer;       /* [R] what financing of the shock's purchases adds to it */
    double *markup;         /* [R] 1 + delta of multiplicative deficits */
    double *base_transfers; /* [R] tariff revenue and rents of the base */
    double *wage_bill;      /* [R] L-hat w L: labour income at the wages of the base */
    double *log_labour;     /* [R] ln L-hat, or NULL */
    const double *psi;      /* [S] or NULL: no scale economies */
    selat_labour labour;
    /* The producer's log cost with T-hat's scale factor taken in (c L-hat^-psi) responds to the own log wage and to the
       own log output with these weights [R][S]; output_weight NULL: not to output, and wage_weight is gamma^k itself.
     */
    const double *wage_weight;
    double *own_wage_weight, *output_weight;
    selat_deficits deficits;
    bool export_rents;
} selat_trade_problem;
selat_status selat_trade_problem_create(selat_context *context, const selat_economy *economy,
                                        const selat_trade_shock *shock, selat_deficits deficits,
                                        selat_trade_problem **out);
/* Another shock on flows within those touched so far (selat_trade_problem_cover), at the theta the economy has now. */
selat_status selat_trade_problem_reset(selat_context *context, selat_trade_problem *problem,
                                       const selat_trade_shock *shock, selat_deficits deficits);
/* Makes sure that the flows `shock` touches are among them. */
selat_status selat_trade_problem_cover(selat_context *context, selat_trade_problem *problem,
                                       const selat_trade_shock *shock);
/* How labour and scale enter the costs; without this call labour is mobile and there is no scale. */
selat_status selat_trade_problem_set_labour(selat_context *context, selat_trade_problem *problem, selat_labour labour,
                                            bool scale);
void selat_trade_problem_destroy(selat_context *context, selat_trade_problem *problem);
/* I_n from wages and transfers (tariff revenue and rents) under the closure; D_n as well when `deficit` is not NULL. */
void selat_trade_incomes(const selat_trade_problem *problem, const double *wage_hat, const double *transfers,
                         double *income, double *deficit);

/* ---- check.c ---- */
selat_status selat_trade_check_shock(selat_context *context, const selat_economy *economy,
                                     const selat_trade_shock *shock);
/* All but the flows. */
selat_status selat_trade_check_rest(selat_context *context, const selat_economy *economy,
                                    const selat_trade_shock *shock);
/* How many are above `low` and below `high`. */
int64_t selat_trade_count_between(int64_t count, const double *values, double low, double high);
selat_status selat_trade_check_scale(selat_context *context, const selat_economy *economy);

/* ---- result.c ---- */
selat_status selat_trade_result_create(selat_context *context, const selat_trade_problem *problem,
                                       selat_trade_result **out);

/* ---- solve.c ---- */
/* selat_trade_solve without its checks and without a second attempt. */
selat_status selat_trade_solve_directly(selat_context *context, const selat_economy *economy,
                                        const selat_trade_shock *shock, const selat_trade_options *options,
                                        selat_trade_result **out);

const selat_economy *selat_trade_solver_economy(const selat_trade_solver *solver);
/* The shock solved last, made ready; NULL before the first. */
const selat_trade_problem *selat_trade_solver_problem(const selat_trade_solver *solver);
selat_status selat_trade_solver_run_directly(selat_context *context, selat_trade_solver *solver,
                                             const selat_trade_shock *shock, const selat_trade_options *options,
                                             selat_trade_result **out);

/* ---- residual.c ---- */
/* Relative residuals of the equations at the arrays of `result`; fills its transfers, income and deficit as well, and
   the first-order terms of welfare, in money, which take another look at the same rows. */
selat_status selat_trade_residuals(selat_context *context, const selat_trade_problem *problem,
                                   selat_trade_result *result, selat_trade_residual *out);

/* ---- welfare.c ---- */
/* Consumer prices, hats of income and wages, tariff revenue; first-order terms from money to shares of base income.
   `room`: [R + S]. */
void selat_trade_welfare(const selat_trade_problem *problem, const selat_trade_shock *shock, selat_trade_result *result,
                         double *room);

/* ---- rebase.c ---- */
/* T c^-theta with the scale factor, of product j by origin: what A and B are multiplied with. `producer` [R]. */
void selat_trade_producer_weights(const selat_trade_problem *problem, const selat_trade_result *result, int64_t j,
                                  double *producer);

/* P^theta of product j by importer. `power` [R]. */
void selat_trade_price_powers(const selat_trade_problem *problem, const selat_trade_result *result, int64_t j,
                              double *power);

/* ---- kernels.c ---- */
typedef struct selat_trade_sector { /* one product, all importers */
    int64_t n_regions;
    const double *const *spent, *const *earned; /* [R n] rows */
    const double *producer;                     /* [R i] T c^-theta */
    const double *spending;                     /* [R n] X */
    double *phi;                                /* [R n] out: sum_i A producer */
    double *received;                           /* [R n] out: sum_i B producer */
    double *demand;                             /* [R i] out: sum_n X/phi B */
} selat_trade_sector;
void selat_trade_sector_pass(const selat_trade_sector *pass);
/* log_cost[k] = sum_j gamma[j][k] log_price[j]; spending[j] = sum_k gamma[j][k] output[k]. gamma read once. */
void selat_trade_region_pass(int64_t n_sectors, const double *gamma, const double *log_price, const double *output,
                             double *log_cost, double *spending);
void selat_trade_exp(int64_t count, double *values); /* in place */
void selat_trade_log(int64_t count, double *values);
/* The largest of |found - expected| / max(|expected|, floor); infinite where one is not a number. */
double selat_trade_worst_gap(int64_t count, const double *found, const double *expected, double floor);
double selat_trade_dot(int64_t count, const double *a, const double *b);
/* to[columns][rows] = from[rows][columns] turned. */
void selat_trade_turn(int64_t rows, int64_t columns, const double *from, double *to);
/* gap = price - old_price; returns the largest size, infinite where one is not a number. */
double selat_trade_price_gaps(int64_t count, const double *price, const double *old_price, double *gap);
/* gap = level - output; returns the largest relative to level + scale / 1000. */
double selat_trade_output_gaps(int64_t count, const double *level, const double *output, const double *scale,
                               double *gap);

/* fmax would drop what is not a number, and is a call. */
static inline double selat_trade_larger(double a, double b) { return a > b || a != a ? a : b; }

#endif

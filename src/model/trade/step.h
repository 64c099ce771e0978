/* One step of the fixed point. State: [ln w | transfers | ln P | output], with n regions and s sectors
   [n], [n] relative to base value added, [n][s], [n][s] relative to `scale`. */
#ifndef SELAT_MODEL_TRADE_STEP_H
#define SELAT_MODEL_TRADE_STEP_H

#include "model/trade/correction.h"
#include "model/trade/internal.h"

typedef struct selat_trade_step {
    const selat_trade_problem *problem;
    int64_t length;
    double *scale;  /* [R][S] unit of the output part: base output, or a small number where there is none */
    double *output; /* [R][S] levels */
    double *log_cost, *log_price; /* [R][S]; cost with the scale factor taken in */
    double *log_output;           /* [R][S] relative to the base; NULL where costs do not depend on it */
    double *expenditure;          /* [R][S] */
    double *producer;             /* [S][R] T c^-theta, and four more of that shape */
    double *spending, *phi, *received, *demand;
    double *wage_hat, *income, *transfers, *labour_gap; /* [R] */
    selat_trade_correction correction;
    double *spare; /* [length] */
} selat_trade_step;

selat_status selat_trade_step_init(selat_context *context, const selat_trade_problem *problem, selat_trade_step *out);
void selat_trade_step_clear(selat_context *context, selat_trade_step *step);
/* The correction once more at the base, for other theta or weights in the same problem. */
selat_status selat_trade_step_rebase(selat_context *context, selat_trade_step *step);
/* The base, or a nearby solution. */
void selat_trade_step_start(const selat_trade_step *step, const selat_trade_result *start, double *z);
/* image = z + an approximate Newton step towards the equations; residual: the largest relative gap in them at z.
   False when something is not a positive number. */
bool selat_trade_step_image(selat_trade_step *step, const double *z, double *image, double *residual);
/* Linearises the correction anew at z, where it stands on the base before. `room` is a state. */
selat_status selat_trade_step_refresh(selat_context *context, selat_trade_step *step, const double *z, double *room);
/* Keeps an extrapolated state within reach: no negative output, no jump in a price. damping < 1 shortens the step. */
void selat_trade_step_guard(const selat_trade_step *step, const double *z, const double *image, double damping,
                            double *next);
/* What is reported as the solution: wages and costs at the last z, prices and output that follow from them. */
void selat_trade_step_solution(const selat_trade_step *step, const double *z, selat_trade_result *result);

#endif

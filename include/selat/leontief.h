/* Leontief quantities: x = (I - A)^-1 y and its transpose, solved and never inverted. */
#ifndef SELAT_LEONTIEF_H
#define SELAT_LEONTIEF_H

#include "selat/table.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum selat_reason { /* how an iterative solver ended */
    SELAT_CONVERGED = 0,
    SELAT_MAX_ITERATIONS,
    SELAT_STAGNATED,      /* the residual stopped falling above the tolerance */
    SELAT_DIVERGED,       /* the residual grew without bound or became not finite */
    SELAT_NO_STEP         /* no admissible step, for example a price would turn negative */
} selat_reason;
/* "converged", "max_iterations", ... */
const char *selat_reason_name(selat_reason reason);

typedef struct selat_leontief_report {
    bool converged;
    selat_reason reason;
    int64_t iterations;
    double residual;  /* recomputed: max over columns of |x - A x - y|_1 / |y|_1 */
    double tolerance;
} selat_leontief_report;

/* Kept for many solves on one table. Factored form: the domestic rounds of every region summed exactly, [R][S][S]
   doubles. Full form: LU factors of I - A. */
typedef struct selat_leontief selat_leontief;
/* `table` is borrowed and must outlive the solver unchanged. Cost R S^3, in full form
   2/3 (R S)^3. Error SELAT_FAILED: I - A or a domestic block of it has no inverse. */
selat_status selat_leontief_create(selat_context *context, const selat_table *table, selat_leontief **out);
void selat_leontief_destroy(selat_context *context, selat_leontief *solver); /* takes NULL */

/* x[R][S][columns] with (I - A) x = y; `transpose`: (I - A') x = y. tolerance 0: 1e-13. x may not be y.
   Not converging is told by the report, not by the status. Cost about 15 products with A; memory for 96 columns at a
   time. A solver serves one thread at a time or many: it is not changed by a solve. */
selat_status selat_leontief_solve(selat_context *context, selat_leontief *solver, bool transpose, int64_t columns,
                                  const double *y, double tolerance, double *x, selat_leontief_report *report);

#ifdef __cplusplus
}
#endif
#endif

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
    double residual;  /* recomputed: max over columns of |x - A x - y|_1 / |y|_1. Of more than 16 columns by LU: of sums of
                         16 columns with random signs, over 4: about their root mean square */
    double tolerance; /* asked for; in full form at least what rounding allows, 32 epsilon |x|_1 / |y|_1 */
} selat_leontief_report;

/* Kept for many solves on one table. Factored form: the domestic rounds of every region summed exactly, [R][S][S]
   doubles. Full form, N = R S, whichever is cheaper for the number of right-hand sides:
   - LU factors of I - A: in double precision for small tables, else in single precision ([N][N] floats, on all threads)
     with refinement in double;
   - iteration with the domestic blocks factored ([R][S][S] doubles), about 20 products with A. */
typedef struct selat_leontief selat_leontief;
/* `table` is borrowed and must outlive the solver unchanged. Cost R S^3, for LU 2/3 (R S)^3. Error SELAT_FAILED: I - A
   or a domestic block of it has no inverse. The same as _create_for with 2 R columns. */
selat_status selat_leontief_create(selat_context *context, const selat_table *table, selat_leontief **out);
/* `columns`: how many right-hand sides are to be solved for altogether, by which the method is chosen. */
selat_status selat_leontief_create_for(selat_context *context, const selat_table *table, int64_t columns,
                                       selat_leontief **out);
/* "LU in single precision, refined in double" */
const char *selat_leontief_method(const selat_leontief *solver);
void selat_leontief_destroy(selat_context *context, selat_leontief *solver); /* takes NULL */

/* x[R][S][columns] with (I - A) x = y; `transpose`: (I - A') x = y. tolerance 0: 1e-13. x may not be y.
   Not converging is told by the report, not by the status. Cost about 15 products with A (from 16 columns on half of
   that, in single precision with residuals in double), with LU two;
   memory for a block of columns at a time, of which full form solves several side by side (selat_threads). A solver serves one thread at a time or many: it is not changed by a solve. */
selat_status selat_leontief_solve(selat_context *context, selat_leontief *solver, bool transpose, int64_t columns,
                                  const double *y, double tolerance, double *x, selat_leontief_report *report);

#ifdef __cplusplus
}
#endif
#endif

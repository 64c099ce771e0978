/* Balancing a matrix to given row and column totals: RAS, and GRAS where cells may be negative. */
#ifndef SELAT_GRAS_H
#define SELAT_GRAS_H

#include "selat/context.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum selat_gras_reason {
    SELAT_GRAS_CONVERGED = 0,
    SELAT_GRAS_MAX_ITERATIONS, /* slow, or the totals contradict each other or the zeros of the matrix */
    SELAT_GRAS_INFEASIBLE      /* a row or column whose cells can never reach its total: `row` or `column` */
} selat_gras_reason;
/* "converged", "max_iterations", "infeasible". */
const char *selat_gras_reason_name(selat_gras_reason reason);

typedef struct selat_gras_options {
    int64_t max_iterations; /* 0: 1000 */
    double tolerance;       /* 0: 1e-14; on the gap to the totals, relative to the largest |total|.
                               A gap below 1e-12 that no longer falls is rounding and passes */
} selat_gras_options;

/* How it ended and what moved. Gaps are recomputed from the balanced matrix. */
typedef struct selat_gras_report {
    bool converged;
    selat_gras_reason reason;
    int64_t iterations;
    double row_gap, column_gap;     /* largest |sum of cells - total|, in the matrix's unit */
    int64_t row, column;            /* where; where infeasible the one that cannot be met, the other -1 */
    double totals_gap;              /* sum of the row totals less sum of the column totals */
    double moved;                   /* sum |new - old|, in the matrix's unit */
    double moved_share;             /* the same over sum |old| */
    double largest_move;            /* largest |new - old| */
    int64_t largest_row, largest_column;
    double lowest_factor, highest_factor; /* of new / old over cells that are not zero */
} selat_gras_report;

/* Changes matrix[rows][columns] in place to the totals row_total[rows] and column_total[columns]:
     x[i][j] = r_i a[i][j] s_j where a > 0, a[i][j] / (r_i s_j) where a < 0, and zeros stay zero,
   the r and s of Junius and Oosterhaven (2003), Economic Systems Research 15(1), 87-96, eq. 9-11, with the objective of
   Lenzen, Wood and Gallego (2007), ESR 19(4), 461-465 (no factor e). Without negative cells this is RAS.
   row_factor[rows], column_factor[columns]: r and s, or NULL. Not converging is told by the report, which also says
   which totals are not met; the matrix then holds the last step (infeasible: what it held before).
   Errors: a number that is not finite, no memory, cancelled.
   Cost per iteration: one pass over the matrix. */
selat_status selat_gras(selat_context *context, int64_t rows, int64_t columns, double *matrix, const double *row_total,
                        const double *column_total, const selat_gras_options *options, double *row_factor,
                        double *column_factor, selat_gras_report *out);

#ifdef __cplusplus
}
#endif
#endif

/* Mixed-integer linear programs: built column by column and row by row, solved behind one function.
   mip_cbc.c is the only file that knows the solver; mip.c and mip_mps.c are portable. */
#ifndef SELAT_BASE_MIP_H
#define SELAT_BASE_MIP_H

#include "base/text.h"
#include "selat/context.h"

enum { SELAT_MIP_NAME = 24 };

/* min cost x with row_lower <= A x <= row_upper and lower <= x <= upper. Infinite bounds are INFINITY. */
typedef struct selat_mip {
    int64_t n_columns, n_rows, n_entries;
    double *cost, *lower, *upper; /* [n_columns] */
    bool *integer;                /* [n_columns] */
    double *row_lower, *row_upper;/* [n_rows] */
    int64_t *entry_row, *entry_column; /* [n_entries] each cell of A at most once */
    double *entry_value;
    char (*column_name)[SELAT_MIP_NAME], (*row_name)[SELAT_MIP_NAME];
    int64_t column_room, row_room, entry_room;
} selat_mip;

/* Both give the position. `format` makes the name: letters, digits and _ only. */
selat_status selat_mip_column(selat_context *context, selat_mip *mip, double cost, double lower, double upper,
                              bool integer, int64_t *out, const char *format, ...) __attribute__((format(printf, 8, 9)));
selat_status selat_mip_row(selat_context *context, selat_mip *mip, double lower, double upper, int64_t *out,
                           const char *format, ...) __attribute__((format(printf, 6, 7)));
/* A[row][column] = value; nothing where value is 0. */
selat_status selat_mip_entry(selat_context *context, selat_mip *mip, int64_t row, int64_t column, double value);
void selat_mip_clear(selat_context *context, selat_mip *mip); /* takes a zeroed one */

/* Largest violation of a row or a bound at x. */
selat_status selat_mip_violation(selat_context *context, const selat_mip *mip, const double *x, double *out);
double selat_mip_objective(const selat_mip *mip, const double *x);
int64_t selat_mip_integers(const selat_mip *mip);

/* Free-format MPS, a minimisation; numbers with 17 digits; no line starts with a tab. */
selat_status selat_mip_mps(selat_context *context, const selat_mip *mip, const char *name, selat_text *out);

typedef enum selat_mip_reason {
    SELAT_MIP_OPTIMAL,    /* proven within the gap asked for */
    SELAT_MIP_TIME,       /* time limit; x is the best found, when has_solution */
    SELAT_MIP_INFEASIBLE,
    SELAT_MIP_UNBOUNDED,
    SELAT_MIP_GAVE_UP     /* numerical difficulties */
} selat_mip_reason;
const char *selat_mip_reason_name(selat_mip_reason reason);

typedef struct selat_mip_options {
    double time_limit_s; /* of wall clock; 0: none */
    double gap;          /* relative, (objective - bound) / |objective| */
    bool as_it_is;       /* no preprocessing, few rounds of cuts: often faster where a coarse gap is enough */
    const double *start; /* [n_columns] a feasible point to start from, or NULL */
} selat_mip_options;

typedef struct selat_mip_result {
    selat_mip_reason reason;
    bool has_solution;
    double *x;        /* [n_columns] integers are whole; owned */
    double objective; /* recomputed at x */
    double bound;     /* proven: no solution is below it */
    double gap;       /* (objective - bound) / |objective|, at least 0 */
    int64_t nodes;
    double seconds;
} selat_mip_result;

/* Branch and cut. The continuous part is solved again with the integers fixed at whole numbers, so rows hold to about
   1e-9. Not reaching the gap is a reason, not an error. Errors: SELAT_CANCELLED, memory, more columns than the solver takes. */
selat_status selat_mip_solve(selat_context *context, const selat_mip *mip, const selat_mip_options *options,
                             selat_mip_result *out);
/* The same without integrality; `fixed` [n_columns], NULL: none; integers where not NAN are held at fixed's value. */
selat_status selat_mip_relax(selat_context *context, const selat_mip *mip, const double *fixed, selat_mip_result *out);
void selat_mip_result_clear(selat_context *context, selat_mip_result *result); /* takes a zeroed one */
/* The solver's name and version. */
const char *selat_mip_solver(void);

#endif

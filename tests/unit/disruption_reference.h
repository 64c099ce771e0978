/* The 6 x 8 table of the disruption references, as a base, and their daily series. */
#ifndef SELAT_TESTS_DISRUPTION_REFERENCE_H
#define SELAT_TESTS_DISRUPTION_REFERENCE_H

#include "selat/disruption.h"

enum { REFERENCE_REGIONS = 6, REFERENCE_SECTORS = 8, REFERENCE_INDUSTRIES = 48, REFERENCE_DAYS = 365 };

typedef struct disruption_reference {
    selat_labels regions, sectors;
    double flow[REFERENCE_INDUSTRIES][REFERENCE_INDUSTRIES]; /* a year */
    double final[REFERENCE_INDUSTRIES][REFERENCE_REGIONS];
    double output[REFERENCE_INDUSTRIES];
    double criticality[REFERENCE_SECTORS][REFERENCE_INDUSTRIES];
} disruption_reference;

/* Reads tests/published/disruption; fails the test where it cannot. */
void disruption_reference_read(selat_context *context, disruption_reference *out);
void disruption_reference_clear(selat_context *context, disruption_reference *reference);
/* Dense form, borrowing the reference. */
selat_disruption_base *disruption_reference_base(selat_context *context, const disruption_reference *reference);
/* The same as a sparse table; *row_start, *cell_column and *cell to be released after the base. */
selat_disruption_base *disruption_reference_sparse(selat_context *context, const disruption_reference *reference,
                                                   int64_t **row_start, int32_t **cell_column, double **cell);

/* A daily series below tests/published/disruption: `out` [n_days][n_columns], to be released; rows that do not start with a
   day are skipped. `first` columns of numbers after the day, from `skip` on. */
double *disruption_series(selat_context *context, const char *name, int64_t n_columns, int64_t *n_days, int64_t **days);

#endif

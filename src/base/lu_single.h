/* LU of a large matrix in single precision on all threads. */
#ifndef SELAT_BASE_LU_SINGLE_H
#define SELAT_BASE_LU_SINGLE_H

#include "selat/context.h"

/* A[n][n] P = L U in place, see base/dense.h; swaps [n]. The same for any number of threads. 2/3 n^3 operations.
   Errors: SELAT_FAILED, singular; cancelled. */
selat_status selat_single_factor(selat_context *context, int64_t n, float *a, int32_t *swaps);

#endif

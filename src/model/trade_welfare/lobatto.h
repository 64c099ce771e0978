/* Gauss-Lobatto points on [0, 1]: integrating and differentiating on the same points, both ends among them. */
#ifndef SELAT_MODEL_TRADE_WELFARE_LOBATTO_H
#define SELAT_MODEL_TRADE_WELFARE_LOBATTO_H

#include "selat/context.h"

typedef struct selat_lobatto {
    int64_t count;      /* points, at least 2 */
    double *point;      /* [count] rising from 0 to 1 */
    double *weight;     /* [count] sum 1 */
    double *derivative; /* [count][count] of the polynomial through values at the points */
} selat_lobatto;

selat_status selat_lobatto_init(selat_context *context, int64_t count, selat_lobatto *out);
void selat_lobatto_clear(selat_context *context, selat_lobatto *lobatto);
/* derived[at] = d values / dt at the points; values [count][length]. Adds up in the order of the points. */
void selat_lobatto_derive(const selat_lobatto *lobatto, int64_t length, const double *values, int64_t at,
                          double *derived);

#endif

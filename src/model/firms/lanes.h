/* Eight numbers side by side, one for each cascade of a batch: a link is read once for all of them. */
#ifndef SELAT_MODEL_FIRMS_LANES_H
#define SELAT_MODEL_FIRMS_LANES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/kernel.h"

enum { SELAT_LANES = 8, SELAT_HALF = 4 };

/* Half of the lanes, a register of AVX2; read and written through arrays of double aligned to 64 bytes. */
typedef double selat_half __attribute__((vector_size(32), may_alias));
typedef int64_t selat_half_mask __attribute__((vector_size(32), may_alias));

/* Where mask holds all ones a, else b. */
SELAT_KERNEL_PART void selat_half_choose(const selat_half_mask *mask, const selat_half *a, const selat_half *b, selat_half *out) {
    *out = (selat_half)((*mask & (selat_half_mask)*a) | (~*mask & (selat_half_mask)*b));
}

SELAT_KERNEL_PART void selat_half_max(selat_half *worst, const selat_half *other) {
    selat_half_mask more = (selat_half_mask)(*other > *worst);
    selat_half_choose(&more, other, worst, worst);
}

SELAT_KERNEL_PART bool selat_half_any(const selat_half_mask *mask) {
    return ((*mask)[0] | (*mask)[1] | (*mask)[2] | (*mask)[3]) != 0;
}

#endif

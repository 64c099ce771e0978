/* Anderson acceleration of a fixed point z = G(z). */
#ifndef SELAT_MODEL_TRADE_ANDERSON_H
#define SELAT_MODEL_TRADE_ANDERSON_H

#include "selat/context.h"

enum { SELAT_ANDERSON_MEMORY = 32, SELAT_ANDERSON_SKETCH = 2048 };

/* Which combination of earlier steps to take is a least-squares problem in a few unknowns. A long state is folded for it
   into SELAT_ANDERSON_SKETCH numbers, each the sum of entries that far apart with signs drawn at random, which keeps
   lengths and angles to a few per cent (Nakatsukasa and Tropp 2021, "Fast and accurate randomized algorithms for linear
   systems and eigenvalue problems"); what the combination is applied to is the whole state. */
typedef struct selat_anderson {
    int64_t length; /* of the state */
    int64_t sketch; /* of residuals in the least-squares problem: the smaller of length and SELAT_ANDERSON_SKETCH */
    int64_t memory; /* pairs kept, at most SELAT_ANDERSON_MEMORY */
    int64_t count;  /* pairs held now */
    int64_t next;   /* slot of the next pair */
    double independence; /* least share of a pair's squared length that later pairs must leave over for it to count */
    bool has_previous;
    float *signs;           /* [length] */
    double *residual_steps; /* [memory][sketch] differences of f = G(z) - z */
    float *image_steps;     /* [memory][length] differences of G(z) */
    double *residual, *previous_residual; /* [sketch] */
    double *previous_image;               /* [length] */
    double gram[SELAT_ANDERSON_MEMORY][SELAT_ANDERSON_MEMORY];
    double projection[SELAT_ANDERSON_MEMORY];
} selat_anderson;

selat_status selat_anderson_init(selat_context *context, int64_t length, int64_t memory, double independence,
                                 selat_anderson *out);
void selat_anderson_clear(selat_context *context, selat_anderson *state);
void selat_anderson_restart(selat_anderson *state);
/* A new sequence of a map close to the one before: its steps serve on. */
void selat_anderson_continue(selat_anderson *state);
/* Given z and image = G(z), writes the next z: G(z) less the combination of earlier steps that would have left the
   smallest residual. memory x length multiplications and memory x sketch twice. */
void selat_anderson_next(selat_anderson *state, const double *z, const double *image, double *out);

#endif

/* The network design as a mixed-integer program, and where its variables stand. */
#ifndef SELAT_MODEL_CAPTURE_FORMULATE_H
#define SELAT_MODEL_CAPTURE_FORMULATE_H

#include "base/mip.h"
#include "selat/capture.h"

typedef struct capture_layout {
    int64_t n_blocks;      /* building steps; year t is in block t / build_every */
    int64_t n_trends;      /* largest number of trends of a type */
    /* columns, -1: not there */
    int64_t *source_open;  /* [blocks][sources] s */
    int64_t *captured;     /* [years][sources] a */
    int64_t *store_open;   /* [blocks][stores] r */
    int64_t *wells;        /* [blocks][stores] w */
    int64_t *stored;       /* [years][stores] b */
    int64_t *line;         /* [blocks][arcs][trends] y */
    int64_t *flow;         /* [years][arcs][trends] p */
    int64_t *right_of_way; /* [blocks][edges] u */
    int64_t *target_row;   /* [years] */
    double *line_limit;    /* [types][trends] Q */
} capture_layout;

/* `shortage`: every year may miss its target at a cost of 1 per Mt and nothing else costs anything: what cannot be met. */
selat_status capture_formulate(selat_context *context, const selat_capture_problem *problem, bool shortage,
                               capture_layout *layout, selat_mip *mip);
void capture_layout_clear(selat_context *context, capture_layout *layout); /* takes a zeroed one */

static inline int64_t capture_block(const selat_capture_problem *problem, int64_t year) { return year / problem->build_every; }
/* Part of what was built in the block `built` that works in year t. */
double capture_ramp(const selat_capture_problem *problem, int64_t ramp_years, int64_t built, int64_t t);
/* A network that satisfies the program, by slope scaling; *found false when the relaxed program has no solution. `x` [columns]. */
selat_status capture_warm_start(selat_context *context, const selat_capture_problem *problem,
                                const capture_layout *layout, const selat_mip *mip, bool *found, double *x);
/* From a point of the program to a solution: costs recomputed from the problem's own numbers. */
selat_status capture_decode(selat_context *context, const selat_capture_problem *problem, const capture_layout *layout,
                            const double *x, selat_capture_solution *out);
/* SELAT_FAILED with the constraint that no network satisfies. */
selat_status capture_explain(selat_context *context, const selat_capture_problem *problem);

#endif

/* What several indicators of one table need, computed once and when first asked for. Internal to the room.

   Industries j = (n, k); L = (I - A)^-1; v value added per output; x output; Y[.,n] final demand of region n by origin.
   "Selected" are the regions the caller asked for; a block with K + 1 columns has one per selected region and the whole
   world last. Every array belongs to the world. */
#ifndef SELAT_INDICATOR_WORLD_H
#define SELAT_INDICATOR_WORLD_H

#include "selat/indicator.h"

struct selat_indicator_world {
    const selat_table *table; /* borrowed */
    selat_leontief *solver;   /* owned unless given */
    bool solver_given;
    int64_t R, S, n, K;       /* regions, sectors, R S, selected regions */
    int64_t *selected;        /* [K] */
    int64_t *place;           /* [R] position in `selected`, or -1 */
    int64_t n_other;          /* O = further rows of primary inputs + 1 */
    int64_t value_added;      /* the row of primary inputs that is value added */
    double *va_share;         /* [n] v; 0 where there is no output */
    double *output_inverse;   /* [n] 1 / x; 0 where there is no output */
    double *exports;          /* [n] gross exports, million USD */
    /* made on demand, else NULL */
    double *use_reach;        /* [n][K + 1] L (x of the selected region's industries): what stands behind its production */
    double *demand_reach;     /* [n][K] L Y[., region]: output for the region's final demand */
    double *va_content;       /* [n][K + 1] sum over i in the region of v_i L_ij: its value added in a unit of j */
    double *input_content;    /* [n][R] sum over i in the region of L_ij: its production in a unit of j, selected or more */
    double *direct_content;   /* [n][R] 1_r' A: inputs bought from each region per unit of output */
    double *direct_reach;     /* [n][K] A (x of the selected region's industries): sold to them directly, million USD */
    double *other_content;    /* [n][O] further primary inputs, row by row, and what columns leave unexplained, in a unit of j */
    double *home_reach;       /* [n][R] L Y_rr: output for what each region buys of its own products */
    double *sale_reach;       /* [n][R] L (final goods that each region exports) */
    double *local_inverse;    /* [R][S][S] (I - A_rr)^-1 */
    double *final;            /* [n][R] Y: final demand by origin industry and buying region, million USD */
    double *own_block;        /* [K][S][S] L_rr: the region's own block of the global inverse; made all together */
    double *kww;              /* [R][9] terms of Koopman, Wang and Wei, million USD */
    struct selat_footprints *footprints; /* of the standard accounts; owned */
    double *trade;            /* [R][...] value_added_summary.c */
    selat_leontief_report report; /* the worst of all solves */
};

/* Each makes its array where it is missing. Costs in columns of Leontief solves. */
selat_status world_use_reach(selat_context *context, selat_indicator_world *w);     /* K + 1 */
selat_status world_demand_reach(selat_context *context, selat_indicator_world *w);  /* K */
selat_status world_va_content(selat_context *context, selat_indicator_world *w);    /* K + 1, transposed */
selat_status world_input_content(selat_context *context, selat_indicator_world *w); /* R, transposed; or K S with own_block */
selat_status world_direct_content(selat_context *context, selat_indicator_world *w); /* none; R columns of one product with A */
selat_status world_direct_reach(selat_context *context, selat_indicator_world *w);  /* none; K columns of one product with A */
selat_status world_other_content(selat_context *context, selat_indicator_world *w); /* O, transposed */
selat_status world_home_reach(selat_context *context, selat_indicator_world *w);    /* R */
selat_status world_sale_reach(selat_context *context, selat_indicator_world *w);    /* R */
selat_status world_local_inverse(selat_context *context, selat_indicator_world *w); /* none; R S^3 */
selat_status world_final(selat_context *context, selat_indicator_world *w);         /* none */
selat_status world_own_block(selat_context *context, selat_indicator_world *w);     /* K S */

/* A solve whose report is kept when it is the worst so far. x [n][columns]. */
selat_status world_solve(selat_context *context, selat_indicator_world *w, bool transpose, int64_t columns,
                         const double *y, double *x);
/* The columns L[., (region, k)] of the inverse for all sectors k of one region, out [n][S]. */
selat_status world_inverse_columns(selat_context *context, selat_indicator_world *w, int64_t region, double *out);
/* Input coefficients A_in of one pair of regions, out [S][S]. */
void world_block(const selat_indicator_world *w, int64_t origin, int64_t user, double *out);
#endif

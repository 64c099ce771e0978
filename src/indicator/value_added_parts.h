/* Pieces that the decompositions of gross exports share. */
#ifndef SELAT_INDICATOR_VALUE_ADDED_PARTS_H
#define SELAT_INDICATOR_VALUE_ADDED_PARTS_H

#include "indicator/world.h"

/* v_s (I - A_ss)^-1 of one region, out [S]; after world_local_inverse. */
void value_added_local(const selat_indicator_world *w, int64_t region, double *out);
/* Output for what a region absorbs of its own and for what it exports, *absorbed and *exported [n], to be released:
   L_rr Y_rr and L_rr E_r, which add up to output. */
selat_status value_added_split_output(selat_context *context, selat_indicator_world *w, double **absorbed,
                                      double **exported);

#endif

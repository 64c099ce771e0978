/* The two halves of the operator of intermediate flows in factored form, for solvers that need them apart. */
#ifndef SELAT_TABLE_OPERATOR_H
#define SELAT_TABLE_OPERATOR_H

#include "selat/table.h"

/* What origins first .. first+count-1 deliver of purchases w[R][S][columns]:
     out[i][s][c] = sum_n trade_share[s][n][i] w[n][s][c].
   `transpose`: what purchasers first .. first+count-1 see of origin values w:
     out[n][s][c] = sum_i trade_share[s][n][i] w[i][s][c].
   `out` is the whole [R][S][columns]; only the chosen regions are written. Cost count R S per column. */
selat_status selat_table_ship(selat_context *context, const selat_table *table, bool transpose, int64_t first,
                              int64_t count, int64_t columns, const double *w, double *out);

#endif

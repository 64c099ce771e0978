/* The expenditure weights of a base under a shock, row by row (product j, importer n). */
#ifndef SELAT_MODEL_TRADE_ROWS_H
#define SELAT_MODEL_TRADE_ROWS_H

#include "selat/trade.h"

/* Rows that the shock does not touch are read from the base itself or made once; the others are made anew by
   selat_trade_rows_set (another shock or theta, the same rows). */
typedef struct selat_trade_rows {
    int64_t n_regions, n_sectors, n_touched;
    /* [S*R n] of length R */
    const double **spent;  /* A = pi kappa^-theta: weight of origin i at purchaser prices */
    const double **earned; /* B = A / ((1+tau') m x): what of it reaches the producer; the same pointer without wedges */
    const double **paid;   /* A / ((1+tau') m): what reaches the exporting country; the same as earned without x */
    bool export_rents;     /* some row of `paid` differs from `earned` */
    unsigned char *touched;   /* [S*R n] */
    int64_t *list;            /* [n_touched] */
    double *base_store;       /* paid and earned of untouched rows that have wedges */
    double *own;              /* spent, and paid and earned where they differ, of length R, row by row */
    int64_t *own_start;       /* [n_touched] where they stand */
    unsigned char *own_kind;  /* [n_touched] which of them there are */
} selat_trade_rows;

/* Touched are the rows where shock and base differ, and those of `more` (NULL: none), ready for the wedges of both.
   Cost S R^2. */
selat_status selat_trade_rows_init(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                                   const selat_trade_rows *more, selat_trade_rows *out);
void selat_trade_rows_clear(selat_context *context, selat_trade_rows *rows);
/* Whether every row that `shock` touches is touched here as well, has room for its wedges and holds numbers that a shock
   may hold. The other rows are the base's to the bit and need no check. Cost S R^2. */
bool selat_trade_rows_cover(const selat_trade_rows *rows, const selat_economy *economy, const selat_trade_shock *shock);
/* Another shock, which has been covered or has no wedges on other flows than one that has; theta is economy->theta.
   Cost R for every touched row. */
void selat_trade_rows_set(selat_trade_rows *rows, const selat_economy *economy, const selat_trade_shock *shock);
/* Changes of prices at the border on the touched rows, ln kappa [n_touched][R]. */
void selat_trade_rows_log_kappa(const selat_trade_rows *rows, const selat_economy *economy,
                                const selat_trade_shock *shock, double *out);

#endif

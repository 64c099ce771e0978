/* A solution as changes of a table's entries. */
#ifndef SELAT_MODEL_TRADE_CHANGED_TABLE_H
#define SELAT_MODEL_TRADE_CHANGED_TABLE_H

#include "model/trade/internal.h"

typedef struct selat_trade_change {
    const selat_economy *base;
    const selat_trade_shock *shock;
    const selat_trade_result *result;
    const selat_trade_problem *before, *problem; /* without and with the shock */
    double *output_hat;                    /* [R][S] at cost */
    double *markup_base, *markup;          /* [R][S] purchaser spending per unit paid to exporters */
    double *duty_base, *duty;              /* [R][S] tariffs per unit paid to exporters */
    double *wedge_base, *wedge;            /* [R][S] importers' rents: markup - 1 - duty */
    double *purchases_base, *purchases;    /* [R][S] of the shock and of earlier ones */
    double *private_hat;                   /* [R] final spending without purchases */
    double *producer;                      /* [R] */
} selat_trade_change;

/* emissions.c: stressors of `out` from those of `table`. */
void selat_trade_change_stressors(const selat_trade_change *change, const selat_table *table, selat_table *out);

#endif

/* Splitting a sector of a table into parts: power by fuel, hydrogen inside chemicals, electric vehicles inside vehicles.
   Equations and the recipe file in docs/sector-splits.md. */
#ifndef SELAT_SPLIT_H
#define SELAT_SPLIT_H

#include "selat/gras.h"
#include "selat/table.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How one sector is split. Multipliers are against the sector's average, 1 where nothing is said; NULL: all 1. */
typedef struct selat_split {
    int64_t sector;     /* position in the table */
    selat_labels parts; /* P, at least 2 */
    double *weight;     /* [R][P] part of the sector's output, sums to 1 by region */
    double *input;      /* [R][P][S + V] use of product j, or of primary input v, per output */
    double *sale;       /* [R][P][S + F] purchases by industry k, or by demand f */
    double *emission;   /* [R][P][Q] stressor per output */
} selat_split;
void selat_split_clear(selat_context *context, selat_split *split);

/* What balancing moved, over all regions. */
typedef struct selat_split_report {
    int64_t balanced;      /* blocks that had to be balanced: rows and columns of a region */
    int64_t iterations;    /* most of any block */
    double gap;            /* largest gap to a total, million USD */
    double moved_share;    /* largest sum |balanced - recipe| / sum |recipe| of a block */
} selat_split_report;

/* The table with the sector's parts in its place. Every total of the table stays: output, purchases by user, inputs by
   product and stressors of the parts add up to the sector's. Rows: part p of origin i is sold as the sector is, times
   `sale`; columns: as the sector's, times `input`; both balanced by GRAS to the sector's flows and the parts' weights. With
   weights alone no footprint changes.
   Errors: a table that is not factored, weights that do not sum to 1, a part whose code is taken, a recipe that no balanced
   table fits (which names region and part). Cost: R GRAS of P x (S + F) and (S + V) x P. */
selat_status selat_table_split(selat_context *context, const selat_table *table, const selat_split *split,
                               selat_split_report *report, selat_table **out);

#ifdef __cplusplus
}
#endif
#endif

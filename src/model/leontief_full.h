/* The Leontief solver of tables in full form. */
#ifndef SELAT_MODEL_LEONTIEF_FULL_H
#define SELAT_MODEL_LEONTIEF_FULL_H

#include "selat/leontief.h"

typedef struct selat_leontief_full selat_leontief_full;

selat_status selat_leontief_full_create(selat_context *context, const selat_table *table, int64_t columns,
                                        selat_leontief_full **out);
void selat_leontief_full_destroy(selat_context *context, selat_leontief_full *solver); /* takes NULL */
const char *selat_leontief_full_method(const selat_leontief_full *solver);
/* As selat_leontief_solve; report->tolerance is set by the caller, the rest zero. */
selat_status selat_leontief_full_solve(selat_context *context, const selat_leontief_full *solver, bool transpose,
                                       int64_t columns, const double *y, double *x, selat_leontief_report *report);

/* One block of right-hand sides of a full table, [N][columns]; x and r without gaps. */
typedef struct selat_full_block {
    const selat_table *table;
    bool transpose;
    int64_t columns;
    const double *y; /* rows y_row apart */
    int64_t y_row;
    double *x, *r;  /* answer; r = y - (I - A) x */
    double *size;   /* [columns] |y|_1 */
} selat_full_block;

/* r = y. */
void selat_full_block_begin(selat_full_block *block);
/* r and the worst column of |r|_1 / |y|_1. */
selat_status selat_full_block_residual(selat_context *context, selat_full_block *block, double *worst);

/* ---- iteration with domestic blocks (leontief_blocks.c) ---- */
typedef struct selat_domestic_blocks selat_domestic_blocks;
selat_status selat_domestic_blocks_create(selat_context *context, const selat_table *table,
                                          selat_domestic_blocks **out);
void selat_domestic_blocks_destroy(selat_context *context, selat_domestic_blocks *blocks); /* takes NULL */
/* block->x from zero until the residual is at most report->tolerance. */
selat_status selat_domestic_blocks_solve(selat_context *context, const selat_domestic_blocks *blocks,
                                         selat_full_block *block, selat_leontief_report *report);

#endif

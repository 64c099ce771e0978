/* One point of the path: its solution, how fast everything moves there, and what that adds to each part. */
#ifndef SELAT_MODEL_TRADE_WELFARE_NODE_H
#define SELAT_MODEL_TRADE_WELFARE_NODE_H

#include "model/trade_welfare/lobatto.h"
#include "model/trade_welfare/path.h"
#include "selat/welfare.h"

/* What the split reads off a solution, as logs but for the deficit; the same layout holds their derivatives. */
typedef struct selat_node_fields {
    double *producer_price; /* [R i][S] unit cost over productivity */
    double *productivity;   /* [R i][S] T^(1/theta), the factor of scale economies included */
    double *price;          /* [R n][S] purchaser price */
    double *expenditure;    /* [R n][S] 0 where nothing is bought */
    double *deficit;        /* [R] level */
    double *consumer_price; /* [R] */
} selat_node_fields;

int64_t selat_node_length(int64_t n_regions, int64_t n_sectors);
selat_node_fields selat_node_view(double *values, int64_t n_regions, int64_t n_sectors);
/* The fields of the solution at t. values [selat_node_length]. */
void selat_node_fill(const selat_path *path, double t, const selat_trade_result *result, double *values);

typedef struct selat_node_sums { /* what one point adds, weighted */
    selat_welfare_parts *region; /* [R] */
    selat_welfare_cell *cell;    /* [n_detailed][S][R] */
    double *technology;          /* [n_detailed][S] */
} selat_node_sums;

/* Adds weight times the integrand at t to `sums`. `rate`: the fields' derivatives. detail_of [R]: position of a region
   among the detailed ones, -1. */
selat_status selat_node_add(selat_context *context, const selat_path *path, double t, double weight,
                            const selat_trade_result *result, double *rate, const int64_t *detail_of,
                            const selat_node_sums *sums);

#endif

/* What a solved shock is worth to each region, split along a path from the base to the solution into parts that add up
   to the exact number. Derivation in docs/models/welfare.md. */
#ifndef SELAT_WELFARE_H
#define SELAT_WELFARE_H

#include "selat/trade.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One region, in the economy's money: equivalent variation I (I-hat/P-hat - 1), and what it is made of. */
typedef struct selat_welfare_parts {
    double terms_of_trade;  /* what is sold abroad rises in price against what is bought there */
    double volume_of_trade; /* more (or less) of what a tariff keeps out comes in */
    double technical;       /* trade costs that melt */
    double technology;      /* productivity of the region's own industries */
    double scale;           /* scale economies of the region's own industries */
    double labour;          /* supply of labour */
    double rents;           /* rents of barriers: handed over, and earned on a changed volume */
    double deficit;         /* what is borrowed or received from abroad */
    double purchases;       /* purchases counted at the consumer price instead of their own */
    double base_gap;        /* the base does not balance exactly: a solve without any shock already changes this much */
    double exact;           /* equivalent variation */
    double remainder;       /* exact less all the parts: error of the quadrature */
} selat_welfare_parts;

/* The part of it that goes with one partner and product. Not by partner: technology, scale, labour, deficit, purchases, base_gap. */
typedef struct selat_welfare_cell {
    double terms_of_trade, volume_of_trade, technical, rents;
} selat_welfare_cell;

typedef struct selat_welfare_options {
    selat_trade_options trade; /* closures of the solve; tolerance and start are the split's own */
    int64_t n_detailed;        /* regions with cells */
    const int64_t *detailed;
    double tolerance;          /* on |remainder| / I, the worst region; 0: 1e-11 */
} selat_welfare_options;

typedef struct selat_welfare_split {
    int64_t n_regions, n_sectors, n_detailed;
    int64_t *detailed;           /* [n_detailed] */
    double *income;              /* [R] base spending I */
    selat_welfare_parts *region; /* [R] */
    selat_welfare_cell *cell;    /* [n_detailed][S][R partner]; own trade on the diagonal */
    double *technology;          /* [n_detailed][S] technology and scale by industry */
    int64_t nodes;               /* equilibria on the path, both ends included */
    double largest_remainder;    /* |remainder| / I, the worst region */
    bool converged;              /* largest_remainder within the tolerance and every equilibrium solved */
    double seconds;
} selat_welfare_split;

/* Splits `result`, the solution of `shock` on `economy` (all three as selat_trade_solve had and made them). Along the
   path ln(1+tariff), ln of all hats and the amounts of purchases move linearly. Runs on selat_threads(context) threads,
   the result does not depend on them. Not reaching the tolerance is reported. Cost: 6 solves from a close start and
   8 passes over the shares, more where the path bends. */
selat_status selat_welfare_split_create(selat_context *context, const selat_economy *economy,
                                        const selat_trade_shock *shock, const selat_trade_result *result,
                                        const selat_welfare_options *options, selat_welfare_split **out);
void selat_welfare_split_destroy(selat_context *context, selat_welfare_split *split); /* takes NULL */

/* Viner's trade creation and diversion of one importer and product; volumes at base prices, the economy's money. */
typedef struct selat_diversion {
    double partners, home, others; /* change of the volume bought from the partners, at home, from third countries */
    double creation;               /* imports from partners in place of domestic sales */
    double diversion;              /* imports from partners in place of third countries' */
    double expansion;              /* imports from partners in place of nothing: more is bought altogether */
} selat_diversion;

/* For each of `members` as importer, the others being its partners: out [n_members][S]. Purchases are left out. */
selat_status selat_trade_diversion(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                                   const selat_trade_result *result, int64_t n_members, const int64_t *members,
                                   selat_diversion *out);

#ifdef __cplusplus
}
#endif
#endif

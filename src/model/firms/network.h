/* The network as the cascade walks it: rows by buyer for lost inputs, rows by supplier for lost orders. */
#ifndef SELAT_MODEL_FIRMS_NETWORK_H
#define SELAT_MODEL_FIRMS_NETWORK_H

#include "selat/firms.h"

/* The top bit of an entry of `in_supplier` ends a group: all non-essential inputs of a buyer together, or the essential
   inputs from one sector. */
#define SELAT_GROUP_END 0x80000000u
#define SELAT_FIRM_BITS 0x7fffffffu

struct selat_firm_network {
    int64_t n, n_sectors, n_markets, n_links;
    int64_t *in_start;     /* [n + 1] inputs of buyer j by group, negligible ones last */
    int64_t *in_binding;   /* [n] where the negligible ones begin */
    uint32_t *in_supplier; /* [links] */
    double *in_share;      /* [links] Lambda_d: W_ij / inputs of j from i's sector (essential), W_ij / in_j (non-essential) */
    int64_t *out_start;    /* [n + 1] sales of supplier i */
    int32_t *out_buyer;    /* [links] */
    double *out_share;     /* [links] Lambda_u: W_ij / out_i */
    double *sales;         /* [n] out_i */
    double all_sales;
    int32_t *sector;       /* [n] */
    int32_t *market;       /* [n] */
    int64_t *market_start; /* [n_markets + 1] firms by market */
    int32_t *market_firm;  /* [n] */
};

#endif

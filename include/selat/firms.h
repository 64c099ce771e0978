/* Cascades of failing firms in a supply network: the economic systemic risk index of C. Diem, A. Borsos, T. Reisch,
   J. Kertesz and S. Thurner (2022), "Quantifying firm-level economic systemic risk from nation-wide supply networks",
   Scientific Reports 12, 7719. docs/models/firms.md has the equations. */
#ifndef SELAT_FIRMS_H
#define SELAT_FIRMS_H

#include "selat/firm_data.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct selat_firm_network selat_firm_network;

/* Both directions of the network in compressed rows, duplicate links added up. `data` is not needed afterwards.
   About 26 bytes a link and 60 a firm. Errors: positions out of range, weights that are not above 0. */
selat_status selat_firm_network_create(selat_context *context, const selat_firm_data *data, selat_firm_network **out);
void selat_firm_network_destroy(selat_context *context, selat_firm_network *network); /* takes NULL */
int64_t selat_firm_network_firms(const selat_firm_network *network);
int64_t selat_firm_network_sectors(const selat_firm_network *network);
int64_t selat_firm_network_links(const selat_firm_network *network); /* after adding up duplicates */
/* Sales of a firm to all others, the unit of the weights. */
double selat_firm_network_sales(const selat_firm_network *network, int64_t firm);

typedef struct selat_firm_options {
    double eps;             /* stop when no firm's output share falls by more in a step; 0: 1e-8 */
    bool no_replacement;    /* failing suppliers are not replaced by others of their market */
    int64_t max_iterations; /* 0: 100,000 */
} selat_firm_options;

#define SELAT_FIRMS_EPS 1e-8

typedef struct selat_firm_index {
    double esri;        /* share of all sales lost: sum of w (1 - min(h_d, h_u)), w the firms' shares of sales */
    double esri_down;   /* the same with h_d alone: lost inputs */
    double esri_up;     /* with h_u alone: lost orders */
    int64_t iterations; /* steps taken, the last one included */
    bool converged;     /* the last step fell to eps */
} selat_firm_index;

/* One cascade for each of `failing` [count]: that firm stops altogether. out [count]. The cascades run eight at a
   time and in parallel, touching only firms that they reach. Time: links reached times steps. Memory: 290 bytes a firm and
   thread; no more threads than fit 600 MB.
   Errors: SELAT_CANCELLED, positions out of range. Not converging is reported in `out`. */
selat_status selat_firms_fail(selat_context *context, const selat_firm_network *network,
                              const selat_firm_options *options, int64_t count, const int64_t *failing,
                              selat_firm_index *out);

/* One cascade from shares of output left over `psi` [n_firms] (1: untouched, 0: stopped). down and up [n_firms], each may
   be NULL: final losses 1 - h_d and 1 - h_u. sector_loss [n_sectors], may be NULL: sum of sales times (psi - min(h_d, h_u))
   over the sector's sales, what the cascade adds to the first shock. */
selat_status selat_firms_shock(selat_context *context, const selat_firm_network *network,
                               const selat_firm_options *options, const double *psi, selat_firm_index *out,
                               double *down, double *up, double *sector_loss);

#ifdef __cplusplus
}
#endif
#endif

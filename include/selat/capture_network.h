/* A capture network between two countries, put together from data/ccs (docs/models/capture.md, "Network of an accord"). */
#ifndef SELAT_CAPTURE_NETWORK_H
#define SELAT_CAPTURE_NETWORK_H

#include "selat/capture.h"
#include "selat/ccs.h"
#include "selat/table.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct selat_capture_terms {
    int64_t source_region, store_region; /* positions in the table */
    int64_t start, full, last_year; /* first tonnes; the year capacity is reached, by equal yearly steps; end of the run */
    double capacity_mtpa;
    double capture_usd_per_t;       /* NAN: by kind of source */
    double energy_penalty;          /* NAN: by kind of source */
    int64_t n_products, *products;  /* sectors of the table that may capture; 0: all that data/ccs has kinds for */
} selat_capture_terms;

/* Sources are the country's power plants and sites that capture cheapest with the way to a terminal, enough for twice the
   capacity; pipelines by great circle, ships by ship_km [terminals][terminals] (INFINITY: no way). `name` is copied.
   Errors: SELAT_BAD_INPUT where the data have no source, terminal or store for the countries. */
selat_status selat_capture_network(selat_context *context, const selat_ccs *ccs, const selat_table *table,
                                   const selat_capture_terms *terms, const double *ship_km, const char *name,
                                   selat_capture_problem **out);
/* Tonnes asked for in a year: 0 before the start. */
double selat_capture_target_mt(const selat_capture_terms *terms, int64_t year);

#ifdef __cplusplus
}
#endif
#endif

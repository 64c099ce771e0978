/* Chains and firm networks inside the room. */
#ifndef SELAT_RUN_CHAINS_H
#define SELAT_RUN_CHAINS_H

#include "selat/chain_run.h"

/* A message at the line of a stress or measure of the accord. */
selat_status run_below_fail(selat_context *context, const selat_accord *accord, int64_t line, const char *what);
/* `path` as seen from the accord file's folder; release *out. */
selat_status run_below_path(selat_context *context, const selat_accord *accord, const char *path, char **out);

/* chain_stress.c: the chain without and with the accord's new suppliers under a stress. */
selat_status run_chain_stress(selat_context *context, const selat_accord *accord, const selat_table *table,
                              const selat_stress *stress, const selat_run_chain *chain, const char *stage,
                              selat_below_stress *out);
/* firm_stress.c: a cascade, carried to the sectors of one region. */
selat_status run_firm_stress(selat_context *context, const selat_accord *accord, const selat_table *table,
                             const selat_stress *stress, selat_below_stress *out);

#endif

/* An accord file with everything it names: what selat_run needs, loaded and made ready in one call. */
#ifndef SELAT_RUN_LOAD_H
#define SELAT_RUN_LOAD_H

#include "selat/chain_run.h"
#include "selat/dataset.h"
#include "selat/lanes_data.h"
#include "selat/pathway_load.h"
#include "selat/run.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct selat_run_data {
    selat_table *table;
    selat_groups groups;
    selat_accord *accord;      /* checked against the tariffs, utilisation filled in by the origin meter */
    selat_tariffs tariffs;
    selat_elasticities elasticities;
    selat_country *countries;  /* [R] */
    int64_t n_sources;
    selat_elasticities *sources; /* published elasticities, for the draws */
    selat_pathway pathway;     /* empty for "none" */
    selat_pledges pledges;
    selat_sea *sea;              /* NULL, with a note, where the table has regions or products the shipped sea lacks */
    selat_run_chains chains;   /* chips, minerals and what the accord names */
} selat_run_data;

/* Errors as those of the files it reads; *out is then empty. Cost: the table's loading and one Leontief solve per zone of origin. */
selat_status selat_run_load(selat_context *context, const char *accord_path, selat_run_data *out);
void selat_run_unload(selat_context *context, selat_run_data *data); /* takes a zeroed one */
/* Borrows everything from `data`. */
selat_run_inputs selat_run_data_inputs(const selat_run_data *data);

/* The same for many accords: what they have in common is loaded once. For runs of the economy alone. */
typedef struct selat_run_library selat_run_library;
selat_status selat_run_library_create(selat_context *context, selat_run_library **out);
void selat_run_library_destroy(selat_context *context, selat_run_library *library); /* takes NULL */
/* An accord made ready as selat_run_load does it, and inputs with economy_only for selat_run. `inputs` borrow from the accord,
   which the caller destroys, and from the library, where they hold until an accord with another table is opened.
   Errors as selat_run_load. */
selat_status selat_run_library_open(selat_context *context, selat_run_library *library, const char *accord_path,
                                    selat_accord **accord, selat_run_inputs *inputs);

#ifdef __cplusplus
}
#endif
#endif

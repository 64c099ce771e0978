/* Putting a value chain together while files are read. */
#ifndef SELAT_IMPORT_CHAIN_H
#define SELAT_IMPORT_CHAIN_H

#include "base/csv.h"
#include "selat/chain_data.h"

enum { SELAT_CHAIN_MOST_BYTES = 1 << 26, SELAT_CHAIN_MOST_STAGES = 10000 };

/* Arrays of the stages: chain->stages and countries must be set. */
selat_status selat_chain_make_room(selat_context *context, selat_chain *chain);
/* chain.csv of the folder, key and value: name, year, source, notice; all optional. `file_name`: where there is none. */
selat_status selat_chain_read_facts(selat_context *context, const char *folder, selat_chain *chain);
/* Shares scaled to add up to 1; shares of unsized suppliers made equal; types' means filled in. */
selat_status selat_chain_finish(selat_context *context, selat_chain *chain);
/* The folder of "chips", "minerals" or of a path; release *out. */
selat_status selat_chain_folder(selat_context *context, const char *name_or_folder, char **out);
/* minerals.csv of the folder. */
selat_status selat_chain_read_mineral(selat_context *context, const char *folder, const char *mineral, int64_t year,
                                      selat_chain *out);

#endif

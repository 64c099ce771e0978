/* Reading staged value chains: the two that ship, or a folder of comma-separated files (docs/models/chain.md). */
#ifndef SELAT_CHAIN_FILE_H
#define SELAT_CHAIN_FILE_H

#include "selat/chain_data.h"

#ifdef __cplusplus
extern "C" {
#endif

/* `name_or_folder`: "chips", "minerals" or a folder. `mineral` and `year` (0: the latest) only for minerals.csv, else NULL
   and 0. Errors name file, line and column; an unknown mineral with the nearest one. */
selat_status selat_chain_load(selat_context *context, const char *name_or_folder, const char *mineral, int64_t year,
                              selat_chain *out);

/* The minerals of a minerals.csv, in its order; critical [count]: on the list of critical minerals of 2025 (USGS).
   Release with selat_labels_clear and selat_chain_free_flags. */
selat_status selat_chain_minerals(selat_context *context, const char *name_or_folder, selat_labels *out,
                                  bool **critical);
void selat_chain_free_flags(selat_context *context, bool *flags);
/* Whether it is a folder with a minerals.csv ("minerals" is one). */
bool selat_chain_is_minerals(selat_context *context, const char *name_or_folder);

#ifdef __cplusplus
}
#endif
#endif

/* Reading recipes of sector splits. */
#ifndef SELAT_SPLIT_LOAD_H
#define SELAT_SPLIT_LOAD_H

#include "selat/baseline.h"
#include "selat/split.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The first sector of the recipe from position `from` on in the table's sectors that is to be split; *found false: no more.
   `name_or_path`: "power", or a CSV file with the columns region, sector, part, kind, item, value (docs/sector-splits.md).
   Errors name file, line and column. */
selat_status selat_dataset_split(selat_context *context, const char *name_or_path, const selat_table *table,
                                 const selat_groups *groups, int64_t from, bool *found, selat_split *out);
/* Applies every split of the recipe, sector after sector; `report` adds up. *out is a new table. */
selat_status selat_dataset_apply_splits(selat_context *context, const char *name_or_path, const selat_table *table,
                                        const selat_groups *groups, selat_split_report *report, selat_table **out);

#ifdef __cplusplus
}
#endif
#endif

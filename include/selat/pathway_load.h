/* Reading pathways, pledges and visitors' baskets. */
#ifndef SELAT_PATHWAY_LOAD_H
#define SELAT_PATHWAY_LOAD_H

#include "selat/baseline.h"
#include "selat/pathway_data.h"

#ifdef __cplusplus
extern "C" {
#endif

/* `name_or_path`: "trend", or a CSV file with the columns kind, region, sector, gas, year, value, maybe source
   (docs/models/pathway.md). region: a code or group; sector: empty (all), a code, households, for kind power a fuel; gas:
   empty (all) or one of the table. A later row takes the place of an earlier one of the same kind, region, sector, gas and
   year. Errors name file, line and column. */
selat_status selat_dataset_pathway(selat_context *context, const char *name_or_path, const selat_table *table,
                                   const selat_groups *groups, selat_pathway *out);
/* `name_or_path`: "pledges", or a CSV file of the same columns (data/pledges/pledges.csv). Regions that the table lacks stay. */
selat_status selat_dataset_pledges(selat_context *context, const char *name_or_path, selat_pledges *out);
/* The basket of the table's name, or nothing (zeros, no error) where none is shipped. */
selat_status selat_dataset_visitors(selat_context *context, const selat_table *table, selat_visitors *out);

#ifdef __cplusplus
}
#endif
#endif

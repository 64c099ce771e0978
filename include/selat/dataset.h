/* The data that ship with selat, by name: tables, tariffs, elasticities, groups, countries. */
#ifndef SELAT_DATASET_H
#define SELAT_DATASET_H

#include "selat/characterisation.h"
#include "selat/panel.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The path of a shipped file such as "tables/oecd-2022.h5" or "page/report_shell.html". Looked for in $SELAT_DATA, then
   beside the program (build folder or installed prefix), then in the installed data folder. $SELAT_DATA may name several
   folders with colons between them. Error lists where it looked.
   The caller releases *out with selat_dataset_free(). */
selat_status selat_dataset_path(selat_context *context, const char *relative, char **out);
void selat_dataset_free(selat_context *context, char *path);
/* `name_or_path`: "oecd-2022", or the path of a table file. */
selat_status selat_dataset_table(selat_context *context, const char *name_or_path, selat_table **out);

/* Cells absent from the file are zero. A file has the columns importer, exporter, sector, rate; beside
   NAME.csv or NAME.csv.gz may stand NAME.meta (key,value: source, cap, missing_importers). Without missing_importers,
   regions that the file never names as importer are missing. */
selat_status selat_dataset_tariffs(selat_context *context, const char *name_or_path, const selat_table *table,
                                   selat_tariffs *out);

/* A file has the columns sector and theta, maybe standard_error and note; every sector of the table needs a row. */
selat_status selat_dataset_elasticities(selat_context *context, const char *name_or_path, const selat_table *table,
                                        selat_elasticities *out);

/* The published estimates that draws choose from besides the set called `own`: one set per paper, none of the paper that
   `own` is from, uniform assumptions left out. A set that lacks a sector of the table is left out with a note. */
selat_status selat_dataset_published(selat_context *context, const char *own, const selat_table *table, int64_t *count,
                                     selat_elasticities **out);
void selat_dataset_published_free(selat_context *context, int64_t count, selat_elasticities *sources);

selat_status selat_dataset_groups(selat_context *context, selat_groups *out);
/* The same from a file: columns group, of (regions or sectors), code, source. */
selat_status selat_groups_read(selat_context *context, const char *path, selat_groups *out);

/* Which of `labels` merge, for selat_table_aggregate. `groups_or_path`: a CSV file with the columns code, group and, where
   wanted, name (of the group), with every label once; or shipped groups of regions or sectors with commas between them
   ("ASEAN,EU27"), all other labels staying as they are. `group` [labels->count] is filled; `merged` has the groups in
   the order in which they are met. Errors name file, line and column. */
selat_status selat_dataset_grouping(selat_context *context, const char *groups_or_path, bool of_sectors,
                                    const selat_labels *labels, selat_labels *merged, int64_t *group);

/* `name_or_path`: "flows-2011-2022", or a panel file. Errors: missing, damaged, sizes that contradict each other. */
selat_status selat_dataset_panel(selat_context *context, const char *name_or_path, selat_panel **out);
/* A CSV file with the columns importer, exporter, sector, year, add; NAME.meta beside it gives the source. */
selat_status selat_dataset_added_duties(selat_context *context, const char *name_or_path, const selat_panel *panel,
                                        selat_added_duties *out);
/* A CSV file with the columns event, from, to, side_a, side_b (region codes and group names with blanks between them),
   source. `groups` are the shipped ones. */
selat_status selat_dataset_past_events(selat_context *context, const char *name_or_path, const selat_panel *panel,
                                       const selat_groups *groups, selat_past_events *out);

/* Persons in the table's year, out [R]; NAN where the shipped World Bank series (1990 on) has none. */
selat_status selat_dataset_population(selat_context *context, const selat_table *table, double *out);

/* Characterisation: a CSV file with the columns account, unit, stressor, factor and, where wanted, region and sector (a code, or
   nothing for all): each account sums factor x stressor over the rows named. The most specific line of a cell counts, region
   before sector; households take part through lines without a sector. Errors name file, line and column. */
selat_status selat_dataset_characterisation(selat_context *context, const char *path, const selat_table *table,
                                    selat_characterisation *out);

/* A CSV file with the columns region, governance (World Governance Indicators scaled to 0 good .. 10) and, where wanted,
   trade (parameter t, 0 .. 2): out [R] each, 1 for regions it does not name. */
selat_status selat_dataset_governance(selat_context *context, const char *path, const selat_table *table,
                                      double *governance, double *trade);

selat_status selat_dataset_countries(selat_context *context, const selat_table *table, selat_country **out); /* [R] */

#ifdef __cplusplus
}
#endif
#endif

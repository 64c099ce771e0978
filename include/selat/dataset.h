/* The data that ship with selat, by name: tables, tariffs, elasticities, groups, countries. */
#ifndef SELAT_DATASET_H
#define SELAT_DATASET_H

#include "selat/table.h"

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

/* Ad-valorem rates. Cells absent from the file are zero. A file has the columns importer, exporter, sector, rate; beside
   NAME.csv or NAME.csv.gz may stand NAME.meta (key,value: source, cap, missing_importers). Without missing_importers,
   regions that the file never names as importer are missing. */
typedef struct selat_tariffs {
    char *name;
    char *source;
    int64_t n_regions, n_sectors;
    double *rate;           /* [S][R importer][R exporter] fraction; services and the diagonal 0 */
    bool *importer_missing; /* [R] no schedule known (ROW, HKG): rates are 0 and no measure may name it */
    int64_t n_capped;       /* cells held at cap */
    double cap;             /* fraction, from the file's description; INFINITY where it names none */
} selat_tariffs;
selat_status selat_dataset_tariffs(selat_context *context, const char *name_or_path, const selat_table *table,
                                   selat_tariffs *out);
void selat_tariffs_clear(selat_context *context, selat_tariffs *tariffs);

/* Trade elasticities theta and their standard errors. A file has the columns sector and theta, maybe standard_error and
   note; every sector of the table needs a row. */
typedef struct selat_elasticities {
    char *name;
    char *source;
    int64_t n_sectors;
    double *theta;          /* [S] */
    double *standard_error; /* [S]; NAN where not estimated */
    char **note;            /* [S] starts with "fallback" where the value is not an estimate (left out of draws) */
} selat_elasticities;
selat_status selat_dataset_elasticities(selat_context *context, const char *name_or_path, const selat_table *table,
                                        selat_elasticities *out);
void selat_elasticities_clear(selat_context *context, selat_elasticities *elasticities);

/* Named sets of regions (ASEAN, RCEP, EU27) or sectors (goods, services, critical-minerals). */
typedef struct selat_group {
    char *name;
    bool of_sectors;
    int64_t count;
    char **codes;  /* [count] members, also those that are not in the table */
    char *source;
} selat_group;
typedef struct selat_groups {
    int64_t count;
    selat_group *groups;
} selat_groups;
selat_status selat_dataset_groups(selat_context *context, selat_groups *out);
/* The same from a file: columns group, of (regions or sectors), code, source. */
selat_status selat_groups_read(selat_context *context, const char *path, selat_groups *out);
/* NULL when there is no such group. */
const selat_group *selat_groups_find(const selat_groups *groups, const char *name, bool of_sectors);
void selat_groups_clear(selat_context *context, selat_groups *groups);

/* Which of `labels` merge, for selat_table_aggregate. `groups_or_path`: a CSV file with the columns code, group and, where
   wanted, name (of the group), with every label once; or shipped groups of regions or sectors with commas between them
   ("ASEAN,EU27"), all other labels staying as they are. `group` [labels->count] is filled; `merged` has the groups in
   the order in which they are met. Errors name file, line and column. */
selat_status selat_dataset_grouping(selat_context *context, const char *groups_or_path, bool of_sectors,
                                    const selat_labels *labels, selat_labels *merged, int64_t *group);

/* Facts about the table's regions: name, ISO numeric code of the map, population. */
typedef struct selat_country {
    char *code;
    char *name;         /* "Malaysia" */
    int64_t iso_numeric; /* 458; 0 for ROW */
    double population;  /* persons in the table's year; NAN when not known */
} selat_country;
selat_status selat_dataset_countries(selat_context *context, const selat_table *table, selat_country **out); /* [R] */
void selat_countries_free(selat_context *context, int64_t count, selat_country *countries);

#ifdef __cplusplus
}
#endif
#endif

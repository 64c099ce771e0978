/* The facts that stand beside a table: tariffs, trade elasticities, named groups, countries. dataset.h loads them. */
#ifndef SELAT_BASELINE_H
#define SELAT_BASELINE_H

#include "selat/table.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Ad-valorem rates applied in the base. */
typedef struct selat_tariffs {
    char *name;
    char *source;
    int64_t n_regions, n_sectors;
    double *rate;           /* [S][R importer][R exporter] fraction; services and the diagonal 0 */
    bool *importer_missing; /* [R] no schedule known (ROW, HKG): rates are 0 and no measure may name it */
    int64_t n_capped;       /* cells held at cap */
    double cap;             /* fraction, from the file's description; INFINITY where it names none */
} selat_tariffs;
void selat_tariffs_clear(selat_context *context, selat_tariffs *tariffs);

/* Trade elasticities theta and their standard errors. */
typedef struct selat_elasticities {
    char *name;
    char *source;
    int64_t n_sectors;
    double *theta;          /* [S] */
    double *standard_error; /* [S]; NAN where not estimated */
    char **note;            /* [S] starts with "fallback" where the value is not an estimate (left out of draws) */
} selat_elasticities;
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
/* NULL when there is no such group. */
const selat_group *selat_groups_find(const selat_groups *groups, const char *name, bool of_sectors);
void selat_groups_clear(selat_context *context, selat_groups *groups);

/* Facts about the table's regions: name, ISO numeric code of the map, population. */
typedef struct selat_country {
    char *code;
    char *name;         /* "Malaysia" */
    int64_t iso_numeric; /* 458; 0 for ROW */
    double population;  /* persons in the table's year; NAN when not known */
} selat_country;
void selat_countries_free(selat_context *context, int64_t count, selat_country *countries);

#ifdef __cplusplus
}
#endif
#endif

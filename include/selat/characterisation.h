/* Accounts of a table: stressor rows added up with factors. */
#ifndef SELAT_CHARACTERISATION_H
#define SELAT_CHARACTERISATION_H

#include "selat/table.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Stressor rows of a table added up, each cell times a factor: emissions by gas, greenhouse gases in CO2e, water, land. */
typedef struct selat_characterisation {
    int64_t n, n_regions, n_sectors;
    char **names, **units; /* [n] */
    double *industry;      /* [n][R][S] by industries, in `units` */
    double *household;     /* [n][R] by households directly */
} selat_characterisation;

/* One account by gas and, where all rows have one unit and there are several gases, their sum "total" first. Of a table
   whose rows name no gas, one account by row. Error: the table has no stressors. */
selat_status selat_characterisation_standard(selat_context *context, const selat_table *table, selat_characterisation *out);
/* Room for n accounts, all zero, names and units copied. */
selat_status selat_characterisation_create(selat_context *context, const selat_table *table, int64_t n, const char *const *names,
                                   const char *const *units, selat_characterisation *out);
/* Adds factor x stressor row of one cell; sector -1: the households of the region. */
void selat_characterisation_add(selat_characterisation *accounts, const selat_table *table, int64_t account, int64_t stressor,
                        int64_t region, int64_t sector, double factor);
void selat_characterisation_clear(selat_context *context, selat_characterisation *accounts); /* takes a zeroed one */

#ifdef __cplusplus
}
#endif
#endif

/* What the header line of an OECD ICIO file says. */
#ifndef SELAT_IMPORT_ICIO_H
#define SELAT_IMPORT_ICIO_H

#include "base/index.h"
#include "selat/table.h"

typedef struct selat_icio_header {
    const char *path;
    char *bytes;         /* the line, cut into labels in place */
    char separator;
    int64_t n_columns;   /* without the first, which holds the labels of the rows */
    const char **labels; /* [n_columns] */
    int64_t n_industries; /* industries are columns 0 .. n_industries-1 */
    int64_t n_final;      /* final demand the next n_final */
    int64_t total;        /* column of row totals, or -1 */
    int64_t *target;      /* [n_columns] industries: n S + k; final demand: n F + f; total: 0 */
    bool *shared;         /* [R] several regions of the file are one of the table */
    selat_index industries; /* labels of the industry columns */
    selat_labels regions, sectors, demands;
} selat_icio_header;

/* `bytes` (zero-terminated) becomes the header's. `fold`: CNn are CHN and MXn are MEX.
   Errors name line 1 and the column: an empty label, one twice, one that is no COUNTRY_CODE, a region with other sectors
   than the first. */
selat_status selat_icio_header_read(selat_context *context, const char *path, char *bytes, bool fold,
                                    selat_icio_header *out);
void selat_icio_header_clear(selat_context *context, selat_icio_header *header); /* takes a zeroed one */

#endif

/* Tables in other programs' and statistical offices' formats. docs/import.md describes each. */
#ifndef SELAT_IMPORT_H
#define SELAT_IMPORT_H

#include "selat/table.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct selat_import_options {
    const char *name; /* of the table; NULL: the file's or folder's name without its ending */
    int64_t year;     /* of flows and prices; 0: from the file or its name */
    double musd_per_unit; /* million USD per unit of money in the files; 0: as published, other currencies kept */
    bool fold;        /* add parts of a country together (ICIO: CN1, CN2 to CHN, MX1, MX2 to MEX) */
} selat_import_options;

/* Reads the file or folder `path`. `format` names one of the formats below; NULL: the first that recognises it.
   The table may be out of balance: selat_table_check_balance says by how much. Options NULL: none.
   Errors: unknown format, nothing recognises the path, bad input with file, line and column, no memory. */
selat_status selat_table_read(selat_context *context, const char *format, const char *path,
                              const selat_import_options *options, selat_table **out);

/* A table from a user's own sources: the folder has regions.csv, sectors.csv and demands.csv (code,name), a national
   table of every region (national/CODE.csv, domestic and imported use together, exports EXPO, imports IMPO, OUTPUT) and
   flows.csv (sector, importer, origin, flow_musd). Every product's flows are brought to outputs and purchases by RAS,
   the tables then to the flows (docs/import.md, "Building from national tables"). The result is factored and balances;
   its provenance says what moved. `name` NULL: "own". Errors name file, line and column, or the product and region
   whose totals cannot be met. */
selat_status selat_table_build_own(selat_context *context, const char *folder, const char *name, int64_t year,
                                   selat_table **out);

/* The formats, in the order they are tried. */
int64_t selat_import_count(void);
const char *selat_import_name(int64_t format);  /* "icio" */
const char *selat_import_title(int64_t format); /* "OECD ICIO, one CSV file, editions 2016 to 2025" */

#ifdef __cplusplus
}
#endif
#endif

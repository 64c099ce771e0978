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
    double musd_per_unit; /* million USD per unit of money in the file; 0: what the publisher says, other currencies kept */
    bool fold;        /* add parts of a country together (ICIO: CN1, CN2 to CHN, MX1, MX2 to MEX) */
} selat_import_options;

/* Reads the file or folder `path`. `format` names one of the formats below; NULL: the first that recognises it.
   The table may be out of balance: selat_table_check_balance says by how much. Options NULL: none.
   Errors: unknown format, nothing recognises the path, bad input with file, line and column, no memory. */
selat_status selat_table_read(selat_context *context, const char *format, const char *path,
                              const selat_import_options *options, selat_table **out);

/* The formats, in the order they are tried. */
int64_t selat_import_count(void);
const char *selat_import_name(int64_t format);  /* "icio" */
const char *selat_import_title(int64_t format); /* "OECD ICIO, one CSV file, editions 2016 to 2025" */

#ifdef __cplusplus
}
#endif
#endif

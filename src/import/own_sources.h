/* What a user's own sources say, before it is made consistent. */
#ifndef SELAT_IMPORT_OWN_SOURCES_H
#define SELAT_IMPORT_OWN_SOURCES_H

#include "base/text.h"
#include "selat/table.h"

typedef struct selat_own {
    selat_table
        *table; /* factored: use_musd, final_musd and primary_musd as the national tables have them, output_musd */
    double *exports, *imports; /* [R][S] EXPO, IMPO (positive), million USD */
    double *flows;             /* [S][R n][R i] as flows.csv has them; the diagonal is output less exports */
    bool has_value_added;
    selat_text notes;
} selat_own;

/* Makes the sources one table: flows to margins, use and final demand to flows, VALU what is left. */
selat_status selat_own_balance(selat_context *context, selat_own *own);

#endif

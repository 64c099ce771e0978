/* The sheet that WIOD and the ADB MRIO have in common: header rows with names, regions and codes (c1, c2, ...), columns
   of the same before the numbers, below the flows rows of region TOT. */
#ifndef SELAT_IMPORT_CODE_SHEET_H
#define SELAT_IMPORT_CODE_SHEET_H

#include "import/streamed.h"

/* Reads the first sheet that has such a header into job->a. */
selat_status selat_code_sheet_read(selat_context *context, selat_import_job *job);
/* A workbook, alone or in a zip, whose name holds `part`. */
bool selat_code_sheet_named(const selat_archive *archive, const char *part);

#endif

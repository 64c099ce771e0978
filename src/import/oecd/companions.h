/* Writing the data that ship beside the table from the raw files below `folder`, to the folder `to`. */
#ifndef SELAT_IMPORT_OECD_COMPANIONS_H
#define SELAT_IMPORT_OECD_COMPANIONS_H

#include "base/csv.h"
#include "base/text.h"

selat_status selat_oecd_write_tariffs(selat_context *context, const char *folder, const char *to);
selat_status selat_oecd_write_elasticities(selat_context *context, const char *folder, const char *to);
selat_status selat_oecd_write_concordance(selat_context *context, const char *folder, const char *to);
/* Needs groups.csv in `to`. */
selat_status selat_oecd_write_countries(selat_context *context, const char *folder, const char *to);

/* Calls `row` for every row of folder/file. */
typedef selat_status (*selat_row_fn)(selat_context *context, const selat_csv *csv, void *data);
selat_status selat_companion_rows(selat_context *context, const char *folder, const char *file, selat_row_fn row,
                                  void *data);
/* The text of a column of the current row. */
selat_status selat_companion_field(selat_context *context, const selat_csv *csv, const char *column, const char **out);
/* Adds `value`, quoted where it needs to be, and `end`. */
selat_status selat_companion_add(selat_context *context, selat_text *text, const char *value, const char *end);
selat_status selat_companion_write(selat_context *context, const char *to, const char *file, bool packed,
                                   const selat_text *text);

#endif

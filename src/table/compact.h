/* A factored table as one run of bytes that packs well: exact numbers, their bytes sorted by place (all first bytes, all
   second bytes, ...). For a page, which has no HDF5. */
#ifndef SELAT_TABLE_COMPACT_H
#define SELAT_TABLE_COMPACT_H

#include "base/text.h"
#include "selat/table.h"

/* Appended to `out`. Error: a table that is not factored. */
selat_status selat_table_compact_write(selat_context *context, const selat_table *table, selat_text *out);
/* The same table, bit for bit. Errors: bytes that selat_table_compact_write did not write, numbers that are not finite. */
selat_status selat_table_compact_read(selat_context *context, const char *bytes, size_t length, selat_table **out);

#endif

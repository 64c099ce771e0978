/* Files that hold numbers only, one row of the matrix a line, and the label files beside them (Eora, GLORIA). */
#ifndef SELAT_IMPORT_BLOCK_H
#define SELAT_IMPORT_BLOCK_H

#include "base/fields.h"
#include "import/streamed.h"

/* Row `row` (from 0) of the file: values[count]. */
typedef selat_status (*selat_block_fn)(selat_context *context, void *user, int64_t row, double *values);
/* Whether row `row` is wanted; the others are passed over. */
typedef bool (*selat_block_wants)(const void *user, int64_t row);

/* Reads `rows` lines of `columns` numbers. Errors: another number of either, a cell that is no number. */
selat_status selat_block_read(selat_context *context, selat_import_job *job, int64_t entry, char separator,
                              int64_t rows, int64_t columns, selat_block_wants wants, selat_block_fn each, void *user);

/* Opens the file `entry` of the archive as delimited text. */
selat_status selat_block_open(selat_context *context, selat_import_job *job, int64_t entry, char separator,
                              selat_fields *out);

#endif

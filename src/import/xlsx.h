/* Reading .xlsx workbooks cell by cell: a sheet streams by and is never held. */
#ifndef SELAT_IMPORT_XLSX_H
#define SELAT_IMPORT_XLSX_H

#include "selat/context.h"

typedef struct selat_xlsx selat_xlsx;

typedef enum selat_xlsx_kind { SELAT_XLSX_NUMBER, SELAT_XLSX_TEXT, SELAT_XLSX_ERROR } selat_xlsx_kind;

typedef struct selat_xlsx_cell {
    int64_t row, column; /* from 1: B7 is row 7, column 2 */
    selat_xlsx_kind kind;
    double number;
    const char *text; /* trimmed; of an error "#REF!"; of a number what was written */
    size_t length;
} selat_xlsx_cell;

/* Called for every cell that is not empty, row by row, columns rising. */
typedef selat_status (*selat_xlsx_fn)(selat_context *context, void *user, const selat_xlsx_cell *cell);

/* Errors: not a workbook (.xls and .xlsb are named), truncated, a zip bomb, not well-formed. */
selat_status selat_xlsx_open(selat_context *context, const char *path, selat_xlsx **out);
/* `bytes` are borrowed until closed. */
selat_status selat_xlsx_of_bytes(selat_context *context, const char *name, const char *bytes, size_t length,
                                 selat_xlsx **out);
void selat_xlsx_close(selat_context *context, selat_xlsx *book); /* takes NULL */

int64_t selat_xlsx_sheets(const selat_xlsx *book);
const char *selat_xlsx_sheet_name(const selat_xlsx *book, int64_t sheet);
const char *selat_xlsx_name(const selat_xlsx *book);

/* Errors: of the file, of `each`; a formula whose value is not stored; rows or columns that run backwards. */
selat_status selat_xlsx_read(selat_context *context, selat_xlsx *book, int64_t sheet, selat_xlsx_fn each, void *user);
/* Bad input in a cell: "FILE: sheet 'S', cell B7: found X, expected E". */
selat_status selat_xlsx_fail(selat_context *context, const selat_xlsx *book, int64_t sheet, int64_t row, int64_t column,
                             const char *found, const char *expected_format, ...) __attribute__((format(printf, 7, 8)));

#endif

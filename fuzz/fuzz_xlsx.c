/* libFuzzer target: bytes as a workbook, and as its first sheet, its strings and its list of sheets (by the first
 * byte). */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz/stored_zip.h"
#include "import/xlsx.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const good[][2] = {
    {"xl/workbook.xml", "<workbook xmlns:r='r'><sheets><sheet name='S' r:id='rId1'/></sheets></workbook>"},
    {"xl/_rels/workbook.xml.rels",
     "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/></Relationships>"},
    {"xl/sharedStrings.xml", "<sst><si><t>one</t></si><si><r><t>tw</t></r><r><t>o</t></r></si></sst>"},
    {"xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>1</v></c><c "
                                 "r='B1'><v>2.5</v></c></row></sheetData></worksheet>"},
};
enum { N_GOOD = sizeof good / sizeof *good };

static selat_status on_cell(selat_context *context, void *user, const selat_xlsx_cell *cell) {
    size_t *bytes = user;
    (void)context;
    for (size_t k = 0; k < cell->length; k++)
        *bytes += (unsigned char)cell->text[k];
    return SELAT_OK;
}

static void read_book(selat_context *context, const char *bytes, size_t length) {
    selat_xlsx *book;
    size_t sum = 0;
    if (selat_xlsx_of_bytes(context, "fuzz.xlsx", bytes, length, &book) != SELAT_OK) return;
    for (int64_t k = 0; k < selat_xlsx_sheets(book); k++)
        (void)selat_xlsx_read(context, book, k, on_cell, &sum);
    selat_xlsx_close(context, book);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    selat_context *context;
    stored_file files[N_GOOD];
    size_t length;
    if (size == 0) return 0;
    if (selat_context_create(NULL, &context) != SELAT_OK) abort();
    if (*data == 'P') {
        read_book(context, (const char *)data, size);
    } else {
        for (int k = 0; k < N_GOOD; k++) {
            files[k] = (stored_file){good[k][0], good[k][1], strlen(good[k][1])};
            if (*data % N_GOOD == k) files[k] = (stored_file){good[k][0], (const char *)data + 1, size - 1};
        }
        char *bytes = stored_zip(files, N_GOOD, &length);
        read_book(context, bytes, length);
        free(bytes);
    }
    selat_context_destroy(context);
    return 0;
}

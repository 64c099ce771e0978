/* Workbooks: a zip of XML parts (ECMA-376): the list of sheets, the strings they share, and the sheets. */
#include "import/xlsx.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/status.h"
#include "base/text.h"
#include "base/xml.h"
#include "base/zip.h"

enum { MOST_SHEETS = 1024, MOST_COLUMNS = 16384, MOST_ROWS = 1048576, MOST_CELL = 32767 * 4, NAME_ROOM = 12 };
static const size_t MOST_STRING_BYTES = (size_t)1 << 28;

typedef struct sheet_part {
    char *name, *relation, *path; /* path NULL until its relation is met */
} sheet_part;

struct selat_xlsx {
    selat_zip *zip;
    char *name;
    int64_t n_sheets;
    sheet_part *sheets; /* [MOST_SHEETS] */
    selat_text strings; /* all shared strings, each ended by a zero byte */
    int64_t n_strings, string_room;
    size_t *string_start; /* [string_room] */
    bool strings_read;
};

selat_status selat_xlsx_fail(selat_context *context, const selat_xlsx *book, int64_t sheet, int64_t row, int64_t column,
                             const char *found, const char *expected_format, ...) {
    char letters[NAME_ROOM] = "", expected[200];
    int n = 0;
    for (int64_t c = column; c > 0 && n < 8; c = (c - 1) / 26) {
        memmove(letters + 1, letters, (size_t)n + 1);
        letters[0] = (char)('A' + (c - 1) % 26);
        n++;
    }
    va_list arguments;
    va_start(arguments, expected_format);
    selat_vformat(expected, sizeof expected, expected_format, arguments);
    va_end(arguments);
    return selat_fail(context, SELAT_BAD_INPUT, "%s: sheet '%s', cell %s%lld: found %s, expected %s", book->name,
                      book->sheets[sheet].name, letters, (long long)row, found, expected);
}

/* ---- parts ---- */

static selat_status read_part(selat_context *context, selat_xlsx *book, const char *path,
                              const selat_xml_handler *handler) {
    selat_stream stream;
    int64_t entry = selat_zip_find(book->zip, path);
    if (entry < 0) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s: not an .xlsx workbook: it has no part %s%s", book->name, path,
                          selat_zip_find(book->zip, "xl/workbook.bin") >= 0
                              ? " (it is an .xlsb; save it as .xlsx in a spreadsheet program)"
                              : "");
    }
    TRY(selat_zip_stream(context, book->zip, entry, &stream));
    selat_status status = selat_xml_read(context, &stream, handler);
    selat_stream_close(context, &stream);
    return status;
}

static selat_status ignore_end(selat_context *context, void *user, const char *name) {
    (void)context;
    (void)user;
    (void)name;
    return SELAT_OK;
}

static selat_status ignore_text(selat_context *context, void *user, const char *bytes, size_t length) {
    (void)context;
    (void)user;
    (void)bytes;
    (void)length;
    return SELAT_OK;
}

static selat_status on_workbook(selat_context *context, void *user, const char *name, const char *const *attributes) {
    selat_xlsx *book = user;
    if (strcmp(name, "sheet") != 0) return SELAT_OK;
    const char *label = selat_xml_attribute(attributes, "name"), *relation = NULL;
    for (const char *const *a = attributes; *a != NULL; a += 2) { /* r:id, not sheetId */
        const char *colon = strrchr(a[0], ':');
        if (colon != NULL && strcmp(colon, ":id") == 0) relation = a[1];
    }
    if (label == NULL || relation == NULL || book->n_sheets == MOST_SHEETS) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s: xl/workbook.xml: a sheet without name or relation, or over %d",
                          book->name, MOST_SHEETS);
    }
    sheet_part *s = &book->sheets[book->n_sheets++];
    TRY(selat_copy_text(context, label, &s->name));
    return selat_copy_text(context, relation, &s->relation);
}

static selat_status on_relation(selat_context *context, void *user, const char *name, const char *const *attributes) {
    selat_xlsx *book = user;
    if (strcmp(name, "Relationship") != 0) return SELAT_OK;
    const char *id = selat_xml_attribute(attributes, "Id"), *target = selat_xml_attribute(attributes, "Target");
    if (id == NULL || target == NULL) return SELAT_OK;
    for (int64_t k = 0; k < book->n_sheets; k++) {
        if (strcmp(book->sheets[k].relation, id) != 0 || book->sheets[k].path != NULL) continue;
        size_t room = strlen(target) + 4;
        TRY(selat_new(context, room, &book->sheets[k].path));
        if (*target == '/') {
            selat_format(book->sheets[k].path, room, "%s", target + 1);
        } else {
            selat_format(book->sheets[k].path, room, "xl/%s", target);
        }
    }
    return SELAT_OK;
}

static selat_status read_contents(selat_context *context, selat_xlsx *book) {
    const selat_xml_handler workbook = {on_workbook, ignore_end, ignore_text, book},
                            relations = {on_relation, ignore_end, ignore_text, book};
    TRY(selat_new(context, MOST_SHEETS, &book->sheets));
    TRY(read_part(context, book, "xl/workbook.xml", &workbook));
    if (book->n_sheets == 0) return selat_fail(context, SELAT_BAD_INPUT, "%s: a workbook without sheets", book->name);
    return read_part(context, book, "xl/_rels/workbook.xml.rels", &relations);
}

static selat_status begin(selat_context *context, const char *name, selat_xlsx **out) {
    TRY(selat_new(context, 1, out));
    return selat_copy_text(context, name, &(*out)->name);
}

static selat_status finish(selat_context *context, selat_xlsx **book, selat_status status) {
    if (status == SELAT_OK) status = read_contents(context, *book);
    if (status == SELAT_OK) return SELAT_OK;
    selat_xlsx_close(context, *book);
    *book = NULL;
    return status;
}

static selat_status refuse_xls(selat_context *context, const char *name, const char *start, size_t length) {
    if (length < 4 || memcmp(start, "\xD0\xCF\x11\xE0", 4) != 0) return SELAT_OK;
    return selat_fail(
        context, SELAT_BAD_INPUT,
        "%s: found an old .xls or an encrypted workbook, expected .xlsx (save it so in a spreadsheet program)", name);
}

selat_status selat_xlsx_open(selat_context *context, const char *path, selat_xlsx **out) {
    char start[4] = "";
    size_t got;
    selat_stream stream;
    *out = NULL;
    TRY(selat_stream_open(context, path, &stream));
    selat_status status = selat_stream_read(context, &stream, start, sizeof start, &got);
    selat_stream_close(context, &stream);
    TRY(status);
    TRY(refuse_xls(context, path, start, got));
    status = begin(context, path, out);
    if (*out == NULL) return status;
    if (status == SELAT_OK) status = selat_zip_open(context, path, NULL, &(*out)->zip);
    return finish(context, out, status);
}

selat_status selat_xlsx_of_bytes(selat_context *context, const char *name, const char *bytes, size_t length,
                                 selat_xlsx **out) {
    *out = NULL;
    TRY(refuse_xls(context, name, bytes, length));
    selat_status status = begin(context, name, out);
    if (*out == NULL) return status;
    if (status == SELAT_OK) status = selat_zip_of_bytes(context, name, bytes, length, NULL, &(*out)->zip);
    return finish(context, out, status);
}

void selat_xlsx_close(selat_context *context, selat_xlsx *book) {
    if (book == NULL) return;
    for (int64_t k = 0; k < book->n_sheets; k++) {
        selat_release(context, book->sheets[k].name);
        selat_release(context, book->sheets[k].relation);
        selat_release(context, book->sheets[k].path);
    }
    selat_release(context, book->sheets);
    selat_text_clear(context, &book->strings);
    selat_release(context, book->string_start);
    selat_zip_close(context, book->zip);
    selat_release(context, book->name);
    selat_release(context, book);
}

int64_t selat_xlsx_sheets(const selat_xlsx *book) { return book->n_sheets; }
const char *selat_xlsx_sheet_name(const selat_xlsx *book, int64_t k) { return book->sheets[k].name; }
const char *selat_xlsx_name(const selat_xlsx *book) { return book->name; }

/* ---- shared strings ---- */

typedef struct string_reader {
    selat_xlsx *book;
    bool inside_text;
    int phonetic; /* depth of rPh: readings of East Asian text, not part of it */
} string_reader;

static selat_status grow_strings(selat_context *context, selat_xlsx *book) {
    if (book->n_strings < book->string_room) return SELAT_OK;
    int64_t room = book->string_room == 0 ? 1024 : 2 * book->string_room;
    size_t *larger;
    TRY(selat_new(context, room, &larger));
    if (book->n_strings > 0) memcpy(larger, book->string_start, (size_t)book->n_strings * sizeof *larger);
    selat_release(context, book->string_start);
    book->string_start = larger;
    book->string_room = room;
    return SELAT_OK;
}

static selat_status on_string_start(selat_context *context, void *user, const char *name,
                                    const char *const *attributes) {
    string_reader *r = user;
    (void)attributes;
    if (strcmp(name, "si") == 0) {
        TRY(grow_strings(context, r->book));
        r->book->string_start[r->book->n_strings++] = r->book->strings.length;
    }
    if (strcmp(name, "rPh") == 0) r->phonetic++;
    r->inside_text = strcmp(name, "t") == 0 && r->phonetic == 0 && r->book->n_strings > 0;
    return SELAT_OK;
}

static selat_status on_string_end(selat_context *context, void *user, const char *name) {
    string_reader *r = user;
    r->inside_text = false;
    if (strcmp(name, "rPh") == 0 && r->phonetic > 0) r->phonetic--;
    if (strcmp(name, "si") == 0) TRY(selat_text_add_bytes(context, &r->book->strings, "", 1));
    return SELAT_OK;
}

static selat_status on_string_text(selat_context *context, void *user, const char *bytes, size_t length) {
    string_reader *r = user;
    if (!r->inside_text) return SELAT_OK;
    if (r->book->strings.length + length > MOST_STRING_BYTES) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s: shared strings over %zu bytes", r->book->name,
                          MOST_STRING_BYTES);
    }
    return selat_text_add_bytes(context, &r->book->strings, bytes, length);
}

static selat_status read_strings(selat_context *context, selat_xlsx *book) {
    static const char path[] = "xl/sharedStrings.xml";
    string_reader reader = {.book = book};
    const selat_xml_handler handler = {on_string_start, on_string_end, on_string_text, &reader};
    if (book->strings_read) return SELAT_OK;
    book->strings_read = true;
    if (selat_zip_find(book->zip, path) < 0) return SELAT_OK; /* a workbook of numbers or inline strings */
    return read_part(context, book, path, &handler);
}

/* ---- a sheet ---- */

typedef struct sheet_reader {
    selat_xlsx *book;
    int64_t sheet;
    selat_xlsx_fn each;
    void *user;
    int64_t row, column;
    char type; /* n number, s shared, i inline, t formula text, e error, b boolean, d date */
    bool has_formula, has_value, inside_value;
    int phonetic;
    selat_text value;
} sheet_reader;

/* "AB12": column 28, row 12. */
static bool parse_place(const char *text, int64_t *row, int64_t *column) {
    int64_t c = 0;
    for (; *text >= 'A' && *text <= 'Z' && c <= MOST_COLUMNS; text++)
        c = c * 26 + (*text - 'A' + 1);
    if (c < 1 || c > MOST_COLUMNS || !selat_parse_int(text, row)) return false;
    *column = c;
    return *row >= 1 && *row <= MOST_ROWS;
}

static selat_status start_row(selat_context *context, sheet_reader *r, const char *const *attributes) {
    const char *number = selat_xml_attribute(attributes, "r");
    int64_t row = r->row + 1;
    if (number != NULL && (!selat_parse_int(number, &row) || row <= r->row || row > MOST_ROWS)) {
        return selat_fail(context, SELAT_BAD_INPUT,
                          "%s: sheet '%s': found row %s after row %lld, expected rows in order", r->book->name,
                          r->book->sheets[r->sheet].name, number, (long long)r->row);
    }
    r->row = row;
    r->column = 0;
    return SELAT_OK;
}

static selat_status start_cell(selat_context *context, sheet_reader *r, const char *const *attributes) {
    const char *place = selat_xml_attribute(attributes, "r"), *type = selat_xml_attribute(attributes, "t");
    int64_t row = r->row, column = r->column + 1;
    if (place != NULL && (!parse_place(place, &row, &column) || row != r->row || column <= r->column)) {
        return selat_fail(context, SELAT_BAD_INPUT,
                          "%s: sheet '%s': found cell %s in row %lld, expected cells in order", r->book->name,
                          r->book->sheets[r->sheet].name, place, (long long)r->row);
    }
    r->column = column;
    r->type = type == NULL ? 'n' : strcmp(type, "inlineStr") == 0 ? 'i' : strcmp(type, "str") == 0 ? 't' : *type;
    r->has_formula = r->has_value = false;
    r->value.length = 0;
    return SELAT_OK;
}

static selat_status on_cell_start(selat_context *context, void *user, const char *name, const char *const *attributes) {
    sheet_reader *r = user;
    r->inside_value = false;
    if (strcmp(name, "row") == 0) return start_row(context, r, attributes);
    if (strcmp(name, "c") == 0) return start_cell(context, r, attributes);
    if (strcmp(name, "f") == 0) r->has_formula = true;
    if (strcmp(name, "rPh") == 0) r->phonetic++;
    if ((strcmp(name, "v") == 0 && r->type != 'i') || (strcmp(name, "t") == 0 && r->type == 'i' && r->phonetic == 0)) {
        r->inside_value = r->has_value = true;
    }
    return SELAT_OK;
}

static selat_status on_cell_text(selat_context *context, void *user, const char *bytes, size_t length) {
    sheet_reader *r = user;
    if (!r->inside_value) return SELAT_OK;
    if (r->value.length + length > MOST_CELL) {
        return selat_xlsx_fail(context, r->book, r->sheet, r->row, r->column, "a very long text", "at most %d bytes",
                               MOST_CELL);
    }
    return selat_text_add_bytes(context, &r->value, bytes, length);
}

static selat_status fill_text(selat_context *context, sheet_reader *r, selat_xlsx_cell *cell) {
    cell->kind = r->type == 'e' ? SELAT_XLSX_ERROR : SELAT_XLSX_TEXT;
    cell->text = r->value.bytes;
    cell->length = r->value.length;
    if (r->type == 's') {
        int64_t at;
        if (!selat_parse_int(r->value.bytes, &at) || at < 0 || at >= r->book->n_strings) {
            return selat_xlsx_fail(context, r->book, r->sheet, r->row, r->column, r->value.bytes,
                                   "one of %lld shared strings", (long long)r->book->n_strings);
        }
        cell->text = r->book->strings.bytes + r->book->string_start[at];
        cell->length = strlen(cell->text);
    }
    while (cell->length > 0 && strchr(" \t\r\n", cell->text[0]) != NULL)
        cell->text++, cell->length--;
    while (cell->length > 0 && strchr(" \t\r\n", cell->text[cell->length - 1]) != NULL)
        cell->length--;
    return SELAT_OK;
}

static selat_status finish_cell(selat_context *context, sheet_reader *r) {
    selat_xlsx_cell cell = {.row = r->row, .column = r->column};
    if (!r->has_value || r->value.length == 0) {
        if (!r->has_formula || r->type == 't') return SELAT_OK;
        return selat_xlsx_fail(context, r->book, r->sheet, r->row, r->column, "a formula without a stored value",
                               "a number (open and save the file in a spreadsheet program)");
    }
    if (r->type == 'n' || r->type == 'b') {
        cell.text = r->value.bytes;
        cell.length = r->value.length;
        if (selat_scan_double(cell.text, cell.text + cell.length, &cell.number) != cell.text + cell.length) {
            return selat_xlsx_fail(context, r->book, r->sheet, r->row, r->column, r->value.bytes, "a finite number");
        }
    } else {
        TRY(fill_text(context, r, &cell));
        if (cell.length == 0) return SELAT_OK;
    }
    return r->each(context, r->user, &cell);
}

static selat_status on_cell_end(selat_context *context, void *user, const char *name) {
    sheet_reader *r = user;
    r->inside_value = false;
    if (strcmp(name, "rPh") == 0 && r->phonetic > 0) r->phonetic--;
    return strcmp(name, "c") == 0 && r->column > 0 ? finish_cell(context, r) : SELAT_OK;
}

selat_status selat_xlsx_read(selat_context *context, selat_xlsx *book, int64_t sheet, selat_xlsx_fn each, void *user) {
    sheet_reader reader = {.book = book, .sheet = sheet, .each = each, .user = user};
    const selat_xml_handler handler = {on_cell_start, on_cell_end, on_cell_text, &reader};
    if (book->sheets[sheet].path == NULL) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s: sheet '%s': the workbook does not say where it lies",
                          book->name, book->sheets[sheet].name);
    }
    TRY(read_strings(context, book));
    selat_status status = read_part(context, book, book->sheets[sheet].path, &handler);
    selat_text_clear(context, &reader.value);
    return status;
}

/* WIOD's and ADB's sheets, cell by cell.

   Header, with c the row of codes and d the first column of numbers: row c-3 industry codes (WIOD), c-2 names, c-1
   regions, c codes; columns d-4 to d-1 the same for rows. Regions' sectors come first, then, from where the first
   region stands again, their final demand, then totals. */
#include "import/code_sheet.h"

#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/status.h"
#include "import/xlsx.h"

enum { HEADER_ROWS = 16, LABELS = 4, LABEL_ROOM = 256, PAIR_ROOM = 600 };
enum { CODE, NAME, REGION, NUMBER }; /* LABELS, outermost first */
static const size_t MOST_BOOK = (size_t)1 << 31;

typedef struct header_cell {
    int64_t column;
    char *text;
} header_cell;

typedef struct header_row {
    int64_t count, room;
    header_cell *cells; /* columns rising */
} header_row;

typedef struct sheet_job {
    selat_import_job *job;
    selat_xlsx *book;
    int64_t sheet, row;
    header_row header[HEADER_ROWS];
    bool has_header, unlike;         /* unlike: another kind of sheet */
    int64_t first_column, n_columns; /* d, and nodes + finals */
    selat_names by_number;           /* "AUS<tab>c1" in the order of the nodes */
    char label[LABELS][LABEL_ROOM];  /* of the current row */
    double *values;                  /* [n_columns] */
    int64_t met, rows_met;           /* numbers of the current row; rows of flows */
    char *seen;                      /* [n_nodes] */
} sheet_job;

static selat_status fail_cell(selat_context *context, const sheet_job *s, int64_t row, int64_t column,
                              const char *found, const char *expected) {
    return selat_xlsx_fail(context, s->book, s->sheet, row, column, found, "%s", expected);
}

/* ---- header ---- */

static selat_status keep_header(selat_context *context, sheet_job *s, const selat_xlsx_cell *cell) {
    header_row *row = &s->header[cell->row - 1];
    if (row->count == row->room) {
        header_cell *larger;
        int64_t room = row->room == 0 ? 64 : 2 * row->room;
        TRY(selat_new(context, room, &larger));
        if (row->count > 0) memcpy(larger, row->cells, (size_t)row->count * sizeof *larger);
        selat_release(context, row->cells);
        row->cells = larger;
        row->room = room;
    }
    row->cells[row->count].column = cell->column;
    TRY(selat_copy_text_n(context, cell->text, cell->length, &row->cells[row->count].text));
    row->count++;
    return SELAT_OK;
}

static void drop_header(selat_context *context, sheet_job *s) {
    for (int k = 0; k < HEADER_ROWS; k++) {
        for (int64_t c = 0; c < s->header[k].count; c++)
            selat_release(context, s->header[k].cells[c].text);
        selat_release(context, s->header[k].cells);
        s->header[k] = (header_row){0};
    }
}

/* "c12" or "r12" */
static bool is_number_code(const char *text) {
    if ((*text != 'c' && *text != 'r' && *text != 'C') || text[1] == '\0') return false;
    for (text++; *text != '\0'; text++) {
        if (*text < '0' || *text > '9') return false;
    }
    return true;
}

static const char *header_text(const sheet_job *s, int64_t row, int64_t column) {
    if (row < 1 || row > HEADER_ROWS) return "";
    const header_row *h = &s->header[row - 1];
    int64_t low = 0, high = h->count;
    while (low < high) {
        int64_t middle = (low + high) / 2;
        if (h->cells[middle].column < column) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < h->count && h->cells[low].column == column ? h->cells[low].text : "";
}

static bool is_total(const char *region) { return strcasecmp(region, "TOT") == 0 || strcasecmp(region, "TOTAL") == 0; }

/* One column of the header: sector or final demand of a region. *ended at the totals. */
static selat_status add_column(selat_context *context, sheet_job *s, int64_t row, int64_t column, bool *ended) {
    selat_assembly *a = &s->job->a;
    const char *number = header_text(s, row, column), *region = header_text(s, row - 1, column),
               *name = header_text(s, row - 2, column), *code = header_text(s, row - 3, column);
    bool is_new, has_codes = is_number_code(header_text(s, row, s->first_column)) &&
                             header_text(s, row - 3, s->first_column)[0] != '\0';
    *ended = is_total(region) || is_total(number) || (region[0] == '\0' && number[0] == '\0');
    if (*ended) return SELAT_OK;
    if (region[0] == '\0') return fail_cell(context, s, row - 1, column, "an empty cell", "the region of this column");
    if (number[0] == '\0') return fail_cell(context, s, row, column, "an empty cell", "the code of this column");
    bool again = a->regions.count > 1 && strcmp(a->regions.codes[0], region) == 0;
    if (a->regions.count == 1) { /* one region alone: by codes */
        again = (*number == 'F' && number[1] != '\0') ||
                (has_codes && strchr(code, ' ') == NULL && selat_assembly_demand(code) != NULL);
    }
    if (a->n_finals > 0 || again) {
        const char *known = selat_assembly_demand(has_codes ? code : "");
        if (known == NULL) known = selat_assembly_demand(name);
        TRY(selat_assembly_final(context, a, region, known != NULL ? known : number, name, &is_new));
    } else {
        char pair[PAIR_ROOM];
        int64_t at;
        TRY(selat_assembly_node(context, a, region, NULL, has_codes && code[0] != '\0' ? code : number, name, &is_new));
        selat_format(pair, sizeof pair, "%s\t%s", region, number);
        TRY(selat_names_add(context, &s->by_number, pair, NULL, &at));
    }
    if (is_new) return SELAT_OK;
    return fail_cell(context, s, row, column, number, "a region and code that were not met before");
}

/* Looks at the row just ended: is it the one of codes? Then the labels are known. */
static selat_status end_header_row(selat_context *context, sheet_job *s, int64_t row) {
    const header_row *h = &s->header[row - 1];
    int64_t first = 0;
    while (first + 1 < h->count &&
           !(is_number_code(h->cells[first].text) && is_number_code(h->cells[first + 1].text))) {
        first++;
    }
    if (first + 1 >= h->count) return SELAT_OK;
    s->first_column = h->cells[first].column;
    if (row < 2 || s->first_column < 3 || header_text(s, row - 1, s->first_column)[0] == '\0') return SELAT_OK;
    for (int64_t column = s->first_column;; column++) {
        bool ended;
        TRY(add_column(context, s, row, column, &ended));
        if (ended) break;
    }
    selat_assembly *a = &s->job->a;
    TRY(selat_assembly_settle(context, a));
    s->n_columns = a->n_nodes + a->n_finals;
    TRY(selat_new(context, s->n_columns, &s->values));
    TRY(selat_new(context, a->n_nodes, &s->seen));
    for (int64_t k = 1; k <= row && s->job->year == 0; k++) {
        for (int64_t c = 0; c < s->header[k - 1].count && s->job->year == 0 && c < LABELS; c++) {
            s->job->year = selat_year_in(s->header[k - 1].cells[c].text);
        }
    }
    s->has_header = true;
    return SELAT_OK;
}

/* ---- rows ---- */

static selat_status end_row(selat_context *context, sheet_job *s) {
    selat_assembly *a = &s->job->a;
    const char *region = s->label[REGION], *number = s->label[NUMBER];
    if (s->met == 0) return SELAT_OK; /* a note below the table */
    if (region[0] == '\0' || is_total(region)) {
        const char *code, *name = s->label[NAME][0] != '\0' ? s->label[NAME] : number, *text = s->label[CODE];
        bool known = selat_assembly_role(text, &code) != SELAT_ROW_PRIMARY || code != text;
        if (!known && (selat_assembly_role(name, &code) != SELAT_ROW_PRIMARY || code != name || text[0] == '\0')) {
            text = name; /* what the wording says counts more than a number or a code nobody knows */
        }
        if (text[0] == '\0' && s->rows_met == a->n_nodes) return SELAT_OK; /* sums for checking */
        if (text[0] == '\0') {
            return fail_cell(context, s, s->row, s->first_column - 2, "an empty cell", "the region of this row");
        }
        return selat_assembly_primary(context, a, text, name, s->values, s->values + a->n_nodes);
    }
    char pair[PAIR_ROOM];
    selat_format(pair, sizeof pair, "%s\t%s", region, number);
    int64_t node = selat_names_find(&s->by_number, pair);
    if (node < 0) {
        return fail_cell(context, s, s->row, s->first_column - 2, region,
                         "a region whose code in the next cell stands in the header");
    }
    if (s->seen[node]++ != 0) {
        return fail_cell(context, s, s->row, s->first_column - 2, region, "a region and code that were not met before");
    }
    selat_assembly_spread(a, s->values, selat_assembly_z(a, node));
    selat_assembly_spread_final(a, s->values + a->n_nodes, selat_assembly_y(a, node));
    a->empty += s->n_columns - s->met;
    if (s->rows_met++ % 64 == 0) {
        selat_progress(context, "reading the table", (double)s->rows_met / (double)a->n_nodes);
    }
    return SELAT_OK;
}

static selat_status keep_label(selat_context *context, sheet_job *s, const selat_xlsx_cell *cell) {
    int64_t at = LABELS - (s->first_column - cell->column);
    if (at < 0) return SELAT_OK;
    if (cell->kind == SELAT_XLSX_ERROR || cell->length >= LABEL_ROOM) {
        return fail_cell(context, s, cell->row, cell->column,
                         cell->kind == SELAT_XLSX_ERROR ? cell->text : "a long text", "a label of at most 255 bytes");
    }
    memcpy(s->label[at], cell->text, cell->length);
    s->label[at][cell->length] = '\0';
    return SELAT_OK;
}

static selat_status keep_number(selat_context *context, sheet_job *s, const selat_xlsx_cell *cell) {
    int64_t at = cell->column - s->first_column;
    if (at >= s->n_columns) return SELAT_OK; /* totals */
    double value = cell->number;
    if (cell->kind != SELAT_XLSX_NUMBER) {
        char found[64];
        selat_format(found, sizeof found, "%.*s", (int)(cell->length < 50 ? cell->length : 50), cell->text);
        bool reads = cell->kind == SELAT_XLSX_TEXT && strlen(found) == cell->length &&
                     selat_scan_double(found, found + cell->length, &value) == found + cell->length;
        if (!reads && cell->kind == SELAT_XLSX_TEXT && s->label[REGION][0] == '\0') return SELAT_OK; /* a note */
        if (!reads) return fail_cell(context, s, cell->row, cell->column, found, "a number");
    }
    s->values[at] = value;
    s->met++;
    return SELAT_OK;
}

static selat_status on_cell(selat_context *context, void *user, const selat_xlsx_cell *cell) {
    sheet_job *s = user;
    if (cell->row != s->row) {
        if (s->has_header) {
            TRY(end_row(context, s));
            memset(s->values, 0, (size_t)s->n_columns * sizeof *s->values);
        } else if (s->row > 0) {
            TRY(end_header_row(context, s, s->row));
            s->unlike = !s->has_header && cell->row > HEADER_ROWS;
            if (s->unlike) return selat_fail(context, SELAT_BAD_INPUT, "another kind of sheet");
        }
        s->row = cell->row;
        s->met = 0;
        for (int k = 0; k < LABELS; k++)
            s->label[k][0] = '\0';
    }
    if (!s->has_header && cell->row > HEADER_ROWS) {
        s->unlike = true;
        return selat_fail(context, SELAT_BAD_INPUT, "another kind of sheet");
    }
    if (!s->has_header) return keep_header(context, s, cell);
    return cell->column < s->first_column ? keep_label(context, s, cell) : keep_number(context, s, cell);
}

static selat_status check_rows(selat_context *context, const sheet_job *s) {
    const selat_assembly *a = &s->job->a;
    for (int64_t k = 0; k < a->n_nodes; k++) {
        if (s->seen[k]) continue;
        const char *pair = s->by_number.codes[k], *tab = strchr(pair, '\t');
        return selat_fail(context, SELAT_BAD_INPUT,
                          "%s: sheet '%s': found %lld rows of flows, expected %lld; no row for "
                          "%.*s %s of the header",
                          selat_xlsx_name(s->book), selat_xlsx_sheet_name(s->book, s->sheet), (long long)s->rows_met,
                          (long long)a->n_nodes, (int)(tab - pair), pair, tab + 1);
    }
    return SELAT_OK;
}

/* *unlike: the sheet holds something else. */
static selat_status read_sheet(selat_context *context, selat_import_job *job, selat_xlsx *book, int64_t sheet,
                               bool *unlike) {
    sheet_job s = {.job = job, .book = book, .sheet = sheet};
    selat_status status = selat_xlsx_read(context, book, sheet, on_cell, &s);
    if (status == SELAT_OK && s.has_header) status = end_row(context, &s);
    *unlike = s.unlike || (status == SELAT_OK && !s.has_header);
    if (status == SELAT_OK && s.has_header) status = check_rows(context, &s);
    if (status == SELAT_OK && job->year == 0) job->year = selat_year_in(selat_xlsx_sheet_name(book, sheet));
    selat_progress(context, "reading the table", 1);
    drop_header(context, &s);
    selat_names_clear(context, &s.by_number);
    selat_release(context, s.values);
    selat_release(context, s.seen);
    return *unlike ? SELAT_OK : status;
}

static selat_status read_sheets(selat_context *context, selat_import_job *job, selat_xlsx *book) {
    bool unlike = true;
    job->year = selat_year_in(selat_base_name(selat_xlsx_name(book)));
    for (int64_t k = 0; unlike && k < selat_xlsx_sheets(book); k++)
        TRY(read_sheet(context, job, book, k, &unlike));
    if (!unlike) return SELAT_OK;
    return selat_fail(
        context, SELAT_BAD_INPUT,
        "%s: found no sheet with a row of codes (c1, c2, ... or r1, r2, ...) below a row of regions within its "
        "first %d rows",
        selat_xlsx_name(book), HEADER_ROWS);
}

selat_status selat_code_sheet_read(selat_context *context, selat_import_job *job) {
    selat_archive *archive = job->archive;
    int64_t entry = selat_archive_find(archive, ".xlsx");
    selat_xlsx *book = NULL;
    selat_stream stream = {0};
    char *bytes = NULL;
    size_t length;
    selat_status status;
    if (entry < 0) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s: found no .xlsx workbook%s", selat_archive_path(archive),
                          selat_archive_find(archive, ".xlsb") >= 0
                              ? " but an .xlsb: save it as .xlsx in a spreadsheet program"
                              : "");
    }
    if (selat_archive_is_file(archive)) {
        TRY(selat_xlsx_open(context, selat_archive_path(archive), &book));
    } else {
        TRY(selat_archive_stream(context, archive, entry, &stream));
        TRY_OR(done, status, selat_stream_read_all(context, &stream, MOST_BOOK, &bytes, &length));
        TRY_OR(done, status, selat_xlsx_of_bytes(context, stream.name, bytes, length, &book));
    }
    status = read_sheets(context, job, book);
done:
    selat_xlsx_close(context, book);
    selat_stream_close(context, &stream);
    selat_release(context, bytes);
    return status;
}

bool selat_code_sheet_named(const selat_archive *archive, const char *part) {
    if (selat_archive_is_file(archive)) {
        const char *path = selat_archive_path(archive);
        return selat_holds(path, ".xls") && selat_holds(selat_base_name(path), part);
    }
    for (int64_t k = 0; k < selat_archive_count(archive); k++) {
        const char *name = selat_archive_name(archive, k);
        if (selat_holds(name, ".xls") && selat_holds(selat_base_name(name), part)) return true;
    }
    return false;
}

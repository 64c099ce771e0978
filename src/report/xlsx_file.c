/* results.xlsx: a sheet per table. The only file that knows libxlsxwriter. */
#include <math.h>
#include <string.h>
#include <xlsxwriter.h>

#include "base/status.h"
#include "base/file.h"
#include "report/sheets.h"
#include "selat/frame.h"

enum { TITLE_ROW = 0, HEAD_ROW = 2, NARROW = 13, WIDE = 60 };

typedef struct formats {
    lxw_format *title, *head, *number;
} formats;

static void write_value(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const json_t *value,
                        const formats *how) {
    if (json_is_integer(value)) {
        worksheet_write_number(sheet, row, column, (double)json_integer_value(value), NULL);
    } else if (json_is_real(value)) {
        worksheet_write_number(sheet, row, column, json_real_value(value), how->number);
    } else if (json_is_boolean(value)) {
        worksheet_write_string(sheet, row, column, json_is_true(value) ? "yes" : "no", NULL);
    } else if (json_is_string(value)) {
        worksheet_write_string(sheet, row, column, json_string_value(value), NULL);
    }
}

static bool is_wide(const char *key) {
    static const char *const wide[] = {"text", "commitment", "what", "why", "value", "source", "assumed", "statement", "caveat", "label"};
    for (size_t k = 0; k < sizeof wide / sizeof *wide; k++) {
        if (strcmp(key, wide[k]) == 0) return true;
    }
    return false;
}

static void write_sheet(lxw_worksheet *sheet, const report_sheet *from, const formats *how) {
    worksheet_write_string(sheet, TITLE_ROW, 0, from->title, how->title);
    worksheet_set_row(sheet, HEAD_ROW, 60, NULL);
    worksheet_freeze_panes(sheet, HEAD_ROW + 1, 0);
    for (int64_t c = 0; c < from->n_columns; c++) {
        lxw_col_t column = (lxw_col_t)c;
        worksheet_set_column(sheet, column, column, is_wide(from->columns[c].key) ? WIDE : NARROW, NULL);
        worksheet_write_string(sheet, HEAD_ROW, column, from->columns[c].heading, how->head);
    }
    for (size_t r = 0; r < json_array_size(from->rows); r++) {
        for (int64_t c = 0; c < from->n_columns; c++) {
            const json_t *value = json_object_get(json_array_get(from->rows, r), from->columns[c].key);
            write_value(sheet, (lxw_row_t)(HEAD_ROW + 1 + r), (lxw_col_t)c, value, how);
        }
    }
}

static formats make_formats(lxw_workbook *book) {
    formats how = {workbook_add_format(book), workbook_add_format(book), workbook_add_format(book)};
    format_set_bold(how.title);
    format_set_font_size(how.title, 13);
    format_set_bold(how.head);
    format_set_text_wrap(how.head);
    format_set_align(how.head, LXW_ALIGN_VERTICAL_TOP);
    format_set_bottom(how.head, LXW_BORDER_THIN);
    format_set_num_format(how.number, "0.######");
    return how;
}

/* A fixed date of making, so that equal results give equal files. */
static void set_properties(lxw_workbook *book, json_t *root) {
    lxw_doc_properties properties = {
        .title = (char *)json_string_value(json_object_get(json_object_get(root, "accord"), "name")), /* only read */
        .comments = "Made by selat; every number's origin is on the sheet 'assumptions'.",
        .created = 1577836800, /* 2020-01-01 */
    };
    workbook_set_properties(book, &properties);
}

selat_status report_write_xlsx(selat_context *context, const report_sheet sheets[REPORT_SHEETS], json_t *root,
                               const char *path) {
    lxw_workbook *book = workbook_new(path);
    if (book == NULL) return selat_fail(context, SELAT_IO_ERROR, "%s: cannot write", path);
    set_properties(book, root);
    formats how = make_formats(book);
    for (int k = 0; k < REPORT_SHEETS; k++) {
        lxw_worksheet *sheet = workbook_add_worksheet(book, sheets[k].name);
        if (sheet != NULL) write_sheet(sheet, &sheets[k], &how);
    }
    lxw_error error = workbook_close(book);
    if (error == LXW_NO_ERROR) return SELAT_OK;
    return selat_fail(context, SELAT_IO_ERROR, "%s: cannot write: %s", path, lxw_strerror(error));
}

/* ---- frames ---- */

static void write_frame(lxw_worksheet *sheet, const selat_frame *frame, const formats *how) {
    worksheet_write_string(sheet, TITLE_ROW, 0, frame->title, how->title);
    worksheet_set_row(sheet, HEAD_ROW, 60, NULL);
    worksheet_freeze_panes(sheet, HEAD_ROW + 1, 0);
    for (int64_t c = 0; c < frame->n_columns; c++) {
        lxw_col_t column = (lxw_col_t)c;
        bool wide = is_wide(frame->columns[c].key);
        worksheet_set_column(sheet, column, column, wide ? WIDE : NARROW, NULL);
        worksheet_write_string(sheet, HEAD_ROW, column, frame->columns[c].heading, how->head);
        for (int64_t r = 0; r < frame->n_rows; r++) {
            selat_cell cell = frame->cells[r * frame->n_columns + c];
            lxw_row_t row = (lxw_row_t)(HEAD_ROW + 1 + r);
            if (frame->columns[c].is_text) {
                if (cell.text != NULL) worksheet_write_string(sheet, row, column, cell.text, NULL);
            } else if (isfinite(cell.number)) {
                worksheet_write_number(sheet, row, column, cell.number, how->number);
            }
        }
    }
}

static selat_status write_workbook(selat_context *context, const selat_frame *frames, int64_t count, const char *title,
                                   const char *path) {
    lxw_workbook *book = workbook_new(path);
    if (book == NULL) return selat_fail(context, SELAT_IO_ERROR, "%s: cannot write", path);
    lxw_doc_properties properties = {
        .title = (char *)title, .comments = "Made by selat.", .created = 1577836800}; /* title is only read */
    workbook_set_properties(book, &properties);
    formats how = make_formats(book);
    for (int64_t k = 0; k < count; k++) {
        lxw_worksheet *sheet = workbook_add_worksheet(book, frames[k].name);
        if (sheet != NULL) write_frame(sheet, &frames[k], &how);
    }
    lxw_error error = workbook_close(book);
    if (error == LXW_NO_ERROR) return SELAT_OK;
    return selat_fail(context, SELAT_IO_ERROR, "%s: cannot write: %s", path, lxw_strerror(error));
}

selat_status selat_frames_write_xlsx(selat_context *context, const selat_frame *frames, int64_t count,
                                     const char *title, const char *path) {
    selat_output output;
    for (int64_t k = 0; k < count; k++) {
        if (frames[k].n_rows <= LXW_ROW_MAX - HEAD_ROW - 1) continue;
        return selat_fail(context, SELAT_BAD_INPUT, "%s: %lld rows of '%s' do not fit into a sheet; write CSV instead",
                          path, (long long)frames[k].n_rows, frames[k].name);
    }
    TRY(selat_output_begin(context, path, &output));
    selat_status status = write_workbook(context, frames, count, title, output.beside);
    if (status == SELAT_OK) status = selat_output_commit(context, &output);
    if (status != SELAT_OK) selat_output_abandon(context, &output);
    return status;
}

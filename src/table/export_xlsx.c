/* A table as a workbook, in the sheet layout of WIOD, which `selat table import` reads back. */
#include <stdio.h>
#include <string.h>
#include <xlsxwriter.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "selat/table.h"

/* Rows and columns from 0: labels in four columns and four rows before the numbers. */
enum {
    CODE_ROW = 2,
    NAME_ROW,
    REGION_ROW,
    NUMBER_ROW,
    FIRST_ROW,
    FIRST_COLUMN = 4,
    MOST_COLUMNS = 16384,
    MOST_ROWS = 1048576
};
enum { NUMBER_ROOM = 32 };

typedef struct label {
    const char *code, *name, *region, *number;
} label;

typedef struct axis {
    const selat_table *t;
    int64_t N, finals;
} axis;

/* Column k: industries, then final demands, then output. */
static label label_of(const axis *x, int64_t k, char number[NUMBER_ROOM]) {
    const selat_table *t = x->t;
    int64_t S = t->sectors.count, F = t->demands.count;
    if (k < x->N) {
        snprintf(number, NUMBER_ROOM, "c%lld", (long long)(k % S + 1));
        return (label){t->sectors.codes[k % S], t->sectors.names[k % S], t->regions.codes[k / S], number};
    }
    k -= x->N;
    if (k == x->finals) return (label){"GO", "Output at basic prices", "TOT", "GO"};
    snprintf(number, NUMBER_ROOM, "c%lld", (long long)(S + k % F + 1));
    return (label){t->demands.codes[k % F], t->demands.names[k % F], t->regions.codes[k / F], number};
}

static void write_head(lxw_worksheet *sheet, const axis *x, int64_t columns, const char *title) {
    char number[NUMBER_ROOM];
    worksheet_write_string(sheet, 0, 0, title, NULL);
    worksheet_write_string(sheet, 1, 0, "million USD, basic prices", NULL);
    for (lxw_row_t row = CODE_ROW; row <= NUMBER_ROW; row++) {
        for (int64_t k = 0; k < columns; k++) {
            label l = label_of(x, k, number);
            const char *const texts[] = {l.code, l.name, l.region, l.number};
            worksheet_write_string(sheet, row, (lxw_col_t)(FIRST_COLUMN + k), texts[row - CODE_ROW], NULL);
        }
    }
}

static void write_labels(lxw_worksheet *sheet, lxw_row_t row, const label *l) {
    const char *const texts[] = {l->code, l->name, l->region, l->number};
    for (lxw_col_t c = 0; c < FIRST_COLUMN; c++)
        worksheet_write_string(sheet, row, c, texts[c], NULL);
}

static void write_numbers(lxw_worksheet *sheet, lxw_row_t row, int64_t column, const double *values, int64_t count) {
    for (int64_t k = 0; k < count; k++) {
        worksheet_write_number(sheet, row, (lxw_col_t)(FIRST_COLUMN + column + k), values[k], NULL);
    }
}

static selat_status write_flows(selat_context *context, lxw_worksheet *sheet, const axis *x, double *row) {
    const selat_table *t = x->t;
    char number[NUMBER_ROOM];
    for (int64_t at = 0; at < x->N; at++) {
        lxw_row_t line = (lxw_row_t)(FIRST_ROW + at);
        label l = label_of(x, at, number);
        TRY(selat_check_cancel(context));
        write_labels(sheet, line, &l);
        selat_table_row_musd(t, at / t->sectors.count, at % t->sectors.count, row);
        write_numbers(sheet, line, 0, row, x->N);
        selat_table_final_row_musd(t, at / t->sectors.count, at % t->sectors.count, row);
        write_numbers(sheet, line, x->N, row, x->finals);
        write_numbers(sheet, line, x->N + x->finals, t->output_musd + at, 1);
    }
    return SELAT_OK;
}

static void write_primary(lxw_worksheet *sheet, const axis *x) {
    const selat_table *t = x->t;
    char number[NUMBER_ROOM];
    lxw_row_t line = (lxw_row_t)(FIRST_ROW + x->N);
    for (int64_t v = 0; v < t->primary.count; v++, line++) {
        snprintf(number, sizeof number, "r%lld", (long long)v + 60);
        label l = {t->primary.codes[v], t->primary.names[v], "TOT", number};
        write_labels(sheet, line, &l);
        write_numbers(sheet, line, 0, t->primary_musd + v * x->N, x->N);
        if (strcmp(l.code, "TXS_INT_FNL") == 0) write_numbers(sheet, line, x->N, t->final_taxes_musd, x->finals);
    }
    label output = {"GO", "Output at basic prices", "TOT", "GO"};
    write_labels(sheet, line, &output);
    write_numbers(sheet, line, 0, t->output_musd, x->N);
}

/* Stressors, and parts of value added, one a row; households in the last columns. */
static void write_rows(lxw_worksheet *sheet, const axis *x, const selat_labels *rows, const double *values,
                       char *const *units, const double *final) {
    const selat_table *t = x->t;
    int64_t R = t->regions.count;
    char number[NUMBER_ROOM];
    worksheet_write_string(sheet, 0, 0,
                           final != NULL ? "by industry, then by households of each region" : "by industry", NULL);
    for (lxw_row_t line = CODE_ROW; line < FIRST_ROW; line++) {
        for (int64_t k = 0; k < x->N; k++) {
            label l = label_of(x, k, number);
            const char *const texts[] = {l.code, l.name, l.region, l.number};
            worksheet_write_string(sheet, line, (lxw_col_t)(FIRST_COLUMN + k), texts[line - CODE_ROW], NULL);
        }
        for (int64_t n = 0; final != NULL && n < R; n++) {
            const char *const texts[] = {"", "households", t->regions.codes[n], ""};
            worksheet_write_string(sheet, line, (lxw_col_t)(FIRST_COLUMN + x->N + n), texts[line - CODE_ROW], NULL);
        }
    }
    for (int64_t q = 0; q < rows->count; q++) {
        lxw_row_t line = (lxw_row_t)(FIRST_ROW + q);
        label l = {rows->codes[q], rows->names[q], units != NULL ? units[q] : "million USD", ""};
        write_labels(sheet, line, &l);
        write_numbers(sheet, line, 0, values + q * x->N, x->N);
        if (final != NULL) write_numbers(sheet, line, x->N, final + q * R, R);
    }
}

static selat_status write_book(selat_context *context, lxw_workbook *book, const axis *x, double *row) {
    const selat_table *t = x->t;
    lxw_doc_properties properties = {.created = 946684800}; /* a fixed day: the same table gives the same bytes */
    workbook_set_properties(book, &properties);
    lxw_worksheet *flows = workbook_add_worksheet(book, "flows");
    write_head(flows, x, x->N + x->finals + 1, t->name);
    TRY(write_flows(context, flows, x, row));
    write_primary(flows, x);
    if (t->stressors.count > 0) {
        write_rows(workbook_add_worksheet(book, "stressors"), x, &t->stressors, t->stressor, t->stressor_units,
                   t->stressor_final);
    }
    if (t->memo.count > 0) {
        write_rows(workbook_add_worksheet(book, "parts of value added"), x, &t->memo, t->memo_musd, NULL, NULL);
    }
    return SELAT_OK;
}

static selat_status write_file(selat_context *context, const char *path, const axis *x, double *row) {
    /* row by row, so that the workbook is never held */
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    lxw_workbook *book = workbook_new_opt(path, &options);
    if (book == NULL) return selat_fail(context, SELAT_NO_MEMORY, "%s: no memory for the workbook", path);
    selat_status status = write_book(context, book, x, row);
    lxw_error error = workbook_close(book);
    if (status != SELAT_OK || error == LXW_NO_ERROR) return status;
    return selat_fail(context, SELAT_IO_ERROR, "%s: cannot write: %s", path, lxw_strerror(error));
}

selat_status selat_table_export_xlsx(selat_context *context, const selat_table *table, const char *path) {
    const axis x = {table, table->regions.count * table->sectors.count, table->regions.count * table->demands.count};
    int64_t most_rows = x.N + table->primary.count + table->stressors.count;
    selat_output output;
    double *row = NULL;
    if (FIRST_COLUMN + x.N + x.finals + 1 > MOST_COLUMNS || FIRST_ROW + most_rows + 1 > MOST_ROWS) {
        return selat_fail(
            context, SELAT_BAD_INPUT,
            "%s: found %lld industries and %lld final demands, expected no more than fit on a sheet of %d "
            "columns (export as csv, hdf5 or pymrio, or aggregate first)",
            path, (long long)x.N, (long long)x.finals, MOST_COLUMNS);
    }
    TRY(selat_output_begin(context, path, &output));
    selat_status status = selat_new(context, x.N > x.finals ? x.N : x.finals, &row);
    if (status == SELAT_OK) status = write_file(context, output.beside, &x, row);
    if (status == SELAT_OK) status = selat_output_commit(context, &output);
    if (status != SELAT_OK) selat_output_abandon(context, &output);
    selat_release(context, row);
    return status;
}

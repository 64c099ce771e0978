/* OECD ICIO tables: one CSV file, a row for every industry of every region and a few rows of primary inputs below.

   Every line carries its label, so lines are parsed in pieces by several threads and go straight to their place. Lines
   that several threads would meet at (rows of primary inputs, rows that are added together) are put aside and read
   again, in order, at the end. */
#include "import/icio.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/lines.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/status.h"
#include "base/text.h"
#include "import/formats.h"
#include "table/arrays.h"

enum { VALU, TAXES, N_PRIMARY, OUTPUT = N_PRIMARY, UNKNOWN_ROW, LONGEST_FOUND = 60 };

typedef struct icio {
    selat_lines lines;
    selat_icio_header header;
    selat_table *table;
    int64_t *row_at;       /* [n_industries] where the row's line starts, 0 before it is met; under lock */
    double *row_total;     /* [R S] of the total column */
    int64_t rows[UNKNOWN_ROW]; /* rows of each kind met */
    double stray_musd;     /* value added booked on final demand */
    pthread_mutex_t lock;
    int64_t *aside;        /* [n_aside] where lines start that are read at the end; under lock */
    int64_t n_aside, aside_room;
} icio;

/* A line in the making. */
typedef struct row {
    const icio *file;
    int64_t offset;
    const char *line, *end;
    const char *label; /* without quotes */
    size_t label_length;
    const char *cells; /* first byte behind the label's separator */
    double *values;    /* [n_columns] */
} row;

/* ---- messages ---- */

static selat_status fail_cell(selat_context *context, const row *r, int64_t column, const char *found, size_t length,
                              const char *expected) {
    char text[LONGEST_FOUND + 1], key[2 * LONGEST_FOUND];
    if (length > LONGEST_FOUND) length = LONGEST_FOUND;
    memcpy(text, found, length);
    text[length] = '\0';
    const char *label = column > 0 && column <= r->file->header.n_columns ? r->file->header.labels[column - 1] : "";
    selat_format(key, sizeof key, "%.*s%s%.60s", (int)(r->label_length < 50 ? r->label_length : 50), r->label,
                 *label != '\0' ? ", " : "", label);
    selat_place place = {.file = r->file->header.path,
                         .line = selat_lines_number(context, &r->file->lines, r->offset),
                         .column = column + 1,
                         .key = column > 0 ? key : NULL};
    return selat_fail_at(context, place, text, "%s", expected);
}

static selat_status fail_count(selat_context *context, const row *r) {
    int64_t fields = 1;
    for (const char *at = r->line; at < r->end; at++) fields += *at == r->file->header.separator;
    selat_place place = {.file = r->file->header.path, .line = selat_lines_number(context, &r->file->lines, r->offset)};
    return selat_fail_at(context, place, NULL, "found %lld columns, expected the %lld of the header", (long long)fields,
                         (long long)r->file->header.n_columns + 1);
}

/* ---- cells ---- */

static selat_status fail_number(selat_context *context, const row *r, int64_t column, const char *at) {
    const char *stop = memchr(at, r->file->header.separator, (size_t)(r->end - at));
    if (stop == NULL) stop = r->end;
    for (; at < stop && *at == ' '; at++) continue;
    return fail_cell(context, r, column + 1, at, (size_t)(stop - at), stop > at ? "a number" : "a number, not an empty cell");
}

/* Every cell of the line. `blanks`: an empty cell is 0. */
static selat_status read_cells(selat_context *context, const row *r, bool blanks) {
    const char *at = r->cells, *end = r->end, separator = r->file->header.separator;
    int64_t n_columns = r->file->header.n_columns;
    for (int64_t c = 0; c < n_columns; c++) {
        const char *start = at;
        while (at < end && *at == ' ') at++;
        const char *stop = selat_scan_double(at, end, &r->values[c]);
        if (stop == NULL && blanks && (at == end || *at == separator)) {
            r->values[c] = 0;
            stop = at;
        }
        if (stop == NULL) return at == end && c > 0 ? fail_count(context, r) : fail_number(context, r, c, start);
        while (stop < end && *stop == ' ') stop++;
        bool last = c == n_columns - 1;
        if (stop == end && last) return SELAT_OK;
        if (stop == end || (last && *stop == separator)) return fail_count(context, r);
        if (*stop != separator) return fail_number(context, r, c, start);
        at = stop + 1;
    }
    return SELAT_OK;
}

/* Cuts off the label; false for a blank line. */
static bool cut_label(row *r) {
    const char *at = r->line, *stop;
    while (at < r->end && *at == ' ') at++;
    if (at == r->end) return false;
    stop = memchr(at, r->file->header.separator, (size_t)(r->end - at));
    if (stop == NULL) stop = r->end;
    r->cells = stop < r->end ? stop + 1 : stop;
    while (at < stop && (*at == '"' || *at == ' ')) at++;
    while (stop > at && (stop[-1] == '"' || stop[-1] == ' ')) stop--;
    r->label = at;
    r->label_length = (size_t)(stop - at);
    return true;
}

/* ---- rows ---- */

static void add_row(const row *r, int64_t target) {
    const selat_icio_header *h = &r->file->header;
    selat_table *t = r->file->table;
    int64_t N = t->regions.count * t->sectors.count, width = t->regions.count * t->demands.count;
    double *flows = t->flows_musd + target * N, *final = t->final_flows_musd + target * width;
    for (int64_t c = 0; c < h->n_industries; c++) flows[h->target[c]] += r->values[c];
    for (int64_t c = h->n_industries; c < h->n_industries + h->n_final; c++) final[h->target[c]] += r->values[c];
    if (h->total >= 0) r->file->row_total[target] += r->values[h->total];
}

/* Notes where the row of industry column `column` stands; *again is where it stood before, or 0. */
static selat_status meet(selat_context *own, icio *file, int64_t column, int64_t offset, bool aside, int64_t *again) {
    selat_status status = SELAT_OK;
    pthread_mutex_lock(&file->lock);
    *again = column >= 0 ? file->row_at[column] : 0;
    if (column >= 0 && *again == 0) file->row_at[column] = offset;
    if (aside && file->n_aside == file->aside_room) {
        int64_t *larger, room = 2 * file->aside_room + 64;
        status = selat_new(own, room, &larger);
        if (status == SELAT_OK) {
            if (file->n_aside > 0) memcpy(larger, file->aside, (size_t)file->n_aside * sizeof *larger);
            selat_release(own, file->aside);
            file->aside = larger;
            file->aside_room = room;
        }
    }
    if (aside && status == SELAT_OK) file->aside[file->n_aside++] = offset;
    pthread_mutex_unlock(&file->lock);
    return status;
}

/* The later of two rows of one name, whichever was met first. */
static selat_status fail_again(selat_context *context, const row *r, int64_t other) {
    const icio *file = r->file;
    int64_t first = other < r->offset ? other : r->offset, later = other < r->offset ? r->offset : other;
    char name[LONGEST_FOUND + 1];
    selat_format(name, sizeof name, "%.*s", (int)(r->label_length < LONGEST_FOUND ? r->label_length : LONGEST_FOUND),
                 r->label);
    selat_place place = {.file = file->header.path, .line = selat_lines_number(context, &file->lines, later), .column = 1};
    return selat_fail_at(context, place, name, "every row once (it stands in line %lld already)",
                         (long long)selat_lines_number(context, &file->lines, first));
}

/* One line while pieces are read in parallel. */
static selat_status take_line(selat_context *own, void *data, void *scratch, int64_t offset, const char *line,
                              const char *end) {
    icio *file = data;
    row r = {.file = file, .offset = offset, .line = line, .end = end, .values = scratch};
    if (!cut_label(&r)) return SELAT_OK;
    int64_t column = selat_index_find(&file->header.industries, r.label, r.label_length), again;
    int64_t target = column >= 0 ? file->header.target[column] : -1;
    bool aside = column < 0 || file->header.shared[target / file->table->sectors.count];
    TRY(meet(own, file, column, offset, aside, &again));
    if (again != 0) return fail_again(own, &r, again);
    if (aside) return SELAT_OK;
    TRY(read_cells(own, &r, false));
    add_row(&r, target);
    return SELAT_OK;
}

/* VALU, TAXES or OUTPUT by the row's name in any edition; ARG_TAXSUB are taxes that Argentina receives. */
static int kind_of(const char *label, size_t length) {
    static const struct {
        const char *name;
        int kind;
    } known[] = {{"VALU", VALU},   {"VA", VALU},        {"TLS", TAXES},   {"TXS", TAXES}, {"TXS_INT_FNL", TAXES},
                 {"TAXSUB", TAXES}, {"OUTPUT", OUTPUT}, {"OUT", OUTPUT}, {"TOTAL", OUTPUT}};
    static const char by_region[] = "_TAXSUB";
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        if (strlen(known[k].name) == length && memcmp(known[k].name, label, length) == 0) return known[k].kind;
    }
    size_t ending = sizeof by_region - 1;
    if (length > ending && memcmp(label + length - ending, by_region, ending) == 0) return TAXES;
    return UNKNOWN_ROW;
}

static void add_primary(icio *file, const row *r, int kind) {
    const selat_icio_header *h = &file->header;
    selat_table *t = file->table;
    int64_t N = t->regions.count * t->sectors.count;
    double *target = kind == OUTPUT ? t->output_musd : t->primary_musd + kind * N;
    for (int64_t c = 0; c < h->n_industries; c++) target[h->target[c]] += r->values[c];
    for (int64_t c = h->n_industries; c < h->n_industries + h->n_final && kind != OUTPUT; c++) {
        if (kind == TAXES) t->final_taxes_musd[h->target[c]] += r->values[c];
        if (kind == VALU) file->stray_musd += r->values[c];
    }
    file->rows[kind]++;
}

static selat_status read_aside(selat_context *context, icio *file, int64_t offset, double *values) {
    row r = {.file = file, .offset = offset, .values = values};
    char *line;
    size_t length;
    int64_t next;
    TRY(selat_lines_at(context, &file->lines, offset, &line, &length, &next));
    r.line = line;
    r.end = line + length;
    selat_status status = SELAT_OK;
    cut_label(&r); /* it was not blank */
    int64_t column = selat_index_find(&file->header.industries, r.label, r.label_length);
    int kind = column < 0 ? kind_of(r.label, r.label_length) : UNKNOWN_ROW;
    bool once = (kind != VALU && kind != OUTPUT) || file->rows[kind] == 0;
    if (column < 0 && kind == UNKNOWN_ROW) {
        status = fail_cell(context, &r, 0, r.label, r.label_length,
                           "a row named as an industry column, or TLS, TXS, TAXSUB, VA, VALU, OUT or OUTPUT");
    } else if (!once) {
        status = fail_cell(context, &r, 0, r.label, r.label_length, "one row of value added and one of output");
    } else {
        status = read_cells(context, &r, column < 0);
    }
    if (status == SELAT_OK && column >= 0) add_row(&r, file->header.target[column]);
    if (status == SELAT_OK && column < 0) add_primary(file, &r, kind);
    selat_release(context, line);
    return status;
}

static int by_offset(const void *a, const void *b) {
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static selat_status read_rest(selat_context *context, icio *file) {
    double *values;
    TRY(selat_new(context, file->header.n_columns, &values));
    if (file->n_aside > 0) qsort(file->aside, (size_t)file->n_aside, sizeof *file->aside, by_offset);
    selat_status status = SELAT_OK;
    for (int64_t k = 0; k < file->n_aside && status == SELAT_OK; k++) {
        status = read_aside(context, file, file->aside[k], values);
    }
    selat_release(context, values);
    return status;
}

/* ---- the table ---- */

static selat_status check_rows(selat_context *context, const icio *file) {
    const selat_icio_header *h = &file->header;
    for (int64_t c = 0; c < h->n_industries; c++) {
        if (file->row_at[c] != 0) continue;
        return selat_fail_at(context,
                             (selat_place){.file = h->path, .line = 1, .column = c + 2, .key = h->labels[c]}, NULL,
                             "there is no row of this name, expected one for every industry column");
    }
    if (file->rows[VALU] > 0) return SELAT_OK;
    return selat_fail_at(context, (selat_place){.file = h->path}, NULL,
                         "there is no row VA or VALU, expected value added below the industries");
}

/* Without a row of outputs: the total column, or what the rows add up to. */
static void fill_output(const icio *file) {
    selat_table *t = file->table;
    int64_t N = t->regions.count * t->sectors.count, width = t->regions.count * t->demands.count;
    for (int64_t at = 0; at < N; at++) {
        double sum = file->row_total[at];
        for (int64_t k = 0; k < N && file->header.total < 0; k++) sum += t->flows_musd[at * N + k];
        for (int64_t k = 0; k < width && file->header.total < 0; k++) sum += t->final_flows_musd[at * width + k];
        t->output_musd[at] = sum;
    }
}

static void scale_money(selat_table *t, double rate) {
    selat_table_array arrays[SELAT_TABLE_ARRAYS];
    int n_arrays = selat_table_arrays(t, arrays);
    for (int k = 0; k < n_arrays; k++) {
        bool money = strcmp(arrays[k].unit, "million USD") == 0;
        for (int64_t at = 0; at < arrays[k].count && money; at++) (*arrays[k].values)[at] *= rate;
    }
}

static selat_status describe(selat_context *context, const icio *file, bool fold) {
    const selat_icio_header *h = &file->header;
    const char *output = file->rows[OUTPUT] > 0 ? "its row of outputs"
                         : h->total >= 0        ? "its total column (there is no row of outputs)"
                                                : "the sums of its rows (there is no row of outputs)";
    const char *base = strrchr(h->path, '/');
    selat_text note = {0};
    selat_status status = selat_text_add(
        context, &note,
        "OECD ICIO, read from %s: %lld industry and %lld final demand columns, million USD at basic prices.\nOutput is "
        "%s. Rows of taxes less subsidies on products: %lld.%s\n",
        base != NULL ? base + 1 : h->path, (long long)h->n_industries, (long long)h->n_final, output,
        (long long)file->rows[TAXES], fold ? " Parts of China and Mexico are added together." : "");
    if (status == SELAT_OK && file->stray_musd != 0) {
        status = selat_text_add(context, &note, "Value added booked on final demand, left out: %g million USD.\n",
                                file->stray_musd);
    }
    if (status == SELAT_OK) status = selat_table_set_text(context, note.bytes, &file->table->provenance);
    selat_text_clear(context, &note);
    return status;
}

static selat_status make_table(selat_context *context, icio *file, const char *path,
                               const selat_import_options *options) {
    static const char *const codes[] = {"VALU", "TXS_INT_FNL"};
    static const char *const names[] = {"value added at basic prices", "taxes less subsidies on products"};
    const selat_icio_header *h = &file->header;
    selat_labels primary = {0}, none = {0};
    char *name = NULL;
    selat_status status;
    TRY_OR(done, status, selat_labels_init(context, N_PRIMARY, codes, names, &primary));
    TRY_OR(done, status, selat_import_table_name(context, path, options, &name));
    TRY_OR(done, status, selat_table_create_full(context, name, selat_import_table_year(path, options),
                                                 SELAT_FLOWS_DENSE, 0, &h->regions, &h->sectors, &h->demands, &primary,
                                                 &none, &none, &file->table));
    TRY_OR(done, status, selat_new(context, h->n_industries, &file->row_at));
    TRY_OR(done, status, selat_new(context, h->regions.count * h->sectors.count, &file->row_total));
done:
    selat_labels_clear(context, &primary);
    selat_release(context, name);
    return status;
}

/* The flows are far larger than the file when labels are many and lines few: such a file is no table. */
static selat_status check_size(selat_context *context, const icio *file) {
    const selat_icio_header *h = &file->header;
    double least = (double)h->n_industries * (double)h->n_columns * 2; /* a digit and a separator */
    if ((double)file->lines.length >= least) return SELAT_OK;
    return selat_fail_at(context, (selat_place){.file = h->path}, NULL,
                         "its header announces %lld rows of %lld columns, more than %lld bytes can hold",
                         (long long)h->n_industries, (long long)h->n_columns + 1, (long long)file->lines.length);
}

static selat_status read_file(selat_context *context, icio *file, const char *path,
                              const selat_import_options *options) {
    char *line;
    size_t length;
    int64_t first;
    TRY(selat_lines_open(context, path, &file->lines));
    TRY(selat_lines_at(context, &file->lines, 0, &line, &length, &first));
    TRY(selat_icio_header_read(context, path, line, options->fold, &file->header));
    TRY(check_size(context, file));
    TRY(make_table(context, file, path, options));
    TRY(selat_lines_read(context, &file->lines, first, (size_t)file->header.n_columns * sizeof(double), take_line, file));
    TRY(read_rest(context, file));
    TRY(check_rows(context, file));
    if (file->rows[OUTPUT] == 0) fill_output(file);
    if (options->musd_per_unit > 0) scale_money(file->table, options->musd_per_unit);
    return describe(context, file, options->fold);
}

static selat_status read_icio(selat_context *context, const char *path, const selat_import_options *options,
                              selat_table **out) {
    icio file = {0};
    pthread_mutex_init(&file.lock, NULL);
    selat_status status = read_file(context, &file, path, options);
    pthread_mutex_destroy(&file.lock);
    selat_lines_close(context, &file.lines);
    selat_icio_header_clear(context, &file.header);
    selat_release(context, file.row_at);
    selat_release(context, file.row_total);
    selat_release(context, file.aside);
    if (status == SELAT_OK) *out = file.table;
    else selat_table_destroy(context, file.table);
    return status;
}

/* ",ARG_A01,ARG_A02,...": three letters or digits and a bar, twice in a row. */
static bool detect_icio(selat_context *context, const selat_import_source *source) {
    (void)context;
    const char *at = source->head;
    for (int column = 0; column < 2; column++) {
        at = source->length > 0 ? strpbrk(at, ",;|\t\n") : NULL;
        if (at == NULL || *at == '\n') return false;
        at += strspn(at + 1, "\" ") + 1;
        if (strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != 3 || at[3] != '_') return false;
    }
    return true;
}

const selat_import_format selat_format_icio = {
    .name = "icio",
    .title = "OECD ICIO, one CSV file (editions 2016 to 2025)",
    .detect = detect_icio,
    .read = read_icio,
};

/* A folder of CSV files in the layout of `selat table export --format csv` (docs/import.md): labels in files of
   their own, numbers one cell a line. Only labels and flows must be there. */
#include <string.h>

#include "base/fields.h"
#include "base/memory.h"
#include "base/status.h"
#include "import/streamed.h"
#include "table/arrays.h"

enum { DIMENSIONS = 4, LABEL_ROOM = 256, STRESSOR_COLUMNS = 5 };

typedef struct csv_folder {
    selat_context *context;
    selat_archive *archive;
    const selat_import_options *options;
    selat_names regions, sectors, demands, primary, memo, stressors, gases, units, drivers, about;
    selat_table *table;
    selat_text notes;
} csv_folder;

/* One file of cells: the labels of its dimensions, then a value. */
typedef struct cell_file {
    const char *name, *heading;
    int n;
    const char *dimension[DIMENSIONS];
    const selat_names *labels[DIMENSIONS];
    double *values;
} cell_file;

static int64_t find(const csv_folder *f, const char *name) {
    char ending[64];
    selat_format(ending, sizeof ending, "/%s", name);
    return selat_archive_find(f->archive, ending);
}

static selat_status open_fields(csv_folder *f, int64_t entry, selat_fields *out) {
    selat_stream stream;
    *out = (selat_fields){0};
    TRY(selat_archive_stream(f->context, f->archive, entry, &stream));
    return selat_fields_open(f->context, &stream, ',', out);
}

static selat_status expect_header(csv_folder *f, selat_fields *c, const char *const *names, int n) {
    bool has_row;
    TRY(selat_fields_row(f->context, c, &has_row));
    for (int k = 0; k < n; k++) {
        if (has_row) TRY(selat_fields_text(f->context, c, names[k]));
        if (!has_row || strcmp(c->field, names[k]) != 0)
            return selat_fields_fail(f->context, c, "a column '%s'", names[k]);
    }
    return selat_fields_end_row(f->context, c, n);
}

/* ---- labels ---- */

static selat_status read_label_rows(csv_folder *f, selat_fields *c, selat_names *out) {
    static const char *const header[] = {"code", "name"};
    char code[LABEL_ROOM];
    bool has_row;
    int64_t at;
    TRY(expect_header(f, c, header, 2));
    for (;;) {
        TRY(selat_fields_row(f->context, c, &has_row));
        if (!has_row) return SELAT_OK;
        TRY(selat_fields_text(f->context, c, "a code"));
        if (c->length == 0 || c->length >= LABEL_ROOM)
            return selat_fields_fail(f->context, c, "a code of 1 to 255 bytes");
        memcpy(code, c->field, c->length + 1);
        if (selat_names_find(out, code) >= 0) return selat_fields_fail(f->context, c, "every code once");
        TRY(selat_fields_text(f->context, c, "a name"));
        TRY(selat_names_add(f->context, out, code, c->field, &at));
        TRY(selat_fields_end_row(f->context, c, 2));
    }
}

static selat_status read_labels(csv_folder *f, const char *name, bool required, selat_names *out) {
    int64_t entry = find(f, name);
    selat_fields c;
    if (entry < 0 && !required) return SELAT_OK;
    if (entry < 0) {
        return selat_fail(f->context, SELAT_BAD_INPUT, "%s: found no file %s", selat_archive_path(f->archive), name);
    }
    selat_status status = open_fields(f, entry, &c);
    if (status == SELAT_OK) status = read_label_rows(f, &c, out);
    selat_fields_close(f->context, &c);
    return status;
}

static selat_status read_stressor_rows(csv_folder *f, selat_fields *c) {
    static const char *const header[STRESSOR_COLUMNS] = {"code", "name", "gas", "unit", "driver"};
    char text[STRESSOR_COLUMNS][LABEL_ROOM];
    bool has_row;
    int64_t at;
    TRY(expect_header(f, c, header, STRESSOR_COLUMNS));
    for (;;) {
        TRY(selat_fields_row(f->context, c, &has_row));
        if (!has_row) return SELAT_OK;
        for (int k = 0; k < STRESSOR_COLUMNS; k++) {
            TRY(selat_fields_text(f->context, c, header[k]));
            bool bad = c->length >= LABEL_ROOM ||
                       (k == 0 && (c->length == 0 || selat_names_find(&f->stressors, c->field) >= 0));
            if (bad) return selat_fields_fail(f->context, c, "a text of at most 255 bytes, every code once");
            memcpy(text[k], c->field, c->length + 1);
        }
        TRY(selat_fields_end_row(f->context, c, STRESSOR_COLUMNS));
        TRY(selat_names_add(f->context, &f->stressors, text[0], text[1], &at));
        TRY(selat_names_add(f->context, &f->gases, text[0], text[2], &at));
        TRY(selat_names_add(f->context, &f->units, text[0], text[3][0] != '\0' ? text[3] : " ", &at));
        TRY(selat_names_add(f->context, &f->drivers, text[0], text[4], &at));
    }
}

static selat_status read_stressors(csv_folder *f) {
    int64_t entry = find(f, "stressors.csv");
    selat_fields c;
    if (entry < 0) return SELAT_OK;
    selat_status status = open_fields(f, entry, &c);
    if (status == SELAT_OK) status = read_stressor_rows(f, &c);
    selat_fields_close(f->context, &c);
    return status;
}

/* table.csv: key,value with name, year, provenance. */
static selat_status read_about_rows(csv_folder *f, selat_fields *c) {
    bool has_row;
    char key[LABEL_ROOM];
    int64_t at;
    TRY(selat_fields_row(f->context, c, &has_row));
    for (;;) {
        TRY(selat_fields_row(f->context, c, &has_row));
        if (!has_row) return SELAT_OK;
        TRY(selat_fields_text(f->context, c, "a key"));
        selat_format(key, sizeof key, "%.200s", c->field);
        TRY(selat_fields_text(f->context, c, "a value"));
        TRY(selat_names_add(f->context, &f->about, key, c->field, &at));
    }
}

static const char *about(const csv_folder *f, const char *key) {
    int64_t at = selat_names_find(&f->about, key);
    return at >= 0 ? f->about.names[at] : "";
}

static selat_status read_about(csv_folder *f) {
    int64_t entry = find(f, "table.csv");
    selat_fields c;
    if (entry < 0) return SELAT_OK;
    selat_status status = open_fields(f, entry, &c);
    if (status == SELAT_OK) status = read_about_rows(f, &c);
    selat_fields_close(f->context, &c);
    return status;
}

static selat_status read_all_labels(csv_folder *f) {
    TRY(read_labels(f, "regions.csv", true, &f->regions));
    TRY(read_labels(f, "sectors.csv", true, &f->sectors));
    TRY(read_labels(f, "demands.csv", true, &f->demands));
    TRY(read_labels(f, "primary_inputs.csv", false, &f->primary));
    TRY(read_labels(f, "memo_items.csv", false, &f->memo));
    TRY(read_stressors(f));
    return read_about(f);
}

/* ---- cells ---- */

static selat_status read_cell(csv_folder *f, selat_fields *c, const cell_file *file, uint64_t *seen) {
    int64_t at = 0;
    double value;
    for (int d = 0; d < file->n; d++) {
        TRY(selat_fields_text(f->context, c, file->dimension[d]));
        int64_t k = selat_names_find(file->labels[d], c->field);
        if (k < 0) return selat_fields_fail(f->context, c, "a code of the %s labels", file->dimension[d]);
        at = at * file->labels[d]->count + k;
    }
    TRY(selat_fields_numbers(f->context, c, 1, &value));
    TRY(selat_fields_end_row(f->context, c, file->n + 1));
    if (seen[at / 64] >> at % 64 & 1) {
        return selat_fail_at(f->context, (selat_place){c->stream.name, c->line, 0, NULL}, NULL,
                             "this cell stands twice");
    }
    seen[at / 64] |= (uint64_t)1 << at % 64;
    file->values[at] = value;
    return SELAT_OK;
}

static selat_status read_cell_rows(csv_folder *f, selat_fields *c, const cell_file *file, uint64_t *seen) {
    const char *header[DIMENSIONS + 1];
    bool has_row;
    for (int d = 0; d < file->n; d++)
        header[d] = file->dimension[d];
    header[file->n] = file->heading;
    TRY(expect_header(f, c, header, file->n + 1));
    for (;;) {
        TRY(selat_fields_row(f->context, c, &has_row));
        if (!has_row) return SELAT_OK;
        TRY(read_cell(f, c, file, seen));
    }
}

/* *found false where the file is not there. */
static selat_status read_cells(csv_folder *f, const cell_file *file, bool *found) {
    int64_t entry = find(f, file->name), count = 1;
    selat_fields c = {0};
    uint64_t *seen;
    *found = entry >= 0;
    if (!*found) return SELAT_OK;
    for (int d = 0; d < file->n; d++)
        count *= file->labels[d]->count;
    TRY(selat_new(f->context, count / 64 + 1, &seen));
    selat_status status = open_fields(f, entry, &c);
    if (status == SELAT_OK) status = read_cell_rows(f, &c, file, seen);
    selat_fields_close(f->context, &c);
    selat_release(f->context, seen);
    return status;
}

static selat_status read_required(csv_folder *f, const cell_file *file) {
    bool found;
    TRY(read_cells(f, file, &found));
    if (found) return SELAT_OK;
    return selat_fail(f->context, SELAT_BAD_INPUT, "%s: found no file %s", selat_archive_path(f->archive), file->name);
}

static selat_status read_full_flows(csv_folder *f) {
    const selat_names *R = &f->regions, *S = &f->sectors, *F = &f->demands;
    const cell_file files[] = {{"intermediate_flows.csv",
                                "flow_musd",
                                4,
                                {"origin", "product", "importer", "user"},
                                {R, S, R, S},
                                f->table->flows_musd},
                               {"final_flows.csv",
                                "final_musd",
                                4,
                                {"origin", "product", "importer", "demand"},
                                {R, S, R, F},
                                f->table->final_flows_musd}};
    for (int k = 0; k < 2; k++)
        TRY(read_required(f, &files[k]));
    return SELAT_OK;
}

/* flows.csv holds what n buys of s from i: shares are its parts. */
static selat_status read_factored_flows(csv_folder *f) {
    const selat_names *R = &f->regions, *S = &f->sectors, *F = &f->demands;
    selat_table *t = f->table;
    const cell_file files[] = {
        {"flows.csv", "flow_musd", 3, {"sector", "importer", "origin"}, {S, R, R}, t->trade_share},
        {"use.csv", "use_musd", 3, {"region", "product", "user"}, {R, S, S}, t->use_musd},
        {"final_demand.csv", "final_musd", 3, {"region", "product", "demand"}, {R, S, F}, t->final_musd}};
    for (int k = 0; k < 3; k++)
        TRY(read_required(f, &files[k]));
    for (int64_t at = 0; at < S->count * R->count; at++) {
        double *share = t->trade_share + at * R->count, sum = 0;
        for (int64_t i = 0; i < R->count; i++)
            sum += share[i];
        for (int64_t i = 0; i < R->count && sum != 0; i++)
            share[i] /= sum;
    }
    return SELAT_OK;
}

static selat_status note(csv_folder *f, const char *text) {
    return selat_text_add(f->context, &f->notes, "%s\n", text);
}

/* What every row sells, and VALU as what is left of it, where the folder does not say. */
static selat_status complete(csv_folder *f, bool has_output, bool has_primary) {
    selat_table *t = f->table;
    int64_t N = t->regions.count * t->sectors.count, width = t->regions.count * t->demands.count;
    double *row;
    if (has_output && has_primary) return SELAT_OK;
    TRY(selat_new(f->context, N + width, &row));
    for (int64_t at = 0; at < N && !has_output; at++) {
        int64_t r = at / t->sectors.count, s = at % t->sectors.count;
        selat_table_row_musd(t, r, s, row);
        selat_table_final_row_musd(t, r, s, row + N);
        for (int64_t k = 0; k < N + width; k++)
            t->output_musd[at] += row[k];
    }
    int64_t valu = selat_labels_find(&t->primary, "VALU");
    for (int64_t at = 0; at < N && !has_primary && valu >= 0; at++) {
        selat_table_column_musd(t, at / t->sectors.count, at % t->sectors.count, row);
        t->primary_musd[valu * N + at] = t->output_musd[at];
        for (int64_t k = 0; k < N; k++)
            t->primary_musd[valu * N + at] -= row[k];
    }
    selat_release(f->context, row);
    if (!has_output) TRY(note(f, "The folder gives no output: it is what the rows sell."));
    return has_primary ? SELAT_OK : note(f, "The folder gives no primary inputs: VALU is output less inputs.");
}

static selat_status read_companions(csv_folder *f) {
    const selat_names *R = &f->regions, *S = &f->sectors, *F = &f->demands;
    selat_table *t = f->table;
    bool found, has_primary, has_output;
    const cell_file primary = {"primary.csv",       "primary_musd", 3, {"primary", "region", "sector"},
                               {&f->primary, R, S}, t->primary_musd};
    const cell_file output = {"output.csv", "output_musd", 2, {"region", "sector"}, {R, S}, t->output_musd};
    const cell_file others[] = {
        {"memo.csv", "memo_musd", 3, {"memo", "region", "sector"}, {&f->memo, R, S}, t->memo_musd},
        {"final_taxes.csv", "taxes_musd", 2, {"region", "demand"}, {R, F}, t->final_taxes_musd},
        {"stressor_industry.csv", "value", 3, {"stressor", "region", "sector"}, {&f->stressors, R, S}, t->stressor},
        {"stressor_household.csv", "value", 2, {"stressor", "region"}, {&f->stressors, R}, t->stressor_final},
        {"fuel_weight.csv", "weight", 1, {"sector"}, {S}, t->fuel_weight}};
    TRY(read_cells(f, &primary, &has_primary));
    TRY(read_cells(f, &output, &has_output));
    for (size_t k = 0; k < sizeof others / sizeof *others; k++)
        TRY(read_cells(f, &others[k], &found));
    for (int64_t q = 0; q < f->stressors.count; q++) {
        TRY(selat_table_set_text(f->context, f->gases.names[q], &t->stressor_gases[q]));
        bool has_unit = strcmp(f->units.names[q], " ") != 0;
        TRY(selat_table_set_text(f->context, has_unit ? f->units.names[q] : "", &t->stressor_units[q]));
        if (strcmp(f->drivers.names[q], "fuel") == 0) t->stressor_drivers[q] = SELAT_DRIVER_FUEL;
    }
    return complete(f, has_output, has_primary);
}

/* ---- the table ---- */

static selat_labels view(const selat_names *names) { return (selat_labels){names->count, names->codes, names->names}; }

static selat_status create(csv_folder *f) {
    int64_t valu, year = selat_year_in(about(f, "year"));
    bool full = find(f, "intermediate_flows.csv") >= 0;
    if (f->primary.count == 0) TRY(selat_names_add(f->context, &f->primary, "VALU", "value added", &valu));
    selat_labels regions = view(&f->regions), sectors = view(&f->sectors), demands = view(&f->demands),
                 primary = view(&f->primary), memo = view(&f->memo), stressors = view(&f->stressors);
    const char *name = f->options->name != NULL ? f->options->name : about(f, "name");
    if (name[0] == '\0') name = selat_base_name(selat_archive_path(f->archive));
    if (f->options->year != 0) year = f->options->year;
    if (!full) {
        return selat_table_create(f->context, name, year, &regions, &sectors, &demands, &primary, &memo, &stressors,
                                  &f->table);
    }
    return selat_table_create_full(f->context, name, year, SELAT_FLOWS_DENSE, 0, &regions, &sectors, &demands, &primary,
                                   &memo, &stressors, &f->table);
}

static void scale_money(csv_folder *f, double scale) {
    selat_table_array arrays[SELAT_TABLE_ARRAYS];
    int n = selat_table_arrays(f->table, arrays);
    for (int k = 0; k < n; k++) {
        if (strcmp(arrays[k].unit, "million USD") != 0) continue;
        for (int64_t at = 0; at < arrays[k].count; at++)
            (*arrays[k].values)[at] *= scale;
    }
}

static selat_status read_folder(csv_folder *f) {
    TRY(read_all_labels(f));
    TRY(create(f));
    TRY(f->table->form == SELAT_FLOWS_FACTORED ? read_factored_flows(f) : read_full_flows(f));
    TRY(read_companions(f));
    if (f->options->musd_per_unit > 0) scale_money(f, f->options->musd_per_unit);
    TRY(selat_table_validate(f->context, f->table));
    const char *provenance = about(f, "provenance");
    if (f->notes.length > 0) provenance = f->notes.bytes;
    return selat_table_set_text(f->context, provenance, &f->table->provenance);
}

static selat_status load(selat_context *context, const char *path, const selat_import_options *options,
                         selat_table **out) {
    csv_folder f = {.context = context, .options = options};
    TRY(selat_archive_open(context, path, false, &f.archive));
    selat_status status = read_folder(&f);
    selat_names *const lists[] = {&f.regions,   &f.sectors, &f.demands, &f.primary, &f.memo,
                                  &f.stressors, &f.gases,   &f.units,   &f.drivers, &f.about};
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++)
        selat_names_clear(context, lists[k]);
    selat_archive_close(context, f.archive);
    selat_text_clear(context, &f.notes);
    if (status != SELAT_OK) {
        selat_table_destroy(context, f.table);
        f.table = NULL;
    }
    *out = f.table;
    return status;
}

static bool recognise(const selat_archive *archive, const char *head) {
    (void)head;
    return !selat_archive_is_file(archive) && selat_archive_find(archive, "/regions.csv") >= 0 &&
           selat_archive_find(archive, "/sectors.csv") >= 0;
}

static bool detect(selat_context *context, const selat_import_source *source) {
    static const selat_streamed streamed = {.recognise = recognise};
    return selat_streamed_detect(context, source, &streamed);
}

const selat_import_format selat_format_csv = {
    .name = "csv",
    .title = "a folder or zip of plain CSV: labels and cells, as 'selat table export --format csv' writes it",
    .detect = detect,
    .read = load,
};

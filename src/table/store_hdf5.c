/* Tables as HDF5 files, laid out as docs/table-format.md says. They are sealed: the first 512 bytes, which HDF5 skips,
   hold a checksum, so that a damaged file never reaches the HDF5 library, which does not bear everything. */
#include "table/store.h"

#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "table/arrays.h"
#include "table/hdf5_image.h"
#include "table/seal.h"

enum {
    FACTORED_VERSION = 1,
    FULL_VERSION = 2,
    LARGE_FILE = 16 << 20,
    MOST_LABELS = 4096,
    LONGEST_TEXT = 255,      /* bytes of a code, name, unit or gas */
    LONGEST_NOTE = 1 << 20,  /* bytes of the provenance */
    MOST_VALUES_PER_BYTE = 1032 / (int)sizeof(double), /* deflate packs 1032 bytes into one at best */
    N_LABELS = 6
};
static const size_t largest_file = (size_t)1 << 31;
static const char schema[] = "selat table";
static const char *const label_names[N_LABELS] = {"region", "sector", "demand", "primary", "memo", "stressor"};
static const char *const driver_names[] = {[SELAT_DRIVER_FUEL] = "fuel", [SELAT_DRIVER_OUTPUT] = "output"};

static const selat_labels *labels_of(const selat_table *t, int k) {
    const selat_labels *const parts[N_LABELS] = {&t->regions, &t->sectors, &t->demands,
                                                 &t->primary, &t->memo,    &t->stressors};
    return parts[k];
}

/* ---- the seal ---- */

void selat_table_seal(char *bytes, size_t length) { selat_seal_write("table", bytes, length); }

static const char hint[] = " ('selat table import' takes a table that another program wrote or changed)";

static selat_status check_seal(selat_context *context, const char *path, const char *bytes, size_t length) {
    return selat_seal_check(context, "table", hint, path, bytes, length);
}

/* ---- texts that are safe to keep and to print ---- */

/* Length of the UTF-8 sequence at `text`, 0 when it is none or a control character. */
static size_t text_unit(const unsigned char *text, bool lines) {
    if (text[0] < 0x20) return lines && (text[0] == '\n' || text[0] == '\t') ? 1 : 0;
    if (text[0] < 0x7f) return 1;
    size_t length = text[0] >= 0xc2 && text[0] <= 0xdf ? 2
                    : (text[0] & 0xf0) == 0xe0         ? 3
                    : (text[0] & 0xf8) == 0xf0         ? 4
                                                       : 0;
    for (size_t k = 1; k < length; k++) {
        if ((text[k] & 0xc0) != 0x80) return 0;
    }
    return length;
}

static selat_status check_text(selat_context *context, const char *what, const char *text, size_t longest, bool lines) {
    const unsigned char *at = (const unsigned char *)text;
    for (size_t step; *at != '\0'; at += step) {
        step = text_unit(at, lines);
        if (step == 0)
            return selat_fail(context, SELAT_BAD_INPUT, "%s: expected UTF-8 text without control characters", what);
    }
    if (strlen(text) <= longest) return SELAT_OK;
    return selat_fail(context, SELAT_BAD_INPUT, "%s: found %zu bytes, expected at most %zu", what, strlen(text),
                      longest);
}

static selat_status check_texts(selat_context *context, const selat_table *t) {
    TRY(check_text(context, "name", t->name, LONGEST_TEXT, false));
    TRY(check_text(context, "provenance", t->provenance, LONGEST_NOTE, true));
    for (int k = 0; k < N_LABELS; k++) {
        const selat_labels *labels = labels_of(t, k);
        if (labels->count > MOST_LABELS) {
            return selat_fail(context, SELAT_BAD_INPUT, "%s: found %lld labels, expected at most %d", label_names[k],
                              (long long)labels->count, MOST_LABELS);
        }
        for (int64_t l = 0; l < labels->count; l++) {
            TRY(check_text(context, label_names[k], labels->codes[l], LONGEST_TEXT, false));
            TRY(check_text(context, label_names[k], labels->names[l], LONGEST_TEXT, false));
        }
    }
    for (int64_t q = 0; q < t->stressors.count; q++) {
        TRY(check_text(context, "stressor unit", t->stressor_units[q], LONGEST_TEXT, false));
        TRY(check_text(context, "stressor gas", t->stressor_gases[q], LONGEST_TEXT, false));
    }
    return SELAT_OK;
}

/* ---- saving ---- */

static selat_status put_labels(selat_context *context, selat_hdf5 *file, const selat_table *t) {
    char name[64];
    TRY(selat_hdf5_put_group(context, file, "labels"));
    for (int k = 0; k < N_LABELS; k++) {
        const selat_labels *labels = labels_of(t, k);
        selat_format(name, sizeof name, "labels/%s", label_names[k]);
        TRY(selat_hdf5_put_texts(context, file, name, labels->count, (const char *const *)labels->codes));
        selat_format(name, sizeof name, "labels/%s_name", label_names[k]);
        TRY(selat_hdf5_put_texts(context, file, name, labels->count, (const char *const *)labels->names));
    }
    return SELAT_OK;
}

static selat_status put_stressor_facts(selat_context *context, selat_hdf5 *file, const selat_table *t) {
    int64_t Q = t->stressors.count;
    const char **words;
    TRY(selat_hdf5_put_texts(context, file, "labels/stressor_unit", Q, (const char *const *)t->stressor_units));
    TRY(selat_hdf5_put_texts(context, file, "labels/stressor_gas", Q, (const char *const *)t->stressor_gases));
    TRY(selat_new(context, Q, &words));
    for (int64_t q = 0; q < Q; q++) words[q] = driver_names[t->stressor_drivers[q]];
    selat_status status = selat_hdf5_put_texts(context, file, "labels/stressor_driver", Q, words);
    selat_release(context, words);
    return status;
}

static selat_status put_array(selat_context *context, selat_hdf5 *file, const selat_table_array *array) {
    char dimensions[64]; /* "sector,importer,origin": the labels the dimensions run over */
    size_t at = 0;
    for (int d = 0; d < array->n_dimensions; d++) {
        at += (size_t)selat_format(dimensions + at, sizeof dimensions - at, "%s%s", d > 0 ? "," : "",
                                   array->dimension[d]);
    }
    return selat_hdf5_put_doubles(context, file, array->name, array->n_dimensions, array->size, *array->values,
                                  array->unit, dimensions);
}

static selat_status put_positions(selat_context *context, selat_hdf5 *file, const selat_table *t) {
    int64_t rows = t->regions.count * t->sectors.count, *wide;
    TRY(selat_hdf5_put_ints(context, file, "cells_row_start", rows + 1, t->row_start, "position", "row"));
    TRY(selat_new(context, t->n_cells, &wide));
    for (int64_t at = 0; at < t->n_cells; at++) wide[at] = t->cell_column[at];
    selat_status status = selat_hdf5_put_ints(context, file, "cells_column", t->n_cells, wide, "position", "cell");
    selat_release(context, wide);
    return status;
}

static selat_status put_form(selat_context *context, selat_hdf5 *file, const selat_table *t) {
    bool full = t->form != SELAT_FLOWS_FACTORED;
    TRY(selat_hdf5_put_text(context, file, "schema", schema));
    TRY(selat_hdf5_put_int(context, file, "schema_version", full ? FULL_VERSION : FACTORED_VERSION));
    if (full) TRY(selat_hdf5_put_text(context, file, "flows", selat_flow_form_name(t->form)));
    if (t->form != SELAT_FLOWS_SPARSE) return SELAT_OK;
    TRY(selat_hdf5_put_int(context, file, "cells", t->n_cells));
    return put_positions(context, file, t);
}

static selat_status put_table(selat_context *context, selat_hdf5 *file, const selat_table *t) {
    selat_table_array arrays[SELAT_TABLE_ARRAYS];
    TRY(put_form(context, file, t));
    TRY(selat_hdf5_put_text(context, file, "name", t->name));
    TRY(selat_hdf5_put_int(context, file, "year", t->year));
    TRY(selat_hdf5_put_texts(context, file, "provenance", -1, (const char *const *)&t->provenance));
    TRY(put_labels(context, file, t));
    TRY(put_stressor_facts(context, file, t));
    int n_arrays = selat_table_arrays((selat_table *)t, arrays); /* only read */
    for (int k = 0; k < n_arrays; k++) TRY(put_array(context, file, &arrays[k]));
    return SELAT_OK;
}

selat_status selat_table_to_bytes(selat_context *context, const selat_table *table, char **bytes, size_t *length) {
    selat_hdf5 *file;
    *bytes = NULL;
    TRY(check_texts(context, table));
    TRY(selat_hdf5_create(context, SELAT_SEAL_ROOM, &file));
    selat_status status = put_table(context, file, table);
    if (status == SELAT_OK) status = selat_hdf5_take(context, file, bytes, length);
    selat_hdf5_close(context, file);
    if (status == SELAT_OK) selat_table_seal(*bytes, *length);
    return status;
}

/* A full table goes straight to disk: its flows are never held twice. */
static selat_status save_full(selat_context *context, const selat_table *table, const char *path) {
    selat_output output = {0};
    selat_hdf5 *file;
    TRY(check_texts(context, table));
    TRY(selat_output_begin(context, path, &output));
    selat_status status = selat_hdf5_create_file(context, output.beside, SELAT_SEAL_ROOM, &file);
    if (status == SELAT_OK) {
        status = put_table(context, file, table);
        if (status == SELAT_OK) status = selat_hdf5_finish(context, file, path);
        selat_hdf5_close(context, file);
    }
    if (status == SELAT_OK) status = selat_seal_write_file(context, "table", output.beside);
    if (status == SELAT_OK) status = selat_output_commit(context, &output);
    if (status != SELAT_OK) selat_output_abandon(context, &output);
    return status;
}

selat_status selat_table_save(selat_context *context, const selat_table *table, const char *path) {
    char *bytes;
    size_t length;
    if (table->form != SELAT_FLOWS_FACTORED) return save_full(context, table, path);
    TRY(selat_table_to_bytes(context, table, &bytes, &length));
    selat_status status = selat_file_write(context, path, bytes, length);
    selat_release(context, bytes);
    return status;
}

/* ---- loading ---- */

/* What is read before the table can be made. */
typedef struct head {
    const char *path;
    size_t length;
    char *name;
    int64_t year;
    selat_flow_form form;
    int64_t n_cells; /* of a sparse table */
    selat_labels labels[N_LABELS];
} head;

static selat_status get_labels(selat_context *context, selat_hdf5 *file, const head *h, int k, selat_labels *out) {
    char path[64];
    char **codes = NULL, **names = NULL;
    int64_t count = -1;
    selat_status status;
    selat_format(path, sizeof path, "labels/%s", label_names[k]);
    TRY(selat_hdf5_get_texts(context, file, path, MOST_LABELS, LONGEST_TEXT, &count, &codes));
    selat_format(path, sizeof path, "labels/%s_name", label_names[k]);
    TRY_OR(done, status, selat_hdf5_get_texts(context, file, path, MOST_LABELS, LONGEST_TEXT, &count, &names));
    status = selat_labels_init(context, count, (const char *const *)codes, (const char *const *)names, out);
    if (status == SELAT_BAD_INPUT) {
        status = selat_fail(context, status, "%s: labels/%s: %s", h->path, label_names[k], selat_message(context));
    }
done:
    selat_hdf5_free_texts(context, count, codes);
    selat_hdf5_free_texts(context, count, names);
    return status;
}

/* The labels say how large the arrays are; a file too small to hold so much is refused before room is made for it. */
static selat_status check_size(selat_context *context, const head *h) {
    double R = (double)h->labels[0].count, S = (double)h->labels[1].count, F = (double)h->labels[2].count;
    double rows = (double)(h->labels[3].count + h->labels[4].count + h->labels[5].count);
    double flows = h->form == SELAT_FLOWS_FACTORED ? R + S + F : R * F;
    if (h->form == SELAT_FLOWS_DENSE) flows += R * S;
    double values = R * S * (flows + rows) + (double)h->n_cells, room = (double)h->length * MOST_VALUES_PER_BYTE;
    if (R < 1 || S < 1)
        return selat_fail(context, SELAT_BAD_INPUT, "%s: labels: expected at least one region and sector", h->path);
    if (values <= room) return SELAT_OK;
    return selat_fail(context, SELAT_BAD_INPUT,
                      "%s: its labels announce %.0f values, more than a file of %zu bytes can hold", h->path, values,
                      h->length);
}

static selat_status get_form(selat_context *context, selat_hdf5 *file, head *h) {
    char *found;
    TRY(selat_hdf5_get_text(context, file, "flows", LONGEST_TEXT, &found));
    bool dense = strcmp(found, selat_flow_form_name(SELAT_FLOWS_DENSE)) == 0;
    bool sparse = strcmp(found, selat_flow_form_name(SELAT_FLOWS_SPARSE)) == 0;
    h->form = dense ? SELAT_FLOWS_DENSE : SELAT_FLOWS_SPARSE;
    selat_status status = SELAT_OK;
    if (!dense && !sparse) {
        status = selat_fail_at(context, (selat_place){.file = h->path, .key = "flows"}, found, "'dense' or 'sparse'");
    }
    selat_release(context, found);
    if (status != SELAT_OK || dense) return status;
    TRY(selat_hdf5_get_int(context, file, "cells", &h->n_cells));
    if (h->n_cells >= 0 && (double)h->n_cells <= (double)h->length * MOST_VALUES_PER_BYTE) return SELAT_OK;
    return selat_fail(context, SELAT_BAD_INPUT, "%s: cells: found %lld, more than a file of %zu bytes can hold",
                      h->path, (long long)h->n_cells, h->length);
}

static selat_status get_head(selat_context *context, selat_hdf5 *file, head *h) {
    char *found;
    int64_t version = 0;
    TRY(selat_hdf5_get_text(context, file, "schema", LONGEST_TEXT, &found));
    bool known = strcmp(found, schema) == 0;
    selat_release(context, found);
    if (known) TRY(selat_hdf5_get_int(context, file, "schema_version", &version));
    if (version != FACTORED_VERSION && version != FULL_VERSION) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s: expected schema '%s' of version %d or %d", h->path, schema,
                          FACTORED_VERSION, FULL_VERSION);
    }
    if (version == FULL_VERSION) TRY(get_form(context, file, h));
    TRY(selat_hdf5_get_text(context, file, "name", LONGEST_TEXT, &h->name));
    TRY(selat_hdf5_get_int(context, file, "year", &h->year));
    for (int k = 0; k < N_LABELS; k++) TRY(get_labels(context, file, h, k, &h->labels[k]));
    return check_size(context, h);
}

/* A list of Q strings of the stressors into the table's own, which is freed first. */
static selat_status get_stressor_texts(selat_context *context, selat_hdf5 *file, const char *name, int64_t Q,
                                       char ***place) {
    char **texts;
    TRY(selat_hdf5_get_texts(context, file, name, MOST_LABELS, LONGEST_TEXT, &Q, &texts));
    selat_hdf5_free_texts(context, Q, *place);
    *place = texts;
    return SELAT_OK;
}

static selat_status get_drivers(selat_context *context, selat_hdf5 *file, const char *path, selat_table *t) {
    int64_t Q = t->stressors.count;
    char **words;
    TRY(selat_hdf5_get_texts(context, file, "labels/stressor_driver", MOST_LABELS, LONGEST_TEXT, &Q, &words));
    selat_status status = SELAT_OK;
    for (int64_t q = 0; q < Q && status == SELAT_OK; q++) {
        bool fuel = strcmp(words[q], driver_names[SELAT_DRIVER_FUEL]) == 0;
        t->stressor_drivers[q] = fuel ? SELAT_DRIVER_FUEL : SELAT_DRIVER_OUTPUT;
        if (fuel || strcmp(words[q], driver_names[SELAT_DRIVER_OUTPUT]) == 0) continue;
        status = selat_fail_at(context, (selat_place){.file = path, .key = "labels/stressor_driver"}, words[q],
                               "'fuel' or 'output'");
    }
    selat_hdf5_free_texts(context, Q, words);
    return status;
}

static selat_status get_positions(selat_context *context, selat_hdf5 *file, const char *path, selat_table *t) {
    int64_t rows = t->regions.count * t->sectors.count, *wide;
    TRY(selat_hdf5_get_ints(context, file, "cells_row_start", rows + 1, t->row_start));
    TRY(selat_new(context, t->n_cells, &wide));
    selat_status status = selat_hdf5_get_ints(context, file, "cells_column", t->n_cells, wide);
    for (int64_t at = 0; at < t->n_cells && status == SELAT_OK; at++) {
        t->cell_column[at] = (int32_t)wide[at];
        if (wide[at] >= 0 && wide[at] < rows) continue;
        status = selat_fail(context, SELAT_BAD_INPUT, "%s: cells_column: found %lld, expected 0 to %lld", path,
                            (long long)wide[at], (long long)rows - 1);
    }
    selat_release(context, wide);
    return status;
}

static selat_status get_contents(selat_context *context, selat_hdf5 *file, const char *path, selat_table *t) {
    selat_table_array arrays[SELAT_TABLE_ARRAYS];
    int64_t one = 1;
    char **note;
    TRY(selat_hdf5_get_texts(context, file, "provenance", 1, LONGEST_NOTE, &one, &note));
    selat_status status = selat_table_set_text(context, note[0], &t->provenance);
    selat_hdf5_free_texts(context, one, note);
    if (status != SELAT_OK) return status;
    TRY(get_stressor_texts(context, file, "labels/stressor_unit", t->stressors.count, &t->stressor_units));
    TRY(get_stressor_texts(context, file, "labels/stressor_gas", t->stressors.count, &t->stressor_gases));
    TRY(get_drivers(context, file, path, t));
    int n_arrays = selat_table_arrays(t, arrays);
    for (int k = 0; k < n_arrays; k++) {
        TRY(selat_hdf5_get_doubles(context, file, arrays[k].name, arrays[k].n_dimensions, arrays[k].size,
                                   *arrays[k].values));
    }
    return t->form == SELAT_FLOWS_SPARSE ? get_positions(context, file, path, t) : SELAT_OK;
}

static selat_status check_contents(selat_context *context, const char *path, const selat_table *t) {
    selat_status status = check_texts(context, t);
    if (status == SELAT_OK) status = selat_table_validate(context, t);
    return status == SELAT_BAD_INPUT ? selat_fail(context, status, "%s: %s", path, selat_message(context)) : status;
}

static selat_status get_table(selat_context *context, selat_hdf5 *file, head *h, selat_table **out) {
    TRY(get_head(context, file, h));
    const selat_labels *l = h->labels;
    TRY(h->form == SELAT_FLOWS_FACTORED
            ? selat_table_create(context, h->name, h->year, &l[0], &l[1], &l[2], &l[3], &l[4], &l[5], out)
            : selat_table_create_full(context, h->name, h->year, h->form, h->n_cells, &l[0], &l[1], &l[2], &l[3],
                                      &l[4], &l[5], out));
    TRY(get_contents(context, file, h->path, *out));
    return check_contents(context, h->path, *out);
}

/* Reads and closes the file. */
static selat_status take_table(selat_context *context, selat_hdf5 *file, const char *path, size_t length,
                               selat_table **out) {
    head h = {.path = path, .length = length};
    selat_status status = get_table(context, file, &h, out);
    selat_hdf5_close(context, file);
    selat_release(context, h.name);
    for (int k = 0; k < N_LABELS; k++) selat_labels_clear(context, &h.labels[k]);
    if (status != SELAT_OK) {
        selat_table_destroy(context, *out);
        *out = NULL;
    }
    return status;
}

selat_status selat_table_from_bytes(selat_context *context, const char *path, const char *bytes, size_t length,
                                    bool any_seal, selat_table **out) {
    selat_hdf5 *file;
    *out = NULL;
    if (!any_seal) TRY(check_seal(context, path, bytes, length));
    TRY(selat_hdf5_open(context, path, bytes, length, &file));
    return take_table(context, file, path, length, out);
}

/* A large sealed file is checked in pieces and then read from disk: its flows are never held twice. */
static selat_status load_large(selat_context *context, const char *path, size_t length, bool any_seal,
                               selat_table **out) {
    selat_hdf5 *file;
    if (!any_seal) TRY(selat_seal_check_file(context, "table", hint, path));
    TRY(selat_hdf5_open_file(context, path, length, &file));
    return take_table(context, file, path, length, out);
}

static selat_status load(selat_context *context, const char *path, bool any_seal, selat_table **out) {
    char *bytes;
    size_t length;
    *out = NULL;
    TRY(selat_file_size(context, path, &length));
    if (length > LARGE_FILE) return load_large(context, path, length, any_seal, out);
    TRY(selat_file_read(context, path, largest_file, &bytes, &length));
    selat_status status = selat_table_from_bytes(context, path, bytes, length, any_seal, out);
    selat_release(context, bytes);
    return status;
}

selat_status selat_table_load(selat_context *context, const char *path, selat_table **out) {
    return load(context, path, false, out);
}

selat_status selat_table_import(selat_context *context, const char *path, selat_table **out) {
    return load(context, path, true, out);
}

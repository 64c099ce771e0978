/* Eurostat FIGARO, industry by industry or product by product: the matrix form and the flat form. */
#include <string.h>

#include "base/fields.h"
#include "base/memory.h"
#include "base/status.h"
#include "import/streamed.h"
#include "import/frame.h"

enum { LABEL_ROOM = 256 };

typedef struct flat_columns {
    int64_t origin, row, user, column, value, count; /* fields, from 0; count of the header */
} flat_columns;

static int64_t csv_entry(const selat_archive *archive) { return selat_archive_find(archive, ".csv"); }

static bool is_final(const char *code) {
    return strncmp(code, "P3_", 3) == 0 || strcmp(code, "P51G") == 0 || strcmp(code, "P5M") == 0 ||
           strcmp(code, "P53") == 0 || strcmp(code, "P52") == 0;
}

/* "AT_C10T12" -> "AT" and "C10T12"; false without a bar. */
static bool split(const char *label, char region[LABEL_ROOM], const char **code) {
    const char *bar = strchr(label, '_');
    if (bar == NULL || bar == label || bar[1] == '\0' || bar - label >= LABEL_ROOM) return false;
    memcpy(region, label, (size_t)(bar - label));
    region[bar - label] = '\0';
    *code = bar + 1;
    return true;
}

static bool is_world(const char *region) { return strcmp(region, "W2") == 0 || strcmp(region, "DOM") == 0; }

/* A row or column that is met: node or final column. */
static selat_status add_label(selat_context *context, selat_assembly *a, const char *region, const char *code,
                              bool *is_new) {
    if (!is_final(code)) return selat_assembly_node(context, a, region, NULL, code, NULL, is_new);
    const char *known = selat_assembly_demand(code);
    return selat_assembly_final(context, a, region, known != NULL ? known : code, code, is_new);
}

/* ---- matrix form ---- */

/* Columns stand in the header as nodes first, then final demand; every value row follows that order. */
static selat_status add_columns(selat_context *context, selat_assembly *a, const selat_frame *m) {
    char region[LABEL_ROOM];
    const char *code;
    bool is_new;
    for (int64_t k = 0; k < m->n_columns; k++) {
        if (!split(m->top[k], region, &code)) {
            return selat_frame_fail_header(context, m, k, "a region, an underscore and an industry or demand (AT_A01)");
        }
        if (!is_final(code) && a->n_finals > 0) {
            return selat_frame_fail_header(context, m, k, "industries before final demand");
        }
        TRY(add_label(context, a, region, code, &is_new));
        if (!is_new) return selat_frame_fail_header(context, m, k, "a column that was not met before");
    }
    return selat_assembly_settle(context, a);
}

static selat_status read_matrix_rows(selat_context *context, selat_assembly *a, selat_frame *m, double *values,
                                     char *seen) {
    char region[LABEL_ROOM];
    const char *code;
    bool has_row;
    int64_t count = 0;
    for (;;) {
        TRY(selat_frame_row(context, m, &has_row));
        if (!has_row) break;
        if (!split(m->index[0], region, &code)) {
            return selat_frame_fail_row(context, m, "a region, an underscore and an industry (AT_A01)");
        }
        TRY(selat_frame_numbers(context, m, values));
        if (is_world(region)) {
            TRY(selat_assembly_primary(context, a, code, NULL, values, values + a->n_nodes));
            continue;
        }
        int64_t node = selat_assembly_find_node(a, region, code);
        if (node < 0 || seen[node]++ != 0) {
            return selat_frame_fail_row(context, m,
                                        node < 0 ? "an industry of the header" : "a row that was not met before");
        }
        selat_assembly_spread(a, values, selat_assembly_z(a, node));
        selat_assembly_spread_final(a, values + a->n_nodes, selat_assembly_y(a, node));
        count++;
    }
    if (count == a->n_nodes) return SELAT_OK;
    return selat_fail_at(context, (selat_place){m->fields.stream.name, m->fields.line, 0, NULL}, NULL,
                         "found %lld rows of flows, expected %lld as there are columns", (long long)count,
                         (long long)a->n_nodes);
}

static selat_status read_matrix(selat_context *context, selat_import_job *job, int64_t entry) {
    selat_assembly *a = &job->a;
    selat_frame m;
    double *values = NULL;
    char *seen = NULL;
    TRY(selat_frame_open(context, job->archive, entry, 1, &m));
    selat_status status;
    TRY_OR(done, status, add_columns(context, a, &m));
    TRY_OR(done, status, selat_new(context, m.n_columns, &values));
    TRY_OR(done, status, selat_new(context, a->n_nodes, &seen));
    TRY_OR(done, status, read_matrix_rows(context, a, &m, values, seen));
    a->empty += m.fields.empty;
done:
    selat_release(context, values);
    selat_release(context, seen);
    selat_frame_close(context, &m);
    return status;
}

/* ---- flat form: read twice, for the labels and for the numbers ---- */

static selat_status read_flat_header(selat_context *context, selat_fields *c, flat_columns *out) {
    bool has_row, more;
    *out = (flat_columns){-1, -1, -1, -1, -1, 0};
    TRY(selat_fields_row(context, c, &has_row));
    for (;; out->count++) {
        TRY(selat_fields_next(context, c, &more));
        if (!more) break;
        if (strcmp(c->field, "refArea") == 0) out->origin = out->count;
        if (strcmp(c->field, "rowIi") == 0 || strcmp(c->field, "rowPi") == 0) out->row = out->count;
        if (strcmp(c->field, "counterpartArea") == 0) out->user = out->count;
        if (strcmp(c->field, "colIi") == 0 || strcmp(c->field, "colPi") == 0) out->column = out->count;
        if (strcmp(c->field, "obsValue") == 0) out->value = out->count;
    }
    if (out->origin >= 0 && out->row >= 0 && out->user >= 0 && out->column >= 0 && out->value >= 0) return SELAT_OK;
    return selat_fail_at(context, (selat_place){c->stream.name, c->line, 0, NULL}, NULL,
                         "expected columns refArea, rowIi or rowPi, counterpartArea, colIi or colPi, obsValue");
}

typedef struct flat_row {
    char origin[LABEL_ROOM], row[LABEL_ROOM], user[LABEL_ROOM], column[LABEL_ROOM];
    double value;
} flat_row;

static selat_status read_flat_row(selat_context *context, selat_fields *c, const flat_columns *at, bool numbers,
                                  flat_row *out) {
    for (int64_t k = 0; k < at->count; k++) {
        char *to = k == at->origin   ? out->origin
                   : k == at->row    ? out->row
                   : k == at->user   ? out->user
                   : k == at->column ? out->column
                                     : NULL;
        if (k == at->value && numbers) {
            TRY(selat_fields_numbers(context, c, 1, &out->value));
            continue;
        }
        TRY(selat_fields_text(context, c, "as many columns as the header has"));
        if (to == NULL) continue;
        if (c->length == 0 || c->length >= LABEL_ROOM)
            return selat_fields_fail(context, c, "a label of 1 to 255 bytes");
        memcpy(to, c->field, c->length + 1);
    }
    return selat_fields_end_row(context, c, at->count);
}

static selat_status add_flat_labels(selat_context *context, selat_assembly *a, const flat_row *row) {
    bool is_new;
    if (!is_world(row->origin)) TRY(selat_assembly_node(context, a, row->origin, NULL, row->row, NULL, &is_new));
    return add_label(context, a, row->user, row->column, &is_new);
}

static selat_status add_flat_primary(selat_context *context, selat_assembly *a, const flat_row *row, int64_t at,
                                     bool final) {
    a->scratch[at] = row->value;
    selat_status status =
        selat_assembly_primary(context, a, row->row, NULL, final ? NULL : a->scratch, final ? a->scratch : NULL);
    a->scratch[at] = 0;
    return status;
}

static selat_status add_flat_value(selat_context *context, selat_assembly *a, const selat_fields *c,
                                   const flat_row *row, uint64_t *seen) {
    bool final = is_final(row->column);
    const char *known = final ? selat_assembly_demand(row->column) : NULL;
    int64_t at = final ? selat_assembly_find_final(a, row->user, known != NULL ? known : row->column)
                       : selat_assembly_find_node(a, row->user, row->column);
    if (is_world(row->origin)) return add_flat_primary(context, a, row, at, final);
    int64_t node = selat_assembly_find_node(a, row->origin, row->row);
    int64_t bit = node * (a->n_nodes + a->n_finals) + (final ? a->n_nodes : 0) + at;
    if (seen[bit / 64] >> bit % 64 & 1) {
        return selat_fail_at(context, (selat_place){c->stream.name, c->line, 0, NULL}, NULL,
                             "found the flow of %s %s to %s %s a second time", row->origin, row->row, row->user,
                             row->column);
    }
    seen[bit / 64] |= (uint64_t)1 << bit % 64;
    if (final) {
        selat_assembly_y(a, node)[a->final[at]] = row->value;
    } else {
        selat_assembly_z(a, node)[a->node[at]] = row->value;
    }
    return SELAT_OK;
}

static selat_status read_flat_once(selat_context *context, selat_import_job *job, int64_t entry, bool numbers,
                                   uint64_t *seen) {
    selat_assembly *a = &job->a;
    selat_stream stream;
    selat_fields c;
    flat_columns at;
    flat_row row = {0};
    bool has_row;
    TRY(selat_archive_stream(context, job->archive, entry, &stream));
    TRY(selat_fields_open(context, &stream, 0, &c));
    selat_status status;
    TRY_OR(done, status, read_flat_header(context, &c, &at));
    for (;;) {
        TRY_OR(done, status, selat_fields_row(context, &c, &has_row));
        if (!has_row) break;
        TRY_OR(done, status, read_flat_row(context, &c, &at, numbers, &row));
        if (numbers) {
            TRY_OR(done, status, add_flat_value(context, a, &c, &row, seen));
        } else {
            TRY_OR(done, status, add_flat_labels(context, a, &row));
        }
    }
    if (numbers) a->empty += c.empty;
done:
    selat_fields_close(context, &c);
    return status;
}

static selat_status read_flat(selat_context *context, selat_import_job *job, int64_t entry) {
    selat_assembly *a = &job->a;
    uint64_t *seen;
    TRY(read_flat_once(context, job, entry, false, NULL));
    TRY(selat_assembly_settle(context, a));
    TRY(selat_new(context, a->n_nodes * (a->n_nodes + a->n_finals) / 64 + 1, &seen));
    selat_status status = read_flat_once(context, job, entry, true, seen);
    selat_release(context, seen);
    return status;
}

/* ---- the format ---- */

static selat_status is_flat(selat_context *context, selat_import_job *job, int64_t entry, bool *out) {
    selat_stream stream;
    char start[257] = "";
    size_t got;
    TRY(selat_archive_stream(context, job->archive, entry, &stream));
    selat_status status = selat_stream_read(context, &stream, start, sizeof start - 1, &got);
    selat_stream_close(context, &stream);
    *out = strstr(start, "refArea") != NULL;
    return status;
}

static selat_status read(selat_context *context, selat_import_job *job) {
    int64_t entry = csv_entry(job->archive);
    bool flat;
    if (entry < 0) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s: found no .csv file", selat_archive_path(job->archive));
    }
    TRY(is_flat(context, job, entry, &flat));
    TRY(flat ? read_flat(context, job, entry) : read_matrix(context, job, entry));
    const char *name = selat_base_name(selat_archive_name(job->archive, entry));
    const char *last =
        strrchr(name, '_'); /* matrix_eu-ic-io_ind-by-ind_25ed_2022.csv; the edition has no four digits */
    if (last != NULL) job->year = selat_year_in(last);
    if (job->year == 0) job->year = selat_year_in(name);
    return SELAT_OK;
}

static bool recognise(const selat_archive *archive, const char *head) {
    if (strncmp(head, "rowLabels", 9) == 0 || strncmp(head, "\xEF\xBB\xBFrowLabels", 12) == 0) return true;
    if (strstr(head, "refArea") != NULL && strstr(head, "counterpartArea") != NULL) return true;
    return !selat_archive_is_file(archive) && selat_archive_has(archive, "eu-ic-io");
}

static const selat_streamed streamed = {
    .name = "figaro",
    .money = "million EUR",
    .musd_per_unit = 1,
    .recognise = recognise,
    .read = read,
};

const selat_import_format selat_format_figaro = {
    .name = "figaro",
    .title = "Eurostat FIGARO, matrix or flat CSV, industry by industry or product by product (or a zip of it)",
    .streamed = &streamed,
};

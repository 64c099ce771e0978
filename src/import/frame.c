/* Labelled matrices in text, row by row. */
#include "import/frame.h"

#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"

enum { MOST_COLUMNS = 1 << 20 };

static selat_status add_label(selat_context *context, selat_frame *f, char ***list, int64_t at, const char *text) {
    if (at == f->room) {
        int64_t room = f->room == 0 ? 256 : 2 * f->room;
        char **const old[2] = {f->top, f->second};
        char ***const place[2] = {&f->top, &f->second};
        for (int k = 0; k < 2; k++) {
            char **larger;
            TRY(selat_new(context, room, &larger));
            if (f->room > 0) memcpy(larger, old[k], (size_t)f->room * sizeof *larger);
            selat_release(context, old[k]);
            *place[k] = larger;
        }
        f->room = room;
    }
    return selat_copy_text(context, text, &(*list)[at]);
}

static selat_status read_top(selat_context *context, selat_frame *f) {
    bool more, has_row;
    TRY(selat_fields_row(context, &f->fields, &has_row));
    if (!has_row) {
        return selat_fail_at(context, (selat_place){f->fields.stream.name, 0, 0, NULL}, "an empty file",
                             "a header line");
    }
    TRY(selat_fields_next(context, &f->fields, &more));
    f->n_index = 1;
    for (;;) {
        TRY(selat_fields_next(context, &f->fields, &more));
        if (!more) break;
        if (f->fields.length == 0 && f->n_columns == 0) {
            f->n_index++;
            continue;
        }
        if (f->fields.length == 0) return selat_fields_fail(context, &f->fields, "a label of this column");
        if (f->n_columns == MOST_COLUMNS)
            return selat_fields_fail(context, &f->fields, "at most %d columns", MOST_COLUMNS);
        TRY(add_label(context, f, &f->top, f->n_columns, f->fields.field));
        f->n_columns++;
    }
    if (f->n_columns == 0 || f->n_index > SELAT_FRAME_INDEX) {
        return selat_fail_at(context, (selat_place){f->fields.stream.name, f->fields.line, 0, NULL}, NULL,
                             "expected a header with labels after at most %d index columns", SELAT_FRAME_INDEX);
    }
    return SELAT_OK;
}

static selat_status read_second(selat_context *context, selat_frame *f) {
    bool has_row;
    TRY(selat_fields_row(context, &f->fields, &has_row));
    if (!has_row) {
        return selat_fail_at(context, (selat_place){f->fields.stream.name, f->fields.line, 0, NULL},
                             "the end of the file", "a second header line");
    }
    TRY(selat_fields_skip(context, &f->fields, f->n_index));
    for (int64_t k = 0; k < f->n_columns; k++) {
        TRY(selat_fields_text(context, &f->fields, "a label for every column of the first header line"));
        if (f->fields.length == 0) return selat_fields_fail(context, &f->fields, "a label of this column");
        TRY(add_label(context, f, &f->second, k, f->fields.field));
    }
    return selat_fields_end_row(context, &f->fields, f->n_index + f->n_columns);
}

selat_status selat_frame_open(selat_context *context, selat_archive *archive, int64_t entry, int n_headers,
                              selat_frame *out) {
    selat_stream stream;
    *out = (selat_frame){.n_headers = n_headers};
    TRY(selat_archive_stream(context, archive, entry, &stream));
    selat_status status;
    TRY_OR(fail, status, selat_fields_open(context, &stream, 0, &out->fields));
    TRY_OR(fail, status, read_top(context, out));
    if (n_headers == 2) TRY_OR(fail, status, read_second(context, out));
    return SELAT_OK;
fail:
    selat_frame_close(context, out);
    return status;
}

void selat_frame_close(selat_context *context, selat_frame *frame) {
    for (int64_t k = 0; k < frame->room; k++) {
        selat_release(context, frame->top[k]);
        selat_release(context, frame->second[k]);
    }
    selat_release(context, frame->top);
    selat_release(context, frame->second);
    selat_fields_close(context, &frame->fields);
    *frame = (selat_frame){0};
}

static selat_status read_index(selat_context *context, selat_frame *f) {
    for (int k = 0; k < f->n_index; k++) {
        TRY(selat_fields_text(context, &f->fields, "a label"));
        if (f->fields.length >= SELAT_FRAME_LABEL) {
            return selat_fields_fail(context, &f->fields, "a label of at most %d bytes", SELAT_FRAME_LABEL - 1);
        }
        memcpy(f->index[k], f->fields.field, f->fields.length + 1);
        if (f->fields.length == 0 && k == 0) return selat_fields_fail(context, &f->fields, "a label of this row");
    }
    return SELAT_OK;
}

/* The line that pandas writes under the headers: names of the index, and nothing over the columns. */
static bool only_names_index(const selat_frame *f) {
    const selat_fields *c = &f->fields;
    if (!c->row_open) return true; /* the names and not even the separators */
    char next = c->at < c->end ? c->window[c->at] : '\n';
    return f->rows == 1 && (next == c->separator || next == '\n' || next == '\r');
}

selat_status selat_frame_row(selat_context *context, selat_frame *frame, bool *has_row) {
    TRY(selat_fields_row(context, &frame->fields, has_row));
    if (!*has_row) return SELAT_OK;
    TRY(read_index(context, frame));
    frame->rows++;
    if (frame->rows > 1 || !only_names_index(frame)) return SELAT_OK;
    return selat_frame_row(context, frame, has_row);
}

selat_status selat_frame_numbers(selat_context *context, selat_frame *frame, double *out) {
    TRY(selat_fields_numbers(context, &frame->fields, frame->n_columns, out));
    return selat_fields_end_row(context, &frame->fields, frame->n_index + frame->n_columns);
}

selat_status selat_frame_fail_header(selat_context *context, const selat_frame *frame, int64_t k,
                                     const char *expected) {
    char key[48], found[2 * SELAT_FRAME_LABEL];
    selat_format(key, sizeof key, "column %lld", (long long)(frame->n_index + k + 1));
    selat_format(found, sizeof found, "%.*s%s%.*s", SELAT_FRAME_LABEL, frame->top[k], frame->n_headers == 2 ? " " : "",
                 SELAT_FRAME_LABEL, frame->n_headers == 2 ? frame->second[k] : "");
    return selat_fail_at(context, (selat_place){frame->fields.stream.name, frame->n_headers, 0, key}, found, "%s",
                         expected);
}

selat_status selat_frame_fail_row(selat_context *context, const selat_frame *frame, const char *expected) {
    char found[2 * SELAT_FRAME_LABEL];
    selat_format(found, sizeof found, "%s%s%s", frame->index[0], frame->n_index > 1 ? " " : "",
                 frame->n_index > 1 ? frame->index[1] : "");
    return selat_fail_at(context, (selat_place){frame->fields.stream.name, frame->fields.line, 0, "column 1"}, found,
                         "%s", expected);
}

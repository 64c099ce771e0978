#include "selat/frame.h"

#include <math.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"

enum { FIRST_ROOM = 64 };

void selat_frame_init(selat_frame *frame, const char *name, const char *title, const selat_frame_column *columns,
                      int64_t n_columns) {
    *frame = (selat_frame){.name = name, .title = title, .columns = columns, .n_columns = n_columns};
}

selat_status selat_frame_add(selat_context *context, selat_frame *frame, selat_cell **row) {
    if (frame->n_rows == frame->room) {
        int64_t room = frame->room > 0 ? 2 * frame->room : FIRST_ROOM, count;
        selat_cell *cells;
        TRY(selat_count(context, room, frame->n_columns, 1, 1, &count));
        TRY(selat_new(context, count, &cells));
        if (frame->n_rows > 0) {
            memcpy(cells, frame->cells, (size_t)(frame->n_rows * frame->n_columns) * sizeof *cells);
        }
        selat_release(context, frame->cells);
        frame->cells = cells;
        frame->room = room;
    }
    *row = frame->cells + frame->n_rows++ * frame->n_columns;
    return SELAT_OK;
}

void selat_frame_clear(selat_context *context, selat_frame *frame) {
    selat_release(context, frame->cells);
    *frame = (selat_frame){0};
}

/* ---- CSV ---- */

static selat_status add_field(selat_context *context, selat_text *out, const char *text) {
    if (strpbrk(text, ",\"\n\r") == NULL) return selat_text_add(context, out, "%s", text);
    TRY(selat_text_add(context, out, "\""));
    for (const char *at = text; *at != '\0'; at++) TRY(selat_text_add(context, out, *at == '"' ? "\"\"" : "%c", *at));
    return selat_text_add(context, out, "\"");
}

static selat_status add_cell(selat_context *context, selat_text *out, const selat_frame_column *column,
                             selat_cell cell) {
    if (column->is_text) return cell.text != NULL ? add_field(context, out, cell.text) : SELAT_OK;
    return isfinite(cell.number) ? selat_text_add(context, out, "%.15g", cell.number) : SELAT_OK;
}

static selat_status write_csv(selat_context *context, const selat_frame *frame, selat_text *out) {
    for (int64_t c = 0; c < frame->n_columns; c++) {
        if (c > 0) TRY(selat_text_add(context, out, ","));
        TRY(add_field(context, out, frame->columns[c].heading));
    }
    for (int64_t r = 0; r < frame->n_rows; r++) {
        TRY(selat_text_add(context, out, "\n"));
        for (int64_t c = 0; c < frame->n_columns; c++) {
            if (c > 0) TRY(selat_text_add(context, out, ","));
            TRY(add_cell(context, out, &frame->columns[c], frame->cells[r * frame->n_columns + c]));
        }
    }
    return selat_text_add(context, out, "\n");
}

selat_status selat_frames_write_csv(selat_context *context, const selat_frame *frames, int64_t count,
                                    const char *folder) {
    selat_status status = selat_folder_make(context, folder);
    for (int64_t k = 0; k < count && status == SELAT_OK; k++) {
        selat_text text = {0};
        char *path = NULL, name[96];
        selat_format(name, sizeof name, "%s.csv", frames[k].name);
        status = write_csv(context, &frames[k], &text);
        if (status == SELAT_OK) status = selat_path_join(context, folder, name, &path);
        if (status == SELAT_OK) status = selat_file_write(context, path, text.bytes, text.length);
        selat_release(context, path);
        selat_text_clear(context, &text);
    }
    return status;
}

/* ---- JSON ---- */

static selat_status add_json_text(selat_context *context, selat_text *out, const char *text) {
    if (text == NULL) return selat_text_add(context, out, "null");
    TRY(selat_text_add(context, out, "\""));
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\') {
            TRY(selat_text_add(context, out, "\\%c", c));
        } else if (c < 0x20) {
            TRY(selat_text_add(context, out, "\\u00%x%x", c >> 4, c & 15));
        } else {
            TRY(selat_text_add_bytes(context, out, text, 1));
        }
    }
    return selat_text_add(context, out, "\"");
}

static selat_status add_json_row(selat_context *context, selat_text *out, const selat_frame *frame, int64_t r) {
    for (int64_t c = 0; c < frame->n_columns; c++) {
        selat_cell cell = frame->cells[r * frame->n_columns + c];
        TRY(selat_text_add(context, out, c > 0 ? ", \"%s\": " : "{\"%s\": ", frame->columns[c].key));
        if (frame->columns[c].is_text) {
            TRY(add_json_text(context, out, cell.text));
        } else if (isfinite(cell.number)) {
            TRY(selat_text_add(context, out, "%.17g", cell.number));
        } else {
            TRY(selat_text_add(context, out, "null"));
        }
    }
    return selat_text_add(context, out, "}");
}

static selat_status add_json(selat_context *context, selat_text *out, const selat_frame *frame) {
    TRY(add_json_text(context, out, frame->name));
    TRY(selat_text_add(context, out, ": {\"title\": "));
    TRY(add_json_text(context, out, frame->title));
    TRY(selat_text_add(context, out, ",\n  \"columns\": ["));
    for (int64_t c = 0; c < frame->n_columns; c++) {
        TRY(selat_text_add(context, out, c > 0 ? ", {\"key\": " : "{\"key\": "));
        TRY(add_json_text(context, out, frame->columns[c].key));
        TRY(selat_text_add(context, out, ", \"heading\": "));
        TRY(add_json_text(context, out, frame->columns[c].heading));
        TRY(selat_text_add(context, out, "}"));
    }
    TRY(selat_text_add(context, out, "],\n  \"rows\": ["));
    for (int64_t r = 0; r < frame->n_rows; r++) {
        TRY(selat_text_add(context, out, r > 0 ? ",\n   " : "\n   "));
        TRY(add_json_row(context, out, frame, r));
    }
    return selat_text_add(context, out, "]}");
}

selat_status selat_frames_json(selat_context *context, const selat_frame *frames, int64_t count, char **out) {
    selat_text text = {0};
    selat_status status = selat_text_add(context, &text, "{");
    for (int64_t k = 0; k < count && status == SELAT_OK; k++) {
        if (k > 0) status = selat_text_add(context, &text, ",\n ");
        if (status == SELAT_OK) status = add_json(context, &text, &frames[k]);
    }
    if (status == SELAT_OK) status = selat_text_add(context, &text, "}");
    *out = text.bytes;
    if (status == SELAT_OK) return SELAT_OK;
    selat_text_clear(context, &text);
    *out = NULL;
    return status;
}

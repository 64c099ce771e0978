/* The description beside a data file. */
#include <math.h>
#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "import/files.h"

enum { MAX_BYTES = 1 << 16 };

static selat_status meta_path(selat_context *context, const char *data_path, char **out) {
    size_t length = strlen(data_path);
    static const char *const suffixes[] = {".gz", ".csv"};
    for (int k = 0; k < 2; k++) {
        size_t suffix = strlen(suffixes[k]);
        if (length > suffix && strncmp(data_path + length - suffix, suffixes[k], suffix) == 0) length -= suffix;
    }
    TRY(selat_new(context, length + sizeof ".meta", out));
    memcpy(*out, data_path, length);
    memcpy(*out + length, ".meta", sizeof ".meta");
    return SELAT_OK;
}

static selat_status replace_text(selat_context *context, const char *text, char **place) {
    selat_release(context, *place);
    *place = NULL;
    return selat_copy_text(context, text, place);
}

static selat_status read_meta_row(selat_context *context, const selat_csv *csv, int64_t key, int64_t value,
                                  selat_data_meta *out) {
    const char *name = csv->fields[key];
    if (strcmp(name, "source") == 0) return replace_text(context, csv->fields[value], &out->source);
    if (strcmp(name, "missing_importers") == 0) {
        return replace_text(context, csv->fields[value], &out->missing_importers);
    }
    if (strcmp(name, "cap") == 0) {
        TRY(selat_csv_double(context, csv, value, &out->cap));
        return out->cap > 0 ? SELAT_OK : selat_csv_fail(context, csv, value, "a fraction above 0");
    }
    static const char *const for_readers[] = {"title", "licence", "note"};
    for (int k = 0; k < 3; k++) {
        if (strcmp(name, for_readers[k]) == 0) return SELAT_OK;
    }
    return selat_csv_fail(context, csv, key, "source, cap, missing_importers, title, licence or note");
}

static selat_status read_meta(selat_context *context, const char *path, selat_data_meta *out) {
    selat_csv csv = {0};
    int64_t key, value;
    bool has_row = true;
    selat_status status;
    TRY_OR(done, status, selat_csv_open(context, path, MAX_BYTES, &csv));
    TRY_OR(done, status, selat_csv_column(context, &csv, "key", &key));
    TRY_OR(done, status, selat_csv_column(context, &csv, "value", &value));
    for (;;) {
        TRY_OR(done, status, selat_csv_next(context, &csv, &has_row));
        if (!has_row) break;
        TRY_OR(done, status, read_meta_row(context, &csv, key, value, out));
    }
done:
    selat_csv_close(context, &csv);
    return status;
}

static selat_status default_source(selat_context *context, const char *data_path, selat_data_meta *out) {
    selat_text text = {0};
    selat_status status = selat_text_add(context, &text, "the file %s", data_path);
    if (status == SELAT_OK) status = replace_text(context, text.bytes, &out->source);
    selat_text_clear(context, &text);
    return status;
}

selat_status selat_data_meta_read(selat_context *context, const char *data_path, selat_data_meta *out) {
    *out = (selat_data_meta){.cap = INFINITY};
    char *path;
    TRY(meta_path(context, data_path, &path));
    selat_status status = default_source(context, data_path, out);
    if (status == SELAT_OK && selat_file_exists(path)) status = read_meta(context, path, out);
    selat_release(context, path);
    if (status != SELAT_OK) selat_data_meta_clear(context, out);
    return status;
}

void selat_data_meta_clear(selat_context *context, selat_data_meta *meta) {
    selat_release(context, meta->source);
    selat_release(context, meta->missing_importers);
    *meta = (selat_data_meta){0};
}

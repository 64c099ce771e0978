/* Rows in, text out, and all the companions in one call. */
#include "import/oecd/companions.h"

#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "selat/oecd.h"

enum { MAX_BYTES = 1 << 26 };

selat_status selat_companion_rows(selat_context *context, const char *folder, const char *file, selat_row_fn row,
                                  void *data) {
    char *path;
    TRY(selat_path_join(context, folder, file, &path));
    selat_csv csv = {0};
    selat_status status = selat_csv_open(context, path, MAX_BYTES, &csv);
    bool has_row = true;
    while (status == SELAT_OK) {
        status = selat_csv_next(context, &csv, &has_row);
        if (status != SELAT_OK || !has_row) break;
        status = row(context, &csv, data);
    }
    selat_csv_close(context, &csv);
    selat_release(context, path);
    return status;
}

selat_status selat_companion_field(selat_context *context, const selat_csv *csv, const char *column, const char **out) {
    int64_t at;
    TRY(selat_csv_column(context, csv, column, &at));
    *out = csv->fields[at];
    return SELAT_OK;
}

selat_status selat_companion_add(selat_context *context, selat_text *text, const char *value, const char *end) {
    if (strpbrk(value, ",\"\n") == NULL) return selat_text_add(context, text, "%s%s", value, end);
    TRY(selat_text_add(context, text, "\""));
    for (const char *c = value; *c != '\0'; c++) {
        bool quote = *c == '"';
        TRY(selat_text_add_bytes(context, text, quote ? "\"\"" : c, quote ? 2 : 1));
    }
    return selat_text_add(context, text, "\"%s", end);
}

selat_status selat_companion_write(selat_context *context, const char *to, const char *file, bool packed,
                                   const selat_text *text) {
    char *path;
    TRY(selat_path_join(context, to, file, &path));
    selat_status status = packed ? selat_file_write_gzip(context, path, text->bytes, text->length)
                                 : selat_file_write(context, path, text->bytes, text->length);
    selat_release(context, path);
    return status;
}

static selat_status make_rooms(selat_context *context, const char *to) {
    static const char *const rooms[] = {"tariffs", "elasticities", "concordance", "panel"};
    for (int k = 0; k < 4; k++) {
        char *path;
        TRY(selat_path_join(context, to, rooms[k], &path));
        selat_status status = selat_folder_make(context, path);
        selat_release(context, path);
        TRY(status);
    }
    return SELAT_OK;
}

static selat_status write_panel(selat_context *context, const char *folder, const char *to) {
    char *path;
    selat_panel *panel = NULL;
    TRY(selat_path_join(context, to, "panel/flows-2011-2022.h5", &path));
    selat_status status = selat_oecd_build_panel(context, folder, &panel);
    if (status == SELAT_OK) status = selat_panel_save(context, panel, path);
    selat_panel_destroy(context, panel);
    selat_release(context, path);
    return status;
}

selat_status selat_oecd_write_companions(selat_context *context, const char *folder, const char *to) {
    TRY(make_rooms(context, to));
    TRY(selat_oecd_write_tariffs(context, folder, to));
    TRY(selat_oecd_write_elasticities(context, folder, to));
    TRY(selat_oecd_write_concordance(context, folder, to));
    TRY(selat_oecd_write_countries(context, folder, to));
    return write_panel(context, folder, to);
}

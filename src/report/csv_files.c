/* csv/: one file per table of the results. */
#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "report/sheets.h"

static selat_status add_field(selat_context *context, selat_text *out, const char *text) {
    bool quote = false;
    for (const char *at = text; *at != '\0'; at++) quote |= *at == ',' || *at == '"' || *at == '\n' || *at == '\r';
    if (!quote) return selat_text_add(context, out, "%s", text);
    TRY(selat_text_add(context, out, "\""));
    for (const char *at = text; *at != '\0'; at++) {
        TRY(selat_text_add(context, out, *at == '"' ? "\"\"" : "%c", *at));
    }
    return selat_text_add(context, out, "\"");
}

static selat_status add_value(selat_context *context, selat_text *out, const json_t *value) {
    if (json_is_integer(value)) return selat_text_add(context, out, "%lld", (long long)json_integer_value(value));
    if (json_is_real(value)) return selat_text_add(context, out, "%.12g", json_real_value(value));
    if (json_is_boolean(value)) return selat_text_add(context, out, "%s", json_is_true(value) ? "yes" : "no");
    return json_is_string(value) ? add_field(context, out, json_string_value(value)) : SELAT_OK;
}

static selat_status add_rows(selat_context *context, const report_sheet *sheet, selat_text *out) {
    for (int64_t c = 0; c < sheet->n_columns; c++) {
        if (c > 0) TRY(selat_text_add(context, out, ","));
        TRY(add_field(context, out, sheet->columns[c].heading));
    }
    TRY(selat_text_add(context, out, "\n"));
    for (size_t r = 0; r < json_array_size(sheet->rows); r++) {
        for (int64_t c = 0; c < sheet->n_columns; c++) {
            if (c > 0) TRY(selat_text_add(context, out, ","));
            TRY(add_value(context, out, json_object_get(json_array_get(sheet->rows, r), sheet->columns[c].key)));
        }
        TRY(selat_text_add(context, out, "\n"));
    }
    return SELAT_OK;
}

selat_status report_write_csv(selat_context *context, const report_sheet *sheet, const char *folder) {
    selat_text text = {0};
    char *path = NULL, name[64];
    selat_format(name, sizeof name, "%s.csv", sheet->name);
    selat_status status = add_rows(context, sheet, &text);
    if (status == SELAT_OK) status = selat_path_join(context, folder, name, &path);
    if (status == SELAT_OK) status = selat_file_write(context, path, text.bytes, text.length);
    selat_release(context, path);
    selat_text_clear(context, &text);
    return status;
}

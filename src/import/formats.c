/* Which formats there are, and which one a path is in. */
#include "import/formats.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "import/streamed.h"

static const selat_import_format *const formats[] = {
    &selat_format_selat,
    &selat_format_icio,   &selat_format_adb,    &selat_format_wiod,   &selat_format_exiobase3, &selat_format_pymrio,
    &selat_format_eora26, &selat_format_figaro, &selat_format_gloria, &selat_format_csv,
};
enum { N_FORMATS = sizeof formats / sizeof *formats };

int64_t selat_import_count(void) { return N_FORMATS; }

const char *selat_import_name(int64_t format) { return formats[format]->name; }

const char *selat_import_title(int64_t format) { return formats[format]->title; }

/* ---- a table file that another program wrote or changed ---- */

static bool detect_selat(selat_context *context, const selat_import_source *source) {
    static const char signature[] = "\x89HDF\r\n\x1a\n"; /* at 0, or after a user block of 512, 1024, ... bytes */
    (void)context;
    for (size_t at = 0; at + sizeof signature - 1 <= source->length; at = at == 0 ? 512 : 2 * at) {
        if (memcmp(source->head + at, signature, sizeof signature - 1) == 0) return true;
    }
    return false;
}

static selat_status read_selat(selat_context *context, const char *path, const selat_import_options *options,
                               selat_table **out) {
    TRY(selat_table_import(context, path, out));
    if (options->year != 0) (*out)->year = options->year;
    if (options->name == NULL) return SELAT_OK;
    char *name;
    selat_status status = selat_copy_text(context, options->name, &name);
    if (status == SELAT_OK) {
        selat_release(context, (*out)->name);
        (*out)->name = name;
        return SELAT_OK;
    }
    selat_table_destroy(context, *out);
    *out = NULL;
    return status;
}

const selat_import_format selat_format_selat = {
    .name = "selat",
    .title = "selat's own table file (docs/table-format.md) that another program wrote or changed",
    .detect = detect_selat,
    .read = read_selat,
};

/* ---- what every format needs ---- */

static const char *last_part(const char *path) {
    const char *part = path;
    for (const char *at = path; *at != '\0'; at++) {
        if (*at == '/' && at[1] != '\0') part = at + 1;
    }
    return part;
}

selat_status selat_import_table_name(selat_context *context, const char *path, const selat_import_options *options,
                                     char **out) {
    static const char *const endings[] = {".gz", ".csv", ".txt", ".zip", ".xlsx", ".h5", "/"};
    if (options->name != NULL) return selat_copy_text(context, options->name, out);
    const char *part = last_part(path);
    size_t length = strlen(part);
    for (size_t k = 0; k < sizeof endings / sizeof *endings; k++) {
        size_t ending = strlen(endings[k]);
        if (length <= ending || memcmp(part + length - ending, endings[k], ending) != 0) continue;
        length -= ending;
        k = (size_t)-1; /* another one may stand before it */
    }
    return selat_copy_text_n(context, part, length, out);
}

int64_t selat_import_table_year(const char *path, const selat_import_options *options) {
    int64_t year = 0;
    if (options->year != 0) return options->year;
    for (const char *at = last_part(path); *at != '\0';) {
        size_t digits = strspn(at, "0123456789");
        int64_t number = 0;
        for (size_t k = 0; digits == 4 && k < 4; k++) number = 10 * number + (at[k] - '0');
        if (number >= 1900 && number <= 2100) year = number;
        at += digits > 0 ? digits : 1;
    }
    return year;
}

/* ---- choosing ---- */

static bool detect(selat_context *context, const selat_import_format *format, const selat_import_source *source) {
    if (format->streamed != NULL) return selat_streamed_detect(context, source, format->streamed);
    return format->detect(context, source);
}

static selat_status open_source(selat_context *context, const char *path, char *room, selat_import_source *out) {
    *out = (selat_import_source){.path = path, .folder = selat_folder_exists(path), .head = room};
    if (out->folder) return SELAT_OK;
    FILE *file = fopen(path, "rb");
    if (file == NULL) return selat_fail(context, SELAT_IO_ERROR, "%s: cannot open: no such file or folder", path);
    out->length = fread(room, 1, SELAT_IMPORT_HEAD, file);
    room[out->length] = '\0';
    fclose(file);
    return SELAT_OK;
}

static selat_status name_formats(selat_context *context, selat_text *out) {
    for (int k = 0; k < N_FORMATS; k++) {
        TRY(selat_text_add(context, out, "%s%s", k > 0 ? ", " : "", formats[k]->name));
    }
    return SELAT_OK;
}

static selat_status fail_choice(selat_context *context, const char *format, const char *path) {
    selat_text names = {0};
    selat_status status = name_formats(context, &names);
    if (status == SELAT_OK && format != NULL) {
        status = selat_fail(context, SELAT_BAD_INPUT, "table format: found %s, expected one of: %s", format,
                            names.bytes);
    } else if (status == SELAT_OK) {
        status = selat_fail(context, SELAT_BAD_INPUT, "%s: not recognised; name its format before it, one of: %s",
                            path, names.bytes);
    }
    selat_text_clear(context, &names);
    return status;
}

static selat_status choose(selat_context *context, const char *format, const char *path,
                           const selat_import_format **out) {
    char room[SELAT_IMPORT_HEAD + 1];
    selat_import_source source;
    *out = NULL;
    TRY(open_source(context, path, room, &source));
    for (int k = 0; k < N_FORMATS && *out == NULL; k++) {
        bool chosen = format != NULL ? strcmp(formats[k]->name, format) == 0 : detect(context, formats[k], &source);
        if (chosen) *out = formats[k];
    }
    return *out != NULL ? SELAT_OK : fail_choice(context, format, path);
}

selat_status selat_table_read(selat_context *context, const char *format, const char *path,
                              const selat_import_options *options, selat_table **out) {
    static const selat_import_options none;
    const selat_import_format *chosen;
    *out = NULL;
    TRY(choose(context, format, path, &chosen));
    if (options == NULL) options = &none;
    if (chosen->streamed != NULL) return selat_streamed_read(context, path, options, chosen->streamed, out);
    return chosen->read(context, path, options, out);
}

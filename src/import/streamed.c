/* The list of import formats, and the way from a path to a table. */
#include "import/formats.h"

#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"

static const selat_import_format *const formats[] = {
    &selat_format_selat,  &selat_format_adb,    &selat_format_wiod, &selat_format_exiobase3, &selat_format_pymrio,
    &selat_format_eora26, &selat_format_figaro, &selat_format_gloria, &selat_format_csv,
};
enum { N_FORMATS = sizeof formats / sizeof *formats, START = 4096 };

int64_t selat_import_formats(void) { return N_FORMATS; }
const char *selat_import_format_name(int64_t k) { return formats[k]->name; }
const char *selat_import_format_help(int64_t k) { return formats[k]->help; }

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c; }

bool selat_holds(const char *text, const char *part) {
    for (; *text != '\0'; text++) {
        size_t k = 0;
        while (part[k] != '\0' && lower(text[k]) == lower(part[k])) k++;
        if (part[k] == '\0') return true;
    }
    return false;
}

bool selat_archive_has(const selat_archive *archive, const char *part) {
    for (int64_t k = 0; k < selat_archive_count(archive); k++) {
        if (selat_holds(selat_archive_name(archive, k), part)) return true;
    }
    return false;
}

/* The first bytes of a single file, as text. */
static selat_status read_start(selat_context *context, selat_archive *archive, char start[START]) {
    selat_stream stream;
    size_t length = 0, got = 1;
    memset(start, 0, START);
    if (!selat_archive_is_file(archive)) return SELAT_OK;
    TRY(selat_archive_stream(context, archive, 0, &stream));
    selat_status status = SELAT_OK;
    while (status == SELAT_OK && got > 0 && length < START - 1) {
        status = selat_stream_read(context, &stream, start + length, START - 1 - length, &got);
        length += got;
    }
    selat_stream_close(context, &stream);
    return status;
}

static selat_status fail_unknown(selat_context *context, const char *path) {
    selat_text known = {0};
    for (int k = 0; k < N_FORMATS; k++) {
        selat_status status = selat_text_add(context, &known, "%s%s", k > 0 ? ", " : "", formats[k]->name);
        if (status != SELAT_OK) return status;
    }
    selat_status status = selat_fail(context, SELAT_BAD_INPUT,
                                     "%s: found no format that selat knows (%s): name one, or see 'selat table import "
                                     "--help'",
                                     path, known.bytes);
    selat_text_clear(context, &known);
    return status;
}

selat_status selat_import_detect(selat_context *context, const char *path, int64_t *out) {
    char start[START];
    selat_archive *archive;
    TRY(selat_archive_open(context, path, false, &archive));
    selat_status status = read_start(context, archive, start);
    int64_t k = 0;
    while (status == SELAT_OK && k < N_FORMATS && !formats[k]->recognise(archive, start)) k++;
    selat_archive_close(context, archive);
    TRY(status);
    if (k == N_FORMATS) return fail_unknown(context, path);
    *out = k;
    return SELAT_OK;
}

static selat_status find_format(selat_context *context, const char *path, const char *name,
                                const selat_import_format **out) {
    int64_t k = 0;
    if (name == NULL) {
        TRY(selat_import_detect(context, path, &k));
    } else {
        while (k < N_FORMATS && strcmp(formats[k]->name, name) != 0) k++;
    }
    if (k == N_FORMATS) {
        return selat_fail(context, SELAT_BAD_INPUT, "import: found format '%s', expected one of 'selat table import --help'",
                          name);
    }
    *out = formats[k];
    return SELAT_OK;
}

/* "WIOT2014" from "downloads/WIOT2014.xlsx"; at most 200 bytes. */
static void name_of_path(const char *path, char name[201]) {
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/') length--;
    size_t from = length;
    while (from > 0 && path[from - 1] != '/') from--;
    size_t end = length;
    for (size_t k = length; k > from + 1; k--) {
        if (path[k - 1] == '.') {
            end = k - 1;
            break;
        }
    }
    size_t count = end - from < 200 ? end - from : 200;
    memcpy(name, path + from, count);
    name[count] = '\0';
}

static selat_status describe_source(selat_context *context, selat_import_job *job, const selat_import_format *format) {
    selat_assembly *a = &job->a;
    TRY(selat_assembly_note(context, a, "Imported from %s, format %s.",
                            selat_base_name(selat_archive_path(job->archive)), format->name));
    bool usd = strstr(format->money, "USD") != NULL;
    if (a->scale != 1) return selat_assembly_note(context, a, "Money: %s, times %.10g.", format->money, a->scale);
    if (usd) return selat_assembly_note(context, a, "Money: %s.", format->money);
    return selat_assembly_note(context, a,
                               "Money: %s, NOT converted: whatever selat calls million USD is in it. To convert, import "
                               "with --musd RATE.",
                               format->money);
}

static selat_status read_and_finish(selat_context *context, selat_import_job *job, const selat_import_format *format,
                                    selat_table **out) {
    const char *path = selat_archive_path(job->archive);
    char name[201];
    name_of_path(path, name);
    TRY(describe_source(context, job, format));
    TRY(format->read(context, job));
    if (job->options->year != 0) job->year = job->options->year;
    if (job->year == 0) job->year = selat_year_in(selat_base_name(path));
    if (job->year == 0) TRY(selat_assembly_note(context, &job->a, "The year is not known (name it with --year)."));
    return selat_assembly_finish(context, &job->a, job->options->name != NULL ? job->options->name : name, job->year, out);
}

selat_status selat_import(selat_context *context, const char *path, const selat_import_options *options,
                          selat_table **out) {
    static const selat_import_options none;
    const selat_import_format *format = NULL;
    *out = NULL;
    if (options == NULL) options = &none;
    TRY(find_format(context, path, options->format, &format));
    if (format->load != NULL) return format->load(context, path, options, out);
    selat_import_job job = {.options = options};
    TRY(selat_archive_open(context, path, format->inner_zips, &job.archive));
    job.a.file = selat_archive_path(job.archive);
    job.a.scale = options->musd_per_unit > 0 ? options->musd_per_unit : format->musd_per_unit;
    selat_status status = read_and_finish(context, &job, format, out);
    selat_assembly_clear(context, &job.a);
    selat_archive_close(context, job.archive);
    return status;
}

/* ---- selat's own files ---- */

static bool recognise_selat(const selat_archive *archive, const char *start) {
    (void)archive;
    return strncmp(start, "selat table", 11) == 0 || strncmp(start, "\211HDF\r\n", 6) == 0;
}

static selat_status load_selat(selat_context *context, const char *path, const selat_import_options *options,
                               selat_table **out) {
    (void)options;
    return selat_table_import(context, path, out);
}

const selat_import_format selat_format_selat = {
    .name = "selat",
    .help = "a table file in selat's layout that another program wrote (docs/table-format.md)",
    .recognise = recognise_selat,
    .load = load_selat,
};

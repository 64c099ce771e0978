/* From a path to a table, through an archive and an assembly. */
#include "import/streamed.h"

#include <string.h>

#include "base/memory.h"
#include "base/status.h"

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c; }

bool selat_holds(const char *text, const char *part) {
    for (; *text != '\0'; text++) {
        size_t k = 0;
        while (part[k] != '\0' && lower(text[k]) == lower(part[k]))
            k++;
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

bool selat_streamed_detect(selat_context *context, const selat_import_source *source, const selat_streamed *format) {
    selat_archive *archive;
    /* A damaged archive is recognised by nobody here; its reader says what is wrong with it. */
    if (selat_archive_open(context, source->path, false, &archive) != SELAT_OK) return false;
    bool met = format->recognise(archive, selat_archive_is_file(archive) ? source->head : "");
    selat_archive_close(context, archive);
    return met;
}

static selat_status describe_source(selat_context *context, selat_import_job *job, const selat_streamed *format) {
    selat_assembly *a = &job->a;
    TRY(selat_assembly_note(context, a, "Imported from %s, format %s.",
                            selat_base_name(selat_archive_path(job->archive)), format->name));
    bool usd = strstr(format->money, "USD") != NULL;
    if (a->scale != 1) return selat_assembly_note(context, a, "Money: %s, times %.10g.", format->money, a->scale);
    if (usd) return selat_assembly_note(context, a, "Money: %s.", format->money);
    return selat_assembly_note(
        context, a,
        "Money: %s, NOT converted: whatever selat calls million USD is in it. To convert, import "
        "with --musd RATE.",
        format->money);
}

static selat_status read_and_finish(selat_context *context, selat_import_job *job, const selat_streamed *format,
                                    selat_table **out) {
    const char *path = selat_archive_path(job->archive);
    char *name;
    TRY(describe_source(context, job, format));
    TRY(format->read(context, job));
    if (job->options->year != 0) job->year = job->options->year;
    if (job->year == 0) job->year = selat_import_table_year(path, job->options);
    if (job->year == 0) TRY(selat_assembly_note(context, &job->a, "The year is not known (name it with --year)."));
    TRY(selat_import_table_name(context, path, job->options, &name));
    selat_status status = selat_assembly_finish(context, &job->a, name, job->year, out);
    selat_release(context, name);
    return status;
}

selat_status selat_streamed_read(selat_context *context, const char *path, const selat_import_options *options,
                                 const selat_streamed *format, selat_table **out) {
    selat_import_job job = {.options = options};
    *out = NULL;
    TRY(selat_archive_open(context, path, format->inner_zips, &job.archive));
    job.a.file = selat_archive_path(job.archive);
    job.a.scale = options->musd_per_unit > 0 ? options->musd_per_unit : format->musd_per_unit;
    selat_status status = read_and_finish(context, &job, format, out);
    selat_assembly_clear(context, &job.a);
    selat_archive_close(context, job.archive);
    return status;
}

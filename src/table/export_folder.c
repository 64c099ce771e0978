/* Several text files that appear together. */
#include "table/export_folder.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/status.h"

enum { NUMBER_ROOM = 32 };

void selat_export_number(FILE *to, double value) {
    char text[NUMBER_ROOM];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (digits == 17 || strtod(text, NULL) == value) break;
    }
    fputs(text, to);
}

void selat_export_field(const selat_export *e, FILE *to, const char *text) {
    const char special[] = {e->separator, '"', '\r', '\n', '\0'};
    if (strpbrk(text, special) == NULL) {
        fputs(text, to);
        return;
    }
    fputc('"', to);
    for (; *text != '\0'; text++) {
        if (*text == '"') fputc('"', to);
        fputc(*text, to);
    }
    fputc('"', to);
}

selat_status selat_export_start(selat_context *context, const char *path, char separator, selat_export *out) {
    *out = (selat_export){.context = context, .path = path, .separator = separator, .made = !selat_folder_exists(path)};
    return selat_folder_make(context, path);
}

selat_status selat_export_folder(selat_export *e, const char *name) {
    char *path;
    TRY(selat_path_join(e->context, e->path, name, &path));
    selat_status status = selat_folder_make(e->context, path);
    selat_release(e->context, path);
    return status;
}

static selat_status fail_write(selat_export *e, const selat_output *output) {
    return selat_fail(e->context, SELAT_IO_ERROR, "%s: cannot write: %s", output->path, strerror(errno));
}

selat_status selat_export_begin(selat_export *e, const char *name, FILE **out) {
    char *path;
    TRY(selat_path_join(e->context, e->path, name, &path));
    selat_status status = selat_folder_exists(path) /* moving the file there would fail, after others were moved */
                              ? selat_fail(e->context, SELAT_IO_ERROR, "%s: found a folder, expected a file", path)
                              : selat_output_begin(e->context, path, &e->files[e->n_files]);
    selat_release(e->context, path);
    if (status != SELAT_OK) return status;
    selat_output *output = &e->files[e->n_files++];
    *out = fopen(output->beside, "wb");
    return *out != NULL ? SELAT_OK : fail_write(e, output);
}

selat_status selat_export_end(selat_export *e, FILE *file) {
    bool written = ferror(file) == 0;
    if (fclose(file) != 0 || !written) return fail_write(e, &e->files[e->n_files - 1]);
    return selat_check_cancel(e->context);
}

selat_status selat_export_finish(selat_export *e, selat_status status) {
    for (int k = 0; status == SELAT_OK && k < e->n_files; k++)
        status = selat_output_commit(e->context, &e->files[k]);
    for (int k = 0; k < e->n_files; k++)
        selat_output_abandon(e->context, &e->files[k]);
    if (status != SELAT_OK && e->made) (void)selat_folder_remove(e->context, e->path);
    return status;
}

/* Where the shipped data are. */
#include "selat/dataset.h"

#include <stdlib.h>
#include <string.h>

#include "base/data_folders.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "import/files.h"

enum { MAX_NAMES = 256 };

/* The first folder that has `relative`; *out NULL when none has. */
static selat_status find_below(selat_context *context, const selat_data_folders *f, const char *relative, char **out) {
    *out = NULL;
    for (int k = 0; k < f->count; k++) {
        TRY(selat_path_join(context, f->paths[k], relative, out));
        if (selat_file_exists(*out) || selat_folder_exists(*out)) return SELAT_OK;
        selat_release(context, *out);
        *out = NULL;
    }
    return SELAT_OK;
}

static selat_status fail_not_found(selat_context *context, const selat_data_folders *f, const char *relative) {
    selat_text places = {0};
    selat_status status = SELAT_OK;
    for (int k = 0; k < f->count && status == SELAT_OK; k++) {
        status = selat_text_add(context, &places, "%s%s", k > 0 ? ", " : "", f->paths[k]);
    }
    if (status == SELAT_OK) {
        status = selat_fail(context, SELAT_IO_ERROR,
                            "%s: not found in %s; set SELAT_DATA to the folder of selat's data", relative,
                            places.bytes);
    }
    selat_text_clear(context, &places);
    return status;
}

selat_status selat_dataset_path(selat_context *context, const char *relative, char **out) {
    selat_data_folders f;
    *out = NULL;
    TRY(selat_data_folders_list(context, &f));
    selat_status status = find_below(context, &f, relative, out);
    if (status == SELAT_OK && *out == NULL) status = fail_not_found(context, &f, relative);
    selat_data_folders_clear(context, &f);
    return status;
}

void selat_dataset_free(selat_context *context, char *path) {
    selat_release(context, path);
}

/* ---- names ---- */

static bool has_suffix(const char *text, const char *suffix) {
    size_t length = strlen(text), wanted = strlen(suffix);
    return length > wanted && strcmp(text + length - wanted, suffix) == 0;
}

static bool is_path(const char *text, const char *const *suffixes, int n_suffixes) {
    for (int k = 0; k < n_suffixes; k++) {
        if (has_suffix(text, suffixes[k])) return true;
    }
    return strchr(text, '/') != NULL;
}

selat_status selat_dataset_name(selat_context *context, const char *path, const char *const *suffixes, int n_suffixes,
                                char **out) {
    const char *slash = strrchr(path, '/'), *start = slash != NULL ? slash + 1 : path;
    for (int k = 0; k < n_suffixes; k++) {
        if (has_suffix(start, suffixes[k])) {
            return selat_copy_text_n(context, start, strlen(start) - strlen(suffixes[k]), out);
        }
    }
    return selat_copy_text(context, start, out);
}

typedef struct names {
    int count;
    char *names[MAX_NAMES];
} names;

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

typedef struct listing { /* what is collected from a folder */
    const char *const *suffixes;
    int n_suffixes;
    names *names;
} listing;

static selat_status add_name(selat_context *context, const char *file, void *data) {
    const listing *l = data;
    names *out = l->names;
    bool fits = false;
    for (int k = 0; k < l->n_suffixes; k++) fits = fits || has_suffix(file, l->suffixes[k]);
    if (!fits || out->count == MAX_NAMES) return SELAT_OK;
    char *name;
    TRY(selat_dataset_name(context, file, l->suffixes, l->n_suffixes, &name));
    for (int k = 0; k < out->count; k++) {
        if (strcmp(out->names[k], name) != 0) continue;
        selat_release(context, name);
        return SELAT_OK;
    }
    out->names[out->count++] = name;
    return SELAT_OK;
}

static selat_status list_names(selat_context *context, const selat_data_folders *f, const char *room,
                               const char *const *suffixes, int n_suffixes, names *out) {
    selat_status status = SELAT_OK;
    listing l = {suffixes, n_suffixes, out};
    for (int k = 0; k < f->count && status == SELAT_OK; k++) {
        char *path;
        TRY(selat_path_join(context, f->paths[k], room, &path));
        status = selat_folder_list(context, path, add_name, &l);
        selat_release(context, path);
    }
    qsort(out->names, (size_t)out->count, sizeof *out->names, by_name);
    return status;
}

static selat_status fail_unknown_name(selat_context *context, const selat_data_folders *f, const char *what,
                                      const char *room, const char *const *suffixes, int n_suffixes, const char *name) {
    names known = {0};
    selat_text list = {0};
    selat_status status = list_names(context, f, room, suffixes, n_suffixes, &known);
    for (int k = 0; k < known.count && status == SELAT_OK; k++) {
        status = selat_text_add(context, &list, "%s%s", k > 0 ? ", " : "", known.names[k]);
    }
    if (status == SELAT_OK && known.count == 0) status = fail_not_found(context, f, room);
    if (status == SELAT_OK) {
        status = selat_fail(context, SELAT_BAD_INPUT, "there is no %s '%s': found %s; a file's path serves too", what,
                            name, list.bytes);
    }
    for (int k = 0; k < known.count; k++) selat_release(context, known.names[k]);
    selat_text_clear(context, &list);
    return status;
}

static selat_status find_name(selat_context *context, const selat_data_folders *f, const char *room, const char *const *suffixes,
                              int n_suffixes, const char *name, char **out) {
    for (int k = 0; k < n_suffixes && *out == NULL; k++) {
        selat_text relative = {0};
        selat_status status = selat_text_add(context, &relative, "%s/%s%s", room, name, suffixes[k]);
        if (status == SELAT_OK) status = find_below(context, f, relative.bytes, out);
        selat_text_clear(context, &relative);
        TRY(status);
    }
    return SELAT_OK;
}

selat_status selat_dataset_find(selat_context *context, const char *what, const char *room, const char *const *suffixes,
                                int n_suffixes, const char *name_or_path, char **out) {
    *out = NULL;
    if (is_path(name_or_path, suffixes, n_suffixes)) return selat_copy_text(context, name_or_path, out);
    selat_data_folders f;
    TRY(selat_data_folders_list(context, &f));
    selat_status status = find_name(context, &f, room, suffixes, n_suffixes, name_or_path, out);
    if (status == SELAT_OK && *out == NULL) {
        status = fail_unknown_name(context, &f, what, room, suffixes, n_suffixes, name_or_path);
    }
    selat_data_folders_clear(context, &f);
    return status;
}

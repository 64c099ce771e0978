/* Folders and zip archives as one list of files. */
#include "import/archive.h"

#include <dirent.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/zip.h"

enum { MOST_FILES = 100000, MOST_DEPTH = 4, MOST_INNER = 64 };

typedef struct entry {
    char *name;     /* below the archive's path */
    int zip;        /* position in zips, or -1: a file of the folder */
    int64_t inside; /* entry of the zip */
} entry;

struct selat_archive {
    char *path;
    bool is_file;
    int64_t count, room;
    entry *entries;
    int n_zips;
    selat_zip *zips[MOST_INNER];
};

static selat_status add(selat_context *context, selat_archive *a, const char *name, int zip, int64_t inside) {
    if (a->count == MOST_FILES) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s: found over %d files, expected those of one table", a->path,
                          MOST_FILES);
    }
    if (a->count == a->room) {
        entry *larger;
        int64_t room = a->room == 0 ? 64 : 2 * a->room;
        TRY(selat_new(context, room, &larger));
        if (a->count > 0) memcpy(larger, a->entries, (size_t)a->count * sizeof *larger);
        selat_release(context, a->entries);
        a->entries = larger;
        a->room = room;
    }
    entry *e = &a->entries[a->count];
    *e = (entry){.zip = zip, .inside = inside};
    TRY(selat_copy_text(context, name, &e->name));
    a->count++;
    return SELAT_OK;
}

static bool is_hidden(const char *path) {
    return selat_base_name(path)[0] == '.' || strncmp(path, "__MACOSX/", 9) == 0;
}

static selat_status add_zip(selat_context *context, selat_archive *a, const char *path) {
    if (a->n_zips == MOST_INNER) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s: found over %d zip archives", a->path, MOST_INNER);
    }
    TRY(selat_zip_open(context, path, NULL, &a->zips[a->n_zips]));
    const selat_zip *zip = a->zips[a->n_zips++];
    for (int64_t k = 0; k < selat_zip_count(zip); k++) {
        const char *name = selat_zip_name(zip, k);
        size_t length = strlen(name);
        if (length == 0 || name[length - 1] == '/' || is_hidden(name)) continue;
        TRY(add(context, a, name, a->n_zips - 1, k));
    }
    return SELAT_OK;
}

static bool ends_like(const char *name, const char *ending) {
    size_t length = strlen(name), wanted = strlen(ending);
    return length >= wanted && strcasecmp(name + length - wanted, ending) == 0;
}

/* Everything below the folder a->path/below; `below` "" at the top, else ending with /. */
static selat_status add_folder(selat_context *context, selat_archive *a, const char *below, int depth, bool inner);

static selat_status add_found(selat_context *context, selat_archive *a, const char *below, const char *name, int depth,
                              bool inner) {
    char *relative = NULL, *path = NULL;
    size_t room = strlen(below) + strlen(name) + 2;
    selat_status status;
    TRY_OR(done, status, selat_new(context, room, &relative));
    strcat(strcpy(relative, below), name);
    TRY_OR(done, status, selat_path_join(context, a->path, relative, &path));
    if (selat_folder_exists(path)) {
        strcat(relative, "/");
        if (depth < MOST_DEPTH) TRY_OR(done, status, add_folder(context, a, relative, depth + 1, inner));
    } else if (inner && ends_like(name, ".zip")) {
        TRY_OR(done, status, add_zip(context, a, path));
    } else if (selat_file_exists(path)) {
        TRY_OR(done, status, add(context, a, relative, -1, 0));
    }
done:
    selat_release(context, relative);
    selat_release(context, path);
    return status;
}

static selat_status add_folder(selat_context *context, selat_archive *a, const char *below, int depth, bool inner) {
    char *path;
    TRY(selat_path_join(context, a->path, below, &path));
    DIR *folder = opendir(path);
    selat_release(context, path);
    if (folder == NULL) return selat_fail(context, SELAT_IO_ERROR, "%s/%s: cannot open this folder", a->path, below);
    selat_status status = SELAT_OK;
    for (struct dirent *found; status == SELAT_OK && (found = readdir(folder)) != NULL;) {
        if (found->d_name[0] != '.') status = add_found(context, a, below, found->d_name, depth, inner);
    }
    closedir(folder);
    return status;
}

static int by_name(const void *a, const void *b) { return strcmp(((const entry *)a)->name, ((const entry *)b)->name); }

static bool looks_like_zip(const char *path) {
    char start[4] = "";
    FILE *file = fopen(path, "rb");
    if (file == NULL) return false;
    size_t got = fread(start, 1, sizeof start, file);
    fclose(file);
    return got >= 2 && memcmp(start, "PK", 2) == 0;
}

static selat_status list_files(selat_context *context, selat_archive *a, bool inner) {
    if (selat_folder_exists(a->path)) {
        TRY(add_folder(context, a, "", 0, inner));
    } else if (!selat_file_exists(a->path)) {
        return selat_fail(context, SELAT_IO_ERROR, "%s: no such file or folder", a->path);
    } else if (!ends_like(a->path, ".xlsx") && (ends_like(a->path, ".zip") || looks_like_zip(a->path))) {
        TRY(add_zip(context, a, a->path));
    } else {
        a->is_file = true;
        TRY(add(context, a, selat_base_name(a->path), -1, 0));
    }
    if (a->count > 0) qsort(a->entries, (size_t)a->count, sizeof *a->entries, by_name);
    return SELAT_OK;
}

selat_status selat_archive_open(selat_context *context, const char *path, bool inner, selat_archive **out) {
    TRY(selat_new(context, 1, out));
    selat_status status = selat_copy_text(context, path, &(*out)->path);
    if (status == SELAT_OK) {
        size_t length = strlen((*out)->path);
        while (length > 1 && (*out)->path[length - 1] == '/')
            (*out)->path[--length] = '\0';
        status = list_files(context, *out, inner);
    }
    if (status != SELAT_OK) {
        selat_archive_close(context, *out);
        *out = NULL;
    }
    return status;
}

void selat_archive_close(selat_context *context, selat_archive *archive) {
    if (archive == NULL) return;
    for (int64_t k = 0; k < archive->count; k++)
        selat_release(context, archive->entries[k].name);
    for (int k = 0; k < archive->n_zips; k++)
        selat_zip_close(context, archive->zips[k]);
    selat_release(context, archive->entries);
    selat_release(context, archive->path);
    selat_release(context, archive);
}

const char *selat_archive_path(const selat_archive *archive) { return archive->path; }
bool selat_archive_is_file(const selat_archive *archive) { return archive->is_file; }
int64_t selat_archive_count(const selat_archive *archive) { return archive->count; }
const char *selat_archive_name(const selat_archive *archive, int64_t k) { return archive->entries[k].name; }

const char *selat_base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

static int64_t depth_of(const char *name) {
    int64_t depth = 0;
    for (; *name != '\0'; name++)
        depth += *name == '/';
    return depth;
}

int64_t selat_archive_find(const selat_archive *archive, const char *ending) {
    int64_t best = -1;
    bool whole = ending[0] == '/';
    for (int64_t k = 0; k < archive->count; k++) {
        const char *name = archive->entries[k].name;
        bool met = ends_like(name, ending) || (whole && strcasecmp(name, ending + 1) == 0);
        if (met && (best < 0 || depth_of(name) < depth_of(archive->entries[best].name))) best = k;
    }
    return best;
}

selat_status selat_archive_stream(selat_context *context, selat_archive *archive, int64_t k, selat_stream *out) {
    const entry *e = &archive->entries[k];
    *out = (selat_stream){0};
    if (e->zip >= 0) return selat_zip_stream(context, archive->zips[e->zip], e->inside, out);
    if (archive->is_file) return selat_stream_open(context, archive->path, out);
    char *path;
    TRY(selat_path_join(context, archive->path, e->name, &path));
    selat_status status = selat_stream_open(context, path, out);
    selat_release(context, path);
    return status;
}

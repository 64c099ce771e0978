/* What reads of base/file.h, over the mounted pack. */
#include <string.h>

#include "base/data_folders.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/pack.h"
#include "base/status.h"

static const selat_pack *mounted; /* the page's disk */

void selat_pack_mount(const selat_pack *pack) { mounted = pack; }

static const selat_pack_file *find(const char *path) {
    return mounted != NULL ? selat_pack_find(mounted, path) : NULL;
}

bool selat_file_exists(const char *path) { return find(path) != NULL; }

/* Behind "FOLDER/" in the name of a file, or NULL. */
static const char *name_below(const char *folder, const char *file) {
    while (folder[0] == '.' && folder[1] == '/') folder += 2;
    if (strcmp(folder, ".") == 0) return file;
    size_t length = strlen(folder);
    return strncmp(file, folder, length) == 0 && file[length] == '/' ? file + length + 1 : NULL;
}

bool selat_folder_exists(const char *path) {
    for (int64_t k = 0; mounted != NULL && k < mounted->count; k++) {
        if (name_below(path, mounted->files[k].name) != NULL) return true;
    }
    return false;
}

selat_status selat_folder_list(selat_context *context, const char *path, selat_name_fn visit, void *data) {
    for (int64_t k = 0; mounted != NULL && k < mounted->count; k++) {
        const char *name = name_below(path, mounted->files[k].name);
        if (name != NULL && strchr(name, '/') == NULL) TRY(visit(context, name, data));
    }
    return SELAT_OK;
}

selat_status selat_file_read(selat_context *context, const char *path, size_t max_bytes, char **bytes, size_t *length) {
    *bytes = NULL;
    *length = 0;
    const selat_pack_file *file = find(path);
    if (file == NULL) return selat_fail(context, SELAT_IO_ERROR, "%s: cannot open: not among the files of this page", path);
    if (file->length > max_bytes) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s: larger than the %zu bytes such a file may have", path, max_bytes);
    }
    TRY(selat_pack_read(context, file, bytes));
    *length = file->length;
    return SELAT_OK;
}

selat_status selat_data_folders_list(selat_context *context, selat_data_folders *out) {
    *out = (selat_data_folders){0};
    TRY(selat_copy_text(context, ".", &out->paths[0]));
    out->count = 1;
    return SELAT_OK;
}

/* $SELAT_DATA, beside the program, installed. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/data_folders.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "selat_build.h"

enum { LONGEST_PATH = 4096 };

static selat_status add_folder(selat_context *context, const char *path, size_t length, const char *below,
                               selat_data_folders *out) {
    if (length == 0 || out->count == SELAT_MOST_DATA_FOLDERS) return SELAT_OK;
    char *folder, *joined;
    TRY(selat_copy_text_n(context, path, length, &folder));
    if (*below != '\0') {
        selat_status status = selat_path_join(context, folder, below, &joined);
        selat_release(context, folder);
        TRY(status);
        folder = joined;
    }
    out->paths[out->count++] = folder;
    return SELAT_OK;
}

/* $SELAT_DATA may name several folders with colons between them. */
static selat_status add_environment(selat_context *context, selat_data_folders *out) {
    const char *at = getenv("SELAT_DATA");
    while (at != NULL && *at != '\0') {
        size_t length = strcspn(at, ":");
        TRY(add_folder(context, at, length, "", out));
        at += length;
        if (*at == ':') at++;
    }
    return SELAT_OK;
}

/* Beside the program: the source's data and accords next to a build folder, an installed prefix, the build folder itself. */
static selat_status add_beside_program(selat_context *context, selat_data_folders *out) {
    char program[LONGEST_PATH];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length <= 0) return SELAT_OK;
    program[length] = '\0';
    char *slash = strrchr(program, '/');
    if (slash == NULL) return SELAT_OK;
    size_t folder = (size_t)(slash - program);
    TRY(add_folder(context, program, folder, "../data", out));
    TRY(add_folder(context, program, folder, "../share/selat", out));
    TRY(add_folder(context, program, folder, "..", out)); /* accords/ of the source */
    return add_folder(context, program, folder, "", out);
}

selat_status selat_data_folders_list(selat_context *context, selat_data_folders *out) {
    *out = (selat_data_folders){0};
    selat_status status = add_environment(context, out);
    if (status == SELAT_OK) status = add_beside_program(context, out);
    if (status == SELAT_OK) status = add_folder(context, SELAT_DATA_FOLDER, strlen(SELAT_DATA_FOLDER), "", out);
    if (status != SELAT_OK) selat_data_folders_clear(context, out);
    return status;
}

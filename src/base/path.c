/* Names of files. */
#include <string.h>

#include "base/data_folders.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"

selat_status selat_path_join(selat_context *context, const char *folder, const char *name, char **out) {
    size_t room = strlen(folder) + strlen(name) + 2;
    TRY(selat_new(context, room, out));
    selat_format(*out, room, "%s/%s", folder, name);
    return SELAT_OK;
}

void selat_data_folders_clear(selat_context *context, selat_data_folders *folders) {
    for (int k = 0; k < folders->count; k++) selat_release(context, folders->paths[k]);
    folders->count = 0;
}

/* A shipped table by its name. */
#include "base/memory.h"
#include "base/status.h"
#include "import/files.h"
#include "selat/dataset.h"

selat_status selat_dataset_table(selat_context *context, const char *name_or_path, selat_table **out) {
    static const char *const suffixes[] = {".h5"};
    char *path;
    *out = NULL;
    TRY(selat_dataset_find(context, "table", "tables", suffixes, 1, name_or_path, &path));
    selat_status status = selat_table_load(context, path, out);
    selat_release(context, path);
    return status;
}

/* In a page, where accord files are trees as text: the page reads no YAML. */
#include "accord/tree_text.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"

selat_status selat_yaml_read(selat_context *context, const char *path, selat_yaml **out) {
    *out = NULL;
    char *bytes;
    size_t length;
    TRY(selat_file_read(context, path, SELAT_TREE_TEXT_MAX_BYTES, &bytes, &length));
    selat_status status = selat_tree_text_read(context, path, bytes, length, out);
    selat_release(context, bytes);
    return status;
}

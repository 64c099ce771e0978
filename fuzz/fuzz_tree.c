/* libFuzzer target: bytes as an accord's tree in text; what is taken must come back from its YAML. */
#include <stdint.h>
#include <stdlib.h>

#include "accord/tree_text.h"
#include "base/status.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static selat_status try_tree(selat_context *context, const char *bytes, size_t size) {
    selat_yaml *root, *again;
    selat_text yaml = {0};
    TRY(selat_tree_text_read(context, "page", bytes, size, &root));
    selat_status status = selat_yaml_write(context, root, &yaml);
    if (status == SELAT_OK && selat_yaml_parse(context, "written.yaml", yaml.bytes, yaml.length, &again) != SELAT_OK) abort();
    if (status == SELAT_OK) selat_yaml_destroy(context, again);
    selat_text_clear(context, &yaml);
    selat_yaml_destroy(context, root);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static selat_context *context;
    if (context == NULL && selat_context_create(NULL, &context) != SELAT_OK) abort();
    selat_status status = try_tree(context, (const char *)data, size);
    if (status != SELAT_OK && selat_message(context)[0] == '\0') abort();
    return 0;
}

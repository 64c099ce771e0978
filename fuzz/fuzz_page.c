/* libFuzzer target: bytes as what a page hands its engine: an accord's tree as text, a pack of files, a table in compact form. */
#include <stdlib.h>
#include <string.h>

#include "accord/tree_text.h"
#include "base/memory.h"
#include "base/pack.h"
#include "base/status.h"
#include "table/compact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A tree that is taken must come back from its YAML. */
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

static selat_status try_pack(selat_context *context, const char *bytes, size_t size) {
    selat_pack pack;
    TRY(selat_pack_open(context, bytes, size, &pack));
    for (int64_t k = 0; k < pack.count; k++) {
        char *file = NULL;
        if (selat_pack_read(context, &pack.files[k], &file) == SELAT_OK) selat_release(context, file);
    }
    selat_pack_close(context, &pack);
    return SELAT_OK;
}

static selat_status try_table(selat_context *context, const char *bytes, size_t size) {
    selat_table *table;
    TRY(selat_table_compact_read(context, bytes, size, &table));
    selat_table_destroy(context, table);
    return SELAT_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static selat_context *context;
    if (context == NULL && selat_context_create(NULL, &context) != SELAT_OK) abort();
    const char *bytes = (const char *)data;
    selat_status status = try_pack(context, bytes, size);
    if (status != SELAT_OK) status = try_table(context, bytes, size);
    if (status != SELAT_OK) status = try_tree(context, bytes, size);
    if (status != SELAT_OK && selat_message(context)[0] == '\0') abort();
    return 0;
}

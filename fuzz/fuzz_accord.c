/* libFuzzer target: any bytes as an accord file. */
#include <stdlib.h>

#include "accord_target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static selat_context *context;
    static accord_world world;
    if (context == NULL) {
        if (selat_context_create(NULL, &context) != SELAT_OK) abort();
        if (accord_world_create(context, &world) != SELAT_OK) abort();
    }
    if (size > SELAT_YAML_MAX_BYTES) return 0;
    selat_status status = accord_target(context, &world, "fuzz.yaml", (const char *)data, size);
    if (status != SELAT_OK && selat_message(context)[0] == '\0') abort();
    return 0;
}

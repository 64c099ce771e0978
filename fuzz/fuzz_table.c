/* libFuzzer target: bytes as a table file. With SELAT_FUZZ_HDF5 in the environment also as selat table import reads them,
   without the checksum in front: that finds HDF5's own faults (1.10 has some) rather than selat's. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "table/store.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void load(selat_context *context, const char *bytes, size_t length, bool any_seal) {
    selat_table *table;
    if (selat_table_from_bytes(context, "fuzz.h5", bytes, length, any_seal, &table) != SELAT_OK) return;
    selat_table_balance balance;
    if (selat_table_check_balance(context, table, &balance) != SELAT_OK) abort();
    selat_table_destroy(context, table);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    selat_context *context;
    char *copy = malloc(size > 0 ? size : 1);
    if (copy == NULL || selat_context_create(NULL, &context) != SELAT_OK) abort();
    memcpy(copy, data, size);
    load(context, copy, size, false);
    if (getenv("SELAT_FUZZ_HDF5") != NULL) load(context, copy, size, true);
    selat_context_destroy(context);
    free(copy);
    return 0;
}

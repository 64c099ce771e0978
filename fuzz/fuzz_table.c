/* libFuzzer target: bytes as a table file, as they are and once more with a seal that fits, which lets them pass the
   checksum and reach HDF5 and the table's own checks. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "table/store.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void load(selat_context *context, const char *bytes, size_t length) {
    selat_table *table;
    if (selat_table_from_bytes(context, "fuzz.h5", bytes, length, &table) != SELAT_OK) return;
    selat_table_balance balance;
    if (selat_table_check_balance(context, table, &balance) != SELAT_OK) abort();
    selat_table_destroy(context, table);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    selat_context *context;
    char *copy = malloc(size > 0 ? size : 1);
    if (copy == NULL || selat_context_create(NULL, &context) != SELAT_OK) abort();
    memcpy(copy, data, size);
    load(context, copy, size);
    selat_table_seal(copy, size);
    load(context, copy, size);
    selat_context_destroy(context);
    free(copy);
    return 0;
}

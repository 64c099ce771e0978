/* libFuzzer target: bytes as an OECD ICIO file, folded and not, and as a number. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/number.h"
#include "selat/selat.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_number(const char *text, size_t size) {
    double value = 0;
    const char *end = selat_scan_double(text, text + size, &value);
    if (end != NULL && (end > text + size || end == text || !isfinite(value))) abort();
}

static void read_table(selat_context *context, const char *path, bool fold) {
    selat_import_options options = {.fold = fold};
    selat_table_balance balance;
    selat_table *table;
    if (selat_table_read(context, "icio", path, &options, &table) != SELAT_OK) {
        if (selat_message(context)[0] == '\0') abort();
        return;
    }
    if (selat_table_validate(context, table) != SELAT_OK && strstr(selat_message(context), "finite") == NULL) abort();
    if (selat_table_check_balance(context, table, &balance) != SELAT_OK) abort();
    selat_table_destroy(context, table);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char path[64];
    selat_context *context;
    char *copy = malloc(size > 0 ? size : 1);
    if (copy == NULL || selat_context_create(NULL, &context) != SELAT_OK) abort();
    memcpy(copy, data, size);
    snprintf(path, sizeof path, "/tmp/selat-fuzz-icio-%ld.csv", (long)getpid());
    if (selat_file_write(context, path, copy, size) != SELAT_OK) abort();
    read_number(copy, size);
    read_table(context, path, false);
    read_table(context, path, true);
    selat_context_destroy(context);
    free(copy);
    return 0;
}

/* libFuzzer target: bytes as a zip archive, every entry read, with low limits. */
#include <stdint.h>
#include <stdlib.h>

#include "base/zip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_entry(selat_context *context, selat_zip *zip, int64_t entry) {
    selat_stream stream;
    char room[4096];
    size_t got = 1;
    if (selat_zip_stream(context, zip, entry, &stream) != SELAT_OK) return;
    while (got > 0 && selat_stream_read(context, &stream, room, sizeof room, &got) == SELAT_OK)
        continue;
    selat_stream_close(context, &stream);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const selat_zip_limits limits = {.entries = 64, .entry_bytes = 1 << 20, .total_bytes = 1 << 22, .ratio = 100};
    selat_context *context;
    selat_zip *zip;
    if (selat_context_create(NULL, &context) != SELAT_OK) abort();
    if (selat_zip_of_bytes(context, "fuzz.zip", (const char *)data, size, &limits, &zip) == SELAT_OK) {
        for (int64_t k = 0; k < selat_zip_count(zip); k++)
            read_entry(context, zip, k);
        (void)selat_zip_find(zip, "xl/workbook.xml");
        selat_zip_close(context, zip);
    }
    selat_context_destroy(context);
    return 0;
}

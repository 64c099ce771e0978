/* Reading zip archives, entry by entry and never all at once; archives that unpack to absurd sizes are refused. */
#ifndef SELAT_BASE_ZIP_H
#define SELAT_BASE_ZIP_H

#include "base/stream.h"

typedef struct selat_zip selat_zip;

/* What an archive may hold; zero fields take the defaults of SELAT_ZIP_LIMITS. */
typedef struct selat_zip_limits {
    int64_t entries;
    uint64_t entry_bytes; /* one entry unpacked */
    uint64_t total_bytes; /* everything read from the archive */
    uint64_t ratio;       /* unpacked to packed, of entries over 16 MiB unpacked */
} selat_zip_limits;
/* 65,536 entries, 64 GiB an entry, 256 GiB in all, 200 times: text tables pack 3 to 40 times. */
extern const selat_zip_limits SELAT_ZIP_LIMITS;

/* Errors: missing, not a zip, truncated or damaged, beyond the limits (NULL: the defaults). */
selat_status selat_zip_open(selat_context *context, const char *path, const selat_zip_limits *limits, selat_zip **out);
/* The same from bytes in memory, borrowed until closed. */
selat_status selat_zip_of_bytes(selat_context *context, const char *name, const char *bytes, size_t length,
                                const selat_zip_limits *limits, selat_zip **out);
void selat_zip_close(selat_context *context, selat_zip *zip); /* takes NULL; streams of it are closed before */

int64_t selat_zip_count(const selat_zip *zip);
/* The path of an entry inside the archive; ends with / for a folder. */
const char *selat_zip_name(const selat_zip *zip, int64_t entry);
/* Position of the entry called `name`, or -1. */
int64_t selat_zip_find(const selat_zip *zip, const char *name);
/* Reading also fails where the entry is damaged, encrypted, or unpacks to more than it declares. */
selat_status selat_zip_stream(selat_context *context, selat_zip *zip, int64_t entry, selat_stream *out);

#endif

/* The bytes of a file one after the other, wherever they lie: a file, plain or gzip, bytes in memory, an entry of a
 * zip. */
#ifndef SELAT_BASE_STREAM_H
#define SELAT_BASE_STREAM_H

#include "selat/context.h"

typedef struct selat_stream {
    char *name; /* for messages: "Z.txt" or "IOT.zip: IOT/Z.txt" */
    selat_status (*read)(selat_context *context, struct selat_stream *stream, char *room, size_t most, size_t *got);
    void (*close)(selat_context *context, struct selat_stream *stream);
    void *source;
    const char *bytes; /* of a stream of bytes in memory, borrowed */
    size_t left;
    uint64_t taken; /* bytes read so far */
} selat_stream;

/* Errors: cannot open, a folder. */
selat_status selat_stream_open(selat_context *context, const char *path, selat_stream *out);
/* `bytes` are borrowed. */
selat_status selat_stream_of_bytes(selat_context *context, const char *name, const char *bytes, size_t length,
                                   selat_stream *out);
/* Up to `most` bytes; *got 0 only at the end. Errors: cannot read, truncated. */
selat_status selat_stream_read(selat_context *context, selat_stream *stream, char *room, size_t most, size_t *got);
/* All that is left, with a zero byte after it; release *bytes. Error: over max_bytes. */
selat_status selat_stream_read_all(selat_context *context, selat_stream *stream, size_t max_bytes, char **bytes,
                                   size_t *length);
void selat_stream_close(selat_context *context, selat_stream *stream); /* takes a zeroed one */

#endif

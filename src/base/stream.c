/* Streams of files and of bytes in memory. */
#include "base/stream.h"

#include <errno.h>
#include <string.h>
#include <zlib.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"

enum { GZIP_BUFFER = 1 << 17, FIRST_ROOM = 1 << 16 };
static const size_t MOST_AT_ONCE = 1 << 30;

static selat_status read_file(selat_context *context, selat_stream *stream, char *room, size_t most, size_t *got) {
    int n = gzread(stream->source, room, (unsigned)(most < MOST_AT_ONCE ? most : MOST_AT_ONCE)), code;
    if (n < 0) {
        return selat_fail(context, SELAT_IO_ERROR, "%s: cannot read: %s", stream->name, gzerror(stream->source, &code));
    }
    if (n == 0 && gzdirect(stream->source) == 0 && !gzeof(stream->source)) {
        return selat_fail(context, SELAT_IO_ERROR, "%s: truncated gzip", stream->name);
    }
    *got = (size_t)n;
    return SELAT_OK;
}

static void close_file(selat_context *context, selat_stream *stream) {
    (void)context;
    gzclose(stream->source);
}

selat_status selat_stream_open(selat_context *context, const char *path, selat_stream *out) {
    *out = (selat_stream){.read = read_file, .close = close_file};
    if (selat_folder_exists(path)) {
        return selat_fail(context, SELAT_IO_ERROR, "%s: found a folder, expected a file", path);
    }
    TRY(selat_copy_text(context, path, &out->name));
    gzFile file = gzopen(path, "rb");
    if (file == NULL) {
        selat_status status = selat_fail(context, SELAT_IO_ERROR, "%s: cannot open: %s", path, strerror(errno));
        selat_release(context, out->name);
        *out = (selat_stream){0};
        return status;
    }
    gzbuffer(file, GZIP_BUFFER);
    out->source = file;
    return SELAT_OK;
}

static selat_status read_bytes(selat_context *context, selat_stream *stream, char *room, size_t most, size_t *got) {
    (void)context;
    *got = stream->left < most ? stream->left : most;
    if (*got > 0) memcpy(room, stream->bytes, *got);
    stream->bytes += *got;
    stream->left -= *got;
    return SELAT_OK;
}

selat_status selat_stream_of_bytes(selat_context *context, const char *name, const char *bytes, size_t length,
                                   selat_stream *out) {
    *out = (selat_stream){.read = read_bytes, .bytes = bytes, .left = length};
    return selat_copy_text(context, name, &out->name);
}

selat_status selat_stream_read(selat_context *context, selat_stream *stream, char *room, size_t most, size_t *got) {
    *got = 0;
    TRY(stream->read(context, stream, room, most, got));
    stream->taken += *got;
    return SELAT_OK;
}

static selat_status read_on(selat_context *context, selat_stream *stream, size_t max_bytes, char **bytes,
                            size_t *length) {
    size_t room = FIRST_ROOM, got = 1;
    char *larger;
    TRY(selat_new(context, room + 1, bytes));
    while (got > 0) {
        if (*length == room) {
            TRY(selat_new(context, 2 * room + 1, &larger));
            memcpy(larger, *bytes, *length);
            selat_release(context, *bytes);
            *bytes = larger;
            room *= 2;
        }
        TRY(selat_stream_read(context, stream, *bytes + *length, room - *length, &got));
        *length += got;
        if (*length > max_bytes) {
            return selat_fail(context, SELAT_BAD_INPUT, "%s: larger than the %zu bytes such a file may have",
                              stream->name, max_bytes);
        }
    }
    (*bytes)[*length] = '\0';
    return SELAT_OK;
}

selat_status selat_stream_read_all(selat_context *context, selat_stream *stream, size_t max_bytes, char **bytes,
                                   size_t *length) {
    *bytes = NULL;
    *length = 0;
    selat_status status = read_on(context, stream, max_bytes, bytes, length);
    if (status == SELAT_OK) return SELAT_OK;
    selat_release(context, *bytes);
    *bytes = NULL;
    return status;
}

void selat_stream_close(selat_context *context, selat_stream *stream) {
    if (stream->close != NULL && stream->name != NULL) stream->close(context, stream);
    selat_release(context, stream->name);
    *stream = (selat_stream){0};
}

/* Packing bytes as one gzip member, on the context's threads: chunks are packed side by side, each knowing the 32 KiB before
   it, and stand one behind the other as blocks of one deflate stream (as pigz does; RFC 1951, RFC 1952). Chunks that hold
   next to nothing that repeats, such as the lower digits of numbers, are Huffman-coded only, which is several times faster
   and as short. The bytes do not depend on the number of threads. */
#include <string.h>
#include <zlib.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/threads.h"

enum { RAW_WINDOW = -15, MEMORY = 8, CHUNK = 1 << 18, KNOWN = 1 << 15, SAMPLE = 1 << 13, HEAD = 10, TAIL = 8, SPARE = 64 };
static const double hardly_shrinks = 0.9;

typedef struct chunk {
    char *packed;
    size_t length;
    uint32_t crc;
} chunk;

typedef struct packing {
    const char *bytes;
    size_t length;
    int level;
    int64_t n_chunks;
    chunk *chunks;
} packing;

static size_t chunk_length(const packing *p, int64_t k) {
    size_t begin = (size_t)k * CHUNK;
    return p->length - begin < CHUNK ? p->length - begin : CHUNK;
}

static bool shrinks(const char *sample) {
    Bytef out[2 * SAMPLE];
    uLongf packed = sizeof out;
    bool done = compress2(out, &packed, (const Bytef *)sample, SAMPLE, Z_BEST_SPEED) == Z_OK;
    return !done || (double)packed <= hardly_shrinks * SAMPLE;
}

/* By two samples, packed fast. */
static bool repeats_little(const char *bytes, size_t length) {
    return length >= 8 * SAMPLE && !shrinks(bytes + length / 4) && !shrinks(bytes + length / 4 * 3);
}

static selat_status deflate_chunk(selat_context *own, const packing *p, int64_t k, z_stream *stream) {
    size_t begin = (size_t)k * CHUNK, length = chunk_length(p, k), known = begin < KNOWN ? begin : KNOWN;
    bool last = k == p->n_chunks - 1;
    chunk *out = &p->chunks[k];
    size_t room = deflateBound(stream, length) + SPARE;
    TRY(selat_new(own, (int64_t)room, &out->packed));
    if (known > 0) deflateSetDictionary(stream, (const Bytef *)p->bytes + begin - known, (uInt)known);
    stream->next_in = (z_const Bytef *)(p->bytes + begin);
    stream->avail_in = (uInt)length;
    stream->next_out = (Bytef *)out->packed;
    stream->avail_out = (uInt)room;
    int code = deflate(stream, last ? Z_FINISH : Z_SYNC_FLUSH);
    if (code != (last ? Z_STREAM_END : Z_OK) || stream->avail_in > 0 || stream->avail_out == 0) {
        return selat_fail(own, SELAT_FAILED, "gzip: cannot pack");
    }
    out->length = room - stream->avail_out;
    out->crc = (uint32_t)crc32(0, (const Bytef *)p->bytes + begin, (uInt)length);
    return SELAT_OK;
}

static selat_status pack_chunk(selat_context *own, void *data, int64_t k) {
    const packing *p = data;
    z_stream stream = {0};
    bool little = repeats_little(p->bytes + (size_t)k * CHUNK, chunk_length(p, k));
    if (deflateInit2(&stream, p->level, Z_DEFLATED, RAW_WINDOW, MEMORY, little ? Z_HUFFMAN_ONLY : Z_DEFAULT_STRATEGY) != Z_OK) {
        return selat_fail(own, SELAT_NO_MEMORY, "gzip: no memory for packing");
    }
    selat_status status = deflate_chunk(own, p, k, &stream);
    deflateEnd(&stream);
    return status;
}

static char *put_word(char *at, uint32_t word) {
    for (int k = 0; k < 4; k++) *at++ = (char)(word >> (8 * k) & 0xFF);
    return at;
}

/* Head, chunks, checksum and length; no name, no time. */
static selat_status join(selat_context *context, const packing *p, char **out, size_t *packed) {
    static const char head[HEAD] = {0x1f, (char)0x8b, 8, 0, 0, 0, 0, 0, 0, 3};
    size_t total = HEAD + TAIL;
    uint32_t crc = 0;
    for (int64_t k = 0; k < p->n_chunks; k++) total += p->chunks[k].length;
    TRY(selat_new(context, (int64_t)total, out));
    char *at = *out;
    memcpy(at, head, HEAD);
    at += HEAD;
    for (int64_t k = 0; k < p->n_chunks; k++) {
        memcpy(at, p->chunks[k].packed, p->chunks[k].length);
        at += p->chunks[k].length;
        crc = (uint32_t)crc32_combine(crc, p->chunks[k].crc, (z_off_t)chunk_length(p, k));
    }
    put_word(put_word(at, crc), (uint32_t)p->length);
    *packed = total;
    return SELAT_OK;
}

selat_status selat_gzip(selat_context *context, const char *bytes, size_t length, int level, char **out, size_t *packed) {
    packing p = {.bytes = bytes, .length = length, .level = level, .n_chunks = (int64_t)((length + CHUNK - 1) / CHUNK)};
    *out = NULL;
    *packed = 0;
    if (length > UINT32_MAX / 2) return selat_fail(context, SELAT_BAD_INPUT, "%zu bytes are too many to pack", length);
    if (p.n_chunks == 0) p.n_chunks = 1;
    TRY(selat_new(context, p.n_chunks, &p.chunks));
    selat_status status = selat_parallel(context, p.n_chunks, pack_chunk, &p);
    if (status == SELAT_OK) status = join(context, &p, out, packed);
    for (int64_t k = 0; k < p.n_chunks; k++) selat_release(context, p.chunks[k].packed);
    selat_release(context, p.chunks);
    return status;
}

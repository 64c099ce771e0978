/* Writes zip archives without packing, so that a fuzzer's bytes stand in them as they are and checksums fit. */
#ifndef SELAT_FUZZ_STORED_ZIP_H
#define SELAT_FUZZ_STORED_ZIP_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

typedef struct stored_file {
    const char *name;
    const char *bytes;
    size_t length;
} stored_file;

static inline char *put_number(char *at, uint32_t value, int bytes) {
    for (int k = 0; k < bytes; k++)
        *at++ = (char)(value >> 8 * k & 0xFF);
    return at;
}

/* The fields that local and central headers share, from "version needed" on. */
static inline char *put_facts(char *at, const stored_file *f) {
    at = put_number(at, 20, 2);    /* version needed */
    at = put_number(at, 0, 2 + 2); /* flags, method: stored */
    at = put_number(at, 0, 4);     /* time and day */
    at = put_number(at, selat_checksum(f->bytes, f->length), 4);
    at = put_number(at, (uint32_t)f->length, 4);
    at = put_number(at, (uint32_t)f->length, 4);
    return put_number(at, (uint32_t)strlen(f->name), 2);
}

/* Allocated with malloc. */
static inline char *stored_zip(const stored_file *files, int count, size_t *length) {
    size_t room = 22;
    for (int k = 0; k < count; k++)
        room += 30 + 46 + 2 * strlen(files[k].name) + files[k].length;
    char *bytes = malloc(room), *at = bytes;
    uint32_t offset[16];
    if (bytes == NULL || count > 16) abort();
    for (int k = 0; k < count; k++) {
        offset[k] = (uint32_t)(at - bytes);
        at = put_facts(put_number(at, 0x04034b50, 4), &files[k]);
        at = put_number(at, 0, 2);
        memcpy(at, files[k].name, strlen(files[k].name));
        at += strlen(files[k].name);
        if (files[k].length > 0) memcpy(at, files[k].bytes, files[k].length);
        at += files[k].length;
    }
    uint32_t directory = (uint32_t)(at - bytes);
    for (int k = 0; k < count; k++) {
        at = put_facts(put_number(put_number(at, 0x02014b50, 4), 20, 2), &files[k]);
        at = put_number(at, 0, 2);                   /* extra */
        at = put_number(put_number(at, 0, 4), 0, 4); /* comment, disk, internal attributes; then external ones */
        at = put_number(at, 0, 2);
        at = put_number(at, offset[k], 4);
        memcpy(at, files[k].name, strlen(files[k].name));
        at += strlen(files[k].name);
    }
    uint32_t size = (uint32_t)(at - bytes) - directory;
    at = put_number(put_number(at, 0x06054b50, 4), 0, 4);
    at = put_number(put_number(at, (uint32_t)count, 2), (uint32_t)count, 2);
    at = put_number(put_number(put_number(at, size, 4), directory, 4), 0, 2);
    *length = (size_t)(at - bytes);
    return bytes;
}

#endif

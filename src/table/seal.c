/* A checksum in front of HDF5. */
#include "table/seal.h"

#include <string.h>

#include "base/file.h"
#include "base/status.h"
#include "base/text.h"

static const char hdf5_mark[] = "\211HDF\r\n\032\n";

static void print_sum(const char *kind, char seal[SELAT_SEAL_ROOM], uint32_t sum, size_t length) {
    memset(seal, 0, SELAT_SEAL_ROOM);
    selat_format(seal, SELAT_SEAL_ROOM, "selat %s 1\ncrc32 %08x\nbytes %zu\n", kind, sum, length);
}

static void print_seal(const char *kind, char seal[SELAT_SEAL_ROOM], const char *bytes, size_t length) {
    print_sum(kind, seal, selat_checksum(bytes + SELAT_SEAL_ROOM, length - SELAT_SEAL_ROOM), length);
}

void selat_seal_write(const char *kind, char *bytes, size_t length) {
    char seal[SELAT_SEAL_ROOM];
    if (length <= SELAT_SEAL_ROOM) return;
    print_seal(kind, seal, bytes, length);
    memcpy(bytes, seal, SELAT_SEAL_ROOM);
}

static bool has_mark(const char *bytes, size_t length, size_t at) {
    return length >= at + sizeof hdf5_mark && memcmp(bytes + at, hdf5_mark, sizeof hdf5_mark - 1) == 0;
}

selat_status selat_seal_check(selat_context *context, const char *kind, const char *hint, const char *path,
                              const char *bytes, size_t length) {
    char expected[SELAT_SEAL_ROOM], words[32];
    size_t n = (size_t)selat_format(words, sizeof words, "selat %s ", kind);
    if (length >= n && memcmp(bytes, words, n) == 0) {
        if (length > SELAT_SEAL_ROOM) {
            print_seal(kind, expected, bytes, length);
            if (memcmp(bytes, expected, SELAT_SEAL_ROOM) == 0) return SELAT_OK;
        }
        return selat_fail(context, SELAT_BAD_INPUT, "%s: truncated or damaged %s file: its checksum does not match%s",
                          path, kind, hint);
    }
    if (has_mark(bytes, length, 0) || has_mark(bytes, length, SELAT_SEAL_ROOM)) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s: found HDF5 without selat's seal of a %s%s", path, kind, hint);
    }
    return selat_fail(context, SELAT_BAD_INPUT, "%s: not a %s file: found %s, expected sealed HDF5", path, kind,
                      length == 0 ? "an empty file" : "something else");
}

selat_status selat_seal_write_file(selat_context *context, const char *kind, const char *path) {
    char seal[SELAT_SEAL_ROOM];
    uint32_t sum;
    size_t length;
    TRY(selat_file_checksum(context, path, SELAT_SEAL_ROOM, &sum, &length));
    print_sum(kind, seal, sum, length);
    return selat_file_patch(context, path, seal, sizeof seal);
}

selat_status selat_seal_check_file(selat_context *context, const char *kind, const char *hint, const char *path) {
    char found[SELAT_SEAL_ROOM], expected[SELAT_SEAL_ROOM], words[32];
    uint32_t sum;
    size_t length, got;
    TRY(selat_file_head(context, path, found, sizeof found, &got));
    size_t n = (size_t)selat_format(words, sizeof words, "selat %s ", kind);
    if (got < n || memcmp(found, words, n) != 0) return selat_seal_check(context, kind, hint, path, found, got);
    if (got == sizeof found) {
        TRY(selat_file_checksum(context, path, SELAT_SEAL_ROOM, &sum, &length));
        print_sum(kind, expected, sum, length);
        if (memcmp(found, expected, sizeof found) == 0) return SELAT_OK;
    }
    return selat_fail(context, SELAT_BAD_INPUT, "%s: truncated or damaged %s file: its checksum does not match%s", path,
                      kind, hint);
}

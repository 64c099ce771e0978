/* Files and folders (POSIX). */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"

enum { CHUNK = 1 << 18, OPEN_FOLDERS = 16 };

static selat_status grow(selat_context *context, char **bytes, size_t length, size_t *room) {
    char *larger;
    TRY(selat_new(context, *room * 2 + 1, &larger));
    memcpy(larger, *bytes, length);
    selat_release(context, *bytes);
    *bytes = larger;
    *room *= 2;
    return SELAT_OK;
}

static selat_status read_all(selat_context *context, gzFile file, const char *path, size_t max_bytes, char **bytes,
                             size_t *length) {
    size_t room = CHUNK;
    TRY(selat_new(context, room + 1, bytes));
    for (;;) {
        if (*length == room) TRY(grow(context, bytes, *length, &room));
        size_t want = room - *length < CHUNK ? room - *length : CHUNK;
        int got = gzread(file, *bytes + *length, (unsigned)want);
        if (got < 0) {
            int code;
            return selat_fail(context, SELAT_IO_ERROR, "%s: cannot read: %s", path, gzerror(file, &code));
        }
        *length += (size_t)got;
        if (*length > max_bytes) {
            return selat_fail(context, SELAT_BAD_INPUT, "%s: larger than the %zu bytes such a file may have", path,
                              max_bytes);
        }
        if (got == 0) break;
    }
    if (gzdirect(file) == 0 && !gzeof(file)) return selat_fail(context, SELAT_IO_ERROR, "%s: truncated gzip", path);
    (*bytes)[*length] = '\0';
    return SELAT_OK;
}

selat_status selat_file_read(selat_context *context, const char *path, size_t max_bytes, char **bytes, size_t *length) {
    *bytes = NULL;
    *length = 0;
    if (selat_folder_exists(path)) {
        return selat_fail(context, SELAT_IO_ERROR, "%s: found a folder, expected a file", path);
    }
    gzFile file = gzopen(path, "rb");
    if (file == NULL) return selat_fail(context, SELAT_IO_ERROR, "%s: cannot open: %s", path, strerror(errno));
    selat_status status = read_all(context, file, path, max_bytes, bytes, length);
    int closed = gzclose(file);
    if (status == SELAT_OK && closed != Z_OK) {
        status = selat_fail(context, SELAT_IO_ERROR, "%s: truncated or damaged gzip", path);
    }
    if (status != SELAT_OK) {
        selat_release(context, *bytes);
        *bytes = NULL;
        *length = 0;
    }
    return status;
}

uint32_t selat_checksum(const char *bytes, size_t length) {
    uLong sum = crc32_z(0, NULL, 0);
    return (uint32_t)crc32_z(sum, (const Bytef *)bytes, length);
}

static selat_status fail_file(selat_context *context, const char *path, const char *what) {
    return selat_fail(context, SELAT_IO_ERROR, "%s: cannot %s: %s", path, what, strerror(errno));
}

selat_status selat_file_checksum(selat_context *context, const char *path, size_t from, uint32_t *sum, size_t *length) {
    char *room;
    FILE *file = fopen(path, "rb");
    if (file == NULL) return fail_file(context, path, "open");
    selat_status status = selat_new(context, CHUNK, &room);
    uLong crc = crc32_z(0, NULL, 0);
    *length = 0;
    for (size_t got; status == SELAT_OK && (got = fread(room, 1, CHUNK, file)) > 0; *length += got) {
        size_t skip = *length < from ? from - *length : 0;
        if (skip < got) crc = crc32_z(crc, (const Bytef *)room + skip, got - skip);
    }
    if (status == SELAT_OK && ferror(file)) status = fail_file(context, path, "read");
    fclose(file);
    selat_release(context, room);
    *sum = (uint32_t)crc;
    return status;
}

selat_status selat_file_size(selat_context *context, const char *path, size_t *length) {
    struct stat facts;
    if (selat_folder_exists(path)) {
        return selat_fail(context, SELAT_IO_ERROR, "%s: found a folder, expected a file", path);
    }
    if (stat(path, &facts) != 0) return fail_file(context, path, "open");
    *length = (size_t)facts.st_size;
    return SELAT_OK;
}

selat_status selat_file_head(selat_context *context, const char *path, char *bytes, size_t room, size_t *got) {
    if (selat_folder_exists(path)) {
        return selat_fail(context, SELAT_IO_ERROR, "%s: found a folder, expected a file", path);
    }
    FILE *file = fopen(path, "rb");
    if (file == NULL) return fail_file(context, path, "open");
    *got = fread(bytes, 1, room, file);
    selat_status status = ferror(file) ? fail_file(context, path, "read") : SELAT_OK;
    fclose(file);
    return status;
}

selat_status selat_file_patch(selat_context *context, const char *path, const char *bytes, size_t length) {
    FILE *file = fopen(path, "r+b");
    if (file == NULL) return fail_file(context, path, "write");
    bool written = fwrite(bytes, 1, length, file) == length;
    if (fclose(file) != 0 || !written) return fail_file(context, path, "write");
    return SELAT_OK;
}

bool selat_file_exists(const char *path) {
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISREG(facts.st_mode);
}

bool selat_folder_exists(const char *path) {
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

selat_status selat_folder_list(selat_context *context, const char *path, selat_name_fn visit, void *data) {
    DIR *folder = opendir(path);
    selat_status status = SELAT_OK;
    if (folder == NULL) return SELAT_OK;
    for (struct dirent *entry; status == SELAT_OK && (entry = readdir(folder)) != NULL;) {
        status = visit(context, entry->d_name, data);
    }
    closedir(folder);
    return status;
}

selat_status selat_folder_make(selat_context *context, const char *path) {
    char *partial;
    TRY(selat_copy_text(context, path, &partial));
    selat_status status = SELAT_OK;
    for (char *at = partial + 1; status == SELAT_OK; at++) {
        if (*at != '/' && *at != '\0') continue;
        char kept = *at;
        *at = '\0';
        int error = mkdir(partial, 0777) == 0 ? 0 : errno;
        if (error != 0 && !selat_folder_exists(partial)) {
            status = selat_fail(context, SELAT_IO_ERROR, "%s: cannot make this folder: %s", partial, strerror(error));
        }
        *at = kept;
        if (kept == '\0') break;
    }
    selat_release(context, partial);
    return status;
}

static int remove_entry(const char *path, const struct stat *facts, int kind, struct FTW *where) {
    (void)facts;
    (void)kind;
    (void)where;
    return remove(path);
}

selat_status selat_folder_remove(selat_context *context, const char *path) {
    if (!selat_folder_exists(path)) return SELAT_OK;
    if (nftw(path, remove_entry, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS) == 0) return SELAT_OK;
    return selat_fail(context, SELAT_IO_ERROR, "%s: cannot remove: %s", path, strerror(errno));
}

selat_status selat_output_begin(selat_context *context, const char *path, selat_output *out) {
    *out = (selat_output){0};
    TRY(selat_copy_text(context, path, &out->path));
    size_t room = strlen(path) + 32;
    selat_status status = selat_new(context, room, &out->beside);
    if (status == SELAT_OK) {
        selat_format(out->beside, room, "%s.%ld.part", path, (long)getpid());
        FILE *file = fopen(out->beside, "wb"); /* fails here, before any work, when the folder cannot be written */
        if (file != NULL) {
            fclose(file);
        } else {
            status = selat_fail(context, SELAT_IO_ERROR, "%s: cannot write: %s", path, strerror(errno));
        }
    }
    if (status != SELAT_OK) selat_output_abandon(context, out);
    return status;
}

selat_status selat_output_commit(selat_context *context, selat_output *output) {
    if (rename(output->beside, output->path) != 0) {
        return selat_fail(context, SELAT_IO_ERROR, "%s: cannot write: %s", output->path, strerror(errno));
    }
    selat_release(context, output->beside);
    output->beside = NULL;
    selat_output_abandon(context, output);
    return SELAT_OK;
}

void selat_output_abandon(selat_context *context, selat_output *output) {
    if (output->beside != NULL) remove(output->beside);
    selat_release(context, output->path);
    selat_release(context, output->beside);
    *output = (selat_output){0};
}

static selat_status write_bytes(selat_context *context, const selat_output *output, const char *bytes, size_t length) {
    FILE *file = fopen(output->beside, "wb");
    if (file == NULL) {
        return selat_fail(context, SELAT_IO_ERROR, "%s: cannot write: %s", output->path, strerror(errno));
    }
    bool written = fwrite(bytes, 1, length, file) == length;
    if (fclose(file) == 0 && written) return SELAT_OK;
    return selat_fail(context, SELAT_IO_ERROR, "%s: cannot write: %s", output->path, strerror(errno));
}

selat_status selat_file_write(selat_context *context, const char *path, const char *bytes, size_t length) {
    selat_output output;
    TRY(selat_output_begin(context, path, &output));
    selat_status status = write_bytes(context, &output, bytes, length);
    if (status == SELAT_OK) status = selat_output_commit(context, &output);
    if (status != SELAT_OK) selat_output_abandon(context, &output);
    return status;
}

selat_status selat_file_write_gzip(selat_context *context, const char *path, const char *bytes, size_t length) {
    char *packed;
    size_t packed_length;
    TRY(selat_gzip(context, bytes, length, Z_BEST_COMPRESSION, &packed, &packed_length));
    selat_status status = selat_file_write(context, path, packed, packed_length);
    selat_release(context, packed);
    return status;
}

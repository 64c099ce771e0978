/* The one place that knows libzip. */
#include "base/zip.h"

#include <stdio.h>
#include <string.h>
#include <zip.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"

const selat_zip_limits SELAT_ZIP_LIMITS = {
    .entries = 65536, .entry_bytes = (uint64_t)64 << 30, .total_bytes = (uint64_t)256 << 30, .ratio = 200};
static const uint64_t SMALL_BYTES = (uint64_t)16 << 20; /* runs of zeros in a small entry are no bomb */

struct selat_zip {
    char *name;
    zip_t *archive;
    selat_zip_limits limits;
    int64_t count;
    uint64_t taken; /* bytes unpacked so far, all entries */
};

static selat_status fail_open(selat_context *context, const char *name, int code, bool looks_like_zip) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    selat_status status;
    if (code == ZIP_ER_OPEN || code == ZIP_ER_NOENT || code == ZIP_ER_READ) {
        status = selat_fail(context, SELAT_IO_ERROR, "%s: cannot open: %s", name, zip_error_strerror(&error));
    } else if (code == ZIP_ER_NOZIP && !looks_like_zip) {
        status = selat_fail(context, SELAT_BAD_INPUT, "%s: not a zip archive", name);
    } else {
        status = selat_fail(context, SELAT_BAD_INPUT, "%s: truncated or damaged zip archive (%s)", name,
                            zip_error_strerror(&error));
    }
    zip_error_fini(&error);
    return status;
}

/* Refuses what only a bomb declares, before anything is unpacked. */
static selat_status check_entries(selat_context *context, const selat_zip *zip) {
    uint64_t total = 0;
    if (zip->count > zip->limits.entries) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s: found %lld entries, expected at most %lld", zip->name,
                          (long long)zip->count, (long long)zip->limits.entries);
    }
    for (int64_t k = 0; k < zip->count; k++) {
        zip_stat_t facts;
        if (zip_stat_index(zip->archive, (zip_uint64_t)k, 0, &facts) != 0 || (facts.valid & ZIP_STAT_NAME) == 0) {
            return selat_fail(context, SELAT_BAD_INPUT, "%s: truncated or damaged zip archive (entry %lld)", zip->name,
                              (long long)k + 1);
        }
        uint64_t size = facts.valid & ZIP_STAT_SIZE ? facts.size : 0;
        uint64_t packed = facts.valid & ZIP_STAT_COMP_SIZE ? facts.comp_size : 0;
        total = total + size < total ? UINT64_MAX : total + size;
        if (size > zip->limits.entry_bytes || total > zip->limits.total_bytes) {
            return selat_fail(context, SELAT_BAD_INPUT,
                              "%s: %s: unpacks to %llu bytes, more than an archive of tables may (zip bomb?)",
                              zip->name, facts.name, (unsigned long long)size);
        }
        if (size > SMALL_BYTES && size / zip->limits.ratio > packed) {
            return selat_fail(context, SELAT_BAD_INPUT,
                              "%s: %s: unpacks %llu bytes from %llu, more than %llu times (zip bomb?)", zip->name,
                              facts.name, (unsigned long long)size, (unsigned long long)packed,
                              (unsigned long long)zip->limits.ratio);
        }
    }
    return SELAT_OK;
}

static selat_status begin(selat_context *context, const char *name, const selat_zip_limits *limits, selat_zip **out) {
    TRY(selat_new(context, 1, out));
    selat_zip_limits *own = &(*out)->limits;
    *own = SELAT_ZIP_LIMITS;
    if (limits != NULL && limits->entries > 0) own->entries = limits->entries;
    if (limits != NULL && limits->entry_bytes > 0) own->entry_bytes = limits->entry_bytes;
    if (limits != NULL && limits->total_bytes > 0) own->total_bytes = limits->total_bytes;
    if (limits != NULL && limits->ratio > 0) own->ratio = limits->ratio;
    return selat_copy_text(context, name, &(*out)->name);
}

static selat_status finish(selat_context *context, selat_zip **zip, selat_status status) {
    if (status == SELAT_OK) {
        (*zip)->count = zip_get_num_entries((*zip)->archive, 0);
        status = check_entries(context, *zip);
    }
    if (status == SELAT_OK) return SELAT_OK;
    selat_zip_close(context, *zip);
    *zip = NULL;
    return status;
}

static bool starts_like_zip(const char *bytes, size_t length) { return length >= 2 && memcmp(bytes, "PK", 2) == 0; }

static bool file_starts_like_zip(const char *path) {
    char start[2] = "";
    FILE *file = fopen(path, "rb");
    if (file == NULL) return false;
    size_t got = fread(start, 1, 2, file);
    fclose(file);
    return starts_like_zip(start, got);
}

selat_status selat_zip_open(selat_context *context, const char *path, const selat_zip_limits *limits, selat_zip **out) {
    int code = 0;
    *out = NULL;
    if (selat_folder_exists(path)) {
        return selat_fail(context, SELAT_IO_ERROR, "%s: found a folder, expected a zip archive", path);
    }
    selat_status status = begin(context, path, limits, out);
    if (*out == NULL) return status;
    if (status == SELAT_OK && ((*out)->archive = zip_open(path, ZIP_RDONLY, &code)) == NULL) {
        status = fail_open(context, path, code, file_starts_like_zip(path));
    }
    return finish(context, out, status);
}

selat_status selat_zip_of_bytes(selat_context *context, const char *name, const char *bytes, size_t length,
                                const selat_zip_limits *limits, selat_zip **out) {
    zip_error_t error;
    *out = NULL;
    selat_status status = begin(context, name, limits, out);
    if (*out == NULL) return status;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes, length, 0, &error);
    if (status == SELAT_OK && source == NULL) {
        status = selat_fail(context, SELAT_NO_MEMORY, "%s: no memory for reading it", name);
    }
    if (status == SELAT_OK && ((*out)->archive = zip_open_from_source(source, ZIP_RDONLY, &error)) == NULL) {
        status = fail_open(context, name, zip_error_code_zip(&error), starts_like_zip(bytes, length));
    }
    if (*out != NULL && (*out)->archive == NULL && source != NULL) zip_source_free(source);
    zip_error_fini(&error);
    return finish(context, out, status);
}

void selat_zip_close(selat_context *context, selat_zip *zip) {
    if (zip == NULL) return;
    if (zip->archive != NULL) zip_discard(zip->archive);
    selat_release(context, zip->name);
    selat_release(context, zip);
}

int64_t selat_zip_count(const selat_zip *zip) { return zip->count; }

const char *selat_zip_name(const selat_zip *zip, int64_t entry) {
    const char *name = zip_get_name(zip->archive, (zip_uint64_t)entry, 0);
    return name != NULL ? name : "";
}

int64_t selat_zip_find(const selat_zip *zip, const char *name) {
    return (int64_t)zip_name_locate(zip->archive, name, 0);
}

/* ---- reading an entry ---- */

typedef struct entry_source {
    selat_zip *zip;
    zip_file_t *file;
    uint64_t declared;
} entry_source;

static selat_status read_entry(selat_context *context, selat_stream *stream, char *room, size_t most, size_t *got) {
    entry_source *e = stream->source;
    zip_int64_t n = zip_fread(e->file, room, most);
    if (n < 0) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s: truncated or damaged zip archive (%s)", stream->name,
                          zip_file_strerror(e->file));
    }
    if (n == 0 && stream->taken < e->declared) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s: truncated or damaged zip archive (%llu of %llu bytes)",
                          stream->name, (unsigned long long)stream->taken, (unsigned long long)e->declared);
    }
    e->zip->taken += (uint64_t)n;
    if (stream->taken + (uint64_t)n > e->declared || e->zip->taken > e->zip->limits.total_bytes) {
        return selat_fail(context, SELAT_BAD_INPUT,
                          "%s: unpacks to more bytes than it declares or may have (zip bomb?)", stream->name);
    }
    *got = (size_t)n;
    return SELAT_OK;
}

static void close_entry(selat_context *context, selat_stream *stream) {
    entry_source *e = stream->source;
    zip_fclose(e->file);
    selat_release(context, e);
}

static selat_status open_entry(selat_context *context, selat_zip *zip, int64_t entry, selat_stream *out) {
    zip_stat_t facts;
    entry_source *e;
    const char *inside = selat_zip_name(zip, entry);
    size_t room = strlen(zip->name) + strlen(inside) + 3;
    TRY(selat_new(context, room, &out->name));
    selat_format(out->name, room, "%s: %s", zip->name, inside);
    TRY(selat_new(context, 1, &e));
    out->source = e;
    e->zip = zip;
    e->file = zip_fopen_index(zip->archive, (zip_uint64_t)entry, 0);
    if (e->file == NULL) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s: cannot be unpacked: %s", out->name,
                          zip_strerror(zip->archive));
    }
    if (zip_stat_index(zip->archive, (zip_uint64_t)entry, 0, &facts) != 0 || (facts.valid & ZIP_STAT_SIZE) == 0) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s: truncated or damaged zip archive (no size)", out->name);
    }
    e->declared = facts.size;
    return SELAT_OK;
}

selat_status selat_zip_stream(selat_context *context, selat_zip *zip, int64_t entry, selat_stream *out) {
    *out = (selat_stream){.read = read_entry, .close = close_entry};
    selat_status status = open_entry(context, zip, entry, out);
    if (status == SELAT_OK) return SELAT_OK;
    entry_source *e = out->source;
    if (e != NULL && e->file != NULL) zip_fclose(e->file);
    selat_release(context, e);
    selat_release(context, out->name);
    *out = (selat_stream){0};
    return status;
}

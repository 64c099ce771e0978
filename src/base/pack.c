/* Packs of files. */
#include "base/pack.h"

#include <string.h>

#include "base/memory.h"
#include "base/status.h"

enum { MOST_FILES = 10000, MOST_COLUMNS = 1000, FEWEST_BYTES = 10000 };
static const char heading[] = "selat pack 1\n";

/* ---- writing ---- */

bool selat_pack_holds(const selat_pack_writer *writer, const char *name) {
    size_t length = strlen(name);
    const char *at = writer->index.bytes;
    for (; at != NULL && *at != '\0'; at = strchr(at, '\n') + 1) {
        const char *start = strchr(at, ' ') + 1;
        if (strncmp(start, name, length) == 0 && start[length] == '\n') return true;
    }
    return false;
}

/* Columns of comma-separated text whose lines all have as many; 0: it is none, or quotes something. */
static int64_t count_columns(const char *bytes, size_t length) {
    if (length < FEWEST_BYTES || bytes[length - 1] != '\n') return 0;
    int64_t columns = 0, commas = 0;
    for (size_t k = 0; k < length; k++) {
        if (bytes[k] == '"' || bytes[k] == '\r' || bytes[k] == '\0') return 0;
        commas += bytes[k] == ',';
        if (bytes[k] != '\n') continue;
        if (columns != 0 && columns != commas + 1) return 0;
        columns = commas + 1;
        commas = 0;
    }
    return columns > 1 && columns <= MOST_COLUMNS ? columns : 0;
}

static selat_status add_columns(selat_context *context, selat_text *out, const char *bytes, size_t length, int64_t columns) {
    char *turned;
    TRY(selat_new(context, length, &turned));
    size_t put = 0;
    for (int64_t column = 0; column < columns; column++) {
        int64_t at = 0;
        for (size_t k = 0; k < length; k++) {
            bool ends = bytes[k] == ',' || bytes[k] == '\n';
            if (at == column) turned[put++] = ends ? '\n' : bytes[k];
            if (ends) at = (at + 1) % columns;
        }
    }
    selat_status status = selat_text_add_bytes(context, out, turned, length);
    selat_release(context, turned);
    return status;
}

selat_status selat_pack_add(selat_context *context, selat_pack_writer *writer, const char *name, const char *bytes,
                            size_t length) {
    if (strchr(name, '\n') != NULL || name[0] == '\0') {
        return selat_fail(context, SELAT_BAD_INPUT, "pack: found a name that is empty or has a line break");
    }
    if (selat_pack_holds(writer, name)) return SELAT_OK;
    int64_t columns = count_columns(bytes, length);
    TRY(selat_text_add(context, &writer->index, "%zu/%lld %s\n", length, (long long)columns, name));
    if (columns > 0) return add_columns(context, &writer->contents, bytes, length, columns);
    return selat_text_add_bytes(context, &writer->contents, bytes, length);
}

selat_status selat_pack_finish(selat_context *context, const selat_pack_writer *writer, selat_text *out) {
    TRY(selat_text_add_bytes(context, out, heading, sizeof heading - 1));
    TRY(selat_text_add_bytes(context, out, writer->index.bytes, writer->index.length));
    TRY(selat_text_add_bytes(context, out, "\n", 1));
    return selat_text_add_bytes(context, out, writer->contents.bytes, writer->contents.length);
}

void selat_pack_writer_clear(selat_context *context, selat_pack_writer *writer) {
    selat_text_clear(context, &writer->index);
    selat_text_clear(context, &writer->contents);
}

/* ---- reading ---- */

static selat_status fail_line(selat_context *context, int64_t line, const char *expected) {
    return selat_fail_at(context, (selat_place){"pack", line, 0, NULL}, NULL, "expected %s", expected);
}

static bool read_number(const char **at, const char *end, size_t *out) {
    const char *start = *at;
    for (*out = 0; *at < end && **at >= '0' && **at <= '9'; (*at)++) {
        if (__builtin_mul_overflow(*out, (size_t)10, out) || __builtin_add_overflow(*out, (size_t)(**at - '0'), out)) return false;
    }
    return *at > start && *at < end;
}

/* "LENGTH/COLUMNS NAME" from `at` to `end`. */
static selat_status read_line(selat_context *context, const char *at, const char *end, int64_t line,
                              selat_pack_file *out) {
    size_t columns;
    bool fits = read_number(&at, end, &out->length) && *at++ == '/' && read_number(&at, end, &columns) && *at++ == ' ' && at < end;
    if (!fits || columns > MOST_COLUMNS || memchr(at, '\0', (size_t)(end - at)) != NULL) {
        return fail_line(context, line, "a length, columns and a name");
    }
    out->columns = (int64_t)columns;
    return selat_copy_text_n(context, at, (size_t)(end - at), &out->name);
}

/* The lines of the index up to the empty one, which *at then stands behind. */
static selat_status read_index(selat_context *context, const char **at, const char *end, selat_pack *out) {
    TRY(selat_new(context, MOST_FILES, &out->files));
    for (int64_t line = 2;; line++) {
        const char *stop = memchr(*at, '\n', (size_t)(end - *at));
        if (stop == NULL) return fail_line(context, line, "an empty line behind the list of files");
        const char *start = *at;
        *at = stop + 1;
        if (stop == start) return SELAT_OK;
        if (out->count == MOST_FILES) return fail_line(context, line, "at most 10000 files");
        TRY(read_line(context, start, stop, line, &out->files[out->count]));
        out->count++;
    }
}

static selat_status open(selat_context *context, const char *bytes, size_t length, selat_pack *out) {
    const char *at = bytes + sizeof heading - 1, *end = bytes + length;
    if (length < sizeof heading - 1 || memcmp(bytes, heading, sizeof heading - 1) != 0) {
        return fail_line(context, 1, "a pack of files");
    }
    TRY(read_index(context, &at, end, out));
    for (int64_t k = 0; k < out->count; k++) {
        selat_pack_file *file = &out->files[k];
        if (file->length > (size_t)(end - at)) return fail_line(context, k + 2, "contents as long as this line says");
        file->bytes = at;
        at += file->length;
    }
    return at == end ? SELAT_OK : fail_line(context, 0, "nothing behind the last file");
}

selat_status selat_pack_open(selat_context *context, const char *bytes, size_t length, selat_pack *out) {
    *out = (selat_pack){0};
    selat_status status = open(context, bytes, length, out);
    if (status != SELAT_OK) selat_pack_close(context, out);
    return status;
}

void selat_pack_close(selat_context *context, selat_pack *pack) {
    for (int64_t k = 0; k < pack->count; k++) selat_release(context, pack->files[k].name);
    selat_release(context, pack->files);
    *pack = (selat_pack){0};
}

const selat_pack_file *selat_pack_find(const selat_pack *pack, const char *name) {
    while (name[0] == '.' && name[1] == '/') name += 2;
    for (int64_t k = 0; k < pack->count; k++) {
        if (strcmp(pack->files[k].name, name) == 0) return &pack->files[k];
    }
    return NULL;
}

/* Where each column begins; false when there are not as many lines as columns need. */
static bool find_columns(const selat_pack_file *file, const char **starts, size_t *rows) {
    const char *end = file->bytes + file->length;
    size_t lines = 0, columns = (size_t)file->columns;
    for (const char *at = file->bytes; at < end; at++) lines += *at == '\n';
    *rows = lines / columns;
    if (lines == 0 || lines % columns != 0 || end[-1] != '\n') return false;
    const char *at = file->bytes;
    for (size_t column = 0; column < columns; column++) {
        starts[column] = at;
        for (size_t row = 0; row < *rows; row++) at = (const char *)memchr(at, '\n', (size_t)(end - at)) + 1;
    }
    return true;
}

selat_status selat_pack_read(selat_context *context, const selat_pack_file *file, char **bytes) {
    TRY(selat_new(context, file->length + 1, bytes));
    if (file->columns == 0) {
        memcpy(*bytes, file->bytes, file->length);
        return SELAT_OK;
    }
    const char *starts[MOST_COLUMNS];
    size_t rows, put = 0;
    if (!find_columns(file, starts, &rows)) {
        selat_release(context, *bytes);
        *bytes = NULL;
        return selat_fail(context, SELAT_BAD_INPUT, "%s: damaged: its columns do not fit", file->name);
    }
    for (size_t row = 0; row < rows; row++) {
        for (int64_t column = 0; column < file->columns; column++) {
            while (*starts[column] != '\n') (*bytes)[put++] = *starts[column]++;
            starts[column]++;
            (*bytes)[put++] = column + 1 < file->columns ? ',' : '\n';
        }
    }
    return SELAT_OK;
}

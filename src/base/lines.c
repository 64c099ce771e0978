/* lines.h on pread, which many threads may call on one file. */
#include "base/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/threads.h"

enum { PIECE = 4 << 20, CHUNK = 1 << 18, LONGEST_LINE = 256 << 20 };

selat_status selat_lines_open(selat_context *context, const char *path, selat_lines *out) {
    struct stat facts;
    *out = (selat_lines){.file = -1};
    TRY(selat_copy_text(context, path, &out->path));
    out->file = open(path, O_RDONLY | O_CLOEXEC);
    bool known = out->file >= 0 && fstat(out->file, &facts) == 0;
    if (known && S_ISREG(facts.st_mode)) {
        out->length = facts.st_size;
        return SELAT_OK;
    }
    selat_status status = selat_fail(context, SELAT_IO_ERROR, "%s: cannot open: %s", path,
                                     known ? "not a file" : strerror(errno));
    selat_lines_close(context, out);
    return status;
}

void selat_lines_close(selat_context *context, selat_lines *lines) {
    if (lines->path == NULL) return;
    if (lines->file >= 0) close(lines->file);
    selat_release(context, lines->path);
    *lines = (selat_lines){0};
}

static selat_status read_bytes(selat_context *context, const selat_lines *lines, int64_t offset, size_t want, char *to,
                               size_t *got) {
    *got = 0;
    while (*got < want) {
        ssize_t step = pread(lines->file, to + *got, want - *got, offset + (int64_t)*got);
        if (step < 0 && errno == EINTR) continue;
        if (step < 0) return selat_fail(context, SELAT_IO_ERROR, "%s: cannot read: %s", lines->path, strerror(errno));
        if (step == 0) break;
        *got += (size_t)step;
    }
    return SELAT_OK;
}

/* Part of the file in memory. */
typedef struct window {
    char *bytes;
    size_t room, length, at; /* what is before `at` is done with */
    int64_t offset;          /* of bytes[0] in the file */
    bool at_end;             /* the file ends with this window */
} window;

/* Drops what is done with and reads on; a window full of one line grows. */
static selat_status read_on(selat_context *context, const selat_lines *lines, window *w) {
    size_t kept = w->length - w->at, got;
    if (kept > LONGEST_LINE) return selat_fail(context, SELAT_BAD_INPUT, "%s: a line of over 256 MiB", lines->path);
    if (kept + CHUNK > w->room) {
        char *larger;
        size_t room = 2 * (kept + CHUNK);
        TRY(selat_new(context, room, &larger));
        if (kept > 0) memcpy(larger, w->bytes + w->at, kept);
        selat_release(context, w->bytes);
        w->bytes = larger;
        w->room = room;
    } else if (kept > 0) {
        memmove(w->bytes, w->bytes + w->at, kept);
    }
    w->offset += (int64_t)w->at;
    w->length = kept;
    w->at = 0;
    size_t want = w->room - kept;
    TRY(read_bytes(context, lines, w->offset + (int64_t)kept, want, w->bytes + kept, &got));
    w->length += got;
    w->at_end = got < want;
    return SELAT_OK;
}

/* The next line, [*line, *end) without its end; *line NULL after the last. */
static selat_status next_line(selat_context *context, const selat_lines *lines, window *w, const char **line,
                              const char **end) {
    size_t searched = 0;
    *line = NULL;
    for (;;) {
        const char *start = w->bytes + w->at, *stop = NULL;
        size_t rest = w->length - w->at;
        if (rest > searched) stop = memchr(start + searched, '\n', rest - searched);
        if (stop == NULL && !w->at_end) {
            searched = rest;
            TRY(read_on(context, lines, w));
            continue;
        }
        if (stop == NULL && rest == 0) return SELAT_OK;
        *line = start;
        *end = stop != NULL ? stop : start + rest;
        w->at += (size_t)(*end - start) + (stop != NULL);
        if (*end > start && (*end)[-1] == '\r') --*end;
        return SELAT_OK;
    }
}

selat_status selat_lines_at(selat_context *context, const selat_lines *lines, int64_t offset, char **line,
                            size_t *length, int64_t *next) {
    window w = {.offset = offset};
    const char *start, *end = NULL;
    *line = NULL;
    selat_status status = next_line(context, lines, &w, &start, &end);
    if (status == SELAT_OK) {
        *length = start != NULL ? (size_t)(end - start) : 0;
        status = selat_copy_text_n(context, start != NULL ? start : "", *length, line);
        *next = w.offset + (int64_t)w.at;
    }
    selat_release(context, w.bytes);
    return status;
}

int64_t selat_lines_number(selat_context *context, const selat_lines *lines, int64_t offset) {
    char bytes[4096];
    int64_t number = 1;
    for (int64_t at = 0; at < offset;) {
        size_t want = offset - at < (int64_t)sizeof bytes ? (size_t)(offset - at) : sizeof bytes, got;
        if (read_bytes(context, lines, at, want, bytes, &got) != SELAT_OK || got == 0) break;
        for (size_t k = 0; k < got; k++) number += bytes[k] == '\n';
        at += (int64_t)got;
    }
    return number;
}

/* ---- pieces ---- */

typedef struct job {
    const selat_lines *lines;
    int64_t offset;
    size_t scratch_bytes;
    selat_line_fn work;
    void *data;
} job;

/* Lines that start in [from, to). Where a piece starts within a line, that line is the piece's before. */
static selat_status read_lines(selat_context *own, const job *j, int64_t from, int64_t to, window *w, void *scratch) {
    const char *line, *end;
    w->offset = from > j->offset ? from - 1 : from;
    if (from > j->offset) {
        TRY(next_line(own, j->lines, w, &line, &end));
    }
    while (w->offset + (int64_t)w->at < to) {
        int64_t offset = w->offset + (int64_t)w->at;
        TRY(next_line(own, j->lines, w, &line, &end));
        if (line == NULL) break;
        TRY(j->work(own, j->data, scratch, offset, line, end));
        TRY(selat_check_cancel(own));
    }
    return SELAT_OK;
}

static selat_status read_piece(selat_context *own, void *data, int64_t piece) {
    const job *j = data;
    int64_t from = j->offset + piece * PIECE, to = from + PIECE;
    window w = {0};
    char *scratch;
    TRY(selat_new(own, j->scratch_bytes, &scratch));
    selat_status status = read_lines(own, j, from, to < j->lines->length ? to : j->lines->length, &w, scratch);
    selat_release(own, w.bytes);
    selat_release(own, scratch);
    return status;
}

selat_status selat_lines_read(selat_context *context, const selat_lines *lines, int64_t offset, size_t scratch_bytes,
                              selat_line_fn work, void *data) {
    job j = {lines, offset, scratch_bytes, work, data};
    int64_t left = lines->length - offset;
    return selat_parallel(context, left > 0 ? (left + PIECE - 1) / PIECE : 0, read_piece, &j);
}

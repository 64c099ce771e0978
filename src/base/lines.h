/* Lines of a large text file, read in pieces by several threads: memory for one piece per thread, never the whole. */
#ifndef SELAT_BASE_LINES_H
#define SELAT_BASE_LINES_H

#include "selat/context.h"

typedef struct selat_lines {
    char *path;
    int file;
    int64_t length; /* bytes */
} selat_lines;

/* Errors: missing, a folder. */
selat_status selat_lines_open(selat_context *context, const char *path, selat_lines *out);
void selat_lines_close(selat_context *context, selat_lines *lines); /* takes a zeroed one */

/* The line that starts at `offset`, allocated, zero-terminated, without its end; *next is where the following one starts
   (the file's length after the last). Error: over 256 MiB. */
selat_status selat_lines_at(selat_context *context, const selat_lines *lines, int64_t offset, char **line,
                            size_t *length, int64_t *next);
/* How many lines end before `offset`, plus one. Reads the file up to there: for messages. */
int64_t selat_lines_number(selat_context *context, const selat_lines *lines, int64_t offset);

/* One line without its end. `scratch` belongs to the piece being read; lines of a piece come in order. */
typedef selat_status (*selat_line_fn)(selat_context *own, void *data, void *scratch, int64_t offset, const char *line,
                                      const char *end);
/* Calls `work` for every line from `offset` on, pieces in parallel (selat_parallel). On failure: of the first line that
   failed, by position. */
selat_status selat_lines_read(selat_context *context, const selat_lines *lines, int64_t offset, size_t scratch_bytes,
                              selat_line_fn work, void *data);

#endif

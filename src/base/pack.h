/* Files as one run of bytes: what a page has in place of a disk. A text of lines "LENGTH/COLUMNS NAME" under the heading, an
   empty line, then the contents one after the other. Files of comma-separated text without quotes stand column by
   column, which packs several times better: the fields of the first column, a line each, then those of the second;
   COLUMNS is 0 for other files, which stand as they are. */
#ifndef SELAT_BASE_PACK_H
#define SELAT_BASE_PACK_H

#include "base/text.h"
#include "selat/context.h"

/* ---- writing ---- */

typedef struct selat_pack_writer { /* start with {0} */
    selat_text index, contents;
} selat_pack_writer;

/* A name has no line breaks; one that stands there already is left as it is. */
selat_status selat_pack_add(selat_context *context, selat_pack_writer *writer, const char *name, const char *bytes,
                            size_t length);
bool selat_pack_holds(const selat_pack_writer *writer, const char *name);
/* The whole pack, appended to `out`. */
selat_status selat_pack_finish(selat_context *context, const selat_pack_writer *writer, selat_text *out);
void selat_pack_writer_clear(selat_context *context, selat_pack_writer *writer);

/* ---- reading ---- */

typedef struct selat_pack_file {
    char *name;
    const char *bytes; /* within the pack */
    size_t length;
    int64_t columns;   /* 0: as it is */
} selat_pack_file;

typedef struct selat_pack {
    int64_t count;
    selat_pack_file *files; /* [count] */
} selat_pack;

/* Borrows `bytes`. Errors: no pack, a line that is none, contents that are longer or shorter than the lines say. */
selat_status selat_pack_open(selat_context *context, const char *bytes, size_t length, selat_pack *out);
void selat_pack_close(selat_context *context, selat_pack *pack); /* takes a zeroed one */
/* NULL where there is none of that name. "./" at the start of a name is passed over. */
const selat_pack_file *selat_pack_find(const selat_pack *pack, const char *name);
/* The file as it was added, with a zero byte behind it; its length is the same. Error: columns that do not fit. */
selat_status selat_pack_read(selat_context *context, const selat_pack_file *file, char **bytes);

/* ---- as the page's files (file_pack.c) ---- */

/* From here on files are those of the pack, which is borrowed; NULL: there are none. The page is one process with one pack,
   as a program has one disk. */
void selat_pack_mount(const selat_pack *pack);

#endif

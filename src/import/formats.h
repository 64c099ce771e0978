/* The register of table formats. A new one: a file with a selat_import_format, declared at the end of this header and
   added to the array in formats.c. */
#ifndef SELAT_IMPORT_FORMATS_H
#define SELAT_IMPORT_FORMATS_H

#include "selat/import.h"

/* What a format is recognised by. */
typedef struct selat_import_source {
    const char *path;
    bool folder;
    size_t length;     /* of head, 0 for a folder */
    const char *head;  /* first bytes of the file (up to SELAT_IMPORT_HEAD), zero-terminated, as they are on disk */
} selat_import_source;
enum { SELAT_IMPORT_HEAD = 4096 };

typedef struct selat_import_format {
    const char *name;  /* one word, as typed: "icio" */
    const char *title; /* one line: what it is, which editions */
    const struct selat_streamed *streamed; /* reads it (streamed.h); NULL: the two functions below do */
    /* Cheap and strict: false when in doubt. May look into a folder, must not read it through. */
    bool (*detect)(selat_context *context, const selat_import_source *source);
    /* `options` is never NULL. Errors name file, line, column, what was found and what was expected. */
    selat_status (*read)(selat_context *context, const char *path, const selat_import_options *options,
                         selat_table **out);
} selat_import_format;

/* options->name, or the last part of `path` without ".csv", ".zip" and the like. Release *out. */
selat_status selat_import_table_name(selat_context *context, const char *path, const selat_import_options *options,
                                     char **out);
/* options->year, or the last four-digit number from 1900 to 2100 in the last part of `path`, or 0. */
int64_t selat_import_table_year(const char *path, const selat_import_options *options);

extern const selat_import_format selat_format_selat; /* a table file another program wrote or changed */
extern const selat_import_format selat_format_icio;
extern const selat_import_format selat_format_adb, selat_format_csv, selat_format_eora26, selat_format_exiobase3,
    selat_format_figaro, selat_format_gloria, selat_format_pymrio, selat_format_wiod; /* read through streamed.h */

#endif

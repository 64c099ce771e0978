/* What an import format is to `selat_import`. Adding one: a file of its own, and its line in formats.c. */
#ifndef SELAT_IMPORT_FORMATS_H
#define SELAT_IMPORT_FORMATS_H

#include "import/archive.h"
#include "import/assembly.h"
#include "selat/import.h"

typedef struct selat_import_job {
    selat_archive *archive;
    const selat_import_options *options;
    selat_assembly a; /* file and scale are set; the reader fills the rest, but does not finish it */
    int64_t year;     /* the reader's finding, 0 where the file does not say */
} selat_import_job;

typedef struct selat_import_format {
    const char *name, *help; /* help: one line */
    const char *money;       /* what the publisher's numbers are: "million EUR" */
    double musd_per_unit;    /* 1 also where the money is no USD: it is then kept as it is, and the provenance says so */
    bool inner_zips;         /* zip archives inside a folder belong to the table */
    /* By names of files, and by `start`, the first bytes of a single file ("" otherwise). */
    bool (*recognise)(const selat_archive *archive, const char *start);
    selat_status (*read)(selat_context *context, selat_import_job *job);
    /* Instead of read: the whole way, from the path to the table. */
    selat_status (*load)(selat_context *context, const char *path, const selat_import_options *options,
                         selat_table **out);
} selat_import_format;

extern const selat_import_format selat_format_adb, selat_format_csv, selat_format_eora26, selat_format_exiobase3,
    selat_format_figaro, selat_format_gloria, selat_format_pymrio, selat_format_selat, selat_format_wiod;

/* Whether a file's path holds `part`, whatever the case. */
bool selat_archive_has(const selat_archive *archive, const char *part);
bool selat_holds(const char *text, const char *part);

#endif

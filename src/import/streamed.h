/* What most formats share: an archive of files (folder, zip or single file) is read into an assembly, which becomes a
   dense table with a provenance. A format's file holds a selat_streamed with its two functions. */
#ifndef SELAT_IMPORT_STREAMED_H
#define SELAT_IMPORT_STREAMED_H

#include "import/archive.h"
#include "import/assembly.h"
#include "import/formats.h"

typedef struct selat_import_job {
    selat_archive *archive;
    const selat_import_options *options;
    selat_assembly a; /* file and scale are set; the reader fills the rest, but does not finish it */
    int64_t year;     /* the reader's finding, 0 where the file does not say */
} selat_import_job;

typedef struct selat_streamed {
    const char *name;     /* of the format */
    const char *money;    /* what the publisher's numbers are: "million EUR" */
    double musd_per_unit; /* 1 also where the money is no USD: it is kept as it is, and the provenance says so */
    bool inner_zips;      /* zip archives inside a folder belong to the table */
    /* By names of files, and by `head`, the first bytes of a single file ("" otherwise). */
    bool (*recognise)(const selat_archive *archive, const char *head);
    selat_status (*read)(selat_context *context, selat_import_job *job);
} selat_streamed;

/* Detecting and reading by it: formats.c. */
bool selat_streamed_detect(selat_context *context, const selat_import_source *source, const selat_streamed *format);
selat_status selat_streamed_read(selat_context *context, const char *path, const selat_import_options *options,
                                 const selat_streamed *format, selat_table **out);

/* Whether a text, or the path of a file of the archive, holds `part`, whatever the case. */
bool selat_holds(const char *text, const char *part);
bool selat_archive_has(const selat_archive *archive, const char *part);

#endif

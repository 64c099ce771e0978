/* Writing several text files of a folder: all beside their places first, then moved there together. */
#ifndef SELAT_TABLE_EXPORT_FOLDER_H
#define SELAT_TABLE_EXPORT_FOLDER_H

#include <stdio.h>

#include "base/file.h"

enum { SELAT_EXPORT_FILES = 48 };

typedef struct selat_export {
    selat_context *context;
    const char *path;
    char separator;
    bool made; /* the folder was not there before */
    int n_files;
    selat_output files[SELAT_EXPORT_FILES];
} selat_export;

/* Makes the folder. */
selat_status selat_export_start(selat_context *context, const char *path, char separator, selat_export *out);
/* A folder below it. */
selat_status selat_export_folder(selat_export *e, const char *name);
/* Opens a file ("Z.txt", "satellite/F.txt"); one at a time. */
selat_status selat_export_begin(selat_export *e, const char *name, FILE **out);
selat_status selat_export_end(selat_export *e, FILE *file);
/* All files to their places, or, when `status` is a failure, none; returns the status. */
selat_status selat_export_finish(selat_export *e, selat_status status);

/* The shortest of 15 to 17 digits that reads back as the same number. */
void selat_export_number(FILE *to, double value);
/* Quoted where it must be. */
void selat_export_field(const selat_export *e, FILE *to, const char *text);

#endif

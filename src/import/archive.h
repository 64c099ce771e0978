/* The files of a download, whether it lies as a folder, as a zip archive or as one file. */
#ifndef SELAT_IMPORT_ARCHIVE_H
#define SELAT_IMPORT_ARCHIVE_H

#include "base/stream.h"

typedef struct selat_archive selat_archive;

/* A folder with what is below it (to four levels; hidden files left out), a zip archive, or a single file.
   `inner`: zip archives that lie in a folder are opened as well. Errors: missing, damaged, over 100,000 files. */
selat_status selat_archive_open(selat_context *context, const char *path, bool inner, selat_archive **out);
void selat_archive_close(selat_context *context, selat_archive *archive); /* takes NULL; streams are closed before */

const char *selat_archive_path(const selat_archive *archive);
bool selat_archive_is_file(const selat_archive *archive); /* one file, no zip */
int64_t selat_archive_count(const selat_archive *archive);
/* "satellite/F.txt", in alphabetical order. */
const char *selat_archive_name(const selat_archive *archive, int64_t k);
/* The part of a path after the last slash. */
const char *selat_base_name(const char *path);
/* The file whose path ends with `ending` ("/Z.txt" also finds "Z.txt"), the least deep one; -1: none. */
int64_t selat_archive_find(const selat_archive *archive, const char *ending);
selat_status selat_archive_stream(selat_context *context, selat_archive *archive, int64_t k, selat_stream *out);

#endif

/* Files: reading whole (plain or gzip), writing beside and renaming, so that nothing is ever half-written.
   In a page file_pack.c implements what reads, over a pack in place of a disk (base/pack.h). */
#ifndef SELAT_BASE_FILE_H
#define SELAT_BASE_FILE_H

#include "selat/context.h"

/* The whole file, unpacked when it is gzip, with a zero byte after it. Errors: cannot open, a folder, over max_bytes. */
selat_status selat_file_read(selat_context *context, const char *path, size_t max_bytes, char **bytes, size_t *length);

/* CRC-32 (the one of zlib, gzip and PNG). */
uint32_t selat_checksum(const char *bytes, size_t length);
/* The same of a file from byte `from` on, read in pieces; *length is that of the whole file. */
selat_status selat_file_checksum(selat_context *context, const char *path, size_t from, uint32_t *sum, size_t *length);
/* Bytes of a file. Errors: cannot open, a folder. */
selat_status selat_file_size(selat_context *context, const char *path, size_t *length);
/* The first `room` bytes of a file, or all where it is shorter. Errors: cannot open, a folder. */
selat_status selat_file_head(selat_context *context, const char *path, char *bytes, size_t room, size_t *got);
/* Writes over the first bytes of a file that is there. */
selat_status selat_file_patch(selat_context *context, const char *path, const char *bytes, size_t length);

bool selat_file_exists(const char *path);
bool selat_folder_exists(const char *path);
/* Calls `visit` with every name in the folder, in any order; none where it is missing. */
typedef selat_status (*selat_name_fn)(selat_context *context, const char *name, void *data);
selat_status selat_folder_list(selat_context *context, const char *path, selat_name_fn visit, void *data);
/* Makes the folder and its parents where missing. */
selat_status selat_folder_make(selat_context *context, const char *path);
/* Removes a folder with everything below it. */
selat_status selat_folder_remove(selat_context *context, const char *path);

/* "folder/name", allocated. */
selat_status selat_path_join(selat_context *context, const char *folder, const char *name, char **out);

/* A file that appears under its name only when committed. */
typedef struct selat_output {
    char *path;
    char *beside; /* write here */
} selat_output;
selat_status selat_output_begin(selat_context *context, const char *path, selat_output *out);
selat_status selat_output_commit(selat_context *context, selat_output *output);
void selat_output_abandon(selat_context *context, selat_output *output); /* removes what was written; takes a zeroed one */
/* begin, write, commit. */
selat_status selat_file_write(selat_context *context, const char *path, const char *bytes, size_t length);
/* Packed as gzip without name or time: the same bytes give the same bytes. level 1 (fast) to 9 (small). Error: over 2 GiB. */
selat_status selat_gzip(selat_context *context, const char *bytes, size_t length, int level, char **out, size_t *packed);
/* The same, packed as gzip, smallest. */
selat_status selat_file_write_gzip(selat_context *context, const char *path, const char *bytes, size_t length);

#endif

/* file_pack.c under other names, beside the files of the disk. */
#ifndef SELAT_TESTS_FILE_IN_PACK_H
#define SELAT_TESTS_FILE_IN_PACK_H

#include "base/data_folders.h"
#include "base/file.h"
#include "base/pack.h"

bool in_pack_file_exists(const char *path);
bool in_pack_folder_exists(const char *path);
selat_status in_pack_folder_list(selat_context *context, const char *path, selat_name_fn visit, void *data);
selat_status in_pack_file_read(selat_context *context, const char *path, size_t max_bytes, char **bytes, size_t *length);
selat_status in_pack_data_folders_list(selat_context *context, selat_data_folders *out);

#endif

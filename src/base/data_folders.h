/* Where shipped data may lie. data_folders_posix.c and file_pack.c implement it. */
#ifndef SELAT_BASE_DATA_FOLDERS_H
#define SELAT_BASE_DATA_FOLDERS_H

#include "selat/context.h"

enum { SELAT_MOST_DATA_FOLDERS = 16 };

typedef struct selat_data_folders { /* in the order in which they are looked through */
    int count;
    char *paths[SELAT_MOST_DATA_FOLDERS];
} selat_data_folders;

selat_status selat_data_folders_list(selat_context *context, selat_data_folders *out);
void selat_data_folders_clear(selat_context *context, selat_data_folders *folders); /* takes a zeroed one */

#endif

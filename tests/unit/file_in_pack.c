/* file_pack.c as the page's build has it, renamed so that it can stand beside file.c. */
#include "file_in_pack.h"

#define selat_file_exists in_pack_file_exists
#define selat_folder_exists in_pack_folder_exists
#define selat_folder_list in_pack_folder_list
#define selat_file_read in_pack_file_read
#define selat_data_folders_list in_pack_data_folders_list
#include "base/file_pack.c"

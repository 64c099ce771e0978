/* The seal of selat's HDF5 files: 512 bytes, which HDF5 skips, with a checksum of what follows, so that a damaged file
   never reaches the HDF5 library, which does not bear everything. */
#ifndef SELAT_TABLE_SEAL_H
#define SELAT_TABLE_SEAL_H

#include "selat/context.h"

enum { SELAT_SEAL_ROOM = 512 };

/* `kind`: "table", "panel". Writes the seal into the first 512 bytes; shorter bytes are left alone. */
void selat_seal_write(const char *kind, char *bytes, size_t length);
/* Error: no seal of that kind (`hint` ends the message where the file is HDF5 or damaged), or one that does not fit. */
selat_status selat_seal_check(selat_context *context, const char *kind, const char *hint, const char *path,
                              const char *bytes, size_t length);

/* The same for a file on disk, read in pieces. */
selat_status selat_seal_write_file(selat_context *context, const char *kind, const char *path);
selat_status selat_seal_check_file(selat_context *context, const char *kind, const char *hint, const char *path);

#endif

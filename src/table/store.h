/* A stored table as bytes in memory, for saving, loading and fuzzing. */
#ifndef SELAT_TABLE_STORE_H
#define SELAT_TABLE_STORE_H

#include "selat/table.h"

/* The whole file, seal included; release *bytes. */
selat_status selat_table_to_bytes(selat_context *context, const selat_table *table, char **bytes, size_t *length);
/* `path` is for messages. `any_seal`: also without a seal or with one that no longer fits. */
selat_status selat_table_from_bytes(selat_context *context, const char *path, const char *bytes, size_t length,
                                    bool any_seal, selat_table **out);
/* Writes the checksum of what follows it into the first 512 bytes. */
void selat_table_seal(char *bytes, size_t length);

#endif

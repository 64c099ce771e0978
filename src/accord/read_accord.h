/* An accord from a tree that is already in memory. */
#ifndef SELAT_ACCORD_READ_ACCORD_H
#define SELAT_ACCORD_READ_ACCORD_H

#include "accord/yaml_tree.h"
#include "selat/accord.h"

/* As selat_accord_read(); `file` is the name that errors give, and overlays are looked up beside it. */
selat_status selat_accord_from_tree(selat_context *context, const char *file, const selat_yaml *root,
                                    const selat_table *table, const selat_groups *groups, selat_accord **out);

#endif

/* An accord's tree as lines of text, for where there is no YAML reader; and as YAML. */
#ifndef SELAT_ACCORD_TREE_TEXT_H
#define SELAT_ACCORD_TREE_TEXT_H

#include "accord/yaml_tree.h"
#include "base/text.h"

enum { SELAT_TREE_TEXT_MAX_BYTES = 4 << 20 };

/* A node a line, parents before their children:
       DEPTH tab KIND tab KEY tab VALUE tab LINE:COLUMN:KEYLINE:KEYCOLUMN
   KIND is m (map), l (list) or s (scalar); KEY is - outside maps; VALUE is empty for maps and lists. Key and value are UTF-8 with bytes
   percent-encoded where they are not letters, digits or one of -_.!~*'(), (as encodeURIComponent does). Where the
   node stood in its file may be left out. */
selat_status selat_tree_text_write(selat_context *context, const selat_yaml *root, selat_text *out);
/* Refuses what selat_yaml_read refuses: the same limits, plain text, each key once. `file` is the name that errors give. */
selat_status selat_tree_text_read(selat_context *context, const char *file, const char *bytes, size_t length,
                                  selat_yaml **out);

/* YAML that reads back to the same tree: block maps and lists, short lists of words on one line; words plain where that is
   safe, in quotes elsewhere. Comments of the original are not kept. */
selat_status selat_yaml_write(selat_context *context, const selat_yaml *root, selat_text *out);

#endif

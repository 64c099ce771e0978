/* A YAML text as a small tree that remembers where everything stood. Words stay text: NO is a word, 12 is a word. */
#ifndef SELAT_ACCORD_YAML_TREE_H
#define SELAT_ACCORD_YAML_TREE_H

#include "selat/context.h"

typedef enum selat_yaml_kind { SELAT_YAML_SCALAR, SELAT_YAML_LIST, SELAT_YAML_MAP } selat_yaml_kind;

enum {
    SELAT_YAML_MAX_BYTES = 1 << 20,
    SELAT_YAML_MAX_DEPTH = 16,
    SELAT_YAML_MAX_KEYS = 256,  /* of one map: keeps the check for a key that stands twice cheap */
    SELAT_YAML_MAX_ITEMS = 1024 /* of one list */
};

typedef struct selat_yaml {
    selat_yaml_kind kind;
    char *key; /* in a map; NULL elsewhere */
    int64_t key_line, key_column;
    char *value;          /* of a scalar; "" where nothing is written */
    int64_t line, column; /* of the value, counted from 1 */
    int64_t position;     /* among its parent's children, counted from 0 */
    int64_t count;        /* of children */
    struct selat_yaml *parent, *first, *last, *next;
} selat_yaml;

/* Reads at most SELAT_YAML_MAX_BYTES. Errors with file, line and column: too large, empty, not YAML, two documents, an
   anchor, alias or tag, deeper than SELAT_YAML_MAX_DEPTH, a key twice. (read_yaml.c) */
selat_status selat_yaml_read(selat_context *context, const char *path, selat_yaml **out);
/* The same for text in memory; `file` is the name that errors give. */
selat_status selat_yaml_parse(selat_context *context, const char *file, const char *bytes, size_t length,
                              selat_yaml **out);
void selat_yaml_destroy(selat_context *context, selat_yaml *node); /* takes NULL */

/* A new child at the end of `parent` (NULL: a root). Takes over `key` and `value` when it succeeds. */
selat_status selat_yaml_add(selat_context *context, selat_yaml *parent, selat_yaml_kind kind, char *key, char *value,
                            selat_yaml **out);
/* The value of `key`, or NULL. */
selat_yaml *selat_yaml_find(const selat_yaml *map, const char *key);
/* "measures[0].tariff.to": map keys, and list positions from 0. */
void selat_yaml_path(const selat_yaml *node, char *buffer, size_t size);
/* What to call the node in "found ...": its value, "nothing", "a list" or "a map". */
const char *selat_yaml_found(const selat_yaml *node);

#endif

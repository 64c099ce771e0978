/* The tree: adding, finding, naming a place in it. */
#include "accord/yaml_tree.h"

#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"

selat_status selat_yaml_add(selat_context *context, selat_yaml *parent, selat_yaml_kind kind, char *key, char *value,
                            selat_yaml **out) {
    TRY(selat_new(context, 1, out));
    selat_yaml *node = *out;
    node->kind = kind;
    node->key = key;
    node->value = value;
    node->parent = parent;
    if (parent == NULL) return SELAT_OK;
    node->position = parent->count++;
    if (parent->last != NULL)
        parent->last->next = node;
    else
        parent->first = node;
    parent->last = node;
    return SELAT_OK;
}

void selat_yaml_destroy(selat_context *context, selat_yaml *node) {
    if (node == NULL) return;
    for (selat_yaml *child = node->first, *next; child != NULL; child = next) {
        next = child->next;
        selat_yaml_destroy(context, child); /* at most SELAT_YAML_MAX_DEPTH deep */
    }
    selat_release(context, node->key);
    selat_release(context, node->value);
    selat_release(context, node);
}

selat_yaml *selat_yaml_find(const selat_yaml *map, const char *key) {
    if (map == NULL || map->kind != SELAT_YAML_MAP) return NULL;
    for (selat_yaml *child = map->first; child != NULL; child = child->next) {
        if (strcmp(child->key, key) == 0) return child;
    }
    return NULL;
}

void selat_yaml_path(const selat_yaml *node, char *buffer, size_t size) {
    buffer[0] = '\0';
    if (node->parent == NULL) return;
    selat_yaml_path(node->parent, buffer, size);
    size_t length = strlen(buffer);
    if (node->key != NULL) {
        selat_format(buffer + length, size - length, "%s%.60s", length > 0 ? "." : "", node->key);
    } else {
        selat_format(buffer + length, size - length, "[%lld]", (long long)node->position);
    }
}

const char *selat_yaml_found(const selat_yaml *node) {
    if (node->kind == SELAT_YAML_LIST) return node->count == 0 ? "an empty list" : "a list";
    if (node->kind == SELAT_YAML_MAP) return "a map";
    return node->value[0] == '\0' ? "nothing" : node->value;
}

/* libFuzzer target: bytes as what a page carries: a pack, a compact table, an accord as tree text, planned networks. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "accord/tree_text.h"
#include "base/pack.h"
#include "accord_target.h"
#include "table/compact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_table(selat_context *context, const char *bytes, size_t length) {
    selat_table *table;
    selat_table_balance balance;
    if (selat_table_compact_read(context, bytes, length, &table) != SELAT_OK) return;
    if (selat_table_check_balance(context, table, &balance) != SELAT_OK) abort();
    selat_table_destroy(context, table);
}

static void try_pack(selat_context *context, const char *bytes, size_t length) {
    selat_pack pack;
    if (selat_pack_open(context, bytes, length, &pack) != SELAT_OK) return;
    for (int64_t k = 0; k < pack.count; k++) {
        char *contents;
        if (selat_pack_read(context, &pack.files[k], &contents) == SELAT_OK) selat_release(context, contents);
    }
    selat_pack_close(context, &pack);
}

static void try_tree(selat_context *context, const char *bytes, size_t length) {
    selat_yaml *root;
    if (selat_tree_text_read(context, "fuzz", bytes, length, &root) == SELAT_OK) selat_yaml_destroy(context, root);
}

static void try_plans(selat_context *context, const accord_world *world, const char *text) {
    selat_capture_plans *plans;
    if (selat_capture_plans_read(context, "fuzz", text, world->table, &plans) == SELAT_OK) selat_capture_plans_destroy(context, plans);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static selat_context *context;
    static accord_world world;
    char *copy = malloc(size + 1);
    if (copy == NULL) abort();
    if (context == NULL) {
        if (selat_context_create(NULL, &context) != SELAT_OK) abort();
        if (accord_world_create(context, &world) != SELAT_OK) abort();
    }
    memcpy(copy, data, size);
    copy[size] = '\0';
    try_table(context, copy, size);
    try_pack(context, copy, size);
    try_tree(context, copy, size);
    try_plans(context, &world, copy);
    free(copy);
    return 0;
}

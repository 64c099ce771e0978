/* Freed blocks kept in a list per size. */
#include "base/recycle.h"

#include "base/memory.h"
#include "base/status.h"
#include "base/threads.h"

enum { SIZES = 256, HEAD = 64 };

typedef struct block { /* stands in front of what is handed out */
    struct block *next;
    size_t bytes;
} block;

struct selat_recycler {
    selat_context *parent, *context;
    struct {
        size_t bytes;
        block *first;
    } kept[SIZES]; /* by size, open addressing; sizes beyond that are not kept */
};

static int64_t slot_of(const selat_recycler *recycler, size_t bytes) {
    size_t at = (bytes / 64 * 2654435761u) % SIZES;
    for (int64_t tried = 0; tried < SIZES; tried++, at = (at + 1) % SIZES) {
        if (recycler->kept[at].bytes == bytes || recycler->kept[at].bytes == 0) return (int64_t)at;
    }
    return -1;
}

static void *allocate_again(void *user, size_t bytes) {
    selat_recycler *recycler = user;
    int64_t slot = slot_of(recycler, bytes);
    block *found = slot >= 0 ? recycler->kept[slot].first : NULL;
    if (found != NULL) {
        recycler->kept[slot].first = found->next;
    } else {
        char *fresh;
        if (bytes > SIZE_MAX - HEAD || bytes > INT64_MAX - HEAD) return NULL;
        if (selat_new(recycler->parent, (int64_t)(bytes + HEAD), &fresh) != SELAT_OK) return NULL;
        found = (block *)fresh;
    }
    found->bytes = bytes;
    return (char *)found + HEAD;
}

static void keep(void *user, void *pointer) {
    if (pointer == NULL) return;
    selat_recycler *recycler = user;
    block *back = (block *)((char *)pointer - HEAD);
    int64_t slot = slot_of(recycler, back->bytes);
    if (slot < 0) {
        selat_release(recycler->parent, back);
        return;
    }
    recycler->kept[slot].bytes = back->bytes;
    back->next = recycler->kept[slot].first;
    recycler->kept[slot].first = back;
}

selat_status selat_recycler_create(selat_context *parent, selat_recycler **out) {
    TRY(selat_new(parent, 1, out));
    (*out)->parent = parent;
    const selat_allocator allocator = {allocate_again, keep, *out};
    selat_status status = selat_context_child_with(parent, &allocator, &(*out)->context);
    if (status == SELAT_OK) return SELAT_OK;
    selat_release(parent, *out);
    *out = NULL;
    return selat_fail(parent, status, "no memory for a context");
}

selat_context *selat_recycler_context(selat_recycler *recycler) { return recycler->context; }

void selat_recycler_destroy(selat_context *parent, selat_recycler *recycler) {
    if (recycler == NULL) return;
    selat_context_destroy(recycler->context);
    for (int64_t k = 0; k < SIZES; k++) {
        for (block *next, *now = recycler->kept[k].first; now != NULL; now = next) {
            next = now->next;
            selat_release(parent, now);
        }
    }
    selat_release(parent, recycler);
}

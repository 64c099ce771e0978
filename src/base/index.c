/* Open addressing with linear probing, at most half full. */
#include "base/index.h"

#include <string.h>

#include "base/memory.h"
#include "base/status.h"

static uint64_t hash(const char *text, size_t length) { /* FNV-1a, then mixed down */
    uint64_t h = 14695981039346656037u;
    for (size_t k = 0; k < length; k++) h = (h ^ (unsigned char)text[k]) * 1099511628211u;
    return h ^ (h >> 29);
}

/* The slot where `text` stands or would stand. */
static int64_t *place(const selat_index *index, const char *text, size_t length) {
    int64_t at = (int64_t)(hash(text, length) & (uint64_t)(index->n_slots - 1));
    for (;; at = (at + 1) & (index->n_slots - 1)) {
        int64_t position = index->slots[at] - 1;
        if (position < 0) return &index->slots[at];
        const char *known = index->texts[position];
        if (strncmp(known, text, length) == 0 && known[length] == '\0') return &index->slots[at];
    }
}

selat_status selat_index_make(selat_context *context, int64_t count, const char *const *texts, selat_index *out,
                              int64_t *twice) {
    *out = (selat_index){.n_slots = 4, .texts = texts};
    while (out->n_slots < 2 * count) out->n_slots *= 2;
    if (twice != NULL) *twice = -1;
    TRY(selat_new(context, out->n_slots, &out->slots));
    for (int64_t k = 0; k < count; k++) {
        int64_t *slot = place(out, texts[k], strlen(texts[k]));
        if (*slot == 0) *slot = k + 1;
        else if (twice != NULL && *twice < 0) *twice = k;
    }
    return SELAT_OK;
}

void selat_index_clear(selat_context *context, selat_index *index) {
    selat_release(context, index->slots);
    *index = (selat_index){0};
}

int64_t selat_index_find(const selat_index *index, const char *text, size_t length) {
    if (index->n_slots == 0 || memchr(text, '\0', length) != NULL) return -1;
    return *place(index, text, length) - 1;
}

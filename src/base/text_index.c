/* Open addressing over a pool of bytes; both grow by doubling. */
#include "base/text_index.h"

#include <string.h>

#include "base/memory.h"
#include "base/status.h"

struct selat_text_index {
    char *bytes; /* all texts, each ended by a zero byte */
    size_t length, room;
    int64_t *start; /* [count] within [start_room] */
    int64_t count, start_room;
    int32_t *slot; /* [mask + 1] position + 1, 0 where empty */
    uint64_t mask;
};

enum { FIRST_ROOM = 1024, FIRST_COUNT = 64 };

/* FNV-1a. */
static uint64_t hash(const char *text) {
    uint64_t h = 14695981039346656037u;
    for (; *text != '\0'; text++) h = (h ^ (unsigned char)*text) * 1099511628211u;
    return h ^ h >> 29;
}

/* The slot that holds `text`, or the empty one where it belongs. */
static int32_t *slot_of(const selat_text_index *index, const char *text) {
    uint64_t at = hash(text) & index->mask;
    while (index->slot[at] != 0 && strcmp(index->bytes + index->start[index->slot[at] - 1], text) != 0) {
        at = (at + 1) & index->mask;
    }
    return &index->slot[at];
}

selat_status selat_text_index_create(selat_context *context, selat_text_index **out) {
    selat_text_index *index;
    *out = NULL;
    TRY(selat_new(context, 1, &index));
    index->room = FIRST_ROOM;
    index->start_room = FIRST_COUNT;
    index->mask = 4 * FIRST_COUNT - 1;
    selat_status status = selat_new(context, FIRST_ROOM, &index->bytes);
    if (status == SELAT_OK) status = selat_new(context, FIRST_COUNT, &index->start);
    if (status == SELAT_OK) status = selat_new(context, 4 * FIRST_COUNT, &index->slot);
    if (status == SELAT_OK) {
        *out = index;
    } else {
        selat_text_index_destroy(context, index);
    }
    return status;
}

void selat_text_index_destroy(selat_context *context, selat_text_index *index) {
    if (index == NULL) return;
    selat_release(context, index->bytes);
    selat_release(context, index->start);
    selat_release(context, index->slot);
    selat_release(context, index);
}

static selat_status grow_bytes(selat_context *context, selat_text_index *index, size_t more) {
    size_t room = index->room;
    while (room - index->length < more) room *= 2;
    if (room == index->room) return SELAT_OK;
    char *larger;
    TRY(selat_new(context, room, &larger));
    memcpy(larger, index->bytes, index->length);
    selat_release(context, index->bytes);
    index->bytes = larger;
    index->room = room;
    return SELAT_OK;
}

static selat_status grow_slots(selat_context *context, selat_text_index *index) {
    if (index->count < index->start_room) return SELAT_OK;
    int64_t *start;
    int32_t *slot;
    TRY(selat_new(context, 2 * index->start_room, &start));
    selat_status status = selat_new(context, 8 * index->start_room, &slot);
    if (status != SELAT_OK) {
        selat_release(context, start);
        return status;
    }
    memcpy(start, index->start, (size_t)index->count * sizeof *start);
    selat_release(context, index->start);
    selat_release(context, index->slot);
    index->start = start;
    index->slot = slot;
    index->start_room *= 2;
    index->mask = 4 * (uint64_t)index->start_room - 1;
    for (int64_t k = 0; k < index->count; k++) *slot_of(index, index->bytes + start[k]) = (int32_t)(k + 1);
    return SELAT_OK;
}

selat_status selat_text_index_add(selat_context *context, selat_text_index *index, const char *text,
                                  int64_t *position) {
    *position = selat_text_index_find(index, text);
    if (*position >= 0) return SELAT_OK;
    if (index->count >= INT32_MAX - 1) {
        return selat_fail(context, SELAT_BAD_INPUT, "found more than %d codes", INT32_MAX - 1);
    }
    size_t bytes = strlen(text) + 1;
    TRY(grow_bytes(context, index, bytes));
    TRY(grow_slots(context, index));
    memcpy(index->bytes + index->length, text, bytes);
    index->start[index->count] = (int64_t)index->length;
    index->length += bytes;
    *position = index->count++;
    *slot_of(index, text) = (int32_t)(*position + 1);
    return SELAT_OK;
}

int64_t selat_text_index_find(const selat_text_index *index, const char *text) { return *slot_of(index, text) - 1; }
int64_t selat_text_index_count(const selat_text_index *index) { return index->count; }
const char *selat_text_index_at(const selat_text_index *index, int64_t position) {
    return index->bytes + index->start[position];
}

/* Lists of texts with their positions, by open addressing. */
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "import/assembly.h"

static uint64_t hash(const char *text) { /* FNV-1a */
    uint64_t h = 14695981039346656037u;
    for (; *text != '\0'; text++)
        h = (h ^ (unsigned char)*text) * 1099511628211u;
    return h;
}

static int64_t *slot_of(const selat_names *names, const char *code) {
    uint64_t at = hash(code) % (uint64_t)names->n_slots;
    while (names->slots[at] != 0 && strcmp(names->codes[names->slots[at] - 1], code) != 0) {
        at = (at + 1) % (uint64_t)names->n_slots;
    }
    return &names->slots[at];
}

int64_t selat_names_find(const selat_names *names, const char *code) {
    return names->n_slots == 0 ? -1 : *slot_of(names, code) - 1;
}

static selat_status grow(selat_context *context, selat_names *names) {
    int64_t room = names->room == 0 ? 64 : 2 * names->room, *slots;
    char **codes, **texts;
    TRY(selat_new(context, room, &codes));
    if (names->count > 0) memcpy(codes, names->codes, (size_t)names->count * sizeof *codes);
    selat_release(context, names->codes);
    names->codes = codes;
    TRY(selat_new(context, room, &texts));
    if (names->count > 0) memcpy(texts, names->names, (size_t)names->count * sizeof *texts);
    selat_release(context, names->names);
    names->names = texts;
    TRY(selat_new(context, 2 * room, &slots));
    selat_release(context, names->slots);
    names->slots = slots;
    names->n_slots = 2 * room;
    names->room = room;
    for (int64_t k = 0; k < names->count; k++)
        *slot_of(names, names->codes[k]) = k + 1;
    return SELAT_OK;
}

selat_status selat_names_add(selat_context *context, selat_names *names, const char *code, const char *name,
                             int64_t *out) {
    *out = selat_names_find(names, code);
    if (*out >= 0) return SELAT_OK;
    if (names->count == names->room) TRY(grow(context, names));
    char *code_copy, *name_copy;
    TRY(selat_copy_text(context, code, &code_copy));
    selat_status status = selat_copy_text(context, name != NULL && name[0] != '\0' ? name : code, &name_copy);
    if (status != SELAT_OK) {
        selat_release(context, code_copy);
        return status;
    }
    *slot_of(names, code) = names->count + 1;
    names->codes[names->count] = code_copy;
    names->names[names->count] = name_copy;
    *out = names->count++;
    return SELAT_OK;
}

void selat_names_clear(selat_context *context, selat_names *names) {
    for (int64_t k = 0; k < names->count; k++) {
        selat_release(context, names->codes[k]);
        selat_release(context, names->names[k]);
    }
    selat_release(context, names->codes);
    selat_release(context, names->names);
    selat_release(context, names->slots);
    *names = (selat_names){0};
}

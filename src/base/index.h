/* Finding a text among many: position by content. */
#ifndef SELAT_BASE_INDEX_H
#define SELAT_BASE_INDEX_H

#include "selat/context.h"

typedef struct selat_index {
    int64_t n_slots;
    int64_t *slots;            /* [n_slots] position + 1, or 0 */
    const char *const *texts;  /* borrowed */
} selat_index;

/* `texts` stay the caller's and must outlive the index. Of equal texts the first is found; *twice (may be NULL) is the
   position of the first that repeats an earlier one, or -1. */
selat_status selat_index_make(selat_context *context, int64_t count, const char *const *texts, selat_index *out,
                              int64_t *twice);
void selat_index_clear(selat_context *context, selat_index *index); /* takes a zeroed one */

/* Position of the text, or -1. */
int64_t selat_index_find(const selat_index *index, const char *text, size_t length);

#endif

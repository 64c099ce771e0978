/* Ordered, unique codes of one dimension (regions, sectors, ...) with readable names. */
#ifndef SELAT_LABELS_H
#define SELAT_LABELS_H

#include "selat/context.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct selat_labels {
    int64_t count;
    char **codes; /* [count] for example "MYS" or "C26" */
    char **names; /* [count] for example "Malaysia"; the code where no name is known */
} selat_labels;

/* Copies `count` codes and names (names NULL: the codes). Errors: a code twice or empty. */
selat_status selat_labels_init(selat_context *context, int64_t count, const char *const *codes,
                               const char *const *names, selat_labels *out);
selat_status selat_labels_copy(selat_context *context, const selat_labels *from, selat_labels *out);
void selat_labels_clear(selat_context *context, selat_labels *labels);

/* Position of `code`, or -1. Linear in count. */
int64_t selat_labels_find(const selat_labels *labels, const char *code);
/* The code nearest to `text` by edit distance, or NULL when nothing is within 2 edits: for "did you mean". */
const char *selat_labels_nearest(const selat_labels *labels, const char *text);

#ifdef __cplusplus
}
#endif
#endif

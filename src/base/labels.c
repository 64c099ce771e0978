/* Ordered, unique codes. */
#include "selat/labels.h"

#include <string.h>

#include "base/memory.h"
#include "base/status.h"

enum { LONGEST_CODE = 63, NEAR = 2 };

static selat_status check_codes(selat_context *context, int64_t count, const char *const *codes) {
    for (int64_t k = 0; k < count; k++) {
        if (codes[k][0] == '\0') return selat_fail(context, SELAT_BAD_INPUT, "label %lld is empty", (long long)k + 1);
        for (int64_t l = 0; l < k; l++) {
            if (strcmp(codes[k], codes[l]) == 0) {
                return selat_fail(context, SELAT_BAD_INPUT, "label %s stands twice (positions %lld and %lld)", codes[k],
                                  (long long)l + 1, (long long)k + 1);
            }
        }
    }
    return SELAT_OK;
}

selat_status selat_labels_init(selat_context *context, int64_t count, const char *const *codes,
                               const char *const *names, selat_labels *out) {
    *out = (selat_labels){0};
    TRY(check_codes(context, count, codes));
    selat_status status;
    TRY_OR(fail, status, selat_new(context, count, &out->codes));
    TRY_OR(fail, status, selat_new(context, count, &out->names));
    out->count = count;
    for (int64_t k = 0; k < count; k++) {
        TRY_OR(fail, status, selat_copy_text(context, codes[k], &out->codes[k]));
        TRY_OR(fail, status, selat_copy_text(context, names != NULL ? names[k] : codes[k], &out->names[k]));
    }
    return SELAT_OK;
fail:
    selat_labels_clear(context, out);
    return status;
}

selat_status selat_labels_copy(selat_context *context, const selat_labels *from, selat_labels *out) {
    return selat_labels_init(context, from->count, (const char *const *)from->codes, (const char *const *)from->names,
                             out);
}

void selat_labels_clear(selat_context *context, selat_labels *labels) {
    for (int64_t k = 0; k < labels->count; k++) {
        selat_release(context, labels->codes[k]);
        selat_release(context, labels->names[k]);
    }
    selat_release(context, labels->codes);
    selat_release(context, labels->names);
    *labels = (selat_labels){0};
}

int64_t selat_labels_find(const selat_labels *labels, const char *code) {
    for (int64_t k = 0; k < labels->count; k++) {
        if (strcmp(labels->codes[k], code) == 0) return k;
    }
    return -1;
}

/* Levenshtein distance, one row at a time; LONGEST_CODE + 1 when a word is too long to compare. */
static int edit_distance(const char *a, const char *b) {
    size_t n = strlen(a), m = strlen(b);
    if (n > LONGEST_CODE || m > LONGEST_CODE) return LONGEST_CODE + 1;
    int row[LONGEST_CODE + 1];
    for (size_t j = 0; j <= m; j++) row[j] = (int)j;
    for (size_t i = 1; i <= n; i++) {
        int diagonal = row[0];
        row[0] = (int)i;
        for (size_t j = 1; j <= m; j++) {
            int replace = diagonal + (a[i - 1] != b[j - 1]), insert = row[j - 1] + 1, remove = row[j] + 1;
            diagonal = row[j];
            row[j] = replace < insert ? replace : insert;
            if (remove < row[j]) row[j] = remove;
        }
    }
    return row[m];
}

const char *selat_labels_nearest(const selat_labels *labels, const char *text) {
    const char *nearest = NULL;
    int best = NEAR + 1;
    for (int64_t k = 0; k < labels->count; k++) {
        int distance = edit_distance(text, labels->codes[k]);
        if (distance < best && distance < (int)strlen(labels->codes[k])) {
            best = distance;
            nearest = labels->codes[k];
        }
    }
    return nearest;
}

/* The published elasticities that draws choose from, one set per paper. */
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "selat/dataset.h"

/* Sets from the same paper share its number. The eighth source of the collection, U4, is a uniform 4: no estimate. */
static const struct {
    const char *name;
    int paper;
    bool drawn;
} sets[] = {{"caliendo-parro-2015", 1, true}, {"caliendo-parro-2015-c19", 1, false}, {"cp", 1, false},
            {"bsy", 2, true},                 {"fgo", 3, true},                      {"gyy", 4, true},
            {"is", 5, true},                  {"ll", 6, true},                       {"shapiro", 7, true}};
enum { N_SETS = sizeof sets / sizeof *sets };

static int paper_of(const char *name) {
    for (int k = 0; k < N_SETS; k++) {
        if (strcmp(sets[k].name, name) == 0) return sets[k].paper;
    }
    return 0;
}

selat_status selat_dataset_published(selat_context *context, const char *own, const selat_table *table, int64_t *count,
                                     selat_elasticities **out) {
    *count = 0;
    TRY(selat_new(context, N_SETS, out));
    for (int k = 0; k < N_SETS; k++) {
        if (!sets[k].drawn || sets[k].paper == paper_of(own)) continue;
        selat_status status = selat_dataset_elasticities(context, sets[k].name, table, &(*out)[*count]);
        if (status == SELAT_OK) {
            ++*count;
        } else if (status == SELAT_BAD_INPUT) { /* a table with other sectors */
            selat_note(context, "elasticities %s are not drawn from: %s", sets[k].name, selat_message(context));
        } else {
            selat_dataset_published_free(context, *count, *out);
            *out = NULL;
            *count = 0;
            return status;
        }
    }
    return SELAT_OK;
}

void selat_dataset_published_free(selat_context *context, int64_t count, selat_elasticities *sources) {
    for (int64_t k = 0; k < count; k++) selat_elasticities_clear(context, &sources[k]);
    selat_release(context, sources);
}

/* Long runs over failing firms: results in a file, kept as they come so that a broken run continues. */
#ifndef SELAT_FIRM_RESULTS_H
#define SELAT_FIRM_RESULTS_H

#include "selat/firms.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct selat_firm_run {
    const selat_firm_data *data;
    const selat_firm_network *network;
    selat_firm_options options;
    int64_t count;
    const int64_t *failing; /* [count] positions of firms, each at most once */
    const char *path;       /* FILE.csv or FILE.h5; NULL: nothing is written */
} selat_firm_run;

/* Runs the cascades batch by batch with progress. Finished firms go to PATH.partial, which the next call with the same
   network and options continues from; at the end PATH is written and PATH.partial removed. *n_continued: firms taken over.
   The result is the same as in one go. Errors: SELAT_CANCELLED (what is done is kept), a partial file of another run. */
selat_status selat_firm_run_all(selat_context *context, const selat_firm_run *run, selat_firm_index *out,
                                int64_t *n_continued);

#ifdef __cplusplus
}
#endif
#endif

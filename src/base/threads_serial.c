/* threads.h without threads. */
#include "base/status.h"
#include "base/threads.h"

selat_status selat_parallel_told(selat_context *context, const char *task, int64_t n_pieces, selat_work_fn work, void *data) {
    selat_context *own;
    TRY(selat_context_child(context, &own));
    selat_status first = SELAT_OK;
    for (int64_t piece = 0; piece < n_pieces; piece++) {
        selat_status status = work(own, data, piece);
        if (status != SELAT_OK && first == SELAT_OK) first = selat_fail(context, status, "%s", selat_message(own));
        if (task != NULL) selat_progress(context, task, (double)(piece + 1) / (double)n_pieces);
    }
    selat_context_destroy(own);
    return first;
}

selat_status selat_parallel(selat_context *context, int64_t n_pieces, selat_work_fn work, void *data) {
    return selat_parallel_told(context, NULL, n_pieces, work, data);
}

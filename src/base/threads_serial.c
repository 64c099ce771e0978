/* threads.h without threads. */
#include "base/threads.h"

selat_status selat_parallel(selat_context *context, int64_t n_pieces, selat_work_fn work, void *data) {
    (void)context;
    for (int64_t piece = 0; piece < n_pieces; piece++) work(data, piece);
    return SELAT_OK;
}

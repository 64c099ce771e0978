/* A queue of work for all threads. */
#include "run/pieces.h"

#include <string.h>

#include "base/memory.h"
#include "base/status.h"

static selat_status make_room(selat_context *context, run_pieces *pieces, int64_t more) {
    int64_t needed = pieces->count + more;
    run_piece *larger;
    if (needed <= pieces->room) return SELAT_OK;
    TRY(selat_new(context, 2 * needed, &larger));
    if (pieces->count > 0) memcpy(larger, pieces->list, (size_t)pieces->count * sizeof *larger);
    selat_release(context, pieces->list);
    pieces->list = larger;
    pieces->room = 2 * needed;
    return SELAT_OK;
}

selat_status run_pieces_add(selat_context *context, run_pieces *pieces, selat_work_fn work, void *data, int64_t count) {
    TRY(make_room(context, pieces, count));
    for (int64_t k = 0; k < count; k++) pieces->list[pieces->count++] = (run_piece){work, data, k};
    return SELAT_OK;
}

static selat_status do_piece(selat_context *own, void *data, int64_t piece) {
    const run_piece *one = &((const run_pieces *)data)->list[piece];
    TRY(selat_check_cancel(own));
    return one->work(own, one->data, one->index);
}

selat_status run_pieces_do(selat_context *context, run_pieces *pieces, const char *task) {
    selat_status status = selat_parallel_told(context, task, pieces->count, do_piece, pieces);
    pieces->count = 0;
    return status;
}

void run_pieces_clear(selat_context *context, run_pieces *pieces) {
    selat_release(context, pieces->list);
    *pieces = (run_pieces){0};
}

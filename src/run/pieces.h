/* Work of several kinds in one queue, so that no thread waits while one kind runs out. */
#ifndef SELAT_RUN_PIECES_H
#define SELAT_RUN_PIECES_H

#include "base/threads.h"

typedef struct run_piece {
    selat_work_fn work;
    void *data;
    int64_t index; /* what `work` gets */
} run_piece;

typedef struct run_pieces {
    int64_t count, room;
    run_piece *list;
} run_pieces;

/* work(own, data, 0 .. count-1), one piece each, after what is there. What takes longest goes in first. */
selat_status run_pieces_add(selat_context *context, run_pieces *pieces, selat_work_fn work, void *data, int64_t count);
/* Does all of it, with progress under the name `task`, and empties the queue. */
selat_status run_pieces_do(selat_context *context, run_pieces *pieces, const char *task);
void run_pieces_clear(selat_context *context, run_pieces *pieces);

#endif

/* Independent pieces of work on several threads. threads_pthread.c and threads_serial.c implement it. */
#ifndef SELAT_BASE_THREADS_H
#define SELAT_BASE_THREADS_H

#include "selat/context.h"

/* `own` is a context of the piece's thread: the same allocator (which must then be safe to call from several threads),
   messages of its own, one thread, cancelled with its parent. What it allocates the parent may release. */
typedef selat_status (*selat_work_fn)(selat_context *own, void *data, int64_t piece);

/* Calls work for every piece of 0 .. n_pieces-1, on at most selat_threads(context) threads, and returns when all are
   done. Pieces must write to places of their own, so that the result does not depend on the number of threads. On failure:
   status and message of the first piece that failed, counted by position. */
selat_status selat_parallel(selat_context *context, int64_t n_pieces, selat_work_fn work, void *data);

/* The same with progress: `task` and the part of the pieces that is done are told to the context's progress function, by one
   thread at a time, not always the caller's. */
selat_status selat_parallel_told(selat_context *context, const char *task, int64_t n_pieces, selat_work_fn work, void *data);

/* A context for work on another thread, see above. */
selat_status selat_context_child(const selat_context *parent, selat_context **out);
/* The same with memory of its own: what it allocates only it may release. */
selat_status selat_context_child_with(const selat_context *parent, const selat_allocator *allocator,
                                      selat_context **out);

#endif

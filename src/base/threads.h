/* Independent pieces of work on several threads. threads_pthread.c and threads_serial.c implement it. */
#ifndef SELAT_BASE_THREADS_H
#define SELAT_BASE_THREADS_H

#include "selat/context.h"

/* Calls work(data, piece) once for every piece of 0 .. n_pieces-1, on at most selat_threads(context) threads.
   Pieces must write to places of their own, so that the result does not depend on the number of threads; they must
   not use `context` for messages (give each a place in `data`). Returns when all are done. */
typedef void (*selat_work_fn)(void *data, int64_t piece);
selat_status selat_parallel(selat_context *context, int64_t n_pieces, selat_work_fn work, void *data);

#endif

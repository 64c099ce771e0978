/* threads.h on POSIX threads: a shared counter hands out the pieces. */
#include <pthread.h>
#include <stdatomic.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/threads.h"

typedef struct crew {
    selat_work_fn work;
    void *data;
    int64_t n_pieces;
    atomic_llong next;
} crew;

static void *toil(void *argument) {
    crew *all = argument;
    for (int64_t piece; (piece = atomic_fetch_add(&all->next, 1)) < all->n_pieces;) all->work(all->data, piece);
    return NULL;
}

selat_status selat_parallel(selat_context *context, int64_t n_pieces, selat_work_fn work, void *data) {
    crew all = {.work = work, .data = data, .n_pieces = n_pieces};
    atomic_init(&all.next, 0);
    int64_t n_threads = selat_threads(context) < n_pieces ? selat_threads(context) : n_pieces;
    pthread_t *threads;
    TRY(selat_new(context, n_threads, &threads));
    int64_t started = 0; /* beside this thread; fewer than asked for only means slower */
    while (started + 1 < n_threads && pthread_create(&threads[started], NULL, toil, &all) == 0) started++;
    toil(&all);
    for (int64_t k = 0; k < started; k++) pthread_join(threads[k], NULL);
    selat_release(context, threads);
    return SELAT_OK;
}

/* threads.h on POSIX threads: a shared counter hands out the pieces. */
#include <pthread.h>
#include <stdatomic.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/threads.h"

typedef struct crew {
    selat_context *context;
    selat_work_fn work;
    void *data;
    int64_t n_pieces;
    atomic_llong next;
    pthread_mutex_t lock; /* over what follows, and the parent's message */
    int64_t first_failed; /* the piece, n_pieces when none has */
    selat_status status;
    const char *task; /* told, where there is one */
    int64_t n_done;
} crew;

static void report(crew *all, int64_t piece, selat_status status, const char *message) {
    pthread_mutex_lock(&all->lock);
    if (piece < all->first_failed) {
        all->first_failed = piece;
        all->status = selat_fail(all->context, status, "%s", message);
    }
    pthread_mutex_unlock(&all->lock);
}

static void tell(crew *all) {
    if (all->task == NULL) return;
    pthread_mutex_lock(&all->lock);
    all->n_done++;
    selat_progress(all->context, all->task, (double)all->n_done / (double)all->n_pieces);
    pthread_mutex_unlock(&all->lock);
}

static void *toil(void *argument) {
    crew *all = argument;
    selat_context *own;
    if (selat_context_child(all->context, &own) != SELAT_OK) {
        report(all, -1, SELAT_NO_MEMORY, "no memory for a thread");
        return NULL;
    }
    for (int64_t piece; (piece = atomic_fetch_add(&all->next, 1)) < all->n_pieces;) {
        selat_status status = all->work(own, all->data, piece);
        if (status != SELAT_OK) report(all, piece, status, selat_message(own));
        tell(all);
    }
    selat_context_destroy(own);
    return NULL;
}

selat_status selat_parallel_told(selat_context *context, const char *task, int64_t n_pieces, selat_work_fn work, void *data) {
    crew all = {.context = context, .work = work, .data = data, .n_pieces = n_pieces, .first_failed = n_pieces, .task = task};
    atomic_init(&all.next, 0);
    int64_t n_threads = selat_threads(context) < n_pieces ? selat_threads(context) : n_pieces;
    pthread_t *threads;
    TRY(selat_new(context, n_threads, &threads));
    pthread_mutex_init(&all.lock, NULL);
    int64_t started = 0; /* beside this thread; fewer than asked for only means slower */
    while (started + 1 < n_threads && pthread_create(&threads[started], NULL, toil, &all) == 0) started++;
    toil(&all);
    for (int64_t k = 0; k < started; k++) pthread_join(threads[k], NULL);
    pthread_mutex_destroy(&all.lock);
    selat_release(context, threads);
    return all.status;
}

selat_status selat_parallel(selat_context *context, int64_t n_pieces, selat_work_fn work, void *data) {
    return selat_parallel_told(context, NULL, n_pieces, work, data);
}

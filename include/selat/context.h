/* The handle every call takes: allocator, messages, log, progress, cancel, thread count.
   There are no globals; two contexts may be used from two threads at the same time. */
#ifndef SELAT_CONTEXT_H
#define SELAT_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How a call ended. Not converging is not a status: solvers report it in their result. */
typedef enum selat_status {
    SELAT_OK = 0,
    SELAT_BAD_INPUT, /* a file, an argument or a value the user gave (command line: exit 2) */
    SELAT_IO_ERROR,  /* a file that cannot be opened, read or written (command line: exit 2) */
    SELAT_NO_MEMORY, /* the allocator returned NULL (command line: exit 1) */
    SELAT_CANCELLED, /* selat_request_cancel() was called (command line: exit 1) */
    SELAT_FAILED     /* the computation has no answer, the message says why (command line: exit 1) */
} selat_status;

typedef struct selat_context selat_context;

/* Where memory comes from. `allocate` may return NULL; `release` takes NULL. */
typedef struct selat_allocator {
    void *(*allocate)(void *user, size_t bytes);
    void (*release)(void *user, void *pointer);
    void *user;
} selat_allocator;

typedef enum selat_log_level { SELAT_LOG_NOTE, SELAT_LOG_WARNING } selat_log_level;
typedef void (*selat_log_fn)(void *user, selat_log_level level, const char *message);
/* `fraction` runs from 0 to 1 within a task; a call with 1 ends it. */
typedef void (*selat_progress_fn)(void *user, const char *task, double fraction);

/* `allocator` NULL: malloc and free. On failure *out is NULL. */
selat_status selat_context_create(const selat_allocator *allocator, selat_context **out);
void selat_context_destroy(selat_context *context); /* takes NULL */

/* The message of the last failed call: what, file, line, key, what was expected. Never NULL. */
const char *selat_message(const selat_context *context);

void selat_set_log(selat_context *context, selat_log_fn log, void *user);
void selat_set_progress(selat_context *context, selat_progress_fn progress, void *user);
/* 1 to 256 threads (default 1). Results do not depend on it. */
selat_status selat_set_threads(selat_context *context, int n_threads);
int selat_threads(const selat_context *context);
/* Safe from another thread or a signal handler; long calls then return SELAT_CANCELLED. */
void selat_request_cancel(selat_context *context);

/* Version of the library, for example "0.1.0". */
const char *selat_version(void);

#ifdef __cplusplus
}
#endif
#endif

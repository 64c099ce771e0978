/* The context: memory, messages, log, progress, cancel. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "base/threads.h"

#ifndef SELAT_VERSION
#error "SELAT_VERSION comes from the build"
#endif

enum { MESSAGE_ROOM = 2048, MAX_THREADS = 256, ALIGNMENT = 64 };

struct selat_context {
    selat_allocator allocator;
    selat_log_fn log;
    void *log_user;
    selat_progress_fn progress;
    void *progress_user;
    int n_threads;
    const selat_context *parent; /* whose cancel request counts here too */
    volatile int cancel;
    char message[MESSAGE_ROOM];
};

static void *allocate_malloc(void *user, size_t bytes) {
    (void)user;
    return malloc(bytes);
}

static void release_free(void *user, void *pointer) {
    (void)user;
    free(pointer);
}

selat_status selat_context_create(const selat_allocator *allocator, selat_context **out) {
    static const selat_allocator standard = {allocate_malloc, release_free, NULL};
    if (allocator == NULL) allocator = &standard;
    *out = allocator->allocate(allocator->user, sizeof **out);
    if (*out == NULL) return SELAT_NO_MEMORY;
    memset(*out, 0, sizeof **out);
    (*out)->allocator = *allocator;
    (*out)->n_threads = 1;
    return SELAT_OK;
}

selat_status selat_context_child(const selat_context *parent, selat_context **out) {
    return selat_context_child_with(parent, &parent->allocator, out);
}

selat_status selat_context_child_with(const selat_context *parent, const selat_allocator *allocator,
                                      selat_context **out) {
    TRY(selat_context_create(allocator, out));
    (*out)->parent = parent;
    return SELAT_OK;
}

void selat_context_destroy(selat_context *context) {
    if (context != NULL) context->allocator.release(context->allocator.user, context);
}

const char *selat_message(const selat_context *context) { return context->message; }

void selat_set_log(selat_context *context, selat_log_fn log, void *user) {
    context->log = log;
    context->log_user = user;
}

void selat_set_progress(selat_context *context, selat_progress_fn progress, void *user) {
    context->progress = progress;
    context->progress_user = user;
}

selat_status selat_set_threads(selat_context *context, int n_threads) {
    if (n_threads < 1 || n_threads > MAX_THREADS) {
        return selat_fail(context, SELAT_BAD_INPUT, "threads: found %d, expected 1 to %d", n_threads, MAX_THREADS);
    }
    context->n_threads = n_threads;
    return SELAT_OK;
}

int selat_threads(const selat_context *context) { return context->n_threads; }

void selat_request_cancel(selat_context *context) { context->cancel = 1; }

const char *selat_version(void) { return SELAT_VERSION; }

selat_status selat_check_cancel(selat_context *context) {
    bool cancelled = false;
    for (const selat_context *asked = context; asked != NULL; asked = asked->parent) cancelled |= asked->cancel != 0;
    return cancelled ? selat_fail(context, SELAT_CANCELLED, "cancelled") : SELAT_OK;
}

void selat_progress(selat_context *context, const char *task, double fraction) {
    if (context->progress != NULL) context->progress(context->progress_user, task, fraction);
}

selat_status selat_fail(selat_context *context, selat_status status, const char *format, ...) {
    char message[MESSAGE_ROOM]; /* beside, since an argument may be the old message */
    va_list arguments;
    va_start(arguments, format);
    selat_vformat(message, sizeof message, format, arguments);
    va_end(arguments);
    memcpy(context->message, message, sizeof message);
    return status;
}

selat_status selat_fail_at(selat_context *context, selat_place place, const char *found, const char *expected_format,
                           ...) {
    char expected[MESSAGE_ROOM / 2], where[MESSAGE_ROOM / 4] = "";
    va_list arguments;
    va_start(arguments, expected_format);
    selat_vformat(expected, sizeof expected, expected_format, arguments);
    va_end(arguments);
    int64_t line = place.line, column = place.column;
    const char *file = place.file != NULL ? place.file : "";
    if (line > 0 && column > 0) {
        selat_format(where, sizeof where, "%s:%lld:%lld", file, (long long)line, (long long)column);
    } else if (line > 0) {
        selat_format(where, sizeof where, "%s:%lld", file, (long long)line);
    } else {
        selat_format(where, sizeof where, "%s", file);
    }
    return selat_fail(context, SELAT_BAD_INPUT, "%s%s%s%s%s%.200s%s%s", where, where[0] != '\0' ? ": " : "",
                      place.key != NULL ? place.key : "", place.key != NULL ? ": " : "", found != NULL ? "found " : "",
                      found != NULL ? found : "", found != NULL ? ", expected " : "", expected);
}

static void log_message(selat_context *context, selat_log_level level, const char *format, va_list arguments) {
    if (context->log == NULL) return;
    char message[MESSAGE_ROOM];
    selat_vformat(message, sizeof message, format, arguments);
    context->log(context->log_user, level, message);
}

void selat_note(selat_context *context, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    log_message(context, SELAT_LOG_NOTE, format, arguments);
    va_end(arguments);
}

void selat_warn(selat_context *context, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    log_message(context, SELAT_LOG_WARNING, format, arguments);
    va_end(arguments);
}

selat_status selat_count(selat_context *context, int64_t a, int64_t b, int64_t c, int64_t d, int64_t *out) {
    int64_t ab, abc;
    if (a < 0 || b < 0 || c < 0 || d < 0 || __builtin_mul_overflow(a, b, &ab) || __builtin_mul_overflow(ab, c, &abc) ||
        __builtin_mul_overflow(abc, d, out)) {
        return selat_fail(context, SELAT_NO_MEMORY, "a size of %lld x %lld x %lld x %lld does not fit", (long long)a,
                          (long long)b, (long long)c, (long long)d);
    }
    return SELAT_OK;
}

/* The block handed out starts 64-byte aligned; the pointer malloc gave stands right before it. */
selat_status selat_allocate(selat_context *context, int64_t count, size_t size, void **out) {
    *out = NULL;
    size_t bytes, room;
    if (count < 0 || __builtin_mul_overflow((size_t)count, size, &bytes) ||
        __builtin_add_overflow(bytes, (size_t)ALIGNMENT + sizeof(void *), &room)) {
        return selat_fail(context, SELAT_NO_MEMORY, "%lld elements of %zu bytes do not fit", (long long)count, size);
    }
    char *block = context->allocator.allocate(context->allocator.user, room);
    if (block == NULL) return selat_fail(context, SELAT_NO_MEMORY, "no memory for %zu bytes", bytes);
    char *start = block + sizeof(void *);
    start += (ALIGNMENT - (uintptr_t)start % ALIGNMENT) % ALIGNMENT;
    memcpy(start - sizeof(void *), &block, sizeof(void *));
    memset(start, 0, bytes);
    *out = start;
    return SELAT_OK;
}

void selat_release(selat_context *context, void *pointer) {
    if (pointer == NULL) return;
    void *block;
    memcpy(&block, (char *)pointer - sizeof(void *), sizeof(void *));
    context->allocator.release(context->allocator.user, block);
}

selat_status selat_copy_text_n(selat_context *context, const char *text, size_t length, char **out) {
    TRY(selat_new(context, length + 1, out));
    memcpy(*out, text, length);
    return SELAT_OK;
}

selat_status selat_copy_text(selat_context *context, const char *text, char **out) {
    return selat_copy_text_n(context, text, strlen(text), out);
}

selat_status selat_copy_doubles(selat_context *context, const double *from, int64_t count, double **out) {
    TRY(selat_new(context, count, out));
    memcpy(*out, from, (size_t)count * sizeof **out);
    return SELAT_OK;
}

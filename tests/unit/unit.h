/* What every unit test needs: cmocka and its includes, a context per test, comparing numbers. */
#ifndef SELAT_TESTS_UNIT_H
#define SELAT_TESTS_UNIT_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "selat/selat.h"

/* A context as the test's state: cmocka_unit_test_setup_teardown(f, make_context, drop_context). */
static inline int make_context(void **state) {
    selat_context *context;
    if (selat_context_create(NULL, &context) != SELAT_OK) return -1;
    *state = context;
    return 0;
}

static inline int drop_context(void **state) {
    selat_context_destroy(*state);
    return 0;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_context, drop_context)

/* The call succeeds; its message is shown otherwise. */
#define assert_ok(context, call)                                                                                       \
    do {                                                                                                               \
        if ((call) != SELAT_OK) fail_msg("%s", selat_message(context));                                                \
    } while (0)

#define assert_close(actual, expected, tolerance)                                                                      \
    do {                                                                                                               \
        double actual_ = (actual), expected_ = (expected);                                                             \
        if (!(fabs(actual_ - expected_) <= (tolerance)))                                                               \
            fail_msg("%s: found %.17g, expected %.17g (difference %.3g, tolerance %.3g)", #actual, actual_, expected_, \
                     actual_ - expected_, (double)(tolerance));                                                        \
    } while (0)

/* The larger of the two; a number that is not one stays, where fmax would drop it and with it the failure it shows. */
static inline double larger_or_nan(double worst, double found) { return isnan(worst) || found <= worst ? worst : found; }

#define assert_message_has(context, part)                                                                              \
    do {                                                                                                               \
        if (strstr(selat_message(context), (part)) == NULL)                                                            \
            fail_msg("message is '%s', expected it to contain '%s'", selat_message(context), (part));                  \
    } while (0)

/* A path below the project ("tests/published/...") or below ../shared; static room, valid until the next few calls. */
static inline const char *path_below(const char *variable, const char *relative) {
    static char room[8][4096];
    static int next;
    char *path = room[next++ % 8];
    const char *root = getenv(variable);
    snprintf(path, sizeof room[0], "%s/%s", root != NULL ? root : ".", relative);
    return path;
}
static inline const char *source_path(const char *relative) { return path_below("SELAT_SOURCE", relative); }
static inline const char *shared_path(const char *relative) { return path_below("SELAT_SHARED", relative); }

#endif

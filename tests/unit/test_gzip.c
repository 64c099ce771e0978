/* Packing: what is read back is what was packed, in any number of chunks, the same bytes for any number of threads. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "base/file.h"
#include "base/memory.h"
#include "small_table.h"

enum { LARGEST = 3 << 18 };

/* Text, noise, and both by turns. */
static void fill(char *bytes, size_t length, int kind) {
    uint64_t seed = 7;
    for (size_t k = 0; k < length; k++) {
        bool noise = kind == 1 || (kind == 2 && k >> 17 & 1);
        bytes[k] = noise ? (char)(small_random(&seed) * 256) : "importer,exporter,rate\n"[k % 23];
    }
}

static void check(selat_context *context, const char *path, const char *bytes, size_t length, double most) {
    char *packed[2], *again;
    size_t size[2], read;
    for (int k = 0; k < 2; k++) {
        assert_ok(context, selat_set_threads(context, 1 + 2 * k));
        assert_ok(context, selat_gzip(context, bytes, length, 6, &packed[k], &size[k]));
    }
    assert_int_equal(size[0], size[1]);
    assert_memory_equal(packed[0], packed[1], size[0]);
    assert_true((double)size[0] <= most * (double)length + 100);
    assert_ok(context, selat_file_write(context, path, packed[0], size[0]));
    assert_ok(context, selat_file_read(context, path, LARGEST, &again, &read));
    assert_int_equal(read, length);
    assert_memory_equal(again, bytes, length);
    selat_release(context, packed[0]);
    selat_release(context, packed[1]);
    selat_release(context, again);
}

static void test_what_is_packed_comes_back(void **state) {
    static const size_t lengths[] = {0, 1, 20000, (1 << 18) - 1, 1 << 18, (1 << 18) + 1, LARGEST};
    static const double most[] = {0.02, 1.01, 0.6};
    char path[] = "/tmp/selat-gzip-XXXXXX", *bytes = malloc(LARGEST);
    int file = mkstemp(path);
    assert_true(file >= 0);
    for (int kind = 0; kind < 3; kind++) {
        fill(bytes, LARGEST, kind);
        for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) check(*state, path, bytes, lengths[k], most[kind]);
    }
    remove(path);
    free(bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(test_what_is_packed_comes_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

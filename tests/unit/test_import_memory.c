/* Importing holds the table and little more; what runs out of memory says so and leaks nothing. */
#include <unistd.h>

#include "unit.h"

enum { REGIONS = 20, SECTORS = 50, NODES = REGIONS * SECTORS, DEMANDS = 5, HEAD = 64 };

/* Counts live bytes; every `fail`-th allocation is refused when that is not 0. */
typedef struct counted {
    size_t live, peak;
    int64_t calls, fail;
} counted;

static void *count_allocate(void *user, size_t bytes) {
    counted *c = user;
    if (c->fail != 0 && ++c->calls == c->fail) return NULL;
    char *room = aligned_alloc(HEAD, (bytes + 2 * HEAD - 1) / HEAD * HEAD);
    if (room == NULL) return NULL;
    memcpy(room, &bytes, sizeof bytes);
    c->live += bytes;
    if (c->live > c->peak) c->peak = c->live;
    return room + HEAD;
}

static void count_release(void *user, void *pointer) {
    counted *c = user;
    size_t bytes;
    if (pointer == NULL) return;
    memcpy(&bytes, (char *)pointer - HEAD, sizeof bytes);
    c->live -= bytes;
    free((char *)pointer - HEAD);
}

/* A FIGARO matrix of `regions` x SECTORS, every cell a number of 9 digits. */
static void write_matrix(const char *path, int regions) {
    static const char *const demands[DEMANDS] = {"P3_S13", "P3_S14", "P3_S15", "P51G", "P5M"};
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs("rowLabels", file);
    for (int k = 0; k < regions * SECTORS; k++)
        fprintf(file, ",R%d_S%d", k / SECTORS, k % SECTORS);
    for (int k = 0; k < regions * DEMANDS; k++)
        fprintf(file, ",R%d_%s", k / DEMANDS, demands[k % DEMANDS]);
    for (int r = 0; r < regions * SECTORS; r++) {
        fprintf(file, "\nR%d_S%d", r / SECTORS, r % SECTORS);
        for (int k = 0; k < regions * (SECTORS + DEMANDS); k++)
            fprintf(file, ",%d.%07d", k % 7, (r * 131 + k * 17) % 10000000);
    }
    fputc('\n', file);
    fclose(file);
}

static void make_path(char path[64]) { snprintf(path, 64, "/tmp/selat-figaro-%ld.csv", (long)getpid()); }

static void test_memory_of_an_import(void **state) {
    (void)state;
    char path[64];
    counted c = {0};
    selat_context *context;
    selat_table *table;
    make_path(path);
    write_matrix(path, REGIONS);
    const selat_allocator allocator = {count_allocate, count_release, &c};
    assert_int_equal(selat_context_create(&allocator, &context), SELAT_OK);
    assert_ok(context, selat_table_read(context, "figaro", path, NULL, &table));
    double size = 8.0 * NODES * (NODES + REGIONS * DEMANDS + 2);
    assert_close(table->flows_musd[1], 1.0000017, 0); /* row 0, column 1 */
    assert_close(table->flows_musd[NODES + 2], 2.0000165, 0);
    if (!((double)c.peak <= 1.3 * size))
        fail_msg("peak %zu bytes, %.2f times the table", c.peak, (double)c.peak / size);
    selat_table_destroy(context, table);
    selat_context_destroy(context);
    assert_int_equal(c.live, 0);
    remove(path);
}

static void test_every_allocation_may_fail(void **state) {
    (void)state;
    char path[64];
    make_path(path);
    write_matrix(path, 1);
    selat_status status = SELAT_NO_MEMORY;
    for (int64_t k = 2; status == SELAT_NO_MEMORY; k += 1 + k / 12) { /* the first makes the context */
        counted c = {.fail = k};
        const selat_allocator allocator = {count_allocate, count_release, &c};
        selat_context *context;
        selat_table *table = NULL;
        assert_int_equal(selat_context_create(&allocator, &context), SELAT_OK);
        status = selat_table_read(context, "figaro", path, NULL, &table);
        assert_true(status == SELAT_OK || status == SELAT_NO_MEMORY);
        assert_true((status == SELAT_OK) == (table != NULL));
        selat_table_destroy(context, table);
        selat_context_destroy(context);
        assert_int_equal(c.live, 0);
    }
    assert_int_equal(status, SELAT_OK);
    remove(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_memory_of_an_import),
                                       cmocka_unit_test(test_every_allocation_may_fail)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

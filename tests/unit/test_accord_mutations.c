/* The shipped accords as they are, then with bytes changed at random, then with memory running out: never a crash,
   never a leak, always a message. */
#include "unit.h"

#include <dirent.h>

#include "../../fuzz/accord_target.h"
#include "base/file.h"

enum { MUTATIONS = 400 };

/* Counts what is out, and fails on request. */
typedef struct counter {
    int64_t out, left;
} counter;

static void *counted_allocate(void *user, size_t bytes) {
    counter *c = user;
    if (c->left == 0) return NULL;
    if (c->left > 0) c->left--;
    void *block = malloc(bytes);
    if (block != NULL) c->out++;
    return block;
}

static void counted_release(void *user, void *block) {
    if (block == NULL) return;
    ((counter *)user)->out--;
    free(block);
}

typedef struct bench {
    counter counts;
    selat_context *context;
    accord_world world;
} bench;

static void set_up(bench *b) {
    *b = (bench){.counts = {.left = -1}};
    selat_allocator allocator = {counted_allocate, counted_release, &b->counts};
    assert_int_equal(selat_context_create(&allocator, &b->context), SELAT_OK);
    assert_ok(b->context, accord_world_create(b->context, &b->world));
}

static void tear_down(bench *b) {
    accord_world_destroy(b->context, &b->world);
    selat_context_destroy(b->context);
    assert_int_equal(b->counts.out, 0);
}

static selat_status run_one(bench *b, const char *path, const char *bytes, size_t length) {
    int64_t before = b->counts.out;
    selat_status status = accord_target(b->context, &b->world, path, bytes, length);
    assert_int_equal(b->counts.out, before);
    if (status != SELAT_OK) assert_true(selat_message(b->context)[0] != '\0');
    return status;
}

static const char *const shipped[] = {"accords/korea-malaysia.yaml", "accords/japan-malaysia.yaml",
                                      "accords/korea-malaysia-upper-bound.yaml", "accords/overlays/rcep.yaml",
                                      "accords/overlays/korea-asean.yaml"};
enum { N_SHIPPED = sizeof shipped / sizeof *shipped };

static void test_shipped_accords_are_sound(void **state) {
    selat_context *context = *state;
    static const int64_t measures[N_SHIPPED] = {18, 7, 1, 4, 1}, pending[N_SHIPPED] = {2, 1, 1, 0, 0};
    accord_world world;
    assert_ok(context, accord_world_create(context, &world));
    for (int k = 0; k < N_SHIPPED; k++) {
        selat_accord *accord;
        assert_ok(context, selat_accord_read(context, source_path(shipped[k]), world.table, &world.groups, &accord));
        assert_int_equal(accord->n_measures, measures[k]);
        assert_int_equal(accord->n_pending, pending[k]);
        for (int64_t m = 0; m < accord->n_measures; m++) {
            assert_non_null(accord->measures[m].source);
            assert_non_null(accord->measures[m].assumed);
        }
        assert_ok(context, accord_years(context, &world, accord));
        selat_accord_destroy(context, accord);
    }
    accord_world_destroy(context, &world);
}

/* Some bytes changed, a piece doubled or cut out. */
static size_t mutate(char *bytes, size_t length, size_t room, uint32_t *seed) {
    static const char marks[] = "[]{}:,-&*!|>'\"%#\n\t \0\xff"
                                "0NO";
    for (int changes = 0; changes < 4; changes++) {
        uint32_t a = *seed = *seed * 1664525u + 1013904223u, b = *seed = *seed * 1664525u + 1013904223u;
        size_t at = a % length, span = b % 40;
        if (at + span >= length) span = length - at - 1;
        switch (b >> 29) {
        case 0:
            memmove(bytes + at, bytes + at + span, length - at - span);
            length -= span;
            break;
        case 1:
            if (length + span > room) break;
            memmove(bytes + at + span, bytes + at, length - at);
            length += span;
            break;
        default:
            bytes[at] = marks[(b >> 8) % (sizeof marks - 1)];
        }
    }
    return length;
}

static void test_mutated_accords_are_refused_or_read(void **state) {
    (void)state;
    bench b;
    set_up(&b);
    uint32_t seed = 20241125;
    int64_t refused = 0;
    for (int k = 0; k < MUTATIONS; k++) {
        const char *path = source_path(shipped[k % 2]);
        char *bytes, *changed;
        size_t length;
        assert_ok(b.context, selat_file_read(b.context, path, SELAT_YAML_MAX_BYTES, &bytes, &length));
        assert_ok(b.context, selat_new(b.context, length + 400, &changed));
        memcpy(changed, bytes, length);
        refused += run_one(&b, path, changed, mutate(changed, length, length + 400, &seed)) != SELAT_OK;
        selat_release(b.context, bytes);
        selat_release(b.context, changed);
    }
    assert_true(refused > MUTATIONS / 4 && refused < MUTATIONS);
    tear_down(&b);
}

static void test_corpus(void **state) {
    (void)state;
    bench b;
    set_up(&b);
    DIR *folder = opendir(source_path("fuzz/corpus/accord"));
    assert_non_null(folder);
    int files = 0;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] == '.') continue;
        char path[4096], *bytes;
        size_t length;
        snprintf(path, sizeof path, "%s/%s", source_path("fuzz/corpus/accord"), entry->d_name);
        assert_ok(b.context, selat_file_read(b.context, path, SELAT_YAML_MAX_BYTES, &bytes, &length));
        bool good = strncmp(entry->d_name, "good", 4) == 0;
        selat_status status = run_one(&b, path, bytes, length);
        if ((status == SELAT_OK) != good) fail_msg("%s: %s", entry->d_name, selat_message(b.context));
        selat_release(b.context, bytes);
        files++;
    }
    closedir(folder);
    assert_true(files >= 12);
    tear_down(&b);
}

/* The k-th allocation fails, for every k that the file needs. */
static void test_memory_running_out(void **state) {
    (void)state;
    bench b;
    set_up(&b);
    const char *path = source_path("fuzz/corpus/accord/good-everything.yaml");
    char *bytes;
    size_t length;
    assert_ok(b.context, selat_file_read(b.context, path, SELAT_YAML_MAX_BYTES, &bytes, &length));
    int64_t k = 0;
    for (selat_status status = SELAT_NO_MEMORY; status != SELAT_OK; k++) {
        b.counts.left = k;
        status = run_one(&b, path, bytes, length);
        if (status != SELAT_OK) assert_int_equal(status, SELAT_NO_MEMORY);
    }
    assert_true(k > 200);
    b.counts.left = -1;
    selat_release(b.context, bytes);
    tear_down(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_shipped_accords_are_sound),
        cmocka_unit_test(test_mutated_accords_are_refused_or_read),
        cmocka_unit_test(test_corpus),
        cmocka_unit_test(test_memory_running_out),
    };
    return cmocka_run_group_tests_name("accord mutations", tests, NULL, NULL);
}

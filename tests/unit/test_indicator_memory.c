/* Running out of memory anywhere in the indicators is an error without a leak (the sanitizers look). */
#include "unit.h"

#include "base/memory.h"
#include "small_table.h"

enum { R = 3, S = 4, MOST_ALLOCATIONS = 20000 };

/* Fails at the `left`-th request and at all later ones. */
static void *allocate_some(void *user, size_t bytes) {
    int64_t *left = user;
    return (*left)-- > 0 ? malloc(bytes) : NULL;
}

static void release_some(void *user, void *pointer) {
    (void)user;
    free(pointer);
}

static selat_status every_registered(selat_context *context, selat_indicator_world *w) {
    int64_t count;
    double out[R * S];
    const selat_indicator *all = selat_indicators(&count);
    for (int64_t k = 0; k < count; k++) {
        selat_status status = selat_indicator_compute(context, &all[k], w, out);
        if (status != SELAT_OK) return status;
    }
    return SELAT_OK;
}

static selat_status decompositions(selat_context *context, selat_indicator_world *w) {
    double terms[S * R * SELAT_BM_TERMS], others[S * R * 4];
    selat_status status = selat_wwz(context, w, 1, terms, others, NULL);
    return status == SELAT_OK ? selat_borin_mancini(context, w, 1, true, terms, others) : status;
}

static selat_status exposures(selat_context *context, selat_indicator_world *w) {
    selat_extraction lost;
    selat_supplier suppliers[3];
    selat_input_exposure inputs[S];
    int64_t found;
    double all[R * S * S], face[R * S * S];
    selat_status status = selat_extract(context, w, 2, (int64_t[]){0, 5}, &lost);
    selat_extraction_clear(context, &lost);
    if (status == SELAT_OK) status = selat_extract_pair(context, w, 0, 1, &lost);
    selat_extraction_clear(context, &lost);
    if (status == SELAT_OK) status = selat_critical_suppliers(context, w, 1, 3, suppliers, &found);
    if (status == SELAT_OK) status = selat_exposure_by_input(context, w, 1, inputs);
    return status == SELAT_OK ? selat_exposure_matrix(context, w, 1, all, face, NULL) : status;
}

static selat_status chains(selat_context *context, selat_indicator_world *w) {
    double intensity[R * S], demand[R * S];
    selat_path_options options = {.threshold = 1e-3};
    selat_paths paths;
    for (int j = 0; j < R * S; j++) intensity[j] = demand[j] = 1 + j;
    selat_status status = selat_paths_find(context, w, intensity, demand, &options, &paths);
    selat_paths_clear(context, &paths);
    return status;
}

static selat_status work_on(selat_context *context, const selat_table *t, int64_t n_regions,
                            selat_status (*work)(selat_context *, selat_indicator_world *)) {
    static const int64_t chosen[] = {1, 0};
    selat_indicator_world *w;
    selat_status status = selat_indicator_world_create(context, t, NULL, n_regions, n_regions > 0 ? chosen : NULL, &w);
    if (status != SELAT_OK) return status;
    status = work(context, w);
    selat_indicator_world_destroy(context, w);
    return status;
}

static void fail_everywhere(selat_status (*work)(selat_context *, selat_indicator_world *), int64_t n_regions) {
    int64_t left = INT64_MAX, failures = 0;
    selat_allocator allocator = {allocate_some, release_some, &left};
    selat_context *context;
    selat_table *t;
    assert_int_equal(selat_context_create(&allocator, &context), SELAT_OK);
    assert_ok(context, small_table_make(context, R, S, 5, &t));
    for (int64_t k = 0; k < MOST_ALLOCATIONS; k++) {
        left = k;
        selat_status status = work_on(context, t, n_regions, work);
        left = INT64_MAX;
        if (status == SELAT_OK) break;
        assert_int_equal(status, SELAT_NO_MEMORY);
        failures++;
    }
    assert_true(failures > 10 && failures < MOST_ALLOCATIONS);
    selat_table_destroy(context, t);
    selat_context_destroy(context);
}

static void test_registered(void **state) {
    (void)state;
    fail_everywhere(every_registered, 0);
    fail_everywhere(every_registered, 2);
}

static void test_the_others(void **state) {
    (void)state;
    fail_everywhere(decompositions, 0);
    fail_everywhere(decompositions, 2);
    fail_everywhere(exposures, 2);
    fail_everywhere(chains, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_registered), cmocka_unit_test(test_the_others)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

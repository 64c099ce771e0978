/* Running out of memory anywhere in the table room and the solvers is an error without a leak (the sanitizers look). */
#include "unit.h"

#include "base/memory.h"
#include "small_table.h"
#include "table/store.h"

enum { R = 3, S = 4, MOST_ALLOCATIONS = 5000 };

/* Fails at the `left`-th request and at all later ones. */
static void *allocate_some(void *user, size_t bytes) {
    int64_t *left = user;
    return (*left)-- > 0 ? malloc(bytes) : NULL;
}

static void release_some(void *user, void *pointer) {
    (void)user;
    free(pointer);
}

static selat_status solve(selat_context *context, const selat_table *t) {
    static const double weights[] = {1, 1, 1};
    selat_leontief *solver;
    selat_footprint f;
    double share[R];
    selat_status status = selat_leontief_create(context, t, &solver);
    if (status != SELAT_OK) return status;
    status = selat_footprint_compute(context, t, solver, 1, weights, true, &f);
    if (status == SELAT_OK) {
        selat_footprint_clear(context, &f);
        status = selat_domestic_value_added_share(context, t, solver, share);
    }
    selat_leontief_destroy(context, solver);
    return status;
}

static selat_status store(selat_context *context, const selat_table *t) {
    selat_table *loaded;
    char *bytes;
    size_t length;
    selat_status status = selat_table_to_bytes(context, t, &bytes, &length);
    if (status != SELAT_OK) return status;
    status = selat_table_from_bytes(context, "some.h5", bytes, length, false, &loaded);
    if (status == SELAT_OK) selat_table_destroy(context, loaded);
    selat_release(context, bytes);
    return status;
}

static selat_status aggregate(selat_context *context, const selat_table *t) {
    static const int64_t all[S] = {0};
    static const char *const codes[] = {"WORLD"};
    selat_labels one;
    selat_table *merged;
    selat_status status = selat_labels_init(context, 1, codes, NULL, &one);
    if (status != SELAT_OK) return status;
    status = selat_table_aggregate(context, t, &one, all, &one, all, &merged);
    if (status == SELAT_OK) selat_table_destroy(context, merged);
    selat_labels_clear(context, &one);
    return status;
}

static selat_status check(selat_context *context, const selat_table *t) {
    selat_table_balance balance;
    return selat_table_check_balance(context, t, &balance);
}

/* Written out in both full forms, solved, accounted and factored again. */
static selat_status use_full(selat_context *context, const selat_table *t, selat_flow_form form) {
    selat_table *full, *back;
    selat_leontief *solver;
    selat_accounts accounts;
    selat_factoring report;
    selat_status status = selat_table_unfold(context, t, form, &full);
    if (status != SELAT_OK) return status;
    status = selat_leontief_create(context, full, &solver);
    if (status == SELAT_OK) {
        status = selat_accounts_compute(context, full, solver, t->stressors.count, t->stressor, t->stressor_final, &accounts);
        if (status == SELAT_OK) selat_accounts_clear(context, &accounts);
        selat_leontief_destroy(context, solver);
    }
    if (status == SELAT_OK) status = selat_table_factor(context, full, &report, &back);
    if (status == SELAT_OK) selat_table_destroy(context, back);
    selat_table_destroy(context, full);
    return status;
}

static selat_status use_dense(selat_context *context, const selat_table *t) { return use_full(context, t, SELAT_FLOWS_DENSE); }
static selat_status use_sparse(selat_context *context, const selat_table *t) { return use_full(context, t, SELAT_FLOWS_SPARSE); }

static selat_status import(selat_context *context, const selat_table *t) {
    selat_table *read;
    (void)t;
    selat_status status = selat_table_read(context, NULL, source_path("fuzz/corpus/icio/e2021.csv"), NULL, &read);
    if (status == SELAT_OK) selat_table_destroy(context, read);
    return status;
}

static void fail_everywhere(selat_status (*work)(selat_context *, const selat_table *)) {
    int64_t left = INT64_MAX, failures = 0;
    selat_allocator allocator = {allocate_some, release_some, &left};
    selat_context *context;
    selat_table *t;
    assert_int_equal(selat_context_create(&allocator, &context), SELAT_OK);
    assert_ok(context, small_table_make(context, R, S, 1, &t));
    for (; failures < MOST_ALLOCATIONS; failures++) {
        left = failures;
        selat_status status = work(context, t);
        if (status == SELAT_OK) break;
        assert_int_equal(status, SELAT_NO_MEMORY);
        assert_message_has(context, "no memory");
    }
    assert_true(failures > 1 && failures < MOST_ALLOCATIONS);
    selat_table_destroy(context, t);
    selat_context_destroy(context);
}

static void test_solvers(void **state) {
    (void)state;
    fail_everywhere(solve);
}
static void test_store(void **state) {
    (void)state;
    fail_everywhere(store);
}
static void test_aggregate(void **state) {
    (void)state;
    fail_everywhere(aggregate);
}
static void test_balance(void **state) {
    (void)state;
    fail_everywhere(check);
}
static void test_full_forms(void **state) {
    (void)state;
    fail_everywhere(use_dense);
    fail_everywhere(use_sparse);
}
static void test_import(void **state) {
    (void)state;
    fail_everywhere(import);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_solvers), cmocka_unit_test(test_store),
                                       cmocka_unit_test(test_aggregate), cmocka_unit_test(test_balance),
                                       cmocka_unit_test(test_full_forms), cmocka_unit_test(test_import)};
    return cmocka_run_group_tests_name("table_memory", tests, NULL, NULL);
}

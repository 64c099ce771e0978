/* The session behind the page against selat_run on the same accord: every number of headline and regions. */
#include "live_session.h"

enum { COLUMNS = sizeof(selat_region_outcome) / sizeof(double) };

/* What `selat run --draws 0` finds for one year of the tree as it is now. */
static selat_results *run_year(const live_world *world, const selat_accord *accord, int64_t year) {
    selat_results *results;
    selat_run_inputs inputs = selat_run_data_inputs(&world->data);
    selat_accord one = *accord;
    inputs.accord = &one;
    inputs.sea = NULL; /* lanes and stress tests are not asked for here */
    inputs.chains = NULL;
    one.n_stresses = 0;
    one.first_year = one.last_year = year;
    assert_ok(world->context, selat_run(world->context, &inputs, &results));
    return results;
}

/* 1e-9 of the number, or where that is less, what rounding leaves of a difference between two spendings: an equivalent variation
   is I (I-hat / P-hat - 1), whose last digit is 2e-16 I, and hats
   come out of sums over all flows. */
static void compare_regions(const live_world *world, const selat_region_outcome *mine, const selat_region_outcome *run) {
    for (int64_t n = 0; n < world->data.table->regions.count; n++) {
        const double *a = (const double *)(const void *)&mine[n], *b = (const double *)(const void *)&run[n];
        for (int k = 0; k < COLUMNS; k++) {
            if (isnan(a[k])) continue;
            double allowed = fmax(1e-9 * fmax(1, fabs(b[k])), &mine[n].ev_musd == &a[k] ? 1e-14 * run[n].spending_musd : 0);
            if (!(fabs(a[k] - b[k]) <= allowed)) {
                fail_msg("%s column %d: %.17g in the session, %.17g in the run", world->data.table->regions.codes[n], k, a[k], b[k]);
            }
        }
    }
}

static void sum_world(const selat_region_outcome *regions, int64_t R, double *ev, double *spending) {
    *ev = *spending = 0;
    for (int64_t n = 0; n < R; n++) {
        *ev += regions[n].ev_musd;
        *spending += regions[n].spending_musd;
    }
}

static void compare(const live_world *world, int64_t year) {
    int64_t rows, columns, R = world->data.table->regions.count, S = world->data.table->sectors.count;
    assert_ok(world->context, selat_live_solve(world->live, year));
    selat_accord *accord = live_world_accord(world);
    selat_results *results = run_year(world, accord, year);
    const selat_region_outcome *run = results->years[0].regions;
    const selat_region_outcome *mine = (const void *)selat_live_numbers(world->live, SELAT_LIVE_REGIONS, &rows, &columns);
    assert_int_equal(rows, R);
    assert_int_equal(columns, COLUMNS);
    assert_true(selat_live_last(world->live)->converged);
    compare_regions(world, mine, run);
    for (int64_t p = 0; p < accord->n_parties; p++) { /* the headline's parties without the allowance */
        double a = mine[accord->parties[p]].ev_musd, b = run[accord->parties[p]].ev_musd;
        assert_close(a, b, 1e-9 * fmax(1, fabs(b)));
    }
    double mine_world, run_world, spending;
    sum_world(mine, R, &mine_world, &spending);
    sum_world(run, R, &run_world, &spending);
    assert_close(mine_world, run_world, 1e-9 * fmax(1, fabs(run_world)) + 2e-16 * spending);
    const double *volume = selat_live_numbers(world->live, SELAT_LIVE_VOLUME_HAT, &rows, &columns);
    for (int64_t k = 0; k < R * S; k++) assert_close(volume[k], results->last.volume_hat[k], 1e-11);
    const double *flow = selat_live_numbers(world->live, SELAT_LIVE_FLOW_NEW, &rows, &columns);
    for (int64_t k = 0; k < S * R * R; k++) assert_close(flow[k], results->last.flow_new_musd[k], 1e-9 * fmax(1, flow[k]));
    const double *duty = selat_live_numbers(world->live, SELAT_LIVE_DUTY_NEW, &rows, &columns);
    for (int64_t k = 0; k < R * R; k++) assert_close(duty[k], results->years[0].duty_new_musd[k], 1e-9 * fmax(1, duty[k]));
    selat_results_destroy(world->context, results);
    selat_accord_destroy(world->context, accord);
}

typedef struct edit {
    const char *where, *value;
    int64_t year; /* then solved and compared */
} edit;

static void compare_edits(selat_context *context, const char *accord, const edit *edits, size_t count) {
    live_world world;
    live_world_open(context, source_path(accord), &world);
    compare(&world, world.data.accord->last_year);
    for (size_t k = 0; k < count; k++) {
        live_world_edit(&world, edits[k].where, edits[k].value);
        assert_ok(context, selat_live_set_accord(world.live, world.path, world.root));
        compare(&world, edits[k].year);
    }
    live_world_close(&world);
}

static void test_korea_malaysia_is_what_a_run_finds(void **state) {
    static const edit edits[] = {
        {"measures[0].tariff.cut", "37.5%", 2035},
        {"measures[2].tariff.full", "2031", 2029},
        {"measures[6].barrier.cut", "4.25%", 2029},
        {"measures[9].purchase.amount", "1300 MUSD", 2026},
        {"measures[10].capacity.output", "+55 MUSD", 2035},
        {"measures[13].intensity.cut", "8%", 2032},
    };
    compare_edits(*state, "accords/korea-malaysia.yaml", edits, sizeof edits / sizeof *edits);
}

static void test_japan_malaysia_is_what_a_run_finds(void **state) {
    static const edit edits[] = {
        {"measures[0].barrier.cut", "7.3%", 2035},
        {"measures[2].capacity.output", "+450 MUSD", 2035},
        {"measures[3].investment.amount", "950 MUSD", 2027},
        {"measures[0].barrier.from", "2028", 2027},
        {"baseline.deficits", "nominal", 2030},
    };
    compare_edits(*state, "accords/japan-malaysia.yaml", edits, sizeof edits / sizeof *edits);
}

/* A bad number keeps the accord before, and says what the file would. */
static void test_a_bad_edit_leaves_the_session(void **state) {
    live_world world;
    int64_t rows, columns;
    live_world_open(*state, source_path("accords/korea-malaysia-upper-bound.yaml"), &world);
    assert_ok(*state, selat_live_solve(world.live, 2030));
    const double *regions = selat_live_numbers(world.live, SELAT_LIVE_REGIONS, &rows, &columns);
    double before = regions[6];
    live_world_edit(&world, "measures[0].tariff.to", "twelve");
    assert_int_equal(selat_live_set_accord(world.live, world.path, world.root), SELAT_BAD_INPUT);
    assert_message_has(*state, "korea-malaysia-upper-bound.yaml:");
    assert_message_has(*state, "twelve");
    assert_ok(*state, selat_live_solve(world.live, 2030));
    assert_close(selat_live_numbers(world.live, SELAT_LIVE_REGIONS, &rows, &columns)[6], before, 1e-7);
    assert_int_equal(selat_live_solve(world.live, 2050), SELAT_BAD_INPUT);
    assert_message_has(*state, "found 2050, expected a year from 2025 to 2035");
    live_world_edit(&world, "measures[0].tariff.to", "2%");
    assert_ok(*state, selat_live_set_accord(world.live, world.path, world.root));
    assert_null(selat_live_numbers(world.live, SELAT_LIVE_REGIONS, &rows, &columns)); /* of the accord before */
    live_world_close(&world);
}

/* A network is found again by its terms, wherever the measure stands; other terms are an error, and so is a text that is none. */
static void test_plans_go_with_their_terms(void **state) {
    live_world world;
    char *text;
    selat_capture_plans *plans;
    live_world_open(*state, source_path("accords/japan-malaysia.yaml"), &world);
    assert_ok(*state, selat_capture_plans_write(*state, selat_live_accord(world.live), &text));
    char *again;
    selat_accord *accord = live_world_accord(&world);
    assert_ok(*state, selat_capture_plans_write(*state, accord, &again));
    assert_string_equal(text, again); /* to the last digit */
    const selat_capture_plan *mine = accord->measures[accord->n_measures - 1].capture;
    const selat_capture_plan *planned = world.data.accord->measures[accord->n_measures - 1].capture;
    assert_int_equal(mine->n_purchases, planned->n_purchases);
    assert_memory_equal(mine->paid_musd, planned->paid_musd, (size_t)(mine->n_years * mine->n_sectors) * sizeof(double));
    selat_dataset_free(*state, again);
    selat_accord_destroy(*state, accord);
    live_world_edit(&world, "measures[11].capture.capacity", "3 MtCO2/yr");
    assert_int_equal(selat_live_set_accord(world.live, world.path, world.root), SELAT_BAD_INPUT);
    assert_message_has(*state, "capture: found 3 Mt a year from JPN to MYS");
    char *cut = strstr(text, "plan ");
    cut[0] = 'x';
    assert_int_equal(selat_capture_plans_read(*state, "capture", text, world.data.table, &plans), SELAT_BAD_INPUT);
    assert_message_has(*state, "capture:2: found xlan");
    cut[0] = 'p';
    cut[200] = '\0'; /* ends in the middle of the numbers */
    assert_int_equal(selat_capture_plans_read(*state, "capture", text, world.data.table, &plans), SELAT_BAD_INPUT);
    assert_message_has(*state, "expected a number");
    assert_null(plans);
    selat_dataset_free(*state, text);
    live_world_close(&world);
}

typedef struct limited { /* memory that gives out after `left` more blocks; < 0: never */
    int64_t left, held;
} limited;

static void *give(void *user, size_t bytes) {
    limited *memory = user;
    if (memory->left == 0) return NULL;
    if (memory->left > 0) memory->left--;
    void *block = malloc(bytes);
    memory->held += block != NULL;
    return block;
}

static void take_back(void *user, void *block) {
    ((limited *)user)->held -= block != NULL;
    free(block);
}

/* A slider's move and a piece of every slow part. */
static selat_status move(live_world *world, int64_t year) {
    selat_status status = selat_live_set_accord(world->live, world->path, world->root);
    if (status == SELAT_OK) status = selat_live_solve(world->live, year);
    for (int part = 0; part < SELAT_LIVE_PARTS && status == SELAT_OK; part++) {
        int64_t left;
        status = selat_live_step(world->live, (selat_live_part)part, &left);
    }
    return status;
}

/* Whichever block is missing, the session says so, leaks nothing and goes on once there is memory. */
static void test_a_session_survives_lack_of_memory(void **state) {
    limited memory = {.left = -1};
    const selat_allocator allocator = {give, take_back, &memory};
    selat_context *context;
    live_world world;
    int64_t rows, columns, failures = 0, blocks = 1;
    (void)state;
    assert_int_equal(selat_context_create(&allocator, &context), SELAT_OK);
    live_world_open(context, source_path("accords/korea-malaysia.yaml"), &world);
    assert_ok(context, move(&world, 2035));
    for (selat_status status = SELAT_NO_MEMORY; status != SELAT_OK; blocks += 1 + blocks / 5) {
        memory.left = blocks;
        status = move(&world, blocks % 2 == 0 ? 2035 : 2029);
        memory.left = -1;
        assert_true(status == SELAT_OK || status == SELAT_NO_MEMORY);
        failures += status == SELAT_NO_MEMORY;
    }
    assert_true(failures > 20);
    assert_ok(context, move(&world, 2035));
    assert_non_null(selat_live_numbers(world.live, SELAT_LIVE_REGIONS, &rows, &columns));
    live_world_close(&world);
    selat_context_destroy(context);
    assert_int_equal(memory.held, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_korea_malaysia_is_what_a_run_finds),
        TEST(test_japan_malaysia_is_what_a_run_finds),
        TEST(test_a_bad_edit_leaves_the_session),
        TEST(test_plans_go_with_their_terms),
        TEST(test_a_session_survives_lack_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

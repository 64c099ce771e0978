/* Accounts of stressors: identities on random tables, values by hand on a table small enough for paper. */
#include "unit.h"

#include "base/csv.h"
#include "base/memory.h"
#include "small_table.h"

static void test_world_consumption_equals_world_production(void **state) {
    selat_context *context = *state;
    static const int64_t shapes[][2] = {{2, 2}, {5, 7}, {11, 6}};
    const double weights[] = {1, 1, 1, 1, 1, 0, 0, 0, 1}; /* all, CO2, CH4 */
    for (int k = 0; k < 3; k++) {
        int64_t R = shapes[k][0], S = shapes[k][1];
        selat_table *t;
        selat_leontief *solver;
        selat_footprint f;
        assert_ok(context, small_table_make(context, R, S, 5, &t));
        t->stressor[R * S - 1] = 3; /* of the industry without output */
        assert_ok(context, selat_leontief_create(context, t, &solver));
        assert_ok(context, selat_footprint_compute(context, t, solver, 3, weights, true, &f));
        assert_true(f.solver.converged);
        for (int64_t a = 0; a < 3; a++) {
            double produced = 0, consumed = 0;
            for (int64_t n = 0; n < R; n++) {
                double by_emitter = 0, by_consumer = 0;
                produced += f.production[a * R + n];
                consumed += f.consumption[a * R + n];
                for (int64_t m = 0; m < R; m++) {
                    by_emitter += f.bilateral[(a * R + n) * R + m];
                    by_consumer += f.bilateral[(a * R + m) * R + n];
                }
                assert_close(by_emitter, f.production[a * R + n], 1e-11 * f.production[a * R + n]);
                assert_close(by_consumer, f.consumption[a * R + n], 1e-11 * f.consumption[a * R + n]);
            }
            assert_close(consumed, produced, 1e-12 * produced);
        }
        for (int64_t n = 0; n < R; n++) { /* accounts are linear in the weights */
            assert_close(f.consumption[n], f.consumption[R + n] + f.consumption[2 * R + n], 1e-11 * f.consumption[n]);
        }
        selat_footprint_clear(context, &f);
        selat_leontief_destroy(context, solver);
        selat_table_destroy(context, t);
    }
}

/* Region 0 makes product 0 from nothing; region 1 makes product 1 with .25 of product 0 from region 0 per unit.
   Final demand: region 0 wants 40 of product 1, region 1 wants 50 of product 0 and 60 of product 1.
   Output: product 1 100 in region 1; product 0 50 + 25 = 75 in region 0. The other two industries are idle. */
static selat_table *make_by_hand(selat_context *context) {
    selat_table *t;
    assert_ok(context, small_table_make(context, 2, 2, 1, &t));
    memcpy(t->trade_share, (double[]){1, 0, 1, 0, 0, 1, 0, 1}, 8 * sizeof(double));
    memset(t->use_musd, 0, 8 * sizeof(double));
    t->use_musd[4 + 1] = 25; /* region 1, product 0, user 1 */
    memset(t->final_musd, 0, 12 * sizeof(double));
    t->final_musd[3] = 40;
    t->final_musd[6] = 50;
    t->final_musd[9] = 60;
    memcpy(t->output_musd, (double[]){75, 0, 0, 100}, 4 * sizeof(double));
    memset(t->primary_musd, 0, 12 * sizeof(double));
    t->primary_musd[0] = 75;
    t->primary_musd[3] = 70; /* of 100: 25 inputs, 5 taxes */
    t->primary_musd[4 + 3] = 5;
    memset(t->stressor, 0, 12 * sizeof(double));
    memset(t->stressor_final, 0, 6 * sizeof(double));
    t->stressor[0] = 150;         /* 2 per unit */
    t->stressor[3] = 10;          /* .1 per unit */
    t->stressor[2] = 7;           /* region 1, product 0: no output */
    t->stressor_final[0] = 1;
    return t;
}

static void test_accounts_by_hand(void **state) {
    selat_context *context = *state;
    selat_table *t = make_by_hand(context);
    selat_leontief *solver;
    selat_footprint f;
    const double weights[] = {1, 0, 0};
    assert_ok(context, selat_leontief_create(context, t, &solver));
    assert_ok(context, selat_footprint_compute(context, t, solver, 1, weights, true, &f));
    assert_close(f.production[0], 151, 1e-12);
    assert_close(f.production[1], 17, 1e-12);
    /* one unit of product 1 carries .1 + .25 * 2 = .6 */
    assert_close(f.consumption[0], 40 * 0.6 + 1, 1e-12);
    assert_close(f.consumption[1], 50 * 2 + 60 * 0.6 + 7, 1e-12);
    assert_close(f.bilateral[0], 40 * 0.5 + 1, 1e-12);       /* emitted in 0 for 0 */
    assert_close(f.bilateral[1], 50 * 2 + 60 * 0.5, 1e-12);  /* in 0 for 1 */
    assert_close(f.bilateral[2], 40 * 0.1, 1e-12);           /* in 1 for 0 */
    assert_close(f.bilateral[3], 60 * 0.1 + 7, 1e-12);
    selat_footprint_clear(context, &f);
    assert_ok(context, selat_footprint_compute(context, t, solver, 1, weights, false, &f));
    assert_null(f.bilateral);
    selat_footprint_clear(context, &f);
    selat_leontief_destroy(context, solver);
    selat_table_destroy(context, t);
}

static void test_trade_by_hand(void **state) {
    selat_context *context = *state;
    selat_table *t = make_by_hand(context);
    selat_leontief *solver;
    double balance[4], share[2];
    selat_trade_balance_musd(t, balance); /* 0 sells 75 of product 0 to 1, which sells 40 of product 1 back */
    assert_close(balance[0], 0, 0);
    assert_close(balance[1], 35, 1e-12);
    assert_close(balance[2], -35, 1e-12);
    assert_close(balance[3], 0, 0);
    assert_ok(context, selat_leontief_create(context, t, &solver));
    assert_ok(context, selat_domestic_value_added_share(context, t, solver, share));
    assert_close(share[0], 1, 1e-13);   /* no inputs at all */
    assert_close(share[1], 0.7, 1e-13); /* .25 is foreign, .05 taxes */
    t->trade_share[4] = 1;              /* region 0 buys product 1 at home instead: region 1 exports nothing */
    t->trade_share[5] = 0;
    assert_ok(context, selat_domestic_value_added_share(context, t, solver, share));
    assert_true(share[1] == 0);
    selat_leontief_destroy(context, solver);
    selat_table_destroy(context, t);
}

/* The shipped table against an independent build: consumption of CO2 and GHG, value added in exports. */
static double number(selat_context *context, const selat_csv *csv, const char *column) {
    int64_t at;
    double value = NAN;
    assert_ok(context, selat_csv_column(context, csv, column, &at));
    assert_ok(context, selat_csv_double(context, csv, at, &value));
    return value;
}

static void compare_with_reference(selat_context *context, const selat_table *t, const selat_footprint *f,
                                   const double *share) {
    int64_t R = t->regions.count, rows = 0;
    selat_csv csv;
    bool has_row;
    assert_ok(context, selat_csv_open(context, source_path("tests/published/table/regions.csv"), 1 << 20, &csv));
    for (;; rows++) {
        assert_ok(context, selat_csv_next(context, &csv, &has_row));
        if (!has_row) break;
        int64_t n = selat_labels_find(&t->regions, csv.fields[0]);
        assert_true(n >= 0);
        const struct {
            double found;
            const char *column;
        } pairs[] = {{f->production[n], "co2_production_mt"},
                     {f->consumption[n], "co2_consumption_mt"},
                     {f->production[R + n], "ghg_production_mtco2e"},
                     {f->consumption[R + n], "ghg_consumption_mtco2e"}};
        for (int k = 0; k < 4; k++) {
            double expected = number(context, &csv, pairs[k].column);
            assert_close(pairs[k].found, expected, 1e-6 * expected);
        }
        assert_close(share[n], number(context, &csv, "domestic_value_added_share_of_exports"), 1e-6);
    }
    assert_int_equal(rows, R);
    selat_csv_close(context, &csv);
}

static void test_shipped_table_agrees_with_the_reference(void **state) {
    selat_context *context = *state;
    selat_table *t;
    selat_leontief *solver;
    selat_footprint f;
    double *weights, *share, world[2][2] = {{0}};
    assert_ok(context, selat_dataset_table(context, "oecd-2022", &t));
    int64_t R = t->regions.count, Q = t->stressors.count;
    assert_ok(context, selat_new(context, 2 * Q, &weights));
    assert_ok(context, selat_new(context, R, &share));
    for (int64_t q = 0; q < Q; q++) {
        weights[q] = strcmp(t->stressor_gases[q], "CO2") == 0;
        weights[Q + q] = 1;
    }
    assert_ok(context, selat_leontief_create(context, t, &solver));
    assert_ok(context, selat_footprint_compute(context, t, solver, 2, weights, false, &f));
    assert_ok(context, selat_domestic_value_added_share(context, t, solver, share));
    compare_with_reference(context, t, &f, share);
    for (int64_t a = 0; a < 2; a++) {
        for (int64_t n = 0; n < R; n++) {
            world[a][0] += f.production[a * R + n];
            world[a][1] += f.consumption[a * R + n];
        }
        assert_close(world[a][1], world[a][0], 1e-9 * world[a][0]);
    }
    selat_footprint_clear(context, &f);
    selat_leontief_destroy(context, solver);
    selat_release(context, weights);
    selat_release(context, share);
    selat_table_destroy(context, t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_world_consumption_equals_world_production),
        TEST(test_accounts_by_hand),
        TEST(test_trade_by_hand),
        TEST(test_shipped_table_agrees_with_the_reference),
    };
    return cmocka_run_group_tests_name("footprint", tests, NULL, NULL);
}

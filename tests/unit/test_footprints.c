/* Footprints by account: by hand on the leather table, against the older accounts on random tables, characterisation. */
#include "reference_rows.h"
#include "small_table.h"

/* The leather table with two stressors: its output (so that all of it is traced) and the value added. */
static selat_table *stressed_leather(selat_context *context) {
    selat_table *plain, *t;
    selat_labels stressors;
    assert_ok(context, leather_table_make(context, SELAT_FLOWS_DENSE, &plain));
    assert_ok(context, selat_labels_init(context, 2, (const char *const[]){"output", "added"}, NULL, &stressors));
    assert_ok(context, selat_table_create_full(context, "leather", 2011, SELAT_FLOWS_DENSE, 0, &plain->regions,
                                               &plain->sectors, &plain->demands, &plain->primary, &plain->memo, &stressors, &t));
    memcpy(t->flows_musd, plain->flows_musd, LEATHER_N * LEATHER_N * sizeof(double));
    memcpy(t->final_flows_musd, plain->final_flows_musd, LEATHER_N * LEATHER_R * sizeof(double));
    memcpy(t->output_musd, plain->output_musd, LEATHER_N * sizeof(double));
    memcpy(t->primary_musd, plain->primary_musd, LEATHER_N * sizeof(double));
    for (int j = 0; j < LEATHER_N; j++) {
        t->stressor[j] = plain->output_musd[j];
        t->stressor[LEATHER_N + j] = plain->primary_musd[j];
    }
    t->stressor_final[LEATHER_R + 1] = 5; /* Turkish households add 5 */
    selat_labels_clear(context, &stressors);
    selat_table_destroy(context, plain);
    return t;
}

/* Value added as a stressor: the reference's v L Y, by region. */
static void test_value_added_footprint(void **state) {
    selat_context *context = *state;
    selat_table *t = stressed_leather(context);
    selat_indicator_world *w;
    selat_characterisation accounts;
    selat_footprints f;
    double bilateral[LEATHER_R][LEATHER_R] = {{0}};
    reference_rows rows;
    reference_open(context, "value_added_leather/expected_leontief_final_demand.csv", &rows);
    while (reference_next(&rows)) {
        bilateral[reference_region(t, &rows, "Source_Country")][reference_region(t, &rows, "Importing_Country")] +=
            reference_number(&rows, "Final_Demand");
    }
    bilateral[1][1] += 5;
    assert_ok(context, selat_indicator_world_create(context, t, NULL, 0, NULL, &w));
    assert_ok(context, selat_characterisation_standard(context, t, &accounts));
    assert_int_equal(accounts.n, 3); /* total, output, added: one unit, two rows without a gas */
    assert_string_equal(accounts.names[2], "added");
    assert_ok(context, selat_footprints_compute(context, w, &accounts, &f));
    for (int n = 0; n < LEATHER_R; n++) {
        double consumed = 0, abroad = 0, made = 0, sold = 0, products = 0;
        for (int i = 0; i < LEATHER_R; i++) {
            assert_close(f.bilateral[(2 * LEATHER_R + i) * LEATHER_R + n], bilateral[i][n], 1e-9);
            consumed += bilateral[i][n];
            abroad += i != n ? bilateral[i][n] : 0;
            made += bilateral[n][i];
            sold += i != n ? bilateral[n][i] : 0;
        }
        assert_close(f.consumption[2 * LEATHER_R + n], consumed, 1e-9);
        assert_close(f.imports[2 * LEATHER_R + n], abroad, 1e-9);
        assert_close(f.production[2 * LEATHER_R + n], made, 1e-9);
        assert_close(f.exports[2 * LEATHER_R + n], sold, 1e-9);
        for (int s = 0; s < LEATHER_S; s++) products += f.by_product[(2 * LEATHER_R + n) * LEATHER_S + s];
        assert_close(products, consumed - (n == 1 ? 5 : 0), 1e-9);
    }
    double down[LEATHER_N]; /* output per output: the multiplier is the column sum of L */
    assert_ok(context, selat_indicator_compute(context, selat_indicator_find("downstreamness", SELAT_INDICATOR_INDUSTRY), w, down));
    for (int j = 0; j < LEATHER_N; j++) {
        assert_close(f.multiplier[LEATHER_N + j], down[j], 1e-9);
        assert_close(f.multiplier[2 * LEATHER_N + j], 1, 1e-9); /* v L = 1 where value added is all there is */
    }
    selat_footprints_clear(context, &f);
    selat_characterisation_clear(context, &accounts);
    selat_indicator_world_destroy(context, w);
    selat_table_destroy(context, t);
}

/* The older accounts and these agree, for chosen consumers too. */
static void test_against_the_other_accounts(void **state) {
    selat_context *context = *state;
    selat_table *t;
    selat_leontief *solver;
    selat_indicator_world *w;
    selat_characterisation accounts;
    selat_footprints f;
    selat_footprint other;
    enum { R = 6, S = 5 };
    const int64_t chosen[] = {4, 1, 5};
    assert_ok(context, small_table_make(context, R, S, 3, &t));
    t->stressor[R * S - 1] = 3; /* of the industry without output */
    assert_ok(context, selat_leontief_create(context, t, &solver));
    assert_ok(context, selat_indicator_world_create(context, t, solver, 3, chosen, &w));
    assert_ok(context, selat_characterisation_standard(context, t, &accounts));
    assert_string_equal(accounts.names[0], "total");
    assert_ok(context, selat_footprints_compute(context, w, &accounts, &f));
    assert_ok(context, selat_footprint_compute(context, t, solver, 1, (double[]){1, 1, 1}, true, &other));
    for (int r = 0; r < R; r++) assert_close(f.production[r] / other.production[r], 1, 1e-12);
    for (int k = 0; k < 3; k++) {
        assert_close(f.consumption[k] / other.consumption[chosen[k]], 1, 1e-11);
        for (int i = 0; i < R; i++) {
            assert_close(f.bilateral[i * 3 + k], other.bilateral[i * R + chosen[k]], 1e-10 * other.consumption[chosen[k]]);
        }
    }
    double registered[R];
    const selat_indicator *one = selat_indicator_find("imports_account", SELAT_INDICATOR_REGION);
    assert_ok(context, selat_indicator_compute(context, one, w, registered));
    assert_close(registered[1], f.imports[1], 1e-12 * f.imports[1]);
    assert_true(isnan(registered[0]));
    selat_footprint_clear(context, &other);
    selat_footprints_clear(context, &f);
    selat_characterisation_clear(context, &accounts);
    selat_indicator_world_destroy(context, w);
    selat_leontief_destroy(context, solver);
    selat_table_destroy(context, t);
}

static const char *write_factors(const char *text) {
    static char path[] = "/tmp/selat-factors-XXXXXX";
    strcpy(path + sizeof path - 7, "XXXXXX");
    int file = mkstemp(path);
    assert_true(file >= 0);
    FILE *stream = fdopen(file, "w");
    fputs(text, stream);
    fclose(stream);
    return path;
}

static void test_characterisation(void **state) {
    selat_context *context = *state;
    selat_table *t = stressed_leather(context);
    selat_characterisation a;
    const char *path = write_factors("account,unit,stressor,factor,region,sector\n"
                                     "impact,points,output,2,,\n"
                                     "impact,points,output,3,,Agriculture\n"
                                     "impact,points,output,5,Turkey,\n"
                                     "impact,points,output,7,Turkey,Agriculture\n"
                                     "impact,points,added,10,,\n"
                                     "people,persons,added,1,Germany,Transport_Equipment\n");
    assert_ok(context, selat_dataset_characterisation(context, path, t, &a));
    assert_int_equal(a.n, 2);
    assert_string_equal(a.units[0], "points");
    assert_close(a.industry[0], 3 * 77.7 + 10 * 52.3, 1e-9);
    assert_close(a.industry[1], 2 * 58.3 + 10 * 33.2, 1e-9);
    assert_close(a.industry[3], 7 * 112.7 + 10 * 69.8, 1e-9);
    assert_close(a.industry[4], 5 * 124.6 + 10 * 63.4, 1e-9);
    assert_close(a.household[1], 50, 1e-9);
    assert_close(a.industry[LEATHER_N + 8], 70.5, 1e-9);
    assert_close(a.industry[LEATHER_N + 7], 0, 0);
    selat_characterisation_clear(context, &a);
    remove(path);
    static const struct {
        const char *text, *message;
    } wrong[] = {{"account,unit,stressor,factor\na,b,none,1\n", "a stressor of the table"},
                 {"account,unit,stressor,factor\na,b,output,x\n", ":2: factor:"},
                 {"account,unit,stressor,factor,region\na,b,output,1,Atlantis\n", "a region of the table"},
                 {"account,unit,stressor,factor\na,b,output,1\na,c,output,1\n", "one unit"},
                 {"account,unit,stressor\na,b,output\n", "factor"},
                 {"account,unit,stressor,factor\n", "expected factors"}};
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
        path = write_factors(wrong[k].text);
        assert_int_equal(selat_dataset_characterisation(context, path, t, &a), SELAT_BAD_INPUT);
        assert_message_has(context, wrong[k].message);
        remove(path);
    }
    selat_table_destroy(context, t);
}

static void test_population_of_the_year(void **state) {
    selat_context *context = *state;
    selat_table *t;
    double people[3];
    assert_ok(context, small_table_make(context, 3, 2, 1, &t)); /* KOR MYS JPN */
    t->year = 2011;
    assert_ok(context, selat_dataset_population(context, t, people));
    assert_true(people[0] > 49e6 && people[0] < 51e6 && people[2] > 127e6 && people[2] < 129e6);
    t->year = 1950;
    assert_ok(context, selat_dataset_population(context, t, people));
    assert_true(isnan(people[0]));
    selat_table_destroy(context, t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_value_added_footprint),
        TEST(test_against_the_other_accounts),
        TEST(test_characterisation),
        TEST(test_population_of_the_year),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

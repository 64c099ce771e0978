/* Draws: distributions, bands, and that threads change nothing. */
#include "unit.h"

#include "base/memory.h"
#include "base/random.h"
#include "base/recycle.h"
#include "base/status.h"
#include "run/draws.h"

/* ---- bands ---- */

/* 21, 20 ... 1: quantile q is 1 + 20 q; errors are 20 sqrt(q (1 - q) / 21). */
static void test_band_by_hand(void **state) {
    (void)state;
    double values[21];
    for (int k = 0; k < 21; k++) values[k] = 21 - k;
    selat_band band;
    selat_band_of(values, 21, &band);
    assert_close(band.low, 2, 1e-12);
    assert_close(band.median, 11, 1e-12);
    assert_close(band.high, 20, 1e-12);
    assert_close(band.median_error, 2.1821789023599238, 1e-12);
    assert_close(band.low_error, 0.95118973121134187, 1e-12);
    assert_close(band.high_error, 0.95118973121134187, 1e-12);
    assert_false(band.settled); /* 2.18 of 18 */
    double two[] = {3, 1};
    selat_band_of(two, 2, &band);
    assert_close(band.low, 1.1, 1e-12);
    assert_close(band.median, 2, 1e-12);
    double one[] = {4};
    selat_band_of(one, 1, &band);
    assert_true(band.low == 4 && band.high == 4 && band.median_error == 0 && band.settled);
}

/* Normal draws: the error of the 5 % point is about sqrt(.05 .95 / n) / density(1.645). */
static void test_band_error_of_normal_draws(void **state) {
    (void)state;
    enum { N = 20000 };
    static double values[N];
    for (int k = 0; k < N; k++) values[k] = selat_random_normal(3, (uint64_t)k, 0);
    selat_band band;
    selat_band_of(values, N, &band);
    double error = sqrt(0.05 * 0.95 / N) / 0.10313564037537139;
    assert_close(band.low_error, error, 0.2 * error);
    assert_close(band.high_error, error, 0.2 * error);
    assert_close(band.low, -1.6448536269514722, 5 * error);
    assert_true(band.settled);
}

/* ---- theta ---- */

enum { NOISY, CLEAN, TWIN, GUESS, FALLBACK, HIGH, S };
static double theta[S] = {3, 8, 8, 5, 4, 16.5}, error[S] = {2, 1.5, 1.5, NAN, NAN, 2.6};
static char *note[S] = {"", "", "", "", "fallback: none", ""};
static const selat_elasticities toy = {"own", "test", S, theta, error, note};

static void test_priors(void **state) {
    selat_context *context = *state;
    double other_theta[S] = {7, 6, 4, 30, 9, 2}, other_error[S] = {NAN, NAN, NAN, NAN, NAN, 1.9};
    char *other_note[S] = {"", "", "fallback: 4", "", "", ""};
    selat_elasticities other = {"other", "test", S, other_theta, other_error, other_note};
    selat_theta_prior priors[S];
    run_theta made;
    assert_ok(context, run_theta_init(context, &toy, 1, &other, priors, &made));
    assert_true(priors[NOISY].pooled && priors[NOISY].theta == 4.49 && priors[NOISY].standard_error == 0.39);
    assert_true(!priors[CLEAN].pooled && priors[CLEAN].theta == 8 && priors[CLEAN].standard_error == 1.5);
    assert_true(priors[TWIN].shared == CLEAN && priors[CLEAN].shared == CLEAN);
    assert_close(priors[GUESS].standard_error, 5 * 0.39 / 4.49, 1e-15);
    assert_true(priors[FALLBACK].pooled && priors[FALLBACK].shared == FALLBACK);
    /* The other source: means of its own, relative errors of ours where it gives none, ours where it has no estimate. */
    const double *mean = made.mean + S, *sigma = made.sigma + S;
    assert_close(mean[NOISY], 7, 0);
    assert_close(sigma[NOISY], sqrt(log(1 + pow(0.39 / 4.49, 2))), 1e-15);
    assert_close(sigma[CLEAN], sqrt(log(1 + pow(1.5 / 8, 2))), 1e-15);
    assert_close(mean[TWIN], 8, 0);
    assert_close(mean[FALLBACK], 9, 0);
    assert_close(mean[HIGH], 4.49, 0); /* its error is 95 % of its estimate */
    run_theta_clear(context, &made);
}

/* Mean theta-hat, standard deviation its error, correlation of logs one half; twins are the same number. */
static void test_theta_moments(void **state) {
    selat_context *context = *state;
    enum { N = 100000 };
    selat_theta_prior priors[S];
    run_theta made;
    assert_ok(context, run_theta_init(context, &toy, 0, NULL, priors, &made));
    double normal[S], drawn[S], sum = 0, square = 0, cross = 0, logs[2] = {0}, log_squares[2] = {0};
    int64_t held = 0, above = 0;
    for (uint64_t k = 0; k < N; k++) {
        run_point point = {.common = selat_random_normal(1, k, 0), .own = normal};
        for (uint64_t s = 0; s < S; s++) normal[s] = selat_random_normal(1, k, 1 + s);
        held += run_theta_at(&made, &point, drawn);
        assert_true(drawn[CLEAN] == drawn[TWIN]);
        sum += drawn[CLEAN];
        square += drawn[CLEAN] * drawn[CLEAN];
        double a = log(drawn[CLEAN]), b = log(drawn[GUESS]);
        logs[0] += a, logs[1] += b, cross += a * b;
        log_squares[0] += a * a, log_squares[1] += b * b;
        above += drawn[HIGH] == 20;
        assert_true(drawn[HIGH] <= 20);
    }
    double mean = sum / N, deviation = sqrt(square / N - mean * mean);
    assert_close(mean, 8, 5 * 1.5 / sqrt(N));
    assert_close(deviation, 1.5, 0.02);
    double covariance = cross / N - logs[0] / N * logs[1] / N;
    double scale = sqrt(log_squares[0] / N - pow(logs[0] / N, 2)) * sqrt(log_squares[1] / N - pow(logs[1] / N, 2));
    assert_close(covariance / scale, 0.5, 0.015);
    /* P(theta > 20) of the lognormal with mean 16.5 and deviation 2.6: z > (ln(20/16.5) + s^2/2)/s. */
    double s = sqrt(log(1 + pow(2.6 / 16.5, 2))), limit = (log(20 / 16.5) + 0.5 * s * s) / s;
    double share = 0.5 * erfc(limit / sqrt(2));
    assert_close((double)above / N, share, 5 * sqrt(share / N));
    assert_true(held == above);
    run_theta_clear(context, &made);
}

/* ---- the real accord ---- */

typedef struct loaded {
    selat_run_data data;
    selat_accord *accord; /* of data */
    selat_run_inputs inputs;
    int64_t n_stresses; /* of the file; left out here, they have tests of their own */
} loaded;

static void load(selat_context *context, loaded *l) {
    assert_ok(context, selat_run_load(context, source_path("accords/korea-malaysia.yaml"), &l->data));
    l->accord = l->data.accord;
    l->accord->first_year = l->accord->last_year; /* draws are of the last year only */
    l->n_stresses = l->accord->n_stresses;
    l->accord->n_stresses = 0;
    l->inputs = selat_run_data_inputs(&l->data);
}

static void unload(selat_context *context, loaded *l) {
    l->accord->n_stresses = l->n_stresses;
    selat_run_unload(context, &l->data);
}

static const selat_band *ev_of(const selat_draws *draws, int64_t region) {
    return &draws->regions[run_record_region(region, SELAT_DRAWN_EV_MUSD)];
}

static void test_threads_change_no_bit(void **state) {
    selat_context *context = *state;
    loaded l;
    load(context, &l);
    l.accord->uncertainty.draws = 41; /* the last piece is short */
    selat_draws *one = NULL;
    for (int threads = 1; threads <= 3; threads++) {
        selat_draws *draws;
        assert_ok(context, selat_set_threads(context, threads));
        assert_ok(context, run_draws(context, &l.inputs, l.accord->last_year, &draws));
        assert_int_equal(draws->n_failed, 0);
        if (one == NULL) {
            one = draws;
            continue;
        }
        size_t bands = (size_t)(draws->n_regions * SELAT_DRAWN_PER_REGION) * sizeof *draws->regions;
        for (size_t k = 0; k < bands / sizeof *draws->regions; k++) {
            assert_true(draws->regions[k].low == one->regions[k].low && draws->regions[k].high == one->regions[k].high &&
                        draws->regions[k].median_error == one->regions[k].median_error);
        }
        for (int64_t p = 0; p < draws->n_parties; p++) {
            assert_true(draws->exports_musd[p].median == one->exports_musd[p].median);
            assert_true(draws->centre_ev_musd[p] == one->centre_ev_musd[p]);
        }
        assert_int_equal(draws->n_swings, one->n_swings);
        for (int64_t k = 0; k < draws->n_swings; k++) {
            assert_int_equal(draws->swings[k].kind, one->swings[k].kind);
            assert_memory_equal(draws->swings[k].low_musd, one->swings[k].low_musd, 2 * sizeof(double));
        }
        assert_int_equal(draws->theta_held, one->theta_held);
        run_draws_destroy(context, draws);
    }
    /* Seven papers, three barriers, six tariff measures whose numbers are assumed. */
    assert_int_equal(one->n_sources, 7);
    assert_int_equal(one->n_barriers, 3);
    assert_int_equal(one->n_utilisations, 6);
    run_draws_destroy(context, one);
    assert_ok(context, selat_set_threads(context, 1));
    unload(context, &l);
}

/* Nothing varies: the band is the year's own result, and trade of the parties is that of the whole table. */
static void test_nothing_varies(void **state) {
    selat_context *context = *state;
    loaded l;
    load(context, &l);
    for (int64_t s = 0; s < l.data.elasticities.n_sectors; s++) {
        l.data.elasticities.standard_error[s] = 0;
        l.data.elasticities.theta[s] = fmax(1, l.data.elasticities.theta[s]);
        l.data.elasticities.note[s][0] = '\0';
    }
    l.accord->uncertainty = (selat_uncertainty){.draws = 3, .seed = 1};
    selat_results *results;
    assert_ok(context, selat_run(context, &l.inputs, &results));
    const selat_draws *draws = results->draws;
    assert_non_null(draws);
    for (int64_t n = 0; n < draws->n_regions; n++) {
        const selat_band *band = ev_of(draws, n);
        const selat_region_outcome *year = &results->years[0].regions[n];
        assert_true(band->low == band->high && band->settled && band->median_error == 0);
        assert_close(band->median, year->ev_musd, 1e-9 * year->spending_musd);
        assert_close(draws->regions[run_record_region(n, SELAT_DRAWN_CUSTOMS_MUSD)].median,
                     year->tariff_revenue_new_musd - year->tariff_revenue_base_musd, 1e-3);
    }
    for (int64_t p = 0; p < draws->n_parties; p++) {
        const selat_region_outcome *year = &results->years[0].regions[l.accord->parties[p]];
        assert_close(draws->exports_musd[p].median, year->exports_new_musd - year->exports_base_musd, 1e-2);
        assert_close(draws->imports_musd[p].median, year->imports_new_musd - year->imports_base_musd, 1e-2);
        assert_true(fabs(draws->exports_musd[p].median) > 10);
        assert_close(draws->centre_ev_musd[p], year->ev_musd, 1e-4);
    }
    selat_results_destroy(context, results);
    unload(context, &l);
}

/* With twice the standard errors, a wider band; with measures that vary, wider than without. */
static void test_more_noise_widens(void **state) {
    selat_context *context = *state;
    loaded l;
    load(context, &l);
    double width[3];
    int64_t party = l.accord->parties[1];
    for (int k = 0; k < 3; k++) {
        for (int64_t s = 0; s < l.data.elasticities.n_sectors; s++) {
            l.data.elasticities.standard_error[s] = (k == 1 ? 0.3 : 0.1) * l.data.elasticities.theta[s];
            l.data.elasticities.note[s][0] = '\0';
        }
        l.accord->uncertainty = (selat_uncertainty){.draws = 40, .seed = 1, .barriers = k == 2 ? 0.9 : 0};
        selat_draws *draws;
        assert_ok(context, run_draws(context, &l.inputs, l.accord->last_year, &draws));
        width[k] = ev_of(draws, party)->high - ev_of(draws, party)->low;
        run_draws_destroy(context, draws);
    }
    assert_true(width[0] > 0.05);
    assert_true(width[1] > 1.5 * width[0]);
    assert_true(width[2] > width[0]);
    unload(context, &l);
}

/* The tolerance of a draw: halving nothing visible. The draws' band against the same draws solved to 1e-12. */
static void test_tolerance_does_not_matter(void **state) {
    selat_context *context = *state;
    loaded l;
    load(context, &l);
    l.accord->uncertainty.draws = 1;
    selat_draws *draws;
    assert_ok(context, run_draws(context, &l.inputs, l.accord->last_year, &draws));
    run_draw_world world;
    double *centre, worst = 0;
    bool converged;
    assert_ok(context, run_draw_world_init(context, &l.inputs, l.accord->last_year, draws, &world, &centre, &converged));
    assert_true(converged);
    run_draw_room room;
    assert_ok(context, run_draw_room_init(context, &world, &room));
    double *records[2];
    for (int k = 0; k < 2; k++) {
        int64_t held;
        assert_ok(context, selat_new(context, world.n_recorded, &records[k]));
        room.point.common = 1.7;
        room.point.source = 3;
        room.point.utilisation = -0.1;
        assert_ok(context, run_draw_solve(&world, &room, records[k], &converged, &held));
        assert_true(converged);
        world.tolerance = 1e-12;
    }
    for (int64_t n = 0; n < draws->n_regions; n++) {
        int64_t at = run_record_region(n, SELAT_DRAWN_EV_MUSD);
        worst = larger_or_nan(worst, fabs(records[0][at] - records[1][at]));
    }
    assert_true(worst < 0.01); /* million USD; parties move by 2 to 13 */
    selat_release(context, records[0]);
    selat_release(context, records[1]);
    run_draw_room_clear(context, &room);
    run_draw_world_clear(context, &world);
    selat_release(context, centre);
    run_draws_destroy(context, draws);
    unload(context, &l);
}

/* Memory that is used again: the same block for the same size, zeroed; all of it given back. */
static void test_recycled_memory(void **state) {
    selat_context *context = *state;
    selat_recycler *recycler;
    assert_ok(context, selat_recycler_create(context, &recycler));
    selat_context *own = selat_recycler_context(recycler);
    double *first, *second, *other;
    assert_ok(own, selat_new(own, 1000, &first));
    first[7] = 3;
    selat_release(own, first);
    assert_ok(own, selat_new(own, 1000, &second));
    assert_ok(own, selat_new(own, 1000, &other));
    assert_ptr_equal(first, second);
    assert_ptr_not_equal(first, other);
    assert_true(second[7] == 0 && (uintptr_t)second % 64 == 0);
    for (int64_t k = 1; k < 600; k++) { /* more sizes than it keeps */
        char *block;
        assert_ok(own, selat_new(own, 64 * k, &block));
        selat_release(own, block);
    }
    selat_release(own, second);
    selat_release(own, other);
    selat_request_cancel(context);
    assert_int_equal(selat_check_cancel(own), SELAT_CANCELLED);
    selat_recycler_destroy(context, recycler);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_band_by_hand),
        cmocka_unit_test(test_band_error_of_normal_draws),
        TEST(test_priors),
        TEST(test_theta_moments),
        TEST(test_threads_change_no_bit),
        TEST(test_nothing_varies),
        TEST(test_more_noise_widens),
        TEST(test_tolerance_does_not_matter),
        TEST(test_recycled_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

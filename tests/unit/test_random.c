/* Counter-based random numbers: known answers, moments, quantiles. */
#include "unit.h"

#include "base/random.h"

/* kat_vectors of the Random123 distribution, "philox4x32 10". */
static void test_philox_known_answers(void **state) {
    (void)state;
    static const struct {
        uint32_t counter[4], key[2], expected[4];
    } known[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        uint32_t out[4];
        selat_random_philox(known[k].counter, known[k].key, out);
        assert_memory_equal(out, known[k].expected, sizeof out);
    }
}

/* Python's statistics.NormalDist().inv_cdf and tables to 20 digits. */
static void test_normal_quantiles(void **state) {
    (void)state;
    static const double known[][2] = {
        {0.5, 0},
        {0.95, 1.6448536269514722},
        {0.05, -1.6448536269514722},
        {0.975, 1.9599639845400545},
        {0.9, 1.2815515655446004},
        {0.925, 1.4395314709384563},
        {0.001, -3.0902323061678136},
        {1e-10, -6.3613409024040562},
        {1e-20, -9.2623400897984054},
    };
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        assert_close(selat_normal_quantile(known[k][0]), known[k][1], 2e-15 * (1 + fabs(known[k][1])));
    }
    /* It inverts the distribution function that libm has. */
    for (double z = -5; z <= 5; z += 0.37) {
        assert_close(selat_normal_quantile(0.5 * erfc(-z / sqrt(2))), z, 1e-9 * (1 + fabs(z)));
    }
    assert_true(isinf(selat_normal_quantile(0)) && selat_normal_quantile(0) < 0);
    assert_true(isinf(selat_normal_quantile(1)) && selat_normal_quantile(1) > 0);
    assert_true(isnan(selat_normal_quantile(-0.1)) && isnan(selat_normal_quantile(NAN)));
    assert_close(selat_triangular_quantile(0.125), -0.5, 1e-15);
    assert_close(selat_triangular_quantile(0.5), 0, 1e-15);
    assert_close(selat_triangular_quantile(0.875), 0.5, 1e-15);
}

enum { N = 200000 };

/* Within five standard errors: mean, variance, skewness, kurtosis. */
static void test_moments(void **state) {
    (void)state;
    double sum[5] = {0}, u_sum = 0, u_square = 0, t_square = 0, smallest = 1, largest = 0;
    for (uint64_t k = 0; k < N; k++) {
        double z = selat_random_normal(7, k, 3), u = selat_random_uniform(7, k, 4), t = selat_random_triangular(7, k, 5);
        for (int p = 1; p <= 4; p++) sum[p] += pow(z, p);
        u_sum += u;
        u_square += u * u;
        t_square += t * t;
        smallest = fmin(smallest, u);
        largest = larger_or_nan(largest, u);
    }
    assert_close(sum[1] / N, 0, 5 * sqrt(1.0 / N));
    assert_close(sum[2] / N, 1, 5 * sqrt(2.0 / N));
    assert_close(sum[3] / N, 0, 5 * sqrt(15.0 / N));
    assert_close(sum[4] / N, 3, 5 * sqrt(96.0 / N));
    assert_close(u_sum / N, 0.5, 5 * sqrt(1.0 / 12 / N));
    assert_close(u_square / N, 1.0 / 3, 5 * sqrt(4.0 / 45 / N));
    assert_close(t_square / N, 1.0 / 6, 5 * sqrt(7.0 / 180 / N)); /* variance 1/6, E t^4 = 1/15 */
    assert_true(smallest > 0 && smallest < 1e-4 && largest < 1 && largest > 1 - 1e-4);
}

/* Neighbouring draws, parameters and seeds have nothing to do with each other. */
static void test_streams_are_apart(void **state) {
    (void)state;
    double by_draw = 0, by_parameter = 0, by_seed = 0;
    for (uint64_t k = 0; k < N; k++) {
        double z = selat_random_normal(1, k, 0);
        by_draw += z * selat_random_normal(1, k + 1, 0);
        by_parameter += z * selat_random_normal(1, k, 1);
        by_seed += z * selat_random_normal(2, k, 0);
    }
    assert_close(by_draw / N, 0, 5 / sqrt(N));
    assert_close(by_parameter / N, 0, 5 / sqrt(N));
    assert_close(by_seed / N, 0, 5 / sqrt(N));
    assert_true(selat_random_uniform(1, 2, 3) == selat_random_uniform(1, 2, 3));
    assert_true(selat_random_uniform(1, 2, 3) != selat_random_uniform(1, 3, 2));
    assert_true(selat_random_uniform(1, 0, 1ull << 32) != selat_random_uniform(1, 0, 0)); /* all 64 bits count */
    assert_true(selat_random_uniform(1ull << 32, 0, 0) != selat_random_uniform(0, 0, 0));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_philox_known_answers),
        cmocka_unit_test(test_normal_quantiles),
        cmocka_unit_test(test_moments),
        cmocka_unit_test(test_streams_are_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

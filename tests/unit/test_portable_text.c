/* Numbers to text and back without stdio: byte for byte and bit for bit as the C library. */
#include "unit.h"

#include <float.h>
#include <stdio.h>

#include "base/decimal.h"
#include "portable_text.h"
#include "small_table.h"

enum { ROOM = 2000, DOUBLES = 60000 };

__attribute__((format(printf, 1, 2))) static void check(const char *format, ...) {
    static char found[ROOM], expected[ROOM];
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int wanted = vsnprintf(expected, sizeof expected, format, arguments);
    int length = portable_vformat(found, sizeof found, format, again);
    va_end(again);
    va_end(arguments);
    if (length != wanted || strcmp(found, expected) != 0) {
        fail_msg("%s: found '%s' (%d bytes), expected '%s' (%d)", format, found, length, expected, wanted);
    }
}

static void check_double(double value) {
    check("%.17g", value);
    check("%.15g", value);
    check("%g", value);
    check("%.3g|%.1e|%+.6g|%e", value, value, value, value);
    check("%.4f|%.0f|%.1f|% .2f", value, value, value, value);
    check("%12.3f|%-12.4g|%012.2e|%6.0f", value, value, value, value);
}

static double from_bits(uint64_t bits) {
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static uint64_t random_bits(uint64_t *seed) {
    return (uint64_t)(small_random(seed) * 0x1p32) << 32 | (uint64_t)(small_random(seed) * 0x1p32);
}

static void test_words_and_whole_numbers(void **state) {
    (void)state;
    check("%s|%.*s|%.3s|%10s|%-10s|%c%c|%%", "Korea", 3, "Malaysia", "rubber", "right", "left", 'a', 'b');
    check("%.*s|%.0s|%s", 9, "short", "none", "");
    check("%d|%i|%u|%x|%X|%5d|%-5d|%05d|%+d|% d|%.3d", -12, 7, 4000000000u, 0xbeefu, 0xBEEFu, 42, 42, -42, 42, 42, 7);
    check("%ld|%lld|%zu|%llu|%lu|%llx", -1234567890123L, INT64_MAX + 0LL, SIZE_MAX, UINT64_MAX + 0ULL, 12UL, 0x123456789abcdefULL);
    check("%lld|%d|%.0d|%u|%x", INT64_MIN + 0LL, INT32_MIN, 0, 0u, 0u);
    check("plain text, 50%% and no more");
}

static void test_cut_off_at_the_room(void **state) {
    (void)state;
    char found[8], expected[8];
    for (size_t size = 1; size <= sizeof found; size++) {
        memset(found, 'x', sizeof found);
        memset(expected, 'x', sizeof expected);
        memcpy(expected, "Malaysia", size - 1);
        expected[size - 1] = '\0';
        va_list none;
        memset(&none, 0, sizeof none);
        assert_int_equal(portable_vformat(found, size, "Malaysia", none), 8);
        assert_memory_equal(found, expected, sizeof found);
    }
}

static void test_chosen_doubles(void **state) {
    (void)state;
    static const double values[] = {0, -0.0, 1, 10, 0.5, 1.5, 2.5, 0.25, 0.125, 9.5, 99.5, 999999.5, 9999995, 999999.4999, 0.0001,
                                    0.00001, 0.00009999995, 1e5, 1e6, 123456789, 1e15, 1e16, 1e17, 1e21, 1e22, 1e23, 0.1, 0.3, 1e100,
                                    DBL_MAX, DBL_MIN, 5e-324, 2.2250738585072011e-308, 1e-5, 4503599627370496.5, INFINITY,
                                    -INFINITY, NAN, 8.5, 0.05, 0.95, 0.995, 1.005, 6.02214076e23, 1e-300};
    for (size_t k = 0; k < sizeof values / sizeof *values; k++) {
        check_double(values[k]);
        check_double(-values[k]);
    }
    check("%.40f|%.60g|%.700f", 0.1, 0.1, 5e-324);
    check("%.1100f", -5e-324);
    check("%.0e|%.0g|%.300f", 2.5, 2.5, DBL_MAX);
}

static void test_random_doubles(void **state) {
    (void)state;
    uint64_t seed = 5;
    for (int k = 0; k < DOUBLES; k++) {
        double any = from_bits(random_bits(&seed)); /* of any size, also subnormal */
        double usual = (small_random(&seed) - 0.5) * pow(10, 20 * small_random(&seed) - 8);
        double tie = (double)(int64_t)(small_random(&seed) * 1e7) / 1024;
        if (!isfinite(any)) any = 1;
        check("%.17g|%.15g", any, any);
        check("%.17g|%.15g|%.6g|%.3g", usual, usual, usual, usual);
        check("%.3f|%.4f|%g", tie, tie, tie);
    }
}

static void test_text_to_double(void **state) {
    (void)state;
    static const char *const forms[] = {"%.17g", "%.20e", "%.30f", "%.5g", "%.60g"};
    uint64_t seed = 9;
    char text[ROOM];
    for (int k = 0; k < 20000; k++) {
        double value = k % 2 != 0 ? from_bits(random_bits(&seed)) : (small_random(&seed) - 0.5) * 1e6;
        if (!isfinite(value)) continue;
        snprintf(text, sizeof text, forms[k % 5], value);
        double found = portable_slow_double(text), expected = strtod(text, NULL);
        if (memcmp(&found, &expected, sizeof found) != 0) fail_msg("%s: found %.17g, expected %.17g", text, found, expected);
    }
}

/* Exactly halfway between two doubles, and just beside it far behind the last digit kept. */
static void test_ties_to_even(void **state) {
    (void)state;
    static const char *const texts[] = {
        "9007199254740993", "9007199254740995", "9007199254740993.0000000000000000000000000000000000000000000000000001",
        "2.4703282292062327208e-324", "2.4703282292062328e-324", "7.4109846876186981626485318930233205854758970392148714663837852375101e-324",
        "1.7976931348623158e308", "1.7976931348623159e308", "2e308", "1e-400", "0", "-0", "+12", "1e-323", "0.000e5", "1e99999999999"};
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        double found = portable_slow_double(texts[k]), expected = strtod(texts[k], NULL);
        if (memcmp(&found, &expected, sizeof found) != 0) fail_msg("%s: found %.17g, expected %.17g", texts[k], found, expected);
    }
    char text[ROOM];
    for (int zeros = 700; zeros < 900; zeros += 7) { /* a tie decided by a digit beyond the room */
        int length = snprintf(text, sizeof text, "9007199254740993.%0*d1", zeros, 0);
        assert_in_range(length, 1, sizeof text - 1);
        assert_true(portable_slow_double(text) == 9007199254740994.0);
        text[length - 1] = '0';
        assert_true(portable_slow_double(text) == 9007199254740992.0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_words_and_whole_numbers),
        TEST(test_cut_off_at_the_room),
        TEST(test_chosen_doubles),
        TEST(test_random_doubles),
        TEST(test_text_to_double),
        TEST(test_ties_to_even),
    };
    return cmocka_run_group_tests_name("portable text", tests, NULL, NULL);
}

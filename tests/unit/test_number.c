/* Text to double, bit for bit against strtod. */
#include "unit.h"

#include "base/number.h"
#include "small_table.h"

static void check(const char *text) {
    double found = NAN, expected = strtod(text, NULL);
    const char *end = selat_scan_double(text, text + strlen(text), &found);
    if (end != text + strlen(text)) fail_msg("%s: stopped early", text);
    if (memcmp(&found, &expected, sizeof found) != 0) fail_msg("%s: found %.17g, expected %.17g", text, found, expected);
}

static void test_chosen_numbers(void **state) {
    static const char *const texts[] = {
        "0", "-0", "0.0", "1", "-1", "+1", "12.5", ".5", "5.", "1e3", "1E-3", "-2.5e+10", "0.1", "0.2", "0.3", "123456789",
        "9007199254740992", "9007199254740993", "9007199254740995", "4503599627370496.5", "4503599627370497.5",
        "18446744073709551615", "18446744073709551616", "99999999999999999999999", "0.000000000000000000000000000001234567",
        "1.7976931348623157e308", "2.2250738585072014e-308", "4.9e-324", "5e-324", "1e-400", "1e22", "1e23", "8.5e-64", "8.5e64",
        "0.00000000000000000000000000000000000000000000000000000000000000000000000001", "000000000000000000000000012.5",
        "3.141592653589793238462643383279502884197", "2.22507385850720113605740979670913197593481954635164564e-308",
        "6.02214076e23", "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977.5"};
    (void)state;
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) check(texts[k]);
}

static void test_no_numbers(void **state) {
    static const char *const texts[] = {"", "-", "+", ".", "e5", "-.e1", "nan", "inf", "abc", "1e400", "--1"};
    double value;
    (void)state;
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        if (selat_scan_double(texts[k], texts[k] + strlen(texts[k]), &value) != NULL) fail_msg("%s was read", texts[k]);
    }
}

static void test_where_it_stops(void **state) {
    static const char text[] = "12.5e,7e+x";
    double value;
    (void)state;
    assert_ptr_equal(selat_scan_double(text, text + sizeof text - 1, &value), text + 4); /* "e" without digits */
    assert_close(value, 12.5, 0);
    assert_ptr_equal(selat_scan_double(text + 6, text + sizeof text - 1, &value), text + 7);
    assert_ptr_equal(selat_scan_double(text, text + 2, &value), text + 2); /* not read beyond the limit */
    assert_close(value, 12, 0);
}

/* Shortest and longest forms of random doubles, and random digits, where ties and near-ties turn up. */
static void test_random_numbers(void **state) {
    static const char *const forms[] = {"%.17g", "%.16g", "%.15g", "%.9f", "%.6g", "%.3f", "%.18e", "%.25e"};
    uint64_t seed = 77;
    char text[64];
    (void)state;
    for (int k = 0; k < 400000; k++) {
        double size = pow(10, 30 * small_random(&seed) - 15), value = (small_random(&seed) - 0.3) * size;
        snprintf(text, sizeof text, forms[k % 8], value);
        check(text);
    }
    for (int k = 0; k < 200000; k++) { /* halfway between two doubles, and one unit of the 19th digit beside it */
        uint64_t odd = ((uint64_t)1 << 53) + (uint64_t)(small_random(&seed) * 0x1p53) * 2 + 1;
        snprintf(text, sizeof text, "%llue%d", (unsigned long long)odd, k % 41 - 20);
        check(text);
        snprintf(text, sizeof text, "%llu.%d", (unsigned long long)odd, k % 10);
        check(text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chosen_numbers),
        cmocka_unit_test(test_no_numbers),
        cmocka_unit_test(test_where_it_stops),
        cmocka_unit_test(test_random_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

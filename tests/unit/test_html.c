/* Filling the report page: nothing in the results can leave its script element. */
#include "unit.h"

#include "base/text.h"
#include "report/html.h"

static const char shell[] = "<title>@SELAT_TITLE@</title><script type=\"application/json\">@SELAT_RESULTS@</script>end";

static void assert_filled(selat_context *context, const char *json, const char *title, const char *expected) {
    selat_text page = {0};
    assert_ok(context, selat_html_fill(context, shell, sizeof shell - 1, json, title, &page));
    assert_string_equal(page.bytes, expected);
    assert_int_equal(page.length, strlen(expected));
    selat_text_clear(context, &page);
}

static void test_fills_both_marks(void **state) {
    assert_filled(*state, "{\"schema\": 1}", "Korea-Malaysia",
                  "<title>Korea-Malaysia</title><script type=\"application/json\">{\"schema\": 1}</script>end");
    assert_filled(*state, "", "", "<title></title><script type=\"application/json\"></script>end");
}

static void test_hostile_name_stays_text(void **state) {
    assert_filled(*state, "\"</script><script>alert(1)</script> & <!--\"", "</title><b a=\"1\">&",
                  "<title>&lt;/title&gt;&lt;b a=&quot;1&quot;&gt;&amp;</title><script type=\"application/json\">"
                  "\"\\u003c/script\\u003e\\u003cscript\\u003ealert(1)\\u003c/script\\u003e \\u0026 \\u003c!--\""
                  "</script>end");
}

static void test_line_separators_are_escaped_and_other_text_kept(void **state) {
    assert_filled(*state, "\"a\xE2\x80\xA8\x62\xE2\x80\xA9\xE2\x80\xA7 T\xC3\xBCrkiye \xE2\x80\"", "T\xC3\xBCrkiye",
                  "<title>T\xC3\xBCrkiye</title><script type=\"application/json\">"
                  "\"a\\u2028b\\u2029\xE2\x80\xA7 T\xC3\xBCrkiye \xE2\x80\"</script>end");
}

static void test_marks_in_the_results_are_left_alone(void **state) {
    assert_filled(*state, "\"@SELAT_TITLE@ @SELAT_RESULTS@\"", "@SELAT_RESULTS@",
                  "<title>@SELAT_RESULTS@</title><script type=\"application/json\">"
                  "\"@SELAT_TITLE@ @SELAT_RESULTS@\"</script>end");
}

static void test_broken_shells_are_refused(void **state) {
    selat_context *context = *state;
    static const char *const broken[][2] = {
        {"@SELAT_TITLE@", "found @SELAT_RESULTS@ 0 times, expected once"},
        {"@SELAT_TITLE@ @SELAT_TITLE@ @SELAT_RESULTS@", "found @SELAT_TITLE@ 2 times, expected once"},
        {"@SELAT_RESULTS@ @SELAT_TITLE@", "found @SELAT_RESULTS@ before @SELAT_TITLE@"},
        {"", "found @SELAT_TITLE@ 0 times"},
        {"@SELAT_TITLE@ @SELAT_RESULTS", "found @SELAT_RESULTS@ 0 times"},
    };
    for (size_t k = 0; k < sizeof broken / sizeof *broken; k++) {
        selat_text page = {0};
        assert_int_equal(selat_html_fill(context, broken[k][0], strlen(broken[k][0]), "{}", "t", &page),
                         SELAT_BAD_INPUT);
        assert_message_has(context, broken[k][1]);
        selat_text_clear(context, &page);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_fills_both_marks),
        TEST(test_hostile_name_stays_text),
        TEST(test_line_separators_are_escaped_and_other_text_kept),
        TEST(test_marks_in_the_results_are_left_alone),
        TEST(test_broken_shells_are_refused),
    };
    return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}

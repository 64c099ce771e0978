/* Filling the report page: nothing in title, results or data can leave its place. */
#include "unit.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "report/html.h"

static const char shell[] = "<title>@SELAT_TITLE@</title><script>@SELAT_RESULTS@</script>end";
static const char engine_shell[] = "<title>@SELAT_TITLE@</title><script>@SELAT_RESULTS@</script><script>@SELAT_PACK@</script>end";

/* What blob.ts does: takes the escapes away; then as gzip. Moves *at behind the blob. */
static void assert_blob(selat_context *context, const char **at, const char *end, const char *expected, size_t length) {
    char path[64], *bytes;
    selat_text packed = {0};
    size_t found;
    for (; *at < end && **at != '<'; (*at)++) {
        char c = **at;
        assert_true(c != '\0' && c != '\r');
        if (c == '=') c = (char)(*++*at - 64);
        assert_ok(context, selat_text_add_bytes(context, &packed, &c, 1));
    }
    snprintf(path, sizeof path, "/tmp/selat-test-html-%p.gz", (void *)&packed);
    assert_ok(context, selat_file_write(context, path, packed.bytes, packed.length));
    assert_ok(context, selat_file_read(context, path, length, &bytes, &found));
    assert_int_equal(found, length);
    assert_memory_equal(bytes, expected, length);
    remove(path);
    selat_release(context, bytes);
    selat_text_clear(context, &packed);
}

static void assert_text(const char **at, const char *expected) {
    assert_memory_equal(*at, expected, strlen(expected));
    *at += strlen(expected);
}

static void assert_filled(selat_context *context, const char *json, const char *title, const char *expected_title) {
    selat_text page = {0};
    assert_ok(context, selat_html_fill(context, &(selat_page){shell, sizeof shell - 1, title, json, NULL, 0}, &page));
    const char *at = page.bytes, *end = page.bytes + page.length;
    assert_text(&at, "<title>");
    assert_text(&at, expected_title);
    assert_text(&at, "</title><script>");
    assert_blob(context, &at, end, json, strlen(json));
    assert_text(&at, "</script>end");
    assert_true(at == end);
    selat_text_clear(context, &page);
}

static void test_fills_both_marks(void **state) {
    assert_filled(*state, "{\"schema\": 1}", "Korea-Malaysia", "Korea-Malaysia");
    assert_filled(*state, "", "", "");
}

static void test_hostile_name_stays_text(void **state) {
    assert_filled(*state, "\"</script><script>alert(1)</script> & <!--\"", "</title><b a=\"1\" c='2'>&",
                  "&#60;/title&#62;&#60;b a=&#34;1&#34; c=&#39;2&#39;&#62;&#38;");
    assert_filled(*state, "\xEF\xBB\xBF", "\x1B[31m\x7F\xFF\xC0\xAF", "&#27;[31m&#127;&#65533;&#65533;&#65533;");
}

static void test_other_characters_become_references(void **state) {
    assert_filled(*state, "\"a\xE2\x80\xA8\x62\xE2\x80\xA9\"", "T\xC3\xBCrkiye \xE6\x97\xA5 \xF0\x9F\x9A\xA2 \xE2\x80", "T&#252;rkiye &#26085; &#128674; &#65533;&#65533;");
}

static void test_marks_in_the_results_are_left_alone(void **state) {
    assert_filled(*state, "\"@SELAT_TITLE@ @SELAT_RESULTS@\"", "@SELAT_RESULTS@", "@SELAT_RESULTS@");
}

/* All bytes in random order: gzip of them holds every byte that is escaped. */
static void test_data_of_the_engine(void **state) {
    selat_context *context = *state;
    enum { LENGTH = 50000 };
    char *bytes;
    uint64_t state_of = 1;
    selat_text page = {0};
    assert_ok(context, selat_new(context, LENGTH, &bytes));
    for (int k = 0; k < LENGTH; k++) {
        state_of = state_of * 6364136223846793005u + 1442695040888963407u;
        bytes[k] = (char)(state_of >> 56);
    }
    assert_true(selat_html_wants_pack(engine_shell, sizeof engine_shell - 1));
    assert_false(selat_html_wants_pack(shell, sizeof shell - 1));
    assert_ok(context, selat_html_fill(context, &(selat_page){engine_shell, sizeof engine_shell - 1, "t", "{}", bytes, LENGTH}, &page));
    const char *at = page.bytes, *end = page.bytes + page.length;
    assert_text(&at, "<title>t</title><script>");
    assert_blob(context, &at, end, "{}", 2);
    assert_text(&at, "</script><script>");
    const char *begun = at;
    assert_blob(context, &at, end, bytes, LENGTH);
    assert_in_range(at - begun, LENGTH + 4 * LENGTH / 256 - 400, LENGTH + 4 * LENGTH / 256 + 400);
    assert_text(&at, "</script>end");
    selat_text_clear(context, &page);
    selat_release(context, bytes);
}

static void test_broken_shells_are_refused(void **state) {
    selat_context *context = *state;
    static const char *const broken[][2] = {
        {"@SELAT_TITLE@", "found @SELAT_RESULTS@ 0 times, expected once"},
        {"@SELAT_TITLE@ @SELAT_TITLE@ @SELAT_RESULTS@", "found @SELAT_TITLE@ 2 times, expected once"},
        {"@SELAT_RESULTS@ @SELAT_TITLE@", "found @SELAT_RESULTS@ before @SELAT_TITLE@"},
        {"@SELAT_TITLE@ @SELAT_PACK@ @SELAT_RESULTS@", "found @SELAT_PACK@ before @SELAT_RESULTS@"},
        {"@SELAT_TITLE@ @SELAT_RESULTS@ @SELAT_PACK@ @SELAT_PACK@", "found @SELAT_PACK@ 2 times"},
        {"", "found @SELAT_TITLE@ 0 times"},
        {"@SELAT_TITLE@ @SELAT_RESULTS", "found @SELAT_RESULTS@ 0 times"},
    };
    for (size_t k = 0; k < sizeof broken / sizeof *broken; k++) {
        selat_text page = {0};
        assert_int_equal(selat_html_fill(context, &(selat_page){broken[k][0], strlen(broken[k][0]), "t", "{}", NULL, 0}, &page),
                         SELAT_BAD_INPUT);
        assert_message_has(context, broken[k][1]);
        selat_text_clear(context, &page);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_fills_both_marks),
        TEST(test_hostile_name_stays_text),
        TEST(test_other_characters_become_references),
        TEST(test_marks_in_the_results_are_left_alone),
        TEST(test_data_of_the_engine),
        TEST(test_broken_shells_are_refused),
    };
    return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}

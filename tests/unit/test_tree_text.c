/* Accord trees as lines of text and as YAML: both read back to the same tree. */
#include "unit.h"

#include "accord/tree_text.h"
#include "base/memory.h"
#include "small_table.h"

static void assert_same(const selat_yaml *a, const selat_yaml *b, bool places) {
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->key != NULL, b->key != NULL);
    if (a->key != NULL) assert_string_equal(a->key, b->key);
    if (a->kind == SELAT_YAML_SCALAR) assert_string_equal(a->value, b->value);
    if (places) {
        assert_int_equal(a->line, b->line);
        assert_int_equal(a->column, b->column);
        assert_int_equal(a->key_line, b->key_line);
        assert_int_equal(a->key_column, b->key_column);
    }
    const selat_yaml *one = a->first, *other = b->first;
    for (; one != NULL && other != NULL; one = one->next, other = other->next) assert_same(one, other, places);
    assert_true(one == NULL && other == NULL);
}

static void round_trip(selat_context *context, const selat_yaml *root) {
    selat_text text = {0}, yaml = {0}, again = {0};
    selat_yaml *from_text, *from_yaml;
    assert_ok(context, selat_tree_text_write(context, root, &text));
    assert_ok(context, selat_tree_text_read(context, "tree", text.bytes, text.length, &from_text));
    assert_same(root, from_text, true);
    assert_ok(context, selat_yaml_write(context, root, &yaml));
    assert_ok(context, selat_yaml_parse(context, "written.yaml", yaml.bytes, yaml.length, &from_yaml));
    assert_same(root, from_yaml, false);
    assert_ok(context, selat_yaml_write(context, from_yaml, &again));
    assert_string_equal(again.bytes, yaml.bytes);
    selat_yaml_destroy(context, from_text);
    selat_yaml_destroy(context, from_yaml);
    selat_text_clear(context, &text);
    selat_text_clear(context, &yaml);
    selat_text_clear(context, &again);
}

static void test_shipped_accords(void **state) {
    selat_context *context = *state;
    static const char *const files[] = {"korea-malaysia.yaml",    "japan-malaysia.yaml",         "korea-malaysia-upper-bound.yaml",
                                        "overlays/rcep.yaml",      "overlays/korea-asean.yaml",   "replication/rcep-goods-to-zero.yaml",
                                        "replication/korea-malaysia-goods-to-zero.yaml"};
    for (size_t k = 0; k < sizeof files / sizeof *files; k++) {
        char path[4096];
        selat_yaml *root;
        snprintf(path, sizeof path, "%s/accords/%s", getenv("SELAT_SOURCE"), files[k]);
        assert_ok(context, selat_yaml_read(context, path, &root));
        round_trip(context, root);
        selat_yaml_destroy(context, root);
    }
}

static selat_yaml *add(selat_context *context, selat_yaml *parent, selat_yaml_kind kind, const char *key, const char *value) {
    char *own_key = NULL, *own_value = NULL;
    selat_yaml *node;
    if (key != NULL) assert_ok(context, selat_copy_text(context, key, &own_key));
    if (kind == SELAT_YAML_SCALAR) assert_ok(context, selat_copy_text(context, value, &own_value));
    assert_ok(context, selat_yaml_add(context, parent, kind, own_key, own_value, &node));
    return node;
}

static const char *const hostile[] = {
    "", " ", "-", "--", "---", "...", "- a", "a - b", "#", "a #b", "a#b", "a: b", "a:b", "a:", ":", ": ", "?", "? a", "!tag", "&anchor",
    "*alias", "%directive", "@at", "`tick", "|", "> folded", "'single'", "\"double\"", "it's", "back\\slash", "\\n", "{", "}", "[a]", ",",
    "a,b", "a, b", "{a: b}", "~", "null", "NO", "true", "12", "1e5", "-5", "-a", "+5 %", ".5", "..", "2024-11-25", "<script>alert(1)</script>",
    "</script>", "&lt;", "a\nb", "\n", "a\n\n b\n", "\ttab", "tab\t", "a\tb", " lead", "trail ", "a  b", "T\xC3\xBCrkiye", "\xE6\x97\xA5\xE6\x9C\xAC",
    "\xC2\x85", "a\xE2\x80\xA8" "b", "\xE2\x80\xA9", "\xEF\xBB\xBF" "bom", "\xC2\x80\xC2\x9F", "\xEF\xBF\xBE", "\xF0\x9F\x9A\xA2 ship",
    "https://example.org/a?b=c#d", "50 %", "920 MUSD", "a % b", "(a) b", "/etc/passwd", "a]", "a}", "key: [", "=", "<<", "a'b\"c"};
enum { HOSTILE = sizeof hostile / sizeof *hostile };

static bool is_key(const char *word) { return word[0] != '\0' && strpbrk(word, "\t\n") == NULL; }

static void test_hostile_words(void **state) {
    selat_context *context = *state;
    selat_yaml *root = add(context, NULL, SELAT_YAML_MAP, NULL, NULL);
    selat_yaml *keys = add(context, root, SELAT_YAML_MAP, "keys", NULL), *list = add(context, root, SELAT_YAML_LIST, "list", NULL);
    selat_yaml *maps = add(context, root, SELAT_YAML_LIST, "maps", NULL);
    for (size_t k = 0; k < HOSTILE; k++) {
        if (is_key(hostile[k])) add(context, keys, SELAT_YAML_SCALAR, hostile[k], hostile[HOSTILE - 1 - k]);
        add(context, list, SELAT_YAML_SCALAR, NULL, hostile[k]);
        selat_yaml *map = add(context, maps, SELAT_YAML_MAP, NULL, NULL), *few = add(context, map, SELAT_YAML_LIST, "few", NULL);
        add(context, map, SELAT_YAML_SCALAR, "word", hostile[k]);
        add(context, few, SELAT_YAML_SCALAR, NULL, hostile[k]);
        add(context, few, SELAT_YAML_SCALAR, NULL, "between");
    }
    round_trip(context, root);
    selat_yaml_destroy(context, root);
}

static void test_odd_shapes(void **state) {
    selat_context *context = *state;
    static const char *const texts[] = {"a", "{}", "[]", "- - - a\n  - b\n- c: {}\n  d: []\n", "a: {b: {c: {d: [[], {}, [[e]]]}}}",
                                        "- {a: [{b: c}]}\n-\n- ''\n- [x, [y]]\n", "? '0123456789'\n: - a\n  - - b\n"};
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        selat_yaml *root;
        assert_ok(context, selat_yaml_parse(context, "odd.yaml", texts[k], strlen(texts[k]), &root));
        round_trip(context, root);
        selat_yaml_destroy(context, root);
    }
    char longest[3001];
    memset(longest, 'k', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    selat_yaml *root = add(context, NULL, SELAT_YAML_MAP, NULL, NULL);
    selat_yaml *inner = add(context, root, SELAT_YAML_MAP, longest, NULL);
    add(context, inner, SELAT_YAML_SCALAR, longest, longest);
    memset(longest, '"', 1000); /* twice as long in quotes */
    for (int length = 440; length < 1000; length += 20) {
        char kept = longest[length];
        longest[length] = '\0';
        add(context, root, SELAT_YAML_SCALAR, longest, "word");
        longest[length] = kept;
    }
    round_trip(context, root);
    selat_yaml_destroy(context, root);
}

static selat_yaml *random_tree(selat_context *context, uint64_t *seed, selat_yaml *parent, int depth) {
    bool in_map = parent != NULL && parent->kind == SELAT_YAML_MAP;
    const char *key = "key", *value = hostile[(size_t)(small_random(seed) * HOSTILE)];
    if (in_map) {
        do key = hostile[(size_t)(small_random(seed) * HOSTILE)];
        while (!is_key(key) || selat_yaml_find(parent, key) != NULL);
    }
    selat_yaml_kind kind = depth > 12 ? SELAT_YAML_SCALAR : (selat_yaml_kind)(small_random(seed) * 3);
    if (parent == NULL && kind == SELAT_YAML_SCALAR) kind = SELAT_YAML_MAP;
    selat_yaml *node = add(context, parent, kind, in_map ? key : NULL, value);
    for (int left = kind == SELAT_YAML_SCALAR ? 0 : (int)(small_random(seed) * 5); left > 0; left--) random_tree(context, seed, node, depth + 1);
    return node;
}

static void test_random_trees(void **state) {
    selat_context *context = *state;
    uint64_t seed = 20;
    for (int k = 0; k < 2000; k++) {
        selat_yaml *root = random_tree(context, &seed, NULL, 0);
        round_trip(context, root);
        selat_yaml_destroy(context, root);
    }
}

static void test_looks_as_people_write(void **state) {
    selat_context *context = *state;
    static const char source[] = "accord: {name: Korea-Malaysia, parties: [KOR, MYS]}\n"
                                 "measures:\n  - tariff: {between: [KOR, MYS], to: 0%, assumed: 'why: not known'}\n";
    static const char expected[] = "accord:\n  name: Korea-Malaysia\n  parties: [KOR, MYS]\n\n"
                                   "measures:\n  - tariff:\n      between: [KOR, MYS]\n      to: 0%\n      assumed: \"why: not known\"\n";
    selat_yaml *root;
    selat_text out = {0};
    assert_ok(context, selat_yaml_parse(context, "a.yaml", source, sizeof source - 1, &root));
    assert_ok(context, selat_yaml_write(context, root, &out));
    assert_string_equal(out.bytes, expected);
    selat_text_clear(context, &out);
    assert_ok(context, selat_tree_text_write(context, root, &out));
    static const char lines[] = "0\tm\t-\t\t1:1:1:1\n1\tm\taccord\t\t1:9:1:1\n2\ts\tname\tKorea-Malaysia\t1:16:1:10\n";
    out.bytes[sizeof lines - 1] = '\0';
    assert_string_equal(out.bytes, lines);
    selat_text_clear(context, &out);
    selat_yaml_destroy(context, root);
}

static void test_broken_text_is_refused(void **state) {
    selat_context *context = *state;
    static const char *const broken[][2] = {
        {"", "found an empty tree"},
        {"0\ts\t-\t\n", "found an empty tree"},
        {"0\tm\t-\n", "expected depth, kind, key and value"},
        {"0\tq\t-\t\n", "m, l or s"},
        {"1\tm\t-\t\n", "found depth 1, expected 0 first"},
        {"0\tm\t-\t\n0\tm\t-\t\n", "line 2 of the tree: found depth 0, expected 1 to 1"},
        {"0\tm\t-\t\n2\ts\ta\tb\n", "found depth 2, expected 1 to 1"},
        {"0\tm\t-\t\n1\ts\ta\tb\n2\ts\t-\tb\n", "below a scalar"},
        {"0\tm\t-\t\n1\ts\t\tb\n", "found an empty key"},
        {"0\tm\t-\t\n1\ts\ta\tb\n1\ts\ta\tc\n", "found a, expected each key once"},
        {"0\tm\t-\t\n1\ts\ta%0Ab\tb\n", "a line break in it"},
        {"0\tl\t-\t\n1\ts\ta\tb\n", "found a key outside a map"},
        {"0\tm\t-\tx\n", "found a value of a list or map"},
        {"0\ts\t-\t%4\n", "without two digits"},
        {"0\ts\t-\t%zz\n", "without two digits"},
        {"0\ts\t-\t%00\n", "a control character"},
        {"0\ts\t-\t%1B\n", "a control character"},
        {"0\ts\t-\t%ff\n", "not UTF-8"},
        {"0\ts\t-\t%ED%A0%80\n", "not UTF-8"},
        {"0\ts\t-\t%C0%AF\n", "not UTF-8"},
        {"0\ts\t-\ta\t1:2:3\n", "four numbers"},
        {"0\ts\t-\ta\t1:2:3:4\t5\n", "at most 5 fields"},
        {"99999999999999999999\ts\t-\ta\n", "whole number up to 16"},
    };
    for (size_t k = 0; k < sizeof broken / sizeof *broken; k++) {
        selat_yaml *root;
        assert_int_equal(selat_tree_text_read(context, "page", broken[k][0], strlen(broken[k][0]), &root), SELAT_BAD_INPUT);
        assert_message_has(context, broken[k][1]);
        assert_null(root);
    }
    selat_yaml *root;
    assert_int_equal(selat_tree_text_read(context, "page", "0\ts\t-\ta\0b\n", 10, &root), SELAT_BAD_INPUT);
    assert_ok(context, selat_tree_text_read(context, "page", "0\tm\t-\t\n1\ts\t-\t-", 14, &root)); /* a key that is a dash */
    assert_string_equal(root->first->key, "-");
    assert_string_equal(root->first->value, "-");
    selat_yaml_destroy(context, root);
}

static void test_depth_is_limited(void **state) {
    selat_context *context = *state;
    for (int depth = SELAT_YAML_MAX_DEPTH - 1; depth <= SELAT_YAML_MAX_DEPTH; depth++) {
        selat_text text = {0}, flow = {0};
        selat_yaml *root = NULL, *parsed = NULL;
        for (int k = 0; k <= depth; k++) assert_ok(context, selat_text_add(context, &text, "%d\tl\t-\t\n", k));
        for (int k = 0; k <= depth; k++) assert_ok(context, selat_text_add(context, &flow, "["));
        for (int k = 0; k <= depth; k++) assert_ok(context, selat_text_add(context, &flow, "]"));
        selat_status status = selat_yaml_parse(context, "deep.yaml", flow.bytes, flow.length, &parsed);
        assert_int_equal(status, depth < SELAT_YAML_MAX_DEPTH ? SELAT_OK : SELAT_BAD_INPUT);
        assert_int_equal(selat_tree_text_read(context, "page", text.bytes, text.length, &root), status);
        selat_yaml_destroy(context, root);
        selat_yaml_destroy(context, parsed);
        selat_text_clear(context, &text);
        selat_text_clear(context, &flow);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_shipped_accords),
        TEST(test_hostile_words),
        TEST(test_odd_shapes),
        TEST(test_random_trees),
        TEST(test_looks_as_people_write),
        TEST(test_broken_text_is_refused),
        TEST(test_depth_is_limited),
    };
    return cmocka_run_group_tests_name("tree text", tests, NULL, NULL);
}

/* Trees as lines of text. */
#include "accord/tree_text.h"

#include <string.h>

#include "base/memory.h"
#include "base/status.h"

/* ---- writing ---- */

static bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("-_.!~*'()", c) != NULL;
}

static selat_status add_word(selat_context *context, selat_text *out, const char *word) {
    static const char digits[] = "0123456789ABCDEF";
    for (; *word != '\0'; word++) {
        unsigned char c = (unsigned char)*word;
        const char encoded[3] = {'%', digits[c >> 4], digits[c & 15]};
        TRY(is_unreserved(*word) ? selat_text_add_bytes(context, out, word, 1) : selat_text_add_bytes(context, out, encoded, 3));
    }
    return SELAT_OK;
}

static selat_status write_node(selat_context *context, const selat_yaml *node, int depth, selat_text *out) {
    static const char kinds[] = {[SELAT_YAML_SCALAR] = 's', [SELAT_YAML_LIST] = 'l', [SELAT_YAML_MAP] = 'm'};
    TRY(selat_text_add(context, out, "%d\t%c\t", depth, kinds[node->kind]));
    TRY(node->key != NULL ? add_word(context, out, node->key) : selat_text_add(context, out, "-"));
    TRY(selat_text_add(context, out, "\t"));
    if (node->kind == SELAT_YAML_SCALAR) TRY(add_word(context, out, node->value));
    TRY(selat_text_add(context, out, "\t%lld:%lld:%lld:%lld\n", (long long)node->line, (long long)node->column,
                       (long long)node->key_line, (long long)node->key_column));
    for (const selat_yaml *child = node->first; child != NULL; child = child->next) {
        TRY(write_node(context, child, depth + 1, out));
    }
    return SELAT_OK;
}

selat_status selat_tree_text_write(selat_context *context, const selat_yaml *root, selat_text *out) {
    return write_node(context, root, 0, out);
}

/* ---- reading ---- */

enum { DEPTH, KIND, KEY, VALUE, PLACE, MOST_FIELDS };

typedef struct reading {
    selat_context *context;
    const char *file;
    int64_t line; /* of the text */
    selat_yaml *root, *last;
    int64_t last_depth;
} reading;

typedef struct field {
    const char *bytes;
    size_t length;
} field;

__attribute__((format(printf, 2, 3))) static selat_status fail(const reading *r, const char *format, ...) {
    char what[256];
    va_list arguments;
    va_start(arguments, format);
    selat_vformat(what, sizeof what, format, arguments);
    va_end(arguments);
    return selat_fail_at(r->context, (selat_place){.file = r->file}, NULL, "line %lld of the tree: %s", (long long)r->line, what);
}

static int hex(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Bytes of the UTF-8 character at `at`, 0 when it is none (or a surrogate, or written longer than it needs). */
static size_t utf8_length(const unsigned char *at, size_t left) {
    static const unsigned char lowest[] = {0, 0, 0x80, 0xA0, 0x90}; /* of the second byte after E0, F0 */
    if (at[0] < 0x80) return 1;
    size_t length = at[0] >= 0xC2 && at[0] < 0xE0 ? 2 : at[0] >= 0xE0 && at[0] < 0xF0 ? 3 : at[0] >= 0xF0 && at[0] < 0xF5 ? 4 : 0;
    if (length == 0 || length > left) return 0;
    for (size_t k = 1; k < length; k++) {
        if ((at[k] & 0xC0) != 0x80) return 0;
    }
    bool overlong = (at[0] == 0xE0 || at[0] == 0xF0) && at[1] < lowest[length];
    bool outside = (at[0] == 0xED && at[1] > 0x9F) || (at[0] == 0xF4 && at[1] > 0x8F);
    return overlong || outside ? 0 : length;
}

/* The same characters that read_yaml.c takes. */
static selat_status check_plain(const reading *r, const char *word, size_t length) {
    const unsigned char *at = (const unsigned char *)word;
    for (size_t k = 0, step; k < length; k += step) {
        step = utf8_length(at + k, length - k);
        if (step == 0) return fail(r, "found bytes that are not UTF-8, expected plain text");
        bool control = (at[k] < 0x20 && at[k] != '\t' && at[k] != '\n') || at[k] == 0x7f;
        if (control) return fail(r, "found a control character, expected plain text");
    }
    return SELAT_OK;
}

static selat_status decode(const reading *r, field f, char **out) {
    TRY(selat_new(r->context, f.length + 1, out));
    size_t length = 0;
    for (size_t k = 0; k < f.length; k++) {
        char c = f.bytes[k];
        if (c == '%') {
            int high = k + 2 < f.length ? hex(f.bytes[k + 1]) : -1, low = high >= 0 ? hex(f.bytes[k + 2]) : -1;
            if (low < 0) return fail(r, "found a %% without two digits behind it");
            c = (char)(16 * high + low);
            k += 2;
        }
        (*out)[length++] = c;
    }
    return check_plain(r, *out, length);
}

static selat_status read_count(const reading *r, const char **at, const char *end, int64_t most, int64_t *out) {
    const char *start = *at;
    for (*out = 0; *at < end && **at >= '0' && **at <= '9' && *out <= most; (*at)++) *out = 10 * *out + (**at - '0');
    return *at > start && *out <= most ? SELAT_OK : fail(r, "expected a whole number up to %lld", (long long)most);
}

/* "LINE:COLUMN:KEYLINE:KEYCOLUMN" */
static selat_status read_place(const reading *r, field f, selat_yaml *node) {
    int64_t *const to[] = {&node->line, &node->column, &node->key_line, &node->key_column};
    const char *at = f.bytes, *end = f.bytes + f.length;
    for (int k = 0; k < 4; k++) {
        if (k > 0 && (at == end || *at++ != ':')) return fail(r, "expected four numbers with colons between them");
        TRY(read_count(r, &at, end, SELAT_TREE_TEXT_MAX_BYTES, to[k]));
    }
    return at == end ? SELAT_OK : fail(r, "expected four numbers with colons between them");
}

/* The node that is to be the parent of one at `depth`. */
static selat_status find_parent(const reading *r, int64_t depth, selat_yaml **out) {
    *out = NULL;
    if (r->root == NULL) return depth == 0 ? SELAT_OK : fail(r, "found depth %lld, expected 0 first", (long long)depth);
    bool fits = depth > 0 && depth <= r->last_depth + 1;
    if (!fits) return fail(r, "found depth %lld, expected 1 to %lld", (long long)depth, (long long)r->last_depth + 1);
    selat_yaml *parent = r->last;
    for (int64_t k = r->last_depth + 1; k > depth; k--) parent = parent->parent;
    *out = parent;
    if (parent->kind == SELAT_YAML_SCALAR) return fail(r, "found a node below a scalar");
    if (parent->count < SELAT_YAML_MAX_ITEMS) return SELAT_OK;
    return fail(r, "found one more item, expected at most %d in one list", SELAT_YAML_MAX_ITEMS);
}

static selat_status check_key(const reading *r, const selat_yaml *parent, const char *key) {
    if (key[0] == '\0' || strpbrk(key, "\t\n") != NULL) return fail(r, "found an empty key or a line break in it, expected a word");
    if (parent->count >= SELAT_YAML_MAX_KEYS) {
        return fail(r, "found one more key, expected at most %d in one map", SELAT_YAML_MAX_KEYS);
    }
    if (selat_yaml_find(parent, key) != NULL) return fail(r, "found %.60s, expected each key once", key);
    return SELAT_OK;
}

static selat_status add_node(reading *r, selat_yaml *parent, selat_yaml_kind kind, const field *fields, int n_fields,
                             char **key, char **value) {
    if (parent != NULL && parent->kind == SELAT_YAML_MAP) {
        TRY(decode(r, fields[KEY], key));
        TRY(check_key(r, parent, *key));
    } else if (fields[KEY].length != 1 || fields[KEY].bytes[0] != '-') {
        return fail(r, "found a key outside a map, expected -");
    }
    if (kind == SELAT_YAML_SCALAR) TRY(decode(r, fields[VALUE], value));
    else if (fields[VALUE].length > 0) return fail(r, "found a value of a list or map, expected none");
    TRY(selat_yaml_add(r->context, parent, kind, *key, *value, &r->last));
    *key = *value = NULL;
    if (r->root == NULL) r->root = r->last;
    return n_fields > PLACE ? read_place(r, fields[PLACE], r->last) : SELAT_OK;
}

static selat_status take_line(reading *r, const field *fields, int n_fields) {
    static const char kinds[] = "slm"; /* in the order of selat_yaml_kind */
    const char *at = fields[DEPTH].bytes, *end = at + fields[DEPTH].length;
    int64_t depth;
    selat_yaml *parent;
    if (n_fields <= VALUE) return fail(r, "expected depth, kind, key and value with tabs between them");
    TRY(read_count(r, &at, end, SELAT_YAML_MAX_DEPTH, &depth));
    const char *kind = fields[KIND].length == 1 ? memchr(kinds, fields[KIND].bytes[0], 3) : NULL;
    if (at != end || kind == NULL) return fail(r, "expected a depth, and m, l or s");
    TRY(find_parent(r, depth, &parent));
    if (*kind != 's' && depth == SELAT_YAML_MAX_DEPTH) return fail(r, "expected at most %d levels of lists and maps", SELAT_YAML_MAX_DEPTH);
    char *key = NULL, *value = NULL;
    selat_status status = add_node(r, parent, (selat_yaml_kind)(kind - kinds), fields, n_fields, &key, &value);
    selat_release(r->context, key);
    selat_release(r->context, value);
    r->last_depth = depth;
    return status;
}

static selat_status read_lines(reading *r, const char *bytes, size_t length) {
    const char *end = bytes + length;
    for (const char *at = bytes; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (stop == NULL) stop = end;
        field fields[MOST_FIELDS] = {{at, 0}};
        int n_fields = 1;
        for (; at < stop; at++) {
            if (*at != '\t') fields[n_fields - 1].length++;
            else if (n_fields < MOST_FIELDS) fields[n_fields++] = (field){at + 1, 0};
            else return fail(r, "expected at most %d fields", MOST_FIELDS);
        }
        TRY(take_line(r, fields, n_fields));
        at = stop < end ? stop + 1 : end;
        r->line++;
    }
    bool blank = r->root == NULL || (r->root->kind == SELAT_YAML_SCALAR && r->root->value[0] == '\0');
    return blank ? selat_fail_at(r->context, (selat_place){.file = r->file}, "an empty tree", "an accord") : SELAT_OK;
}

selat_status selat_tree_text_read(selat_context *context, const char *file, const char *bytes, size_t length,
                                  selat_yaml **out) {
    *out = NULL;
    reading r = {.context = context, .file = file, .line = 1};
    if (length > SELAT_TREE_TEXT_MAX_BYTES) return fail(&r, "found %zu bytes, expected at most %d", length, SELAT_TREE_TEXT_MAX_BYTES);
    selat_status status = read_lines(&r, bytes, length);
    if (status == SELAT_OK) *out = r.root;
    else selat_yaml_destroy(context, r.root);
    return status;
}

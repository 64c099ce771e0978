/* Trees as YAML. */
#include <string.h>

#include "accord/tree_text.h"
#include "base/status.h"

enum { STEP = 2, LONGEST_LINE = 100, LONGEST_KEY = 450 /* libyaml looks 1024 characters ahead for the colon; quoting doubles a word at most */ };

typedef struct writer {
    selat_context *context;
    selat_text *out;
} writer;

static selat_status put(writer *w, const char *text) { return selat_text_add_bytes(w->context, w->out, text, strlen(text)); }

static selat_status indent(writer *w, int columns) {
    for (; columns > 0; columns--) TRY(put(w, " "));
    return SELAT_OK;
}

/* ---- words ---- */

/* The code point at `at`, which is UTF-8, and its bytes; a byte that is none stands for itself. */
static uint32_t code_point(const unsigned char *at, size_t *length) {
    *length = at[0] < 0xC0 ? 1 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
    uint32_t code = *length == 1 ? at[0] : at[0] & (0x7Fu >> *length);
    for (size_t k = 1; k < *length; k++) {
        if (at[k] == '\0') *length = k;
        else code = code << 6 | (at[k] & 0x3F);
    }
    return code;
}

/* Characters that YAML takes as they are, without its own line breaks (U+0085, U+2028, U+2029). */
static bool is_printable(uint32_t code) {
    if (code < 0xA0) return code >= 0x20 && code < 0x7F;
    if (code == 0x2028 || code == 0x2029 || code == 0xFEFF) return false;
    return code <= 0xD7FF || (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
}

static bool is_alphanumeric(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Can stand without quotes, also as a key; `flow`: between brackets. Stricter than YAML, where it is simpler. */
static bool is_plain(const char *word, bool flow) {
    const unsigned char *at = (const unsigned char *)word;
    bool number = (at[0] == '-' || at[0] == '+' || at[0] == '.') && at[1] >= '0' && at[1] <= '9';
    if (!is_alphanumeric(at[0]) && at[0] < 0x80 && !number && (at[0] == '\0' || strchr("(/_$", at[0]) == NULL)) return false;
    for (size_t length; *at != '\0'; at += length) {
        uint32_t code = code_point(at, &length);
        unsigned char next = at[length];
        if (!is_printable(code)) return false;
        if (code == ':' && (flow || next == ' ' || next == '\0')) return false;
        if (code == ' ' && (next == '#' || next == '\0')) return false;
        if (code < 0x80 && strchr(flow ? ",[]{}\"#" : "{}[]\"", (int)code) != NULL) return false;
    }
    return true;
}

static selat_status put_quoted(writer *w, const char *word) {
    const unsigned char *at = (const unsigned char *)word;
    TRY(put(w, "\""));
    for (size_t length; *at != '\0'; at += length) {
        uint32_t code = code_point(at, &length);
        if (code == '"' || code == '\\') TRY(selat_text_add(w->context, w->out, "\\%c", (int)code));
        else if (code == '\n') TRY(put(w, "\\n"));
        else if (code == '\t') TRY(put(w, "\\t"));
        else if (is_printable(code)) TRY(selat_text_add_bytes(w->context, w->out, (const char *)at, length));
        else TRY(selat_text_add(w->context, w->out, code < 0x100 ? "\\x%02x" : code < 0x10000 ? "\\u%04x" : "\\U%08x", (unsigned)code));
    }
    return put(w, "\"");
}

static selat_status put_word(writer *w, const char *word, bool flow) {
    return is_plain(word, flow) ? put(w, word) : put_quoted(w, word);
}

/* ---- nodes ---- */

/* Its items are words, and few: on one line. */
static bool is_short_list(const selat_yaml *node) {
    size_t length = 0;
    for (const selat_yaml *item = node->first; item != NULL; item = item->next) {
        if (item->kind != SELAT_YAML_SCALAR) return false;
        length += strlen(item->value) + 2;
    }
    return length <= LONGEST_LINE;
}

static selat_status put_short_list(writer *w, const selat_yaml *node) {
    TRY(put(w, "["));
    for (const selat_yaml *item = node->first; item != NULL; item = item->next) {
        TRY(put_word(w, item->value, true));
        if (item->next != NULL) TRY(put(w, ", "));
    }
    return put(w, "]\n");
}

static selat_status put_block(writer *w, const selat_yaml *node, int columns);

/* What stands behind "KEY:" or "-": a word, a short list, or a block of its own below. */
static selat_status put_value(writer *w, const selat_yaml *node, int columns) {
    if (node->kind == SELAT_YAML_SCALAR) {
        TRY(put(w, " "));
        TRY(put_word(w, node->value, false));
        return put(w, "\n");
    }
    if (node->first == NULL) return put(w, node->kind == SELAT_YAML_MAP ? " {}\n" : " []\n");
    if (node->kind == SELAT_YAML_LIST && is_short_list(node)) {
        TRY(put(w, " "));
        return put_short_list(w, node);
    }
    TRY(put(w, "\n"));
    TRY(indent(w, columns + STEP));
    return put_block(w, node, columns + STEP);
}

static selat_status put_entry(writer *w, const selat_yaml *child, int columns) {
    if (strlen(child->key) < LONGEST_KEY) {
        TRY(put_word(w, child->key, true));
        TRY(put(w, ":"));
    } else {
        TRY(put(w, "? "));
        TRY(put_quoted(w, child->key));
        TRY(put(w, "\n"));
        TRY(indent(w, columns));
        TRY(put(w, ":"));
    }
    return put_value(w, child, columns);
}

/* The children of a map or list one below the other from `columns` on, where the text already stands. */
static selat_status put_block(writer *w, const selat_yaml *node, int columns) {
    for (const selat_yaml *child = node->first; child != NULL; child = child->next) {
        if (child != node->first && columns == 0 && node->kind == SELAT_YAML_MAP) TRY(put(w, "\n"));
        if (child != node->first) TRY(indent(w, columns));
        if (node->kind == SELAT_YAML_MAP) {
            TRY(put_entry(w, child, columns));
        } else if (child->kind == SELAT_YAML_MAP && child->first != NULL) {
            TRY(put(w, "- "));
            TRY(put_block(w, child, columns + STEP));
        } else {
            TRY(put(w, "-"));
            TRY(put_value(w, child, columns));
        }
    }
    return SELAT_OK;
}

selat_status selat_yaml_write(selat_context *context, const selat_yaml *root, selat_text *out) {
    writer w = {context, out};
    if (root->kind == SELAT_YAML_SCALAR) {
        TRY(put_quoted(&w, root->value));
        return put(&w, "\n");
    }
    if (root->first == NULL) return put(&w, root->kind == SELAT_YAML_MAP ? "{}\n" : "[]\n");
    return put_block(&w, root, 0);
}

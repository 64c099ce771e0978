/* YAML text to our tree, through libyaml's events. The only file that knows libyaml: its document loader is quadratic,
   and it would accept anchors, aliases and tags, which an accord has no use for. */
#include <string.h>
#include <yaml.h>

#include "accord/yaml_tree.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"

typedef struct builder {
    selat_context *context;
    const char *file;
    selat_yaml *root, *current; /* current: the list or map being filled, NULL outside */
    int64_t depth;
    char *key; /* read, its value not yet */
    int64_t key_line, key_column;
    bool documents_seen;
} builder;

static selat_place place_of(const builder *b, const yaml_mark_t *mark) {
    return (selat_place){b->file, (int64_t)mark->line + 1, (int64_t)mark->column + 1, NULL};
}

/* Escapes such as "\e" could carry control characters into a terminal or a report. */
static bool is_plain_text(const unsigned char *bytes, size_t length) {
    for (size_t k = 0; k < length; k++) {
        if ((bytes[k] < 0x20 && bytes[k] != '\t' && bytes[k] != '\n') || bytes[k] == 0x7f) return false;
    }
    return true;
}

static selat_status take_key(builder *b, const yaml_event_t *event) {
    const char *word = (const char *)event->data.scalar.value;
    selat_place place = place_of(b, &event->start_mark);
    if (word[0] == '\0') return selat_fail_at(b->context, place, "an empty key", "a word");
    if (strpbrk(word, "\t\n") != NULL) return selat_fail_at(b->context, place, "a line break in a key", "a word");
    if (b->current->count >= SELAT_YAML_MAX_KEYS) {
        return selat_fail_at(b->context, place, "one more key", "at most %d in one map", SELAT_YAML_MAX_KEYS);
    }
    const selat_yaml *earlier = selat_yaml_find(b->current, word);
    if (earlier != NULL) {
        return selat_fail_at(b->context, place, word, "each key once (it stands in line %lld already)",
                             (long long)earlier->key_line);
    }
    b->key_line = place.line;
    b->key_column = place.column;
    return selat_copy_text(b->context, word, &b->key);
}

static selat_status add_node(builder *b, const yaml_event_t *event, selat_yaml_kind kind, const char *text) {
    selat_place place = place_of(b, &event->start_mark);
    bool in_map = b->current != NULL && b->current->kind == SELAT_YAML_MAP;
    if (in_map && b->key == NULL) return selat_fail_at(b->context, place, "a list or map as key", "a word");
    if (b->current != NULL && b->current->count >= SELAT_YAML_MAX_ITEMS) {
        return selat_fail_at(b->context, place, "one more item", "at most %d in one list", SELAT_YAML_MAX_ITEMS);
    }
    if (kind != SELAT_YAML_SCALAR && ++b->depth > SELAT_YAML_MAX_DEPTH) {
        return selat_fail_at(b->context, place, "one level more", "at most %d levels of lists and maps",
                             SELAT_YAML_MAX_DEPTH);
    }
    char *value = NULL;
    if (text != NULL) TRY(selat_copy_text(b->context, text, &value));
    selat_yaml *node;
    selat_status status = selat_yaml_add(b->context, b->current, kind, b->key, value, &node);
    if (status != SELAT_OK) {
        selat_release(b->context, value);
        return status;
    }
    node->line = place.line;
    node->column = place.column;
    node->key_line = b->key != NULL ? b->key_line : place.line;
    node->key_column = b->key != NULL ? b->key_column : place.column;
    b->key = NULL;
    if (b->root == NULL) b->root = node;
    if (kind != SELAT_YAML_SCALAR) b->current = node;
    return SELAT_OK;
}

static selat_status take_scalar(builder *b, const yaml_event_t *event) {
    const char *text = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;
    if (!is_plain_text(event->data.scalar.value, length)) {
        return selat_fail_at(b->context, place_of(b, &event->start_mark), "a control character", "plain text");
    }
    if (b->current != NULL && b->current->kind == SELAT_YAML_MAP && b->key == NULL) return take_key(b, event);
    return add_node(b, event, SELAT_YAML_SCALAR, text);
}

static selat_status refuse_extras(builder *b, const yaml_event_t *event) {
    const yaml_char_t *anchor = NULL, *tag = NULL;
    if (event->type == YAML_SCALAR_EVENT) {
        anchor = event->data.scalar.anchor;
        tag = event->data.scalar.tag;
    } else if (event->type == YAML_SEQUENCE_START_EVENT) {
        anchor = event->data.sequence_start.anchor;
        tag = event->data.sequence_start.tag;
    } else if (event->type == YAML_MAPPING_START_EVENT) {
        anchor = event->data.mapping_start.anchor;
        tag = event->data.mapping_start.tag;
    }
    const char *found = event->type == YAML_ALIAS_EVENT ? "an alias (*)"
                        : anchor != NULL                ? "an anchor (&)"
                        : tag != NULL                   ? "a tag (!)"
                                                        : NULL;
    if (found == NULL) return SELAT_OK;
    return selat_fail_at(b->context, place_of(b, &event->start_mark), found, "plain words, lists and maps");
}

static selat_status take_event(builder *b, const yaml_event_t *event) {
    TRY(refuse_extras(b, event));
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (b->documents_seen) {
            return selat_fail_at(b->context, place_of(b, &event->start_mark), "a second document", "one in a file");
        }
        b->documents_seen = true;
        return SELAT_OK;
    case YAML_SCALAR_EVENT:
        return take_scalar(b, event);
    case YAML_SEQUENCE_START_EVENT:
        return add_node(b, event, SELAT_YAML_LIST, NULL);
    case YAML_MAPPING_START_EVENT:
        return add_node(b, event, SELAT_YAML_MAP, NULL);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        b->current = b->current->parent;
        b->depth--;
        return SELAT_OK;
    default:
        return SELAT_OK;
    }
}

static selat_status fail_parser(const builder *b, const yaml_parser_t *parser, const char *bytes, size_t length) {
    const char *problem = parser->problem != NULL ? parser->problem : "cannot be read";
    if (parser->error == YAML_MEMORY_ERROR) return selat_fail(b->context, SELAT_NO_MEMORY, "%s: no memory", b->file);
    if (parser->error != YAML_READER_ERROR) {
        return selat_fail_at(b->context, place_of(b, &parser->problem_mark), NULL, "not YAML: %s%s%s", problem,
                             parser->context != NULL ? ", " : "", parser->context != NULL ? parser->context : "");
    }
    size_t offset = parser->problem_offset < length ? parser->problem_offset : length;
    int64_t line = 1;
    for (size_t k = 0; k < offset; k++)
        line += bytes[k] == '\n';
    return selat_fail_at(b->context, (selat_place){b->file, line, 0, NULL}, NULL, "not UTF-8 text: %s (byte %zu)",
                         problem, offset + 1);
}

static selat_status parse_events(builder *b, yaml_parser_t *parser, const char *bytes, size_t length) {
    for (bool ended = false; !ended;) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event)) return fail_parser(b, parser, bytes, length);
        selat_status status = take_event(b, &event);
        ended = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
        if (status != SELAT_OK) return status;
    }
    bool blank = b->root == NULL || (b->root->kind == SELAT_YAML_SCALAR && b->root->value[0] == '\0');
    if (blank) return selat_fail_at(b->context, (selat_place){.file = b->file}, "an empty file", "an accord");
    return SELAT_OK;
}

selat_status selat_yaml_parse(selat_context *context, const char *file, const char *bytes, size_t length,
                              selat_yaml **out) {
    *out = NULL;
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) return selat_fail(context, SELAT_NO_MEMORY, "%s: no memory", file);
    yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, length);
    builder b = {.context = context, .file = file};
    selat_status status = parse_events(&b, &parser, bytes, length);
    yaml_parser_delete(&parser);
    selat_release(context, b.key);
    if (status != SELAT_OK) {
        selat_yaml_destroy(context, b.root);
        return status;
    }
    *out = b.root;
    return SELAT_OK;
}

selat_status selat_yaml_read(selat_context *context, const char *path, selat_yaml **out) {
    *out = NULL;
    char *bytes;
    size_t length;
    TRY(selat_file_read(context, path, SELAT_YAML_MAX_BYTES, &bytes, &length));
    selat_status status = selat_yaml_parse(context, path, bytes, length, out);
    selat_release(context, bytes);
    return status;
}

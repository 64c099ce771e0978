/* Maps of the accord file against their option tables. */
#include "accord/values.h"

#include <assert.h>
#include <string.h>

#include "accord/accord.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"

enum { PATH_ROOM = 512, EXPECTED_ROOM = 768, LONGEST_TEXT = 4000, NUMBER_ROOM = 64, FOUND_ROOM = 100 };

selat_status selat_reader_note(selat_reader *reader, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    selat_status status = selat_accord_note_list(reader->context, reader->accord, format, arguments);
    va_end(arguments);
    return status;
}

/* What was found, on one line and short: whole UTF-8 characters, line breaks as blanks. */
static void copy_found(const char *found, char *out, size_t size) {
    size_t length = strlen(found);
    if (length >= size) {
        length = size - 1;
        while (length > 0 && ((unsigned char)found[length] & 0xC0) == 0x80)
            length--;
    }
    for (size_t k = 0; k < length; k++)
        out[k] = found[k] == '\n' || found[k] == '\t' ? ' ' : found[k];
    out[length] = '\0';
}

static selat_status fail_at(const selat_reader *reader, const selat_yaml *node, bool at_key, const char *found,
                            const char *expected) {
    char path[PATH_ROOM], shown[FOUND_ROOM];
    selat_yaml_path(node, path, sizeof path);
    copy_found(found, shown, sizeof shown);
    selat_place place = {reader->file, at_key ? node->key_line : node->line, at_key ? node->key_column : node->column,
                         path[0] != '\0' ? path : NULL};
    return selat_fail_at(reader->context, place, shown, "%s", expected);
}

selat_status selat_reader_fail(const selat_reader *reader, const selat_yaml *node, const char *expected_format, ...) {
    char expected[EXPECTED_ROOM];
    va_list arguments;
    va_start(arguments, expected_format);
    selat_vformat(expected, sizeof expected, expected_format, arguments);
    va_end(arguments);
    return fail_at(reader, node, false, selat_yaml_found(node), expected);
}

selat_status selat_reader_fail_found(const selat_reader *reader, const selat_yaml *node, const char *found,
                                     const char *expected_format, ...) {
    char expected[EXPECTED_ROOM];
    va_list arguments;
    va_start(arguments, expected_format);
    selat_vformat(expected, sizeof expected, expected_format, arguments);
    va_end(arguments);
    return fail_at(reader, node, false, found, expected);
}

void selat_did_you_mean(const char *text, int64_t count, const char *const *words, char *buffer, size_t size) {
    selat_labels view = {.count = count, .codes = (char **)words};
    const char *nearest = selat_labels_nearest(&view, text);
    buffer[0] = '\0';
    if (nearest != NULL) selat_format(buffer, size, " (did you mean %s?)", nearest);
}

/* ---- numbers and years ---- */

static selat_status fail_number(const selat_reader *reader, const selat_yaml *node, const selat_option *option,
                                const char *written) {
    const char *unit = option->unit;
    if (unit == NULL) return selat_reader_fail(reader, node, "a number without a unit");
    if (strcmp(unit, "%") == 0) {
        return selat_reader_fail(reader, node, "a percentage such as %s%%", written != NULL ? written : "12");
    }
    if (strcmp(unit, "MUSD") == 0) {
        return selat_reader_fail(reader, node, "an amount such as %s MUSD or 0.92 BUSD",
                                 written != NULL ? written : "920");
    }
    return selat_reader_fail(reader, node, "a number with its unit, such as %s %s", written != NULL ? written : "2",
                             unit);
}

/* The factor that brings `unit` to what is stored, 0 when it is another unit. */
static double unit_factor(const selat_option *option, const char *unit) {
    if (option->unit == NULL) return unit[0] == '\0' ? 1 : 0;
    if (strcmp(unit, option->unit) == 0) return strcmp(unit, "%") == 0 ? 0.01 : 1;
    if (strcmp(option->unit, "MUSD") == 0 && strcmp(unit, "BUSD") == 0) return 1000;
    return 0;
}

selat_status selat_reader_number(const selat_reader *reader, const selat_yaml *node, const selat_option *option,
                                 double *out) {
    if (node->kind != SELAT_YAML_SCALAR) return fail_number(reader, node, option, NULL);
    size_t digits = strspn(node->value, "+-.0123456789eE");
    char number[NUMBER_ROOM];
    if (digits == 0 || digits >= sizeof number) return fail_number(reader, node, option, NULL);
    memcpy(number, node->value, digits);
    number[digits] = '\0';
    if (!selat_parse_double(number, out)) return fail_number(reader, node, option, NULL);
    double factor = unit_factor(option, node->value + digits + strspn(node->value + digits, " "));
    if (factor == 0) return fail_number(reader, node, option, number);
    bool percent = factor == 0.01;
    *out = percent ? *out / 100 : *out * factor; /* 12 / 100 is the double nearest to 0.12 */
    if (*out >= option->low && *out <= option->high) return SELAT_OK;
    double scale = percent ? 100 : 1;
    const char *space = percent || option->unit == NULL ? "" : " ", *unit = option->unit != NULL ? option->unit : "";
    return selat_reader_fail(reader, node, "%s from %.9g%s%s to %.9g%s%s", percent ? "a percentage" : "a number",
                             option->low * scale, space, unit, option->high * scale, space, unit);
}

static selat_status parse_year(const selat_reader *reader, const selat_yaml *node, const selat_option *option,
                               const char *text, int64_t *out) {
    if (text == NULL || !selat_parse_int(text, out)) return selat_reader_fail(reader, node, "a year such as 2026");
    bool of_baseline = option->low == 0 && option->high == 0;
    int64_t low = (int64_t)option->low, high = (int64_t)option->high;
    if (of_baseline) {
        low = reader->overlay ? SELAT_EARLIEST_YEAR : reader->first_year;
        high = reader->overlay ? SELAT_LATEST_YEAR : reader->last_year;
    }
    if (*out >= low && *out <= high) return SELAT_OK;
    return selat_reader_fail(reader, node, "a year from %lld to %lld%s", (long long)low, (long long)high,
                             of_baseline && !reader->overlay ? " (baseline.years)" : "");
}

/* [2025, 2035], 2025-2035 or 2025. */
static selat_status parse_years(const selat_reader *reader, const selat_yaml *node, const selat_option *option,
                                int64_t out[2]) {
    if (node->kind == SELAT_YAML_MAP || (node->kind == SELAT_YAML_LIST && node->count != 2)) {
        return selat_reader_fail(reader, node, "a first and a last year such as [2025, 2035]");
    }
    if (node->kind == SELAT_YAML_LIST) {
        TRY(parse_year(reader, node->first, option, node->first->value, &out[0]));
        TRY(parse_year(reader, node->last, option, node->last->value, &out[1]));
    } else {
        char first[NUMBER_ROOM] = "";
        const char *dash = strchr(node->value, '-');
        size_t length = dash != NULL ? (size_t)(dash - node->value) : strlen(node->value);
        if (length < sizeof first) memcpy(first, node->value, length);
        const char *last = dash != NULL ? dash + 1 : first;
        TRY(parse_year(reader, node, option, first, &out[0]));
        TRY(parse_year(reader, node, option, last, &out[1]));
    }
    if (out[0] <= out[1]) return SELAT_OK;
    char found[NUMBER_ROOM];
    selat_format(found, sizeof found, "%lld to %lld", (long long)out[0], (long long)out[1]);
    return selat_reader_fail_found(reader, node, found, "the first year before the last");
}

static bool is_date(const char *text) {
    static const char pattern[] = "0000-00-00";
    if (strlen(text) != sizeof pattern - 1) return false;
    for (size_t k = 0; k < sizeof pattern - 1; k++) {
        bool digit = text[k] >= '0' && text[k] <= '9';
        if (pattern[k] == '0' ? !digit : text[k] != '-') return false;
    }
    int month = (text[5] - '0') * 10 + text[6] - '0', day = (text[8] - '0') * 10 + text[9] - '0';
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static selat_status parse_choice(const selat_reader *reader, const selat_yaml *node, const char *choices,
                                 int64_t *out) {
    size_t length = strlen(node->value);
    *out = 0;
    for (const char *at = choices;; (*out)++) {
        const char *end = strchr(at, '|');
        size_t span = end != NULL ? (size_t)(end - at) : strlen(at);
        if (span == length && strncmp(at, node->value, span) == 0) return SELAT_OK;
        if (end == NULL) break;
        at = end + 1;
    }
    return selat_reader_fail(reader, node, "one of %s", choices);
}

/* ---- regions and products ---- */

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static bool same_word(const char *a, const char *b) {
    while (*a != '\0' && lower(*a) == lower(*b))
        a++, b++;
    return *a == '\0' && *b == '\0';
}

static const char *guess_member(const selat_reader *reader, const selat_labels *labels, bool of_sectors,
                                const char *text) {
    for (int64_t k = 0; k < labels->count; k++) {
        if (same_word(text, labels->codes[k]) || same_word(text, labels->names[k])) return labels->codes[k];
    }
    const char *code = selat_labels_nearest(labels, text);
    for (int64_t k = 0; reader->groups != NULL && k < reader->groups->count; k++) {
        const selat_group *group = &reader->groups->groups[k];
        selat_labels one = {.count = 1, .codes = (char **)&group->name};
        if (group->of_sectors == of_sectors &&
            (same_word(text, group->name) || (code == NULL && selat_labels_nearest(&one, text) != NULL))) {
            return group->name;
        }
    }
    return code;
}

static selat_status fail_member(const selat_reader *reader, const selat_yaml *node, bool of_sectors, bool one) {
    const selat_labels *labels = of_sectors ? &reader->table->sectors : &reader->table->regions;
    const char *kind = of_sectors ? "a sector code such as C26" : "an ISO three-letter code";
    if (node->kind != SELAT_YAML_SCALAR) {
        return selat_reader_fail(reader, node, "%s%s%s", kind, one ? "" : " or a group",
                                 of_sectors || one ? "" : " such as ASEAN");
    }
    const char *guess = guess_member(reader, labels, of_sectors, node->value);
    if (guess != NULL) return selat_reader_fail(reader, node, "%s (did you mean %s?)", kind, guess);
    return selat_reader_fail(reader, node, "%s%s of table %s", kind, one ? "" : " or a group", reader->table->name);
}

static selat_status add_member(const selat_reader *reader, const selat_yaml *node, int64_t member, bool named,
                               int64_t *place, selat_value *out) {
    if (place[member] == 0) {
        out->positions[out->count] = member;
        out->named[out->count] = named;
        place[member] = ++out->count;
        return SELAT_OK;
    }
    bool *earlier = &out->named[place[member] - 1];
    if (named && *earlier) {
        bool between = strcmp(out->option->key, "between") == 0;
        return selat_reader_fail(reader, node, "each code once%s",
                                 between ? ": a region does not trade with itself" : "");
    }
    *earlier = *earlier || named;
    return SELAT_OK;
}

static selat_status add_group(selat_reader *reader, const selat_yaml *node, const selat_group *group, int64_t *place,
                              selat_value *out) {
    const selat_labels *labels = group->of_sectors ? &reader->table->sectors : &reader->table->regions;
    int64_t found = 0;
    for (int64_t k = 0; k < group->count; k++) {
        int64_t member = selat_labels_find(labels, group->codes[k]);
        if (member >= 0) {
            found++;
            TRY(add_member(reader, node, member, false, place, out));
        } else {
            TRY(selat_reader_note(reader, "group %s: %s is not in table %s and is left out", group->name,
                                  group->codes[k], reader->table->name));
        }
    }
    if (found > 0) return SELAT_OK;
    return selat_reader_fail(reader, node, "a group with members in table %s", reader->table->name);
}

static selat_status add_word(selat_reader *reader, const selat_yaml *node, bool of_sectors, int64_t *place,
                             selat_value *out) {
    if (node->kind != SELAT_YAML_SCALAR) return fail_member(reader, node, of_sectors, false);
    const selat_labels *labels = of_sectors ? &reader->table->sectors : &reader->table->regions;
    int64_t member = selat_labels_find(labels, node->value);
    if (member >= 0) return add_member(reader, node, member, true, place, out);
    const selat_group *group =
        reader->groups != NULL ? selat_groups_find(reader->groups, node->value, of_sectors) : NULL;
    if (group == NULL) return fail_member(reader, node, of_sectors, false);
    return add_group(reader, node, group, place, out);
}

static selat_status parse_members(selat_reader *reader, const selat_yaml *node, bool of_sectors, selat_value *out) {
    if (node->kind == SELAT_YAML_MAP || (node->kind == SELAT_YAML_LIST && node->count == 0)) {
        return fail_member(reader, node, of_sectors, false);
    }
    int64_t n = of_sectors ? reader->table->sectors.count : reader->table->regions.count;
    int64_t *place; /* [n] where a member stands in `out`, counted from 1 */
    TRY(selat_new(reader->context, n, &place));
    selat_status status;
    TRY_OR(done, status, selat_new(reader->context, n, &out->positions));
    TRY_OR(done, status, selat_new(reader->context, n, &out->named));
    if (node->kind == SELAT_YAML_SCALAR) TRY_OR(done, status, add_word(reader, node, of_sectors, place, out));
    for (const selat_yaml *word = node->first; word != NULL; word = word->next) {
        TRY_OR(done, status, add_word(reader, word, of_sectors, place, out));
    }
done:
    selat_release(reader->context, place);
    return status;
}

static selat_status parse_member(const selat_reader *reader, const selat_yaml *node, bool of_sectors, int64_t *out) {
    if (node->kind != SELAT_YAML_SCALAR) return fail_member(reader, node, of_sectors, true);
    *out = selat_labels_find(of_sectors ? &reader->table->sectors : &reader->table->regions, node->value);
    return *out >= 0 ? SELAT_OK : fail_member(reader, node, of_sectors, true);
}

/* ---- sections ---- */

static selat_status parse_text(const selat_reader *reader, const selat_yaml *node, const selat_option *option) {
    if (node->kind != SELAT_YAML_SCALAR || node->value[0] == '\0') return selat_reader_fail(reader, node, "a text");
    if (option->kind == SELAT_OPTION_DATE && !is_date(node->value)) {
        return selat_reader_fail(reader, node, "a day such as 2024-11-25");
    }
    if (strlen(node->value) <= LONGEST_TEXT) return SELAT_OK;
    return selat_reader_fail_found(reader, node, "a longer one", "a text of at most %d bytes", LONGEST_TEXT);
}

static selat_status parse_value(selat_reader *reader, const selat_yaml *node, selat_value *out) {
    const selat_option *option = out->option;
    out->text = node->kind == SELAT_YAML_SCALAR ? node->value : NULL;
    switch (option->kind) {
    case SELAT_OPTION_TEXT:
    case SELAT_OPTION_DATE:
        return parse_text(reader, node, option);
    case SELAT_OPTION_NUMBER:
        return selat_reader_number(reader, node, option, &out->number);
    case SELAT_OPTION_YEAR:
        TRY(parse_year(reader, node, option, out->text, &out->years[0]));
        out->years[1] = out->years[0];
        return SELAT_OK;
    case SELAT_OPTION_YEARS:
        return parse_years(reader, node, option, out->years);
    case SELAT_OPTION_REGION:
        return parse_member(reader, node, false, &out->position);
    case SELAT_OPTION_PRODUCT:
        return parse_member(reader, node, true, &out->position);
    case SELAT_OPTION_REGIONS:
        return parse_members(reader, node, false, out);
    case SELAT_OPTION_PRODUCTS:
        return parse_members(reader, node, true, out);
    case SELAT_OPTION_CHOICE:
        if (node->kind != SELAT_YAML_SCALAR) return selat_reader_fail(reader, node, "one of %s", option->choices);
        return parse_choice(reader, node, option->choices, &out->choice);
    case SELAT_OPTION_MAP:
    case SELAT_OPTION_REGION_MAP:
        return node->kind == SELAT_YAML_MAP ? SELAT_OK : selat_reader_fail(reader, node, "a map such as {key: value}");
    case SELAT_OPTION_LIST:
        return node->kind == SELAT_YAML_LIST ? SELAT_OK : selat_reader_fail(reader, node, "a list");
    }
    return SELAT_OK;
}

/* `key:` with nothing after it is taken as absent where a list or map may be left out. */
static bool is_blank(const selat_yaml *node, const selat_option *option) {
    bool holds = option->kind == SELAT_OPTION_MAP || option->kind == SELAT_OPTION_LIST ||
                 option->kind == SELAT_OPTION_REGION_MAP;
    return holds && !option->required && node->kind == SELAT_YAML_SCALAR && node->value[0] == '\0';
}

static selat_status fail_key(const selat_reader *reader, const selat_yaml *node, const selat_option_table *table) {
    const char *keys[SELAT_MAX_OPTIONS];
    char expected[EXPECTED_ROOM] = "one of", guess[NUMBER_ROOM * 2];
    for (int64_t k = 0; k < table->count; k++) {
        keys[k] = table->options[k].key;
        size_t length = strlen(expected);
        selat_format(expected + length, sizeof expected - length, "%s %s", k > 0 ? "," : "", keys[k]);
    }
    selat_did_you_mean(node->key, table->count, keys, guess, sizeof guess);
    size_t length = strlen(expected);
    selat_format(expected + length, sizeof expected - length, "%s", guess);
    return fail_at(reader, node, true, "an unknown key", expected);
}

static selat_status read_given(selat_reader *reader, selat_section *section) {
    for (const selat_yaml *node = section->node->first; node != NULL; node = node->next) {
        selat_value *value = NULL;
        for (int64_t k = 0; k < section->table->count; k++) {
            if (strcmp(section->table->options[k].key, node->key) == 0) value = &section->values[k];
        }
        if (value == NULL) return fail_key(reader, node, section->table);
        if (is_blank(node, value->option)) continue;
        value->node = node;
        TRY(parse_value(reader, node, value));
    }
    return SELAT_OK;
}

static selat_status apply_default(selat_reader *reader, selat_section *section, selat_value *value) {
    const char *text = value->option->default_value;
    if (value->option->kind == SELAT_OPTION_YEAR) {
        int64_t number = strcmp(text, SELAT_FIRST_YEAR) == 0  ? reader->first_year
                         : strcmp(text, SELAT_LAST_YEAR) == 0 ? reader->last_year
                                                              : selat_section_value(section, "from")->years[0];
        value->years[0] = value->years[1] = number;
        return SELAT_OK;
    }
    selat_yaml node = {.kind = SELAT_YAML_SCALAR,
                       .key = (char *)value->option->key,
                       .value = (char *)text,
                       .parent = (selat_yaml *)section->node};
    if (section->node != NULL) {
        node.line = section->node->line;
        node.column = section->node->column;
    }
    TRY(parse_value(reader, &node, value));
    value->text = text;
    return SELAT_OK;
}

/* "utilisation 100% by default (assumed: ...), not given in: tariff 2 (line 14), tariff 5 (line 30)". */
static selat_status note_default(selat_reader *reader, const selat_section *section, const selat_value *value) {
    const selat_option *option = value->option;
    char written[NUMBER_ROOM];
    const char *shown = option->default_value, *source = option->source;
    if (option->kind == SELAT_OPTION_YEAR) {
        selat_format(written, sizeof written, "%lld", (long long)value->years[0]);
        source = strcmp(shown, SELAT_SAME_AS_FROM) == 0 ? "no phase-in" : shown;
        shown = written;
    }
    selat_text fact = {0};
    selat_status status =
        selat_text_add(reader->context, &fact, "%s %s by default%s%s%s, not given in: ", option->key, shown,
                       source != NULL ? " (" : "", source != NULL ? source : "", source != NULL ? ")" : "");
    if (status == SELAT_OK) {
        status = selat_accord_note_where(reader->context, reader->accord, fact.bytes, section->title);
    }
    selat_text_clear(reader->context, &fact);
    return status;
}

static selat_status fill_defaults(selat_reader *reader, selat_section *section) {
    for (int64_t k = 0; k < section->table->count; k++) {
        selat_value *value = &section->values[k];
        if (value->node != NULL || value->option->default_value == NULL) continue;
        TRY(apply_default(reader, section, value));
        if (section->table->modelled) TRY(note_default(reader, section, value));
    }
    return SELAT_OK;
}

static selat_status check_required(const selat_reader *reader, const selat_section *section) {
    for (int64_t k = 0; k < section->table->count; k++) {
        const selat_value *value = &section->values[k];
        if (!value->option->required || value->node != NULL) continue;
        if (section->node == NULL) {
            return selat_fail(reader->context, SELAT_BAD_INPUT, "%s: found no %s.%s, expected it: %s", reader->file,
                              section->table->section, value->option->key, value->option->help);
        }
        char found[NUMBER_ROOM];
        selat_format(found, sizeof found, "no key %s", value->option->key);
        return selat_reader_fail_found(reader, section->node, found, "it: %s", value->option->help);
    }
    return SELAT_OK;
}

selat_status selat_section_read(selat_reader *reader, const char *name, const selat_yaml *node, const char *title,
                                selat_section *out) {
    *out = (selat_section){.table = selat_option_table_find(name), .node = node};
    assert(out->table != NULL && out->table->count <= SELAT_MAX_OPTIONS);
    selat_format(out->title, sizeof out->title, "%s", title);
    for (int64_t k = 0; k < out->table->count; k++)
        out->values[k].option = &out->table->options[k];
    if (node != NULL && node->kind != SELAT_YAML_MAP) {
        return selat_reader_fail(reader, node, "a map with keys such as %s", out->table->options[0].key);
    }
    selat_status status = node != NULL ? read_given(reader, out) : SELAT_OK;
    if (status == SELAT_OK) status = check_required(reader, out);
    if (status == SELAT_OK) status = fill_defaults(reader, out);
    if (status != SELAT_OK) selat_section_clear(reader->context, out);
    return status;
}

void selat_section_clear(selat_context *context, selat_section *section) {
    for (int64_t k = 0; k < SELAT_MAX_OPTIONS; k++) {
        selat_release(context, section->values[k].positions);
        selat_release(context, section->values[k].named);
        section->values[k] = (selat_value){0};
    }
}

selat_value *selat_section_value(selat_section *section, const char *key) {
    for (int64_t k = 0; k < section->table->count; k++) {
        if (strcmp(section->table->options[k].key, key) == 0) return &section->values[k];
    }
    assert(!"a key the option table does not have");
    return NULL;
}

bool selat_section_has(selat_section *section, const char *key) {
    return selat_section_value(section, key)->node != NULL;
}

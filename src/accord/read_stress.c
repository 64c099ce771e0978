/* Items of stress:, and the measures of resilience: stockpile, priority, standby, preparedness. */
#include <math.h>
#include <string.h>

#include "accord/accord.h"
#include "accord/measure_parts.h"
#include "accord/measures.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"

enum { WORD_ROOM = 128 };

static const char *const stress_kinds[] = {"outage", "lane", "chain", "firm"};
static const char *const clause_kinds[] = {"stockpile", "priority", "standby", "preparedness"};
enum { N_CLAUSE_KINDS = sizeof clause_kinds / sizeof *clause_kinds };

const char *selat_stress_kind_name(selat_stress_kind kind) { return stress_kinds[kind]; }
const char *selat_clause_kind_name(selat_clause_kind kind) { return clause_kinds[kind]; }

bool selat_clause_is(const char *kind) {
    for (int k = 0; k < N_CLAUSE_KINDS; k++) {
        if (strcmp(kind, clause_kinds[k]) == 0) return true;
    }
    return false;
}

void selat_stress_clear(selat_context *context, selat_stress *stress) {
    void *const owned[] = {stress->name,    stress->text,     stress->label, stress->source, stress->assumed, stress->regions,
                           stress->products, stress->gates,   stress->chain, stress->stage,  stress->firms,   stress->firm};
    for (size_t k = 0; k < sizeof owned / sizeof *owned; k++) selat_release(context, owned[k]);
}

void selat_clause_clear(selat_context *context, selat_clause *clause) {
    void *const owned[] = {clause->text, clause->label, clause->source, clause->assumed, clause->regions, clause->products};
    for (size_t k = 0; k < sizeof owned / sizeof *owned; k++) selat_release(context, owned[k]);
}

/* ---- parts ---- */

static selat_status copy_given(selat_reader *reader, selat_section *section, const char *key, char **out) {
    const selat_value *value = selat_section_value(section, key);
    return value->node != NULL ? selat_copy_text(reader->context, value->text, out) : SELAT_OK;
}

static selat_status copy_words(selat_reader *reader, selat_section *section, char **label, char **source, char **assumed) {
    TRY(copy_given(reader, section, "label", label));
    TRY(copy_given(reader, section, "source", source));
    return copy_given(reader, section, "assumed", assumed);
}

static selat_status read_whole(selat_reader *reader, selat_section *section, const char *key, int64_t *out) {
    const selat_value *value = selat_section_value(section, key);
    *out = (int64_t)value->number;
    if (value->node == NULL || (double)*out == value->number) return SELAT_OK;
    return selat_reader_fail(reader, value->node, "a whole number of days");
}

/* Words of a key, or its default, after `before`. */
static selat_status add_words(selat_reader *reader, selat_section *section, const char *key, const char *before,
                              selat_text *text) {
    const selat_value *value = selat_section_value(section, key);
    if (value->node == NULL && value->text == NULL) return SELAT_OK;
    TRY(selat_text_add(reader->context, text, "%s", before));
    if (value->node != NULL) return selat_measure_add_words(reader, value->node, ", ", text);
    return selat_text_add(reader->context, text, "%s", value->text);
}

static selat_status missing(selat_reader *reader, selat_section *section, const char *key) {
    char found[WORD_ROOM];
    selat_format(found, sizeof found, "no key %s", key);
    return selat_reader_fail_found(reader, section->node, found, "it: %s", selat_section_value(section, key)->option->help);
}

/* ---- stresses ---- */

static selat_status find_kind(selat_reader *reader, selat_section *section, selat_stress_kind *out) {
    static const char *const keys[] = {"gate", "chain", "firms"};
    static const selat_stress_kind kinds[] = {SELAT_STRESS_LANE, SELAT_STRESS_CHAIN, SELAT_STRESS_FIRM};
    const char *given = NULL;
    *out = SELAT_STRESS_OUTAGE;
    for (int k = 0; k < 3; k++) {
        if (!selat_section_has(section, keys[k])) continue;
        if (given != NULL) {
            char found[WORD_ROOM];
            selat_format(found, sizeof found, "both %s and %s", given, keys[k]);
            return selat_reader_fail_found(reader, section->node, found, "one of gate, chain, firms, or a region for an outage");
        }
        given = keys[k];
        *out = kinds[k];
    }
    return SELAT_OK;
}

static selat_status check_keys(selat_reader *reader, selat_section *section, selat_stress_kind kind) {
    static const struct {
        const char *key;
        unsigned kinds; /* bit of each kind that takes it */
    } taken[] = {{"region", 1 << SELAT_STRESS_OUTAGE | 1 << SELAT_STRESS_CHAIN | 1 << SELAT_STRESS_FIRM},
                 {"product", 1 << SELAT_STRESS_OUTAGE},
                 {"stage", 1 << SELAT_STRESS_CHAIN},
                 {"firm", 1 << SELAT_STRESS_FIRM}};
    for (size_t k = 0; k < sizeof taken / sizeof *taken; k++) {
        const selat_value *value = selat_section_value(section, taken[k].key);
        if (value->node == NULL || (taken[k].kinds >> kind & 1)) continue;
        return selat_reader_fail(reader, value->node, "no %s in a stress of kind %s", taken[k].key, stress_kinds[kind]);
    }
    if (kind == SELAT_STRESS_OUTAGE && !selat_section_has(section, "region")) return missing(reader, section, "region");
    if (kind == SELAT_STRESS_FIRM && !selat_section_has(section, "firm")) return missing(reader, section, "firm");
    if (kind == SELAT_STRESS_FIRM && !selat_section_has(section, "region")) return missing(reader, section, "region");
    if (kind != SELAT_STRESS_LANE && !selat_section_has(section, "loss")) return missing(reader, section, "loss");
    return SELAT_OK;
}

static selat_status check_name(selat_reader *reader, selat_section *section, const char *name) {
    for (int64_t k = 0; k < reader->accord->n_stresses; k++) {
        const selat_stress *other = &reader->accord->stresses[k];
        if (other->name != NULL && strcmp(other->name, name) == 0) {
            return selat_reader_fail(reader, selat_section_value(section, "name")->node, "a name that no other stress has");
        }
    }
    return SELAT_OK;
}

/* Not given: every product. */
static selat_status read_products(selat_reader *reader, const selat_value *value, int64_t *count, int64_t **out) {
    if (value->node != NULL) return selat_measure_copy_positions(reader, value, count, out);
    *count = reader->table->sectors.count;
    TRY(selat_new(reader->context, *count, out));
    for (int64_t k = 0; k < *count; k++) (*out)[k] = k;
    return SELAT_OK;
}

static selat_status make_text(selat_reader *reader, selat_section *section, const selat_stress *stress, selat_text *text) {
    TRY(selat_text_add(reader->context, text, "%s", stress_kinds[stress->kind]));
    TRY(add_words(reader, section, "gate", " ", text));
    TRY(add_words(reader, section, "chain", " of ", text));
    TRY(add_words(reader, section, "stage", ", ", text));
    TRY(add_words(reader, section, "firms", " of ", text));
    TRY(add_words(reader, section, "firm", ", ", text));
    TRY(add_words(reader, section, "region", " ", text));
    TRY(add_words(reader, section, "product", " ", text));
    TRY(add_words(reader, section, "loss", ", ", text));
    TRY(selat_text_add(reader->context, text, " for %lld days", (long long)stress->days));
    if (stress->recovery_days == 0) return SELAT_OK;
    return selat_text_add(reader->context, text, ", back over %lld days", (long long)stress->recovery_days);
}

static selat_status fill_stress(selat_reader *reader, selat_section *section, selat_stress *out) {
    static const selat_recovery paths[] = {SELAT_RECOVERY_LINEAR, SELAT_RECOVERY_FAST, SELAT_RECOVERY_SLOW};
    out->line = section->node->line;
    TRY(find_kind(reader, section, &out->kind));
    TRY(check_keys(reader, section, out->kind));
    TRY(check_name(reader, section, selat_section_value(section, "name")->text));
    TRY(copy_given(reader, section, "name", &out->name));
    TRY(copy_words(reader, section, &out->label, &out->source, &out->assumed));
    const selat_value *regions = selat_section_value(section, "region");
    if (regions->node != NULL) TRY(selat_measure_copy_positions(reader, regions, &out->n_regions, &out->regions));
    TRY(read_products(reader, selat_section_value(section, "product"), &out->n_products, &out->products));
    out->loss = selat_section_value(section, "loss")->number;
    TRY(read_whole(reader, section, "days", &out->days));
    TRY(read_whole(reader, section, "recovery", &out->recovery_days));
    out->path = paths[selat_section_value(section, "path")->choice];
    out->redirect = selat_section_value(section, "orders")->choice == 0;
    TRY(copy_given(reader, section, "gate", &out->gates));
    TRY(copy_given(reader, section, "chain", &out->chain));
    TRY(copy_given(reader, section, "stage", &out->stage));
    TRY(copy_given(reader, section, "firms", &out->firms));
    TRY(copy_given(reader, section, "firm", &out->firm));
    out->probability = selat_section_has(section, "probability") ? selat_section_value(section, "probability")->number : NAN;
    selat_text text = {0};
    selat_status status = make_text(reader, section, out, &text);
    if (status == SELAT_OK) status = selat_copy_text(reader->context, text.bytes, &out->text);
    selat_text_clear(reader->context, &text);
    return status;
}

selat_status selat_stress_read(selat_reader *reader, const selat_yaml *item, int64_t number) {
    char title[WORD_ROOM];
    selat_format(title, sizeof title, "stress %lld (line %lld)", (long long)number, (long long)item->line);
    selat_section section;
    TRY(selat_section_read(reader, "stress", item, title, &section));
    selat_status status = fill_stress(reader, &section, &reader->accord->stresses[reader->accord->n_stresses++]);
    selat_section_clear(reader->context, &section);
    return status;
}

/* ---- measures of resilience ---- */

static selat_status read_preparedness(selat_reader *reader, selat_section *section, selat_clause *out) {
    const selat_value *name = selat_section_value(section, "stress");
    const selat_accord *accord = reader->accord;
    const char *names[64];
    int64_t n = 0;
    for (int64_t k = 0; k < accord->n_stresses; k++) {
        if (strcmp(accord->stresses[k].name, name->text) == 0) out->stress = k;
        if (n < 64) names[n++] = accord->stresses[k].name;
    }
    if (out->stress < 0) {
        char guess[WORD_ROOM];
        selat_did_you_mean(name->text, n, names, guess, sizeof guess);
        return selat_reader_fail(reader, name->node, "the name of a stress of this file%s", guess);
    }
    int64_t days;
    TRY(read_whole(reader, section, "days", &days));
    out->days = (double)days;
    if (days <= accord->stresses[out->stress].days) return SELAT_OK;
    return selat_reader_fail(reader, selat_section_value(section, "days")->node, "at most %lld, the length without the accord",
                             (long long)accord->stresses[out->stress].days);
}

static selat_status read_kind(selat_reader *reader, selat_section *section, selat_clause *out) {
    if (out->kind == SELAT_CLAUSE_PREPAREDNESS) return read_preparedness(reader, section, out);
    const selat_value *products = selat_section_value(section, "product");
    TRY(selat_measure_copy_positions(reader, products, &out->n_products, &out->products));
    if (out->kind == SELAT_CLAUSE_PRIORITY) {
        const selat_value *buyer = selat_section_value(section, "buyer");
        out->supplier = selat_section_value(section, "supplier")->position;
        out->buyer = buyer->position;
        out->share = selat_section_value(section, "share")->number;
        return out->supplier != out->buyer ? SELAT_OK : selat_reader_fail(reader, buyer->node, "another region than the supplier");
    }
    const selat_value *regions = selat_section_value(section, "region");
    TRY(selat_measure_copy_positions(reader, regions, &out->n_regions, &out->regions));
    if (out->kind == SELAT_CLAUSE_STOCKPILE) out->days = selat_section_value(section, "days")->number;
    else out->capacity = selat_section_value(section, "capacity")->number;
    return SELAT_OK;
}

static selat_status clause_text(selat_reader *reader, selat_section *section, const selat_clause *clause, selat_text *text) {
    TRY(selat_text_add(reader->context, text, "%s", clause_kinds[clause->kind]));
    switch (clause->kind) {
    case SELAT_CLAUSE_STOCKPILE:
        TRY(add_words(reader, section, "region", " ", text));
        TRY(add_words(reader, section, "product", ", ", text));
        TRY(add_words(reader, section, "days", ", ", text));
        return selat_text_add(reader->context, text, " days of use");
    case SELAT_CLAUSE_PRIORITY:
        TRY(add_words(reader, section, "supplier", " ", text));
        TRY(add_words(reader, section, "buyer", " serves ", text));
        TRY(add_words(reader, section, "product", " first, ", text));
        return add_words(reader, section, "share", ", ", text);
    case SELAT_CLAUSE_STANDBY:
        TRY(add_words(reader, section, "region", " ", text));
        TRY(add_words(reader, section, "product", ", ", text));
        TRY(add_words(reader, section, "capacity", ", ", text));
        return selat_text_add(reader->context, text, " of output");
    case SELAT_CLAUSE_PREPAREDNESS:
        TRY(add_words(reader, section, "stress", ", ", text));
        return selat_text_add(reader->context, text, ", %lld instead of %lld days", (long long)clause->days,
                              (long long)reader->accord->stresses[clause->stress].days);
    }
    return SELAT_OK;
}

static selat_status fill_clause(selat_reader *reader, selat_section *section, selat_clause *out) {
    out->line = section->node->key_line;
    out->supplier = out->buyer = out->stress = -1;
    TRY(copy_words(reader, section, &out->label, &out->source, &out->assumed));
    out->cost_musd = selat_section_has(section, "cost") ? selat_section_value(section, "cost")->number : NAN;
    TRY(read_kind(reader, section, out));
    selat_text text = {0};
    selat_status status = clause_text(reader, section, out, &text);
    if (status == SELAT_OK) status = selat_copy_text(reader->context, text.bytes, &out->text);
    selat_text_clear(reader->context, &text);
    return status;
}

selat_status selat_clause_read(selat_reader *reader, const selat_yaml *node, int64_t number) {
    char title[WORD_ROOM];
    selat_format(title, sizeof title, "%s %lld (line %lld)", node->key, (long long)number, (long long)node->key_line);
    selat_section section;
    TRY(selat_section_read(reader, node->key, node, title, &section));
    selat_clause *clause = &reader->accord->clauses[reader->accord->n_clauses++];
    for (int k = 0; k < N_CLAUSE_KINDS; k++) {
        if (strcmp(node->key, clause_kinds[k]) == 0) clause->kind = (selat_clause_kind)k;
    }
    selat_status status = fill_clause(reader, &section, clause);
    selat_section_clear(reader->context, &section);
    return status;
}

/* Items of measures:, stress: and pending: into typed measures and commitments still pending. */
#include "accord/measures.h"

#include <string.h>

#include "accord/accord.h"
#include "accord/measure_parts.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"

enum { WORD_ROOM = 128 };

static selat_status copy_given(selat_reader *reader, selat_section *section, const char *key, char **out) {
    const selat_value *value = selat_section_value(section, key);
    return value->node != NULL ? selat_copy_text(reader->context, value->text, out) : SELAT_OK;
}

/* ---- the readable line ---- */

/* "KOR, MYS" for a scalar or list; `between` parts with "<->". */
selat_status selat_measure_add_words(selat_reader *reader, const selat_yaml *node, const char *separator, selat_text *text) {
    if (node->kind == SELAT_YAML_SCALAR) return selat_text_add(reader->context, text, "%s", node->value);
    for (const selat_yaml *word = node->first; word != NULL; word = word->next) {
        TRY(selat_text_add(reader->context, text, "%s%s", word != node->first ? separator : "", word->value));
    }
    return SELAT_OK;
}

static selat_status add_flows_text(selat_reader *reader, selat_section *section, selat_text *text) {
    const selat_value *between = selat_section_value(section, "between");
    const selat_value *products = selat_section_value(section, "products");
    if (between->node != NULL) {
        bool within = between->node->kind == SELAT_YAML_SCALAR || between->node->count == 1;
        if (within) TRY(selat_text_add(reader->context, text, "within "));
        TRY(selat_measure_add_words(reader, between->node, " <-> ", text));
    } else {
        TRY(selat_measure_add_words(reader, selat_section_value(section, "exporter")->node, ", ", text));
        TRY(selat_text_add(reader->context, text, " -> "));
        TRY(selat_measure_add_words(reader, selat_section_value(section, "importer")->node, ", ", text));
    }
    TRY(selat_text_add(reader->context, text, ", "));
    if (products->node != NULL)
        TRY(selat_measure_add_words(reader, products->node, " ", text));
    else
        TRY(selat_text_add(reader->context, text, "%s", products->text));
    if (!selat_section_has(section, "exclude")) return SELAT_OK;
    TRY(selat_text_add(reader->context, text, " without "));
    return selat_measure_add_words(reader, selat_section_value(section, "exclude")->node, " ", text);
}

static selat_status add_years_text(selat_reader *reader, const selat_measure *measure, selat_text *text) {
    TRY(selat_text_add(reader->context, text, ", %lld to %lld", (long long)measure->from, (long long)measure->until));
    if (measure->full == measure->from) return SELAT_OK;
    return selat_text_add(reader->context, text, ", in %lld yearly steps until %lld",
                          (long long)(measure->full - measure->from + 1), (long long)measure->full);
}

static selat_status write_text(selat_reader *reader, selat_section *section, selat_measure *measure, selat_text *text) {
    TRY(selat_text_add(reader->context, text, "%s ", section->table->section));
    if (measure->kind == SELAT_MEASURE_PURCHASE) {
        TRY(selat_text_add(reader->context, text, "%s buys %s from %s, %s, %lld to %lld",
                           selat_section_value(section, "buyer")->text, selat_section_value(section, "product")->text,
                           selat_section_value(section, "seller")->text, selat_section_value(section, "amount")->text,
                           (long long)measure->first_year, (long long)measure->last_year));
        if (measure->financing != SELAT_FINANCED_GRANT) return SELAT_OK;
        return selat_text_add(reader->context, text, ", a grant of %s", selat_section_value(section, "giver")->text);
    }
    if (measure->kind == SELAT_MEASURE_CAPACITY || measure->kind == SELAT_MEASURE_EXPORT_TAX ||
        measure->kind == SELAT_MEASURE_LABOUR) {
        TRY(selat_measure_add_supply_text(reader, section, measure, text));
        return add_years_text(reader, measure, text);
    }
    if (measure->capture != NULL) return selat_measure_add_capture_text(reader, section, measure, text);
    if (measure->effects != NULL) {
        TRY(selat_measure_add_given_text(reader, section, text));
        return add_years_text(reader, measure, text);
    }
    TRY(add_flows_text(reader, section, text));
    static const char *const changes[] = {"to", "cut", "add", "schedule"};
    for (size_t k = 0; k < sizeof changes / sizeof *changes; k++) {
        if (measure->kind == SELAT_MEASURE_BARRIER && k != 1) continue;
        if (!selat_section_has(section, changes[k])) continue;
        TRY(selat_text_add(reader->context, text, ", %s %s", changes[k],
                           selat_section_value(section, changes[k])->text));
    }
    return add_years_text(reader, measure, text);
}

static selat_status make_text(selat_reader *reader, selat_section *section, selat_measure *measure) {
    selat_text text = {0};
    selat_status status = write_text(reader, section, measure, &text);
    if (status == SELAT_OK) status = selat_copy_text(reader->context, text.bytes, &measure->text);
    selat_text_clear(reader->context, &text);
    return status;
}

/* ---- flows ---- */

selat_status selat_measure_copy_positions(selat_reader *reader, const selat_value *from, int64_t *count, int64_t **out) {
    TRY(selat_new(reader->context, from->count, out));
    memcpy(*out, from->positions, (size_t)from->count * sizeof **out);
    *count = from->count;
    return SELAT_OK;
}

static selat_status read_importers(selat_reader *reader, const selat_value *from, selat_measure *measure) {
    TRY(selat_measure_copy_positions(reader, from, &measure->n_importers, &measure->importers));
    TRY(selat_new(reader->context, from->count, &measure->importer_named));
    memcpy(measure->importer_named, from->named, (size_t)from->count * sizeof *from->named);
    return SELAT_OK;
}

static selat_status check_between(selat_reader *reader, const selat_section *section, const selat_value *between) {
    if (between->count < 2) {
        return selat_reader_fail(reader, between->node, "at least two regions: a region does not trade with itself");
    }
    int64_t groups = 0, words = between->node->kind == SELAT_YAML_LIST ? between->node->count : 1;
    for (int64_t k = 0; k < between->count; k++)
        groups += !between->named[k];
    if (groups == 0 || words == 1) return SELAT_OK;
    return selat_reader_note(reader,
                             "%s: `between` names a group beside others, so trade among the group's members is "
                             "covered too",
                             section->title);
}

/* No code may stand on both sides, and something must be left when own trade is taken out. */
selat_status selat_measure_check_sides(selat_reader *reader, const selat_value *importer, const selat_value *exporter) {
    int64_t pairs = importer->count * exporter->count;
    for (int64_t a = 0; a < importer->count; a++) {
        for (int64_t b = 0; b < exporter->count; b++) {
            if (importer->positions[a] != exporter->positions[b]) continue;
            pairs--;
            if (importer->named[a] && exporter->named[b]) {
                return selat_reader_fail_found(reader, exporter->node,
                                               reader->table->regions.codes[exporter->positions[b]],
                                               "a region that is not the importer: none trades with itself");
            }
        }
    }
    if (pairs > 0) return SELAT_OK;
    return selat_reader_fail(reader, exporter->node, "a region that is not the importer: none trades with itself");
}

static selat_status read_sides(selat_reader *reader, selat_section *section, selat_measure *measure) {
    const selat_value *between = selat_section_value(section, "between");
    const selat_value *importer = selat_section_value(section, "importer");
    const selat_value *exporter = selat_section_value(section, "exporter");
    bool one_side = importer->node != NULL || exporter->node != NULL;
    if (between->node != NULL && one_side) {
        return selat_reader_fail_found(reader, importer->node != NULL ? importer->node : exporter->node,
                                       "it beside `between`", "either `between`, or `importer` and `exporter`");
    }
    if (between->node == NULL && (importer->node == NULL || exporter->node == NULL)) {
        return selat_reader_fail_found(reader, section->node,
                                       importer->node != NULL   ? "no key exporter"
                                       : exporter->node != NULL ? "no key importer"
                                                                : "no key between",
                                       "either `between`, or `importer` and `exporter`");
    }
    measure->both_ways = between->node != NULL;
    if (measure->both_ways) {
        TRY(check_between(reader, section, between));
        importer = exporter = between;
    } else {
        TRY(selat_measure_check_sides(reader, importer, exporter));
    }
    TRY(read_importers(reader, importer, measure));
    return selat_measure_copy_positions(reader, exporter, &measure->n_exporters, &measure->exporters);
}

static bool is_service(const selat_reader *reader, int64_t product) {
    const selat_group *services = reader->groups != NULL ? selat_groups_find(reader->groups, "services", true) : NULL;
    for (int64_t k = 0; services != NULL && k < services->count; k++) {
        if (strcmp(services->codes[k], reader->table->sectors.codes[product]) == 0) return true;
    }
    return false;
}

static int64_t position_in(const selat_value *value, int64_t member) {
    for (int64_t k = 0; k < value->count; k++) {
        if (value->positions[k] == member) return k;
    }
    return -1;
}

static selat_status check_excluded(selat_reader *reader, const selat_value *products, const selat_value *excluded) {
    for (int64_t k = 0; k < excluded->count; k++) {
        if (!excluded->named[k] || position_in(products, excluded->positions[k]) >= 0) continue;
        return selat_reader_fail_found(reader, excluded->node, reader->table->sectors.codes[excluded->positions[k]],
                                       "one of the measure's products");
    }
    return SELAT_OK;
}

selat_status selat_measure_read_products(selat_reader *reader, selat_section *section, selat_measure *measure) {
    const selat_value *products = selat_section_value(section, "products");
    const selat_value *excluded = selat_section_value(section, "exclude");
    const selat_yaml *place = products->node != NULL ? products->node : section->node;
    bool tariff = measure->kind == SELAT_MEASURE_TARIFF;
    TRY(check_excluded(reader, products, excluded));
    TRY(selat_new(reader->context, products->count, &measure->products));
    int64_t services = 0;
    for (int64_t k = 0; k < products->count; k++) {
        int64_t product = products->positions[k];
        if (position_in(excluded, product) >= 0) continue;
        bool service = tariff && is_service(reader, product);
        if (service && products->named[k]) {
            return selat_reader_fail_found(reader, place, reader->table->sectors.codes[product],
                                           "goods: no tariff falls on services");
        }
        services += service;
        if (!service) measure->products[measure->n_products++] = product;
    }
    if (measure->n_products == 0) {
        return services > 0 ? selat_reader_fail(reader, place, "goods: no tariff falls on services")
                            : selat_reader_fail_found(reader, place, "nothing left after `exclude`", "some product");
    }
    if (services == 0) return SELAT_OK;
    return selat_reader_note(reader, "%s: the services among its products are left out, no tariff falls on them",
                             section->title);
}

selat_status selat_measure_read_years(selat_reader *reader, selat_section *section, selat_measure *measure) {
    measure->from = selat_section_value(section, "from")->years[0];
    measure->until = selat_section_value(section, "until")->years[0];
    measure->full = selat_section_value(section, "full")->years[0];
    const selat_value *until = selat_section_value(section, "until"), *full = selat_section_value(section, "full");
    if (measure->until < measure->from) {
        const selat_yaml *place = until->node != NULL ? until->node : section->node;
        char found[WORD_ROOM];
        selat_format(found, sizeof found, "until %lld", (long long)measure->until);
        return selat_reader_fail_found(reader, place, found, "not before from (%lld)", (long long)measure->from);
    }
    if (measure->full >= measure->from) return SELAT_OK;
    return selat_reader_fail(reader, full->node, "a year not before from (%lld)", (long long)measure->from);
}

/* ---- kinds ---- */

/* Not given: the origin meter's (src/run/origin.c), and all trade where nobody asks the meter or no rule is to count. */
static selat_status read_utilisation(selat_reader *reader, selat_section *section, selat_measure *measure) {
    static const selat_cumulation cumulation[] = {SELAT_CUMULATION_PARTIES, SELAT_CUMULATION_BILATERAL,
                                                  SELAT_CUMULATION_ASEAN_1, SELAT_CUMULATION_RCEP,
                                                  SELAT_CUMULATION_NONE};
    const selat_value *given = selat_section_value(section, "utilisation");
    measure->cumulation = cumulation[selat_section_value(section, "origin")->choice];
    measure->utilisation_given = selat_section_has(section, "utilisation");
    measure->utilisation = given->node != NULL ? given->number : 1;
    if (given->node != NULL || measure->cumulation == SELAT_CUMULATION_NONE || measure->add > 0) return SELAT_OK;
    return selat_accord_note_where(reader->context, reader->accord,
                                   "utilisation by the origin meter by default (assumed: who passes a 40% rule claims), "
                                   "not given in: ",
                                   section->title);
}

static selat_status read_tariff(selat_reader *reader, selat_section *section, selat_measure *measure) {
    measure->kind = SELAT_MEASURE_TARIFF;
    const selat_value *to = selat_section_value(section, "to"), *cut = selat_section_value(section, "cut");
    const selat_value *add = selat_section_value(section, "add");
    int given = (to->node != NULL) + (cut->node != NULL) + (add->node != NULL) + selat_section_has(section, "schedule");
    if (given != 1) {
        return selat_reader_fail_found(reader, section->node,
                                       given == 0 ? "none of to, cut, add, schedule" : "several of to, cut, add, schedule",
                                       "exactly one of them");
    }
    measure->to_given = to->node != NULL;
    measure->to = to->number;
    measure->cut = cut->number;
    measure->add = add->number;
    TRY(read_utilisation(reader, section, measure));
    measure->compliance = selat_section_value(section, "compliance")->number;
    TRY(read_sides(reader, section, measure));
    TRY(selat_measure_read_products(reader, section, measure));
    TRY(selat_measure_read_years(reader, section, measure));
    return selat_section_has(section, "schedule") ? selat_measure_read_schedule(reader, section, measure) : SELAT_OK;
}

static selat_status read_rents(selat_reader *reader, selat_section *section, selat_measure *measure) {
    const selat_value *given = selat_section_value(section, "rents");
    char title[WORD_ROOM];
    selat_section rents;
    selat_format(title, sizeof title, "rents of %.90s", section->title);
    TRY(selat_section_read(reader, "rents", given->node, title, &rents));
    measure->rent_importer = selat_section_value(&rents, "importer")->number;
    measure->rent_exporter = selat_section_value(&rents, "exporter")->number;
    selat_section_clear(reader->context, &rents);
    if (measure->rent_importer + measure->rent_exporter <= 1) return SELAT_OK;
    const selat_yaml *place = given->node != NULL ? given->node : section->node;
    return selat_reader_fail_found(reader, place, "more than 100% in all",
                                   "importer and exporter at most 100%% together");
}

static selat_status read_barrier(selat_reader *reader, selat_section *section, selat_measure *measure) {
    measure->kind = SELAT_MEASURE_BARRIER;
    measure->barrier_cut = selat_section_value(section, "cut")->number;
    TRY(read_rents(reader, section, measure));
    TRY(read_sides(reader, section, measure));
    TRY(selat_measure_read_products(reader, section, measure));
    return selat_measure_read_years(reader, section, measure);
}

static selat_status read_giver(selat_reader *reader, selat_section *section, selat_measure *measure) {
    const selat_value *giver = selat_section_value(section, "giver");
    measure->giver = -1;
    if (measure->financing != SELAT_FINANCED_GRANT) {
        if (giver->node == NULL) return SELAT_OK;
        return selat_reader_fail(reader, giver->node, "no giver unless financed_by is grant");
    }
    if (giver->node == NULL) {
        return selat_reader_fail_found(reader, section->node, "no key giver", "it: %s", giver->option->help);
    }
    measure->giver = giver->position;
    if (measure->giver != measure->buyer) return SELAT_OK;
    return selat_reader_fail(reader, giver->node, "another region than the buyer");
}

static selat_status read_purchase(selat_reader *reader, selat_section *section, selat_measure *measure) {
    static const selat_financing financing[] = {SELAT_FINANCED_TAX, SELAT_FINANCED_BORROW, SELAT_FINANCED_GRANT};
    measure->kind = SELAT_MEASURE_PURCHASE;
    const selat_value *seller = selat_section_value(section, "seller"), *years = selat_section_value(section, "years");
    measure->buyer = selat_section_value(section, "buyer")->position;
    measure->seller = seller->position;
    measure->product = selat_section_value(section, "product")->position;
    measure->amount_musd = selat_section_value(section, "amount")->number;
    measure->offset_share = selat_section_value(section, "offset")->number;
    measure->first_year = measure->from = measure->full = years->years[0];
    measure->last_year = measure->until = years->years[1];
    measure->financing = financing[selat_section_value(section, "financed_by")->choice];
    if (measure->seller == measure->buyer) {
        return selat_reader_fail(reader, seller->node, "a region that is not the buyer: none trades with itself");
    }
    return read_giver(reader, section, measure);
}

typedef selat_status (*measure_fn)(selat_reader *reader, selat_section *section, selat_measure *measure);

static measure_fn find_measure(const char *kind) {
    static const struct {
        const char *kind;
        measure_fn read;
    } modelled[] = {{"tariff", read_tariff},
                    {"barrier", read_barrier},
                    {"purchase", read_purchase},
                    {"capacity", selat_measure_read_capacity},
                    {"export_tax", selat_measure_read_export_tax},
                    {"labour", selat_measure_read_labour},
                    {"intensity", selat_measure_read_intensity},
                    {"investment", selat_measure_read_investment},
                    {"hydrogen", selat_measure_read_hydrogen},
                    {"tourism", selat_measure_read_tourism},
                    {"carbon_price", selat_measure_read_carbon_price},
                    {"capture", selat_measure_read_capture}};
    for (size_t k = 0; k < sizeof modelled / sizeof *modelled; k++) {
        if (strcmp(modelled[k].kind, kind) == 0) return modelled[k].read;
    }
    return NULL;
}

static selat_status fill_measure(selat_reader *reader, selat_section *section, measure_fn read, selat_measure *out) {
    out->line = section->node->key_line;
    out->buyer = out->seller = out->product = out->giver = -1;
    TRY(copy_given(reader, section, "label", &out->label));
    TRY(copy_given(reader, section, "source", &out->source));
    TRY(copy_given(reader, section, "assumed", &out->assumed));
    TRY(read(reader, section, out));
    return make_text(reader, section, out);
}

/* ---- what is not modelled yet ---- */

static selat_status add_pending(selat_reader *reader, selat_section *section, const char *label_key,
                                const char *needs) {
    selat_pending *pending = &reader->accord->pending[reader->accord->n_pending++]; /* room made by the caller */
    const selat_value *label = selat_section_value(section, label_key);
    pending->line = section->node->key_line;
    TRY(selat_copy_text(reader->context, label->node != NULL ? label->text : section->title, &pending->commitment));
    TRY(selat_copy_text(reader->context, needs, &pending->needs));
    TRY(copy_given(reader, section, "source", &pending->source));
    return selat_reader_note(reader, "%s: %s is not modelled yet; listed as pending", section->title, needs);
}

static selat_status fail_kind(const selat_reader *reader, const selat_yaml *node) {
    int64_t count, n = 0;
    const selat_option_table *tables = selat_accord_option_tables(&count);
    const char *kinds[32];
    char guess[WORD_ROOM];
    for (int64_t k = 0; k < count && n < 32; k++) {
        if (tables[k].measure) kinds[n++] = tables[k].section;
    }
    selat_did_you_mean(node->key, n, kinds, guess, sizeof guess);
    char found[WORD_ROOM];
    selat_format(found, sizeof found, "the unknown measure %.60s", node->key);
    selat_yaml place = *node;
    place.line = node->key_line;
    place.column = node->key_column;
    return selat_reader_fail_found(reader, &place, found,
                                   "tariff, barrier, purchase or another kind of "
                                   "docs/accord-format.md%s",
                                   guess);
}

selat_status selat_measure_read(selat_reader *reader, const selat_yaml *item, int64_t number) {
    if (item->kind != SELAT_YAML_MAP || item->count != 1) {
        const char *found = item->kind == SELAT_YAML_MAP ? "several keys" : selat_yaml_found(item);
        return selat_reader_fail_found(reader, item,
                                       item->count == 0 && item->kind == SELAT_YAML_MAP ? "nothing" : found,
                                       "one measure, such as tariff: {...}");
    }
    const selat_yaml *node = item->first;
    const selat_option_table *table = selat_option_table_find(node->key);
    if (table == NULL || !table->measure) return fail_kind(reader, node);
    if (selat_clause_is(node->key)) return selat_clause_read(reader, node, number);
    char title[WORD_ROOM];
    selat_format(title, sizeof title, "%s %lld (line %lld)", node->key, (long long)number, (long long)node->key_line);
    selat_section section;
    TRY(selat_section_read(reader, node->key, node, title, &section));
    measure_fn read = find_measure(node->key);
    selat_status status =
        read != NULL ? fill_measure(reader, &section, read, &reader->accord->measures[reader->accord->n_measures++])
                     : add_pending(reader, &section, "label", node->key);
    selat_section_clear(reader->context, &section);
    return status;
}

selat_status selat_pending_read(selat_reader *reader, const selat_yaml *item, int64_t number) {
    char title[WORD_ROOM];
    selat_format(title, sizeof title, "pending %lld (line %lld)", (long long)number, (long long)item->line);
    selat_section section;
    TRY(selat_section_read(reader, "pending", item, title, &section));
    selat_pending *pending = &reader->accord->pending[reader->accord->n_pending++];
    pending->line = item->line;
    selat_status status = copy_given(reader, &section, "commitment", &pending->commitment);
    if (status == SELAT_OK) status = copy_given(reader, &section, "needs", &pending->needs);
    if (status == SELAT_OK) status = copy_given(reader, &section, "source", &pending->source);
    selat_section_clear(reader->context, &section);
    return status;
}

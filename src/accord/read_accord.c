/* An accord file, with the overlays it names, into a selat_accord. */
#include "accord/read_accord.h"

#include <math.h>
#include <string.h>

#include "accord/accord.h"
#include "accord/measures.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "selat/dataset.h"

/* ---- the accord and its baseline ---- */

static selat_status copy_value(selat_reader *reader, selat_section *section, const char *key, char **out) {
    const char *text = selat_section_value(section, key)->text;
    return text != NULL ? selat_copy_text(reader->context, text, out) : SELAT_OK;
}

static selat_status fill_identity(selat_reader *reader, selat_section *section) {
    selat_accord *accord = reader->accord;
    const selat_value *parties = selat_section_value(section, "parties");
    TRY(copy_value(reader, section, "name", &accord->name));
    TRY(copy_value(reader, section, "signed", &accord->signed_on));
    TRY(copy_value(reader, section, "source", &accord->source));
    TRY(selat_new(reader->context, parties->count, &accord->parties));
    memcpy(accord->parties, parties->positions, (size_t)parties->count * sizeof *accord->parties);
    accord->n_parties = parties->count;
    return parties->count >= 2 ? SELAT_OK : selat_reader_fail(reader, parties->node, "at least two regions");
}

static selat_status read_identity(selat_reader *reader, const selat_yaml *root) {
    selat_section section;
    TRY(selat_section_read(reader, "accord", selat_yaml_find(root, "accord"), "accord", &section));
    selat_status status = fill_identity(reader, &section);
    selat_section_clear(reader->context, &section);
    return status;
}

/* `{MYS: 25%}` into factors by region. */
static selat_status read_tariff_scale(selat_reader *reader, const selat_value *value) {
    int64_t n = reader->table->regions.count;
    TRY(selat_new(reader->context, n, &reader->accord->tariff_scale));
    for (int64_t r = 0; r < n; r++)
        reader->accord->tariff_scale[r] = 1;
    if (value->node == NULL) return SELAT_OK;
    for (const selat_yaml *item = value->node->first; item != NULL; item = item->next) {
        int64_t region = selat_labels_find(&reader->table->regions, item->key);
        if (region < 0) {
            char guess[64];
            selat_did_you_mean(item->key, n, (const char *const *)reader->table->regions.codes, guess, sizeof guess);
            return selat_reader_fail_found(reader, item, item->key, "an ISO three-letter code%s", guess);
        }
        TRY(selat_reader_number(reader, item, value->option, &reader->accord->tariff_scale[region]));
        TRY(selat_reader_note(reader, "baseline: base tariffs of %s are multiplied by %s", item->key, item->value));
    }
    return SELAT_OK;
}

static selat_status fill_baseline(selat_reader *reader, selat_section *section) {
    selat_accord *accord = reader->accord;
    TRY(copy_value(reader, section, "table", &accord->table));
    TRY(copy_value(reader, section, "tariffs", &accord->tariffs));
    TRY(copy_value(reader, section, "elasticities", &accord->elasticities));
    TRY(copy_value(reader, section, "pathway", &accord->pathway));
    if (!selat_deficits_parse(selat_section_value(section, "deficits")->text, &accord->deficits)) {
        return selat_fail(reader->context, SELAT_FAILED, "deficits: the option table and the trade model disagree");
    }
    accord->inflation = selat_section_value(section, "inflation")->number;
    const selat_value *years = selat_section_value(section, "years");
    accord->first_year = reader->overlay ? reader->first_year : years->years[0];
    accord->last_year = reader->overlay ? reader->last_year : years->years[1];
    enum { LONGEST_RUN = 100 };
    if (accord->last_year - accord->first_year >= LONGEST_RUN) {
        return selat_reader_fail_found(reader, years->node, "a longer run", "at most %d years", LONGEST_RUN);
    }
    reader->first_year = accord->first_year;
    reader->last_year = accord->last_year;
    return read_tariff_scale(reader, selat_section_value(section, "tariff_scale"));
}

/* ---- overlays ---- */

static selat_status folder_of(selat_context *context, const char *path, char **out) {
    const char *slash = strrchr(path, '/');
    if (slash == NULL) return selat_copy_text(context, ".", out);
    return selat_copy_text_n(context, path, slash == path ? 1 : (size_t)(slash - path), out);
}

static bool is_path(const char *name) {
    size_t length = strlen(name);
    return strchr(name, '/') != NULL || (length > 5 && strcmp(name + length - 5, ".yaml") == 0);
}

/* Beside the accord file, else among the shipped accords. */
static selat_status find_overlay(selat_reader *reader, const selat_yaml *node, char **out) {
    selat_text relative = {0};
    char *folder = NULL;
    selat_context *context = reader->context;
    bool path = is_path(node->value);
    *out = NULL;
    selat_status status;
    TRY_OR(done, status, folder_of(context, reader->file, &folder));
    TRY_OR(done, status, selat_text_add(context, &relative, path ? "%s" : "overlays/%s.yaml", node->value));
    if (relative.bytes[0] == '/')
        status = selat_copy_text(context, relative.bytes, out);
    else
        status = selat_path_join(context, folder, relative.bytes, out);
    if (status != SELAT_OK || selat_file_exists(*out)) goto done;
    selat_release(context, *out);
    *out = NULL;
    char *shipped = NULL;
    if (!path) {
        selat_text_clear(context, &relative);
        TRY_OR(done, status, selat_text_add(context, &relative, "accords/overlays/%s.yaml", node->value));
        if (selat_dataset_path(context, relative.bytes, &shipped) == SELAT_OK) {
            status = selat_copy_text(context, shipped, out);
            selat_dataset_free(context, shipped);
            goto done;
        }
    }
    status = selat_reader_fail(reader, node,
                               path ? "an accord file (relative to this one)"
                                    : "the name of a file overlays/NAME.yaml beside this one or among the "
                                      "shipped accords, or a path ending in .yaml");
done:
    selat_release(context, folder);
    selat_text_clear(context, &relative);
    return status;
}

static selat_status read_file(selat_reader *reader, const selat_yaml *root);

static selat_status read_overlay(selat_reader *parent, const selat_yaml *node, const char *path, selat_accord **out) {
    selat_reader reader = *parent;
    selat_yaml *root = NULL;
    TRY(selat_new(parent->context, 1, out));
    reader.file = path;
    reader.accord = *out;
    reader.overlay = true;
    selat_status status = selat_yaml_read(parent->context, path, &root);
    if (status == SELAT_OK) status = read_file(&reader, root);
    selat_yaml_destroy(parent->context, root);
    (*out)->inflation = parent->accord->inflation;
    for (int64_t k = 0; status == SELAT_OK && k < (*out)->n_notes; k++) {
        status = selat_reader_note(parent, "overlay %s: %s", node->value, (*out)->notes[k]);
    }
    if (status == SELAT_OK && (*out)->n_pending > 0) {
        status = selat_reader_note(parent, "overlay %s: %lld of its commitments are not modelled yet", node->value,
                                   (long long)(*out)->n_pending);
    }
    return status;
}

static selat_status read_overlays(selat_reader *reader, const selat_value *value) {
    if (value->node == NULL || value->node->count == 0) return SELAT_OK;
    if (reader->overlay) {
        return selat_reader_fail(reader, value->node, "none: an overlay cannot have overlays of its own");
    }
    selat_accord *accord = reader->accord;
    TRY(selat_new(reader->context, value->node->count, &accord->overlays));
    for (const selat_yaml *node = value->node->first; node != NULL; node = node->next) {
        if (node->kind != SELAT_YAML_SCALAR || node->value[0] == '\0') {
            return selat_reader_fail(reader, node, "the name of an overlay");
        }
        char *path;
        TRY(find_overlay(reader, node, &path));
        selat_status status = read_overlay(reader, node, path, &accord->overlays[accord->n_overlays++]);
        selat_release(reader->context, path);
        TRY(status);
    }
    return SELAT_OK;
}

static selat_status read_baseline(selat_reader *reader, const selat_yaml *root) {
    selat_section section;
    const selat_yaml *node = selat_yaml_find(root, "baseline");
    if (node != NULL && node->kind == SELAT_YAML_SCALAR && node->value[0] == '\0') node = NULL;
    bool quiet = reader->overlay; /* an overlay runs on its parent's baseline, whatever its own says */
    int64_t n_notes = reader->accord->n_notes;
    TRY(selat_section_read(reader, "baseline", node, "baseline", &section));
    for (; quiet && reader->accord->n_notes > n_notes; reader->accord->n_notes--) {
        selat_release(reader->context, reader->accord->notes[reader->accord->n_notes - 1]);
    }
    selat_status status = fill_baseline(reader, &section);
    if (status == SELAT_OK) status = read_overlays(reader, selat_section_value(&section, "overlays"));
    selat_section_clear(reader->context, &section);
    return status;
}

/* ---- lists ---- */

typedef selat_status (*item_fn)(selat_reader *reader, const selat_yaml *item, int64_t number);

static selat_status read_items(selat_reader *reader, const selat_yaml *root, const char *key, item_fn read) {
    const selat_yaml *list = selat_yaml_find(root, key);
    if (list == NULL) return SELAT_OK;
    for (const selat_yaml *item = list->first; item != NULL; item = item->next) {
        TRY(read(reader, item, item->position + 1));
    }
    return SELAT_OK;
}

static selat_status read_calibrate(selat_reader *reader, const selat_yaml *item, int64_t number) {
    selat_section section;
    TRY(selat_section_read(reader, "calibrate", item, "calibrate", &section));
    selat_section_clear(reader->context, &section);
    return selat_reader_note(reader,
                             "calibrate %lld (line %lld): rescaling flows is not modelled yet; the table's flows "
                             "are used",
                             (long long)number, (long long)item->line);
}

static selat_status check_whole(const selat_reader *reader, const selat_value *value) {
    if (value->node == NULL || value->number == floor(value->number)) return SELAT_OK;
    return selat_reader_fail(reader, value->node, "a whole number");
}

static selat_status fill_uncertainty(selat_reader *reader, selat_section *section, selat_uncertainty *out) {
    TRY(check_whole(reader, selat_section_value(section, "draws")));
    TRY(check_whole(reader, selat_section_value(section, "seed")));
    out->draws = (int64_t)selat_section_value(section, "draws")->number;
    out->seed = (uint64_t)selat_section_value(section, "seed")->number;
    out->barriers = selat_section_value(section, "barriers")->number;
    out->utilisation = selat_section_value(section, "utilisation")->number;
    out->sources = selat_section_value(section, "sources")->choice == 0;
    return SELAT_OK;
}

/* The draws are the accord's own: an overlay's section is checked and not used. */
static selat_status read_uncertainty(selat_reader *reader, const selat_yaml *root) {
    const selat_yaml *node = selat_yaml_find(root, "uncertainty");
    if (node != NULL && node->kind != SELAT_YAML_MAP) node = NULL;
    if (reader->overlay && node == NULL) return SELAT_OK;
    int64_t n_notes = reader->accord->n_notes;
    selat_section section;
    TRY(selat_section_read(reader, "uncertainty", node, "uncertainty", &section));
    selat_status status = fill_uncertainty(reader, &section, &reader->accord->uncertainty);
    selat_section_clear(reader->context, &section);
    for (; reader->overlay && reader->accord->n_notes > n_notes; reader->accord->n_notes--) {
        selat_release(reader->context, reader->accord->notes[reader->accord->n_notes - 1]);
    }
    return status;
}

static int64_t count_items(const selat_yaml *root, const char *key) {
    const selat_yaml *list = selat_yaml_find(root, key);
    return list != NULL ? list->count : 0;
}

/* Keys and shapes of the whole file first, so that a mistyped section is named before anything else. */
static selat_status check_file(selat_reader *reader, const selat_yaml *root) {
    selat_section section;
    TRY(selat_section_read(reader, "file", root, "file", &section));
    selat_section_clear(reader->context, &section);
    return SELAT_OK;
}

static selat_status read_file(selat_reader *reader, const selat_yaml *root) {
    selat_accord *accord = reader->accord;
    TRY(selat_copy_text(reader->context, reader->file, &accord->path));
    TRY(check_file(reader, root));
    TRY(read_identity(reader, root));
    TRY(read_baseline(reader, root));
    int64_t n_measures = count_items(root, "measures");
    TRY(selat_new(reader->context, n_measures, &accord->measures));
    TRY(selat_new(reader->context, n_measures + count_items(root, "pending"),
                  &accord->pending));
    TRY(selat_new(reader->context, n_measures, &accord->clauses));
    TRY(selat_new(reader->context, count_items(root, "stress"), &accord->stresses));
    TRY(read_items(reader, root, "stress", selat_stress_read));
    TRY(read_items(reader, root, "measures", selat_measure_read));
    TRY(read_items(reader, root, "pending", selat_pending_read));
    TRY(read_items(reader, root, "calibrate", read_calibrate));
    return read_uncertainty(reader, root);
}

static selat_status read_schedule(selat_reader *reader, const selat_yaml *node, selat_schedule **out) {
    char *folder, *path = NULL;
    TRY(folder_of(reader->context, reader->file, &folder));
    selat_status status = node->value[0] == '/' ? selat_copy_text(reader->context, node->value, &path)
                                                : selat_path_join(reader->context, folder, node->value, &path);
    selat_release(reader->context, folder);
    if (status == SELAT_OK && !selat_file_exists(path)) {
        status = selat_reader_fail(reader, node, "a CSV file of tariff lines (relative to this file)");
    }
    if (status == SELAT_OK) status = selat_schedule_read(reader->context, path, reader->table, out);
    selat_release(reader->context, path);
    return status;
}

selat_status selat_accord_from_tree(selat_context *context, const char *file, const selat_yaml *root,
                                    const selat_table *table, const selat_groups *groups, selat_accord **out) {
    TRY(selat_new(context, 1, out));
    selat_reader reader = {.context = context, .file = file, .table = table, .groups = groups, .accord = *out,
                           .read_schedule = read_schedule};
    selat_status status = read_file(&reader, root);
    if (status == SELAT_OK) return SELAT_OK;
    selat_accord_destroy(context, *out);
    *out = NULL;
    return status;
}

selat_status selat_accord_read(selat_context *context, const char *path, const selat_table *table,
                               const selat_groups *groups, selat_accord **out) {
    *out = NULL;
    selat_yaml *root;
    TRY(selat_yaml_read(context, path, &root));
    selat_status status = selat_accord_from_tree(context, path, root, table, groups, out);
    selat_yaml_destroy(context, root);
    return status;
}

/* A relative path of a table counts from the accord's folder where such a file is there. */
static selat_status table_beside(selat_context *context, const char *accord, const char *name, char **out) {
    char *folder = NULL, *beside = NULL;
    selat_status status = folder_of(context, accord, &folder);
    if (status == SELAT_OK && name[0] != '/') status = selat_path_join(context, folder, name, &beside);
    bool there = status == SELAT_OK && beside != NULL && selat_file_exists(beside);
    if (status == SELAT_OK) status = selat_copy_text(context, there ? beside : name, out);
    selat_release(context, beside);
    selat_release(context, folder);
    return status;
}

selat_status selat_accord_table_name(selat_context *context, const char *path, char **out) {
    *out = NULL;
    selat_yaml *root;
    TRY(selat_yaml_read(context, path, &root));
    const selat_yaml *node = selat_yaml_find(selat_yaml_find(root, "baseline"), "table");
    const selat_option_table *table = selat_option_table_find("baseline");
    const char *name = table->options[0].default_value; /* the key `table` */
    if (node != NULL && node->kind == SELAT_YAML_SCALAR && node->value[0] != '\0') name = node->value;
    selat_status status = table_beside(context, path, name, out);
    selat_yaml_destroy(context, root);
    return status;
}

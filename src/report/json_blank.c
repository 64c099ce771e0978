/* What the blank page begins with. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "accord/yaml_tree.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "report/json.h"
#include "selat/dataset.h"
#include "selat_build.h"

static const char overlay_folder[] = "accords/overlays";
enum { LONGEST_NAME = 256 };

static json_t *regions(const selat_table *table, const selat_country *countries) {
    json_t *list = json_array();
    for (int64_t n = 0; n < table->regions.count; n++) {
        json_array_append_new(list, json_pack("{s:o, s:o, s:I, s:o}", "code", report_text(table->regions.codes[n]), "name",
                                              report_text(countries[n].name), "iso_numeric",
                                              (json_int_t)countries[n].iso_numeric, "population",
                                              report_number(countries[n].population)));
    }
    return list;
}

static json_t *sectors(const selat_labels *labels) {
    json_t *list = json_array();
    for (int64_t s = 0; s < labels->count; s++) {
        json_array_append_new(list, json_pack("{s:o, s:o, s:s}", "code", report_text(labels->codes[s]), "name",
                                              report_text(labels->names[s]), "kind", report_sector_kind(labels->codes[s])));
    }
    return list;
}

/* Groups with the members that the table has; without any they cannot be used. */
static json_t *groups(const selat_groups *all, const selat_table *table) {
    json_t *list = json_array();
    for (int64_t g = 0; g < all->count; g++) {
        const selat_group *group = &all->groups[g];
        const selat_labels *labels = group->of_sectors ? &table->sectors : &table->regions;
        json_t *codes = json_array();
        for (int64_t k = 0; k < group->count; k++) {
            if (selat_labels_find(labels, group->codes[k]) >= 0) json_array_append_new(codes, report_text(group->codes[k]));
        }
        if (json_array_size(codes) == 0) {
            json_decref(codes);
            continue;
        }
        json_array_append_new(list, json_pack("{s:o, s:s, s:o}", "name", report_text(group->name), "of",
                                              group->of_sectors ? "sectors" : "regions", "codes", codes));
    }
    return list;
}

/* "rcep" from "rcep.yaml"; false for other files. */
static bool overlay_name(const char *file, char *name, size_t room) {
    size_t length = strlen(file);
    if (length < 6 || length >= room || strcmp(file + length - 5, ".yaml") != 0) return false;
    memcpy(name, file, length - 5);
    name[length - 5] = '\0';
    return true;
}

static selat_status add_overlay(selat_context *context, const char *folder, const char *name, json_t *list) {
    char path[4096];
    selat_yaml *root;
    if (selat_format(path, sizeof path, "%s/%s.yaml", folder, name) >= (int)sizeof path) return SELAT_OK;
    TRY(selat_yaml_read(context, path, &root));
    const selat_yaml *title = selat_yaml_find(selat_yaml_find(root, "accord"), "name");
    json_array_append_new(list, json_pack("{s:o, s:o}", "name", report_text(name), "title",
                                          report_text(title != NULL && title->value != NULL ? title->value : name)));
    selat_yaml_destroy(context, root);
    return SELAT_OK;
}

static int by_text(const void *a, const void *b) { return strcmp(a, b); }

/* The shipped agreements that may be in force already, by name. */
static selat_status overlays(selat_context *context, json_t *list) {
    enum { MOST = 64 };
    char *folder, names[MOST][LONGEST_NAME];
    int count = 0;
    TRY(selat_dataset_path(context, overlay_folder, &folder));
    DIR *open = opendir(folder);
    for (struct dirent *entry; open != NULL && count < MOST && (entry = readdir(open)) != NULL;) {
        if (overlay_name(entry->d_name, names[count], LONGEST_NAME)) count++;
    }
    if (open != NULL) closedir(open);
    qsort(names, (size_t)count, LONGEST_NAME, by_text);
    selat_status status = SELAT_OK;
    for (int k = 0; k < count && status == SELAT_OK; k++) status = add_overlay(context, folder, names[k], list);
    selat_dataset_free(context, folder);
    return status;
}

/* Maps stay in the order of the file. */
static json_t *tree(const selat_yaml *node) {
    if (node->kind == SELAT_YAML_SCALAR) return report_text(node->value);
    json_t *out = node->kind == SELAT_YAML_MAP ? json_object() : json_array();
    for (const selat_yaml *child = node->first; child != NULL; child = child->next) {
        if (node->kind == SELAT_YAML_MAP)
            json_object_set_new(out, child->key, tree(child));
        else
            json_array_append_new(out, tree(child));
    }
    return out;
}

static selat_status start(selat_context *context, const char *from, json_t **out) {
    selat_yaml *root;
    *out = json_null();
    if (from == NULL) return SELAT_OK;
    TRY(selat_yaml_read(context, from, &root));
    *out = tree(root);
    selat_yaml_destroy(context, root);
    return SELAT_OK;
}

/* The name under which the page saves: that of the file it began with, without its ending. */
static void save_name(const char *from, char *out, size_t room) {
    const char *name = from == NULL ? "my-accord" : strrchr(from, '/') != NULL ? strrchr(from, '/') + 1 : from;
    size_t length = strcspn(name, ".");
    selat_format(out, room, "%.*s", (int)(length > 0 && length < room ? length : 0), name);
    if (*out == '\0') selat_format(out, room, "my-accord");
}

selat_status report_json_blank(selat_context *context, const selat_table *table, const char *named, const char *from, json_t **out) {
    selat_groups all = {0};
    selat_country *countries = NULL;
    json_t *shipped = json_array(), *begin = NULL;
    char file[LONGEST_NAME];
    selat_status status;
    *out = NULL;
    TRY_OR(end, status, selat_dataset_groups(context, &all));
    TRY_OR(end, status, selat_dataset_countries(context, table, &countries));
    TRY_OR(end, status, overlays(context, shipped));
    TRY_OR(end, status, start(context, from, &begin));
    save_name(from, file, sizeof file);
    *out = json_pack("{s:{s:{s:s, s:s}, s:{s:o, s:I, s:o}, s:o, s:o, s:o, s:o, s:O, s:o, s:O}}", "blank", "selat", "version",
                     selat_version(), "compiler", SELAT_COMPILER, "table", "name", report_text(table->name), "year",
                     (json_int_t)table->year, "named", report_text(named), "schema", report_json_schema(), "regions", regions(table, countries),
                     "sectors", sectors(&table->sectors), "groups", groups(&all, table), "overlays", shipped, "file",
                     report_text(file), "start", begin);
    if (*out == NULL) status = selat_fail(context, SELAT_NO_MEMORY, "blank page: no memory");
end:
    json_decref(shipped);
    json_decref(begin);
    selat_countries_free(context, table->regions.count, countries);
    selat_groups_clear(context, &all);
    return status;
}

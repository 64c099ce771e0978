/* The page's disk: data sets, the accord and what it names. */
#include "report/pack.h"

#include <stdlib.h>
#include <string.h>

#include "accord/tree_text.h"
#include "base/data_folders.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/pack.h"
#include "base/status.h"
#include "import/files.h"
#include "selat/dataset.h"
#include "table/compact.h"

enum { MOST_NAMES = 256 };
static const size_t largest_file = (size_t)1 << 28;

typedef struct packer {
    selat_context *context;
    selat_pack_writer writer;
    selat_data_folders folders;
} packer;

/* ---- files ---- */

static selat_status add_text(packer *p, const char *name, const char *text) {
    return selat_pack_add(p->context, &p->writer, name, text, strlen(text));
}

static selat_status add_file(packer *p, const char *path, const char *name) {
    char *bytes;
    size_t length;
    TRY(selat_file_read(p->context, path, largest_file, &bytes, &length));
    selat_status status = selat_pack_add(p->context, &p->writer, name, bytes, length);
    selat_release(p->context, bytes);
    return status;
}

static selat_status add_shipped(packer *p, const char *name) {
    char *path;
    TRY(selat_dataset_path(p->context, name, &path));
    selat_status status = add_file(p, path, name);
    selat_dataset_free(p->context, path);
    return status;
}

static selat_status add_accord_file(packer *p, const char *path, const char *name);

typedef struct names { /* in a folder */
    int count;
    char *names[MOST_NAMES];
} names;

static selat_status collect(selat_context *context, const char *name, void *data) {
    names *all = data;
    if (all->count == MOST_NAMES) return SELAT_OK;
    TRY(selat_copy_text(context, name, &all->names[all->count]));
    all->count++;
    return SELAT_OK;
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static bool is_accord(const char *name) {
    size_t length = strlen(name);
    return length > 5 && strcmp(name + length - 5, ".yaml") == 0;
}

static selat_status add_from_folder(packer *p, const char *folder, const char *room, const char *name) {
    char *path = NULL, *packed = NULL;
    selat_status status = selat_path_join(p->context, folder, name, &path);
    if (status == SELAT_OK) status = selat_path_join(p->context, room, name, &packed);
    if (status == SELAT_OK && selat_file_exists(path)) {
        status = is_accord(name) ? add_accord_file(p, path, packed) : add_file(p, path, packed);
    }
    selat_release(p->context, path);
    selat_release(p->context, packed);
    return status;
}

/* A folder of the data as a whole, by name: the same data give the same pack. */
static selat_status add_room(packer *p, const char *room) {
    for (int k = 0; k < p->folders.count; k++) {
        names all = {0};
        char *folder;
        TRY(selat_path_join(p->context, p->folders.paths[k], room, &folder));
        selat_status status = selat_folder_list(p->context, folder, collect, &all);
        qsort(all.names, (size_t)all.count, sizeof *all.names, by_name);
        for (int n = 0; n < all.count; n++) {
            if (status == SELAT_OK) status = add_from_folder(p, folder, room, all.names[n]);
            selat_release(p->context, all.names[n]);
        }
        selat_release(p->context, folder);
        TRY(status);
    }
    return SELAT_OK;
}

/* A data file with the description that may stand beside it. */
static selat_status add_described(packer *p, const char *path, const char *name) {
    TRY(add_file(p, path, name));
    const char *ending = strstr(path, ".csv");
    if (ending == NULL) return SELAT_OK;
    selat_text from = {0}, to = {0};
    selat_status status = selat_text_add(p->context, &from, "%.*s.meta", (int)(ending - path), path);
    if (status == SELAT_OK) status = selat_text_add(p->context, &to, "%.*s.meta", (int)(strstr(name, ".csv") - name), name);
    if (status == SELAT_OK && selat_file_exists(from.bytes)) status = add_file(p, from.bytes, to.bytes);
    selat_text_clear(p->context, &from);
    selat_text_clear(p->context, &to);
    return status;
}

/* The data set that an accord names: by its path, or as a file of a room. */
static selat_status add_set(packer *p, const char *what, const char *in_room, const char *name_or_path) {
    static const char *const suffixes[] = {".csv.gz", ".csv"};
    char *path, *name = NULL;
    TRY(selat_dataset_find(p->context, what, in_room, suffixes, 2, name_or_path, &path));
    const char *slash = strrchr(path, '/');
    bool by_path = strcmp(path, name_or_path) == 0;
    selat_status status = by_path ? selat_copy_text(p->context, path, &name)
                                  : selat_path_join(p->context, in_room, slash != NULL ? slash + 1 : path, &name);
    if (status == SELAT_OK) status = add_described(p, path, name);
    selat_release(p->context, path);
    selat_release(p->context, name);
    return status;
}

static selat_status add_concordance(packer *p) {
    TRY(add_shipped(p, "concordance/hs-isic.csv.gz"));
    return add_shipped(p, "concordance/isic-sectors.csv");
}

/* ---- accords ---- */

static selat_status add_tree(packer *p, const char *name, const selat_yaml *root) {
    selat_text text = {0};
    selat_status status = selat_tree_text_write(p->context, root, &text);
    if (status == SELAT_OK) status = selat_pack_add(p->context, &p->writer, name, text.bytes, text.length);
    selat_text_clear(p->context, &text);
    return status;
}

/* FILE beside `beside`, with the same rule as reading the accord; a name in the pack has no "./" in front. */
static selat_status beside(packer *p, const char *file, const char *name, char **out) {
    const char *slash = strrchr(file, '/');
    if (name[0] == '/' || slash == NULL) return selat_copy_text(p->context, name, out);
    char *folder;
    TRY(selat_copy_text_n(p->context, file, slash == file ? 1 : (size_t)(slash - file), &folder));
    selat_status status = selat_path_join(p->context, folder, name, out);
    selat_release(p->context, folder);
    return status;
}

static selat_status add_schedule(packer *p, const char *path, const char *packed, const char *schedule) {
    char *from = NULL, *to = NULL;
    selat_status status = beside(p, path, schedule, &from);
    if (status == SELAT_OK) status = beside(p, packed, schedule, &to);
    if (status == SELAT_OK) status = add_file(p, from, to);
    selat_release(p->context, from);
    selat_release(p->context, to);
    return status == SELAT_OK ? add_concordance(p) : status;
}

static selat_status add_schedules(packer *p, const char *path, const char *packed, const selat_yaml *root) {
    const selat_yaml *measures = selat_yaml_find(root, "measures");
    for (const selat_yaml *item = measures != NULL ? measures->first : NULL; item != NULL; item = item->next) {
        const selat_yaml *schedule = selat_yaml_find(selat_yaml_find(item, "tariff"), "schedule");
        if (schedule == NULL || schedule->kind != SELAT_YAML_SCALAR) continue;
        TRY(add_schedule(p, path, packed, schedule->value));
    }
    return SELAT_OK;
}

static selat_status add_accord_file(packer *p, const char *path, const char *name) {
    selat_yaml *root;
    TRY(selat_yaml_read(p->context, path, &root));
    selat_status status = add_tree(p, name, root);
    if (status == SELAT_OK) status = add_schedules(p, path, name, root);
    selat_yaml_destroy(p->context, root);
    return status;
}

/* An overlay stands where reading the accord looks for it first. */
static selat_status add_overlay(packer *p, const char *value, const char *path) {
    if (strchr(value, '/') != NULL || is_accord(value)) return add_accord_file(p, path, value);
    selat_text name = {0};
    selat_status status = selat_text_add(p->context, &name, "overlays/%s.yaml", value);
    if (status == SELAT_OK) status = add_accord_file(p, path, name.bytes);
    selat_text_clear(p->context, &name);
    return status;
}

static selat_status add_accord(packer *p, const selat_accord *accord, const selat_yaml *root) {
    const char *slash = strrchr(accord->path, '/'), *file = slash != NULL ? slash + 1 : accord->path;
    TRY(add_text(p, "file", file));
    TRY(add_tree(p, "accord", root));
    TRY(add_schedules(p, accord->path, file, root));
    const selat_yaml *overlays = selat_yaml_find(selat_yaml_find(root, "baseline"), "overlays");
    const selat_yaml *node = overlays != NULL ? overlays->first : NULL;
    for (int64_t k = 0; k < accord->n_overlays && node != NULL; k++, node = node->next) {
        TRY(add_overlay(p, node->value, accord->overlays[k]->path));
    }
    char *plans;
    TRY(selat_capture_plans_write(p->context, accord, &plans));
    selat_status status = plans[0] != '\0' ? add_text(p, "capture", plans) : SELAT_OK;
    selat_dataset_free(p->context, plans);
    return status;
}

/* ---- packs ---- */

static selat_status add_table(packer *p, const selat_table *table) {
    selat_text bytes = {0};
    selat_status status = selat_table_compact_write(p->context, table, &bytes);
    if (status == SELAT_OK) status = selat_pack_add(p->context, &p->writer, "table", bytes.bytes, bytes.length);
    selat_text_clear(p->context, &bytes);
    return status;
}

static selat_status add_common(packer *p, const selat_table *table) {
    static const char *const rooms[] = {"elasticities", "pathways", "pledges"};
    TRY(selat_data_folders_list(p->context, &p->folders));
    TRY(add_table(p, table));
    TRY(add_shipped(p, "groups.csv"));
    TRY(add_shipped(p, "countries.csv"));
    for (int k = 0; k < 3; k++) TRY(add_room(p, rooms[k]));
    return SELAT_OK;
}

/* Baskets of the table's visitors, where there are any. */
static selat_status add_visitors(packer *p, const selat_table *table) {
    char *path;
    selat_text name = {0};
    selat_status status = selat_text_add(p->context, &name, "visitors/%s.csv", table->name);
    if (status == SELAT_OK && selat_dataset_path(p->context, name.bytes, &path) == SELAT_OK) {
        status = add_described(p, path, name.bytes);
        selat_dataset_free(p->context, path);
    }
    selat_text_clear(p->context, &name);
    return status;
}

static selat_status finish(packer *p, selat_status status, selat_text *out) {
    if (status == SELAT_OK) status = selat_pack_finish(p->context, &p->writer, out);
    selat_data_folders_clear(p->context, &p->folders);
    selat_pack_writer_clear(p->context, &p->writer);
    return status;
}

static selat_status pack_accord(packer *p, const selat_table *table, const selat_accord *accord) {
    static const char *const suffixes[] = {".csv"};
    selat_yaml *root;
    char *path;
    TRY(add_common(p, table));
    TRY(add_visitors(p, table));
    TRY(add_set(p, "tariff set", "tariffs", accord->tariffs));
    TRY(selat_dataset_find(p->context, "set of elasticities", "elasticities", suffixes, 1, accord->elasticities, &path));
    selat_status status = strcmp(path, accord->elasticities) == 0 ? add_described(p, path, path) : SELAT_OK;
    selat_release(p->context, path);
    TRY(status);
    bool own_pathway = strchr(accord->pathway, '/') != NULL || strstr(accord->pathway, ".csv") != NULL;
    if (own_pathway) TRY(add_set(p, "pathway", "pathways", accord->pathway));
    TRY(selat_yaml_read(p->context, accord->path, &root));
    status = add_accord(p, accord, root);
    selat_yaml_destroy(p->context, root);
    return status;
}

selat_status report_pack(selat_context *context, const selat_table *table, const selat_accord *accord, selat_text *out) {
    packer p = {.context = context};
    return finish(&p, pack_accord(&p, table, accord), out);
}

static selat_status pack_blank(packer *p, const selat_table *table, const selat_accord *start) {
    if (start != NULL) TRY(pack_accord(p, table, start));
    else TRY(add_common(p, table));
    TRY(add_visitors(p, table));
    TRY(add_room(p, "tariffs"));
    TRY(add_room(p, "accords/overlays"));
    TRY(add_concordance(p));
    return add_text(p, "file", "new.yaml");
}

selat_status report_pack_blank(selat_context *context, const selat_table *table, const selat_accord *start, selat_text *out) {
    packer p = {.context = context};
    return finish(&p, pack_blank(&p, table, start), out);
}

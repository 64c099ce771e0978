/* Which regions or sectors merge: from a CSV file, or from the groups that ship. */
#include "selat/dataset.h"

#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"

enum { MAX_BYTES = 1 << 20 };

/* Groups as they are met. */
typedef struct grouping {
    selat_context *context;
    const selat_labels *labels;
    int64_t *group;   /* [labels] -1 until known */
    int64_t count;
    char **codes;     /* [labels] room; `count` used */
    char **names;
} grouping;

static selat_status begin(grouping *g) {
    TRY(selat_new(g->context, g->labels->count, &g->codes));
    TRY(selat_new(g->context, g->labels->count, &g->names));
    for (int64_t k = 0; k < g->labels->count; k++) g->group[k] = -1;
    return SELAT_OK;
}

static void drop(grouping *g) { /* `count` is 0 where room was short */
    for (int64_t k = 0; k < g->count; k++) {
        selat_release(g->context, g->codes[k]);
        selat_release(g->context, g->names[k]);
    }
    selat_release(g->context, g->codes);
    selat_release(g->context, g->names);
}

/* Label k joins the group `code`. A group called like one of the labels keeps that label's name. */
static selat_status join(grouping *g, int64_t k, const char *code, const char *name) {
    int64_t at = 0;
    while (at < g->count && strcmp(g->codes[at], code) != 0) at++;
    if (at == g->count) {
        int64_t like = selat_labels_find(g->labels, code);
        if (name == NULL || name[0] == '\0') name = like >= 0 ? g->labels->names[like] : code;
        TRY(selat_copy_text(g->context, code, &g->codes[at]));
        g->count++;
        TRY(selat_copy_text(g->context, name, &g->names[at]));
    }
    g->group[k] = at;
    return SELAT_OK;
}

/* ---- from a file ---- */

typedef struct columns {
    int64_t code, group, name; /* name -1: there is no such column */
} columns;

static selat_status find_columns(selat_context *context, const selat_csv *csv, columns *out) {
    TRY(selat_csv_column(context, csv, "code", &out->code));
    TRY(selat_csv_column(context, csv, "group", &out->group));
    out->name = -1;
    for (int64_t c = 0; c < csv->n_columns; c++) {
        if (strcmp(csv->header[c], "name") == 0) out->name = c;
    }
    return SELAT_OK;
}

static selat_status read_row(grouping *g, const selat_csv *csv, const columns *at) {
    const char *code = csv->fields[at->code], *group = csv->fields[at->group];
    int64_t k = selat_labels_find(g->labels, code);
    if (k < 0) {
        const char *near = selat_labels_nearest(g->labels, code);
        char expected[128] = "a code of the table";
        if (near != NULL && strlen(near) < sizeof expected - 64) {
            strcat(strcat(strcat(expected, " (did you mean "), near), "?)");
        }
        return selat_csv_fail(g->context, csv, at->code, expected);
    }
    if (g->group[k] >= 0) return selat_csv_fail(g->context, csv, at->code, "every code once");
    if (group[0] == '\0') return selat_csv_fail(g->context, csv, at->group, "the group's code");
    return join(g, k, group, at->name >= 0 ? csv->fields[at->name] : NULL);
}

static selat_status read_rows(grouping *g, selat_csv *csv) {
    columns at;
    bool has_row;
    TRY(find_columns(g->context, csv, &at));
    for (;;) {
        TRY(selat_csv_next(g->context, csv, &has_row));
        if (!has_row) break;
        TRY(read_row(g, csv, &at));
    }
    for (int64_t k = 0; k < g->labels->count; k++) {
        if (g->group[k] >= 0) continue;
        return selat_fail(g->context, SELAT_BAD_INPUT,
                          "%s: found no line for %s, expected one for every code of the table", csv->path,
                          g->labels->codes[k]);
    }
    return SELAT_OK;
}

static selat_status read_file(grouping *g, const char *path) {
    selat_csv csv = {0};
    TRY(selat_csv_open(g->context, path, MAX_BYTES, &csv));
    selat_status status = read_rows(g, &csv);
    selat_csv_close(g->context, &csv);
    return status;
}

/* ---- from the groups that ship ---- */

static selat_status join_members(grouping *g, const selat_group *group) {
    int64_t n_joined = 0;
    for (int64_t m = 0; m < group->count; m++) {
        int64_t k = selat_labels_find(g->labels, group->codes[m]);
        if (k < 0) {
            selat_note(g->context, "%s: %s is not in the table", group->name, group->codes[m]);
            continue;
        }
        if (g->group[k] >= 0) {
            return selat_fail(g->context, SELAT_BAD_INPUT, "%s: %s is already in %s", group->name, group->codes[m],
                              g->codes[g->group[k]]);
        }
        TRY(join(g, k, group->name, NULL));
        n_joined++;
    }
    if (n_joined > 0) return SELAT_OK;
    return selat_fail(g->context, SELAT_BAD_INPUT, "%s: none of its members is in the table", group->name);
}

static selat_status join_named(grouping *g, const selat_groups *groups, bool of_sectors, const char *words) {
    for (const char *word = words, *end; word != NULL; word = end != NULL ? end + 1 : NULL) {
        end = strchr(word, ',');
        char *name;
        TRY(selat_copy_text_n(g->context, word, end != NULL ? (size_t)(end - word) : strlen(word), &name));
        const selat_group *group = selat_groups_find(groups, name, of_sectors);
        selat_status status = group != NULL
                                  ? join_members(g, group)
                                  : selat_fail(g->context, SELAT_BAD_INPUT,
                                               "%s: found neither such a file nor such a group of %s that ships", name,
                                               of_sectors ? "sectors" : "regions");
        selat_release(g->context, name);
        if (status != SELAT_OK) return status;
    }
    for (int64_t k = 0; k < g->labels->count; k++) { /* the others stay */
        if (g->group[k] < 0) TRY(join(g, k, g->labels->codes[k], NULL));
    }
    return SELAT_OK;
}

static selat_status use_shipped(grouping *g, bool of_sectors, const char *words) {
    selat_groups groups;
    TRY(selat_dataset_groups(g->context, &groups));
    selat_status status = join_named(g, &groups, of_sectors, words);
    selat_groups_clear(g->context, &groups);
    return status;
}

selat_status selat_dataset_grouping(selat_context *context, const char *groups_or_path, bool of_sectors,
                                    const selat_labels *labels, selat_labels *merged, int64_t *group) {
    grouping g = {.context = context, .labels = labels, .group = group};
    bool is_file = selat_file_exists(groups_or_path) || strchr(groups_or_path, '/') != NULL;
    *merged = (selat_labels){0};
    selat_status status = begin(&g);
    if (status == SELAT_OK) {
        status = is_file ? read_file(&g, groups_or_path) : use_shipped(&g, of_sectors, groups_or_path);
    }
    if (status == SELAT_OK) {
        status =
            selat_labels_init(context, g.count, (const char *const *)g.codes, (const char *const *)g.names, merged);
    }
    drop(&g);
    return status;
}

/* Named sets of regions or sectors. */
#include <string.h>

#include "base/csv.h"
#include "base/memory.h"
#include "base/status.h"
#include "selat/dataset.h"

enum { MAX_BYTES = 1 << 20, MAX_GROUPS = 256, MAX_MEMBERS = 512 };

typedef struct columns {
    int64_t group, of, code, source;
} columns;

static selat_status find_or_add(selat_context *context, const selat_csv *csv, const columns *at, selat_groups *out,
                                selat_group **group) {
    const char *name = csv->fields[at->group];
    bool of_sectors = strcmp(csv->fields[at->of], "sectors") == 0;
    if (!of_sectors && strcmp(csv->fields[at->of], "regions") != 0) {
        return selat_csv_fail(context, csv, at->of, "regions or sectors");
    }
    if (*name == '\0') return selat_csv_fail(context, csv, at->group, "a name");
    for (int64_t k = 0; k < out->count; k++) {
        *group = &out->groups[k];
        if (strcmp((*group)->name, name) == 0 && (*group)->of_sectors == of_sectors) return SELAT_OK;
    }
    if (out->count == MAX_GROUPS) return selat_csv_fail(context, csv, at->group, "at most 256 groups");
    *group = &out->groups[out->count++];
    (*group)->of_sectors = of_sectors;
    TRY(selat_copy_text(context, name, &(*group)->name));
    TRY(selat_copy_text(context, "", &(*group)->source));
    return selat_new(context, MAX_MEMBERS, &(*group)->codes);
}

static selat_status read_row(selat_context *context, const selat_csv *csv, const columns *at, selat_groups *out) {
    selat_group *group = NULL;
    TRY(find_or_add(context, csv, at, out, &group));
    const char *code = csv->fields[at->code], *source = csv->fields[at->source];
    for (int64_t k = 0; k < group->count; k++) {
        if (strcmp(group->codes[k], code) == 0) return selat_csv_fail(context, csv, at->code, "each member once");
    }
    if (*code == '\0') return selat_csv_fail(context, csv, at->code, "a code");
    if (group->count == MAX_MEMBERS) return selat_csv_fail(context, csv, at->code, "at most 512 members");
    TRY(selat_copy_text(context, code, &group->codes[group->count]));
    group->count++;
    if (*source == '\0' || *group->source != '\0') return SELAT_OK;
    selat_release(context, group->source);
    group->source = NULL;
    return selat_copy_text(context, source, &group->source);
}

static selat_status read_groups(selat_context *context, selat_csv *csv, selat_groups *out) {
    columns at;
    TRY(selat_csv_column(context, csv, "group", &at.group));
    TRY(selat_csv_column(context, csv, "of", &at.of));
    TRY(selat_csv_column(context, csv, "code", &at.code));
    TRY(selat_csv_column(context, csv, "source", &at.source));
    TRY(selat_new(context, MAX_GROUPS, &out->groups));
    for (bool has_row;;) {
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) return SELAT_OK;
        TRY(read_row(context, csv, &at, out));
    }
}

selat_status selat_groups_read(selat_context *context, const char *path, selat_groups *out) {
    *out = (selat_groups){0};
    selat_csv csv = {0};
    selat_status status = selat_csv_open(context, path, MAX_BYTES, &csv);
    if (status == SELAT_OK) status = read_groups(context, &csv, out);
    selat_csv_close(context, &csv);
    if (status != SELAT_OK) selat_groups_clear(context, out);
    return status;
}

selat_status selat_dataset_groups(selat_context *context, selat_groups *out) {
    *out = (selat_groups){0};
    char *path;
    TRY(selat_dataset_path(context, "groups.csv", &path));
    selat_status status = selat_groups_read(context, path, out);
    selat_dataset_free(context, path);
    return status;
}

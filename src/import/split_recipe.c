/* Recipes of sector splits from a CSV file. */
#include <string.h>

#include "base/csv.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "import/files.h"
#include "selat/dataset.h"
#include "selat/split_load.h"

enum { MAX_BYTES = 16 << 20, MOST_PARTS = 64, CODE_ROOM = 32 };

typedef struct reading {
    selat_context *context;
    selat_csv csv;
    const selat_table *table;
    const selat_groups *groups;
    int64_t region, sector, part, kind, item, value; /* columns */
    char codes[MOST_PARTS][CODE_ROOM];
    int64_t n_parts;
    selat_split *out;
} reading;

static selat_status open_recipe(reading *r, const char *path) {
    TRY(selat_csv_open(r->context, path, MAX_BYTES, &r->csv));
    TRY(selat_csv_column(r->context, &r->csv, "region", &r->region));
    TRY(selat_csv_column(r->context, &r->csv, "sector", &r->sector));
    TRY(selat_csv_column(r->context, &r->csv, "part", &r->part));
    TRY(selat_csv_column(r->context, &r->csv, "kind", &r->kind));
    TRY(selat_csv_column(r->context, &r->csv, "item", &r->item));
    return selat_csv_column(r->context, &r->csv, "value", &r->value);
}

static int64_t find_part(const reading *r, const char *code) {
    for (int64_t p = 0; p < r->n_parts; p++) {
        if (strcmp(r->codes[p], code) == 0) return p;
    }
    return -1;
}

static selat_status note_part(reading *r) {
    const char *code = r->csv.fields[r->part];
    if (code[0] == '\0' || strlen(code) >= CODE_ROOM) return selat_csv_fail(r->context, &r->csv, r->part, "the code of a part");
    if (find_part(r, code) >= 0) return SELAT_OK;
    if (r->n_parts == MOST_PARTS) return selat_csv_fail(r->context, &r->csv, r->part, "at most 64 parts");
    memcpy(r->codes[r->n_parts++], code, strlen(code) + 1);
    return SELAT_OK;
}

/* First pass: which sector is split next, and into what; sectors that an earlier split has replaced are passed over. */
static selat_status find_sector(reading *r, int64_t from) {
    r->out->sector = -1;
    for (bool has_row;;) {
        TRY(selat_csv_next(r->context, &r->csv, &has_row));
        if (!has_row) return SELAT_OK;
        int64_t sector = selat_labels_find(&r->table->sectors, r->csv.fields[r->sector]);
        if (sector < 0 && selat_labels_find(&r->table->sectors, r->csv.fields[r->part]) < 0) {
            return selat_csv_fail(r->context, &r->csv, r->sector, "a sector of the table");
        }
        if (sector < from || (r->out->sector >= 0 && sector != r->out->sector)) continue;
        r->out->sector = sector;
        TRY(note_part(r));
    }
}

static selat_status make_arrays(reading *r) {
    const selat_table *t = r->table;
    int64_t cells = t->regions.count * r->n_parts, S = t->sectors.count;
    const char *codes[MOST_PARTS];
    for (int64_t p = 0; p < r->n_parts; p++) codes[p] = r->codes[p];
    TRY(selat_labels_init(r->context, r->n_parts, codes, NULL, &r->out->parts));
    TRY(selat_new(r->context, cells, &r->out->weight));
    const struct {
        double **array;
        int64_t items;
    } rest[] = {{&r->out->input, S + t->primary.count}, {&r->out->sale, S + t->demands.count}, {&r->out->emission, t->stressors.count}};
    for (int k = 0; k < 3; k++) {
        TRY(selat_new(r->context, cells * rest[k].items, rest[k].array));
        for (int64_t c = 0; c < cells * rest[k].items; c++) (*rest[k].array)[c] = 1;
    }
    return SELAT_OK;
}

static selat_status read_value(reading *r, bool share, double *out) {
    char *word = r->csv.fields[r->value];
    size_t length = strlen(word);
    bool percent = length > 1 && word[length - 1] == '%';
    if (percent) word[length - 1] = '\0';
    bool number = percent == share && selat_parse_double(word, out);
    if (percent) word[length - 1] = '%';
    if (percent) *out /= 100;
    if (number && *out >= 0 && *out <= (share ? 1 : 1e6)) return SELAT_OK;
    return selat_csv_fail(r->context, &r->csv, r->value, share ? "a share with %, from 0% to 100%" : "a number from 0 to 1e6");
}

/* Sets one value for the regions of the row, in an array [R][P][items]; `item` -1: every item marked in `chosen`. */
static selat_status set_regions(reading *r, double *array, int64_t items, int64_t item, double value) {
    const char *word = r->csv.fields[r->region];
    int64_t part = find_part(r, r->csv.fields[r->part]), n = selat_labels_find(&r->table->regions, word);
    const selat_group *group = n < 0 && r->groups != NULL ? selat_groups_find(r->groups, word, false) : NULL;
    bool all = strcmp(word, "all") == 0;
    if (n < 0 && group == NULL && !all)
        return selat_csv_fail(r->context, &r->csv, r->region, "a region of the table, a group or all");
    for (int64_t k = 0; k < r->table->regions.count; k++) {
        bool in = all || k == n;
        for (int64_t g = 0; group != NULL && g < group->count; g++) {
            in = in || strcmp(group->codes[g], r->table->regions.codes[k]) == 0;
        }
        if (in) array[(k * r->n_parts + part) * items + item] = value;
    }
    return SELAT_OK;
}

static selat_status set_emission(reading *r, double value) {
    const selat_table *t = r->table;
    const char *word = r->csv.fields[r->item];
    bool found = false;
    for (int64_t q = 0; q < t->stressors.count; q++) {
        bool match = word[0] == '\0' || strcmp(word, t->stressors.codes[q]) == 0 || strcmp(word, t->stressor_gases[q]) == 0;
        if (match) TRY(set_regions(r, r->out->emission, t->stressors.count, q, value));
        found = found || match;
    }
    return found ? SELAT_OK : selat_csv_fail(r->context, &r->csv, r->item, "a stressor or gas of the table, or nothing (all)");
}

static selat_status read_rule(reading *r) {
    const selat_table *t = r->table;
    const char *kind = r->csv.fields[r->kind], *item = r->csv.fields[r->item];
    int64_t S = t->sectors.count, sector = selat_labels_find(&t->sectors, item);
    double value;
    bool weight = strcmp(kind, "weight") == 0;
    TRY(read_value(r, weight, &value));
    if (weight) return set_regions(r, r->out->weight, 1, 0, value);
    if (strcmp(kind, "emission") == 0) return set_emission(r, value);
    bool input = strcmp(kind, "input") == 0;
    if (!input && strcmp(kind, "sale") != 0) {
        return selat_csv_fail(r->context, &r->csv, r->kind, "weight, input, sale or emission");
    }
    const selat_labels *others = input ? &t->primary : &t->demands;
    int64_t other = selat_labels_find(others, item), items = S + others->count;
    if (sector < 0 && other < 0) {
        return selat_csv_fail(r->context, &r->csv, r->item,
                              input ? "a sector or primary input of the table" : "a sector or final demand of the table");
    }
    return set_regions(r, input ? r->out->input : r->out->sale, items, sector >= 0 ? sector : S + other, value);
}

static selat_status read_rules(reading *r) {
    for (bool has_row;;) {
        TRY(selat_csv_next(r->context, &r->csv, &has_row));
        if (!has_row) return SELAT_OK;
        if (strcmp(r->csv.fields[r->sector], r->table->sectors.codes[r->out->sector]) == 0) TRY(read_rule(r));
    }
}

selat_status selat_dataset_split(selat_context *context, const char *name_or_path, const selat_table *table,
                                 const selat_groups *groups, int64_t from, bool *found, selat_split *out) {
    static const char *const suffixes[] = {".csv"};
    reading r = {.context = context, .table = table, .groups = groups, .out = out};
    char *path = NULL;
    selat_status status;
    *out = (selat_split){0};
    *found = false;
    TRY_OR(end, status, selat_dataset_find(context, "recipe", "splits", suffixes, 1, name_or_path, &path));
    TRY_OR(end, status, open_recipe(&r, path));
    TRY_OR(end, status, find_sector(&r, from));
    if (out->sector < 0) goto end;
    *found = true;
    selat_csv_close(context, &r.csv);
    TRY_OR(end, status, make_arrays(&r));
    TRY_OR(end, status, open_recipe(&r, path));
    status = read_rules(&r);
end:
    selat_csv_close(context, &r.csv);
    selat_release(context, path);
    if (status != SELAT_OK) selat_split_clear(context, out);
    return status;
}

selat_status selat_dataset_apply_splits(selat_context *context, const char *name_or_path, const selat_table *table,
                                        const selat_groups *groups, selat_split_report *report, selat_table **out) {
    selat_table *now = NULL;
    selat_status status = SELAT_OK;
    *report = (selat_split_report){0};
    *out = NULL;
    for (;;) {
        selat_split split;
        selat_split_report one;
        selat_table *next = NULL;
        bool found;
        TRY_OR(fail, status, selat_dataset_split(context, name_or_path, now != NULL ? now : table, groups, 0, &found, &split));
        if (!found) break;
        status = selat_table_split(context, now != NULL ? now : table, &split, &one, &next);
        selat_split_clear(context, &split);
        if (status != SELAT_OK) goto fail;
        selat_table_destroy(context, now);
        now = next;
        report->balanced += one.balanced;
        report->iterations = one.iterations > report->iterations ? one.iterations : report->iterations;
        report->gap = one.gap > report->gap ? one.gap : report->gap;
        report->moved_share = one.moved_share > report->moved_share ? one.moved_share : report->moved_share;
    }
    if (now == NULL) status = selat_fail(context, SELAT_BAD_INPUT, "%s: the recipe splits no sector", name_or_path);
    *out = now;
    return status;
fail:
    selat_table_destroy(context, now);
    return status;
}

/* Factors that turn stressor rows into accounts: by row, and where given by region, by sector, or by both. */
#include <string.h>

#include "base/csv.h"
#include "base/memory.h"
#include "base/status.h"
#include "selat/dataset.h"

enum { MAX_BYTES = 64 << 20, MOST_ACCOUNTS = 1000 };

typedef struct rule { /* one line of the file; -1: any */
    int64_t account, stressor, region, sector;
    double factor;
} rule;

typedef struct reading {
    selat_csv csv;
    int64_t account, unit, stressor, factor, region, sector; /* columns, -1: absent */
    int64_t n_accounts, n_rules, room;
    char *names[MOST_ACCOUNTS], *units[MOST_ACCOUNTS];
    rule *rules;
} reading;

static int64_t optional_column(const selat_csv *csv, const char *name) {
    for (int64_t c = 0; c < csv->n_columns; c++) {
        if (strcmp(csv->header[c], name) == 0) return c;
    }
    return -1;
}

static selat_status find_columns(selat_context *context, reading *r) {
    TRY(selat_csv_column(context, &r->csv, "account", &r->account));
    TRY(selat_csv_column(context, &r->csv, "unit", &r->unit));
    TRY(selat_csv_column(context, &r->csv, "stressor", &r->stressor));
    TRY(selat_csv_column(context, &r->csv, "factor", &r->factor));
    r->region = optional_column(&r->csv, "region");
    r->sector = optional_column(&r->csv, "sector");
    return SELAT_OK;
}

static selat_status find_account(selat_context *context, reading *r, int64_t *out) {
    const char *name = r->csv.fields[r->account];
    for (*out = 0; *out < r->n_accounts; ++*out) {
        if (strcmp(r->names[*out], name) != 0) continue;
        if (strcmp(r->units[*out], r->csv.fields[r->unit]) == 0) return SELAT_OK;
        return selat_csv_fail(context, &r->csv, r->unit, "one unit for all lines of an account");
    }
    if (name[0] == '\0' || r->n_accounts == MOST_ACCOUNTS) {
        return selat_csv_fail(context, &r->csv, r->account, "a name, of at most 1000 accounts");
    }
    TRY(selat_copy_text(context, name, &r->names[r->n_accounts]));
    TRY(selat_copy_text(context, r->csv.fields[r->unit], &r->units[r->n_accounts]));
    r->n_accounts++;
    return SELAT_OK;
}

/* The label in an optional column: -1 where the column or the field is empty. */
static selat_status find_label(selat_context *context, reading *r, int64_t column, const selat_labels *labels,
                               const char *expected, int64_t *out) {
    *out = -1;
    if (column < 0 || r->csv.fields[column][0] == '\0') return SELAT_OK;
    *out = selat_labels_find(labels, r->csv.fields[column]);
    return *out >= 0 ? SELAT_OK : selat_csv_fail(context, &r->csv, column, expected);
}

static selat_status read_rule(selat_context *context, reading *r, const selat_table *t) {
    rule one;
    TRY(find_account(context, r, &one.account));
    TRY(find_label(context, r, r->stressor, &t->stressors, "a stressor of the table", &one.stressor));
    if (one.stressor < 0) return selat_csv_fail(context, &r->csv, r->stressor, "a stressor of the table");
    TRY(find_label(context, r, r->region, &t->regions, "a region of the table, or nothing for all", &one.region));
    TRY(find_label(context, r, r->sector, &t->sectors, "a sector of the table, or nothing for all", &one.sector));
    TRY(selat_csv_double(context, &r->csv, r->factor, &one.factor));
    if (r->n_rules == r->room) {
        int64_t room = r->room > 0 ? 2 * r->room : 256;
        rule *rules;
        TRY(selat_new(context, room, &rules));
        for (int64_t k = 0; k < r->n_rules; k++) rules[k] = r->rules[k];
        selat_release(context, r->rules);
        r->rules = rules;
        r->room = room;
    }
    r->rules[r->n_rules++] = one;
    return SELAT_OK;
}

static selat_status read_rules(selat_context *context, reading *r, const selat_table *t) {
    TRY(find_columns(context, r));
    for (bool has_row;;) {
        TRY(selat_csv_next(context, &r->csv, &has_row));
        if (!has_row) break;
        TRY(read_rule(context, r, t));
    }
    if (r->n_rules > 0) return SELAT_OK;
    return selat_fail(context, SELAT_BAD_INPUT, "%s: there is no line below the header, expected factors", r->csv.path);
}

static int specificity(const rule *one) { return (one->region >= 0) * 2 + (one->sector >= 0); }

/* For one account and stressor: the most specific rule of every cell (region before sector), later lines before earlier. */
static void apply_rules(const reading *r, const selat_table *t, int64_t account, int64_t q, const rule **best,
                        selat_characterisation *out) {
    int64_t R = t->regions.count, S = t->sectors.count, cells = R * (S + 1);
    bool any = false;
    for (int64_t at = 0; at < cells; at++) best[at] = NULL;
    for (int64_t k = 0; k < r->n_rules; k++) {
        const rule *one = &r->rules[k];
        if (one->account != account || one->stressor != q) continue;
        any = true;
        for (int64_t at = 0; at < cells; at++) {
            int64_t region = at / (S + 1), sector = at % (S + 1) - 1; /* -1: households, which only rules without sector meet */
            if ((one->region >= 0 && one->region != region) || (one->sector >= 0 && one->sector != sector)) continue;
            if (best[at] == NULL || specificity(one) >= specificity(best[at])) best[at] = one;
        }
    }
    for (int64_t at = 0; at < cells && any; at++) {
        if (best[at] != NULL) selat_characterisation_add(out, t, account, q, at / (S + 1), at % (S + 1) - 1, best[at]->factor);
    }
}

static selat_status characterise(selat_context *context, const reading *r, const selat_table *t, selat_characterisation *out) {
    const rule **best;
    TRY(selat_new(context, t->regions.count * (t->sectors.count + 1), &best));
    selat_status status = selat_characterisation_create(context, t, r->n_accounts, (const char *const *)r->names,
                                                (const char *const *)r->units, out);
    for (int64_t a = 0; a < r->n_accounts && status == SELAT_OK; a++) {
        for (int64_t q = 0; q < t->stressors.count; q++) apply_rules(r, t, a, q, best, out);
    }
    selat_release(context, best);
    return status;
}

selat_status selat_dataset_characterisation(selat_context *context, const char *path, const selat_table *table,
                                    selat_characterisation *out) {
    reading *r;
    *out = (selat_characterisation){0};
    TRY(selat_new(context, 1, &r));
    selat_status status = selat_csv_open(context, path, MAX_BYTES, &r->csv);
    if (status == SELAT_OK) status = read_rules(context, r, table);
    if (status == SELAT_OK) status = characterise(context, r, table, out);
    selat_csv_close(context, &r->csv);
    for (int64_t a = 0; a < MOST_ACCOUNTS; a++) {
        selat_release(context, r->names[a]);
        selat_release(context, r->units[a]);
    }
    selat_release(context, r->rules);
    selat_release(context, r);
    return status;
}

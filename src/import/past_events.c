/* Agreements of the past, from a CSV file. */
#include <string.h>

#include "base/csv.h"
#include "base/memory.h"
#include "base/status.h"
#include "import/files.h"
#include "selat/dataset.h"

enum { MAX_BYTES = 1 << 20, N_COLUMNS = 6, MOST_EVENTS = 1000, LONGEST_WORD = 63 };

typedef struct reading {
    const selat_panel *panel;
    const selat_groups *groups;
    int64_t column[N_COLUMNS];
    selat_past_events *out; /* room for MOST_EVENTS */
} reading;

/* Marks the region, or the group's members that the panel has; false when `word` is neither. */
static bool mark_word(const reading *r, const char *word, bool *side) {
    int64_t n = selat_labels_find(&r->panel->regions, word);
    if (n >= 0) {
        side[n] = true;
        return true;
    }
    const selat_group *group = selat_groups_find(r->groups, word, false);
    for (int64_t k = 0; group != NULL && k < group->count; k++) {
        n = selat_labels_find(&r->panel->regions, group->codes[k]);
        if (n >= 0) side[n] = true;
    }
    return group != NULL;
}

static selat_status read_side(selat_context *context, const selat_csv *csv, int64_t column, const reading *r,
                              bool **side) {
    char word[LONGEST_WORD + 1];
    TRY(selat_new(context, r->panel->regions.count, side));
    for (const char *at = csv->fields[column]; *at != '\0';) {
        size_t length = strcspn(at, " ");
        if (length > LONGEST_WORD) return selat_csv_fail(context, csv, column, "region codes and group names");
        memcpy(word, at, length);
        word[length] = '\0';
        if (length > 0 && !mark_word(r, word, *side)) {
            return selat_csv_fail(context, csv, column, "region codes of the panel and group names, with blanks between");
        }
        at += length + (at[length] == ' ');
    }
    return SELAT_OK;
}

static selat_status read_row(selat_context *context, const selat_csv *csv, reading *r) {
    if (r->out->count == MOST_EVENTS) return selat_csv_fail(context, csv, r->column[0], "at most 1000 events");
    selat_past_event *e = &r->out->events[r->out->count++];
    int64_t first = r->panel->first_year, last = first + r->panel->n_tariff_years - 1;
    TRY(selat_copy_text(context, csv->fields[r->column[0]], &e->name));
    TRY(selat_csv_int(context, csv, r->column[1], first, last, &e->window.from));
    TRY(selat_csv_int(context, csv, r->column[2], e->window.from + 1, last, &e->window.to));
    TRY(read_side(context, csv, r->column[3], r, &e->side_a));
    TRY(read_side(context, csv, r->column[4], r, &e->side_b));
    return selat_copy_text(context, csv->fields[r->column[5]], &e->source);
}

static selat_status read_rows(selat_context *context, selat_csv *csv, reading *r) {
    static const char *const names[N_COLUMNS] = {"event", "from", "to", "side_a", "side_b", "source"};
    for (int k = 0; k < N_COLUMNS; k++) TRY(selat_csv_column(context, csv, names[k], &r->column[k]));
    TRY(selat_new(context, MOST_EVENTS, &r->out->events));
    for (bool has_row;;) {
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) return SELAT_OK;
        TRY(read_row(context, csv, r));
    }
}

selat_status selat_dataset_past_events(selat_context *context, const char *name_or_path, const selat_panel *panel,
                                       const selat_groups *groups, selat_past_events *out) {
    static const char *const suffixes[] = {".csv"};
    *out = (selat_past_events){0};
    reading r = {.panel = panel, .groups = groups, .out = out};
    selat_csv csv = {0};
    char *path = NULL;
    selat_status status;
    TRY_OR(done, status, selat_dataset_find(context, "list of events", "panel", suffixes, 1, name_or_path, &path));
    TRY_OR(done, status, selat_csv_open(context, path, MAX_BYTES, &csv));
    status = read_rows(context, &csv, &r);
done:
    selat_csv_close(context, &csv);
    selat_release(context, path);
    if (status != SELAT_OK) selat_past_events_clear(context, out);
    return status;
}

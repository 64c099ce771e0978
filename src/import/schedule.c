/* Reading tariff schedules. */
#include "selat/schedule.h"

#include <string.h>

#include "base/csv.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"

enum { MAX_BYTES = 1 << 24, HS_DIGITS = 6, EARLIEST_YEAR = 1990, LATEST_YEAR = 2200 };
static const double HIGHEST_RATE = 10; /* 1000 % */

typedef struct reading {
    selat_context *context;
    selat_csv csv;
    int64_t hs6, rate, year, weight; /* columns; -1: the file has none */
    const selat_concordance *concordance;
    int64_t count, room;
    selat_schedule_row *rows;
} reading;

static selat_status check_columns(reading *r) {
    static const char *const known[] = {"hs6", "rate", "year", "weight"};
    int64_t *const at[] = {&r->hs6, &r->rate, &r->year, &r->weight};
    for (int k = 0; k < 4; k++) *at[k] = -1;
    for (int64_t column = 0; column < r->csv.n_columns; column++) {
        const char *name = r->csv.header[column];
        int k = 0;
        while (k < 4 && strcmp(known[k], name) != 0) k++;
        if (k == 4 || *at[k] >= 0) {
            return selat_fail_at(r->context, (selat_place){r->csv.path, 1, 0, "header"}, name,
                                 "each of hs6, rate, year, weight at most once");
        }
        *at[k] = column;
    }
    TRY(selat_csv_column(r->context, &r->csv, "hs6", &r->hs6));
    return selat_csv_column(r->context, &r->csv, "rate", &r->rate);
}

static selat_status read_code(reading *r, int64_t *out) {
    const char *text = r->csv.fields[r->hs6];
    bool digits = strlen(text) == HS_DIGITS && strspn(text, "0123456789") == HS_DIGITS;
    if (!digits || !selat_parse_int(text, out)) {
        return selat_csv_fail(r->context, &r->csv, r->hs6,
                              "six digits such as 010110 (spreadsheets drop the leading zero)");
    }
    if (selat_concordance_find(r->concordance, *out) >= 0) return SELAT_OK;
    return selat_csv_fail(r->context, &r->csv, r->hs6, "an HS6 code of the concordance");
}

/* "5%": the unit is part of the value, as in the accord file. */
static selat_status read_rate(reading *r, selat_schedule_row *row) {
    const char *text = r->csv.fields[r->rate];
    char number[32];
    size_t length = strlen(text);
    if (length == 0 && r->weight >= 0) return SELAT_OK;
    bool percent = length > 1 && length < sizeof number && text[length - 1] == '%';
    if (percent) {
        memcpy(number, text, length - 1);
        number[length - 1] = '\0';
    }
    if (!percent || !selat_parse_double(number, &row->rate)) {
        return selat_csv_fail(r->context, &r->csv, r->rate,
                              r->weight >= 0 ? "a percentage such as 5%, or nothing where the base rate stays"
                                             : "a percentage such as 5%");
    }
    row->rate /= 100;
    row->has_rate = true;
    if (row->rate >= 0 && row->rate <= HIGHEST_RATE) return SELAT_OK;
    return selat_csv_fail(r->context, &r->csv, r->rate, "a percentage from 0% to 1000%");
}

static selat_status read_row(reading *r) {
    selat_schedule_row *row = &r->rows[r->count];
    *row = (selat_schedule_row){.weight = 1, .line = r->csv.line};
    TRY(read_code(r, &row->hs6));
    TRY(read_rate(r, row));
    if (r->year >= 0) TRY(selat_csv_int(r->context, &r->csv, r->year, EARLIEST_YEAR, LATEST_YEAR, &row->year));
    if (r->weight >= 0) {
        TRY(selat_csv_double(r->context, &r->csv, r->weight, &row->weight));
        if (!(row->weight >= 0)) return selat_csv_fail(r->context, &r->csv, r->weight, "a weight of 0 or more");
    }
    r->count++;
    return SELAT_OK;
}

static selat_status make_room(reading *r) {
    if (r->count < r->room) return SELAT_OK;
    int64_t room = r->room == 0 ? 1024 : 2 * r->room;
    selat_schedule_row *larger;
    TRY(selat_new(r->context, room, &larger));
    if (r->count > 0) memcpy(larger, r->rows, (size_t)r->count * sizeof *larger);
    selat_release(r->context, r->rows);
    r->rows = larger;
    r->room = room;
    return SELAT_OK;
}

static selat_status read_rows(reading *r) {
    TRY(check_columns(r));
    for (bool has_row;;) {
        TRY(make_room(r));
        TRY(selat_csv_next(r->context, &r->csv, &has_row));
        if (!has_row) break;
        TRY(read_row(r));
    }
    if (r->count > 0) return SELAT_OK;
    return selat_fail_at(r->context, (selat_place){r->csv.path, 0, 0, NULL}, "no lines", "at least one tariff line");
}

/* The rows are sorted by line and year. */
static selat_status check_twice(const reading *r) {
    for (int64_t k = 1; k < r->count; k++) {
        const selat_schedule_row *a = &r->rows[k - 1], *b = &r->rows[k];
        if (a->hs6 != b->hs6 || a->year != b->year) continue;
        char found[64], code[HS_DIGITS + 1] = "";
        for (int64_t digit = HS_DIGITS - 1, rest = b->hs6; digit >= 0; digit--, rest /= 10) {
            code[digit] = (char)('0' + rest % 10);
        }
        selat_format(found, sizeof found, "%s again, first in line %lld", code,
                     (long long)a->line);
        return selat_fail_at(r->context, (selat_place){r->csv.path, b->line, 0, "hs6"}, found,
                             r->year >= 0 ? "each line once a year" : "each line once");
    }
    return SELAT_OK;
}

selat_status selat_schedule_read(selat_context *context, const char *path, const selat_table *table,
                                 selat_schedule **out) {
    selat_concordance concordance = {0};
    reading r = {.context = context, .concordance = &concordance};
    selat_schedule *schedule = NULL;
    selat_status status;
    *out = NULL;
    TRY_OR(done, status, selat_dataset_concordance(context, table, &concordance));
    TRY_OR(done, status, selat_csv_open(context, path, MAX_BYTES, &r.csv));
    TRY_OR(done, status, read_rows(&r));
    TRY_OR(done, status, selat_new(context, 1, &schedule));
    TRY_OR(done, status, selat_copy_text(context, path, &schedule->path));
    TRY_OR(done, status, selat_labels_copy(context, &table->sectors, &schedule->sectors));
    TRY_OR(done, status,
           selat_schedule_aggregate(context, &concordance, r.count, r.rows, r.weight >= 0, schedule));
    TRY_OR(done, status, check_twice(&r));
    *out = schedule;
    schedule = NULL;
done:
    selat_schedule_destroy(context, schedule);
    selat_release(context, r.rows);
    selat_csv_close(context, &r.csv);
    selat_concordance_clear(context, &concordance);
    return status;
}

/* Tariff lines into the table's sectors. */
#include <stdlib.h>

#include "base/memory.h"
#include "base/status.h"
#include "selat/schedule.h"

void selat_concordance_clear(selat_context *context, selat_concordance *c) {
    void *const arrays[] = {c->hs6, c->first, c->sector, c->share, c->sector_lines};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
    *c = (selat_concordance){0};
}

int64_t selat_concordance_find(const selat_concordance *c, int64_t hs6) {
    int64_t low = 0, high = c->n_lines;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (c->hs6[middle] < hs6)
            low = middle + 1;
        else
            high = middle;
    }
    return low < c->n_lines && c->hs6[low] == hs6 ? low : -1;
}

void selat_schedule_destroy(selat_context *context, selat_schedule *schedule) {
    if (schedule == NULL) return;
    selat_labels_clear(context, &schedule->sectors);
    void *const owned[] = {schedule->path,     schedule->years, schedule->rate,
                           schedule->coverage, schedule->lines, schedule};
    for (size_t k = 0; k < sizeof owned / sizeof *owned; k++) selat_release(context, owned[k]);
}

int64_t selat_schedule_at(const selat_schedule *schedule, int64_t year) {
    int64_t at = -1;
    while (at + 1 < schedule->n_years && schedule->years[at + 1] <= year) at++;
    return at;
}

static int by_line_and_year(const void *a, const void *b) {
    const selat_schedule_row *x = a, *y = b;
    if (x->hs6 != y->hs6) return x->hs6 < y->hs6 ? -1 : 1;
    if (x->year != y->year) return x->year < y->year ? -1 : 1;
    return x->line < y->line ? -1 : x->line > y->line;
}

static int by_number(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static selat_status find_years(selat_context *context, int64_t n_rows, const selat_schedule_row *rows,
                               selat_schedule *out) {
    TRY(selat_new(context, n_rows, &out->years));
    for (int64_t k = 0; k < n_rows; k++) out->years[k] = rows[k].year;
    qsort(out->years, (size_t)n_rows, sizeof *out->years, by_number);
    for (int64_t k = 0; k < n_rows; k++) {
        if (k == 0 || out->years[k] != out->years[k - 1]) out->years[out->n_years++] = out->years[k];
    }
    return SELAT_OK;
}

typedef struct sums { /* of one year, [S] */
    double *rate, *covered, *lines, *all;
} sums;

/* `row` is the line's row of the year; `in_force` false: it starts later. */
static void add_line(const selat_concordance *c, const selat_schedule_row *row, bool in_force, sums *of, double *outside) {
    int64_t at = selat_concordance_find(c, row->hs6);
    bool covered = in_force && row->has_rate;
    for (int64_t k = c->first[at]; k < c->first[at + 1]; k++) {
        int64_t s = c->sector[k];
        if (s < 0) {
            *outside += covered ? c->share[k] : 0;
            continue;
        }
        double weight = row->weight * c->share[k];
        of->all[s] += weight;
        if (!covered) continue;
        of->rate[s] += weight * row->rate;
        of->covered[s] += weight;
        of->lines[s] += c->share[k];
    }
}

static void add_year(const selat_concordance *c, int64_t n_rows, const selat_schedule_row *rows, int64_t year, sums *of,
                     double *outside) {
    *outside = 0;
    for (int64_t k = 0; k < n_rows;) {
        int64_t latest = k, end = k;
        for (; end < n_rows && rows[end].hs6 == rows[k].hs6; end++) {
            if (rows[end].year <= year) latest = end;
        }
        add_line(c, &rows[latest], rows[latest].year <= year, of, outside);
        k = end;
    }
}

selat_status selat_schedule_aggregate(selat_context *context, const selat_concordance *c, int64_t n_rows,
                                      selat_schedule_row *rows, bool weighted, selat_schedule *out) {
    int64_t S = c->n_sectors, cells;
    double *all = NULL;
    qsort(rows, (size_t)n_rows, sizeof *rows, by_line_and_year);
    out->n_rows = n_rows;
    out->n_sectors = S;
    out->weighted = weighted;
    TRY(find_years(context, n_rows, rows, out));
    TRY(selat_count(context, out->n_years, S, 1, 1, &cells));
    TRY(selat_new(context, cells, &out->rate));
    TRY(selat_new(context, cells, &out->coverage));
    TRY(selat_new(context, cells, &out->lines));
    TRY(selat_new(context, cells, &all));
    for (int64_t y = 0; y < out->n_years; y++) {
        sums of = {out->rate + y * S, out->coverage + y * S, out->lines + y * S, all + y * S};
        add_year(c, n_rows, rows, out->years[y], &of, &out->outside);
        for (int64_t s = 0; s < S; s++) {
            of.rate[s] = of.covered[s] > 0 ? of.rate[s] / of.covered[s] : 0;
            double whole = weighted ? of.all[s] : c->sector_lines[s];
            of.covered[s] = whole > 0 ? of.covered[s] / whole : 0;
        }
    }
    selat_release(context, all);
    return SELAT_OK;
}

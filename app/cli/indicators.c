#include "indicators.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- choosing ---- */

int indicator_find(const indicator_job *job, const char *flag, const char *code, bool of_sectors, int64_t *out) {
    const selat_labels *labels = of_sectors ? &job->table->sectors : &job->table->regions;
    *out = selat_labels_find(labels, code);
    if (*out >= 0) return CLI_OK;
    const char *near = selat_labels_nearest(labels, code);
    return cli_usage("%s: found '%s', expected a %s of table %s%s%s%s", flag, code, of_sectors ? "sector" : "region",
                     job->table->name, near != NULL ? " (did you mean " : "", near != NULL ? near : "",
                     near != NULL ? "?)" : "");
}

int indicator_choose(const indicator_job *job, const char *flag, const char *names, bool of_sectors, bool *chosen) {
    const selat_labels *labels = of_sectors ? &job->table->sectors : &job->table->regions;
    for (const char *at = names; *at != '\0';) {
        char word[128];
        size_t length = strcspn(at, ",");
        snprintf(word, sizeof word, "%.*s", (int)length, at);
        at += length + (at[length] == ',');
        const selat_group *group = selat_groups_find(&job->groups, word, of_sectors);
        int64_t n = selat_labels_find(labels, word);
        if (n < 0 && group == NULL) return indicator_find(job, flag, word, of_sectors, &n);
        if (n >= 0) chosen[n] = true;
        for (int64_t k = 0; n < 0 && k < group->count; k++) {
            int64_t m = selat_labels_find(labels, group->codes[k]);
            if (m >= 0) chosen[m] = true;
        }
    }
    return CLI_OK;
}

static int choose_rows(cli_session *cli, indicator_job *job) {
    int64_t R = job->table->regions.count, S = job->table->sectors.count;
    bool *chosen = calloc((size_t)R, sizeof *chosen);
    job->regions = calloc((size_t)R, sizeof *job->regions);
    job->sector_shown = calloc((size_t)S, sizeof *job->sector_shown);
    if (chosen == NULL || job->regions == NULL || job->sector_shown == NULL) {
        free(chosen);
        return cli_usage("no memory");
    }
    const char *regions = cli->values[FLAG_REGION], *sectors = cli->values[FLAG_SECTOR];
    int code = regions != NULL ? indicator_choose(job, "--region", regions, false, chosen) : CLI_OK;
    if (code == CLI_OK && sectors != NULL) code = indicator_choose(job, "--sector", sectors, true, job->sector_shown);
    for (int64_t r = 0; r < R; r++) {
        if (regions == NULL || chosen[r]) job->regions[job->n_regions++] = r;
    }
    for (int64_t s = 0; s < S && sectors == NULL; s++) job->sector_shown[s] = true;
    free(chosen);
    return code;
}

int indicator_open(cli_session *cli, indicator_job *job, bool world_of_all) {
    *job = (indicator_job){.top = 20};
    int code = cli_number(cli, FLAG_TOP, "--top", 1, 1e6, &job->top);
    if (code != CLI_OK) return code;
    selat_status status = selat_dataset_table(cli->context, cli->words[0], &job->table);
    if (status == SELAT_OK) status = selat_dataset_groups(cli->context, &job->groups);
    if (status != SELAT_OK) return cli_fail(cli, status);
    code = choose_rows(cli, job);
    if (code != CLI_OK) return code;
    status = selat_indicator_world_create(cli->context, job->table, NULL, job->n_regions,
                                         world_of_all ? NULL : job->regions, &job->world);
    return status == SELAT_OK ? CLI_OK : cli_fail(cli, status);
}

/* ---- sheets ---- */

indicator_sheet *indicator_add_sheet(indicator_job *job, const char *name, const char *title) {
    indicator_sheet *sheet = &job->sheets[job->n_sheets++];
    selat_frame_init(&sheet->frame, name, title, sheet->columns, 0);
    return sheet;
}

void indicator_add_column(indicator_sheet *sheet, const char *key, const char *what, const char *unit, bool is_text) {
    int64_t at = sheet->frame.n_columns++;
    snprintf(sheet->headings[at], sizeof sheet->headings[at], unit != NULL ? "%s (%s)" : "%s", what, unit);
    for (char *c = sheet->headings[at]; *c != '\0'; c++) *c = *c == '_' ? ' ' : *c;
    sheet->columns[at] = (selat_frame_column){key, sheet->headings[at], is_text};
}

void indicator_note(indicator_job *job, const char *note) {
    if (job->n_notes < INDICATOR_NOTES) job->notes[job->n_notes++] = note;
}

static selat_status add_rows(cli_session *cli, indicator_job *job, selat_indicator_level level, indicator_sheet *sheet,
                             const double *values, int64_t n_values) {
    const selat_table *t = job->table;
    int64_t R = t->regions.count, S = t->sectors.count;
    bool by_sector = level == SELAT_INDICATOR_INDUSTRY;
    for (int64_t k = 0; k < job->n_regions; k++) {
        int64_t r = job->regions[k];
        for (int64_t s = 0; s < (by_sector ? S : 1); s++) {
            selat_cell *row;
            if (by_sector && !job->sector_shown[s]) continue;
            selat_status status = selat_frame_add(cli->context, &sheet->frame, &row);
            if (status != SELAT_OK) return status;
            *row++ = (selat_cell){.text = t->regions.codes[r]};
            *row++ = (selat_cell){.text = by_sector ? t->sectors.codes[s] : t->regions.names[r]};
            int64_t at = by_sector ? r * S + s : r, size = by_sector ? R * S : R;
            for (int64_t v = 0; v < n_values; v++) row[v].number = values[v * size + at];
        }
    }
    return SELAT_OK;
}

selat_status indicator_add_registered(cli_session *cli, indicator_job *job, const char *group,
                                      selat_indicator_level level, const char *name, const char *title) {
    int64_t count, n_values = 0, R = job->table->regions.count;
    int64_t size = level == SELAT_INDICATOR_INDUSTRY ? R * job->table->sectors.count : R;
    const selat_indicator *all = selat_indicators(&count);
    double *values = calloc((size_t)(count * size), sizeof *values);
    selat_status status = values != NULL ? SELAT_OK : SELAT_NO_MEMORY;
    indicator_sheet *sheet = indicator_add_sheet(job, name, title);
    indicator_add_column(sheet, "region", "region", NULL, true);
    indicator_add_column(sheet, level == SELAT_INDICATOR_INDUSTRY ? "sector" : "name",
                         level == SELAT_INDICATOR_INDUSTRY ? "sector" : "name", NULL, true);
    for (int64_t k = 0; k < count && status == SELAT_OK; k++) {
        if (all[k].level != level || strcmp(all[k].group, group) != 0) continue;
        indicator_add_column(sheet, all[k].name, all[k].name, all[k].unit, false);
        status = selat_indicator_compute(cli->context, &all[k], job->world, values + n_values++ * size);
    }
    if (status == SELAT_OK) status = add_rows(cli, job, level, sheet, values, n_values);
    free(values);
    return status;
}

/* ---- sorting ---- */

static int64_t sort_column; /* of the frame being sorted; qsort has no room for it */

static int by_column(const void *a, const void *b) {
    double x = ((const selat_cell *)a)[sort_column].number, y = ((const selat_cell *)b)[sort_column].number;
    if (isnan(x) || isnan(y)) return isnan(x) - isnan(y);
    return (x < y) - (x > y);
}

/* Sorts every sheet that has the column; a mistake when none has. */
static int sort_sheets(indicator_job *job, const char *key) {
    bool found = false;
    for (int k = 0; k < job->n_sheets; k++) {
        selat_frame *frame = &job->sheets[k].frame;
        for (int64_t c = 0; c < frame->n_columns; c++) {
            if (frame->columns[c].is_text || strcmp(frame->columns[c].key, key) != 0) continue;
            sort_column = c;
            qsort(frame->cells, (size_t)frame->n_rows, (size_t)frame->n_columns * sizeof *frame->cells, by_column);
            found = true;
        }
    }
    return found ? CLI_OK : cli_usage("--sort: found '%s', expected the key of a column with numbers (see --json)", key);
}

/* ---- printing ---- */

enum { NARROW = 14, HEAD_LINES = 6, WIDEST = 72, PAGE = 132 };

static int width_of(const selat_frame *frame, int64_t column, int64_t rows) {
    if (!frame->columns[column].is_text) return NARROW;
    size_t width = 4, word = 0;
    for (const char *at = frame->columns[column].heading; *at != '\0'; at++) { /* no word of the heading is cut */
        word = *at == ' ' ? 0 : word + 1;
        if (word > width) width = word;
    }
    for (int64_t r = 0; r < rows; r++) {
        const char *text = frame->cells[r * frame->n_columns + column].text;
        if (text != NULL && strlen(text) > width) width = strlen(text);
    }
    return width > WIDEST ? WIDEST : (int)width;
}

/* The next line of a heading that fits `width`; *at moves on. */
static int next_line(const char **at, int width) {
    while (**at == ' ') (*at)++;
    const char *begun = *at;
    int length = (int)strlen(begun), fits = length;
    if (length > width) {
        fits = width;
        for (int k = width; k > 0; k--) {
            if (begun[k] == ' ') {
                fits = k;
                break;
            }
        }
    }
    *at = begun + fits;
    return fits;
}

/* Which columns stand in one block of a page: all texts, and numbers from `first` on while they fit; the next `first`. */
static int64_t fill_block(const selat_frame *frame, const int *width, int64_t first, bool *shown) {
    int used = 0;
    int64_t next = frame->n_columns, n_numbers = 0;
    for (int64_t c = 0; c < frame->n_columns; c++) {
        shown[c] = frame->columns[c].is_text;
        if (shown[c]) used += width[c] + 2;
    }
    for (int64_t c = first; c < frame->n_columns; c++) {
        if (frame->columns[c].is_text) continue;
        used += width[c] + 2;
        if (used > PAGE && n_numbers > 0) {
            next = c;
            break;
        }
        shown[c] = true;
        n_numbers++;
    }
    return next;
}

static void print_heading(const selat_frame *frame, const int *width, const bool *shown) {
    const char *rest[INDICATOR_COLUMNS];
    bool more = true;
    for (int64_t c = 0; c < frame->n_columns; c++) rest[c] = frame->columns[c].heading;
    for (int line = 0; line < HEAD_LINES && more; line++) {
        more = false;
        for (int64_t c = 0; c < frame->n_columns; c++) {
            const char *before = rest[c];
            if (!shown[c]) continue;
            while (*before == ' ') before++;
            int length = next_line(&rest[c], width[c]);
            printf(frame->columns[c].is_text ? "%-*.*s  " : "%*.*s  ", width[c], length, before);
            more |= *rest[c] != '\0';
        }
        putchar('\n');
    }
}

static void print_row(const selat_frame *frame, const int *width, const bool *shown, int64_t r) {
    for (int64_t c = 0; c < frame->n_columns; c++) {
        selat_cell cell = frame->cells[r * frame->n_columns + c];
        if (!shown[c]) continue;
        if (frame->columns[c].is_text) {
            printf("%-*.*s  ", width[c], width[c], cell.text != NULL ? cell.text : "");
        } else if (isfinite(cell.number)) {
            printf("%*.6g  ", NARROW, cell.number);
        } else {
            printf("%*s  ", NARROW, "-");
        }
    }
    putchar('\n');
}

static void print_sheet(const indicator_job *job, const selat_frame *frame) {
    int width[INDICATOR_COLUMNS];
    bool shown[INDICATOR_COLUMNS];
    int64_t rows = frame->n_rows < (int64_t)job->top ? frame->n_rows : (int64_t)job->top;
    for (int64_t c = 0; c < frame->n_columns; c++) width[c] = width_of(frame, c, rows);
    printf("%s\n", frame->title);
    for (int64_t first = 0; first < frame->n_columns;) {
        first = fill_block(frame, width, first, shown);
        putchar('\n');
        print_heading(frame, width, shown);
        for (int64_t r = 0; r < rows; r++) print_row(frame, width, shown, r);
    }
    if (rows < frame->n_rows) {
        printf("... and %lld more rows (--top, --csv, --xlsx or --json)\n", (long long)(frame->n_rows - rows));
    }
    putchar('\n');
}

static int print_json(cli_session *cli, const indicator_job *job, const selat_frame *frames) {
    selat_leontief_report report = selat_indicator_world_report(job->world);
    char *text;
    selat_status status = selat_frames_json(cli->context, frames, job->n_sheets, &text);
    if (status != SELAT_OK) return cli_fail(cli, status);
    printf("{\"table\": ");
    cli_json_text(job->table->name);
    printf(", \"year\": %lld, \"converged\": %s, ", (long long)job->table->year, report.converged ? "true" : "false");
    cli_json_number("residual", report.residual);
    printf(", \"notes\": [");
    for (int k = 0; k < job->n_notes; k++) {
        printf("%s", k > 0 ? ", " : "");
        cli_json_text(job->notes[k]);
    }
    printf("],\n \"tables\": %s}\n", text);
    selat_dataset_free(cli->context, text);
    return CLI_OK;
}

static int show(cli_session *cli, indicator_job *job) {
    selat_frame frames[INDICATOR_FRAMES];
    const char *folder = cli->values[FLAG_CSV], *book = cli->values[FLAG_XLSX];
    selat_status status = SELAT_OK;
    for (int k = 0; k < job->n_sheets; k++) frames[k] = job->sheets[k].frame;
    if (folder != NULL) status = selat_frames_write_csv(cli->context, frames, job->n_sheets, folder);
    if (status == SELAT_OK && book != NULL) {
        status = selat_frames_write_xlsx(cli->context, frames, job->n_sheets, job->table->name, book);
    }
    if (status != SELAT_OK) return cli_fail(cli, status);
    if (cli->json) return print_json(cli, job, frames);
    for (int k = 0; k < job->n_sheets; k++) print_sheet(job, &frames[k]);
    for (int k = 0; k < job->n_notes; k++) printf("%s\n", job->notes[k]);
    if (folder != NULL && !cli->quiet) printf("Written: %s/*.csv\n", folder);
    if (book != NULL && !cli->quiet) printf("Written: %s\n", book);
    return CLI_OK;
}

int indicator_close(cli_session *cli, indicator_job *job, int code) {
    if (code == CLI_OK && cli->values[FLAG_SORT] != NULL) code = sort_sheets(job, cli->values[FLAG_SORT]);
    if (code == CLI_OK) code = show(cli, job);
    if (code == CLI_OK) {
        selat_leontief_report report = selat_indicator_world_report(job->world);
        if (!report.converged) {
            fprintf(stderr, "selat: a Leontief solve did not converge: %s, residual %.3g\n",
                    selat_reason_name(report.reason), report.residual);
            code = CLI_FAILED;
        }
    }
    for (int k = 0; k < job->n_sheets; k++) selat_frame_clear(cli->context, &job->sheets[k].frame);
    selat_indicator_world_destroy(cli->context, job->world);
    selat_groups_clear(cli->context, &job->groups);
    selat_table_destroy(cli->context, job->table);
    free(job->regions);
    free(job->sector_shown);
    return code;
}

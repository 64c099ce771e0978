/* The header of an ICIO file: industries of every region, then final demand of every region, then a total.
   Codes differ by edition, so the two blocks are told apart by where a region comes back. */
#include "import/icio.h"

#include <string.h>

#include "base/memory.h"
#include "base/status.h"

enum { LONGEST_CODE = 64, MOST_LABELS = 4096 };

/* A label "ARG_A01_02" cut in two. */
typedef struct parts {
    char region[LONGEST_CODE];
    const char *code;
} parts;

static selat_status fail_label(selat_context *context, const selat_icio_header *h, int64_t column,
                               const char *expected) {
    return selat_fail_at(context, (selat_place){.file = h->path, .line = 1, .column = column + 2}, h->labels[column],
                         "%s", expected);
}

static bool is_total(const char *label) {
    static const char *const names[] = {"TOTAL", "OUT", "OUTPUT"};
    for (int k = 0; k < 3; k++) {
        if (strcmp(label, names[k]) == 0) return true;
    }
    return false;
}

/* CN1 .. CN9 are parts of CHN, MX1 .. MX9 of MEX. */
static const char *whole_of(const char *region, bool fold) {
    bool numbered = strlen(region) == 3 && region[2] >= '1' && region[2] <= '9';
    if (fold && numbered && strncmp(region, "CN", 2) == 0) return "CHN";
    if (fold && numbered && strncmp(region, "MX", 2) == 0) return "MEX";
    return region;
}

static selat_status cut_label(selat_context *context, const selat_icio_header *h, int64_t column, bool fold,
                              parts *out) {
    static const char expected[] = "a label COUNTRY_CODE such as ARG_A01_02 or ARG_HFCE";
    const char *label = h->labels[column], *bar = strchr(label, '_');
    if (bar == NULL || bar == label || bar[1] == '\0' || bar - label >= LONGEST_CODE || strlen(bar) > LONGEST_CODE) {
        return fail_label(context, h, column, expected);
    }
    memcpy(out->region, label, (size_t)(bar - label));
    out->region[bar - label] = '\0';
    const char *whole = whole_of(out->region, fold);
    if (whole != out->region) memcpy(out->region, whole, 4);
    out->code = bar + 1;
    return SELAT_OK;
}

/* ---- the line ---- */

static char find_separator(const char *line) {
    static const char separators[] = ",;\t|";
    char best = ',';
    int64_t most = 0;
    for (int k = 0; separators[k] != '\0'; k++) {
        int64_t count = 0;
        for (const char *at = line; *at != '\0'; at++) count += *at == separators[k];
        if (count > most) best = separators[k];
        if (count > most) most = count;
    }
    return best;
}

/* The label at `at` without blanks and quotes; *next behind its separator, or NULL after the last. */
static char *cut_field(char *at, char separator, char **next) {
    char *end = strchr(at, separator);
    *next = end != NULL ? end + 1 : NULL;
    if (end == NULL) end = at + strlen(at);
    while (at < end && (*at == ' ' || *at == '"')) at++;
    while (end > at && (end[-1] == ' ' || end[-1] == '"' || end[-1] == '\r')) end--;
    *end = '\0';
    return at;
}

static selat_status cut_line(selat_context *context, selat_icio_header *h) {
    char *at = h->bytes;
    if (strncmp(at, "\xEF\xBB\xBF", 3) == 0) at += 3;
    h->separator = find_separator(at);
    int64_t fields = 1;
    for (const char *c = at; *c != '\0'; c++) fields += *c == h->separator;
    if (fields < 3) {
        return selat_fail_at(context, (selat_place){.file = h->path, .line = 1}, NULL,
                             "expected a header of labels such as ARG_A01_02 and ARG_HFCE, found %lld columns",
                             (long long)fields);
    }
    TRY(selat_new(context, fields, &h->labels));
    TRY(selat_new(context, fields, &h->target));
    cut_field(at, h->separator, &at);
    while (at != NULL) h->labels[h->n_columns++] = cut_field(at, h->separator, &at);
    return SELAT_OK;
}

static selat_status check_labels(selat_context *context, selat_icio_header *h) {
    selat_index all = {0};
    int64_t twice = -1;
    for (int64_t c = 0; c < h->n_columns; c++) {
        if (h->labels[c][0] == '\0') return fail_label(context, h, c, "a label, not an empty cell");
    }
    selat_status status = selat_index_make(context, h->n_columns, h->labels, &all, &twice);
    if (status == SELAT_OK && twice >= 0) {
        int64_t first = selat_index_find(&all, h->labels[twice], strlen(h->labels[twice]));
        status = selat_fail_at(context, (selat_place){.file = h->path, .line = 1, .column = twice + 2}, h->labels[twice],
                               "every label once (it stands in column %lld already)", (long long)first + 2);
    }
    selat_index_clear(context, &all);
    return status;
}

/* ---- the blocks ---- */

/* Codes met so far, in order. */
typedef struct codes {
    int64_t count;
    char (*code)[LONGEST_CODE];
} codes;

static int64_t find_code(const codes *c, const char *code) {
    for (int64_t k = c->count - 1; k >= 0; k--) { /* the last met is the likeliest */
        if (strcmp(c->code[k], code) == 0) return k;
    }
    return -1;
}

static int64_t add_code(codes *c, const char *code) {
    int64_t found = find_code(c, code);
    if (found >= 0) return found;
    strcpy(c->code[c->count], code); /* shorter than LONGEST_CODE: cut_label saw to that */
    return c->count++;
}

static selat_status make_labels(selat_context *context, const codes *c, selat_labels *out) {
    const char **list;
    TRY(selat_new(context, c->count, &list));
    for (int64_t k = 0; k < c->count; k++) list[k] = c->code[k];
    selat_status status = selat_labels_init(context, c->count, list, NULL, out);
    selat_release(context, list);
    return status;
}

/* Industries end where a region of the file comes back after another. */
static selat_status find_final(selat_context *context, selat_icio_header *h, codes *seen) {
    int64_t end = h->n_columns, current = -1;
    h->total = -1;
    if (is_total(h->labels[end - 1])) h->total = --end;
    for (h->n_industries = 0; h->n_industries < end; h->n_industries++) {
        parts p;
        TRY(cut_label(context, h, h->n_industries, false, &p));
        int64_t region = find_code(seen, p.region);
        if (region >= 0 && region != current) break;
        if (seen->count == MOST_LABELS) return fail_label(context, h, h->n_industries, "at most 4096 regions");
        current = add_code(seen, p.region);
    }
    h->n_final = end - h->n_industries;
    if (h->n_final > 0) return SELAT_OK;
    return selat_fail_at(context, (selat_place){.file = h->path, .line = 1}, NULL,
                         "expected columns of final demand such as %s_HFCE after those of the industries",
                         seen->code[0]);
}

/* Positions of columns first .. first+count-1 as (region, code), and the codes. */
static selat_status place_columns(selat_context *context, selat_icio_header *h, int64_t first, int64_t count, bool fold,
                                  codes *regions, codes *list, int64_t *region_of) {
    for (int64_t c = first; c < first + count; c++) {
        parts p;
        TRY(cut_label(context, h, c, fold, &p));
        bool known = first == 0 || find_code(regions, p.region) >= 0;
        if (!known) return fail_label(context, h, c, "final demand of a region that has industries");
        region_of[c] = add_code(regions, p.region);
        if (list->count == MOST_LABELS) return fail_label(context, h, c, "at most 4096 codes");
        h->target[c] = add_code(list, p.code);
    }
    for (int64_t c = first; c < first + count; c++) h->target[c] += region_of[c] * list->count;
    return SELAT_OK;
}

/* Every region must have every sector, but for parts of a country such as CN1; shared[n]: n has some twice. */
static selat_status check_sectors(selat_context *context, selat_icio_header *h, const int64_t *region_of) {
    int64_t R = h->regions.count, S = h->sectors.count, *times;
    selat_status status = SELAT_OK;
    TRY(selat_new(context, R * S, &times));
    for (int64_t c = 0; c < h->n_industries; c++) times[h->target[c]]++;
    for (int64_t at = 0; at < R * S && status == SELAT_OK; at++) {
        const char *region = h->regions.codes[at / S];
        bool part = strlen(region) == 3 && region[2] >= '0' && region[2] <= '9';
        if (times[at] > 1) h->shared[at / S] = true;
        if (times[at] > 0 || part) continue;
        int64_t column = 0;
        while (region_of[column] != at / S) column++;
        status = selat_fail_at(context, (selat_place){.file = h->path, .line = 1, .column = column + 2, .key = region},
                               NULL, "there is no column %s_%s, expected the same industries for every region", region,
                               h->sectors.codes[at % S]);
    }
    selat_release(context, times);
    return status;
}

static selat_status read_blocks(selat_context *context, selat_icio_header *h, bool fold) {
    codes seen = {0}, regions = {0}, sectors = {0}, demands = {0};
    int64_t *region_of = NULL, room = h->n_columns < MOST_LABELS ? h->n_columns + 1 : MOST_LABELS + 1;
    selat_status status;
    TRY_OR(done, status, selat_new(context, h->n_columns, &region_of));
    TRY_OR(done, status, selat_new(context, room, &seen.code));
    TRY_OR(done, status, selat_new(context, room, &regions.code));
    TRY_OR(done, status, selat_new(context, room, &sectors.code));
    TRY_OR(done, status, selat_new(context, room, &demands.code));
    TRY_OR(done, status, find_final(context, h, &seen));
    TRY_OR(done, status, place_columns(context, h, 0, h->n_industries, fold, &regions, &sectors, region_of));
    TRY_OR(done, status,
           place_columns(context, h, h->n_industries, h->n_final, fold, &regions, &demands, region_of));
    TRY_OR(done, status, make_labels(context, &regions, &h->regions));
    TRY_OR(done, status, make_labels(context, &sectors, &h->sectors));
    TRY_OR(done, status, make_labels(context, &demands, &h->demands));
    TRY_OR(done, status, selat_new(context, regions.count, &h->shared));
    TRY_OR(done, status, check_sectors(context, h, region_of));
done:
    selat_release(context, region_of);
    selat_release(context, seen.code);
    selat_release(context, regions.code);
    selat_release(context, sectors.code);
    selat_release(context, demands.code);
    return status;
}

selat_status selat_icio_header_read(selat_context *context, const char *path, char *bytes, bool fold,
                                    selat_icio_header *out) {
    *out = (selat_icio_header){.path = path, .bytes = bytes};
    selat_status status;
    TRY_OR(fail, status, cut_line(context, out));
    TRY_OR(fail, status, check_labels(context, out));
    TRY_OR(fail, status, read_blocks(context, out, fold));
    TRY_OR(fail, status, selat_index_make(context, out->n_industries, out->labels, &out->industries, NULL));
    return SELAT_OK;
fail:
    selat_icio_header_clear(context, out);
    return status;
}

void selat_icio_header_clear(selat_context *context, selat_icio_header *h) {
    selat_release(context, h->bytes);
    selat_release(context, h->labels);
    selat_release(context, h->target);
    selat_release(context, h->shared);
    selat_index_clear(context, &h->industries);
    selat_labels_clear(context, &h->regions);
    selat_labels_clear(context, &h->sectors);
    selat_labels_clear(context, &h->demands);
    *h = (selat_icio_header){0};
}

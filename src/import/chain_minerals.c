/* One mineral's chain (mine, alumina, refine, reserves) from minerals.csv: columns mineral, stage, year, country, value,
   unit, flag, critical. An empty value is an amount that is withheld or not available. */
#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "base/text_index.h"
#include "import/chain.h"
#include "selat/chain_file.h"

enum { N_STAGES = 4, RESERVES = 3, FIRST_YEAR = 1900, LAST_YEAR = 2100 };
static const char *const stage_codes[N_STAGES] = {"mine", "alumina", "refine", "reserves"};
static const char *const stage_names[N_STAGES] = {"Mine production", "Alumina refining", "Refinery or smelter production",
                                                  "Reserves"};

typedef struct columns {
    int64_t mineral, stage, year, country, value, unit, critical;
} columns;

typedef struct gathered {
    const char *mineral;  /* as asked for, any case */
    int64_t year;         /* 0: the latest of each stage */
    int64_t latest[N_STAGES];
    bool seen[N_STAGES];
    selat_text_index *minerals, *countries;
} gathered;

static selat_status open_minerals(selat_context *context, const char *folder, selat_csv *csv, columns *at) {
    char *path;
    *csv = (selat_csv){0};
    TRY(selat_path_join(context, folder, "minerals.csv", &path));
    selat_status status = selat_csv_open(context, path, SELAT_CHAIN_MOST_BYTES, csv);
    selat_release(context, path);
    TRY(status);
    struct {
        const char *name;
        int64_t *column;
    } wanted[] = {{"mineral", &at->mineral}, {"stage", &at->stage}, {"year", &at->year},        {"country", &at->country},
                  {"value", &at->value},     {"unit", &at->unit},   {"critical", &at->critical}};
    for (size_t k = 0; status == SELAT_OK && k < sizeof wanted / sizeof *wanted; k++) {
        status = selat_csv_column(context, csv, wanted[k].name, wanted[k].column);
    }
    if (status != SELAT_OK) selat_csv_close(context, csv);
    return status;
}

static selat_status read_place(selat_context *context, const selat_csv *csv, const columns *at, int *stage,
                               int64_t *year) {
    *stage = -1;
    for (int k = 0; k < N_STAGES; k++) {
        if (strcmp(csv->fields[at->stage], stage_codes[k]) == 0) *stage = k;
    }
    if (*stage < 0) return selat_csv_fail(context, csv, at->stage, "mine, alumina, refine or reserves");
    return selat_csv_int(context, csv, at->year, FIRST_YEAR, LAST_YEAR, year);
}

/* First pass: which minerals there are, which countries and years the wanted one has. */
static selat_status look(selat_context *context, selat_csv *csv, const columns *at, gathered *g) {
    for (;;) {
        bool has_row;
        int stage;
        int64_t year, position;
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) return SELAT_OK;
        TRY(read_place(context, csv, at, &stage, &year));
        TRY(selat_text_index_add(context, g->minerals, csv->fields[at->mineral], &position));
        if (g->mineral == NULL || strcasecmp(csv->fields[at->mineral], g->mineral) != 0) continue;
        if (csv->fields[at->country][0] == '\0') return selat_csv_fail(context, csv, at->country, "a code");
        TRY(selat_text_index_add(context, g->countries, csv->fields[at->country], &position));
        bool wanted = g->year == 0 || year == g->year || stage == RESERVES;
        g->seen[stage] |= wanted;
        if (wanted && year > g->latest[stage]) g->latest[stage] = year;
    }
}

static selat_status to_labels(selat_context *context, const selat_text_index *index, selat_labels *out) {
    int64_t count = selat_text_index_count(index);
    const char **codes;
    TRY(selat_new(context, count, &codes));
    for (int64_t k = 0; k < count; k++) codes[k] = selat_text_index_at(index, k);
    selat_status status = selat_labels_init(context, count, codes, NULL, out);
    selat_release(context, codes);
    return status;
}

static selat_status fail_mineral(selat_context *context, const char *path, const gathered *g) {
    selat_labels all = {0};
    bool there = false;
    for (int k = 0; k < N_STAGES; k++) there |= g->seen[k];
    if (there) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s: %s has reserves only in %lld", path, g->mineral, (long long)g->year);
    }
    TRY(to_labels(context, g->minerals, &all));
    const char *near = selat_labels_nearest(&all, g->mineral);
    for (int64_t k = 0; near == NULL && k < all.count; k++) {
        if (strcasestr(all.codes[k], g->mineral) != NULL || strcasestr(g->mineral, all.codes[k]) != NULL) near = all.codes[k];
    }
    selat_status status = selat_fail(context, SELAT_BAD_INPUT, "%s: found %s, expected one of its %lld minerals%s%s%s", path,
                                     g->mineral, (long long)all.count, near != NULL ? " (did you mean " : "",
                                     near != NULL ? near : "", near != NULL ? "?)" : "");
    selat_labels_clear(context, &all);
    return status;
}

static selat_status set_stages(selat_context *context, const gathered *g, selat_chain *out) {
    const char *codes[N_STAGES], *names[N_STAGES];
    int64_t n = 0;
    for (int k = 0; k < N_STAGES; k++) {
        if (!g->seen[k]) continue;
        codes[n] = stage_codes[k];
        names[n++] = stage_names[k];
    }
    TRY(selat_labels_init(context, n, codes, names, &out->stages));
    TRY(to_labels(context, g->countries, &out->countries));
    TRY(selat_chain_make_room(context, out));
    TRY(selat_new(context, N_STAGES, &out->input));
    TRY(selat_new(context, N_STAGES, &out->into));
    TRY(selat_new(context, N_STAGES, &out->is_type));
    for (int64_t s = 0; s < n; s++) {
        bool reserves = strcmp(codes[s], stage_codes[RESERVES]) == 0;
        TRY(selat_copy_text(context, "", &out->group[s]));
        out->kind[s] = reserves ? SELAT_CHAIN_RESERVES : SELAT_CHAIN_MATERIAL;
        if (s == 0 || reserves) continue;
        out->input[out->n_links] = s - 1;
        out->into[out->n_links++] = s;
    }
    return SELAT_OK;
}

/* Second pass: amounts into share, turned into shares by selat_chain_finish. */
static selat_status gather(selat_context *context, selat_csv *csv, const columns *at, const gathered *g,
                           selat_chain *out) {
    for (;;) {
        bool has_row;
        int stage;
        int64_t year;
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) return SELAT_OK;
        TRY(read_place(context, csv, at, &stage, &year));
        if (strcasecmp(csv->fields[at->mineral], g->mineral) != 0 || year != g->latest[stage]) continue;
        int64_t s = selat_labels_find(&out->stages, stage_codes[stage]);
        int64_t c = selat_labels_find(&out->countries, csv->fields[at->country]);
        if (out->unit[s][0] == '\0') {
            selat_release(context, out->unit[s]);
            out->unit[s] = NULL;
            TRY(selat_copy_text(context, csv->fields[at->unit], &out->unit[s]));
        }
        if (csv->fields[at->value][0] == '\0') {
            out->n_unknown[s]++;
            continue;
        }
        double value;
        TRY(selat_csv_double(context, csv, at->value, &value));
        if (value < 0) return selat_csv_fail(context, csv, at->value, "0 or more, or nothing");
        out->share[s * out->countries.count + c] += value;
        out->quantity[s] += value;
    }
}

static selat_status name_chain(selat_context *context, const gathered *g, selat_chain *out) {
    for (int64_t k = 0; k < selat_text_index_count(g->minerals); k++) {
        const char *mineral = selat_text_index_at(g->minerals, k);
        if (strcasecmp(mineral, g->mineral) != 0) continue;
        selat_release(context, out->name);
        out->name = NULL;
        TRY(selat_copy_text(context, mineral, &out->name));
    }
    for (int k = 0; k < RESERVES; k++) {
        if (g->seen[k] && g->latest[k] > out->year) out->year = g->latest[k];
    }
    return SELAT_OK;
}

static selat_status begin(selat_context *context, const char *folder, gathered *g, char **path) {
    selat_csv csv;
    columns at;
    TRY(open_minerals(context, folder, &csv, &at));
    selat_status status = look(context, &csv, &at, g);
    if (status == SELAT_OK) status = selat_copy_text(context, csv.path, path);
    selat_csv_close(context, &csv);
    return status;
}

static selat_status fill(selat_context *context, const char *folder, const gathered *g, const char *path,
                         selat_chain *out) {
    if (!g->seen[0] && !g->seen[1] && !g->seen[2]) return fail_mineral(context, path, g);
    selat_csv csv;
    columns at;
    TRY(selat_chain_read_facts(context, folder, out));
    TRY(name_chain(context, g, out));
    TRY(set_stages(context, g, out));
    TRY(open_minerals(context, folder, &csv, &at));
    selat_status status = gather(context, &csv, &at, g, out);
    selat_csv_close(context, &csv);
    if (status == SELAT_OK) status = selat_chain_finish(context, out);
    return status;
}

selat_status selat_chain_read_mineral(selat_context *context, const char *folder, const char *mineral, int64_t year,
                                      selat_chain *out) {
    gathered g = {.mineral = mineral, .year = year};
    char *path = NULL;
    selat_status status = selat_text_index_create(context, &g.minerals);
    if (status == SELAT_OK) status = selat_text_index_create(context, &g.countries);
    if (status == SELAT_OK) status = begin(context, folder, &g, &path);
    if (status == SELAT_OK) status = fill(context, folder, &g, path, out);
    selat_release(context, path);
    selat_text_index_destroy(context, g.minerals);
    selat_text_index_destroy(context, g.countries);
    return status;
}

/* ---- which minerals there are ---- */

static selat_status read_critical(selat_context *context, selat_csv *csv, const columns *at, const selat_labels *minerals,
                                  bool *critical) {
    for (;;) {
        bool has_row;
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) return SELAT_OK;
        critical[selat_labels_find(minerals, csv->fields[at->mineral])] = strcmp(csv->fields[at->critical], "yes") == 0;
    }
}

static selat_status fill_minerals(selat_context *context, const char *folder, const gathered *g, selat_labels *out,
                                  bool **critical) {
    selat_csv csv;
    columns at;
    TRY(to_labels(context, g->minerals, out));
    TRY(selat_new(context, out->count, critical));
    TRY(open_minerals(context, folder, &csv, &at));
    selat_status status = read_critical(context, &csv, &at, out, *critical);
    selat_csv_close(context, &csv);
    return status;
}

selat_status selat_chain_minerals(selat_context *context, const char *name_or_folder, selat_labels *out,
                                  bool **critical) {
    gathered g = {0};
    char *path = NULL, *folder = NULL;
    *out = (selat_labels){0};
    *critical = NULL;
    selat_status status = selat_text_index_create(context, &g.minerals);
    if (status == SELAT_OK) status = selat_chain_folder(context, name_or_folder, &folder);
    if (status == SELAT_OK) status = begin(context, folder, &g, &path);
    if (status == SELAT_OK) status = fill_minerals(context, folder, &g, out, critical);
    if (status != SELAT_OK) {
        selat_labels_clear(context, out);
        selat_release(context, *critical);
        *critical = NULL;
    }
    selat_release(context, path);
    selat_release(context, folder);
    selat_text_index_destroy(context, g.minerals);
    return status;
}

void selat_chain_free_flags(selat_context *context, bool *flags) { selat_release(context, flags); }

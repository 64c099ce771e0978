/* A chain from a folder: stages.csv, suppliers.csv, links.csv and, where wanted, chain.csv. */
#include "import/chain.h"

#include <math.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "base/text_index.h"
#include "selat/chain_file.h"
#include "selat/dataset.h"

static const char *const kind_names[] = {
    [SELAT_CHAIN_PROCESS] = "process",   [SELAT_CHAIN_MATERIAL] = "material", [SELAT_CHAIN_TOOL] = "tool",
    [SELAT_CHAIN_OUTPUT] = "output",     [SELAT_CHAIN_RESERVES] = "reserves",
};
enum { N_KINDS = 5 };

/* ---- opening ---- */

selat_status selat_chain_folder(selat_context *context, const char *name_or_folder, char **out) {
    bool chips = strcmp(name_or_folder, "chips") == 0, minerals = strcmp(name_or_folder, "minerals") == 0;
    if (!chips && !minerals) return selat_copy_text(context, name_or_folder, out);
    TRY(selat_dataset_path(context, chips ? "chips/stages.csv" : "minerals/minerals.csv", out));
    char *slash = strrchr(*out, '/');
    if (slash != NULL) *slash = '\0';
    return SELAT_OK;
}

static selat_status open_file(selat_context *context, const char *folder, const char *name, selat_csv *out) {
    char *path;
    *out = (selat_csv){0};
    TRY(selat_path_join(context, folder, name, &path));
    selat_status status = selat_csv_open(context, path, SELAT_CHAIN_MOST_BYTES, out);
    selat_release(context, path);
    return status;
}

/* -1 where there is none. */
static int64_t optional_column(const selat_csv *csv, const char *name) {
    for (int64_t k = 0; k < csv->n_columns; k++) {
        if (strcmp(csv->header[k], name) == 0) return k;
    }
    return -1;
}

selat_status selat_chain_make_room(selat_context *context, selat_chain *chain) {
    int64_t S = chain->stages.count, count;
    TRY(selat_new(context, S, &chain->group));
    TRY(selat_new(context, S, &chain->unit));
    TRY(selat_new(context, S, &chain->kind));
    TRY(selat_new(context, S, &chain->basis));
    TRY(selat_new(context, S, &chain->shares_of));
    TRY(selat_new(context, S, &chain->size_musd));
    TRY(selat_new(context, S, &chain->given_sum));
    TRY(selat_new(context, S, &chain->quantity));
    TRY(selat_new(context, S, &chain->n_unknown));
    TRY(selat_count(context, S, chain->countries.count, 1, 1, &count));
    TRY(selat_new(context, count, &chain->share));
    for (int64_t s = 0; s < S; s++) {
        chain->shares_of[s] = -1;
        TRY(selat_copy_text(context, "", &chain->unit[s]));
    }
    return SELAT_OK;
}

/* ---- facts ---- */

static selat_status set_text(selat_context *context, const char *text, char **out) {
    selat_release(context, *out);
    *out = NULL;
    return selat_copy_text(context, text, out);
}

static selat_status read_fact_rows(selat_context *context, selat_csv *csv, selat_chain *chain) {
    int64_t key, value;
    TRY(selat_csv_column(context, csv, "key", &key));
    TRY(selat_csv_column(context, csv, "value", &value));
    for (;;) {
        bool has_row;
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) return SELAT_OK;
        const char *name = csv->fields[key];
        if (strcmp(name, "name") == 0) {
            TRY(set_text(context, csv->fields[value], &chain->name));
        } else if (strcmp(name, "source") == 0) {
            TRY(set_text(context, csv->fields[value], &chain->source));
        } else if (strcmp(name, "notice") == 0) {
            TRY(set_text(context, csv->fields[value], &chain->notice));
        } else if (strcmp(name, "sector") == 0) {
            TRY(set_text(context, csv->fields[value], &chain->sector));
        } else if (strcmp(name, "value_musd") == 0) {
            TRY(selat_csv_double(context, csv, value, &chain->value_musd));
            if (chain->value_musd < 0) return selat_csv_fail(context, csv, value, "million USD, 0 or more");
        } else if (strcmp(name, "year") == 0) {
            TRY(selat_csv_int(context, csv, value, 1900, 2100, &chain->year));
        } else {
            return selat_csv_fail(context, csv, key, "name, year, source, notice, sector or value_musd");
        }
    }
}

selat_status selat_chain_read_facts(selat_context *context, const char *folder, selat_chain *chain) {
    char *path;
    const char *slash = strrchr(folder, '/');
    TRY(set_text(context, slash != NULL && slash[1] != '\0' ? slash + 1 : folder, &chain->name));
    TRY(set_text(context, folder, &chain->source));
    TRY(set_text(context, "", &chain->notice));
    TRY(set_text(context, "", &chain->sector));
    TRY(selat_path_join(context, folder, "chain.csv", &path));
    bool there = selat_file_exists(path);
    selat_release(context, path);
    if (!there) return SELAT_OK;
    selat_csv csv;
    TRY(open_file(context, folder, "chain.csv", &csv));
    selat_status status = read_fact_rows(context, &csv, chain);
    selat_csv_close(context, &csv);
    return status;
}

/* ---- stages ---- */

static selat_status index_column(selat_context *context, selat_csv *csv, const char *name, bool once,
                                 selat_text_index *index) {
    int64_t column, at;
    TRY(selat_csv_column(context, csv, name, &column));
    for (;;) {
        bool has_row;
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) return SELAT_OK;
        if (csv->fields[column][0] == '\0') return selat_csv_fail(context, csv, column, "a code");
        int64_t before = selat_text_index_count(index);
        TRY(selat_text_index_add(context, index, csv->fields[column], &at));
        if (once && at < before) return selat_csv_fail(context, csv, column, "each stage once");
        if (at >= SELAT_CHAIN_MOST_STAGES) return selat_csv_fail(context, csv, column, "at most 10,000 codes");
    }
}

/* The codes of one column of one file; names from another where there is one. */
static selat_status labels_of(selat_context *context, const char *folder, const char *file, const char *name, bool once,
                              selat_labels *out) {
    selat_csv csv = {0};
    selat_text_index *index = NULL;
    const char **codes = NULL;
    selat_status status;
    TRY_OR(done, status, open_file(context, folder, file, &csv));
    TRY_OR(done, status, selat_text_index_create(context, &index));
    TRY_OR(done, status, index_column(context, &csv, name, once, index));
    int64_t count = selat_text_index_count(index);
    TRY_OR(done, status, selat_new(context, count, &codes));
    for (int64_t k = 0; k < count; k++) codes[k] = selat_text_index_at(index, k);
    TRY_OR(done, status, selat_labels_init(context, count, codes, NULL, out));
    if (count == 0) status = selat_fail_at(context, (selat_place){csv.path, 2, 0, NULL}, "no rows", "one at least");
done:
    selat_release(context, codes);
    selat_text_index_destroy(context, index);
    selat_csv_close(context, &csv);
    return status;
}

typedef struct stage_columns {
    int64_t stage, name, group, kind, shares_of, size;
} stage_columns;

static selat_status stage_at(selat_context *context, const selat_csv *csv, int64_t column, const selat_chain *chain,
                             int64_t *out) {
    *out = selat_labels_find(&chain->stages, csv->fields[column]);
    return *out >= 0 ? SELAT_OK : selat_csv_fail(context, csv, column, "a stage of stages.csv");
}

static selat_status read_kind(selat_context *context, const selat_csv *csv, int64_t column, selat_chain_kind *out) {
    for (int k = 0; k < N_KINDS; k++) {
        if (strcmp(csv->fields[column], kind_names[k]) != 0) continue;
        *out = (selat_chain_kind)k;
        return SELAT_OK;
    }
    return selat_csv_fail(context, csv, column, "process, material, tool, output or reserves");
}

static selat_status read_stage(selat_context *context, const selat_csv *csv, const stage_columns *at,
                               selat_chain *chain) {
    int64_t s;
    TRY(stage_at(context, csv, at->stage, chain, &s));
    if (at->name >= 0) TRY(set_text(context, csv->fields[at->name], &chain->stages.names[s]));
    TRY(selat_copy_text(context, at->group >= 0 ? csv->fields[at->group] : "", &chain->group[s]));
    if (at->kind >= 0) TRY(read_kind(context, csv, at->kind, &chain->kind[s]));
    if (at->shares_of >= 0 && csv->fields[at->shares_of][0] != '\0') {
        TRY(stage_at(context, csv, at->shares_of, chain, &chain->shares_of[s]));
        if (chain->shares_of[s] == s) return selat_csv_fail(context, csv, at->shares_of, "another stage");
    }
    if (at->size < 0 || csv->fields[at->size][0] == '\0') return SELAT_OK;
    TRY(selat_csv_double(context, csv, at->size, &chain->size_musd[s]));
    return chain->size_musd[s] >= 0 ? SELAT_OK : selat_csv_fail(context, csv, at->size, "million USD, 0 or more");
}

static selat_status read_stage_rows(selat_context *context, selat_csv *csv, selat_chain *chain) {
    stage_columns at = {.name = optional_column(csv, "name"),
                        .group = optional_column(csv, "group"),
                        .kind = optional_column(csv, "kind"),
                        .shares_of = optional_column(csv, "shares_of"),
                        .size = optional_column(csv, "size_musd")};
    TRY(selat_csv_column(context, csv, "stage", &at.stage));
    for (;;) {
        bool has_row;
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) break;
        TRY(read_stage(context, csv, &at, chain));
    }
    for (int64_t s = 0; s < chain->stages.count; s++) {
        if (chain->shares_of[s] < 0 || chain->shares_of[chain->shares_of[s]] < 0) continue;
        return selat_fail_at(context, (selat_place){csv->path, 0, 0, "shares_of"}, chain->stages.codes[chain->shares_of[s]],
                             "a stage with shares of its own (for stage %s)", chain->stages.codes[s]);
    }
    return SELAT_OK;
}

/* ---- suppliers and links ---- */

static selat_status read_supplier_rows(selat_context *context, selat_csv *csv, selat_chain *chain) {
    int64_t stage, country, share, C = chain->countries.count;
    TRY(selat_csv_column(context, csv, "stage", &stage));
    TRY(selat_csv_column(context, csv, "country", &country));
    TRY(selat_csv_column(context, csv, "share", &share));
    for (;;) {
        bool has_row;
        int64_t s;
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) return SELAT_OK;
        TRY(stage_at(context, csv, stage, chain, &s));
        double *cell = &chain->share[s * C + selat_labels_find(&chain->countries, csv->fields[country])];
        if (*cell != 0) return selat_csv_fail(context, csv, country, "each country once in a stage");
        if (csv->fields[share][0] == '\0') {
            chain->n_unknown[s]++;
            *cell = NAN; /* named, share not known */
            continue;
        }
        TRY(selat_csv_double(context, csv, share, cell));
        if (!(*cell >= 0 && *cell <= 1)) return selat_csv_fail(context, csv, share, "a share from 0 to 1, or nothing");
    }
}

static selat_status read_link(selat_context *context, const selat_csv *csv, const int64_t *column, selat_chain *chain) {
    int64_t l = chain->n_links;
    TRY(stage_at(context, csv, column[0], chain, &chain->input[l]));
    TRY(stage_at(context, csv, column[1], chain, &chain->into[l]));
    bool is_type = column[2] >= 0 && strcmp(csv->fields[column[2]], "type") == 0;
    if (column[2] >= 0 && !is_type && strcmp(csv->fields[column[2]], "input") != 0) {
        return selat_csv_fail(context, csv, column[2], "input or type");
    }
    if (chain->input[l] == chain->into[l]) return selat_csv_fail(context, csv, column[1], "another stage than the input");
    chain->is_type[l] = is_type;
    chain->n_links++;
    return SELAT_OK;
}

static selat_status read_link_rows(selat_context *context, selat_csv *csv, selat_chain *chain) {
    int64_t column[3] = {0, 0, optional_column(csv, "relation")}, rows = 1;
    for (size_t k = csv->position; k < csv->length; k++) rows += csv->bytes[k] == '\n';
    TRY(selat_csv_column(context, csv, "input", &column[0]));
    TRY(selat_csv_column(context, csv, "into", &column[1]));
    TRY(selat_new(context, rows, &chain->input));
    TRY(selat_new(context, rows, &chain->into));
    TRY(selat_new(context, rows, &chain->is_type));
    for (;;) {
        bool has_row;
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) return SELAT_OK;
        TRY(read_link(context, csv, column, chain));
    }
}

typedef selat_status (*read_rows_fn)(selat_context *context, selat_csv *csv, selat_chain *chain);

static selat_status read_file(selat_context *context, const char *folder, const char *name, read_rows_fn read_rows,
                              selat_chain *chain) {
    selat_csv csv;
    TRY(open_file(context, folder, name, &csv));
    selat_status status = read_rows(context, &csv, chain);
    selat_csv_close(context, &csv);
    return status;
}

/* ---- shares that the files do not give ---- */

/* Given shares are scaled to 1; a stage whose suppliers all lack one gets equal shares; a named supplier without a share
   beside others with one counts as zero. */
static void settle_shares(selat_chain *chain, int64_t s) {
    int64_t C = chain->countries.count, n_named = 0;
    double *share = chain->share + s * C, sum = 0;
    for (int64_t c = 0; c < C; c++) {
        if (isnan(share[c])) n_named++;
        if (!isnan(share[c])) sum += share[c];
    }
    chain->given_sum[s] = sum;
    chain->basis[s] = sum > 0 ? SELAT_CHAIN_GIVEN : n_named > 0 ? SELAT_CHAIN_EQUAL : SELAT_CHAIN_NO_SHARES;
    for (int64_t c = 0; c < C; c++) {
        bool unknown = isnan(share[c]);
        if (unknown) share[c] = 0;
        if (sum > 0) share[c] /= sum;
        if (sum == 0 && unknown) share[c] = 1 / (double)n_named;
    }
}

/* The mean of the types' shares by market size; equal weights where a size is missing. */
static void mean_of_types(selat_chain *chain, int64_t s) {
    int64_t C = chain->countries.count, count = 0, n_sized = 0;
    double all = 0;
    for (int64_t l = 0; l < chain->n_links; l++) {
        if (chain->into[l] != s || !chain->is_type[l]) continue;
        if (chain->basis[chain->input[l]] == SELAT_CHAIN_NO_SHARES) return;
        count++;
        n_sized += chain->size_musd[chain->input[l]] > 0;
        all += chain->size_musd[chain->input[l]];
    }
    if (count == 0 || chain->basis[s] == SELAT_CHAIN_GIVEN) return;
    memset(chain->share + s * C, 0, (size_t)C * sizeof *chain->share);
    for (int64_t l = 0; l < chain->n_links; l++) {
        int64_t type = chain->input[l];
        if (chain->into[l] != s || !chain->is_type[l]) continue;
        double weight = n_sized == count ? chain->size_musd[type] / all : 1 / (double)count;
        for (int64_t c = 0; c < C; c++) chain->share[s * C + c] += weight * chain->share[type * C + c];
    }
    chain->basis[s] = SELAT_CHAIN_FROM_TYPES;
    if (chain->size_musd[s] == 0 && n_sized == count) chain->size_musd[s] = all;
}

selat_status selat_chain_finish(selat_context *context, selat_chain *chain) {
    (void)context;
    for (int64_t s = 0; s < chain->stages.count; s++) {
        settle_shares(chain, s);
        if (chain->shares_of[s] >= 0) chain->basis[s] = SELAT_CHAIN_OTHER_STAGE;
    }
    /* types of types settle after as many rounds as they are deep */
    for (int64_t round = 0; round < 4; round++) {
        for (int64_t s = 0; s < chain->stages.count; s++) mean_of_types(chain, s);
    }
    return SELAT_OK;
}

/* ---- */

static selat_status read_folder(selat_context *context, const char *folder, selat_chain *out) {
    TRY(selat_chain_read_facts(context, folder, out));
    TRY(labels_of(context, folder, "stages.csv", "stage", true, &out->stages));
    TRY(labels_of(context, folder, "suppliers.csv", "country", false, &out->countries));
    TRY(selat_chain_make_room(context, out));
    TRY(read_file(context, folder, "stages.csv", read_stage_rows, out));
    TRY(read_file(context, folder, "suppliers.csv", read_supplier_rows, out));
    TRY(read_file(context, folder, "links.csv", read_link_rows, out));
    return selat_chain_finish(context, out);
}

bool selat_chain_is_minerals(selat_context *context, const char *name_or_folder) {
    char *folder = NULL, *path = NULL;
    bool is = selat_chain_folder(context, name_or_folder, &folder) == SELAT_OK &&
              selat_path_join(context, folder, "minerals.csv", &path) == SELAT_OK && selat_file_exists(path);
    selat_release(context, folder);
    selat_release(context, path);
    return is;
}

selat_status selat_chain_load(selat_context *context, const char *name_or_folder, const char *mineral, int64_t year,
                              selat_chain *out) {
    char *folder;
    *out = (selat_chain){0};
    TRY(selat_chain_folder(context, name_or_folder, &folder));
    bool minerals = selat_chain_is_minerals(context, name_or_folder);
    selat_status status;
    if (minerals && mineral == NULL) {
        status = selat_fail(context, SELAT_BAD_INPUT, "%s: expected the name of a mineral", name_or_folder);
    } else if (!minerals && (mineral != NULL || year != 0)) {
        status = selat_fail(context, SELAT_BAD_INPUT, "%s: has no minerals.csv, so no mineral or year can be chosen",
                            name_or_folder);
    } else {
        status = minerals ? selat_chain_read_mineral(context, folder, mineral, year, out) : read_folder(context, folder, out);
    }
    selat_release(context, folder);
    if (status != SELAT_OK) selat_chain_clear(context, out);
    return status;
}

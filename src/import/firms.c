/* Supply networks between firms from comma-separated files. */
#include "selat/firm_file.h"

#include <string.h>

#include "base/csv.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text_index.h"

static const size_t largest_file = (size_t)1 << 34; /* bytes; 10 million links take about 200 MB */
enum { MOST_SECTORS = 10000, MOST_SCENARIOS = 100000 };

/* No fewer than the rows that are left. */
static int64_t most_rows(const selat_csv *csv) {
    int64_t n = 1;
    const char *at = csv->bytes + csv->position, *end = csv->bytes + csv->length;
    while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        n++;
        at++;
    }
    return n;
}

/* The texts of an index as labels. */
static selat_status to_labels(selat_context *context, const selat_text_index *index, selat_labels *out) {
    int64_t count = selat_text_index_count(index);
    const char **codes;
    TRY(selat_new(context, count, &codes));
    for (int64_t k = 0; k < count; k++) codes[k] = selat_text_index_at(index, k);
    selat_status status = selat_labels_init(context, count, codes, NULL, out);
    selat_release(context, codes);
    return status;
}

/* ---- firms ---- */

typedef struct firm_columns {
    int64_t firm, sector, market; /* market -1: there is none */
} firm_columns;

static selat_status group_of(selat_context *context, const selat_csv *csv, int64_t column, selat_text_index *groups,
                             int32_t *out) {
    int64_t at;
    if (csv->fields[column][0] == '\0') return selat_csv_fail(context, csv, column, "a code");
    TRY(selat_text_index_add(context, groups, csv->fields[column], &at));
    if (at >= MOST_SECTORS) return selat_csv_fail(context, csv, column, "at most 10,000 different codes");
    *out = (int32_t)at;
    return SELAT_OK;
}

static selat_status read_firm_rows(selat_context *context, selat_csv *csv, firm_columns column,
                                   selat_text_index *sectors, selat_text_index *markets, selat_firm_data *out) {
    for (;;) {
        bool has_row;
        int64_t at;
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) break;
        if (csv->fields[column.firm][0] == '\0') return selat_csv_fail(context, csv, column.firm, "a code");
        TRY(selat_text_index_add(context, out->codes, csv->fields[column.firm], &at));
        if (at < out->n_firms) return selat_csv_fail(context, csv, column.firm, "each firm once");
        TRY(group_of(context, csv, column.sector, sectors, &out->sector[at]));
        if (column.market >= 0) TRY(group_of(context, csv, column.market, markets, &out->market[at]));
        out->n_firms++;
    }
    if (out->n_firms > 0) return SELAT_OK;
    return selat_fail_at(context, (selat_place){csv->path, 2, 0, NULL}, "no rows", "a firm in each");
}

static selat_status find_firm_columns(selat_context *context, const selat_csv *csv, firm_columns *out) {
    TRY(selat_csv_column(context, csv, "firm", &out->firm));
    TRY(selat_csv_column(context, csv, "sector", &out->sector));
    out->market = -1;
    for (int64_t k = 0; k < csv->n_columns; k++) {
        if (strcmp(csv->header[k], "market") == 0) out->market = k;
    }
    return SELAT_OK;
}

static selat_status fill_firms(selat_context *context, selat_csv *csv, selat_text_index *sectors,
                               selat_text_index *markets, selat_firm_data *out) {
    firm_columns column;
    int64_t rows = most_rows(csv);
    TRY(find_firm_columns(context, csv, &column));
    TRY(selat_text_index_create(context, &out->codes));
    TRY(selat_new(context, rows, &out->sector));
    TRY(selat_new(context, rows, &out->market));
    TRY(read_firm_rows(context, csv, column, sectors, markets, out));
    TRY(to_labels(context, sectors, &out->sectors));
    TRY(to_labels(context, column.market >= 0 ? markets : sectors, &out->markets));
    if (column.market < 0) memcpy(out->market, out->sector, (size_t)out->n_firms * sizeof *out->market);
    return SELAT_OK;
}

static selat_status read_firms(selat_context *context, const char *path, selat_firm_data *out) {
    selat_csv csv = {0};
    selat_text_index *sectors = NULL, *markets = NULL;
    selat_status status;
    TRY_OR(done, status, selat_csv_open(context, path, largest_file, &csv));
    TRY_OR(done, status, selat_text_index_create(context, &sectors));
    TRY_OR(done, status, selat_text_index_create(context, &markets));
    TRY_OR(done, status, fill_firms(context, &csv, sectors, markets, out));
done:
    selat_text_index_destroy(context, sectors);
    selat_text_index_destroy(context, markets);
    selat_csv_close(context, &csv);
    return status;
}

/* ---- which inputs are essential ---- */

/* Which of our sectors each column is for; -1 for one without firms. */
static selat_status match_columns(selat_context *context, const selat_csv *csv, const selat_firm_data *data,
                                  int64_t *of_column) {
    int64_t found = 0;
    for (int64_t k = 1; k < csv->n_columns; k++) {
        of_column[k] = selat_labels_find(&data->sectors, csv->header[k]);
        found += of_column[k] >= 0;
        for (int64_t l = 1; l < k; l++) {
            if (strcmp(csv->header[l], csv->header[k]) != 0) continue;
            return selat_fail_at(context, (selat_place){csv->path, 1, 0, NULL}, csv->header[k], "each sector once");
        }
    }
    if (found == data->sectors.count) return SELAT_OK;
    for (int64_t s = 0; s < data->sectors.count; s++) {
        bool there = false;
        for (int64_t k = 1; k < csv->n_columns; k++) there |= of_column[k] == s;
        if (there) continue;
        return selat_fail_at(context, (selat_place){csv->path, 1, 0, NULL}, NULL,
                             "expected a column for sector %s, which firms belong to", data->sectors.codes[s]);
    }
    return SELAT_OK;
}

static selat_status read_essential_rows(selat_context *context, selat_csv *csv, const int64_t *of_column,
                                        selat_firm_data *out, bool *seen) {
    int64_t S = out->sectors.count;
    for (;;) {
        bool has_row;
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) break;
        int64_t supplying = selat_labels_find(&out->sectors, csv->fields[0]);
        if (supplying >= 0 && seen[supplying]) return selat_csv_fail(context, csv, 0, "each sector once");
        if (supplying >= 0) seen[supplying] = true;
        for (int64_t k = 1; k < csv->n_columns; k++) {
            int64_t kind;
            TRY(selat_csv_int(context, csv, k, SELAT_INPUT_NEGLIGIBLE, SELAT_INPUT_ESSENTIAL, &kind));
            if (supplying >= 0 && of_column[k] >= 0) out->essential[supplying * S + of_column[k]] = (unsigned char)kind;
        }
    }
    for (int64_t s = 0; s < S; s++) {
        if (seen[s]) continue;
        return selat_fail_at(context, (selat_place){csv->path, 0, 0, NULL}, NULL,
                             "expected a row for sector %s, which firms belong to", out->sectors.codes[s]);
    }
    return SELAT_OK;
}

static selat_status read_essential_file(selat_context *context, const char *path, selat_firm_data *out) {
    selat_csv csv = {0};
    int64_t *of_column = NULL;
    bool *seen = NULL;
    selat_status status;
    TRY_OR(done, status, selat_csv_open(context, path, largest_file, &csv));
    TRY_OR(done, status, selat_new(context, csv.n_columns, &of_column));
    TRY_OR(done, status, selat_new(context, out->sectors.count, &seen));
    TRY_OR(done, status, match_columns(context, &csv, out, of_column));
    TRY_OR(done, status, read_essential_rows(context, &csv, of_column, out, seen));
done:
    selat_release(context, seen);
    selat_release(context, of_column);
    selat_csv_close(context, &csv);
    return status;
}

static selat_status read_essential(selat_context *context, const char *path, selat_firm_data *out) {
    int64_t S = out->sectors.count;
    TRY(selat_new(context, S * S, &out->essential));
    bool leontief = strcmp(path, "leontief") == 0;
    if (!leontief && strcmp(path, "linear") != 0) return read_essential_file(context, path, out);
    memset(out->essential, leontief ? SELAT_INPUT_ESSENTIAL : SELAT_INPUT_NONESSENTIAL, (size_t)(S * S));
    return SELAT_OK;
}

/* ---- links ---- */

static selat_status firm_at(selat_context *context, const selat_csv *csv, int64_t column, const selat_firm_data *data,
                            int32_t *out) {
    int64_t at = selat_firm_find(data, csv->fields[column]);
    if (at < 0) return selat_csv_fail(context, csv, column, "a firm of the list of firms");
    *out = (int32_t)at;
    return SELAT_OK;
}

static selat_status read_link_rows(selat_context *context, selat_csv *csv, const int64_t *column,
                                   selat_firm_data *out) {
    for (;;) {
        bool has_row;
        double weight;
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) return SELAT_OK;
        int64_t e = out->n_links;
        TRY(firm_at(context, csv, column[0], out, &out->supplier[e]));
        TRY(firm_at(context, csv, column[1], out, &out->buyer[e]));
        TRY(selat_csv_double(context, csv, column[2], &weight));
        if (!(weight >= 0 && weight < 1e300)) return selat_csv_fail(context, csv, column[2], "a value of 0 or more");
        out->weight[e] = weight;
        out->n_zero_links += weight == 0;
        out->n_self_links += weight > 0 && out->supplier[e] == out->buyer[e];
        out->n_links += weight > 0;
    }
}

static selat_status fill_links(selat_context *context, selat_csv *csv, selat_firm_data *out) {
    static const char *const names[3] = {"supplier", "buyer", "weight"};
    int64_t column[3], rows = most_rows(csv);
    for (int k = 0; k < 3; k++) TRY(selat_csv_column(context, csv, names[k], &column[k]));
    TRY(selat_new(context, rows, &out->supplier));
    TRY(selat_new(context, rows, &out->buyer));
    TRY(selat_new(context, rows, &out->weight));
    return read_link_rows(context, csv, column, out);
}

static selat_status read_links(selat_context *context, const char *path, selat_firm_data *out) {
    selat_csv csv;
    TRY(selat_csv_open(context, path, largest_file, &csv));
    selat_status status = fill_links(context, &csv, out);
    selat_csv_close(context, &csv);
    return status;
}

selat_status selat_firm_data_read(selat_context *context, const selat_firm_files *files, selat_firm_data *out) {
    *out = (selat_firm_data){0};
    selat_status status = read_firms(context, files->firms, out);
    if (status == SELAT_OK) status = read_essential(context, files->essential, out);
    if (status == SELAT_OK) status = read_links(context, files->links, out);
    if (status != SELAT_OK) selat_firm_data_clear(context, out);
    return status;
}

/* ---- first shocks ---- */

static selat_status read_shock_rows(selat_context *context, selat_csv *csv, const selat_firm_data *data,
                                    int64_t n_scenarios, double *psi, int64_t *last) {
    static const char *const names[3] = {"firm", "scenario", "shock"};
    int64_t column[3];
    for (int k = 0; k < 3; k++) TRY(selat_csv_column(context, csv, names[k], &column[k]));
    for (;;) {
        bool has_row;
        int64_t scenario;
        int32_t firm = 0;
        double shock;
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) break;
        TRY(firm_at(context, csv, column[0], data, &firm));
        TRY(selat_csv_int(context, csv, column[1], 1, MOST_SCENARIOS, &scenario));
        TRY(selat_csv_double(context, csv, column[2], &shock));
        if (!(shock >= 0 && shock <= 1)) return selat_csv_fail(context, csv, column[2], "a share from 0 to 1");
        if (scenario > *last) *last = scenario;
        if (psi == NULL || scenario > n_scenarios) continue;
        double *left = &psi[(scenario - 1) * data->n_firms + firm];
        if (*left != 1) return selat_csv_fail(context, csv, column[0], "each firm once in a scenario");
        *left = 1 - shock;
    }
    if (*last > 0) return SELAT_OK;
    return selat_fail_at(context, (selat_place){csv->path, 2, 0, NULL}, "no rows", "a firm, a scenario and a shock");
}

/* psi NULL: only counts the scenarios. */
static selat_status pass_shocks(selat_context *context, const char *path, const selat_firm_data *data,
                                int64_t n_scenarios, double *psi, int64_t *last) {
    selat_csv csv;
    TRY(selat_csv_open(context, path, largest_file, &csv));
    *last = 0;
    selat_status status = read_shock_rows(context, &csv, data, n_scenarios, psi, last);
    selat_csv_close(context, &csv);
    return status;
}

selat_status selat_firm_shocks_read(selat_context *context, const char *path, const selat_firm_data *data,
                                    int64_t *n_scenarios, double **psi) {
    int64_t count;
    *psi = NULL;
    TRY(pass_shocks(context, path, data, 0, NULL, n_scenarios));
    TRY(selat_count(context, *n_scenarios, data->n_firms, 1, 1, &count));
    TRY(selat_new(context, count, psi));
    for (int64_t k = 0; k < count; k++) (*psi)[k] = 1;
    int64_t last;
    selat_status status = pass_shocks(context, path, data, *n_scenarios, *psi, &last);
    if (status != SELAT_OK) {
        selat_firm_shocks_free(context, *psi);
        *psi = NULL;
    }
    return status;
}

void selat_firm_shocks_free(selat_context *context, double *psi) { selat_release(context, psi); }

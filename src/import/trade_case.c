/* A case folder (docs/case-format.md): a trade model's base and shock as CSV files. */
#include "selat/trade_case.h"

#include <math.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "import/case_file.h"

enum { MAX_CODES = 2000 };
static const int64_t max_flows = 50000000;
static const double share_tolerance = 1e-6;
static const double input_share_tolerance = 1e-5; /* published input shares carry seven decimals */
static const double smallest_input_share = -0.01; /* published tables hold a few small negative inputs */

typedef struct loader {
    selat_context *context;
    const char *folder;
    selat_economy *economy;
    selat_trade_shock *shock;
    int64_t r, s;
} loader;

/* ---- the dimensions and their names ---- */

/* Rows of a file, at most MAX_CODES. */
static selat_status count_rows(selat_context *context, const char *folder, const char *name, const char *columns,
                               int64_t *out) {
    case_file file;
    TRY(selat_case_open(context, folder, name, columns, 0, &file));
    selat_status status = SELAT_OK;
    bool has_row = true;
    *out = -1;
    while (status == SELAT_OK && has_row) {
        ++*out;
        status = selat_csv_next(context, &file.csv, &has_row);
    }
    if (status == SELAT_OK && (*out == 0 || *out > MAX_CODES)) {
        status = selat_fail_at(context, (selat_place){file.csv.path, 0, 0, NULL}, NULL,
                               "found %lld rows, expected 1 to %d", (long long)*out, MAX_CODES);
    }
    selat_case_close(context, &file);
    return status;
}

/* Labels from an index column and a name column; codes are the names. */
static selat_status read_labels(selat_context *context, const char *folder, const char *name, const char *columns,
                                int64_t count, selat_labels *out) {
    case_file file;
    TRY(selat_case_open(context, folder, name, columns, count, &file));
    char **names = NULL;
    selat_status status;
    TRY_OR(done, status, selat_new(context, count, &names));
    for (;;) {
        int64_t at;
        TRY_OR(done, status, selat_csv_next(context, &file.csv, &file.has_row));
        if (!file.has_row) break;
        TRY_OR(done, status, selat_case_index(context, &file, 0, count, &at));
        TRY_OR(done, status, selat_case_claim(context, &file, at));
        TRY_OR(done, status, selat_copy_text(context, file.csv.fields[file.column[1]], &names[at]));
    }
    status = selat_labels_init(context, count, (const char *const *)names, NULL, out);
done:
    for (int64_t k = 0; names != NULL && k < count; k++)
        selat_release(context, names[k]);
    selat_release(context, names);
    selat_case_close(context, &file);
    return status;
}

static selat_status make_economy(loader *l) {
    selat_context *context = l->context;
    selat_labels regions = {0}, sectors = {0};
    int64_t flows;
    TRY(count_rows(context, l->folder, "country.csv", "n", &l->r));
    TRY(count_rows(context, l->folder, "sectors.csv", "j", &l->s));
    TRY(selat_count(context, l->r, l->r, l->s, 1, &flows));
    if (flows > max_flows) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s: %lld regions and %lld sectors are too many", l->folder,
                          (long long)l->r, (long long)l->s);
    }
    selat_status status;
    TRY_OR(done, status, read_labels(context, l->folder, "country.csv", "n country", l->r, &regions));
    TRY_OR(done, status, read_labels(context, l->folder, "sectors.csv", "j sector", l->s, &sectors));
    status = selat_economy_create(context, &regions, &sectors, &l->economy);
done:
    selat_labels_clear(context, &regions);
    selat_labels_clear(context, &sectors);
    return status;
}

/* ---- the rows of each file ---- */

static selat_status country_row(loader *l, case_file *file) {
    int64_t n;
    double value_added, surplus;
    TRY(selat_case_index(l->context, file, 0, l->r, &n));
    TRY(selat_case_claim(l->context, file, n));
    TRY(selat_case_number(l->context, file, 1, 0, &value_added));
    if (!(value_added > 0)) return selat_csv_fail(l->context, &file->csv, file->column[1], "value added above 0");
    TRY(selat_case_number(l->context, file, 2, -INFINITY, &surplus));
    l->economy->value_added[n] = value_added;
    l->economy->deficit[n] = -surplus;
    return SELAT_OK;
}

/* The scale elasticity, where the file has a column `psi`. */
static selat_status read_psi(loader *l, case_file *file, int64_t j) {
    int64_t column = 0;
    while (column < file->csv.n_columns && strcmp(file->csv.header[column], "psi") != 0)
        column++;
    if (column == file->csv.n_columns) return SELAT_OK;
    if (l->economy->psi == NULL) TRY(selat_new(l->context, l->s, &l->economy->psi));
    TRY(selat_csv_double(l->context, &file->csv, column, &l->economy->psi[j]));
    if (l->economy->psi[j] >= 0) return SELAT_OK;
    return selat_csv_fail(l->context, &file->csv, column, "a scale elasticity of at least 0");
}

static selat_status sector_row(loader *l, case_file *file) {
    int64_t j;
    double theta;
    TRY(selat_case_index(l->context, file, 0, l->s, &j));
    TRY(selat_case_claim(l->context, file, j));
    TRY(selat_csv_double(l->context, &file->csv, file->column[1], &theta));
    if (!(theta > 0)) return selat_csv_fail(l->context, &file->csv, file->column[1], "a trade elasticity above 0");
    l->economy->theta[j] = theta;
    return read_psi(l, file, j);
}

static selat_status sector_country_row(loader *l, case_file *file) {
    int64_t j, n;
    TRY(selat_case_index(l->context, file, 0, l->s, &j));
    TRY(selat_case_index(l->context, file, 1, l->r, &n));
    TRY(selat_case_claim(l->context, file, n * l->s + j));
    int64_t at = n * l->s + j;
    TRY(selat_case_number(l->context, file, 2, 0, &l->economy->demand_share[at]));
    TRY(selat_case_number(l->context, file, 3, 0, &l->economy->value_share[at]));
    if (l->economy->value_share[at] > 1) {
        return selat_csv_fail(l->context, &file->csv, file->column[3], "a share of at most 1");
    }
    return selat_case_number(l->context, file, 4, 0, &l->economy->expenditure[at]);
}

static selat_status read_flow_index(loader *l, case_file *file, int64_t *at) {
    int64_t j, n, i;
    TRY(selat_case_index(l->context, file, 0, l->s, &j));
    TRY(selat_case_index(l->context, file, 1, l->r, &n));
    TRY(selat_case_index(l->context, file, 2, l->r, &i));
    *at = (j * l->r + n) * l->r + i;
    return selat_case_claim(l->context, file, *at);
}

static selat_status bilateral_row(loader *l, case_file *file) {
    int64_t at;
    TRY(read_flow_index(l, file, &at));
    return selat_case_number(l->context, file, 3, 0, &l->economy->pi[at]);
}

static selat_status io_row(loader *l, case_file *file) {
    int64_t n, j, k;
    double share;
    TRY(selat_case_index(l->context, file, 0, l->r, &n));
    TRY(selat_case_index(l->context, file, 1, l->s, &j));
    TRY(selat_case_index(l->context, file, 2, l->s, &k));
    int64_t at = (n * l->s + j) * l->s + k;
    TRY(selat_case_claim(l->context, file, at));
    TRY(selat_case_number(l->context, file, 3, smallest_input_share, &share));
    l->economy->input_share[at] = share;
    return SELAT_OK;
}

static selat_status read_rate(loader *l, case_file *file, int64_t column, double *out) {
    double percent;
    TRY(selat_csv_double(l->context, &file->csv, file->column[column], &percent));
    if (!(percent > -100)) return selat_csv_fail(l->context, &file->csv, file->column[column], "per cent, above -100");
    *out = percent / 100;
    return SELAT_OK;
}

static selat_status tariff_row(loader *l, case_file *file) {
    int64_t at;
    TRY(read_flow_index(l, file, &at));
    TRY(read_rate(l, file, 3, &l->economy->tariff[at]));
    return read_rate(l, file, 4, &l->shock->tariff[at]);
}

static selat_status barrier_row(loader *l, case_file *file) {
    int64_t at;
    double hat;
    TRY(read_flow_index(l, file, &at));
    TRY(selat_csv_double(l->context, &file->csv, file->column[3], &hat));
    if (!(hat > 0)) return selat_csv_fail(l->context, &file->csv, file->column[3], "a ratio above 0");
    l->shock->iceberg_hat[at] = hat;
    return SELAT_OK;
}

/* ---- what a whole file must satisfy ---- */

/* Rounded published shares are made to sum to one exactly: otherwise money appears or vanishes in every round. */
static void scale_to_one(double *values, int64_t count, int64_t stride, double sum, double total) {
    for (int64_t k = 0; sum != 0 && k < count; k++)
        values[k * stride] *= total / sum;
}

/* Sums to one, or is empty where `may_be_empty`. `last` is the line of a cell of the sum. */
static selat_status check_sum(loader *l, const case_file *file, double sum, double tolerance, bool may_be_empty,
                              int64_t line, const char *cell) {
    if (fabs(sum - 1) <= tolerance || (may_be_empty && sum == 0)) return SELAT_OK;
    char found[64];
    selat_format(found, sizeof found, "a sum of %.12g", sum);
    return selat_fail_at(l->context, (selat_place){file->csv.path, line, 0, cell}, found,
                         "shares that sum to one within %g%s", tolerance, may_be_empty ? ", or none" : "");
}

static selat_status sector_country_end(loader *l, const case_file *file) {
    TRY(selat_case_all_claimed(l->context, file, l->r * l->s, l->s, "n", "j"));
    for (int64_t n = 0; n < l->r; n++) {
        double sum = 0;
        char cell[96];
        for (int64_t j = 0; j < l->s; j++)
            sum += l->economy->demand_share[n * l->s + j];
        selat_format(cell, sizeof cell, "alpha of n = %lld", (long long)n + 1);
        TRY(check_sum(l, file, sum, share_tolerance, false, file->line_of[n * l->s], cell));
        scale_to_one(l->economy->demand_share + n * l->s, l->s, 1, sum, 1);
    }
    return SELAT_OK;
}

static selat_status bilateral_end(loader *l, const case_file *file) {
    for (int64_t row = 0; row < l->s * l->r; row++) {
        int64_t j = row / l->r, n = row % l->r, line = 0;
        double sum = 0;
        char cell[96];
        for (int64_t i = 0; i < l->r; i++) {
            sum += l->economy->pi[row * l->r + i];
            if (line == 0) line = file->line_of[row * l->r + i];
        }
        bool buys = l->economy->expenditure[n * l->s + j] > 0 || l->economy->demand_share[n * l->s + j] > 0;
        selat_format(cell, sizeof cell, "pi of j = %lld, importer_n = %lld", (long long)j + 1, (long long)n + 1);
        TRY(check_sum(l, file, sum, share_tolerance, !buys, line, cell));
        scale_to_one(l->economy->pi + row * l->r, l->r, 1, sum, 1);
    }
    return SELAT_OK;
}

/* Turns shares of intermediate spending into shares of output. */
static selat_status io_end(loader *l, const case_file *file) {
    for (int64_t n = 0; n < l->r; n++) {
        for (int64_t k = 0; k < l->s; k++) {
            double inputs = 1 - l->economy->value_share[n * l->s + k], sum = 0;
            int64_t line = 0;
            char cell[96];
            for (int64_t j = 0; j < l->s; j++) {
                sum += l->economy->input_share[(n * l->s + j) * l->s + k];
                if (line == 0) line = file->line_of[(n * l->s + j) * l->s + k];
            }
            selat_format(cell, sizeof cell, "share_of_intermediates of n = %lld, user_j = %lld", (long long)n + 1,
                         (long long)k + 1);
            if (inputs > 0) TRY(check_sum(l, file, sum, input_share_tolerance, false, line, cell));
            scale_to_one(l->economy->input_share + n * l->s * l->s + k, l->s, l->s, sum, inputs);
        }
    }
    return SELAT_OK;
}

static selat_status all_given(loader *l, const case_file *file, int64_t count, const char *name) {
    return selat_case_all_claimed(l->context, file, count, 1, name, "1");
}
static selat_status country_end(loader *l, const case_file *file) { return all_given(l, file, l->r, "n"); }
static selat_status sectors_end(loader *l, const case_file *file) { return all_given(l, file, l->s, "j"); }
static selat_status no_end(loader *l, const case_file *file) {
    (void)l, (void)file;
    return SELAT_OK;
}

typedef struct case_part {
    const char *name, *columns;
    selat_status (*row)(loader *l, case_file *file);
    selat_status (*end)(loader *l, const case_file *file);
} case_part;

static const case_part parts[] = {
    {"country.csv", "n va surplus", country_row, country_end},
    {"sectors.csv", "j theta", sector_row, sectors_end},
    {"sector_country.csv", "j n alpha va_share expenditure", sector_country_row, sector_country_end},
    {"bilateral.csv", "j importer_n exporter_i pi", bilateral_row, bilateral_end},
    {"io.csv", "n input_k user_j share_of_intermediates", io_row, io_end},
    {"tariffs.csv", "j importer_n exporter_i base_pct new_pct", tariff_row, no_end},
};
static const case_part barriers = {"barriers.csv", "j importer_n exporter_i d_hat", barrier_row, no_end};

static selat_status read_part(loader *l, const case_part *part) {
    int64_t larger = l->r > l->s ? l->r : l->s; /* the largest cell index is below r s max(r, s) */
    case_file file;
    TRY(selat_case_open(l->context, l->folder, part->name, part->columns, l->r * l->s * larger, &file));
    selat_status status;
    for (;;) {
        TRY_OR(done, status, selat_csv_next(l->context, &file.csv, &file.has_row));
        if (!file.has_row) break;
        TRY_OR(done, status, part->row(l, &file));
    }
    status = part->end(l, &file);
done:
    selat_case_close(l->context, &file);
    return status;
}

static selat_status read_barriers(loader *l) {
    char *path;
    TRY(selat_path_join(l->context, l->folder, barriers.name, &path));
    bool present = selat_file_exists(path);
    selat_release(l->context, path);
    if (!present) return SELAT_OK;
    int64_t flows = l->s * l->r * l->r;
    TRY(selat_new(l->context, flows, &l->shock->iceberg_hat));
    for (int64_t k = 0; k < flows; k++)
        l->shock->iceberg_hat[k] = 1;
    return read_part(l, &barriers);
}

/* What the files must satisfy together. */
static selat_status check_together(loader *l) {
    const selat_economy *economy = l->economy;
    double excess = 0, world = 0;
    for (int64_t n = 0; n < l->r; n++) {
        double output = 0;
        for (int64_t j = 0; j < l->s; j++)
            output += economy->output[n * l->s + j];
        if (!(output > 0)) {
            return selat_fail(l->context, SELAT_BAD_INPUT,
                              "%s/bilateral.csv: exporter_i = %lld (%s): nobody buys from it, "
                              "expected a region with output",
                              l->folder, (long long)n + 1, economy->regions.codes[n]);
        }
        excess += economy->deficit[n];
        world += economy->value_added[n];
    }
    if (fabs(excess) > 1e-3 * world) {
        return selat_fail(l->context, SELAT_BAD_INPUT,
                          "%s/country.csv: surplus: found a sum of %g, expected zero over all countries", l->folder,
                          -excess);
    }
    if (fabs(excess) > 1e-6 * world) {
        selat_warn(l->context, "%s/country.csv: the surpluses sum to %g; spread over countries by value added",
                   l->folder, -excess);
    }
    return SELAT_OK;
}

static selat_status load(loader *l) {
    TRY(make_economy(l));
    TRY(selat_new(l->context, l->s * l->r * l->r, &l->shock->tariff));
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
        TRY(read_part(l, &parts[k]));
    TRY(read_barriers(l));
    selat_economy_totals(l->economy);
    TRY(check_together(l));
    return selat_economy_prepare(l->context, l->economy);
}

selat_status selat_trade_case_load(selat_context *context, const char *folder, selat_economy **economy,
                                   selat_trade_shock *shock) {
    *economy = NULL;
    *shock = (selat_trade_shock){0};
    loader l = {.context = context, .folder = folder, .shock = shock};
    selat_status status = load(&l);
    if (status != SELAT_OK) {
        selat_economy_destroy(context, l.economy);
        selat_trade_shock_clear(context, shock);
        l.economy = NULL;
    }
    *economy = l.economy;
    return status;
}

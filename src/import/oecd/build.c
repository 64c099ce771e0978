/* The embedded table from the raw files: read, split, close, describe. */
#include "selat/oecd.h"

#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "import/oecd/emissions.h"

enum { YEAR = 2022 };
static const char *const NAME = "oecd-2022";
static const char *const EDGAR_FILE = "emissions/edgar_2024_ghg_by_sector_and_country.csv";

/* Limits on how far the sources may disagree; beyond them a file is damaged or from another release. */
static const double ROWS_BEFORE = 4e-6, COLUMNS_BEFORE = 1e-6, SERVICES = 1e-5, AFTER = 1e-12;

static selat_status read_sources(selat_context *context, const char *folder, selat_oecd_data *data,
                                 selat_edgar *edgar) {
    selat_labels regions = {0}, sectors = {0};
    char *edgar_path = NULL;
    selat_status status;
    TRY_OR(done, status, selat_oecd_read_labels(context, folder, &regions, &sectors));
    TRY_OR(done, status, selat_oecd_data_create(context, &regions, &sectors, data));
    TRY_OR(done, status, selat_oecd_read_national(context, folder, YEAR, data));
    TRY_OR(done, status, selat_oecd_read_bilateral(context, folder, YEAR, data));
    TRY_OR(done, status, selat_path_join(context, folder, EDGAR_FILE, &edgar_path));
    status = selat_edgar_read(context, edgar_path, YEAR, &regions, edgar);
done:
    selat_labels_clear(context, &regions);
    selat_labels_clear(context, &sectors);
    selat_release(context, edgar_path);
    return status;
}

static selat_status create_table(selat_context *context, const selat_oecd_data *data, selat_table **out) {
    const char *const *const codes[4] = {selat_oecd_demands, selat_oecd_primary, selat_oecd_memo, selat_oecd_stressors};
    static const int64_t counts[4] = {OECD_DEMANDS, OECD_PRIMARY, OECD_MEMO, OECD_STRESSORS};
    selat_labels labels[4] = {{0}};
    selat_status status = SELAT_OK;
    for (int k = 0; k < 4 && status == SELAT_OK; k++) {
        status = selat_labels_init(context, counts[k], codes[k], NULL, &labels[k]);
    }
    if (status == SELAT_OK) {
        status = selat_table_create(context, NAME, YEAR, &data->regions, &data->sectors, &labels[0], &labels[1],
                                    &labels[2], &labels[3], out);
    }
    for (int k = 0; k < 4; k++) selat_labels_clear(context, &labels[k]);
    return status;
}

/* trade[s][n][i] = X[i][n][s] / sum over i */
static void set_shares(const selat_oecd_data *data, selat_table *table) {
    int64_t R = data->regions.count;
    for (int64_t row = 0; row < OECD_SECTORS * R; row++) {
        const double *flow = data->flow + row * R;
        double sum = 0;
        for (int64_t i = 0; i < R; i++) sum += flow[i];
        for (int64_t i = 0; i < R; i++) table->trade_share[row * R + i] = sum > 0 ? flow[i] / sum : 0;
    }
}

static void copy_arrays(const selat_oecd_data *data, selat_table *table) {
    size_t cells = (size_t)(data->regions.count * OECD_SECTORS) * sizeof(double);
    memcpy(table->use_musd, data->use, cells * OECD_SECTORS);
    memcpy(table->final_musd, data->final, cells * OECD_DEMANDS);
    memcpy(table->primary_musd, data->primary, cells * OECD_PRIMARY);
    memcpy(table->memo_musd, data->memo, cells * OECD_MEMO);
    memcpy(table->output_musd, data->output, cells);
    memcpy(table->final_taxes_musd, data->final_taxes,
           (size_t)(data->regions.count * OECD_DEMANDS) * sizeof(double));
}

static selat_status check_limits(selat_context *context, const selat_oecd_checks *c) {
    const struct {
        const char *what;
        double value, limit;
    } checks[] = {
        {"rows before closing", c->before.rows, ROWS_BEFORE},
        {"columns before closing", c->before.columns, COLUMNS_BEFORE},
        {"exporters' services", c->services_exporters, SERVICES},
        {"importers' services", c->services_importers, SERVICES},
        {"pairs' services", c->services_pairs, AFTER},
        {"flows after closing", c->after.flows, AFTER},
        {"rows after closing", c->after.rows, AFTER},
        {"columns after closing", c->after.columns, AFTER},
    };
    for (size_t k = 0; k < sizeof checks / sizeof *checks; k++) {
        if (checks[k].value <= checks[k].limit) continue;
        return selat_fail(context, SELAT_FAILED, "the sources do not agree: %s are off by %.3g of their sum, limit %g",
                          checks[k].what, checks[k].value, checks[k].limit);
    }
    return SELAT_OK;
}

/* Emissions come before closing: their keys are purchases as recorded, with output as the flows have it. */
static selat_status compute(selat_context *context, selat_oecd_data *data, const selat_edgar *edgar,
                            selat_table *table) {
    selat_oecd_checks checks = {0};
    TRY(selat_oecd_split_services(context, data, &checks));
    selat_oecd_add_rest_of_world(data, &checks);
    selat_oecd_check_balance(data, data->regions.count - 1, &checks.before);
    selat_oecd_set_output(data);
    TRY(selat_oecd_allocate_emissions(context, data, edgar, table, &checks));
    selat_oecd_close(data, &checks);
    selat_oecd_check_balance(data, data->regions.count, &checks.after);
    TRY(check_limits(context, &checks));
    set_shares(data, table);
    copy_arrays(data, table);
    TRY(selat_oecd_describe(context, &checks, edgar, table));
    return selat_table_validate(context, table);
}

selat_status selat_oecd_build(selat_context *context, const char *folder, selat_table **out) {
    *out = NULL;
    selat_oecd_data data = {0};
    selat_edgar edgar = {0};
    selat_status status;
    TRY_OR(done, status, read_sources(context, folder, &data, &edgar));
    TRY_OR(done, status, create_table(context, &data, out));
    status = compute(context, &data, &edgar, *out);
done:
    selat_oecd_data_clear(context, &data);
    selat_edgar_clear(context, &edgar);
    if (status != SELAT_OK) {
        selat_table_destroy(context, *out);
        *out = NULL;
    }
    return status;
}

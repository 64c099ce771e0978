/* selat footprint: production- and consumption-based accounts. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "indicators.h"

enum { FLAG_FACTORS = N_SHARED_FLAGS, FLAG_ACCOUNT, FLAG_BILATERAL, FLAG_PRODUCTS, FLAG_MULTIPLIERS, N_FLAGS };
static const cli_flag flags[N_FLAGS] = {
    INDICATOR_SHARED_FLAGS,
    {"--factors", 0, "FILE", "accounts of your own: CSV with account, unit, stressor, factor and, where wanted, region, sector"},
    {"--account", 0, "NAME", "only this account (default: all)"},
    {"--bilateral", 0, NULL, "also where the consumption of the chosen regions arises"},
    {"--products", 0, NULL, "also by producing industry and by product bought"},
    {"--multipliers", 0, NULL, "also the account per million USD of final demand, by industry"},
};

typedef struct footprint {
    selat_characterisation accounts;
    selat_footprints result;
    double *population; /* [R] */
    int64_t account;    /* the only one; -1: all */
} footprint;

static bool is_shown(const footprint *f, int64_t account) { return f->account < 0 || f->account == account; }

/* Starts a row with the account and its unit. */
static selat_status add_row(cli_session *cli, const footprint *f, indicator_sheet *sheet, int64_t account, selat_cell **row) {
    selat_status status = selat_frame_add(cli->context, &sheet->frame, row);
    if (status != SELAT_OK) return status;
    *(*row)++ = (selat_cell){.text = f->accounts.names[account]};
    *(*row)++ = (selat_cell){.text = f->accounts.units[account]};
    return SELAT_OK;
}

static indicator_sheet *start(indicator_job *job, const char *name, const char *title, const char *first,
                              const char *second) {
    indicator_sheet *sheet = indicator_add_sheet(job, name, title);
    indicator_add_column(sheet, "account", "account", NULL, true);
    indicator_add_column(sheet, "unit", "unit", NULL, true);
    indicator_add_column(sheet, first, first, NULL, true);
    if (second != NULL) indicator_add_column(sheet, second, second, NULL, true);
    return sheet;
}

static selat_status add_regions(cli_session *cli, indicator_job *job, const footprint *f) {
    const selat_footprints *r = &f->result;
    indicator_sheet *sheet = start(job, "regions", "Accounts by production and by consumption", "region", NULL);
    static const char *const keys[] = {"production", "consumption", "imports", "exports", "ratio", "production_per_head",
                                       "consumption_per_head"};
    static const char *const heads[] = {"production", "consumption", "imports: arises abroad", "exports: consumed abroad",
                                        "consumption / production", "production per head, unit / 1000000 persons",
                                        "consumption per head, unit / 1000000 persons"};
    for (int c = 0; c < 7; c++) indicator_add_column(sheet, keys[c], heads[c], NULL, false);
    for (int64_t a = 0; a < r->n; a++) {
        for (int64_t k = 0; k < job->n_regions && is_shown(f, a); k++) {
            int64_t n = job->regions[k];
            double production = r->production[a * r->n_regions + n], consumption = r->consumption[a * r->n_consumers + n];
            selat_cell *row;
            selat_status status = add_row(cli, f, sheet, a, &row);
            if (status != SELAT_OK) return status;
            row[0].text = job->table->regions.codes[n];
            row[1].number = production;
            row[2].number = consumption;
            row[3].number = r->imports[a * r->n_consumers + n];
            row[4].number = r->exports[a * r->n_consumers + n];
            row[5].number = consumption / production;
            row[6].number = 1e6 * production / f->population[n];
            row[7].number = 1e6 * consumption / f->population[n];
        }
    }
    return SELAT_OK;
}

static selat_status add_bilateral(cli_session *cli, indicator_job *job, const footprint *f) {
    const selat_footprints *r = &f->result;
    indicator_sheet *sheet = start(job, "bilateral", "Where the consumption of each region arises", "consumer", "arises_in");
    indicator_add_column(sheet, "value", "value", "in the account's unit", false);
    indicator_add_column(sheet, "share", "share of the consumer's account", NULL, false);
    for (int64_t a = 0; a < r->n; a++) {
        for (int64_t at = 0; at < job->n_regions * r->n_regions && is_shown(f, a); at++) {
            int64_t n = job->regions[at / r->n_regions], i = at % r->n_regions;
            double value = r->bilateral[(a * r->n_regions + i) * r->n_consumers + n];
            selat_cell *row;
            selat_status status = add_row(cli, f, sheet, a, &row);
            if (status != SELAT_OK) return status;
            row[0].text = job->table->regions.codes[n];
            row[1].text = job->table->regions.codes[i];
            row[2].number = value;
            row[3].number = value / r->consumption[a * r->n_consumers + n];
        }
    }
    return SELAT_OK;
}

/* By producing industry and by product bought; or multipliers. */
static selat_status add_sectors(cli_session *cli, indicator_job *job, const footprint *f, bool multipliers) {
    const selat_footprints *r = &f->result;
    int64_t R = r->n_regions, S = r->n_sectors;
    indicator_sheet *sheet = multipliers ? start(job, "multipliers", "Per million USD of final demand", "region", "sector")
                                         : start(job, "products", "By producing industry, and by product bought", "region", "sector");
    if (multipliers) {
        indicator_add_column(sheet, "multiplier", "multiplier", "account's unit per million USD", false);
    } else {
        indicator_add_column(sheet, "production", "production by the industry", NULL, false);
        indicator_add_column(sheet, "consumption", "consumption through the product", NULL, false);
    }
    for (int64_t a = 0; a < r->n; a++) {
        for (int64_t at = 0; at < job->n_regions * S && is_shown(f, a); at++) {
            int64_t n = job->regions[at / S], s = at % S;
            selat_cell *row;
            if (!job->sector_shown[s]) continue;
            selat_status status = add_row(cli, f, sheet, a, &row);
            if (status != SELAT_OK) return status;
            row[0].text = job->table->regions.codes[n];
            row[1].text = job->table->sectors.codes[s];
            if (multipliers) {
                row[2].number = r->multiplier[(a * R + n) * S + s];
            } else {
                row[2].number = f->accounts.industry[(a * R + n) * S + s];
                row[3].number = r->by_product[(a * r->n_consumers + n) * S + s];
            }
        }
    }
    return SELAT_OK;
}

static int choose_account(const char *name, footprint *f) {
    f->account = -1;
    if (name == NULL) return CLI_OK;
    for (int64_t a = 0; a < f->accounts.n; a++) {
        if (strcmp(f->accounts.names[a], name) == 0) f->account = a;
    }
    if (f->account >= 0) return CLI_OK;
    return cli_usage("--account: found '%s', expected one of the accounts, for example '%s'", name, f->accounts.names[0]);
}

static int fill(cli_session *cli, indicator_job *job, footprint *f) {
    const char *factors = cli->values[FLAG_FACTORS];
    f->population = calloc((size_t)job->table->regions.count, sizeof *f->population);
    if (f->population == NULL) return cli_usage("no memory");
    selat_status status = factors != NULL ? selat_dataset_characterisation(cli->context, factors, job->table, &f->accounts)
                                          : selat_characterisation_standard(cli->context, job->table, &f->accounts);
    if (status == SELAT_OK) status = selat_dataset_population(cli->context, job->table, f->population);
    if (status != SELAT_OK) return cli_fail(cli, status);
    int code = choose_account(cli->values[FLAG_ACCOUNT], f);
    if (code != CLI_OK) return code;
    status = selat_footprints_compute(cli->context, job->world, &f->accounts, &f->result);
    if (status == SELAT_OK) status = add_regions(cli, job, f);
    if (status == SELAT_OK && cli->values[FLAG_BILATERAL] != NULL) status = add_bilateral(cli, job, f);
    if (status == SELAT_OK && cli->values[FLAG_PRODUCTS] != NULL) status = add_sectors(cli, job, f, false);
    if (status == SELAT_OK && cli->values[FLAG_MULTIPLIERS] != NULL) status = add_sectors(cli, job, f, true);
    if (factors == NULL) indicator_note(job, "Accounts: rows of one gas added up; 'total' adds all rows where they share one unit.");
    return status == SELAT_OK ? CLI_OK : cli_fail(cli, status);
}

static int run(cli_session *cli) {
    static indicator_job job; /* large: its sheets */
    footprint f = {0};
    int code = indicator_open(cli, &job, true);
    if (code == CLI_OK) code = fill(cli, &job, &f);
    code = indicator_close(cli, &job, code);
    selat_footprints_clear(cli->context, &f.result);
    selat_characterisation_clear(cli->context, &f.accounts);
    free(f.population);
    return code;
}

const cli_command cmd_footprint = {
    .name = "footprint",
    .words = "TABLE",
    .min_words = 1,
    .max_words = 1,
    .purpose = "production and consumption accounts of emissions and other stressors, bilateral, by product, per head",
    .details = "--factors brings accounts of your own (characterisation), by stressor and, where wanted, region and sector; the most\n"
               "specific line counts. Population: World Bank, shipped. Equations and limits: docs/indicators.md.",
    .examples = "  selat footprint oecd-2022 --sort consumption --account total\n"
                "  selat footprint oecd-2022 --region MYS,KOR --bilateral --csv out/footprint\n"
                "  selat footprint oecd-2022 --region JPN --products --multipliers --account CO2 --json\n"
                "  selat footprint my_table.h5 --factors gwp20.csv",
    .flags = flags,
    .n_flags = N_FLAGS,
    .run = run,
};

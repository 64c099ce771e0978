/* selat value-added: where the value of gross exports comes from and where it ends. */
#include <stdlib.h>

#include "indicators.h"

enum { FLAG_BILATERAL = N_SHARED_FLAGS, FLAG_BY_SECTOR, FLAG_ORIGINS, N_FLAGS };
static const cli_flag flags[N_FLAGS] = {
    INDICATOR_SHARED_FLAGS,
    {"--bilateral", 0, NULL, "also by importer: Wang-Wei-Zhu's 16 terms, Borin-Mancini's with source, sink and perimeters"},
    {"--by-sector", 0, NULL, "the bilateral tables by exporting sector"},
    {"--origins", 0, NULL, "also value added by region of origin in the exports of each region"},
};

/* Terms of one exporter [S][R][count] as rows by importer, or by sector and importer; `others` [S][R][O] stands behind. */
static selat_status add_terms(cli_session *cli, indicator_job *job, indicator_sheet *sheet, int64_t exporter,
                              int64_t count, const double *terms, int64_t n_others, const double *others) {
    const selat_table *t = job->table;
    int64_t R = t->regions.count, S = t->sectors.count;
    bool by_sector = cli->values[FLAG_BY_SECTOR] != NULL;
    for (int64_t s = 0; s < (by_sector ? S : 1); s++) {
        if (by_sector && !job->sector_shown[s]) continue;
        for (int64_t r = 0; r < R; r++) {
            selat_cell *row;
            if (r == exporter) continue;
            selat_status status = selat_frame_add(cli->context, &sheet->frame, &row);
            if (status != SELAT_OK) return status;
            *row++ = (selat_cell){.text = t->regions.codes[exporter]};
            if (by_sector) *row++ = (selat_cell){.text = t->sectors.codes[s]};
            *row++ = (selat_cell){.text = t->regions.codes[r]};
            for (int64_t k = 0; k < count + n_others; k++) {
                double sum = 0;
                for (int64_t i = by_sector ? s : 0; i < (by_sector ? s + 1 : S); i++) {
                    sum += k < count ? terms[(i * R + r) * count + k] : others[(i * R + r) * n_others + k - count];
                }
                row[k].number = sum;
            }
        }
    }
    return SELAT_OK;
}

static indicator_sheet *start_terms(cli_session *cli, indicator_job *job, const char *name, const char *title,
                                    int64_t count, const char *(*term_name)(int64_t)) {
    indicator_sheet *sheet = indicator_add_sheet(job, name, title);
    indicator_add_column(sheet, "exporter", "exporter", NULL, true);
    if (cli->values[FLAG_BY_SECTOR] != NULL) indicator_add_column(sheet, "sector", "exporting sector", NULL, true);
    indicator_add_column(sheet, "importer", "importer", NULL, true);
    for (int64_t k = 0; k < count; k++) indicator_add_column(sheet, term_name(k), term_name(k), "million USD", false);
    for (int64_t k = 0; k < selat_other_terms(job->world); k++) {
        const char *other = selat_other_term_name(job->world, k);
        indicator_add_column(sheet, other, other, "million USD", false);
    }
    return sheet;
}

static selat_status add_bilateral(cli_session *cli, indicator_job *job) {
    int64_t R = job->table->regions.count, S = job->table->sectors.count, O = selat_other_terms(job->world);
    double *terms = calloc((size_t)(S * R * SELAT_BM_TERMS), sizeof *terms);
    double *others = calloc((size_t)(S * R * O), sizeof *others);
    selat_status status = terms != NULL && others != NULL ? SELAT_OK : SELAT_NO_MEMORY;
    indicator_sheet *wwz = start_terms(cli, job, "wang_wei_zhu", "Gross exports in 16 terms (Wang, Wei and Zhu)",
                                       SELAT_WWZ_TERMS, selat_wwz_term_name);
    indicator_sheet *bm = start_terms(cli, job, "borin_mancini", "Gross exports by where value added counts once (Borin and Mancini)",
                                      SELAT_BM_TERMS, selat_bm_term_name);
    for (int64_t k = 0; k < job->n_regions && status == SELAT_OK; k++) {
        int64_t s = job->regions[k];
        status = selat_wwz(cli->context, job->world, s, terms, others, NULL);
        if (status == SELAT_OK) status = add_terms(cli, job, wwz, s, SELAT_WWZ_TERMS, terms, O, others);
        if (status == SELAT_OK) status = selat_borin_mancini(cli->context, job->world, s, true, terms, others);
        if (status == SELAT_OK) status = add_terms(cli, job, bm, s, SELAT_BM_TERMS, terms, O, others);
    }
    free(terms);
    free(others);
    return status;
}

/* Rows origin, exporter, million USD, share of the exporter's gross exports. */
static selat_status add_origins(cli_session *cli, indicator_job *job) {
    const selat_table *t = job->table;
    int64_t R = t->regions.count, S = t->sectors.count;
    double *origin = calloc((size_t)(R * S * S), sizeof *origin), *exports = calloc((size_t)(R * S), sizeof *exports);
    selat_status status = origin != NULL && exports != NULL ? SELAT_OK : SELAT_NO_MEMORY;
    indicator_sheet *sheet = indicator_add_sheet(job, "origins", "Value added by region of origin in gross exports");
    indicator_add_column(sheet, "exporter", "exporter", NULL, true);
    indicator_add_column(sheet, "origin", "origin of the value added", NULL, true);
    indicator_add_column(sheet, "value_added_musd", "value added", "million USD", false);
    indicator_add_column(sheet, "share", "share of the exporter's gross exports", NULL, false);
    if (status == SELAT_OK) selat_table_exports_musd(t, exports);
    for (int64_t k = 0; k < job->n_regions && status == SELAT_OK; k++) {
        int64_t s = job->regions[k];
        double gross = 0;
        for (int64_t i = 0; i < S; i++) gross += exports[s * S + i];
        status = selat_value_added_origin(cli->context, job->world, s, SELAT_BY_EXPORTS, origin);
        for (int64_t r = 0; r < R && status == SELAT_OK; r++) {
            double sum = 0;
            selat_cell *row;
            for (int64_t at = r * S * S; at < (r + 1) * S * S; at++) sum += origin[at];
            status = selat_frame_add(cli->context, &sheet->frame, &row);
            if (status != SELAT_OK) break;
            row[0].text = t->regions.codes[s];
            row[1].text = t->regions.codes[r];
            row[2].number = sum;
            row[3].number = sum / gross;
        }
    }
    free(origin);
    free(exports);
    return status;
}

static int run(cli_session *cli) {
    static indicator_job job; /* large: its sheets */
    int code = indicator_open(cli, &job, false);
    if (code == CLI_OK && cli->values[FLAG_BY_SECTOR] != NULL && cli->values[FLAG_BILATERAL] == NULL) {
        code = cli_usage("--by-sector: only with --bilateral");
    }
    if (code == CLI_OK) {
        selat_status status = indicator_add_registered(cli, &job, "value-added", SELAT_INDICATOR_REGION, "regions",
                                                       "Value added in gross exports, by exporter");
        if (status == SELAT_OK && cli->values[FLAG_BILATERAL] != NULL) status = add_bilateral(cli, &job);
        if (status == SELAT_OK && cli->values[FLAG_ORIGINS] != NULL) status = add_origins(cli, &job);
        indicator_note(&job, "Value added alone does not make gross exports: product taxes, imports nobody attributes and whatever else the "
                             "table's primary rows hold are in other_content.");
        if (status != SELAT_OK) code = cli_fail(cli, status);
    }
    return indicator_close(cli, &job, code);
}

const cli_command cmd_value_added = {
    .name = "value-added",
    .words = "TABLE",
    .min_words = 1,
    .max_words = 1,
    .purpose = "value added in trade: Leontief, Koopman-Wang-Wei, Wang-Wei-Zhu, Borin-Mancini, participation in chains",
    .details = "By exporter; --region chooses exporters. --bilateral costs one block of solves by exporter (all of 81 x 50: some\n"
               "seconds). Terms, equations and sources: docs/indicators.md.",
    .examples = "  selat value-added oecd-2022 --region MYS,KOR,JPN\n"
                "  selat value-added oecd-2022 --region MYS --bilateral --sort exports\n"
                "  selat value-added oecd-2022 --region MYS --bilateral --by-sector --csv out/mys\n"
                "  selat value-added oecd-2022 --region KOR --origins --sort share --json",
    .flags = flags,
    .n_flags = N_FLAGS,
    .run = run,
};

/* selat exposure: what production stands on, what is lost without it, and supply risk. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "indicators.h"

enum { FLAG_SUPPLIERS = N_SHARED_FLAGS, FLAG_EXTRACT, FLAG_EVERY, FLAG_MATRIX, FLAG_RISK, FLAG_GOVERNANCE, N_FLAGS };
static const cli_flag flags[N_FLAGS] = {
    INDICATOR_SHARED_FLAGS,
    {"--suppliers", 0, "N", "critical foreign suppliers listed by region, 0 to 1000 (default 10)"},
    {"--extract", 0, "WHAT", "what the world loses without CHN (a region), C26 (a sector), CHN:C26, or CHN>MYS (a flow); commas between"},
    {"--every", 0, NULL, "also the loss without each industry of the chosen regions, one at a time"},
    {"--matrix", 0, NULL, "also every supplier of every industry: look-through, face value, hidden (many rows)"},
    {"--supply-risk", 0, NULL, "also the EU's supply risk of every product for the chosen regions"},
    {"--governance", 0, "FILE", "CSV with the columns region, governance (0 good to 10) and, where wanted, trade: weights of the supply risk"},
};

/* ---- suppliers, inputs ---- */

static selat_status add_suppliers(cli_session *cli, indicator_job *job, int64_t count) {
    const selat_table *t = job->table;
    selat_supplier *list = calloc((size_t)count + 1, sizeof *list);
    selat_status status = list != NULL ? SELAT_OK : SELAT_NO_MEMORY;
    indicator_sheet *sheet = indicator_add_sheet(job, "suppliers", "Critical foreign suppliers of each region's production");
    indicator_add_column(sheet, "user", "user", NULL, true);
    indicator_add_column(sheet, "region", "supplier", NULL, true);
    indicator_add_column(sheet, "sector", "sector", NULL, true);
    indicator_add_column(sheet, "output_musd", "its output behind the user's production", "million USD", false);
    indicator_add_column(sheet, "direct_musd", "sold to the user's industries", "million USD", false);
    indicator_add_column(sheet, "share", "share of all foreign output behind it", NULL, false);
    for (int64_t k = 0; k < job->n_regions && status == SELAT_OK; k++) {
        int64_t found = 0;
        status = selat_critical_suppliers(cli->context, job->world, job->regions[k], count, list, &found);
        for (int64_t at = 0; at < found && status == SELAT_OK; at++) {
            selat_cell *row;
            status = selat_frame_add(cli->context, &sheet->frame, &row);
            if (status != SELAT_OK) break;
            row[0].text = t->regions.codes[job->regions[k]];
            row[1].text = t->regions.codes[list[at].region];
            row[2].text = t->sectors.codes[list[at].sector];
            row[3].number = list[at].musd;
            row[4].number = list[at].direct_musd;
            row[5].number = list[at].share;
        }
    }
    free(list);
    return status;
}

static selat_status add_inputs(cli_session *cli, indicator_job *job) {
    const selat_table *t = job->table;
    int64_t S = t->sectors.count;
    selat_input_exposure *list = calloc((size_t)S, sizeof *list);
    selat_status status = list != NULL ? SELAT_OK : SELAT_NO_MEMORY;
    indicator_sheet *sheet = indicator_add_sheet(job, "inputs", "Inputs of each region's production, all rounds counted");
    static const char *const columns[][3] = {
        {"input_musd", "input behind production", "million USD"}, {"foreign_share", "made abroad", "share"},
        {"foreign_direct_share", "direct purchases from abroad", "share"}, {"hhi", "concentration, home included", "Herfindahl"},
        {"foreign_hhi", "concentration abroad", "Herfindahl"}, {"top_share", "largest foreign supplier", "share"}};
    indicator_add_column(sheet, "user", "user", NULL, true);
    indicator_add_column(sheet, "sector", "input", NULL, true);
    indicator_add_column(sheet, "top_region", "largest foreign supplier", NULL, true);
    for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
        indicator_add_column(sheet, columns[c][0], columns[c][1], columns[c][2], false);
    }
    for (int64_t k = 0; k < job->n_regions && status == SELAT_OK; k++) {
        status = selat_exposure_by_input(cli->context, job->world, job->regions[k], list);
        for (int64_t s = 0; s < S && status == SELAT_OK; s++) {
            selat_cell *row;
            if (!job->sector_shown[s]) continue;
            status = selat_frame_add(cli->context, &sheet->frame, &row);
            if (status != SELAT_OK) break;
            row[0].text = t->regions.codes[job->regions[k]];
            row[1].text = t->sectors.codes[s];
            row[2].text = list[s].top_region >= 0 ? t->regions.codes[list[s].top_region] : NULL;
            row[3].number = list[s].musd;
            row[4].number = list[s].foreign_share;
            row[5].number = list[s].foreign_direct_share;
            row[6].number = list[s].hhi;
            row[7].number = list[s].foreign_hhi;
            row[8].number = list[s].top_share;
        }
    }
    free(list);
    return status;
}

/* ---- the whole matrix ---- */

static selat_status add_matrix(cli_session *cli, indicator_job *job) {
    const selat_table *t = job->table;
    int64_t S = t->sectors.count, n = t->regions.count * S;
    double *all = calloc((size_t)(3 * n * S), sizeof *all), *face = all + n * S, *hidden = face + n * S;
    selat_status status = all != NULL ? SELAT_OK : SELAT_NO_MEMORY;
    indicator_sheet *sheet = indicator_add_sheet(job, "matrix", "Foreign production exposure of every industry to every supplier");
    static const char *const texts[] = {"user", "user_sector", "supplier", "supplier_sector"};
    for (int c = 0; c < 4; c++) indicator_add_column(sheet, texts[c], texts[c], NULL, true);
    indicator_add_column(sheet, "lookthrough", "look-through", "share of production behind output", false);
    indicator_add_column(sheet, "face_value", "face value", "share", false);
    indicator_add_column(sheet, "hidden", "hidden", "share", false);
    for (int64_t k = 0; k < job->n_regions && status == SELAT_OK; k++) {
        status = selat_exposure_matrix(cli->context, job->world, job->regions[k], all, face, hidden);
        for (int64_t at = 0; at < n * S && status == SELAT_OK; at++) {
            int64_t user = at % S, supplier = at / S;
            selat_cell *row;
            if (!job->sector_shown[user] || !isfinite(all[at]) || all[at] == 0) continue;
            status = selat_frame_add(cli->context, &sheet->frame, &row);
            if (status != SELAT_OK) break;
            row[0].text = t->regions.codes[job->regions[k]];
            row[1].text = t->sectors.codes[user];
            row[2].text = t->regions.codes[supplier / S];
            row[3].text = t->sectors.codes[supplier % S];
            row[4].number = all[at];
            row[5].number = face[at];
            row[6].number = hidden[at];
        }
    }
    free(all);
    return status;
}

/* ---- extraction ---- */

/* The industries that "CHN", "C26" or "CHN:C26" names, into `out`; an exit code. */
static int read_industries(const indicator_job *job, char *word, int64_t *out, int64_t *count) {
    int64_t R = job->table->regions.count, S = job->table->sectors.count, region = -1, sector = -1;
    char *colon = strchr(word, ':');
    int code = CLI_OK;
    *count = 0;
    if (colon != NULL) {
        *colon = '\0';
        code = indicator_find(job, "--extract", word, false, &region);
        if (code == CLI_OK) code = indicator_find(job, "--extract", colon + 1, true, &sector);
        *colon = ':';
    } else if (selat_labels_find(&job->table->sectors, word) >= 0) {
        code = indicator_find(job, "--extract", word, true, &sector);
    } else {
        code = indicator_find(job, "--extract", word, false, &region);
    }
    for (int64_t j = 0; j < R * S && code == CLI_OK; j++) {
        bool chosen = (region < 0 || j / S == region) && (sector < 0 || j % S == sector);
        if (chosen && job->table->output_musd[j] != 0) out[(*count)++] = j;
    }
    return code;
}

static int extract_one(cli_session *cli, indicator_job *job, char *word, int64_t *industries, selat_extraction *out) {
    char *arrow = strchr(word, '>');
    int64_t a, b, count;
    int code;
    selat_status status;
    if (arrow != NULL) {
        *arrow = '\0';
        code = indicator_find(job, "--extract", word, false, &a);
        if (code == CLI_OK) code = indicator_find(job, "--extract", arrow + 1, false, &b);
        *arrow = '>';
        if (code != CLI_OK) return code;
        status = selat_extract_pair(cli->context, job->world, a, b, out);
    } else {
        code = read_industries(job, word, industries, &count);
        if (code != CLI_OK) return code;
        status = selat_extract(cli->context, job->world, count, industries, out);
    }
    return status == SELAT_OK ? CLI_OK : cli_fail(cli, status);
}

static int add_extractions(cli_session *cli, indicator_job *job, char *what) {
    const selat_table *t = job->table;
    int64_t R = t->regions.count;
    int64_t *industries = calloc((size_t)(R * t->sectors.count), sizeof *industries);
    int code = industries != NULL ? CLI_OK : cli_usage("no memory");
    indicator_sheet *sheet = indicator_add_sheet(job, "extraction", "Lost without what is extracted, nobody replacing it");
    indicator_add_column(sheet, "extracted", "extracted", NULL, true);
    indicator_add_column(sheet, "region", "region that loses", NULL, true);
    indicator_add_column(sheet, "output_musd", "output lost", "million USD", false);
    indicator_add_column(sheet, "value_added_musd", "value added lost", "million USD", false);
    for (char *word = strtok(what, ","); word != NULL && code == CLI_OK; word = strtok(NULL, ",")) {
        selat_extraction lost;
        code = extract_one(cli, job, word, industries, &lost);
        if (code != CLI_OK) break;
        for (int64_t r = -1; r < R && code == CLI_OK; r++) { /* the world first */
            selat_cell *row;
            selat_status status = selat_frame_add(cli->context, &sheet->frame, &row);
            if (status != SELAT_OK) {
                code = cli_fail(cli, status);
                break;
            }
            row[0].text = word;
            row[1].text = r < 0 ? "world" : t->regions.codes[r];
            row[2].number = r < 0 ? lost.output_musd : lost.output_by_region[r];
            row[3].number = r < 0 ? lost.value_added_musd : lost.value_added_by_region[r];
        }
        selat_extraction_clear(cli->context, &lost);
    }
    free(industries);
    return code;
}

/* ---- supply risk ---- */

typedef struct risk {
    double *governance, *trade, *global, *local; /* [R] */
    double *flows;                               /* [S][R n][R i] */
} risk;

static void measure_risk(const selat_table *t, const risk *k, int64_t n, int64_t s, selat_cell *row) {
    int64_t R = t->regions.count, S = t->sectors.count;
    const double *bought = k->flows + (s * R + n) * R;
    double world = 0, used = 0;
    for (int64_t i = 0; i < R; i++) {
        world += t->output_musd[i * S + s];
        used += bought[i];
    }
    for (int64_t i = 0; i < R; i++) {
        k->global[i] = world > 0 ? t->output_musd[i * S + s] / world : 0;
        k->local[i] = used > 0 ? bought[i] / used : 0;
    }
    selat_supply_risk of = {.n_regions = R,
                            .global_share = k->global,
                            .local_share = k->local,
                            .governance = k->governance,
                            .trade = k->trade,
                            .import_reliance = used > 0 ? 1 - bought[n] / used : 0,
                            .substitution = 1};
    row[2].number = selat_weighted_concentration(R, k->global, k->governance, k->trade);
    row[3].number = selat_weighted_concentration(R, k->local, k->governance, k->trade);
    row[4].number = of.import_reliance;
    row[5].number = used > 0 ? selat_supply_risk_value(&of) : NAN;
}

static selat_status fill_risk(cli_session *cli, indicator_job *job, const risk *k, indicator_sheet *sheet) {
    const selat_table *t = job->table;
    for (int64_t at = 0; at < job->n_regions; at++) {
        for (int64_t s = 0; s < t->sectors.count; s++) {
            selat_cell *row;
            if (!job->sector_shown[s]) continue;
            selat_status status = selat_frame_add(cli->context, &sheet->frame, &row);
            if (status != SELAT_OK) return status;
            row[0].text = t->regions.codes[job->regions[at]];
            row[1].text = t->sectors.codes[s];
            measure_risk(t, k, job->regions[at], s, row);
        }
    }
    return SELAT_OK;
}

static selat_status add_risk(cli_session *cli, indicator_job *job, const char *path) {
    const selat_table *t = job->table;
    int64_t R = t->regions.count, S = t->sectors.count;
    double *room = calloc((size_t)(4 * R + S * R * R), sizeof *room);
    if (room == NULL) return SELAT_NO_MEMORY;
    risk k = {room, room + R, room + 2 * R, room + 3 * R, room + 4 * R};
    for (int64_t r = 0; r < R; r++) k.governance[r] = k.trade[r] = 1;
    selat_status status = path != NULL ? selat_dataset_governance(cli->context, path, t, k.governance, k.trade) : SELAT_OK;
    if (status == SELAT_OK) selat_table_flows_musd(t, k.flows);
    indicator_sheet *sheet = indicator_add_sheet(job, "supply_risk", "Supply risk of products, after the EU's method for critical raw materials");
    indicator_add_column(sheet, "user", "user", NULL, true);
    indicator_add_column(sheet, "sector", "product", NULL, true);
    indicator_add_column(sheet, "global_concentration", "weighted concentration of world output", NULL, false);
    indicator_add_column(sheet, "local_concentration", "weighted concentration of what the user buys", NULL, false);
    indicator_add_column(sheet, "import_reliance", "import reliance", "share", false);
    indicator_add_column(sheet, "supply_risk", "supply risk", "SR", false);
    if (status == SELAT_OK) status = fill_risk(cli, job, &k, sheet);
    indicator_note(job, "Supply risk: recycling 0 and substitution index 1 assumed; sectors are far coarser than the materials the method is for.");
    if (path == NULL) indicator_note(job, "Supply risk: no --governance file, every region weighs 1, so the EU's threshold of 1.0 does not apply.");
    free(room);
    return status;
}

/* ---- the command ---- */

static int add_all(cli_session *cli, indicator_job *job, char *extract) {
    double suppliers = 10;
    int code = cli_number(cli, FLAG_SUPPLIERS, "--suppliers", 0, 1000, &suppliers);
    if (code != CLI_OK) return code;
    selat_status status = indicator_add_registered(cli, job, "exposure", SELAT_INDICATOR_REGION, "regions",
                                                   "Exposure of production to suppliers abroad, by region");
    if (status == SELAT_OK && suppliers >= 1) status = add_suppliers(cli, job, (int64_t)suppliers);
    if (status == SELAT_OK) status = add_inputs(cli, job);
    if (status == SELAT_OK) {
        status = indicator_add_registered(cli, job, "exposure", SELAT_INDICATOR_INDUSTRY, "industries",
                                          "Exposure of production to suppliers abroad, by industry");
    }
    if (status == SELAT_OK && cli->values[FLAG_EVERY] != NULL) {
        status = indicator_add_registered(cli, job, "extraction", SELAT_INDICATOR_INDUSTRY, "every_extraction",
                                          "Lost in the world without each industry, one at a time");
    }
    if (status == SELAT_OK && cli->values[FLAG_MATRIX] != NULL) status = add_matrix(cli, job);
    if (status == SELAT_OK && cli->values[FLAG_RISK] != NULL) status = add_risk(cli, job, cli->values[FLAG_GOVERNANCE]);
    if (status != SELAT_OK) return cli_fail(cli, status);
    if (extract == NULL) return CLI_OK;
    indicator_note(job, "Extraction: an upper bound, since nobody replaces what is taken out and no price moves.");
    return add_extractions(cli, job, extract);
}

static int run(cli_session *cli) {
    static indicator_job job; /* large: its sheets */
    const char *given = cli->values[FLAG_EXTRACT];
    char *extract = NULL; /* cut into words in place, and borrowed by the sheet's rows */
    int code = indicator_open(cli, &job, false);
    if (code == CLI_OK && given != NULL) {
        extract = malloc(strlen(given) + 1);
        if (extract == NULL) return indicator_close(cli, &job, cli_usage("no memory"));
        memcpy(extract, given, strlen(given) + 1);
    }
    if (code == CLI_OK && cli->values[FLAG_GOVERNANCE] != NULL && cli->values[FLAG_RISK] == NULL) {
        code = cli_usage("--governance: only with --supply-risk");
    }
    if (code == CLI_OK) code = add_all(cli, &job, extract);
    code = indicator_close(cli, &job, code);
    free(extract);
    return code;
}

const cli_command cmd_exposure = {
    .name = "exposure",
    .words = "TABLE",
    .min_words = 1,
    .max_words = 1,
    .purpose = "who production stands on: look-through exposure, critical suppliers, extraction, supply risk",
    .details = "Foreign production exposure counts every round of inputs (Baldwin, Freeman and Theodorakopoulos 2022); extraction\n"
               "takes industries, regions, sectors or flows out of the table. Equations and limits: docs/indicators.md.",
    .examples = "  selat exposure oecd-2022 --region MYS,KOR\n"
                "  selat exposure oecd-2022 --region KOR --sector C26 --suppliers 20 --sort hhi\n"
                "  selat exposure oecd-2022 --region MYS --extract 'CHN:C26,TWN,CHN>MYS' --json\n"
                "  selat exposure oecd-2022 --region JPN --every --matrix --csv out/jpn\n"
                "  selat exposure oecd-2022 --region JPN --supply-risk --governance wgi.csv",
    .flags = flags,
    .n_flags = N_FLAGS,
    .run = run,
};

/* selat paths: chains of supply one by one, and what a change between two tables is made of. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "indicators.h"

enum { FLAG_THRESHOLD = N_SHARED_FLAGS, FLAG_LENGTH, FLAG_BUYER, FLAG_STRESSOR, FLAG_AGAINST, FLAG_SPLIT, FLAG_POLAR, N_FLAGS };
static const cli_flag flags[N_FLAGS] = {
    INDICATOR_SHARED_FLAGS,
    {"--threshold", 0, "X", "smallest chain that is listed, share of the total, 1e-9 to 0.5 (default 0.001)"},
    {"--length", 0, "N", "most industries in a chain, 1 to 100 (default 30)"},
    {"--buyer", 0, "CODE", "only what this region buys for final use (default: the final demand of all)"},
    {"--stressor", 0, "NAME", "a row of the table's stressors, or a gas (default: value added)"},
    {"--against", 0, "TABLE2", "instead of chains: what the change from TABLE to TABLE2 is made of"},
    {"--split-demand", 0, NULL, "with --against: the level of final demand apart from its mix and origins"},
    {"--polar", 0, NULL, "with --against: the mean of two orders instead of all of them"},
};

/* ---- intensities ---- */

/* Value added, or the stressor rows called so (a gas: all its rows), per unit of output; an exit code. */
static int fill_intensity(const char *name, const selat_table *t, double *out) {
    int64_t n = t->regions.count * t->sectors.count, valu = selat_labels_find(&t->primary, "VALU");
    bool found = false;
    const char *unit = NULL;
    if (valu < 0) valu = 0;
    for (int64_t q = 0; name != NULL && q < t->stressors.count; q++) {
        if (strcmp(t->stressors.codes[q], name) != 0 && strcmp(t->stressor_gases[q], name) != 0) continue;
        if (unit != NULL && strcmp(unit, t->stressor_units[q]) != 0) {
            return cli_usage("--stressor: the rows of '%s' have the units %s and %s", name, unit, t->stressor_units[q]);
        }
        unit = t->stressor_units[q];
        found = true;
        for (int64_t j = 0; j < n; j++) out[j] += t->stressor[q * n + j];
    }
    if (name != NULL && !found) {
        const char *near = selat_labels_nearest(&t->stressors, name);
        return cli_usage("--stressor: found '%s', expected a stressor or gas of table %s%s%s%s", name, t->name,
                         near != NULL ? " (did you mean " : "", near != NULL ? near : "", near != NULL ? "?)" : "");
    }
    for (int64_t j = 0; j < n; j++) {
        double total = name != NULL ? out[j] : t->primary_musd[valu * n + j];
        out[j] = t->output_musd[j] != 0 ? total / t->output_musd[j] : 0;
    }
    return CLI_OK;
}

static const char *unit_of(const char *name, const selat_table *t) {
    for (int64_t q = 0; name != NULL && q < t->stressors.count; q++) {
        if (strcmp(t->stressors.codes[q], name) == 0 || strcmp(t->stressor_gases[q], name) == 0) return t->stressor_units[q];
    }
    return "million USD";
}

/* ---- chains ---- */

enum { LONGEST_NAME = 24 };

/* "TWN:C26 > MYS:C26 > USA:C26" of a chain, allocated. */
static char *name_chain(const selat_table *t, const selat_paths *paths, int64_t step) {
    int64_t S = t->sectors.count;
    size_t room = (size_t)paths->steps[step].length * 2 * LONGEST_NAME * 4 + 1, used = 0;
    char *name = calloc(room, 1);
    for (; name != NULL && step >= 0 && used < room; step = paths->steps[step].next) {
        int64_t j = paths->steps[step].industry;
        used += (size_t)snprintf(name + used, room - used, "%s%.80s:%.80s", used > 0 ? " > " : "", t->regions.codes[j / S],
                                 t->sectors.codes[j % S]);
    }
    return name;
}

/* The final demand whose chains are asked for: of the chosen sellers and sectors, by one buyer or all. */
static int fill_demand(cli_session *cli, const indicator_job *job, double *out) {
    const selat_table *t = job->table;
    int64_t R = t->regions.count, S = t->sectors.count, buyer = -1;
    const char *code = cli->values[FLAG_BUYER];
    if (code != NULL && indicator_find(job, "--buyer", code, false, &buyer) != CLI_OK) return CLI_BAD_INPUT;
    double *one = calloc((size_t)(R * S), sizeof *one);
    bool *seller = calloc((size_t)R, sizeof *seller);
    for (int64_t k = 0; seller != NULL && k < job->n_regions; k++) seller[job->regions[k]] = true;
    for (int64_t n = 0; one != NULL && seller != NULL && n < R; n++) {
        if (buyer >= 0 && n != buyer) continue;
        selat_table_final_by_origin_musd(t, n, one);
        for (int64_t j = 0; j < R * S; j++) out[j] += seller[j / S] && job->sector_shown[j % S] ? one[j] : 0;
    }
    bool done = one != NULL && seller != NULL;
    free(one);
    free(seller);
    return done ? CLI_OK : cli_usage("no memory");
}

static selat_status add_chains(cli_session *cli, indicator_job *job, const selat_paths *paths, const char *unit,
                               char **names) {
    indicator_sheet *sheet = indicator_add_sheet(job, "paths", "Chains of supply, from the industry where it arises to the seller to final use");
    indicator_add_column(sheet, "path", "chain", NULL, true);
    indicator_add_column(sheet, "value", "value", unit, false);
    indicator_add_column(sheet, "share", "share of the total", NULL, false);
    indicator_add_column(sheet, "length", "industries in the chain", NULL, false);
    for (int64_t k = 0; k < paths->n_paths; k++) {
        const selat_path_step *step = &paths->steps[paths->paths[k]];
        selat_cell *row;
        names[k] = name_chain(job->table, paths, paths->paths[k]);
        selat_status status = names[k] != NULL ? selat_frame_add(cli->context, &sheet->frame, &row) : SELAT_NO_MEMORY;
        if (status != SELAT_OK) return status;
        row[0].text = names[k];
        row[1].number = step->value;
        row[2].number = step->value / paths->total;
        row[3].number = (double)step->length;
    }
    return SELAT_OK;
}

static selat_status add_coverage(cli_session *cli, indicator_job *job, const selat_paths *paths, const char *unit) {
    indicator_sheet *sheet = indicator_add_sheet(job, "coverage", "How much of the total the chains listed hold");
    selat_cell *row;
    indicator_add_column(sheet, "total", "all chains", unit, false);
    indicator_add_column(sheet, "found", "chains listed", unit, false);
    indicator_add_column(sheet, "share", "share", NULL, false);
    indicator_add_column(sheet, "count", "chains listed", "number", false);
    selat_status status = selat_frame_add(cli->context, &sheet->frame, &row);
    if (status != SELAT_OK) return status;
    row[0].number = paths->total;
    row[1].number = paths->found;
    row[2].number = paths->found / paths->total;
    row[3].number = (double)paths->n_paths;
    return SELAT_OK;
}

static int run_chains(cli_session *cli) {
    static indicator_job job; /* large: its sheets */
    double threshold = 1e-3, length = 30;
    selat_paths paths = {0};
    char **names = NULL;
    int code = indicator_open(cli, &job, true);
    int64_t n = code == CLI_OK ? job.table->regions.count * job.table->sectors.count : 0;
    double *intensity = calloc((size_t)n + 1, sizeof *intensity), *demand = calloc((size_t)n + 1, sizeof *demand);
    if (code == CLI_OK && (intensity == NULL || demand == NULL)) code = cli_usage("no memory");
    if (code == CLI_OK) code = cli_number(cli, FLAG_THRESHOLD, "--threshold", 1e-9, 0.5, &threshold);
    if (code == CLI_OK) code = cli_number(cli, FLAG_LENGTH, "--length", 1, 100, &length);
    if (code == CLI_OK) code = fill_intensity(cli->values[FLAG_STRESSOR], job.table, intensity);
    if (code == CLI_OK) code = fill_demand(cli, &job, demand);
    if (code == CLI_OK) {
        selat_path_options options = {.threshold = threshold, .max_length = (int64_t)length};
        const char *unit = unit_of(cli->values[FLAG_STRESSOR], job.table);
        selat_status status = selat_paths_find(cli->context, job.world, intensity, demand, &options, &paths);
        names = calloc((size_t)paths.n_paths + 1, sizeof *names);
        if (status == SELAT_OK && names == NULL) status = SELAT_NO_MEMORY;
        if (status == SELAT_OK) status = add_coverage(cli, &job, &paths, unit);
        if (status == SELAT_OK) status = add_chains(cli, &job, &paths, unit, names);
        if (status != SELAT_OK) code = cli_fail(cli, status);
    }
    code = indicator_close(cli, &job, code);
    for (int64_t k = 0; names != NULL && k < paths.n_paths; k++) free(names[k]);
    free(names);
    free(intensity);
    free(demand);
    selat_paths_clear(cli->context, &paths);
    return code;
}

/* ---- between two tables ---- */

static selat_status add_change(cli_session *cli, indicator_job *job, const selat_change *change, const char *unit) {
    const selat_table *t = job->table;
    int64_t R = t->regions.count;
    indicator_sheet *sheet = indicator_add_sheet(job, "change", "What the change is made of, by region whose final demand causes it");
    indicator_add_column(sheet, "region", "final demand of", NULL, true);
    indicator_add_column(sheet, "arises", "arises", NULL, true);
    indicator_add_column(sheet, "before", "before", unit, false);
    indicator_add_column(sheet, "after", "after", unit, false);
    for (int64_t k = 0; k < change->n_factors; k++) {
        const char *name = selat_change_factor_name((selat_change_factor)k);
        indicator_add_column(sheet, k == SELAT_CHANGE_LEVEL ? "demand_level" : name, name, unit, false);
    }
    for (int64_t at = 0; at < job->n_regions; at++) {
        int64_t n = job->regions[at];
        for (int abroad = 0; abroad < 2; abroad++) {
            selat_cell *row;
            selat_status status = selat_frame_add(cli->context, &sheet->frame, &row);
            if (status != SELAT_OK) return status;
            *row++ = (selat_cell){.text = t->regions.codes[n]};
            *row++ = (selat_cell){.text = abroad ? "abroad" : "at home"};
            for (int64_t k = -2; k < change->n_factors; k++) {
                const double *values = k == -2 ? change->before : k == -1 ? change->after : change->parts + k * R * R;
                double sum = 0;
                for (int64_t i = 0; i < R; i++) sum += (i != n) == abroad ? values[i * R + n] : 0;
                *row++ = (selat_cell){.number = sum};
            }
        }
    }
    return SELAT_OK;
}

static int run_change(cli_session *cli) {
    static indicator_job job; /* large: its sheets */
    selat_table *after = NULL;
    selat_change change = {0};
    int code = indicator_open(cli, &job, false);
    if (code == CLI_OK) {
        selat_status status = selat_dataset_table(cli->context, cli->values[FLAG_AGAINST], &after);
        if (status != SELAT_OK) code = cli_fail(cli, status);
    }
    int64_t n = code == CLI_OK ? job.table->regions.count * job.table->sectors.count : 0;
    int64_t m = code == CLI_OK ? after->regions.count * after->sectors.count : 0;
    double *q0 = calloc((size_t)n + 1, sizeof *q0), *q1 = calloc((size_t)m + 1, sizeof *q1);
    if (q0 == NULL || q1 == NULL) code = cli_usage("no memory");
    if (code == CLI_OK) code = fill_intensity(cli->values[FLAG_STRESSOR], job.table, q0);
    if (code == CLI_OK) code = fill_intensity(cli->values[FLAG_STRESSOR], after, q1);
    if (code == CLI_OK) {
        selat_status status =
            selat_change_between(cli->context, job.table, q0, after, q1, cli->values[FLAG_SPLIT] != NULL,
                                 cli->values[FLAG_POLAR] != NULL, &change);
        if (status == SELAT_OK) status = add_change(cli, &job, &change, unit_of(cli->values[FLAG_STRESSOR], job.table));
        if (status != SELAT_OK) code = cli_fail(cli, status);
        indicator_note(&job, change.polar ? "Mean of the two polar orders of the factors." : "Mean over all orders of the factors.");
        indicator_note(&job, "Both tables count at the prices they stand in: a change of prices is part of every factor.");
    }
    if (code == CLI_OK && !change.report.converged) {
        fprintf(stderr, "selat: a Leontief solve did not converge: residual %.3g\n", change.report.residual);
        code = indicator_close(cli, &job, code);
        code = code == CLI_OK ? CLI_FAILED : code;
    } else {
        code = indicator_close(cli, &job, code);
    }
    selat_change_clear(cli->context, &change);
    selat_table_destroy(cli->context, after);
    free(q0);
    free(q1);
    return code;
}

static int run(cli_session *cli) {
    bool against = cli->values[FLAG_AGAINST] != NULL;
    static const int chains[] = {FLAG_THRESHOLD, FLAG_LENGTH, FLAG_BUYER}, changes[] = {FLAG_SPLIT, FLAG_POLAR};
    for (size_t k = 0; k < sizeof chains / sizeof *chains; k++) {
        if (against && cli->values[chains[k]] != NULL) return cli_usage("%s: not with --against", flags[chains[k]].name);
    }
    for (size_t k = 0; k < sizeof changes / sizeof *changes; k++) {
        if (!against && cli->values[changes[k]] != NULL) return cli_usage("%s: only with --against", flags[changes[k]].name);
    }
    return against ? run_change(cli) : run_chains(cli);
}

const cli_command cmd_paths = {
    .name = "paths",
    .words = "TABLE",
    .min_words = 1,
    .max_words = 1,
    .purpose = "chains of supply one by one; what a change between two tables is made of",
    .details = "Structural paths behind final demand, --region and --sector choosing whose goods; with --against a structural\n"
               "decomposition into intensity, technology and demand, the mean over all orders. docs/indicators.md.",
    .examples = "  selat paths oecd-2022 --region MYS --sector C26 --top 10\n"
                "  selat paths oecd-2022 --buyer JPN --stressor CO2 --threshold 0.002 --csv out/chains\n"
                "  selat paths before.h5 --against after.h5 --stressor CO2 --region MYS,KOR --split-demand",
    .flags = flags,
    .n_flags = N_FLAGS,
    .run = run,
};

/* selat run: an accord file to a folder of results. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum { FLAG_OUTPUT, FLAG_DRAWS, FLAG_SEED, N_FLAGS };
static const cli_flag flags[N_FLAGS] = {
    {"--output", 'o', "DIR", "folder for results.json, results.xlsx, csv/ and report.html (default: out/NAME of the file)"},
    {"--draws", 0, "N", "draws behind the error bands, 0 to 100000; 0: none (default: the file's, or 1000, which take about 3 s)"},
    {"--seed", 0, "N", "of the random numbers (default: the file's, or 1)"},
};

/* "out/korea-malaysia" from "accords/korea-malaysia.yaml". */
static void default_folder(const char *path, char *out, size_t size) {
    const char *name = strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path;
    size_t length = strcspn(name, ".");
    snprintf(out, size, "out/%.*s", (int)length, name);
}

static int print_results(cli_session *cli, const selat_results *results, const char *folder) {
    char *text;
    selat_status status = cli->json ? selat_report_json(cli->context, results, &text)
                                    : selat_report_summary(cli->context, results, cli->colour, &text);
    if (status != SELAT_OK) return cli_fail(cli, status);
    fputs(text, stdout);
    selat_dataset_free(cli->context, text);
    if (!cli->json) printf("\nwritten: %s/{report.html, results.json, results.xlsx, csv/}\n", folder);
    if (selat_results_converged(results)) return CLI_OK;
    fprintf(stderr, "selat: not every solve converged; diagnostics in %s/results.json say which and why\n", folder);
    return CLI_FAILED;
}

/* A flag that takes a whole number; -1 when it is absent. */
static int whole_number(cli_session *cli, int flag, double high, double *out) {
    *out = -1;
    int code = cli_number(cli, flag, flags[flag].name, 0, high, out);
    if (code != CLI_OK || *out == (double)(int64_t)*out) return code;
    return cli_usage("%s: found %s, expected a whole number", flags[flag].name, cli->values[flag]);
}

static int run(cli_session *cli) {
    const char *path = cli->words[0], *folder = cli->values[FLAG_OUTPUT];
    char standard[4096];
    double draws, seed;
    if (whole_number(cli, FLAG_DRAWS, 100000, &draws) != CLI_OK) return CLI_BAD_INPUT;
    if (whole_number(cli, FLAG_SEED, 4294967295.0, &seed) != CLI_OK) return CLI_BAD_INPUT;
    if (folder == NULL) {
        default_folder(path, standard, sizeof standard);
        folder = standard;
    }
    selat_run_data data = {0};
    selat_results *results = NULL;
    char *shipped = NULL;
    int code;
    selat_status status = cli_find_accord(cli->context, path, &shipped);
    if (shipped != NULL) path = shipped;
    if (status == SELAT_OK) status = selat_run_load(cli->context, path, &data);
    if (status == SELAT_OK) status = selat_report_try_folder(cli->context, folder);
    if (status == SELAT_OK) {
        selat_run_inputs inputs = selat_run_data_inputs(&data);
        if (draws >= 0) data.accord->uncertainty.draws = (int64_t)draws;
        if (seed >= 0) data.accord->uncertainty.seed = (uint64_t)seed;
        status = selat_run(cli->context, &inputs, &results);
    }
    if (status == SELAT_OK) status = selat_report_write(cli->context, results, folder);
    code = status == SELAT_OK ? print_results(cli, results, folder) : cli_fail(cli, status);
    selat_results_destroy(cli->context, results);
    selat_run_unload(cli->context, &data);
    selat_dataset_free(cli->context, shipped);
    return code;
}

const cli_command cmd_run = {
    .name = "run",
    .words = "ACCORD",
    .min_words = 1,
    .max_words = 1,
    .purpose = "what an accord changes: summary, results.json, results.xlsx, csv/, report.html",
    .details = "ACCORD is a YAML file (docs/accord-format.md) or the name of a shipped one. Results compare the world with and without it, year by\n"
               "year, on top of the agreements its baseline names as already in force.",
    .examples = "  selat run accords/korea-malaysia.yaml\n"
                "  selat run accords/japan-malaysia.yaml -o out/japan --quiet\n"
                "  selat run korea-malaysia-upper-bound -o out/bound\n"
                "  selat run my.yaml --json | python3 -m json.tool | less",
    .flags = flags,
    .n_flags = N_FLAGS,
    .run = run,
};

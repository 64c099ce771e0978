/* selat compare: the economic result of several accords side by side. */
#include <string.h>

#include "cli.h"

/* "variants/half" from "variants/half.yaml". */
static void label_of(const char *path, char *out, size_t size) {
    size_t length = strlen(path);
    if (length > 5 && strcmp(path + length - 5, ".yaml") == 0) length -= 5;
    snprintf(out, size, "%.*s", (int)length, path);
}

static selat_status add(cli_session *cli, selat_run_library *library, const char *word, selat_comparison *comparison,
                        bool *converged) {
    selat_context *context = cli->context;
    selat_run_inputs inputs;
    selat_accord *accord = NULL;
    selat_results *results = NULL;
    char *shipped = NULL, label[4096];
    label_of(word, label, sizeof label);
    selat_status status = cli_find_accord(context, word, &shipped);
    if (status == SELAT_OK) {
        status = selat_run_library_open(context, library, shipped != NULL ? shipped : word, &accord, &inputs);
    }
    if (status == SELAT_OK) status = selat_run(context, &inputs, &results);
    if (status == SELAT_OK) status = selat_comparison_add(context, comparison, label, results);
    if (status == SELAT_OK) *converged = *converged && selat_results_converged(results);
    selat_results_destroy(context, results);
    selat_accord_destroy(context, accord);
    selat_dataset_free(context, shipped);
    return status;
}

static int print(cli_session *cli, const selat_comparison *comparison, bool converged) {
    char *text;
    selat_status status = cli->json ? selat_comparison_json(cli->context, comparison, &text)
                                    : selat_comparison_table(cli->context, comparison, cli->colour, &text);
    if (status != SELAT_OK) return cli_fail(cli, status);
    fputs(text, stdout);
    selat_dataset_free(cli->context, text);
    if (converged) return CLI_OK;
    fprintf(stderr, "selat: not every solve converged; --json says which and why\n");
    return CLI_FAILED;
}

static int compare(cli_session *cli) {
    selat_run_library *library = NULL;
    selat_comparison *comparison = NULL;
    bool converged = true;
    selat_status status = selat_run_library_create(cli->context, &library);
    if (status == SELAT_OK) status = selat_comparison_create(cli->context, &comparison);
    for (int k = 0; k < cli->n_words && status == SELAT_OK; k++) {
        status = add(cli, library, cli->words[k], comparison, &converged);
    }
    int code = status == SELAT_OK ? print(cli, comparison, converged) : cli_fail(cli, status);
    selat_comparison_destroy(cli->context, comparison);
    selat_run_library_destroy(cli->context, library);
    return code;
}

const cli_command cmd_compare = {
    .name = "compare",
    .words = "ACCORD...",
    .min_words = 1,
    .max_words = CLI_MAX_WORDS,
    .purpose = "what several accords, or variants of one, change: a table side by side",
    .details = "Each ACCORD is a YAML file or the name of a shipped one. Solves the economy of every year as 'selat run' does and\n"
               "prints the last one: a line for each party and one for the world. Leaves out what takes a run its time (stress\n"
               "tests, error bands, results without a product or measure, emission pathways, the sea) and writes no files; data\n"
               "that the accords share are loaded once. --json has every region in every year with 17 digits.",
    .examples = "  selat compare korea-malaysia korea-malaysia-upper-bound\n"
                "  selat compare variants/*.yaml\n"
                "  selat compare mine.yaml theirs.yaml --json | python3 -m json.tool | less",
    .flags = NULL,
    .n_flags = 0,
    .run = compare,
};

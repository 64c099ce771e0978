/* selat new: a blank page in which an accord is built. */
#include <string.h>

#include "browser.h"
#include "cli.h"

enum { FLAG_OUTPUT, FLAG_TABLE, FLAG_FROM, FLAG_OPEN, N_FLAGS };
static const cli_flag flags[N_FLAGS] = {
    {"--output", 'o', "FILE", "the page to write (default: new.html)"},
    {"--table", 0, "TABLE", "table of the world economy: a name or the path of a table file (default: oecd-2022, or that of --from)"},
    {"--from", 0, "ACCORD", "begin with this accord: a file, or the name of a shipped one (default: with nothing)"},
    {"--open", 0, NULL, "show the page in the browser, as selat open does"},
};

static int run(cli_session *cli) {
    const char *path = cli->values[FLAG_OUTPUT] != NULL ? cli->values[FLAG_OUTPUT] : "new.html", *from = cli->values[FLAG_FROM];
    size_t length = strlen(path);
    if (length < 6 || strcmp(path + length - 5, ".html") != 0) {
        return cli_usage("--output: found %s, expected the name of a page ending in .html", path);
    }
    char *shipped = NULL;
    selat_status status = SELAT_OK;
    if (from != NULL) status = cli_find_accord(cli->context, from, &shipped);
    if (status == SELAT_OK) {
        status = selat_report_blank(cli->context, cli->values[FLAG_TABLE], shipped != NULL ? shipped : from, path);
    }
    selat_dataset_free(cli->context, shipped);
    if (status != SELAT_OK) return cli_fail(cli, status);
    if (cli->values[FLAG_OPEN] != NULL) return cli_show_page(cli, path);
    if (cli->json) {
        printf("{\"path\": ");
        cli_json_text(path);
        printf("}\n");
    } else {
        printf("%s\nopen it in a browser (selat open %s); it needs no network\n", path, path);
    }
    return CLI_OK;
}

const cli_command cmd_new = {
    .name = "new",
    .words = "",
    .min_words = 0,
    .max_words = 0,
    .purpose = "a page in which an accord is built from nothing, with its results, and saved as a file",
    .details = "One HTML file that holds the engine and the data: choose parties on the map, add measures, see what they change, save the\n"
               "accord file for selat run. It opens from disk without a network (docs/living-report.md).",
    .examples = "  selat new --open\n"
                "  selat new -o asean.html\n"
                "  selat new --from korea-malaysia -o variant.html --open",
    .flags = flags,
    .n_flags = N_FLAGS,
    .run = run,
};

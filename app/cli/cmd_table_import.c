/* selat table import: tables of other programs and offices. */
#include <string.h>

#include "cli.h"

enum { OUTPUT, NAME, YEAR, FOLD, N_FLAGS };
static const double NOTICEABLE = 1e-6; /* relative, L1: an imbalance worth a warning */

static const cli_flag flags[] = {
    {"--output", 'o', "FILE", "the table file to write"},
    {"--name", 0, "NAME", "name of the table (default: the file's)"},
    {"--year", 0, "YEAR", "year of flows and prices (default: from the file or its name)"},
    {"--fold", 0, NULL, "add parts of a country together (ICIO: CN1, CN2 to CHN; MX1, MX2 to MEX)"},
};

static void print_gap(const char *what, double relative, double worst, const selat_table *t, int64_t region,
                      int64_t sector) {
    printf("  %-28s %8.1e (largest %.3g million USD, %s %s)\n", what, relative, worst, t->regions.codes[region],
           t->sectors.codes[sector]);
}

static void print_text(const char *to, const selat_table *t, const selat_table_balance *b) {
    printf("Written: %s, %lld regions x %lld sectors, %lld, flows %s\n", to, (long long)t->regions.count,
           (long long)t->sectors.count, (long long)t->year, selat_flow_form_name(t->form));
    print_gap("rows against output", b->row_relative, b->worst_row_musd, t, b->worst_row_region, b->worst_row_sector);
    print_gap("columns against output", b->column_relative, b->worst_column_musd, t, b->worst_column_region,
              b->worst_column_sector);
}

static void print_json(const char *to, const selat_table *t, const selat_table_balance *b) {
    printf("{\"written\": ");
    cli_json_text(to);
    printf(", \"name\": ");
    cli_json_text(t->name);
    printf(", \"year\": %lld, \"regions\": %lld, \"sectors\": %lld, \"flows\": ", (long long)t->year,
           (long long)t->regions.count, (long long)t->sectors.count);
    cli_json_text(selat_flow_form_name(t->form));
    printf(", ");
    cli_json_number("row_relative", b->row_relative);
    printf(", ");
    cli_json_number("column_relative", b->column_relative);
    printf("}\n");
}

/* An unbalanced table is what the user has: it is told, not refused. */
static void report(const cli_session *cli, const char *to, const selat_table *t, const selat_table_balance *b) {
    bool off = !(b->row_relative <= NOTICEABLE && b->column_relative <= NOTICEABLE);
    if (off && !cli->quiet) {
        fprintf(stderr, "warning: %s does not balance: rows %.1e, columns %.1e of output (selat table check %s)\n",
                t->name, b->row_relative, b->column_relative, to);
    }
    if (cli->json) print_json(to, t, b);
    else if (!cli->quiet) print_text(to, t, b);
}

static int run_import(cli_session *cli) {
    const char *to = cli->values[OUTPUT], *path = cli->words[cli->n_words - 1];
    selat_import_options options = {.name = cli->values[NAME], .fold = cli->values[FOLD] != NULL};
    selat_table_balance balance;
    selat_table *table;
    double year = 0;
    if (to == NULL) return cli_usage("table import: expected -o FILE, the table to write");
    if (cli_number(cli, YEAR, "--year", 1, 9999, &year) != CLI_OK) return CLI_BAD_INPUT;
    options.year = (int64_t)year;
    selat_status status = selat_table_read(cli->context, cli->n_words > 1 ? cli->words[0] : NULL, path, &options, &table);
    if (status != SELAT_OK) return cli_fail(cli, status);
    status = selat_table_check_balance(cli->context, table, &balance);
    if (status == SELAT_OK) status = selat_table_save(cli->context, table, to);
    if (status == SELAT_OK) report(cli, to, table, &balance);
    selat_table_destroy(cli->context, table);
    return status == SELAT_OK ? CLI_OK : cli_fail(cli, status);
}

const cli_command cmd_table_import = {
    .name = "table import",
    .words = "[FORMAT] PATH",
    .min_words = 1,
    .max_words = 2,
    .purpose = "take over a table in another program's or a statistical office's format",
    .details =
        "PATH is a file or a folder; FORMAT is found out when it is not named. Formats and what each reads are in\n"
        "docs/import.md; 'selat' is a table file in the layout of docs/table-format.md that h5py or R wrote or changed:\n"
        "import only such files from people you trust. Sizes, labels and numbers are checked, and a sealed file is\n"
        "written, which all other commands take. A table that does not balance is taken with a warning.",
    .examples = "  selat table import icio ICIO2023_2018.csv -o icio-2018.h5 --fold\n"
                "  selat table import 2018_SML.csv -o icio-2018.h5 --year 2018\n"
                "  selat table import mine.h5 -o mine.h5",
    .flags = flags,
    .n_flags = N_FLAGS,
    .run = run_import,
};

/* selat table import: a table of another publisher becomes a table file. */
#include <string.h>

#include "cli.h"

enum { OUTPUT, NAME, YEAR, MUSD, FOLD };
static const double FIRST_YEAR = 1900, LAST_YEAR = 2200, LOWEST_RATE = 1e-12, HIGHEST_RATE = 1e12;
static const double LOSSLESS = 1e-12;     /* L1 relative: what factoring a table may move */
static const double WELL_BALANCED = 1e-6; /* L1 relative to output: `selat table check` asks for as much */

static const cli_flag flags[] = {
    {"--output", 'o', "FILE", "the table file to write"},
    {"--name", 0, "TEXT", "name of the table (default: from the path)"},
    {"--year", 0, "YEAR", "year of flows and prices, where the files do not say; chooses among years in one folder"},
    {"--musd", 0, "RATE",
     "million USD per unit of money in the files (1.053 brings million EUR of 2022 to million USD)"},
    {"--fold", 0, NULL, "OECD ICIO: parts of China and Mexico (CN1, CN2, MX1, MX2) become one country each"},
};

static int read_options(cli_session *cli, selat_import_options *options, const char **path) {
    double year = 0, rate = 0;
    *path = cli->words[cli->n_words - 1];
    *options = (selat_import_options){.name = cli->values[NAME], .fold = cli->values[FOLD] != NULL};
    int code = cli_number(cli, YEAR, "--year", FIRST_YEAR, LAST_YEAR, &year);
    if (code == CLI_OK) code = cli_number(cli, MUSD, "--musd", LOWEST_RATE, HIGHEST_RATE, &rate);
    options->year = (int64_t)year;
    options->musd_per_unit = rate;
    return code;
}

static void print_json(const char *to, const selat_table *t, const selat_table_balance *b) {
    printf("{\"written\": ");
    cli_json_text(to);
    printf(", \"name\": ");
    cli_json_text(t->name);
    printf(", \"flows\": ");
    cli_json_text(selat_flow_form_name(t->form));
    printf(", \"regions\": %lld, \"sectors\": %lld, \"demands\": %lld, \"stressors\": %lld, \"year\": %lld, ",
           (long long)t->regions.count, (long long)t->sectors.count, (long long)t->demands.count,
           (long long)t->stressors.count, (long long)t->year);
    cli_json_number("row_relative", b->row_relative);
    printf(", ");
    cli_json_number("column_relative", b->column_relative);
    printf(", ");
    cli_json_number("worst_row_musd", b->worst_row_musd);
    printf(", ");
    cli_json_number("worst_column_musd", b->worst_column_musd);
    printf(", \"provenance\": ");
    cli_json_text(t->provenance);
    printf("}\n");
}

static void print_text(const char *to, const selat_table *t, const selat_table_balance *b) {
    printf("%s", t->provenance);
    if (!(b->row_relative <= WELL_BALANCED && b->column_relative <= WELL_BALANCED)) {
        printf("The table does not balance: rows are off by %.1e of output, columns by %.1e; it is kept as it is.\n"
               "The largest gaps are %.3g million USD in row %s %s and %.3g million USD in column %s %s.\n",
               b->row_relative, b->column_relative, b->worst_row_musd, t->regions.codes[b->worst_row_region],
               t->sectors.codes[b->worst_row_sector], b->worst_column_musd, t->regions.codes[b->worst_column_region],
               t->sectors.codes[b->worst_column_sector]);
    }
    printf("Written: %s, %lld regions x %lld sectors, %lld, flows %s, %lld stressors\n", to,
           (long long)t->regions.count, (long long)t->sectors.count, (long long)t->year, selat_flow_form_name(t->form),
           (long long)t->stressors.count);
}

/* A full table that is a factored one written out is kept factored: it is smaller, faster, and fit for every model. */
static selat_status factor_where_exact(cli_session *cli, selat_table **table) {
    selat_factoring report;
    selat_table *made;
    if ((*table)->form == SELAT_FLOWS_FACTORED) return SELAT_OK;
    selat_status status = selat_table_factor(cli->context, *table, &report, &made);
    if (status != SELAT_OK) return status;
    bool exact = report.intermediate_relative <= LOSSLESS && report.final_relative <= LOSSLESS && report.clipped == 0;
    selat_table_destroy(cli->context, exact ? *table : made);
    if (exact) *table = made;
    return SELAT_OK;
}

static int run(cli_session *cli) {
    const char *to = cli->values[OUTPUT], *path;
    selat_import_options options;
    selat_table *table;
    selat_table_balance balance;
    if (to == NULL) return cli_usage("table import: expected -o FILE, the table file to write");
    int code = read_options(cli, &options, &path);
    if (code != CLI_OK) return code;
    selat_status status =
        selat_table_read(cli->context, cli->n_words == 2 ? cli->words[0] : NULL, path, &options, &table);
    if (status != SELAT_OK) return cli_fail(cli, status);
    status = factor_where_exact(cli, &table);
    if (status == SELAT_OK) status = selat_table_check_balance(cli->context, table, &balance);
    if (status == SELAT_OK) status = selat_table_save(cli->context, table, to);
    if (status == SELAT_OK && cli->json) print_json(to, table, &balance);
    if (status == SELAT_OK && !cli->json && !cli->quiet) print_text(to, table, &balance);
    selat_table_destroy(cli->context, table);
    return status == SELAT_OK ? CLI_OK : cli_fail(cli, status);
}

const cli_command cmd_table_import = {
    .name = "table import",
    .words = "[FORMAT] PATH",
    .min_words = 1,
    .max_words = 2,
    .purpose = "take over a table of another publisher, or one that another program wrote",
    .details = "PATH is a file, a folder or a zip archive. FORMAT is found out by looking, or is one of\n"
               "  selat      a table file in selat's layout that h5py or R wrote (docs/table-format.md)\n"
               "  icio       OECD ICIO, one CSV file, editions of 2016 to 2025\n"
               "  adb        ADB MRIO workbook, .xlsx; also what 'selat table export --format xlsx' writes\n"
               "  wiod       WIOD workbook, releases of 2013 and 2016, .xlsx\n"
               "  exiobase3  EXIOBASE 3, pxp or ixi: the zip of a year or its folder\n"
               "  pymrio     a folder or zip that pymrio saved as text\n"
               "  eora26     Eora26: folder or zip, with labels_*.txt or indices.zip\n"
               "  figaro     Eurostat FIGARO, matrix or flat CSV\n"
               "  gloria     GLORIA: folder with the tables, the satellite accounts and the ReadMe workbook\n"
               "  csv        a folder of plain CSV, as 'selat table export --format csv' writes it\n"
               "docs/import.md says what is read from each. Extensions with their units become stressors. Money other\n"
               "than USD is kept as it is unless --musd RATE converts it. A table that does not balance is imported "
               "and its gaps\n"
               "are printed. Import HDF5 files only from people you trust.",
    .examples = "  selat table import WIOT2014_Nov16_ROW.xlsx -o wiod-2014.h5\n"
                "  selat table import IOT_2019_pxp.zip -o exiobase-2019.h5 --musd 1.1195\n"
                "  selat table import eora26 downloads/eora/2015 -o eora-2015.h5\n"
                "  selat table import mine.h5 -o mine.h5",
    .flags = flags,
    .n_flags = sizeof flags / sizeof *flags,
    .run = run,
};

/* selat table build: the embedded table, and with --data the other shipped data, from the raw files. */
#include <stdlib.h>

#include "cli.h"

enum { FROM, OUTPUT, DATA, OWN, NAME, YEAR };

static const char *const DEFAULT_OUTPUT = "data/tables/oecd-2022.h5";

static const cli_flag flags[] = {
    {"--from", 0, "DIR", "the raw files: national/, trade/, emissions/, countries81.csv, sectors50.csv"},
    {"--output", 'o', "FILE", "the table to write (default: data/tables/oecd-2022.h5 below the current folder)"},
    {"--data", 0, "DIR", "also write tariffs, elasticities, countries and the panel 2011-2022 below DIR, which holds groups.csv"},
    {"--own", 0, "DIR", "instead: your own national tables and bilateral flows (docs/import.md); needs -o FILE"},
    {"--name", 0, "TEXT", "with --own: name of the table (default: own)"},
    {"--year", 0, "YEAR", "with --own: year of flows and prices"},
};

static selat_status value_added_shares(selat_context *context, const selat_table *table, double *out) {
    selat_leontief *solver;
    selat_status status = selat_leontief_create(context, table, &solver);
    if (status != SELAT_OK) return status;
    status = selat_domestic_value_added_share(context, table, solver, out);
    selat_leontief_destroy(context, solver);
    return status;
}

/* Domestic value-added share of gross exports of the regions that docs/data.md names. */
static selat_status print_value_added(selat_context *context, const selat_table *table) {
    static const char *const shown[] = {"JPN", "KOR", "MYS", "SGP", "THA", "VNM"};
    double *share = calloc((size_t)table->regions.count, sizeof *share);
    if (share == NULL) return SELAT_NO_MEMORY;
    selat_status status = value_added_shares(context, table, share);
    if (status == SELAT_OK) printf("  domestic value added in gross exports:");
    for (size_t k = 0; status == SELAT_OK && k < sizeof shown / sizeof *shown; k++) {
        int64_t n = selat_labels_find(&table->regions, shown[k]);
        if (n >= 0) printf("%s %s %.3f", k > 0 ? "," : "", shown[k], share[n]);
    }
    if (status == SELAT_OK) printf("\n");
    free(share);
    return status;
}

static int build_own(cli_session *cli) {
    const char *to = cli->values[OUTPUT];
    double year = 0;
    selat_table *table;
    if (to == NULL) return cli_usage("table build: expected -o FILE with --own, the table to write");
    if (cli_number(cli, YEAR, "--year", 1900, 2200, &year) != CLI_OK) return CLI_BAD_INPUT;
    selat_status status = selat_table_build_own(cli->context, cli->values[OWN], cli->values[NAME], (int64_t)year, &table);
    if (status != SELAT_OK) return cli_fail(cli, status);
    if (!cli->quiet) printf("%s", table->provenance);
    status = selat_table_save(cli->context, table, to);
    if (status == SELAT_OK && !cli->quiet) printf("Written: %s\n", to);
    selat_table_destroy(cli->context, table);
    return status == SELAT_OK ? CLI_OK : cli_fail(cli, status);
}

static int build(cli_session *cli) {
    if (cli->values[OWN] != NULL) return build_own(cli);
    const char *from = cli->values[FROM], *to = cli->values[OUTPUT], *data = cli->values[DATA];
    if (from == NULL) return cli_usage("table build: expected --from DIR, the folder of the raw files");
    if (to == NULL) to = DEFAULT_OUTPUT;
    selat_table *table;
    selat_status status = selat_oecd_build(cli->context, from, &table);
    if (status != SELAT_OK) return cli_fail(cli, status);
    if (!cli->quiet) {
        printf("%s", table->provenance);
        status = print_value_added(cli->context, table);
    }
    if (status == SELAT_OK) status = selat_table_save(cli->context, table, to);
    if (status == SELAT_OK && !cli->quiet) printf("Written: %s\n", to);
    selat_table_destroy(cli->context, table);
    if (status == SELAT_OK && data != NULL) status = selat_oecd_write_companions(cli->context, from, data);
    if (status != SELAT_OK) return cli_fail(cli, status);
    if (data != NULL && !cli->quiet) printf("Written: tariffs, elasticities, countries, panel in %s\n", data);
    return CLI_OK;
}

const cli_command cmd_table_build = {
    .name = "table build",
    .words = "",
    .purpose = "build the embedded table oecd-2022 from the raw files, or a table from national tables of your own",
    .details = "Reads 80 national tables, bilateral flows and emissions of 2022, splits services, adds the rest of\n"
               "the world, closes the table, allocates emissions and prints sources, method and checks; these are\n"
               "also stored in the table. It fails where the sources disagree by more than docs/data.md allows.\n"
               "The same raw files give the same bytes. With --own, national tables and bilateral flows of your own become a\n"
               "table: flows are balanced by RAS, and what moved is printed and stored.",
    .examples = "  selat table build --from ../shared/data\n"
                "  selat table build --from ../shared/data -o /tmp/oecd-2022.h5\n"
                "  selat table build --from ../shared/data --data data\n"
                "  selat table build --own my-sources --name mine --year 2020 -o mine.h5\n",
    .flags = flags,
    .n_flags = sizeof flags / sizeof *flags,
    .run = build,
};

/* selat table export: a table for other programs. */
#include <string.h>

#include "cli.h"

enum { OUTPUT, FORMAT, CSV };

static const cli_flag flags[] = {
    {"--output", 'o', "PATH", "the folder (csv, pymrio) or file (xlsx, hdf5) to write; what stands there is replaced"},
    {"--format", 0, "FORMAT", "csv (default), xlsx, hdf5 or pymrio"},
    {"--csv", 0, "DIR", "the same as --format csv -o DIR"},
};

typedef selat_status (*export_fn)(selat_context *context, const selat_table *table, const char *path);

static const struct {
    const char *name;
    export_fn write;
    const char *written; /* printed after the path */
} formats[] = {
    {"csv", selat_table_export_csv, "/{table,regions,sectors,primary,output,stressor_industry,...}.csv"},
    {"xlsx", selat_table_export_xlsx, ""},
    {"hdf5", selat_table_save, ""},
    {"pymrio", selat_table_export_pymrio, "/{Z,Y,x,unit}.txt, file_parameters.json, factor_inputs/, satellite/"},
};
enum { N_FORMATS = sizeof formats / sizeof *formats };

static int run(cli_session *cli) {
    const char *to = cli->values[OUTPUT], *name = cli->values[FORMAT];
    if (cli->values[CSV] != NULL) {
        if (to != NULL || name != NULL) return cli_usage("table export: expected --csv DIR or --format FORMAT -o PATH");
        to = cli->values[CSV];
    }
    if (to == NULL) return cli_usage("table export: expected --csv DIR, or --format FORMAT and -o PATH");
    int k = 0;
    while (name != NULL && k < N_FORMATS && strcmp(formats[k].name, name) != 0)
        k++;
    if (k == N_FORMATS) return cli_usage("table export: --format: found %s, expected csv, xlsx, hdf5 or pymrio", name);
    selat_table *table;
    selat_status status = selat_dataset_table(cli->context, cli->words[0], &table);
    if (status != SELAT_OK) return cli_fail(cli, status);
    status = formats[k].write(cli->context, table, to);
    selat_table_destroy(cli->context, table);
    if (status != SELAT_OK) return cli_fail(cli, status);
    if (cli->json) {
        printf("{\"written\": ");
        cli_json_text(to);
        printf("}\n");
    } else if (!cli->quiet) {
        printf("Written: %s%s\n", to, formats[k].written);
    }
    return CLI_OK;
}

const cli_command cmd_table_export = {
    .name = "table export",
    .words = "TABLE",
    .min_words = 1,
    .max_words = 1,
    .purpose = "write a table as CSV, workbook, HDF5 or in pymrio's layout",
    .details = "csv: a folder with one file per part of the table (docs/table-format.md), one line per cell that is "
               "not zero.\n"
               "xlsx: a workbook with flows, primary inputs and output in one sheet, stressors in another.\n"
               "hdf5: a table file. pymrio: a folder that pymrio.load_all reads. Numbers are written to the last "
               "digit. What is\n"
               "written is complete or not there at all, and 'selat table import' reads it back (docs/import.md).",
    .examples = "  selat table export oecd-2022 --format csv -o out/oecd-2022\n"
                "  selat table export wiod-2014.h5 --format pymrio -o out/wiod-2014\n"
                "  selat table export small.h5 --format xlsx -o small.xlsx",
    .flags = flags,
    .n_flags = sizeof flags / sizeof *flags,
    .run = run,
};

/* selat table split: a sector into parts, by a recipe. */
#include <string.h>

#include "cli.h"

enum { FLAG_OUTPUT, N_FLAGS };
static const cli_flag flags[N_FLAGS] = {{"--output", 'o', "FILE", "the table to write"}};

static void print_report(const selat_table *before, const selat_table *after, const selat_split_report *report,
                         const char *path) {
    printf("%s: %lld sectors become %lld\n", before->name, (long long)before->sectors.count, (long long)after->sectors.count);
    printf("parts:");
    for (int64_t k = 0; k < after->sectors.count; k++) {
        if (selat_labels_find(&before->sectors, after->sectors.codes[k]) < 0) printf(" %s", after->sectors.codes[k]);
    }
    if (report->balanced == 0) {
        printf("\nin proportion: no footprint changes\n");
    } else {
        printf("\n%lld blocks balanced by GRAS, at most %lld iterations, largest gap %.1e million USD; balancing moved up to "
               "%.1f %% of a block\n",
               (long long)report->balanced, (long long)report->iterations, report->gap, 100 * report->moved_share);
    }
    printf("written: %s\n", path);
}

static int print_json(const selat_table *after, const selat_split_report *report, const char *path) {
    printf("{\"sectors\": %lld, \"balanced\": %lld, \"iterations\": %lld, ", (long long)after->sectors.count,
           (long long)report->balanced, (long long)report->iterations);
    cli_json_number("gap_musd", report->gap);
    printf(", ");
    cli_json_number("moved_share", report->moved_share);
    printf(", \"written\": ");
    cli_json_text(path);
    printf("}\n");
    return CLI_OK;
}

static int run(cli_session *cli) {
    const char *path = cli->values[FLAG_OUTPUT];
    if (path == NULL) return cli_usage("selat table split: --output FILE is required");
    selat_table *table = NULL, *parted = NULL;
    selat_groups groups = {0};
    selat_split_report report;
    selat_status status = selat_dataset_table(cli->context, cli->words[0], &table);
    if (status == SELAT_OK) status = selat_dataset_groups(cli->context, &groups);
    if (status == SELAT_OK) {
        status = selat_dataset_apply_splits(cli->context, cli->words[1], table, &groups, &report, &parted);
    }
    if (status == SELAT_OK) status = selat_table_save(cli->context, parted, path);
    int code = CLI_OK;
    if (status != SELAT_OK) {
        code = cli_fail(cli, status);
    } else if (cli->json) {
        code = print_json(parted, &report, path);
    } else {
        print_report(table, parted, &report, path);
    }
    selat_table_destroy(cli->context, parted);
    selat_table_destroy(cli->context, table);
    selat_groups_clear(cli->context, &groups);
    return code;
}

const cli_command cmd_table_split = {
    .name = "table split",
    .words = "TABLE RECIPE",
    .min_words = 2,
    .max_words = 2,
    .purpose = "split sectors into parts, by weights and recipes",
    .details =
        "RECIPE is power (D by fuel), hydrogen (grey, blue and green inside C20), vehicles (batteries inside C27,\n"
        "electric vehicles inside C29) or a CSV file with the columns region,sector,part,kind,item,value\n"
        "(docs/sector-splits.md): weights of the parts, multipliers of inputs, sales and emissions. All totals of the\n"
        "table stay; recipes are balanced by GRAS. The shipped weights are assumptions.",
    .examples = "  selat table split oecd-2022 power -o power.h5\n"
                "  selat table split oecd-2022 recipe.csv -o parts.h5\n"
                "  selat table check power.h5 --all",
    .flags = flags,
    .n_flags = N_FLAGS,
    .run = run,
};

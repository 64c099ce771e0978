/* selat table factor | unfold: the two forms of a table's flows. */
#include <string.h>

#include "cli.h"

static const double SAME = 1e-12; /* relative: the full table was a factored one written out */

/* ---- factor ---- */

static const cli_flag factor_flags[] = {{"--output", 'o', "FILE", "the table file to write; without it only the report"}};

static void print_report(const selat_table *t, const selat_factoring *r) {
    const selat_labels *users = r->worst_is_final ? &t->demands : &t->sectors;
    printf("%s: %s flows, %lld regions x %lld sectors\n", t->name, selat_flow_form_name(t->form),
           (long long)t->regions.count, (long long)t->sectors.count);
    if (t->form == SELAT_FLOWS_FACTORED) {
        printf("  it is factored already\n");
        return;
    }
    bool same = r->intermediate_relative <= SAME && r->final_relative <= SAME;
    printf("  %-44s %10.2e of their sum (L1)\n", "intermediate flows move by", r->intermediate_relative);
    printf("  %-44s %10.2e of their sum (L1)\n", "final flows move by", r->final_relative);
    printf("  %-44s %10.4g million USD, %s %s to %s %s\n", "largest deviation", r->worst_musd,
           t->regions.codes[r->worst_origin], t->sectors.codes[r->worst_product], t->regions.codes[r->worst_importer],
           users->codes[r->worst_user]);
    printf("  %-44s %10lld, together %.4g million USD\n", "bilateral flows below zero, without a share",
           (long long)r->clipped, r->clipped_musd);
    printf("  %s\n", same ? "within a product all users of a region share one origin mix: nothing is lost"
                          : "bilateral flows by product and the use of every region are kept; who in a region uses "
                            "which origin is averaged");
}

static void print_json(const selat_table *t, const selat_factoring *r, const char *to) {
    const selat_labels *users = r->worst_is_final ? &t->demands : &t->sectors;
    printf("{\"table\": ");
    cli_json_text(t->name);
    printf(", \"flows\": ");
    cli_json_text(selat_flow_form_name(t->form));
    printf(", ");
    cli_json_number("intermediate_relative", r->intermediate_relative);
    printf(", ");
    cli_json_number("final_relative", r->final_relative);
    printf(", ");
    cli_json_number("worst_musd", r->worst_musd);
    const char *const place[] = {t->regions.codes[r->worst_origin], t->sectors.codes[r->worst_product],
                                 t->regions.codes[r->worst_importer],
                                 users->count > 0 ? users->codes[r->worst_user] : NULL};
    printf(", \"worst\": [");
    for (int k = 0; k < 4; k++) {
        if (k > 0) printf(", ");
        cli_json_text(place[k]);
    }
    printf("], \"clipped\": %lld, ", (long long)r->clipped);
    cli_json_number("clipped_musd", r->clipped_musd);
    printf(", \"written\": ");
    cli_json_text(to);
    printf("}\n");
}

static int run_factor(cli_session *cli) {
    const char *to = cli->values[0];
    selat_table *table, *made = NULL;
    selat_factoring report;
    selat_status status = selat_dataset_table(cli->context, cli->words[0], &table);
    if (status != SELAT_OK) return cli_fail(cli, status);
    status = selat_table_factor(cli->context, table, &report, to != NULL ? &made : NULL);
    if (status == SELAT_OK && to != NULL) status = selat_table_save(cli->context, made, to);
    if (status == SELAT_OK && cli->json) print_json(table, &report, to);
    if (status == SELAT_OK && !cli->json) {
        print_report(table, &report);
        if (to != NULL && !cli->quiet) printf("Written: %s\n", to);
    }
    selat_table_destroy(cli->context, made);
    selat_table_destroy(cli->context, table);
    return status == SELAT_OK ? CLI_OK : cli_fail(cli, status);
}

const cli_command cmd_table_factor = {
    .name = "table factor",
    .words = "TABLE",
    .min_words = 1,
    .max_words = 1,
    .purpose = "bring a full table to the factored form that the trade model needs, and say how far it is from it",
    .details =
        "In a full table every industry has an origin mix of its own for each product. The factored table keeps what\n"
        "every region buys from every other by product, and what its industries use, all origins together; who in a\n"
        "region uses which origin becomes the same for all. The report gives the deviation of intermediate and final\n"
        "flows and the largest one.",
    .examples = "  selat table factor icio-2018.h5\n"
                "  selat table factor icio-2018.h5 -o icio-2018-factored.h5",
    .flags = factor_flags,
    .n_flags = 1,
    .run = run_factor,
};

/* ---- unfold ---- */

static const cli_flag unfold_flags[] = {
    {"--output", 'o', "FILE", "the table file to write"},
    {"--sparse", 0, NULL, "keep only the cells that are not zero"},
};

static int run_unfold(cli_session *cli) {
    const char *to = cli->values[0];
    selat_flow_form form = cli->values[1] != NULL ? SELAT_FLOWS_SPARSE : SELAT_FLOWS_DENSE;
    selat_table *table, *made = NULL;
    if (to == NULL) return cli_usage("table unfold: expected -o FILE, the table to write");
    selat_status status = selat_dataset_table(cli->context, cli->words[0], &table);
    if (status != SELAT_OK) return cli_fail(cli, status);
    status = selat_table_unfold(cli->context, table, form, &made);
    if (status == SELAT_OK) status = selat_table_save(cli->context, made, to);
    if (status == SELAT_OK && cli->json) {
        printf("{\"written\": ");
        cli_json_text(to);
        printf(", \"flows\": ");
        cli_json_text(selat_flow_form_name(form));
        printf("}\n");
    } else if (status == SELAT_OK && !cli->quiet) {
        printf("Written: %s, flows %s\n", to, selat_flow_form_name(form));
    }
    selat_table_destroy(cli->context, made);
    selat_table_destroy(cli->context, table);
    return status == SELAT_OK ? CLI_OK : cli_fail(cli, status);
}

const cli_command cmd_table_unfold = {
    .name = "table unfold",
    .words = "TABLE",
    .min_words = 1,
    .max_words = 1,
    .purpose = "write the flows of a table out, cell by cell",
    .details = "The opposite of factor: every flow between industries is kept on its own, for programs that need the whole\n"
               "matrix. Nothing is lost; the embedded table grows from 4 to 145 MB.",
    .examples = "  selat table unfold oecd-2022 -o oecd-2022-full.h5",
    .flags = unfold_flags,
    .n_flags = 2,
    .run = run_unfold,
};

/* selat table info | aggregate. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum { WIDTH = 100 };
static const double BILLION = 1e-3; /* million USD to billion */

/* ---- info ---- */

typedef struct totals {
    double output, gdp, trade, value_added; /* million USD */
} totals;

static double sum_of(const double *values, int64_t count) {
    double sum = 0;
    for (int64_t k = 0; k < count; k++) sum += values[k];
    return sum;
}

/* False without memory. */
static bool add_up(const selat_table *t, totals *out) {
    int64_t R = t->regions.count, S = t->sectors.count, valu = selat_labels_find(&t->primary, "VALU");
    double *gdp = malloc((size_t)R * sizeof *gdp), *flows = malloc((size_t)(S * R * R) * sizeof *flows);
    bool done = gdp != NULL && flows != NULL;
    if (done) {
        selat_table_gdp_musd(t, gdp);
        selat_table_flows_musd(t, flows);
        *out = (totals){.output = sum_of(t->output_musd, R * S),
                        .gdp = sum_of(gdp, R),
                        .trade = sum_of(flows, S * R * R),
                        .value_added = valu >= 0 ? sum_of(t->primary_musd + valu * R * S, R * S) : 0};
        for (int64_t s = 0; s < S; s++) {
            for (int64_t n = 0; n < R; n++) out->trade -= flows[(s * R + n) * R + n];
        }
    }
    free(gdp);
    free(flows);
    return done;
}

static double stressor_total(const selat_table *t, int64_t q) {
    int64_t R = t->regions.count, S = t->sectors.count;
    return sum_of(t->stressor + q * R * S, R * S) + sum_of(t->stressor_final + q * R, R);
}

static void print_codes(const char *what, const selat_labels *labels) {
    int column = printf("%s (%lld):", what, (long long)labels->count);
    for (int64_t k = 0; k < labels->count; k++) {
        int length = (int)strlen(labels->codes[k]) + 1;
        if (column + length > WIDTH) {
            printf("\n ");
            column = 1;
        }
        printf(" %s", labels->codes[k]);
        column += length;
    }
    printf("\n");
}

static void print_info(const selat_table *t, const totals *sum) {
    printf("%s: year %lld, %lld regions x %lld sectors, flows in million USD at basic prices\n\n", t->name,
           (long long)t->year, (long long)t->regions.count, (long long)t->sectors.count);
    printf("World totals\n");
    printf("  %-34s %14.1f billion USD\n", "output", BILLION * sum->output);
    printf("  %-34s %14.1f billion USD\n", "value added (VALU)", BILLION * sum->value_added);
    printf("  %-34s %14.1f billion USD\n", "GDP at market prices", BILLION * sum->gdp);
    printf("  %-34s %14.1f billion USD\n", "trade between regions", BILLION * sum->trade);
    for (int64_t q = 0; q < t->stressors.count; q++) {
        printf("  %-34s %14.1f %s\n", t->stressors.codes[q], stressor_total(t, q), t->stressor_units[q]);
    }
    printf("\n");
    print_codes("Regions", &t->regions);
    print_codes("Sectors", &t->sectors);
    print_codes("Final demand", &t->demands);
    print_codes("Primary inputs", &t->primary);
    print_codes("Memo rows inside value added", &t->memo);
    printf("\nProvenance\n%s", t->provenance[0] != '\0' ? t->provenance : "not recorded\n");
}

static void print_json_texts(const char *key, int64_t count, char *const *texts) {
    printf("\"%s\": [", key);
    for (int64_t k = 0; k < count; k++) {
        if (k > 0) printf(", ");
        cli_json_text(texts[k]);
    }
    printf("]");
}

static void print_json_labels(const char *key, const selat_labels *labels) {
    printf(",\n  \"%s\": {", key);
    print_json_texts("codes", labels->count, labels->codes);
    printf(", ");
    print_json_texts("names", labels->count, labels->names);
    printf("}");
}

static void print_json_info(const selat_table *t, const totals *sum) {
    printf("{\n  \"name\": ");
    cli_json_text(t->name);
    printf(",\n  \"year\": %lld,\n  ", (long long)t->year);
    cli_json_number("output_musd", sum->output);
    printf(",\n  ");
    cli_json_number("value_added_musd", sum->value_added);
    printf(",\n  ");
    cli_json_number("gdp_musd", sum->gdp);
    printf(",\n  ");
    cli_json_number("trade_musd", sum->trade);
    printf(",\n  \"stressors\": [");
    for (int64_t q = 0; q < t->stressors.count; q++) {
        printf("%s{\"code\": ", q > 0 ? ", " : "");
        cli_json_text(t->stressors.codes[q]);
        printf(", \"gas\": ");
        cli_json_text(t->stressor_gases[q]);
        printf(", \"unit\": ");
        cli_json_text(t->stressor_units[q]);
        printf(", ");
        cli_json_number("total", stressor_total(t, q));
        printf("}");
    }
    printf("]");
    print_json_labels("regions", &t->regions);
    print_json_labels("sectors", &t->sectors);
    print_json_labels("demands", &t->demands);
    print_json_labels("primary", &t->primary);
    print_json_labels("memo", &t->memo);
    printf(",\n  \"provenance\": ");
    cli_json_text(t->provenance);
    printf("\n}\n");
}

static int run_info(cli_session *cli) {
    selat_table *table;
    totals sum;
    selat_status status = selat_dataset_table(cli->context, cli->words[0], &table);
    if (status != SELAT_OK) return cli_fail(cli, status);
    bool done = add_up(table, &sum);
    if (done && cli->json) print_json_info(table, &sum);
    if (done && !cli->json) print_info(table, &sum);
    selat_table_destroy(cli->context, table);
    if (done) return CLI_OK;
    cli_usage("no memory");
    return CLI_FAILED;
}

const cli_command cmd_table_info = {
    .name = "table info",
    .words = "TABLE",
    .min_words = 1,
    .max_words = 1,
    .purpose = "what a table holds: labels, sizes, totals with units, where it comes from",
    .details = "TABLE is a table that ships (oecd-2022) or the path of a table file (docs/table-format.md).",
    .examples = "  selat table info oecd-2022\n"
                "  selat table info my_table.h5 --json",
    .run = run_info,
};

static void print_written(const cli_session *cli, const char *to, const selat_table *t) {
    if (cli->json) {
        printf("{\"written\": ");
        cli_json_text(to);
        printf(", \"regions\": %lld, \"sectors\": %lld}\n", (long long)t->regions.count, (long long)t->sectors.count);
    } else if (!cli->quiet) {
        printf("Written: %s, %lld regions x %lld sectors\n", to, (long long)t->regions.count,
               (long long)t->sectors.count);
    }
}

/* ---- aggregate ---- */

enum { REGIONS, SECTORS, OUTPUT };
static const cli_flag aggregate_flags[] = {
    {"--regions", 0, "FILE|GROUPS", "CSV with columns code, group (and name), or shipped groups such as ASEAN,EU27"},
    {"--sectors", 0, "FILE|GROUPS", "the same for sectors"},
    {"--output", 'o', "FILE", "the table file to write"},
};

/* New labels and where the old ones go. */
typedef struct merging {
    selat_labels labels;
    int64_t *group;
} merging;

static void free_merging(selat_context *context, merging *m) {
    selat_labels_clear(context, &m->labels);
    free(m->group);
}

/* Without a file or groups everything stays. */
static selat_status read_merging(cli_session *cli, const char *from, bool of_sectors, const selat_labels *labels,
                                 merging *out) {
    out->group = calloc((size_t)labels->count, sizeof *out->group);
    if (out->group == NULL) return SELAT_NO_MEMORY;
    if (from != NULL) {
        return selat_dataset_grouping(cli->context, from, of_sectors, labels, &out->labels, out->group);
    }
    for (int64_t k = 0; k < labels->count; k++) out->group[k] = k;
    return selat_labels_copy(cli->context, labels, &out->labels);
}

static selat_status aggregate(cli_session *cli, const selat_table *table, selat_table **out) {
    merging regions = {0}, sectors = {0};
    selat_status status = read_merging(cli, cli->values[REGIONS], false, &table->regions, &regions);
    if (status == SELAT_OK) status = read_merging(cli, cli->values[SECTORS], true, &table->sectors, &sectors);
    if (status == SELAT_OK) {
        status = selat_table_aggregate(cli->context, table, &regions.labels, regions.group, &sectors.labels,
                                       sectors.group, out);
    }
    free_merging(cli->context, &regions);
    free_merging(cli->context, &sectors);
    return status;
}

static int run_aggregate(cli_session *cli) {
    const char *to = cli->values[OUTPUT];
    selat_table *table, *merged = NULL;
    if (cli->values[REGIONS] == NULL && cli->values[SECTORS] == NULL) {
        return cli_usage("table aggregate: expected --regions or --sectors (or both)");
    }
    if (to == NULL) return cli_usage("table aggregate: expected -o FILE, the table to write");
    selat_status status = selat_dataset_table(cli->context, cli->words[0], &table);
    if (status != SELAT_OK) return cli_fail(cli, status);
    status = aggregate(cli, table, &merged);
    if (status == SELAT_OK) status = selat_table_save(cli->context, merged, to);
    if (status == SELAT_OK) print_written(cli, to, merged);
    selat_table_destroy(cli->context, merged);
    selat_table_destroy(cli->context, table);
    return status == SELAT_OK ? CLI_OK : cli_fail(cli, status);
}

const cli_command cmd_table_aggregate = {
    .name = "table aggregate",
    .words = "TABLE",
    .min_words = 1,
    .max_words = 1,
    .purpose = "merge regions and sectors of a table",
    .details =
        "Flows, primary inputs and stressors add up; trade between merged regions becomes domestic. A grouping file\n"
        "has one line per code of the table: code,group and, where wanted, name (of the group). Groups that ship\n"
        "are named with commas between them; what is in none of them stays as it is.",
    .examples = "  selat table aggregate oecd-2022 --regions ASEAN,EU27 -o small.h5\n"
                "  selat table aggregate oecd-2022 --regions regions.csv --sectors sectors.csv -o small.h5\n"
                "  selat table check small.h5 --all",
    .flags = aggregate_flags,
    .n_flags = sizeof aggregate_flags / sizeof *aggregate_flags,
    .run = run_aggregate,
};

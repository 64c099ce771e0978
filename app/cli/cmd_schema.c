/* selat schema: every key an accord file may have, from the option tables. */
#include <string.h>

#include "cli.h"

enum { FLAG_MARKDOWN, N_FLAGS };
static const cli_flag flags[N_FLAGS] = {
    {"--markdown", 0, NULL, "print tables in Markdown, as in docs/accord-format.md, instead of JSON"},
};

static bool has_range(const selat_option *option) { return option->low != 0 || option->high != 0; }

/* Numbers are shown in the unit in which they are written. */
static double shown(const selat_option *option, double stored) {
    return option->unit != NULL && strcmp(option->unit, "%") == 0 ? 100 * stored : stored;
}

/* A table cell: the bar is what separates cells. */
static void print_cell(const char *text) {
    for (; *text != '\0'; text++) {
        if (*text == '|') putchar('\\');
        putchar(*text);
    }
}

static void print_markdown_value(const selat_option *option) {
    fputs(selat_option_kind_name(option->kind), stdout);
    if (option->unit != NULL) printf(" in %s", option->unit);
    if (option->kind == SELAT_OPTION_CHOICE) {
        fputs(": ", stdout);
        print_cell(option->choices);
    } else if (option->choices != NULL) {
        printf(" of [%s](#%s)", option->choices, option->choices);
    }
    if (has_range(option)) printf(", %.12g to %.12g", shown(option, option->low), shown(option, option->high));
}

static void print_markdown_option(const selat_option *option) {
    printf("| `%s` | ", option->key);
    print_markdown_value(option);
    printf(" | %s", option->required ? "required" : "");
    if (option->default_value != NULL) print_cell(option->default_value);
    fputs(" | ", stdout);
    print_cell(option->help);
    if (option->source != NULL) printf(" (default: %s)", option->source);
    puts(" |");
}

static void print_markdown(const selat_option_table *tables, int64_t count) {
    for (int64_t t = 0; t < count; t++) {
        printf("%s### %s\n\n%s: %s.%s\n\n| key | value | default | meaning |\n|---|---|---|---|\n", t > 0 ? "\n" : "",
               tables[t].section, tables[t].measure ? "A measure" : "A section", tables[t].help,
               tables[t].modelled ? "" : " Known, **not yet modelled**: listed in the report as pending.");
        for (int64_t k = 0; k < tables[t].count; k++)
            print_markdown_option(&tables[t].options[k]);
    }
}

static int run(cli_session *cli) {
    int64_t count;
    const selat_option_table *tables = selat_accord_option_tables(&count);
    if (cli->values[FLAG_MARKDOWN] != NULL) {
        print_markdown(tables, count);
        return CLI_OK;
    }
    char *text;
    selat_status status = selat_report_schema_json(cli->context, &text);
    if (status != SELAT_OK) return cli_fail(cli, status);
    puts(text);
    selat_dataset_free(cli->context, text);
    return CLI_OK;
}

const cli_command cmd_schema = {
    .name = "schema",
    .words = "",
    .min_words = 0,
    .max_words = 0,
    .purpose = "every key an accord file may have: kind, unit, range, default, meaning",
    .details =
        "JSON: {\"sections\": [{section, help, measure, modelled, options: [{key, kind, unit, default, low, high,\n"
        "required, choices, help, source}]}]}. Ranges are in the unit in which values are written.",
    .examples = "  selat schema\n"
                "  selat schema | python3 -m json.tool | less\n"
                "  selat schema --markdown",
    .flags = flags,
    .n_flags = N_FLAGS,
    .run = run,
};

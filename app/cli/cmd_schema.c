/* selat schema: every key an accord file may have, from the option tables. */
#include <string.h>

#include "cli.h"

enum { FLAG_MARKDOWN, N_FLAGS };
static const cli_flag flags[N_FLAGS] = {
    {"--markdown", 0, NULL, "print tables in Markdown, as in docs/accord-format.md, instead of JSON"},
};

static const char *kind_name(selat_option_kind kind) {
    static const char *const names[] = {
        [SELAT_OPTION_TEXT] = "text",       [SELAT_OPTION_DATE] = "date",
        [SELAT_OPTION_NUMBER] = "number",   [SELAT_OPTION_YEAR] = "year",
        [SELAT_OPTION_REGION] = "region",   [SELAT_OPTION_REGIONS] = "regions",
        [SELAT_OPTION_PRODUCT] = "product", [SELAT_OPTION_PRODUCTS] = "products",
        [SELAT_OPTION_CHOICE] = "choice",   [SELAT_OPTION_YEARS] = "years",
        [SELAT_OPTION_MAP] = "map",         [SELAT_OPTION_REGION_MAP] = "map by region",
        [SELAT_OPTION_LIST] = "list",
    };
    return names[kind];
}

static bool has_range(const selat_option *option) { return option->low != 0 || option->high != 0; }

/* Numbers are shown in the unit in which they are written. */
static double shown(const selat_option *option, double stored) {
    return option->unit != NULL && strcmp(option->unit, "%") == 0 ? 100 * stored : stored;
}

static void print_json_pair(const char *key, const char *text, const char *after) {
    printf("\"%s\": ", key);
    cli_json_text(text);
    fputs(after, stdout);
}

static void print_json_option(const selat_option *option, bool last) {
    fputs("      {", stdout);
    print_json_pair("key", option->key, ", ");
    print_json_pair("kind", kind_name(option->kind), ", ");
    print_json_pair("unit", option->unit, ", ");
    print_json_pair("default", option->default_value, ", ");
    if (has_range(option))
        printf("\"low\": %.12g, \"high\": %.12g, ", shown(option, option->low), shown(option, option->high));
    else
        printf("\"low\": null, \"high\": null, ");
    printf("\"required\": %s, ", option->required ? "true" : "false");
    print_json_pair("choices", option->choices, ", ");
    print_json_pair("help", option->help, ", ");
    print_json_pair("source", option->source, last ? "}\n" : "},\n");
}

static void print_json(const selat_option_table *tables, int64_t count) {
    printf("{\"sections\": [\n");
    for (int64_t t = 0; t < count; t++) {
        fputs("  {", stdout);
        print_json_pair("section", tables[t].section, ", ");
        print_json_pair("help", tables[t].help, ", ");
        printf("\"measure\": %s, \"modelled\": %s, \"options\": [\n", tables[t].measure ? "true" : "false",
               tables[t].modelled ? "true" : "false");
        for (int64_t k = 0; k < tables[t].count; k++)
            print_json_option(&tables[t].options[k], k + 1 == tables[t].count);
        printf("    ]}%s\n", t + 1 < count ? "," : "");
    }
    printf("]}\n");
}

/* A table cell: the bar is what separates cells. */
static void print_cell(const char *text) {
    for (; *text != '\0'; text++) {
        if (*text == '|') putchar('\\');
        putchar(*text);
    }
}

static void print_markdown_value(const selat_option *option) {
    fputs(kind_name(option->kind), stdout);
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
    if (cli->values[FLAG_MARKDOWN] != NULL)
        print_markdown(tables, count);
    else
        print_json(tables, count);
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

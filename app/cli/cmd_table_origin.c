/* selat table origin: regional value content by sector of one exporter's goods, under the zones an agreement may use. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum { EXPORTER, IMPORTER, ZONE, N_FLAGS, MOST_ZONES = 4, N_RULES = 3 };
static const cli_flag flags[N_FLAGS] = {
    {"--exporter", 0, "CODE", "whose products (needed)"},
    {"--importer", 0, "CODE", "who grants the preference (needed)"},
    {"--zone", 0, "NAMES", "a zone of your own beside the three: region codes and groups with commas between them"},
};
static const char *const rule_names[N_RULES] = {"bilateral", "ASEAN+1", "RCEP"};
static const selat_cumulation rules[N_RULES] = {SELAT_CUMULATION_BILATERAL, SELAT_CUMULATION_ASEAN_1,
                                                SELAT_CUMULATION_RCEP};

typedef struct view {
    selat_table *table;
    selat_groups groups;
    selat_leontief *solver;
    int64_t exporter, importer, n_zones;
    bool *member;    /* [n_zones][R] */
    double *content; /* [n_zones][R][S] */
    double *flow;    /* [S][R n][R i] */
    selat_leontief_report report;
} view;

static int find_region(const view *v, const char *flag, const char *code, int64_t *out) {
    if (code == NULL) return cli_usage("table origin: expected %s CODE", flag);
    *out = selat_labels_find(&v->table->regions, code);
    if (*out >= 0) return CLI_OK;
    const char *near = selat_labels_nearest(&v->table->regions, code);
    return cli_usage("%s: found %s, expected a region of table %s%s%s%s", flag, code, v->table->name,
                     near != NULL ? " (did you mean " : "", near != NULL ? near : "", near != NULL ? "?)" : "");
}

/* "MYS,EU27" into the last zone. */
static int add_own_zone(view *v, const char *names) {
    int64_t R = v->table->regions.count;
    bool *member = v->member + v->n_zones++ * R;
    member[v->exporter] = true;
    for (const char *at = names; *at != '\0';) {
        char word[64];
        size_t length = strcspn(at, ",");
        snprintf(word, sizeof word, "%.*s", (int)length, at);
        int64_t n = selat_labels_find(&v->table->regions, word);
        const selat_group *group = selat_groups_find(&v->groups, word, false);
        if (n < 0 && group == NULL) return cli_usage("--zone: found '%s', expected region codes and groups", word);
        if (n >= 0) member[n] = true;
        for (int64_t k = 0; n < 0 && k < group->count; k++) {
            int64_t m = selat_labels_find(&v->table->regions, group->codes[k]);
            if (m >= 0) member[m] = true;
        }
        at += length + (at[length] == ',');
    }
    return CLI_OK;
}

static int make_zones(cli_session *cli, view *v) {
    int64_t R = v->table->regions.count;
    int code = find_region(v, "--exporter", cli->values[EXPORTER], &v->exporter);
    if (code == CLI_OK) code = find_region(v, "--importer", cli->values[IMPORTER], &v->importer);
    if (code != CLI_OK) return code;
    for (int k = 0; k < N_RULES; k++) {
        selat_origin_zone(rules[k], &v->groups, &v->table->regions, NULL, v->exporter, v->importer,
                          v->member + v->n_zones++ * R);
    }
    return cli->values[ZONE] != NULL ? add_own_zone(v, cli->values[ZONE]) : CLI_OK;
}

static const char *zone_name(const cli_session *cli, int64_t zone) {
    return zone < N_RULES ? rule_names[zone] : cli->values[ZONE];
}

static double content_at(const view *v, int64_t zone, int64_t sector) {
    int64_t R = v->table->regions.count, S = v->table->sectors.count;
    return v->content[(zone * R + v->exporter) * S + sector];
}

static double utilisation_at(const view *v, int64_t zone, int64_t sector) {
    return selat_origin_utilisation(content_at(v, zone, sector), SELAT_ORIGIN_THRESHOLD, SELAT_ORIGIN_SPREAD);
}

static double flow_at(const view *v, int64_t sector) {
    int64_t R = v->table->regions.count;
    return v->flow[(sector * R + v->importer) * R + v->exporter];
}

/* Goods with an output: no rule of origin falls on services. */
static bool is_shown(const view *v, int64_t sector) {
    const selat_table *t = v->table;
    const selat_group *services = selat_groups_find(&v->groups, "services", true);
    for (int64_t k = 0; services != NULL && k < services->count; k++) {
        if (strcmp(services->codes[k], t->sectors.codes[sector]) == 0) return false;
    }
    return t->output_musd[v->exporter * t->sectors.count + sector] > 0;
}

static void print_table(const cli_session *cli, const view *v) {
    const selat_table *t = v->table;
    printf("Regional value content of what %s makes, sold to %s: the share of its value that originates in the zone, all\n"
           "rounds of inputs counted; and the part of firms expected to pass a %.0f %% rule (docs/models/origin.md)\n\n"
           "%-44s %14s", t->regions.codes[v->exporter], t->regions.codes[v->importer], 100 * SELAT_ORIGIN_THRESHOLD,
           "", "exports");
    for (int64_t z = 0; z < v->n_zones; z++) printf(" %17.17s", zone_name(cli, z));
    printf("\n%-44s %14s", "product", "million USD");
    for (int64_t z = 0; z < v->n_zones; z++) printf(" %8s %8s", "content%", "pass %");
    putchar('\n');
    for (int64_t s = 0; s < t->sectors.count; s++) {
        if (!is_shown(v, s)) continue;
        printf("%-8s %-35.35s %14.1f", t->sectors.codes[s], t->sectors.names[s], flow_at(v, s));
        for (int64_t z = 0; z < v->n_zones; z++) {
            printf(" %8.1f %8.1f", 100 * content_at(v, z, s), 100 * utilisation_at(v, z, s));
        }
        putchar('\n');
    }
    printf("\nAssumed: firms' foreign content is lognormal around their sector's, standard deviation of its logarithm %.2f.\n",
           SELAT_ORIGIN_SPREAD);
}

static void print_json(const cli_session *cli, const view *v) {
    const selat_table *t = v->table;
    printf("{\"table\": ");
    cli_json_text(t->name);
    printf(", \"exporter\": ");
    cli_json_text(t->regions.codes[v->exporter]);
    printf(", \"importer\": ");
    cli_json_text(t->regions.codes[v->importer]);
    printf(", ");
    cli_json_number("threshold", SELAT_ORIGIN_THRESHOLD);
    printf(", ");
    cli_json_number("spread", SELAT_ORIGIN_SPREAD);
    printf(", ");
    cli_json_number("residual", v->report.residual);
    printf(", \"products\": [");
    bool first = true;
    for (int64_t s = 0; s < t->sectors.count; s++) {
        if (!is_shown(v, s)) continue;
        printf("%s\n {\"sector\": ", first ? "" : ",");
        first = false;
        cli_json_text(t->sectors.codes[s]);
        printf(", ");
        cli_json_number("exports_musd", flow_at(v, s));
        printf(", \"zones\": {");
        for (int64_t z = 0; z < v->n_zones; z++) {
            printf("%s", z > 0 ? ", " : "");
            cli_json_text(zone_name(cli, z));
            printf(": {");
            cli_json_number("content", content_at(v, z, s));
            printf(", ");
            cli_json_number("utilisation", utilisation_at(v, z, s));
            printf("}");
        }
        printf("}}");
    }
    printf("\n]}\n");
}

static selat_status load(cli_session *cli, view *v) {
    selat_status status = selat_dataset_table(cli->context, cli->words[0], &v->table);
    if (status == SELAT_OK) status = selat_dataset_groups(cli->context, &v->groups);
    if (status != SELAT_OK) return status;
    size_t R = (size_t)v->table->regions.count, S = (size_t)v->table->sectors.count;
    v->member = calloc(MOST_ZONES * R, sizeof *v->member);
    v->content = calloc(MOST_ZONES * R * S, sizeof *v->content);
    v->flow = calloc(S * R * R, sizeof *v->flow);
    return v->member != NULL && v->content != NULL && v->flow != NULL ? SELAT_OK : SELAT_NO_MEMORY;
}

static selat_status measure(cli_session *cli, view *v) {
    selat_status status = selat_leontief_create(cli->context, v->table, &v->solver);
    if (status != SELAT_OK) return status;
    selat_table_flows_musd(v->table, v->flow);
    return selat_origin_content(cli->context, v->table, v->solver, v->n_zones, v->member, v->content, &v->report);
}

static int run(cli_session *cli) {
    view v = {0};
    selat_status status = load(cli, &v);
    int code = status == SELAT_OK ? make_zones(cli, &v) : cli_fail(cli, status);
    if (code == CLI_OK) {
        status = measure(cli, &v);
        if (status != SELAT_OK) code = cli_fail(cli, status);
        if (status == SELAT_OK && cli->json) print_json(cli, &v);
        if (status == SELAT_OK && !cli->json) print_table(cli, &v);
        if (status == SELAT_OK && !v.report.converged) {
            fprintf(stderr, "selat: the Leontief solve did not converge: residual %.3g\n", v.report.residual);
            code = CLI_FAILED;
        }
    }
    free(v.member);
    free(v.content);
    free(v.flow);
    selat_leontief_destroy(cli->context, v.solver);
    selat_groups_clear(cli->context, &v.groups);
    selat_table_destroy(cli->context, v.table);
    return code;
}

const cli_command cmd_table_origin = {
    .name = "table origin",
    .words = "TABLE",
    .min_words = 1,
    .max_words = 1,
    .purpose = "regional value content by product, and who would pass a 40 % rule of origin",
    .details = "Three zones are shown: exporter and importer (bilateral), ASEAN with both (ASEAN+1), RCEP with both. The\n"
               "content counts value added of all rounds of inputs, as full cumulation does. docs/models/origin.md.",
    .examples = "  selat table origin oecd-2022 --exporter MYS --importer JPN\n"
                "  selat table origin oecd-2022 --exporter KOR --importer MYS --json\n"
                "  selat table origin oecd-2022 --exporter MYS --importer DEU --zone ASEAN,EU27",
    .flags = flags,
    .n_flags = N_FLAGS,
    .run = run,
};

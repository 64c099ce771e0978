/* selat trade --nash A,B: tariffs that two regions would set against each other. */
#include "trade_nash.h"

#include <stdlib.h>
#include <string.h>

typedef struct world {
    selat_table *table;
    selat_tariffs tariffs;
    selat_elasticities elasticities;
    selat_groups groups;
    selat_economy *economy;
    bool *taxed; /* [S]; NULL: all products */
} world;

static void world_clear(selat_context *context, world *w) {
    selat_economy_destroy(context, w->economy);
    selat_groups_clear(context, &w->groups);
    selat_elasticities_clear(context, &w->elasticities);
    selat_tariffs_clear(context, &w->tariffs);
    selat_table_destroy(context, w->table);
    free(w->taxed);
}

static selat_status load_table(selat_context *context, const cli_nash *asked, world *w) {
    const char *table = asked->table != NULL ? asked->table : "oecd-2022";
    const char *tariffs = asked->tariffs != NULL ? asked->tariffs : "teti-2021";
    const char *elasticities = asked->elasticities != NULL ? asked->elasticities : "caliendo-parro-2015";
    selat_status status = selat_dataset_table(context, table, &w->table);
    if (status == SELAT_OK) status = selat_dataset_tariffs(context, tariffs, w->table, &w->tariffs);
    if (status == SELAT_OK) status = selat_dataset_elasticities(context, elasticities, w->table, &w->elasticities);
    if (status == SELAT_OK) status = selat_dataset_groups(context, &w->groups);
    if (status != SELAT_OK) return status;
    return selat_economy_calibrate(context, w->table, &w->tariffs, &w->elasticities, NULL, &w->economy);
}

static selat_status load_case(selat_context *context, const cli_nash *asked, world *w) {
    selat_trade_shock unused = {0};
    selat_status status = selat_trade_case_load(context, asked->case_folder, &w->economy, &unused);
    selat_trade_shock_clear(context, &unused);
    return status;
}

/* Rates are set on goods where the table says which products those are, else on products that some tariff falls on. */
static bool find_taxed(world *w) {
    const selat_economy *e = w->economy;
    const selat_group *goods = selat_groups_find(&w->groups, "goods", true);
    int64_t row = e->n_regions * e->n_regions, count = 0;
    w->taxed = calloc((size_t)e->n_sectors, sizeof *w->taxed);
    if (w->taxed == NULL) return false;
    for (int64_t j = 0; j < e->n_sectors; j++) {
        for (int64_t k = 0; goods != NULL && k < goods->count; k++) {
            w->taxed[j] = w->taxed[j] || strcmp(goods->codes[k], e->sectors.codes[j]) == 0;
        }
        for (int64_t k = 0; goods == NULL && k < row; k++) w->taxed[j] = w->taxed[j] || e->tariff[j * row + k] > 0;
        count += w->taxed[j];
    }
    if (count > 0) return true;
    free(w->taxed);
    w->taxed = NULL;
    return true;
}

static int64_t find_region(const selat_labels *regions, const char *word) {
    int64_t at = selat_labels_find(regions, word);
    for (int64_t k = 0; at < 0 && k < regions->count; k++) {
        if (strcmp(regions->names[k], word) == 0) at = k;
    }
    return at;
}

static int find_parties(const cli_nash *asked, const selat_labels *regions, int64_t party[2]) {
    char words[256];
    if (strlen(asked->parties) >= sizeof words) return cli_usage("--nash: found a text of over 255 letters");
    strcpy(words, asked->parties);
    char *comma = strchr(words, ',');
    if (comma == NULL || strchr(comma + 1, ',') != NULL) {
        return cli_usage("--nash: found %s, expected two regions with a comma between them, such as KOR,MYS",
                         asked->parties);
    }
    *comma = '\0';
    const char *const word[2] = {words, comma + 1};
    for (int k = 0; k < 2; k++) {
        party[k] = find_region(regions, word[k]);
        if (party[k] >= 0) continue;
        const char *near = selat_labels_nearest(regions, word[k]);
        return cli_usage("--nash: found %s, expected a region's code%s%s%s", word[k], near != NULL ? " (did you mean " : "",
                         near != NULL ? near : "", near != NULL ? "?)" : "");
    }
    return party[0] != party[1] ? CLI_OK : cli_usage("--nash: found %s, expected two different regions", asked->parties);
}

/* ---- printing ---- */

typedef struct answer {
    const world *world;
    const selat_nash *nash;
    const char *code[2];
} answer;

enum { N_POINTS = 5 };
static const selat_nash_point *point_of(const selat_nash *nash, int k) {
    const selat_nash_point *const points[N_POINTS] = {&nash->status_quo, &nash->free_trade, &nash->alone[0],
                                                      &nash->alone[1], &nash->nash};
    return points[k];
}
static const char *const keys[N_POINTS] = {"status_quo", "free_trade", "first_alone", "second_alone", "nash"};

static bool is_taxed(const world *w, int64_t product) { return w->taxed == NULL || w->taxed[product]; }

/* Mean rate on the products in question, weighted by what is imported in the base. */
static double mean_rate(const answer *a, const selat_nash_point *point, int k) {
    const selat_economy *e = a->world->economy;
    int64_t n = a->nash->party[k], i = a->nash->party[1 - k];
    double weight = 0, sum = 0;
    for (int64_t j = 0; j < e->n_sectors; j++) {
        int64_t at = (j * e->n_regions + n) * e->n_regions + i;
        if (!is_taxed(a->world, j)) continue;
        double imports = e->expenditure[n * e->n_sectors + j] * e->pi[at] / (1 + e->tariff[at]);
        weight += imports;
        sum += imports * point->rate[k][j];
    }
    return weight > 0 ? sum / weight : 0;
}

/* A change as a number to print: the solver's rounding is none. */
static double change_percent(const selat_nash_point *point, int k) {
    double percent = 100 * (point->real_income_hat[k] - 1);
    return percent < 1e-9 && percent > -1e-9 ? 0 : percent;
}

static double gain_of(const selat_nash_point *point, int k) {
    return point->income_base[k] * change_percent(point, k) / 100;
}

static void print_json_point(const answer *a, int p) {
    const selat_nash_point *point = point_of(a->nash, p);
    printf("    {\"name\": \"%s\", \"converged\": %s, \"parties\": [", keys[p], point->solver.converged ? "true" : "false");
    for (int k = 0; k < 2; k++) {
        printf("%s{\"region\": ", k > 0 ? ", " : "");
        cli_json_text(a->code[k]);
        printf(", ");
        cli_json_number("tariff_percent", 100 * mean_rate(a, point, k));
        printf(", ");
        cli_json_number("real_income_percent", change_percent(point, k));
        printf(", ");
        cli_json_number("equivalent_variation", gain_of(point, k));
        printf(", \"rates_percent\": {");
        const char *between = "";
        for (int64_t j = 0; j < a->nash->n_sectors; j++) {
            if (!is_taxed(a->world, j)) continue;
            printf("%s", between);
            cli_json_number(a->world->economy->sectors.codes[j], 100 * point->rate[k][j]);
            between = ", ";
        }
        printf("}}");
    }
    printf("]}%s\n", p + 1 < N_POINTS ? "," : "");
}

static void print_json(const answer *a) {
    const selat_nash *nash = a->nash;
    printf("{\n  \"converged\": %s,\n  \"rounds\": %lld,\n  \"solves\": %lld,\n  \"failed_solves\": %lld,\n  "
           "\"rates_at_limit\": %lld,\n  ",
           nash->converged ? "true" : "false", (long long)nash->rounds, (long long)nash->solves,
           (long long)nash->failed_solves, (long long)nash->at_highest);
    cli_json_number("last_gain", nash->gain);
    printf(",\n  ");
    cli_json_number("last_change", nash->change);
    printf(",\n  \"scenarios\": [\n");
    for (int p = 0; p < N_POINTS; p++) print_json_point(a, p);
    printf("  ]\n}\n");
}

static void print_products(const answer *a) {
    const selat_economy *e = a->world->economy;
    printf("\nRates by product, %%\n%-34s %9.9s now %9.9s Nash %9.9s now %9.9s Nash\n", "product", a->code[0], a->code[0],
           a->code[1], a->code[1]);
    for (int64_t j = 0; j < e->n_sectors; j++) {
        if (!is_taxed(a->world, j)) continue;
        printf("%-8.8s %-25.25s %13.2f %14.2f %13.2f %14.2f\n", e->sectors.codes[j], e->sectors.names[j],
               100 * a->nash->status_quo.rate[0][j], 100 * a->nash->nash.rate[0][j],
               100 * a->nash->status_quo.rate[1][j], 100 * a->nash->nash.rate[1][j]);
    }
}

static void print_table(const answer *a, bool by_product) {
    const selat_nash *nash = a->nash;
    char name[N_POINTS][64] = {"as it is", "no tariffs on each other"};
    snprintf(name[2], sizeof name[2], "%.20s's best, %.20s as it is", a->code[0], a->code[1]);
    snprintf(name[3], sizeof name[3], "%.20s's best, %.20s as it is", a->code[1], a->code[0]);
    snprintf(name[4], sizeof name[4], "each the best answer (Nash)");
    printf("Tariffs of %s and %s on each other; all others keep theirs. Change against the base.\n\n", a->code[0], a->code[1]);
    printf("%-34s %11s %11s %16s %16s %12s %12s\n", "", "mean tariff", "mean tariff", "real income %", "real income %",
           "equiv. var.", "equiv. var.");
    printf("%-34s %11.11s %11.11s %16.16s %16.16s %12.12s %12.12s\n", "", a->code[0], a->code[1], a->code[0], a->code[1],
           a->code[0], a->code[1]);
    for (int p = 0; p < N_POINTS; p++) {
        const selat_nash_point *point = point_of(nash, p);
        printf("%-34.34s %10.2f%% %10.2f%% %16.6f %16.6f %12.4g %12.4g\n", name[p], 100 * mean_rate(a, point, 0),
               100 * mean_rate(a, point, 1), change_percent(point, 0), change_percent(point, 1),
               gain_of(point, 0), gain_of(point, 1));
    }
    if (by_product) print_products(a);
    printf("\nMean tariffs are weighted by imports in the base; equivalent variations are in the unit of the data%s.\n",
           a->world->table != NULL ? ", million USD" : "");
    printf("%s: %lld rounds, %lld solves; the last round changed a rate by at most %.2g points and gained at most %.1g of "
           "real income%s\n",
           nash->converged ? "Converged" : "NOT CONVERGED", (long long)nash->rounds, (long long)nash->solves,
           100 * nash->change, nash->gain, nash->at_highest > 0 ? "; some rates stand at the limit of the search, 500 %" : "");
}

static int print_answer(cli_session *cli, const cli_nash *asked, const world *w, const selat_nash *nash) {
    const selat_labels *regions = &w->economy->regions;
    answer a = {w, nash, {regions->codes[nash->party[0]], regions->codes[nash->party[1]]}};
    if (asked->case_folder != NULL) a = (answer){w, nash, {regions->names[nash->party[0]], regions->names[nash->party[1]]}};
    if (cli->json)
        print_json(&a);
    else
        print_table(&a, asked->by_product);
    bool solved = true;
    for (int p = 0; p < N_POINTS; p++) solved = solved && point_of(nash, p)->solver.converged;
    if (nash->converged && solved) return CLI_OK;
    fprintf(stderr, "selat: no equilibrium in tariffs found: %s\n",
            solved ? "rates still moved after the last round" : "the trade model did not converge somewhere");
    return CLI_FAILED;
}

int cli_trade_nash(cli_session *cli, const cli_nash *asked) {
    world w = {0};
    selat_nash *nash = NULL;
    int64_t party[2];
    int code = CLI_OK;
    selat_status status = asked->case_folder != NULL ? load_case(cli->context, asked, &w) : load_table(cli->context, asked, &w);
    if (status == SELAT_OK) code = find_parties(asked, &w.economy->regions, party);
    if (status == SELAT_OK && code == CLI_OK && !find_taxed(&w)) code = cli_usage("out of memory");
    if (status == SELAT_OK && code == CLI_OK) {
        selat_nash_options options = {.deficits = asked->deficits,
                                      .labour = asked->labour,
                                      .scale = asked->scale,
                                      .taxed = w.taxed,
                                      .by_product = asked->by_product};
        status = selat_nash_solve(cli->context, w.economy, party, &options, &nash);
    }
    if (status != SELAT_OK) code = cli_fail(cli, status);
    if (nash != NULL) code = print_answer(cli, asked, &w, nash);
    selat_nash_destroy(cli->context, nash);
    world_clear(cli->context, &w);
    return code;
}

/* selat pathway: emissions of the years ahead, of a table or with and without an accord. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum { FLAG_PATHWAY, FLAG_REGIONS, FLAG_YEARS, FLAG_CSV, N_FLAGS, MOST_REGIONS = 100, MOST_YEARS = 201 };
static const cli_flag flags[N_FLAGS] = {
    {"--pathway", 'p', "NAME", "demand growth and intensities: a shipped name or a CSV file (default: trend, or the accord's)"},
    {"--regions", 'r', "LIST", "of a table, codes and groups with commas between them (default: KOR,MYS,JPN)"},
    {"--years", 'y', "A-B", "of a table (default: 2025-2035)"},
    {"--csv", 'o', "FILE", "the same numbers as CSV"}};

/* One region in one year; [1] is with the accord. */
typedef struct point {
    double production[2], consumption[2], captured[2];
    selat_emission_effects effects[2];
} point;

typedef struct outlook {
    int64_t n_years, first_year, n_regions, n_sides;
    const char *codes[MOST_REGIONS];
    point *points;          /* [n_regions][n_years] */
    double *demand;         /* [n_regions][n_years] */
    const char *pathway;
    const selat_pledges *pledges;
} outlook;

/* ---- printing ---- */

static const char *const side_names[] = {"without", "with"};

static void print_row(const outlook *o, const char *what, int64_t r, int side, double (*value)(const point *, int)) {
    printf("  %-22s", what);
    for (int64_t k = 0; k < o->n_years; k++) printf("%8.1f", value(&o->points[r * o->n_years + k], side));
    printf("\n");
}

static double production(const point *p, int side) { return p->production[side]; }
static double consumption(const point *p, int side) { return p->consumption[side]; }
static double captured(const point *p, int side) { return p->captured[side]; }
static double scale(const point *p, int side) { return p->effects[side].scale; }
static double composition(const point *p, int side) { return p->effects[side].composition; }
static double technique(const point *p, int side) { return p->effects[side].technique; }
static double trade(const point *p, int side) { return p->effects[side].trade; }

static void print_side(const outlook *o, int64_t r, int side) {
    static const struct {
        const char *name;
        double (*value)(const point *, int);
    } rows[] = {{"production", production},     {"consumption", consumption}, {"captured", captured}, {"  scale", scale},
                {"  composition", composition}, {"  technique", technique},   {"  trade", trade}};
    if (o->n_sides > 1) printf(" %s the accord\n", side_names[side]);
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) print_row(o, rows[k].name, r, side, rows[k].value);
}

/* `out` with room for every pledge. */
static int64_t distances(const outlook *o, int64_t r, int side, selat_pledge_distance *out) {
    double series[MOST_YEARS];
    int64_t count;
    for (int64_t k = 0; k < o->n_years; k++) series[k] = o->points[r * o->n_years + k].production[side];
    selat_pledge_distances(o->pledges, o->codes[r], o->first_year, o->n_years, series, o->demand + r * o->n_years, out,
                           &count);
    return count;
}

static void print_pledges(const outlook *o, int64_t r, selat_pledge_distance *room) {
    int64_t count = distances(o, r, (int)o->n_sides - 1, room);
    for (int64_t k = 0; k < count; k++) {
        const selat_pledge_distance *d = &room[k];
        const selat_pledge *p = &o->pledges->pledges[d->pledge];
        printf("  pledge %lld, %s%s%s: %s\n", (long long)p->year, selat_pledge_type_name(p->type),
               p->conditional ? ", conditional" : "", p->verified ? "" : ", not verified", p->statement);
        if (d->comparable) {
            printf("    %.1f Mt in %lld against a target of %.1f: %+.1f Mt%s\n", d->emissions_mt, (long long)d->year,
                   d->target_mt, d->distance_mt, d->distance_mt > 0 ? " above it" : "");
        }
        if (d->caveat != NULL) printf("    %s\n", d->caveat);
    }
}

static void print_text(const outlook *o, selat_pledge_distance *room) {
    printf("Mt CO2e a year, land use not included; pathway %s\n", o->pathway);
    printf("scale, composition, technique, trade: what moved production since the year before (additive LMDI)\n");
    for (int64_t r = 0; r < o->n_regions; r++) {
        printf("\n%-24s", o->codes[r]);
        for (int64_t k = 0; k < o->n_years; k++) printf("%8lld", (long long)(o->first_year + k));
        printf("\n");
        for (int side = 0; side < o->n_sides; side++) print_side(o, r, side);
        print_pledges(o, r, room);
    }
}

static void write_csv(FILE *file, const outlook *o) {
    fprintf(file, "region,year,accord,production (Mt CO2e),consumption (Mt CO2e),captured (Mt CO2e),scale since last year "
                  "(Mt CO2e),composition (Mt CO2e),technique (Mt CO2e),trade (Mt CO2e)\n");
    for (int64_t r = 0; r < o->n_regions; r++) {
        for (int64_t k = 0; k < o->n_years; k++) {
            for (int side = 0; side < o->n_sides; side++) {
                const point *p = &o->points[r * o->n_years + k];
                const selat_emission_effects *e = &p->effects[side];
                fprintf(file, "%s,%lld,%s,%.12g,%.12g,%.12g,%.12g,%.12g,%.12g,%.12g\n", o->codes[r],
                        (long long)(o->first_year + k), side_names[side], p->production[side], p->consumption[side],
                        p->captured[side], e->scale, e->composition, e->technique, e->trade);
            }
        }
    }
}

static void print_json(const outlook *o, selat_pledge_distance *room) {
    printf("{\"pathway\": ");
    cli_json_text(o->pathway);
    printf(", \"years\": [");
    for (int64_t at = 0; at < o->n_regions * o->n_years * o->n_sides; at++) {
        int64_t r = at / (o->n_years * o->n_sides), k = at / o->n_sides % o->n_years;
        int side = (int)(at % o->n_sides);
        const point *p = &o->points[r * o->n_years + k];
        const selat_emission_effects *e = &p->effects[side];
        const struct {
            const char *key;
            double value;
        } numbers[] = {{"production_mt", p->production[side]}, {"consumption_mt", p->consumption[side]},
                       {"captured_mt", p->captured[side]},     {"scale_mt", e->scale},
                       {"composition_mt", e->composition},     {"technique_mt", e->technique},
                       {"trade_mt", e->trade}};
        printf("%s\n {\"region\": \"%s\", \"year\": %lld, \"accord\": \"%s\"", at > 0 ? "," : "", o->codes[r],
               (long long)(o->first_year + k), side_names[side]);
        for (size_t n = 0; n < sizeof numbers / sizeof *numbers; n++) {
            printf(", ");
            cli_json_number(numbers[n].key, numbers[n].value);
        }
        printf("}");
    }
    printf("],\n\"pledges\": [");
    const char *comma = "";
    for (int64_t r = 0; r < o->n_regions; r++) {
        int64_t count = distances(o, r, (int)o->n_sides - 1, room);
        for (int64_t k = 0; k < count; k++) {
            const selat_pledge *p = &o->pledges->pledges[room[k].pledge];
            printf("%s\n {\"region\": \"%s\", \"year\": %lld, \"type\": \"%s\", \"conditional\": %s, \"verified\": %s, ", comma,
                   o->codes[r], (long long)p->year, selat_pledge_type_name(p->type), p->conditional ? "true" : "false",
                   p->verified ? "true" : "false");
            cli_json_number("target_mt", room[k].target_mt);
            printf(", ");
            cli_json_number("distance_mt", room[k].distance_mt);
            printf("}");
            comma = ",";
        }
    }
    printf("]}\n");
}

static int print_all(cli_session *cli, const outlook *o) {
    selat_pledge_distance *room = calloc((size_t)o->pledges->count + 1, sizeof *room);
    if (room == NULL) return CLI_FAILED;
    if (cli->json)
        print_json(o, room);
    else
        print_text(o, room);
    free(room);
    const char *path = cli->values[FLAG_CSV];
    if (path == NULL) return CLI_OK;
    FILE *file = fopen(path, "w");
    if (file == NULL) return cli_usage("%s: cannot write", path);
    write_csv(file, o);
    bool failed = ferror(file) != 0;
    failed = fclose(file) != 0 || failed;
    return failed ? cli_usage("%s: cannot write", path) : CLI_OK;
}

static bool make_room(outlook *o) {
    o->points = calloc((size_t)(o->n_regions * o->n_years), sizeof *o->points);
    o->demand = calloc((size_t)(o->n_regions * o->n_years), sizeof *o->demand);
    return o->points != NULL && o->demand != NULL;
}

/* ---- an accord ---- */

static void take_results(const selat_results *results, outlook *o) {
    const selat_emission_results *e = results->emissions;
    for (int64_t r = 0; r < o->n_regions; r++) {
        for (int64_t k = 0; k < o->n_years; k++) {
            const selat_party_emissions *party = &e->parties[k * e->n_parties + r];
            point *p = &o->points[r * o->n_years + k];
            o->demand[r * o->n_years + k] = party->demand_factor;
            for (int side = 0; side < SELAT_SIDES; side++) {
                p->production[side] = party->production_mt[side];
                p->consumption[side] = party->consumption_mt[side];
                p->captured[side] = party->captured_mt[side];
                p->effects[side] = party->since_last_year[side];
            }
        }
    }
}

static int print_accord(cli_session *cli, const selat_run_data *data, const selat_results *results) {
    const selat_accord *accord = data->accord;
    if (results->emissions == NULL) return cli_usage("the accord's table has no greenhouse gases");
    outlook o = {.n_years = results->n_years, .first_year = accord->first_year, .n_regions = accord->n_parties, .n_sides = 2,
                 .pathway = data->pathway.name != NULL ? data->pathway.name : "none", .pledges = &data->pledges};
    if (o.n_regions > MOST_REGIONS || o.n_years > MOST_YEARS) return cli_usage("too many parties or years");
    for (int64_t r = 0; r < o.n_regions; r++) o.codes[r] = data->table->regions.codes[accord->parties[r]];
    int code = CLI_FAILED;
    if (make_room(&o)) {
        take_results(results, &o);
        code = print_all(cli, &o);
    }
    free(o.points);
    free(o.demand);
    return code;
}

static selat_status use_pathway(cli_session *cli, selat_run_data *data) {
    const char *name = cli->values[FLAG_PATHWAY];
    if (name == NULL) return SELAT_OK;
    selat_pathway other;
    selat_status status = selat_dataset_pathway(cli->context, name, data->table, &data->groups, &other);
    if (status != SELAT_OK) return status;
    selat_pathway_clear(cli->context, &data->pathway);
    data->pathway = other;
    return SELAT_OK;
}

static int run_accord(cli_session *cli, const char *path) {
    selat_run_data data = {0};
    selat_results *results = NULL;
    if (cli->values[FLAG_REGIONS] != NULL || cli->values[FLAG_YEARS] != NULL) {
        return cli_usage("--regions and --years are for a table: an accord has its own parties and years");
    }
    selat_status status = selat_run_load(cli->context, path, &data);
    if (status == SELAT_OK) status = use_pathway(cli, &data);
    if (status == SELAT_OK) {
        int64_t n_stresses = data.accord->n_stresses; /* they do not move emissions */
        data.accord->uncertainty.draws = 0;
        data.accord->n_stresses = 0;
        selat_run_inputs inputs = selat_run_data_inputs(&data);
        status = selat_run(cli->context, &inputs, &results);
        data.accord->n_stresses = n_stresses;
    }
    int code = status == SELAT_OK ? print_accord(cli, &data, results) : cli_fail(cli, status);
    selat_results_destroy(cli->context, results);
    selat_run_unload(cli->context, &data);
    return code;
}

/* ---- a table ---- */

typedef struct table_data {
    selat_table *table;
    selat_groups groups;
    selat_pathway pathway;
    selat_pledges pledges;
    int64_t regions[MOST_REGIONS];
} table_data;

static bool add_region(table_data *d, outlook *o, const char *code) {
    int64_t n = selat_labels_find(&d->table->regions, code);
    if (n < 0 || o->n_regions == MOST_REGIONS) return false;
    for (int64_t r = 0; r < o->n_regions; r++) {
        if (d->regions[r] == n) return true;
    }
    d->regions[o->n_regions] = n;
    o->codes[o->n_regions++] = d->table->regions.codes[n];
    return true;
}

static int choose_regions(cli_session *cli, table_data *d, outlook *o) {
    const char *list = cli->values[FLAG_REGIONS] != NULL ? cli->values[FLAG_REGIONS] : "KOR,MYS,JPN";
    char word[64];
    while (*list != '\0') {
        size_t length = strcspn(list, ",");
        if (length >= sizeof word) return cli_usage("--regions: found a word of %zu letters", length);
        memcpy(word, list, length);
        word[length] = '\0';
        list += length + (list[length] == ',');
        const selat_group *group = selat_groups_find(&d->groups, word, false);
        for (int64_t k = 0; group != NULL && k < group->count; k++) add_region(d, o, group->codes[k]);
        if (group == NULL && !add_region(d, o, word)) {
            return cli_usage("--regions: found %s, expected regions of table %s or groups", word, d->table->name);
        }
    }
    return CLI_OK;
}

static int choose_years(cli_session *cli, outlook *o) {
    const char *text = cli->values[FLAG_YEARS] != NULL ? cli->values[FLAG_YEARS] : "2025-2035";
    int first = 0, last = 0, used = 0;
    bool good = sscanf(text, "%4d-%4d%n", &first, &last, &used) == 2 && text[used] == '\0' && first >= 1990 &&
                last >= first && last <= 2200 && last - first < MOST_YEARS;
    if (!good) return cli_usage("--years: found %s, expected two years such as 2025-2035", text);
    o->first_year = first;
    o->n_years = last - first + 1;
    return CLI_OK;
}

static void take_years(const table_data *d, const selat_emission_year *years, const selat_emission_change *changes,
                       outlook *o) {
    for (int64_t r = 0; r < o->n_regions; r++) {
        for (int64_t k = 0; k < o->n_years; k++) {
            point *p = &o->points[r * o->n_years + k];
            p->production[0] = years[k].production_mt[d->regions[r]];
            p->consumption[0] = years[k].consumption_mt[r];
            p->captured[0] = years[k].captured_total_mt[d->regions[r]];
            if (k > 0) selat_emission_decompose(&years[k - 1], &years[k], d->regions[r], &p->effects[0]);
            o->demand[r * o->n_years + k] = changes[k].demand_factor != NULL ? changes[k].demand_factor[d->regions[r]] : 1;
        }
    }
}

/* Twice where the pathway gives tonnes: its own intensities first, then scaled to them. */
static selat_status solve(cli_session *cli, const table_data *d, const outlook *o, selat_emission_change *changes,
                          selat_emission_year *years) {
    int64_t missed = 0, all = 0;
    selat_status status = SELAT_OK;
    for (int64_t k = 0; k < o->n_years && status == SELAT_OK; k++) {
        status = selat_pathway_change(cli->context, &d->pathway, d->table, o->first_year + k, &changes[k]);
    }
    for (int round = 0; round < 2 && status == SELAT_OK; round++) {
        for (int64_t k = 0; k < o->n_years && round == 1 && status == SELAT_OK; k++) {
            status = selat_pathway_meet(cli->context, &d->pathway, d->table, o->first_year + k, &years[k], &changes[k], &missed);
            all += missed;
            selat_emission_year_clear(cli->context, &years[k]);
        }
        if (status == SELAT_OK) {
            status = selat_emission_years(cli->context, d->table, NULL, o->n_years, changes, o->n_regions, d->regions, 1e-11,
                                          years);
        }
    }
    if (all > 0) fprintf(stderr, "selat: %lld targets of the pathway are for industries that emit nothing\n", (long long)all);
    return status;
}

static int solve_and_print(cli_session *cli, const table_data *d, outlook *o) {
    selat_emission_change *changes = calloc((size_t)o->n_years, sizeof *changes);
    selat_emission_year *years = calloc((size_t)o->n_years, sizeof *years);
    int code = CLI_FAILED;
    if (changes != NULL && years != NULL && make_room(o)) {
        selat_status status = solve(cli, d, o, changes, years);
        if (status == SELAT_OK) take_years(d, years, changes, o);
        code = status == SELAT_OK ? print_all(cli, o) : cli_fail(cli, status);
    }
    for (int64_t k = 0; k < o->n_years; k++) {
        if (changes != NULL) selat_emission_change_clear(cli->context, &changes[k]);
        if (years != NULL) selat_emission_year_clear(cli->context, &years[k]);
    }
    free(changes);
    free(years);
    free(o->points);
    free(o->demand);
    return code;
}

static int run_table(cli_session *cli, const char *name) {
    table_data d = {0};
    outlook o = {.n_sides = 1, .pledges = &d.pledges};
    if (choose_years(cli, &o) != CLI_OK) return CLI_BAD_INPUT;
    const char *pathway = cli->values[FLAG_PATHWAY] != NULL ? cli->values[FLAG_PATHWAY] : "trend";
    selat_status status = selat_dataset_table(cli->context, name, &d.table);
    if (status == SELAT_OK) status = selat_dataset_groups(cli->context, &d.groups);
    if (status == SELAT_OK) status = selat_dataset_pathway(cli->context, pathway, d.table, &d.groups, &d.pathway);
    if (status == SELAT_OK) status = selat_dataset_pledges(cli->context, "pledges", &d.pledges);
    int code = status == SELAT_OK ? choose_regions(cli, &d, &o) : cli_fail(cli, status);
    o.pathway = d.pathway.name;
    if (code == CLI_OK) code = solve_and_print(cli, &d, &o);
    selat_pledges_clear(cli->context, &d.pledges);
    selat_pathway_clear(cli->context, &d.pathway);
    selat_groups_clear(cli->context, &d.groups);
    selat_table_destroy(cli->context, d.table);
    return code;
}

static int run(cli_session *cli) {
    const char *word = cli->words[0], *dot = strrchr(word, '.');
    char relative[512], *shipped = NULL;
    if (dot != NULL && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0)) return run_accord(cli, word);
    if (strpbrk(word, "/.") == NULL && strlen(word) < 400) {
        snprintf(relative, sizeof relative, "accords/%s.yaml", word);
        if (selat_dataset_path(cli->context, relative, &shipped) == SELAT_OK) {
            int code = run_accord(cli, shipped);
            selat_dataset_free(cli->context, shipped);
            return code;
        }
    }
    return run_table(cli, word);
}

const cli_command cmd_pathway = {
    .name = "pathway",
    .words = "ACCORD|TABLE",
    .min_words = 1,
    .max_words = 1,
    .purpose = "emissions of the years ahead and the distance to pledges",
    .details =
        "Production- and consumption-based emissions by year, what moved them (scale, composition, technique, trade),\n"
        "captured tonnes, and how far they are from the 2030, 2035 and net-zero pledges. Of an accord: its parties,\n"
        "without and with it. A pathway is a CSV file with the columns kind,region,sector,gas,year,value: demand\n"
        "growth, intensities, the power mix or an external energy model's tonnes (docs/models/pathway.md).",
    .examples = "  selat pathway korea-malaysia\n"
                "  selat pathway oecd-2022 --regions AZEC,KOR --years 2022-2035\n"
                "  selat pathway oecd-2022 --pathway model.csv --regions MYS --json",
    .flags = flags,
    .n_flags = N_FLAGS,
    .run = run,
};

/* selat disrupt: capacity is lost somewhere, and the days after. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum {
    FLAG_REGION, FLAG_PRODUCT, FLAG_LOSS, FLAG_DAYS, FLAG_RECOVERY, FLAG_PATH, FLAG_BEHAVIOUR, FLAG_VARIANT, FLAG_ORDERS,
    FLAG_FIRMS_FIRST, FLAG_HORIZON, FLAG_INVENTORY, FLAG_RESTOCK, FLAG_OVERPRODUCTION, FLAG_CRITICAL, FLAG_STOCKPILE,
    FLAG_STANDBY, FLAG_PRIORITY, FLAG_SERIES, FLAG_TOP, N_FLAGS
};
static const cli_flag flags[N_FLAGS] = {
    {"--region", 'r', "CODES", "whose production fails: codes or groups with commas between them (CHN, ASEAN)"},
    {"--product", 'p', "CODES", "of what: sectors or groups (C26, goods); not given: everything"},
    {"--loss", 'l', "X%", "part of capacity lost (default 50%)"},
    {"--days", 'd', "N", "how long it is lost in full (default 90)"},
    {"--recovery", 0, "N", "days over which it then comes back (default 60)"},
    {"--path", 0, "SHAPE", "of the recovery: linear (default), fast (most of it early) or slow"},
    {"--behaviour", 'b', "NAME", "partially-binding (default) or adaptive (ARIO)"},
    {"--variant", 'v', "NAME", "of partially-binding: half-critical (default), strongly, weakly, leontief, linear"},
    {"--orders", 0, "RULE", "redirected to origins with spare capacity (default), or fixed: by base share"},
    {"--firms-first", 0, NULL, "orders of firms are served before final demand; else all alike"},
    {"--horizon", 0, "N", "days simulated (default 365); the loss begins on day 5"},
    {"--inventory", 0, "N", "days of use held in stock (default 15)"},
    {"--restock", 0, "N", "days in which a gap to that is closed (default 20)"},
    {"--overproduction", 0, "X%", "capacity beyond base output that scarcity calls up within a year (default 0%, adaptive 25%)"},
    {"--critical-share", 0, "X%", "goods of at least this part of a buyer's input cost are critical to it (default 1%)"},
    {"--stockpile", 0, "R:P:N", "N more days of stock of product P with the users in R"},
    {"--standby", 0, "R:P:X%", "capacity X of base output in reserve"},
    {"--priority", 0, "S:B:P:X%", "supplier S serves the part X of buyer B's orders of P before everybody else"},
    {"--series", 0, "FILE", "writes the daily series of every region as CSV"},
    {"--top", 0, "N", "regions and industries listed (default 10)"},
};

enum { START_DAY = 5, MOST_PARTS = 4, LONGEST_CODE = 64 };

typedef struct request {
    selat_table *table;
    selat_groups groups;
    selat_outage *outages;
    selat_stockpile *stockpiles;
    selat_standby *standbys;
    selat_priority *priorities;
    selat_disruption_shock shock;
    selat_disruption_options options;
    double loss, critical_share, top;
    const char *outage_text;
} request;

/* ---- reading flags ---- */

/* "50%" or "0.5". */
static int read_share(const char *flag, const char *text, double high, double *out) {
    char *end;
    double value = strtod(text, &end);
    bool percent = end != text && strcmp(end, "%") == 0;
    if (percent) value /= 100;
    if (end == text || (*end != '\0' && !percent) || !(value >= 0 && value <= high)) {
        return cli_usage("%s: found %s, expected a share from 0%% to %g%%", flag, text, 100 * high);
    }
    *out = value;
    return CLI_OK;
}

static int share_flag(const cli_session *cli, int flag, double high, double *out) {
    const char *text = cli->values[flag];
    return text != NULL ? read_share(flags[flag].name, text, high, out) : CLI_OK;
}

static int whole_flag(cli_session *cli, int flag, double low, double high, int64_t *out) {
    double value = (double)*out;
    int code = cli_number(cli, flag, flags[flag].name, low, high, &value);
    if (code != CLI_OK) return code;
    *out = (int64_t)value;
    if ((double)*out == value) return CLI_OK;
    return cli_usage("%s: found %s, expected a whole number", flags[flag].name, cli->values[flag]);
}

/* Adds a code, or the members of a group that the table has. */
static int add_code(const request *asked, const char *flag, const char *code, bool of_sectors, bool *chosen) {
    const selat_labels *labels = of_sectors ? &asked->table->sectors : &asked->table->regions;
    int64_t at = selat_labels_find(labels, code);
    if (at >= 0) chosen[at] = true;
    if (at >= 0) return CLI_OK;
    const selat_group *group = selat_groups_find(&asked->groups, code, of_sectors);
    int64_t found = 0;
    for (int64_t k = 0; group != NULL && k < group->count; k++) {
        int64_t member = selat_labels_find(labels, group->codes[k]);
        if (member >= 0) chosen[member] = true, found++;
    }
    if (found > 0) return CLI_OK;
    const char *nearest = selat_labels_nearest(labels, code);
    return cli_usage("%s: found %s, expected a %s or group of table %s%s%s%s", flag, code,
                     of_sectors ? "sector" : "region", asked->table->name, nearest != NULL ? " (did you mean " : "",
                     nearest != NULL ? nearest : "", nearest != NULL ? "?)" : "");
}

/* "CHN,ASEAN" into chosen [count]; NULL: all. */
static int read_codes(const request *asked, const char *flag, const char *text, bool of_sectors, bool *chosen) {
    int64_t count = of_sectors ? asked->table->sectors.count : asked->table->regions.count;
    for (int64_t k = 0; k < count; k++) chosen[k] = text == NULL;
    while (text != NULL && *text != '\0') {
        char code[LONGEST_CODE];
        size_t length = strcspn(text, ",");
        if (length == 0 || length >= sizeof code) return cli_usage("%s: found %s, expected codes with commas between them", flag, text);
        snprintf(code, sizeof code, "%.*s", (int)length, text);
        int result = add_code(asked, flag, code, of_sectors, chosen);
        if (result != CLI_OK) return result;
        text += length + (text[length] == ',');
    }
    return CLI_OK;
}

static int read_one(const request *asked, const char *flag, const char *code, bool of_sectors, int64_t *out) {
    const selat_labels *labels = of_sectors ? &asked->table->sectors : &asked->table->regions;
    *out = selat_labels_find(labels, code);
    if (*out >= 0) return CLI_OK;
    const char *nearest = selat_labels_nearest(labels, code);
    return cli_usage("%s: found %s, expected a %s of table %s%s%s%s", flag, code, of_sectors ? "sector" : "region",
                     asked->table->name, nearest != NULL ? " (did you mean " : "", nearest != NULL ? nearest : "",
                     nearest != NULL ? "?)" : "");
}

/* "MYS:C26:30" into its parts. */
static int split_parts(const char *flag, const char *text, int count, char parts[MOST_PARTS][LONGEST_CODE]) {
    const char *at = text;
    for (int k = 0; k < count; k++) {
        size_t length = strcspn(at, ":");
        bool last = k + 1 == count;
        if (length == 0 || length >= LONGEST_CODE || (at[length] == ':') == last) {
            return cli_usage("%s: found %s, expected %d parts with colons between them", flag, text, count);
        }
        snprintf(parts[k], LONGEST_CODE, "%.*s", (int)length, at);
        at += length + !last;
    }
    return CLI_OK;
}

static int read_prepared(const cli_session *cli, request *asked) {
    char parts[MOST_PARTS][LONGEST_CODE];
    const char *text = cli->values[FLAG_STOCKPILE];
    int code = CLI_OK;
    if (text != NULL) {
        selat_stockpile *p = asked->stockpiles;
        asked->shock.n_stockpiles = 1;
        code = split_parts("--stockpile", text, 3, parts);
        if (code == CLI_OK) code = read_one(asked, "--stockpile", parts[0], false, &p->region);
        if (code == CLI_OK) code = read_one(asked, "--stockpile", parts[1], true, &p->product);
        char *end = NULL;
        if (code == CLI_OK) p->days = strtod(parts[2], &end);
        if (code == CLI_OK && (*end != '\0' || !(p->days >= 0 && p->days <= 3650))) {
            code = cli_usage("--stockpile: found %s, expected days from 0 to 3650", parts[2]);
        }
    }
    text = cli->values[FLAG_STANDBY];
    if (text != NULL && code == CLI_OK) {
        selat_standby *p = asked->standbys;
        asked->shock.n_standbys = 1;
        code = split_parts("--standby", text, 3, parts);
        if (code == CLI_OK) code = read_one(asked, "--standby", parts[0], false, &p->region);
        if (code == CLI_OK) code = read_one(asked, "--standby", parts[1], true, &p->product);
        if (code == CLI_OK) code = read_share("--standby", parts[2], 10, &p->capacity);
    }
    text = cli->values[FLAG_PRIORITY];
    if (text != NULL && code == CLI_OK) {
        selat_priority *p = asked->priorities;
        asked->shock.n_priorities = 1;
        code = split_parts("--priority", text, 4, parts);
        if (code == CLI_OK) code = read_one(asked, "--priority", parts[0], false, &p->supplier);
        if (code == CLI_OK) code = read_one(asked, "--priority", parts[1], false, &p->buyer);
        if (code == CLI_OK) code = read_one(asked, "--priority", parts[2], true, &p->product);
        if (code == CLI_OK) code = read_share("--priority", parts[3], 1, &p->share);
    }
    return code;
}

static int read_model(cli_session *cli, request *asked) {
    selat_behaviour behaviour = SELAT_PARTIALLY_BINDING;
    const char *text = cli->values[FLAG_BEHAVIOUR];
    if (text != NULL && !selat_behaviour_parse(text, &behaviour)) {
        return cli_usage("--behaviour: found %s, expected partially-binding or adaptive", text);
    }
    selat_disruption_options *options = &asked->options;
    *options = selat_disruption_defaults(behaviour);
    text = cli->values[FLAG_VARIANT];
    if (text != NULL && behaviour == SELAT_ADAPTIVE) return cli_usage("--variant: only with --behaviour partially-binding");
    if (text != NULL && !selat_binding_parse(text, &options->binding)) {
        return cli_usage("--variant: found %s, expected half-critical, strongly, weakly, leontief or linear", text);
    }
    text = cli->values[FLAG_ORDERS];
    if (text != NULL && strcmp(text, "fixed") != 0 && strcmp(text, "redirected") != 0) {
        return cli_usage("--orders: found %s, expected redirected or fixed", text);
    }
    options->redirect = text == NULL || strcmp(text, "redirected") == 0;
    options->firms_first = cli->values[FLAG_FIRMS_FIRST] != NULL;
    double extra = options->overproduction - 1;
    int code = whole_flag(cli, FLAG_HORIZON, 1, 3650, &options->days);
    if (code == CLI_OK) code = cli_number(cli, FLAG_INVENTORY, "--inventory", 0.1, 3650, &options->inventory_days);
    if (code == CLI_OK) code = cli_number(cli, FLAG_RESTOCK, "--restock", 1, 3650, &options->restock_days);
    if (code == CLI_OK) code = share_flag(cli, FLAG_OVERPRODUCTION, 10, &extra);
    options->overproduction = 1 + extra;
    asked->critical_share = 0.01;
    asked->top = 10;
    if (code == CLI_OK) code = share_flag(cli, FLAG_CRITICAL, 1, &asked->critical_share);
    if (code == CLI_OK) code = cli_number(cli, FLAG_TOP, "--top", 1, 10000, &asked->top);
    return code;
}

/* One outage for every chosen region and product. */
static int read_outage(cli_session *cli, request *asked, bool *regions, bool *products) {
    selat_outage one = {.loss = 0.5, .first_day = START_DAY, .days = 90, .recovery_days = 60};
    const char *path = cli->values[FLAG_PATH];
    if (cli->values[FLAG_REGION] == NULL) return cli_usage("disrupt: expected --region; see selat disrupt --help");
    if (path != NULL && !selat_recovery_parse(path, &one.path)) {
        return cli_usage("--path: found %s, expected linear, fast or slow", path);
    }
    int code = share_flag(cli, FLAG_LOSS, 1, &one.loss);
    if (code == CLI_OK) code = whole_flag(cli, FLAG_DAYS, 0, 3650, &one.days);
    if (code == CLI_OK) code = whole_flag(cli, FLAG_RECOVERY, 0, 3650, &one.recovery_days);
    if (code == CLI_OK) code = read_codes(asked, "--region", cli->values[FLAG_REGION], false, regions);
    if (code == CLI_OK) code = read_codes(asked, "--product", cli->values[FLAG_PRODUCT], true, products);
    int64_t S = asked->table->sectors.count, N = asked->table->regions.count * S;
    for (int64_t f = 0; code == CLI_OK && f < N; f++) {
        if (!regions[f / S] || !products[f % S]) continue;
        one.region = f / S;
        one.product = f % S;
        asked->outages[asked->shock.n_outages++] = one;
    }
    asked->loss = one.loss;
    return code;
}

/* ---- printing ---- */

typedef struct ranked {
    int64_t position;
    double loss;
} ranked;

static int larger_first(const void *left, const void *right) {
    const ranked *a = left, *b = right;
    if (a->loss != b->loss) return a->loss < b->loss ? 1 : -1;
    return a->position < b->position ? -1 : a->position > b->position;
}

static double region_loss(const selat_disruption_result *result, const double *by_industry, int64_t n) {
    double sum = 0;
    for (int64_t k = 0; k < result->n_sectors; k++) sum += by_industry[n * result->n_sectors + k];
    return sum;
}

/* Regions or industries by income lost. To be freed; NULL without memory. */
static ranked *rank_losses(const selat_disruption_result *result, bool industries) {
    int64_t R = result->n_regions, count = industries ? R * result->n_sectors : R;
    ranked *list = calloc((size_t)count, sizeof *list);
    for (int64_t k = 0; list != NULL && k < count; k++) {
        double loss = industries ? result->lost_value_added_musd[k] : region_loss(result, result->lost_value_added_musd, k);
        list[k] = (ranked){k, loss};
    }
    if (list != NULL) qsort(list, (size_t)count, sizeof *list, larger_first);
    return list;
}

static void recovery_text(int64_t day, char *out, size_t size) {
    if (day < 0) snprintf(out, size, "not in time");
    else if (day == 0) snprintf(out, size, "never below");
    else snprintf(out, size, "day %lld", (long long)(day - START_DAY));
}

static void print_regions(const request *asked, const selat_disruption_result *result, const ranked *list) {
    printf("\n%-7s %15s %15s %17s %9s %7s %12s\n", "region", "income lost", "output lost", "final unmet", "lowest", "on day",
           "back at 99%");
    printf("%-7s %15s %15s %17s %9s\n", "", "(million USD)", "(million USD)", "(million USD)", "(% base)");
    for (int64_t k = 0; k < result->n_regions && (double)k < asked->top; k++) {
        int64_t n = list[k].position;
        double unmet = 0;
        char back[32];
        for (int64_t t = 0; t < result->n_days; t++) unmet += result->final_unmet_musd[t * result->n_regions + n];
        recovery_text(result->recovery_day[n], back, sizeof back);
        printf("%-7s %15.1f %15.1f %17.1f %9.2f %7lld %12s\n", asked->table->regions.codes[n], list[k].loss,
               region_loss(result, result->lost_output_musd, n), unmet, 100 * result->lowest_share[n],
               (long long)(result->lowest_day[n] - START_DAY), back);
    }
}

static void print_industries(const request *asked, const selat_disruption_result *result, const ranked *list) {
    int64_t S = result->n_sectors, N = result->n_regions * S;
    printf("\n%-18s %15s %15s\n", "worst-hit industry", "income lost", "output lost");
    for (int64_t k = 0; k < N && (double)k < asked->top; k++) {
        int64_t f = list[k].position;
        char name[64];
        snprintf(name, sizeof name, "%s %s", asked->table->regions.codes[f / S], asked->table->sectors.codes[f % S]);
        printf("%-18s %15.1f %15.1f\n", name, list[k].loss, result->lost_output_musd[f]);
    }
}

static double world(const double *by_region, int64_t n_regions) {
    double sum = 0;
    for (int64_t n = 0; n < n_regions; n++) sum += by_region[n];
    return sum;
}

/* World output on some days, per cent of base. */
static void print_course(const selat_disruption_result *result) {
    int64_t R = result->n_regions, step = result->n_days > 12 ? result->n_days / 12 : 1;
    double base = world(result->base_output_musd, R);
    printf("\nWorld output, %% of base, by day after the loss begins:\n ");
    for (int64_t t = START_DAY; t < result->n_days; t += step) {
        printf(" %lld: %.2f", (long long)(t - START_DAY), 100 * world(&result->output_musd[t * R], R) / base);
    }
    printf("\n");
}

static void print_settings(const request *asked, const selat_disruption_notes *notes) {
    const selat_disruption_options *o = &asked->options;
    printf("\nAssumed: %s%s%s, orders %s, %s; %g days of stock, gaps closed in %g days, capacity up to %g %% of base.\n",
           selat_behaviour_name(o->behaviour), o->behaviour == SELAT_PARTIALLY_BINDING ? " " : "",
           o->behaviour == SELAT_PARTIALLY_BINDING ? selat_binding_name(o->binding) : "", o->redirect ? "redirected" : "fixed",
           o->firms_first ? "firms served first" : "all buyers rationed alike", o->inventory_days, o->restock_days,
           100 * o->overproduction);
    if (o->behaviour == SELAT_PARTIALLY_BINDING) {
        printf("Inputs rated by sector and cost share (%g %%), not by a survey: %lld critical, %lld important, %lld neither.\n",
               100 * asked->critical_share, (long long)notes->n_critical, (long long)notes->n_important,
               (long long)notes->n_other);
    }
    if (notes->n_negative > 0) {
        printf("%lld cells of final demand below zero (%.1f million USD) taken as zero.\n", (long long)notes->n_negative,
               notes->negative_musd);
    }
}

static int print_table(const request *asked, const selat_disruption_result *result, const selat_disruption_notes *notes) {
    ranked *regions = rank_losses(result, false), *industries = rank_losses(result, true);
    if (regions == NULL || industries == NULL) {
        free(regions);
        free(industries);
        return CLI_FAILED;
    }
    char back[32];
    double base = world(result->base_value_added_musd, result->n_regions);
    recovery_text(result->world_recovery_day, back, sizeof back);
    printf("%lld industries lose %g %% of capacity; over %lld days the world loses %.1f million USD of income (value added), %.3f %% of it,\n"
           "and %.1f million USD of output; final demand of %.1f million USD is not met.\n",
           (long long)asked->shock.n_outages, 100 * asked->loss, (long long)result->n_days, result->lost_value_added_total_musd,
           100 * result->lost_value_added_total_musd / base / (double)result->n_days, result->lost_output_total_musd,
           result->final_unmet_total_musd);
    printf("World output is lowest on day %lld, %.2f %% of base; back at 99 %%: %s.\n",
           (long long)(result->world_lowest_day - START_DAY), 100 * result->world_lowest_share, back);
    if (result->clipped_total_musd > 0) {
        printf("%.1f million USD of inputs were used that were not there: substituted, and counted here.\n", result->clipped_total_musd);
    }
    print_regions(asked, result, regions);
    print_industries(asked, result, industries);
    print_course(result);
    print_settings(asked, notes);
    free(regions);
    free(industries);
    return CLI_OK;
}

static void print_json_series(const char *key, const double *values, int64_t n_days, int64_t n_regions, int64_t n) {
    printf(", \"%s\": [", key);
    for (int64_t t = 0; t < n_days; t++) printf(t > 0 ? ", %.10g" : "%.10g", values[t * n_regions + n]);
    printf("]");
}

static void print_json(const request *asked, const selat_disruption_result *result, const selat_disruption_notes *notes) {
    int64_t R = result->n_regions, S = result->n_sectors;
    const selat_disruption_options *o = &asked->options;
    printf("{\n  \"table\": ");
    cli_json_text(asked->table->name);
    printf(",\n  \"behaviour\": \"%s\", \"variant\": \"%s\", \"orders\": \"%s\", \"firms_first\": %s,\n",
           selat_behaviour_name(o->behaviour), selat_binding_name(o->binding), o->redirect ? "redirected" : "fixed",
           o->firms_first ? "true" : "false");
    printf("  \"first_day\": %d, \"days\": %lld, \"inventory_days\": %.17g, \"restock_days\": %.17g, \"overproduction\": %.17g,\n",
           START_DAY, (long long)result->n_days, o->inventory_days, o->restock_days, o->overproduction);
    printf("  \"critical_share\": %.17g, \"critical_inputs\": %lld, \"important_inputs\": %lld, \"other_inputs\": %lld,\n",
           asked->critical_share, (long long)notes->n_critical, (long long)notes->n_important, (long long)notes->n_other);
    printf("  \"negative_final_cells\": %lld, \"negative_final_musd\": %.17g,\n", (long long)notes->n_negative, notes->negative_musd);
    printf("  \"world\": {\"income_lost_musd\": %.17g, \"output_lost_musd\": %.17g, \"final_unmet_musd\": %.17g, "
           "\"clipped_musd\": %.17g, \"lowest_share\": %.17g, \"lowest_day\": %lld, \"recovery_day\": %lld},\n",
           result->lost_value_added_total_musd, result->lost_output_total_musd, result->final_unmet_total_musd,
           result->clipped_total_musd, result->world_lowest_share, (long long)result->world_lowest_day,
           (long long)result->world_recovery_day);
    printf("  \"regions\": [\n");
    for (int64_t n = 0; n < R; n++) {
        printf("    {\"region\": ");
        cli_json_text(asked->table->regions.codes[n]);
        printf(", \"income_lost_musd\": %.17g, \"output_lost_musd\": %.17g, \"lowest_share\": %.17g, \"lowest_day\": %lld, \"recovery_day\": %lld",
               region_loss(result, result->lost_value_added_musd, n), region_loss(result, result->lost_output_musd, n),
               result->lowest_share[n], (long long)result->lowest_day[n], (long long)result->recovery_day[n]);
        print_json_series("output_musd", result->output_musd, result->n_days, R, n);
        print_json_series("value_added_musd", result->value_added_musd, result->n_days, R, n);
        print_json_series("final_unmet_musd", result->final_unmet_musd, result->n_days, R, n);
        printf("}%s\n", n + 1 < R ? "," : "");
    }
    printf("  ],\n  \"industries\": [\n");
    for (int64_t f = 0; f < R * S; f++) {
        printf("    [\"%s\", \"%s\", %.10g, %.10g]%s\n", asked->table->regions.codes[f / S], asked->table->sectors.codes[f % S],
               result->lost_value_added_musd[f], result->lost_output_musd[f], f + 1 < R * S ? "," : "");
    }
    printf("  ]\n}\n");
}

/* ---- running ---- */

static int compute(cli_session *cli, const request *asked) {
    selat_disruption_base *base = NULL;
    selat_disruption_result *result = NULL;
    int code;
    selat_status status = selat_disruption_base_of_table(cli->context, asked->table, asked->critical_share, &base);
    if (status == SELAT_OK) status = selat_disruption_run(cli->context, base, &asked->shock, &asked->options, &result);
    if (status == SELAT_OK && cli->values[FLAG_SERIES] != NULL) {
        status = selat_report_disruption_csv(cli->context, asked->table, result, cli->values[FLAG_SERIES]);
    }
    if (status != SELAT_OK) {
        code = cli_fail(cli, status);
    } else {
        selat_disruption_notes notes = selat_disruption_base_notes(base);
        code = CLI_OK;
        if (cli->json) print_json(asked, result, &notes);
        else code = print_table(asked, result, &notes);
    }
    selat_disruption_result_destroy(cli->context, result);
    selat_disruption_base_destroy(cli->context, base);
    return code;
}

static int read_all(cli_session *cli, request *asked) {
    int64_t R = asked->table->regions.count, S = asked->table->sectors.count;
    bool *regions = calloc((size_t)R, sizeof *regions), *products = calloc((size_t)S, sizeof *products);
    asked->outages = calloc((size_t)(R * S), sizeof *asked->outages);
    int code = CLI_FAILED;
    if (regions != NULL && products != NULL && asked->outages != NULL) {
        code = read_model(cli, asked);
        if (code == CLI_OK) code = read_outage(cli, asked, regions, products);
        if (code == CLI_OK) code = read_prepared(cli, asked);
    }
    free(regions);
    free(products);
    return code;
}

static int run(cli_session *cli) {
    selat_stockpile stockpile = {0};
    selat_standby standby = {0};
    selat_priority priority = {0};
    request asked = {.stockpiles = &stockpile, .standbys = &standby, .priorities = &priority};
    asked.shock.stockpiles = &stockpile;
    asked.shock.standbys = &standby;
    asked.shock.priorities = &priority;
    selat_status status = selat_dataset_table(cli->context, cli->n_words > 0 ? cli->words[0] : "oecd-2022", &asked.table);
    if (status == SELAT_OK) status = selat_dataset_groups(cli->context, &asked.groups);
    int code = status == SELAT_OK ? read_all(cli, &asked) : cli_fail(cli, status);
    asked.shock.outages = asked.outages;
    if (code == CLI_OK) code = compute(cli, &asked);
    free(asked.outages);
    selat_groups_clear(cli->context, &asked.groups);
    selat_table_destroy(cli->context, asked.table);
    return code;
}

const cli_command cmd_disrupt = {
    .name = "disrupt",
    .words = "[TABLE]",
    .min_words = 0,
    .max_words = 1,
    .purpose = "capacity is lost somewhere: what it costs day by day, whom, and when it is over",
    .details = "TABLE is a table file or the name of a shipped one (default oecd-2022). Stocks, orders and rationing follow one of two\n"
               "behaviours (docs/models/disruption.md has the equations and when each is wrong). Income is value added; days are\n"
               "counted from the loss. Nothing is said about prices.",
    .examples = "  selat disrupt --region CHN --product C26 --loss 50% --days 90\n"
                "  selat disrupt --region TWN --product C26 --loss 100% --variant strongly --orders fixed --top 20\n"
                "  selat disrupt --region CHN --product C26 --behaviour adaptive\n"
                "  selat disrupt oecd-2022 --region MYS --product J61,J62_63 --days 14 --recovery 0 --series days.csv\n"
                "  selat disrupt --region CHN --product C26 --loss 90% --stockpile MYS:C26:30 --json",
    .flags = flags,
    .n_flags = N_FLAGS,
    .run = run,
};

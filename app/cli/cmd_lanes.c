/* selat lanes: distances at sea with gates open or closed, and what passes the gates. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lanes_views.h"

enum {
    CLOSE, GATES, THROUGH, EFFECT, COST, DAYS, DISTANCES, KNOTS, PORT_CHOICE, CSV, GATES_FILE, TABLE, TARIFFS, ELASTICITIES, DEFICITS,
    N_FLAGS
};
static const cli_flag flags[N_FLAGS] = {
    {"--close", 0, "GATE", "close this gate; may be given several times, or several with commas between them"},
    {"--gates", 0, NULL, "list the gates, with the trade that passes each"},
    {"--through", 0, "GATE", "the value of trade through this gate by region, pair and product"},
    {"--effect", 0, NULL, "with --close: real income by region if the gates stay closed (trade model)"},
    {"--cost", 0, "RULE", "of --effect: by distance (default) or days"},
    {"--days", 0, "N", "with --close: what a closure of N days keeps from arriving"},
    {"--distances", 0, NULL, "km between all regions of the table, by their main ports"},
    {"--knots", 0, "N", "speed of ships (default: 14)"},
    {"--port-choice", 0, "KM", "how much farther a port may be and still be used to 1/e (default: 5000)"},
    {"--csv", 0, NULL, "print the view as CSV"},
    {"--gates-file", 0, "FILE", "gates of your own in place of the shipped ones (docs/models/lanes.md)"},
    {"--table", 0, "TABLE", "whose trade is meant (default: oecd-2022)"},
    {"--tariffs", 0, "NAME", "of --effect (default: teti-2021)"},
    {"--elasticities", 0, "NAME", "of --effect (default: caliendo-parro-2015)"},
    {"--deficits", 0, "RULE", "of --effect: nominal, share, multiplicative or zero (default: share)"},
};

void cli_print_gates(const selat_gates *gates, selat_gate_set set, bool codes) {
    bool first = true;
    for (int64_t g = 0; g < gates->count; g++) {
        if ((set >> g & 1) == 0) continue;
        printf("%s%s", first ? "" : ", ", codes ? gates->gates[g].code : gates->gates[g].name);
        first = false;
    }
    if (first) fputs("none", stdout);
}

void cli_json_gates(const selat_gates *gates, selat_gate_set set) {
    bool first = true;
    putchar('[');
    for (int64_t g = 0; g < gates->count; g++) {
        if ((set >> g & 1) == 0) continue;
        if (!first) fputs(", ", stdout);
        cli_json_text(gates->gates[g].code);
        first = false;
    }
    putchar(']');
}

/* ---- one route ---- */

typedef struct end {
    char name[96], code[16];
    double lon, lat;
    int64_t node;
} end;

/* "MYPKG", "Port Klang", "MYS" or "101.36,3.0" (longitude, latitude). */
static selat_status find_end(cli_session *cli, const selat_sea *sea, const char *text, end *out) {
    char *at;
    *out = (end){.lon = strtod(text, &at)};
    if (at != text && *at == ',') {
        char *start = at + 1;
        out->lat = strtod(start, &at);
        if (at != start && *at == '\0' && fabs(out->lon) <= 180 && fabs(out->lat) <= 90) {
            snprintf(out->name, sizeof out->name, "%s", text);
            out->node = selat_sea_network_nearest(sea->network, out->lon, out->lat);
            return SELAT_OK;
        }
    }
    int64_t p;
    selat_status status = selat_sea_find_port(cli->context, sea, text, &p);
    if (status != SELAT_OK) return status;
    const selat_port *port = &sea->ports.ports[p];
    snprintf(out->name, sizeof out->name, "%s", port->name);
    snprintf(out->code, sizeof out->code, "%s", port->code);
    out->lon = port->lon;
    out->lat = port->lat;
    out->node = selat_sea_network_nearest(sea->network, port->lon, port->lat);
    return SELAT_OK;
}

static double to_network_km(const selat_sea *sea, const end *e) {
    return selat_great_circle_km(e->lon, e->lat, sea->network->lon[e->node], sea->network->lat[e->node]);
}

typedef struct route {
    double km;
    selat_gate_set gates;
    int64_t n_nodes, *nodes; /* from `from` to `to` */
} route;

static selat_status find_route(cli_session *cli, const selat_sea *sea, selat_gate_set closed, const end *from, const end *to,
                               route *out) {
    selat_sea_paths *paths;
    *out = (route){0};
    selat_status status = selat_sea_paths_create(cli->context, sea->network, &paths);
    if (status != SELAT_OK) return status;
    status = selat_sea_paths_find(cli->context, sea->network, &sea->gates, closed | sea->gates.shut, to->node, paths);
    if (status == SELAT_OK) {
        out->km = paths->km[from->node];
        out->gates = selat_sea_paths_gates(sea->network, &sea->gates, paths, from->node);
        out->n_nodes = selat_sea_paths_trace(sea->network, paths, from->node, 0, NULL);
        out->nodes = calloc((size_t)out->n_nodes + 1, sizeof *out->nodes);
        if (out->nodes == NULL) {
            out->n_nodes = 0;
        } else {
            (void)selat_sea_paths_trace(sea->network, paths, from->node, out->n_nodes, out->nodes);
        }
    }
    selat_sea_paths_destroy(cli->context, paths);
    return status;
}

static void print_row(const char *what, double km, double knots, bool sign) {
    if (isinf(km)) {
        printf("  %-18s %12s\n", what, "no route");
        return;
    }
    double nm = km * 1000 / SELAT_KM_PER_NAUTICAL_MILE_M;
    printf(sign ? "  %-18s %+12.1f %+16.1f %+12.1f\n" : "  %-18s %12.1f %16.1f %12.1f\n", what, km, nm, selat_sea_days(km, knots));
}

static void print_route(const cli_lanes *l, const end *from, const end *to, const route *open, const route *shut) {
    const selat_gates *gates = &l->sea->gates;
    printf("%s%s%s%s to %s%s%s%s\n\n  %-18s %12s %16s %5s %g kn\n", from->name, from->code[0] != '\0' ? " (" : "", from->code,
           from->code[0] != '\0' ? ")" : "", to->name, to->code[0] != '\0' ? " (" : "", to->code, to->code[0] != '\0' ? ")" : "",
           "", "km", "nautical miles", "days,", l->options.knots);
    print_row(l->closed != 0 ? "gates open" : "by sea", open->km, l->options.knots, false);
    if (l->closed != 0) {
        print_row("gates closed", shut->km, l->options.knots, false);
        if (!isinf(open->km) && !isinf(shut->km)) print_row("detour", shut->km - open->km, l->options.knots, true);
        printf("\n  Closed: ");
        cli_print_gates(gates, l->closed, false);
    }
    printf("\n  Gates passed: ");
    cli_print_gates(gates, open->gates, false);
    if (l->closed != 0 && !isinf(shut->km)) {
        printf("\n  Gates passed on the detour: ");
        cli_print_gates(gates, shut->gates, false);
    }
    printf("\n  The ports lie %.0f and %.0f km from the network's nearest nodes, which is not counted.\n",
           to_network_km(l->sea, from), to_network_km(l->sea, to));
}

static void json_end(const char *key, const selat_sea *sea, const end *e) {
    printf("\"%s\": {\"name\": ", key);
    cli_json_text(e->name);
    printf(", \"code\": ");
    cli_json_text(e->code[0] != '\0' ? e->code : NULL);
    printf(", \"lon\": %.6g, \"lat\": %.6g, \"node\": %lld, ", e->lon, e->lat, (long long)e->node);
    cli_json_number("km_to_node", to_network_km(sea, e));
    putchar('}');
}

static void json_route(const char *key, const cli_lanes *l, const route *r) {
    printf("\"%s\": {", key);
    cli_json_number("km", r->km);
    printf(", ");
    cli_json_number("nautical_miles", r->km * 1000 / SELAT_KM_PER_NAUTICAL_MILE_M);
    printf(", ");
    cli_json_number("days", selat_sea_days(r->km, l->options.knots));
    printf(", \"gates\": ");
    cli_json_gates(&l->sea->gates, r->gates);
    printf(", \"lon_lat\": [");
    for (int64_t k = 0; k < r->n_nodes; k++) {
        printf("%s[%.6g, %.6g]", k > 0 ? ", " : "", l->sea->network->lon[r->nodes[k]], l->sea->network->lat[r->nodes[k]]);
    }
    printf("]}");
}

static void csv_route(const cli_lanes *l, const char *what, const end *from, const end *to, const route *r) {
    printf("%s,\"%s\",\"%s\",", what, from->name, to->name);
    if (isinf(r->km)) {
        printf(",,,");
    } else {
        printf("%.10g,%.10g,%.10g,", r->km, r->km * 1000 / SELAT_KM_PER_NAUTICAL_MILE_M, selat_sea_days(r->km, l->options.knots));
    }
    putchar('"');
    if (r->gates != 0) cli_print_gates(&l->sea->gates, r->gates, true);
    printf("\"\n");
}

static void output_route(cli_session *cli, const cli_lanes *l, const end *from, const end *to, const route *open, const route *shut) {
    if (l->csv) {
        printf("route,from,to,km,nautical_miles,days,gates\n");
        csv_route(l, "open", from, to, open);
        if (l->closed != 0) csv_route(l, "closed", from, to, shut);
    } else if (cli->json) {
        putchar('{');
        json_end("from", l->sea, from);
        printf(", ");
        json_end("to", l->sea, to);
        printf(", \"knots\": %g, \"closed\": ", l->options.knots);
        cli_json_gates(&l->sea->gates, l->closed);
        printf(", ");
        json_route("open", l, open);
        if (l->closed != 0) {
            printf(", ");
            json_route("detour", l, shut);
        }
        printf("}\n");
    } else {
        print_route(l, from, to, open, shut);
    }
}

static int show_route(cli_session *cli, const cli_lanes *l) {
    end from, to;
    route open = {0}, shut = {0};
    selat_status status = find_end(cli, l->sea, cli->words[0], &from);
    if (status == SELAT_OK) status = find_end(cli, l->sea, cli->words[1], &to);
    if (status == SELAT_OK) status = find_route(cli, l->sea, 0, &from, &to, &open);
    if (status == SELAT_OK) status = find_route(cli, l->sea, l->closed, &from, &to, &shut);
    if (status == SELAT_OK) output_route(cli, l, &from, &to, &open, &shut);
    free(open.nodes);
    free(shut.nodes);
    return status == SELAT_OK ? CLI_OK : cli_fail(cli, status);
}

/* ---- the gates ---- */

static void print_gate(cli_session *cli, const cli_lanes *l, const selat_gate *g, const selat_gate_trade *t, bool first) {
    double share = 100 * t->total_musd / t->sea_musd;
    if (l->csv) {
        printf("%s,\"%s\",%.4f,%.4f,%lld,%.10g,%.6g,%s\n", g->code, g->name, g->lon, g->lat, (long long)g->n_edges, t->total_musd,
               share, g->shut ? "closed" : "open");
    } else if (cli->json) {
        printf("%s\n  {\"gate\": ", first ? "" : ",");
        cli_json_text(g->code);
        printf(", \"name\": ");
        cli_json_text(g->name);
        printf(", \"lon\": %.6g, \"lat\": %.6g, \"edges\": %lld, ", g->lon, g->lat, (long long)g->n_edges);
        cli_json_number("trade_musd", t->total_musd);
        printf(", ");
        cli_json_number("percent_of_sea_trade", share);
        printf(", \"closed\": %s, \"note\": ", g->shut ? "true" : "false");
        cli_json_text(g->note);
        putchar('}');
    } else {
        printf("  %-26s %-42s %10.0f %6.1f %s\n", g->code, g->name, t->total_musd / 1e3, share, g->shut ? "closed unless opened" : "");
    }
}

static int show_gates(cli_session *cli, const cli_lanes *l) {
    int64_t S = l->table->sectors.count, R = l->table->regions.count;
    selat_lanes_pairs *pairs = NULL;
    double *flow = calloc((size_t)(S * R * R), sizeof *flow);
    selat_status status = flow == NULL ? SELAT_NO_MEMORY : SELAT_OK;
    if (status == SELAT_OK) {
        selat_table_flows_musd(l->table, flow);
        status = selat_lanes_pairs_find(cli->context, l->sea, 0, &l->options, &pairs);
    }
    if (status == SELAT_OK && l->csv) printf("gate,name,lon,lat,edges,trade_musd,percent_of_sea_trade,state\n");
    if (status == SELAT_OK && !l->csv && cli->json) printf("{\"table\": \"%s\", \"gates\": [", l->table->name);
    if (status == SELAT_OK && !l->csv && !cli->json) {
        printf("Gates, and the trade between regions by sea that passes them (%s)\n\n  %-26s %-42s %10s %6s\n", l->table->name,
               "gate", "name", "billion USD", "%");
    }
    for (int64_t g = 0; g < l->sea->gates.count && status == SELAT_OK; g++) {
        selat_gate_trade t;
        status = selat_lanes_through(cli->context, l->sea, pairs, flow, (selat_gate_set)1 << g, &t);
        if (status == SELAT_OK) print_gate(cli, l, &l->sea->gates.gates[g], &t, g == 0);
        selat_gate_trade_clear(cli->context, &t);
    }
    if (status == SELAT_OK && !l->csv && cli->json) printf("\n]}\n");
    if (status == SELAT_OK && !l->csv && !cli->json) {
        printf("\nA way passes several gates, so the figures do not add up. Main ports and shares by sea are assumptions\n"
               "(docs/models/lanes.md).\n");
    }
    selat_lanes_pairs_destroy(cli->context, pairs);
    free(flow);
    return status == SELAT_OK ? CLI_OK : cli_fail(cli, status);
}

/* ---- arguments ---- */

/* "suez,panama" into the set. */
static selat_status add_gates(cli_session *cli, const selat_gates *gates, const char *text, selat_gate_set *set) {
    for (const char *at = text;;) {
        char word[128];
        size_t length = strcspn(at, ",");
        int64_t g;
        snprintf(word, sizeof word, "%.*s", (int)(length < sizeof word ? length : sizeof word - 1), at);
        selat_status status = selat_gates_require(cli->context, gates, word, &g);
        if (status != SELAT_OK) return status;
        *set |= (selat_gate_set)1 << g;
        if (at[length] == '\0') return SELAT_OK;
        at += length + 1;
    }
}

static selat_status load(cli_session *cli, cli_lanes *l) {
    selat_status status = selat_dataset_table(cli->context, cli->values[TABLE] != NULL ? cli->values[TABLE] : "oecd-2022", &l->table);
    if (status == SELAT_OK) status = selat_dataset_sea(cli->context, l->table, &l->sea);
    if (status == SELAT_OK && cli->values[GATES_FILE] != NULL) {
        selat_gates own;
        status = selat_gates_read(cli->context, cli->values[GATES_FILE], l->sea->network, &own);
        if (status == SELAT_OK) {
            selat_gates_clear(cli->context, &l->sea->gates);
            l->sea->gates = own;
        }
    }
    for (int k = 0; k < cli->n_given && status == SELAT_OK; k++) {
        int flag = cli->given[k].flag;
        if (flag == CLOSE) status = add_gates(cli, &l->sea->gates, cli->given[k].value, &l->closed);
        if (flag == THROUGH) status = add_gates(cli, &l->sea->gates, cli->given[k].value, &l->through);
    }
    return status;
}

static int read_numbers(cli_session *cli, cli_lanes *l) {
    const char *rule = cli->values[DEFICITS], *cost = cli->values[COST];
    l->options = (selat_lanes_options){.port_choice_km = 5000, .knots = 14};
    l->effect.deficits = SELAT_DEFICITS_SHARE;
    l->csv = cli->values[CSV] != NULL;
    l->tariffs = cli->values[TARIFFS] != NULL ? cli->values[TARIFFS] : "teti-2021";
    l->elasticities = cli->values[ELASTICITIES] != NULL ? cli->values[ELASTICITIES] : "caliendo-parro-2015";
    if (rule != NULL && !selat_deficits_parse(rule, &l->effect.deficits)) {
        return cli_usage("--deficits: found %s, expected nominal, share, multiplicative or zero", rule);
    }
    if (cost != NULL && strcmp(cost, "distance") != 0 && strcmp(cost, "days") != 0) {
        return cli_usage("--cost: found %s, expected distance or days", cost);
    }
    if (cost != NULL && strcmp(cost, "days") == 0) l->effect.kind = SELAT_LANE_COST_DAYS;
    int code = cli_number(cli, KNOTS, "--knots", 1, 100, &l->options.knots);
    if (code == CLI_OK) code = cli_number(cli, PORT_CHOICE, "--port-choice", 1, 1e6, &l->options.port_choice_km);
    if (code == CLI_OK) code = cli_number(cli, DAYS, "--days", 1, 3650, &l->days);
    return code;
}

/* One view at a time. */
static int check_view(const cli_session *cli) {
    int views = (cli->n_words > 0) + (cli->values[GATES] != NULL) + (cli->values[THROUGH] != NULL) +
                (cli->values[EFFECT] != NULL) + (cli->values[DAYS] != NULL) + (cli->values[DISTANCES] != NULL);
    if (views != 1) {
        return cli_usage("lanes: expected two ports, or one of --gates, --through, --distances, --effect, --days; "
                         "see 'selat lanes --help'");
    }
    if (cli->n_words == 1) return cli_usage("lanes: expected two ports, found only '%s'", cli->words[0]);
    if ((cli->values[EFFECT] != NULL || cli->values[DAYS] != NULL) && cli->values[CLOSE] == NULL) {
        return cli_usage("%s: expected --close GATE with it", cli->values[EFFECT] != NULL ? "--effect" : "--days");
    }
    return CLI_OK;
}

static int run(cli_session *cli) {
    cli_lanes l = {0};
    int code = check_view(cli);
    if (code == CLI_OK) code = read_numbers(cli, &l);
    if (code != CLI_OK) return code;
    selat_status status = load(cli, &l);
    if (status != SELAT_OK) {
        code = cli_fail(cli, status);
    } else if (cli->n_words == 2) {
        code = show_route(cli, &l);
    } else if (cli->values[GATES] != NULL) {
        code = show_gates(cli, &l);
    } else if (cli->values[THROUGH] != NULL) {
        code = cli_lanes_through(cli, &l);
    } else if (cli->values[DISTANCES] != NULL) {
        code = cli_lanes_distances(cli, &l);
    } else {
        code = cli->values[EFFECT] != NULL ? cli_lanes_effect(cli, &l) : cli_lanes_deliveries(cli, &l);
    }
    selat_sea_destroy(cli->context, l.sea);
    selat_table_destroy(cli->context, l.table);
    return code;
}

const cli_command cmd_lanes = {
    .name = "lanes",
    .words = "[PORT PORT]",
    .min_words = 0,
    .max_words = 2,
    .purpose = "distances at sea with gates open or closed, and what passes the gates",
    .details = "A port is a UN/LOCODE (MYPKG), a name (\"Port Klang\"), a country's ISO code (MYS: its first main port) or\n"
               "LONGITUDE,LATITUDE. Distances are along a network of lanes between its nodes.\n"
               "A lasting closure becomes a trade cost: kappa^-theta = 1 - m + m (km'/km)^-rho, m the part by sea, rho .5\n"
               "(band .2 to .9). A short one stops deliveries for the days of the detour and binds the fleet.\n"
               "docs/models/lanes.md has the equations, sources and assumptions.",
    .examples = "  selat lanes KRPUS MYPKG --close malacca_singapore_strait\n"
                "  selat lanes JPN \"Ras Tanura\" --close hormuz --json\n"
                "  selat lanes --gates\n"
                "  selat lanes --through malacca_singapore_strait\n"
                "  selat lanes --close suez,bab_el_mandeb --effect\n"
                "  selat lanes --close south_china_sea --days 60",
    .flags = flags,
    .n_flags = N_FLAGS,
    .run = run,
};

/* selat capture: the cheapest network from sources of CO2 to stores. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum { FLAG_OUTPUT, FLAG_TIME, FLAG_GAP, FLAG_COLD, FLAG_MPS, N_FLAGS };
static const cli_flag flags[N_FLAGS] = {
    {"--output", 'o', "DIR", "folder for capture.json and CSV files (default: nothing is written)"},
    {"--time-limit", 0, "S", "seconds of search, 0.1 to 1000000 (default 600); the best found is then shown with its proven gap"},
    {"--gap", 0, "G", "stop when cost is proven within this part of the optimum, 0 to 0.5 (default 1e-6)"},
    {"--cold", 0, NULL, "search without the warm start"},
    {"--mps", 0, "FILE", "write the mixed-integer program for another solver, and stop"},
};

static double sum_of(const double *values, int64_t count) {
    double sum = 0;
    for (int64_t k = 0; k < count; k++) sum += values[k];
    return sum;
}

static void print_years(const selat_capture_problem *p, const selat_capture_solution *s) {
    printf("%-6s %10s %10s %10s %10s %10s %10s\n", "year", "captured", "capture", "transport", "storage", "all", "per tonne");
    printf("%-6s %10s %10s %10s %10s %10s %10s\n", "", "Mt CO2", "MUSD", "MUSD", "MUSD", "MUSD", "USD/t");
    for (int64_t t = 0; t < p->n_years; t++) {
        double captured = sum_of(s->captured_mt + t * s->n_sources, s->n_sources), cost = s->year_cost_musd[t];
        printf("%-6lld %10.3f %10.1f %10.1f %10.1f %10.1f ", (long long)(p->first_year + t), captured,
               sum_of(s->capture_cost_musd + t * s->n_sources, s->n_sources), sum_of(s->transport_cost_musd + t * s->n_arcs, s->n_arcs),
               sum_of(s->storage_cost_musd + t * s->n_stores, s->n_stores), cost);
        captured > 0 ? printf("%10.1f\n", cost / captured) : printf("%10s\n", "-");
    }
}

static const selat_capture_solution *sorting; /* qsort has no room for it; one command, one thread */
static int by_cost(const void *a, const void *b) {
    double x = sorting->source_cost_usd_per_t[*(const int64_t *)a], y = sorting->source_cost_usd_per_t[*(const int64_t *)b];
    return (x > y) - (x < y);
}

/* The marginal abatement curve: sources of the last year from the cheapest on. */
static void print_sources(const selat_capture_problem *p, const selat_capture_solution *s) {
    int64_t order[512], count = 0, first = (p->n_years - 1) * p->n_sources;
    for (int64_t i = 0; i < p->n_sources && count < 512; i++) {
        if (s->captured_mt[first + i] > 0) order[count++] = first + i;
    }
    sorting = s;
    qsort(order, (size_t)count, sizeof *order, by_cost);
    printf("\nSources in %lld, cheapest first: cost per tonne with its share of routes and stores\n",
           (long long)(p->first_year + p->n_years - 1));
    printf("%-28s %-4s %-6s %9s %9s %9s %9s %9s %10s\n", "source", "", "sector", "Mt CO2", "capture", "transport", "storage", "USD/t", "sum Mt CO2");
    double sum = 0;
    for (int64_t k = 0; k < count; k++) {
        int64_t cell = order[k];
        const selat_capture_source *source = &p->sources[cell % p->n_sources];
        double own = s->source_own_usd_per_t[cell], storage = s->source_storage_usd_per_t[cell], all = s->source_cost_usd_per_t[cell];
        sum += s->captured_mt[cell];
        printf("%-28.28s %-4s %-6s %9.3f %9.1f %9.1f %9.1f %9.1f %10.3f\n", p->nodes[source->node].name, p->nodes[source->node].region, source->sector,
               s->captured_mt[cell], own, all - own - storage, storage, all, sum);
    }
}

static void print_network(const selat_capture_problem *p, const selat_capture_solution *s) {
    int64_t t = p->n_years - 1;
    printf("\nRoutes and stores in %lld\n", (long long)(p->first_year + t));
    for (int64_t arc = 0; arc < s->n_arcs; arc++) {
        const selat_capture_edge *edge = &p->edges[arc / 2];
        int64_t line = s->trend[t * s->n_arcs + arc], from = arc % 2 == 0 ? edge->a : edge->b, to = arc % 2 == 0 ? edge->b : edge->a;
        if (line < 0) continue;
        printf("  %-6s %-28.28s to %-28.28s %8.3f Mt", p->types[edge->type].name, p->nodes[from].name, p->nodes[to].name, s->flow_mt[t * s->n_arcs + arc]);
        if (isfinite(edge->km)) printf(" %7.0f km", edge->km);
        printf("  line %lld, %.1f MUSD\n", (long long)line + 1, s->transport_cost_musd[t * s->n_arcs + arc]);
    }
    for (int64_t k = 0; k < p->n_stores; k++) {
        int64_t cell = t * p->n_stores + k;
        if (!s->store_open[cell]) continue;
        printf("  store  %-28.28s %8.3f Mt a year of %.0f Mt, %lld wells, %.1f MUSD\n", p->nodes[p->stores[k].node].name, s->stored_mt[cell],
               p->stores[k].capacity_mt, (long long)s->wells[cell], s->storage_cost_musd[cell]);
    }
}

static void print_end(const selat_capture_problem *p, const selat_capture_solution *s) {
    printf("\n%s: %.6f MUSD%s; no network costs less than %.6f (proven gap %.2e)\n",
           s->reason == SELAT_CAPTURE_OPTIMAL ? "Least cost" : "Best found", s->cost_musd, p->n_years > 1 ? ", all years discounted to the first" : " a year",
           s->bound_musd, s->gap);
    printf("%lld binaries, %lld columns, %lld rows, %lld nodes of the search, %.2f s; ", (long long)s->n_binaries, (long long)s->n_columns,
           (long long)s->n_rows, (long long)s->n_tree_nodes, s->seconds);
    if (isfinite(s->start_cost_musd)) printf("warm start %.6f; ", s->start_cost_musd);
    printf("worst mass balance %.1e Mt\n", s->balance_residual_mt);
}

static int show(cli_session *cli, const selat_capture_problem *problem, const selat_capture_solution *solution) {
    if (cli->json) {
        char *text;
        selat_status status = selat_report_capture_json(cli->context, problem, solution, &text);
        if (status != SELAT_OK) return cli_fail(cli, status);
        puts(text);
        selat_dataset_free(cli->context, text);
    } else {
        print_years(problem, solution);
        print_sources(problem, solution);
        print_network(problem, solution);
        print_end(problem, solution);
    }
    if (cli->values[FLAG_OUTPUT] != NULL) {
        selat_status status = selat_report_capture_write(cli->context, problem, solution, cli->values[FLAG_OUTPUT]);
        if (status != SELAT_OK) return cli_fail(cli, status);
        if (!cli->json && !cli->quiet) printf("written: %s/{capture.json, capture_*.csv}\n", cli->values[FLAG_OUTPUT]);
    }
    if (solution->reason == SELAT_CAPTURE_OPTIMAL) return CLI_OK;
    fprintf(stderr, "selat: %s reached: this is the best network found, within %.3g %% of the least cost\n",
            selat_capture_reason_name(solution->reason), 100 * solution->gap);
    return CLI_OK;
}

static bool is_accord(const char *word) {
    size_t length = strlen(word);
    return (length > 5 && strcmp(word + length - 5, ".yaml") == 0) || (length > 4 && strcmp(word + length - 4, ".yml") == 0);
}

/* The networks that an accord's measures ask for, as `selat run` plans them; --gap and --time-limit search again. */
static int solve_accord(cli_session *cli, const selat_capture_options *options) {
    selat_run_data data = {0};
    int code = CLI_OK, shown = 0;
    selat_status status = selat_run_load(cli->context, cli->words[0], &data);
    for (int64_t k = 0; status == SELAT_OK && code == CLI_OK && k < data.accord->n_measures; k++) {
        const selat_measure *m = &data.accord->measures[k];
        selat_capture_solution *again = NULL;
        bool search = cli->values[FLAG_GAP] != NULL || cli->values[FLAG_TIME] != NULL || options->cold;
        if (m->capture == NULL) continue;
        if (shown > 0) return cli_usage("%s: has several capture measures; selat run shows them all", cli->words[0]);
        shown++;
        if (cli->values[FLAG_MPS] != NULL) {
            status = selat_report_capture_mps(cli->context, m->capture->problem, cli->values[FLAG_MPS]);
            continue;
        }
        if (search) status = selat_capture_solve(cli->context, m->capture->problem, options, &again);
        if (status != SELAT_OK) break;
        if (!cli->json) printf("%s\n\n", m->label != NULL ? m->label : m->text);
        code = show(cli, m->capture->problem, search ? again : m->capture->solution);
        selat_capture_solution_destroy(cli->context, again);
    }
    if (status != SELAT_OK) code = cli_fail(cli, status);
    if (status == SELAT_OK && shown == 0) code = cli_usage("%s: has no measure `capture`", cli->words[0]);
    selat_run_unload(cli->context, &data);
    return code;
}

static int solve(cli_session *cli, const selat_capture_options *options) {
    selat_capture_problem *problem = NULL;
    selat_capture_solution *solution = NULL;
    selat_status status = selat_capture_case_load(cli->context, cli->words[0], &problem);
    int code = CLI_OK;
    if (status == SELAT_OK && cli->values[FLAG_MPS] != NULL) {
        status = selat_report_capture_mps(cli->context, problem, cli->values[FLAG_MPS]);
    } else if (status == SELAT_OK) {
        status = selat_capture_solve(cli->context, problem, options, &solution);
        if (status == SELAT_OK) code = show(cli, problem, solution);
    }
    if (status != SELAT_OK) code = cli_fail(cli, status);
    selat_capture_solution_destroy(cli->context, solution);
    selat_capture_problem_destroy(cli->context, problem);
    return code;
}

static int run(cli_session *cli) {
    selat_capture_options options = {.time_limit_s = 600, .gap = 0, .cold = cli->values[FLAG_COLD] != NULL};
    int code = cli_number(cli, FLAG_TIME, "--time-limit", 0.1, 1e6, &options.time_limit_s);
    if (code == CLI_OK) code = cli_number(cli, FLAG_GAP, "--gap", 0, 0.5, &options.gap);
    if (code != CLI_OK) return code;
    return is_accord(cli->words[0]) ? solve_accord(cli, &options) : solve(cli, &options);
}

const cli_command cmd_capture = {
    .name = "capture",
    .words = "CASE|ACCORD",
    .min_words = 1,
    .max_words = 1,
    .purpose = "the cheapest network from sources of CO2 to stores, year by year",
    .details = "CASE is a folder of CSV files: settings, targets, sources, stores, routes, types and maybe nodes\n"
               "(docs/models/capture.md). ACCORD is a YAML file whose measure `capture` gives countries, start and\n"
               "tonnes; its network is put together from data/ccs. The network is a mixed-integer program, solved by CBC from a warm start; cost,\n"
               "the proven bound and the gap between them are printed.",
    .examples = "  selat capture accords/korea-malaysia.yaml\n"
                "  selat capture tests/published/capture/small00\n"
                "  selat capture my_case --time-limit 60 --gap 1e-4 -o out/my_case\n"
                "  selat capture my_case --mps network.mps",
    .flags = flags,
    .n_flags = N_FLAGS,
    .run = run,
};

/* selat firms: what the failure of each firm of a supply network does to all others. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "cli.h"

enum { FIRMS, ESSENTIAL, EPS, REPLACEABILITY, MOST_STEPS, FIRM, SHOCK, SAVE, FOREIGN, OUTPUT, N_FLAGS, SHOWN = 20 };
static const cli_flag flags[N_FLAGS] = {
    {"--firms", 0, "FILE", "columns firm, sector and, where wanted, market (default: firms.csv in the folder)"},
    {"--essential", 0, "FILE", "0, 1 or 2 by supplying (rows) and buying sector; or leontief (all 2), linear (all 1)"},
    {"--eps", 0, "X", "stop when no firm loses more in a step, 1e-15 to 1 (default 1e-8; the published package 0.01)"},
    {"--replaceability", 0, "on|off", "other firms of a market step in for a failing supplier (default on)"},
    {"--max-steps", 0, "N", "give up after N steps (default 100000)"},
    {"--firm", 0, "IDS", "only these failing firms, with commas between them (default: every firm in turn)"},
    {"--shock", 0, "FILE", "partial shocks instead: columns firm, scenario, shock (share of output lost)"},
    {"--save", 0, "FILE.h5", "write the network as one HDF5 file, which is read faster"},
    {"--foreign", 0, NULL, "the HDF5 file was written by another program, for instance h5py"},
    {"--output", 'o', "FILE", "write a row for each failing firm, .csv or .h5; an interrupted run continues"},
};

typedef struct view {
    selat_firm_data data;
    selat_firm_network *network;
    selat_firm_options options;
    int64_t count, n_continued, n_scenarios;
    int64_t *failing;        /* [count] */
    selat_firm_index *index; /* [count], or [n_scenarios] */
    double *psi;             /* [n_scenarios][n_firms] */
    double *sector_loss;     /* [n_scenarios][n_sectors] */
    double seconds;          /* of the cascades */
} view;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

static bool is_folder(const char *path) {
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

static int read_options(cli_session *cli, view *v) {
    const char *replace = cli->values[REPLACEABILITY];
    double most = 0;
    if (replace != NULL && strcmp(replace, "on") != 0 && strcmp(replace, "off") != 0) {
        return cli_usage("--replaceability: found %s, expected on or off", replace);
    }
    v->options.no_replacement = replace != NULL && strcmp(replace, "off") == 0;
    v->options.eps = SELAT_FIRMS_EPS;
    int code = cli_number(cli, EPS, "--eps", 1e-15, 1, &v->options.eps);
    if (code == CLI_OK) code = cli_number(cli, MOST_STEPS, "--max-steps", 1, 1e9, &most);
    v->options.max_iterations = (int64_t)most;
    if (cli->values[SHOCK] != NULL && (cli->values[FIRM] != NULL || cli->values[OUTPUT] != NULL)) {
        return cli_usage("--shock: not with --firm or --output");
    }
    return code;
}

static selat_status read_network(cli_session *cli, view *v) {
    const char *word = cli->words[0], *firms = cli->values[FIRMS], *essential = cli->values[ESSENTIAL];
    char names[3][4096];
    if (ends_with(word, ".h5") || ends_with(word, ".hdf5")) {
        return selat_firm_data_load(cli->context, word, cli->values[FOREIGN] != NULL, &v->data);
    }
    selat_firm_files files = {.links = word, .firms = firms, .essential = essential};
    if (is_folder(word)) {
        snprintf(names[0], sizeof names[0], "%s/edges.csv", word);
        snprintf(names[1], sizeof names[1], "%s/firms.csv", word);
        snprintf(names[2], sizeof names[2], "%s/essential.csv", word);
        files.links = names[0];
        if (firms == NULL) files.firms = names[1];
        if (essential == NULL) files.essential = names[2];
    }
    return selat_firm_data_read(cli->context, &files, &v->data);
}

static int load(cli_session *cli, view *v) {
    const char *word = cli->words[0];
    bool hdf5 = ends_with(word, ".h5") || ends_with(word, ".hdf5");
    bool lacks = cli->values[FIRMS] == NULL || cli->values[ESSENTIAL] == NULL;
    if (hdf5 && (cli->values[FIRMS] != NULL || cli->values[ESSENTIAL] != NULL)) {
        return cli_usage("--firms and --essential: not with an HDF5 file, which holds both");
    }
    if (!hdf5 && !is_folder(word) && lacks) {
        return cli_usage("firms: with an edge list expected --firms FILE and --essential FILE, leontief or linear");
    }
    selat_status status = read_network(cli, v);
    if (status == SELAT_OK) status = selat_firm_network_create(cli->context, &v->data, &v->network);
    if (status == SELAT_OK && cli->values[SAVE] != NULL) {
        status = selat_firm_data_save(cli->context, cli->values[SAVE], &v->data);
    }
    return status == SELAT_OK ? CLI_OK : cli_fail(cli, status);
}

/* "12,HU7" into positions. */
static int choose_named(view *v, const char *names) {
    char *copy = malloc(strlen(names) + 1), *rest = NULL;
    if (copy == NULL) return cli_usage("no memory");
    strcpy(copy, names);
    int code = CLI_OK;
    for (char *word = strtok_r(copy, ",", &rest); code == CLI_OK && word != NULL; word = strtok_r(NULL, ",", &rest)) {
        int64_t at = selat_firm_find(&v->data, word);
        if (at < 0) code = cli_usage("--firm: found %s, expected a firm of the network", word);
        bool again = false;
        for (int64_t k = 0; k < v->count; k++) again |= v->failing[k] == at;
        if (code == CLI_OK && !again) v->failing[v->count++] = at;
    }
    if (code == CLI_OK && v->count == 0) code = cli_usage("--firm: expected codes of firms");
    free(copy);
    return code;
}

static int choose(cli_session *cli, view *v) {
    size_t n = (size_t)v->data.n_firms;
    v->failing = malloc(n * sizeof *v->failing);
    v->index = calloc(n, sizeof *v->index);
    if (v->failing == NULL || v->index == NULL) return cli_usage("no memory");
    if (cli->values[FIRM] != NULL) return choose_named(v, cli->values[FIRM]);
    v->count = v->data.n_firms;
    for (int64_t i = 0; i < v->count; i++) v->failing[i] = i;
    return CLI_OK;
}

static selat_status run_shocks(cli_session *cli, view *v) {
    int64_t n = v->data.n_firms, S = v->data.sectors.count;
    selat_status status = selat_firm_shocks_read(cli->context, cli->values[SHOCK], &v->data, &v->n_scenarios, &v->psi);
    if (status != SELAT_OK) return status;
    v->index = calloc((size_t)v->n_scenarios, sizeof *v->index);
    v->sector_loss = calloc((size_t)(v->n_scenarios * S), sizeof *v->sector_loss);
    if (v->index == NULL || v->sector_loss == NULL) return SELAT_NO_MEMORY;
    for (int64_t k = 0; status == SELAT_OK && k < v->n_scenarios; k++) {
        status = selat_firms_shock(cli->context, v->network, &v->options, v->psi + k * n, &v->index[k], NULL, NULL,
                                   v->sector_loss + k * S);
    }
    return status;
}

/* ---- output ---- */

static int by_index(const void *a, const void *b, void *data) {
    const view *sorted = data;
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    double difference = sorted->index[y].esri - sorted->index[x].esri;
    return difference > 0 ? 1 : difference < 0 ? -1 : (x > y) - (x < y);
}

static int64_t *rank(view *v) {
    int64_t *order = malloc((size_t)v->count * sizeof *order);
    if (order == NULL) return NULL;
    for (int64_t k = 0; k < v->count; k++) order[k] = k;
    qsort_r(order, (size_t)v->count, sizeof *order, by_index, v);
    return order;
}

static void print_network(const view *v) {
    const selat_firm_data *d = &v->data;
    printf("%lld firms in %lld sectors, %lld links", (long long)d->n_firms, (long long)d->sectors.count,
           (long long)selat_firm_network_links(v->network));
    if (d->n_self_links > 0) printf(", %lld of them of firms with themselves", (long long)d->n_self_links);
    if (d->n_zero_links > 0) printf("; %lld rows with weight 0 left out", (long long)d->n_zero_links);
    int64_t added = d->n_links - selat_firm_network_links(v->network);
    if (added > 0) printf("; %lld rows added to another of the same two firms", (long long)added);
    printf("\n");
}

static void print_assumed(const view *v) {
    printf("\nAssumed: what is lost is not made up later; %s;\n"
           "which inputs are essential is as the matrix says; a step has no length in days. Steps end when no firm loses more\n"
           "than %g (docs/models/firms.md).\n",
           v->options.no_replacement ? "no supplier is replaced (--replaceability off)"
                                     : "others of its market replace a supplier as far as they have output left",
           v->options.eps);
}

static int64_t count_open(const view *v, int64_t count) {
    int64_t open = 0;
    for (int64_t k = 0; k < count; k++) open += !v->index[k].converged;
    return open;
}

static int print_table(view *v) {
    int64_t *order = rank(v), shown = v->count < SHOWN ? v->count : SHOWN;
    double mean = 0;
    if (order == NULL) return cli_usage("no memory");
    for (int64_t k = 0; k < v->count; k++) mean += v->index[k].esri / (double)v->count;
    printf("Economic systemic risk index: share of all firms' sales lost when the firm stops, per cent\n");
    print_network(v);
    printf("\n%5s %-20s %-12s %14s %9s %14s %13s %7s\n", "rank", "firm", "sector", "sales", "index %", "lost inputs %",
           "lost orders %", "steps");
    for (int64_t k = 0; k < shown; k++) {
        int64_t at = order[k], i = v->failing[at];
        const selat_firm_index *one = &v->index[at];
        printf("%5lld %-20.20s %-12.12s %14.6g %9.4f %14.4f %13.4f %7lld%s\n", (long long)k + 1,
               selat_firm_code(&v->data, i), v->data.sectors.codes[v->data.sector[i]],
               selat_firm_network_sales(v->network, i), 100 * one->esri, 100 * one->esri_down, 100 * one->esri_up,
               (long long)one->iterations, one->converged ? "" : " NOT CONVERGED");
    }
    if (shown < v->count) printf("  ... %lld further firms (-o FILE writes all)\n", (long long)(v->count - shown));
    printf("\nMean of the %lld failing firms: %.4f %%\n", (long long)v->count, 100 * mean);
    if (v->count > v->n_continued) {
        printf("%.3g s, %.3g ms per failing firm.\n", v->seconds, 1e3 * v->seconds / (double)(v->count - v->n_continued));
    }
    if (v->n_continued > 0) printf("%lld of them were taken over from an interrupted run.\n", (long long)v->n_continued);
    print_assumed(v);
    free(order);
    return CLI_OK;
}

static void print_shocks(const view *v) {
    int64_t S = v->data.sectors.count;
    printf("Share of all firms' sales lost in each scenario, the first shock included, per cent; and the sector that loses\n"
           "most beyond its first shock\n");
    print_network(v);
    printf("\n%8s %9s %14s %13s %7s  %-12s %9s\n", "scenario", "index %", "lost inputs %", "lost orders %", "steps", "sector",
           "loss %");
    for (int64_t k = 0; k < v->n_scenarios; k++) {
        const selat_firm_index *one = &v->index[k];
        const double *loss = v->sector_loss + k * S;
        int64_t worst = 0;
        for (int64_t s = 1; s < S; s++) worst = loss[s] > loss[worst] ? s : worst;
        printf("%8lld %9.4f %14.4f %13.4f %7lld  %-12.12s %9.4f%s\n", (long long)k + 1, 100 * one->esri,
               100 * one->esri_down, 100 * one->esri_up, (long long)one->iterations, v->data.sectors.codes[worst],
               100 * loss[worst], one->converged ? "" : " NOT CONVERGED");
    }
    print_assumed(v);
}

static void print_json_index(const selat_firm_index *one) {
    printf(", ");
    cli_json_number("esri", one->esri);
    printf(", ");
    cli_json_number("esri_down", one->esri_down);
    printf(", ");
    cli_json_number("esri_up", one->esri_up);
    printf(", \"steps\": %lld, \"converged\": %s", (long long)one->iterations, one->converged ? "true" : "false");
}

static void print_json(const view *v) {
    const selat_firm_data *d = &v->data;
    int64_t S = d->sectors.count, rows = v->psi != NULL ? v->n_scenarios : v->count;
    printf("{\"firms\": %lld, \"links\": %lld, \"sectors\": %lld, ", (long long)d->n_firms,
           (long long)selat_firm_network_links(v->network), (long long)S);
    cli_json_number("eps", v->options.eps);
    printf(", \"replaceability\": %s, \"continued\": %lld, \"%s\": [", v->options.no_replacement ? "false" : "true",
           (long long)v->n_continued, v->psi != NULL ? "scenarios" : "failing");
    for (int64_t k = 0; k < rows; k++) {
        printf("%s\n {", k > 0 ? "," : "");
        if (v->psi != NULL) {
            printf("\"scenario\": %lld", (long long)k + 1);
        } else {
            printf("\"firm\": ");
            cli_json_text(selat_firm_code(d, v->failing[k]));
        }
        print_json_index(&v->index[k]);
        for (int64_t s = 0; v->psi != NULL && s < S; s++) {
            printf("%s", s == 0 ? ", \"sector_loss\": {" : ", ");
            cli_json_text(d->sectors.codes[s]);
            printf(": %.17g%s", v->sector_loss[k * S + s], s + 1 == S ? "}" : "");
        }
        printf("}");
    }
    printf("\n]}\n");
}

static int run_failures(cli_session *cli, view *v) {
    int code = choose(cli, v);
    if (code != CLI_OK) return code;
    selat_firm_run all = {&v->data, v->network, v->options, v->count, v->failing, cli->values[OUTPUT]};
    double begun = now();
    selat_status status = selat_firm_run_all(cli->context, &all, v->index, &v->n_continued);
    v->seconds = now() - begun;
    if (status != SELAT_OK) return cli_fail(cli, status);
    if (cli->json) {
        print_json(v);
        return CLI_OK;
    }
    return print_table(v);
}

static int run_scenarios(cli_session *cli, view *v) {
    selat_status status = run_shocks(cli, v);
    if (status != SELAT_OK) return cli_fail(cli, status);
    if (cli->json) print_json(v);
    if (!cli->json) print_shocks(v);
    return CLI_OK;
}

static int run(cli_session *cli) {
    view v = {0};
    int code = read_options(cli, &v);
    if (code == CLI_OK) code = load(cli, &v);
    if (code == CLI_OK) code = cli->values[SHOCK] != NULL ? run_scenarios(cli, &v) : run_failures(cli, &v);
    int64_t open = code == CLI_OK ? count_open(&v, v.psi != NULL ? v.n_scenarios : v.count) : 0;
    if (open > 0) {
        fprintf(stderr, "selat: %lld cascades did not converge to %g within %lld steps\n", (long long)open,
                v.options.eps, (long long)(v.options.max_iterations > 0 ? v.options.max_iterations : 100000));
        code = CLI_FAILED;
    }
    free(v.failing);
    free(v.index);
    free(v.sector_loss);
    selat_firm_shocks_free(cli->context, v.psi);
    selat_firm_network_destroy(cli->context, v.network);
    selat_firm_data_clear(cli->context, &v.data);
    return code;
}

const cli_command cmd_firms = {
    .name = "firms",
    .words = "FOLDER|EDGES.csv|NETWORK.h5",
    .min_words = 1,
    .max_words = 1,
    .purpose = "systemic risk of every firm of a supply network: what its failure does to all others",
    .details = "The index of Diem et al. (2022). EDGES.csv has the columns supplier, buyer, weight; a FOLDER holds edges.csv,\n"
               "firms.csv and essential.csv. Every firm fails in turn, in parallel; with -o results are kept in FILE.partial\n"
               "as they come, and the same command continues after an interruption. docs/models/firms.md.",
    .examples = "  selat firms network/ -o esri.csv\n"
                "  selat firms edges.csv --firms firms.csv --essential leontief --eps 0.01 --replaceability off\n"
                "  selat firms network/ --firm HU10023,HU88 --json\n"
                "  selat firms network/ --shock flood.csv\n"
                "  selat firms network/ --save network.h5 --firm HU10023",
    .flags = flags,
    .n_flags = N_FLAGS,
    .run = run,
};

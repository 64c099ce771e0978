/* How the search for a capture network grows with the network: time, proven gap, memory, and the same optimum from HiGHS.
   SELAT_BENCH_SECONDS in the environment is the time limit of each network (default 60). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/random.h"
#include "bench.h"

enum { MOST_NODES = 128, MOST_EDGES = 512, NEIGHBOURS = 3 };
static const double GAP = 1e-4;

typedef struct network {
    selat_capture_problem problem;
    selat_capture_node nodes[MOST_NODES];
    selat_capture_source sources[MOST_NODES];
    selat_capture_store stores[MOST_NODES];
    selat_capture_edge edges[MOST_EDGES];
    selat_capture_trend pipe[2], ship[1];
    selat_capture_type types[2];
    double target;
    char names[MOST_NODES][8];
} network;

static double between(uint64_t seed, uint64_t draw, uint64_t parameter, double low, double high) {
    return low + (high - low) * selat_random_uniform(seed, draw, parameter);
}

static bool linked(const network *n, int64_t a, int64_t b) {
    for (int64_t e = 0; e < n->problem.n_edges; e++) {
        const selat_capture_edge *edge = &n->edges[e];
        if ((edge->a == a && edge->b == b) || (edge->a == b && edge->b == a)) return true;
    }
    return false;
}

static double apart(const network *n, int64_t a, int64_t b) {
    return hypot(n->nodes[a].longitude - n->nodes[b].longitude, n->nodes[a].latitude - n->nodes[b].latitude);
}

/* Every node to its nearest neighbours, and to the nearest of those before it so that all hang together. */
static void add_edges(network *n, uint64_t seed) {
    for (int64_t a = 0; a < n->problem.n_nodes; a++) {
        for (int k = 0; k < NEIGHBOURS && n->problem.n_edges < MOST_EDGES; k++) {
            int64_t best = -1;
            for (int64_t b = 0; b < (k == 0 ? a : n->problem.n_nodes); b++) {
                if (b == a || linked(n, a, b)) continue;
                if (best < 0 || apart(n, a, b) < apart(n, a, best)) best = b;
            }
            if (best < 0) continue;
            bool ship = selat_random_uniform(seed, (uint64_t)a, 40 + (uint64_t)k) < 0.15;
            double kilometres = apart(n, a, best);
            n->edges[n->problem.n_edges++] = (selat_capture_edge){
                .a = a, .b = best, .type = ship, .cost = (ship ? 60 : 20) + kilometres * (ship ? 0.7 : 1.1), .start = 2030, .km = kilometres};
        }
    }
}

/* The kind of network of tests/published/capture, n_nodes large. */
static void make_network(network *n, int64_t n_nodes, uint64_t seed) {
    memset(n, 0, sizeof *n);
    int64_t sources = n_nodes / 3, stores = n_nodes / 5;
    double all = 0;
    for (int64_t v = 0; v < n_nodes; v++) {
        uint64_t draw = (uint64_t)v;
        snprintf(n->names[v], sizeof n->names[v], "n%lld", (long long)v);
        n->nodes[v] = (selat_capture_node){n->names[v], n->names[v], between(seed, draw, 0, 0, 500), between(seed, draw, 1, 0, 500)};
        if (v < sources) {
            double capacity = between(seed, draw, 2, 1, 12);
            all += capacity;
            n->sources[v] = (selat_capture_source){.node = v, .sector = "", .capacity_mtpa = capacity, .gross_mtpa = INFINITY, .capex_musd = between(seed, draw, 3, 300, 2500),
                                                   .fom_musd_per_year = between(seed, draw, 4, 40, 250), .vom_usd_per_t = between(seed, draw, 5, 40, 110), .start = 2030, .ramp_years = 1};
        } else if (v < sources + stores) {
            n->stores[v - sources] = (selat_capture_store){.node = v, .capacity_mt = between(seed, draw, 2, 100, 800), .site_capex_musd = between(seed, draw, 3, 15, 60),
                                                           .site_fom_musd_per_year = 0.5, .well_rate_mtpa = between(seed, draw, 4, 0.2, 0.8), .well_capex_musd = between(seed, draw, 5, 3, 5),
                                                           .well_fom_musd_per_year = 0.18, .vom_usd_per_t = 2.2, .start = 2030, .ramp_years = 1};
        }
    }
    n->pipe[0] = (selat_capture_trend){0.115719152, 0.431655132};
    n->pipe[1] = (selat_capture_trend){0.078306697, 0.770037049};
    n->ship[0] = (selat_capture_trend){0.02, 0.9};
    n->types[0] = (selat_capture_type){"pipe", 2, n->pipe};
    n->types[1] = (selat_capture_type){"ship", 1, n->ship};
    n->target = 0.6 * all;
    n->problem = (selat_capture_problem){.name = "bench", .file = "bench", .crf = 0.1, .life_years = 30, .build_every = 1, .first_year = 2030, .n_years = 1, .target_mtpa = &n->target,
                                         .n_nodes = n_nodes, .n_sources = sources, .n_stores = stores, .n_types = 2, .nodes = n->nodes, .sources = n->sources, .stores = n->stores,
                                         .types = n->types, .edges = n->edges};
    add_edges(n, seed);
}

typedef struct answer {
    double cost, bound, gap, start, seconds;
    int64_t binaries;
    int optimal, failed;
} answer;

/* In a process of its own, so that its peak of memory can be told. */
static answer solve_apart(const bench_place *place, const network *n, double limit, double *megabytes) {
    answer found = {.failed = 1};
    int ends[2];
    *megabytes = 0;
    if (pipe(ends) != 0) return found;
    pid_t child = fork();
    if (child == 0) {
        selat_capture_solution *s;
        selat_capture_options options = {.time_limit_s = limit, .gap = GAP};
        if (selat_capture_solve(place->context, &n->problem, &options, &s) == SELAT_OK) {
            found = (answer){s->cost_musd, s->bound_musd, s->gap, s->start_cost_musd, s->seconds, s->n_binaries, s->reason == SELAT_CAPTURE_OPTIMAL, 0};
        }
        _exit(write(ends[1], &found, sizeof found) == (ssize_t)sizeof found ? 0 : 1);
    }
    close(ends[1]);
    if (child < 0 || read(ends[0], &found, sizeof found) != (ssize_t)sizeof found) found.failed = 1;
    close(ends[0]);
    struct rusage usage = {0};
    if (child > 0) wait4(child, NULL, 0, &usage);
    *megabytes = (double)usage.ru_maxrss / 1024;
    return found;
}

static void compare_with_highs(const bench_place *place, const network *n, const answer *found, double limit) {
    char file[128], command[4600], line[512] = "";
    double objective, seconds;
    snprintf(file, sizeof file, "/tmp/selat-bench-%ld.mps", (long)getpid());
    if (selat_report_capture_mps(place->context, &n->problem, file) != SELAT_OK) return;
    snprintf(command, sizeof command, "cd '%s' && node bench/solve_mps.mjs %g %g %s 2>/dev/null", place->source, limit, GAP, file);
    FILE *highs = popen(command, "r");
    if (highs != NULL && fgets(line, sizeof line, highs) != NULL) {
        const char *at = strstr(line, "\"objective\":"), *taken = strstr(line, "\"seconds\":");
        bool optimal = strstr(line, "\"optimal\":true") != NULL;
        if (at != NULL && taken != NULL && sscanf(at + 12, "%lf", &objective) == 1 && sscanf(taken + 10, "%lf", &seconds) == 1) {
            printf("; HiGHS %.4f in %.1f s%s, difference %.1e", objective, seconds, optimal ? "" : " (time limit)", fabs(objective - found->cost) / found->cost);
        }
    } else {
        printf("; no HiGHS (npm ci)");
    }
    if (highs != NULL) pclose(highs);
    remove(file);
}

void bench_capture(const bench_place *place) {
    static const int64_t sizes[] = {10, 15, 20, 30, 35, 40};
    const char *asked = getenv("SELAT_BENCH_SECONDS");
    double limit = asked != NULL && atof(asked) > 0 ? atof(asked) : 60;
    network *n = malloc(sizeof *n);
    if (n == NULL) return;
    printf("\ncapture networks to a gap of %g, at most %g s each\n", GAP, limit);
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        double megabytes = 0;
        make_network(n, sizes[k], 11);
        answer found = solve_apart(place, n, limit, &megabytes);
        if (found.failed) {
            printf("%3lld nodes: no answer\n", (long long)sizes[k]);
            continue;
        }
        printf("%3lld nodes, %3lld binaries: %7.2f s, gap %.1e%s, warm start %+.2f %%, %.0f MB, %.4f MUSD", (long long)sizes[k], (long long)found.binaries, found.seconds,
               found.gap, found.optimal ? "" : " (time limit)", 100 * (found.start / found.cost - 1), megabytes, found.cost);
        compare_with_highs(place, n, &found, limit);
        printf("\n");
        fflush(stdout);
    }
    free(n);
}

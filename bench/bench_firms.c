/* Cascades of failing firms on generated networks: 20,000 firms and 100,000 links, and a million firms with ten million
   links, built in memory. Processor time of this thread is what is printed. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "bench.h"

typedef struct made {
    selat_firm_data data;
    selat_firm_network *network;
} made;

static double processor_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static double next_random(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 33) / 2147483648.0;
}

static int32_t pick(uint64_t *state, int64_t n, double skew) {
    int64_t at = (int64_t)((double)n * pow(next_random(state), skew));
    return (int32_t)(at < n ? at : n - 1);
}

/* Links between firms drawn with u^skew (large firms have many), weights lognormal; a quarter of the sector pairs is
   essential, half non-essential, a quarter negligible. */
static bool generate(int64_t n, int64_t n_links, int64_t n_sectors, double skew, made *out) {
    uint64_t seed = 1;
    int64_t S = n_sectors;
    selat_firm_data *d = &out->data;
    *d = (selat_firm_data){.n_firms = n, .n_links = n_links, .sectors.count = S, .markets.count = S};
    d->sector = malloc((size_t)n * sizeof *d->sector);
    d->essential = malloc((size_t)(S * S));
    d->supplier = malloc((size_t)n_links * sizeof *d->supplier);
    d->buyer = malloc((size_t)n_links * sizeof *d->buyer);
    d->weight = malloc((size_t)n_links * sizeof *d->weight);
    d->market = d->sector;
    if (d->sector == NULL || d->essential == NULL || d->supplier == NULL || d->buyer == NULL || d->weight == NULL) return false;
    for (int64_t i = 0; i < n; i++) d->sector[i] = pick(&seed, S, 1);
    for (int64_t k = 0; k < S * S; k++) {
        double u = next_random(&seed);
        d->essential[k] = u < 0.25 ? SELAT_INPUT_ESSENTIAL : u < 0.75 ? SELAT_INPUT_NONESSENTIAL : SELAT_INPUT_NEGLIGIBLE;
    }
    for (int64_t e = 0; e < n_links; e++) {
        d->supplier[e] = pick(&seed, n, skew);
        d->buyer[e] = pick(&seed, n, skew);
        d->weight[e] = exp(1.5 * (next_random(&seed) + next_random(&seed) + next_random(&seed) - 1.5) * 2);
    }
    return true;
}

static void drop_data(made *m) {
    free(m->data.sector);
    free(m->data.essential);
    free(m->data.supplier);
    free(m->data.buyer);
    free(m->data.weight);
    memset(&m->data, 0, sizeof m->data);
}

static void time_failures(const bench_place *place, const made *m, const char *label, double eps, bool replacement,
                          int64_t count) {
    int64_t n = selat_firm_network_firms(m->network), steps = 0;
    int64_t *failing = malloc((size_t)count * sizeof *failing);
    selat_firm_index *index = malloc((size_t)count * sizeof *index);
    selat_firm_options options = {.eps = eps, .no_replacement = !replacement};
    if (failing == NULL || index == NULL) return;
    for (int64_t k = 0; k < count; k++) failing[k] = k * (n / count); /* firms of every size */
    double begun = processor_seconds();
    selat_status status = selat_firms_fail(place->context, m->network, &options, count, failing, index);
    double seconds = processor_seconds() - begun, sum = 0;
    for (int64_t k = 0; k < count; k++) {
        steps += index[k].iterations;
        sum += index[k].esri;
    }
    if (status == SELAT_OK) {
        printf("%-58s %8.2f ms per failing firm (%lld firms, %.1f steps, mean index %.3g)\n", label,
               1e3 * seconds / (double)count, (long long)count, (double)steps / (double)count, sum / (double)count);
        fflush(stdout);
    }
    free(failing);
    free(index);
}

static bool build(const bench_place *place, made *m, const char *label) {
    double begun = bench_seconds();
    selat_status status = selat_firm_network_create(place->context, &m->data, &m->network);
    if (status != SELAT_OK) {
        printf("%-58s failed: %s\n", label, selat_message(place->context));
        return false;
    }
    printf("%-58s %8.2f s\n", label, bench_seconds() - begun);
    return true;
}

static void bench_20000(const bench_place *place, double skew, const char *name) {
    made m = {0};
    char label[128];
    snprintf(label, sizeof label, "firms: 20,000 with 100,000 links (%s), building", name);
    if (generate(20000, 100000, 60, skew, &m) && build(place, &m, label)) {
        snprintf(label, sizeof label, "  eps 0.01 with replacement (%s)", name);
        time_failures(place, &m, label, 0.01, true, 500);
        snprintf(label, sizeof label, "  eps 0.01 without replacement (%s)", name);
        time_failures(place, &m, label, 0.01, false, 200);
        snprintf(label, sizeof label, "  eps 1e-8 with replacement (%s)", name);
        time_failures(place, &m, label, 1e-8, true, 50);
    }
    selat_firm_network_destroy(place->context, m.network);
    drop_data(&m);
}

static void bench_million(const bench_place *place) {
    made m = {0};
    if (generate(1000000, 10000000, 600, 1, &m) && build(place, &m, "firms: 1,000,000 with 10,000,000 links, building")) {
        drop_data(&m);
        time_failures(place, &m, "  eps 0.01 with replacement", 0.01, true, 8);
        struct rusage use;
        getrusage(RUSAGE_SELF, &use);
        printf("%-58s %8.2f GB\n", "  most memory of this program so far", (double)use.ru_maxrss / 1048576);
    }
    selat_firm_network_destroy(place->context, m.network);
    drop_data(&m);
}

void bench_firms(const bench_place *place) {
    bench_20000(place, 1, "equal firms");
    bench_20000(place, 2, "few large firms");
    bench_million(place);
}

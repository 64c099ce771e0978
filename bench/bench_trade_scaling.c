/* How the trade solver grows with the table, what a nearby solution saves, and how much memory a solve takes. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "random_economy.h"

enum { N_SIZES = 8, MOST_RUNS = 41, STEPS = 21 };
static const int64_t sizes[N_SIZES][2] = {{10, 10}, {20, 20}, {40, 20},  {40, 40},
                                          {80, 40}, {80, 80}, {160, 60}, {160, 100}};

/* ---- memory: an allocator that knows how much is out, and the most that ever was ---- */

typedef struct counted {
    size_t now, peak;
} counted;

enum { HEADER = 64 }; /* keeps the alignment */

static void *allocate_counted(void *user, size_t bytes) {
    counted *count = user;
    char *room = malloc(bytes + HEADER);
    if (room == NULL) return NULL;
    memcpy(room, &bytes, sizeof bytes);
    count->now += bytes;
    if (count->now > count->peak) count->peak = count->now;
    return room + HEADER;
}

static void release_counted(void *user, void *pointer) {
    if (pointer == NULL) return;
    counted *count = user;
    size_t bytes;
    memcpy(&bytes, (char *)pointer - HEADER, sizeof bytes);
    count->now -= bytes;
    free((char *)pointer - HEADER);
}

/* ---- sizes ---- */

typedef struct timed {
    double regions, sectors, milliseconds, per_iteration; /* of the fastest run */
} timed;

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* By one iteration where every tariff changes: A and B (R^2 S each), gamma (R S^2) in double, K (R S^2) twice in single
   precision. */
static double bytes_read(int64_t R, int64_t S) { return 16.0 * (double)(R * R * S + R * S * S); }

static selat_status time_size(selat_context *context, int64_t R, int64_t S, timed *out) {
    selat_economy *economy;
    selat_trade_report report = {0};
    double seconds[MOST_RUNS];
    uint64_t seed = 5;
    selat_status status = random_economy_make(context, R, S, 7, &economy);
    if (status != SELAT_OK) return status;
    selat_trade_shock shock = {.tariff = malloc((size_t)(S * R * R) * sizeof(double))};
    selat_trade_options options = {.tolerance = 1e-10};
    if (shock.tariff == NULL) status = SELAT_NO_MEMORY;
    if (status == SELAT_OK) random_tariffs(economy, 0.2, &seed, shock.tariff);
    int runs = S * R * R > 200000 ? 11 : MOST_RUNS;
    for (int k = 0; k < runs && status == SELAT_OK; k++) {
        selat_trade_result *result;
        status = selat_trade_solve(context, economy, &shock, &options, &result);
        if (status != SELAT_OK) break;
        report = result->report;
        seconds[k] = report.seconds;
        selat_trade_result_destroy(context, result);
    }
    if (status == SELAT_OK) {
        qsort(seconds, (size_t)runs, sizeof *seconds, compare);
        double median = 1e3 * seconds[runs / 2];
        double fastest = 1e3 * seconds[0];
        *out = (timed){(double)R, (double)S, fastest, fastest / (double)report.iterations};
        printf("  %4lld x %-4lld %9.3f ms median (%.3f to %.3f, %d runs) %4lld iterations, %s; %6.2f MB an iteration, %5.1f "
               "GB/s\n",
               (long long)R, (long long)S, median, 1e3 * seconds[0], 1e3 * seconds[runs - 1], runs,
               (long long)report.iterations, selat_reason_name(report.reason), 1e-6 * bytes_read(R, S),
               1e-6 * bytes_read(R, S) / out->per_iteration);
    }
    free(shock.tariff);
    selat_economy_destroy(context, economy);
    return status;
}

/* Least squares of ln y on ln x: the slope. */
static double exponent(const double *x, const double *y, int count) {
    double mx = 0, my = 0, top = 0, bottom = 0;
    for (int k = 0; k < count; k++)
        mx += log(x[k]) / count, my += log(y[k]) / count;
    for (int k = 0; k < count; k++) {
        top += (log(x[k]) - mx) * (log(y[k]) - my);
        bottom += (log(x[k]) - mx) * (log(x[k]) - mx);
    }
    return top / bottom;
}

/* What the exponents say. Work and bytes are in proportion here, so where time outgrows them it is the bytes that come
   more slowly. */
static void print_growth(double whole, double each, double larger_half, const timed *found) {
    const timed *small = &found[N_SIZES / 2 - 1], *large = &found[N_SIZES - 1];
    printf("  fastest runs: time ~ (R^2 S + R S^2)^%.2f, time per iteration ~ (R^2 S + R S^2)^%.2f; over the larger half "
           "^%.2f\n",
           whole, each, larger_half);
    printf("  over all sizes cost grows %s R^2 S + R S^2\n", whole <= 1.05 ? "no faster than" : "faster than");
    if (larger_half <= 1.05) return;
    printf("  over the larger half faster: an iteration reads all it needs once, %.1f MB at %.0f x %.0f and %.1f MB at %.0f x "
           "%.0f,\n  against %.1f MB of level-2 cache and a level 3 shared with all that runs on the machine (see GB/s); the "
           "instructions do not\n",
           1e-6 * bytes_read((int64_t)small->regions, (int64_t)small->sectors), small->regions, small->sectors,
           1e-6 * bytes_read((int64_t)large->regions, (int64_t)large->sectors), large->regions, large->sectors,
           1e-6 * (double)sysconf(_SC_LEVEL2_CACHE_SIZE));
}

static selat_status bench_sizes(selat_context *context) {
    timed found[N_SIZES];
    double work[N_SIZES], whole[N_SIZES], each[N_SIZES];
    printf("trade, random economies, tariffs changed by up to 20 %%, to 1e-10\n");
    for (int k = 0; k < N_SIZES; k++) {
        selat_status status = time_size(context, sizes[k][0], sizes[k][1], &found[k]);
        if (status != SELAT_OK) return status;
        double R = found[k].regions, S = found[k].sectors;
        work[k] = R * R * S + R * S * S;
        whole[k] = found[k].milliseconds;
        each[k] = found[k].per_iteration;
    }
    print_growth(exponent(work, whole, N_SIZES), exponent(work, each, N_SIZES),
                 exponent(work + N_SIZES / 2, whole + N_SIZES / 2, N_SIZES / 2), found);
    return SELAT_OK;
}

/* ---- the embedded table ---- */

typedef struct embedded {
    selat_table *table;
    selat_tariffs tariffs;
    selat_elasticities elasticities;
    selat_economy *economy;
    double *tariff; /* [S][R][R] */
} embedded;

static selat_status open_embedded(selat_context *context, embedded *e) {
    *e = (embedded){0};
    selat_status status = selat_dataset_table(context, "oecd-2022", &e->table);
    if (status == SELAT_OK) status = selat_dataset_tariffs(context, "teti-2021", e->table, &e->tariffs);
    if (status == SELAT_OK) {
        status = selat_dataset_elasticities(context, "caliendo-parro-2015", e->table, &e->elasticities);
    }
    if (status == SELAT_OK) {
        status = selat_economy_calibrate(context, e->table, &e->tariffs, &e->elasticities, NULL, &e->economy);
    }
    if (status != SELAT_OK) return status;
    int64_t cells = e->economy->n_sectors * e->economy->n_regions * e->economy->n_regions;
    e->tariff = malloc((size_t)cells * sizeof(double));
    if (e->tariff == NULL) return SELAT_NO_MEMORY;
    memcpy(e->tariff, e->economy->tariff, (size_t)cells * sizeof(double));
    return SELAT_OK;
}

static void close_embedded(selat_context *context, embedded *e) {
    free(e->tariff);
    selat_economy_destroy(context, e->economy);
    selat_elasticities_clear(context, &e->elasticities);
    selat_tariffs_clear(context, &e->tariffs);
    selat_table_destroy(context, e->table);
}

/* One rate for all goods between Korea and Malaysia. */
static void set_rate(const embedded *e, double rate) {
    enum { GOODS = 27 };
    int64_t R = e->economy->n_regions, korea = selat_labels_find(&e->economy->regions, "KOR"),
            malaysia = selat_labels_find(&e->economy->regions, "MYS");
    for (int64_t s = 0; s < GOODS; s++) {
        e->tariff[(s * R + korea) * R + malaysia] = e->tariff[(s * R + malaysia) * R + korea] = rate;
    }
}

typedef struct slider {
    double seconds[MOST_RUNS];
    int64_t iterations;
} slider;

/* A slider from 0 % on, `stride` per cent a step (modulo STEPS), on a new solver for each of `runs`: time of every
   step, which begins with the search for what has changed. */
static selat_status slide(selat_context *context, const embedded *e, int stride, int runs, slider *steps) {
    selat_trade_options options = {.tolerance = 1e-10};
    selat_trade_shock shock = {.tariff = e->tariff};
    for (int run = 0; run < runs; run++) {
        selat_trade_solver *solver;
        selat_status status = selat_trade_solver_create(context, e->economy, &solver);
        for (int k = 0; k < STEPS && status == SELAT_OK; k++) {
            selat_trade_result *result;
            set_rate(e, 0.01 * (k * stride % STEPS));
            status = selat_trade_solver_run(context, solver, &shock, &options, &result);
            if (status != SELAT_OK) break;
            steps[k].seconds[run] = result->report.seconds;
            steps[k].iterations = result->report.iterations;
            selat_trade_result_destroy(context, result);
        }
        selat_trade_solver_destroy(context, solver);
        if (status != SELAT_OK) return status;
    }
    return SELAT_OK;
}

/* Every move after the first solve: the median of all, and the slowest of the moves' own medians. */
static void print_moves(const char *label, slider *steps) {
    static double all[(STEPS - 1) * MOST_RUNS];
    double slowest = 0;
    for (int k = 1; k < STEPS; k++) {
        qsort(steps[k].seconds, MOST_RUNS, sizeof(double), compare);
        memcpy(all + (k - 1) * MOST_RUNS, steps[k].seconds, sizeof steps[k].seconds);
        slowest = fmax(slowest, steps[k].seconds[MOST_RUNS / 2]);
    }
    bench_print(label, "ms", 1e3, all, (STEPS - 1) * MOST_RUNS);
    printf("%-58s %8.2f ms median of its slowest move\n", "", 1e3 * slowest);
}

static selat_status bench_slider(selat_context *context, const embedded *e) {
    static slider steps[STEPS];
    selat_status status = slide(context, e, 1, MOST_RUNS, steps);
    for (int k = 0; k < STEPS && status == SELAT_OK; k += k < 6 ? 1 : 7) {
        char label[64];
        snprintf(label, sizeof label, "trade, slider at %d %% (81 x 50), %lld iterations", k,
                 (long long)steps[k].iterations);
        bench_print(label, "ms", 1e3, steps[k].seconds, MOST_RUNS);
    }
    if (status == SELAT_OK) print_moves("trade, slider, all moves by 1 %", steps);
    if (status == SELAT_OK) status = slide(context, e, 13, MOST_RUNS, steps);
    if (status == SELAT_OK) print_moves("trade, slider, all moves by 8 and 13 % up and down", steps);
    return status;
}

/* What a solve has out at most, above the economy and its shock. */
static selat_status bench_memory(void) {
    counted count = {0};
    selat_allocator allocator = {allocate_counted, release_counted, &count};
    selat_context *context;
    embedded e;
    selat_status status = selat_context_create(&allocator, &context);
    if (status != SELAT_OK) return status;
    status = open_embedded(context, &e);
    if (status == SELAT_OK) {
        selat_trade_shock shock = {.tariff = e.tariff};
        selat_trade_options options = {.tolerance = 1e-10};
        selat_trade_result *result = NULL;
        size_t with_economy = count.now, table = with_economy;
        set_rate(&e, 0);
        count.peak = count.now;
        status = selat_trade_solve(context, e.economy, &shock, &options, &result);
        size_t peak = count.peak;
        selat_trade_result_destroy(context, result);
        selat_economy_destroy(context, e.economy);
        e.economy = NULL;
        table = count.now;
        printf("trade (81 x 50), memory: economy %.1f MB, a solve %.1f MB more, %.1f MB above the table and its data\n",
               1e-6 * (double)(with_economy - table), 1e-6 * (double)(peak - with_economy),
               1e-6 * (double)(peak - table));
    }
    close_embedded(context, &e);
    selat_context_destroy(context);
    return status;
}

void bench_trade_scaling(const bench_place *place) {
    selat_context *context = place->context;
    embedded e;
    selat_status status = bench_sizes(context);
    if (status == SELAT_OK) status = open_embedded(context, &e);
    if (status == SELAT_OK) {
        status = bench_slider(context, &e);
        close_embedded(context, &e);
    }
    if (status == SELAT_OK) status = bench_memory();
    if (status != SELAT_OK) printf("trade, scaling: %s\n", selat_message(context));
}

/* Users' tables: reading an ICIO file, and all accounts of value added and five stressors. Each part runs in a process of
   its own, so that its peak memory is its own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "synthetic_icio.h"

enum { REGIONS = 77, SECTORS = 45, MANY_REGIONS = 49, MANY_SECTORS = 163, STRESSORS = 5, ACCOUNTS = STRESSORS + 1, MOST_RUNS = 5 };

typedef struct goal {
    double seconds, megabytes;
} goal;

static double user_seconds(void) {
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
           1e-6 * (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
}

static double peak_megabytes(void) {
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return (double)use.ru_maxrss / 1024;
}

static void print_result(const char *label, double *seconds, int runs, double processor, goal limit) {
    bench_print(label, "s", 1, seconds, runs);
    printf("%-58s processor %.2f s, peak %.0f MB; goals %.2f s, ", "", processor, peak_megabytes(), limit.seconds);
    if (limit.megabytes > 0) printf("%.0f MB\n", limit.megabytes);
    else printf("no limit of memory\n");
    fflush(stdout);
}

/* ---- parts ---- */

static void icio_path(const bench_place *place, char *path, size_t size) {
    snprintf(path, size, "%s/bench_icio_%dx%d.csv", place->build, REGIONS, SECTORS);
}

static selat_status part_read(const bench_place *place) {
    char path[4096], label[128];
    double seconds[MOST_RUNS], processor = 0;
    icio_path(place, path, sizeof path);
    for (int k = 0; k < MOST_RUNS; k++) {
        selat_table *table;
        double begun = bench_seconds(), used = user_seconds();
        selat_status status = selat_table_read(place->context, "icio", path, NULL, &table);
        if (status != SELAT_OK) return status;
        seconds[k] = bench_seconds() - begun;
        processor = user_seconds() - used;
        selat_table_destroy(place->context, table);
    }
    snprintf(label, sizeof label, "ICIO CSV (77 x 45), read, %d threads", selat_threads(place->context));
    print_result(label, seconds, MOST_RUNS, processor, (goal){0.25, 160});
    return SELAT_OK;
}

/* Value added and stressors that follow output. */
static double *make_flows(const selat_table *t) {
    int64_t cells = t->regions.count * t->sectors.count;
    double *flows = malloc((size_t)(ACCOUNTS * cells) * sizeof *flows);
    for (int64_t at = 0; flows != NULL && at < ACCOUNTS * cells; at++) {
        uint64_t mixed = (uint64_t)at * 0x9E3779B97F4A7C15u;
        flows[at] = at < cells ? t->primary_musd[at] : t->output_musd[at % cells] * (double)(mixed >> 40) * 0x1p-24;
    }
    return flows;
}

static selat_status all_accounts(const bench_place *place, const selat_table *t, const double *flows,
                                 const double *people, double *by_region, selat_accounts *out, const char **method) {
    selat_leontief *solver;
    selat_status status = selat_leontief_create_for(place->context, t, selat_accounts_columns(t, ACCOUNTS), &solver);
    if (status != SELAT_OK) return status;
    status = selat_accounts_compute(place->context, t, solver, ACCOUNTS, flows, NULL, out);
    *method = selat_leontief_method(solver);
    selat_leontief_destroy(place->context, solver);
    if (status != SELAT_OK) return status;
    selat_accounts_by_region(out, people, by_region);
    return SELAT_OK;
}

static selat_status time_accounts(const bench_place *place, const selat_table *t, const char *label, int runs, goal limit) {
    double *flows = make_flows(t), *people = calloc((size_t)t->regions.count, sizeof *people);
    double *by_region = calloc((size_t)(SELAT_ACCOUNT_SIDES * ACCOUNTS * t->regions.count), sizeof *by_region);
    double seconds[MOST_RUNS], processor = 0, residual = 0;
    const char *method = "";
    selat_status status = flows != NULL && people != NULL && by_region != NULL ? SELAT_OK : SELAT_NO_MEMORY;
    for (int64_t n = 0; n < t->regions.count && status == SELAT_OK; n++) people[n] = 1e6 * (double)(n + 1);
    for (int k = 0; k < runs && status == SELAT_OK; k++) {
        selat_accounts accounts;
        double begun = bench_seconds(), used = user_seconds();
        status = all_accounts(place, t, flows, people, by_region, &accounts, &method);
        if (status != SELAT_OK) break;
        seconds[k] = bench_seconds() - begun;
        processor = user_seconds() - used;
        residual = accounts.solver.residual;
        selat_accounts_clear(place->context, &accounts);
    }
    if (status == SELAT_OK) {
        print_result(label, seconds, runs, processor, limit);
        printf("%-58s %s, relative residual %.1e\n", "", method, residual);
    }
    free(flows);
    free(people);
    free(by_region);
    return status;
}

static selat_status part_accounts(const bench_place *place) {
    char path[4096], label[128];
    selat_table *table;
    icio_path(place, path, sizeof path);
    selat_status status = selat_table_read(place->context, "icio", path, NULL, &table);
    if (status != SELAT_OK) return status;
    snprintf(label, sizeof label, "accounts of 6 rows (77 x 45), %d threads", selat_threads(place->context));
    status = time_accounts(place, table, label, MOST_RUNS, (goal){0.6, 250});
    selat_table_destroy(place->context, table);
    return status;
}

/* 7,987 industries in memory, by the same rule as the file. */
static selat_status part_many(const bench_place *place) {
    char label[128];
    selat_table *table;
    selat_status status = bench_make_table(place->context, MANY_REGIONS, MANY_SECTORS, &table);
    if (status != SELAT_OK) return status;
    snprintf(label, sizeof label, "accounts of 6 rows (49 x 163), %d threads", selat_threads(place->context));
    status = time_accounts(place, table, label, 1, (goal){4.5, 0});
    selat_table_destroy(place->context, table);
    return status;
}

/* ---- the embedded table ---- */

/* Production, consumption, imports and exports of value added and of every row of stressors, by region and sector, and
   between all pairs of regions. */
static selat_status embedded_footprints(selat_context *context, const selat_table *t, selat_leontief *solver) {
    int64_t R = t->regions.count, cells = R * t->sectors.count, Q = t->stressors.count;
    int64_t valu = selat_labels_find(&t->primary, "VALU");
    double *flows = calloc((size_t)((Q + 1) * (cells + R)), sizeof *flows), *household = flows + (Q + 1) * cells;
    selat_accounts accounts;
    if (flows == NULL || valu < 0) {
        free(flows);
        return SELAT_NO_MEMORY;
    }
    memcpy(flows, t->primary_musd + valu * cells, (size_t)cells * sizeof *flows);
    memcpy(flows + cells, t->stressor, (size_t)(Q * cells) * sizeof *flows);
    memcpy(household + R, t->stressor_final, (size_t)(Q * R) * sizeof *flows);
    selat_status status = selat_accounts_compute(context, t, solver, Q + 1, flows, household, &accounts);
    if (status == SELAT_OK) selat_accounts_clear(context, &accounts);
    free(flows);
    return status;
}

/* Every indicator of the group "exposure", all regions and industries. */
static selat_status embedded_exposures(selat_context *context, const selat_table *t, selat_leontief *solver) {
    int64_t count;
    const selat_indicator *all = selat_indicators(&count);
    selat_indicator_world *world;
    double *out = calloc((size_t)(t->regions.count * t->sectors.count), sizeof *out);
    if (out == NULL) return SELAT_NO_MEMORY;
    selat_status status = selat_indicator_world_create(context, t, solver, 0, NULL, &world);
    for (int64_t k = 0; k < count && status == SELAT_OK; k++) {
        if (strcmp(all[k].group, "exposure") == 0) status = selat_indicator_compute(context, &all[k], world, out);
    }
    if (world != NULL) selat_indicator_world_destroy(context, world);
    free(out);
    return status;
}

static selat_status part_embedded(const bench_place *place) {
    static const char *const names[] = {"8 footprints", "exposures", "8 footprints, exposures"};
    selat_table *table;
    selat_status status = selat_dataset_table(place->context, "oecd-2022", &table);
    for (int what = 0; what < 3 && status == SELAT_OK; what++) {
        char label[128];
        double seconds[MOST_RUNS], processor = 0;
        for (int k = 0; k < MOST_RUNS && status == SELAT_OK; k++) {
            selat_leontief *solver;
            double begun = bench_seconds(), used = user_seconds();
            status = selat_leontief_create(place->context, table, &solver);
            if (status != SELAT_OK) break;
            if (what != 1) status = embedded_footprints(place->context, table, solver);
            if (what != 0 && status == SELAT_OK) status = embedded_exposures(place->context, table, solver);
            selat_leontief_destroy(place->context, solver);
            seconds[k] = bench_seconds() - begun;
            processor = user_seconds() - used;
        }
        snprintf(label, sizeof label, "embedded table, all %s, %d threads", names[what], selat_threads(place->context));
        if (status == SELAT_OK) print_result(label, seconds, MOST_RUNS, processor, (goal){0.3, 0});
    }
    if (table != NULL) selat_table_destroy(place->context, table);
    return status;
}

/* ---- processes ---- */

static const struct {
    const char *name;
    selat_status (*run)(const bench_place *);
} parts[] = {{"read", part_read}, {"accounts", part_accounts}, {"many", part_many}, {"embedded", part_embedded}};

bool bench_full_part(const bench_place *place, const char *name, int threads) {
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
        if (strcmp(parts[k].name, name) != 0) continue;
        if (selat_set_threads(place->context, threads) != SELAT_OK) return false;
        if (parts[k].run(place) == SELAT_OK) return true;
        printf("%s: %s\n", name, selat_message(place->context));
    }
    return false;
}

static void run_part(const bench_place *place, const char *name, const char *threads) {
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        char program[4096];
        ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
        program[length > 0 ? length : 0] = '\0';
        execl(program, program, place->source, place->build, name, threads, (char *)NULL);
        _exit(127);
    }
    if (child > 0) waitpid(child, NULL, 0);
}

void bench_full(const bench_place *place) {
    static const char *const threads[] = {"1", "2"};
    char path[4096];
    icio_path(place, path, sizeof path);
    if (access(path, R_OK) != 0 && !bench_write_icio(path, REGIONS, SECTORS)) {
        printf("%s: cannot be written\n", path);
        return;
    }
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
        for (int t = 0; t < 2; t++) run_part(place, parts[k].name, threads[t]);
    }
}

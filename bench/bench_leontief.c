/* The Leontief solver on the embedded table: the final demand of every region at once. */
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"

enum { RUNS = 31 };

typedef struct block {
    const selat_table *table;
    selat_leontief *solver;
    int64_t columns;
    double *y, *x; /* [R][S][columns] */
} block;

static void fill_demand(const block *b, double *one) {
    int64_t R = b->table->regions.count, S = b->table->sectors.count;
    for (int64_t n = 0; n < b->columns; n++) {
        selat_table_final_by_origin_musd(b->table, n % R, one);
        for (int64_t at = 0; at < R * S; at++) b->y[at * b->columns + n] = one[at];
    }
}

static selat_status time_apply(selat_context *context, const block *b, const char *label) {
    double seconds[RUNS];
    for (int k = 0; k < RUNS; k++) {
        double begun = bench_seconds();
        selat_status status = selat_table_apply(context, b->table, b->columns, b->y, b->x);
        if (status != SELAT_OK) return status;
        seconds[k] = bench_seconds() - begun;
    }
    bench_print(label, "ms", 1e3, seconds, RUNS);
    return SELAT_OK;
}

static selat_status time_solve(selat_context *context, const block *b, bool transpose, const char *label) {
    double seconds[RUNS];
    selat_leontief_report report;
    for (int k = 0; k < RUNS; k++) {
        double begun = bench_seconds();
        selat_status status =
            selat_leontief_solve(context, b->solver, transpose, b->columns, b->y, 1e-12, b->x, &report);
        if (status != SELAT_OK) return status;
        seconds[k] = bench_seconds() - begun;
    }
    bench_print(label, "ms", 1e3, seconds, RUNS);
    printf("%-58s %s, %lld iterations, relative residual %.1e\n", "", selat_reason_name(report.reason),
           (long long)report.iterations, report.residual);
    return SELAT_OK;
}

static selat_status time_create(selat_context *context, block *b) {
    double seconds[RUNS];
    for (int k = 0; k < RUNS; k++) {
        selat_leontief_destroy(context, b->solver);
        double begun = bench_seconds();
        selat_status status = selat_leontief_create(context, b->table, &b->solver);
        if (status != SELAT_OK) return status;
        seconds[k] = bench_seconds() - begun;
    }
    bench_print("Leontief, preparing the solver", "ms", 1e3, seconds, RUNS);
    return SELAT_OK;
}

static selat_status time_all(selat_context *context, block *b) {
    int64_t R = b->table->regions.count, rows = R * b->table->sectors.count;
    double *one = calloc((size_t)rows, sizeof *one);
    b->columns = R;
    b->y = calloc((size_t)(rows * R), sizeof *b->y);
    b->x = calloc((size_t)(rows * R), sizeof *b->x);
    selat_status status = one != NULL && b->y != NULL && b->x != NULL ? SELAT_OK : SELAT_NO_MEMORY;
    if (status == SELAT_OK) {
        fill_demand(b, one);
        status = time_create(context, b);
    }
    if (status == SELAT_OK) status = time_apply(context, b, "product with A, 81 columns");
    if (status == SELAT_OK) status = time_solve(context, b, false, "Leontief, 81 right-hand sides to 1e-12");
    if (status == SELAT_OK) status = time_solve(context, b, true, "Leontief transposed, 81 right-hand sides to 1e-12");
    b->columns = 1;
    if (status == SELAT_OK) {
        fill_demand(b, one);
        status = time_solve(context, b, false, "Leontief, one right-hand side to 1e-12");
    }
    free(one);
    return status;
}

static selat_status time_load(selat_context *context, const char *path, selat_table **out) {
    double seconds[RUNS];
    *out = NULL;
    for (int k = 0; k < RUNS; k++) {
        selat_table_destroy(context, *out);
        double begun = bench_seconds();
        selat_status status = selat_table_load(context, path, out);
        if (status != SELAT_OK) return status;
        seconds[k] = bench_seconds() - begun;
    }
    bench_print("loading oecd-2022 (81 x 50)", "ms", 1e3, seconds, RUNS);
    return SELAT_OK;
}

void bench_leontief(const bench_place *place) {
    char path[4096];
    selat_table *table;
    snprintf(path, sizeof path, "%s/data/tables/oecd-2022.h5", place->source);
    block b = {0};
    selat_status status = time_load(place->context, path, &table);
    b.table = table;
    if (status == SELAT_OK) status = time_all(place->context, &b);
    if (status != SELAT_OK) printf("%-58s failed: %s\n", "Leontief", selat_message(place->context));
    selat_leontief_destroy(place->context, b.solver);
    selat_table_destroy(place->context, table);
    free(b.y);
    free(b.x);
}

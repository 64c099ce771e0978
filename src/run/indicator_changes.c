/* Indicators of the parties on the tables before and after the accord, the two tables side by side on two threads. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/threads.h"
#include "run/run.h"
#include "selat/dependence.h"

enum { SIDES = 2, MOST_EXTRACTED = 400 };

typedef struct side {
    const selat_table *table;
    selat_leontief *solver;
    double *values; /* indicator after indicator, [R] or [R][S] */
    double *value_added, *stops; /* [R][R] */
    selat_leontief_report report;
} side;

typedef struct both_sides {
    side sides[SIDES];
    const selat_accord *accord;
    int64_t n_parties, R, S;
    const int64_t *parties;
} both_sides;

bool run_indicator_wanted(const selat_accord *accord, int64_t n_sectors, const selat_indicator *one) {
    return strcmp(one->group, "extraction") != 0 || accord->n_parties * n_sectors <= MOST_EXTRACTED;
}

static bool is_wanted(const both_sides *both, const selat_indicator *one) { return run_indicator_wanted(both->accord, both->S, one); }

static int64_t size_of(const both_sides *both, const selat_indicator *one) {
    return one->level == SELAT_INDICATOR_INDUSTRY ? both->R * both->S : both->R;
}

static selat_status compute_side(selat_context *own, void *data, int64_t piece) {
    both_sides *both = data;
    side *s = &both->sides[piece];
    int64_t count, at = 0;
    const selat_indicator *all = selat_indicators(&count);
    selat_indicator_world *world;
    TRY(selat_indicator_world_create(own, s->table, s->solver, both->n_parties, both->parties, &world));
    selat_status status = SELAT_OK;
    for (int64_t k = 0; k < count && status == SELAT_OK; k++) {
        if (!is_wanted(both, &all[k])) continue;
        status = selat_indicator_compute(own, &all[k], world, s->values + at);
        at += size_of(both, &all[k]);
    }
    if (status == SELAT_OK) status = selat_value_added_flows(own, world, s->value_added);
    if (status == SELAT_OK) status = selat_stop_exposure(own, world, s->stops);
    s->report = selat_indicator_world_report(world);
    selat_indicator_world_destroy(own, world);
    return status;
}

static void add_changes(const both_sides *both, const selat_indicator *one, int64_t at, selat_indicator_changes *out) {
    int64_t n_sectors = one->level == SELAT_INDICATOR_INDUSTRY ? both->S : 1;
    for (int64_t p = 0; p < both->n_parties; p++) {
        for (int64_t s = 0; s < n_sectors; s++) {
            int64_t cell = at + both->parties[p] * n_sectors + s;
            out->changes[out->count++] = (selat_indicator_change){.indicator = one,
                                                                  .region = both->parties[p],
                                                                  .sector = n_sectors > 1 ? s : -1,
                                                                  .before = both->sides[0].values[cell],
                                                                  .after = both->sides[1].values[cell]};
        }
    }
}

static selat_status gather(selat_context *context, const both_sides *both, selat_indicator_changes *out) {
    int64_t count;
    const selat_indicator *all = selat_indicators(&count);
    TRY(selat_new(context, count * both->n_parties * both->S, &out->changes));
    for (int level = SELAT_INDICATOR_REGION; level <= SELAT_INDICATOR_INDUSTRY; level++) {
        int64_t at = 0;
        for (int64_t k = 0; k < count; k++) {
            if (!is_wanted(both, &all[k])) continue;
            if ((int)all[k].level == level) add_changes(both, &all[k], at, out);
            at += size_of(both, &all[k]);
        }
    }
    return SELAT_OK;
}

/* Room for one side; the matrices belong to the results. */
static selat_status make_side(selat_context *context, both_sides *both, int64_t size, int k,
                              selat_indicator_changes *out) {
    TRY(selat_new(context, size, &both->sides[k].values));
    TRY(selat_new(context, both->R * both->R, &out->value_added_musd[k]));
    TRY(selat_new(context, both->R * both->R, &out->stops_musd[k]));
    both->sides[k].value_added = out->value_added_musd[k];
    both->sides[k].stops = out->stops_musd[k];
    return SELAT_OK;
}

selat_status run_indicator_changes(selat_context *context, const selat_accord *accord, const selat_table *before,
                                   selat_leontief *solver_before, const selat_table *after, selat_leontief *solver_after,
                                   selat_indicator_changes *out) {
    both_sides both = {.sides = {{.table = before, .solver = solver_before}, {.table = after, .solver = solver_after}},
                       .accord = accord,
                       .n_parties = accord->n_parties,
                       .parties = accord->parties,
                       .R = before->regions.count,
                       .S = before->sectors.count};
    int64_t count, size = 0;
    const selat_indicator *all = selat_indicators(&count);
    selat_status status = SELAT_OK;
    for (int64_t k = 0; k < count; k++) size += size_of(&both, &all[k]);
    for (int k = 0; k < SIDES && status == SELAT_OK; k++) status = make_side(context, &both, size, k, out);
    if (status == SELAT_OK) status = selat_parallel(context, SIDES, compute_side, &both);
    if (status == SELAT_OK) status = gather(context, &both, out);
    const selat_leontief_report *first = &both.sides[0].report, *second = &both.sides[1].report;
    out->solver = !second->converged || (first->converged && second->residual > first->residual) ? *second : *first;
    for (int k = 0; k < SIDES; k++) selat_release(context, both.sides[k].values);
    return status;
}

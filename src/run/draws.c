/* Draws: where every parameter comes from, all draws on the threads there are, bands of what they gave. */
#include "run/draws.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/random.h"
#include "base/status.h"
#include "base/threads.h"

enum { DRAWS_PER_PIECE = 50 };

/* ---- which measures are drawn ---- */

static bool barrier_drawn(const selat_accord *accord, const selat_measure *measure) {
    return measure->kind == SELAT_MEASURE_BARRIER && measure->assumed != NULL && accord->uncertainty.barriers > 0;
}

static bool utilisation_drawn(const selat_accord *accord, const selat_measure *measure) {
    bool assumed = measure->assumed != NULL || !measure->utilisation_given;
    return measure->kind == SELAT_MEASURE_TARIFF && !(measure->add > 0) && assumed && accord->uncertainty.utilisation > 0;
}

static selat_status plan(selat_context *context, const selat_run_inputs *inputs, selat_draws *draws) {
    const selat_accord *accord = inputs->accord;
    int64_t R = inputs->table->regions.count, S = inputs->table->sectors.count, P = accord->n_parties;
    draws->n_draws = accord->uncertainty.draws;
    draws->n_regions = R;
    draws->n_sectors = S;
    draws->n_parties = P;
    draws->n_sources = 1 + (accord->uncertainty.sources ? inputs->n_sources : 0);
    TRY(selat_new(context, draws->n_sources, &draws->sources));
    for (int64_t k = 0; k < draws->n_sources; k++) {
        draws->sources[k] = k == 0 ? inputs->elasticities->name : inputs->sources[k - 1].name;
    }
    TRY(selat_new(context, S, &draws->priors));
    TRY(selat_new(context, accord->n_measures, &draws->barriers));
    for (int64_t m = 0; m < accord->n_measures; m++) {
        if (barrier_drawn(accord, &accord->measures[m])) draws->barriers[draws->n_barriers++] = m;
        draws->n_utilisations += utilisation_drawn(accord, &accord->measures[m]);
    }
    TRY(selat_new(context, R * SELAT_DRAWN_PER_REGION, &draws->regions));
    TRY(selat_new(context, P, &draws->exports_musd));
    TRY(selat_new(context, P, &draws->imports_musd));
    TRY(selat_new(context, P * P, &draws->between_musd));
    return selat_new(context, P, &draws->centre_ev_musd);
}

/* ---- one draw ---- */

enum parameter { COMMON, OWN, SOURCE, BARRIER, UTILISATION };
static uint64_t parameter_id(enum parameter kind, int64_t index) { return (uint64_t)kind << 32 | (uint64_t)index; }

static void draw_point(const run_draw_world *world, int64_t draw, run_point *point) {
    const selat_draws *d = world->plan;
    const selat_uncertainty *u = &world->inputs->accord->uncertainty;
    uint64_t k = (uint64_t)draw;
    point->common = selat_random_normal(u->seed, k, parameter_id(COMMON, 0));
    for (int64_t s = 0; s < d->n_sectors; s++) {
        if (d->priors[s].shared == s) point->own[s] = selat_random_normal(u->seed, k, parameter_id(OWN, s));
    }
    point->source = (int64_t)(selat_random_uniform(u->seed, k, parameter_id(SOURCE, 0)) * (double)d->n_sources);
    for (int64_t b = 0; b < d->n_barriers; b++) {
        int64_t m = d->barriers[b];
        point->barrier[m] = 1 + u->barriers * selat_random_triangular(u->seed, k, parameter_id(BARRIER, m));
    }
    if (d->n_utilisations == 0) return;
    point->utilisation = u->utilisation * (2 * selat_random_uniform(u->seed, k, parameter_id(UTILISATION, 0)) - 1);
}

typedef struct task {
    const run_draw_world *world;
    double *records;  /* [draws][recorded] */
    bool *converged;  /* [draws] */
    int64_t *held;    /* [draws] */
} task;

static selat_status solve_piece(selat_context *own, void *data, int64_t piece) {
    task *all = data;
    run_draw_room room;
    TRY(run_draw_room_init(own, all->world, &room));
    int64_t first = piece * DRAWS_PER_PIECE, end = first + DRAWS_PER_PIECE;
    if (end > all->world->plan->n_draws) end = all->world->plan->n_draws;
    selat_status status = SELAT_OK;
    for (int64_t k = first; k < end && status == SELAT_OK; k++) {
        draw_point(all->world, k, &room.point);
        status = run_draw_solve(all->world, &room, all->records + k * all->world->n_recorded, &all->converged[k],
                                &all->held[k]);
        if (status != SELAT_OK) selat_fail(own, status, "%s", selat_message(room.context));
        if (status == SELAT_OK) status = selat_check_cancel(own);
    }
    run_draw_room_clear(own, &room);
    return status;
}

/* ---- bands ---- */

typedef struct gathering {
    const task *from;
    int64_t n_draws, n_solved;
    selat_band *bands; /* [recorded] */
} gathering;

static const selat_band unknown = {NAN, NAN, NAN, NAN, NAN, NAN, false};

static selat_status gather(selat_context *own, void *data, int64_t piece) {
    gathering *all = data;
    int64_t width = all->from->world->n_recorded, at = 0;
    double *values;
    TRY(selat_new(own, all->n_solved, &values));
    for (int64_t k = 0; k < all->n_draws; k++) {
        if (all->from->converged[k]) values[at++] = all->from->records[k * width + piece];
    }
    all->bands[piece] = unknown;
    if (all->n_solved > 0) selat_band_of(values, all->n_solved, &all->bands[piece]);
    selat_release(own, values);
    return SELAT_OK;
}

static void place_bands(const selat_band *bands, const selat_accord *accord, selat_draws *draws) {
    int64_t P = draws->n_parties;
    memcpy(draws->regions, bands, (size_t)(draws->n_regions * SELAT_DRAWN_PER_REGION) * sizeof *bands);
    draws->world_ev_musd = bands[run_record_world(draws)];
    draws->settled = true;
    for (int64_t p = 0; p < P; p++) {
        draws->exports_musd[p] = bands[run_record_exports(draws, p)];
        draws->imports_musd[p] = bands[run_record_imports(draws, p)];
        for (int64_t q = 0; q < P; q++) draws->between_musd[p * P + q] = bands[run_record_between(draws, p, q)];
        draws->settled &= draws->regions[run_record_region(accord->parties[p], SELAT_DRAWN_EV_MUSD)].settled;
    }
}

static selat_status make_bands(selat_context *context, const task *all, selat_draws *draws) {
    for (int64_t k = 0; k < draws->n_draws; k++) {
        draws->n_failed += !all->converged[k];
        draws->theta_held += all->held[k];
    }
    draws->theta_drawn = draws->n_draws * draws->n_sectors;
    gathering bands = {.from = all, .n_draws = draws->n_draws, .n_solved = draws->n_draws - draws->n_failed};
    TRY(selat_new(context, all->world->n_recorded, &bands.bands));
    selat_status status = selat_parallel(context, all->world->n_recorded, gather, &bands);
    if (status == SELAT_OK) place_bands(bands.bands, all->world->inputs->accord, draws);
    selat_release(context, bands.bands);
    return status;
}

/* ---- all draws ---- */

static selat_status solve_all(selat_context *context, const run_draw_world *world, selat_draws *draws) {
    int64_t n = draws->n_draws, pieces = (n + DRAWS_PER_PIECE - 1) / DRAWS_PER_PIECE;
    task all = {.world = world};
    selat_status status;
    TRY_OR(done, status, selat_new(context, n * world->n_recorded, &all.records));
    TRY_OR(done, status, selat_new(context, n, &all.converged));
    TRY_OR(done, status, selat_new(context, n, &all.held));
    selat_progress(context, "draws", 0);
    TRY_OR(done, status, selat_parallel(context, pieces, solve_piece, &all));
    selat_progress(context, "draws", 1);
    status = make_bands(context, &all, draws);
done:
    selat_release(context, all.records);
    selat_release(context, all.converged);
    selat_release(context, all.held);
    return status;
}

selat_status run_draws(selat_context *context, const selat_run_inputs *inputs, int64_t year, selat_draws **out) {
    *out = NULL;
    if (inputs->accord->uncertainty.draws <= 0) return SELAT_OK;
    double begun = selat_clock_seconds(), *centre = NULL;
    bool converged;
    run_draw_world world = {0};
    selat_draws *draws;
    TRY(selat_new(context, 1, &draws));
    selat_status status;
    TRY_OR(done, status, plan(context, inputs, draws));
    TRY_OR(done, status, run_draw_world_init(context, inputs, year, draws, &world, &centre, &converged));
    draws->tolerance = world.tolerance;
    for (int64_t p = 0; p < draws->n_parties; p++) {
        draws->centre_ev_musd[p] = centre[run_record_region(inputs->accord->parties[p], SELAT_DRAWN_EV_MUSD)];
    }
    TRY_OR(done, status, solve_all(context, &world, draws));
    status = run_tornado(context, &world, draws);
    draws->seconds = selat_clock_seconds() - begun;
done:
    selat_release(context, centre);
    run_draw_world_clear(context, &world);
    if (status != SELAT_OK) {
        run_draws_destroy(context, draws);
        draws = NULL;
    }
    *out = draws;
    return status;
}

void run_draws_destroy(selat_context *context, selat_draws *draws) {
    if (draws == NULL) return;
    for (int64_t k = 0; k < draws->n_swings; k++) {
        selat_release(context, draws->swings[k].low_musd);
        selat_release(context, draws->swings[k].high_musd);
    }
    void *const arrays[] = {(void *)draws->sources, draws->priors,       draws->barriers,     draws->regions,
                            draws->exports_musd,    draws->imports_musd, draws->between_musd, draws->centre_ev_musd,
                            draws->swings,          draws};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
}

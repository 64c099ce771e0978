/* Where a draw's searches begin: the solutions at the centre and their slopes in theta. The slopes are differences of
   solutions, one product at a time; a guess is only a start, so their error costs iterations and never digits. */
#include <string.h>

#include "base/kernel.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/threads.h"
#include "run/draws.h"

enum { PIECES = 8 };
static const double step_of_theta = 0.1; /* of it */

/* ---- a state as one vector: wages, transfers, prices, output ---- */

static int64_t length_of(const run_draw_world *world) {
    return 2 * world->plan->n_regions * (1 + world->plan->n_sectors);
}

static void read_state(const selat_trade_result *from, double *state) {
    int64_t R = from->n_regions, cells = R * from->n_sectors;
    memcpy(state, from->wage_hat, (size_t)R * sizeof(double));
    memcpy(state + R, from->transfers, (size_t)R * sizeof(double));
    memcpy(state + 2 * R, from->price_hat, (size_t)cells * sizeof(double));
    memcpy(state + 2 * R + cells, from->output, (size_t)cells * sizeof(double));
}

/* Keeps prices, wages and output positive: a start must be. */
static void write_state(const double *state, const selat_trade_result *near, selat_trade_result *to) {
    int64_t R = near->n_regions, cells = R * near->n_sectors;
    for (int64_t n = 0; n < R; n++) to->wage_hat[n] = state[n] > 0 ? state[n] : near->wage_hat[n];
    memcpy(to->transfers, state + R, (size_t)R * sizeof(double));
    const double *price = state + 2 * R, *output = price + cells;
    for (int64_t at = 0; at < cells; at++) {
        to->price_hat[at] = price[at] > 0 ? price[at] : near->price_hat[at];
        to->output[at] = output[at] >= 0 ? output[at] : near->output[at];
    }
}

/* ---- slopes ---- */

static bool sector_changes(const selat_economy *economy, const selat_trade_shock *shock, int64_t s) {
    int64_t R = economy->n_regions, S = economy->n_sectors, at = s * R * R;
    const double *const hats[] = {shock->iceberg_hat, shock->import_rent_hat, shock->export_rent_hat};
    for (int64_t k = at; k < at + R * R; k++) {
        if (shock->tariff != NULL && shock->tariff[k] != economy->tariff[k]) return true;
        for (int h = 0; h < 3; h++) {
            if (hats[h] != NULL && hats[h][k] != 1) return true;
        }
    }
    for (int64_t n = 0; shock->technology_hat != NULL && n < R; n++) {
        if (shock->technology_hat[n * S + s] != 1) return true;
    }
    return false;
}

static void list_sectors(run_draw_world *world) {
    for (int64_t s = 0; s < world->plan->n_sectors; s++) {
        bool changes = sector_changes(world->calibrated, &world->with.shock, s) ||
                       sector_changes(world->calibrated, &world->without.shock, s);
        if (changes) world->guess.sectors[world->guess.n_sectors++] = s;
    }
}

/* slope = (at the other theta - at the centre) / change of theta, of the world without the accord and of what the accord
   adds to it. A side that did not converge has no slope. `states` [4][length]. */
static selat_status fill_slope(run_draw_world *world, run_draw_room *room, int64_t k, double *states) {
    int64_t length = length_of(world), sector = world->guess.sectors[k];
    const selat_trade_result *const centres[2] = {world->without.centre, world->with.centre};
    double change = step_of_theta * world->calibrated->theta[sector];
    float *slope = world->guess.slopes + 2 * k * length, *added = slope + length;
    selat_trade_result *results[2];
    bool converged;
    memcpy(room->theta, world->calibrated->theta, (size_t)world->plan->n_sectors * sizeof(double));
    room->theta[sector] += change;
    TRY(run_draw_pair(world, room, NULL, results, &converged));
    for (int side = 0; side < 2; side++) {
        read_state(centres[side], states + side * length);
        read_state(results[side], states + (2 + side) * length);
        selat_trade_result_destroy(room->context, results[side]);
    }
    const double *was = states, *was_with = was + length, *is = was_with + length, *is_with = is + length;
    for (int64_t at = 0; converged && at < length; at++) {
        slope[at] = (float)((is[at] - was[at]) / change);
        added[at] = (float)((is_with[at] - was_with[at] - is[at] + was[at]) / change);
    }
    return SELAT_OK;
}

static selat_status fill_piece(selat_context *own, void *data, int64_t piece) {
    run_draw_world *world = data;
    run_draw_room room;
    double *states;
    TRY(selat_new(own, 4 * length_of(world), &states));
    selat_status status = run_draw_room_init(own, world, &room);
    for (int64_t k = piece; k < world->guess.n_sectors && status == SELAT_OK; k += PIECES) {
        status = fill_slope(world, &room, k, states);
        if (status != SELAT_OK) selat_fail(own, status, "%s", selat_message(room.context));
    }
    run_draw_room_clear(own, &room);
    selat_release(own, states);
    return status;
}

selat_status run_draw_guess_init(selat_context *context, run_draw_world *world) {
    run_draw_guess *guess = &world->guess;
    TRY(selat_new(context, world->plan->n_sectors, &guess->sectors));
    list_sectors(world);
    TRY(selat_new(context, 2 * guess->n_sectors * length_of(world), &guess->slopes));
    TRY(selat_parallel(context, PIECES, fill_piece, world));
    guess->ready = true;
    return SELAT_OK;
}

void run_draw_guess_clear(selat_context *context, run_draw_guess *guess) {
    selat_release(context, guess->sectors);
    selat_release(context, guess->slopes);
    *guess = (run_draw_guess){0};
}

/* ---- guesses ---- */

SELAT_KERNEL
static void add_slopes(int64_t length, const double change[4], const float *const slope[4], double *state) {
    const float *a = slope[0], *b = slope[1], *c = slope[2], *d = slope[3];
    double ca = change[0], cb = change[1], cc = change[2], cd = change[3];
#pragma omp simd
    for (int64_t at = 0; at < length; at++) {
        state[at] += (ca * (double)a[at] + cb * (double)b[at]) + (cc * (double)c[at] + cd * (double)d[at]);
    }
}

/* which 0: slopes of the world without the accord; 1: of what the accord adds. */
static void move_by_theta(const run_draw_world *world, const double *theta, int which, double *state) {
    const run_draw_guess *guess = &world->guess;
    int64_t length = length_of(world);
    for (int64_t first = 0; guess->ready && first < guess->n_sectors; first += 4) {
        const float *slopes[4];
        double change[4];
        for (int64_t k = 0; k < 4; k++) {
            bool there = first + k < guess->n_sectors;
            int64_t at = there ? first + k : first, sector = guess->sectors[at];
            slopes[k] = guess->slopes + (2 * at + which) * length;
            change[k] = there ? theta[sector] - world->calibrated->theta[sector] : 0;
        }
        add_slopes(length, change, slopes, state);
    }
}

void run_guess_without(const run_draw_world *world, run_draw_room *room) {
    read_state(world->without.centre, room->state);
    move_by_theta(world, room->theta, 0, room->state);
    write_state(room->state, world->without.centre, room->start);
}

void run_guess_with(const run_draw_world *world, run_draw_room *room, const selat_trade_result *without) {
    int64_t length = length_of(world);
    double *state = room->state, *centre = state + length;
    read_state(without, state);
    read_state(world->with.centre, centre);
    for (int64_t at = 0; at < length; at++) state[at] += centre[at];
    read_state(world->without.centre, centre);
    for (int64_t at = 0; at < length; at++) state[at] -= centre[at];
    move_by_theta(world, room->theta, 1, state);
    write_state(state, without, room->start);
}

/* Which parameter matters: each moved alone to its 5 and 95 % points, every other one at its median; for the choice of
   source, each source in turn. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/random.h"
#include "base/status.h"
#include "base/threads.h"
#include "run/draws.h"

enum { OWN_SHOWN = 10 };

typedef struct trial { /* one solve */
    int64_t swing;
    selat_parameter_kind kind;
    int64_t index;
    double at;     /* quantile; for a source its number */
} trial;

typedef struct trials {
    const run_draw_world *world;
    int64_t count, n_swings;
    trial *list;
    double *ev_musd; /* [count][parties]; NAN: did not converge */
} trials;

static void add_trial(trials *all, selat_parameter_kind kind, int64_t index, double at) {
    all->list[all->count++] = (trial){all->n_swings, kind, index, at};
}

static void add_pair(trials *all, selat_parameter_kind kind, int64_t index) {
    add_trial(all, kind, index, 0.05);
    add_trial(all, kind, index, 0.95);
    all->n_swings++;
}

static selat_status list_trials(selat_context *context, const selat_draws *draws, trials *all) {
    int64_t most = 2 * (2 + draws->n_sectors + draws->n_barriers) + draws->n_sources;
    TRY(selat_new(context, most, &all->list));
    TRY(selat_new(context, most * draws->n_parties, &all->ev_musd));
    add_pair(all, SELAT_PARAMETER_THETA_COMMON, 0);
    for (int64_t s = 0; s < draws->n_sectors; s++) {
        if (draws->priors[s].shared == s) add_pair(all, SELAT_PARAMETER_THETA_OWN, s);
    }
    for (int64_t b = 0; b < draws->n_barriers; b++) add_pair(all, SELAT_PARAMETER_BARRIER, draws->barriers[b]);
    if (draws->n_utilisations > 0) add_pair(all, SELAT_PARAMETER_UTILISATION, 0);
    if (draws->n_sources < 2) return SELAT_OK;
    for (int64_t k = 0; k < draws->n_sources; k++) add_trial(all, SELAT_PARAMETER_SOURCE, 0, (double)k);
    all->n_swings++;
    return SELAT_OK;
}

static void move(const selat_uncertainty *u, const trial *one, run_point *point) {
    switch (one->kind) {
    case SELAT_PARAMETER_THETA_COMMON: point->common = selat_normal_quantile(one->at); break;
    case SELAT_PARAMETER_THETA_OWN: point->own[one->index] = selat_normal_quantile(one->at); break;
    case SELAT_PARAMETER_SOURCE: point->source = (int64_t)one->at; break;
    case SELAT_PARAMETER_BARRIER: point->barrier[one->index] = 1 + u->barriers * selat_triangular_quantile(one->at); break;
    case SELAT_PARAMETER_UTILISATION: point->utilisation = u->utilisation * (2 * one->at - 1); break;
    }
}

static selat_status solve_trial(selat_context *own, run_draw_room *room, const trials *all, int64_t k, double *record) {
    const selat_accord *accord = all->world->inputs->accord;
    int64_t P = accord->n_parties, held;
    bool converged;
    run_point_centre(all->world, &room->point);
    move(&accord->uncertainty, &all->list[k], &room->point);
    selat_status status = run_draw_solve(all->world, room, record, &converged, &held);
    if (status != SELAT_OK) return selat_fail(own, status, "%s", selat_message(room->context));
    for (int64_t p = 0; p < P; p++) {
        double ev = record[run_record_region(accord->parties[p], SELAT_DRAWN_EV_MUSD)];
        all->ev_musd[k * P + p] = converged ? ev : NAN;
    }
    return selat_check_cancel(own);
}

enum { TRIALS_PER_PIECE = 8 };

static selat_status solve_piece(selat_context *own, void *data, int64_t piece) {
    trials *all = data;
    run_draw_room room;
    double *record;
    TRY(run_draw_room_init(own, all->world, &room));
    selat_status status = selat_new(own, all->world->n_recorded, &record);
    int64_t first = piece * TRIALS_PER_PIECE;
    for (int64_t k = first; k < all->count && k < first + TRIALS_PER_PIECE && status == SELAT_OK; k++) {
        status = solve_trial(own, &room, all, k, record);
    }
    selat_release(own, record);
    run_draw_room_clear(own, &room);
    return status;
}

/* ---- from solves to swings ---- */

/* The value at the lower point and at the upper one; for a source, the smallest and the largest. */
static void take(const trials *all, int64_t k, int64_t P, selat_swing *swing) {
    const trial *one = &all->list[k];
    for (int64_t p = 0; p < P; p++) {
        double ev = all->ev_musd[k * P + p];
        swing->failed |= isnan(ev);
        bool source = one->kind == SELAT_PARAMETER_SOURCE;
        if (source ? one->at == 0 || ev < swing->low_musd[p] : one->at < 0.5) swing->low_musd[p] = ev;
        if (source ? one->at == 0 || ev > swing->high_musd[p] : one->at > 0.5) swing->high_musd[p] = ev;
    }
}

static double size_of(const selat_swing *swing, int64_t P) {
    double largest = 0;
    for (int64_t p = 0; p < P; p++) largest = fmax(largest, fabs(swing->high_musd[p] - swing->low_musd[p]));
    return swing->failed ? INFINITY : largest;
}

/* Insertion by falling size; equal ones keep their order. */
static void sort_swings(selat_swing *swings, int64_t count, int64_t P) {
    for (int64_t k = 1; k < count; k++) {
        selat_swing one = swings[k];
        int64_t at = k;
        for (; at > 0 && size_of(&swings[at - 1], P) < size_of(&one, P); at--) swings[at] = swings[at - 1];
        swings[at] = one;
    }
}

/* Of the sectors' own parameters only the largest stay. */
static void keep_largest(selat_context *context, selat_draws *draws) {
    int64_t kept = 0, own = 0;
    for (int64_t k = 0; k < draws->n_swings; k++) {
        selat_swing one = draws->swings[k];
        draws->swings[k] = (selat_swing){0};
        bool is_own = one.kind == SELAT_PARAMETER_THETA_OWN;
        if (!is_own || own++ < OWN_SHOWN) {
            draws->swings[kept++] = one;
            continue;
        }
        selat_release(context, one.low_musd);
        selat_release(context, one.high_musd);
    }
    draws->n_swings = kept;
}

static selat_status fill_swings(selat_context *context, const trials *all, selat_draws *draws) {
    int64_t P = draws->n_parties;
    TRY(selat_new(context, all->n_swings, &draws->swings));
    draws->n_swings = all->n_swings;
    for (int64_t k = 0; k < all->n_swings; k++) {
        TRY(selat_new(context, P, &draws->swings[k].low_musd));
        TRY(selat_new(context, P, &draws->swings[k].high_musd));
    }
    for (int64_t k = 0; k < all->count; k++) {
        selat_swing *swing = &draws->swings[all->list[k].swing];
        swing->kind = all->list[k].kind;
        swing->index = all->list[k].index;
        take(all, k, P, swing);
    }
    for (int64_t k = 0; k < draws->n_swings; k++) {
        for (int64_t p = 0; p < P && draws->swings[k].failed; p++) {
            draws->swings[k].low_musd[p] = draws->swings[k].high_musd[p] = NAN;
        }
    }
    sort_swings(draws->swings, draws->n_swings, P);
    keep_largest(context, draws);
    return SELAT_OK;
}

selat_status run_tornado(selat_context *context, const run_draw_world *world, selat_draws *draws) {
    trials all = {.world = world};
    selat_status status;
    TRY_OR(done, status, list_trials(context, draws, &all));
    int64_t pieces = (all.count + TRIALS_PER_PIECE - 1) / TRIALS_PER_PIECE;
    TRY_OR(done, status, selat_parallel(context, pieces, solve_piece, &all));
    status = fill_swings(context, &all, draws);
done:
    selat_release(context, all.list);
    selat_release(context, all.ev_musd);
    return status;
}

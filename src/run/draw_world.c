/* The last year solved at one point of the parameters, without the accord and with it. Theta enters the solver only, so
   shares are calibrated once. What an agreement makes of the world does not depend on the way there: both sides are
   solved on the calibrated base, with overlays and accord as one shock, and compared with each other. */
#include <string.h>

#include "base/memory.h"
#include "base/recycle.h"
#include "base/status.h"
#include "run/draws.h"

static const double centre_tolerance = 1e-12, draw_tolerance = 1e-8;

/* ---- one point ---- */

void run_point_centre(const run_draw_world *world, run_point *point) {
    point->common = point->utilisation = 0;
    point->source = 0;
    for (int64_t s = 0; s < world->theta.n_sectors; s++) point->own[s] = 0;
    for (int64_t m = 0; m < world->inputs->accord->n_measures; m++) point->barrier[m] = 1;
}

/* A side of the world: the calibrated base itself, where its result is NULL. */
typedef struct side {
    const selat_trade_shock *shock;
    const selat_trade_result *result;
} side;

static double ratio(const double *with, const double *without, int64_t n) {
    return without == NULL ? with[n] : with[n] / without[n];
}

static void record_regions(const run_draw_world *world, side without, side with, double *record) {
    const selat_draws *plan = world->plan;
    const selat_trade_result *new = with.result, *old = without.result;
    for (int64_t n = 0; n < plan->n_regions; n++) {
        double income = old != NULL ? old->income[n] : new->income_base[n];
        double real_income = ratio(new->real_income_hat, old != NULL ? old->real_income_hat : NULL, n);
        double real_wage = ratio(new->real_wage_hat, old != NULL ? old->real_wage_hat : NULL, n);
        double customs = old != NULL ? old->tariff_revenue[n] : world->calibrated->tariff_revenue[n];
        double ev = income * (real_income - 1);
        record[run_record_region(n, SELAT_DRAWN_EV_MUSD)] = ev;
        record[run_record_region(n, SELAT_DRAWN_EV_PERCENT)] = 100 * (real_income - 1);
        record[run_record_region(n, SELAT_DRAWN_REAL_WAGE_PERCENT)] = 100 * (real_wage - 1);
        record[run_record_region(n, SELAT_DRAWN_CUSTOMS_MUSD)] = new->tariff_revenue[n] - customs;
        record[run_record_world(plan)] += ev;
    }
}

static void record_all(const run_draw_world *world, const double *theta, side without, side with, double *weights,
                       double *record) {
    const selat_draws *plan = world->plan;
    selat_economy economy = *world->calibrated;
    economy.theta = (double *)theta;
    memset(record, 0, (size_t)world->n_recorded * sizeof *record);
    record_regions(world, without, with, record);
    double *exports = record + run_record_exports(plan, 0), *imports = record + run_record_imports(plan, 0);
    double *between = record + run_record_between(plan, 0, 0);
    const selat_accord *accord = world->inputs->accord;
    run_party_trade(accord, &economy, with.shock, with.result, 1, weights, exports, imports, between);
    run_party_trade(accord, &economy, without.shock, without.result, -1, weights, exports, imports, between);
}

/* Where the search for the world with the accord begins: the world without it, moved as at the centre. */
static void guess_with(const run_draw_world *world, const selat_trade_result *without, selat_trade_result *guess) {
    const selat_trade_result *to = world->with.centre, *from = world->without.centre;
    int64_t R = to->n_regions, S = to->n_sectors;
    for (int64_t n = 0; n < R; n++) {
        guess->wage_hat[n] = without->wage_hat[n] * (to->wage_hat[n] / from->wage_hat[n]);
        guess->transfers[n] = without->transfers[n] + (to->transfers[n] - from->transfers[n]);
    }
    for (int64_t at = 0; at < R * S; at++) {
        guess->price_hat[at] = without->price_hat[at] * (to->price_hat[at] / from->price_hat[at]);
        guess->output[at] = without->output[at] + (to->output[at] - from->output[at]);
        if (!(guess->output[at] > 0)) guess->output[at] = without->output[at];
    }
}

static selat_status solve_side(const run_draw_world *world, run_draw_room *room, const selat_trade_shock *shock,
                               const selat_trade_result *start, selat_trade_result **out) {
    selat_trade_options options = {
        .deficits = world->deficits, .tolerance = world->tolerance, .start = start, .lean = true};
    return selat_trade_solver_at(room->context, room->solver, shock, &options, out);
}

selat_status run_draw_solve(const run_draw_world *world, run_draw_room *room, double *record, bool *converged,
                            int64_t *held) {
    const selat_trade_result *start = world->with.centre;
    selat_trade_result *without_result = NULL, *with_result = NULL;
    side without = {0}, with = {0};
    selat_status status;
    *converged = true;
    *held = run_theta_at(&world->theta, &room->point, room->theta);
    selat_trade_solver_set_theta(room->solver, room->theta);
    TRY_OR(done, status, run_draw_shocks(world, room, &without.shock, &with.shock));
    if (world->base_moves) {
        TRY_OR(done, status, solve_side(world, room, without.shock, world->without.centre, &without_result));
        *converged &= without_result->report.converged;
        guess_with(world, without_result, room->start);
        start = room->start;
    }
    if (*converged) TRY_OR(done, status, solve_side(world, room, with.shock, start, &with_result));
    *converged &= with_result != NULL && with_result->report.converged;
    without.result = without_result;
    with.result = with_result;
    if (*converged) record_all(world, room->theta, without, with, room->weights, record);
done:
    selat_trade_result_destroy(room->context, without_result);
    selat_trade_result_destroy(room->context, with_result);
    return status;
}

/* ---- room ---- */

static selat_status make_solver(const run_draw_world *world, run_draw_room *room) {
    TRY(selat_trade_solver_create(room->context, world->calibrated, &room->solver));
    TRY(selat_trade_solver_touch(room->context, room->solver, &world->with.shock));
    return selat_trade_solver_touch(room->context, room->solver, &world->widest);
}

static selat_status make_start(const run_draw_world *world, run_draw_room *room) {
    int64_t R = world->plan->n_regions, S = world->plan->n_sectors;
    TRY(selat_new(room->context, 1, &room->start));
    room->start->n_regions = R;
    room->start->n_sectors = S;
    TRY(selat_new(room->context, R, &room->start->wage_hat));
    TRY(selat_new(room->context, R, &room->start->transfers));
    TRY(selat_new(room->context, R * S, &room->start->price_hat));
    return selat_new(room->context, R * S, &room->start->output);
}

selat_status run_draw_room_init(selat_context *context, const run_draw_world *world, run_draw_room *out) {
    *out = (run_draw_room){0};
    selat_status status;
    TRY_OR(fail, status, selat_recycler_create(context, &out->recycler));
    out->context = selat_recycler_context(out->recycler);
    TRY_OR(fail, status, selat_new(context, world->theta.n_sectors, &out->theta));
    TRY_OR(fail, status, selat_new(context, 2 * world->plan->n_regions * world->plan->n_sectors, &out->weights));
    TRY_OR(fail, status, selat_new(context, world->theta.n_sectors, &out->point.own));
    TRY_OR(fail, status, selat_new(context, world->inputs->accord->n_measures, &out->point.barrier));
    TRY_OR(fail, status, selat_new(context, world->inputs->accord->n_measures, &out->measures));
    status = make_solver(world, out);
    if (status == SELAT_OK) status = make_start(world, out);
    if (status != SELAT_OK) selat_fail(context, status, "%s", selat_message(out->context));
    if (status != SELAT_OK) goto fail;
    run_point_centre(world, &out->point);
    return SELAT_OK;
fail:
    run_draw_room_clear(context, out);
    return status;
}

void run_draw_room_clear(selat_context *context, run_draw_room *room) {
    if (room->context != NULL) {
        selat_trade_solver_destroy(room->context, room->solver);
        selat_trade_result_destroy(room->context, room->start);
        selat_trade_shock_clear(room->context, &room->without);
        selat_trade_shock_clear(room->context, &room->with);
    }
    selat_release(context, room->theta);
    selat_release(context, room->weights);
    selat_release(context, room->point.own);
    selat_release(context, room->point.barrier);
    selat_release(context, room->measures);
    selat_recycler_destroy(context, room->recycler);
    *room = (run_draw_room){0};
}

/* ---- the centre ---- */

/* Agreement after agreement, each on the state the one before left: the productivity that capacity measures need to
   reach the output they give. */
static selat_status find_productivity(selat_context *context, run_draw_world *world) {
    const selat_run_inputs *inputs = world->inputs;
    const selat_accord *accord = inputs->accord;
    selat_economy *economy = NULL, *after = NULL;
    TRY(run_calibrate(context, inputs, &economy, NULL));
    memcpy(economy->theta, world->calibrated->theta, (size_t)economy->n_sectors * sizeof(double));
    selat_status status = SELAT_OK;
    for (int64_t k = 0; k <= accord->n_overlays && status == SELAT_OK; k++) {
        const selat_accord *agreement = k < accord->n_overlays ? accord->overlays[k] : accord;
        selat_trade_shock shock = {0};
        selat_trade_result *result = NULL;
        selat_year_outcome found = {0};
        status = run_solve_accord(context, inputs, agreement, economy, world->year, NULL, &shock, &result,
                                  &found.n_targets, &found.targets);
        if (status == SELAT_OK) status = run_found_productivity(context, agreement, &found, &world->productivity[k]);
        if (status == SELAT_OK && k < accord->n_overlays) {
            status = selat_economy_rebase(context, economy, &shock, result, &after);
            if (status == SELAT_OK) selat_economy_destroy(context, economy), economy = after;
        }
        selat_release(context, found.targets);
        selat_trade_result_destroy(context, result);
        selat_trade_shock_clear(context, &shock);
    }
    selat_economy_destroy(context, economy);
    return status;
}

static bool has_capacity(const selat_accord *accord) {
    bool any = false;
    for (int64_t m = 0; m < accord->n_measures; m++) any |= accord->measures[m].kind == SELAT_MEASURE_CAPACITY;
    for (int64_t k = 0; k < accord->n_overlays; k++) any |= has_capacity(accord->overlays[k]);
    return any;
}

/* Shocks at the centre, and the one with the most of everything that is drawn: a flow that no draw changes from the
   base is changed by none of the two. */
static selat_status compile_centre(selat_context *context, run_draw_world *world) {
    const selat_accord *accord = world->inputs->accord;
    run_point widest = {.utilisation = accord->uncertainty.utilisation};
    selat_measure *measures = NULL;
    selat_status status;
    TRY_OR(done, status, selat_new(context, accord->n_measures, &widest.barrier));
    TRY_OR(done, status, selat_new(context, accord->n_measures, &measures));
    for (int64_t m = 0; m < accord->n_measures; m++) widest.barrier[m] = 1;
    selat_accord most = run_drawn_accord(world, &widest, measures);
    TRY_OR(done, status, run_draw_compile(world, context, world->calibrated, NULL, &world->without.shock));
    TRY_OR(done, status, run_draw_compile(world, context, world->calibrated, accord, &world->with.shock));
    TRY_OR(done, status, run_draw_compile(world, context, world->calibrated, &most, &world->widest));
done:
    selat_release(context, widest.barrier);
    selat_release(context, measures);
    return status;
}

static selat_status solve_centre(selat_context *context, run_draw_world *world, double *centre, bool *converged) {
    selat_trade_options options = {.deficits = world->deficits, .tolerance = centre_tolerance};
    selat_trade_solver *solver = NULL;
    double *weights = NULL;
    selat_status status;
    TRY_OR(done, status, selat_new(context, 2 * world->plan->n_regions * world->plan->n_sectors, &weights));
    TRY_OR(done, status, selat_trade_solver_create(context, world->calibrated, &solver));
    TRY_OR(done, status, selat_trade_solver_touch(context, solver, &world->with.shock));
    if (world->base_moves) {
        TRY_OR(done, status,
               selat_trade_solver_at(context, solver, &world->without.shock, &options, &world->without.centre));
    }
    TRY_OR(done, status, selat_trade_solver_at(context, solver, &world->with.shock, &options, &world->with.centre));
    *converged = world->with.centre->report.converged;
    if (world->base_moves) *converged &= world->without.centre->report.converged;
    record_all(world, world->calibrated->theta, (side){&world->without.shock, world->without.centre},
               (side){&world->with.shock, world->with.centre}, weights, centre);
done:
    selat_trade_solver_destroy(context, solver);
    selat_release(context, weights);
    return status;
}

static selat_status calibrate(selat_context *context, run_draw_world *world) {
    const selat_run_inputs *inputs = world->inputs;
    run_draw_room room = {0};
    TRY(selat_economy_calibrate(context, inputs->table, inputs->tariffs, inputs->elasticities,
                                inputs->accord->tariff_scale, &world->calibrated));
    selat_status status;
    TRY_OR(done, status, selat_new(context, world->theta.n_sectors, &room.point.own));
    TRY_OR(done, status, selat_new(context, inputs->accord->n_measures, &room.point.barrier));
    run_point_centre(world, &room.point);
    (void)run_theta_at(&world->theta, &room.point, world->calibrated->theta);
done:
    selat_release(context, room.point.own);
    selat_release(context, room.point.barrier);
    return status;
}

selat_status run_draw_world_init(selat_context *context, const selat_run_inputs *inputs, int64_t year,
                                 const selat_draws *plan, run_draw_world *world, double **centre, bool *converged) {
    const selat_accord *accord = inputs->accord;
    *world = (run_draw_world){.inputs = inputs,
                              .year = year,
                              .plan = plan,
                              .tolerance = draw_tolerance,
                              .deficits = accord->deficits,
                              .base_moves = accord->n_overlays > 0 || accord->deficits == SELAT_DEFICITS_ZERO,
                              .has_capacity = has_capacity(accord),
                              .n_recorded = run_record_length(plan)};
    *centre = NULL;
    selat_status status;
    TRY_OR(fail, status,
           run_theta_init(context, inputs->elasticities, plan->n_sources - 1, inputs->sources, plan->priors,
                          &world->theta));
    TRY_OR(fail, status, calibrate(context, world));
    TRY_OR(fail, status, selat_new(context, accord->n_overlays + 1, &world->productivity));
    if (world->has_capacity) TRY_OR(fail, status, find_productivity(context, world));
    TRY_OR(fail, status, compile_centre(context, world));
    TRY_OR(fail, status, selat_new(context, world->n_recorded, centre));
    TRY_OR(fail, status, solve_centre(context, world, *centre, converged));
    return SELAT_OK;
fail:
    selat_release(context, *centre);
    *centre = NULL;
    run_draw_world_clear(context, world);
    return status;
}

static void clear_side(selat_context *context, run_draw_side *of) {
    selat_trade_shock_clear(context, &of->shock);
    selat_trade_result_destroy(context, of->centre);
}

void run_draw_world_clear(selat_context *context, run_draw_world *world) {
    run_theta_clear(context, &world->theta);
    selat_economy_destroy(context, world->calibrated);
    clear_side(context, &world->without);
    clear_side(context, &world->with);
    selat_trade_shock_clear(context, &world->widest);
    for (int64_t k = 0; world->productivity != NULL && k <= world->inputs->accord->n_overlays; k++) {
        selat_release(context, world->productivity[k]);
    }
    selat_release(context, world->productivity);
    *world = (run_draw_world){0};
}

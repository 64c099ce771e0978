/* The last year solved at one point of the parameters, without the accord and with it. Theta enters the solver only, so
   shares are calibrated once. What an agreement makes of the world does not depend on the way there: both sides are
   solved on the calibrated base, with overlays and accord as one shock, and compared with each other. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/recycle.h"
#include "base/status.h"
#include "run/draws.h"

/* A draw is solved to a hundredth of what the accord moves, within these bounds; found: errors of a ten-thousandth. */
static const double centre_tolerance = 1e-12, loosest = 1e-7, tightest = 1e-10, part_of_effect = 1e-2;

/* ---- one point ---- */

void run_point_centre(const run_draw_world *world, run_point *point) {
    point->common = point->utilisation = 0;
    point->source = 0;
    for (int64_t s = 0; s < world->theta.n_sectors; s++) point->own[s] = 0;
    for (int64_t m = 0; m < world->inputs->accord->n_measures; m++) point->barrier[m] = 1;
}

static void record_regions(const run_draw_world *world, const selat_trade_result *without,
                           const selat_trade_result *with, double *record) {
    const selat_draws *plan = world->plan;
    for (int64_t n = 0; n < plan->n_regions; n++) {
        double gain = with->real_income_hat[n] / without->real_income_hat[n] - 1;
        double real_wage = with->real_wage_hat[n] / without->real_wage_hat[n];
        record[run_record_region(n, SELAT_DRAWN_EV_MUSD)] = without->income[n] * gain;
        record[run_record_region(n, SELAT_DRAWN_EV_PERCENT)] = 100 * gain;
        record[run_record_region(n, SELAT_DRAWN_REAL_WAGE_PERCENT)] = 100 * (real_wage - 1);
        record[run_record_region(n, SELAT_DRAWN_CUSTOMS_MUSD)] = with->tariff_revenue[n] - without->tariff_revenue[n];
        record[run_record_world(plan)] += without->income[n] * gain;
    }
}

/* One side of the world at room->theta; its trade is added to the record, `sign` times. */
static selat_status solve_side(const run_draw_world *world, run_draw_room *room, const selat_trade_shock *shock,
                               const selat_trade_options *options, double sign, double *record,
                               selat_trade_result **out) {
    const selat_draws *plan = world->plan;
    selat_economy economy = *world->calibrated;
    economy.theta = room->theta;
    TRY(selat_trade_solver_at(room->context, room->solver, shock, options, out));
    if (record == NULL) return SELAT_OK;
    run_party_trade(world->inputs->accord, &economy, room->solver, shock, *out, sign, room->weights,
                    record + run_record_exports(plan, 0), record + run_record_imports(plan, 0),
                    record + run_record_between(plan, 0, 0));
    return SELAT_OK;
}

selat_status run_draw_pair(const run_draw_world *world, run_draw_room *room, double *record,
                           selat_trade_result *results[2], bool *converged) {
    selat_trade_options options = {
        .deficits = world->deficits, .tolerance = world->tolerance, .start = room->start, .lean = true};
    const selat_trade_shock *without, *with;
    selat_status status;
    results[0] = results[1] = NULL;
    *converged = false;
    selat_trade_solver_set_theta(room->solver, room->theta);
    TRY_OR(fail, status, run_draw_shock_without(world, room, &without));
    run_guess_without(world, room);
    TRY_OR(fail, status, solve_side(world, room, without, &options, -1, record, &results[0]));
    TRY_OR(fail, status, run_draw_shock_with(world, room, without, results[0], &with));
    run_guess_with(world, room, results[0]);
    TRY_OR(fail, status, solve_side(world, room, with, &options, 1, record, &results[1]));
    *converged = results[0]->report.converged && results[1]->report.converged;
    return SELAT_OK;
fail:
    selat_trade_result_destroy(room->context, results[0]);
    return status;
}

selat_status run_draw_solve(const run_draw_world *world, run_draw_room *room, double *record, bool *converged,
                            int64_t *held) {
    selat_trade_result *results[2];
    *converged = false;
    *held = run_theta_at(&world->theta, &room->point, room->theta);
    memset(record, 0, (size_t)world->n_recorded * sizeof *record);
    TRY(run_draw_pair(world, room, record, results, converged));
    if (*converged) record_regions(world, results[0], results[1], record);
    for (int k = 0; k < 2; k++) selat_trade_result_destroy(room->context, results[k]);
    return SELAT_OK;
}

/* ---- room ---- */

static selat_status make_solver(const run_draw_world *world, run_draw_room *room) {
    TRY(selat_trade_solver_create(room->context, world->calibrated, &room->solver));
    TRY(selat_trade_solver_touch(room->context, room->solver, &world->without.shock));
    TRY(selat_trade_solver_touch(room->context, room->solver, &world->with.shock));
    return selat_trade_solver_touch(room->context, room->solver, &world->widest);
}

static selat_status make_start(const run_draw_world *world, run_draw_room *room) {
    int64_t R = world->plan->n_regions, S = world->plan->n_sectors;
    TRY(selat_new(room->context, 1, &room->start));
    room->start->n_regions = R;
    room->start->n_sectors = S;
    TRY(selat_new(room->context, 4 * R * (1 + S), &room->state));
    TRY(selat_new(room->context, R, &room->start->wage_hat));
    TRY(selat_new(room->context, R, &room->start->transfers));
    TRY(selat_new(room->context, R * S, &room->start->price_hat));
    return selat_new(room->context, R * S, &room->start->output);
}

static selat_status fill_room(selat_context *context, const run_draw_world *world, run_draw_room *room) {
    int64_t S = world->theta.n_sectors, M = world->inputs->accord->n_measures;
    TRY(selat_new(context, S, &room->theta));
    TRY(selat_new(context, 2 * world->plan->n_regions * S, &room->weights));
    TRY(selat_new(context, S, &room->point.own));
    TRY(selat_new(context, M, &room->point.barrier));
    TRY(selat_new(context, M, &room->measures));
    run_point_centre(world, &room->point);
    selat_status status = make_solver(world, room);
    if (status == SELAT_OK) status = make_start(world, room);
    return status == SELAT_OK ? SELAT_OK : selat_fail(context, status, "%s", selat_message(room->context));
}

selat_status run_draw_room_init(selat_context *context, const run_draw_world *world, run_draw_room *out) {
    *out = (run_draw_room){0};
    TRY(selat_recycler_create(context, &out->recycler));
    out->context = selat_recycler_context(out->recycler);
    selat_status status = fill_room(context, world, out);
    if (status != SELAT_OK) run_draw_room_clear(context, out);
    return status;
}

void run_draw_room_clear(selat_context *context, run_draw_room *room) {
    if (room->context != NULL) {
        selat_trade_solver_destroy(room->context, room->solver);
        selat_trade_result_destroy(room->context, room->start);
        selat_release(room->context, room->state);
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

static bool gives_output(const selat_accord *accord) {
    bool any = false;
    for (int64_t m = 0; m < accord->n_measures; m++) any |= accord->measures[m].output_given;
    for (int64_t k = 0; k < accord->n_overlays; k++) any |= gives_output(accord->overlays[k]);
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

/* Both sides to the last digit, from the base on. */
static selat_status solve_centre(selat_context *context, run_draw_world *world, double *centre, bool *converged) {
    selat_trade_options options = {.deficits = world->deficits, .tolerance = centre_tolerance};
    run_draw_room room = {.context = context}; /* its results outlive it: no memory of its own */
    selat_trade_result **without = &world->without.centre, **with = &world->with.centre;
    selat_status status;
    TRY_OR(done, status, fill_room(context, world, &room));
    memcpy(room.theta, world->calibrated->theta, (size_t)world->theta.n_sectors * sizeof(double));
    TRY_OR(done, status, solve_side(world, &room, &world->without.shock, &options, -1, centre, without));
    selat_trade_shock_clear(context, &world->with.shock); /* again, at the output it starts from */
    selat_economy economy = *world->calibrated;
    economy.output = (*without)->output;
    TRY_OR(done, status, run_draw_compile(world, context, &economy, world->inputs->accord, &world->with.shock));
    TRY_OR(done, status, solve_side(world, &room, &world->with.shock, &options, 1, centre, with));
    *converged = (*without)->report.converged && (*with)->report.converged;
    record_regions(world, *without, *with, centre);
done:
    run_draw_room_clear(context, &room);
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

/* By the largest change of a party's real income at the centre. */
static double tolerance_of(const run_draw_world *world) {
    const selat_accord *accord = world->inputs->accord;
    double largest = 0;
    for (int64_t p = 0; p < accord->n_parties; p++) {
        int64_t n = accord->parties[p];
        double gain = world->with.centre->real_income_hat[n] / world->without.centre->real_income_hat[n] - 1;
        largest = fmax(largest, fabs(gain));
    }
    return fmin(loosest, fmax(tightest, part_of_effect * largest));
}

selat_status run_draw_world_init(selat_context *context, const selat_run_inputs *inputs, int64_t year,
                                 const selat_draws *plan, run_draw_world *world, double **centre, bool *converged) {
    const selat_accord *accord = inputs->accord;
    *world = (run_draw_world){.inputs = inputs,
                              .year = year,
                              .plan = plan,
                              .tolerance = tightest,
                              .deficits = accord->deficits,
                              .n_recorded = run_record_length(plan)};
    *centre = NULL;
    selat_status status;
    TRY_OR(fail, status,
           run_theta_init(context, inputs->elasticities, plan->n_sources - 1, inputs->sources, plan->priors,
                          &world->theta));
    TRY_OR(fail, status, calibrate(context, world));
    TRY_OR(fail, status, selat_new(context, accord->n_overlays + 1, &world->productivity));
    if (gives_output(accord)) TRY_OR(fail, status, find_productivity(context, world));
    TRY_OR(fail, status, compile_centre(context, world));
    world->overlay_technology = world->without.shock.technology_hat != NULL;
    world->accord_technology = world->with.shock.technology_hat != NULL;
    TRY_OR(fail, status, run_draw_rows(world, context));
    TRY_OR(fail, status, selat_new(context, world->n_recorded, centre));
    TRY_OR(fail, status, solve_centre(context, world, *centre, converged));
    if (*converged) TRY_OR(fail, status, run_draw_guess_init(context, world));
    world->tolerance = tolerance_of(world);
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
    run_draw_guess_clear(context, &world->guess);
    selat_economy_destroy(context, world->calibrated);
    clear_side(context, &world->without);
    clear_side(context, &world->with);
    selat_trade_shock_clear(context, &world->widest);
    selat_release(context, world->rows);
    for (int64_t k = 0; world->productivity != NULL && k <= world->inputs->accord->n_overlays; k++) {
        selat_release(context, world->productivity[k]);
    }
    selat_release(context, world->productivity);
    *world = (run_draw_world){0};
}

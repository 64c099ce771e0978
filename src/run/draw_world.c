/* The last year at one point of the parameters: base without deficits (where asked for), overlays, accord, each solved
   on the state the one before left. Theta enters the solver only, so shares are calibrated once; what overlays make of
   the base depends on theta, so they are solved again in every draw. */
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

static double within(double value, double low, double high) { return value < low ? low : value > high ? high : value; }

/* The accord with its drawn numbers, in room->measures. */
static selat_accord drawn_accord(const run_draw_world *world, run_draw_room *room) {
    static const double largest_cut = 0.99;
    selat_accord accord = *world->inputs->accord;
    memcpy(room->measures, accord.measures, (size_t)accord.n_measures * sizeof *room->measures);
    for (int64_t m = 0; m < accord.n_measures; m++) {
        selat_measure *measure = &room->measures[m];
        measure->barrier_cut = within(measure->barrier_cut * room->point.barrier[m], -1, largest_cut);
        bool assumed = measure->assumed != NULL || !measure->utilisation_given;
        if (measure->kind != SELAT_MEASURE_TARIFF || !assumed) continue;
        measure->utilisation = within(measure->utilisation + room->point.utilisation, 0, 1);
    }
    accord.measures = room->measures;
    return accord;
}

static bool moves_measures(const run_draw_world *world, const run_point *point) {
    if (point->utilisation != 0) return true;
    for (int64_t m = 0; m < world->inputs->accord->n_measures; m++) {
        if (point->barrier[m] != 1) return true;
    }
    return false;
}

static void record_all(const run_draw_world *world, const selat_economy *base, const selat_trade_shock *shock,
                       const selat_trade_result *result, double *weights, double *record) {
    const selat_draws *plan = world->plan;
    memset(record, 0, (size_t)world->n_recorded * sizeof *record);
    for (int64_t n = 0; n < plan->n_regions; n++) {
        double ev = run_equivalent_variation_musd(result, n);
        record[run_record_region(n, SELAT_DRAWN_EV_MUSD)] = ev;
        record[run_record_region(n, SELAT_DRAWN_EV_PERCENT)] = 100 * (result->real_income_hat[n] - 1);
        record[run_record_region(n, SELAT_DRAWN_REAL_WAGE_PERCENT)] = 100 * (result->real_wage_hat[n] - 1);
        record[run_record_region(n, SELAT_DRAWN_CUSTOMS_MUSD)] = result->tariff_revenue[n] - base->tariff_revenue[n];
        record[run_record_world(plan)] += ev;
    }
    double *exports = record + run_record_exports(plan, 0), *imports = record + run_record_imports(plan, 0);
    double *between = record + run_record_between(plan, 0, 0);
    run_party_trade(world->inputs->accord, base, shock, result, 1, weights, exports, imports, between);
    run_party_trade(world->inputs->accord, base, NULL, NULL, -1, weights, exports, imports, between);
}

/* The accord on its baseline. */
static selat_status solve_accord(const run_draw_world *world, run_draw_room *room, const selat_economy *base,
                                 double *record, bool *converged) {
    const run_draw_stage *stage = &world->stages[world->n_stages - 1];
    selat_trade_options options = {.deficits = run_deficits(world->inputs->accord),
                                   .tolerance = world->tolerance,
                                   .start = stage->start};
    selat_context *context = room->context;
    selat_trade_shock own = {0};
    const selat_trade_shock *shock = &stage->shock;
    selat_trade_result *result = NULL;
    selat_status status = SELAT_OK;
    if (moves_measures(world, &room->point)) {
        selat_accord accord = drawn_accord(world, room);
        TRY_OR(done, status,
               selat_accord_compile(context, &accord, base, world->inputs->tariffs, world->inputs->table->year,
                                    world->year, NULL, &own));
        shock = &own;
    }
    TRY_OR(done, status, selat_trade_solve(context, base, shock, &options, &result));
    *converged &= result->report.converged;
    if (*converged) record_all(world, base, shock, result, room->weights, record);
done:
    selat_trade_result_destroy(context, result);
    selat_trade_shock_clear(context, &own);
    return status;
}

/* One stage before the accord: *economy (owned unless it is `first`) becomes the state after it. */
static selat_status solve_stage(const run_draw_world *world, selat_context *context, const run_draw_stage *stage,
                                const selat_economy *first, selat_economy **economy, bool *converged) {
    selat_trade_options options = {.deficits = stage->accord == NULL ? SELAT_DEFICITS_ZERO
                                                                     : run_deficits(world->inputs->accord),
                                   .tolerance = world->tolerance,
                                   .start = stage->start};
    const selat_economy *before = *economy != NULL ? *economy : first;
    selat_trade_result *result = NULL;
    selat_economy *after = NULL;
    selat_status status = selat_trade_solve(context, before, &stage->shock, &options, &result);
    if (status == SELAT_OK) *converged &= result->report.converged;
    if (status == SELAT_OK) status = selat_economy_rebase(context, before, &stage->shock, result, &after);
    selat_trade_result_destroy(context, result);
    if (status != SELAT_OK) return status;
    selat_economy_destroy(context, *economy);
    *economy = after;
    return SELAT_OK;
}

selat_status run_draw_solve(const run_draw_world *world, run_draw_room *room, double *record, bool *converged,
                            int64_t *held) {
    selat_economy first = *world->calibrated; /* borrows everything but theta */
    selat_economy *economy = NULL;
    selat_status status = SELAT_OK;
    first.theta = room->theta;
    *held = run_theta_at(&world->theta, &room->point, room->theta);
    *converged = true;
    for (int64_t k = 0; k + 1 < world->n_stages && status == SELAT_OK && *converged; k++) {
        status = solve_stage(world, room->context, &world->stages[k], &first, &economy, converged);
    }
    if (status == SELAT_OK && *converged) {
        status = solve_accord(world, room, economy != NULL ? economy : &first, record, converged);
    }
    selat_economy_destroy(room->context, economy);
    return status;
}

/* ---- room ---- */

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
    run_point_centre(world, &out->point);
    return SELAT_OK;
fail:
    run_draw_room_clear(context, out);
    return status;
}

void run_draw_room_clear(selat_context *context, run_draw_room *room) {
    selat_release(context, room->theta);
    selat_release(context, room->weights);
    selat_release(context, room->point.own);
    selat_release(context, room->point.barrier);
    selat_release(context, room->measures);
    selat_recycler_destroy(context, room->recycler);
    *room = (run_draw_room){0};
}

/* ---- the centre ---- */

/* Solves one stage at the centre from scratch; *economy becomes the state after it. */
static selat_status start_stage(selat_context *context, run_draw_world *world, run_draw_stage *stage,
                                selat_economy **economy, bool *converged) {
    const selat_run_inputs *inputs = world->inputs;
    selat_trade_options options = {.deficits = stage->accord == NULL ? SELAT_DEFICITS_ZERO
                                                                     : run_deficits(inputs->accord),
                                   .tolerance = centre_tolerance};
    selat_economy *after = NULL;
    if (stage->accord != NULL) {
        TRY(selat_accord_compile(context, stage->accord, *economy, inputs->tariffs, inputs->table->year, world->year,
                                 NULL, &stage->shock));
    }
    TRY(selat_trade_solve(context, *economy, &stage->shock, &options, &stage->start));
    *converged &= stage->start->report.converged;
    if (stage->accord == inputs->accord) return SELAT_OK;
    TRY(selat_economy_rebase(context, *economy, &stage->shock, stage->start, &after));
    selat_economy_destroy(context, *economy);
    *economy = after;
    return SELAT_OK;
}

static selat_status list_stages(selat_context *context, run_draw_world *world) {
    const selat_accord *accord = world->inputs->accord;
    TRY(selat_new(context, accord->n_overlays + 2, &world->stages));
    if (accord->deficits == SELAT_DEFICITS_ZERO) world->n_stages++;
    for (int64_t k = 0; k < accord->n_overlays; k++) world->stages[world->n_stages++].accord = accord->overlays[k];
    world->stages[world->n_stages++].accord = accord;
    return SELAT_OK;
}

static selat_status solve_centre(selat_context *context, run_draw_world *world, double *centre, bool *converged) {
    run_draw_room room;
    selat_economy *economy = NULL;
    TRY(run_draw_room_init(context, world, &room));
    selat_status status = selat_economy_copy(context, world->calibrated, &economy);
    if (status == SELAT_OK) (void)run_theta_at(&world->theta, &room.point, economy->theta);
    *converged = true;
    for (int64_t k = 0; k < world->n_stages && status == SELAT_OK; k++) {
        status = start_stage(context, world, &world->stages[k], &economy, converged);
    }
    if (status == SELAT_OK) {
        const run_draw_stage *last = &world->stages[world->n_stages - 1];
        record_all(world, economy, &last->shock, last->start, room.weights, centre);
    }
    selat_economy_destroy(context, economy);
    run_draw_room_clear(context, &room);
    return status;
}

selat_status run_draw_world_init(selat_context *context, const selat_run_inputs *inputs, int64_t year,
                                 const selat_draws *plan, run_draw_world *world, double **centre, bool *converged) {
    int64_t n_sources = plan->n_sources - 1;
    *world = (run_draw_world){.inputs = inputs, .year = year, .plan = plan, .tolerance = draw_tolerance};
    world->n_recorded = run_record_length(plan);
    *centre = NULL;
    selat_status status;
    TRY_OR(fail, status,
           run_theta_init(context, inputs->elasticities, n_sources, inputs->sources, plan->priors, &world->theta));
    TRY_OR(fail, status,
           selat_economy_calibrate(context, inputs->table, inputs->tariffs, inputs->elasticities,
                                   inputs->accord->tariff_scale, &world->calibrated));
    TRY_OR(fail, status, list_stages(context, world));
    TRY_OR(fail, status, selat_new(context, world->n_recorded, centre));
    TRY_OR(fail, status, solve_centre(context, world, *centre, converged));
    return SELAT_OK;
fail:
    selat_release(context, *centre);
    *centre = NULL;
    run_draw_world_clear(context, world);
    return status;
}

void run_draw_world_clear(selat_context *context, run_draw_world *world) {
    run_theta_clear(context, &world->theta);
    selat_economy_destroy(context, world->calibrated);
    for (int64_t k = 0; k < world->n_stages; k++) {
        selat_trade_shock_clear(context, &world->stages[k].shock);
        selat_trade_result_destroy(context, world->stages[k].start);
    }
    selat_release(context, world->stages);
    *world = (run_draw_world){0};
}

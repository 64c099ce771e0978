/* What overlays and accord do at a point of the parameters, as one shock on the calibrated base. */
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "run/draws.h"

static double within(double value, double low, double high) { return value < low ? low : value > high ? high : value; }

selat_accord run_drawn_accord(const run_draw_world *world, const run_point *point, selat_measure *measures) {
    static const double largest_cut = 0.99;
    selat_accord accord = *world->inputs->accord;
    memcpy(measures, accord.measures, (size_t)accord.n_measures * sizeof *measures);
    for (int64_t m = 0; m < accord.n_measures; m++) {
        selat_measure *measure = &measures[m];
        measure->barrier_cut = within(measure->barrier_cut * point->barrier[m], -1, largest_cut);
        bool assumed = measure->assumed != NULL || !measure->utilisation_given;
        if (measure->kind != SELAT_MEASURE_TARIFF || !assumed) continue;
        measure->utilisation = within(measure->utilisation + point->utilisation, 0, 1);
    }
    accord.measures = measures;
    return accord;
}

bool run_point_moves_measures(const run_draw_world *world, const run_point *point) {
    if (point->utilisation != 0) return true;
    for (int64_t m = 0; m < world->inputs->accord->n_measures; m++) {
        if (point->barrier[m] != 1) return true;
    }
    return false;
}

static selat_status add_agreement(const run_draw_world *world, selat_context *context, const selat_economy *economy,
                                  const selat_accord *agreement, int64_t position, selat_trade_shock *shock) {
    selat_compile_options found = {
        .without_product = -1, .without_measure = -1, .productivity = world->productivity[position]};
    return selat_accord_compile_onto(context, agreement, economy, world->inputs->tariffs, world->inputs->table->year,
                                     world->year, &found, shock);
}

selat_status run_draw_compile(const run_draw_world *world, selat_context *context, const selat_economy *economy,
                              const selat_accord *accord, selat_trade_shock *out) {
    const selat_accord *own = world->inputs->accord;
    *out = (selat_trade_shock){0};
    for (int64_t k = 0; k < own->n_overlays; k++) {
        TRY(add_agreement(world, context, economy, own->overlays[k], k, out));
    }
    if (accord == NULL) return SELAT_OK;
    return add_agreement(world, context, economy, accord, own->n_overlays, out);
}

selat_status run_draw_shocks(const run_draw_world *world, run_draw_room *room, const selat_trade_shock **without,
                             const selat_trade_shock **with) {
    selat_economy economy = *world->calibrated; /* borrows everything but theta */
    economy.theta = room->theta;
    *without = &world->without.shock;
    *with = &world->with.shock;
    selat_trade_shock_clear(room->context, &room->without);
    selat_trade_shock_clear(room->context, &room->with);
    if (world->has_capacity && world->base_moves) {
        TRY(run_draw_compile(world, room->context, &economy, NULL, &room->without));
        *without = &room->without;
    }
    if (!world->has_capacity && !run_point_moves_measures(world, &room->point)) return SELAT_OK;
    selat_accord accord = run_drawn_accord(world, &room->point, room->measures);
    TRY(run_draw_compile(world, room->context, &economy, &accord, &room->with));
    *with = &room->with;
    return SELAT_OK;
}

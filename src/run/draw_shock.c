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

/* ---- the accord's measures anew, on the rows that they touch ---- */

static double **flow_arrays(selat_trade_shock *shock, int which) {
    double **const arrays[] = {&shock->tariff, &shock->iceberg_hat, &shock->import_rent_hat, &shock->export_rent_hat};
    return arrays[which];
}
enum { FLOW_ARRAYS = 4, TARIFFS = 0 };

static bool row_differs(const double *a, const double *b, double neutral, int64_t R) {
    for (int64_t i = 0; a != NULL && i < R; i++) {
        if (a[i] != (b != NULL ? b[i] : neutral)) return true;
    }
    return false;
}

static const double *row_of(const double *array, int64_t at) { return array == NULL ? NULL : array + at; }

selat_status run_draw_rows(run_draw_world *world, selat_context *context) {
    int64_t R = world->calibrated->n_regions, S = world->calibrated->n_sectors;
    TRY(selat_new(context, S * R, &world->rows));
    for (int64_t row = 0; row < S * R; row++) {
        bool differs = false;
        for (int k = 0; k < FLOW_ARRAYS; k++) {
            const double *base = k == TARIFFS ? world->calibrated->tariff : NULL;
            const double *without = *flow_arrays(&world->without.shock, k);
            if (without == NULL) without = base;
            const double *with = row_of(*flow_arrays(&world->with.shock, k), row * R);
            const double *widest = row_of(*flow_arrays(&world->widest, k), row * R);
            differs |= row_differs(with, row_of(without, row * R), 1, R);
            differs |= row_differs(widest, row_of(without, row * R), 1, R);
        }
        if (differs) world->rows[world->n_rows++] = row;
    }
    return SELAT_OK;
}

/* Brings room->with to what the world without the accord has: the accord's measures go on top. */
static void take_off_accord(const run_draw_world *world, const selat_trade_shock *without, selat_trade_shock *with) {
    int64_t R = world->calibrated->n_regions, S = world->calibrated->n_sectors;
    for (int k = 0; k < FLOW_ARRAYS; k++) {
        double *to = *flow_arrays(with, k);
        const double *from = *flow_arrays((selat_trade_shock *)without, k);
        if (from == NULL && k == TARIFFS) from = world->calibrated->tariff;
        for (int64_t a = 0; to != NULL && a < world->n_rows; a++) {
            int64_t at = world->rows[a] * R;
            for (int64_t i = 0; i < R; i++) to[at + i] = from != NULL ? from[at + i] : 1;
        }
    }
    for (int64_t at = 0; with->technology_hat != NULL && at < R * S; at++) {
        with->technology_hat[at] = without->technology_hat != NULL ? without->technology_hat[at] : 1;
    }
    for (int64_t n = 0; with->labour_hat != NULL && n < R; n++) {
        with->labour_hat[n] = without->labour_hat != NULL ? without->labour_hat[n] : 1;
    }
    with->n_purchases = without->n_purchases;
}

/* room->with at the drawn accord; its arrays are made once. */
static selat_status put_on_accord(const run_draw_world *world, run_draw_room *room, const selat_economy *economy,
                                  const selat_trade_shock *without) {
    selat_accord accord = run_drawn_accord(world, &room->point, room->measures);
    if (!room->with_made) {
        TRY(run_draw_compile(world, room->context, economy, &accord, &room->with));
        room->with_made = true;
        return SELAT_OK;
    }
    take_off_accord(world, without, &room->with);
    return add_agreement(world, room->context, economy, &accord, accord.n_overlays, &room->with);
}

selat_status run_draw_shock_without(const run_draw_world *world, run_draw_room *room, const selat_trade_shock **out) {
    selat_economy economy = *world->calibrated; /* borrows everything but theta */
    economy.theta = room->theta;
    *out = &world->without.shock;
    if (!world->overlay_technology) return SELAT_OK;
    selat_trade_shock_clear(room->context, &room->without);
    *out = &room->without;
    return run_draw_compile(world, room->context, &economy, NULL, &room->without);
}

selat_status run_draw_shock_with(const run_draw_world *world, run_draw_room *room, const selat_trade_shock *without,
                                 const selat_trade_result *base, const selat_trade_shock **out) {
    bool own = world->overlay_technology || world->accord_technology || run_point_moves_measures(world, &room->point);
    *out = own ? &room->with : &world->with.shock;
    if (!own) return SELAT_OK;
    selat_economy economy = *world->calibrated;
    economy.theta = room->theta;
    economy.output = base->output;
    return put_on_accord(world, room, &economy, without);
}

/* The parties' indicators, and who stands on whom: on the tables before and after the accord. */
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "live/slow.h"
#include "selat/dependence.h"

enum { SIDES = 2 };

struct live_indicators {
    selat_indicator_world *worlds[SIDES]; /* shared by all indicators of a side */
    double **values;                      /* [indicators][SIDES], NULL: not computed */
    int64_t count;
};

void live_indicators_destroy(selat_live *live, live_indicators *state) {
    if (state == NULL) return;
    for (int side = 0; side < SIDES; side++) selat_indicator_world_destroy(live->context, state->worlds[side]);
    for (int64_t k = 0; state->values != NULL && k < SIDES * state->count; k++) selat_release(live->context, state->values[k]);
    selat_release(live->context, state->values);
    selat_release(live->context, state);
}

static selat_status need_world(selat_live *live, int64_t side, selat_indicator_world **out) {
    live_slow *slow = live->slow;
    if (slow->indicators == NULL) TRY(selat_new(live->context, 1, &slow->indicators));
    live_indicators *state = slow->indicators;
    TRY(live_need_tables(live));
    if (state->worlds[side] == NULL) {
        const selat_table *table = side == 0 ? live->now->of.table : slow->table;
        selat_leontief *leontief = side == 0 ? live->now->leontief : slow->leontief;
        TRY(selat_indicator_world_create(live->context, table, leontief, live->accord->n_parties, live->accord->parties, &state->worlds[side]));
    }
    *out = state->worlds[side];
    return SELAT_OK;
}

/* ---- [R][R] matrices ---- */

typedef selat_status (*matrix_fn)(selat_context *context, selat_indicator_world *world, double *out);

static selat_status matrix(selat_live *live, int64_t side, selat_live_kind base, matrix_fn compute) {
    int64_t R = live->table->regions.count;
    selat_live_kind kind = base + (selat_live_kind)side;
    selat_indicator_world *world;
    double *out;
    TRY(need_world(live, side, &world));
    TRY(live_room(live, kind, R, R, &out));
    TRY(compute(live->context, world, out));
    live_ready(live, kind);
    return SELAT_OK;
}

selat_status live_value_added_piece(selat_live *live, int64_t at) {
    return matrix(live, at, SELAT_LIVE_VALUE_ADDED_BASE, selat_value_added_flows);
}
selat_status live_stops_piece(selat_live *live, int64_t at) { return matrix(live, at, SELAT_LIVE_STOPS_BASE, selat_stop_exposure); }

/* ---- every registered indicator ---- */

/* One indicator on one side, then all as rows. */
int64_t live_indicators_count(const selat_live *live) {
    int64_t count;
    (void)live;
    (void)selat_indicators(&count);
    return SIDES * count + 1;
}

static bool is_wanted(const selat_live *live, const selat_indicator *one) {
    return run_indicator_wanted(live->accord, live->table->sectors.count, one);
}

static int64_t n_sectors_of(const selat_live *live, const selat_indicator *one) {
    return one->level == SELAT_INDICATOR_INDUSTRY ? live->table->sectors.count : 1;
}

static selat_status gather(selat_live *live, const live_indicators *state) {
    enum { COLUMNS = 5 };
    int64_t count, rows = 0, P = live->accord->n_parties;
    const selat_indicator *all = selat_indicators(&count);
    double *out;
    for (int64_t k = 0; k < count; k++) rows += is_wanted(live, &all[k]) ? P * n_sectors_of(live, &all[k]) : 0;
    TRY(live_room(live, SELAT_LIVE_INDICATOR_ROWS, rows, COLUMNS, &out));
    for (int64_t k = 0; k < count; k++) {
        if (!is_wanted(live, &all[k])) continue;
        int64_t n_sectors = n_sectors_of(live, &all[k]);
        for (int64_t row = 0; row < P * n_sectors; row++, out += COLUMNS) {
            int64_t region = live->accord->parties[row / n_sectors], sector = n_sectors > 1 ? row % n_sectors : -1;
            int64_t cell = region * n_sectors + (sector < 0 ? 0 : sector);
            const double numbers[COLUMNS] = {(double)k, (double)region, (double)sector, state->values[SIDES * k][cell],
                                             state->values[SIDES * k + 1][cell]};
            memcpy(out, numbers, sizeof numbers);
        }
    }
    live_ready(live, SELAT_LIVE_INDICATOR_ROWS);
    return SELAT_OK;
}

selat_status live_indicators_piece(selat_live *live, int64_t at) {
    int64_t count;
    const selat_indicator *all = selat_indicators(&count);
    selat_indicator_world *world;
    TRY(need_world(live, at % SIDES, &world));
    live_indicators *state = live->slow->indicators;
    if (state->values == NULL) {
        TRY(selat_new(live->context, SIDES * count, &state->values));
        state->count = count;
    }
    if (at == SIDES * count) return gather(live, state);
    const selat_indicator *one = &all[at / SIDES];
    if (!is_wanted(live, one)) return SELAT_OK;
    selat_release(live->context, state->values[at]);
    state->values[at] = NULL;
    TRY(selat_new(live->context, live->table->regions.count * n_sectors_of(live, one), &state->values[at]));
    return selat_indicator_compute(live->context, one, world, state->values[at]);
}

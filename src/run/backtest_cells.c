/* Which flows of a window are compared, and how their shares have changed. */
#include <math.h>

#include "base/memory.h"
#include "base/status.h"
#include "run/backtest.h"

static const double treated_change = 0.01; /* a point of the rate */

static selat_status allocate(selat_context *context, int64_t room, backtest_cells *c) {
    TRY(selat_new(context, room, &c->cell));
    TRY(selat_new(context, room, &c->importer_product));
    TRY(selat_new(context, room, &c->exporter_product));
    TRY(selat_new(context, room, &c->pair));
    TRY(selat_new(context, room, &c->treated));
    TRY(selat_new(context, room, &c->trade));
    TRY(selat_new(context, room, &c->tariff_change));
    return selat_new(context, room, &c->actual);
}

static double spent(const float *flow, const double *rates, int64_t row, int64_t R) {
    double sum = 0;
    for (int64_t i = 0; i < R; i++) sum += (double)flow[row * R + i] * (1 + rates[row * R + i]);
    return sum;
}

typedef struct two_years {
    const float *flow_from, *flow_to;
    const double *rates_from, *rates_to;
    double least_musd, world_musd;
} two_years;

static void add_cell(const two_years *y, int64_t s, int64_t n, int64_t i, int64_t R, double spent_ratio,
                     backtest_cells *c) {
    int64_t cell = (s * R + n) * R + i;
    double from = (double)y->flow_from[cell], to = (double)y->flow_to[cell];
    if (!(from >= y->least_musd && from > 0)) return;
    if (!(to > 0)) {
        c->vanished++;
        return;
    }
    int64_t k = c->count++;
    c->cell[k] = cell;
    c->importer_product[k] = s * R + n;
    c->exporter_product[k] = s * R + i;
    c->pair[k] = n * R + i;
    c->trade[k] = from;
    c->tariff_change[k] = y->rates_to[cell] - y->rates_from[cell];
    c->treated[k] = fabs(c->tariff_change[k]) >= treated_change;
    c->actual[k] = log(to * (1 + y->rates_to[cell]) / (from * (1 + y->rates_from[cell])) / spent_ratio);
    c->trade_share += from;
}

static void fill(const backtest_world *w, two_years *y, backtest_cells *c) {
    int64_t R = w->R;
    for (int64_t s = 0; s < w->S - 1; s++) { /* goods: SVC is the last */
        for (int64_t n = 0; n < R; n++) {
            double spent_from = spent(y->flow_from, y->rates_from, s * R + n, R);
            double spent_to = spent(y->flow_to, y->rates_to, s * R + n, R);
            for (int64_t i = 0; i < R; i++) {
                if (i == n) continue;
                y->world_musd += (double)y->flow_from[(s * R + n) * R + i];
                if (w->inputs->panel->importer_missing[n]) continue;
                add_cell(y, s, n, i, R, spent_to / spent_from, c);
            }
        }
    }
    c->trade_share = y->world_musd > 0 ? c->trade_share / y->world_musd : 0;
}

selat_status backtest_cells_make(selat_context *context, const backtest_world *world, selat_window window,
                                 const double *rates_from, const double *rates_to, backtest_cells *out) {
    const selat_panel *panel = world->inputs->panel;
    *out = (backtest_cells){0};
    two_years y = {.flow_from = selat_panel_flows_musd(panel, window.from),
                   .flow_to = selat_panel_flows_musd(panel, window.to),
                   .rates_from = rates_from,
                   .rates_to = rates_to,
                   .least_musd = world->inputs->least_musd};
    selat_status status = allocate(context, world->S * world->R * world->R, out);
    if (status == SELAT_OK) {
        fill(world, &y, out);
    } else {
        backtest_cells_clear(context, out);
    }
    return status;
}

void backtest_cells_clear(selat_context *context, backtest_cells *cells) {
    void *const parts[] = {cells->cell,  cells->importer_product, cells->exporter_product, cells->pair, cells->treated,
                           cells->trade, cells->tariff_change,    cells->actual};
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) selat_release(context, parts[k]);
    *cells = (backtest_cells){0};
}

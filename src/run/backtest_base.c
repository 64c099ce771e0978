/* The base of a past year. National tables of past years do not ship: input and value-added shares of output are those
   of the table, and final demand is what is left of purchases. */
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "run/backtest.h"

static selat_status check_regions(selat_context *context, const selat_backtest_inputs *inputs) {
    const selat_labels *a = &inputs->panel->regions, *b = &inputs->table->regions;
    bool same = a->count == b->count;
    for (int64_t n = 0; same && n < a->count; n++) same = strcmp(a->codes[n], b->codes[n]) == 0;
    if (same) return SELAT_OK;
    return selat_fail(context, SELAT_BAD_INPUT, "panel %s and table %s: expected the same regions in the same order",
                      inputs->panel->name, inputs->table->name);
}

static selat_status group_sectors(selat_context *context, backtest_world *w) {
    const selat_labels *from = &w->inputs->table->sectors, *to = &w->inputs->panel->sectors;
    TRY(selat_new(context, from->count, &w->sector_group));
    for (int64_t s = 0; s < from->count; s++) {
        int64_t found = selat_labels_find(to, from->codes[s]);
        w->sector_group[s] = found >= 0 ? found : to->count - 1; /* SVC */
    }
    return SELAT_OK;
}

static selat_status aggregate(selat_context *context, backtest_world *w) {
    int64_t *same;
    TRY(selat_new(context, w->R, &same));
    for (int64_t n = 0; n < w->R; n++) same[n] = n;
    selat_status status = selat_table_aggregate(context, w->inputs->table, &w->inputs->panel->regions, same,
                                                &w->inputs->panel->sectors, w->sector_group, &w->table);
    selat_release(context, same);
    return status;
}

void backtest_by_panel_sector(const backtest_world *world, const double *by_table, double *out) {
    for (int64_t s = 0; s < world->S; s++) {
        double sum = 0, count = 0;
        for (int64_t t = 0; t < world->inputs->table->sectors.count; t++) {
            if (world->sector_group[t] != s) continue;
            sum += by_table[t];
            count += 1;
        }
        out[s] = count > 0 ? sum / count : 1;
    }
}

selat_status backtest_world_make(selat_context *context, const selat_backtest_inputs *inputs, backtest_world *out) {
    *out = (backtest_world){.inputs = inputs, .R = inputs->panel->regions.count, .S = inputs->panel->sectors.count};
    selat_status status;
    TRY_OR(fail, status, check_regions(context, inputs));
    TRY_OR(fail, status, group_sectors(context, out));
    TRY_OR(fail, status, aggregate(context, out));
    out->elasticities.n_sectors = out->S;
    TRY_OR(fail, status, selat_copy_text(context, inputs->elasticities->name, &out->elasticities.name));
    TRY_OR(fail, status, selat_new(context, out->S, &out->elasticities.theta));
    backtest_by_panel_sector(out, inputs->elasticities->theta, out->elasticities.theta);
    return SELAT_OK;
fail:
    backtest_world_clear(context, out);
    return status;
}

void backtest_world_clear(selat_context *context, backtest_world *world) {
    selat_release(context, world->sector_group);
    selat_release(context, world->elasticities.name);
    selat_release(context, world->elasticities.theta);
    selat_table_destroy(context, world->table);
    *world = (backtest_world){0};
}

void backtest_rates(const backtest_world *world, int64_t year, double *out) {
    const float *rates = selat_panel_tariffs(world->inputs->panel, year);
    for (int64_t k = 0; k < world->S * world->R * world->R; k++) out[k] = (double)rates[k];
    if (world->inputs->duties != NULL) selat_added_duties_apply(world->inputs->duties, world->R, year, out);
}

/* Shares of origins, purchases [R][S] and output [R][S] of the year. */
static void set_flows(const backtest_world *w, const float *flow, selat_table *t, double *bought) {
    int64_t R = w->R, S = w->S;
    for (int64_t s = 0; s < S; s++) {
        for (int64_t n = 0; n < R; n++) {
            const float *row = flow + (s * R + n) * R;
            double sum = 0;
            for (int64_t i = 0; i < R; i++) {
                sum += (double)row[i];
                t->output_musd[i * S + s] += (double)row[i];
            }
            for (int64_t i = 0; i < R && sum > 0; i++) t->trade_share[(s * R + n) * R + i] = (double)row[i] / sum;
            bought[n * S + s] = sum;
        }
    }
}

/* Inputs by the table's coefficients, final demand and value added as what is left. */
static void set_use(const backtest_world *w, const double *bought, selat_table *t) {
    int64_t R = w->R, S = w->S;
    memcpy(t->primary_musd, t->output_musd, (size_t)(R * S) * sizeof(double));
    for (int64_t n = 0; n < R; n++) {
        for (int64_t s = 0; s < S; s++) {
            double left = bought[n * S + s];
            for (int64_t k = 0; k < S && bought[n * S + s] > 0; k++) {
                int64_t at = (n * S + s) * S + k;
                double output = w->table->output_musd[n * S + k];
                t->use_musd[at] = output > 0 ? w->table->use_musd[at] / output * t->output_musd[n * S + k] : 0;
                left -= t->use_musd[at];
                t->primary_musd[n * S + k] -= t->use_musd[at];
            }
            t->final_musd[n * S + s] = left;
        }
    }
}

static selat_status make_table(selat_context *context, const backtest_world *w, int64_t year, selat_table **out) {
    static const char *const demand = "FINAL", *const primary = "VALU";
    selat_labels demands = {0}, rows = {0}, none = {0};
    double *bought = NULL;
    selat_status status;
    TRY_OR(done, status, selat_labels_init(context, 1, &demand, NULL, &demands));
    TRY_OR(done, status, selat_labels_init(context, 1, &primary, NULL, &rows));
    TRY_OR(done, status, selat_new(context, w->R * w->S, &bought));
    TRY_OR(done, status, selat_table_create(context, w->inputs->panel->name, year, &w->inputs->panel->regions,
                                            &w->inputs->panel->sectors, &demands, &rows, &none, &none, out));
    set_flows(w, selat_panel_flows_musd(w->inputs->panel, year), *out, bought);
    set_use(w, bought, *out);
done:
    selat_labels_clear(context, &demands);
    selat_labels_clear(context, &rows);
    selat_release(context, bought);
    return status;
}

selat_status backtest_economy(selat_context *context, const backtest_world *world, int64_t year, const double *rates,
                              selat_economy **out) {
    selat_table *table = NULL;
    selat_tariffs tariffs = {.name = world->inputs->panel->name, .n_regions = world->R, .n_sectors = world->S,
                             .rate = (double *)rates, .importer_missing = world->inputs->panel->importer_missing};
    *out = NULL;
    selat_status status = make_table(context, world, year, &table);
    if (status == SELAT_OK) {
        status = selat_economy_calibrate(context, table, &tariffs, &world->elasticities, NULL, out);
    }
    selat_table_destroy(context, table);
    return status;
}

/* Windows and events of the past, one after the other; sets of theta in parallel. */
#include "run/backtest.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/threads.h"

static const double draw_tolerance = 1e-8; /* as a run's draws */

static const char *const sample_names[SELAT_BACKTEST_SAMPLES] = {"all", "treated", "control", "within",
                                                                 "within_trade"};

const char *selat_backtest_sample_name(selat_backtest_sample sample) { return sample_names[sample]; }

/* What one window works on. */
typedef struct window_work {
    const backtest_world *world;
    selat_window years;
    double *rates_from, *rates_to; /* [S][R][R] */
    selat_economy *economy;
    backtest_cells cells;
    int64_t n_sets;
    double *central;               /* [cells] log changes by the central theta */
    float *drawn;                  /* [n_sets][cells] the same by each set */
    selat_trade_report *reports;   /* [1 + n_sets] */
} window_work;

static selat_status check_window(selat_context *context, const selat_panel *p, selat_window w) {
    if (w.from < w.to && selat_panel_tariffs(p, w.from) != NULL && selat_panel_tariffs(p, w.to) != NULL) return SELAT_OK;
    return selat_fail(context, SELAT_BAD_INPUT,
                      "window %lld-%lld: expected two years, the first before the second, within %lld and %lld",
                      (long long)w.from, (long long)w.to, (long long)p->first_year,
                      (long long)(p->first_year + p->n_tariff_years - 1));
}

/* Solves with the k-th theta (0: the central one) and keeps the log changes of the compared shares. */
static selat_status predict(selat_context *own, void *data, int64_t k) {
    window_work *w = data;
    int64_t R = w->world->R, S = w->world->S, n = w->cells.count;
    selat_economy economy = *w->economy; /* borrows all but theta */
    selat_trade_shock shock = {.tariff = w->rates_to};
    selat_trade_options options = {.deficits = w->world->inputs->deficits, .tolerance = k > 0 ? draw_tolerance : 0};
    selat_trade_result *result = NULL;
    double *theta = NULL, *share = NULL;
    selat_status status;
    TRY_OR(done, status, selat_copy_doubles(own, w->economy->theta, S, &theta));
    TRY_OR(done, status, selat_new(own, S * R * R, &share));
    if (k > 0) {
        const selat_backtest_inputs *inputs = w->world->inputs;
        backtest_by_panel_sector(w->world, inputs->theta_sets + (k - 1) * inputs->table->sectors.count, theta);
    }
    economy.theta = theta;
    TRY_OR(done, status, selat_trade_solve(own, &economy, &shock, &options, &result));
    w->reports[k] = result->report;
    TRY_OR(done, status, selat_trade_new_shares(own, &economy, &shock, result, share));
    for (int64_t c = 0; c < n; c++) {
        double change = log(share[w->cells.cell[c]] / economy.pi[w->cells.cell[c]]);
        if (k == 0) w->central[c] = change;
        if (k > 0) w->drawn[(k - 1) * n + c] = (float)change;
    }
done:
    selat_trade_result_destroy(own, result);
    selat_release(own, theta);
    selat_release(own, share);
    return status;
}

static void clear_work(selat_context *context, window_work *w) {
    selat_release(context, w->rates_from);
    selat_release(context, w->rates_to);
    selat_economy_destroy(context, w->economy);
    backtest_cells_clear(context, &w->cells);
    selat_release(context, w->central);
    selat_release(context, w->drawn);
    selat_release(context, w->reports);
}

static selat_status work_out(selat_context *context, const backtest_world *world, selat_window years, int64_t n_sets,
                             window_work *w) {
    int64_t flows = world->S * world->R * world->R;
    *w = (window_work){.world = world, .years = years, .n_sets = n_sets};
    TRY(check_window(context, world->inputs->panel, years));
    TRY(selat_new(context, flows, &w->rates_from));
    TRY(selat_new(context, flows, &w->rates_to));
    backtest_rates(world, years.from, w->rates_from);
    backtest_rates(world, years.to, w->rates_to);
    TRY(backtest_economy(context, world, years.from, w->rates_from, &w->economy));
    TRY(backtest_cells_make(context, world, years, w->rates_from, w->rates_to, &w->cells));
    TRY(selat_new(context, w->cells.count, &w->central));
    TRY(selat_new(context, n_sets * w->cells.count, &w->drawn));
    TRY(selat_new(context, 1 + n_sets, &w->reports));
    return selat_parallel(context, 1 + n_sets, predict, w);
}

static selat_trade_report worst(const selat_trade_report *reports, int64_t count) {
    selat_trade_report out = reports[0];
    for (int64_t k = 1; k < count; k++) {
        const selat_trade_report *r = &reports[k];
        bool worse = r->converged != out.converged ? !r->converged : r->residual > out.residual;
        if (worse) out = *r;
    }
    return out;
}

/* ---- one window ---- */

/* Value at fraction p of `count` sorted numbers, between neighbours linearly. */
static double quantile(const double *sorted, int64_t count, double p) {
    double at = p * (double)(count - 1);
    int64_t low = (int64_t)at;
    if (low >= count - 1) return sorted[count - 1];
    return sorted[low] + (at - (double)low) * (sorted[low + 1] - sorted[low]);
}

static void sort_few(double *x, int64_t count) {
    for (int64_t gap = count / 2; gap > 0; gap /= 2) {
        for (int64_t k = gap; k < count; k++) {
            double value = x[k];
            int64_t j = k;
            for (; j >= gap && x[j - gap] > value; j -= gap) x[j] = x[j - gap];
            x[j] = value;
        }
    }
}

/* inside[c]: the actual change lies between the 5 % and the 95 % quantile over the sets of theta. */
static selat_status cover(selat_context *context, const window_work *w, bool *inside, double *mean_width) {
    double *draws;
    int64_t n = w->cells.count;
    TRY(selat_new(context, w->n_sets, &draws));
    *mean_width = 0;
    for (int64_t c = 0; c < n; c++) {
        for (int64_t k = 0; k < w->n_sets; k++) draws[k] = (double)w->drawn[k * n + c];
        sort_few(draws, w->n_sets);
        double low = quantile(draws, w->n_sets, 0.05), high = quantile(draws, w->n_sets, 0.95);
        inside[c] = w->cells.actual[c] >= low && w->cells.actual[c] <= high;
        *mean_width += (high - low) / (double)n;
    }
    selat_release(context, draws);
    return SELAT_OK;
}

static bool in_sample(const backtest_cells *c, int64_t k, selat_backtest_sample sample) {
    return sample == SELAT_BACKTEST_ALL || c->treated[k] == (sample == SELAT_BACKTEST_TREATED);
}

/* All, treated or control cells as they are. */
static selat_status fit_sample(selat_context *context, const window_work *w, const bool *inside,
                               selat_backtest_sample sample, selat_backtest_fit *out) {
    const backtest_cells *c = &w->cells;
    int64_t n = 0, *pair = NULL, covered = 0, R = w->world->R;
    double *x = NULL, *y = NULL;
    selat_status status;
    TRY_OR(done, status, selat_new(context, c->count, &x));
    TRY_OR(done, status, selat_new(context, c->count, &y));
    TRY_OR(done, status, selat_new(context, c->count, &pair));
    for (int64_t k = 0; k < c->count; k++) {
        if (!in_sample(c, k, sample)) continue;
        x[n] = w->central[k];
        y[n] = c->actual[k];
        pair[n++] = c->pair[k];
        covered += inside != NULL && inside[k];
    }
    TRY_OR(done, status, backtest_fit(context, n, NULL, x, y, pair, R * R, false, out));
    if (inside != NULL && n > 0) out->coverage = (double)covered / (double)n;
done:
    selat_release(context, x);
    selat_release(context, y);
    selat_release(context, pair);
    return status;
}

static selat_status fill_bins(selat_context *context, int64_t count, const double *x, const double *y,
                              selat_backtest_window *out) {
    int64_t *order;
    TRY(selat_new(context, count, &order));
    selat_status status = backtest_order(context, count, x, order);
    for (int64_t k = 0; status == SELAT_OK && k < count; k++) {
        int64_t bin = k * SELAT_BACKTEST_BINS / count;
        out->bin_predicted[bin] += x[order[k]];
        out->bin_actual[bin] += y[order[k]];
        out->bin_cells[bin]++;
    }
    for (int64_t b = 0; b < SELAT_BACKTEST_BINS && status == SELAT_OK; b++) {
        if (out->bin_cells[b] == 0) continue;
        out->bin_predicted[b] /= (double)out->bin_cells[b];
        out->bin_actual[b] /= (double)out->bin_cells[b];
    }
    selat_release(context, order);
    return status;
}

/* Net of means by importer-product and exporter-product; `bins` NULL: not wanted. */
static selat_status fit_within(selat_context *context, const window_work *w, const double *weight,
                               selat_backtest_fit *out, selat_backtest_window *bins) {
    const backtest_cells *c = &w->cells;
    int64_t R = w->world->R, groups = w->world->S * R;
    double *x = NULL, *y = NULL;
    selat_status status;
    TRY_OR(done, status, selat_copy_doubles(context, w->central, c->count, &x));
    TRY_OR(done, status, selat_copy_doubles(context, c->actual, c->count, &y));
    TRY_OR(done, status,
           backtest_remove_means(context, c->count, c->importer_product, c->exporter_product, groups, weight, x));
    TRY_OR(done, status,
           backtest_remove_means(context, c->count, c->importer_product, c->exporter_product, groups, weight, y));
    TRY_OR(done, status, backtest_fit(context, c->count, weight, x, y, c->pair, R * R, true, out));
    if (bins != NULL) status = fill_bins(context, c->count, x, y, bins);
done:
    selat_release(context, x);
    selat_release(context, y);
    return status;
}

static double deviation(const double *x, int64_t count) {
    double sum = 0, square = 0;
    for (int64_t k = 0; k < count; k++) sum += x[k];
    for (int64_t k = 0; k < count; k++) square += (x[k] - sum / (double)count) * (x[k] - sum / (double)count);
    return count > 1 ? sqrt(square / (double)(count - 1)) : NAN;
}

static void describe(const window_work *w, selat_backtest_window *out) {
    const backtest_cells *c = &w->cells;
    double spending = 0;
    for (int64_t k = 0; k < w->world->R * w->world->S; k++) spending += w->economy->expenditure[k];
    out->years = w->years;
    out->cells = c->count;
    out->vanished = c->vanished;
    out->trade_share = c->trade_share;
    for (int64_t k = 0; k < c->count; k++) out->treated += c->treated[k];
    out->sd_predicted = deviation(w->central, c->count);
    out->sd_actual = deviation(c->actual, c->count);
    out->band_width = NAN;
    out->clipped_cells = w->economy->clipped_final_cells;
    out->clipped_share = spending > 0 ? w->economy->clipped_final_value / spending : 0;
    out->solver = worst(w->reports, 1 + w->n_sets);
}

static selat_status fit_window(selat_context *context, const window_work *w, selat_backtest_window *out) {
    bool *inside = NULL;
    describe(w, out);
    selat_status status = SELAT_OK;
    if (w->n_sets > 0) {
        TRY(selat_new(context, w->cells.count, &inside));
        TRY_OR(done, status, cover(context, w, inside, &out->band_width));
    }
    for (int s = SELAT_BACKTEST_ALL; s <= SELAT_BACKTEST_CONTROL; s++) {
        TRY_OR(done, status, fit_sample(context, w, inside, (selat_backtest_sample)s, &out->fit[s]));
    }
    TRY_OR(done, status, fit_within(context, w, NULL, &out->fit[SELAT_BACKTEST_WITHIN], out));
    status = fit_within(context, w, w->cells.trade, &out->fit[SELAT_BACKTEST_WITHIN_TRADE], NULL);
done:
    selat_release(context, inside);
    return status;
}

static selat_status do_window(selat_context *context, const backtest_world *world, selat_window years,
                              selat_backtest_window *out) {
    window_work w;
    selat_status status = work_out(context, world, years, world->inputs->n_theta_sets, &w);
    if (status == SELAT_OK) status = fit_window(context, &w, out);
    clear_work(context, &w);
    return status;
}

/* ---- one event ---- */

/* Marks the event's treated cells, 1 or 0, and averages their change of rate. */
static void mark(const selat_past_event *event, const window_work *w, double *marked, selat_backtest_event *out) {
    int64_t R = w->world->R;
    for (int64_t k = 0; k < w->cells.count; k++) {
        int64_t n = w->cells.pair[k] / R, i = w->cells.pair[k] % R;
        bool between = (event->side_a[n] && event->side_b[i]) || (event->side_b[n] && event->side_a[i]);
        if (!between || !w->cells.treated[k]) continue;
        marked[k] = 1;
        out->cells++;
        out->tariff_change += w->cells.tariff_change[k];
    }
    if (out->cells > 0) out->tariff_change /= (double)out->cells;
}

/* Regresses the predicted and the actual change on being a cell of the event, within. */
static selat_status fit_event(selat_context *context, const window_work *w, double *marked, selat_backtest_event *out) {
    const backtest_cells *c = &w->cells;
    int64_t R = w->world->R, groups = w->world->S * R;
    double unused;
    TRY(backtest_remove_means(context, c->count, c->importer_product, c->exporter_product, groups, NULL, marked));
    TRY(backtest_slope(context, c->count, NULL, marked, w->central, c->pair, R * R, &out->predicted, &unused));
    double *y;
    TRY(selat_copy_doubles(context, c->actual, c->count, &y));
    selat_status status =
        backtest_remove_means(context, c->count, c->importer_product, c->exporter_product, groups, NULL, y);
    if (status == SELAT_OK) {
        status = backtest_slope(context, c->count, NULL, marked, y, c->pair, R * R, &out->actual, &out->standard_error);
    }
    selat_release(context, y);
    return status;
}

static selat_status do_event(selat_context *context, const backtest_world *world, const selat_past_event *event,
                             selat_backtest_event *out) {
    window_work w;
    double *marked = NULL;
    *out = (selat_backtest_event){.predicted = NAN, .actual = NAN, .standard_error = NAN};
    selat_status status = work_out(context, world, event->window, 0, &w);
    if (status == SELAT_OK) status = selat_new(context, w.cells.count, &marked);
    if (status == SELAT_OK) {
        out->solver = w.reports[0];
        mark(event, &w, marked, out);
        if (out->cells > 0) status = fit_event(context, &w, marked, out);
    }
    selat_release(context, marked);
    clear_work(context, &w);
    return status;
}

/* ---- all ---- */

static selat_status run_all(selat_context *context, const backtest_world *world, selat_backtest *out) {
    const selat_backtest_inputs *inputs = world->inputs;
    int64_t n_events = inputs->events != NULL ? inputs->events->count : 0, steps = inputs->n_windows + n_events;
    TRY(selat_new(context, inputs->n_windows, &out->windows));
    TRY(selat_new(context, n_events, &out->events));
    for (int64_t k = 0; k < inputs->n_windows; k++) {
        selat_progress(context, "backtest", (double)k / (double)steps);
        TRY(do_window(context, world, inputs->windows[k], &out->windows[k]));
    }
    for (int64_t k = 0; k < n_events; k++) {
        selat_progress(context, "backtest", (double)(inputs->n_windows + k) / (double)steps);
        TRY(do_event(context, world, &inputs->events->events[k], &out->events[k]));
    }
    selat_progress(context, "backtest", 1);
    return SELAT_OK;
}

selat_status selat_backtest_run(selat_context *context, const selat_backtest_inputs *inputs, selat_backtest **out) {
    backtest_world world;
    *out = NULL;
    TRY(selat_table_require_factored(context, inputs->table, "the back-test"));
    TRY(selat_new(context, 1, out));
    (*out)->inputs = *inputs;
    selat_status status = backtest_world_make(context, inputs, &world);
    if (status == SELAT_OK) {
        status = run_all(context, &world, *out);
        backtest_world_clear(context, &world);
    }
    if (status == SELAT_OK) return SELAT_OK;
    selat_backtest_destroy(context, *out);
    *out = NULL;
    return status;
}

void selat_backtest_destroy(selat_context *context, selat_backtest *backtest) {
    if (backtest == NULL) return;
    selat_release(context, backtest->windows);
    selat_release(context, backtest->events);
    selat_release(context, backtest);
}

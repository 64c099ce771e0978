/* What carries a party's result: every product and every measure is left out in turn. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "run/run.h"

struct run_trials { /* one per product, then one per measure */
    const selat_run_inputs *inputs;
    const selat_economy *economy;
    const selat_trade_result *full;
    int64_t year, n_parties;
    double *productivity;
    int64_t n_products;    /* S */
    bool *touched;         /* [S] */
    double *ev_musd;       /* [S + measures][parties] */
    double *ev_percent;    /* [S + measures][parties] */
};

static bool touches_products(const selat_measure *measure) {
    return measure->kind != SELAT_MEASURE_PURCHASE;
}

static void mark_effects(const selat_effects *effects, bool *touched) {
    for (int64_t k = 0; k < effects->n_costs; k++) touched[effects->costs[k].sector] = true;
    for (int64_t k = 0; k < effects->n_capital; k++) touched[effects->capital[k].sector] = true;
    for (int64_t k = 0; effects->carbon != NULL && k < effects->n_products; k++) touched[effects->products[k]] = true;
}

void run_mark_touched(const selat_accord *accord, bool *touched) {
    for (int64_t m = 0; m < accord->n_measures; m++) {
        const selat_measure *measure = &accord->measures[m];
        for (int64_t k = 0; touches_products(measure) && k < measure->n_products; k++) {
            touched[measure->products[k]] = true;
        }
        if (measure->effects != NULL) mark_effects(measure->effects, touched);
    }
}

selat_status run_try_without(selat_context *own, const selat_run_inputs *inputs, const selat_economy *economy, int64_t year,
                             const selat_compile_options *leave_out, const selat_trade_result *full, double *ev_musd,
                             double *ev_percent) {
    selat_trade_shock shock = {0};
    selat_trade_result *result = NULL;
    selat_status status = run_solve(own, inputs, economy, year, leave_out, full, &shock, &result);
    for (int64_t p = 0; status == SELAT_OK && p < inputs->accord->n_parties; p++) {
        int64_t region = inputs->accord->parties[p];
        ev_musd[p] = run_equivalent_variation_musd(result, region);
        ev_percent[p] = 100 * (result->real_income_hat[region] - 1);
    }
    selat_trade_result_destroy(own, result);
    selat_trade_shock_clear(own, &shock);
    return status;
}

static selat_status try_without(selat_context *own, void *data, int64_t trial) {
    run_trials *all = data;
    bool is_product = trial < all->n_products;
    if (is_product && !all->touched[trial]) return SELAT_OK;
    selat_compile_options leave_out = {.without_product = is_product ? trial : -1,
                                       .without_measure = is_product ? -1 : trial - all->n_products,
                                       .productivity = all->productivity};
    return run_try_without(own, all->inputs, all->economy, all->year, &leave_out, all->full, all->ev_musd + trial * all->n_parties,
                           all->ev_percent + trial * all->n_parties);
}

void run_choose_products(const selat_accord *accord, const selat_trade_result *full, int64_t n_sectors, const bool *touched,
                         const double *ev_musd, const double *ev_percent, selat_without_product *out) {
    for (int64_t p = 0; p < accord->n_parties; p++) {
        int64_t region = accord->parties[p];
        double ev = run_equivalent_variation_musd(full, region), largest = 0;
        out[p] = (selat_without_product){.region = region, .product = -1};
        for (int64_t s = 0; s < n_sectors; s++) {
            double contribution = fabs(ev - ev_musd[s * accord->n_parties + p]);
            if (!touched[s] || contribution <= largest) continue;
            largest = contribution;
            out[p].product = s;
            out[p].without_ev_musd = ev_musd[s * accord->n_parties + p];
            out[p].without_ev_percent = ev_percent[s * accord->n_parties + p];
        }
    }
}

static selat_status fill(selat_context *context, const selat_year_outcome *year, run_trials *all) {
    const selat_accord *accord = all->inputs->accord;
    int64_t rows = all->n_products + accord->n_measures;
    TRY(run_found_productivity(context, accord, year, &all->productivity));
    TRY(selat_new(context, all->n_products, &all->touched));
    TRY(selat_new(context, rows * all->n_parties, &all->ev_musd));
    TRY(selat_new(context, rows * all->n_parties, &all->ev_percent));
    run_mark_touched(accord, all->touched);
    return SELAT_OK;
}

selat_status run_trials_create(selat_context *context, const selat_run_inputs *inputs, const run_baseline *baseline,
                               const selat_year_outcome *year, const selat_trade_result *full, run_trials **out) {
    TRY(selat_new(context, 1, out));
    **out = (run_trials){.inputs = inputs,
                         .economy = baseline->economy,
                         .full = full,
                         .year = year->year,
                         .n_parties = inputs->accord->n_parties,
                         .n_products = baseline->economy->n_sectors};
    selat_status status = fill(context, year, *out);
    if (status == SELAT_OK) return SELAT_OK;
    run_trials_destroy(context, *out);
    *out = NULL;
    return status;
}

selat_status run_trials_add(selat_context *context, run_trials *trials, run_pieces *pieces) {
    return run_pieces_add(context, pieces, try_without, trials, trials->n_products + trials->inputs->accord->n_measures);
}

void run_trials_read(const run_trials *trials, selat_without_product *products, double *measures_musd) {
    int64_t S = trials->n_products, M = trials->inputs->accord->n_measures;
    run_choose_products(trials->inputs->accord, trials->full, S, trials->touched, trials->ev_musd, trials->ev_percent, products);
    memcpy(measures_musd, trials->ev_musd + S * trials->n_parties, (size_t)(M * trials->n_parties) * sizeof *measures_musd);
}

void run_trials_destroy(selat_context *context, run_trials *trials) {
    if (trials == NULL) return;
    void *const arrays[] = {trials->productivity, trials->touched, trials->ev_musd, trials->ev_percent, trials};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
}

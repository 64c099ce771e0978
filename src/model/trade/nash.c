/* Best answers in turn: tariffs of two regions on each other. Equations and limits in docs/models/nash.md. */
#include "selat/nash.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"

static const double HIGHEST = 5, GAIN = 1e-11, CHANGE = 1e-4, SOLVER_TOLERANCE = 1e-12;
static const double FINEST = 1e-7, GOLDEN = 0.3819660112501051; /* 1 - 1 / golden ratio */
enum { MAX_ROUNDS = 50, MAX_TRIALS = 60, ALL_PRODUCTS = -1 };

typedef struct game {
    selat_context *context;
    const selat_economy *economy;
    selat_nash_options options;
    selat_nash *nash;
    bool *taxed[2];            /* [S] products on which a party sets a rate */
    double *rate[2];           /* [S] as they stand */
    double *reach[2];          /* [S] how far the last search moved a rate; < 0: not searched yet */
    selat_trade_shock shock;
    selat_trade_result *last;  /* start of the next solve */
} game;

/* ---- one solve ---- */

static void set_rates(game *g) {
    int64_t r = g->economy->n_regions, s = g->economy->n_sectors;
    for (int k = 0; k < 2; k++) {
        int64_t n = g->nash->party[k], i = g->nash->party[1 - k];
        for (int64_t j = 0; j < s; j++) g->shock.tariff[(j * r + n) * r + i] = g->rate[k][j];
    }
}

static selat_status solve(game *g) {
    selat_trade_options options = {.deficits = g->options.deficits,
                                   .labour = g->options.labour,
                                   .scale = g->options.scale,
                                   .tolerance = SOLVER_TOLERANCE,
                                   .start = g->last};
    selat_trade_result *result;
    set_rates(g);
    TRY(selat_check_cancel(g->context));
    TRY(selat_trade_solve(g->context, g->economy, &g->shock, &options, &result));
    selat_trade_result_destroy(g->context, g->last);
    g->last = result;
    g->nash->solves++;
    g->nash->failed_solves += !result->report.converged;
    return SELAT_OK;
}

static void put_rate(game *g, int party, int64_t product, double rate) {
    if (product != ALL_PRODUCTS) g->rate[party][product] = rate;
    for (int64_t j = 0; j < g->economy->n_sectors && product == ALL_PRODUCTS; j++) {
        if (g->taxed[party][j]) g->rate[party][j] = rate;
    }
}

/* Real income of the party at a rate; minus infinity where the model has no solution. */
static selat_status payoff(game *g, int party, int64_t product, double rate, double *out) {
    put_rate(g, party, product, rate);
    TRY(solve(g));
    double hat = g->last->real_income_hat[g->nash->party[party]];
    *out = g->last->report.converged && isfinite(hat) ? hat : -INFINITY;
    return SELAT_OK;
}

static selat_status keep_point(game *g, selat_nash_point *out) {
    int64_t s = g->economy->n_sectors;
    TRY(solve(g));
    for (int k = 0; k < 2; k++) {
        int64_t n = g->nash->party[k];
        TRY(selat_copy_doubles(g->context, g->rate[k], s, &out->rate[k]));
        out->real_income_hat[k] = g->last->real_income_hat[n];
        out->income_base[k] = g->last->income_base[n];
    }
    out->solver = g->last->report;
    return SELAT_OK;
}

/* ---- the best rate along one line ---- */

typedef struct peak { /* low < best < high, or best at an end of the range */
    double low, best, high, value;
} peak;

/* 0, 2, 5, 10, 20, 40 %, ... and the two neighbours of the best. */
static selat_status look_everywhere(game *g, int party, int64_t product, peak *out) {
    double before = 0, previous = -INFINITY, rate = 0, highest = g->options.highest;
    *out = (peak){.value = -INFINITY};
    bool rising = false;
    for (int k = 0;; k++) {
        double value;
        TRY(payoff(g, party, product, rate, &value));
        if (value > out->value) {
            *out = (peak){.low = before, .best = rate, .high = rate, .value = value};
            rising = true;
        } else if (rising) {
            out->high = rate;
            rising = false;
        }
        if (rate >= highest || (value < previous && k > 5)) break;
        previous = value;
        before = rate;
        rate = fmin(highest, rate == 0 ? 0.02 : rate == 0.02 ? 0.05 : 2 * rate);
    }
    return SELAT_OK;
}

/* Around where the rate stands, `reach` to both sides, and on uphill while it rises. */
static selat_status look_nearby(game *g, int party, int64_t product, double rate, double reach, peak *out) {
    double highest = g->options.highest, value;
    TRY(payoff(g, party, product, rate, &value));
    *out = (peak){.low = fmax(0, rate - reach), .best = rate, .high = fmin(highest, rate + reach), .value = value};
    for (int side = -1; side <= 1; side += 2) {
        double step = reach, next = side < 0 ? out->low : out->high;
        bool moved = false;
        while (next != out->best) {
            TRY(payoff(g, party, product, next, &value));
            double *ahead = side < 0 ? &out->low : &out->high, *behind = side < 0 ? &out->high : &out->low;
            *ahead = next;
            if (!(value > out->value)) break;
            *behind = out->best;
            out->best = next;
            out->value = value;
            moved = true;
            step *= 2;
            next = fmin(highest, fmax(0, next + side * step));
        }
        if (moved) break;
    }
    return SELAT_OK;
}

/* The next point inside the bracket: the top of a parabola through three points where that is well inside and steps
   shrink, else a golden section of the longer half (Brent). */
typedef struct brent {
    double second, third, second_value, third_value, step, step_before;
} brent;

static double next_rate(const peak *at, brent *b) {
    double middle = (at->low + at->high) / 2;
    double r = (at->best - b->second) * (b->third_value - at->value);
    double q = (at->best - b->third) * (b->second_value - at->value);
    double p = (at->best - b->third) * q - (at->best - b->second) * r, whole = 2 * (q - r), before = b->step_before;
    if (whole > 0) p = -p;
    whole = fabs(whole);
    b->step_before = b->step;
    bool inside = p > whole * (at->low - at->best) && p < whole * (at->high - at->best);
    if (isfinite(p) && isfinite(whole) && whole > 0 && inside && fabs(p) < fabs(0.5 * whole * before)) {
        b->step = p / whole;
    } else {
        b->step_before = at->best < middle ? at->high - at->best : at->low - at->best;
        b->step = GOLDEN * b->step_before;
    }
    return at->best + b->step;
}

static selat_status climb(game *g, int party, int64_t product, double finest, peak *at) {
    brent b = {at->best, at->best, at->value, at->value, 0, 0};
    for (int k = 0; k < MAX_TRIALS; k++) {
        double middle = (at->low + at->high) / 2, value;
        if (fabs(at->best - middle) <= 2 * finest - (at->high - at->low) / 2) break;
        double rate = next_rate(at, &b);
        if (fabs(rate - at->best) < finest) rate = at->best + (rate >= at->best ? finest : -finest);
        rate = fmin(at->high, fmax(at->low, rate));
        TRY(payoff(g, party, product, rate, &value));
        if (value >= at->value) {
            *(rate >= at->best ? &at->low : &at->high) = at->best;
            b.third = b.second, b.third_value = b.second_value;
            b.second = at->best, b.second_value = at->value;
            at->best = rate, at->value = value;
            continue;
        }
        *(rate < at->best ? &at->low : &at->high) = rate;
        if (value >= b.second_value || b.second == at->best) {
            b.third = b.second, b.third_value = b.second_value;
            b.second = rate, b.second_value = value;
        } else if (value >= b.third_value || b.third == at->best || b.third == b.second) {
            b.third = rate, b.third_value = value;
        }
    }
    return SELAT_OK;
}

/* Puts the party's best rate on one product, or on all. `value`: in the payoff before, out the one after. */
static selat_status best_rate(game *g, int party, int64_t product, double *value) {
    int64_t first = product == ALL_PRODUCTS ? 0 : product;
    while (!g->taxed[party][first]) first++;
    double now = g->rate[party][first], *reach = &g->reach[party][first];
    double finest = product == ALL_PRODUCTS ? FINEST : 100 * FINEST;
    peak at;
    if (*reach < 0)
        TRY(look_everywhere(g, party, product, &at));
    else
        TRY(look_nearby(g, party, product, now, fmax(*reach, 1000 * finest), &at));
    TRY(climb(g, party, product, finest, &at));
    *reach = 2 * fabs(at.best - now);
    put_rate(g, party, product, at.best);
    *value = at.value;
    return SELAT_OK;
}

/* ---- best answers ---- */

/* One pass over the party's rates; *gain and *change grow to this pass's. A pass that gains nothing is undone. */
static selat_status answer(game *g, int party, double *gain, double *change) {
    int64_t s = g->economy->n_sectors;
    double before, after = -INFINITY, *old;
    TRY(solve(g));
    before = g->last->real_income_hat[g->nash->party[party]];
    TRY(selat_copy_doubles(g->context, g->rate[party], s, &old));
    selat_status status = SELAT_OK;
    if (!g->options.by_product) status = best_rate(g, party, ALL_PRODUCTS, &after);
    for (int64_t j = 0; j < s && g->options.by_product && status == SELAT_OK; j++) {
        if (g->taxed[party][j]) status = best_rate(g, party, j, &after);
    }
    if (status == SELAT_OK && after <= before) memcpy(g->rate[party], old, (size_t)s * sizeof *old);
    *gain = fmax(*gain, (after - before) / before);
    for (int64_t j = 0; j < s; j++) *change = fmax(*change, fabs(g->rate[party][j] - old[j]));
    selat_release(g->context, old);
    return status;
}

static bool settled(const game *g, double gain, double change) {
    return gain <= g->options.gain && (g->options.by_product || change <= g->options.change);
}

static void base_rates(game *g) {
    int64_t r = g->economy->n_regions;
    for (int k = 0; k < 2; k++) {
        int64_t n = g->nash->party[k], i = g->nash->party[1 - k];
        for (int64_t j = 0; j < g->economy->n_sectors; j++) {
            g->rate[k][j] = g->economy->tariff[(j * r + n) * r + i];
            g->reach[k][j] = -1;
        }
    }
}

static selat_status best_alone(game *g, int party) {
    base_rates(g);
    for (int64_t round = 0; round < g->options.max_rounds; round++) {
        double gain = 0, change = 0;
        TRY(answer(g, party, &gain, &change));
        if (!g->options.by_product || settled(g, gain, change)) break; /* one rate: one search finds it */
    }
    return keep_point(g, &g->nash->alone[party]);
}

static selat_status play(game *g) {
    selat_nash *nash = g->nash;
    base_rates(g);
    while (!nash->converged && nash->rounds < g->options.max_rounds) {
        nash->gain = nash->change = 0;
        for (int party = 0; party < 2; party++) TRY(answer(g, party, &nash->gain, &nash->change));
        nash->rounds++;
        nash->converged = settled(g, nash->gain, nash->change);
        selat_progress(g->context, "rounds", (double)nash->rounds / (double)g->options.max_rounds);
    }
    for (int64_t k = 0; k < 2 * g->economy->n_sectors; k++) {
        nash->at_highest += g->taxed[k % 2][k / 2] && g->rate[k % 2][k / 2] >= g->options.highest;
    }
    return keep_point(g, &nash->nash);
}

static selat_status solve_points(game *g) {
    base_rates(g);
    TRY(keep_point(g, &g->nash->status_quo));
    for (int party = 0; party < 2; party++) put_rate(g, party, ALL_PRODUCTS, 0);
    TRY(keep_point(g, &g->nash->free_trade));
    for (int party = 0; party < 2; party++) TRY(best_alone(g, party));
    return play(g);
}

/* ---- setting up ---- */

static selat_status check(selat_context *context, const selat_economy *economy, const int64_t party[2],
                          const selat_nash_options *options) {
    bool known = party[0] >= 0 && party[0] < economy->n_regions && party[1] >= 0 && party[1] < economy->n_regions;
    if (!known || party[0] == party[1]) {
        return selat_fail(context, SELAT_BAD_INPUT, "tariffs against each other: expected two different regions");
    }
    if (!(options->highest >= 0 && options->gain >= 0 && options->change >= 0 && options->max_rounds >= 0)) {
        return selat_fail(context, SELAT_BAD_INPUT, "tariffs against each other: found a negative limit or tolerance");
    }
    bool any = options->taxed == NULL;
    for (int64_t j = 0; !any && j < economy->n_sectors; j++) any = options->taxed[j];
    if (any) return SELAT_OK;
    return selat_fail(context, SELAT_BAD_INPUT, "tariffs against each other: found no product to set rates on");
}

/* What a party does not buy from the other has no best rate. */
static selat_status find_taxed(game *g, int party) {
    int64_t r = g->economy->n_regions, n = g->nash->party[party], i = g->nash->party[1 - party];
    bool any = false;
    TRY(selat_new(g->context, g->economy->n_sectors, &g->taxed[party]));
    for (int64_t j = 0; j < g->economy->n_sectors; j++) {
        bool buys = g->economy->pi[(j * r + n) * r + i] > 0;
        g->taxed[party][j] = buys && (g->options.taxed == NULL || g->options.taxed[j]);
        any = any || g->taxed[party][j];
    }
    if (any) return SELAT_OK;
    return selat_fail(g->context, SELAT_BAD_INPUT, "%s buys from %s none of the products whose rates would be set",
                      g->economy->regions.codes[n], g->economy->regions.codes[i]);
}

static selat_status set_up(game *g) {
    int64_t r = g->economy->n_regions, s = g->economy->n_sectors;
    if (g->options.highest == 0) g->options.highest = HIGHEST;
    if (g->options.gain == 0) g->options.gain = GAIN;
    if (g->options.change == 0) g->options.change = CHANGE;
    if (g->options.max_rounds == 0) g->options.max_rounds = MAX_ROUNDS;
    for (int k = 0; k < 2; k++) {
        TRY(find_taxed(g, k));
        TRY(selat_new(g->context, s, &g->rate[k]));
        TRY(selat_new(g->context, s, &g->reach[k]));
    }
    return selat_copy_doubles(g->context, g->economy->tariff, s * r * r, &g->shock.tariff);
}

static void clear_game(game *g) {
    for (int k = 0; k < 2; k++) {
        selat_release(g->context, g->taxed[k]);
        selat_release(g->context, g->rate[k]);
        selat_release(g->context, g->reach[k]);
    }
    selat_trade_shock_clear(g->context, &g->shock);
    selat_trade_result_destroy(g->context, g->last);
}

selat_status selat_nash_solve(selat_context *context, const selat_economy *economy, const int64_t party[2],
                              const selat_nash_options *options, selat_nash **out) {
    const selat_nash_options defaults = {0};
    game g = {.context = context, .economy = economy, .options = options != NULL ? *options : defaults};
    selat_status status;
    *out = NULL;
    TRY(check(context, economy, party, &g.options));
    TRY(selat_new(context, 1, &g.nash));
    *g.nash = (selat_nash){.n_sectors = economy->n_sectors, .party = {party[0], party[1]}};
    TRY_OR(done, status, set_up(&g));
    TRY_OR(done, status, solve_points(&g));
    *out = g.nash;
    g.nash = NULL;
done:
    clear_game(&g);
    selat_nash_destroy(context, g.nash);
    return status;
}

void selat_nash_destroy(selat_context *context, selat_nash *nash) {
    if (nash == NULL) return;
    selat_nash_point *const points[] = {&nash->status_quo, &nash->free_trade, &nash->alone[0], &nash->alone[1], &nash->nash};
    for (size_t p = 0; p < sizeof points / sizeof *points; p++) {
        for (int k = 0; k < 2; k++) selat_release(context, points[p]->rate[k]);
    }
    selat_release(context, nash);
}

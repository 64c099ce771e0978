/* Solving at once, and in steps: a large shock as a chain of small ones, each from the solution of the one before. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "model/trade/internal.h"

enum { FALLBACK_STEPS = 10, MOST_STEPS = 1000 };
static const double doubtful_scale = 0.9;

/* ---- a part of a shock ---- */

static selat_status copy_hat(selat_context *context, const double *from, int64_t count, double **out) {
    return from == NULL ? SELAT_OK : selat_copy_doubles(context, from, count, out);
}

static selat_status copy_shock(selat_context *context, const selat_economy *economy, const selat_trade_shock *from,
                               selat_trade_shock *out) {
    int64_t r = economy->n_regions, s = economy->n_sectors, flows = s * r * r;
    *out = (selat_trade_shock){.n_purchases = from->n_purchases};
    TRY(copy_hat(context, from->tariff, flows, &out->tariff));
    TRY(copy_hat(context, from->iceberg_hat, flows, &out->iceberg_hat));
    TRY(copy_hat(context, from->import_rent_hat, flows, &out->import_rent_hat));
    TRY(copy_hat(context, from->export_rent_hat, flows, &out->export_rent_hat));
    TRY(copy_hat(context, from->technology_hat, r * s, &out->technology_hat));
    TRY(copy_hat(context, from->labour_hat, r, &out->labour_hat));
    if (from->n_purchases == 0) return SELAT_OK;
    TRY(selat_new(context, from->n_purchases, &out->purchases));
    memcpy(out->purchases, from->purchases, (size_t)from->n_purchases * sizeof *from->purchases);
    return SELAT_OK;
}

static void part_hat(const double *from, int64_t count, double part, double *out) {
    for (int64_t k = 0; from != NULL && k < count; k++)
        out[k] = from[k] == 1 ? 1 : pow(from[k], part);
}

/* ln(1 + tau), ln of the hats and the amounts of purchases go `part` of the way; part 1 is the shock itself. */
static void take_part(const selat_economy *economy, const selat_trade_shock *from, double part,
                      selat_trade_shock *out) {
    int64_t r = economy->n_regions, s = economy->n_sectors, flows = s * r * r;
    for (int64_t k = 0; from->tariff != NULL && k < flows; k++) {
        double base = economy->tariff[k], change = log1p(from->tariff[k]) - log1p(base);
        bool whole = part >= 1 || from->tariff[k] == base;
        out->tariff[k] = whole ? from->tariff[k] : (1 + base) * exp(part * change) - 1;
    }
    part_hat(from->iceberg_hat, flows, part, out->iceberg_hat);
    part_hat(from->import_rent_hat, flows, part, out->import_rent_hat);
    part_hat(from->export_rent_hat, flows, part, out->export_rent_hat);
    part_hat(from->technology_hat, r * s, part, out->technology_hat);
    part_hat(from->labour_hat, r, part, out->labour_hat);
    for (int64_t k = 0; k < from->n_purchases; k++)
        out->purchases[k].amount = part * from->purchases[k].amount;
}

/* ---- the chain ---- */

typedef struct chain {
    const selat_economy *economy;
    const selat_trade_shock *shock;
    selat_trade_options options;
    selat_trade_result *last; /* the last solution on the way, or NULL */
    int64_t iterations;
    double seconds;
} chain;

/* Solves `part` of the shock from the last solution; a part that does not converge is passed over. */
static selat_status take_step(selat_context *context, chain *c, selat_trade_shock *room, double part,
                              selat_trade_result **out) {
    selat_trade_options options = c->options;
    if (c->last != NULL) options.start = c->last;
    take_part(c->economy, c->shock, part, room);
    TRY(selat_trade_solve_directly(context, c->economy, room, &options, out));
    c->iterations += (*out)->report.iterations;
    c->seconds += (*out)->report.seconds;
    return SELAT_OK;
}

static selat_status solve_chain(selat_context *context, chain *c, int64_t n_steps, selat_trade_result **out) {
    selat_trade_shock room = {0};
    selat_trade_result *result = NULL;
    selat_status status = copy_shock(context, c->economy, c->shock, &room);
    for (int64_t k = 1; status == SELAT_OK && k <= n_steps; k++) {
        status = take_step(context, c, &room, (double)k / (double)n_steps, &result);
        if (status != SELAT_OK || k == n_steps) break;
        bool better = result->report.converged;
        selat_trade_result_destroy(context, better ? c->last : result);
        if (better) c->last = result;
        result = NULL;
    }
    selat_trade_shock_clear(context, &room);
    *out = result;
    return status;
}

static selat_status solve_steps(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                                const selat_trade_options *options, int64_t n_steps, selat_trade_result **out) {
    chain c = {.economy = economy, .shock = shock, .options = *options};
    selat_status status = solve_chain(context, &c, n_steps, out);
    selat_trade_result_destroy(context, c.last);
    if (status != SELAT_OK) return status;
    (*out)->report.steps = n_steps;
    (*out)->report.iterations = c.iterations;
    (*out)->report.seconds = c.seconds;
    return SELAT_OK;
}

/* ---- the public calls ---- */

static selat_status check_all(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                              const selat_trade_options *options) {
    TRY(selat_trade_check_shock(context, economy, shock));
    return options->scale ? selat_trade_check_scale(context, economy) : SELAT_OK;
}

/* The largest psi theta, said aloud where it is large. */
static void report_scale(selat_context *context, const selat_economy *economy, bool scale, selat_trade_report *report) {
    int64_t strongest = 0;
    for (int64_t j = 0; scale && j < economy->n_sectors; j++) {
        double strength = economy->psi[j] * economy->theta[j];
        if (strength > report->scale_strength) strongest = j;
        report->scale_strength = fmax(report->scale_strength, strength);
    }
    report->uniqueness_in_doubt = report->scale_strength >= doubtful_scale;
    if (!report->uniqueness_in_doubt) return;
    selat_warn(context,
               "uniqueness in doubt: psi theta is %g for product %s; at 0.9 and above other equilibria may exist",
               report->scale_strength, economy->sectors.codes[strongest]);
}

/* Once more in ten steps where the direct search failed; the better of the two ends in *out. */
static selat_status try_steps(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                              const selat_trade_options *options, selat_trade_result **out) {
    selat_trade_result *direct = *out, *stepped;
    bool out_of_patience = options->max_iterations > 0 && direct->report.reason == SELAT_MAX_ITERATIONS;
    if (direct->report.converged || options->direct || out_of_patience) return SELAT_OK;
    TRY(solve_steps(context, economy, shock, options, FALLBACK_STEPS, &stepped));
    bool better = stepped->report.residual < direct->report.residual;
    stepped->report.iterations += direct->report.iterations;
    stepped->report.seconds += direct->report.seconds;
    selat_trade_result_destroy(context, better ? direct : stepped);
    *out = better ? stepped : direct;
    return SELAT_OK;
}

static selat_status finish(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                           const selat_trade_options *options, selat_trade_result **out) {
    selat_status status = try_steps(context, economy, shock, options, out);
    if (status != SELAT_OK) {
        selat_trade_result_destroy(context, *out);
        *out = NULL;
        return status;
    }
    report_scale(context, economy, options->scale, &(*out)->report);
    return SELAT_OK;
}

selat_status selat_trade_solve(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                               const selat_trade_options *options, selat_trade_result **out) {
    *out = NULL;
    TRY(check_all(context, economy, shock, options));
    TRY(selat_trade_solve_directly(context, economy, shock, options, out));
    return finish(context, economy, shock, options, out);
}

selat_status selat_trade_solver_run(selat_context *context, selat_trade_solver *solver, const selat_trade_shock *shock,
                                    const selat_trade_options *options, selat_trade_result **out) {
    const selat_economy *economy = selat_trade_solver_economy(solver);
    *out = NULL;
    if (options->deficits == SELAT_DEFICITS_ZERO) {
        TRY(check_all(context, economy, shock, options));
        TRY(selat_trade_solve_directly(context, economy, shock, options, out));
    } else { /* which checks the shock */
        if (options->scale) TRY(selat_trade_check_scale(context, economy));
        TRY(selat_trade_solver_run_directly(context, solver, shock, options, out));
    }
    return finish(context, economy, shock, options, out);
}

selat_status selat_trade_solve_by_steps(selat_context *context, const selat_economy *economy,
                                        const selat_trade_shock *shock, const selat_trade_options *options,
                                        int64_t n_steps, selat_trade_result **out) {
    *out = NULL;
    TRY(check_all(context, economy, shock, options));
    if (n_steps < 1 || n_steps > MOST_STEPS) {
        return selat_fail(context, SELAT_BAD_INPUT, "steps of a shock: found %lld, expected 1 to %d",
                          (long long)n_steps, MOST_STEPS);
    }
    TRY(solve_steps(context, economy, shock, options, n_steps, out));
    report_scale(context, economy, options->scale, &(*out)->report);
    return SELAT_OK;
}

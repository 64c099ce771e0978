/* The equilibrium as a fixed point in wages, transfers, prices and output, accelerated and guarded. */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/status.h"
#include "model/trade/anderson.h"
#include "model/trade/internal.h"
#include "model/trade/step.h"

enum { DEFAULT_ITERATIONS = 2000, MEMORY = 10, PATIENCE = 60 };
static const double default_tolerance = 1e-12, smallest_damping = 1.0 / 64;

typedef struct search_state {
    selat_trade_step step;
    selat_anderson anderson;
    double *z, *image, *best_z, *best_image; /* states */
    double best, damping;
    int64_t since_best;
} search_state;

static void clear_search(selat_context *context, search_state *search) {
    selat_trade_step_clear(context, &search->step);
    selat_anderson_clear(context, &search->anderson);
    selat_release(context, search->z);
    selat_release(context, search->image);
    selat_release(context, search->best_z);
    selat_release(context, search->best_image);
}

static selat_status init_search(selat_context *context, const selat_trade_problem *problem,
                                const selat_trade_result *start, search_state *out) {
    *out = (search_state){.best = INFINITY, .damping = 1};
    TRY(selat_trade_step_init(context, problem, &out->step));
    int64_t length = out->step.length;
    TRY(selat_anderson_init(context, length, MEMORY, &out->anderson));
    TRY(selat_new(context, length, &out->z));
    TRY(selat_new(context, length, &out->image));
    TRY(selat_new(context, length, &out->best_z));
    TRY(selat_new(context, length, &out->best_image));
    selat_trade_step_start(&out->step, start, out->z);
    return SELAT_OK;
}

static void swap(double **a, double **b) {
    double *kept = *a;
    *a = *b;
    *b = kept;
}

/* From the best point so far a shorter plain step; the history is forgotten. */
static void step_back(search_state *search) {
    selat_anderson_restart(&search->anderson);
    search->damping *= 0.5;
    search->since_best = 0;
    for (int64_t k = 0; k < search->step.length; k++) {
        search->z[k] = search->best_z[k] + search->damping * (search->best_image[k] - search->best_z[k]);
    }
}

/* The next state from z and image; keeps the best pair, whose place in memory image and z then take. */
static void advance(search_state *search, double residual) {
    double *next = search->best_z;
    if (residual < search->best) {
        search->best = residual;
        search->since_best = 0;
        swap(&search->z, &search->best_z);
        swap(&search->image, &search->best_image);
        next = search->z;
        selat_anderson_next(&search->anderson, search->best_z, search->best_image, next);
        selat_trade_step_guard(&search->step, search->best_z, search->best_image, search->damping, next);
        return;
    }
    search->since_best++;
    next = search->step.spare;
    selat_anderson_next(&search->anderson, search->z, search->image, next);
    selat_trade_step_guard(&search->step, search->z, search->image, search->damping, next);
    memcpy(search->z, next, (size_t)search->step.length * sizeof(double));
}

static selat_reason iterate(selat_context *context, search_state *search, double tolerance, int64_t max_iterations,
                            int64_t *iterations) {
    for (*iterations = 1;; ++*iterations) {
        double residual = INFINITY;
        bool finite = selat_trade_step_image(&search->step, search->z, search->image, &residual);
        if (finite && residual <= tolerance) return SELAT_CONVERGED;
        if (*iterations >= max_iterations) return SELAT_MAX_ITERATIONS;
        bool lost = !finite || residual > 100 * search->best || search->since_best > PATIENCE;
        if (!lost) {
            advance(search, residual);
        } else if (!isfinite(search->best)) {
            return SELAT_NO_STEP;
        } else if (search->damping <= smallest_damping) {
            return finite ? SELAT_STAGNATED : SELAT_DIVERGED;
        } else {
            step_back(search);
        }
        if (selat_check_cancel(context) != SELAT_OK) return SELAT_NO_STEP;
    }
}

static selat_status result_create(selat_context *context, const selat_economy *economy, selat_trade_result **out) {
    int64_t r = economy->n_regions, s = economy->n_sectors;
    selat_trade_result *result;
    TRY(selat_new(context, 1, &result));
    result->n_regions = r;
    result->n_sectors = s;
    double **const full[] = {&result->cost_hat, &result->price_hat, &result->output, &result->expenditure};
    double **const thin[] = {&result->wage_hat,      &result->consumer_price_hat, &result->income,
                             &result->income_base,   &result->tariff_revenue,     &result->transfers,
                             &result->deficit,       &result->real_wage_hat,      &result->income_hat,
                             &result->real_income_hat, &result->terms_of_trade,   &result->volume_of_trade};
    selat_status status = SELAT_OK;
    for (size_t k = 0; status == SELAT_OK && k < sizeof full / sizeof *full; k++) status = selat_new(context, r * s, full[k]);
    for (size_t k = 0; status == SELAT_OK && k < sizeof thin / sizeof *thin; k++) status = selat_new(context, r, thin[k]);
    if (status != SELAT_OK) {
        selat_trade_result_destroy(context, result);
        result = NULL;
    }
    *out = result;
    return status;
}

void selat_trade_result_destroy(selat_context *context, selat_trade_result *result) {
    if (result == NULL) return;
    selat_economy_destroy(context, result->base);
    selat_trade_result_destroy(context, result->base_result);
    void *const arrays[] = {result->cost_hat,     result->price_hat,   result->output,
                            result->expenditure,  result->wage_hat,    result->consumer_price_hat,
                            result->income,       result->income_base, result->tariff_revenue,
                            result->transfers,    result->deficit,     result->real_wage_hat,
                            result->income_hat,   result->real_income_hat, result->terms_of_trade,
                            result->volume_of_trade};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
    selat_release(context, result);
}

static double worst_block(const selat_trade_residual *block) {
    return fmax(fmax(block->cost, block->price), fmax(fmax(block->share, block->market), block->income));
}

/* Iterates, then judges the end point by the equations; goes on where rounding made the two disagree. */
static selat_status search_solution(selat_context *context, const selat_trade_problem *problem, search_state *search,
                                    int64_t max_iterations, selat_trade_result *result) {
    selat_trade_report *report = &result->report;
    report->reason = iterate(context, search, report->tolerance, max_iterations, &report->iterations);
    TRY(selat_check_cancel(context));
    bool at_last = report->reason == SELAT_CONVERGED || report->reason == SELAT_MAX_ITERATIONS;
    const double *z = at_last ? search->z : search->best_z;
    double residual;
    if (!at_last) (void)selat_trade_step_image(&search->step, z, search->image, &residual);
    selat_trade_step_solution(&search->step, z, result);
    TRY(selat_trade_residuals(context, problem, result, &report->block));
    report->residual = worst_block(&report->block);
    report->converged = report->reason == SELAT_CONVERGED && report->residual <= report->tolerance;
    if (!report->converged && report->reason == SELAT_CONVERGED) report->reason = SELAT_STAGNATED;
    return SELAT_OK;
}

/* One equilibrium; `options` with everything filled in. */
static selat_status solve_once(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                               const selat_trade_options *options, selat_trade_result **out) {
    selat_trade_problem *problem = NULL;
    selat_trade_result *result = NULL;
    search_state search = {0};
    double begun = selat_clock_seconds();
    selat_status status;
    TRY_OR(done, status, selat_trade_problem_create(context, economy, shock, options->deficits, &problem));
    TRY_OR(done, status, result_create(context, economy, &result));
    TRY_OR(done, status, init_search(context, problem, options->start, &search));
    result->report.tolerance = options->tolerance;
    TRY_OR(done, status, search_solution(context, problem, &search, options->max_iterations, result));
    TRY_OR(done, status, selat_trade_welfare(context, problem, shock, result));
    result->report.seconds = selat_clock_seconds() - begun;
done:
    clear_search(context, &search);
    selat_trade_problem_destroy(context, problem);
    if (status != SELAT_OK) {
        selat_trade_result_destroy(context, result);
        result = NULL;
    }
    *out = result;
    return status;
}

/* The economy without deficits first, then the shock on it: both on one report. */
static selat_status solve_from_zero(selat_context *context, const selat_economy *economy,
                                    const selat_trade_shock *shock, selat_trade_options options,
                                    selat_trade_result **out) {
    selat_trade_result *first = NULL, *second = NULL;
    selat_economy *base = NULL;
    selat_trade_shock nothing = {0};
    const selat_trade_result *start = options.start;
    selat_status status;
    options.start = start != NULL ? start->base_result : NULL;
    TRY_OR(fail, status, solve_once(context, economy, &nothing, &options, &first));
    TRY_OR(fail, status, selat_economy_rebase(context, economy, &nothing, first, &base));
    options.start = start;
    options.deficits = SELAT_DEFICITS_NOMINAL;
    TRY_OR(fail, status, solve_once(context, base, shock, &options, &second));
    selat_trade_report *report = &second->report;
    if (!first->report.converged) {
        report->converged = false;
        report->reason = first->report.reason;
        report->residual = fmax(report->residual, first->report.residual);
    }
    report->iterations += first->report.iterations;
    report->seconds += first->report.seconds;
    second->base = base;
    second->base_result = first;
    *out = second;
    return SELAT_OK;
fail:
    selat_trade_result_destroy(context, first);
    selat_trade_result_destroy(context, second);
    selat_economy_destroy(context, base);
    *out = NULL;
    return status;
}

selat_status selat_trade_solve(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                               const selat_trade_options *options, selat_trade_result **out) {
    *out = NULL;
    TRY(selat_trade_check_shock(context, economy, shock));
    selat_trade_options filled = *options;
    if (filled.tolerance <= 0) filled.tolerance = default_tolerance;
    if (filled.max_iterations <= 0) filled.max_iterations = DEFAULT_ITERATIONS;
    if (filled.deficits == SELAT_DEFICITS_ZERO) return solve_from_zero(context, economy, shock, filled, out);
    return solve_once(context, economy, shock, &filled, out);
}

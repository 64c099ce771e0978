/* The equilibrium as a fixed point in wages, transfers, prices and output, accelerated and guarded. */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/status.h"
#include "model/trade/search.h"

enum {
    DEFAULT_ITERATIONS = 2000,
    MEMORY = 10,
    LASTING_MEMORY = SELAT_ANDERSON_MEMORY,
    PATIENCE = 15,
    REFRESH = 20,
    GROWTH = 100
};
static const double default_tolerance = 1e-12, smallest_damping = 1.0 / 256, slow_decrease = 1e-2;
/* Steps from other solves belong to slightly other equations: what nearly equal ones differ in says nothing. */
static const double independence = 1e-11, lasting_independence = 1e-4;

void selat_trade_search_clear(selat_context *context, selat_trade_search *search) {
    selat_trade_step_clear(context, &search->step);
    selat_anderson_clear(context, &search->anderson);
    selat_release(context, search->z);
    selat_release(context, search->image);
    selat_release(context, search->best_z);
    selat_release(context, search->best_image);
}

selat_status selat_trade_search_init(selat_context *context, const selat_trade_problem *problem, bool lasting,
                                     selat_trade_search *out) {
    *out = (selat_trade_search){0};
    TRY(selat_trade_step_init(context, problem, &out->step));
    int64_t length = out->step.length;
    TRY(selat_anderson_init(context, length, lasting ? LASTING_MEMORY : MEMORY,
                            lasting ? lasting_independence : independence, &out->anderson));
    TRY(selat_new(context, length, &out->z));
    TRY(selat_new(context, length, &out->image));
    TRY(selat_new(context, length, &out->best_z));
    TRY(selat_new(context, length, &out->best_image));
    return SELAT_OK;
}

/* From z on, whatever was found before. */
static void begin_search(selat_trade_search *search, const selat_trade_problem *problem) {
    search->step.problem = search->step.correction.problem = problem;
    search->best = search->best_at_refresh = INFINITY;
    search->damping = 1;
    search->since_best = search->since_refresh = 0;
    selat_anderson_continue(&search->anderson);
}

static void swap(double **a, double **b) {
    double *kept = *a;
    *a = *b;
    *b = kept;
}

/* Goes on from the best point so far with the correction made anew there; the history is forgotten. */
static selat_status start_again(selat_context *context, selat_trade_search *search, double damping) {
    selat_anderson_restart(&search->anderson);
    memcpy(search->z, search->best_z, (size_t)search->step.length * sizeof(double));
    search->damping = damping;
    search->since_best = search->since_refresh = 0;
    search->best_at_refresh = search->best;
    search->best = INFINITY; /* the image of z is another one now */
    return selat_trade_step_refresh(context, &search->step, search->z, search->image);
}

/* The next state from z and image; keeps the best pair, whose place in memory image and z then take. */
static void advance(selat_trade_search *search, double residual) {
    double *next = search->best_z;
    if (search->since_refresh++ == 0) search->best_at_refresh = residual;
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

static selat_status iterate(selat_context *context, selat_trade_search *search, double tolerance, int64_t max_iterations,
                            selat_trade_report *report) {
    for (;;) {
        report->iterations++;
        double residual = INFINITY;
        bool finite = selat_trade_step_image(&search->step, search->z, search->image, &residual);
        search->last = residual;
        report->reason = finite && residual <= tolerance ? SELAT_CONVERGED : SELAT_MAX_ITERATIONS;
        if (report->reason == SELAT_CONVERGED || report->iterations >= max_iterations) return SELAT_OK;
        bool lost = !finite || residual > GROWTH * search->best || search->since_best > PATIENCE;
        report->reason = !finite ? SELAT_DIVERGED : SELAT_STAGNATED;
        bool slow = search->since_refresh >= REFRESH && residual > slow_decrease * search->best_at_refresh;
        if (lost && isinf(search->best)) {
            report->reason = SELAT_NO_STEP;
            return SELAT_OK;
        }
        if (lost && search->damping <= smallest_damping) return SELAT_OK;
        if (lost) {
            TRY(start_again(context, search, 0.5 * search->damping));
        } else if (slow && isfinite(search->best)) {
            TRY(start_again(context, search, fmin(1, 2 * search->damping)));
        } else {
            advance(search, residual);
        }
        TRY(selat_check_cancel(context));
    }
}

static double worst_block(const selat_trade_residual *block) {
    double prices = selat_trade_larger(block->cost, selat_trade_larger(block->price, block->share));
    return selat_trade_larger(prices, selat_trade_larger(block->market, block->income));
}

/* Iterates, then judges the end point by the equations; where rounding makes the two disagree, asks for more. */
static selat_status search_solution(selat_context *context, const selat_trade_problem *problem,
                                    selat_trade_search *search, const selat_trade_options *options,
                                    selat_trade_result *result) {
    selat_trade_report *report = &result->report;
    for (double tolerance = report->tolerance; tolerance >= 1e-3 * report->tolerance; tolerance *= 0.1) {
        TRY(iterate(context, search, tolerance, options->max_iterations, report));
        bool at_last = report->reason == SELAT_CONVERGED || isinf(search->best);
        double residual = search->last, *z = at_last ? search->z : search->best_z;
        if (!at_last) (void)selat_trade_step_image(&search->step, z, search->image, &residual);
        selat_trade_step_solution(&search->step, z, result);
        if (options->lean) {
            selat_trade_incomes(problem, result->wage_hat, result->transfers, result->income, result->deficit);
            report->residual = residual;
        } else {
            TRY(selat_trade_residuals(context, problem, result, &report->block));
            report->residual = worst_block(&report->block);
        }
        report->converged = report->residual <= report->tolerance;
        if (report->converged || report->reason != SELAT_CONVERGED) break;
    }
    if (report->converged) report->reason = SELAT_CONVERGED;
    if (!report->converged && report->reason == SELAT_CONVERGED) report->reason = SELAT_STAGNATED;
    return SELAT_OK;
}

selat_status selat_trade_search_run(selat_context *context, selat_trade_search *search,
                                    const selat_trade_problem *problem, const selat_trade_shock *shock,
                                    const selat_trade_options *options, selat_trade_result **out) {
    double begun = selat_clock_seconds();
    selat_status status;
    TRY(selat_trade_result_create(context, problem, out));
    selat_trade_result *result = *out;
    begin_search(search, problem);
    result->report.tolerance = options->tolerance;
    result->report.steps = 1;
    TRY_OR(fail, status, search_solution(context, problem, search, options, result));
    selat_trade_welfare(problem, shock, result, search->step.producer);
    result->report.seconds = selat_clock_seconds() - begun;
    return SELAT_OK;
fail:
    selat_trade_result_destroy(context, result);
    *out = NULL;
    return status;
}

static selat_status solve_once(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                               const selat_trade_options *options, selat_trade_result **out) {
    selat_trade_problem *problem = NULL;
    selat_trade_search search = {0};
    double begun = selat_clock_seconds();
    selat_status status;
    *out = NULL;
    TRY_OR(done, status, selat_trade_problem_create(context, economy, shock, options->deficits, &problem));
    TRY_OR(done, status, selat_trade_problem_set_labour(context, problem, options->labour, options->scale));
    TRY_OR(done, status, selat_trade_search_init(context, problem, false, &search));
    selat_trade_step_start(&search.step, options->start, search.z);
    TRY_OR(done, status, selat_trade_search_run(context, &search, problem, shock, options, out));
    (*out)->report.seconds = selat_clock_seconds() - begun;
done:
    selat_trade_search_clear(context, &search);
    selat_trade_problem_destroy(context, problem);
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

selat_trade_options selat_trade_options_filled(const selat_trade_options *options) {
    selat_trade_options filled = *options;
    if (filled.tolerance <= 0) filled.tolerance = default_tolerance;
    if (filled.max_iterations <= 0) filled.max_iterations = DEFAULT_ITERATIONS;
    return filled;
}

selat_status selat_trade_solve_directly(selat_context *context, const selat_economy *economy,
                                        const selat_trade_shock *shock, const selat_trade_options *options,
                                        selat_trade_result **out) {
    selat_trade_options filled = selat_trade_options_filled(options);
    if (filled.deficits == SELAT_DEFICITS_ZERO) return solve_from_zero(context, economy, shock, filled, out);
    return solve_once(context, economy, shock, &filled, out);
}

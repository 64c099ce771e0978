/* Many solves on one economy: problem and search are kept from one to the next. */
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/status.h"
#include "model/trade/forecast.h"
#include "model/trade/search.h"

struct selat_trade_solver {
    selat_economy economy;  /* the caller's, but for theta */
    double *theta;          /* [S] */
    selat_trade_problem *problem;
    selat_trade_search search;
    selat_trade_forecast forecast;
    bool ready;             /* the search holds a solution, of a problem with: */
    selat_labour labour;
    bool scale;
    bool moved;             /* theta is another one than at that solution */
};

selat_status selat_trade_solver_create(selat_context *context, const selat_economy *economy, selat_trade_solver **out) {
    TRY(selat_new(context, 1, out));
    (*out)->economy = *economy;
    selat_status status = selat_copy_doubles(context, economy->theta, economy->n_sectors, &(*out)->theta);
    (*out)->economy.theta = (*out)->theta;
    if (status == SELAT_OK) return SELAT_OK;
    selat_trade_solver_destroy(context, *out);
    *out = NULL;
    return status;
}

const selat_economy *selat_trade_solver_economy(const selat_trade_solver *solver) { return &solver->economy; }
const selat_trade_problem *selat_trade_solver_problem(const selat_trade_solver *solver) { return solver->problem; }

void selat_trade_solver_destroy(selat_context *context, selat_trade_solver *solver) {
    if (solver == NULL) return;
    selat_trade_search_clear(context, &solver->search);
    selat_trade_forecast_clear(context, &solver->forecast);
    selat_trade_problem_destroy(context, solver->problem);
    selat_release(context, solver->theta);
    selat_release(context, solver);
}

selat_status selat_trade_solver_touch(selat_context *context, selat_trade_solver *solver,
                                      const selat_trade_shock *shock) {
    if (solver->problem != NULL && selat_trade_rows_cover(&solver->problem->rows, &solver->economy, shock)) {
        return selat_trade_check_rest(context, &solver->economy, shock);
    }
    TRY(selat_trade_check_shock(context, &solver->economy, shock));
    if (solver->problem != NULL) return selat_trade_problem_cover(context, solver->problem, shock);
    return selat_trade_problem_create(context, &solver->economy, shock, SELAT_DEFICITS_NOMINAL, &solver->problem);
}

const double *const *selat_trade_solver_paid(const selat_trade_solver *solver) { return solver->problem->paid; }

void selat_trade_solver_set_theta(selat_trade_solver *solver, const double *theta) {
    selat_trade_forecast_forget(&solver->forecast);
    memcpy(solver->theta, theta, (size_t)solver->economy.n_sectors * sizeof *theta);
    solver->moved = true;
}

/* The search made for this kind of problem, its correction at the theta of now. */
static selat_status prepare_search(selat_context *context, selat_trade_solver *solver,
                                   const selat_trade_options *options) {
    selat_trade_search *search = &solver->search;
    bool again = solver->ready && solver->labour == options->labour && solver->scale == options->scale;
    solver->ready = false;
    solver->labour = options->labour;
    solver->scale = options->scale;
    if (!again) {
        selat_trade_forecast_forget(&solver->forecast);
        selat_trade_search_clear(context, search);
        TRY(selat_trade_search_init(context, solver->problem, true, search));
        selat_trade_step_start(&search->step, options->start, search->z);
    } else if (solver->moved) {
        selat_anderson_restart(&search->anderson);
        TRY(selat_trade_step_rebase(context, &search->step));
    }
    solver->moved = false;
    if (again && options->start != NULL) selat_trade_step_start(&search->step, options->start, search->z);
    return SELAT_OK;
}

/* The problem made ready, and the search on it. */
static selat_status prepare(selat_context *context, selat_trade_solver *solver, const selat_trade_shock *shock,
                            const selat_trade_options *options) {
    TRY(selat_trade_problem_reset(context, solver->problem, shock, options->deficits));
    TRY(selat_trade_problem_set_labour(context, solver->problem, options->labour, options->scale));
    return prepare_search(context, solver, options);
}

static selat_status search_on(selat_context *context, selat_trade_solver *solver, const selat_trade_shock *shock,
                              const selat_trade_options *options, selat_trade_result **out) {
    TRY(selat_trade_search_run(context, &solver->search, solver->problem, shock, options, out));
    solver->ready = (*out)->report.converged;
    return SELAT_OK;
}

selat_status selat_trade_solver_at(selat_context *context, selat_trade_solver *solver, const selat_trade_shock *shock,
                                   const selat_trade_options *options, selat_trade_result **out) {
    selat_trade_options filled = selat_trade_options_filled(options);
    double begun = selat_clock_seconds();
    *out = NULL;
    TRY(prepare(context, solver, shock, &filled));
    TRY(search_on(context, solver, shock, &filled, out));
    (*out)->report.seconds = selat_clock_seconds() - begun;
    return SELAT_OK;
}

/* From the solution before, which the search holds, to where those before it point. */
static void start_from_forecast(selat_trade_solver *solver) {
    selat_trade_search *search = &solver->search;
    if (!selat_trade_forecast_make(&solver->forecast, search->image)) return;
    selat_trade_step_guard(&search->step, search->z, search->z, 1, search->image);
    memcpy(search->z, search->image, (size_t)search->step.length * sizeof(double));
}

selat_status selat_trade_solver_run_directly(selat_context *context, selat_trade_solver *solver,
                                             const selat_trade_shock *shock, const selat_trade_options *options,
                                             selat_trade_result **out) {
    selat_trade_options filled = selat_trade_options_filled(options);
    double begun = selat_clock_seconds();
    *out = NULL;
    TRY(selat_trade_solver_touch(context, solver, shock));
    TRY(prepare(context, solver, shock, &filled));
    TRY(selat_trade_forecast_begin(context, &solver->forecast, solver->problem, shock, solver->search.step.length));
    if (options->start == NULL) start_from_forecast(solver);
    TRY(search_on(context, solver, shock, &filled, out));
    if (solver->ready) selat_trade_forecast_keep(&solver->forecast, solver->search.z);
    (*out)->report.seconds = selat_clock_seconds() - begun;
    return SELAT_OK;
}

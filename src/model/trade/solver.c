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
    memcpy(solver->theta, theta, (size_t)solver->economy.n_sectors * sizeof *theta);
    solver->moved = true;
}

/* From `start`, else from where the solutions before point to, within reach of the last one, which z holds. */
static void choose_start(selat_trade_solver *solver, const selat_trade_result *start) {
    selat_trade_search *search = &solver->search;
    if (start != NULL) {
        selat_trade_step_start(&search->step, start, search->z);
    } else if (selat_trade_forecast_make(&solver->forecast, solver->problem, search->image)) {
        selat_trade_step_guard(&search->step, search->z, search->z, 1, search->image);
        memcpy(search->z, search->image, (size_t)search->step.length * sizeof(double));
    }
}

/* The search made for this kind of problem, its correction at the theta of now. */
static selat_status prepare_search(selat_context *context, selat_trade_solver *solver,
                                   const selat_trade_options *options) {
    bool again = solver->ready && solver->labour == options->labour && solver->scale == options->scale;
    solver->ready = false;
    solver->labour = options->labour;
    solver->scale = options->scale;
    if (!again) {
        selat_trade_search_clear(context, &solver->search);
        TRY(selat_trade_search_init(context, solver->problem, true, &solver->search));
        selat_trade_step_start(&solver->search.step, options->start, solver->search.z);
        selat_trade_forecast_forget(&solver->forecast);
    } else if (solver->moved) {
        selat_anderson_restart(&solver->search.anderson);
        selat_trade_forecast_forget(&solver->forecast);
        TRY(selat_trade_step_rebase(context, &solver->search.step));
    }
    solver->moved = false;
    if (again) choose_start(solver, options->start);
    return SELAT_OK;
}

static selat_status keep_solution(selat_context *context, selat_trade_solver *solver) {
    const selat_trade_search *search = &solver->search;
    if (!solver->ready) return SELAT_OK;
    return selat_trade_forecast_keep(context, &solver->forecast, solver->problem, search->z, search->step.length);
}

selat_status selat_trade_solver_at(selat_context *context, selat_trade_solver *solver, const selat_trade_shock *shock,
                                   const selat_trade_options *options, selat_trade_result **out) {
    selat_trade_options filled = selat_trade_options_filled(options);
    double begun = selat_clock_seconds();
    *out = NULL;
    TRY(selat_trade_problem_reset(context, solver->problem, shock, filled.deficits));
    TRY(selat_trade_problem_set_labour(context, solver->problem, options->labour, options->scale));
    TRY(prepare_search(context, solver, &filled));
    TRY(selat_trade_search_run(context, &solver->search, solver->problem, shock, &filled, out));
    solver->ready = (*out)->report.converged;
    selat_status status = keep_solution(context, solver);
    (*out)->report.seconds = selat_clock_seconds() - begun;
    if (status == SELAT_OK) return SELAT_OK;
    selat_trade_result_destroy(context, *out);
    *out = NULL;
    return status;
}

selat_status selat_trade_solver_run_directly(selat_context *context, selat_trade_solver *solver,
                                             const selat_trade_shock *shock, const selat_trade_options *options,
                                             selat_trade_result **out) {
    double begun = selat_clock_seconds();
    *out = NULL;
    TRY(selat_trade_solver_touch(context, solver, shock));
    TRY(selat_trade_solver_at(context, solver, shock, options, out));
    (*out)->report.seconds = selat_clock_seconds() - begun;
    return SELAT_OK;
}

/* Capacity measures that give an output: the productivity that reaches it, for several measures at once. */
#include <math.h>
#include <string.h>

#include "base/dense.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "run/run.h"

/* Unknowns x_m = ln of the productivity factor a_m that is common to the industries of measure m, T-hat = a^theta;
   equations g_m = ln(V_m / V*_m) = 0 with V the volume of output. Broyden's method from the elasticities of sales (elasticity)
   as a diagonal; steps of at most 1, halved while they make things worse. */
enum { MAX_TRIALS = 60, MAX_HALVINGS = 6 };
static const double LARGEST_STEP = 1, CLOSE_ENOUGH = 1e-9;

typedef struct search {
    selat_context *context;
    const selat_accord *accord;
    const selat_economy *economy;
    selat_trade_options options;
    selat_trade_solver *solver; /* or NULL */
    selat_trade_shock *shock;
    selat_trade_result *result; /* of the last trial */
    double *technology;         /* [R][S] without the measures sought for */
    int64_t count;
    selat_output_target *targets; /* [count] */
    double *x, *gap, *step, *trial_gap, *inner; /* [count] */
    double *slope, *factors;      /* [count][count] */
    int32_t *pivots;
} search;

double run_productivity_hat(const selat_economy *economy, const selat_trade_shock *shock, int64_t industry) {
    if (shock->technology_hat == NULL) return 1;
    return pow(shock->technology_hat[industry], 1 / economy->theta[industry % economy->n_sectors]);
}

/* Output at the base's prices: value over the price of what is made, c / a. */
static double volume_musd(const search *s, const selat_measure *measure) {
    int64_t S = s->economy->n_sectors;
    double volume = 0;
    for (int64_t k = 0; k < measure->n_regions; k++) {
        for (int64_t p = 0; p < measure->n_products; p++) {
            int64_t industry = measure->regions[k] * S + measure->products[p];
            if (!(s->economy->output[industry] > 0)) continue;
            volume += s->result->output[industry] / s->result->cost_hat[industry] *
                      run_productivity_hat(s->economy, s->shock, industry);
        }
    }
    return volume;
}

static void set_technology(const search *s, const double *x) {
    int64_t S = s->economy->n_sectors;
    memcpy(s->shock->technology_hat, s->technology, (size_t)(s->economy->n_regions * S) * sizeof(double));
    for (int64_t m = 0; m < s->count; m++) {
        const selat_measure *measure = &s->accord->measures[s->targets[m].measure];
        for (int64_t k = 0; k < measure->n_regions * measure->n_products; k++) {
            int64_t product = measure->products[k % measure->n_products];
            int64_t industry = measure->regions[k / measure->n_products] * S + product;
            s->shock->technology_hat[industry] *= exp(x[m] * s->economy->theta[product]);
        }
    }
}

static selat_status solve_to(const search *s, const selat_trade_options *options, selat_trade_result **out) {
    if (s->solver == NULL) return selat_trade_solve(s->context, s->economy, s->shock, options, out);
    return selat_trade_solver_run(s->context, s->solver, s->shock, options, out);
}

/* A tenth of the default tolerance, which takes about one more step: a solve from scratch and one from another solution then
   agree to 1e-9 of small equivalent variations, which are differences of spendings. Where rounding is in the way, the default. */
static const double FINE = 1e-13;

static selat_status solve_trade(const search *s, selat_trade_result **out) {
    selat_trade_options fine = s->options;
    fine.tolerance = FINE;
    fine.direct = true;
    TRY(solve_to(s, &fine, out));
    if ((*out)->report.converged) return SELAT_OK;
    selat_trade_result_destroy(s->context, *out);
    return solve_to(s, &s->options, out);
}

/* One of several: productivity touches no flow, so that those of the first trial serve for all, and only the last is asked for
   welfare and residuals (finish). */
static selat_status solve_trial(const search *s, selat_trade_result **out) {
    if (s->solver == NULL) return solve_trade(s, out);
    selat_trade_options lean = s->options;
    lean.lean = true;
    lean.tolerance = FINE;
    if (s->result == NULL) TRY(selat_trade_solver_touch(s->context, s->solver, s->shock));
    TRY(selat_trade_solver_at(s->context, s->solver, s->shock, &lean, out));
    if ((*out)->report.converged) return SELAT_OK;
    selat_trade_result_destroy(s->context, *out);
    *out = NULL;
    return solve_trade(s, out);
}

/* Solves at x; false in *good where the model did not converge. */
static selat_status solve_at(search *s, const double *x, bool *good) {
    selat_trade_result *result;
    set_technology(s, x);
    s->options.start = s->solver != NULL ? NULL : s->result != NULL ? s->result : s->options.start;
    TRY(solve_trial(s, &result));
    selat_trade_result_destroy(s->context, s->result);
    s->result = result;
    *good = result->report.converged;
    return SELAT_OK;
}

static double fill_gaps(search *s, double *gap) {
    double largest = 0;
    for (int64_t m = 0; m < s->count; m++) {
        selat_output_target *target = &s->targets[m];
        double volume = volume_musd(s, &s->accord->measures[target->measure]);
        target->reached_musd = volume - target->reference_musd;
        gap[m] = log(volume / (target->reference_musd + target->amount_musd));
        largest = fmax(largest, fabs(gap[m]));
    }
    return largest;
}

static selat_status fail_target(const search *s, const selat_output_target *target, const char *expected) {
    char found[96];
    selat_format(found, sizeof found, "%+.6g MUSD on an output of %.6g MUSD", target->amount_musd,
                 target->reference_musd);
    return selat_fail_at(s->context,
                         (selat_place){s->accord->path, s->accord->measures[target->measure].line, 0, "capacity.output"},
                         found, "%s", expected);
}

/* Of the volume that the measure's industries sell to a productivity that they have in common, at given spending and given prices
   of others: 1 + theta sum_n w_n (1 - pi_n), w the parts of output that go to each importer. */
static double elasticity(const selat_economy *economy, const selat_measure *measure) {
    int64_t R = economy->n_regions, S = economy->n_sectors;
    double weighed = 0, sold = 0;
    for (int64_t k = 0; k < measure->n_regions * measure->n_products; k++) {
        int64_t i = measure->regions[k / measure->n_products], j = measure->products[k % measure->n_products];
        for (int64_t n = 0; n < R; n++) {
            double share = economy->pi[(j * R + n) * R + i], sales = economy->expenditure[n * S + j] * share;
            sold += sales;
            weighed += sales * (1 + economy->theta[j] * (1 - share));
        }
    }
    return sold > 0 ? weighed / sold : 1;
}

/* Output with the other measures: what the amounts are counted from. */
static selat_status fill_reference(search *s) {
    bool good;
    for (int64_t m = 0; m < s->count; m++) s->x[m] = 0;
    TRY(solve_at(s, s->x, &good));
    for (int64_t m = 0; m < s->count; m++) {
        selat_output_target *target = &s->targets[m];
        const selat_measure *measure = &s->accord->measures[target->measure];
        target->reference_musd = volume_musd(s, measure);
        if (!(target->reference_musd > 0)) return fail_target(s, target, "industries that produce something");
        if (!(target->reference_musd + target->amount_musd > 0)) {
            return fail_target(s, target, "a fall by less than all of the output");
        }
        s->slope[m * s->count + m] = elasticity(s->economy, measure);
    }
    return SELAT_OK;
}

/* step = -slope^-1 gap, held within LARGEST_STEP; false in *made where two measures ask for the same thing. */
static selat_status make_step(search *s, bool *made) {
    double largest = 0;
    memcpy(s->factors, s->slope, (size_t)(s->count * s->count) * sizeof(double));
    for (int64_t m = 0; m < s->count; m++) s->step[m] = -s->gap[m];
    selat_status status = selat_dense_factor(s->context, s->count, s->factors, s->count, s->pivots);
    *made = status == SELAT_OK;
    if (!*made) return status == SELAT_FAILED ? SELAT_OK : status;
    TRY(selat_dense_solve(s->context, false, s->count, s->factors, s->count, s->pivots, s->step, 1, 1));
    for (int64_t m = 0; m < s->count; m++) largest = fmax(largest, fabs(s->step[m]));
    for (int64_t m = 0; m < s->count && largest > LARGEST_STEP; m++) s->step[m] *= LARGEST_STEP / largest;
    return SELAT_OK;
}

/* B += (dg - B s) s' / s's, so that B s = dg. */
static void update_slope(search *s) {
    int64_t n = s->count;
    double length = 0;
    for (int64_t m = 0; m < n; m++) length += s->step[m] * s->step[m];
    for (int64_t m = 0; m < n && length > 0; m++) {
        double miss = s->trial_gap[m] - s->gap[m];
        for (int64_t l = 0; l < n; l++) miss -= s->slope[m * n + l] * s->step[l];
        for (int64_t l = 0; l < n; l++) s->slope[m * n + l] += miss * s->step[l] / length;
    }
}

static selat_status reach(search *s, int64_t *trials, bool *reached) {
    double worst = fill_gaps(s, s->gap), next = worst;
    *reached = worst <= CLOSE_ENOUGH;
    while (!*reached && *trials < MAX_TRIALS) {
        TRY(selat_check_cancel(s->context));
        bool made, good = false;
        TRY(make_step(s, &made));
        if (!made) return SELAT_OK;
        for (int halvings = 0; halvings <= MAX_HALVINGS && *trials < MAX_TRIALS; halvings++) {
            for (int64_t m = 0; m < s->count; m++) s->inner[m] = s->x[m] + s->step[m];
            TRY(solve_at(s, s->inner, &good));
            (*trials)++;
            next = fill_gaps(s, s->trial_gap);
            if (good && next < worst) break;
            if (good) update_slope(s);
            for (int64_t m = 0; m < s->count; m++) s->step[m] /= 2;
        }
        if (!good || !(next < worst)) return SELAT_OK;
        update_slope(s);
        memcpy(s->x, s->inner, (size_t)s->count * sizeof *s->x);
        memcpy(s->gap, s->trial_gap, (size_t)s->count * sizeof *s->gap);
        worst = next;
        *reached = worst <= CLOSE_ENOUGH;
    }
    return SELAT_OK;
}

/* Measures in force whose output is given. */
static selat_status find_targets(search *s, int64_t year) {
    TRY(selat_new(s->context, s->accord->n_measures, &s->targets));
    for (int64_t m = 0; m < s->accord->n_measures; m++) {
        const selat_measure *measure = &s->accord->measures[m];
        double phase = selat_measure_phase(measure, year);
        if (measure->kind != SELAT_MEASURE_CAPACITY || !measure->output_given || phase == 0) continue;
        s->targets[s->count++] = (selat_output_target){.measure = m, .amount_musd = phase * measure->output_musd};
    }
    return SELAT_OK;
}

static selat_status make_room(search *s) {
    double **const rows[] = {&s->x, &s->gap, &s->step, &s->trial_gap, &s->inner};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) TRY(selat_new(s->context, s->count, rows[k]));
    TRY(selat_new(s->context, s->count * s->count, &s->slope));
    TRY(selat_new(s->context, s->count * s->count, &s->factors));
    TRY(selat_new(s->context, s->count, &s->pivots));
    return selat_copy_doubles(s->context, s->shock->technology_hat, s->economy->n_regions * s->economy->n_sectors,
                              &s->technology);
}

static void clear_search(search *s) {
    void *const arrays[] = {s->technology, s->targets, s->x,       s->gap,    s->step,
                            s->trial_gap,  s->inner,   s->slope,   s->factors, s->pivots};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(s->context, arrays[k]);
    selat_trade_result_destroy(s->context, s->result);
}

/* The last trial again with everything that a result holds. */
static selat_status finish(search *s) {
    selat_trade_result *result;
    if (s->solver == NULL) return SELAT_OK;
    selat_trade_options full = s->options;
    full.tolerance = FINE;
    set_technology(s, s->x);
    TRY(selat_trade_solver_at(s->context, s->solver, s->shock, &full, &result));
    if (!result->report.converged) {
        selat_trade_result_destroy(s->context, result);
        TRY(solve_trade(s, &result));
    }
    selat_trade_result_destroy(s->context, s->result);
    s->result = result;
    return SELAT_OK;
}

static selat_status search_targets(search *s) {
    int64_t trials = 0;
    bool reached = false;
    TRY(make_room(s));
    TRY(fill_reference(s));
    TRY(reach(s, &trials, &reached));
    TRY(finish(s));
    for (int64_t m = 0; m < s->count; m++) {
        s->targets[m].productivity = expm1(s->x[m]);
        s->targets[m].solves = trials + 1;
        s->targets[m].converged = reached;
    }
    if (reached) return SELAT_OK;
    s->result->report.converged = false;
    if (s->result->report.reason == SELAT_CONVERGED) s->result->report.reason = SELAT_STAGNATED;
    return SELAT_OK;
}

selat_status run_found_productivity(selat_context *context, const selat_accord *accord, const selat_year_outcome *year,
                                    double **out) {
    TRY(selat_new(context, accord->n_measures, out));
    for (int64_t k = 0; k < year->n_targets; k++) (*out)[year->targets[k].measure] = year->targets[k].productivity;
    return SELAT_OK;
}

selat_status run_solve_accord(selat_context *context, const selat_run_inputs *inputs, const selat_accord *accord,
                              const selat_economy *economy, int64_t year, const selat_trade_result *start,
                              selat_trade_shock *shock, selat_trade_result **result, int64_t *n_targets,
                              selat_output_target **targets) {
    return run_solve_accord_by(context, inputs, accord, economy, year, NULL, start, shock, result, n_targets, targets);
}

selat_status run_solve_accord_by(selat_context *context, const selat_run_inputs *inputs, const selat_accord *accord,
                                 const selat_economy *economy, int64_t year, selat_trade_solver *solver,
                                 const selat_trade_result *start, selat_trade_shock *shock, selat_trade_result **result,
                                 int64_t *n_targets, selat_output_target **targets) {
    search s = {.context = context,
                .accord = accord,
                .economy = economy,
                .options = {.deficits = run_deficits(inputs->accord), .start = start},
                .solver = solver,
                .shock = shock};
    selat_status status;
    *result = NULL;
    TRY(selat_accord_compile(context, accord, economy, inputs->tariffs, inputs->table->year, year, NULL, shock));
    TRY_OR(done, status, find_targets(&s, year));
    if (s.count == 0) {
        status = solve_trade(&s, result);
        goto done;
    }
    TRY_OR(done, status, search_targets(&s));
    *result = s.result;
    s.result = NULL;
    if (targets == NULL) goto done;
    *n_targets = s.count;
    *targets = s.targets;
    s.targets = NULL;
done:
    clear_search(&s);
    return status;
}

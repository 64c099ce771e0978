/* The days of a disruption, one after the other, and what they add up to. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "model/disruption/internal.h"

/* Output of every region and of the world on every day stands in result->output_musd; days are then looked at backwards. */
static void find_recovery(const selat_disruption_result *result, double share, int64_t region, double *lowest,
                          int64_t *lowest_day, int64_t *recovery) {
    int64_t R = result->n_regions;
    double base = 0;
    for (int64_t n = 0; n < R; n++) base += region < 0 || region == n ? result->base_output_musd[n] : 0;
    *lowest = 1;
    *lowest_day = 0;
    *recovery = 0;
    for (int64_t t = 0; t < result->n_days; t++) {
        double output = 0;
        for (int64_t n = 0; n < R; n++) output += region < 0 || region == n ? result->output_musd[t * R + n] : 0;
        double part = base > 0 ? output / base : 1;
        if (part < *lowest) {
            *lowest = part;
            *lowest_day = t;
        }
        if (part < share) *recovery = t + 1;
    }
    if (*recovery >= result->n_days && *recovery > 0) *recovery = -1;
}

static void summarise(selat_disruption_result *result, double share) {
    int64_t R = result->n_regions, S = result->n_sectors;
    for (int64_t n = 0; n < R; n++) {
        find_recovery(result, share, n, &result->lowest_share[n], &result->lowest_day[n], &result->recovery_day[n]);
    }
    find_recovery(result, share, -1, &result->world_lowest_share, &result->world_lowest_day, &result->world_recovery_day);
    for (int64_t f = 0; f < R * S; f++) {
        result->lost_output_total_musd += result->lost_output_musd[f];
        result->lost_value_added_total_musd += result->lost_value_added_musd[f];
    }
    for (int64_t k = 0; k < result->n_days * R; k++) result->final_unmet_total_musd += result->final_unmet_musd[k];
    for (int64_t k = 0; k < result->n_days * S; k++) result->clipped_total_musd += result->clipped_musd[k];
}

static void record_day(const disruption_state *state, selat_disruption_result *result) {
    const selat_disruption_base *b = state->base;
    int64_t R = b->n_regions, S = b->n_sectors, N = b->n_industries, t = result->n_days;
    for (int64_t n = 0; n < R; n++) {
        double output = 0, income = 0;
        for (int64_t k = 0; k < S; k++) {
            int64_t f = n * S + k;
            double lost = b->output[f] - state->production[f];
            output += state->production[f];
            income += state->production[f] * b->income_share[f];
            result->lost_output_musd[f] += lost;
            result->lost_value_added_musd[f] += lost * b->income_share[f];
        }
        result->output_musd[t * R + n] = output;
        result->value_added_musd[t * R + n] = income;
        result->final_unmet_musd[t * R + n] = state->unmet[n];
    }
    memcpy(&result->clipped_musd[t * S], state->clipped, (size_t)S * sizeof(double));
    if (result->production_musd != NULL) {
        memcpy(&result->production_musd[t * N], state->production, (size_t)N * sizeof(double));
        memcpy(&result->capacity_musd[t * N], state->capacity, (size_t)N * sizeof(double));
    }
    result->n_days++;
}

/* Demand of every industry, added up without sign, is back: nothing more will be lost. */
static bool is_settled(const disruption_state *state) {
    const selat_disruption_base *b = state->base;
    double away = 0, total = 0;
    for (int64_t f = 0; f < b->n_industries; f++) {
        away += fabs(state->demand[f] - b->output[f]) + fabs(state->production[f] - b->output[f]);
        total += b->output[f];
    }
    return away <= state->options.settle_tolerance * total;
}

static selat_status run_days(selat_context *context, disruption_state *state, selat_disruption_result *result) {
    int64_t over = disruption_over_day(state->shock);
    for (int64_t t = 0; t < state->options.days; t++) {
        TRY(selat_check_cancel(context));
        TRY(disruption_state_step(context, state));
        record_day(state, result);
        if (state->options.settle_tolerance > 0 && t >= over && is_settled(state)) {
            result->settled = true;
            break;
        }
    }
    return SELAT_OK;
}

static selat_status make_result(selat_context *context, const disruption_state *state, selat_disruption_result *result) {
    const selat_disruption_base *b = state->base;
    int64_t R = b->n_regions, S = b->n_sectors, N = b->n_industries, days = state->options.days, cells;
    result->n_regions = R;
    result->n_sectors = S;
    result->first_shock_day = disruption_first_day(state->shock);
    TRY(selat_count(context, days, N, 1, 1, &cells));
    if (state->options.keep_industries) {
        TRY(selat_new(context, cells, &result->production_musd));
        TRY(selat_new(context, cells, &result->capacity_musd));
    }
    double **const daily[] = {&result->output_musd, &result->value_added_musd, &result->final_unmet_musd};
    double **const by_region[] = {&result->base_output_musd, &result->base_value_added_musd, &result->base_final_musd,
                                  &result->lowest_share};
    for (size_t k = 0; k < sizeof daily / sizeof *daily; k++) TRY(selat_new(context, days * R, daily[k]));
    for (size_t k = 0; k < sizeof by_region / sizeof *by_region; k++) TRY(selat_new(context, R, by_region[k]));
    TRY(selat_new(context, R, &result->lowest_day));
    TRY(selat_new(context, R, &result->recovery_day));
    TRY(selat_new(context, days * S, &result->clipped_musd));
    TRY(selat_new(context, N, &result->lost_output_musd));
    TRY(selat_new(context, N, &result->lost_value_added_musd));
    for (int64_t f = 0; f < N; f++) {
        result->base_output_musd[f / S] += b->output[f];
        result->base_value_added_musd[f / S] += b->output[f] * b->income_share[f];
    }
    for (int64_t k = 0; k < S * R; k++) result->base_final_musd[k % R] += b->final[k];
    return SELAT_OK;
}

static selat_status check_options(selat_context *context, const selat_disruption_options *o) {
    enum { LONGEST = 36500 };
    if (o->days < 1 || o->days > LONGEST) {
        return selat_fail(context, SELAT_BAD_INPUT, "disruption: found %lld days, expected 1 to %d", (long long)o->days, LONGEST);
    }
    if (!(o->inventory_days > 0 && o->restock_days >= 1) || !isfinite(o->inventory_days + o->restock_days)) {
        return selat_fail(context, SELAT_BAD_INPUT, "disruption: found %g inventory days and %g restock days, expected more than 0 and at least 1",
                          o->inventory_days, o->restock_days);
    }
    if (!(o->overproduction >= 1 && o->overproduction_days >= 1 && isfinite(o->overproduction))) {
        return selat_fail(context, SELAT_BAD_INPUT, "disruption: found overproduction %g in %g days, expected at least 1 and 1 day",
                          o->overproduction, o->overproduction_days);
    }
    if (o->behaviour == SELAT_ADAPTIVE && !(o->psi > 0 && o->psi <= 1)) {
        return selat_fail(context, SELAT_BAD_INPUT, "disruption: found psi %g, expected above 0 up to 1", o->psi);
    }
    return SELAT_OK;
}

selat_status selat_disruption_run(selat_context *context, const selat_disruption_base *base,
                                  const selat_disruption_shock *shock, const selat_disruption_options *options,
                                  selat_disruption_result **out) {
    *out = NULL;
    TRY(check_options(context, options));
    disruption_state *state;
    TRY(disruption_state_create(context, base, shock, options, &state));
    selat_disruption_result *result = NULL;
    selat_status status = selat_new(context, 1, &result);
    if (status == SELAT_OK) status = make_result(context, state, result);
    if (status == SELAT_OK) status = run_days(context, state, result);
    disruption_state_destroy(context, state);
    if (status != SELAT_OK) {
        selat_disruption_result_destroy(context, result);
        return status;
    }
    summarise(result, options->recovered_share);
    *out = result;
    return SELAT_OK;
}

void selat_disruption_result_destroy(selat_context *context, selat_disruption_result *result) {
    if (result == NULL) return;
    void *const arrays[] = {
        result->production_musd,  result->capacity_musd,        result->output_musd,    result->value_added_musd,
        result->final_unmet_musd, result->clipped_musd,         result->base_output_musd, result->base_value_added_musd,
        result->base_final_musd,  result->lost_output_musd,     result->lost_value_added_musd, result->lowest_share,
        result->lowest_day,       result->recovery_day};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
    selat_release(context, result);
}

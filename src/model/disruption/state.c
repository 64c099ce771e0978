/* The state of a run, and one day of it. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "model/disruption/internal.h"

/* ---- making it ---- */

static float bind_weight(const selat_disruption_options *options, float critical) {
    if (options->behaviour == SELAT_ADAPTIVE) return 1;
    switch (options->binding) {
    case SELAT_BINDING_HALF: return critical;
    case SELAT_BINDING_STRONGLY: return critical >= 0.5f;
    case SELAT_BINDING_WEAKLY: return critical >= 1;
    case SELAT_BINDING_LEONTIEF: return 1;
    case SELAT_BINDING_LINEAR: return 0;
    }
    return 0;
}

/* The adaptive reference counts an input as needed where its yearly flow is above 1e-5 of daily output. */
static bool is_needed(const disruption_state *state, double use, double output) {
    if (state->options.behaviour == SELAT_ADAPTIVE) return use * DISRUPTION_DAYS_A_YEAR > 1e-5 * output;
    return use > 0;
}

static void set_binds(disruption_state *state) {
    const selat_disruption_base *b = state->base;
    int64_t S = b->n_sectors;
    for (int64_t row = 0; row < b->n_regions * S; row++) {
        for (int64_t k = 0; k < S; k++) {
            int64_t at = row * b->pad + k;
            double output = b->output[row / S * S + k];
            bool needed = output > 0 && is_needed(state, b->use[at], output);
            state->binds[at] = needed ? bind_weight(&state->options, b->critical[at]) : 0;
            state->row_binds[row] |= state->binds[at] > 0;
            state->linear_total[row / S * b->pad + k] += b->use[at];
        }
    }
}

static void set_stocks(disruption_state *state) {
    const selat_disruption_base *b = state->base;
    const selat_disruption_shock *shock = state->shock;
    int64_t S = b->n_sectors;
    for (int64_t row = 0; row < b->n_regions * S; row++) state->target[row] = state->options.inventory_days;
    for (int64_t k = 0; k < shock->n_stockpiles; k++) {
        state->target[shock->stockpiles[k].region * S + shock->stockpiles[k].product] += shock->stockpiles[k].days;
    }
    for (int64_t row = 0; row < b->n_regions * S; row++) {
        for (int64_t k = 0; k < b->pad; k++) state->stock[row * b->pad + k] = state->target[row];
    }
    for (int64_t k = 0; k < shock->n_standbys; k++) {
        state->standby[shock->standbys[k].region * S + shock->standbys[k].product] += shock->standbys[k].capacity;
    }
}

static void begin(disruption_state *state) {
    const selat_disruption_base *b = state->base;
    for (int64_t k = 0; k < b->n_regions * b->pad; k++) {
        state->asked_before[k] = state->asked[k] = state->used_before[k] = state->used[k] = 1;
    }
    for (int64_t f = 0; f < b->n_industries; f++) {
        state->alpha[f] = 1;
        state->production[f] = state->capacity[f] = state->demand[f] = b->output[f];
    }
    for (int64_t k = 0; k < b->n_sectors * b->row; k++) state->weight[k] = 1;
    memcpy(state->final, b->final, (size_t)(b->n_sectors * b->n_regions) * sizeof(double));
    for (int64_t k = 0; k < state->shock->n_rebuilds; k++) state->rebuild_left[k] = state->shock->rebuilds[k].amount_musd;
    state->gap_closed = true;
    state->open_lane = -1;
    set_binds(state);
    set_stocks(state);
    disruption_cells_begin(state);
}

static selat_status make_room(selat_context *context, disruption_state *state) {
    const selat_disruption_base *b = state->base;
    int64_t R = b->n_regions, S = b->n_sectors, N = b->n_industries, cells = R * S * b->pad, users = R * b->pad;
    bool factored = b->form == DISRUPTION_FACTORED;
    double **const by_user[] = {&state->asked_before, &state->asked, &state->used_before, &state->used, &state->limit,
                                &state->linear_total};
    double **const by_industry[] = {&state->final_sold, &state->capacity, &state->demand, &state->production,
                                    &state->loss,       &state->alpha,    &state->standby};
    double **const by_product[] = {&state->target, &state->ordered, &state->final_lacking, &state->final, &state->unmet_parts};
    for (size_t k = 0; k < sizeof by_user / sizeof *by_user; k++) TRY(selat_new(context, users, by_user[k]));
    for (size_t k = 0; k < sizeof by_industry / sizeof *by_industry; k++) TRY(selat_new(context, N, by_industry[k]));
    for (size_t k = 0; k < sizeof by_product / sizeof *by_product; k++) TRY(selat_new(context, R * S, by_product[k]));
    TRY(selat_new(context, cells, &state->stock));
    TRY(selat_new(context, cells, &state->binds));
    TRY(selat_new(context, R * S, &state->row_binds));
    TRY(selat_new(context, factored ? R * S : cells, &state->arrived));
    TRY(selat_new(context, S * b->row, &state->weight));
    TRY(selat_new(context, S, &state->weighted));
    TRY(selat_new(context, S, &state->rebuilding));
    TRY(selat_new(context, S, &state->clipped));
    TRY(selat_new(context, R, &state->unmet));
    TRY(selat_new(context, state->shock->n_rebuilds, &state->rebuild_left));
    TRY(selat_new(context, factored ? 8 * b->row : 3 * S * N, &state->market));
    if (state->shock->n_lanes == 0) return SELAT_OK;
    TRY(selat_new(context, R * R, &state->arriving));
    TRY(selat_new(context, R * R, &state->arrived_before));
    return selat_new(context, S * R * (factored ? b->row : R), &state->open);
}

selat_status disruption_state_create(selat_context *context, const selat_disruption_base *base,
                                     const selat_disruption_shock *shock, const selat_disruption_options *options,
                                     disruption_state **out) {
    *out = NULL;
    TRY(disruption_check_shock(context, base, shock));
    disruption_state *state;
    TRY(selat_new(context, 1, &state));
    state->base = base;
    state->shock = shock;
    state->options = *options;
    selat_status status = make_room(context, state);
    if (status != SELAT_OK) {
        disruption_state_destroy(context, state);
        return status;
    }
    begin(state);
    *out = state;
    return SELAT_OK;
}

void disruption_state_destroy(selat_context *context, disruption_state *state) {
    if (state == NULL) return;
    void *const arrays[] = {
        state->stock,      state->target,   state->binds,      state->asked_before, state->asked,       state->used_before,
        state->used,       state->limit,    state->linear_total, state->ordered,    state->arrived,     state->final_lacking,
        state->final,      state->final_sold, state->capacity, state->demand,       state->production,  state->loss,
        state->alpha,      state->standby,  state->weight,     state->weighted,     state->open,        state->arriving, state->arrived_before,
        state->row_binds, state->rebuild_left, state->rebuilding, state->clipped, state->unmet,       state->unmet_parts, state->market};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
    selat_release(context, state);
}

/* ---- one day ---- */

static double per_output(double value, double output) { return output > 0 ? value / output : 1; }

/* What production used, and what the next orders are sized by: demand, or in the adaptive behaviour what could be made of it. */
static void look_back(disruption_state *state) {
    const selat_disruption_base *b = state->base;
    bool adaptive = state->options.behaviour == SELAT_ADAPTIVE;
    for (int64_t n = 0; n < b->n_regions; n++) {
        for (int64_t k = 0; k < b->n_sectors; k++) {
            int64_t f = n * b->n_sectors + k, at = n * b->pad + k;
            double asked = adaptive ? fmin(state->demand[f], state->capacity[f]) : state->demand[f];
            state->asked[at] = per_output(asked, b->output[f]);
            state->used[at] = per_output(state->production[f], b->output[f]);
        }
    }
}

static void swap(double **a, double **b) {
    double *kept = *a;
    *a = *b;
    *b = kept;
}

/* Adaptive: orders of tomorrow are redirected by the capacity of today. */
static void set_weights(disruption_state *state) {
    const selat_disruption_base *b = state->base;
    int64_t S = b->n_sectors;
    for (int64_t s = 0; s < S; s++) state->weighted[s] = false;
    for (int64_t f = 0; f < b->n_industries; f++) {
        double weight = state->options.redirect ? (1 - state->loss[f]) * state->alpha[f] : 1;
        state->weight[f % S * b->row + f / S] = weight;
        if (weight != 1) state->weighted[f % S] = true;
    }
}

selat_status disruption_state_step(selat_context *context, disruption_state *state) {
    bool adaptive = state->options.behaviour == SELAT_ADAPTIVE;
    disruption_set_losses(state);
    disruption_set_lanes(state);
    disruption_set_final(state);
    if (!adaptive) disruption_set_capacity(state);
    if (state->base->form == DISRUPTION_FACTORED) disruption_trade_factored(state);
    else TRY(disruption_trade_full(context, state));
    look_back(state);
    if (adaptive) {
        disruption_cells_adaptive(state);
        set_weights(state);
    } else {
        disruption_cells_partial(state);
        disruption_overproduce(state);
    }
    disruption_rebuild(state);
    swap(&state->asked_before, &state->asked);
    swap(&state->used_before, &state->used);
    state->day++;
    return SELAT_OK;
}

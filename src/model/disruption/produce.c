/* Capacity, overproduction, production of one product's makers, rationing. */
#include <math.h>

#include "model/disruption/internal.h"

/* Scarcity q = (demand - production) / demand moves alpha towards its largest value, its absence back to 1. */
static double next_alpha(const selat_disruption_options *options, double alpha, double demand, double production) {
    double q = demand > 0 ? (demand - production) / demand : 0, days = options->overproduction_days;
    alpha += (options->overproduction - alpha) * q / days + (q == 0 ? (1 - alpha) / days : 0);
    return alpha > 1 ? alpha : 1;
}

/* Partially binding: capacity of the day, before orders, with overproduction by yesterday's scarcity; the weight by which
   orders are redirected is capacity / base output without what stands by. */
void disruption_set_capacity(disruption_state *state) {
    const selat_disruption_base *b = state->base;
    int64_t S = b->n_sectors;
    for (int64_t s = 0; s < S; s++) state->weighted[s] = false;
    for (int64_t f = 0; f < b->n_industries; f++) {
        double weight = (1 - state->loss[f]) * state->alpha[f];
        state->capacity[f] = b->output[f] * (1 - state->loss[f]) * (state->alpha[f] + state->standby[f]);
        if (!state->options.redirect) weight = 1;
        state->weight[f % S * b->row + f / S] = weight;
        if (weight != 1) state->weighted[f % S] = true;
    }
}

/* Partially binding: after the day. */
void disruption_overproduce(disruption_state *state) {
    if (!(state->options.overproduction > 1)) return;
    for (int64_t f = 0; f < state->base->n_industries; f++) {
        state->alpha[f] = next_alpha(&state->options, state->alpha[f], state->demand[f], state->production[f]);
    }
}

/* Adaptive: overproduction by the demand of today and the production of yesterday, from the third day on; then capacity. */
static void adapt(disruption_state *state, int64_t f) {
    if (state->day >= 2) {
        state->alpha[f] = next_alpha(&state->options, state->alpha[f], state->demand[f], state->production[f]);
    }
    state->capacity[f] = state->base->output[f] * (1 - state->loss[f]) * (state->alpha[f] + state->standby[f]);
}

void disruption_produce_one(disruption_state *state, int64_t f) {
    const selat_disruption_base *b = state->base;
    if (state->options.behaviour == SELAT_ADAPTIVE) adapt(state, f);
    double made = fmin(state->demand[f], state->capacity[f]);
    double limit = b->output[f] * state->limit[f / b->n_sectors * b->pad + f % b->n_sectors];
    state->production[f] = limit < made ? limit : made;
}

void disruption_produce(disruption_state *state, int64_t s) {
    for (int64_t i = 0; i < state->base->n_regions; i++) disruption_produce_one(state, i * state->base->n_sectors + s);
}

void disruption_fill(const disruption_state *state, int64_t f, double first_firms, double first_final, double *fill_first,
                     double *fill_firms, double *fill_final) {
    double made = state->production[f], demand = state->demand[f], first = first_firms + first_final;
    *fill_first = 1;
    if (first > 0) {
        *fill_first = made < first ? made / first : 1;
        made = made > first ? made - first : 0;
        demand = demand > first ? demand - first : 0;
    }
    if (!state->options.firms_first) {
        *fill_firms = *fill_final = demand > 0 ? made / demand : 0;
        return;
    }
    double final = state->final_sold[f] - first_final, firms = demand - final;
    if (final < 0) final = 0;
    *fill_firms = firms > 0 ? fmin(1, made / firms) : 1;
    made -= firms > 0 ? firms * *fill_firms : 0;
    *fill_final = final > 0 ? fmin(1, fmax(0, made) / final) : 1;
}

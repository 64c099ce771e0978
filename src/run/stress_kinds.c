/* Kinds of stress as shocks. A new kind is a function and a line in the list. */
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "run/stress.h"
#include "selat/chain_run.h"

/* Room for one more of `size` bytes; doubles when full. */
static selat_status grow(selat_context *context, int64_t count, size_t size, int64_t *room, void **list) {
    if (count < *room) return SELAT_OK;
    int64_t more = *room > 0 ? 2 * *room : 16;
    void *larger;
    TRY(selat_allocate(context, more, size, &larger));
    if (count > 0) memcpy(larger, *list, (size_t)count * size);
    selat_release(context, *list);
    *list = larger;
    *room = more;
    return SELAT_OK;
}

selat_status run_stress_add_outage(selat_context *context, run_stress_shock *shock, const selat_outage *outage) {
    TRY(grow(context, shock->n_outages, sizeof *outage, &shock->outage_room, (void **)&shock->outages));
    shock->outages[shock->n_outages++] = *outage;
    return SELAT_OK;
}

selat_status run_stress_add_lane(selat_context *context, run_stress_shock *shock, const selat_lane_closure *lane) {
    TRY(grow(context, shock->n_lanes, sizeof *lane, &shock->lane_room, (void **)&shock->lanes));
    shock->lanes[shock->n_lanes++] = *lane;
    return SELAT_OK;
}

void run_stress_shock_clear(selat_context *context, run_stress_shock *shock) {
    if (!shock->borrowed) {
        if (shock->release != NULL) shock->release(context, shock->owned);
        selat_release(context, shock->outages);
        selat_release(context, shock->lanes);
    }
    *shock = (run_stress_shock){0};
}

static selat_status prepare_outage(selat_context *context, const selat_run_inputs *inputs, const selat_table *table,
                                   const selat_stress *stress, int64_t days, bool with_accord, selat_lanes_pairs *open, run_stress_shock *out) {
    (void)inputs;
    (void)with_accord;
    (void)table;
    (void)open;
    for (int64_t r = 0; r < stress->n_regions; r++) {
        for (int64_t p = 0; p < stress->n_products; p++) {
            selat_outage outage = {.region = stress->regions[r], .product = stress->products[p], .loss = stress->loss,
                                   .days = days, .recovery_days = stress->recovery_days, .path = stress->path};
            TRY(run_stress_add_outage(context, out, &outage));
        }
    }
    return SELAT_OK;
}

/* Chains and firms: the capacity that their losses take from industries. */
static selat_status prepare_below(selat_context *context, const selat_run_inputs *inputs, const selat_table *table,
                                  const selat_stress *stress, int64_t days, bool with_accord, selat_lanes_pairs *open, run_stress_shock *out) {
    (void)open;
    const selat_below_stress *below = selat_run_chains_find(inputs->chains, stress - inputs->accord->stresses);
    int64_t S = table->sectors.count;
    if (below == NULL) {
        return selat_fail(context, SELAT_BAD_INPUT, "stress %s: its chain or network was not loaded", stress->name);
    }
    const double *loss = below->industry_loss[with_accord ? SELAT_WITH : SELAT_WITHOUT];
    for (int64_t at = 0; loss != NULL && at < table->regions.count * S; at++) {
        if (loss[at] <= 0) continue;
        selat_outage outage = {.region = at / S, .product = at % S, .loss = loss[at], .days = days,
                               .recovery_days = stress->recovery_days, .path = stress->path};
        TRY(run_stress_add_outage(context, out, &outage));
    }
    return SELAT_OK;
}

static const run_stress_kind kinds[] = {
    {SELAT_STRESS_OUTAGE, prepare_outage},
    {SELAT_STRESS_LANE, run_stress_prepare_lane},
    {SELAT_STRESS_CHAIN, prepare_below},
    {SELAT_STRESS_FIRM, prepare_below},
};

static const run_stress_kind *find_kind(selat_stress_kind kind) {
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        if (kinds[k].kind == kind) return &kinds[k];
    }
    return NULL;
}

static selat_status check_stress(selat_context *context, const selat_run_inputs *inputs, const selat_stress *stress) {
    const char *path = inputs->accord->path;
    if (find_kind(stress->kind) == NULL) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s:%lld: stress %s: found kind %s, expected one that this build can run", path,
                          (long long)stress->line, stress->name, selat_stress_kind_name(stress->kind));
    }
    if (stress->kind != SELAT_STRESS_LANE) return SELAT_OK;
    if (inputs->sea == NULL) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s:%lld: stress %s: found a sea lane, expected a table whose regions have ports", path,
                          (long long)stress->line, stress->name);
    }
    selat_gate_set gates;
    return run_stress_gates(context, inputs->accord, stress, inputs->sea, &gates);
}

selat_status run_stress_check(selat_context *context, const selat_run_inputs *inputs) {
    for (int64_t k = 0; k < inputs->accord->n_stresses; k++) TRY(check_stress(context, inputs, &inputs->accord->stresses[k]));
    return SELAT_OK;
}

selat_status run_stress_prepare(selat_context *context, const selat_run_inputs *inputs, const selat_table *table,
                                const selat_stress *stress, int64_t days, bool with_accord, selat_lanes_pairs *open, run_stress_shock *out) {
    *out = (run_stress_shock){0};
    selat_status status = find_kind(stress->kind)->prepare(context, inputs, table, stress, days, with_accord, open, out);
    if (status != SELAT_OK) run_stress_shock_clear(context, out);
    return status;
}

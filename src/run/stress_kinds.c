/* Kinds of stress as shocks. A new kind is a function and a line in the list. */
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "run/stress.h"

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
    if (shock->release != NULL) shock->release(context, shock->owned);
    selat_release(context, shock->outages);
    selat_release(context, shock->lanes);
    *shock = (run_stress_shock){0};
}

static selat_status prepare_outage(selat_context *context, const selat_run_inputs *inputs, const selat_table *table,
                                   const selat_stress *stress, int64_t days, run_stress_shock *out) {
    (void)inputs;
    (void)table;
    for (int64_t r = 0; r < stress->n_regions; r++) {
        for (int64_t p = 0; p < stress->n_products; p++) {
            selat_outage outage = {.region = stress->regions[r], .product = stress->products[p], .loss = stress->loss,
                                   .days = days, .recovery_days = stress->recovery_days, .path = stress->path};
            TRY(run_stress_add_outage(context, out, &outage));
        }
    }
    return SELAT_OK;
}

static const run_stress_kind kinds[] = {{SELAT_STRESS_OUTAGE, prepare_outage}};

selat_status run_stress_prepare(selat_context *context, const selat_run_inputs *inputs, const selat_table *table,
                                const selat_stress *stress, int64_t days, run_stress_shock *out) {
    *out = (run_stress_shock){0};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        if (kinds[k].kind != stress->kind) continue;
        selat_status status = kinds[k].prepare(context, inputs, table, stress, days, out);
        if (status != SELAT_OK) run_stress_shock_clear(context, out);
        return status;
    }
    return selat_fail(context, SELAT_BAD_INPUT, "%s:%lld: stress %s: found kind %s, expected one that this build can run",
                      inputs->accord->path, (long long)stress->line, stress->name, selat_stress_kind_name(stress->kind));
}

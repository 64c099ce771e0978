/* Gates that close, as deliveries that do not arrive. */
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "run/stress.h"
#include "selat/lanes.h"

enum { LONGEST_GATE = 128 };

typedef struct lane_room {
    selat_lanes_closure *closure;
    selat_lanes_deliveries deliveries;
    double *sea_share; /* [S][R n][R i] */
} lane_room;

static void release_lane(selat_context *context, void *owned) {
    lane_room *room = owned;
    selat_lanes_closure_destroy(context, room->closure);
    selat_release(context, room->sea_share);
    selat_release(context, room);
}

static void arriving(const void *user, int64_t day, double *out) {
    const lane_room *room = user;
    selat_lanes_arriving(&room->deliveries, (double)day, out);
}

selat_status run_stress_gates(selat_context *context, const selat_accord *accord, const selat_stress *stress,
                                const selat_sea *sea, selat_gate_set *out) {
    *out = 0;
    for (const char *at = stress->gates; *at != '\0';) {
        char code[LONGEST_GATE], message[512];
        at += strspn(at, ", ");
        size_t length = strcspn(at, ",");
        if (length == 0) break;
        selat_format(code, sizeof code, "%.*s", (int)(length < sizeof code ? length : sizeof code - 1), at);
        for (size_t end = strlen(code); end > 0 && code[end - 1] == ' ';) code[--end] = '\0';
        int64_t gate;
        if (selat_gates_require(context, &sea->gates, code, &gate) != SELAT_OK) {
            selat_format(message, sizeof message, "%s", selat_message(context));
            return selat_fail(context, SELAT_BAD_INPUT, "%s:%lld: stress.gate: %s", accord->path, (long long)stress->line, message);
        }
        *out |= (selat_gate_set)1 << gate;
        at += length;
    }
    return SELAT_OK;
}

static selat_status fill_sea_share(selat_context *context, const selat_sea *sea, double **out) {
    int64_t R = sea->n_regions, S = sea->n_sectors;
    TRY(selat_new(context, S * R * R, out));
    for (int64_t k = 0; k < S * R * R; k++) {
        int64_t n = k / R % R, i = k % R;
        (*out)[k] = n == i ? 0 : selat_lanes_sea_part(sea, k / (R * R), n, i);
    }
    return SELAT_OK;
}

static selat_status fill_room(selat_context *context, const selat_run_inputs *inputs, const selat_table *table,
                              const selat_stress *stress, int64_t days, selat_lanes_pairs *open, lane_room *room) {
    int64_t R = table->regions.count, S = table->sectors.count;
    selat_gate_set gates;
    double *flow;
    TRY(run_stress_gates(context, inputs->accord, stress, inputs->sea, &gates));
    TRY(selat_lanes_close_from(context, inputs->sea, gates, open, &room->closure));
    TRY(fill_sea_share(context, inputs->sea, &room->sea_share));
    TRY(selat_new(context, S * R * R, &flow));
    selat_table_flows_musd(table, flow);
    selat_status status = selat_lanes_deliveries_init(context, inputs->sea, room->closure, flow, (double)days, &room->deliveries);
    selat_release(context, flow);
    return status;
}

selat_status run_stress_prepare_lane(selat_context *context, const selat_run_inputs *inputs, const selat_table *table,
                                     const selat_stress *stress, int64_t days, bool with_accord, selat_lanes_pairs *open, run_stress_shock *out) {
    (void)with_accord;
    lane_room *room;
    TRY(selat_new(context, 1, &room));
    out->owned = room;
    out->release = release_lane;
    if (days > 0) TRY(fill_room(context, inputs, table, stress, days, open, room));
    if (days == 0) return SELAT_OK;
    selat_lane_closure lane = {.first_day = 0, .days = days, .sea_share = room->sea_share, .arriving = arriving, .user = room};
    return run_stress_add_lane(context, out, &lane);
}

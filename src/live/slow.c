/* Parts of a solve that take longer than a slider allows, piece by piece. */
#include "live/slow.h"

#include "base/memory.h"
#include "base/status.h"

static int64_t one_piece(const selat_live *live) {
    (void)live;
    return 1;
}
static int64_t two_pieces(const selat_live *live) {
    (void)live;
    return 2;
}

/* ---- what several parts need ---- */

selat_status live_room(selat_live *live, selat_live_kind kind, int64_t rows, int64_t columns, double **out) {
    live_numbers *numbers = &live->slow->kinds[kind];
    selat_release(live->context, numbers->values);
    *numbers = (live_numbers){.rows = rows, .columns = columns};
    TRY(selat_new(live->context, rows * columns, &numbers->values));
    *out = numbers->values;
    return SELAT_OK;
}

void live_ready(selat_live *live, selat_live_kind kind) { live->slow->kinds[kind].ready = true; }

selat_status live_need_tables(selat_live *live) {
    live_slow *slow = live->slow;
    live_baseline *b = live->now;
    if (slow->table == NULL) {
        TRY(selat_trade_table(live->context, b->of.table, b->of.economy, &live->shock, live->result, &slow->table));
    }
    if (slow->leontief == NULL) TRY(selat_leontief_create(live->context, slow->table, &slow->leontief));
    return b->leontief != NULL ? SELAT_OK : selat_leontief_create(live->context, b->of.table, &b->leontief);
}

/* ---- emissions by consumption ---- */

static selat_status footprints(selat_live *live, int64_t at) {
    live_baseline *b = live->now;
    selat_footprint after;
    TRY(live_need_tables(live));
    if (b->footprint.consumption == NULL) TRY(run_footprint(live->context, b->of.table, b->leontief, &b->footprint));
    if (at == 0) return SELAT_OK;
    TRY(run_footprint(live->context, live->slow->table, live->slow->leontief, &after));
    for (int64_t n = 0; n < live->table->regions.count; n++) { /* the first account: all gases */
        live->regions[n].ghg_consumption_base_mt = b->footprint.consumption[n];
        live->regions[n].ghg_consumption_new_mt = after.consumption[n];
    }
    selat_footprint_clear(live->context, &after);
    return SELAT_OK;
}

/* ---- all parts ---- */

static const struct part {
    const char *name;
    int64_t (*count)(const selat_live *live); /* pieces */
    selat_status (*piece)(selat_live *live, int64_t at);
} parts[SELAT_LIVE_PARTS] = {
    [SELAT_LIVE_FOOTPRINTS] = {"footprints", two_pieces, footprints},
    [SELAT_LIVE_PATH] = {"path", live_path_count, live_path_piece},
    [SELAT_LIVE_LEAVE_OUT] = {"leave_out", live_leave_out_count, live_leave_out_piece},
    [SELAT_LIVE_VALUE_ADDED] = {"value_added", two_pieces, live_value_added_piece},
    [SELAT_LIVE_STOPS] = {"stops", two_pieces, live_stops_piece},
    [SELAT_LIVE_INDICATORS] = {"indicators", live_indicators_count, live_indicators_piece},
    [SELAT_LIVE_WELFARE] = {"welfare", one_piece, live_welfare_piece},
    [SELAT_LIVE_STRESS] = {"stress", live_stress_count, live_stress_piece},
};

const char *selat_live_part_name(selat_live_part of) { return of < SELAT_LIVE_PARTS ? parts[of].name : ""; }

selat_status selat_live_step(selat_live *live, selat_live_part of, int64_t *left) {
    *left = 0;
    if (!live->solved) return selat_fail(live->context, SELAT_BAD_INPUT, "nothing has been solved");
    if (of >= SELAT_LIVE_PARTS) return selat_fail(live->context, SELAT_BAD_INPUT, "there is no part %d", (int)of);
    if (!live->report.converged) return SELAT_OK; /* no answer to say more about */
    int64_t count = parts[of].count(live), at = live->slow->done[of];
    if (at < count) {
        TRY(parts[of].piece(live, at));
        live->slow->done[of] = ++at;
    }
    *left = count - at;
    return SELAT_OK;
}

selat_status live_slow_create(selat_live *live, live_slow **out) { return selat_new(live->context, 1, out); }

void live_slow_reset(selat_live *live, live_slow *slow) {
    if (slow == NULL) return;
    live_path_destroy(live, slow->path);
    live_leave_out_destroy(live, slow->leave_out);
    live_indicators_destroy(live, slow->indicators);
    live_stress_destroy(live, slow->stress);
    for (int k = 0; k < SELAT_LIVE_KINDS; k++) selat_release(live->context, slow->kinds[k].values);
    selat_leontief_destroy(live->context, slow->leontief);
    selat_table_destroy(live->context, slow->table);
    *slow = (live_slow){0};
}

void live_slow_destroy(selat_live *live, live_slow *slow) {
    live_slow_reset(live, slow);
    selat_release(live->context, slow);
}

const double *live_slow_numbers(const selat_live *live, selat_live_kind kind, int64_t *rows, int64_t *columns) {
    const live_numbers *found = &live->slow->kinds[kind];
    if (!found->ready) return NULL;
    *rows = found->rows;
    *columns = found->columns;
    return found->values;
}

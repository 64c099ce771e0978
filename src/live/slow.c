/* Parts of a solve that take longer than a slider allows, piece by piece. */
#include "live/slow.h"

#include "base/memory.h"
#include "base/status.h"

typedef struct numbers {
    double *values;
    int64_t rows, columns;
} numbers;

struct live_slow {
    int64_t done[SELAT_LIVE_PARTS]; /* pieces */
    numbers kinds[SELAT_LIVE_KINDS];
    selat_table *table;             /* after the accord; NULL: not needed yet */
    selat_leontief *leontief;       /* its solver */
};

/* A part of the slow tier. */
typedef struct part {
    const char *name;
    int64_t (*count)(const selat_live *live); /* pieces */
    selat_status (*piece)(selat_live *live, int64_t at);
} part;

static int64_t one_piece(const selat_live *live) {
    (void)live;
    return 1;
}

/* ---- what several parts need ---- */

static selat_status need_table(selat_live *live) {
    live_slow *slow = live->slow;
    const run_baseline *b = &live->now->of;
    if (slow->table != NULL) return SELAT_OK;
    return selat_trade_table(live->context, b->table, b->economy, &live->shock, live->result, &slow->table);
}

static selat_status need_leontief(selat_live *live) {
    TRY(need_table(live));
    if (live->slow->leontief == NULL) TRY(selat_leontief_create(live->context, live->slow->table, &live->slow->leontief));
    live_baseline *b = live->now;
    return b->leontief != NULL ? SELAT_OK : selat_leontief_create(live->context, b->of.table, &b->leontief);
}

/* ---- emissions by consumption ---- */

static selat_status footprints(selat_live *live, int64_t at) {
    int64_t R = live->table->regions.count;
    live_baseline *b = live->now;
    selat_footprint after;
    (void)at;
    TRY(need_leontief(live));
    if (b->footprint.consumption == NULL) TRY(run_footprint(live->context, b->of.table, b->leontief, &b->footprint));
    TRY(run_footprint(live->context, live->slow->table, live->slow->leontief, &after));
    for (int64_t n = 0; n < R; n++) {
        live->regions[n].ghg_consumption_base_mt = b->footprint.consumption[n];
        live->regions[n].ghg_consumption_new_mt = after.consumption[n];
    }
    selat_footprint_clear(live->context, &after);
    return SELAT_OK;
}

/* ---- all parts ---- */

static const part parts[SELAT_LIVE_PARTS] = {
    [SELAT_LIVE_FOOTPRINTS] = {"footprints", one_piece, footprints},
};

const char *selat_live_part_name(selat_live_part of) { return of < SELAT_LIVE_PARTS && parts[of].name != NULL ? parts[of].name : ""; }

selat_status selat_live_step(selat_live *live, selat_live_part of, int64_t *left) {
    *left = 0;
    if (!live->solved) return selat_fail(live->context, SELAT_BAD_INPUT, "nothing has been solved");
    if (of >= SELAT_LIVE_PARTS || parts[of].piece == NULL) return SELAT_OK;
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
    const numbers *found = &live->slow->kinds[kind];
    *rows = found->values != NULL ? found->rows : 0;
    *columns = found->values != NULL ? found->columns : 0;
    return found->values;
}

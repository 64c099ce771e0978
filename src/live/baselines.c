/* What does not change under the reader's hand: the calibrated base, and by year the baseline with its overlays. */
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "live/session.h"

static selat_status add_overlays(selat_context *context, const selat_accord *accord, selat_text *text) {
    for (int64_t k = 0; k < accord->n_overlays; k++) {
        const selat_accord *overlay = accord->overlays[k];
        TRY(selat_text_add(context, text, "%s\n", overlay->path));
    }
    return SELAT_OK;
}

/* Numbers with all their digits; an overlay is its path, since files do not change during a session. */
selat_status live_keys(selat_live *live, const selat_accord *accord, const selat_run_inputs *inputs, char **base, char **overlays) {
    selat_text first = {0}, second = {0};
    selat_context *context = live->context;
    selat_status status;
    TRY_OR(fail, status, selat_text_add(context, &first, "%s\n%s\n%d", inputs->tariffs->name, inputs->elasticities->name,
                                        accord->deficits == SELAT_DEFICITS_ZERO));
    for (int64_t r = 0; r < live->table->regions.count; r++) {
        if (accord->tariff_scale[r] == 1) continue;
        TRY_OR(fail, status, selat_text_add(context, &first, "\n%lld %.17g", (long long)r, accord->tariff_scale[r]));
    }
    TRY_OR(fail, status, selat_text_add(context, &second, "%d %.17g %lld %lld\n", (int)accord->deficits, accord->inflation,
                                        (long long)accord->first_year, (long long)accord->last_year));
    TRY_OR(fail, status, add_overlays(context, accord, &second));
    *base = first.bytes;
    *overlays = second.bytes;
    return SELAT_OK;
fail:
    selat_text_clear(context, &first);
    selat_text_clear(context, &second);
    return status;
}

static void clear_baseline(selat_live *live, live_baseline *b) {
    if (live->solver_of == b) {
        selat_trade_solver_destroy(live->context, live->solver);
        live->solver = NULL;
        live->solver_of = NULL;
    }
    selat_leontief_destroy(live->context, b->leontief);
    selat_footprint_clear(live->context, &b->footprint);
    selat_trade_quantities_clear(live->context, &b->before);
    run_baseline_clear(live->context, &b->of);
    *b = (live_baseline){0};
}

static void forget_baselines(selat_live *live) {
    for (int k = 0; k < LIVE_BASELINES; k++) clear_baseline(live, &live->baselines[k]);
}

void live_forget(selat_live *live) {
    forget_baselines(live);
    selat_economy_destroy(live->context, live->economy);
    selat_table_destroy(live->context, live->zero_table);
    live->economy = NULL;
    live->zero_table = NULL;
}

static bool same(const char *a, const char *b) { return a != NULL && b != NULL && strcmp(a, b) == 0; }

void live_rekey(selat_live *live, char *base, char *overlays) {
    if (!same(live->base_key, base)) {
        live_forget(live);
    } else if (!same(live->overlay_key, overlays)) {
        forget_baselines(live);
    }
    selat_release(live->context, live->base_key);
    selat_release(live->context, live->overlay_key);
    live->base_key = base;
    live->overlay_key = overlays;
}

static selat_status make(selat_live *live, int64_t year, live_baseline *b) {
    selat_context *context = live->context;
    if (live->economy == NULL) TRY(run_calibrate(context, &live->inputs, &live->economy, &live->zero_table));
    const selat_table *table = live->zero_table != NULL ? live->zero_table : live->table;
    TRY(run_baseline_make(context, &live->inputs, live->economy, table, year, &b->of));
    TRY(selat_trade_quantities_create(context, b->of.table, true, &b->before));
    selat_trade_quantities_before(b->of.table, b->of.economy, &b->before);
    b->year = year;
    return SELAT_OK;
}

selat_status live_baseline_at(selat_live *live, int64_t year, live_baseline **out) {
    live_baseline *oldest = NULL;
    live->clock++;
    for (int k = 0; k < LIVE_BASELINES; k++) {
        live_baseline *b = &live->baselines[k];
        if (b->year == year) {
            b->last_used = live->clock;
            *out = b;
            return SELAT_OK;
        }
        if (b != live->now && (oldest == NULL || b->last_used < oldest->last_used)) oldest = b;
    }
    clear_baseline(live, oldest);
    selat_status status = make(live, year, oldest);
    if (status != SELAT_OK) clear_baseline(live, oldest);
    oldest->last_used = live->clock;
    *out = oldest;
    return status;
}

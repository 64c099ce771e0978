/* Gross exports of regions in a few numbers that need no columns of the inverse: Borin and Mancini's terms at the level of a
   region, where source- and sink-based totals agree, and participation in global value chains.
     DVA = V_s L_ss E_s     DDC = (V_s B_ss - V_s L_ss) E_s     foreign = sum over t of V_t B_ts E_s
     REF = V_s L_ss sum over r of A_sr (B Y_.s)_r               VAX = DVA - REF
     DAVAX = V_s L_ss sum over r of (Y_sr + A_sr L_rr Y_rr)
     backward = foreign + DDC     forward = DVA - DAVAX */
#include <math.h>

#include "base/memory.h"
#include "base/status.h"
#include "indicator/registry.h"
#include "indicator/value_added_parts.h"
#include "selat/value_added.h"

selat_status indicator_kww(selat_context *context, selat_indicator_world *w, int64_t term, double *out) {
    if (w->kww == NULL) {
        double *terms;
        TRY(selat_new(context, w->R * SELAT_KWW_TERMS, &terms));
        selat_status status = selat_kww(context, w, terms, NULL);
        if (status != SELAT_OK) {
            selat_release(context, terms);
            return status;
        }
        w->kww = terms;
    }
    for (int64_t r = 0; r < w->R; r++) out[r] = w->kww[r * SELAT_KWW_TERMS + term];
    return SELAT_OK;
}

/* What exporter s sells for its own demand in the end, and for what importers absorb at once: `back`, `direct` [S]. */
static void sell(const selat_indicator_world *w, int64_t s, const double *absorbed, double *block, double *back,
                 double *direct) {
    int64_t S = w->S, R = w->R;
    for (int64_t i = 0; i < S; i++) back[i] = direct[i] = 0;
    for (int64_t r = 0; r < R; r++) {
        if (r == s) continue;
        world_block(w, s, r, block);
        for (int64_t i = 0; i < S; i++) {
            direct[i] += w->final[(s * S + i) * R + r];
            for (int64_t k = 0; k < S; k++) {
                back[i] += block[i * S + k] * w->demand_reach[(r * S + k) * w->K + w->place[s]];
                direct[i] += block[i * S + k] * absorbed[r * S + k];
            }
        }
    }
}

static void add_up(const selat_indicator_world *w, int64_t s, const double *local, const double *back,
                   const double *direct, double *term) {
    int64_t S = w->S, columns = w->K + 1, place = w->place[s];
    for (int k = 0; k < TRADE_TERMS; k++) term[k] = 0;
    for (int64_t k = 0; k < S; k++) {
        int64_t j = s * S + k;
        double own = w->va_content[j * columns + place], all = w->va_content[j * columns + w->K];
        term[TRADE_EXPORTS] += w->exports[j];
        term[TRADE_DVA] += local[k] * w->exports[j];
        term[TRADE_DDC] += (own - local[k]) * w->exports[j];
        term[TRADE_FOREIGN] += (all - own) * w->exports[j];
        term[TRADE_REF] += local[k] * back[k];
        term[TRADE_DAVAX] += local[k] * direct[k];
        for (int64_t o = 0; o < w->n_other; o++) term[TRADE_OTHER] += w->other_content[j * w->n_other + o] * w->exports[j];
    }
    double exports = term[TRADE_EXPORTS];
    term[TRADE_VAX] = term[TRADE_DVA] - term[TRADE_REF];
    term[TRADE_DVA_SHARE] = exports != 0 ? term[TRADE_DVA] / exports : NAN;
    term[TRADE_GVC_BACKWARD] = exports != 0 ? (term[TRADE_FOREIGN] + term[TRADE_DDC]) / exports : NAN;
    term[TRADE_GVC_FORWARD] = exports != 0 ? (term[TRADE_DVA] - term[TRADE_DAVAX]) / exports : NAN;
    term[TRADE_GVC] = term[TRADE_GVC_BACKWARD] + term[TRADE_GVC_FORWARD];
}

static selat_status make_trade(selat_context *context, selat_indicator_world *w) {
    int64_t S = w->S;
    double *absorbed = NULL, *exported = NULL, *block = NULL, *vectors = NULL, *trade = NULL;
    selat_status status;
    TRY_OR(end, status, world_va_content(context, w));
    TRY_OR(end, status, world_other_content(context, w));
    TRY_OR(end, status, world_demand_reach(context, w));
    TRY_OR(end, status, value_added_split_output(context, w, &absorbed, &exported));
    TRY_OR(end, status, selat_new(context, S * S, &block));
    TRY_OR(end, status, selat_new(context, 3 * S, &vectors));
    TRY_OR(end, status, selat_new(context, w->R * TRADE_TERMS, &trade));
    for (int64_t r = 0; r < w->R; r++) {
        for (int k = 0; k < TRADE_TERMS; k++) trade[r * TRADE_TERMS + k] = NAN;
        if (w->place[r] < 0) continue;
        value_added_local(w, r, vectors);
        sell(w, r, absorbed, block, vectors + S, vectors + 2 * S);
        add_up(w, r, vectors, vectors + S, vectors + 2 * S, trade + r * TRADE_TERMS);
    }
    w->trade = trade;
    trade = NULL;
end:
    selat_release(context, absorbed);
    selat_release(context, exported);
    selat_release(context, block);
    selat_release(context, vectors);
    selat_release(context, trade);
    return status;
}

selat_status indicator_trade(selat_context *context, selat_indicator_world *w, int64_t term, double *out) {
    if (w->trade == NULL) TRY(make_trade(context, w));
    for (int64_t r = 0; r < w->R; r++) out[r] = w->trade[r * TRADE_TERMS + term];
    return SELAT_OK;
}

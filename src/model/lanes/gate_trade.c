/* Which trade passes a set of gates. */
#include "base/memory.h"
#include "base/status.h"
#include "selat/lanes.h"

static selat_status allocate(selat_context *context, int64_t R, int64_t S, selat_gate_trade *out) {
    TRY(selat_new(context, R, &out->import_musd));
    TRY(selat_new(context, R, &out->export_musd));
    TRY(selat_new(context, S, &out->product_musd));
    TRY(selat_new(context, R * R, &out->pair_musd));
    TRY(selat_new(context, R * S, &out->region_product_musd));
    return selat_new(context, R, &out->region_sea_musd);
}

static void add_flow(const selat_sea *sea, selat_gate_trade *t, int64_t s, int64_t n, int64_t i, double by_sea, double passing) {
    int64_t R = sea->n_regions, S = sea->n_sectors;
    double through = by_sea * passing;
    t->sea_musd += by_sea;
    t->region_sea_musd[n] += by_sea;
    t->region_sea_musd[i] += by_sea;
    t->total_musd += through;
    t->import_musd[n] += through;
    t->export_musd[i] += through;
    t->product_musd[s] += through;
    t->pair_musd[n * R + i] += through;
    t->region_product_musd[n * S + s] += through;
    t->region_product_musd[i * S + s] += through;
}

selat_status selat_lanes_through(selat_context *context, const selat_sea *sea, const selat_lanes_pairs *pairs,
                                 const double *flow_musd, selat_gate_set gates, selat_gate_trade *out) {
    int64_t R = sea->n_regions, S = sea->n_sectors;
    double *passing;
    *out = (selat_gate_trade){0};
    TRY(selat_new(context, R * R, &passing));
    selat_status status = allocate(context, R, S, out);
    if (status == SELAT_OK) {
        selat_lanes_passing(pairs, gates, passing);
        for (int64_t s = 0; s < S; s++) {
            for (int64_t k = 0; k < R * R; k++) {
                double by_sea = flow_musd[s * R * R + k] * selat_lanes_sea_part(sea, s, k / R, k % R);
                if (by_sea > 0) add_flow(sea, out, s, k / R, k % R, by_sea, passing[k]);
            }
        }
    }
    selat_release(context, passing);
    if (status != SELAT_OK) selat_gate_trade_clear(context, out);
    return status;
}

void selat_gate_trade_clear(selat_context *context, selat_gate_trade *trade) {
    void *const parts[] = {trade->import_musd, trade->export_musd,         trade->product_musd,
                           trade->pair_musd,   trade->region_product_musd, trade->region_sea_musd};
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) selat_release(context, parts[k]);
    *trade = (selat_gate_trade){0};
}

/* Value added of every industry in what others make or use: v L, as in Hummels, Ishii and Yi (2001). */
#include "selat/value_added.h"

#include "base/memory.h"
#include "base/status.h"
#include "indicator/world.h"

selat_status selat_value_added_origin(selat_context *context, selat_indicator_world *w, int64_t region,
                                      selat_value_added_by by, double *out) {
    int64_t S = w->S;
    TRY(world_inverse_columns(context, w, region, out));
    for (int64_t k = 0; k < S; k++) {
        double scale = by == SELAT_BY_OUTPUT    ? w->table->output_musd[region * S + k]
                       : by == SELAT_BY_EXPORTS ? w->exports[region * S + k]
                                                : 1;
        for (int64_t j = 0; j < w->n; j++) out[j * S + k] *= w->va_share[j] * scale;
    }
    return SELAT_OK;
}

selat_status selat_forward_value_added(selat_context *context, selat_indicator_world *w, int64_t s, double *out) {
    int64_t S = w->S, R = w->R;
    double *block = NULL, *sold = NULL;
    selat_status status;
    TRY(world_local_inverse(context, w));
    TRY(world_final(context, w));
    TRY_OR(end, status, selat_new(context, S * S, &block));
    TRY_OR(end, status, selat_new(context, S, &sold));
    for (int64_t r = 0; r < R; r++) {
        world_block(w, s, r, block);
        for (int64_t i = 0; i < S; i++) {
            sold[i] = r != s ? w->final[(s * S + i) * R + r] : 0;
            for (int64_t k = 0; r != s && k < S; k++) sold[i] += block[i * S + k] * w->table->output_musd[r * S + k];
        }
        for (int64_t k = 0; k < S; k++) {
            const double *row = w->local_inverse + (s * S + k) * S;
            double sum = 0;
            for (int64_t i = 0; i < S; i++) sum += row[i] * sold[i];
            out[k * R + r] = w->va_share[s * S + k] * sum;
        }
    }
end:
    selat_release(context, block);
    selat_release(context, sold);
    return status;
}

selat_status selat_value_added_in_demand(selat_context *context, selat_indicator_world *w, double *out) {
    TRY(world_demand_reach(context, w));
    for (int64_t at = 0; at < w->n * w->K; at++) out[at] = w->va_share[at / w->K] * w->demand_reach[at];
    return SELAT_OK;
}

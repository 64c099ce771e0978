/* Where an industry stands between first inputs and final use. */
#include <math.h>

#include "base/memory.h"
#include "base/status.h"
#include "indicator/registry.h"
#include "indicator/world.h"

/* U = (I - B)^-1 1 with B_ij = Z_ij / x_i, the row sums of the Ghosh inverse (Antras, Chor, Fally and Hillberry 2012, eq. 3;
   Miller and Temurshoev 2017). As (I - B)^-1 = x^-1 L x, this is (L x)_i / x_i: one solve. Inventories count as final use. */
selat_status indicator_upstreamness(selat_context *context, selat_indicator_world *w, int64_t term, double *out) {
    (void)term;
    TRY(world_use_reach(context, w));
    for (int64_t j = 0; j < w->n; j++) {
        bool defined = w->place[j / w->S] >= 0 && w->table->output_musd[j] != 0;
        out[j] = defined ? w->use_reach[j * (w->K + 1) + w->K] * w->output_inverse[j] : NAN;
    }
    return SELAT_OK;
}

/* D = 1' L, the column sums of the Leontief inverse (Miller and Temurshoev 2017, eq. 5). One transposed solve. */
selat_status indicator_downstreamness(selat_context *context, selat_indicator_world *w, int64_t term, double *out) {
    (void)term;
    double *ones = NULL;
    selat_status status;
    TRY_OR(end, status, selat_new(context, w->n, &ones));
    for (int64_t j = 0; j < w->n; j++) ones[j] = 1;
    TRY_OR(end, status, world_solve(context, w, true, 1, ones, out));
    for (int64_t j = 0; j < w->n; j++) {
        if (w->place[j / w->S] < 0 || w->table->output_musd[j] == 0) out[j] = NAN;
    }
end:
    selat_release(context, ones);
    return status;
}

/* Mean over the industries of a region, weighted by output or exports. */
static selat_status average(selat_context *context, selat_indicator_world *w, int64_t term,
                            selat_status (*compute)(selat_context *, selat_indicator_world *, int64_t, double *),
                            double *out) {
    const double *weight = term == BY_EXPORTS ? w->exports : w->table->output_musd;
    double *value;
    TRY(selat_new(context, w->n, &value));
    selat_status status = compute(context, w, 0, value);
    for (int64_t r = 0; r < w->R && status == SELAT_OK; r++) {
        double sum = 0, total = 0;
        for (int64_t j = r * w->S; j < (r + 1) * w->S; j++) {
            if (!isfinite(value[j])) continue;
            sum += weight[j] * value[j];
            total += weight[j];
        }
        out[r] = w->place[r] >= 0 && total != 0 ? sum / total : NAN;
    }
    selat_release(context, value);
    return status;
}

selat_status indicator_region_upstreamness(selat_context *context, selat_indicator_world *w, int64_t term, double *out) {
    return average(context, w, term, indicator_upstreamness, out);
}

selat_status indicator_region_downstreamness(selat_context *context, selat_indicator_world *w, int64_t term, double *out) {
    return average(context, w, term, indicator_downstreamness, out);
}

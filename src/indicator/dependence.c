/* Value added by where it is made and bought at last, and value added that stands on each supplying region. */
#include "selat/dependence.h"

#include <math.h>

#include "base/status.h"
#include "indicator/world.h"

/* Rows of sources that are selected: sum_j (v_source' L)_j Y[j, consumer]. */
static void add_sources(const selat_indicator_world *w, double *out) {
    for (int64_t j = 0; j < w->n; j++) {
        const double *content = w->va_content + j * (w->K + 1), *final = w->final + j * w->R;
        for (int64_t k = 0; k < w->K; k++) {
            double *row = out + w->selected[k] * w->R;
            for (int64_t n = 0; n < w->R; n++) row[n] += content[k] * final[n];
        }
    }
}

/* Columns of consumers that are selected, from the other sources. */
static void add_consumers(const selat_indicator_world *w, double *out) {
    for (int64_t j = 0; j < w->n; j++) {
        int64_t source = j / w->S;
        if (w->place[source] >= 0) continue;
        for (int64_t k = 0; k < w->K; k++) {
            out[source * w->R + w->selected[k]] += w->va_share[j] * w->demand_reach[j * w->K + k];
        }
    }
}

selat_status selat_value_added_flows(selat_context *context, selat_indicator_world *w, double *out) {
    TRY(world_final(context, w));
    TRY(world_va_content(context, w));
    if (w->K < w->R) TRY(world_demand_reach(context, w));
    for (int64_t i = 0; i < w->R; i++) {
        for (int64_t n = 0; n < w->R; n++) out[i * w->R + n] = w->place[i] >= 0 || w->place[n] >= 0 ? 0 : NAN;
    }
    add_sources(w, out);
    if (w->K < w->R) add_consumers(w, out);
    return SELAT_OK;
}

selat_status selat_stop_exposure(selat_context *context, selat_indicator_world *w, double *out) {
    TRY(world_input_content(context, w));
    for (int64_t at = 0; at < w->R * w->R; at++) out[at] = w->place[at % w->R] >= 0 ? 0 : NAN;
    for (int64_t j = 0; j < w->n; j++) {
        const double *content = w->input_content + j * w->R;
        double all = 0, value_added = w->va_share[j] * w->table->output_musd[j];
        if (w->place[j / w->S] < 0 || value_added == 0) continue;
        for (int64_t r = 0; r < w->R; r++) all += content[r];
        for (int64_t r = 0; r < w->R; r++) out[r * w->R + j / w->S] += value_added * content[r] / all;
    }
    return SELAT_OK;
}

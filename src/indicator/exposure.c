/* Look-through exposure. L x_(n), with x_(n) the output of region n's industries, is what every industry of the world makes
   for them, so that all suppliers of a region come from one column of use_reach; 1_r' L gives, by using industry, how much
   is made in region r, so that all industries come from R transposed columns (input_content). */
#include "selat/exposure.h"

#include <math.h>

#include "base/memory.h"
#include "base/status.h"
#include "indicator/registry.h"
#include "indicator/world.h"

static double column_sum(const selat_indicator_world *w, const double *columns, int64_t k) {
    double sum = 0;
    for (int64_t j = 0; j < w->n; j++) sum += columns[j * w->S + k];
    return sum;
}

selat_status selat_exposure_matrix(selat_context *context, selat_indicator_world *w, int64_t region,
                                   double *lookthrough, double *face_value, double *hidden) {
    int64_t S = w->S;
    double *inverse = NULL, *bought = NULL;
    selat_status status;
    TRY_OR(end, status, selat_new(context, w->n * S, &inverse));
    TRY_OR(end, status, selat_new(context, w->n, &bought));
    TRY_OR(end, status, world_inverse_columns(context, w, region, inverse));
    for (int64_t k = 0; k < S; k++) {
        int64_t user = region * S + k;
        double sum = w->output_inverse[user] != 0 ? column_sum(w, inverse, k) : NAN;
        selat_table_column_musd(w->table, region, k, bought);
        for (int64_t i = 0; i < w->n; i++) {
            double all = inverse[i * S + k] / sum;
            double face = (bought[i] * w->output_inverse[user] + (i == user ? 1 : 0)) / sum;
            if (lookthrough != NULL) lookthrough[i * S + k] = all;
            if (face_value != NULL) face_value[i * S + k] = face;
            if (hidden != NULL) hidden[i * S + k] = all - face;
        }
    }
end:
    selat_release(context, inverse);
    selat_release(context, bought);
    return status;
}

/* ---- suppliers and inputs of a region ---- */

static selat_status need_selected(selat_context *context, const selat_indicator_world *w, int64_t region) {
    if (region >= 0 && region < w->R && w->place[region] >= 0) return SELAT_OK;
    return selat_fail(context, SELAT_BAD_INPUT, "exposure: region %lld is not selected", (long long)region);
}

selat_status selat_critical_suppliers(selat_context *context, selat_indicator_world *w, int64_t region, int64_t count,
                                      selat_supplier *out, int64_t *found) {
    double foreign = 0;
    *found = 0;
    TRY(need_selected(context, w, region));
    TRY(world_use_reach(context, w));
    TRY(world_direct_reach(context, w));
    const double *reach = w->use_reach + w->place[region];
    for (int64_t j = 0; j < w->n; j++) {
        if (j / w->S == region) continue;
        double musd = reach[j * (w->K + 1)];
        foreign += musd;
        int64_t at = *found;
        if (!(musd > 0) || (at == count && musd <= out[count - 1].musd)) continue;
        if (at < count) ++*found; /* insertion into a list that is mostly left alone */
        for (at = *found - 1; at > 0 && out[at - 1].musd < musd; at--) out[at] = out[at - 1];
        out[at] = (selat_supplier){.region = j / w->S, .sector = j % w->S, .musd = musd, .direct_musd = w->direct_reach[j * w->K + w->place[region]]};
    }
    for (int64_t k = 0; k < *found; k++) out[k].share = out[k].musd / foreign;
    return SELAT_OK;
}

static void measure_input(const selat_indicator_world *w, int64_t region, int64_t s, selat_input_exposure *out) {
    const double *reach = w->use_reach + w->place[region], *direct = w->direct_reach + w->place[region];
    double total = 0, foreign = 0, squares = 0, foreign_squares = 0, top = 0, bought = 0, bought_abroad = 0;
    out->top_region = -1;
    for (int64_t r = 0; r < w->R; r++) {
        int64_t j = r * w->S + s;
        double musd = reach[j * (w->K + 1)];
        if (r == region) musd -= w->table->output_musd[j]; /* as an input, not the output itself */
        total += musd;
        squares += musd * musd;
        bought += direct[j * w->K];
        if (r == region) continue;
        foreign += musd;
        foreign_squares += musd * musd;
        bought_abroad += direct[j * w->K];
        if (musd > top) {
            top = musd;
            out->top_region = r;
        }
    }
    out->musd = total;
    out->foreign_share = total > 0 ? foreign / total : NAN;
    out->foreign_direct_share = bought > 0 ? bought_abroad / bought : NAN;
    out->hhi = total > 0 ? squares / (total * total) : NAN;
    out->foreign_hhi = foreign > 0 ? foreign_squares / (foreign * foreign) : NAN;
    out->top_share = total > 0 ? top / total : NAN;
}

selat_status selat_exposure_by_input(selat_context *context, selat_indicator_world *w, int64_t region,
                                     selat_input_exposure *out) {
    TRY(need_selected(context, w, region));
    TRY(world_use_reach(context, w));
    TRY(world_direct_reach(context, w));
    for (int64_t s = 0; s < w->S; s++) measure_input(w, region, s, &out[s]);
    return SELAT_OK;
}

/* ---- by industry ---- */

/* Shares of the production behind a unit of j's output, from input_content: all of it, abroad, and squares over foreign regions. */
static const double no_inputs = 1e-12; /* of output: what rounding leaves of an industry that buys nothing */

static double lookthrough_term(const selat_indicator_world *w, int64_t j, int64_t term) {
    const double *by_region = w->input_content + j * w->R;
    int64_t home = j / w->S;
    double all = 0, squares = 0;
    for (int64_t r = 0; r < w->R; r++) {
        all += by_region[r];
        if (r != home) squares += by_region[r] * by_region[r];
    }
    double foreign = all - by_region[home];
    if (term == EXPOSURE_LOOKTHROUGH) return foreign / all;
    if (term == EXPOSURE_INPUTS) return all > 1 + no_inputs ? foreign / (all - 1) : NAN;
    return foreign > 0 ? squares / (foreign * foreign) : NAN;
}

selat_status indicator_lookthrough(selat_context *context, selat_indicator_world *w, int64_t term, double *out) {
    TRY(world_input_content(context, w));
    for (int64_t j = 0; j < w->n; j++) {
        bool defined = w->place[j / w->S] >= 0 && w->output_inverse[j] != 0;
        out[j] = defined ? lookthrough_term(w, j, term) : NAN;
    }
    return SELAT_OK;
}

selat_status indicator_direct(selat_context *context, selat_indicator_world *w, int64_t term, double *out) {
    TRY(world_input_content(context, w));
    TRY(world_direct_content(context, w));
    for (int64_t j = 0; j < w->n; j++) {
        double all = 0, foreign = 0, squares = 0;
        for (int64_t r = 0; r < w->R; r++) {
            double value = w->direct_content[j * w->R + r];
            all += w->input_content[j * w->R + r];
            if (r == j / w->S) continue;
            foreign += value;
            squares += value * value;
        }
        bool defined = w->place[j / w->S] >= 0 && w->output_inverse[j] != 0;
        out[j] = !defined                      ? NAN
                 : term == EXPOSURE_FACE_VALUE ? foreign / all
                 : foreign > 0                 ? squares / (foreign * foreign)
                                               : NAN;
    }
    return SELAT_OK;
}

selat_status indicator_hidden(selat_context *context, selat_indicator_world *w, int64_t term, double *out) {
    double *face;
    (void)term;
    TRY(selat_new(context, w->n, &face));
    selat_status status = indicator_lookthrough(context, w, EXPOSURE_LOOKTHROUGH, out);
    if (status == SELAT_OK) status = indicator_direct(context, w, EXPOSURE_FACE_VALUE, face);
    for (int64_t j = 0; j < w->n && status == SELAT_OK; j++) out[j] -= face[j];
    selat_release(context, face);
    return status;
}

/* Foreign value added in a unit of output: all of v'L less the own region's. */
selat_status indicator_foreign_value_added(selat_context *context, selat_indicator_world *w, int64_t term, double *out) {
    (void)term;
    TRY(world_va_content(context, w));
    for (int64_t j = 0; j < w->n; j++) {
        int64_t place = w->place[j / w->S];
        const double *row = w->va_content + j * (w->K + 1);
        out[j] = place >= 0 && w->output_inverse[j] != 0 ? row[w->K] - row[place] : NAN;
    }
    return SELAT_OK;
}

/* Of the production that j's output goes into, the part abroad: sum over foreign k of L_jk x_k / sum over all k. */
selat_status indicator_foreign_sales(selat_context *context, selat_indicator_world *w, int64_t term, double *out) {
    (void)term;
    TRY(world_use_reach(context, w));
    for (int64_t j = 0; j < w->n; j++) {
        int64_t place = w->place[j / w->S];
        const double *row = w->use_reach + j * (w->K + 1);
        out[j] = place >= 0 && w->output_inverse[j] != 0 ? 1 - row[place] / row[w->K] : NAN;
    }
    return SELAT_OK;
}

/* ---- by region ---- */

static void measure_region(const selat_indicator_world *w, int64_t region, double *out, int64_t term) {
    const double *reach = w->use_reach + w->place[region];
    double all = 0, foreign = 0, squares = 0, top = 0;
    for (int64_t r = 0; r < w->R; r++) {
        double made = 0;
        for (int64_t j = r * w->S; j < (r + 1) * w->S; j++) made += reach[j * (w->K + 1)];
        all += made;
        if (r == region) continue;
        foreign += made;
        squares += made * made;
        top = fmax(top, made);
    }
    out[region] = term == REGION_LOOKTHROUGH ? foreign / all
                  : term == REGION_HHI       ? squares / (foreign * foreign)
                                             : top / all;
}

/* What the region's industries themselves buy abroad, of all production behind them. */
static double face_value(const selat_indicator_world *w, int64_t region) {
    double all = 0, foreign = 0;
    for (int64_t j = 0; j < w->n; j++) {
        all += w->use_reach[j * (w->K + 1) + w->place[region]];
        foreign += j / w->S != region ? w->direct_reach[j * w->K + w->place[region]] : 0;
    }
    return foreign / all;
}

selat_status indicator_region_exposure(selat_context *context, selat_indicator_world *w, int64_t term, double *out) {
    TRY(world_use_reach(context, w));
    TRY(world_direct_reach(context, w));
    for (int64_t r = 0; r < w->R; r++) {
        out[r] = NAN;
        if (w->place[r] < 0) continue;
        if (term == REGION_FACE_VALUE) {
            out[r] = face_value(w, r);
        } else {
            measure_region(w, r, out, term);
        }
    }
    return SELAT_OK;
}

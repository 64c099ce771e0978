/* Production and consumption accounts. q = account per output, x_n = L Y_n the output for region n's final demand,
   m = (I - A')^-1 q:
     production_i = sum_s account_is + households_i           bilateral_in = sum_s q_is x_is,n (+ households where i = n)
     consumption_n = sum_i bilateral_in                        imports_n, exports_i: the same without i = n
     by product: sum_i m_is Y_is,n */
#include "selat/footprints.h"

#include <math.h>

#include "base/memory.h"
#include "base/status.h"
#include "indicator/registry.h"
#include "indicator/world.h"

static selat_status allocate(selat_context *context, const selat_indicator_world *w, selat_footprints *out) {
    int64_t size;
    TRY(selat_count(context, out->n, w->n, 1, 1, &size));
    TRY(selat_new(context, size, &out->multiplier));
    TRY(selat_count(context, out->n, w->K, w->S > w->R ? w->S : w->R, 1, &size));
    TRY(selat_new(context, out->n * w->R * w->K, &out->bilateral));
    TRY(selat_new(context, out->n * w->K * w->S, &out->by_product));
    TRY(selat_new(context, out->n * w->R, &out->production));
    TRY(selat_new(context, out->n * w->K, &out->consumption));
    TRY(selat_new(context, out->n * w->K, &out->imports));
    return selat_new(context, out->n * w->K, &out->exports);
}

/* What can be passed on to buyers stands in intensity [n][accounts]; the rest stays with the region. */
static void fill_production(const selat_indicator_world *w, const selat_characterisation *a, double *intensity, double *own,
                            selat_footprints *out) {
    for (int64_t account = 0; account < a->n; account++) {
        for (int64_t r = 0; r < w->R; r++) own[account * w->R + r] = a->household[account * w->R + r];
        for (int64_t j = 0; j < w->n; j++) {
            double value = a->industry[account * w->n + j];
            intensity[j * a->n + account] = value * w->output_inverse[j];
            if (w->output_inverse[j] == 0) own[account * w->R + j / w->S] += value;
            out->production[account * w->R + j / w->S] += value;
        }
        for (int64_t r = 0; r < w->R; r++) out->production[account * w->R + r] += a->household[account * w->R + r];
    }
}

static void fill_consumption(const selat_indicator_world *w, const double *intensity, const double *own,
                             selat_footprints *out) {
    int64_t R = w->R, K = w->K;
    for (int64_t a = 0; a < out->n; a++) {
        for (int64_t j = 0; j < w->n; j++) {
            double *row = out->bilateral + (a * R + j / w->S) * K, q = intensity[j * out->n + a];
            for (int64_t k = 0; k < K; k++) row[k] += q * w->demand_reach[j * K + k];
        }
        for (int64_t k = 0; k < K; k++) {
            int64_t n = w->selected[k];
            out->bilateral[(a * R + n) * K + k] += own[a * R + n];
            for (int64_t i = 0; i < R; i++) {
                double value = out->bilateral[(a * R + i) * K + k];
                out->consumption[a * K + k] += value;
                out->imports[a * K + k] += i != n ? value : 0;
            }
            out->exports[a * K + k] = out->production[a * R + n] - out->bilateral[(a * R + n) * K + k];
        }
    }
}

static selat_status fill_products(selat_context *context, selat_indicator_world *w, const double *intensity,
                                  selat_footprints *out) {
    double *m;
    TRY(selat_new(context, w->n * out->n, &m));
    selat_status status = world_solve(context, w, true, out->n, intensity, m);
    for (int64_t j = 0; j < w->n && status == SELAT_OK; j++) {
        bool made = w->output_inverse[j] != 0;
        for (int64_t a = 0; a < out->n; a++) {
            out->multiplier[a * w->n + j] = made ? m[j * out->n + a] : NAN;
            for (int64_t k = 0; k < w->K && made; k++) {
                out->by_product[(a * w->K + k) * w->S + j % w->S] +=
                    m[j * out->n + a] * w->final[j * w->R + w->selected[k]];
            }
        }
    }
    selat_release(context, m);
    return status;
}

selat_status selat_footprints_compute(selat_context *context, selat_indicator_world *w, const selat_characterisation *accounts,
                                      selat_footprints *out) {
    double *intensity = NULL, *own = NULL;
    selat_status status;
    *out = (selat_footprints){.n = accounts->n, .n_regions = w->R, .n_sectors = w->S, .n_consumers = w->K};
    if (accounts->n_regions != w->R || accounts->n_sectors != w->S) {
        return selat_fail(context, SELAT_BAD_INPUT, "footprints: the accounts are of another table than %s", w->table->name);
    }
    TRY_OR(end, status, allocate(context, w, out));
    TRY_OR(end, status, selat_new(context, w->n * accounts->n, &intensity));
    TRY_OR(end, status, selat_new(context, accounts->n * w->R, &own));
    TRY_OR(end, status, world_demand_reach(context, w));
    fill_production(w, accounts, intensity, own, out);
    fill_consumption(w, intensity, own, out);
    status = fill_products(context, w, intensity, out);
end:
    selat_release(context, intensity);
    selat_release(context, own);
    if (status != SELAT_OK) selat_footprints_clear(context, out);
    return status;
}

void selat_footprints_clear(selat_context *context, selat_footprints *f) {
    double *const arrays[] = {f->production, f->consumption, f->imports,    f->exports,
                              f->bilateral,  f->by_product,  f->multiplier};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
    *f = (selat_footprints){0};
}

/* ---- registered: the first standard account ---- */

static selat_status make_standard(selat_context *context, selat_indicator_world *w) {
    selat_characterisation accounts;
    if (w->footprints != NULL) return SELAT_OK;
    TRY(selat_characterisation_standard(context, w->table, &accounts));
    selat_footprints *made = NULL;
    selat_status status = selat_new(context, 1, &made);
    if (status == SELAT_OK) status = selat_footprints_compute(context, w, &accounts, made);
    selat_characterisation_clear(context, &accounts);
    if (status == SELAT_OK) {
        w->footprints = made;
    } else {
        selat_release(context, made);
    }
    return status;
}

selat_status indicator_footprint(selat_context *context, selat_indicator_world *w, int64_t term, double *out) {
    for (int64_t r = 0; r < w->R; r++) out[r] = NAN;
    if (w->table->stressors.count == 0) return SELAT_OK;
    TRY(make_standard(context, w));
    const selat_footprints *f = w->footprints;
    for (int64_t k = 0; k < w->K; k++) {
        int64_t r = w->selected[k];
        out[r] = term == FOOTPRINT_PRODUCTION    ? f->production[r]
                 : term == FOOTPRINT_CONSUMPTION ? f->consumption[k]
                 : term == FOOTPRINT_IMPORTS     ? f->imports[k]
                                                 : f->exports[k];
    }
    return SELAT_OK;
}

selat_status indicator_multiplier(selat_context *context, selat_indicator_world *w, int64_t term, double *out) {
    (void)term;
    for (int64_t j = 0; j < w->n; j++) out[j] = NAN;
    if (w->table->stressors.count == 0) return SELAT_OK;
    TRY(make_standard(context, w));
    for (int64_t j = 0; j < w->n; j++) {
        if (w->place[j / w->S] >= 0) out[j] = w->footprints->multiplier[j];
    }
    return SELAT_OK;
}

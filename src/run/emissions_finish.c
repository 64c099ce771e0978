/* From the years' emissions to what the report says: series, decomposition, abatement, pledges. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "run/emissions.h"

static selat_leontief_report worse(selat_leontief_report a, selat_leontief_report b) {
    if (a.converged != b.converged) return a.converged ? b : a;
    return a.residual > b.residual ? a : b;
}

static void fill_party(const selat_run_inputs *inputs, const run_emissions *e, int64_t k, int64_t p,
                       selat_party_emissions *out) {
    int64_t region = inputs->accord->parties[p];
    for (int side = 0; side < SELAT_SIDES; side++) {
        const selat_emission_year *now = &e->side[side][k];
        out->production_mt[side] = now->production_mt[region];
        out->consumption_mt[side] = now->consumption_mt[p];
        out->co2_mt[side] = now->co2_production_mt[region];
        out->captured_mt[side] = now->captured_total_mt[region];
        if (k > 0) selat_emission_decompose(&e->side[side][k - 1], now, region, &out->since_last_year[side]);
    }
    selat_emission_decompose(&e->side[SELAT_WITHOUT][k], &e->side[SELAT_WITH][k], region, &out->by_accord);
}

static selat_status fill_demand(selat_context *context, const selat_run_inputs *inputs, selat_emission_results *out) {
    const selat_accord *accord = inputs->accord;
    for (int64_t k = 0; k < out->n_years; k++) {
        selat_emission_change change = {0};
        if (inputs->pathway != NULL) {
            TRY(selat_pathway_change(context, inputs->pathway, inputs->table, accord->first_year + k, &change));
        }
        for (int64_t p = 0; p < out->n_parties; p++) {
            out->parties[k * out->n_parties + p].demand_factor =
                change.demand_factor != NULL ? change.demand_factor[accord->parties[p]] : 1;
        }
        selat_emission_change_clear(context, &change);
    }
    return SELAT_OK;
}

/* ---- abatement ---- */

/* What the industries pay in the last year for every tonne less emitted: captured, without the tonnes of the fuel that takes. */
static double capture_cost(const selat_capture_plan *plan, int64_t region) {
    double paid = 0, avoided = 0;
    for (int64_t s = (plan->n_years - 1) * plan->n_sectors; s < plan->n_years * plan->n_sectors; s++) {
        paid += plan->paid_musd[s];
        avoided += plan->captured_mt[s] - plan->penalty_mt[s];
    }
    return region == plan->terms.source_region && avoided > 0 ? paid / avoided : NAN;
}

static double stated_cost(const selat_measure *measure, int64_t region) {
    if (measure->capture != NULL) return capture_cost(measure->capture, region);
    if (measure->effects->carbon != NULL) return NAN;
    for (int64_t k = 0; k < measure->effects->n_emissions; k++) {
        if (measure->effects->emissions[k].region == region) return measure->effects->emissions[k].cost_usd_per_t;
    }
    return NAN;
}

static int by_cost(const void *left, const void *right) {
    const selat_abatement *a = left, *b = right;
    bool known_a = isfinite(a->cost_usd_per_t), known_b = isfinite(b->cost_usd_per_t);
    if (known_a != known_b) return known_a ? -1 : 1;
    if (known_a && a->cost_usd_per_t != b->cost_usd_per_t) return a->cost_usd_per_t < b->cost_usd_per_t ? -1 : 1;
    if (a->measure != b->measure) return a->measure < b->measure ? -1 : 1;
    return (a->region > b->region) - (a->region < b->region);
}

static selat_status fill_abatement(selat_context *context, const selat_run_inputs *inputs, const run_emissions *e,
                                   selat_emission_results *out) {
    const selat_accord *accord = inputs->accord;
    int64_t R = out->n_regions, last = e->n_years - 1;
    TRY(selat_new(context, accord->n_measures * R, &out->abatement));
    for (int64_t m = 0; m < accord->n_measures; m++) {
        if (!run_changes_emissions(&accord->measures[m])) continue;
        for (int64_t n = 0; n < R; n++) {
            double cut = e->without_measure_mt[(last * accord->n_measures + m) * R + n] -
                         e->side[SELAT_WITH][last].production_mt[n];
            bool maker = accord->measures[m].kind == SELAT_MEASURE_HYDROGEN && n != accord->measures[m].buyer;
            if (fabs(cut) < 1e-9 || maker) continue; /* making hydrogen is not what it cuts */
            out->abatement[out->n_abatement++] =
                (selat_abatement){m, n, cut, stated_cost(&accord->measures[m], n)};
        }
    }
    qsort(out->abatement, (size_t)out->n_abatement, sizeof *out->abatement, by_cost);
    return SELAT_OK;
}

/* ---- pledges ---- */

static selat_status fill_pledges(selat_context *context, const selat_run_inputs *inputs, selat_emission_results *out) {
    double *series, *demand;
    TRY(selat_new(context, out->n_parties, &out->pledges));
    TRY(selat_new(context, out->n_years, &series));
    selat_status status = selat_new(context, out->n_years, &demand);
    for (int64_t p = 0; p < out->n_parties && status == SELAT_OK; p++) {
        selat_party_pledges *list = &out->pledges[p];
        const char *code = inputs->table->regions.codes[inputs->accord->parties[p]];
        TRY_OR(end, status, selat_new(context, inputs->pledges->count, &list->without));
        TRY_OR(end, status, selat_new(context, inputs->pledges->count, &list->with));
        for (int64_t k = 0; k < out->n_years; k++) demand[k] = out->parties[k * out->n_parties + p].demand_factor;
        for (int side = 0; side < SELAT_SIDES; side++) {
            for (int64_t k = 0; k < out->n_years; k++) {
                series[k] = out->parties[k * out->n_parties + p].production_mt[side];
            }
            selat_pledge_distances(inputs->pledges, code, inputs->accord->first_year, out->n_years, series, demand,
                                   side == SELAT_WITH ? list->with : list->without, &list->count);
        }
    }
end:
    selat_release(context, series);
    selat_release(context, demand);
    return status;
}

static selat_status fill(selat_context *context, const selat_run_inputs *inputs, const run_emissions *e,
                         selat_emission_results *out) {
    int64_t R = out->n_regions;
    TRY(selat_new(context, out->n_years * out->n_parties, &out->parties));
    for (int side = 0; side < SELAT_SIDES; side++) TRY(selat_new(context, out->n_years * R, &out->production_mt[side]));
    out->solver = e->side[SELAT_WITHOUT][0].solver;
    for (int64_t k = 0; k < out->n_years; k++) {
        for (int side = 0; side < SELAT_SIDES; side++) {
            memcpy(out->production_mt[side] + k * R, e->side[side][k].production_mt, (size_t)R * sizeof(double));
            out->clipped_mt += e->side[side][k].clipped_mt;
            out->solver = worse(out->solver, e->side[side][k].solver);
        }
        out->n_missed += e->n_missed[k];
        for (int64_t p = 0; p < out->n_parties; p++) fill_party(inputs, e, k, p, &out->parties[k * out->n_parties + p]);
    }
    TRY(fill_demand(context, inputs, out));
    TRY(fill_abatement(context, inputs, e, out));
    if (inputs->pledges != NULL) TRY(fill_pledges(context, inputs, out));
    return inputs->accord->uncertainty.draws > 0 ? run_emission_bands(context, inputs, e, out) : SELAT_OK;
}

static bool any_emissions(const run_emissions *e, int64_t R) {
    for (int64_t n = 0; n < R; n++) {
        if (e->side[SELAT_WITHOUT][0].production_mt[n] != 0) return true;
    }
    return false;
}

selat_status run_emissions_finish(selat_context *context, const selat_run_inputs *inputs, const run_emissions *emissions,
                                  selat_emission_results **out) {
    int64_t R = inputs->table->regions.count;
    *out = NULL;
    if (!any_emissions(emissions, R)) return SELAT_OK;
    TRY(selat_new(context, 1, out));
    **out = (selat_emission_results){.n_years = emissions->n_years, .n_parties = inputs->accord->n_parties, .n_regions = R};
    selat_status status = fill(context, inputs, emissions, *out);
    if (status == SELAT_OK) return SELAT_OK;
    run_emission_results_destroy(context, *out);
    *out = NULL;
    return status;
}

void run_emission_results_destroy(selat_context *context, selat_emission_results *results) {
    if (results == NULL) return;
    for (int64_t p = 0; results->pledges != NULL && p < results->n_parties; p++) {
        selat_release(context, results->pledges[p].without);
        selat_release(context, results->pledges[p].with);
    }
    selat_release(context, results->pledges);
    selat_release(context, results->abatement);
    for (int side = 0; side < SELAT_SIDES; side++) selat_release(context, results->production_mt[side]);
    selat_release(context, results->parties);
    selat_release(context, results);
}

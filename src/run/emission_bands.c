/* Bands of the emission pathway (docs/models/pathway.md, "Bands"). */
#include <math.h>

#include "base/memory.h"
#include "base/random.h"
#include "base/status.h"
#include "run/emissions.h"

/* Standard deviations of the yearly rates, assumed: growth of demand and change of intensity. */
static const double growth_deviation = 0.005, intensity_deviation = 0.005;
enum { FIRST_PARAMETER = 1 << 20, PER_REGION = 2 }; /* away from the numbers that the other draws use */

typedef struct draw_work {
    const selat_accord *accord;
    const selat_run_inputs *inputs;
    const run_emissions *emissions;
    const selat_emission_results *results;
    double *values[3]; /* [draws] without, with, with - without */
} draw_work;

/* The region's emissions of `years` years after the table over those of the pathway. */
static double drift(const draw_work *w, int64_t draw, int64_t region, double years) {
    uint64_t seed = w->accord->uncertainty.seed, parameter = FIRST_PARAMETER + PER_REGION * (uint64_t)region;
    double rate = growth_deviation * selat_random_normal(seed, (uint64_t)draw, parameter) +
                  intensity_deviation * selat_random_normal(seed, (uint64_t)draw, parameter + 1);
    return exp(rate * years);
}

/* How much more or less than stated an assumed measure does: within the width of assumed barriers. */
static double realised(const draw_work *w, int64_t draw, int64_t measure) {
    const selat_accord *accord = w->accord;
    if (accord->measures[measure].assumed == NULL) return 1;
    uint64_t parameter = FIRST_PARAMETER + PER_REGION * (uint64_t)w->results->n_regions + (uint64_t)measure;
    return 1 + accord->uncertainty.barriers * selat_random_triangular(accord->uncertainty.seed, (uint64_t)draw, parameter);
}

static void draw_party(const draw_work *w, int64_t k, int64_t p) {
    const selat_party_emissions *now = &w->results->parties[k * w->results->n_parties + p];
    int64_t region = w->accord->parties[p], R = w->results->n_regions, M = w->accord->n_measures;
    double years = (double)(w->accord->first_year + k - w->inputs->table->year);
    for (int64_t d = 0; d < w->accord->uncertainty.draws; d++) {
        double level = drift(w, d, region, years), with = now->production_mt[SELAT_WITH];
        for (int64_t m = 0; m < M; m++) {
            const selat_effects *effects = w->accord->measures[m].effects;
            if (effects == NULL || (effects->n_emissions == 0 && effects->carbon == NULL)) continue;
            double cut = w->emissions->without_measure_mt[(k * M + m) * R + region] - now->production_mt[SELAT_WITH];
            with += (1 - realised(w, d, m)) * cut;
        }
        w->values[0][d] = level * now->production_mt[SELAT_WITHOUT];
        w->values[1][d] = level * with;
        w->values[2][d] = w->values[1][d] - w->values[0][d];
    }
}

selat_status run_emission_bands(selat_context *context, const selat_run_inputs *inputs, const run_emissions *emissions,
                                selat_emission_results *results) {
    draw_work w = {.accord = inputs->accord, .inputs = inputs, .emissions = emissions, .results = results};
    int64_t n_draws = inputs->accord->uncertainty.draws;
    selat_status status = SELAT_OK;
    for (int v = 0; v < 3 && status == SELAT_OK; v++) status = selat_new(context, n_draws, &w.values[v]);
    for (int64_t k = 0; k < results->n_years && status == SELAT_OK; k++) {
        for (int64_t p = 0; p < results->n_parties; p++) {
            selat_party_emissions *party = &results->parties[k * results->n_parties + p];
            draw_party(&w, k, p);
            selat_band_of(w.values[0], n_draws, &party->band[SELAT_WITHOUT]);
            selat_band_of(w.values[1], n_draws, &party->band[SELAT_WITH]);
            selat_band_of(w.values[2], n_draws, &party->cut_band);
        }
        status = selat_check_cancel(context);
    }
    results->has_bands = status == SELAT_OK;
    for (int v = 0; v < 3; v++) selat_release(context, w.values[v]);
    return status;
}

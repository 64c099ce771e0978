/* Where elasticities are drawn from. theta = theta-hat exp(sigma z - sigma^2 / 2), sigma^2 = ln(1 + (se / theta-hat)^2),
   z = sqrt(.5) z_common + sqrt(.5) z_own, held within 1 to 20: mean theta-hat and standard deviation se before that. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "run/draws.h"

/* Caliendo and Parro (2015), table 1: all sectors together. Stands in where an estimate says next to nothing. */
static const double pooled_theta = 4.49, pooled_error = 0.39, noisiest = 0.6, lowest = 1, highest = 20;

static bool is_fallback(const selat_elasticities *from, int64_t s) {
    return from->note != NULL && from->note[s] != NULL && strncmp(from->note[s], "fallback", 8) == 0;
}

/* An estimate without an error of its own takes the pooled one's relative error. */
static selat_theta_prior own_prior(const selat_elasticities *from, int64_t s) {
    selat_theta_prior prior = {.theta = from->theta[s], .standard_error = from->standard_error[s], .shared = s};
    prior.pooled = is_fallback(from, s) || prior.standard_error > noisiest * prior.theta;
    if (prior.pooled) {
        prior.theta = pooled_theta;
        prior.standard_error = pooled_error;
    } else if (isnan(prior.standard_error)) {
        prior.standard_error = prior.theta * (pooled_error / pooled_theta);
    }
    return prior;
}

/* One published estimate that serves several sectors is one unknown. */
static int64_t first_with_estimate(const selat_elasticities *from, int64_t s) {
    if (is_fallback(from, s) || isnan(from->standard_error[s])) return s;
    for (int64_t k = 0; k < s; k++) {
        bool same = from->theta[k] == from->theta[s] && from->standard_error[k] == from->standard_error[s];
        if (same && !is_fallback(from, k)) return k;
    }
    return s;
}

/* Another source: its fallback cells keep the accord's own distribution; where it gives no error, the accord's own
   relative error serves. */
static selat_theta_prior other_prior(const selat_elasticities *from, const selat_theta_prior *own, int64_t s) {
    if (is_fallback(from, s)) return own[s];
    selat_theta_prior prior = own_prior(from, s);
    if (isnan(from->standard_error[s])) {
        prior.standard_error = prior.theta * (own[s].standard_error / own[s].theta);
    }
    return prior;
}

selat_status run_theta_init(selat_context *context, const selat_elasticities *elasticities, int64_t n_sources,
                            const selat_elasticities *sources, selat_theta_prior *priors, run_theta *out) {
    int64_t S = elasticities->n_sectors;
    *out = (run_theta){.n_sectors = S, .n_sources = n_sources + 1, .priors = priors};
    TRY(selat_new(context, out->n_sources * S, &out->mean));
    TRY(selat_new(context, out->n_sources * S, &out->sigma));
    for (int64_t s = 0; s < S; s++) {
        priors[s] = own_prior(elasticities, s);
        priors[s].shared = first_with_estimate(elasticities, s);
    }
    for (int64_t k = 0; k < out->n_sources; k++) {
        for (int64_t s = 0; s < S; s++) {
            selat_theta_prior prior = k == 0 ? priors[s] : other_prior(&sources[k - 1], priors, s);
            double relative = prior.standard_error / prior.theta;
            out->mean[k * S + s] = prior.theta;
            out->sigma[k * S + s] = sqrt(log1p(relative * relative));
        }
    }
    return SELAT_OK;
}

void run_theta_clear(selat_context *context, run_theta *theta) {
    selat_release(context, theta->mean);
    selat_release(context, theta->sigma);
    *theta = (run_theta){0};
}

int64_t run_theta_at(const run_theta *theta, const run_point *point, double *out) {
    int64_t S = theta->n_sectors, held = 0;
    const double *mean = theta->mean + point->source * S, *sigma = theta->sigma + point->source * S;
    for (int64_t s = 0; s < S; s++) {
        double z = sqrt(0.5) * (point->common + point->own[theta->priors[s].shared]);
        double drawn = mean[s] * exp(sigma[s] * z - 0.5 * sigma[s] * sigma[s]);
        out[s] = fmin(fmax(drawn, lowest), highest);
        held += out[s] != drawn;
    }
    return held;
}

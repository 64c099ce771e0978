/* Sets of theta for the backtest's band: drawn as a run's are, standard errors and published sources both. */
#include "base/memory.h"
#include "base/random.h"
#include "base/status.h"
#include "run/draws.h"
#include "selat/backtest.h"

/* As in draws.c, so that the same seed gives the same elasticities there and here. */
enum parameter { COMMON, OWN, SOURCE };
static uint64_t parameter_id(enum parameter kind, int64_t index) { return (uint64_t)kind << 32 | (uint64_t)index; }

selat_status selat_backtest_draw_theta(selat_context *context, const selat_elasticities *elasticities,
                                       int64_t n_sources, const selat_elasticities *sources, int64_t n_draws,
                                       uint64_t seed, double *out) {
    int64_t S = elasticities->n_sectors;
    selat_theta_prior *priors = NULL;
    run_theta theta = {0};
    run_point point = {0};
    selat_status status;
    TRY_OR(done, status, selat_new(context, S, &priors));
    TRY_OR(done, status, selat_new(context, S, &point.own));
    TRY_OR(done, status, run_theta_init(context, elasticities, n_sources, sources, priors, &theta));
    for (int64_t k = 0; k < n_draws; k++) {
        uint64_t draw = (uint64_t)k;
        point.common = selat_random_normal(seed, draw, parameter_id(COMMON, 0));
        point.source = (int64_t)(selat_random_uniform(seed, draw, parameter_id(SOURCE, 0)) * (double)theta.n_sources);
        for (int64_t s = 0; s < S; s++) {
            if (priors[s].shared == s) point.own[s] = selat_random_normal(seed, draw, parameter_id(OWN, s));
        }
        (void)run_theta_at(&theta, &point, out + k * S);
    }
done:
    run_theta_clear(context, &theta);
    selat_release(context, priors);
    selat_release(context, point.own);
    return status;
}

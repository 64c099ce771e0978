/* Draws: the last year solved again with other elasticities, sources, barrier cuts and utilisation, and what that says
   about every headline number. Distributions in docs/models/uncertainty.md. */
#ifndef SELAT_DRAWS_H
#define SELAT_DRAWS_H

#include "selat/accord.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Quantiles of one number over the draws, each with its Monte-Carlo standard error (same unit). */
typedef struct selat_band {
    double low, median, high; /* 5, 50, 95 % */
    double low_error, median_error, high_error;
    bool settled;             /* no error exceeds 5 % of high - low */
} selat_band;

/* The band of `count` >= 1 values, which are sorted in place. Quantile q lies at position q (count - 1), linear between
   neighbours; its error is half the distance between the quantiles at q -+ sqrt(q (1 - q) / count). */
void selat_band_of(double *values, int64_t count, selat_band *out);

/* What is recorded of every draw for every region. */
typedef enum selat_drawn { SELAT_DRAWN_EV_MUSD, SELAT_DRAWN_EV_PERCENT, SELAT_DRAWN_REAL_WAGE_PERCENT,
    SELAT_DRAWN_CUSTOMS_MUSD, SELAT_DRAWN_PER_REGION } selat_drawn;

typedef enum selat_parameter_kind { SELAT_PARAMETER_THETA_COMMON, SELAT_PARAMETER_THETA_OWN, SELAT_PARAMETER_SOURCE,
    SELAT_PARAMETER_BARRIER, SELAT_PARAMETER_UTILISATION } selat_parameter_kind;

/* One parameter moved alone from the centre, the others held there. */
typedef struct selat_swing {
    selat_parameter_kind kind;
    int64_t index;         /* THETA_OWN: first sector that has the estimate; BARRIER: the measure; otherwise 0 */
    double *low_musd;      /* [parties] equivalent variation at the parameter's 5 % point (SOURCE: the smallest of all) */
    double *high_musd;     /* [parties] at its 95 % point (SOURCE: the largest) */
    bool failed;           /* one of its solves did not converge: numbers are NAN */
} selat_swing;

/* Where a sector's theta is drawn from, under the accord's own elasticities. */
typedef struct selat_theta_prior {
    double theta, standard_error; /* mean and standard deviation before truncation */
    bool pooled;      /* the published estimate is missing or too noisy: the pooled one stands in */
    int64_t shared;   /* first sector with the same published estimate, drawn together; itself otherwise */
} selat_theta_prior;

typedef struct selat_draws {
    int64_t n_draws, n_failed; /* failed: did not converge, left out of the bands */
    int64_t n_regions, n_sectors, n_parties;
    double tolerance;          /* of each draw's solves */
    int64_t n_sources;         /* published sources drawn from, the accord's own included; 1: not drawn */
    const char **sources;      /* [n_sources] names, borrowed from the inputs */
    selat_theta_prior *priors; /* [S] */
    int64_t theta_drawn, theta_held; /* numbers drawn; of those, held at 1 or 20 */
    int64_t n_barriers, *barriers;   /* measures whose cut is drawn */
    int64_t n_utilisations;          /* measures whose utilisation is drawn */
    selat_band *regions;       /* [R][SELAT_DRAWN_PER_REGION] */
    selat_band world_ev_musd;
    selat_band *exports_musd, *imports_musd; /* [parties] change of all exports and imports */
    selat_band *between_musd;  /* [parties exporter][parties importer] change of trade between parties */
    double *centre_ev_musd;    /* [parties] every parameter at its median */
    int64_t n_swings;
    selat_swing *swings;       /* largest over the parties first; THETA_OWN: the ten largest */
    bool settled;              /* the equivalent variation of every party has settled */
    double seconds;
} selat_draws;

#ifdef __cplusplus
}
#endif
#endif

/* Structural paths: the chains of supply behind a final demand, one by one; and what a change between two tables is made of. */
#ifndef SELAT_PATHS_H
#define SELAT_PATHS_H

#include "selat/indicator.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- structural path analysis (Defourny and Thorbecke 1984; Lenzen 2003) ---- */

/* One step of a chain; `next` leads towards the final demand, -1 at its seller. */
typedef struct selat_path_step {
    int64_t industry;  /* r S + s */
    int64_t next;      /* position in selat_paths.steps */
    double value;      /* of the chain that starts here: q_k A..A f */
    int64_t length;    /* industries in the chain */
} selat_path_step;

typedef struct selat_paths {
    int64_t n_steps;
    selat_path_step *steps;
    int64_t n_paths;
    int64_t *paths;    /* [n_paths] positions of the chains at or above the threshold, largest first */
    double total;      /* q' L f: all chains, also those not found */
    double found;      /* sum of the chains listed */
} selat_paths;

typedef struct selat_path_options {
    double threshold;  /* of total, 0 to 1: smaller chains are left out, and branches that cannot hold a larger one */
    int64_t max_length; /* industries in a chain; 0: 30 */
    int64_t max_paths;  /* 0: all */
} selat_path_options;

/* The chains behind the final demand `demand` [n], industry by industry, valued with `intensity` [n] per unit of output.
   Error SELAT_BAD_INPUT: more than 10 million steps (raise the threshold). Cost: one transposed solve, then by industry met one
   column of A, sorted, then by chain. */
selat_status selat_paths_find(selat_context *context, selat_indicator_world *world, const double *intensity,
                              const double *demand, const selat_path_options *options, selat_paths *out);
void selat_paths_clear(selat_context *context, selat_paths *paths);

/* ---- structural decomposition (Dietzenbacher and Los 1998) ---- */

/* `evaluate` gives the result [n_values] where factor k is taken from the second state when bit k of `which` is set. */
typedef selat_status (*selat_factor_fn)(selat_context *context, void *data, unsigned which, double *out);
enum { SELAT_MOST_FACTORS = 6 };
/* parts [n_factors][n_values], which add up to the whole change. The mean over all n! orders in which factors can move, by
   2^n evaluations; `polar`: the mean of the two orders first to last and last to first, n evaluations each, which is also taken
   above SELAT_MOST_FACTORS (up to 30). */
selat_status selat_change_parts(selat_context *context, int64_t n_factors, bool polar, selat_factor_fn evaluate,
                                void *data, int64_t n_values, double *parts);

typedef enum selat_change_factor {
    SELAT_CHANGE_INTENSITY,  /* value added or stressor per unit of output */
    SELAT_CHANGE_TECHNOLOGY, /* input coefficients A: recipes and origins */
    SELAT_CHANGE_DEMAND,     /* final demand; with split_demand its mix and origins */
    SELAT_CHANGE_LEVEL,      /* with split_demand: the total final demand of each region */
    SELAT_CHANGE_FACTORS
} selat_change_factor;
const char *selat_change_factor_name(selat_change_factor factor);

typedef struct selat_change {
    int64_t n_factors, n_regions;
    double *before, *after; /* [R where it arises][R whose final demand] */
    double *parts;          /* [n_factors][R][R] */
    bool polar;
    selat_leontief_report report;
} selat_change;
/* q L Y of two tables with the same regions and sectors. intensity [n] each. 4 solves of R columns. Flows are taken at the
   prices they stand in: between tables at current prices, price changes are part of every factor. */
selat_status selat_change_between(selat_context *context, const selat_table *before, const double *intensity_before,
                                  const selat_table *after, const double *intensity_after, bool split_demand,
                                  bool polar, selat_change *out);
void selat_change_clear(selat_context *context, selat_change *change);

#ifdef __cplusplus
}
#endif
#endif

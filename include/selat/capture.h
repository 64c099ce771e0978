/* Carbon capture, transport and storage as a network that is built over several years at least cost (docs/models/capture.md).
   Quantities in Mt CO2, money in million USD (MUSD) of one year's prices, so USD per tonne = MUSD per Mt. */
#ifndef SELAT_CAPTURE_H
#define SELAT_CAPTURE_H

#include "selat/context.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct selat_capture_node {
    char *name;
    char *region;               /* ISO code, or "" */
    double longitude, latitude; /* degrees; NAN when not given */
} selat_capture_node;

typedef struct selat_capture_source {
    int64_t node;
    char *sector;               /* of the table, or "" */
    double capacity_mtpa;       /* what can be captured a year */
    double gross_mtpa;          /* what it emits a year, before capture; INFINITY when not given */
    double capex_musd, fom_musd_per_year, vom_usd_per_t;
    int64_t start, ramp_years;  /* first year it may be built; years until full capacity, by equal steps (1: at once) */
    double penalty_t_per_t;     /* CO2 of the fuel that capture takes, per tonne captured; emitted like the rest of the plant's */
} selat_capture_source;

typedef struct selat_capture_store {
    int64_t node;
    double capacity_mt;         /* over its life */
    double site_capex_musd, site_fom_musd_per_year;
    double well_rate_mtpa, well_capex_musd, well_fom_musd_per_year;
    double vom_usd_per_t;
    int64_t start, ramp_years;  /* of wells */
} selat_capture_store;

/* Capital of a route carrying p Mt a year on one line of its type: cost (intercept + slope p). */
typedef struct selat_capture_trend {
    double slope, intercept;
} selat_capture_trend;
typedef struct selat_capture_type { /* "pipe", "ship" */
    char *name;
    int64_t n_trends;
    selat_capture_trend *trends; /* slopes fall, intercepts rise */
} selat_capture_type;

typedef struct selat_capture_edge { /* may be used either way, each way a line of its own, unless one_way: from a to b only */
    int64_t a, b, type;
    double cost;                    /* MUSD */
    double right_of_way_musd;       /* capital for the corridor, whatever runs in it; 0: none */
    int64_t start;
    double km;                      /* NAN when not given */
    bool one_way;
} selat_capture_edge;

typedef struct selat_capture_problem {
    char *name, *file;              /* file: for messages */
    double crf;                     /* capital recovery factor: yearly payment per capital */
    double discount;                /* per year, fraction; between the years of the horizon */
    int64_t life_years;             /* over which stores must be able to take the last year's rate */
    int64_t build_every;            /* something new can start every so many years, counted from the first */
    int64_t first_year, n_years;
    double *target_mtpa;            /* [n_years] captured by all sources together */
    int64_t n_nodes, n_sources, n_stores, n_types, n_edges;
    selat_capture_node *nodes;
    selat_capture_source *sources;
    selat_capture_store *stores;
    selat_capture_type *types;
    selat_capture_edge *edges;
} selat_capture_problem;

void selat_capture_problem_destroy(selat_context *context, selat_capture_problem *problem); /* takes NULL */
/* Numbers within their ranges, nodes that exist, starts within the horizon, every store reachable from a source.
   Errors: SELAT_BAD_INPUT naming what. A source without a route to a store is a warning. */
selat_status selat_capture_check(selat_context *context, const selat_capture_problem *problem);

typedef struct selat_capture_options {
    double time_limit_s; /* 0: none */
    double gap;          /* relative; 0: 1e-6 */
    bool cold;           /* no warm start */
    bool quick;          /* search the program as it is: faster for coarse gaps and small networks */
} selat_capture_options;

typedef enum selat_capture_reason {
    SELAT_CAPTURE_OPTIMAL,   /* within the gap asked for, proven */
    SELAT_CAPTURE_TIME_LIMIT,/* best found; the gap is what is proven */
    SELAT_CAPTURE_GAVE_UP    /* numerical difficulties; best found */
} selat_capture_reason;
const char *selat_capture_reason_name(selat_capture_reason reason);

/* One network, year by year. Arc 2e runs edge e from a to b, arc 2e + 1 from b to a. */
typedef struct selat_capture_solution {
    selat_capture_reason reason;
    double cost_musd;        /* all years, discounted to the first */
    double bound_musd;       /* proven: no network costs less */
    double gap;              /* (cost - bound) / cost */
    double start_cost_musd;  /* of the warm start; NAN without */
    int64_t n_binaries, n_columns, n_rows, n_tree_nodes;
    double seconds;
    int64_t n_years, n_sources, n_stores, n_arcs, n_nodes;
    double *captured_mt;     /* [years][sources] */
    double *stored_mt;       /* [years][stores] */
    double *flow_mt;         /* [years][arcs] */
    bool *source_open;       /* [years][sources] */
    bool *store_open;        /* [years][stores] */
    int64_t *wells;          /* [years][stores] */
    int64_t *trend;          /* [years][arcs] the line in place, -1: none */
    bool *right_of_way;      /* [years][edges] paid for */
    /* what a year costs, MUSD, not discounted */
    double *capture_cost_musd;   /* [years][sources] */
    double *transport_cost_musd; /* [years][arcs], the corridor with the arc that uses it (half each when both do) */
    double *storage_cost_musd;   /* [years][stores] */
    double *year_cost_musd;      /* [years] their sum */
    /* Costs behind the tonnes of a source: its own, and its share by tonnes of every line and store they pass (NAN: none captured). */
    double *source_cost_usd_per_t;    /* [years][sources] */
    double *source_own_usd_per_t;     /* [years][sources] of which at the source */
    double *source_storage_usd_per_t; /* [years][sources] of which at the stores */
    double *source_store_mt;          /* [years][sources][stores] whose tonnes lie where */
    double balance_residual_mt;           /* the worst node and year, recomputed */
} selat_capture_solution;

/* Least cost. Errors: SELAT_BAD_INPUT as selat_capture_check; SELAT_FAILED naming the constraint that cannot be met. */
selat_status selat_capture_solve(selat_context *context, const selat_capture_problem *problem,
                                 const selat_capture_options *options, selat_capture_solution **out);
void selat_capture_solution_destroy(selat_context *context, selat_capture_solution *solution); /* takes NULL */

/* The program in MPS format, for other solvers. Release with selat_dataset_free(). */
selat_status selat_capture_mps(selat_context *context, const selat_capture_problem *problem, char **out);

#ifdef __cplusplus
}
#endif
#endif

/* The parts of the draws, inside the room. */
#ifndef SELAT_RUN_DRAWS_H
#define SELAT_RUN_DRAWS_H

#include "run/run.h"

/* ---- theta.c: where elasticities are drawn from ---- */
typedef struct run_theta {
    int64_t n_sectors, n_sources;
    double *mean, *sigma;      /* [sources][S] theta-hat and sigma of the lognormal */
    selat_theta_prior *priors; /* [S] of source 0, borrowed */
} run_theta;
/* Fills `priors` [S]. Source 0 is `elasticities`, then `sources`. */
selat_status run_theta_init(selat_context *context, const selat_elasticities *elasticities, int64_t n_sources,
                            const selat_elasticities *sources, selat_theta_prior *priors, run_theta *out);
void run_theta_clear(selat_context *context, run_theta *theta);

/* ---- a point in the space of parameters ---- */
typedef struct run_point {
    double common, *own;   /* standard normal; own [S], read at the position a sector shares */
    int64_t source;
    double *barrier;       /* [measures] factor on the cut */
    double utilisation;    /* added, fraction */
} run_point;
/* theta [S] at a point; returns how many were held at 1 or 20. */
int64_t run_theta_at(const run_theta *theta, const run_point *point, double *out);

/* ---- draw_world.c: the last year solved at a point ---- */
typedef struct run_draw_side { /* the world without the accord, or with it; both on the calibrated base */
    selat_trade_shock shock;   /* overlays, and the accord's measures on top */
    selat_trade_result *centre;
} run_draw_side;

typedef struct run_draw_guess { /* slopes of the solutions in theta, from which searches begin */
    bool ready;
    int64_t n_sectors, *sectors; /* whose theta matters: the shocks change something there */
    float *slopes; /* [n_sectors][2: without the accord, what it adds][state] */
} run_draw_guess;

typedef struct run_draw_world {
    const selat_run_inputs *inputs;
    int64_t year;
    run_theta theta;
    const selat_draws *plan;      /* which measures are drawn */
    selat_economy *calibrated;
    selat_deficits deficits;      /* how they are held on the calibrated base */
    run_draw_side without, with;  /* at the centre */
    selat_trade_shock widest;     /* touches every flow that a drawn accord may touch */
    int64_t n_rows, *rows;        /* (product * R + importer) where the two sides' shocks may differ */
    double **productivity;        /* [overlays + 1][measures] found at the centre for capacity that gives an output */
    bool overlay_technology, accord_technology; /* T-hat = a^theta: made anew in every draw */
    run_draw_guess guess;
    int64_t n_recorded;           /* numbers per draw */
    double tolerance;
} run_draw_world;
/* Solves both sides at the centre, from which all draws start, and records them in `centre` [n_recorded]. */
selat_status run_draw_world_init(selat_context *context, const selat_run_inputs *inputs, int64_t year,
                                 const selat_draws *plan, run_draw_world *world, double **centre, bool *converged);
void run_draw_world_clear(selat_context *context, run_draw_world *world);

/* Room for one thread, used from one draw to the next. What is solved before does not change what is solved after. */
typedef struct run_draw_room {
    struct selat_recycler *recycler;
    selat_context *context;       /* whose memory is used again */
    selat_trade_solver *solver;
    selat_trade_shock without, with; /* of the draw, where it is not that of the centre */
    bool with_made;
    selat_trade_result *start;    /* shape of a result, numbers of a guess */
    double *state;                /* [2][2 R (1 + S)] */
    double *theta;                /* [S] */
    double *weights;              /* [2][R][S] */
    selat_measure *measures;      /* [measures] shallow copies with drawn numbers */
    run_point point;
} run_draw_room;
selat_status run_draw_room_init(selat_context *context, const run_draw_world *world, run_draw_room *out);
void run_draw_room_clear(selat_context *context, run_draw_room *room);
/* The point with every parameter at its median. */
void run_point_centre(const run_draw_world *world, run_point *point);
/* Solves at room->point; *converged false leaves `record` [n_recorded] alone. *held as run_theta_at. */
selat_status run_draw_solve(const run_draw_world *world, run_draw_room *room, double *record, bool *converged,
                            int64_t *held);

/* Solves both sides at room->theta and the drawn measures: results [2] without and with the accord, which the caller
   destroys in room->context. `record` NULL, or what is added of the parties' trade. */
selat_status run_draw_pair(const run_draw_world *world, run_draw_room *room, double *record,
                           selat_trade_result *results[2], bool *converged);

/* ---- draw_guess.c ---- */
/* Fills world->guess: one solve of each side for every product whose trade is changed. */
selat_status run_draw_guess_init(selat_context *context, run_draw_world *world);
void run_draw_guess_clear(selat_context *context, run_draw_guess *guess);
/* room->start for either side; that with the accord from the solution without it. */
void run_guess_without(const run_draw_world *world, run_draw_room *room);
void run_guess_with(const run_draw_world *world, run_draw_room *room, const selat_trade_result *without);

/* ---- draw_shock.c: what the accord does at a point ---- */
/* The accord with its drawn numbers, which stand in `measures` [measures]. */
selat_accord run_drawn_accord(const run_draw_world *world, const run_point *point, selat_measure *measures);
/* Whether a measure has another number than at the centre. */
bool run_point_moves_measures(const run_draw_world *world, const run_point *point);
/* Overlays and, where `accord` is not NULL, the accord's measures as one shock at economy->theta. */
selat_status run_draw_compile(const run_draw_world *world, selat_context *context, const selat_economy *economy,
                              const selat_accord *accord, selat_trade_shock *out);
/* The flows in world->rows, from the shocks at the centre. */
selat_status run_draw_rows(run_draw_world *world, selat_context *context);
/* The shocks at room->point and room->theta: of the world without the accord, and with it, where measures that are paid
   per unit of output need the solution `base` without it. */
selat_status run_draw_shock_without(const run_draw_world *world, run_draw_room *room, const selat_trade_shock **out);
selat_status run_draw_shock_with(const run_draw_world *world, run_draw_room *room, const selat_trade_shock *without,
                                 const selat_trade_result *base, const selat_trade_shock **out);

/* Where things stand in a record. */
static inline int64_t run_record_region(int64_t region, selat_drawn what) { return region * SELAT_DRAWN_PER_REGION + what; }
static inline int64_t run_record_world(const selat_draws *d) { return d->n_regions * SELAT_DRAWN_PER_REGION; }
static inline int64_t run_record_exports(const selat_draws *d, int64_t p) { return run_record_world(d) + 1 + p; }
static inline int64_t run_record_imports(const selat_draws *d, int64_t p) { return run_record_exports(d, d->n_parties + p); }
static inline int64_t run_record_between(const selat_draws *d, int64_t exporter, int64_t importer) {
    return run_record_exports(d, 2 * d->n_parties + exporter * d->n_parties + importer);
}
static inline int64_t run_record_length(const selat_draws *d) { return run_record_between(d, d->n_parties, 0); }

/* ---- party_trade.c ---- */
/* Exports and imports [parties] before tariffs, and trade among them [exporter][importer], million USD, at the solution
   that `solver` has just given. Adds `sign` times each. weights: room for [2][R][S]. */
void run_party_trade(const selat_accord *accord, const selat_economy *economy, const selat_trade_solver *solver,
                     const selat_trade_shock *shock, const selat_trade_result *result, double sign, double *weights,
                     double *exports, double *imports, double *between);

/* ---- tornado.c ---- */
selat_status run_tornado(selat_context *context, const run_draw_world *world, selat_draws *draws);

/* ---- draws.c ---- */
/* *out NULL when the accord asks for none. Cost: draws x 2 solves. */
selat_status run_draws(selat_context *context, const selat_run_inputs *inputs, int64_t year, selat_draws **out);
void run_draws_destroy(selat_context *context, selat_draws *draws); /* takes NULL */

#endif

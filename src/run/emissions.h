/* Emissions of a run, inside the room. */
#ifndef SELAT_RUN_EMISSIONS_H
#define SELAT_RUN_EMISSIONS_H

#include "run/run.h"
#include "selat/emissions.h"

/* What is kept while years are solved, maybe by several threads: each fills its own years. */
typedef struct run_emissions {
    int64_t n_years, first_year;
    const selat_year_outcome *outcomes;  /* [n_years] with year and same_as set */
    selat_emission_year *side[SELAT_SIDES]; /* [n_years] */
    double *without_measure_mt;          /* [n_years][n_measures][R] production with the accord but without the measure's
                                            effect on emissions, at the quantities with it */
    int64_t *n_missed;                   /* [n_years] */
} run_emissions;

selat_status run_emissions_create(selat_context *context, const selat_run_inputs *inputs,
                                  const selat_year_outcome *outcomes, int64_t n_years, run_emissions **out);
void run_emissions_destroy(selat_context *context, const selat_run_inputs *inputs, run_emissions *emissions);
/* All years whose solution is that of `year`, from the tables before and after the accord; solvers NULL: made here. */
selat_status run_emissions_fill(selat_context *context, const selat_run_inputs *inputs, run_emissions *emissions,
                                int64_t year, const selat_table *before, selat_leontief *solver_before,
                                const selat_table *after, selat_leontief *solver_after);
/* The results of all years, with bands where the accord asks for draws. */
selat_status run_emissions_finish(selat_context *context, const selat_run_inputs *inputs, const run_emissions *emissions,
                                  selat_emission_results **out);
void run_emission_results_destroy(selat_context *context, selat_emission_results *results); /* takes NULL */
/* Bands of results->parties (emission_bands.c). */
selat_status run_emission_bands(selat_context *context, const selat_run_inputs *inputs, const run_emissions *emissions,
                                selat_emission_results *results);

/* True where a measure acts on emissions besides the quantities. */
bool run_changes_emissions(const selat_measure *measure);

#endif

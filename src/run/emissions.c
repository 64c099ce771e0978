/* Emissions of the years that share a solution: the baseline pathway on the table before, and with the accord's measures on
   the table after. */
#include "run/emissions.h"

#include "base/memory.h"
#include "base/status.h"

static const double tolerance = 1e-11; /* of the Leontief solves; shares of a tonne */

selat_status run_emissions_create(selat_context *context, const selat_run_inputs *inputs,
                                  const selat_year_outcome *outcomes, int64_t n_years, run_emissions **out) {
    TRY(selat_new(context, 1, out));
    run_emissions *e = *out;
    *e = (run_emissions){.n_years = n_years, .first_year = inputs->accord->first_year, .outcomes = outcomes};
    selat_status status;
    TRY_OR(fail, status, selat_new(context, n_years, &e->side[SELAT_WITHOUT]));
    TRY_OR(fail, status, selat_new(context, n_years, &e->side[SELAT_WITH]));
    TRY_OR(fail, status, selat_new(context, n_years, &e->n_missed));
    TRY_OR(fail, status, selat_new(context, n_years * inputs->accord->n_measures * inputs->table->regions.count,
                                   &e->without_measure_mt));
    return SELAT_OK;
fail:
    run_emissions_destroy(context, inputs, e);
    *out = NULL;
    return status;
}

void run_emissions_destroy(selat_context *context, const selat_run_inputs *inputs, run_emissions *emissions) {
    (void)inputs;
    if (emissions == NULL) return;
    for (int side = 0; side < SELAT_SIDES; side++) {
        for (int64_t k = 0; emissions->side[side] != NULL && k < emissions->n_years; k++) {
            selat_emission_year_clear(context, &emissions->side[side][k]);
        }
        selat_release(context, emissions->side[side]);
    }
    selat_release(context, emissions->without_measure_mt);
    selat_release(context, emissions->n_missed);
    selat_release(context, emissions);
}

typedef struct years { /* that share one solution */
    selat_context *context;
    const selat_run_inputs *inputs;
    run_emissions *all;
    int64_t count, *position;        /* [count] in all->side */
    selat_emission_change *baseline; /* [count] */
    selat_emission_change *with;     /* [count] */
} years;

static int64_t year_of(const years *y, int64_t k) { return y->all->first_year + y->position[k]; }

static selat_status solve_side(const years *y, const selat_table *table, selat_leontief *solver,
                               const selat_emission_change *changes, int side) {
    const selat_accord *accord = y->inputs->accord;
    selat_emission_year *found;
    TRY(selat_new(y->context, y->count, &found));
    selat_status status = selat_emission_years(y->context, table, solver, y->count, changes, accord->n_parties,
                                               accord->parties, tolerance, found);
    for (int64_t k = 0; status == SELAT_OK && k < y->count; k++) {
        selat_emission_year_clear(y->context, &y->all->side[side][y->position[k]]);
        y->all->side[side][y->position[k]] = found[k];
    }
    selat_release(y->context, found);
    return status;
}

static bool gives_tonnes(const selat_pathway *pathway) {
    for (int64_t k = 0; pathway != NULL && k < pathway->n_rows; k++) {
        if (pathway->rows[k].kind == SELAT_PATHWAY_EMISSIONS) return true;
    }
    return false;
}

static selat_status solve_without(const years *y, const selat_table *before, selat_leontief *solver) {
    const selat_pathway *pathway = y->inputs->pathway;
    for (int64_t k = 0; pathway != NULL && k < y->count; k++) {
        TRY(selat_pathway_change(y->context, pathway, before, year_of(y, k), &y->baseline[k]));
    }
    TRY(solve_side(y, before, solver, y->baseline, SELAT_WITHOUT));
    if (!gives_tonnes(pathway)) return SELAT_OK;
    for (int64_t k = 0; k < y->count; k++) {
        TRY(selat_pathway_meet(y->context, pathway, before, year_of(y, k), &y->all->side[SELAT_WITHOUT][y->position[k]],
                               &y->baseline[k], &y->all->n_missed[y->position[k]]));
    }
    return solve_side(y, before, solver, y->baseline, SELAT_WITHOUT);
}

bool run_changes_emissions(const selat_measure *measure) {
    if (measure->capture != NULL) return measure->capture->captured_mt != NULL;
    return measure->effects != NULL && (measure->effects->n_emissions > 0 || measure->effects->carbon != NULL);
}

/* Production without one measure's effect on emissions, at the quantities that the accord leads to. */
static selat_status leave_out(const years *y, const selat_table *after, int64_t k) {
    const selat_accord *accord = y->inputs->accord;
    int64_t R = after->regions.count;
    for (int64_t m = 0; m < accord->n_measures; m++) {
        if (!run_changes_emissions(&accord->measures[m])) continue;
        selat_emission_change change;
        TRY(selat_emission_change_copy(y->context, after, &y->baseline[k], &change));
        selat_status status = selat_accord_emissions(y->context, accord, after, year_of(y, k), m, &change);
        if (status == SELAT_OK) {
            selat_emission_production(after, y->all->side[SELAT_WITH][y->position[k]].output_musd, &change,
                                      y->all->without_measure_mt + (y->position[k] * accord->n_measures + m) * R);
        }
        selat_emission_change_clear(y->context, &change);
        TRY(status);
    }
    return SELAT_OK;
}

static selat_status solve_with(const years *y, const selat_table *after, selat_leontief *solver) {
    for (int64_t k = 0; k < y->count; k++) {
        TRY(selat_emission_change_copy(y->context, after, &y->baseline[k], &y->with[k]));
        TRY(selat_accord_emissions(y->context, y->inputs->accord, after, year_of(y, k), -1, &y->with[k]));
    }
    TRY(solve_side(y, after, solver, y->with, SELAT_WITH));
    for (int64_t k = 0; k < y->count; k++) TRY(leave_out(y, after, k));
    return SELAT_OK;
}

selat_status run_emissions_fill(selat_context *context, const selat_run_inputs *inputs, run_emissions *emissions,
                                int64_t year, const selat_table *before, selat_leontief *solver_before,
                                const selat_table *after, selat_leontief *solver_after) {
    years y = {.context = context, .inputs = inputs, .all = emissions};
    selat_status status;
    TRY_OR(end, status, selat_new(context, emissions->n_years, &y.position));
    TRY_OR(end, status, selat_new(context, emissions->n_years, &y.baseline));
    TRY_OR(end, status, selat_new(context, emissions->n_years, &y.with));
    for (int64_t k = 0; k < emissions->n_years; k++) {
        if (emissions->outcomes[k].same_as == year) y.position[y.count++] = k;
    }
    TRY_OR(end, status, solve_without(&y, before, solver_before));
    status = solve_with(&y, after, solver_after);
end:
    for (int64_t k = 0; k < y.count; k++) {
        selat_emission_change_clear(context, &y.baseline[k]);
        selat_emission_change_clear(context, &y.with[k]);
    }
    selat_release(context, y.position);
    selat_release(context, y.baseline);
    selat_release(context, y.with);
    return status;
}

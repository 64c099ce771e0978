/* The accord's stress tests of kind outage, headline setting, without and with the accord. Lanes, chains and firms need data that
   a session does not hold. */
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "live/slow.h"
#include "run/pieces.h"
#include "run/stress.h"

struct live_stress {
    selat_accord accord;    /* the session's with these stresses only */
    selat_stress *stresses; /* [n_stresses] borrowed inside */
    selat_clause *clauses;  /* [n_clauses] borrowed inside; positions of stresses are those here */
    int64_t *position;      /* [n_stresses] in the session's accord */
    selat_run_inputs inputs;
    run_stress_work *work;
    run_pieces pieces;
};

static int64_t n_outages(const selat_accord *accord) {
    int64_t count = 0;
    for (int64_t k = 0; k < accord->n_stresses; k++) count += accord->stresses[k].kind == SELAT_STRESS_OUTAGE;
    return count;
}

/* Every stress is prepared, then both economies, then both sides of every stress are run. */
enum { ECONOMIES = 2, RUNS = 2 };
int64_t live_stress_count(const selat_live *live) {
    int64_t n = n_outages(live->accord);
    return n > 0 ? n + ECONOMIES + RUNS * n : 1;
}

void live_stress_destroy(selat_live *live, live_stress *state) {
    if (state == NULL) return;
    run_pieces_clear(live->context, &state->pieces);
    run_stress_work_destroy(live->context, state->work);
    selat_release(live->context, state->stresses);
    selat_release(live->context, state->clauses);
    selat_release(live->context, state->position);
    selat_release(live->context, state);
}

/* Those of other kinds are left out, with the preparedness for them. */
static selat_status choose(selat_live *live, live_stress *state) {
    const selat_accord *from = live->accord;
    selat_accord *to = &state->accord;
    *to = *from;
    to->uncertainty.draws = 0;
    to->n_stresses = to->n_clauses = 0;
    TRY(selat_new(live->context, from->n_stresses, &state->stresses));
    TRY(selat_new(live->context, from->n_stresses, &state->position));
    TRY(selat_new(live->context, from->n_clauses, &state->clauses));
    to->stresses = state->stresses;
    to->clauses = state->clauses;
    for (int64_t k = 0; k < from->n_stresses; k++) {
        if (from->stresses[k].kind != SELAT_STRESS_OUTAGE) continue;
        for (int64_t c = 0; c < from->n_clauses; c++) {
            if (from->clauses[c].kind != SELAT_CLAUSE_PREPAREDNESS || from->clauses[c].stress != k) continue;
            to->clauses[to->n_clauses] = from->clauses[c];
            to->clauses[to->n_clauses++].stress = to->n_stresses;
        }
        state->position[to->n_stresses] = k;
        to->stresses[to->n_stresses++] = from->stresses[k];
    }
    for (int64_t c = 0; c < from->n_clauses; c++) {
        if (from->clauses[c].kind != SELAT_CLAUSE_PREPAREDNESS) to->clauses[to->n_clauses++] = from->clauses[c];
    }
    return SELAT_OK;
}

static selat_status begin(selat_live *live) {
    TRY(selat_new(live->context, 1, &live->slow->stress));
    live_stress *state = live->slow->stress;
    TRY(choose(live, state));
    state->inputs = live->inputs;
    state->inputs.accord = &state->accord;
    TRY(run_stress_create(live->context, &state->inputs, &live->now->of, &live->shock, live->result, NULL, &state->work));
    return run_stress_add_preparation(live->context, state->work, &state->pieces);
}

static selat_status fill(selat_live *live, const live_stress *state, const selat_stress_results *found) {
    enum { COLUMNS = 8 };
    int64_t R = live->table->regions.count;
    double *out;
    TRY(live_room(live, SELAT_LIVE_STRESS_ROWS, found->n_stresses * R, COLUMNS, &out));
    for (int64_t row = 0; row < found->n_stresses * R; row++) {
        const selat_stress_outcome *one = &found->stresses[row / R];
        const selat_stress_region *a = &one->before[SELAT_SETTING_HALF].regions[row % R], *b = &one->after[SELAT_SETTING_HALF].regions[row % R];
        const double numbers[COLUMNS] = {(double)state->position[row / R], (double)(row % R), a->income_loss_musd, b->income_loss_musd,
                                         a->output_loss_musd,              b->output_loss_musd, a->lowest_share,   b->lowest_share};
        memcpy(out + row * COLUMNS, numbers, sizeof numbers);
    }
    live_ready(live, SELAT_LIVE_STRESS_ROWS);
    return SELAT_OK;
}

static selat_status finish(selat_live *live, live_stress *state) {
    selat_stress_results *found;
    TRY(run_stress_take(live->context, state->work, &found));
    selat_status status = fill(live, state, found);
    run_stress_destroy(live->context, found);
    return status;
}

selat_status live_stress_piece(selat_live *live, int64_t at) {
    if (at == 0) {
        live_stress_destroy(live, live->slow->stress);
        live->slow->stress = NULL;
        TRY(begin(live));
    }
    live_stress *state = live->slow->stress;
    int64_t n = state->accord.n_stresses;
    if (n == 0) return finish(live, state);
    if (at == n + ECONOMIES) {
        run_pieces_clear(live->context, &state->pieces);
        TRY(run_stress_add_runs(live->context, state->work, &state->pieces));
    }
    const run_piece *piece = &state->pieces.list[at < n + ECONOMIES ? at : at - n - ECONOMIES];
    TRY(piece->work(live->context, piece->data, piece->index));
    return at + 1 == live_stress_count(live) ? finish(live, state) : SELAT_OK;
}

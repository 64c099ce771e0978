/* The solved year without each measure, without each product, and with the averaged rate of food and tobacco capped. */
#include <math.h>

#include "base/memory.h"
#include "base/status.h"
#include "live/slow.h"

struct live_leave_out {
    double *productivity;         /* [M] */
    bool *touched;                /* [S] */
    double *ev_musd, *ev_percent; /* [S][P] */
    double *percent;              /* [P] room */
    double *measures_musd;        /* of the kind */
};

/* Measures, products, the cap. */
int64_t live_leave_out_count(const selat_live *live) { return live->accord->n_measures + live->table->sectors.count + 1; }

void live_leave_out_destroy(selat_live *live, live_leave_out *state) {
    if (state == NULL) return;
    void *const arrays[] = {state->productivity, state->touched, state->ev_musd, state->ev_percent, state->percent};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(live->context, arrays[k]);
    selat_release(live->context, state);
}

static selat_year_outcome outcome_of(const selat_live *live) {
    return (selat_year_outcome){.year = live->report.year, .n_targets = live->n_targets, .targets = live->targets};
}

static selat_status begin(selat_live *live) {
    selat_context *context = live->context;
    int64_t S = live->table->sectors.count, M = live->accord->n_measures, P = live->accord->n_parties;
    selat_year_outcome year = outcome_of(live);
    TRY(selat_new(context, 1, &live->slow->leave_out));
    live_leave_out *state = live->slow->leave_out;
    TRY(run_found_productivity(context, live->accord, &year, &state->productivity));
    TRY(selat_new(context, S, &state->touched));
    TRY(selat_new(context, S * P, &state->ev_musd));
    TRY(selat_new(context, S * P, &state->ev_percent));
    TRY(selat_new(context, P, &state->percent));
    run_mark_touched(live->accord, state->touched);
    return live_room(live, SELAT_LIVE_WITHOUT_MEASURE, M, P, &state->measures_musd);
}

static selat_status without(selat_live *live, live_leave_out *state, int64_t product, int64_t measure, double *ev_musd, double *ev_percent) {
    selat_compile_options options = {.without_product = product, .without_measure = measure, .productivity = state->productivity};
    return run_try_without(live->context, &live->inputs, live->now->of.economy, live->report.year, &options, live->result, ev_musd, ev_percent);
}

static selat_status fill_products(selat_live *live, const live_leave_out *state) {
    enum { COLUMNS = 3 };
    int64_t P = live->accord->n_parties;
    double *out;
    selat_without_product *chosen;
    TRY(live_room(live, SELAT_LIVE_WITHOUT_PRODUCT, P, COLUMNS, &out));
    TRY(selat_new(live->context, P, &chosen));
    run_choose_products(live->accord, live->result, live->table->sectors.count, state->touched, state->ev_musd, state->ev_percent, chosen);
    for (int64_t p = 0; p < P; p++) {
        out[p * COLUMNS] = (double)chosen[p].product;
        out[p * COLUMNS + 1] = chosen[p].without_ev_musd;
        out[p * COLUMNS + 2] = chosen[p].without_ev_percent;
    }
    selat_release(live->context, chosen);
    live_ready(live, SELAT_LIVE_WITHOUT_PRODUCT);
    return SELAT_OK;
}

static selat_status cap(selat_live *live) {
    enum { COLUMNS = 4 };
    int64_t P = live->accord->n_parties;
    selat_year_outcome year = outcome_of(live);
    selat_capped found = {0};
    double *out;
    selat_status status = live_room(live, SELAT_LIVE_CAPPED, P, COLUMNS, &out);
    if (status == SELAT_OK) status = run_capped(live->context, &live->inputs, &year, &found);
    for (int64_t p = 0; status == SELAT_OK && p < P; p++) {
        double *row = out + p * COLUMNS;
        row[0] = 100 * found.cap;
        row[1] = NAN;
        row[2] = found.n_importers > 0 ? found.ev_musd[p] : NAN;
        row[3] = found.n_importers > 0 ? found.ev_percent[p] : NAN;
        for (int64_t k = 0; k < found.n_importers; k++) {
            if (found.importers[k] == live->accord->parties[p]) row[1] = 100 * found.rates[k];
        }
    }
    void *const arrays[] = {found.importers, found.rates, found.ev_musd, found.ev_percent};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(live->context, arrays[k]);
    if (status == SELAT_OK) live_ready(live, SELAT_LIVE_CAPPED);
    return status;
}

selat_status live_leave_out_piece(selat_live *live, int64_t at) {
    int64_t S = live->table->sectors.count, M = live->accord->n_measures, P = live->accord->n_parties;
    if (at == 0) {
        live_leave_out_destroy(live, live->slow->leave_out);
        live->slow->leave_out = NULL;
        TRY(begin(live));
    }
    live_leave_out *state = live->slow->leave_out;
    if (at < M) TRY(without(live, state, -1, at, state->measures_musd + at * P, state->percent));
    if (at + 1 >= M) live_ready(live, SELAT_LIVE_WITHOUT_MEASURE);
    if (at < M) return SELAT_OK;
    int64_t product = at - M;
    if (product == S) return cap(live);
    if (state->touched[product]) TRY(without(live, state, product, -1, state->ev_musd + product * P, state->ev_percent + product * P));
    return product == S - 1 ? fill_products(live, state) : SELAT_OK;
}

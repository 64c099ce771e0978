/* What a shock does on a given day: capacity lost, lanes shut, final demand of rebuilding. */
#include <math.h>
#include <string.h>

#include "base/status.h"
#include "model/disruption/internal.h"

/* ---- checks ---- */

static selat_status fail_entry(selat_context *context, const char *what, int64_t number, const char *expected) {
    return selat_fail(context, SELAT_BAD_INPUT, "disruption: %s %lld: expected %s", what, (long long)number + 1, expected);
}

static bool is_inside(int64_t position, int64_t count) { return position >= 0 && position < count; }
static bool is_share(double value) { return value >= 0 && value <= 1; }

static selat_status check_outage(selat_context *context, const selat_disruption_base *b, const selat_outage *o, int64_t k) {
    if (!is_inside(o->region, b->n_regions) || !is_inside(o->product, b->n_sectors)) {
        return fail_entry(context, "outage", k, "a region and product of the table");
    }
    if (o->first_day < 0) return fail_entry(context, "outage", k, "a first day from 0 on");
    for (int64_t d = 0; o->profile != NULL && d < o->n_profile; d++) {
        if (!is_share(o->profile[d])) return fail_entry(context, "outage", k, "losses between 0 and 1 in its profile");
    }
    if (o->profile != NULL) return SELAT_OK;
    if (is_share(o->loss) && o->days >= 0 && o->recovery_days >= 0) return SELAT_OK;
    return fail_entry(context, "outage", k, "a loss between 0 and 1, days and recovery days from 0 on");
}

/* Rebuilding is bought where the region buys the product today. */
static bool has_origins(const selat_disruption_base *b, const selat_rebuild *r) {
    int64_t row = r->product * b->n_regions + r->region;
    double sum = 0;
    for (int64_t i = 0; b->form == DISRUPTION_FACTORED && i < b->n_regions; i++) sum += b->share[row * b->row + i];
    return b->form == DISRUPTION_FACTORED ? sum > 0 : b->final[row] > 0;
}

selat_status disruption_check_shock(selat_context *context, const selat_disruption_base *b,
                                    const selat_disruption_shock *shock) {
    int64_t R = b->n_regions, S = b->n_sectors;
    for (int64_t k = 0; k < shock->n_outages; k++) TRY(check_outage(context, b, &shock->outages[k], k));
    for (int64_t k = 0; k < shock->n_rebuilds; k++) {
        const selat_rebuild *r = &shock->rebuilds[k];
        bool good = is_inside(r->region, R) && is_inside(r->product, S) && r->amount_musd >= 0 &&
                    isfinite(r->amount_musd) && r->days >= 1 && r->first_day >= 0;
        if (!good) return fail_entry(context, "rebuild", k, "a region and product, an amount from 0 on, at least 1 day");
        if (!has_origins(b, r)) return fail_entry(context, "rebuild", k, "a product that the region buys, so that it has suppliers");
    }
    for (int64_t k = 0; k < shock->n_lanes; k++) {
        const selat_lane_closure *l = &shock->lanes[k];
        if (l->first_day < 0 || l->days < 0 || l->sea_share == NULL || l->arriving == NULL) {
            return fail_entry(context, "lane closure", k, "days from 0 on, shares and arrivals");
        }
    }
    for (int64_t k = 0; k < shock->n_stockpiles; k++) {
        const selat_stockpile *p = &shock->stockpiles[k];
        if (!is_inside(p->region, R) || !is_inside(p->product, S) || !(p->days >= 0) || !isfinite(p->days)) {
            return fail_entry(context, "stockpile", k, "a region and product, days from 0 on");
        }
    }
    for (int64_t k = 0; k < shock->n_standbys; k++) {
        const selat_standby *p = &shock->standbys[k];
        if (!is_inside(p->region, R) || !is_inside(p->product, S) || !(p->capacity >= 0) || !isfinite(p->capacity)) {
            return fail_entry(context, "standby", k, "a region and product, a capacity from 0 on");
        }
    }
    for (int64_t k = 0; k < shock->n_priorities; k++) {
        const selat_priority *p = &shock->priorities[k];
        if (!is_inside(p->supplier, R) || !is_inside(p->buyer, R) || !is_inside(p->product, S) || !is_share(p->share)) {
            return fail_entry(context, "priority", k, "two regions and a product, a share between 0 and 1");
        }
    }
    return SELAT_OK;
}

/* ---- days ---- */

double disruption_outage_loss(const selat_outage *o, int64_t day) {
    int64_t since = day - o->first_day;
    if (since < 0) return 0;
    if (o->profile != NULL) return since < o->n_profile ? o->profile[since] : 0;
    if (since < o->days) return o->loss;
    int64_t e = since - o->days + 1;
    if (e >= o->recovery_days || o->days == 0) return 0;
    double z = (double)e / (double)o->recovery_days;
    double left = o->path == SELAT_RECOVERY_FAST ? (1 - z) * (1 - z) : o->path == SELAT_RECOVERY_SLOW ? 1 - z * z : 1 - z;
    return o->loss * left;
}

static int64_t outage_end(const selat_outage *o) {
    if (o->profile != NULL) return o->first_day + o->n_profile;
    return o->first_day + o->days + (o->recovery_days > 0 ? o->recovery_days - 1 : 0);
}

int64_t disruption_first_day(const selat_disruption_shock *shock) {
    int64_t first = INT64_MAX;
    for (int64_t k = 0; k < shock->n_outages; k++) {
        if (shock->outages[k].first_day < first) first = shock->outages[k].first_day;
    }
    for (int64_t k = 0; k < shock->n_lanes; k++) {
        if (shock->lanes[k].first_day < first) first = shock->lanes[k].first_day;
    }
    for (int64_t k = 0; k < shock->n_rebuilds; k++) {
        if (shock->rebuilds[k].first_day < first) first = shock->rebuilds[k].first_day;
    }
    return first == INT64_MAX ? 0 : first;
}

int64_t disruption_over_day(const selat_disruption_shock *shock) {
    int64_t over = 0;
    for (int64_t k = 0; k < shock->n_outages; k++) {
        int64_t end = outage_end(&shock->outages[k]);
        if (end > over) over = end;
    }
    for (int64_t k = 0; k < shock->n_lanes; k++) {
        int64_t end = shock->lanes[k].first_day + shock->lanes[k].days;
        if (end > over) over = end;
    }
    for (int64_t k = 0; k < shock->n_rebuilds; k++) { /* less than a thousandth is left after seven time constants */
        int64_t end = shock->rebuilds[k].first_day + (int64_t)(7 * shock->rebuilds[k].days);
        if (end > over) over = end;
    }
    return over;
}

void disruption_set_losses(disruption_state *state) {
    const selat_disruption_shock *shock = state->shock;
    int64_t S = state->base->n_sectors;
    for (int64_t k = 0; k < shock->n_outages; k++) {
        state->loss[shock->outages[k].region * S + shock->outages[k].product] = 0;
    }
    for (int64_t k = 0; k < shock->n_outages; k++) {
        const selat_outage *o = &shock->outages[k];
        double *loss = &state->loss[o->region * S + o->product], more = disruption_outage_loss(o, state->day);
        *loss = *loss > 0 ? 1 - (1 - *loss) * (1 - more) : more;
    }
}

/* ---- lanes ---- */

/* Factored: shares times what arrives; full: what arrives. */
static void open_lanes(disruption_state *state) {
    const selat_disruption_base *b = state->base;
    int64_t R = b->n_regions, S = b->n_sectors, row = b->form == DISRUPTION_FACTORED ? b->row : R;
    if (b->form == DISRUPTION_FACTORED) {
        memcpy(state->open, b->share, (size_t)(S * R * row) * sizeof(double));
    } else {
        for (int64_t k = 0; k < S * R * R; k++) state->open[k] = 1;
    }
}

/* By what stands in state->arriving. */
static void shut_lane(disruption_state *state, const selat_lane_closure *lane) {
    const selat_disruption_base *b = state->base;
    int64_t R = b->n_regions, S = b->n_sectors, row = b->form == DISRUPTION_FACTORED ? b->row : R;
    for (int64_t s = 0; s < S; s++) {
        for (int64_t n = 0; n < R; n++) {
            const double *sea = &lane->sea_share[(s * R + n) * R], *arriving = &state->arriving[n * R];
            double *open = &state->open[(s * R + n) * row];
            for (int64_t i = 0; i < R; i++) {
                double part = 1 - sea[i] * (1 - arriving[i]);
                open[i] *= part > 0 ? part : 0;
            }
        }
    }
}

static bool is_shut(const selat_lane_closure *lane, int64_t day) {
    return day >= lane->first_day && day < lane->first_day + lane->days;
}

/* One lane, by which as much arrives as when it was looked at last: longer routes differ by whole days, so most days are alike. */
static bool is_as_before(disruption_state *state, int64_t lane) {
    size_t size = (size_t)(state->base->n_regions * state->base->n_regions) * sizeof(double);
    return state->open_lane == lane && memcmp(state->arriving, state->arrived_before, size) == 0;
}

void disruption_set_lanes(disruption_state *state) {
    const selat_disruption_shock *shock = state->shock;
    int64_t n_shut = 0, R = state->base->n_regions;
    for (int64_t k = 0; k < shock->n_lanes; k++) n_shut += is_shut(&shock->lanes[k], state->day);
    state->lanes_shut = n_shut > 0;
    state->lanes_kept = false;
    if (n_shut == 0) state->open_lane = -1;
    for (int64_t k = 0, done = 0; k < shock->n_lanes; k++) {
        const selat_lane_closure *lane = &shock->lanes[k];
        if (!is_shut(lane, state->day)) continue;
        lane->arriving(lane->user, state->day - lane->first_day, state->arriving);
        if (n_shut == 1 && is_as_before(state, k)) {
            state->lanes_kept = true;
            return;
        }
        if (done++ == 0) open_lanes(state);
        shut_lane(state, lane);
        memcpy(state->arrived_before, state->arriving, (size_t)(R * R) * sizeof(double));
        state->open_lane = n_shut == 1 ? k : -1;
    }
}

/* ---- final demand ---- */

static void sell_final(disruption_state *state, int64_t s) {
    const selat_disruption_base *b = state->base;
    int64_t R = b->n_regions, S = b->n_sectors;
    const double *final = &state->final[s * R], *base_final = &b->final[s * R];
    for (int64_t i = 0; i < R; i++) state->final_sold[i * S + s] = 0;
    for (int64_t n = 0; n < R; n++) {
        for (int64_t i = 0; i < R; i++) {
            double sold;
            if (b->form == DISRUPTION_FACTORED) {
                const double *from = state->lanes_shut ? state->open : b->share;
                sold = from[(s * R + n) * b->row + i] * final[n];
            } else { /* more final demand is bought where base final demand is */
                double open = state->lanes_shut ? state->open[(s * R + n) * R + i] : 1;
                double scale = base_final[n] > 0 ? final[n] / base_final[n] : 0;
                sold = b->final_by_origin[(i * S + s) * R + n] * open * scale;
            }
            state->final_sold[i * S + s] += sold;
        }
    }
}

/* Final demand of the day: the base's, and rebuilding. Its split over suppliers is made again only where it differs. */
void disruption_set_final(disruption_state *state) {
    const selat_disruption_base *b = state->base;
    const selat_disruption_shock *shock = state->shock;
    int64_t R = b->n_regions, S = b->n_sectors, N = b->n_industries;
    bool any = state->lanes_shut;
    for (int64_t k = 0; k < shock->n_rebuilds; k++) {
        const selat_rebuild *r = &shock->rebuilds[k];
        state->rebuilding[r->product] = false;
        state->final[r->product * R + r->region] = b->final[r->product * R + r->region];
    }
    for (int64_t k = 0; k < shock->n_rebuilds; k++) {
        const selat_rebuild *r = &shock->rebuilds[k];
        if (state->day < r->first_day || !(state->rebuild_left[k] > 0)) continue;
        state->rebuilding[r->product] = any = true;
        state->final[r->product * R + r->region] += state->rebuild_left[k] / r->days;
    }
    if (state->lanes_kept && shock->n_rebuilds == 0) return; /* final_sold is yesterday's */
    memcpy(state->final_sold, b->final_sold, (size_t)N * sizeof(double));
    for (int64_t s = 0; any && s < S; s++) {
        if (state->lanes_shut || state->rebuilding[s]) sell_final(state, s);
    }
}

/* What was delivered of rebuilding today is done. */
void disruption_rebuild(disruption_state *state) {
    int64_t R = state->base->n_regions;
    for (int64_t k = 0; k < state->shock->n_rebuilds; k++) {
        const selat_rebuild *r = &state->shock->rebuilds[k];
        if (state->day < r->first_day) continue;
        state->rebuild_left[k] -= state->rebuild_left[k] / r->days * (1 - state->final_lacking[r->product * R + r->region]);
    }
}

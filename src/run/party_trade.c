/* Trade of the parties at a solution, without the whole table of flows. */
#include <string.h>

#include "model/trade/internal.h"
#include "run/draws.h"

typedef struct state { /* of the world, without or with the accord */
    const selat_economy *economy;
    const selat_trade_shock *shock;
    const selat_trade_result *result;
    const double *const *paid; /* [S*R n] of length R i */
    double *producer;          /* [R][S] T c^-theta */
    double *buyer;             /* [R][S] X P^theta */
} state;

/* values^(sign theta), in place. */
static void to_the_theta(const selat_economy *economy, double sign, double *values) {
    int64_t R = economy->n_regions, S = economy->n_sectors;
    selat_trade_log(R * S, values);
    for (int64_t at = 0; at < R * S; at++) values[at] *= sign * economy->theta[at % S];
    selat_trade_exp(R * S, values);
}

static void weigh(const state *now) {
    const selat_economy *economy = now->economy;
    int64_t cells = economy->n_regions * economy->n_sectors;
    memcpy(now->producer, now->result->cost_hat, (size_t)cells * sizeof(double));
    memcpy(now->buyer, now->result->price_hat, (size_t)cells * sizeof(double));
    to_the_theta(economy, -1, now->producer);
    to_the_theta(economy, 1, now->buyer);
    for (int64_t at = 0; at < cells; at++) {
        if (now->shock->technology_hat != NULL) now->producer[at] *= now->shock->technology_hat[at];
        now->buyer[at] *= now->result->expenditure[at];
    }
}

static void add_purchases(const selat_accord *accord, const selat_purchase *purchases, int64_t count, double sign,
                          double *exports, double *imports, double *between) {
    for (int64_t k = 0; k < count; k++) {
        const selat_purchase *bought = &purchases[k];
        double abroad = sign * bought->amount * (1 - bought->offset_share);
        for (int64_t p = 0; p < accord->n_parties && bought->buyer != bought->seller; p++) {
            if (accord->parties[p] == bought->buyer) imports[p] += abroad;
            if (accord->parties[p] != bought->seller) continue;
            exports[p] += abroad;
            for (int64_t q = 0; q < accord->n_parties; q++) {
                if (accord->parties[q] == bought->buyer) between[p * accord->n_parties + q] += abroad;
            }
        }
    }
}

/* Imports of party p and, among them, those from other parties. */
static void add_imports(const selat_accord *accord, const state *now, int64_t p, double sign, double *imports,
                        double *between) {
    int64_t R = now->economy->n_regions, S = now->economy->n_sectors, n = accord->parties[p];
    for (int64_t j = 0; j < S; j++) {
        double spending = sign * now->buyer[n * S + j];
        for (int64_t i = 0; i < R && spending != 0; i++) {
            if (i == n) continue;
            double flow = spending * now->paid[j * R + n][i] * now->producer[i * S + j];
            imports[p] += flow;
            for (int64_t q = 0; q < accord->n_parties; q++) {
                if (accord->parties[q] == i) between[q * accord->n_parties + p] += flow;
            }
        }
    }
}

static void add_exports(const selat_accord *accord, const state *now, int64_t p, double sign, double *exports) {
    int64_t R = now->economy->n_regions, S = now->economy->n_sectors, i = accord->parties[p];
    for (int64_t j = 0; j < S; j++) {
        double weight = sign * now->producer[i * S + j];
        for (int64_t n = 0; n < R; n++) {
            if (i != n) exports[p] += weight * now->paid[j * R + n][i] * now->buyer[n * S + j];
        }
    }
}

void run_party_trade(const selat_accord *accord, const selat_economy *economy, const selat_trade_solver *solver,
                     const selat_trade_shock *shock, const selat_trade_result *result, double sign, double *weights,
                     double *exports, double *imports, double *between) {
    int64_t cells = economy->n_regions * economy->n_sectors;
    state now = {economy, shock, result, selat_trade_solver_paid(solver), weights, weights + cells};
    weigh(&now);
    for (int64_t p = 0; p < accord->n_parties; p++) {
        add_imports(accord, &now, p, sign, imports, between);
        add_exports(accord, &now, p, sign, exports);
    }
    add_purchases(accord, economy->purchases, economy->n_purchases, sign, exports, imports, between);
    add_purchases(accord, shock->purchases, shock->n_purchases, sign, exports, imports, between);
}

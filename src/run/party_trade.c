/* Trade of the parties at a solution, without the whole table of flows. */
#include <math.h>

#include "model/trade/internal.h"
#include "run/draws.h"

typedef struct state { /* of the world, before or after */
    const selat_economy *economy;
    const selat_trade_shock *shock;
    const selat_trade_result *result; /* NULL: before */
    double *producer;                 /* [R][S] T c^-theta; 1 before */
    double *buyer;                    /* [R][S] X P^theta */
} state;

static double cell_of(const double *array, int64_t cell) { return array == NULL ? 1 : array[cell]; }

/* A / ((1+tau') m): what of a unit of spending at base prices reaches the exporting country. */
static double paid(const state *now, int64_t j, int64_t cell) {
    const selat_economy *e = now->economy;
    double share = e->pi[cell], rate = e->tariff[cell], rent = cell_of(e->import_rent, cell);
    if (now->result != NULL) {
        double new_rate = now->shock->tariff != NULL ? now->shock->tariff[cell] : rate;
        double import_hat = cell_of(now->shock->import_rent_hat, cell);
        double kappa = cell_of(now->shock->iceberg_hat, cell) * import_hat * cell_of(now->shock->export_rent_hat, cell) *
                       ((1 + new_rate) / (1 + rate));
        if (kappa != 1) share *= pow(kappa, -e->theta[j]);
        rent *= import_hat;
        rate = new_rate;
    }
    return share / ((1 + rate) * rent);
}

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
    for (int64_t at = 0; at < cells; at++) {
        now->producer[at] = now->result != NULL ? now->result->cost_hat[at] : 1;
        now->buyer[at] = now->result != NULL ? now->result->price_hat[at] : economy->expenditure[at];
    }
    if (now->result == NULL) return;
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
            double share = i == n ? 0 : paid(now, j, (j * R + n) * R + i);
            if (share == 0) continue;
            double flow = spending * share * now->producer[i * S + j];
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
            double share = i == n ? 0 : paid(now, j, (j * R + n) * R + i);
            if (share != 0) exports[p] += weight * share * now->buyer[n * S + j];
        }
    }
}

void run_party_trade(const selat_accord *accord, const selat_economy *economy, const selat_trade_shock *shock,
                     const selat_trade_result *result, double sign, double *weights, double *exports, double *imports,
                     double *between) {
    state now = {economy, shock, result, weights, weights + economy->n_regions * economy->n_sectors};
    weigh(&now);
    for (int64_t p = 0; p < accord->n_parties; p++) {
        add_imports(accord, &now, p, sign, imports, between);
        add_exports(accord, &now, p, sign, exports);
    }
    add_purchases(accord, economy->purchases, economy->n_purchases, sign, exports, imports, between);
    if (result == NULL) return;
    add_purchases(accord, shock->purchases, shock->n_purchases, sign, exports, imports, between);
}

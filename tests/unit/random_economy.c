/* Made the way the economy is: tastes, technology and tariffs first, then the output and income that they imply. */
#include "random_economy.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"

enum { ROUNDS = 120, MOST = 256, CODE_ROOM = 16 };

double random_uniform(uint64_t *state) { /* splitmix64 */
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

static double between(uint64_t *state, double low, double high) { return low + (high - low) * random_uniform(state); }
static double spread(uint64_t *state, double low, double high) { return exp(between(state, log(low), log(high))); }

static selat_status make_labels(selat_context *context, int64_t count, char letter, selat_labels *out) {
    char room[MOST][CODE_ROOM];
    const char *codes[MOST];
    if (count > MOST) return selat_fail(context, SELAT_BAD_INPUT, "a random economy has at most %d labels", MOST);
    for (int64_t k = 0; k < count; k++) {
        snprintf(room[k], CODE_ROOM, "%c%03d", letter, (int)k + 1);
        codes[k] = room[k];
    }
    return selat_labels_init(context, count, codes, NULL, out);
}

/* Scales `count` values, `stride` apart, to sum to `total`. */
static void scale_to(double *values, int64_t count, int64_t stride, double total) {
    double sum = 0;
    for (int64_t k = 0; k < count; k++)
        sum += values[k * stride];
    for (int64_t k = 0; k < count; k++)
        values[k * stride] *= total / sum;
}

static void fill_trade(selat_economy *e, const double *size, uint64_t *state) {
    int64_t R = e->n_regions, S = e->n_sectors;
    for (int64_t j = 0; j < S; j++) {
        e->theta[j] = random_uniform(state) < 0.05 ? 64.85 : between(state, 1.5, 20);
        for (int64_t n = 0; n < R; n++) {
            double *pi = e->pi + (j * R + n) * R, *tariff = e->tariff + (j * R + n) * R;
            for (int64_t i = 0; i < R; i++) {
                bool trades = random_uniform(state) > 0.2 || i == (n + 1) % R;
                pi[i] = trades ? size[i] * spread(state, 0.1, 10) : 0;
                tariff[i] = random_uniform(state) > 0.25 && i != n ? between(state, 0, 0.5) : 0;
            }
            double abroad = 0;
            for (int64_t i = 0; i < R; i++)
                abroad += i != n ? pi[i] : 0;
            pi[n] = random_uniform(state) > 0.05 ? abroad * spread(state, 0.3, 30) : 0;
            scale_to(pi, R, 1, 1);
        }
    }
}

static void fill_technology(selat_economy *e, uint64_t *state) {
    int64_t R = e->n_regions, S = e->n_sectors;
    for (int64_t n = 0; n < R; n++) {
        for (int64_t k = 0; k < S; k++) {
            double value = between(state, 0.2, 0.9);
            for (int64_t j = 0; j < S; j++)
                e->input_share[(n * S + j) * S + k] = spread(state, 0.02, 1);
            scale_to(e->input_share + n * S * S + k, S, S, 1 - value);
            e->value_share[n * S + k] = value;
            e->demand_share[n * S + k] = between(state, 0.05, 1);
        }
        scale_to(e->demand_share + n * S, S, 1, 1);
    }
}

/* X = gamma Y + alpha I at the present output and spending. */
static void spend(selat_economy *e, const double *income) {
    int64_t R = e->n_regions, S = e->n_sectors;
    for (int64_t row = 0; row < R * S; row++) {
        const double *share = e->input_share + row * S, *output = e->output + row / S * S;
        double sum = e->demand_share[row] * income[row / S];
        for (int64_t k = 0; k < S; k++)
            sum += share[k] * output[k];
        e->expenditure[row] = sum;
    }
}

static void earn(selat_economy *e) {
    int64_t R = e->n_regions, S = e->n_sectors;
    selat_economy_totals(e);
    for (int64_t n = 0; n < R; n++) {
        e->value_added[n] = 0;
        for (int64_t k = 0; k < S; k++)
            e->value_added[n] += e->value_share[n * S + k] * e->output[n * S + k];
    }
}

/* Income first follows what is earned, up to the wanted deficit; then it stands and output settles to rounding. */
static void settle(selat_economy *e, const double *wanted, double *income) {
    int64_t R = e->n_regions;
    for (int round = 0; round < 2 * ROUNDS; round++) {
        spend(e, income);
        earn(e);
        for (int64_t n = 0; n < R && round < ROUNDS; n++) {
            double own = e->value_added[n] + e->tariff_revenue[n];
            income[n] = 0.5 * income[n] + 0.5 * wanted[n] * (own > 0 ? own : income[n]);
        }
        if (round < ROUNDS) scale_to(income, R, 1, 1000.0 * (double)R);
    }
    for (int64_t n = 0; n < R; n++)
        e->deficit[n] = income[n] - e->value_added[n] - e->tariff_revenue[n];
}

selat_status random_economy_make(selat_context *context, int64_t R, int64_t S, uint64_t seed, selat_economy **out) {
    uint64_t state = seed;
    selat_labels regions = {0}, sectors = {0};
    double size[MOST], wanted[MOST], income[MOST];
    *out = NULL;
    selat_status status = make_labels(context, R, 'R', &regions);
    if (status == SELAT_OK) status = make_labels(context, S, 'S', &sectors);
    if (status == SELAT_OK) status = selat_economy_create(context, &regions, &sectors, out);
    selat_labels_clear(context, &regions);
    selat_labels_clear(context, &sectors);
    if (status != SELAT_OK) return status;
    for (int64_t n = 0; n < R; n++) {
        size[n] = spread(&state, 1, 50);
        wanted[n] = between(&state, 0.75, 1.25);
        income[n] = 100 * size[n];
    }
    fill_trade(*out, size, &state);
    fill_technology(*out, &state);
    settle(*out, wanted, income);
    status = selat_economy_prepare(context, *out);
    if (status != SELAT_OK) {
        selat_economy_destroy(context, *out);
        *out = NULL;
    }
    return status;
}

void random_tariffs(const selat_economy *economy, double reach, uint64_t *state, double *tariff) {
    int64_t flows = economy->n_sectors * economy->n_regions * economy->n_regions;
    for (int64_t k = 0; k < flows; k++)
        tariff[k] = economy->tariff[k] * (1 + reach * (2 * random_uniform(state) - 1));
}

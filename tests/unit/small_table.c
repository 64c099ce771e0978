/* Made the way the economy is: technology and demand first, output from them, value added as what is left. */
#include "small_table.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "table/arrays.h"

enum { HFCE, GFCF, INVNT, N_DEMANDS, N_STRESSORS = 3, MANY_ITERATIONS = 300, CODE_ROOM = 16, MOST = 128 };

double small_random(uint64_t *state) { /* splitmix64 */
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

static selat_status make_labels(selat_context *context, int64_t count, const char *const *known, int64_t n_known,
                                char letter, selat_labels *out) {
    char room[MOST][CODE_ROOM];
    const char *codes[MOST];
    if (count > MOST) return selat_fail(context, SELAT_BAD_INPUT, "a small table has at most %d labels", MOST);
    for (int64_t k = 0; k < count; k++) {
        snprintf(room[k], CODE_ROOM, "%c%02d", letter, (int)k + 1);
        codes[k] = k < n_known ? known[k] : room[k];
    }
    return selat_labels_init(context, count, codes, NULL, out);
}

static selat_status make_empty(selat_context *context, int64_t R, int64_t S, selat_table **out) {
    static const char *const regions[] = {"KOR", "MYS", "JPN", "SGP", "THA", "VNM", "IDN", "CHN", "USA", "DEU"};
    static const char *const sectors[] = {"A01", "C10T12", "C26", "C302T309", "D", "H49", "J61", "J62_63"};
    static const char *const fixed[][3] = {{"HFCE", "GFCF", "INVNT"},
                                           {"VALU", "TXS_INT_FNL", "IMP_OTHER"},
                                           {"LABR"},
                                           {"CO2 combustion", "CO2 process", "CH4"}};
    static const int64_t fixed_count[] = {3, 3, 1, 3};
    selat_labels labels[6] = {0};
    selat_status status;
    TRY_OR(done, status, make_labels(context, R, regions, 10, 'R', &labels[0]));
    TRY_OR(done, status, make_labels(context, S, sectors, 8, 'S', &labels[1]));
    for (int k = 0; k < 4; k++) {
        TRY_OR(done, status, selat_labels_init(context, fixed_count[k], fixed[k], NULL, &labels[2 + k]));
    }
    TRY_OR(done, status, selat_table_create(context, "small", 2022, &labels[0], &labels[1], &labels[2], &labels[3],
                                            &labels[4], &labels[5], out));
done:
    for (int k = 0; k < 6; k++) selat_labels_clear(context, &labels[k]);
    return status;
}

static void fill_shares(selat_table *t, uint64_t *state) {
    int64_t R = t->regions.count, S = t->sectors.count;
    for (int64_t s = 0; s < S; s++) {
        for (int64_t n = 0; n < R; n++) {
            double *share = t->trade_share + (s * R + n) * R, sum = 0;
            for (int64_t i = 0; i < R; i++) {
                bool produces = !(i == R - 1 && s == S - 1);
                share[i] = produces ? (i == n ? (double)R : 0.05) * (0.2 + small_random(state)) : 0;
                sum += share[i];
            }
            bool buys = !(n == 0 && s == S - 1);
            for (int64_t i = 0; i < R; i++) share[i] = buys ? share[i] / sum : 0;
        }
    }
}

/* Input coefficients into `use`, with columns summing to about .6 (1.3 in industry (1, 0)), and final demand. */
static void fill_demand(selat_table *t, uint64_t *state) {
    int64_t R = t->regions.count, S = t->sectors.count;
    for (int64_t n = 0; n < R; n++) {
        double size = 1000 * exp(4 * small_random(state));
        for (int64_t s = 0; s < S; s++) {
            bool buys = !(n == 0 && s == S - 1);
            for (int64_t k = 0; k < S; k++) {
                double most = 1.2 / (double)S * (n == 1 && k == 0 && S >= 4 ? 1.5 : 0.5 + small_random(state) * 0.4);
                t->use_musd[(n * S + s) * S + k] = buys ? most * (0.4 + 0.6 * small_random(state)) : 0;
            }
            double *final = t->final_musd + (n * S + s) * N_DEMANDS;
            final[HFCE] = buys ? size * small_random(state) : 0;
            final[GFCF] = buys ? 0.3 * size * small_random(state) : 0;
            final[INVNT] = buys ? 0.05 * final[HFCE] * (n == 1 && s == 0 ? -1 : 1) : 0;
        }
    }
}

/* What every industry sells, from purchases m[n][s]: out[i][s] = sum_n trade_share[s][n][i] m[n][s]. */
static void sell(const selat_table *t, const double *m, double *out) {
    int64_t R = t->regions.count, S = t->sectors.count;
    memset(out, 0, (size_t)(R * S) * sizeof *out);
    for (int64_t s = 0; s < S; s++) {
        for (int64_t n = 0; n < R; n++) {
            for (int64_t i = 0; i < R; i++) out[i * S + s] += t->trade_share[(s * R + n) * R + i] * m[n * S + s];
        }
    }
}

/* Output from coefficients and demand by plain iteration, then coefficients become million USD. */
static selat_status settle_output(selat_context *context, selat_table *t) {
    int64_t R = t->regions.count, S = t->sectors.count;
    double *bought;
    TRY(selat_new(context, R * S, &bought));
    for (int iteration = 0; iteration < MANY_ITERATIONS; iteration++) {
        for (int64_t row = 0; row < R * S; row++) {
            const double *coefficient = t->use_musd + row * S, *x = t->output_musd + row / S * S;
            bought[row] = 0;
            for (int64_t f = 0; f < N_DEMANDS; f++) bought[row] += t->final_musd[row * N_DEMANDS + f];
            for (int64_t k = 0; k < S; k++) bought[row] += coefficient[k] * x[k];
        }
        sell(t, bought, t->output_musd);
    }
    for (int64_t row = 0; row < R * S; row++) {
        for (int64_t k = 0; k < S; k++) t->use_musd[row * S + k] *= t->output_musd[row / S * S + k];
    }
    selat_table_purchases_musd(t, bought);
    sell(t, bought, t->output_musd);
    selat_release(context, bought);
    return SELAT_OK;
}

static void fill_primary(selat_table *t, uint64_t *state) {
    int64_t R = t->regions.count, S = t->sectors.count, industries = R * S;
    for (int64_t at = 0; at < industries; at++) {
        double output = t->output_musd[at], left = output;
        for (int64_t s = 0; s < S; s++) left -= t->use_musd[(at / S * S + s) * S + at % S];
        double taxes = 0.02 * output * small_random(state), other = 0.01 * output * small_random(state);
        t->primary_musd[at] = left - taxes - other;
        t->primary_musd[industries + at] = taxes;
        t->primary_musd[2 * industries + at] = other;
        t->memo_musd[at] = 0.5 * t->primary_musd[at];
        for (int64_t q = 0; q < N_STRESSORS; q++)
            t->stressor[q * industries + at] = 1e-3 * output * small_random(state);
    }
    for (int64_t n = 0; n < R; n++) {
        for (int64_t q = 0; q < N_STRESSORS; q++) t->stressor_final[q * R + n] = 10 * small_random(state);
        t->final_taxes_musd[n * N_DEMANDS + HFCE] = 50 * small_random(state);
    }
}

static selat_status fill_stressors(selat_context *context, selat_table *t) {
    static const char *const gases[] = {"CO2", "CO2", "CH4"};
    for (int64_t q = 0; q < N_STRESSORS; q++) {
        TRY(selat_table_set_text(context, gases[q], &t->stressor_gases[q]));
        TRY(selat_table_set_text(context, "Mt CO2e (AR5 GWP-100)", &t->stressor_units[q]));
    }
    t->stressor_drivers[0] = SELAT_DRIVER_FUEL;
    t->fuel_weight[0] = 1;
    t->fuel_weight[1] = 0.25;
    return selat_table_set_text(context, "Made up for tests.\n", &t->provenance);
}

selat_status small_table_make(selat_context *context, int64_t R, int64_t S, uint64_t seed, selat_table **out) {
    uint64_t state = seed;
    TRY(make_empty(context, R, S, out));
    fill_shares(*out, &state);
    fill_demand(*out, &state);
    selat_status status = settle_output(context, *out);
    if (status == SELAT_OK) {
        fill_primary(*out, &state);
        status = fill_stressors(context, *out);
    }
    if (status != SELAT_OK) {
        selat_table_destroy(context, *out);
        *out = NULL;
    }
    return status;
}

/* Labour and scale in the trade model: one-sector gravity, scale economies, the short run, labour supply, export taxes.
 */
#include "unit.h"

#include "base/memory.h"
#include "random_economy.h"

enum { R = 5, S = 4, CELLS = S * R * R };

static selat_trade_result *solve_with(selat_context *context, const selat_economy *economy,
                                      const selat_trade_shock *shock, selat_trade_options options) {
    selat_trade_result *result;
    assert_ok(context, selat_trade_solve(context, economy, shock, &options, &result));
    if (!result->report.converged || result->report.steps != 1) {
        fail_msg("%s: residual %g", selat_reason_name(result->report.reason), result->report.residual);
    }
    return result;
}

static selat_economy *make_economy(selat_context *context, uint64_t seed, double psi_theta) {
    selat_economy *economy;
    assert_ok(context, random_economy_make(context, R, S, seed, &economy));
    assert_ok(context, selat_new(context, S, &economy->psi));
    for (int64_t j = 0; j < S; j++)
        economy->psi[j] = psi_theta / economy->theta[j];
    return economy;
}

typedef struct shock_room {
    double tariff[CELLS], iceberg[CELLS], technology[R * S], labour[R];
} shock_room;

static selat_trade_shock make_shock(const selat_economy *economy, uint64_t seed, shock_room *room) {
    random_tariffs(economy, 0.9, &seed, room->tariff);
    for (int64_t k = 0; k < CELLS; k++)
        room->iceberg[k] = k / R % R == k % R ? 1 : 1 - 0.1 * random_uniform(&seed);
    for (int64_t k = 0; k < R * S; k++)
        room->technology[k] = 1 + 0.2 * random_uniform(&seed);
    for (int64_t n = 0; n < R; n++)
        room->labour[n] = 0.9 + 0.2 * random_uniform(&seed);
    return (selat_trade_shock){.tariff = room->tariff,
                               .iceberg_hat = room->iceberg,
                               .technology_hat = room->technology,
                               .labour_hat = room->labour};
}

/* ---- one sector, no intermediates ---- */

typedef struct gravity {
    double theta, pi[R][R], income[R];           /* base: shares of importer n from i, income of n */
    double d[R][R], technology[R], labour[R];    /* hats of the shock */
    double wage[R], price[R], home_share_hat[R]; /* its solution */
} gravity;

static gravity make_gravity(uint64_t seed) {
    gravity g = {.theta = 5};
    for (int n = 0; n < R; n++) {
        double sum = 0;
        for (int i = 0; i < R; i++)
            sum += g.pi[n][i] = (i == n ? 6 : 1) * (0.1 + random_uniform(&seed));
        for (int i = 0; i < R; i++)
            g.pi[n][i] /= sum;
        for (int i = 0; i < R; i++)
            g.d[n][i] = i == n ? 1 : 0.8 + 0.4 * random_uniform(&seed);
        g.technology[n] = g.labour[n] = 1;
        g.income[n] = 1;
    }
    for (int round = 0; round < 2000; round++) { /* balanced trade: income_i = sum_n pi_ni income_n */
        double next[R] = {0};
        for (int k = 0; k < R * R; k++)
            next[k % R] += g.pi[k / R][k % R] * g.income[k / R];
        memcpy(g.income, next, sizeof next);
    }
    return g;
}

/* Alvarez and Lucas' map for w-hat: supply w L income = sum_n pi'_ni w_n L_n income_n, slowly but surely. */
static void solve_gravity(gravity *g) {
    for (int n = 0; n < R; n++)
        g->wage[n] = 1;
    for (int round = 0; round < 20000; round++) {
        double earned[R] = {0}, world = 0, paid = 0;
        for (int n = 0; n < R; n++) {
            double weight[R], sum = 0;
            for (int i = 0; i < R; i++) {
                sum += weight[i] = g->pi[n][i] * g->technology[i] * pow(g->wage[i] * g->d[n][i], -g->theta);
            }
            g->price[n] = pow(sum, -1 / g->theta);
            g->home_share_hat[n] = weight[n] / sum / g->pi[n][n];
            for (int i = 0; i < R; i++)
                earned[i] += weight[i] / sum * g->wage[n] * g->labour[n] * g->income[n];
        }
        for (int n = 0; n < R; n++) {
            g->wage[n] *= pow(earned[n] / (g->wage[n] * g->labour[n] * g->income[n]), 1 / (1 + g->theta));
            world += g->wage[n] * g->labour[n] * g->income[n];
            paid += g->income[n];
        }
        for (int n = 0; n < R; n++)
            g->wage[n] *= paid / world;
    }
}

static selat_economy *gravity_economy(selat_context *context, const gravity *g, double psi) {
    static const char *const codes[] = {"A", "B", "C", "D", "E"}, *const products[] = {"all"};
    selat_labels regions, sectors;
    selat_economy *economy;
    assert_ok(context, selat_labels_init(context, R, codes, NULL, &regions));
    assert_ok(context, selat_labels_init(context, 1, products, NULL, &sectors));
    assert_ok(context, selat_economy_create(context, &regions, &sectors, &economy));
    assert_ok(context, selat_new(context, 1, &economy->psi));
    economy->psi[0] = psi;
    economy->theta[0] = g->theta;
    for (int n = 0; n < R; n++) {
        economy->value_share[n] = economy->demand_share[n] = 1;
        economy->expenditure[n] = economy->value_added[n] = g->income[n];
        memcpy(economy->pi + n * R, g->pi[n], sizeof g->pi[n]);
    }
    selat_economy_totals(economy);
    selat_labels_clear(context, &regions);
    selat_labels_clear(context, &sectors);
    return economy;
}

/* Arkolakis, Costinot and Rodriguez-Clare (2012): with one sector W-hat = pi-hat_nn^(-1/theta), and all of the labour
   in the sector, so that scale changes nothing, unless labour does: then W-hat per head gains L-hat^psi (Krugman). */
static void test_one_sector_is_gravity(void **state) {
    selat_context *context = *state;
    for (int with_labour = 0; with_labour < 2; with_labour++) {
        gravity g = make_gravity(3);
        double psi = 0.12, largest = 0;
        selat_economy *economy = gravity_economy(context, &g, psi);
        for (int n = 0; n < R && with_labour; n++) {
            g.labour[n] = 0.8 + 0.1 * n;
            g.technology[n] = pow(g.labour[n], psi * g.theta);
        }
        solve_gravity(&g);
        selat_trade_shock shock = {.iceberg_hat = &g.d[0][0], .labour_hat = with_labour ? g.labour : NULL};
        for (int scale = with_labour; scale < 2; scale++) {
            selat_trade_result *r = solve_with(context, economy, &shock, (selat_trade_options){.scale = scale == 1});
            for (int n = 0; n < R; n++) {
                double per_head = pow(g.home_share_hat[n], -1 / g.theta) * pow(g.labour[n], psi);
                if (!with_labour) assert_close(g.technology[n], 1, 0);
                assert_close(r->wage_hat[n], g.wage[n], 1e-11);
                assert_close(r->consumer_price_hat[n], g.price[n], 1e-11);
                assert_close(r->real_wage_hat[n], per_head, 1e-11);
                assert_close(r->real_income_hat[n], per_head * g.labour[n], 1e-11);
                largest = larger_or_nan(largest, fabs(per_head - 1));
            }
            selat_trade_result_destroy(context, r);
        }
        assert_true(largest > 1e-2);
        selat_economy_destroy(context, economy);
    }
}

/* ---- every equation, from its definition ---- */

static double labour_of(const selat_trade_shock *shock, int64_t n) {
    return shock->labour_hat != NULL ? shock->labour_hat[n] : 1;
}

/* Unit costs, shares, prices and markets from wages, output, spending and prices alone. */
static void check_equilibrium(selat_context *context, const selat_economy *e, const selat_trade_shock *shock,
                              const selat_trade_result *r, bool immobile, bool scale) {
    double shares[CELLS], sold[R * S] = {0}, weight[R * S];
    assert_ok(context, selat_trade_new_shares(context, e, shock, r, shares));
    for (int64_t at = 0; at < R * S; at++) {
        int64_t n = at / S, k = at % S;
        double labour = labour_of(shock, n), output_hat = r->output[at] / e->output[at];
        double wage = immobile ? output_hat / labour : r->wage_hat[n];
        double cost = pow(wage, e->value_share[at]), employed = immobile ? labour : output_hat / r->wage_hat[n];
        for (int64_t j = 0; j < S; j++)
            cost *= pow(r->price_hat[n * S + j], e->input_share[(n * S + j) * S + k]);
        weight[at] = pow(cost, -e->theta[k]) * (shock->technology_hat != NULL ? shock->technology_hat[at] : 1);
        if (scale) weight[at] *= pow(employed, e->psi[k] * e->theta[k]);
        assert_close(r->cost_hat[at] / cost, 1, 1e-11);
        if (immobile) assert_close(r->sector_wage_hat[at] / wage, 1, 1e-11);
    }
    for (int64_t row = 0; row < S * R; row++) {
        int64_t j = row / R, n = row % R;
        double sum = 0, price_power = pow(r->price_hat[n * S + j], e->theta[j]);
        for (int64_t i = 0; i < R; i++) {
            int64_t at = row * R + i;
            double rate = shock->tariff != NULL ? shock->tariff[at] : e->tariff[at];
            double d = (shock->iceberg_hat != NULL ? shock->iceberg_hat[at] : 1) * (1 + rate) / (1 + e->tariff[at]);
            double share = e->pi[at] * weight[i * S + j] * pow(d, -e->theta[j]) * price_power;
            assert_close(shares[at], share, 1e-10);
            sum += share;
            sold[i * S + j] += r->expenditure[n * S + j] * share / (1 + rate);
        }
        assert_close(sum, 1, 1e-10);
    }
    for (int64_t at = 0; at < R * S; at++)
        assert_close(sold[at] / r->output[at], 1, 1e-9);
    for (int64_t n = 0; n < R; n++) {
        double bill = 0;
        for (int64_t k = 0; k < S; k++)
            bill += e->value_share[n * S + k] * r->output[n * S + k];
        assert_close(bill / (r->wage_hat[n] * labour_of(shock, n) * e->value_added[n]), 1, 1e-11);
    }
}

static void test_equations_hold_with_scale_and_in_the_short_run(void **state) {
    selat_context *context = *state;
    selat_economy *economy = make_economy(context, 11, 0.5);
    shock_room room;
    selat_trade_shock shock = make_shock(economy, 2, &room);
    for (int which = 0; which < 4; which++) {
        bool immobile = which & 1, scale = which & 2;
        selat_trade_options options = {.labour = immobile ? SELAT_LABOUR_IMMOBILE : SELAT_LABOUR_MOBILE,
                                       .scale = scale};
        selat_trade_result *r = solve_with(context, economy, &shock, options);
        assert_true((r->sector_wage_hat != NULL) == immobile && (r->scale_hat != NULL) == scale);
        check_equilibrium(context, economy, &shock, r, immobile, scale);
        selat_trade_result_destroy(context, r);
    }
    selat_economy_destroy(context, economy);
}

/* Labour that is fixed by sector at the amounts mobile labour chooses, put as technology L-hat^(gamma theta), gives the
   same prices and welfare: the long run is the short run after labour has moved. */
static void test_long_run_is_short_run_after_moving(void **state) {
    selat_context *context = *state;
    selat_economy *economy = make_economy(context, 5, 0);
    double tariff[CELLS], moved[R * S], largest = 0;
    uint64_t seed = 9;
    random_tariffs(economy, 0.9, &seed, tariff);
    selat_trade_shock shock = {.tariff = tariff};
    selat_trade_result *mobile = solve_with(context, economy, &shock, (selat_trade_options){0});
    for (int64_t at = 0; at < R * S; at++) {
        double labour = mobile->output[at] / economy->output[at] / mobile->wage_hat[at / S];
        moved[at] = pow(labour, economy->value_share[at] * economy->theta[at % S]);
        largest = larger_or_nan(largest, fabs(labour - 1));
    }
    assert_true(largest > 0.01);
    selat_trade_options options = {.labour = SELAT_LABOUR_IMMOBILE};
    selat_trade_shock with_moved = {.tariff = tariff, .technology_hat = moved};
    selat_trade_result *short_run = solve_with(context, economy, &with_moved, options);
    for (int64_t n = 0; n < R; n++) {
        assert_close(short_run->real_income_hat[n], mobile->real_income_hat[n], 1e-10);
        assert_close(short_run->wage_hat[n], mobile->wage_hat[n], 1e-10);
    }
    for (int64_t at = 0; at < R * S; at++)
        assert_close(short_run->price_hat[at], mobile->price_hat[at], 1e-10);
    selat_trade_result_destroy(context, mobile);
    selat_trade_result_destroy(context, short_run);
    selat_economy_destroy(context, economy);
}

/* Without tariffs the world's gain from small falls of trade cost is, to first order, what is saved on the flows,
   mobile or not (Hulten): sum I d ln W = sum flow (1 - d-hat). What mobility adds is of second order and positive. */
static void test_small_gains_do_not_depend_on_mobility(void **state) {
    selat_context *context = *state;
    enum { N_STEPS = 2 };
    static const double size[N_STEPS] = {1e-3, 2e-3};
    double added[N_STEPS];
    selat_economy *economy = make_economy(context, 8, 0);
    double free[CELLS] = {0}, iceberg[CELLS];
    selat_trade_shock to_free = {.tariff = free};
    selat_trade_result *start = solve_with(context, economy, &to_free, (selat_trade_options){0});
    selat_economy *base;
    assert_ok(context, selat_economy_rebase(context, economy, &to_free, start, &base));
    for (int step = 0; step < N_STEPS; step++) {
        double saved = 0, gain[2] = {0};
        uint64_t seed = 4;
        for (int64_t k = 0; k < CELLS; k++) {
            iceberg[k] = k / R % R == k % R ? 1 : exp(-size[step] * random_uniform(&seed));
            saved -= log(iceberg[k]) * base->pi[k] * base->expenditure[k / R % R * S + k / (R * R)];
        }
        for (int immobile = 0; immobile < 2; immobile++) {
            selat_trade_shock shock = {.iceberg_hat = iceberg};
            selat_trade_options options = {.labour = (selat_labour)immobile};
            selat_trade_result *r = solve_with(context, base, &shock, options);
            for (int64_t n = 0; n < R; n++)
                gain[immobile] += r->income_base[n] * log(r->real_income_hat[n]);
            assert_close(gain[immobile] / saved, 1, 20 * size[step]);
            selat_trade_result_destroy(context, r);
        }
        added[step] = gain[0] - gain[1];
    }
    assert_true(added[0] > 0);
    assert_close(added[1] / added[0], 4, 0.1);
    selat_trade_result_destroy(context, start);
    selat_economy_destroy(context, base);
    selat_economy_destroy(context, economy);
}

/* Twice the labour everywhere: half the wage in the numeraire, twice the real income; with scale psi in every sector
   and inputs from the same sectors it is more. */
static void test_labour_everywhere(void **state) {
    selat_context *context = *state;
    selat_economy *economy = make_economy(context, 21, 0.4);
    double labour[R];
    for (int64_t n = 0; n < R; n++)
        labour[n] = 2;
    selat_trade_shock shock = {.labour_hat = labour};
    for (int closure = SELAT_DEFICITS_NOMINAL; closure <= SELAT_DEFICITS_ZERO; closure++) {
        for (int immobile = 0; immobile < 2; immobile++) {
            selat_trade_options options = {.deficits = (selat_deficits)closure, .labour = (selat_labour)immobile};
            selat_trade_result *r = solve_with(context, economy, &shock, options);
            for (int64_t n = 0; n < R; n++) {
                assert_close(r->wage_hat[n], 0.5, 1e-11);
                assert_close(r->real_income_hat[n], 2, 1e-10);
            }
            selat_trade_result_destroy(context, r);
        }
    }
    selat_trade_result *r = solve_with(context, economy, &shock, (selat_trade_options){.scale = true});
    for (int64_t n = 0; n < R; n++)
        assert_true(r->real_income_hat[n] > 2.01);
    selat_trade_result_destroy(context, r);
    selat_economy_destroy(context, economy);
}

/* One shock, or half of it and the rest on the world rebased to that: the same. */
static void test_two_steps_are_one(void **state) {
    selat_context *context = *state;
    selat_economy *economy = make_economy(context, 31, 0.5), *middle;
    shock_room whole_room, half;
    selat_trade_shock whole = make_shock(economy, 6, &whole_room);
    for (int64_t k = 0; k < CELLS; k++) {
        half.tariff[k] = 0.5 * (economy->tariff[k] + whole_room.tariff[k]);
        half.iceberg[k] = sqrt(whole_room.iceberg[k]);
    }
    for (int64_t k = 0; k < R * S; k++)
        half.technology[k] = sqrt(whole_room.technology[k]);
    for (int64_t n = 0; n < R; n++)
        half.labour[n] = sqrt(whole_room.labour[n]);
    selat_trade_shock first = {.tariff = half.tariff,
                               .iceberg_hat = half.iceberg,
                               .technology_hat = half.technology,
                               .labour_hat = half.labour};
    selat_trade_shock second = first;
    second.tariff = whole_room.tariff;
    for (int which = 0; which < 3; which++) {
        selat_trade_options options = {.labour = which == 1 ? SELAT_LABOUR_IMMOBILE : SELAT_LABOUR_MOBILE,
                                       .scale = which == 2};
        selat_trade_result *at_once = solve_with(context, economy, &whole, options);
        selat_trade_result *a = solve_with(context, economy, &first, options), *b;
        assert_ok(context, selat_economy_rebase(context, economy, &first, a, &middle));
        b = solve_with(context, middle, &second, options);
        for (int64_t n = 0; n < R; n++) {
            assert_close(a->wage_hat[n] * b->wage_hat[n], at_once->wage_hat[n], 1e-10);
            assert_close(a->real_income_hat[n] * b->real_income_hat[n], at_once->real_income_hat[n], 1e-10);
        }
        selat_economy_destroy(context, middle);
        selat_trade_result_destroy(context, a);
        selat_trade_result_destroy(context, b);
        selat_trade_result_destroy(context, at_once);
    }
    selat_economy_destroy(context, economy);
}

/* ---- export taxes ---- */

static void test_export_tax_is_revenue_of_the_exporter(void **state) {
    selat_context *context = *state;
    enum { EXPORTER = 2, PRODUCT = 1 };
    static const double rate = 0.3;
    selat_economy *economy = make_economy(context, 41, 0);
    double hat[CELLS], shares[CELLS], revenue = 0;
    for (int64_t k = 0; k < CELLS; k++)
        hat[k] = k / (R * R) == PRODUCT && k % R == EXPORTER && k / R % R != EXPORTER ? 1 + rate : 1;
    selat_trade_shock shock = {.export_rent_hat = hat};
    selat_trade_result *r = solve_with(context, economy, &shock, (selat_trade_options){0});
    assert_ok(context, selat_trade_new_shares(context, economy, &shock, r, shares));
    for (int64_t n = 0; n < R; n++) {
        int64_t at = (PRODUCT * R + n) * R + EXPORTER;
        double free_on_board = r->expenditure[n * S + PRODUCT] * shares[at] / (1 + economy->tariff[at]);
        revenue += free_on_board * (1 - 1 / hat[at]);
    }
    assert_true(revenue > 0);
    for (int64_t n = 0; n < R; n++) {
        double kept = r->transfers[n] - r->tariff_revenue[n];
        assert_close(kept / r->income[n], n == EXPORTER ? revenue / r->income[n] : 0, 1e-12);
    }
    selat_trade_result_destroy(context, r);
    selat_economy_destroy(context, economy);
}

/* Lerner (1936): with balanced trade a uniform tax on all exports is in real terms a uniform tariff on all imports. */
static void test_lerner_symmetry(void **state) {
    selat_context *context = *state;
    enum { COUNTRY = 3 };
    selat_economy *economy = make_economy(context, 51, 0.3);
    double tariff[CELLS], hat[CELLS];
    for (int64_t k = 0; k < CELLS; k++) {
        bool import = k / R % R == COUNTRY && k % R != COUNTRY, export = k % R == COUNTRY && k / R % R != COUNTRY;
        tariff[k] = import ? (1 + economy->tariff[k]) * 1.25 - 1 : economy->tariff[k];
        hat[k] = export ? 1.25 : 1;
    }
    selat_trade_shock on_imports = {.tariff = tariff}, on_exports = {.export_rent_hat = hat};
    for (int which = 0; which < 3; which++) {
        selat_trade_options options = {.deficits = SELAT_DEFICITS_ZERO,
                                       .labour = which == 1 ? SELAT_LABOUR_IMMOBILE : SELAT_LABOUR_MOBILE,
                                       .scale = which == 2};
        selat_trade_result *a = solve_with(context, economy, &on_imports, options);
        selat_trade_result *b = solve_with(context, economy, &on_exports, options);
        for (int64_t n = 0; n < R; n++) {
            assert_close(a->real_income_hat[n], b->real_income_hat[n], 1e-10);
            assert_close(a->real_wage_hat[n], b->real_wage_hat[n], 1e-10);
        }
        assert_true(fabs(a->real_income_hat[COUNTRY] - 1) > 1e-3);
        assert_true(fabs(a->wage_hat[COUNTRY] / b->wage_hat[COUNTRY] - 1) > 0.1);
        selat_trade_result_destroy(context, a);
        selat_trade_result_destroy(context, b);
    }
    selat_economy_destroy(context, economy);
}

/* ---- what is said ---- */

static char last_warning[512];
static void keep_warning(void *user, selat_log_level level, const char *message) {
    (void)user;
    if (level == SELAT_LOG_WARNING) snprintf(last_warning, sizeof last_warning, "%s", message);
}

static void test_uniqueness_is_doubted_aloud(void **state) {
    selat_context *context = *state;
    selat_set_log(context, keep_warning, NULL);
    selat_trade_shock nothing = {0};
    selat_trade_options options = {.scale = true};
    for (int doubtful = 0; doubtful < 2; doubtful++) {
        last_warning[0] = '\0';
        selat_economy *economy = make_economy(context, 61, 0.5);
        if (doubtful) economy->psi[2] = 0.92 / economy->theta[2];
        selat_trade_result *r = solve_with(context, economy, &nothing, options);
        assert_close(r->report.scale_strength, doubtful ? 0.92 : 0.5, 1e-14);
        assert_true(r->report.uniqueness_in_doubt == (doubtful == 1));
        assert_true((strstr(selat_trade_warning(&r->report), "uniqueness in doubt") != NULL) == (doubtful == 1));
        assert_true((strstr(last_warning, "psi theta is 0.92 for product S003") != NULL) == (doubtful == 1));
        selat_trade_result_destroy(context, r);
        selat_economy_destroy(context, economy);
    }
}

static void test_bad_labour_and_scale_name_the_cell(void **state) {
    selat_context *context = *state;
    selat_economy *economy = make_economy(context, 71, 0.5);
    double labour[R] = {1, 1, 0, 1, 1};
    selat_trade_shock shock = {.labour_hat = labour}, nothing = {0};
    selat_trade_options options = {.scale = true};
    selat_trade_result *r;
    assert_int_equal(selat_trade_solve(context, economy, &shock, &options, &r), SELAT_BAD_INPUT);
    assert_message_has(context, "labour hat, region R003: found 0");
    economy->psi[1] = -0.1;
    assert_int_equal(selat_trade_solve(context, economy, &nothing, &options, &r), SELAT_BAD_INPUT);
    assert_message_has(context, "psi of product S002: found -0.1");
    selat_release(context, economy->psi);
    economy->psi = NULL;
    assert_int_equal(selat_trade_solve(context, economy, &nothing, &options, &r), SELAT_BAD_INPUT);
    assert_message_has(context, "no product has a psi");
    assert_null(r);
    selat_economy_destroy(context, economy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_one_sector_is_gravity),
        TEST(test_equations_hold_with_scale_and_in_the_short_run),
        TEST(test_long_run_is_short_run_after_moving),
        TEST(test_small_gains_do_not_depend_on_mobility),
        TEST(test_labour_everywhere),
        TEST(test_two_steps_are_one),
        TEST(test_export_tax_is_revenue_of_the_exporter),
        TEST(test_lerner_symmetry),
        TEST(test_uniqueness_is_doubted_aloud),
        TEST(test_bad_labour_and_scale_name_the_cell),
    };
    return cmocka_run_group_tests_name("trade_labour", tests, NULL, NULL);
}

/* What every disruption must satisfy: nothing happens without a shock, accounts close every day, nothing is negative or NaN,
   the forms of a table agree, and what is prepared against a shock helps. */
#include "base/memory.h"
#include "model/disruption/internal.h"
#include "small_table.h"
#include "unit.h"

enum { R = 7, S = 6, N = R * S };

static selat_disruption_base *base_of(selat_context *context, const selat_table *table) {
    selat_disruption_base *base;
    assert_ok(context, selat_disruption_base_of_table(context, table, 0.01, &base));
    return base;
}

/* A factored base written out as a dense one; the flows to be released after the base. */
static selat_disruption_base *unfold(selat_context *context, const selat_disruption_base *b, double **flow) {
    double *final, *output, *criticality;
    int64_t r = b->n_regions, s_count = b->n_sectors, n_all = b->n_industries;
    assert_ok(context, selat_new(context, n_all * n_all, flow));
    assert_ok(context, selat_new(context, n_all * r, &final));
    assert_ok(context, selat_new(context, n_all, &output));
    assert_ok(context, selat_new(context, s_count * n_all, &criticality));
    for (int64_t i = 0; i < n_all; i++) {
        int64_t s = i % s_count;
        output[i] = b->output[i] * 365;
        for (int64_t n = 0; n < r; n++) {
            double share = b->share[(s * r + n) * b->row + i / s_count];
            final[i * r + n] = share * b->final[s * r + n] * 365;
            for (int64_t k = 0; k < s_count; k++) {
                int64_t at = (n * s_count + s) * b->pad + k;
                (*flow)[i * n_all + n * s_count + k] = share * b->use[at] * 365;
                criticality[s * n_all + n * s_count + k] = (double)b->critical[at];
            }
        }
    }
    selat_disruption_flows flows = {.n_regions = r, .n_sectors = s_count, .output_musd = output, .flow_musd = *flow,
                                    .final_by_origin_musd = final, .criticality = criticality};
    selat_disruption_base *dense;
    assert_ok(context, selat_disruption_base_create(context, &flows, &dense));
    selat_release(context, final);
    selat_release(context, output);
    selat_release(context, criticality);
    return dense;
}

/* ---- no shock ---- */

static void check_no_change(selat_context *context, const selat_disruption_base *base, selat_disruption_options options,
                            int64_t industries) {
    selat_disruption_shock none = {0};
    selat_disruption_result *result;
    options.keep_industries = true;
    assert_ok(context, selat_disruption_run(context, base, &none, &options, &result));
    for (int64_t k = 0; k < result->n_days * industries; k++) {
        double expected = base->output[k % industries];
        assert_true(fabs(result->production_musd[k] - expected) <= 1e-12 * expected);
        assert_true(fabs(result->capacity_musd[k] - expected) <= 1e-12 * expected);
    }
    assert_true(result->final_unmet_total_musd <= 1e-12 * 365 * result->base_final_musd[0]);
    assert_true(result->clipped_total_musd == 0);
    assert_int_equal(result->world_recovery_day, 0);
    selat_disruption_result_destroy(context, result);
}

static void test_without_a_shock_nothing_changes(void **state) {
    selat_table *table;
    assert_ok(*state, small_table_make(*state, R, S, 3, &table));
    selat_disruption_base *base = base_of(*state, table);
    double *flow;
    selat_disruption_base *dense = unfold(*state, base, &flow);
    for (int behaviour = 0; behaviour < 2; behaviour++) {
        selat_disruption_options options = selat_disruption_defaults((selat_behaviour)behaviour);
        for (int binding = 0; binding < 5; binding++) {
            options.binding = (selat_binding)binding;
            options.redirect = binding % 2 == 0;
            options.firms_first = binding % 3 == 0;
            if (binding == 4) options.overproduction = 1.3;
            check_no_change(*state, base, options, N);
            check_no_change(*state, dense, options, N);
        }
    }
    selat_disruption_base_destroy(*state, dense);
    selat_release(*state, flow);
    selat_disruption_base_destroy(*state, base);
    selat_table_destroy(*state, table);
}

static void test_embedded_table_without_a_shock(void **state) {
    selat_table *table;
    assert_ok(*state, selat_dataset_table(*state, "oecd-2022", &table));
    selat_disruption_base *base = base_of(*state, table);
    selat_disruption_notes notes = selat_disruption_base_notes(base);
    assert_int_equal(notes.n_zero_output, 51);
    assert_true(notes.output_gap < 1e-11);
    print_message("# embedded table: %lld cells of final demand below zero, %.1f million USD; %lld critical, %lld important, %lld other\n",
                  (long long)notes.n_negative, notes.negative_musd, (long long)notes.n_critical,
                  (long long)notes.n_important, (long long)notes.n_other);
    for (int behaviour = 0; behaviour < 2; behaviour++) {
        selat_disruption_options options = selat_disruption_defaults((selat_behaviour)behaviour);
        options.days = 60;
        check_no_change(*state, base, options, table->regions.count * table->sectors.count);
    }
    selat_disruption_base_destroy(*state, base);
    selat_table_destroy(*state, table);
}

/* ---- random shocks ---- */

typedef struct random_shock {
    selat_outage outages[4];
    selat_rebuild rebuilds[2];
    selat_stockpile stockpile;
    selat_standby standby;
    selat_priority priorities[2];
    selat_lane_closure lane;
    double sea[S * R * R];
    double arriving[2][R * R];
    selat_disruption_shock shock;
} random_shock;

static int64_t below(uint64_t *seed, int64_t count) { return (int64_t)(small_random(seed) * (double)count); }

static void arrive(const void *user, int64_t day, double *out) {
    const random_shock *shock = user;
    memcpy(out, shock->arriving[day < 10 ? 0 : 1], sizeof shock->arriving[0]);
}

static void make_shock(uint64_t *seed, random_shock *out) {
    memset(out, 0, sizeof *out);
    out->shock = (selat_disruption_shock){.outages = out->outages, .rebuilds = out->rebuilds, .lanes = &out->lane,
                                          .stockpiles = &out->stockpile, .standbys = &out->standby, .priorities = out->priorities};
    out->shock.n_outages = 1 + below(seed, 4);
    for (int k = 0; k < 4; k++) {
        out->outages[k] = (selat_outage){.region = below(seed, R), .product = below(seed, S), .loss = small_random(seed),
                                         .first_day = below(seed, 10), .days = 1 + below(seed, 60),
                                         .recovery_days = below(seed, 40), .path = (selat_recovery)below(seed, 3)};
        if (small_random(seed) < 0.2) out->outages[k].loss = 1;
    }
    out->shock.n_rebuilds = below(seed, 3);
    for (int k = 0; k < 2; k++) {
        out->rebuilds[k] = (selat_rebuild){.region = 2 + below(seed, R - 2), .product = below(seed, S),
                                           .amount_musd = 100 * small_random(seed), .first_day = 5, .days = 30};
    }
    out->shock.n_stockpiles = below(seed, 2);
    out->stockpile = (selat_stockpile){below(seed, R), below(seed, S), 30 * small_random(seed)};
    out->shock.n_standbys = below(seed, 2);
    out->standby = (selat_standby){below(seed, R), below(seed, S), small_random(seed)};
    out->shock.n_priorities = below(seed, 3);
    for (int k = 0; k < 2; k++) {
        out->priorities[k] = (selat_priority){out->outages[0].region, below(seed, R), out->outages[0].product, small_random(seed)};
    }
    if (out->priorities[0].buyer == out->priorities[1].buyer) out->priorities[1].share = 1 - out->priorities[0].share;
    out->shock.n_lanes = below(seed, 2);
    out->lane = (selat_lane_closure){.first_day = 4, .days = 25, .sea_share = out->sea, .arriving = arrive, .user = out};
    for (int k = 0; k < S * R * R; k++) out->sea[k] = k / R % R == k % R ? 0 : small_random(seed);
    for (int k = 0; k < 2 * R * R; k++) out->arriving[k / (R * R)][k % (R * R)] = small_random(seed);
}

static selat_disruption_options random_options(uint64_t *seed) {
    selat_disruption_options options = selat_disruption_defaults(small_random(seed) < 0.8 ? SELAT_PARTIALLY_BINDING : SELAT_ADAPTIVE);
    options.binding = (selat_binding)below(seed, 5);
    options.redirect = small_random(seed) < 0.5;
    options.firms_first = small_random(seed) < 0.5;
    options.inventory_days = 2 + 30 * small_random(seed);
    options.restock_days = 3 + 30 * small_random(seed);
    if (options.behaviour == SELAT_PARTIALLY_BINDING && small_random(seed) < 0.3) options.overproduction = 1.2;
    options.days = 120;
    return options;
}

typedef struct accounts {
    double held[S]; /* stocks by product before the day, money */
    double ordered[N][S]; /* orders by user and product, money */
} accounts;

static void open_accounts(const disruption_state *state, accounts *out) {
    const selat_disruption_base *b = state->base;
    memset(out, 0, sizeof *out);
    for (int64_t row = 0; row < R * S; row++) {
        double orders[S];
        disruption_row_orders(state, row / S, row % S, orders);
        for (int64_t k = 0; k < S; k++) {
            int64_t at = row * b->pad + k;
            out->held[row % S] += b->use[at] * state->stock[at];
            out->ordered[row / S * S + k][row % S] = b->use[at] * orders[k];
        }
    }
}

/* The day's accounts: what makers of s sold arrived with firms or with final demand; stocks moved by what arrived, was used
   and was clipped. Relative to the world's output of a day. */
static double account_gap(const disruption_state *state, const accounts *before, double world) {
    const selat_disruption_base *b = state->base;
    bool factored = b->form == DISRUPTION_FACTORED;
    double worst = 0;
    for (int64_t s = 0; s < S; s++) {
        double made = 0, firms = 0, final = 0, used = 0, held = 0;
        for (int64_t n = 0; n < R; n++) {
            made += state->production[n * S + s];
            final += state->final[s * R + n] * (1 - state->final_lacking[s * R + n]);
            for (int64_t k = 0; k < S; k++) {
                int64_t at = (n * S + s) * b->pad + k, f = n * S + k;
                double got = state->arrived[factored ? n * S + s : at];
                firms += before->ordered[f][s] * got;
                used += b->output[f] > 0 ? b->use[at] * state->production[f] / b->output[f] : b->use[at];
                held += b->use[at] * state->stock[at];
            }
        }
        worst = larger_or_nan(worst, fabs(made - firms - final) / world);
        if (state->options.behaviour == SELAT_ADAPTIVE) continue; /* skips near-equal updates, as the reference does */
        worst = larger_or_nan(worst, fabs(held - before->held[s] - firms + used - state->clipped[s]) / world);
    }
    return worst;
}

static void check_signs(const disruption_state *state) {
    const selat_disruption_base *b = state->base;
    for (int64_t f = 0; f < N; f++) {
        assert_true(state->production[f] >= 0 && isfinite(state->production[f]));
        assert_true(state->demand[f] >= 0 && isfinite(state->demand[f]));
        assert_true(state->capacity[f] >= 0 && isfinite(state->capacity[f]));
        assert_true(state->production[f] <= state->capacity[f] * (1 + 1e-12) + 1e-300);
    }
    for (int64_t k = 0; k < R * S * b->pad; k++) assert_true(state->stock[k] >= 0 && isfinite(state->stock[k]));
    for (int64_t s = 0; s < S; s++) assert_true(state->clipped[s] >= 0 && isfinite(state->clipped[s]));
    for (int64_t n = 0; n < R; n++) assert_true(state->unmet[n] >= -1e-9 * b->final[n] - 1e-9 && isfinite(state->unmet[n]));
}

static double run_accounts(selat_context *context, const selat_disruption_base *base, const random_shock *shock,
                           const selat_disruption_options *options) {
    static accounts before;
    disruption_state *state;
    double worst = 0, world = 0;
    for (int64_t f = 0; f < N; f++) world += base->output[f];
    assert_ok(context, disruption_state_create(context, base, &shock->shock, options, &state));
    for (int64_t t = 0; t < options->days; t++) {
        open_accounts(state, &before);
        assert_ok(context, disruption_state_step(context, state));
        check_signs(state);
        worst = larger_or_nan(worst, account_gap(state, &before, world));
    }
    disruption_state_destroy(context, state);
    return worst;
}

static void test_accounts_of_500_random_shocks(void **state) {
    selat_table *table;
    static random_shock shock;
    double worst = 0, *flow;
    for (uint64_t k = 0; k < 500; k++) {
        uint64_t seed = 1000 + k;
        assert_ok(*state, small_table_make(*state, R, S, 11 + k % 5, &table));
        selat_disruption_base *base = base_of(*state, table), *dense = unfold(*state, base, &flow);
        make_shock(&seed, &shock);
        selat_disruption_options options = random_options(&seed);
        double gap = run_accounts(*state, k % 4 == 0 ? dense : base, &shock, &options);
        if (!(gap <= 1e-9)) fail_msg("shock %d: accounts do not close by %g", (int)k, gap);
        worst = larger_or_nan(worst, gap);
        selat_disruption_base_destroy(*state, dense);
        selat_release(*state, flow);
        selat_disruption_base_destroy(*state, base);
        selat_table_destroy(*state, table);
    }
    print_message("# largest gap of an account on a day: %.1e of world output\n", worst);
}

/* ---- the forms of a table ---- */

static void test_factored_and_dense_agree(void **state) {
    selat_table *table;
    static random_shock shock;
    assert_ok(*state, small_table_make(*state, R, S, 5, &table));
    double *flow;
    selat_disruption_base *base = base_of(*state, table), *dense = unfold(*state, base, &flow);
    for (uint64_t k = 0; k < 60; k++) {
        uint64_t seed = 77 + k;
        make_shock(&seed, &shock);
        selat_disruption_options options = random_options(&seed);
        options.keep_industries = true;
        selat_disruption_result *a, *b;
        assert_ok(*state, selat_disruption_run(*state, base, &shock.shock, &options, &a));
        assert_ok(*state, selat_set_threads(*state, k % 2 == 0 ? 1 : 3));
        assert_ok(*state, selat_disruption_run(*state, dense, &shock.shock, &options, &b));
        for (int64_t at = 0; at < a->n_days * N; at++) {
            assert_close(b->production_musd[at], a->production_musd[at], 1e-8 * base->output[at % N]);
        }
        for (int64_t at = 0; at < a->n_days * R; at++) {
            assert_close(b->final_unmet_musd[at], a->final_unmet_musd[at], 1e-8 * a->base_final_musd[at % R]);
        }
        selat_disruption_result_destroy(*state, a);
        selat_disruption_result_destroy(*state, b);
    }
    selat_disruption_base_destroy(*state, dense);
    selat_release(*state, flow);
    selat_disruption_base_destroy(*state, base);
    selat_table_destroy(*state, table);
}

/* The same table in its three forms, as the table room writes them out. */
static void test_full_tables(void **state) {
    selat_table *table, *full[2];
    static random_shock shock;
    uint64_t seed = 5;
    assert_ok(*state, small_table_make(*state, R, S, 5, &table));
    for (int64_t f = 0; f < table->demands.count; f++) { /* no stock is drawn down: the forms differ in how they take that */
        for (int64_t row = 0; row < R * S; row++) {
            double *final = &table->final_musd[row * table->demands.count + f];
            *final = *final > 0 ? *final : 0;
        }
    }
    make_shock(&seed, &shock);
    selat_disruption_options options = selat_disruption_defaults(SELAT_PARTIALLY_BINDING);
    selat_disruption_base *base = base_of(*state, table);
    selat_disruption_result *expected, *found;
    assert_ok(*state, selat_disruption_run(*state, base, &shock.shock, &options, &expected));
    for (int form = 0; form < 2; form++) {
        assert_ok(*state, selat_table_unfold(*state, table, form == 0 ? SELAT_FLOWS_DENSE : SELAT_FLOWS_SPARSE, &full[form]));
        selat_disruption_base *of_full = base_of(*state, full[form]);
        assert_ok(*state, selat_disruption_run(*state, of_full, &shock.shock, &options, &found));
        for (int64_t k = 0; k < expected->n_days * R; k++) {
            assert_close(found->output_musd[k], expected->output_musd[k], 1e-9 * expected->base_output_musd[k % R]);
        }
        assert_true(expected->lost_output_total_musd > 0);
        selat_disruption_result_destroy(*state, found);
        selat_disruption_base_destroy(*state, of_full);
        selat_table_destroy(*state, full[form]);
    }
    selat_disruption_result_destroy(*state, expected);
    selat_disruption_base_destroy(*state, base);
    selat_table_destroy(*state, table);
}

/* ---- rules that a hand can check ---- */

static void test_recovery_paths(void **state) {
    (void)state;
    selat_outage outage = {.loss = 0.8, .first_day = 5, .days = 10, .recovery_days = 4};
    static const double expected[3][5] = {{0.8, 0.6, 0.4, 0.2, 0}, {0.8, 0.45, 0.2, 0.05, 0}, {0.8, 0.75, 0.6, 0.35, 0}};
    for (int path = 0; path < 3; path++) {
        outage.path = (selat_recovery)path;
        assert_close(disruption_outage_loss(&outage, 4), 0, 0);
        assert_close(disruption_outage_loss(&outage, 5), 0.8, 0);
        for (int e = 0; e < 5; e++) assert_close(disruption_outage_loss(&outage, 14 + e), expected[path][e], 1e-15);
    }
}

/* One supplier makes 60 of 100 asked: 70 by firms, 30 by final demand. */
static void test_rationing(void **state) {
    double output = 100, demand = 100, production = 60, final = 30, first, firms, last;
    selat_disruption_base base = {.n_regions = 1, .n_sectors = 1, .n_industries = 1, .output = &output};
    disruption_state one = {.base = &base, .demand = &demand, .production = &production, .final_sold = &final};
    (void)state;
    disruption_fill(&one, 0, 0, 0, &first, &firms, &last);
    assert_close(firms, 0.6, 1e-15);
    assert_close(last, 0.6, 1e-15);
    one.options.firms_first = true;
    disruption_fill(&one, 0, 0, 0, &first, &firms, &last);
    assert_close(firms, 60.0 / 70, 1e-15);
    assert_close(last, 0, 1e-15);
    disruption_fill(&one, 0, 30, 10, &first, &firms, &last); /* 40 first, then 40 of firms and 20 of final demand */
    assert_close(first, 1, 0);
    assert_close(firms, 0.5, 1e-15);
    assert_close(last, 0, 1e-15);
    production = 20;
    one.options.firms_first = false;
    disruption_fill(&one, 0, 30, 10, &first, &firms, &last);
    assert_close(first, 0.5, 1e-15);
    assert_close(firms, 0, 0);
}

/* ---- what is prepared helps ---- */

static double loss_of(selat_context *context, const selat_disruption_base *base, const selat_disruption_shock *shock,
                      int64_t region) {
    selat_disruption_options options = selat_disruption_defaults(SELAT_PARTIALLY_BINDING);
    selat_disruption_result *result;
    double sum = 0;
    assert_ok(context, selat_disruption_run(context, base, shock, &options, &result));
    for (int64_t k = 0; k < base->n_sectors; k++) sum += result->lost_value_added_musd[region * base->n_sectors + k];
    selat_disruption_result_destroy(context, result);
    return sum;
}

/* Electronics of China, Korea and Taiwan lose 90 % for 60 days; Malaysia prepares itself in one way or another. */
static void test_measures_lower_the_loss_step_by_step(void **state) {
    selat_table *table;
    assert_ok(*state, selat_dataset_table(*state, "oecd-2022", &table));
    selat_disruption_base *base = base_of(*state, table);
    static const char *const hit[] = {"CHN", "KOR", "TWN"};
    static const char *const names[] = {"stockpile", "standby", "priority", "preparedness"};
    int64_t mys = selat_labels_find(&table->regions, "MYS"), chips = selat_labels_find(&table->sectors, "C26");
    selat_outage outages[3];
    selat_stockpile stockpile = {mys, chips, 0};
    selat_standby standby = {mys, chips, 0};
    selat_priority priority = {selat_labels_find(&table->regions, "CHN"), mys, chips, 0};
    for (int kind = 0; kind < 4; kind++) {
        double last = INFINITY, first = 0;
        for (int step = 0; step <= 3; step++) {
            for (int k = 0; k < 3; k++) {
                outages[k] = (selat_outage){.region = selat_labels_find(&table->regions, hit[k]), .product = chips, .loss = 0.9,
                                            .first_day = 1, .days = kind == 3 ? 60 - 10 * step : 60, .recovery_days = 30};
            }
            stockpile.days = 0.5 * step;
            standby.capacity = 0.05 * step;
            priority.share = step / 3.0;
            selat_disruption_shock shock = {.n_outages = 3, .outages = outages, .stockpiles = &stockpile, .standbys = &standby,
                                            .priorities = &priority, .n_stockpiles = kind == 0, .n_standbys = kind == 1,
                                            .n_priorities = kind == 2};
            double loss = loss_of(*state, base, &shock, mys);
            print_message("# %s, step %d: Malaysia loses %.2f million USD\n", names[kind], step, loss);
            assert_true(loss < last); /* beyond what is needed a stock would do nothing more */
            first = step == 0 ? loss : first;
            last = loss;
        }
        assert_true(first - last > 0.005 * first);
    }
    selat_disruption_base_destroy(*state, base);
    selat_table_destroy(*state, table);
}

/* ---- bad input ---- */

static void test_bad_shocks_are_refused(void **state) {
    selat_table *table;
    selat_disruption_result *result;
    assert_ok(*state, small_table_make(*state, R, S, 3, &table));
    selat_disruption_base *base = base_of(*state, table);
    selat_disruption_options options = selat_disruption_defaults(SELAT_PARTIALLY_BINDING);
    selat_outage outage = {.region = R, .product = 0, .loss = 0.5, .days = 3};
    selat_disruption_shock shock = {.n_outages = 1, .outages = &outage};
    assert_int_equal(selat_disruption_run(*state, base, &shock, &options, &result), SELAT_BAD_INPUT);
    assert_message_has(*state, "outage 1");
    outage = (selat_outage){.loss = 1.5, .days = 3};
    assert_int_equal(selat_disruption_run(*state, base, &shock, &options, &result), SELAT_BAD_INPUT);
    outage.loss = 0.5;
    options.days = 0;
    assert_int_equal(selat_disruption_run(*state, base, &shock, &options, &result), SELAT_BAD_INPUT);
    assert_message_has(*state, "0 days");
    selat_disruption_base_destroy(*state, base);
    table->use_musd[5] = NAN;
    assert_int_equal(selat_disruption_base_of_table(*state, table, 0.01, &base), SELAT_BAD_INPUT);
    assert_message_has(*state, "intermediate use");
    selat_table_destroy(*state, table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_without_a_shock_nothing_changes), TEST(test_embedded_table_without_a_shock),
        TEST(test_accounts_of_500_random_shocks), TEST(test_factored_and_dense_agree), TEST(test_full_tables), TEST(test_recovery_paths),
        TEST(test_rationing), TEST(test_measures_lower_the_loss_step_by_step), TEST(test_bad_shocks_are_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

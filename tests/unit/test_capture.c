/* The capture network: the eight published optima, several years, what must hold in every solution, and broken cases. */
#include "unit.h"

static selat_capture_problem *load(selat_context *context, const char *name) {
    char path[128];
    selat_capture_problem *problem;
    snprintf(path, sizeof path, "tests/published/capture/%s", name);
    assert_ok(context, selat_capture_case_load(context, source_path(path), &problem));
    return problem;
}

static selat_capture_solution *solve(selat_context *context, const selat_capture_problem *problem, bool cold) {
    selat_capture_solution *solution;
    selat_capture_options options = {.gap = 1e-9, .cold = cold};
    assert_ok(context, selat_capture_solve(context, problem, &options, &solution));
    return solution;
}

static double sum_of(const double *values, int64_t count) {
    double sum = 0;
    for (int64_t k = 0; k < count; k++) sum += values[k];
    return sum;
}

/* What docs/models/capture.md says of every solution. */
static void check_rules(const selat_capture_problem *p, const selat_capture_solution *s) {
    assert_true(s->balance_residual_mt <= 1e-9);
    for (int64_t t = 0; t < p->n_years; t++) {
        const double *captured = s->captured_mt + t * p->n_sources, *stored = s->stored_mt + t * p->n_stores;
        assert_close(sum_of(captured, p->n_sources), p->target_mtpa[t], 1e-9);
        assert_close(sum_of(stored, p->n_stores), p->target_mtpa[t], 1e-9);
        double shared = 0;
        for (int64_t i = 0; i < p->n_sources; i++) {
            int64_t cell = t * p->n_sources + i;
            assert_true(captured[i] <= fmin(p->sources[i].capacity_mtpa, p->sources[i].gross_mtpa) + 1e-9);
            if (p->first_year + t < p->sources[i].start) assert_true(captured[i] == 0);
            if (captured[i] > 0) {
                shared += captured[i] * s->source_cost_usd_per_t[cell];
                assert_true(s->source_open[cell]);
                assert_close(sum_of(s->source_store_mt + cell * p->n_stores, p->n_stores), captured[i], 1e-9);
            }
        }
        if (p->target_mtpa[t] > 0) assert_close(shared, s->year_cost_musd[t], 1e-8 * s->year_cost_musd[t]);
        for (int64_t arc = 0; arc < s->n_arcs; arc++) {
            if (p->first_year + t < p->edges[arc / 2].start) assert_true(s->flow_mt[t * s->n_arcs + arc] == 0);
            if (s->flow_mt[t * s->n_arcs + arc] > 0) assert_true(s->trend[t * s->n_arcs + arc] >= 0);
        }
    }
    assert_true(s->gap >= 0 && s->bound_musd <= s->cost_musd);
}

static void published_optima(void **state) {
    static const struct {
        const char *name;
        double cost; /* reference/capture, MUSD a year */
    } cases[] = {{"small00", 1553.5255699211286}, {"small01", 2058.6593860923185},
                 {"small02", 3840.3372527521396}, {"small03", 634.4202030290238}, {"small04", 1781.4417396757165}, {"small05", 2295.792192078405}, {"small06", 484.0339939773181}, {"small07", 2651.264605625272}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        selat_capture_problem *problem = load(*state, cases[k].name);
        for (int cold = 0; cold < 2; cold++) {
            selat_capture_solution *solution = solve(*state, problem, cold);
            assert_int_equal(solution->reason, SELAT_CAPTURE_OPTIMAL);
            assert_close(solution->cost_musd, cases[k].cost, 1e-6);
            check_rules(problem, solution);
            if (!cold) assert_true(solution->start_cost_musd >= solution->cost_musd - 1e-6);
            selat_capture_solution_destroy(*state, solution);
        }
        selat_capture_problem_destroy(*state, problem);
    }
}

/* One source, one store, one pipeline, so that costs can be counted by hand. */
typedef struct chain {
    selat_capture_problem problem;
    selat_capture_node nodes[3];
    selat_capture_source sources[2];
    selat_capture_store stores[2];
    selat_capture_trend lines[2];
    selat_capture_type type;
    selat_capture_edge edges[2];
    double targets[5];
} chain;

static void make_chain(chain *c) {
    memset(c, 0, sizeof *c);
    for (int v = 0; v < 3; v++) {
        static char names[3][2] = {"A", "B", "C"};
        c->nodes[v] = (selat_capture_node){.name = names[v], .region = names[v]};
    }
    for (int k = 0; k < 2; k++) {
        c->sources[k] = (selat_capture_source){.node = 0, .capacity_mtpa = 4, .gross_mtpa = 5, .capex_musd = 100, .fom_musd_per_year = 5,
                                               .vom_usd_per_t = 10, .start = 2029, .ramp_years = 1};
        c->stores[k] = (selat_capture_store){.node = 1 + k, .capacity_mt = 100, .site_capex_musd = 20, .site_fom_musd_per_year = 1,
                                             .well_rate_mtpa = 1.5, .well_capex_musd = 10, .well_fom_musd_per_year = 0.5,
                                             .vom_usd_per_t = 2, .start = 2028, .ramp_years = 1};
        c->edges[k] = (selat_capture_edge){.a = 0, .b = 1 + k, .cost = 50, .start = 2027, .km = NAN};
    }
    c->lines[0] = (selat_capture_trend){.slope = 0.2, .intercept = 0.5};
    c->lines[1] = (selat_capture_trend){.slope = 0.1, .intercept = 0.7};
    c->type = (selat_capture_type){.name = "pipe", .n_trends = 2, .trends = c->lines};
    c->problem = (selat_capture_problem){.name = "chain", .file = "chain", .crf = 0.1, .discount = 0.05, .life_years = 10, .build_every = 1,
                                         .first_year = 2027, .n_years = 5, .target_mtpa = c->targets, .n_nodes = 3, .n_sources = 1,
                                         .n_stores = 1, .n_types = 1, .n_edges = 1, .nodes = c->nodes, .sources = c->sources,
                                         .stores = c->stores, .types = &c->type, .edges = c->edges};
}

/* Targets 0 0 1 2 3.5 from 2027 on. A year with a Mt costs 0.1*100+5 + 10a (capture), 0.1*50*(intercept + slope a), and
   0.1*20+1 + wells (0.1*10+0.5) + 2a (storage). The line must be the one for 3.5 Mt from 2029 on, as it cannot be changed. */
static void years_by_hand(void **state) {
    chain c;
    make_chain(&c);
    const double targets[] = {0, 0, 1, 2, 3.5}, wells[] = {0, 0, 1, 2, 3};
    memcpy(c.targets, targets, sizeof targets);
    selat_capture_solution *s = solve(*state, &c.problem, false);
    check_rules(&c.problem, s);
    double all = 0;
    for (int t = 0; t < 5; t++) {
        double a = targets[t], year = a == 0 ? 0 : 15 + 10 * a + 5 * (0.7 + 0.1 * a) + 3 + 1.5 * wells[t] + 2 * a;
        assert_close(s->year_cost_musd[t], year, 1e-9);
        assert_close(s->captured_mt[t], a, 1e-9);
        assert_int_equal(s->wells[t], (int64_t)wells[t]);
        all += year * pow(1.05, -t);
    }
    assert_close(s->cost_musd, all, 1e-9);
    assert_false(s->source_open[0] || s->source_open[1]); /* nothing stands before it is needed */
    assert_close(s->source_cost_usd_per_t[4], s->year_cost_musd[4] / 3.5, 1e-9);
    assert_close(s->source_own_usd_per_t[4], (15 + 35) / 3.5, 1e-9);
    assert_close(s->source_storage_usd_per_t[4], (3 + 4.5 + 7) / 3.5, 1e-9);
    selat_capture_solution_destroy(*state, s);
}

/* Full capacity needs two years, so 3 Mt in 2030 need a start in 2029, although nothing has to be captured then. */
static void ramp(void **state) {
    chain c;
    make_chain(&c);
    c.sources[0].ramp_years = 2;
    c.targets[3] = c.targets[4] = 3;
    selat_capture_solution *s = solve(*state, &c.problem, false);
    check_rules(&c.problem, s);
    assert_true(s->source_open[2] && !s->source_open[1]);
    assert_close(s->year_cost_musd[2], 15, 1e-9);
    selat_capture_solution_destroy(*state, s);
    c.targets[2] = 3; /* half of 4 Mt in its first year */
    selat_capture_options options = {0};
    assert_int_equal(selat_capture_solve(*state, &c.problem, &options, &s), SELAT_FAILED);
    assert_message_has(*state, "target of 2029: 3 Mt, but all sources that may run in 2029 together capture at most 2 Mt");
}

/* 1.5 Mt in 2030 and 2031 and eight more years like the last: 15 Mt. The nearer store holds 9, so the other opens. */
static void storage_over_life(void **state) {
    chain c;
    make_chain(&c);
    c.problem.n_stores = c.problem.n_edges = 2;
    c.problem.n_years = 5;
    c.problem.life_years = 13; /* 13 - 5 = 8 after the horizon */
    c.edges[1].cost = 500;
    c.stores[0].capacity_mt = 9;
    c.targets[3] = c.targets[4] = 1.5;
    selat_capture_solution *s = solve(*state, &c.problem, false);
    check_rules(&c.problem, s);
    double near = s->stored_mt[3 * 2] + 9 * s->stored_mt[4 * 2], far = s->stored_mt[4 * 2 + 1];
    assert_true(near <= 9 + 1e-9 && far > 0);
    selat_capture_solution_destroy(*state, s);
    c.stores[1].capacity_mt = 3;
    selat_capture_options options = {0};
    assert_int_equal(selat_capture_solve(*state, &c.problem, &options, &s), SELAT_FAILED);
    assert_message_has(*state, "target of 2031: 1.5 Mt a year need 15 Mt of storage over 13 years, all stores hold 12 Mt");
}

/* The corridor costs 30 MUSD of capital once, whatever runs in it; things may start in 2027 and 2030 only. */
static void corridor_and_steps(void **state) {
    chain c;
    make_chain(&c);
    c.edges[0].right_of_way_musd = 30;
    c.problem.build_every = 3;
    c.targets[3] = 1, c.targets[4] = 2;
    selat_capture_solution *s = solve(*state, &c.problem, false);
    check_rules(&c.problem, s);
    assert_true(s->right_of_way[4] && !s->right_of_way[2]);
    assert_close(s->transport_cost_musd[4 * 2], 3 + 5 * fmin(0.5 + 0.2 * 2, 0.7 + 0.1 * 2), 1e-9);
    selat_capture_solution_destroy(*state, s);
    c.targets[2] = 1; /* 2029 is in the step that began in 2027, before the source may start */
    selat_capture_options options = {0};
    assert_int_equal(selat_capture_solve(*state, &c.problem, &options, &s), SELAT_FAILED);
    assert_message_has(*state, "target of 2029");
}

static void refuse(selat_context *context, chain *c, const char *expected) {
    selat_capture_options options = {0};
    selat_capture_solution *s;
    assert_int_equal(selat_capture_solve(context, &c->problem, &options, &s), SELAT_BAD_INPUT);
    assert_null(s);
    assert_message_has(context, expected);
}

static void broken_problems(void **state) {
    chain c;
    make_chain(&c);
    c.sources[0].vom_usd_per_t = -1;
    refuse(*state, &c, "source A: vom_usd_per_t: found -1, expected a cost of at least 0");
    make_chain(&c);
    c.sources[0].start = 2032;
    refuse(*state, &c, "source A: start: found 2032, expected a year up to 2031, the last of the horizon");
    make_chain(&c);
    c.problem.n_stores = 2;
    refuse(*state, &c, "store C: no route leads to it from any source");
    make_chain(&c);
    c.sources[0].gross_mtpa = 3;
    refuse(*state, &c, "capacity_mtpa: found 4, expected no more than gross_mtpa, 3");
    make_chain(&c);
    c.lines[1].slope = 0.3;
    refuse(*state, &c, "route type pipe: line 2: expected a lower slope");
    make_chain(&c);
    c.edges[0].b = 7;
    refuse(*state, &c, "no node 7");
}

/* MPS: no line starts with a tab, all columns are there. */
static void mps(void **state) {
    selat_capture_problem *problem = load(*state, "small03");
    char *text;
    assert_ok(*state, selat_capture_mps(*state, problem, &text));
    assert_null(strstr(text, "\n\t"));
    assert_non_null(strstr(text, "ROWS\n N OBJ\n"));
    assert_non_null(strstr(text, "ENDATA\n"));
    selat_dataset_free(*state, text);
    selat_capture_problem_destroy(*state, problem);
}

/* A limit that ends the search at once: the warm start is the answer, with a bound that is really below the optimum. */
static void time_limit(void **state) {
    selat_capture_problem *problem = load(*state, "small02");
    selat_capture_solution *s;
    selat_capture_options options = {.time_limit_s = 0.02, .gap = 1e-9};
    assert_ok(*state, selat_capture_solve(*state, problem, &options, &s));
    check_rules(problem, s);
    assert_true(s->bound_musd <= 3840.33725275214 + 1e-6 && s->cost_musd >= 3840.33725275214 - 1e-6);
    if (s->reason == SELAT_CAPTURE_TIME_LIMIT) assert_true(s->cost_musd <= s->start_cost_musd + 1e-6);
    selat_capture_solution_destroy(*state, s);
    selat_capture_problem_destroy(*state, problem);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(published_optima), TEST(years_by_hand), TEST(ramp),       TEST(storage_over_life),
                                       TEST(corridor_and_steps), TEST(broken_problems), TEST(mps),  TEST(time_limit)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

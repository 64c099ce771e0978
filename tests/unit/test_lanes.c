/* The sea: distances and gates against an independent program, the shipped files, trade through gates, closures. */
#include "unit.h"

#include "base/csv.h"
#include "base/memory.h"
#include "base/status.h"

enum { N_PORTS = 30, MAX_BYTES = 1 << 22 };

typedef struct reference {
    selat_sea_network *network;
    selat_gates gates;
    int64_t n_ports;
    char names[N_PORTS][24];
    int64_t node[N_PORTS];
    selat_sea_paths *paths;
} reference;

/* Calls `row` for each row of tests/published/lanes/FILE with the fields of the named columns. */
typedef void (*row_fn)(selat_context *context, reference *r, char **fields, void *data);
static void each_row(selat_context *c, reference *r, const char *file, const char *const *names, int n, row_fn row, void *data) {
    char path[256];
    snprintf(path, sizeof path, "tests/published/lanes/%s", file);
    selat_csv csv = {0};
    int64_t at[8], rows = 0;
    assert_ok(c, selat_csv_open(c, source_path(path), MAX_BYTES, &csv));
    for (int k = 0; k < n; k++) assert_ok(c, selat_csv_column(c, &csv, names[k], &at[k]));
    for (bool has_row;; rows++) {
        assert_ok(c, selat_csv_next(c, &csv, &has_row));
        if (!has_row) break;
        char *fields[8];
        for (int k = 0; k < n; k++) fields[k] = csv.fields[at[k]];
        row(c, r, fields, data);
    }
    assert_true(rows > 0);
    selat_csv_close(c, &csv);
}

static void keep_port(selat_context *c, reference *r, char **f, void *data) {
    (void)c, (void)data;
    assert_true(r->n_ports < N_PORTS);
    snprintf(r->names[r->n_ports], sizeof r->names[0], "%s", f[0]);
    r->node[r->n_ports++] = atoll(f[3]);
    assert_int_equal(selat_sea_network_nearest(r->network, atof(f[1]), atof(f[2])), atoll(f[3]));
}

static reference load(selat_context *c) {
    static const char *const names[] = {"port", "lon", "lat", "nearest_node"};
    reference r = {0};
    assert_ok(c, selat_sea_network_read(c, source_path("data/lanes/nodes.csv.gz"), source_path("data/lanes/edges.csv.gz"),
                                        &r.network));
    assert_ok(c, selat_gates_read(c, source_path("tests/published/lanes/gates.csv"), r.network, &r.gates));
    assert_ok(c, selat_sea_paths_create(c, r.network, &r.paths));
    each_row(c, &r, "ports_lonlat.csv", names, 4, keep_port, NULL);
    assert_int_equal(r.n_ports, N_PORTS);
    return r;
}

static void unload(selat_context *c, reference *r) {
    selat_sea_paths_destroy(c, r->paths);
    selat_gates_clear(c, &r->gates);
    selat_sea_network_destroy(c, r->network);
}

static int64_t node_of(const reference *r, const char *port) {
    for (int k = 0; k < N_PORTS; k++) {
        if (strcmp(r->names[k], port) == 0) return r->node[k];
    }
    fail_msg("no port %s", port);
    return -1;
}

static selat_gate_set gate(const selat_gates *gates, const char *code) {
    int64_t g = selat_gates_find(gates, code);
    if (g < 0) fail_msg("no gate %s", code);
    return (selat_gate_set)1 << g;
}

static double distance(selat_context *c, reference *r, const selat_gates *gates, const char *from, const char *to,
                       selat_gate_set closed) {
    assert_ok(c, selat_sea_paths_find(c, r->network, gates, closed | gates->shut, node_of(r, from), r->paths));
    return r->paths->km[node_of(r, to)];
}

typedef struct tally {
    const selat_gates *gates;
    int64_t rows;
    double worst;
    const char *sunda;
} tally;

static void compare(tally *t, double found, const char *expected, const char *what) {
    t->rows++;
    if (*expected == '\0') {
        if (!isinf(found)) fail_msg("%s: found %g km, expected no route", what, found);
        return;
    }
    double value = atof(expected), error = fabs(found - value) / (value > 0 ? value : 1);
    t->worst = larger_or_nan(t->worst, error);
}

static selat_gate_set scenario(const tally *t, const char *name) {
    static const struct {
        const char *name, *passages[2];
    } all[] = {{"default", {NULL}},          {"no_suez", {"suez"}},         {"no_panama", {"panama"}},
               {"no_malacca", {"malacca"}},  {"no_sunda", {"SUNDA"}},       {"no_malacca_sunda", {"malacca", "SUNDA"}},
               {"no_ormuz", {"ormuz"}},      {"no_suez_panama", {"suez", "panama"}}, {"no_babalmandab", {"babalmandab"}}};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        if (strcmp(all[k].name, name) != 0) continue;
        selat_gate_set closed = 0;
        for (int p = 0; p < 2; p++) {
            const char *passage = all[k].passages[p];
            if (passage != NULL) closed |= gate(t->gates, strcmp(passage, "SUNDA") == 0 ? t->sunda : passage);
        }
        return closed;
    }
    fail_msg("unknown scenario %s", name);
    return 0;
}

static void compare_km(selat_context *c, reference *r, char **f, void *data) {
    tally *t = data;
    compare(t, distance(c, r, t->gates, f[1], f[2], scenario(t, f[0])), f[3], f[0]);
}

static void compare_closure(selat_context *c, reference *r, char **f, void *data) {
    tally *t = data;
    selat_gate_set closed = 0;
    if (strcmp(f[0], "scs_and_taiwan") == 0) {
        closed = gate(t->gates, "south_china_sea_mid") | gate(t->gates, "taiwan_strait");
    } else if (strcmp(f[0], "none") != 0) {
        if (t->sunda == NULL && strcmp(f[0], "bab_el_mandeb") == 0) return; /* see the README */
        closed = gate(t->gates, f[0]);
    }
    compare(t, distance(c, r, t->gates, f[1], f[2], closed) / 1.852, f[3], f[0]);
}

static const char *const km_columns[] = {"scenario", "from", "to", "network_km"};
static const char *const closure_columns[] = {"closed", "from", "to", "nm"};

static void test_every_reference_distance(void **state) {
    reference r = load(*state);
    tally t = {.gates = &r.gates, .sunda = "sunda_passage"};
    each_row(*state, &r, "expected_km.csv.gz", km_columns, 4, compare_km, &t);
    assert_int_equal(t.rows, 569);
    assert_close(t.worst, 0, 1e-12);
    unload(*state, &r);
}

static void test_every_reference_closure(void **state) {
    reference r = load(*state);
    tally t = {.gates = &r.gates, .sunda = "sunda_passage"};
    each_row(*state, &r, "expected_gate_closures_nm.csv", closure_columns, 4, compare_closure, &t);
    assert_int_equal(t.rows, 110);
    assert_close(t.worst, 0, 1e-7); /* the file has four decimals */
    unload(*state, &r);
}

/* The shipped gates, which join passages and lines of one strait, give the same distances. */
static void test_shipped_gates_reproduce_the_reference(void **state) {
    reference r = load(*state);
    selat_gates shipped;
    assert_ok(*state, selat_gates_read(*state, source_path("data/lanes/gates.csv"), r.network, &shipped));
    tally t = {.gates = &shipped, .sunda = "sunda"};
    each_row(*state, &r, "expected_km.csv.gz", km_columns, 4, compare_km, &t);
    assert_int_equal(t.rows, 569);
    t.sunda = NULL;
    each_row(*state, &r, "expected_gate_closures_nm.csv", closure_columns, 4, compare_closure, &t);
    assert_int_equal(t.rows, 569 + 100);
    assert_close(t.worst, 0, 1e-7);
    /* Bab-el-Mandeb shut: by Panama, 13,023.27 nautical miles (no_babalmandab in expected_km) */
    assert_close(distance(*state, &r, &shipped, "BUSAN", "ROTTERDAM", gate(&shipped, "bab-el-mandeb")), 24119.1, 1e-9);
    selat_gates_clear(*state, &shipped);
    unload(*state, &r);
}

static void count_blocked(selat_context *c, reference *r, char **f, void *data) {
    (void)c;
    const selat_gate *g = &r->gates.gates[selat_gates_find(&r->gates, f[0])];
    int64_t u = atoll(f[1]), v = atoll(f[2]), found = 0;
    for (int64_t k = 0; k < g->n_edges; k++) {
        int64_t a = r->network->from[g->edges[k]], b = r->network->to[g->edges[k]];
        found += (a == u && b == v) || (a == v && b == u);
    }
    if (found != 1) fail_msg("%s does not block %s-%s", f[0], f[1], f[2]);
    ++*(int64_t *)data;
}

static void test_lines_block_the_edges_they_cross(void **state) {
    static const char *const names[] = {"gate", "from", "to"};
    reference r = load(*state);
    int64_t rows = 0, edges = 0;
    each_row(*state, &r, "blocked_edges.csv", names, 3, count_blocked, &rows);
    for (int64_t g = 0; g < r.gates.count; g++) {
        if (r.gates.gates[g].parts[0].passage == NULL) edges += r.gates.gates[g].n_edges;
    }
    assert_int_equal(edges, rows); /* and no others */
    unload(*state, &r);
}

static void compare_gates(selat_context *c, reference *r, char **f, void *data) {
    double km = distance(c, r, &r->gates, f[0], f[1], 0);
    selat_gate_set passed = selat_sea_paths_gates(r->network, &r->gates, r->paths, node_of(r, f[1])), expected = 0;
    selat_gate_set passage = gate(&r->gates, "sunda_passage"); /* the file has one name for it and for the line */
    if ((passed & passage) != 0) passed = (passed & ~passage) | gate(&r->gates, "sunda");
    for (char *word = strtok(f[3], "|"); word != NULL; word = strtok(NULL, "|")) expected |= gate(&r->gates, word);
    if (passed != expected) fail_msg("%s-%s passes %llx, expected %llx", f[0], f[1], (unsigned long long)passed, (unsigned long long)expected);
    assert_close(km / 1.852, atof(f[2]), 1e-4);
    ++*(int64_t *)data;
}

static void test_gates_on_the_way(void **state) {
    static const char *const names[] = {"from", "to", "nm", "gates"};
    reference r = load(*state);
    int64_t rows = 0;
    each_row(*state, &r, "gates_used_default.csv.gz", names, 4, compare_gates, &rows);
    assert_int_equal(rows, 435);
    unload(*state, &r);
}

/* A line of four nodes with a shortcut: by hand. */
static selat_sea_network *line(selat_context *c) {
    static const int64_t from[] = {0, 1, 2, 0}, to[] = {1, 2, 3, 3};
    static const double km[] = {0, 2.5, 1e-3, 100};
    selat_sea_network *n;
    assert_ok(c, selat_sea_network_create(c, 5, 4, &n)); /* node 4 is cut off */
    for (int64_t u = 0; u < 5; u++) n->lon[u] = (double)u;
    for (int e = 0; e < 4; e++) n->from[e] = from[e], n->to[e] = to[e], n->km[e] = km[e];
    assert_ok(c, selat_sea_network_finish(c, n));
    return n;
}

static void test_paths_by_hand(void **state) {
    selat_sea_network *n = line(*state);
    selat_sea_paths *p;
    int64_t nodes[4];
    assert_ok(*state, selat_sea_paths_create(*state, n, &p));
    assert_ok(*state, selat_sea_paths_find(*state, n, NULL, 0, 0, p));
    assert_close(p->km[3], 2.501, 0);
    assert_true(isinf(p->km[4]));
    assert_int_equal(selat_sea_paths_trace(n, p, 3, 4, nodes), 4);
    for (int k = 0; k < 4; k++) assert_int_equal(nodes[k], 3 - k);
    assert_int_equal(selat_sea_paths_trace(n, p, 4, 4, nodes), 0);
    selat_gate_part part = {.lon_a = 1.5, .lat_a = -1, .lon_b = 1.5, .lat_b = 1};
    selat_gate one = {.code = "cut", .name = "", .aliases = "", .note = "", .n_parts = 1, .parts = &part};
    selat_gates gates = {.count = 1, .gates = &one};
    assert_ok(*state, selat_gates_bind(*state, n, &gates));
    assert_int_equal(one.n_edges, 2); /* 1-2 and the shortcut 0-3, which lies on the same line */
    assert_ok(*state, selat_sea_paths_find(*state, n, &gates, 1, 0, p));
    assert_true(isinf(p->km[3]) && p->km[1] == 0);
    assert_int_equal(selat_sea_paths_find(*state, n, NULL, 0, 5, p), SELAT_BAD_INPUT);
    selat_release(*state, one.edges);
    selat_release(*state, gates.edge_gates);
    selat_sea_paths_destroy(*state, p);
    selat_sea_network_destroy(*state, n);
}

/* ---- three regions by hand ----
   A at node 0, B at nodes 2 (share .6) and 4 (.4), C at node 3. Lanes: 0-1 60 km (gate 0), 1-2 40, 0-2 200, 1-3 30 (gate 1),
   2-4 500. Products: s0 all by sea, s1 three tenths; a quarter of A-B by land. Speed 0.1 knots, lambda 1000 km. */
enum { A, B, C, R = 3, S = 2 };
typedef struct small {
    selat_sea_network *network;
    selat_sea sea;
    selat_port ports[4];
    selat_main_port mains[4];
    selat_gate gates[2];
    selat_gate_part parts[2];
    double sea_share[S], tonnes[S], land[R * R], flow[S * R * R];
    selat_lanes_options options;
} small;

static void make_small(selat_context *c, small *w) {
    static const int64_t from[] = {0, 1, 0, 1, 2}, to[] = {1, 2, 2, 3, 4}, at[] = {0, 2, 4, 3}, region[] = {A, B, B, C};
    static const double km[] = {60, 40, 200, 30, 500}, share[] = {1, .6, .4, 1};
    static const double lon[] = {0, 1, 2, 1, 3}, lat[] = {0, 0, 1, -1, 1};
    *w = (small){.sea_share = {1, .3}, .tonnes = {2, .1}, .options = {.port_choice_km = 1000, .knots = .1}};
    assert_ok(c, selat_sea_network_create(c, 5, 5, &w->network));
    for (int u = 0; u < 5; u++) w->network->lon[u] = lon[u], w->network->lat[u] = lat[u];
    for (int e = 0; e < 5; e++) w->network->from[e] = from[e], w->network->to[e] = to[e], w->network->km[e] = km[e];
    assert_ok(c, selat_sea_network_finish(c, w->network));
    for (int p = 0; p < 4; p++) {
        w->ports[p] = (selat_port){"", "", "", lon[at[p]], lat[at[p]]};
        w->mains[p] = (selat_main_port){.region = region[p], .country = "", .port = p, .share = share[p], .note = ""};
    }
    w->parts[0] = (selat_gate_part){NULL, .3, -.1, .3, .1};
    w->parts[1] = (selat_gate_part){NULL, .9, -.5, 1.1, -.5};
    for (int g = 0; g < 2; g++) {
        w->gates[g] = (selat_gate){.code = g == 0 ? "cut" : "strait", .name = "", .aliases = "", .note = "", .n_parts = 1, .parts = &w->parts[g]};
    }
    w->land[A * R + B] = w->land[B * R + A] = .25;
    w->flow[A * R + B] = 1000, w->flow[B * R + A] = 500, w->flow[A * R + C] = 200, w->flow[A * R + A] = 9999; /* s0 [n][i] */
    w->flow[R * R + A * R + B] = 100;                                                                          /* s1 */
    w->sea = (selat_sea){.network = w->network, .gates = {.count = 2, .gates = w->gates}, .ports = {4, w->ports}, .n_main_ports = 4,
                         .main_ports = w->mains, .n_regions = R, .n_sectors = S, .sea_share = w->sea_share,
                         .tonnes_per_kusd = w->tonnes, .land_share = w->land};
    assert_ok(c, selat_gates_bind(c, w->network, &w->sea.gates));
}

static void drop_small(selat_context *c, small *w) {
    for (int g = 0; g < 2; g++) selat_release(c, w->gates[g].edges);
    selat_release(c, w->sea.gates.edge_gates);
    selat_sea_network_destroy(c, w->network);
}

/* Numbers by hand: shares .6 : .4 exp(-1/2); km 100 and 600. */
static const double near_port = 0.7120712879653152;

static void test_pairs_and_trade_by_hand(void **state) {
    small w;
    selat_lanes_pairs *p;
    selat_gate_trade t;
    make_small(*state, &w);
    assert_ok(*state, selat_lanes_pairs_find(*state, &w.sea, 0, &w.options, &p));
    assert_close(p->km[A * R + B], 243.9643560173424, 1e-10);
    assert_close(p->km[B * R + A], p->km[A * R + B], 0);
    assert_close(p->km[A * R + C], 90, 0);
    assert_close(p->port_share[0 * 4 + 1], near_port, 1e-15);
    double passing[R * R];
    selat_lanes_passing(p, 2, passing); /* the strait: whatever goes to or from C */
    assert_close(passing[A * R + B], 0, 0);
    assert_close(passing[C * R + B], 1, 1e-15);
    assert_ok(*state, selat_lanes_through(*state, &w.sea, p, w.flow, 1, &t));
    assert_close(t.sea_musd, .75 * 1500 + 200 + .3 * .75 * 100, 1e-10); /* own sales are no trade */
    assert_close(t.total_musd, t.sea_musd, 1e-10);                      /* all of it starts or ends at A, behind gate 0 */
    assert_close(t.export_musd[B], .75 * 1000 + .3 * .75 * 100, 1e-10);
    assert_close(t.import_musd[A], t.export_musd[B] + 200, 1e-10);
    assert_close(t.product_musd[1], 22.5, 1e-12);
    assert_close(t.region_product_musd[A * S + 1], 22.5, 1e-12);
    selat_gate_trade_clear(*state, &t);
    selat_lanes_pairs_destroy(*state, p);
    drop_small(*state, &w);
}

static void costs(selat_context *c, const small *w, const selat_lanes_closure *x, selat_lane_cost kind, double *out, int64_t *held) {
    static const double theta[] = {4, 5};
    selat_lane_cost_options o = {.kind = kind};
    for (int k = 0; k < S * R * R; k++) out[k] = 1;
    assert_ok(c, selat_lanes_cost(c, &w->sea, x, theta, &o, out, held));
}

static void test_lasting_closure_by_hand(void **state) {
    small w;
    selat_lanes_closure *x;
    double kappa[S * R * R];
    int64_t held;
    make_small(*state, &w);
    assert_ok(*state, selat_lanes_close(*state, &w.sea, 1, &w.options, &x));
    assert_close(x->km_after[A * R + B], x->km_before[A * R + B] + 100, 1e-10);
    assert_close(x->extra_days[A * R + B], 22.498200143988477, 1e-10);
    assert_close(x->affected[A * R + B], 1, 1e-12);
    assert_close(x->affected[B * R + C], 0, 0);
    costs(*state, &w, x, SELAT_LANE_COST_DISTANCE, kappa, &held);
    assert_close(kappa[A * R + B], 1.0484556532307687, 1e-13);          /* G = .7701, 1 - .75 (1 - G) = .8276 */
    assert_close(kappa[R * R + A * R + B], 1.010680224310564, 1e-13);
    assert_close(kappa[B * R + C], 1, 0);
    costs(*state, &w, x, SELAT_LANE_COST_DAYS, kappa, &held);
    assert_close(kappa[A * R + B], 1 + .75 * .0135 * 22.498200143988477, 1e-12);
    assert_int_equal(held, 0);
    selat_lanes_closure_destroy(*state, x);
    /* both gates: nothing reaches C */
    assert_ok(*state, selat_lanes_close(*state, &w.sea, 3, &w.options, &x));
    assert_close(x->lost[A * R + C], 1, 1e-15);
    assert_true(isinf(x->km_after[A * R + C]));
    costs(*state, &w, x, SELAT_LANE_COST_DISTANCE, kappa, &held);
    assert_close(kappa[A * R + C], pow(1e-9, -.25), 1e-9);       /* all by sea: held */
    assert_close(kappa[R * R + A * R + C], pow(.7, -.2), 1e-13); /* seven tenths do not go by sea */
    assert_int_equal(held, 4);                                   /* s0, A-C and B-C both ways */
    selat_lanes_closure_destroy(*state, x);
    drop_small(*state, &w);
}

static void test_short_closure_by_hand(void **state) {
    small w;
    selat_lanes_closure *x;
    selat_lanes_deliveries d;
    double arriving[R * R];
    make_small(*state, &w);
    assert_ok(*state, selat_lanes_close(*state, &w.sea, 1, &w.options, &x));
    assert_ok(*state, selat_lanes_deliveries_init(*state, &w.sea, x, w.flow, 30, &d));
    assert_close(d.tonnes, 2652250, 1e-6);
    assert_close(d.tonne_km_before, 585468720.8400594, 1e-4);
    assert_close(d.fleet, 0.663275048884305, 1e-13);
    selat_lanes_arriving(&d, 0, arriving);
    assert_close(arriving[A * R + B], 0, 1e-12);      /* 22.5 days longer: nothing yet */
    assert_close(arriving[B * R + C], d.fleet, 1e-12); /* not on the way, but ships are short everywhere */
    assert_close(arriving[A * R + A], 1, 0);
    selat_lanes_arriving(&d, 23, arriving);
    assert_close(arriving[A * R + B], d.fleet, 1e-12);
    assert_close(arriving[A * R + C], 0, 1e-12);      /* 40.5 days longer */
    selat_lanes_arriving(&d, 30, arriving);
    for (int k = 0; k < R * R; k++) assert_close(arriving[k], 1, 0);
    assert_int_equal(selat_lanes_deliveries_init(*state, &w.sea, x, w.flow, 0, &d), SELAT_BAD_INPUT);
    selat_lanes_closure_destroy(*state, x);
    drop_small(*state, &w);
}

/* No gate closed: nothing changes, whatever the band. */
static void test_nothing_closed_changes_nothing(void **state) {
    small w;
    selat_lanes_closure *x;
    selat_lanes_deliveries d;
    double kappa[S * R * R], arriving[R * R];
    int64_t held;
    make_small(*state, &w);
    assert_ok(*state, selat_lanes_close(*state, &w.sea, 0, &w.options, &x));
    costs(*state, &w, x, SELAT_LANE_COST_DISTANCE, kappa, &held);
    for (int k = 0; k < S * R * R; k++) assert_close(kappa[k], 1, 0);
    assert_ok(*state, selat_lanes_deliveries_init(*state, &w.sea, x, w.flow, 30, &d));
    assert_close(d.fleet, 1, 0);
    selat_lanes_arriving(&d, 0, arriving);
    for (int k = 0; k < R * R; k++) assert_close(arriving[k], 1, 1e-12);
    selat_lanes_closure_destroy(*state, x);
    drop_small(*state, &w);
}

/* ---- the shipped sea ---- */

static void test_shipped_sea(void **state) {
    selat_table *table;
    selat_sea *sea;
    selat_lanes_pairs *one, *four;
    int64_t port;
    assert_ok(*state, selat_dataset_table(*state, "oecd-2022", &table));
    assert_ok(*state, selat_dataset_sea(*state, table, &sea));
    assert_int_equal(sea->network->n_nodes, 9708);
    assert_int_equal(sea->network->n_edges, 15970);
    assert_true(sea->ports.count > 3900 && sea->n_main_ports > 150);
    assert_ok(*state, selat_lanes_pairs_find(*state, sea, 0, NULL, &one));
    assert_ok(*state, selat_set_threads(*state, 4));
    assert_ok(*state, selat_lanes_pairs_find(*state, sea, 0, NULL, &four));
    int64_t cells = one->n_regions * one->n_regions;
    assert_memory_equal(one->km, four->km, (size_t)cells * sizeof *one->km);
    for (int64_t k = 0; k < cells; k++) assert_true(isfinite(one->km[k])); /* every region reaches every other */
    assert_ok(*state, selat_sea_find_port(*state, sea, "mypkg", &port));
    assert_string_equal(sea->ports.ports[port].name, "Port Klang");
    assert_ok(*state, selat_sea_find_port(*state, sea, "USA", &port));
    assert_string_equal(sea->ports.ports[port].code, "USLAX");
    assert_int_equal(selat_sea_find_port(*state, sea, "Bussan", &port), SELAT_BAD_INPUT);
    assert_message_has(*state, "did you mean Busan, KRPUS?");
    selat_lanes_pairs_destroy(*state, one);
    selat_lanes_pairs_destroy(*state, four);
    selat_sea_destroy(*state, sea);
    selat_table_destroy(*state, table);
}

/* Kappa of 1 leaves the world economy where it is; a closed gate costs the world, more so with a larger rho. */
static void test_effect_on_the_economy(void **state) {
    selat_table *table;
    selat_sea *sea;
    selat_tariffs tariffs;
    selat_elasticities theta;
    selat_lanes_closure *closure;
    selat_lane_effect effect;
    selat_lane_effect_options options = {.deficits = SELAT_DEFICITS_SHARE};
    assert_ok(*state, selat_dataset_table(*state, "oecd-2022", &table));
    assert_ok(*state, selat_dataset_sea(*state, table, &sea));
    assert_ok(*state, selat_dataset_tariffs(*state, "teti-2021", table, &tariffs));
    assert_ok(*state, selat_dataset_elasticities(*state, "uniform-5", table, &theta));
    for (int closed = 0; closed < 2; closed++) {
        assert_ok(*state, selat_lanes_close(*state, sea, closed == 0 ? 0 : gate(&sea->gates, "panama"), NULL, &closure));
        assert_ok(*state, selat_lanes_effect(*state, table, &tariffs, &theta, sea, closure, &options, &effect));
        for (int k = 0; k < SELAT_LANE_CASES; k++) assert_true(effect.cases[k].solver.converged);
        for (int64_t n = 0; n < effect.n_regions && closed == 0; n++) assert_close(effect.cases[0].real_income_percent[n], 0, 1e-10);
        if (closed == 1) {
            assert_true(effect.world_ev_musd[SELAT_LANE_CENTRAL] < -1000);
            assert_true(effect.world_ev_musd[SELAT_LANE_HIGH] < effect.world_ev_musd[SELAT_LANE_CENTRAL]);
            assert_true(effect.world_ev_musd[SELAT_LANE_LOW] > effect.world_ev_musd[SELAT_LANE_CENTRAL]);
        }
        selat_lane_effect_clear(*state, &effect);
        selat_lanes_closure_destroy(*state, closure);
    }
    selat_elasticities_clear(*state, &theta);
    selat_tariffs_clear(*state, &tariffs);
    selat_sea_destroy(*state, sea);
    selat_table_destroy(*state, table);
}

/* The parties' figures are those of selat_lanes_through, and a way ends at its ports' nodes with the pair's length. */
static void test_parties_at_sea(void **state) {
    selat_table *table;
    selat_sea *sea;
    selat_party_lanes *l;
    selat_lanes_pairs *pairs;
    selat_gate_trade t;
    assert_ok(*state, selat_dataset_table(*state, "oecd-2022", &table));
    assert_ok(*state, selat_dataset_sea(*state, table, &sea));
    int64_t count = table->regions.count;
    const int64_t parties[] = {selat_labels_find(&table->regions, "JPN"), selat_labels_find(&table->regions, "MYS")};
    double *flow = calloc((size_t)(table->sectors.count * count * count), sizeof *flow);
    selat_table_flows_musd(table, flow);
    assert_ok(*state, selat_lanes_pairs_find(*state, sea, 0, NULL, &pairs));
    assert_ok(*state, selat_party_lanes_find(*state, sea, pairs, table, 2, parties, 4, &l));
    int64_t g = selat_gates_find(&sea->gates, "malacca_singapore_strait");
    assert_ok(*state, selat_lanes_through(*state, sea, pairs, flow, (selat_gate_set)1 << g, &t));
    for (int p = 0; p < 2; p++) {
        assert_close(l->gate_imports_musd[g * 2 + p] / t.import_musd[parties[p]], 1, 1e-12);
        assert_close(l->gate_exports_musd[g * 2 + p] / t.export_musd[parties[p]], 1, 1e-12);
        assert_close(l->party_sea_musd[p] / t.region_sea_musd[parties[p]], 1, 1e-12);
    }
    assert_close(l->gate_world_musd[g] / t.total_musd, 1, 1e-12);
    assert_int_equal(l->n_routes, 8);
    for (int64_t k = 0; k < l->n_routes; k++) {
        const selat_lane_route *way = &l->routes[k];
        double km = 0;
        for (int64_t j = 1; j < way->n_points; j++) km += selat_great_circle_km(way->lon[j - 1], way->lat[j - 1], way->lon[j], way->lat[j]);
        assert_close(km / way->km, 1, 1e-3); /* lengths are kept to 0.1 km a lane */
    }
    selat_gate_trade_clear(*state, &t);
    selat_party_lanes_destroy(*state, l);
    selat_lanes_pairs_destroy(*state, pairs);
    free(flow);
    selat_sea_destroy(*state, sea);
    selat_table_destroy(*state, table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_every_reference_distance),  TEST(test_every_reference_closure), TEST(test_shipped_gates_reproduce_the_reference),
        TEST(test_lines_block_the_edges_they_cross), TEST(test_gates_on_the_way), TEST(test_paths_by_hand),
        TEST(test_pairs_and_trade_by_hand),   TEST(test_lasting_closure_by_hand), TEST(test_short_closure_by_hand),
        TEST(test_nothing_closed_changes_nothing), TEST(test_shipped_sea),
        TEST(test_effect_on_the_economy),     TEST(test_parties_at_sea),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Cascades of failing firms against the published package's results, and against a plain implementation. */
#include "unit.h"

#include "base/csv.h"
#include "base/memory.h"

typedef struct fixture {
    selat_firm_data data;
    selat_firm_network *network;
} fixture;

static const char *published(const char *name) {
    char relative[256];
    snprintf(relative, sizeof relative, "tests/published/firms/%s", name);
    return source_path(relative);
}

static void load(selat_context *context, const char *name, const char *essential, fixture *out) {
    char links[128], firms[128], matrix[128];
    snprintf(links, sizeof links, "%s_edges.csv", name);
    snprintf(firms, sizeof firms, "%s_firms.csv", name);
    snprintf(matrix, sizeof matrix, "%s_ess.csv", name);
    selat_firm_files files = {published(links), published(firms), essential != NULL ? essential : published(matrix)};
    assert_ok(context, selat_firm_data_read(context, &files, &out->data));
    assert_ok(context, selat_firm_network_create(context, &out->data, &out->network));
}

static void drop(selat_context *context, fixture *f) {
    selat_firm_network_destroy(context, f->network);
    selat_firm_data_clear(context, &f->data);
}

static double number_at(selat_context *context, const selat_csv *csv, const char *column) {
    int64_t at;
    double value;
    assert_ok(context, selat_csv_column(context, csv, column, &at));
    assert_ok(context, selat_csv_double(context, csv, at, &value));
    return value;
}

/* Every row of an _expected file: the three indices to 1e-9 and the number of steps. */
static void check_indices(selat_context *context, const fixture *f, const char *file, double eps, bool replacement) {
    int64_t n = f->data.n_firms;
    selat_firm_options options = {.eps = eps, .no_replacement = !replacement};
    int64_t *failing = calloc((size_t)n, sizeof *failing);
    selat_firm_index *found = calloc((size_t)n, sizeof *found);
    for (int64_t i = 0; i < n; i++) failing[i] = i;
    assert_ok(context, selat_firms_fail(context, f->network, &options, n, failing, found));
    selat_csv csv;
    bool has_row;
    int64_t rows = 0;
    assert_ok(context, selat_csv_open(context, published(file), 1 << 24, &csv));
    for (;; rows++) {
        assert_ok(context, selat_csv_next(context, &csv, &has_row));
        if (!has_row) break;
        const selat_firm_index *one = &found[(int64_t)number_at(context, &csv, "scenario") - 1];
        assert_close(one->esri, number_at(context, &csv, "ESRI_weight_1"), 1e-9);
        assert_close(one->esri_down, number_at(context, &csv, "ESRI_d_weight_1"), 1e-9);
        assert_close(one->esri_up, number_at(context, &csv, "ESRI_u_weight_1"), 1e-9);
        assert_int_equal(one->iterations, (int64_t)number_at(context, &csv, "T"));
        assert_true(one->converged);
    }
    assert_int_equal(rows, n);
    selat_csv_close(context, &csv);
    free(failing);
    free(found);
}

/* A matrix of final losses, rows firms and columns failing firms, as the package prints it (12 digits). */
static void check_losses(selat_context *context, const fixture *f, const char *file, double eps, bool replacement,
                         bool down) {
    int64_t n = f->data.n_firms;
    selat_firm_options options = {.eps = eps, .no_replacement = !replacement};
    selat_csv csv;
    bool has_row;
    double *expected = calloc((size_t)(n * n), sizeof *expected), *psi = calloc((size_t)n, sizeof *psi);
    double *loss = calloc((size_t)n, sizeof *loss);
    assert_ok(context, selat_csv_open(context, published(file), 1 << 24, &csv));
    for (int64_t i = 0; i < n; i++) {
        assert_ok(context, selat_csv_next(context, &csv, &has_row));
        assert_true(has_row);
        for (int64_t k = 0; k < n; k++) assert_ok(context, selat_csv_double(context, &csv, k, &expected[i * n + k]));
    }
    for (int64_t k = 0; k < n; k++) {
        selat_firm_index index;
        for (int64_t i = 0; i < n; i++) psi[i] = i != k;
        assert_ok(context, selat_firms_shock(context, f->network, &options, psi, &index, down ? loss : NULL,
                                             down ? NULL : loss, NULL));
        for (int64_t i = 0; i < n; i++) assert_close(loss[i], expected[i * n + k], 1e-9);
    }
    selat_csv_close(context, &csv);
    free(expected);
    free(psi);
    free(loss);
}

static void test_figure_1(void **state) {
    static const char *const kinds[] = {"leontief", "linear"}, *const variants[] = {"", "_R", "_subst"};
    selat_context *context = *state;
    for (int k = 0; k < 2; k++) {
        fixture f;
        load(context, "fig1", kinds[k], &f);
        for (int v = 0; v < 3; v++) {
            char file[128];
            snprintf(file, sizeof file, "fig1_%s%s_expected.csv", kinds[k], variants[v]);
            check_indices(context, &f, file, 0.01, v == 2);
            snprintf(file, sizeof file, "fig1_%s%s_hd_T.csv", kinds[k], variants[v]);
            check_losses(context, &f, file, 0.01, v == 2, true);
            snprintf(file, sizeof file, "fig1_%s%s_hu_T.csv", kinds[k], variants[v]);
            check_losses(context, &f, file, 0.01, v == 2, false);
        }
        drop(context, &f);
    }
}

static void test_package_example(void **state) {
    static const char *const variants[] = {"gl_example", "gl_example_subst", "gl_example_eps1e-12"};
    selat_context *context = *state;
    fixture f;
    load(context, "gl_example", NULL, &f);
    for (int v = 0; v < 3; v++) {
        char file[128];
        double eps = v == 2 ? 1e-12 : 0.01;
        snprintf(file, sizeof file, "%s_expected.csv", variants[v]);
        check_indices(context, &f, file, eps, v == 1);
        snprintf(file, sizeof file, "%s_hd_T.csv", variants[v]);
        check_losses(context, &f, file, eps, v == 1, true);
        snprintf(file, sizeof file, "%s_hu_T.csv", variants[v]);
        check_losses(context, &f, file, eps, v == 1, false);
    }
    drop(context, &f);
}

static void test_synthetic_200(void **state) {
    selat_context *context = *state;
    fixture f;
    load(context, "syn200", NULL, &f);
    check_indices(context, &f, "syn200_nosub_eps0.01_expected.csv", 0.01, false);
    check_indices(context, &f, "syn200_subst_eps0.01_expected.csv", 0.01, true);
    check_indices(context, &f, "syn200_nosub_eps1e-08_expected.csv", 1e-8, false);
    check_indices(context, &f, "syn200_subst_eps1e-08_expected.csv", 0, true); /* the default is 1e-8 */
    drop(context, &f);
}

static void test_partial_shocks(void **state) {
    selat_context *context = *state;
    fixture f;
    load(context, "syn200", NULL, &f);
    int64_t n_scenarios;
    double *psi, sector[12];
    assert_ok(context, selat_firm_shocks_read(context, published("syn200_psi.csv"), &f.data, &n_scenarios, &psi));
    assert_int_equal(n_scenarios, 5);
    selat_csv all, by_sector;
    bool has_row;
    assert_ok(context, selat_csv_open(context, published("syn200_psi_subst_eps1e-08_expected.csv"), 1 << 20, &all));
    assert_ok(context, selat_csv_open(context, published("syn200_psi_subst_eps1e-08_sector_du.csv"), 1 << 20, &by_sector));
    for (int k = 0; k < 5; k++) {
        selat_firm_options options = {.eps = 1e-8};
        selat_firm_index index;
        assert_ok(context, selat_firms_shock(context, f.network, &options, psi + k * f.data.n_firms, &index, NULL, NULL, sector));
        assert_ok(context, selat_csv_next(context, &all, &has_row));
        assert_close(index.esri, number_at(context, &all, "ESRI_weight_1"), 1e-9);
        assert_close(index.esri_down, number_at(context, &all, "ESRI_d_weight_1"), 1e-9);
        assert_close(index.esri_up, number_at(context, &all, "ESRI_u_weight_1"), 1e-9);
        assert_ok(context, selat_csv_next(context, &by_sector, &has_row));
        for (int s = 0; s < 12; s++) assert_close(sector[s], number_at(context, &by_sector, f.data.sectors.codes[s]), 1e-9);
    }
    selat_csv_close(context, &all);
    selat_csv_close(context, &by_sector);
    selat_firm_shocks_free(context, psi);
    drop(context, &f);
}

/* Two suppliers of one essential sector, replacement off and on, by hand: A sells 30 and B 10 to C; C sells 20 to D.
   Without replacement C loses 3/4 when A stops. With it sigma_A = min(1, 30/10) = 1; when B stops sigma_B = 10/30. */
static void test_by_hand(void **state) {
    selat_context *context = *state;
    fixture f = {0};
    int32_t sector[] = {0, 0, 1, 2}, supplier[] = {0, 1, 2, 0}, buyer[] = {2, 2, 3, 2};
    double weight[] = {18, 10, 20, 12}; /* the link from A to C stands twice */
    unsigned char essential[9];
    memset(essential, SELAT_INPUT_ESSENTIAL, sizeof essential);
    f.data = (selat_firm_data){.n_firms = 4, .n_links = 4, .sectors.count = 3, .markets.count = 3, .sector = sector,
                               .market = sector, .essential = essential, .supplier = supplier, .buyer = buyer, .weight = weight};
    assert_ok(context, selat_firm_network_create(context, &f.data, &f.network));
    assert_int_equal(selat_firm_network_links(f.network), 3);
    assert_close(selat_firm_network_sales(f.network, 0), 30, 0);
    int64_t failing[] = {0, 1, 3};
    selat_firm_index index[3];
    selat_firm_options options = {.eps = 1e-8};
    assert_ok(context, selat_firms_fail(context, f.network, &options, 3, failing, index));
    /* A stops: C loses 3/4, then D, which sells nothing: (30 + 15) / 60 */
    assert_close(index[0].esri_down, 45.0 / 60, 1e-15);
    /* B stops: C loses 1/4 of its inputs, of which A replaces two thirds */
    assert_close(index[1].esri_down, (10 + 20.0 / 12) / 60, 1e-15);
    /* D stops: C, then A and B lose all orders; D itself sells nothing */
    assert_close(index[2].esri_up, 1, 1e-15);
    assert_close(index[2].esri_down, 0, 1e-15);
    options.no_replacement = true;
    assert_ok(context, selat_firms_fail(context, f.network, &options, 3, failing, index));
    assert_close(index[1].esri_down, (10 + 20.0 / 4) / 60, 1e-15);
    selat_firm_network_destroy(context, f.network);
}

/* A random network large enough for both walks (few firms, all firms), against plain loops over all links. */
typedef struct plain {
    const selat_firm_data *data;
    double *out, *in, *by_sector, *h_d, *h_u, *c, *loss, *next_d, *next_u, *left;
} plain;

static double plain_step(const plain *p, const double *psi, bool replacement) {
    const selat_firm_data *d = p->data;
    int64_t n = d->n_firms, S = d->sectors.count;
    memset(p->left, 0, (size_t)S * sizeof *p->left);
    memset(p->loss, 0, (size_t)(n * (S + 1)) * sizeof *p->loss);
    memset(p->next_u, 0, (size_t)n * sizeof *p->next_u);
    for (int64_t i = 0; i < n; i++) p->left[d->market[i]] += p->out[i] * p->h_d[i];
    for (int64_t i = 0; i < n; i++) {
        double sigma = replacement && p->out[i] < p->left[d->market[i]] ? p->out[i] / p->left[d->market[i]] : 1;
        p->c[i] = sigma * (1 - p->h_d[i]);
    }
    for (int64_t e = 0; e < d->n_links; e++) {
        int64_t i = d->supplier[e], j = d->buyer[e], k = d->sector[i];
        int kind = d->essential[k * S + d->sector[j]];
        if (kind == 2) p->loss[j * (S + 1) + k] += d->weight[e] / p->by_sector[j * S + k] * p->c[i];
        if (kind == 1) p->loss[j * (S + 1) + S] += d->weight[e] / p->in[j] * p->c[i];
        p->next_u[i] += d->weight[e] / p->out[i] * (1 - p->h_u[j]);
    }
    double most = 0;
    for (int64_t j = 0; j < n; j++) {
        double h = psi[j];
        for (int64_t k = 0; k <= S; k++) h = fmin(h, 1 - p->loss[j * (S + 1) + k]);
        h = fmax(0, h);
        most = larger_or_nan(most, p->h_d[j] - h);
        p->h_d[j] = h;
        h = fmax(0, fmin(psi[j], 1 - p->next_u[j]));
        most = larger_or_nan(most, p->h_u[j] - h);
        p->next_u[j] = h;
    }
    memcpy(p->h_u, p->next_u, (size_t)n * sizeof *p->h_u);
    return most;
}

static uint32_t next_random(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

static void make_random(selat_context *context, int64_t n, int64_t S, int64_t E, selat_firm_data *d) {
    uint64_t seed = 7;
    *d = (selat_firm_data){.n_firms = n, .n_links = E, .sectors.count = S, .markets.count = S};
    assert_ok(context, selat_new(context, n, &d->sector));
    assert_ok(context, selat_new(context, n, &d->market));
    assert_ok(context, selat_new(context, E, &d->supplier));
    assert_ok(context, selat_new(context, E, &d->buyer));
    assert_ok(context, selat_new(context, E, &d->weight));
    assert_ok(context, selat_new(context, S * S, &d->essential));
    for (int64_t i = 0; i < n; i++) d->market[i] = d->sector[i] = (int32_t)(next_random(&seed) % S);
    for (int64_t k = 0; k < S * S; k++) d->essential[k] = (unsigned char)(next_random(&seed) % 3);
    for (int64_t e = 0; e < E; e++) {
        d->supplier[e] = (int32_t)(next_random(&seed) % n);
        d->buyer[e] = (int32_t)(next_random(&seed) % n);
        d->weight[e] = exp(1e-9 * next_random(&seed));
    }
}

static void test_random_network(void **state) {
    selat_context *context = *state;
    enum { N = 300, S = 9, E = 900 };
    selat_firm_data d;
    selat_firm_network *network;
    make_random(context, N, S, E, &d);
    assert_ok(context, selat_firm_network_create(context, &d, &network));
    double out[N] = {0}, in[N] = {0}, h_d[N], h_u[N], c[N], next_u[N], left[S], psi[N], down[N], up[N];
    double *by_sector = calloc(N * S, sizeof(double)), *loss = calloc(N * (S + 1), sizeof(double));
    for (int64_t e = 0; e < E; e++) {
        out[d.supplier[e]] += d.weight[e];
        in[d.buyer[e]] += d.weight[e];
        by_sector[d.buyer[e] * S + d.sector[d.supplier[e]]] += d.weight[e];
    }
    plain p = {.data = &d, .out = out, .in = in, .by_sector = by_sector, .h_d = h_d, .h_u = h_u, .c = c, .loss = loss,
               .next_u = next_u, .left = left};
    for (int k = 0; k < 60; k++) {
        bool replacement = k % 2 == 0;
        double eps = k % 3 == 0 ? 0.01 : 1e-8;
        for (int i = 0; i < N; i++) psi[i] = h_d[i] = h_u[i] = i == k ? 0 : i == 5 * k ? 0.25 : 1;
        int64_t steps = 1;
        while (plain_step(&p, psi, replacement) > eps) steps++;
        selat_firm_options options = {.eps = eps, .no_replacement = !replacement};
        selat_firm_index index;
        assert_ok(context, selat_firms_shock(context, network, &options, psi, &index, down, up, NULL));
        assert_int_equal(index.iterations, steps);
        for (int i = 0; i < N; i++) assert_close(down[i], 1 - h_d[i], 1e-12);
        for (int i = 0; i < N; i++) assert_close(up[i], 1 - h_u[i], 1e-12);
    }
    free(by_sector);
    free(loss);
    selat_firm_network_destroy(context, network);
    d.sectors.count = d.markets.count = 0; /* they have no codes */
    selat_firm_data_clear(context, &d);
}

static void test_threads_and_limits(void **state) {
    selat_context *context = *state;
    fixture f;
    load(context, "syn200", NULL, &f);
    int64_t failing[200];
    selat_firm_index one[200], three[200];
    selat_firm_options options = {.eps = 0.01};
    for (int i = 0; i < 200; i++) failing[i] = i;
    assert_ok(context, selat_firms_fail(context, f.network, &options, 200, failing, one));
    assert_ok(context, selat_set_threads(context, 3));
    assert_ok(context, selat_firms_fail(context, f.network, &options, 200, failing, three));
    assert_memory_equal(one, three, sizeof one);
    options = (selat_firm_options){.eps = 1e-8, .max_iterations = 5};
    assert_ok(context, selat_firms_fail(context, f.network, &options, 200, failing, three));
    assert_false(three[0].converged);
    assert_int_equal(three[0].iterations, 5);
    failing[7] = 200;
    assert_int_equal(selat_firms_fail(context, f.network, &options, 200, failing, one), SELAT_BAD_INPUT);
    assert_message_has(context, "failing firm 200");
    failing[7] = 7;
    selat_request_cancel(context);
    assert_int_equal(selat_firms_fail(context, f.network, &options, 200, failing, one), SELAT_CANCELLED);
    drop(context, &f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_figure_1),      TEST(test_package_example), TEST(test_synthetic_200),
        TEST(test_partial_shocks), TEST(test_by_hand),        TEST(test_random_network),
        TEST(test_threads_and_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The case folder of Caliendo and Parro (2015), NAFTA: every published number; and what broken folders say. */
#include "unit.h"

#include <unistd.h>

#include "base/csv.h"
#include "base/file.h"

typedef struct nafta {
    selat_economy *economy;
    selat_trade_shock shock;
    selat_trade_result *result;
} nafta;

static const char *case_folder(void) { return source_path("tests/published/trade_nafta/case"); }

static nafta solve_nafta(selat_context *context, selat_trade_options options) {
    nafta solved = {0};
    assert_ok(context, selat_trade_case_load(context, case_folder(), &solved.economy, &solved.shock));
    assert_ok(context, selat_trade_solve(context, solved.economy, &solved.shock, &options, &solved.result));
    return solved;
}

static void drop_nafta(selat_context *context, nafta *solved) {
    selat_trade_result_destroy(context, solved->result);
    selat_trade_shock_clear(context, &solved->shock);
    selat_economy_destroy(context, solved->economy);
}

/* Calls check for every row of an expected file with the values of `columns`. */
typedef void (*check_row)(const nafta *solved, const double *values, double *largest);
static double compare_file(selat_context *context, const nafta *solved, const char *name, int n_columns,
                           const char *const *columns, check_row check, int64_t expected_rows) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", source_path("tests/published/trade_nafta/expected_nafta"), name);
    selat_csv csv;
    int64_t column[16], rows = 0;
    double values[16], largest = 0;
    bool has_row;
    assert_ok(context, selat_csv_open(context, path, 1 << 24, &csv));
    for (int k = 0; k < n_columns; k++)
        assert_ok(context, selat_csv_column(context, &csv, columns[k], &column[k]));
    for (;;) {
        assert_ok(context, selat_csv_next(context, &csv, &has_row));
        if (!has_row) break;
        for (int k = 0; k < n_columns; k++)
            assert_ok(context, selat_csv_double(context, &csv, column[k], &values[k]));
        check(solved, values, &largest);
        rows++;
    }
    assert_int_equal(rows, expected_rows);
    selat_csv_close(context, &csv);
    return largest;
}

static void check_close(double actual, double expected, double *largest) {
    *largest = larger_or_nan(*largest, fabs(actual - expected));
}

static void check_country(const nafta *solved, const double *v, double *largest) {
    const selat_trade_result *result = solved->result;
    int64_t n = (int64_t)v[0] - 1;
    check_close(result->wage_hat[n], v[1], largest);
    check_close(result->consumer_price_hat[n], v[2], largest);
    check_close(result->real_wage_hat[n], v[3], largest);
    check_close(result->terms_of_trade[n], v[4], largest);
    check_close(result->volume_of_trade[n], v[5], largest);
    check_close(result->terms_of_trade[n] + result->volume_of_trade[n], v[6], largest);
    check_close(result->income_hat[n], v[7], largest);
    check_close(result->real_income_hat[n], v[8], largest);
    check_close(solved->economy->tariff_revenue[n], v[9], largest);
    check_close(result->tariff_revenue[n], v[10], largest);
}

static void check_sector(const nafta *solved, const double *v, double *largest) {
    int64_t at = ((int64_t)v[1] - 1) * solved->economy->n_sectors + (int64_t)v[0] - 1;
    check_close(solved->result->price_hat[at], v[2], largest);
    check_close(solved->result->cost_hat[at], v[3], largest);
    check_close(solved->result->expenditure[at] / v[4], 1, largest);
}

static double *new_shares;
static void check_flow(const nafta *solved, const double *v, double *largest) {
    int64_t r = solved->economy->n_regions, s = solved->economy->n_sectors;
    int64_t j = (int64_t)v[0] - 1, n = (int64_t)v[1] - 1, i = (int64_t)v[2] - 1, at = (j * r + n) * r + i;
    double flow = solved->result->expenditure[n * s + j] * new_shares[at] / (1 + solved->shock.tariff[at]);
    check_close(new_shares[at], v[3], largest);
    check_close(flow / fmax(v[4], 1), v[4] / fmax(v[4], 1), largest); /* 1e10 USD; relative above that */
}

static void test_nafta_is_reproduced(void **state) {
    selat_context *context = *state;
    nafta solved = solve_nafta(context, (selat_trade_options){0});
    assert_true(solved.result->report.converged);
    assert_true(solved.result->report.residual <= 1e-12);
    static const char *const country[] = {"n",
                                          "wage_hat",
                                          "P_hat",
                                          "real_wage_hat",
                                          "tot",
                                          "vot",
                                          "welfare_cp_linear",
                                          "income_hat",
                                          "welfare_exact_income_over_P",
                                          "tariff_rev0",
                                          "tariff_rev1"};
    static const char *const sector[] = {"j", "n", "P_hat", "c_hat", "X_new"};
    static const char *const flow[] = {"j", "importer_n", "exporter_i", "pi_new", "flow_fob_new"};
    assert_close(compare_file(context, &solved, "country.csv", 11, country, check_country, 31), 0, 1e-6);
    assert_close(compare_file(context, &solved, "sector_country.csv", 5, sector, check_sector, 1240), 0, 1e-6);
    new_shares = malloc(40 * 31 * 31 * sizeof(double));
    assert_ok(context, selat_trade_new_shares(context, solved.economy, &solved.shock, solved.result, new_shares));
    assert_close(compare_file(context, &solved, "bilateral.csv", 5, flow, check_flow, 38440), 0, 1e-6);
    free(new_shares);
    drop_nafta(context, &solved);
}

/* The numbers of the paper's Table 2, per cent, to its two digits: Mexico, Canada, USA. */
static void test_nafta_table_2(void **state) {
    selat_context *context = *state;
    nafta solved = solve_nafta(context, (selat_trade_options){.tolerance = 1e-10});
    static const struct {
        int64_t n;
        const char *name;
        double welfare, terms, volume, real_wage;
    } published[] = {{19, "Mexico", 1.31, -0.41, 1.72, 1.72},
                     {4, "Canada", -0.06, -0.11, 0.04, 0.32},
                     {29, "USA", 0.08, 0.04, 0.04, 0.11}};
    for (size_t k = 0; k < 3; k++) {
        int64_t n = published[k].n;
        assert_string_equal(solved.economy->regions.codes[n], published[k].name);
        double terms = 100 * solved.result->terms_of_trade[n], volume = 100 * solved.result->volume_of_trade[n];
        assert_close(terms + volume, published[k].welfare, 0.006);
        assert_close(terms, published[k].terms, 0.006);
        assert_close(volume, published[k].volume, 0.006);
        assert_close(100 * (solved.result->real_wage_hat[n] - 1), published[k].real_wage, 0.006);
    }
    drop_nafta(context, &solved);
}

static void test_warm_start_takes_one_step(void **state) {
    selat_context *context = *state;
    nafta solved = solve_nafta(context, (selat_trade_options){.tolerance = 1e-11});
    selat_trade_options again = {.tolerance = 1e-9, .start = solved.result};
    selat_trade_result *second;
    assert_ok(context, selat_trade_solve(context, solved.economy, &solved.shock, &again, &second));
    assert_true(second->report.converged);
    assert_true(second->report.iterations <= 2);
    for (int64_t n = 0; n < 31; n++)
        assert_close(second->wage_hat[n], solved.result->wage_hat[n], 1e-9);
    selat_trade_result_destroy(context, second);
    drop_nafta(context, &solved);
}

/* ---- broken folders ---- */

static void write_text(selat_context *context, const char *folder, const char *name, const char *text) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_ok(context, selat_file_write(context, path, text, strlen(text)));
}

static const char *const good[][2] = {
    {"country.csv", "n,country,va,surplus,income\n1,A,10,0,10\n2,B,10,0,10\n"},
    {"sectors.csv", "j,sector,tradable,theta\n1,Food,1,4\n"},
    {"sector_country.csv", "j,n,alpha,va_share,expenditure\n1,1,1,0.5,20\n1,2,1,0.5,20\n"},
    {"bilateral.csv",
     "j,importer_n,exporter_i,pi,flow_fob\n1,1,1,0.75,15\n1,1,2,0.25,5\n1,2,1,0.25,5\n1,2,2,0.75,15\n"},
    {"io.csv", "n,input_k,user_j,share_of_intermediates\n1,1,1,1\n2,1,1,1\n"},
    {"tariffs.csv", "j,importer_n,exporter_i,base_pct,new_pct\n1,1,2,0,0\n"},
};
enum { N_FILES = sizeof good / sizeof *good };

/* Writes the good folder with one file replaced (text NULL: left out). */
static void write_case(selat_context *context, const char *folder, const char *name, const char *text) {
    assert_ok(context, selat_folder_make(context, folder));
    for (size_t k = 0; k < N_FILES; k++) {
        bool replaced = strcmp(good[k][0], name) == 0;
        if (!replaced || text != NULL) write_text(context, folder, good[k][0], replaced ? text : good[k][1]);
    }
    if (strcmp(name, "barriers.csv") == 0) write_text(context, folder, name, text);
}

static void test_broken_folders_name_the_cell(void **state) {
    selat_context *context = *state;
    static const char *const broken[][3] = {
        {"io.csv", NULL, "io.csv"},
        {"country.csv", "n,country,va,surplus\n1,A,nan,0\n2,B,10,0\n", "country.csv:2: va: found nan"},
        {"country.csv", "n,country,va,surplus\n1,A,0,0\n2,B,10,0\n",
         "country.csv:2: va: found 0, expected value added above 0"},
        {"country.csv", "n,country,va\n1,A,10\n2,B,10\n", "expected a column 'surplus'"},
        {"country.csv", "n,country,va,surplus\n1,A,10,3\n2,B,10,0\n", "surplus: found a sum of 3"},
        {"sectors.csv", "j,sector,theta\n1,Food,0\n",
         "sectors.csv:2: theta: found 0, expected a trade elasticity above 0"},
        {"sectors.csv", "j,sector,theta\n", "found 0 rows"},
        {"sector_country.csv", "j,n,alpha,va_share,expenditure\n1,1,1,0.5,20\n1,2,-1,0.5,20\n",
         "sector_country.csv:3: alpha: found -1"},
        {"sector_country.csv", "j,n,alpha,va_share,expenditure\n1,1,1,0.5,20\n1,2,0.9,0.5,20\n",
         "sector_country.csv:3: alpha of n = 2: found a sum of 0.9"},
        {"sector_country.csv", "j,n,alpha,va_share,expenditure\n1,1,1,0.5,20\n", "expected a row with n = 2, j = 1"},
        {"sector_country.csv", "j,n,alpha,va_share,expenditure\n1,1,1,1.5,20\n1,2,1,0.5,20\n",
         "sector_country.csv:2: va_share: found 1.5"},
        {"bilateral.csv", "j,importer_n,exporter_i,pi\n1,1,1,0.75\n1,1,2,0.25\n1,2,1,0.25\n1,2,2,0.74\n",
         "bilateral.csv:4: pi of j = 1, importer_n = 2: found a sum of 0.99"},
        {"bilateral.csv", "j,importer_n,exporter_i,pi\n1,1,1,0.75\n1,1,2,0.25\n1,2,1,-0.25\n1,2,2,1.25\n",
         "bilateral.csv:4: pi: found -0.25"},
        {"bilateral.csv", "j,importer_n,exporter_i,pi\n1,1,3,0.75\n",
         "bilateral.csv:2: exporter_i: found 3, expected a whole number from 1 to 2"},
        {"bilateral.csv", "j,importer_n,exporter_i,pi\n1,1,1,0.75\n1,1,1,0.25\n",
         "bilateral.csv:3: j: this cell was given already on line 2"},
        {"bilateral.csv", "j,importer_n,exporter_i,pi\n1,1,1,1\n1,2,1,1\n", "exporter_i = 2 (B): nobody buys from it"},
        {"io.csv", "n,input_k,user_j,share_of_intermediates\n1,1,1,1\n2,1,1,0.8\n",
         "io.csv:3: share_of_intermediates of n = 2, user_j = 1: found a sum of 0.8"},
        {"tariffs.csv", "j,importer_n,exporter_i,base_pct,new_pct\n1,1,2,0,-100\n",
         "tariffs.csv:2: new_pct: found -100, expected per cent, above -100"},
        {"barriers.csv", "j,importer_n,exporter_i,d_hat\n1,1,2,0\n",
         "barriers.csv:2: d_hat: found 0, expected a ratio above 0"},
    };
    char folder[128];
    snprintf(folder, sizeof folder, "/tmp/selat-case-%ld", (long)getpid());
    for (size_t k = 0; k < sizeof broken / sizeof *broken; k++) {
        selat_economy *economy;
        selat_trade_shock shock;
        write_case(context, folder, broken[k][0], broken[k][1]);
        selat_status status = selat_trade_case_load(context, folder, &economy, &shock);
        assert_true(status == SELAT_BAD_INPUT || status == SELAT_IO_ERROR);
        assert_null(economy);
        assert_message_has(context, broken[k][2]);
        assert_ok(context, selat_folder_remove(context, folder));
    }
}

/* The good folder loads, and a barrier cut by hand: two equal countries, one product, no inputs from abroad at first.
 */
static void test_barriers_are_read(void **state) {
    selat_context *context = *state;
    char folder[128];
    snprintf(folder, sizeof folder, "/tmp/selat-case-%ld", (long)getpid());
    write_case(context, folder, "barriers.csv", "j,importer_n,exporter_i,d_hat\n1,1,2,0.9\n1,2,1,0.9\n");
    selat_economy *economy;
    selat_trade_shock shock;
    selat_trade_result *result;
    selat_trade_options options = {0};
    assert_ok(context, selat_trade_case_load(context, folder, &economy, &shock));
    assert_ok(context, selat_trade_solve(context, economy, &shock, &options, &result));
    /* w = 1 by symmetry; c = P^0.5 and P^-4 = c^-4 (0.75 + 0.25 * 0.9^-4) give P = (0.75 + 0.25 * 0.9^-4)^(-1/2) */
    double price = 1 / sqrt(0.75 + 0.25 / (0.9 * 0.9 * 0.9 * 0.9));
    assert_close(result->price_hat[0], price, 1e-12);
    assert_close(result->cost_hat[1], sqrt(price), 1e-12);
    assert_close(result->real_income_hat[1], 1 / price, 1e-12);
    selat_trade_result_destroy(context, result);
    selat_trade_shock_clear(context, &shock);
    selat_economy_destroy(context, economy);
    assert_ok(context, selat_folder_remove(context, folder));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_nafta_is_reproduced),          TEST(test_nafta_table_2),     TEST(test_warm_start_takes_one_step),
        TEST(test_broken_folders_name_the_cell), TEST(test_barriers_are_read),
    };
    return cmocka_run_group_tests_name("trade_case", tests, NULL, NULL);
}

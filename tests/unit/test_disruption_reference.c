/* Both disruption behaviours against independent implementations: BoARIO's series (adaptive), the plain-Python model of the
   partially binding one, further cases made with it; dense, sparse and factored forms of the same table. */
#include "base/csv.h"
#include "base/memory.h"
#include "disruption_reference.h"
#include "unit.h"

enum { N = REFERENCE_INDUSTRIES, R = REFERENCE_REGIONS, S = REFERENCE_SECTORS };

static int64_t find(const selat_labels *labels, const char *code) {
    int64_t position = selat_labels_find(labels, code);
    assert_true(position >= 0);
    return position;
}

/* Largest |found - expected| / scale[column]; expected of `days` only where given. */
static double worst(const double *found, const double *expected, const int64_t *days, int64_t n_days, int64_t columns,
                    int64_t stride, int64_t offset, const double *scale) {
    double most = 0;
    for (int64_t t = 0; t < n_days; t++) {
        for (int64_t k = 0; k < columns; k++) {
            int64_t day = days != NULL ? days[t] : t;
            double gap = fabs(found[day * columns + k] - expected[t * stride + offset + k]) / scale[k];
            most = larger_or_nan(most, gap);
        }
    }
    return most;
}

static void compare(selat_context *context, const char *name, int64_t columns, const double *found, const double *scale,
                    double tolerance) {
    int64_t n_days;
    double *expected = disruption_series(context, name, columns, &n_days, NULL);
    assert_int_equal(n_days, REFERENCE_DAYS);
    double gap = worst(found, expected, NULL, n_days, columns, columns, 0, scale);
    print_message("# %s: largest difference %.2e (tolerance %.0e)\n", name, gap, tolerance);
    if (!(gap <= tolerance)) fail_msg("%s: %g", name, gap);
    selat_release(context, expected);
}

/* ---- adaptive ---- */

typedef struct adaptive_case {
    const char *name, *region, *sector; /* sector NULL: every one */
    double share;
    bool arbitrary; /* the event's other timing, with its loss rounded while it recovers */
    bool redirect;
    int64_t duration, recovery;
    double inventory, restock;
} adaptive_case;

/* The event's share of every day (README of the reference, step 0). */
static void fill_profile(const adaptive_case *c, double *profile, int64_t *count) {
    int64_t full = c->duration + 2;
    *count = full + c->recovery;
    for (int64_t k = 0; k < *count; k++) {
        int64_t e = k - (full - 1);
        profile[k] = k < full ? c->share : c->share * (1 - (double)e / (double)c->recovery);
        if (c->arbitrary && k >= full) profile[k] = round(profile[k] * 1e6) / 1e6;
    }
}

/* 1e-8 of each number itself, or of a millionth of the column's base: below that the files hold rounding noise. */
static void compare_relative(selat_context *context, const char *name, int64_t columns, const double *found,
                             const double *base) {
    int64_t n_days;
    double *expected = disruption_series(context, name, columns, &n_days, NULL), most = 0;
    assert_int_equal(n_days, REFERENCE_DAYS);
    for (int64_t k = 0; k < n_days * columns; k++) {
        double gap = fabs(found[k] - expected[k]) / fmax(fabs(expected[k]), 1e-6 * base[k % columns]);
        most = larger_or_nan(most, gap);
    }
    print_message("# %s: largest relative difference %.2e\n", name, most);
    if (!(most <= 1e-8)) fail_msg("%s: %g", name, most);
    selat_release(context, expected);
}

static void run_adaptive(selat_context *context, const disruption_reference *reference, const selat_disruption_base *base,
                         const adaptive_case *c) {
    double profile[REFERENCE_DAYS];
    selat_outage outages[S];
    int64_t count;
    fill_profile(c, profile, &count);
    selat_disruption_shock shock = {.outages = outages};
    for (int64_t k = 0; k < S; k++) {
        if (c->sector != NULL && k != find(&reference->sectors, c->sector)) continue;
        outages[shock.n_outages++] = (selat_outage){.region = find(&reference->regions, c->region), .product = k,
                                                    .first_day = c->arbitrary ? 6 : 5, .profile = profile, .n_profile = count};
    }
    selat_disruption_options options = selat_disruption_defaults(SELAT_ADAPTIVE);
    options.redirect = c->redirect;
    options.inventory_days = c->inventory;
    options.restock_days = c->restock;
    options.keep_industries = true;
    selat_disruption_result *result;
    assert_ok(context, selat_disruption_run(context, base, &shock, &options, &result));
    char name[128];
    snprintf(name, sizeof name, "%s_production.csv.gz", c->name);
    compare_relative(context, name, N, result->production_musd, reference->output);
    snprintf(name, sizeof name, "%s_capacity.csv.gz", c->name);
    compare_relative(context, name, N, result->capacity_musd, reference->output);
    snprintf(name, sizeof name, "%s_final_demand_unmet.csv.gz", c->name);
    compare_relative(context, name, R, result->final_unmet_musd, result->base_final_musd);
    selat_disruption_result_destroy(context, result);
}

static void test_adaptive_is_boario(void **state) {
    static const adaptive_case cases[] = {{"recovery_alt", "CHN", "ELE", 0.5, false, true, 30, 30, 90, 60},
                                          {"recovery_noalt", "CHN", "ELE", 0.5, false, false, 30, 30, 90, 60},
                                          {"malaysia_alt", "MYS", NULL, 0.6, true, true, 45, 45, 30, 30}};
    static disruption_reference reference;
    disruption_reference_read(*state, &reference);
    selat_disruption_base *base = disruption_reference_base(*state, &reference);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) run_adaptive(*state, &reference, base, &cases[k]);
    selat_disruption_base_destroy(*state, base);
    disruption_reference_clear(*state, &reference);
}

/* ---- partially binding ---- */

static void scales(const disruption_reference *reference, double industry[N], double region[R], double product[S]) {
    double world = 0;
    for (int64_t n = 0; n < R; n++) region[n] = 0;
    for (int64_t f = 0; f < N; f++) {
        industry[f] = reference->output[f] / 365;
        world += industry[f];
        for (int64_t n = 0; n < R; n++) region[n] += reference->final[f][n] / 365;
    }
    for (int64_t s = 0; s < S; s++) product[s] = world;
}

typedef struct partial_case {
    const char *event, *binding;
    bool redirect;
} partial_case;

static int64_t fill_event(const disruption_reference *reference, const char *event, selat_outage *outages,
                          selat_disruption_options *options) {
    int64_t chn = find(&reference->regions, "CHN"), count = 0;
    bool malaysia = strcmp(event, "malaysia") == 0;
    options->inventory_days = malaysia ? 30 : 15;
    options->restock_days = malaysia ? 30 : 20;
    selat_outage one = {.region = malaysia ? find(&reference->regions, "MYS") : chn, .loss = malaysia ? 0.6 : 0.9,
                        .first_day = 5, .days = malaysia ? 45 : 90, .recovery_days = malaysia ? 45 : 60};
    static const char *const hit[3][2] = {{"ELE", "CHM"}, {"AGR", NULL}};
    for (int64_t k = 0; malaysia && k < S; k++) {
        outages[count] = one;
        outages[count++].product = k;
    }
    for (int64_t k = 0; !malaysia && k < 2; k++) {
        const char *code = hit[strcmp(event, "farm") == 0][k];
        if (code == NULL) continue;
        outages[count] = one;
        outages[count++].product = find(&reference->sectors, code);
    }
    return count;
}

/* "half_critical" of the files is half-critical here. */
static selat_binding binding_of(const char *name) {
    selat_binding binding;
    assert_true(selat_binding_parse(strcmp(name, "half_critical") == 0 ? "half-critical" : name, &binding));
    return binding;
}

static void run_partial(selat_context *context, const disruption_reference *reference, const selat_disruption_base *base,
                        const partial_case *c) {
    selat_outage outages[S];
    double industry[N], region[R], product[S];
    selat_disruption_options options = selat_disruption_defaults(SELAT_PARTIALLY_BINDING);
    selat_disruption_shock shock = {.outages = outages};
    shock.n_outages = fill_event(reference, c->event, outages, &options);
    options.binding = binding_of(c->binding);
    options.redirect = c->redirect;
    options.keep_industries = true;
    selat_disruption_result *result;
    assert_ok(context, selat_disruption_run(context, base, &shock, &options, &result));
    scales(reference, industry, region, product);
    char name[160], stem[128];
    snprintf(stem, sizeof stem, "partially_binding/%s_%s_%s", c->event, c->binding, c->redirect ? "alt" : "noalt");
    snprintf(name, sizeof name, "%s_production.csv.gz", stem);
    compare(context, name, N, result->production_musd, industry, 1e-9);
    snprintf(name, sizeof name, "%s_final_demand_unmet.csv.gz", stem);
    compare(context, name, R, result->final_unmet_musd, region, 1e-9);
    snprintf(name, sizeof name, "%s_clipped.csv.gz", stem);
    compare(context, name, S, result->clipped_musd, product, 1e-9);
    snprintf(name, sizeof name, "partially_binding/%s_capacity.csv.gz", c->event);
    compare(context, name, N, result->capacity_musd, industry, 1e-9);
    selat_disruption_result_destroy(context, result);
}

static void test_partially_binding_series(void **state) {
    static const partial_case cases[] = {{"farm", "half_critical", true}, {"farm", "strongly", false}, {"farm", "weakly", false},
                                         {"malaysia", "half_critical", true}, {"shortage", "half_critical", false},
                                         {"shortage", "leontief", true}};
    static disruption_reference reference;
    disruption_reference_read(*state, &reference);
    selat_disruption_base *base = disruption_reference_base(*state, &reference);
    selat_disruption_notes notes = selat_disruption_base_notes(base);
    assert_int_equal(notes.n_critical, 233);
    assert_int_equal(notes.n_important, 67);
    assert_int_equal(notes.n_other, 84);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) run_partial(*state, &reference, base, &cases[k]);
    selat_disruption_base_destroy(*state, base);
    disruption_reference_clear(*state, &reference);
}

/* ---- further cases, made with the reference's model.py: every twelfth day ---- */

static int64_t read_shocks(selat_context *context, const disruption_reference *reference, const char *name,
                           const selat_outage *shape, selat_outage *outages) {
    selat_csv csv;
    bool more;
    int64_t count = 0;
    assert_ok(context, selat_csv_open(context, source_path("tests/published/disruption/further/shocks.csv"), 1 << 20, &csv));
    for (;;) {
        assert_ok(context, selat_csv_next(context, &csv, &more));
        if (!more) break;
        if (strcmp(csv.fields[0], name) != 0) continue;
        outages[count] = *shape;
        outages[count].region = find(&reference->regions, csv.fields[1]);
        outages[count].product = find(&reference->sectors, csv.fields[2]);
        assert_ok(context, selat_csv_double(context, &csv, 3, &outages[count++].loss));
    }
    selat_csv_close(context, &csv);
    return count;
}

static double run_further(selat_context *context, const disruption_reference *reference, const selat_disruption_base *base,
                          const selat_csv *csv) {
    double number[5], industry[N], region[R], product[S];
    for (int64_t k = 0; k < 5; k++) assert_ok(context, selat_csv_double(context, csv, 2 + k, &number[k]));
    selat_outage outages[S], shape = {.first_day = 5, .days = (int64_t)number[1], .recovery_days = (int64_t)number[2]};
    selat_disruption_options options = selat_disruption_defaults(SELAT_PARTIALLY_BINDING);
    selat_disruption_shock shock = {.outages = outages};
    shock.n_outages = read_shocks(context, reference, csv->fields[0], &shape, outages);
    options.binding = binding_of(csv->fields[1]);
    options.redirect = number[0] > 0;
    options.inventory_days = number[3];
    options.restock_days = number[4];
    options.keep_industries = true;
    selat_disruption_result *result;
    assert_ok(context, selat_disruption_run(context, base, &shock, &options, &result));
    char name[160];
    int64_t n_days, *days, columns = N + R + S;
    snprintf(name, sizeof name, "further/%s_%s_%s.csv.gz", csv->fields[0], csv->fields[1], options.redirect ? "alt" : "noalt");
    double *expected = disruption_series(context, name, columns, &n_days, &days);
    assert_int_equal(n_days, 32);
    scales(reference, industry, region, product);
    double gap = worst(result->production_musd, expected, days, n_days, N, columns, 0, industry);
    gap = larger_or_nan(gap, worst(result->final_unmet_musd, expected, days, n_days, R, columns, N, region));
    gap = larger_or_nan(gap, worst(result->clipped_musd, expected, days, n_days, S, columns, N + R, product));
    if (!(gap <= 1e-9)) fail_msg("%s: %g", name, gap);
    selat_release(context, expected);
    selat_release(context, days);
    selat_disruption_result_destroy(context, result);
    return gap;
}

static void test_further_cases(void **state) {
    static disruption_reference reference;
    disruption_reference_read(*state, &reference);
    int64_t *row_start, count = 0;
    int32_t *cell_column;
    double *cell, most = 0;
    selat_disruption_base *dense = disruption_reference_base(*state, &reference);
    selat_disruption_base *sparse = disruption_reference_sparse(*state, &reference, &row_start, &cell_column, &cell);
    selat_csv csv;
    bool more;
    assert_ok(*state, selat_csv_open(*state, source_path("tests/published/disruption/further/cases.csv"), 1 << 20, &csv));
    for (;; count++) {
        assert_ok(*state, selat_csv_next(*state, &csv, &more));
        if (!more) break;
        most = larger_or_nan(most, run_further(*state, &reference, count % 2 == 0 ? dense : sparse, &csv));
    }
    assert_int_equal(count, 23);
    print_message("# %lld further cases: largest difference %.2e of base output\n", (long long)count, most);
    selat_csv_close(*state, &csv);
    selat_disruption_base_destroy(*state, sparse);
    selat_disruption_base_destroy(*state, dense);
    selat_release(*state, row_start);
    selat_release(*state, cell_column);
    selat_release(*state, cell);
    disruption_reference_clear(*state, &reference);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(test_adaptive_is_boario), TEST(test_partially_binding_series),
                                       TEST(test_further_cases)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

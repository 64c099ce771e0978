/* Tariff schedules by HS6 line: means by sector against hand-computed ones, and what is refused. */
#include "accord_world.h"

#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"

/* Four lines, two sectors: 100 all in sector 0; 200 half and half; 300 all in 1; 400 a third in 1, the rest nowhere.
   Lines by sector: 1.5 and .5 + 1 + 1/3. */
static int64_t toy_hs6[] = {100, 200, 300, 400}, toy_first[] = {0, 1, 3, 4, 7}, toy_sector[] = {0, 0, 1, 1, 1, -1, -1};
static double toy_share[] = {1, 0.5, 0.5, 1, 1 / 3.0, 1 / 3.0, 1 / 3.0}, toy_lines[] = {1.5, 1.5 + 1 / 3.0};
static const selat_concordance toy = {4, 2, toy_hs6, toy_first, toy_sector, toy_share, toy_lines};

static selat_schedule *aggregate(selat_context *context, int64_t n, selat_schedule_row *rows, bool weighted) {
    selat_schedule *schedule = test_calloc(1, sizeof *schedule);
    assert_ok(context, selat_schedule_aggregate(context, &toy, n, rows, weighted, schedule));
    return schedule;
}

static void drop(selat_context *context, selat_schedule *schedule) {
    selat_schedule *owned;
    assert_ok(context, selat_new(context, 1, &owned));
    *owned = *schedule;
    selat_schedule_destroy(context, owned);
    test_free(schedule);
}

static void test_lines_count_the_same_without_weights(void **state) {
    selat_context *context = *state;
    selat_schedule_row rows[] = {{200, 0, true, 0.04, 1, 3}, {100, 0, true, 0.10, 1, 2}, {400, 0, true, 0.06, 1, 4}};
    selat_schedule *s = aggregate(context, 3, rows, false);
    assert_int_equal(s->n_years, 1);
    assert_int_equal(selat_schedule_at(s, 1990), 0);
    assert_close(s->rate[0], (0.10 + 0.5 * 0.04) / 1.5, 1e-16);
    assert_close(s->coverage[0], 1, 1e-16);
    assert_close(s->rate[1], (0.5 * 0.04 + 0.06 / 3) / (0.5 + 1 / 3.0), 1e-16);
    assert_close(s->coverage[1], (0.5 + 1 / 3.0) / (1.5 + 1 / 3.0), 1e-15);
    assert_close(s->lines[1], 0.5 + 1 / 3.0, 1e-15);
    assert_close(s->outside, 2 / 3.0, 1e-15);
    drop(context, s);
}

/* A line without a rate only carries weight: its part of the sector keeps the base rate. */
static void test_weights(void **state) {
    selat_context *context = *state;
    selat_schedule_row rows[] = {
        {100, 0, true, 0.10, 30, 2}, {200, 0, true, 0.04, 40, 3}, {300, 0, false, 0, 20, 4}};
    selat_schedule *s = aggregate(context, 3, rows, true);
    assert_close(s->rate[0], (30 * 0.10 + 20 * 0.04) / 50, 1e-16);
    assert_close(s->coverage[0], 1, 1e-16);
    assert_close(s->rate[1], 0.04, 1e-16);
    assert_close(s->coverage[1], 20.0 / 40, 1e-16);
    drop(context, s);
}

/* Each year has every line's latest row; a line that starts later is not covered before. */
static void test_years(void **state) {
    selat_context *context = *state;
    selat_schedule_row rows[] = {
        {100, 2028, true, 0, 1, 4}, {100, 2026, true, 0.10, 1, 2}, {200, 2027, true, 0.04, 1, 3}};
    selat_schedule *s = aggregate(context, 3, rows, false);
    assert_int_equal(s->n_years, 3);
    assert_int_equal(selat_schedule_at(s, 2025), -1);
    assert_int_equal(selat_schedule_at(s, 2027), 1);
    assert_int_equal(selat_schedule_at(s, 2050), 2);
    static const double rate[3][2] = {{0.10, 0}, {0.12 / 1.5, 0.04}, {0.02 / 1.5, 0.04}};
    static const double covered[3] = {1 / 1.5, 1, 1};
    for (int y = 0; y < 3; y++) {
        assert_close(s->rate[2 * y], rate[y][0], 1e-16);
        assert_close(s->rate[2 * y + 1], rate[y][1], 1e-16);
        assert_close(s->coverage[2 * y], covered[y], 1e-15);
    }
    assert_close(s->coverage[1], 0, 0);
    drop(context, s);
}

static void test_shipped_concordance(void **state) {
    selat_context *context = *state;
    selat_table *table;
    selat_concordance c;
    assert_ok(context, selat_dataset_table(context, "oecd-2022", &table));
    assert_ok(context, selat_dataset_concordance(context, table, &c));
    assert_int_equal(c.n_lines, 6881);
    assert_int_equal(c.first[c.n_lines], 24279);
    double inside = 0;
    int64_t outside = 0;
    for (int64_t s = 0; s < c.n_sectors; s++) inside += c.sector_lines[s];
    for (int64_t k = 0; k < c.first[c.n_lines]; k++) outside += c.sector[k] < 0;
    assert_int_equal(outside, 93); /* the lines without an ISIC class */
    assert_close(inside, 6881 - 93, 1e-9);
    const struct {
        int64_t hs6;
        const char *sector;
        double part;
    } known[] = {{870380, "C29", 1},        {721049, "C24A", 1},     {260111, "B07", 0.5}, {260111, "B09", 0.5},
                 {854231, "C26", 1 / 3.0}, {871200, "C302T309", 1}, {10110, "A01", 1},    {50210, "A01", 0}};
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        int64_t at = selat_concordance_find(&c, known[k].hs6);
        double part = 0;
        assert_true(at >= 0);
        for (int64_t p = c.first[at]; p < c.first[at + 1]; p++) {
            if (c.sector[p] == selat_labels_find(&table->sectors, known[k].sector)) part += c.share[p];
        }
        assert_close(part, known[k].part, 1e-15);
    }
    assert_close(c.sector_lines[selat_labels_find(&table->sectors, "C29")], 68.4545454545, 1e-9);
    assert_int_equal(selat_concordance_find(&c, 999998), -1);
    selat_concordance_clear(context, &c);
    selat_table_destroy(context, table);
}

/* ---- in an accord ---- */

static const char *place(const char *name) {
    static char paths[2][96];
    char *path = paths[strcmp(name, "a.yaml") == 0];
    snprintf(path, sizeof paths[0], "/tmp/selat-schedule-%ld/%s", (long)getpid(), name);
    return path;
}

#define HEAD "accord: {name: x, parties: [KOR, MYS]}\nmeasures:\n"
#define SCHEDULE(rest) HEAD "- tariff: {importer: MYS, exporter: KOR, schedule: lines.csv, " rest "}\n"

static selat_status read_with(selat_context *context, const world *w, const char *accord, const char *lines,
                              selat_accord **out) {
    assert_ok(context, selat_folder_make(context, place("")));
    assert_ok(context, selat_file_write(context, place("a.yaml"), accord, strlen(accord)));
    if (lines != NULL) assert_ok(context, selat_file_write(context, place("lines.csv"), lines, strlen(lines)));
    selat_status status = selat_accord_read(context, place("a.yaml"), w->table, &w->groups, out);
    assert_ok(context, selat_folder_remove(context, place("")));
    return status;
}

static selat_trade_shock shock_of(selat_context *context, const world *w, const selat_accord *accord, int64_t year) {
    selat_trade_shock shock;
    assert_ok(context, selat_accord_compile(context, accord, &w->economy, &w->tariffs, 2022, year, NULL, &shock));
    return shock;
}

/* C29 has 68.4545 lines in the concordance (68 and 5/11); two of them at 1 % on average against 4 %. */
static void test_schedule_by_count(void **state) {
    selat_context *context = *state;
    world w;
    make_world(context, &w);
    selat_accord *a;
    static const char lines[] = "hs6,rate\n870380,0%\n870340,2%\n870323,50%\n871200,0%\n";
    assert_ok(context, read_with(context, &w, SCHEDULE("products: [C26, C29], from: 2026, full: 2027"), lines, &a));
    const selat_measure *m = &a->measures[0];
    assert_string_equal(m->text, "tariff KOR -> MYS, C26 C29, schedule lines.csv, 2026 to 2035, in 2 yearly steps "
                                 "until 2027");
    assert_int_equal(m->n_products, 1); /* no line of C26 */
    assert_int_equal(m->products[0], C29);
    double covered = 3 / (68 + 5 / 11.0), mean = 0.52 / 3;
    assert_close(m->schedule->coverage[C29], covered, 1e-12);
    assert_true(has_note(a, "tariff 1 (line 3): schedule lines.csv, part of each sector that its lines cover, by count of "
                            "HS6 lines in the concordance, and their mean rate, weighted alike: C29 4.38% at 17.3% (3 "
                            "lines); what is not covered keeps the base rate"));
    assert_true(has_note(a, "schedule lines.csv, 1 of its lines (parts of lines count as parts) belong to no sector of "
                            "table toy"));
    w.rate[cell(C29, MYS, KOR)] = 0.3;
    for (int year = 2025; year <= 2027; year++) {
        selat_trade_shock shock = shock_of(context, &w, a, year);
        double phase = (year - 2025) / 2.0;
        assert_close(year == 2025 ? 0.3 : shock.tariff[cell(C29, MYS, KOR)], 0.3 - phase * covered * (0.3 - mean), 1e-14);
        if (year > 2025) assert_close(shock.tariff[cell(C29, KOR, MYS)], 0.02, 0);
        selat_trade_shock_clear(context, &shock);
    }
    w.rate[cell(C29, MYS, KOR)] = 0.04; /* below the mean of 17.3 %: nothing is raised */
    selat_trade_shock shock = shock_of(context, &w, a, 2030);
    assert_close(shock.tariff[cell(C29, MYS, KOR)], 0.04, 0);
    selat_trade_shock_clear(context, &shock);
    assert_ok(context, selat_accord_check_tariffs(context, a, &w.tariffs, &w.table->regions));
    assert_true(has_note(a, "tariff in line 3: C29 keeps its base rate (4.00 % at most), the schedule's mean is not below"));
    assert_true(has_note(a, "tariff in line 3 changes nothing"));
    selat_accord_destroy(context, a);
    drop_world(context, &w);
}

/* Weights, years, origin costs: half of C29's trade is covered; 10 % at first, then 0. */
static void test_schedule_with_weights_and_years(void **state) {
    selat_context *context = *state;
    world w;
    make_world(context, &w);
    selat_accord *a;
    static const char lines[] = "hs6,rate,year,weight\n870380,10%,2026,60\n870380,0%,2028,60\n870340,,2026,60\n";
    assert_ok(context,
              read_with(context, &w, SCHEDULE("from: 2025, utilisation: 80%, compliance: 3%"), lines, &a));
    assert_true(has_note(a, "by the file's weights, and their mean rate, weighted alike: C29 50% at 0% (1 lines)"));
    assert_false(selat_accord_same_year(a, 2025, 2026));
    assert_true(selat_accord_same_year(a, 2026, 2027));
    assert_false(selat_accord_same_year(a, 2027, 2028));
    w.rate[cell(C29, MYS, KOR)] = 0.2;
    static const double rate[] = {0.2, 0.2 - 0.8 * 0.5 * 0.1, 0.2 - 0.8 * 0.5 * 0.1, 0.2 - 0.8 * 0.5 * 0.2};
    for (int k = 0; k < 4; k++) {
        selat_trade_shock shock = shock_of(context, &w, a, 2025 + k);
        assert_close(shock.tariff != NULL ? shock.tariff[cell(C29, MYS, KOR)] : 0.2, rate[k], 1e-15);
        if (k > 0) assert_close(shock.iceberg_hat[cell(C29, MYS, KOR)], 1 + 0.8 * 0.5 * 0.03, 1e-15);
        selat_trade_shock_clear(context, &shock);
    }
    selat_accord_destroy(context, a);
    drop_world(context, &w);
}

static void test_schedules_that_are_refused(void **state) {
    selat_context *context = *state;
    world w;
    make_world(context, &w);
    const struct {
        const char *accord, *lines, *message;
    } bad[] = {
        {SCHEDULE("from: 2026"), NULL, "a.yaml:3:52: measures[0].tariff.schedule: found lines.csv, expected a CSV file"},
        {SCHEDULE("to: 0%"), "hs6,rate\n870380,0%\n", "found several of to, cut, add, schedule, expected exactly one"},
        {SCHEDULE("from: 2026"), "hs6,rate\n", "lines.csv: found no lines, expected at least one tariff line"},
        {SCHEDULE("from: 2026"), "hs,rate\n870380,0%\n", "lines.csv:1: header: found hs, expected each of hs6, rate"},
        {SCHEDULE("from: 2026"), "hs6,rate,rate\n870380,0%,0%\n", "lines.csv:1: header: found rate, expected each"},
        {SCHEDULE("from: 2026"), "hs6\n870380\n", "lines.csv:1: expected a column 'rate'"},
        {SCHEDULE("from: 2026"), "hs6,rate\n87038,0%\n", "lines.csv:2: hs6: found 87038, expected six digits such as 010110"},
        {SCHEDULE("from: 2026"), "hs6,rate\n8703.80,0%\n", "lines.csv:2: hs6: found 8703.80, expected six digits"},
        {SCHEDULE("from: 2026"), "hs6,rate\n870380,0%\n999998,0%\n", "lines.csv:3: hs6: found 999998, expected an HS6 code"},
        {SCHEDULE("from: 2026"), "hs6,rate\n870380,0.05\n", "lines.csv:2: rate: found 0.05, expected a percentage such as 5%"},
        {SCHEDULE("from: 2026"), "hs6,rate\n870380,\n", "lines.csv:2: rate: found , expected a percentage such as 5%"},
        {SCHEDULE("from: 2026"), "hs6,rate\n870380,-1%\n", "lines.csv:2: rate: found -1%, expected a percentage from 0%"},
        {SCHEDULE("from: 2026"), "hs6,rate\n870380,1001%\n", "found 1001%, expected a percentage from 0% to 1000%"},
        {SCHEDULE("from: 2026"), "hs6,rate\n010110,1%\n870380,0%\n010110,2%\n",
         "lines.csv:4: hs6: found 010110 again, first in line 2, expected each line once"},
        {SCHEDULE("from: 2026"), "hs6,rate,year\n870380,0%,2026\n870380,0%,2026\n", "expected each line once a year"},
        {SCHEDULE("from: 2026"), "hs6,rate,year\n870380,0%,26\n", "lines.csv:2: year: found 26, expected a whole number"},
        {SCHEDULE("from: 2026"), "hs6,rate,weight\n870380,0%,-3\n", "lines.csv:2: weight: found -3, expected a weight of 0"},
        {SCHEDULE("from: 2026"), "hs6,rate,weight\n870380,0%,nan\n", "lines.csv:2: weight: found nan, expected a finite"},
        {SCHEDULE("from: 2026, full: 2028"), "hs6,rate,year\n870380,0%,2026\n",
         "measures[0].tariff.full: found 2028, expected no `full` beside a schedule with years"},
        {SCHEDULE("products: C26"), "hs6,rate\n870380,0%\n", "expected lines with a rate in the measure's products"},
    };
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        selat_accord *a;
        assert_int_equal(read_with(context, &w, bad[k].accord, bad[k].lines, &a), SELAT_BAD_INPUT);
        assert_message_has(context, bad[k].message);
        assert_null(a);
    }
    drop_world(context, &w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_lines_count_the_same_without_weights),
        TEST(test_weights),
        TEST(test_years),
        TEST(test_shipped_concordance),
        TEST(test_schedule_by_count),
        TEST(test_schedule_with_weights_and_years),
        TEST(test_schedules_that_are_refused),
    };
    return cmocka_run_group_tests_name("schedule", tests, NULL, NULL);
}

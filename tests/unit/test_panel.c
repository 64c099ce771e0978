/* The panel of flows and tariffs: what ships, saving and loading, added duties, past events, bad files. */
#include "unit.h"

#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"


static const char *temporary_file(const char *name) {
    static char path[512];
    snprintf(path, sizeof path, "%s/selat-panel-%ld-%s", getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp",
             (long)getpid(), name);
    return path;
}

static selat_panel *shipped(selat_context *context) {
    selat_panel *p;
    assert_ok(context, selat_dataset_panel(context, "flows-2011-2022", &p));
    return p;
}

/* 2022 against the table that was built from the unrounded file; 2021 against the tariffs that ship beside it. */
static void test_shipped_panel_agrees_with_table_and_tariffs(void **state) {
    selat_context *context = *state;
    selat_panel *p = shipped(context);
    selat_table *t;
    selat_tariffs tariffs;
    assert_ok(context, selat_dataset_table(context, "oecd-2022", &t));
    assert_ok(context, selat_dataset_tariffs(context, "teti-2021", t, &tariffs));
    int64_t R = 81, cells = 0;
    assert_int_equal(p->regions.count, R);
    assert_int_equal(p->sectors.count, 28);
    assert_string_equal(p->sectors.codes[27], "SVC");
    assert_int_equal(p->first_year, 2011);
    assert_int_equal(p->n_years, 12);
    double *flow = calloc((size_t)(50 * R * R), sizeof *flow);
    selat_table_flows_musd(t, flow);
    const float *panel = selat_panel_flows_musd(p, 2022), *rate = selat_panel_tariffs(p, 2021);
    for (int64_t k = 0; k < 27 * R * R; k++) {
        assert_close(panel[k], flow[k], 7.7e-6 * flow[k] + 1e-9);
        if (tariffs.rate[k] < 0.5) assert_close(rate[k], tariffs.rate[k], 1e-5);
        cells += rate[k] > 0;
    }
    assert_true(cells > 50000);
    assert_null(selat_panel_tariffs(p, 2022));
    assert_null(selat_panel_flows_musd(p, 2010));
    for (int64_t n = 0; n < R; n++) {
        bool none = strcmp(p->regions.codes[n], "HKG") == 0 || strcmp(p->regions.codes[n], "ROW") == 0;
        assert_int_equal(p->importer_missing[n], none);
    }
    free(flow);
    selat_tariffs_clear(context, &tariffs);
    selat_table_destroy(context, t);
    selat_panel_destroy(context, p);
}

static selat_panel *make_small(selat_context *context) {
    static const char *const regions[] = {"KOR", "MYS"}, *const sectors[] = {"C26", "SVC"};
    selat_labels r, s;
    selat_panel *p;
    assert_ok(context, selat_labels_init(context, 2, regions, NULL, &r));
    assert_ok(context, selat_labels_init(context, 2, sectors, NULL, &s));
    assert_ok(context, selat_panel_create(context, &r, &s, 2017, 3, 2, &p));
    assert_ok(context, selat_copy_text(context, "a test", &p->source));
    for (int k = 0; k < 24; k++) p->flow_musd[k] = 1000.0f / (float)(k + 3);
    for (int k = 0; k < 16; k++) p->tariff[k] = 0.01f * (float)(k % 5);
    p->importer_missing[1] = true;
    selat_labels_clear(context, &r);
    selat_labels_clear(context, &s);
    return p;
}

static void test_save_and_load(void **state) {
    selat_context *context = *state;
    selat_panel *p = make_small(context), *q;
    const char *path = temporary_file("saved.h5");
    assert_ok(context, selat_panel_save(context, p, path));
    assert_ok(context, selat_dataset_panel(context, path, &q));
    assert_string_equal(q->source, "a test");
    assert_int_equal(q->first_year, 2017);
    assert_int_equal(q->n_tariff_years, 2);
    assert_string_equal(q->regions.codes[1], "MYS");
    assert_true(q->importer_missing[1] && !q->importer_missing[0]);
    for (int k = 0; k < 24; k++) assert_close(q->flow_musd[k], p->flow_musd[k], 7.7e-6 * (double)p->flow_musd[k]);
    for (int k = 0; k < 16; k++) assert_close(q->tariff[k], p->tariff[k], 0);
    assert_ptr_equal(selat_panel_tariffs(q, 2018), q->tariff + 8);
    selat_panel_destroy(context, q);
    selat_panel_destroy(context, p);
    remove(path);
}

static void test_damaged_panels_are_refused(void **state) {
    selat_context *context = *state;
    selat_panel *p = make_small(context), *q;
    char path[512], *bytes;
    size_t length;
    snprintf(path, sizeof path, "%s", temporary_file("damaged.h5"));
    assert_ok(context, selat_panel_save(context, p, path));
    assert_ok(context, selat_file_read(context, path, 1 << 20, &bytes, &length));
    for (size_t at = 3; at < length; at += length / 40) {
        bytes[at] ^= 0x10;
        assert_ok(context, selat_file_write(context, path, bytes, length));
        assert_int_equal(selat_dataset_panel(context, path, &q), SELAT_BAD_INPUT);
        assert_null(q);
        bytes[at] ^= 0x10;
    }
    assert_ok(context, selat_file_write(context, path, bytes, length / 2));
    assert_int_equal(selat_dataset_panel(context, path, &q), SELAT_BAD_INPUT);
    assert_message_has(context, "truncated or damaged panel file");
    assert_int_equal(selat_dataset_panel(context, source_path("data/tables/oecd-2022.h5"), &q), SELAT_BAD_INPUT);
    assert_message_has(context, "without selat's seal of a panel");
    p->flow_musd[3] = -1;
    assert_ok(context, selat_panel_save(context, p, path));
    assert_int_equal(selat_dataset_panel(context, path, &q), SELAT_BAD_INPUT);
    assert_message_has(context, "flow/2017: expected numbers of 0 or more");
    selat_release(context, bytes);
    selat_panel_destroy(context, p);
    remove(path);
}

static selat_status read_duties(selat_context *context, const selat_panel *p, const char *rows, selat_added_duties *out) {
    char text[512];
    const char *path = temporary_file("duties.csv");
    int length = snprintf(text, sizeof text, "importer,exporter,sector,year,add\n%s", rows);
    assert_ok(context, selat_file_write(context, path, text, (size_t)length));
    selat_status status = selat_dataset_added_duties(context, path, p, out);
    remove(path);
    return status;
}

/* In force from its year until the next row of the same flow, and added to the rate that is there. */
static void test_added_duties(void **state) {
    selat_context *context = *state;
    selat_panel *p = make_small(context);
    selat_added_duties d;
    assert_ok(context, read_duties(context, p, "KOR,MYS,C26,2018,0.10\nKOR,MYS,C26,2020,0.25\nMYS,KOR,C26,2019,0.05\n", &d));
    assert_int_equal(d.count, 3);
    static const struct {
        int64_t year;
        double into_korea, into_malaysia;
    } expected[] = {{2017, 0.02, 0}, {2018, 0.12, 0}, {2019, 0.12, 0.05}, {2020, 0.27, 0.05}, {2030, 0.27, 0.05}};
    for (size_t k = 0; k < sizeof expected / sizeof *expected; k++) {
        double rate[8] = {0, 0.02}; /* [sector][importer][exporter] */
        selat_added_duties_apply(&d, 2, expected[k].year, rate);
        assert_close(rate[1], expected[k].into_korea, 1e-15);
        assert_close(rate[2], expected[k].into_malaysia, 1e-15);
        assert_close(rate[5], 0, 0);
    }
    selat_added_duties_clear(context, &d);
    static const struct {
        const char *rows, *message;
    } bad[] = {{"XXX,MYS,C26,2018,0.1\n", ":2:"},
               {"KOR,MYS,C99,2018,0.1\n", "a sector of the panel"},
               {"KOR,MYS,C26,2018,-0.1\n", "a fraction of 0 or more"},
               {"KOR,MYS,C26,soon,0.1\n", "soon"},
               {"KOR,MYS,C26,2018,0.1\nKOR,MYS,C26,2018,0.2\n", "each flow and year once"}};
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        assert_int_equal(read_duties(context, p, bad[k].rows, &d), SELAT_BAD_INPUT);
        assert_message_has(context, bad[k].message);
        assert_int_equal(d.count, 0);
    }
    selat_panel_destroy(context, p);
}

/* The levels that the assumed duties were made to meet, weighted with 2017 trade (docs/data.md). */
static void test_shipped_duties_have_the_published_level(void **state) {
    selat_context *context = *state;
    selat_panel *p = shipped(context);
    selat_added_duties d;
    int64_t R = 81, us = selat_labels_find(&p->regions, "USA"), cn = selat_labels_find(&p->regions, "CHN");
    assert_ok(context, selat_dataset_added_duties(context, "us-china-2018-2019", p, &d));
    double *added = calloc((size_t)(28 * R * R), sizeof *added);
    const float *flow = selat_panel_flows_musd(p, 2017), *rate = selat_panel_tariffs(p, 2021);
    selat_added_duties_apply(&d, R, 2021, added);
    const int64_t pairs[2] = {us * R + cn, cn * R + us};
    for (int k = 0; k < 2; k++) {
        double trade = 0, duty = 0;
        for (int64_t s = 0; s < 27; s++) {
            int64_t at = s * R * R + pairs[k];
            trade += (double)flow[at];
            duty += (double)flow[at] * (added[at] + (double)rate[at]);
        }
        assert_close(duty / trade, k == 0 ? 0.19 : 0.20, 0.01);
    }
    free(added);
    selat_added_duties_clear(context, &d);
    selat_panel_destroy(context, p);
}

static void test_past_events(void **state) {
    selat_context *context = *state;
    selat_panel *p = shipped(context);
    selat_groups groups;
    selat_past_events e;
    assert_ok(context, selat_dataset_groups(context, &groups));
    assert_ok(context, selat_dataset_past_events(context, "events", p, &groups, &e));
    assert_true(e.count >= 8);
    int64_t asean = 0;
    for (int64_t k = 0; k < e.count; k++) {
        if (strstr(e.events[k].name, "Korea-ASEAN") == NULL) continue;
        for (int64_t n = 0; n < p->regions.count; n++) asean += e.events[k].side_b[n];
        assert_true(e.events[k].side_a[selat_labels_find(&p->regions, "KOR")]);
    }
    assert_int_equal(asean, 10); /* Timor-Leste is no region of the panel */
    selat_past_events_clear(context, &e);
    static const char *const rows[] = {"a,2011,2011,KOR,MYS,s\n", "a,2011,2022,KOR,MYS,s\n", "a,2011,2015,KOR,NOPE,s\n"};
    for (int k = 0; k < 3; k++) {
        char text[256];
        const char *path = temporary_file("events.csv");
        int length = snprintf(text, sizeof text, "event,from,to,side_a,side_b,source\n%s", rows[k]);
        assert_ok(context, selat_file_write(context, path, text, (size_t)length));
        assert_int_equal(selat_dataset_past_events(context, path, p, &groups, &e), SELAT_BAD_INPUT);
        assert_message_has(context, ":2:");
        remove(path);
    }
    selat_groups_clear(context, &groups);
    selat_panel_destroy(context, p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_shipped_panel_agrees_with_table_and_tariffs),
        TEST(test_save_and_load),
        TEST(test_damaged_panels_are_refused),
        TEST(test_added_duties),
        TEST(test_shipped_duties_have_the_published_level),
        TEST(test_past_events),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

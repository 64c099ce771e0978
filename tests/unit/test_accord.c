/* Accord files: what is read, what is refused, and the shocks they become. */
#include "accord_world.h"

#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"

#define HEAD "accord: {name: x, parties: [KOR, MYS]}\nmeasures:\n"
#define TARIFF(rest) HEAD "- tariff: {" rest "}\n"
#define FULL_TARIFF                                                                                                    \
    "between: [KOR, MYS], products: goods, from: 2026, until: 2035, full: 2026, utilisation: 100%, compliance: 0%"

static selat_accord *read_ok(selat_context *context, const world *w, const char *text) {
    selat_accord *accord;
    assert_ok(context, read_text(context, w, text, &accord));
    return accord;
}

static selat_trade_shock compile(selat_context *context, const world *w, const selat_accord *accord, int64_t year) {
    selat_trade_shock shock;
    assert_ok(context, selat_accord_compile(context, accord, &w->economy, &w->tariffs, 2022, year, NULL, &shock));
    return shock;
}

/* ---- reading ---- */

static void test_whole_file(void **state) {
    selat_context *context = *state;
    world w;
    make_world(context, &w);
    selat_accord *a = read_ok(
        context, &w,
        "accord: {name: A partnership, parties: [KOR, MYS], signed: 2024-11-25, source: 'a, paper'}\n"
        "baseline: {table: toy, tariffs: t, elasticities: e, deficits: zero, years: [2025, 2030], inflation: 3%,\n"
        "           tariff_scale: {MYS: 25%}}\n"
        "measures:\n"
        "  - tariff: {importer: MYS, exporter: [KOR, JPN], products: [goods], exclude: C10T12, cut: 50%, from: 2026,\n"
        "             until: 2028, full: 2027, utilisation: 80%, compliance: 2%, label: l, source: s, assumed: a}\n"
        "  - barrier: {between: RCEP, products: [J61, J62_63], cut: 5%, rents: {importer: 20%, exporter: 30%}}\n"
        "  - purchase: {buyer: MYS, seller: KOR, product: C29, amount: 0.92 BUSD, years: [2026, 2028], offset: 30%,\n"
        "               financed_by: grant, giver: JPN}\n"
        "  - preparedness: {stress: supplier outage, days: 40, label: cleaner chips, source: q}\n"
        "stress:\n"
        "  - {name: supplier outage, region: JPN, product: C26, loss: 50%, days: 90}\n"
        "pending:\n"
        "  - {commitment: hydrogen, needs: hydrogen, source: z}\n"
        "uncertainty: {draws: 1000, seed: 1}\n"
        "calibrate:\n"
        "  - {importer: MYS, exporter: KOR, amount: 11 BUSD, source: customs}\n");
    assert_string_equal(a->name, "A partnership");
    assert_string_equal(a->signed_on, "2024-11-25");
    assert_string_equal(a->source, "a, paper");
    assert_string_equal(a->table, "toy");
    assert_int_equal(a->n_parties, 2);
    assert_int_equal(a->parties[1], MYS);
    assert_int_equal(a->deficits, SELAT_DEFICITS_ZERO);
    assert_int_equal(a->last_year, 2030);
    assert_close(a->inflation, 0.03, 1e-15);
    assert_close(a->tariff_scale[MYS], 0.25, 0);
    assert_close(a->tariff_scale[KOR], 1, 0);
    assert_int_equal(a->n_measures, 3);
    const selat_measure *t = &a->measures[0], *b = &a->measures[1], *p = &a->measures[2];
    assert_int_equal(t->kind, SELAT_MEASURE_TARIFF);
    assert_int_equal(t->line, 5);
    assert_string_equal(t->text,
                        "tariff KOR, JPN -> MYS, goods without C10T12, cut 50%, 2026 to 2028, in 2 yearly steps "
                        "until 2027");
    assert_int_equal(t->n_importers, 1);
    assert_int_equal(t->n_exporters, 2);
    assert_int_equal(t->n_products, 3);
    assert_int_equal(t->products[1], C26);
    assert_false(t->to_given || t->both_ways);
    assert_close(t->cut, 0.5, 0);
    assert_close(t->utilisation, 0.8, 0);
    assert_close(t->compliance, 0.02, 0);
    assert_string_equal(t->assumed, "a");
    assert_int_equal(b->kind, SELAT_MEASURE_BARRIER);
    assert_string_equal(b->text, "barrier within RCEP, J61 J62_63, cut 5%, 2025 to 2030");
    assert_true(b->both_ways);
    assert_int_equal(b->n_importers, 3);
    assert_false(b->importer_named[0]);
    assert_close(b->rent_exporter, 0.3, 0);
    assert_string_equal(p->text, "purchase MYS buys C29 from KOR, 0.92 BUSD, 2026 to 2028, a grant of JPN");
    assert_close(p->amount_musd, 920, 1e-12);
    assert_int_equal(p->giver, JPN);
    assert_int_equal(a->n_stresses, 1);
    assert_string_equal(a->stresses[0].text, "outage JPN C26, 50% for 90 days");
    assert_int_equal(a->stresses[0].kind, SELAT_STRESS_OUTAGE);
    assert_int_equal(a->stresses[0].days, 90);
    assert_close(a->stresses[0].loss, 0.5, 0);
    assert_true(a->stresses[0].redirect && isnan(a->stresses[0].probability));
    assert_int_equal(a->n_clauses, 1);
    assert_string_equal(a->clauses[0].text, "preparedness, supplier outage, 40 instead of 90 days");
    assert_string_equal(a->clauses[0].label, "cleaner chips");
    assert_int_equal(a->clauses[0].stress, 0);
    assert_int_equal(a->n_pending, 1);
    assert_string_equal(a->pending[0].commitment, "hydrogen");
    assert_int_equal(a->pending[0].line, 14);
    assert_int_equal(a->uncertainty.draws, 1000);
    assert_int_equal(a->uncertainty.seed, 1);
    assert_close(a->uncertainty.barriers, 0.5, 0);
    assert_close(a->uncertainty.utilisation, 0.2, 1e-15);
    assert_true(a->uncertainty.sources);
    assert_true(has_note(a, "barriers 50% by default"));
    assert_true(has_note(a, "calibrate 1 (line 17): rescaling flows is not modelled yet"));
    assert_true(has_note(a, "base tariffs of MYS are multiplied by 25%"));
    selat_accord_destroy(context, a);
    drop_world(context, &w);
}

static void test_defaults_are_noted(void **state) {
    selat_context *context = *state;
    world w;
    make_world(context, &w);
    selat_accord *a =
        read_ok(context, &w,
                HEAD "- barrier: {between: [KOR, ASEAN], products: J61, cut: 1%}\n"
                     "- tariff: {between: [KOR, MYS], to: 0%, from: 2027}\n"
                     "- purchase: {buyer: MYS, seller: KOR, product: C29, amount: 5 MUSD, years: 2026}\n");
    assert_string_equal(a->table, "oecd-2022");
    assert_string_equal(a->tariffs, "teti-2021");
    assert_string_equal(a->elasticities, "caliendo-parro-2015");
    assert_int_equal(a->deficits, SELAT_DEFICITS_SHARE);
    assert_int_equal(a->first_year, 2025);
    assert_int_equal(a->last_year, 2035);
    assert_close(a->inflation, 0.02, 0);
    assert_close(a->measures[0].rent_importer, 0.33, 0);
    assert_int_equal(a->measures[0].from, 2025);
    assert_int_equal(a->measures[1].until, 2035);
    assert_int_equal(a->measures[1].full, 2027);
    assert_int_equal(a->measures[1].n_products, 4);
    assert_close(a->measures[1].utilisation, 1, 0);
    assert_int_equal(a->measures[2].last_year, 2026);
    assert_int_equal(a->measures[2].giver, -1);
    assert_int_equal(a->measures[2].financing, SELAT_FINANCED_TAX);
    assert_true(has_note(a, "table oecd-2022 by default (OECD ICIO 2025 edition, year 2022), not given in: baseline"));
    assert_true(has_note(a, "inflation 2% by default (assumed"));
    assert_true(has_note(a, "group ASEAN: TLS is not in table toy and is left out"));
    assert_true(
        has_note(a, "exporter 33% by default (a third each, as in the MIRAGE model), not given in: rents of barrier 1 "
                    "(line 3)"));
    assert_true(has_note(a, "barrier 1 (line 3): `between` names a group beside others"));
    assert_true(has_note(
        a, "utilisation by the origin meter by default (assumed: who passes a 40% rule claims), not given in: tariff 2 (line 4)"));
    assert_true(has_note(a, "until 2035 by default (last year), not given in: barrier 1 (line 3), tariff 2 (line 4)"));
    assert_true(has_note(a, "full 2027 by default (no phase-in), not given in: tariff 2 (line 4)"));
    assert_true(has_note(
        a, "financed_by tax by default (assumed: the budget does not grow), not given in: purchase 3 (line 5)"));
    selat_accord_destroy(context, a);
    drop_world(context, &w);
}

static void test_refused(void **state) {
    static const char *const cases[][2] = {
        {"", "a.yaml: found an empty file, expected an accord"},
        {"# nothing but a comment\n", "a.yaml: found an empty file, expected an accord"},
        {"hello", "a.yaml:1:1: found hello, expected a map with keys such as accord"},
        {"accord: [", "a.yaml:2:1: not YAML: "},
        {"a: &x 1", "a.yaml:1:4: found an anchor (&), expected plain words, lists and maps"},
        {"a: *x", "a.yaml:1:4: found an alias (*)"},
        {"a: !!int 1", "a.yaml:1:4: found a tag (!)"},
        {"a: 1\n---\nb: 2", "a.yaml:2:1: found a second document, expected one in a file"},
        {"a: 1\nb: 2\na: 3", "a.yaml:3:1: found a, expected each key once (it stands in line 1 already)"},
        {"? [a]\n: 1", "a.yaml:1:3: found a list or map as key, expected a word"},
        {"a: \"\\e[31m\"", "a.yaml:1:4: found a control character, expected plain text"},
        {"[[[[[[[[[[[[[[[[[1", "a.yaml:1:17: found one level more, expected at most 16 levels of lists and maps"},
        {"\"a\\nb\": 1", "a.yaml:1:1: found a line break in a key, expected a word"},
        {"accord: {name: x, parties: [KOR, \"N\\nO\"]}", "accord.parties[1]: found N O, expected an ISO"},
        {"baseline: {}", "a.yaml:1:1: found no key accord, expected it: what the agreement is"},
        {"accord: {parties: [KOR, MYS]}", "a.yaml:1:9: accord: found no key name, expected it: its name"},
        {"accord: {name: x, parties: [KOR, NO]}",
         "a.yaml:1:34: accord.parties[1]: found NO, expected an ISO three-letter code (did you mean NOR?)"},
        {"accord: {name: x, parties: [KOR, Malaysia]}", "(did you mean MYS?)"},
        {"accord: {name: x, parties: [KOR, rcep]}", "(did you mean RCEP?)"},
        {"accord: {name: x, parties: [KOR, Atlantis]}",
         "found Atlantis, expected an ISO three-letter code or a group of table toy"},
        {"accord: {name: x, parties: [KOR, NOBODY]}", "found NOBODY, expected a group with members in table toy"},
        {"accord: {name: x, parties: KOR}", "a.yaml:1:28: accord.parties: found KOR, expected at least two regions"},
        {"accord: {name: x, parties: []}",
         "accord.parties: found an empty list, expected an ISO three-letter code or a group such as ASEAN"},
        {"accord: {name: [x], parties: [KOR, MYS]}", "accord.name: found a list, expected a text"},
        {"accord: {name: x, parties: [KOR, MYS], signed: 25 Nov 2024}",
         "found 25 Nov 2024, expected a day such as 2024-11-25"},
        {HEAD "mesures: []\n",
         "a.yaml:3:1: mesures: found an unknown key, expected one of accord, baseline, measures, pending, "
         "stress, uncertainty, calibrate (did you mean measures?)"},
        {"accord: {name: x, parties: [KOR, MYS]}\nbaseline: {years: [2035, 2025]}",
         "a.yaml:2:19: baseline.years: found 2035 to 2025, "
         "expected the first year before the last"},
        {"accord: {name: x, parties: [KOR, MYS]}\nbaseline: {deficits: none}",
         "found none, expected one of nominal|share|multiplicative|zero"},
        {"accord: {name: x, parties: [KOR, MYS]}\nbaseline: {overlays: [atlantis]}",
         "a.yaml:2:23: baseline.overlays[0]: found atlantis, expected the name of a file overlays/NAME.yaml"},
        {"accord: {name: x, parties: [KOR, MYS]}\nbaseline: {tariff_scale: {MY: 5%}}",
         "baseline.tariff_scale.MY: found MY, expected an ISO three-letter code (did you mean MYS?)"},
        {"accord: {name: x, parties: [KOR, MYS]}\nbaseline: {tariff_scale: {MYS: 0.5}}",
         "found 0.5, expected a percentage such as 0.5%"},
        {"accord: {name: x, parties: [KOR, MYS]}\nmeasures: {tariff: {}}",
         "a.yaml:2:11: measures: found a map, expected a list"},
        {HEAD "- tarrif: {}\n",
         "a.yaml:3:3: measures[0].tarrif: found the unknown measure tarrif, expected tariff, barrier, purchase or "
         "another kind of docs/accord-format.md (did you mean tariff?)"},
        {HEAD "- baseline: {}\n", "found the unknown measure baseline"},
        {HEAD "- {tariff: {}, barrier: {}}\n", "a.yaml:3:3: measures[0]: found several keys, expected one measure"},
        {HEAD "- tariff\n", "a.yaml:3:3: measures[0]: found tariff, expected one measure, such as tariff: {...}"},
        {HEAD "- capacity: {region: MYS, product: C26, productivty: 10%}\n", "(did you mean productivity?)"},
        {HEAD "- capacity: {region: MYS, product: C26, productivity: 10}\n",
         "found 10, expected a percentage such as 10%"},
        {TARIFF("between: [KOR, MYS], to: 12"),
         "a.yaml:3:37: measures[0].tariff.to: found 12, expected a percentage such as 12%"},
        {TARIFF("between: [KOR, MYS], to: 12 MUSD"), "found 12 MUSD, expected a percentage such as 12%"},
        {TARIFF("between: [KOR, MYS], to: [0%]"), "found a list, expected a percentage such as 12%"},
        {TARIFF("between: [KOR, MYS], to: nan%"), "found nan%, expected a percentage"},
        {TARIFF("between: [KOR, MYS], to: -120%"),
         "a.yaml:3:37: measures[0].tariff.to: found -120%, expected a percentage from -99% to 1000%"},
        {TARIFF("between: [KOR, MYS], to: 0%, from: 2040"),
         "a.yaml:3:47: measures[0].tariff.from: found 2040, expected a year from 2025 to 2035 (baseline.years)"},
        {TARIFF("between: [KOR, MYS], to: 0%, until: 2024"), "found 2024, expected a year from 2025 to 2035"},
        {TARIFF("between: [KOR, MYS], to: 0%, from: soon"), "found soon, expected a year such as 2026"},
        {TARIFF("between: [KOR, MYS], to: 0%, from: 2030, until: 2028"),
         "found until 2028, expected not before from (2030)"},
        {TARIFF("between: [KOR, MYS], to: 0%, from: 2030, full: 2028"),
         "found 2028, expected a year not before from (2030)"},
        {TARIFF("between: [KOR, KOR], to: 0%"), "a.yaml:3:27: measures[0].tariff.between[1]: found KOR, expected each "
                                                "code once: a region does not trade with itself"},
        {TARIFF("between: KOR, to: 0%"),
         "found KOR, expected at least two regions: a region does not trade with itself"},
        {TARIFF("importer: KOR, exporter: KOR, to: 0%"),
         "measures[0].tariff.exporter: found KOR, expected a region that is not the importer: none trades with itself"},
        {TARIFF("importer: [KOR, MYS], exporter: [JPN, MYS], to: 0%"),
         "found MYS, expected a region that is not the importer"},
        {TARIFF("importer: KOR, to: 0%"), "a.yaml:3:11: measures[0].tariff: found no key exporter, expected either "
                                          "`between`, or `importer` and `exporter`"},
        {TARIFF("to: 0%"), "found no key between"},
        {TARIFF("between: [KOR, MYS], importer: KOR, to: 0%"), "found it beside `between`"},
        {TARIFF("between: [KOR, MYS]"), "measures[0].tariff: found none of to, cut, add, schedule, expected exactly one of them"},
        {TARIFF("between: [KOR, MYS], to: 0%, cut: 5%"), "found several of to, cut, add, schedule"},
        {TARIFF("between: [KOR, MYS], to: 0%, products: J61"),
         "measures[0].tariff.products: found J61, expected goods: no tariff falls on services"},
        {TARIFF("between: [KOR, MYS], to: 0%, products: services"),
         "found services, expected goods: no tariff falls on services"},
        {TARIFF("between: [KOR, MYS], to: 0%, products: C27"),
         "expected a sector code such as C26 (did you mean C26?)"},
        {TARIFF("between: [KOR, MYS], to: 0%, products: C26, exclude: C29"),
         "found C29, expected one of the measure's products"},
        {TARIFF("between: [KOR, MYS], to: 0%, products: C26, exclude: C26"), "found nothing left after `exclude`"},
        {TARIFF("between: [KOR, MYS], to: 0%, products: [C26, C26]"), "found C26, expected each code once"},
        {TARIFF("between: [KOR, MYS], to: 0%, utilisation: 120%"), "found 120%, expected a percentage from 0% to 100%"},
        {TARIFF("between: [KOR, MYS], to: 0%, utilization: 80%"),
         "a.yaml:3:41: measures[0].tariff.utilization: found an unknown key"},
        {TARIFF("between: {KOR: MYS}, to: 0%"),
         "found a map, expected an ISO three-letter code or a group such as ASEAN"},
        {HEAD "- barrier: {between: [KOR, MYS], products: J61}\n",
         "measures[0].barrier: found no key cut, expected it: part of the delivered price"},
        {HEAD "- barrier: {between: [KOR, MYS], products: J61, cut: 5%, rents: {importer: 60%, exporter: 60%}}\n",
         "measures[0].barrier.rents: found more than 100% in all, expected importer and exporter at most 100% "
         "together"},
        {HEAD "- barrier: {between: [KOR, MYS], products: J61, cut: 5%, rents: 33%}\n", "found 33%, expected a map"},
        {HEAD "- purchase: {buyer: KOR, seller: KOR, product: C26, amount: 1 MUSD, years: 2026}\n",
         "measures[0].purchase.seller: found KOR, expected a region that is not the buyer: none trades with itself"},
        {HEAD "- purchase: {buyer: RCEP, seller: KOR, product: C26, amount: 1 MUSD, years: 2026}\n",
         "found RCEP, expected an ISO three-letter code"},
        {HEAD "- purchase: {buyer: MYS, seller: KOR, product: C26, amount: 920, years: 2026}\n",
         "found 920, expected an amount such as 920 MUSD or 0.92 BUSD"},
        {HEAD "- purchase: {buyer: MYS, seller: KOR, product: C26, amount: 0 MUSD, years: 2026}\n",
         "found 0 MUSD, expected a number from 0.001 MUSD to 100000000 MUSD"},
        {HEAD "- purchase: {buyer: MYS, seller: KOR, product: C26, amount: 1 MUSD, years: [2024, 2026]}\n",
         "years[0]: found 2024, expected a year from 2025 to 2035 (baseline.years)"},
        {HEAD "- purchase: {buyer: MYS, seller: KOR, product: C26, amount: 1 MUSD, years: 2026, financed_by: grant}\n",
         "found no key giver"},
        {HEAD "- purchase: {buyer: MYS, seller: KOR, product: C26, amount: 1 MUSD, years: 2026, giver: KOR}\n",
         "found KOR, expected no giver unless financed_by is grant"},
        {HEAD "- purchase: {buyer: MYS, seller: KOR, product: C26, amount: 1 MUSD, years: 2026, financed_by: grant, "
              "giver: MYS}\n",
         "found MYS, expected another region than the buyer"},
        {HEAD "pending:\n- {commitment: x}\n", "a.yaml:4:3: pending[0]: found no key needs"},
        {HEAD "stress:\n- {name: x, region: CHM}\n", "stress[0].region: found CHM"},
        {HEAD "stress:\n- {name: x, region: KOR, loss: 5%}\n", "no key days"},
        {HEAD "stress:\n- {name: x, region: KOR, days: 5}\n", "no key loss"},
        {HEAD "stress:\n- {name: x, days: 5, loss: 5%}\n", "no key region"},
        {HEAD "stress:\n- {name: x, region: KOR, loss: 5%, days: 2.5}\n", "a whole number of days"},
        {HEAD "stress:\n- {name: x, gate: suez, region: KOR, days: 5}\n", "no region in a stress of kind lane"},
        {HEAD "stress:\n- {name: x, gate: suez, chain: chips, days: 5}\n", "both gate and chain"},
        {HEAD "stress:\n- {name: x, gate: suez, days: 5}\n- {name: x, gate: suez, days: 5}\n", "stress[1].name: found x"},
        {HEAD "- preparedness: {stress: oka, days: 2}\nstress:\n- {name: oak, gate: suez, days: 5}\n", "did you mean oak?"},
        {HEAD "- preparedness: {stress: x, days: 6}\nstress:\n- {name: x, gate: suez, days: 5}\n", "at most 5"},
        {HEAD "- priority: {supplier: KOR, buyer: KOR}\n", "another region than the supplier"},
        {HEAD "- stockpile: {region: KOR, product: C26, days: -1}\n", "stockpile.days: found -1"},
        {HEAD "uncertainty: {draws: 10.5}\n", "uncertainty.draws: found 10.5, expected a whole number"},
        {HEAD "uncertainty: {sources: maybe}\n", "uncertainty.sources: found maybe, expected one of yes|no"},
        {HEAD "uncertainty: {draws: 10%}\n", "uncertainty.draws: found 10%, expected a number without a unit"},
    };
    selat_context *context = *state;
    world w;
    make_world(context, &w);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        selat_accord *accord;
        if (read_text(context, &w, cases[k][0], &accord) != SELAT_BAD_INPUT) fail_msg("accepted: %s", cases[k][0]);
        assert_null(accord);
        if (strstr(selat_message(context), cases[k][1]) == NULL) {
            fail_msg("%s\nmessage  '%s'\nexpected '%s'", cases[k][0], selat_message(context), cases[k][1]);
        }
    }
    drop_world(context, &w);
}

static void write_file(selat_context *context, const char *path, const char *bytes, size_t length) {
    assert_ok(context, selat_file_write(context, path, bytes, length));
}

static void test_noise_is_refused_quickly(void **state) {
    selat_context *context = *state;
    world w;
    make_world(context, &w);
    char path[64];
    snprintf(path, sizeof path, "/tmp/selat-noise-%ld.yaml", (long)getpid());
    enum { BIG = 50 << 20, SMALL = 4096 };
    char *noise;
    assert_ok(context, selat_new(context, BIG, &noise));
    uint32_t seed = 1;
    for (size_t k = 0; k < BIG; k++)
        noise[k] = (char)((seed = seed * 1664525u + 1013904223u) >> 24);
    selat_accord *accord;
    write_file(context, path, noise, BIG);
    assert_int_equal(selat_accord_read(context, path, w.table, &w.groups, &accord), SELAT_BAD_INPUT);
    assert_message_has(context, "larger than the 1048576 bytes such a file may have");
    write_file(context, path, noise, SMALL);
    assert_int_equal(selat_accord_read(context, path, w.table, &w.groups, &accord), SELAT_BAD_INPUT);
    assert_message_has(context, "not UTF-8 text");
    write_file(context, path, "", 0);
    assert_int_equal(selat_accord_read(context, path, w.table, &w.groups, &accord), SELAT_BAD_INPUT);
    assert_message_has(context, ": found an empty file, expected an accord");
    char *name;
    assert_int_equal(selat_accord_table_name(context, path, &name), SELAT_BAD_INPUT);
    write_file(context, path, "baseline: {table: mine.h5}", 26);
    assert_ok(context, selat_accord_table_name(context, path, &name));
    assert_string_equal(name, "mine.h5");
    selat_release(context, name);
    write_file(context, path, "accord: {}", 10);
    assert_ok(context, selat_accord_table_name(context, path, &name));
    assert_string_equal(name, "oecd-2022");
    selat_release(context, name);
    remove(path);
    assert_int_equal(selat_accord_read(context, path, w.table, &w.groups, &accord), SELAT_IO_ERROR);
    selat_release(context, noise);
    drop_world(context, &w);
}

static void test_overlays_are_read_beside_the_file(void **state) {
    selat_context *context = *state;
    world w;
    make_world(context, &w);
    char folder[64], path[128], below[128];
    snprintf(folder, sizeof folder, "/tmp/selat-accord-%ld/overlays", (long)getpid());
    snprintf(path, sizeof path, "/tmp/selat-accord-%ld/a.yaml", (long)getpid());
    snprintf(below, sizeof below, "%s/early.yaml", folder);
    assert_ok(context, selat_folder_make(context, folder));
    const char *main_text =
        "accord: {name: x, parties: [KOR, MYS]}\nbaseline: {overlays: [early], years: [2025, 2027]}\n";
    const char *overlay = "accord: {name: Early, parties: [KOR, JPN]}\nmeasures:\n"
                          "- tariff: {between: [KOR, JPN], to: 0%, from: 2022, full: 2041}\n";
    write_file(context, path, main_text, strlen(main_text));
    write_file(context, below, overlay, strlen(overlay));
    selat_accord *a;
    assert_ok(context, selat_accord_read(context, path, w.table, &w.groups, &a));
    assert_int_equal(a->n_overlays, 1);
    const selat_accord *o = a->overlays[0];
    assert_string_equal(o->name, "Early");
    assert_int_equal(o->last_year, 2027);
    assert_int_equal(o->measures[0].from, 2022);
    assert_int_equal(o->measures[0].until, 2027);
    assert_true(has_note(a, "overlay early: utilisation by the origin meter by default (assumed: who passes a 40% rule "
                            "claims), not given in: tariff 1 (line 3)"));
    selat_trade_shock shock = compile(context, &w, o, 2025); /* 4 of 20 steps off 2 % */
    assert_close(shock.tariff[cell(C26, KOR, JPN)], 0.02 * 0.8, 1e-16);
    selat_trade_shock_clear(context, &shock);
    selat_accord_destroy(context, a);
    const char *nested = "accord: {name: Early, parties: [KOR, JPN]}\nbaseline: {overlays: [late]}\n";
    write_file(context, below, nested, strlen(nested));
    assert_int_equal(selat_accord_read(context, path, w.table, &w.groups, &a), SELAT_BAD_INPUT);
    assert_message_has(context, "overlays/early.yaml:2:22: baseline.overlays: found a list, expected none");
    *strrchr(folder, '/') = '\0';
    assert_ok(context, selat_folder_remove(context, folder));
    drop_world(context, &w);
}

/* ---- shocks ---- */

static void test_no_measures_no_change(void **state) {
    selat_context *context = *state;
    world w;
    make_world(context, &w);
    static const char *const texts[] = {"accord: {name: x, parties: [KOR, MYS]}", HEAD, HEAD "  []",
                                        HEAD "- intensity: {region: MYS, cut: 5%}" /* emissions only */};
    for (size_t k = 0; k < 4; k++) {
        selat_accord *a = read_ok(context, &w, texts[k]);
        for (int64_t year = 2025; year <= 2035; year++) {
            selat_trade_shock shock = compile(context, &w, a, year);
            assert_null(shock.tariff);
            assert_null(shock.iceberg_hat);
            assert_null(shock.import_rent_hat);
            assert_null(shock.export_rent_hat);
            assert_null(shock.technology_hat);
            assert_null(shock.purchases);
            assert_int_equal(shock.n_purchases, 0);
            assert_true(selat_accord_same_year(a, 2025, year));
        }
        selat_accord_destroy(context, a);
    }
    drop_world(context, &w);
}

static void test_tariff_with_utilisation_compliance_and_phase(void **state) {
    selat_context *context = *state;
    world w;
    make_world(context, &w);
    selat_accord *a =
        read_ok(context, &w,
                TARIFF("between: [KOR, MYS], exclude: C10T12, to: 0%, from: 2026, until: 2030, full: 2029, "
                       "utilisation: 80%, compliance: 2%"));
    selat_trade_shock shock = compile(context, &w, a, 2025);
    assert_null(shock.tariff);
    /* 2026: a quarter of the way. A01 of MYS into KOR: 10 % to 7.5 % saves 2.5 % > 2 %, claimed by 80 %. */
    shock = compile(context, &w, a, 2026);
    assert_close(shock.tariff[cell(A01, KOR, MYS)], 0.1 - 0.8 * 0.025, 1e-16);
    assert_close(shock.iceberg_hat[cell(A01, KOR, MYS)], 1.016, 1e-15);
    assert_close(shock.tariff[cell(C29, MYS, KOR)], 0.04, 0); /* would save 1 %: not worth proving origin */
    assert_close(shock.iceberg_hat[cell(C29, MYS, KOR)], 1, 0);
    selat_trade_shock_clear(context, &shock);
    /* 2029: in full. */
    shock = compile(context, &w, a, 2029);
    assert_close(shock.tariff[cell(A01, KOR, MYS)], 0.02, 1e-16);
    assert_close(shock.tariff[cell(C29, MYS, KOR)], 0.008, 1e-16);
    assert_close(shock.tariff[cell(C26, MYS, KOR)], 0.02, 0); /* saves 2 %, no more than it costs */
    assert_close(shock.iceberg_hat[cell(C26, MYS, KOR)], 1, 0);
    assert_close(shock.tariff[cell(C10T12, MYS, KOR)], 0.9, 0);
    assert_close(shock.tariff[cell(C29, MYS, JPN)], 0.02, 0);
    assert_close(shock.tariff[cell(C29, KOR, KOR)], 0, 0);
    assert_close(shock.tariff[cell(J61, MYS, KOR)], 0, 0);
    selat_trade_shock_clear(context, &shock);
    shock = compile(context, &w, a, 2031);
    assert_null(shock.tariff);
    assert_true(selat_accord_same_year(a, 2029, 2030));
    assert_false(selat_accord_same_year(a, 2028, 2029));
    assert_true(selat_accord_same_year(a, 2025, 2031));
    assert_close(selat_measure_phase(&a->measures[0], 2027), 0.5, 0);
    selat_accord_destroy(context, a);
    drop_world(context, &w);
}

static void test_later_tariffs_start_from_what_is_left(void **state) {
    selat_context *context = *state;
    world w;
    make_world(context, &w);
    selat_accord *a = read_ok(
        context, &w,
        TARIFF("importer: MYS, exporter: KOR, products: C10T12, cut: 50%") "- tariff: {importer: MYS, exporter: KOR, "
                                                                           "products: C10T12, cut: 20%}\n"
                                                                           "- tariff: {importer: MYS, exporter: KOR, "
                                                                           "products: [C10T12, C26], to: 40%}\n"
                                                                           "- tariff: {importer: MYS, exporter: KOR, "
                                                                           "products: C26, add: 25%, from: 2026, full: "
                                                                           "2027}\n");
    selat_trade_shock shock = compile(context, &w, a, 2026);
    assert_close(shock.tariff[cell(C10T12, MYS, KOR)], 0.36, 1e-15); /* .9 -> .45 -> .36; 40 % is a ceiling */
    assert_close(shock.tariff[cell(C26, MYS, KOR)], 0.145, 1e-15);
    assert_null(shock.iceberg_hat);
    selat_trade_shock_clear(context, &shock);
    selat_compile_options options = {.without_product = C10T12, .without_measure = 3};
    assert_ok(context, selat_accord_compile(context, a, &w.economy, &w.tariffs, 2022, 2026, &options, &shock));
    assert_close(shock.tariff[cell(C10T12, MYS, KOR)], 0.9, 0);
    assert_close(shock.tariff[cell(C26, MYS, KOR)], 0.02, 0);
    selat_trade_shock_clear(context, &shock);
    selat_accord_destroy(context, a);
    drop_world(context, &w);
}

static void test_barrier_melts_and_moves_rents(void **state) {
    selat_context *context = *state;
    world w;
    make_world(context, &w);
    selat_accord *a =
        read_ok(context, &w,
                HEAD "- barrier: {between: [KOR, MYS], products: [J61, C26], cut: 5%, from: 2026, full: 2027, "
                     "rents: {importer: 30%, exporter: 20%}}\n"
                     "- barrier: {importer: MYS, exporter: KOR, products: J61, cut: 10%, from: 2028}\n");
    selat_trade_shock shock = compile(context, &w, a, 2026); /* half: 2.5 % */
    assert_close(shock.iceberg_hat[cell(J61, KOR, MYS)], 1 - 0.025 * 0.5, 1e-15);
    assert_close(shock.import_rent_hat[cell(J61, KOR, MYS)], 1 - 0.025 * 0.3, 1e-15);
    assert_close(shock.export_rent_hat[cell(C26, MYS, KOR)], 1 - 0.025 * 0.2, 1e-15);
    assert_close(shock.iceberg_hat[cell(J61, KOR, KOR)], 1, 0);
    assert_close(shock.iceberg_hat[cell(J62_63, KOR, MYS)], 1, 0);
    assert_null(shock.tariff);
    selat_trade_shock_clear(context, &shock);
    shock = compile(context, &w, a, 2028); /* the second comes on top */
    assert_close(shock.iceberg_hat[cell(J61, MYS, KOR)], (1 - 0.05 * 0.5) * (1 - 0.1 * 0.34), 1e-15);
    assert_close(shock.iceberg_hat[cell(J61, KOR, MYS)], 1 - 0.05 * 0.5, 1e-15);
    selat_trade_shock_clear(context, &shock);
    selat_accord_destroy(context, a);
    drop_world(context, &w);
}

static void test_purchase_is_split_and_deflated(void **state) {
    selat_context *context = *state;
    world w;
    make_world(context, &w);
    selat_accord *a =
        read_ok(context, &w,
                HEAD "- purchase: {buyer: MYS, seller: KOR, product: C29, amount: 920 MUSD, years: [2026, 2029], "
                     "offset: 30%, financed_by: borrow}\n");
    selat_trade_shock shock = compile(context, &w, a, 2025);
    assert_int_equal(shock.n_purchases, 0);
    shock = compile(context, &w, a, 2027);
    assert_int_equal(shock.n_purchases, 1);
    assert_close(shock.purchases[0].amount, 230 / (1.02 * 1.02 * 1.02 * 1.02 * 1.02), 1e-11);
    assert_int_equal(shock.purchases[0].buyer, MYS);
    assert_int_equal(shock.purchases[0].seller, KOR);
    assert_int_equal(shock.purchases[0].sector, C29);
    assert_int_equal(shock.purchases[0].giver, -1);
    assert_close(shock.purchases[0].offset_share, 0.3, 0);
    assert_int_equal(shock.purchases[0].financing, SELAT_FINANCED_BORROW);
    selat_trade_shock_clear(context, &shock);
    assert_false(selat_accord_same_year(a, 2026, 2027));
    assert_true(selat_accord_same_year(a, 2030, 2035));
    double sum = 0;
    for (int year = 2026; year <= 2029; year++)
        sum += 230 / pow(1.02, year - 2022);
    assert_close(selat_purchase_amount_musd(a, &a->measures[0], 2022), sum, 1e-10);
    selat_accord_destroy(context, a);
    drop_world(context, &w);
}

static void test_importers_without_a_schedule(void **state) {
    selat_context *context = *state;
    world w;
    make_world(context, &w);
    selat_accord *a = read_ok(context, &w, TARIFF("between: [MYS, ROW], to: 0%"));
    selat_trade_shock shock;
    assert_int_equal(selat_accord_compile(context, a, &w.economy, &w.tariffs, 2022, 2026, NULL, &shock),
                     SELAT_BAD_INPUT);
    assert_message_has(context, "a.yaml:3: tariff: found ROW as importer, whose schedule toy-tariffs does not have");
    assert_null(shock.tariff);
    assert_int_equal(selat_accord_check_tariffs(context, a, &w.tariffs, &w.table->regions), SELAT_BAD_INPUT);
    selat_accord_destroy(context, a);
    a = read_ok(context, &w, TARIFF("between: [MYS, EAST], to: 0%") "- tariff: {between: [KOR, JPN], to: 5%}\n");
    shock = compile(context, &w, a, 2026);
    assert_close(shock.tariff[cell(C26, KOR, ROW)], 0, 0);
    assert_close(shock.tariff[cell(C26, MYS, KOR)], 0, 0);
    selat_trade_shock_clear(context, &shock);
    assert_ok(context, selat_accord_check_tariffs(context, a, &w.tariffs, &w.table->regions));
    assert_int_equal(a->measures[0].n_importers, 2);
    assert_int_equal(a->measures[0].n_exporters, 3);
    assert_true(has_note(a, "tariff in line 3: ROW as importer is left out, toy-tariffs has no schedule of it"));
    assert_true(has_note(a, "tariff in line 4 changes nothing"));
    selat_accord_destroy(context, a);
    drop_world(context, &w);
}

static void test_options_are_sound(void **state) {
    (void)state;
    int64_t count;
    const selat_option_table *tables = selat_accord_option_tables(&count);
    assert_true(count > 15);
    for (int64_t t = 0; t < count; t++) {
        assert_true(tables[t].count > 0 && tables[t].count <= 20);
        for (int64_t k = 0; k < tables[t].count; k++) {
            const selat_option *option = &tables[t].options[k];
            assert_non_null(option->help);
            assert_false(option->required && option->default_value != NULL);
            for (int64_t l = 0; l < k; l++)
                assert_string_not_equal(option->key, tables[t].options[l].key);
            if (option->kind == SELAT_OPTION_NUMBER) assert_true(option->low < option->high);
            if (option->kind == SELAT_OPTION_CHOICE) assert_non_null(option->choices);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_whole_file),
        TEST(test_defaults_are_noted),
        TEST(test_refused),
        TEST(test_noise_is_refused_quickly),
        TEST(test_overlays_are_read_beside_the_file),
        TEST(test_no_measures_no_change),
        TEST(test_tariff_with_utilisation_compliance_and_phase),
        TEST(test_later_tariffs_start_from_what_is_left),
        TEST(test_barrier_melts_and_moves_rents),
        TEST(test_purchase_is_split_and_deflated),
        TEST(test_importers_without_a_schedule),
        TEST(test_options_are_sound),
    };
    return cmocka_run_group_tests_name("accord", tests, NULL, NULL);
}

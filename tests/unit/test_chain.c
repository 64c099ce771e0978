/* Staged value chains: hand-computed losses and shares, and the two that ship. */
#include "unit.h"

enum { N = 5, C = 3 };

/* Ore (A 60, B 40) -> metal (A 50, C 50), with a machine (B 100) -> parts (no suppliers), which ends the chain. */
static selat_chain small_chain(void) {
    static char *codes[] = {"ore", "metal", "machine", "parts", "buried"}, *countries[] = {"AAA", "BBB", "OTHER"};
    static char *empty[] = {"", "", "", "", ""};
    static selat_chain_kind kind[] = {SELAT_CHAIN_MATERIAL, SELAT_CHAIN_PROCESS, SELAT_CHAIN_TOOL, SELAT_CHAIN_OUTPUT,
                                      SELAT_CHAIN_RESERVES};
    static selat_chain_basis basis[] = {SELAT_CHAIN_GIVEN, SELAT_CHAIN_GIVEN, SELAT_CHAIN_EQUAL, SELAT_CHAIN_NO_SHARES,
                                        SELAT_CHAIN_GIVEN};
    static int64_t shares_of[] = {-1, -1, -1, -1, -1}, input[] = {0, 2, 1}, into[] = {1, 1, 3}, unknown[N];
    static double share[N * C] = {.6, .4, 0, .5, 0, .5, 0, 1, 0, 0, 0, 0, 1, 0, 0}, size[N], sum[N], quantity[N];
    static bool is_type[3];
    return (selat_chain){.name = empty[0], .source = empty[0], .notice = empty[0], .sector = empty[0], .stages = {N, codes, codes},
                         .countries = {C, countries, countries}, .group = empty, .unit = empty, .kind = kind, .basis = basis,
                         .shares_of = shares_of, .size_musd = size, .share = share, .given_sum = sum, .quantity = quantity,
                         .n_unknown = unknown, .n_links = 3, .input = input, .into = into, .is_type = is_type};
}

static double end_loss(selat_context *context, const selat_chain *chain, selat_chain_shock shock, const char *country,
                       double left_over) {
    double left[64];
    selat_chain_result result;
    for (int64_t c = 0; c < chain->countries.count; c++) {
        left[c] = strcmp(chain->countries.codes[c], country) == 0 ? left_over : 1;
    }
    shock.left = left;
    assert_ok(context, selat_chain_stop(context, chain, &shock, &result));
    double loss = result.end_loss;
    assert_string_equal(chain->stages.codes[result.end], "parts");
    selat_chain_result_clear(context, &result);
    return loss;
}

static void test_losses_by_hand(void **state) {
    selat_context *context = *state;
    selat_chain chain = small_chain();
    selat_chain_shock for_good = {.stage = -1}, short_stop = {.stage = -1, .days = 73};
    /* A stops: 60 % of the ore, 50 % of the metal: the scarcer binds */
    assert_close(end_loss(context, &chain, for_good, "AAA", 0), 0.6, 1e-15);
    assert_close(end_loss(context, &chain, for_good, "AAA", 0.5), 0.3, 1e-15);
    /* B stops: all machines, for good everything; in 73 days 73 / 3650 of them wear out, and 40 % of the ore is missing */
    assert_close(end_loss(context, &chain, for_good, "BBB", 0), 1, 1e-15);
    assert_close(end_loss(context, &chain, short_stop, "BBB", 0), 0.4, 1e-15);
    for_good.only_known = true; /* the machine's share is assumed */
    assert_close(end_loss(context, &chain, for_good, "BBB", 0), 0.4, 1e-15);
    for_good.only_known = false;
    /* only its machines: 73 / (365 x 10) = 0.02, with a life of 4 years 0.05 */
    short_stop.stage = 2;
    assert_close(end_loss(context, &chain, short_stop, "BBB", 0), 0.02, 1e-15);
    short_stop.tool_years = 4;
    assert_close(end_loss(context, &chain, short_stop, "BBB", 0), 0.05, 1e-15);
    /* ore in stock for 36.5 days halves its loss on the way into metal, and metal's own loss into parts */
    selat_chain_shock stocked = {.stage = 0, .days = 73, .stock_days = 36.5};
    assert_close(end_loss(context, &chain, stocked, "AAA", 0), 0.6 / 4, 1e-15);
    stocked.stock_days = 80;
    assert_close(end_loss(context, &chain, stocked, "AAA", 0), 0, 0);
    /* the other ore mines go up by 25 %: 0.4 x 1.25 = 0.5 is left; metal 0.5 x 1.25 */
    for_good.spare = 0.25;
    assert_close(end_loss(context, &chain, for_good, "AAA", 0), 0.5, 1e-15);
    /* nothing stops, nothing is lost */
    assert_close(end_loss(context, &chain, for_good, "OTHER", 1), 0, 0);
}

static void test_shares(void **state) {
    selat_context *context = *state;
    selat_chain fixed = small_chain(), chain;
    int64_t reach;
    assert_close(selat_chain_hhi(&fixed, 0), 5200, 1e-9);
    assert_close(selat_chain_hhi(&fixed, 1), 2500, 1e-9); /* unnamed suppliers do not count */
    assert_int_equal(selat_chain_largest(&fixed, 0, -1), 0);
    assert_int_equal(selat_chain_largest(&fixed, 0, 0), 1);
    assert_int_equal(selat_chain_largest(&fixed, 3, -1), -1);
    assert_ok(context, selat_chain_reach(context, &fixed, 0, &reach));
    assert_int_equal(reach, 2);
    assert_ok(context, selat_chain_copy(context, &fixed, &chain));
    assert_ok(context, selat_chain_add(context, &chain, "MYS", "ore", 0.25));
    assert_close(selat_chain_share(&chain, 0, 0), 0.45, 1e-15);
    assert_close(selat_chain_share(&chain, 0, 3), 0.25, 1e-15);
    assert_close(selat_chain_share(&chain, 1, 3), 0, 0);
    assert_close(selat_chain_hhi(&chain, 0), 45 * 45 + 30 * 30 + 25 * 25, 1e-9);
    assert_close(selat_chain_share(&fixed, 0, 0), 0.6, 0); /* the original is left alone */
    assert_int_equal(selat_chain_add(context, &chain, "MYS", "metla", 0.1), SELAT_BAD_INPUT);
    assert_message_has(context, "did you mean metal");
    assert_int_equal(selat_chain_add(context, &chain, "MYS", "parts", 0.1), SELAT_BAD_INPUT);
    assert_message_has(context, "no shares of its own");
    assert_int_equal(selat_chain_add(context, &chain, "MYS", "ore", 1), SELAT_BAD_INPUT);
    selat_chain_clear(context, &chain);
    fixed.into[2] = 0; /* metal -> ore -> metal */
    selat_chain_shock shock = {.left = (double[]){1, 1, 1}, .stage = -1};
    selat_chain_result result;
    assert_int_equal(selat_chain_stop(context, &fixed, &shock, &result), SELAT_BAD_INPUT);
    assert_message_has(context, "circle");
    fixed.into[2] = 3;
}

static double share_of(const selat_chain *chain, const char *stage, const char *country) {
    int64_t s = selat_labels_find(&chain->stages, stage), c = selat_labels_find(&chain->countries, country);
    assert_true(s >= 0 && c >= 0);
    return selat_chain_share(chain, s, c);
}

static void test_chips(void **state) {
    selat_context *context = *state;
    selat_chain chain;
    assert_ok(context, selat_chain_load(context, "chips", NULL, 0, &chain));
    assert_true(strstr(chain.notice, "CC BY-NC 4.0") != NULL);
    assert_close(share_of(&chain, "S2", "TWN"), 0.47, 1e-12);     /* the source's 47 %, of 100 */
    assert_close(share_of(&chain, "N25", "TWN"), 0.47, 1e-12);    /* lithography runs where fabrication runs */
    assert_close(share_of(&chain, "S3", "MYS"), 0.02, 1e-12);     /* MAL in the source */
    assert_close(share_of(&chain, "N20", "NLD"), 1, 1e-12);
    /* scanners by market size: EUV 3100, ArF 780, ArF immersion 5800 million USD */
    assert_close(share_of(&chain, "N19", "NLD"), (3100 + 0.57 * 780 + 0.91 * 5800) / 9680, 1e-12);
    double *left = calloc((size_t)chain.countries.count, sizeof *left);
    for (int64_t c = 0; c < chain.countries.count; c++) left[c] = strcmp(chain.countries.codes[c], "TWN") != 0;
    selat_chain_shock shock = {.left = left, .stage = -1, .days = 60};
    selat_chain_result result;
    assert_ok(context, selat_chain_stop(context, &chain, &shock, &result));
    assert_string_equal(chain.stages.names[result.end], "Finished logic chip");
    assert_close(result.end_loss, 0.47, 1e-12);
    for (int64_t s = 0; s < chain.stages.count; s++) {
        double sum = 0;
        for (int64_t c = 0; c < chain.countries.count; c++) sum += selat_chain_share(&chain, s, c);
        assert_true(sum == 0 || fabs(sum - 1) < 1e-12);
        assert_true(result.loss[s] >= result.own_loss[s] && result.loss[s] <= 1);
    }
    selat_chain_result_clear(context, &result);
    free(left);
    selat_chain_clear(context, &chain);
}

static void test_minerals(void **state) {
    selat_context *context = *state;
    selat_chain chain;
    assert_ok(context, selat_chain_load(context, "minerals", "rare earths", 0, &chain));
    assert_string_equal(chain.name, "Rare Earths");
    int64_t mine = selat_labels_find(&chain.stages, "mine");
    /* USGS 2026, 2025: China 270,000 of the listed countries' sum (USGS rounds the world to 390,000) */
    assert_close(chain.quantity[mine], 390000, 2000);
    assert_close(share_of(&chain, "mine", "CHN"), 270000 / chain.quantity[mine], 1e-12);
    assert_close(share_of(&chain, "mine", "MYS"), 110 / chain.quantity[mine], 1e-12);
    assert_close(share_of(&chain, "refine", "MYS"), 0.05, 1e-12);
    assert_int_equal(chain.n_links, 1);
    selat_chain_clear(context, &chain);
    assert_ok(context, selat_chain_load(context, "minerals", "Cobalt", 2024, &chain));
    assert_close(share_of(&chain, "mine", "COD"), 226000.0 / 301590, 1e-12);
    assert_int_equal(chain.year, 2024);
    selat_chain_clear(context, &chain);
    assert_int_equal(selat_chain_load(context, "minerals", "cobald", 0, &chain), SELAT_BAD_INPUT);
    assert_message_has(context, "minerals.csv");
    assert_int_equal(selat_chain_load(context, "minerals", "Cobalt", 1999, &chain), SELAT_BAD_INPUT);
    assert_message_has(context, "1999");
    selat_labels minerals;
    bool *critical;
    assert_ok(context, selat_chain_minerals(context, "minerals", &minerals, &critical));
    assert_true(critical[selat_labels_find(&minerals, "Rare Earths")]);
    assert_false(critical[selat_labels_find(&minerals, "Salt")]);
    /* every one of them loads, and its shares add up */
    for (int64_t m = 0; m < minerals.count; m++) {
        assert_ok(context, selat_chain_load(context, "minerals", minerals.codes[m], 0, &chain));
        selat_chain_clear(context, &chain);
    }
    selat_labels_clear(context, &minerals);
    selat_chain_free_flags(context, critical);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_losses_by_hand),
        TEST(test_shares),
        TEST(test_chips),
        TEST(test_minerals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* selat chain: who supplies each stage of chips or of a mineral, who can stop it, what a new supplier changes. */
#include <stdlib.h>
#include <string.h>

#include "chain_print.h"

enum { MINERAL, YEAR, COUNTRY, ADD, STOP, ONLY, DAYS, STOCK, SPARE, TOOL_LIFE, TYPES, OUTPUT, N_FLAGS };
static const cli_flag flags[N_FLAGS] = {
    {"--mineral", 0, "NAME", "with minerals: the chain of one mineral (default: a list of the critical ones)"},
    {"--year", 0, "YEAR", "with minerals: year of production (default: the latest)"},
    {"--country", 0, "CODES", "also show the shares of these countries, with commas between them"},
    {"--add", 0, "MYS:STAGE:10%", "a new supplier takes this share of a stage; several with commas between them"},
    {"--stop", 0, "CODES", "what is lost when these countries stop; CHN:30% for a part of a country's supply"},
    {"--only", 0, "STAGE", "with --stop: only their supply of this stage"},
    {"--days", 0, "N", "the stop lasts N days, 1 to 3650 (default: for good)"},
    {"--stock", 0, "DAYS", "days of every input that users hold (default 0; with --days)"},
    {"--spare", 0, "P%", "other suppliers can raise output at once by P % (default 0)"},
    {"--tool-life", 0, "YEARS", "in how many years machines wear out (default 10; with --days)"},
    {"--types", 0, "mean|essential", "types of an input replace each other by market size (default), or each is needed"},
    {"--output", 'o', "FILE.csv", "write a row for each stage and country"},
};

/* The next of "A,B,C" into word; *at moves on. */
static bool next_word(const char **at, char *word, size_t size) {
    if (**at == '\0') return false;
    size_t length = strcspn(*at, ",");
    snprintf(word, size, "%.*s", (int)length, *at);
    *at += length + ((*at)[length] == ',');
    return true;
}

/* "10%" as 0.1. */
static bool percent(const char *text, double *out) {
    char *end;
    *out = strtod(text, &end) / 100;
    return end != text && strcmp(end, "%") == 0;
}

static int read_shock(cli_session *cli, chain_view *v) {
    const char *types = cli->values[TYPES];
    selat_chain_shock *shock = &v->shock;
    if (types != NULL && strcmp(types, "mean") != 0 && strcmp(types, "essential") != 0) {
        return cli_usage("--types: found %s, expected mean or essential", types);
    }
    if (cli->values[DAYS] == NULL && (cli->values[STOCK] != NULL || cli->values[TOOL_LIFE] != NULL)) {
        return cli_usage("--stock and --tool-life: only with --days");
    }
    shock->stage = -1;
    shock->types_essential = types != NULL && strcmp(types, "essential") == 0;
    int code = cli_number(cli, DAYS, "--days", 1, 3650, &shock->days);
    if (code == CLI_OK) code = cli_number(cli, STOCK, "--stock", 0, 3650, &shock->stock_days);
    if (code == CLI_OK) code = cli_number(cli, TOOL_LIFE, "--tool-life", 0.1, 100, &shock->tool_years);
    if (code != CLI_OK || cli->values[SPARE] == NULL) return code;
    if (percent(cli->values[SPARE], &shock->spare) && shock->spare >= 0 && shock->spare <= 10) return CLI_OK;
    return cli_usage("--spare: found %s, expected a percentage such as 5%%", cli->values[SPARE]);
}

static int add_one(cli_session *cli, chain_view *v, char *word) {
    char *stage = strchr(word, ':'), *share = stage != NULL ? strchr(stage + 1, ':') : NULL;
    double part;
    if (share == NULL || !percent(share + 1, &part)) {
        return cli_usage("--add: found %s, expected COUNTRY:STAGE:SHARE such as MYS:S3:5%%", word);
    }
    *stage = *share = '\0';
    if (strlen(word) != 3) return cli_usage("--add: found %s, expected an ISO three-letter code", word);
    if (selat_chain_add(cli->context, &v->after, word, stage + 1, part) == SELAT_OK) return CLI_OK;
    return cli_usage("--add: %s", selat_message(cli->context));
}

static int add_suppliers(cli_session *cli, chain_view *v) {
    char word[128];
    int code = CLI_OK;
    selat_status status = selat_chain_copy(cli->context, &v->before, &v->after);
    if (status != SELAT_OK) return cli_fail(cli, status);
    v->has_after = cli->values[ADD] != NULL;
    for (const char *at = v->has_after ? cli->values[ADD] : ""; code == CLI_OK && next_word(&at, word, sizeof word);) {
        code = add_one(cli, v, word);
    }
    return code;
}

static int find_country(const selat_chain *chain, const char *flag, const char *code, int64_t *out) {
    *out = selat_labels_find(&chain->countries, code);
    if (*out >= 0) return CLI_OK;
    const char *near = selat_labels_nearest(&chain->countries, code);
    return cli_usage("%s: found %s, expected a supplier of chain %s%s%s%s", flag, code, chain->name,
                     near != NULL ? " (did you mean " : "", near != NULL ? near : "", near != NULL ? "?)" : "");
}

static int choose_shown(cli_session *cli, chain_view *v) {
    char word[128];
    for (const char *at = cli->values[COUNTRY] != NULL ? cli->values[COUNTRY] : ""; next_word(&at, word, sizeof word);) {
        if (v->n_shown == CHAIN_MOST_COUNTRIES) return cli_usage("--country: expected at most %d codes", CHAIN_MOST_COUNTRIES);
        int code = find_country(&v->after, "--country", word, &v->shown[v->n_shown]);
        if (code != CLI_OK) return code;
        v->n_shown++;
    }
    return CLI_OK;
}

/* "CHN:30%,TWN" into what is left of each country, in both chains. */
static int read_stops(cli_session *cli, chain_view *v) {
    char word[128];
    for (int64_t c = 0; c < v->before.countries.count; c++) v->left_before[c] = 1;
    for (int64_t c = 0; c < v->after.countries.count; c++) v->left_after[c] = 1;
    for (const char *at = cli->values[STOP]; next_word(&at, word, sizeof word);) {
        char *part = strchr(word, ':');
        double stopped = 1;
        int64_t c;
        if (part != NULL && (!percent(part + 1, &stopped) || !(stopped >= 0 && stopped <= 1))) {
            return cli_usage("--stop: found %s, expected a code, or a part such as CHN:30%%", word);
        }
        if (part != NULL) *part = '\0';
        int code = find_country(&v->after, "--stop", word, &c);
        if (code != CLI_OK) return code;
        v->left_after[c] = 1 - stopped;
        int64_t old = selat_labels_find(&v->before.countries, word);
        if (old >= 0) v->left_before[old] = 1 - stopped;
    }
    if (cli->values[ONLY] == NULL) return CLI_OK;
    v->shock.stage = selat_labels_find(&v->before.stages, cli->values[ONLY]);
    if (v->shock.stage >= 0) return CLI_OK;
    return cli_usage("--only: found %s, expected a stage of chain %s", cli->values[ONLY], v->before.name);
}

static selat_status stop_known(cli_session *cli, const selat_chain *chain, const selat_chain_shock *shock, double *end_loss,
                               selat_chain_result *out) {
    selat_chain_shock known = *shock;
    selat_chain_result result;
    known.only_known = true;
    selat_status status = selat_chain_stop(cli->context, chain, &known, &result);
    if (status != SELAT_OK) return status;
    *end_loss = result.end_loss;
    selat_chain_result_clear(cli->context, &result);
    return selat_chain_stop(cli->context, chain, shock, out);
}

static int stop(cli_session *cli, chain_view *v) {
    if (cli->values[STOP] == NULL) {
        return cli->values[ONLY] == NULL ? CLI_OK : cli_usage("--only: expected --stop with it");
    }
    v->left_before = malloc((size_t)v->before.countries.count * sizeof *v->left_before);
    v->left_after = malloc((size_t)v->after.countries.count * sizeof *v->left_after);
    if (v->left_before == NULL || v->left_after == NULL) return cli_usage("no memory");
    int code = read_stops(cli, v);
    if (code != CLI_OK) return code;
    v->stopped = cli->values[STOP];
    selat_chain_shock shock = v->shock;
    shock.left = v->left_before;
    selat_status status = stop_known(cli, &v->before, &shock, &v->known_before, &v->stop_before);
    shock.left = v->left_after;
    if (status == SELAT_OK) status = stop_known(cli, &v->after, &shock, &v->known_after, &v->stop_after);
    v->has_stop = status == SELAT_OK;
    v->shock.stage = -1; /* who can stop whom is about all of a country's stages */
    return status == SELAT_OK ? CLI_OK : cli_fail(cli, status);
}

static int show_chain(cli_session *cli, double year) {
    chain_view v = {0};
    selat_status status = selat_chain_load(cli->context, cli->words[0], cli->values[MINERAL], (int64_t)year, &v.before);
    int code = status == SELAT_OK ? read_shock(cli, &v) : cli_fail(cli, status);
    if (code == CLI_OK) code = add_suppliers(cli, &v);
    if (code == CLI_OK) code = choose_shown(cli, &v);
    if (code == CLI_OK) code = stop(cli, &v);
    if (code == CLI_OK && cli->values[OUTPUT] != NULL && chain_write_csv(cli, &v, cli->values[OUTPUT]) != SELAT_OK) {
        code = CLI_BAD_INPUT;
    }
    if (code == CLI_OK) code = cli->json ? chain_print_json(cli, &v) : chain_print_table(cli, &v);
    selat_chain_clear(cli->context, &v.before);
    selat_chain_clear(cli->context, &v.after);
    selat_chain_result_clear(cli->context, &v.stop_before);
    selat_chain_result_clear(cli->context, &v.stop_after);
    free(v.left_before);
    free(v.left_after);
    return code;
}

/* ---- all minerals ---- */

static void print_mineral(const selat_chain *chain, const selat_labels *shown) {
    for (int64_t s = 0; s < chain->stages.count; s++) {
        int64_t first = selat_chain_largest(chain, s, -1);
        if (first < 0) continue;
        printf("%-30.30s %-9s %5.0f  %-4s %5.1f ", chain->name, chain->stages.codes[s], selat_chain_hhi(chain, s),
               chain->countries.codes[first], 100 * selat_chain_share(chain, s, first));
        for (int64_t k = 0; k < shown->count; k++) {
            int64_t c = selat_labels_find(&chain->countries, shown->codes[k]);
            printf(" %6.1f", c >= 0 ? 100 * selat_chain_share(chain, s, c) : 0.0);
        }
        printf("%s\n", chain->n_unknown[s] > 0 ? "  some withheld" : "");
    }
}

static void json_mineral(const selat_chain *chain, bool *first_row) {
    for (int64_t s = 0; s < chain->stages.count; s++) {
        int64_t first = selat_chain_largest(chain, s, -1);
        printf("%s\n {\"mineral\": ", *first_row ? "" : ",");
        *first_row = false;
        cli_json_text(chain->name);
        printf(", \"stage\": \"%s\", \"year\": %lld, ", chain->stages.codes[s], (long long)chain->year);
        cli_json_number("hhi", selat_chain_hhi(chain, s));
        printf(", \"largest\": ");
        cli_json_text(first >= 0 ? chain->countries.codes[first] : NULL);
        printf(", ");
        cli_json_number("largest_share", first >= 0 ? selat_chain_share(chain, s, first) : 0);
        printf(", ");
        cli_json_number("quantity", chain->quantity[s]);
        printf(", \"unit\": ");
        cli_json_text(chain->unit[s]);
        printf(", \"without_amount\": %lld}", (long long)chain->n_unknown[s]);
    }
}

static selat_status list_one(cli_session *cli, const char *mineral, int64_t year, const selat_labels *shown,
                             bool *first_row) {
    selat_chain chain;
    selat_status status = selat_chain_load(cli->context, cli->words[0], mineral, year, &chain);
    if (status != SELAT_OK) return status;
    if (cli->json) json_mineral(&chain, first_row);
    if (!cli->json) print_mineral(&chain, shown);
    selat_chain_clear(cli->context, &chain);
    return SELAT_OK;
}

static int list_minerals(cli_session *cli, double year) {
    selat_labels minerals, shown = {0};
    bool *critical = NULL, first_row = true;
    const char *codes[CHAIN_MOST_COUNTRIES];
    char words[CHAIN_MOST_COUNTRIES][64];
    for (const char *at = cli->values[COUNTRY] != NULL ? cli->values[COUNTRY] : ""; shown.count < CHAIN_MOST_COUNTRIES;) {
        if (!next_word(&at, words[shown.count], sizeof words[0])) break;
        codes[shown.count] = words[shown.count];
        shown.count++;
    }
    shown.codes = (char **)codes; /* only read */
    for (int k = ADD; k <= OUTPUT; k++) {
        if (cli->values[k] != NULL) return cli_usage("%s: with minerals expected --mineral NAME too", flags[k].name);
    }
    selat_status status = selat_chain_minerals(cli->context, cli->words[0], &minerals, &critical);
    if (status == SELAT_OK && cli->json) printf("{\"minerals\": [");
    if (status == SELAT_OK && !cli->json) {
        printf("Critical minerals: shares of world supply in per cent, HHI 0 to 10,000 of the named countries\n\n%-30s %-9s %5s  %-11s",
               "mineral", "stage", "HHI", "largest %");
        for (int64_t k = 0; k < shown.count; k++) printf(" %5.5s%%", shown.codes[k]);
        printf("\n");
    }
    for (int64_t m = 0; status == SELAT_OK && m < minerals.count; m++) {
        if (critical[m]) status = list_one(cli, minerals.codes[m], (int64_t)year, &shown, &first_row);
    }
    if (status == SELAT_OK && cli->json) printf("\n]}\n");
    if (status == SELAT_OK && !cli->json) {
        printf("\nAmounts that are withheld or not available count as 0. --mineral NAME shows one, any of %lld.\n"
               "Source: U.S. Geological Survey, Mineral Commodity Summaries 2026.\n",
               (long long)minerals.count);
    }
    selat_labels_clear(cli->context, &minerals);
    selat_chain_free_flags(cli->context, critical);
    return status == SELAT_OK ? CLI_OK : cli_fail(cli, status);
}

static int run(cli_session *cli) {
    double year = 0;
    int code = cli_number(cli, YEAR, "--year", 1900, 2100, &year);
    if (code != CLI_OK) return code;
    bool all = cli->values[MINERAL] == NULL && selat_chain_is_minerals(cli->context, cli->words[0]);
    return all ? list_minerals(cli, year) : show_chain(cli, year);
}

const cli_command cmd_chain = {
    .name = "chain",
    .words = "chips|minerals|DIR",
    .min_words = 1,
    .max_words = 1,
    .purpose = "staged value chains: who supplies each stage, who can stop it, what a new supplier changes",
    .details = "chips: inputs and stages of advanced logic chips (CSET/ETO, CC BY-NC 4.0: no commercial use). minerals: mine,\n"
               "refinery and reserves of minerals (USGS 2026). DIR: a chain of your own, stages.csv, suppliers.csv and links.csv\n"
               "(docs/models/chain.md).",
    .examples = "  selat chain chips --country MYS,KOR,JPN\n"
                "  selat chain chips --stop TWN --days 60 --stock 30\n"
                "  selat chain chips --add MYS:S3:10% --stop CHN --only S3\n"
                "  selat chain minerals --country MYS\n"
                "  selat chain minerals --mineral \"Rare earths\" --add MYS:mine:5% --stop CHN --spare 5%\n"
                "  selat chain my_chain --json",
    .flags = flags,
    .n_flags = N_FLAGS,
    .run = run,
};

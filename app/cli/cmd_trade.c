/* selat trade: a case folder to the equilibrium of the trade model. */
#include <string.h>
#include <time.h>

#include "cli.h"

enum { FLAG_DEFICITS, FLAG_LABOUR, FLAG_SCALE, FLAG_TOLERANCE, N_FLAGS };
static const cli_flag flags[N_FLAGS] = {
    {"--deficits", 0, "RULE", "nominal (default), share, multiplicative or zero"},
    {"--labour", 0, "RULE", "mobile (default) between the sectors of a country, or immobile: the short run"},
    {"--scale", 0, NULL, "scale economies with the elasticities psi of sectors.csv"},
    {"--tolerance", 0, "X", "largest relative residual of the equations, 1e-14 to 0.001 (default 1e-12)"},
};

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void print_json_country(const selat_economy *economy, const selat_trade_result *result, int64_t n) {
    const struct {
        const char *key;
        double value;
    } numbers[] = {{"wage_hat", result->wage_hat[n]},
                   {"price_hat", result->consumer_price_hat[n]},
                   {"real_wage_hat", result->real_wage_hat[n]},
                   {"income_hat", result->income_hat[n]},
                   {"welfare_exact", result->real_income_hat[n]},
                   {"terms_of_trade", result->terms_of_trade[n]},
                   {"volume_of_trade", result->volume_of_trade[n]}};
    printf("    {\"name\": ");
    cli_json_text(economy->regions.names[n]);
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
        printf(", ");
        cli_json_number(numbers[k].key, numbers[k].value);
    }
    printf("}");
}

static void print_json(const selat_economy *economy, const selat_trade_result *result, double load_seconds) {
    const selat_trade_report *report = &result->report;
    printf("{\n  \"converged\": %s,\n  \"reason\": \"%s\",\n  \"iterations\": %lld,\n  ",
           report->converged ? "true" : "false", selat_reason_name(report->reason), (long long)report->iterations);
    cli_json_number("residual", report->residual);
    printf(",\n  \"seconds\": {");
    cli_json_number("load", load_seconds);
    printf(", ");
    cli_json_number("solve", report->seconds);
    printf("},\n  \"countries\": [\n");
    for (int64_t n = 0; n < economy->n_regions; n++) {
        print_json_country(economy, result, n);
        printf(n + 1 < economy->n_regions ? ",\n" : "\n");
    }
    printf("  ]\n}\n");
}

static void print_table(const selat_economy *economy, const selat_trade_result *result, double load_seconds) {
    const selat_trade_report *report = &result->report;
    printf("Change against the base, per cent of base real income or of the base value\n\n");
    printf("%-20s %13s %9s %13s %13s %9s %9s %9s\n", "region", "real income %", "income %", "terms of tr. %",
           "vol. of tr. %", "wage %", "prices %", "real w. %");
    for (int64_t n = 0; n < economy->n_regions; n++) {
        printf("%-20.20s %13.4f %9.4f %13.4f %13.4f %9.4f %9.4f %9.4f\n", economy->regions.names[n],
               100 * (result->real_income_hat[n] - 1), 100 * (result->income_hat[n] - 1),
               100 * result->terms_of_trade[n], 100 * result->volume_of_trade[n], 100 * (result->wage_hat[n] - 1),
               100 * (result->consumer_price_hat[n] - 1), 100 * (result->real_wage_hat[n] - 1));
    }
    printf(
        "\nReal income is the exact change (income over prices); terms and volume of trade are first-order parts as\n"
        "printed by Caliendo and Parro (2015), whose sum is another number.\n");
    printf("%s: %lld iterations, worst relative residual %.1e (cost %.1e, price %.1e, share %.1e, market %.1e, income "
           "%.1e); load %.3f s, solve %.4f s\n",
           report->converged ? "Converged" : "NOT CONVERGED", (long long)report->iterations, report->residual,
           report->block.cost, report->block.price, report->block.share, report->block.market, report->block.income,
           load_seconds, report->seconds);
}

static int solve(cli_session *cli, const selat_trade_options *options, double begun) {
    selat_economy *economy = NULL;
    selat_trade_shock shock = {0};
    selat_trade_result *result = NULL;
    selat_status status = selat_trade_case_load(cli->context, cli->words[0], &economy, &shock);
    double load_seconds = now() - begun;
    if (status == SELAT_OK) status = selat_trade_solve(cli->context, economy, &shock, options, &result);
    int code = CLI_OK;
    if (status != SELAT_OK) {
        code = cli_fail(cli, status);
    } else {
        if (cli->json) print_json(economy, result, load_seconds);
        if (!cli->json) print_table(economy, result, load_seconds);
        const char *warning = selat_trade_warning(&result->report);
        bool said = result->report.uniqueness_in_doubt; /* by the solver itself, with the product's name */
        if (warning[0] != '\0' && !said) fprintf(stderr, "selat: warning: %s\n", warning);
        if (!result->report.converged) {
            fprintf(stderr,
                    "selat: the trade model did not converge: %s after %lld iterations, residual %.3g above %.3g\n",
                    selat_reason_name(result->report.reason), (long long)result->report.iterations,
                    result->report.residual, result->report.tolerance);
            code = CLI_FAILED;
        }
    }
    selat_trade_result_destroy(cli->context, result);
    selat_trade_shock_clear(cli->context, &shock);
    selat_economy_destroy(cli->context, economy);
    return code;
}

static int run(cli_session *cli) {
    selat_trade_options options = {.deficits = SELAT_DEFICITS_NOMINAL};
    const char *rule = cli->values[FLAG_DEFICITS];
    if (rule != NULL && !selat_deficits_parse(rule, &options.deficits)) {
        return cli_usage("--deficits: found %s, expected nominal, share, multiplicative or zero", rule);
    }
    const char *labour = cli->values[FLAG_LABOUR];
    if (labour != NULL && !selat_labour_parse(labour, &options.labour)) {
        return cli_usage("--labour: found %s, expected mobile or immobile", labour);
    }
    options.scale = cli->values[FLAG_SCALE] != NULL;
    int code = cli_number(cli, FLAG_TOLERANCE, "--tolerance", 1e-14, 1e-3, &options.tolerance);
    if (code != CLI_OK) return code;
    return solve(cli, &options, now());
}

const cli_command cmd_trade = {
    .name = "trade",
    .words = "CASE",
    .min_words = 1,
    .max_words = 1,
    .purpose = "solve the trade model on a folder of CSV files",
    .details = "CASE holds country, sector_country, bilateral, io, sectors, tariffs and, where wanted, barriers\n"
               "(docs/case-format.md). The model is Caliendo and Parro (2015); docs/models/trade.md has the equations.",
    .examples = "  selat trade tests/published/trade_nafta/case\n"
                "  selat trade tests/published/trade_nafta/case --json --tolerance 1e-10\n"
                "  selat trade my_case --deficits share --labour immobile\n"
                "  selat trade my_case --scale",
    .flags = flags,
    .n_flags = N_FLAGS,
    .run = run,
};

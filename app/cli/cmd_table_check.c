/* selat table check: does the table balance, and are its well-known numbers right? */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static const double BILLION = 1e-3;       /* million USD to billion */
static const double MOST_IMBALANCE = 1e-6; /* relative, L1: beyond it the command fails */
static const char *const usual_regions[] = {"MYS", "JPN", "KOR", "SGP", "THA", "VNM", "IDN"};
enum { N_USUAL = sizeof usual_regions / sizeof *usual_regions, FLAG_ALL = 0 };

static const cli_flag flags[] = {{"--all", 'a', NULL, "GDP and value-added shares of all regions, not only of seven"}};

typedef struct findings {
    const selat_table *table;
    const char *method; /* of the Leontief solver */
    selat_table_balance balance;
    selat_leontief_report solver;
    double output_gap; /* |x - output|_1 / |output|_1, x from final demand through the Leontief solve */
    double *gdp;       /* [R] million USD */
    double *share;     /* [R] */
    bool all;
} findings;

/* ---- computing ---- */

/* Solves (I - A) x = final demand and compares x with output. */
static selat_status solve_output(selat_context *context, const selat_table *t, selat_leontief *solver, double *work,
                                 findings *out) {
    int64_t R = t->regions.count, N = R * t->sectors.count;
    double *final = work, *one = work + N, gap = 0, total = 0;
    for (int64_t n = 0; n < R; n++) {
        selat_table_final_by_origin_musd(t, n, one);
        for (int64_t at = 0; at < N; at++) final[at] += one[at];
    }
    selat_status status = selat_leontief_solve(context, solver, false, 1, final, 0, one, &out->solver);
    for (int64_t at = 0; status == SELAT_OK && at < N; at++) {
        gap += fabs(one[at] - t->output_musd[at]);
        total += fabs(t->output_musd[at]);
    }
    out->output_gap = total > 0 ? gap / total : gap;
    return status;
}

static selat_status compute(selat_context *context, findings *out) {
    const selat_table *t = out->table;
    int64_t R = t->regions.count;
    selat_leontief *solver = NULL;
    double *work = calloc((size_t)(2 * R * t->sectors.count), sizeof *work);
    out->gdp = calloc((size_t)R, sizeof *out->gdp);
    out->share = calloc((size_t)R, sizeof *out->share);
    if (work == NULL || out->gdp == NULL || out->share == NULL) {
        free(work);
        return SELAT_NO_MEMORY;
    }
    selat_table_gdp_musd(t, out->gdp);
    selat_status status = selat_table_check_balance(context, t, &out->balance);
    if (status == SELAT_OK) status = selat_leontief_create(context, t, &solver);
    if (status == SELAT_OK) status = solve_output(context, t, solver, work, out);
    if (status == SELAT_OK) status = selat_domestic_value_added_share(context, t, solver, out->share);
    if (solver != NULL) out->method = selat_leontief_method(solver);
    selat_leontief_destroy(context, solver);
    free(work);
    return status;
}

/* The usual seven, or every region when asked for or when the table has none of the seven. */
static int64_t next_region(const findings *f, int64_t *k) {
    const selat_labels *regions = &f->table->regions;
    while (!f->all && *k < N_USUAL) {
        int64_t n = selat_labels_find(regions, usual_regions[(*k)++]);
        if (n >= 0) return n;
    }
    return f->all && *k < regions->count ? (*k)++ : -1;
}

static bool has_usual(const selat_table *t) {
    for (int k = 0; k < N_USUAL; k++) {
        if (selat_labels_find(&t->regions, usual_regions[k]) >= 0) return true;
    }
    return false;
}

/* ---- printing ---- */

/* What was checked when the table was built: the provenance from its line "Checks" on, or all of it. */
static void print_before(const selat_table *t) {
    const char *checks = strncmp(t->provenance, "Checks", 6) == 0 ? t->provenance : strstr(t->provenance, "\nChecks");
    if (checks == NULL) checks = t->provenance;
    if (*checks == '\n') checks++;
    printf("When it was built\n");
    if (*checks == '\0') printf("  not recorded\n");
    while (*checks != '\0') {
        int length = (int)strcspn(checks, "\n");
        printf("  %.*s\n", length, checks);
        checks += length + (checks[length] == '\n');
    }
}

static void print_gap(const char *what, double relative, double worst, const selat_table *t, int64_t region,
                      int64_t sector) {
    printf("  %-46s %8.1e (largest %.1e million USD, %s %s)\n", what, relative, worst, t->regions.codes[region],
           t->sectors.codes[sector]);
}

static void print_after(const findings *f) {
    const selat_table *t = f->table;
    const selat_table_balance *b = &f->balance;
    printf("\nAs it is stored (relative, L1)\n");
    print_gap("rows, flows against output", b->row_relative, b->worst_row_musd, t, b->worst_row_region,
              b->worst_row_sector);
    print_gap("columns, inputs and value added against it", b->column_relative, b->worst_column_musd, t,
              b->worst_column_region, b->worst_column_sector);
    printf("  %-46s %8.1e\n", "origin shares against 1", b->share_error);
    printf("  %-46s %8.1e (%s, %lld iterations, residual %.1e)\n", "Leontief solve of final demand against output",
           f->output_gap, selat_reason_name(f->solver.reason), (long long)f->solver.iterations, f->solver.residual);
    printf("  solved by %s\n", f->method);
    printf("  industries without output %lld of %lld, negative value added %lld, negative final demand cells %lld\n",
           (long long)b->zero_output, (long long)(t->regions.count * t->sectors.count), (long long)b->negative_primary,
           (long long)b->negative_final);
    printf("\n%-6s %18s %34s\n", "", "GDP, billion USD", "domestic value added in exports");
    for (int64_t k = 0, n; (n = next_region(f, &k)) >= 0;) {
        printf("%-6s %18.1f %34.3f  %s\n", t->regions.codes[n], BILLION * f->gdp[n], f->share[n], t->regions.names[n]);
    }
}

/* What the build's line "before closing: rows 3.5e-06 ..., columns 5.4e-07 ..." says; NAN where there is none. */
static double recorded(const selat_table *t, const char *key) {
    static const char start[] = "before closing: ";
    const char *line = strstr(t->provenance, start), *at = line != NULL ? strstr(line, key) : NULL;
    if (at == NULL || at > line + strcspn(line, "\n")) return NAN;
    char *end;
    double value = strtod(at + strlen(key), &end);
    return end != at + strlen(key) ? value : NAN;
}

static void print_json_balance(const char *key, double rows, double columns) {
    printf("\"%s\": {", key);
    cli_json_number("rows", rows);
    printf(", ");
    cli_json_number("columns", columns);
    printf("}");
}

static void print_json(const findings *f) {
    const selat_table *t = f->table;
    const selat_table_balance *b = &f->balance;
    const struct {
        const char *key;
        double value;
    } numbers[] = {{"worst_row_musd", b->worst_row_musd},
                   {"worst_column_musd", b->worst_column_musd},
                   {"share_error", b->share_error},
                   {"leontief_output_relative", f->output_gap},
                   {"leontief_residual", f->solver.residual},
                   {"leontief_iterations", (double)f->solver.iterations},
                   {"zero_output", (double)b->zero_output},
                   {"negative_value_added", (double)b->negative_primary},
                   {"negative_final", (double)b->negative_final}};
    printf("{\n  \"table\": ");
    cli_json_text(t->name);
    printf(",\n  \"provenance\": ");
    cli_json_text(t->provenance);
    printf(",\n  ");
    print_json_balance("before_closing", recorded(t, "rows "), recorded(t, "columns "));
    printf(",\n  ");
    print_json_balance("after_closing", b->row_relative, b->column_relative);
    printf(",\n  \"leontief_method\": ");
    cli_json_text(f->method);
    printf(",\n  \"leontief_converged\": %s", f->solver.converged ? "true" : "false");
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
        printf(",\n  ");
        cli_json_number(numbers[k].key, numbers[k].value);
    }
    printf(",\n  \"regions\": [");
    int64_t k = 0, n;
    for (bool first = true; (n = next_region(f, &k)) >= 0; first = false) {
        printf("%s\n    {\"region\": ", first ? "" : ",");
        cli_json_text(t->regions.codes[n]);
        printf(", ");
        cli_json_number("gdp_musd", f->gdp[n]);
        printf(", ");
        cli_json_number("domestic_value_added_share", f->share[n]);
        printf("}");
    }
    printf("\n  ]\n}\n");
}

/* ---- the command ---- */

static int judge(const findings *f) {
    if (!(f->balance.row_relative <= MOST_IMBALANCE && f->balance.column_relative <= MOST_IMBALANCE)) {
        fprintf(stderr, "selat: %s does not balance: rows %.1e, columns %.1e, expected at most %.0e\n", f->table->name,
                f->balance.row_relative, f->balance.column_relative, MOST_IMBALANCE);
        return CLI_FAILED;
    }
    if (f->solver.converged) return CLI_OK;
    fprintf(stderr, "selat: %s: the Leontief solve did not converge (%s)\n", f->table->name,
            selat_reason_name(f->solver.reason));
    return CLI_FAILED;
}

static int run_check(cli_session *cli) {
    selat_table *table;
    selat_status status = selat_dataset_table(cli->context, cli->words[0], &table);
    if (status != SELAT_OK) return cli_fail(cli, status);
    findings f = {.table = table, .all = cli->values[FLAG_ALL] != NULL || !has_usual(table)};
    status = compute(cli->context, &f);
    int code = status == SELAT_OK ? CLI_OK : cli_fail(cli, status);
    if (status == SELAT_OK && cli->json) print_json(&f);
    if (status == SELAT_OK && !cli->json) {
        printf("%s: %lld regions x %lld sectors, %lld\n\n", table->name, (long long)table->regions.count,
               (long long)table->sectors.count, (long long)table->year);
        print_before(table);
        print_after(&f);
    }
    if (status == SELAT_OK) code = judge(&f);
    free(f.gdp);
    free(f.share);
    selat_table_destroy(cli->context, table);
    return code;
}

const cli_command cmd_table_check = {
    .name = "table check",
    .words = "TABLE",
    .min_words = 1,
    .max_words = 1,
    .purpose = "does a table balance, when built and as stored; GDP and domestic value added",
    .details = "Prints what the build recorded before it closed the table, then what is computed now: rows and columns\n"
               "against output, the Leontief solve, GDP, and the domestic value-added share of gross exports (TiVA\n"
               "definition, with domestic double counting). Fails (exit 1) where rows or columns are off by more than\n"
               "1e-6 or the solve does not converge.",
    .examples = "  selat table check oecd-2022\n"
                "  selat table check oecd-2022 --all --json\n"
                "  selat table check small.h5",
    .flags = flags,
    .n_flags = 1,
    .run = run_check,
};

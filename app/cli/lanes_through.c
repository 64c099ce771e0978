/* selat lanes --through and --distances. */
#include <math.h>
#include <stdlib.h>

#include "lanes_views.h"

enum { SHOWN = 12 };

static const double *ordered; /* what cli_order compares; the command has one thread */
static int ordered_sign;

static int by_value(const void *a, const void *b) {
    double x = ordered_sign * ordered[*(const int64_t *)a], y = ordered_sign * ordered[*(const int64_t *)b];
    int64_t p = *(const int64_t *)a, q = *(const int64_t *)b;
    return x < y ? -1 : x > y ? 1 : p < q ? -1 : p > q;
}

void cli_order(const double *values, int64_t count, bool descending, int64_t *order) {
    for (int64_t k = 0; k < count; k++) order[k] = k;
    ordered = values;
    ordered_sign = descending ? -1 : 1;
    qsort(order, (size_t)count, sizeof *order, by_value);
}

static double percent(double part, double whole) {
    return whole > 0 ? 100 * part / whole : 0;
}

static void csv_rows(const cli_lanes *l, const selat_gate_trade *t) {
    int64_t R = l->table->regions.count, S = l->table->sectors.count;
    printf("view,importer,exporter,product,through_musd,percent\n");
    for (int64_t n = 0; n < R; n++) {
        printf("imports,%s,,,%.10g,\n", l->table->regions.codes[n], t->import_musd[n]);
        printf("exports,,%s,,%.10g,\n", l->table->regions.codes[n], t->export_musd[n]);
        printf("both,%s,%s,,%.10g,%.6g\n", l->table->regions.codes[n], l->table->regions.codes[n],
               t->import_musd[n] + t->export_musd[n], percent(t->import_musd[n] + t->export_musd[n], t->region_sea_musd[n]));
    }
    for (int64_t s = 0; s < S; s++) printf("product,,,%s,%.10g,\n", l->table->sectors.codes[s], t->product_musd[s]);
    for (int64_t k = 0; k < R * R; k++) {
        if (t->pair_musd[k] <= 0) continue;
        printf("pair,%s,%s,,%.10g,\n", l->table->regions.codes[k / R], l->table->regions.codes[k % R], t->pair_musd[k]);
    }
    for (int64_t k = 0; k < R * S; k++) {
        if (t->region_product_musd[k] <= 0) continue;
        printf("region product,%s,,%s,%.10g,\n", l->table->regions.codes[k / S], l->table->sectors.codes[k % S], t->region_product_musd[k]);
    }
}

static void json_rows(const cli_lanes *l, const selat_gate_trade *t) {
    int64_t R = l->table->regions.count, S = l->table->sectors.count;
    bool first = true;
    printf("{\"table\": \"%s\", \"gates\": ", l->table->name);
    cli_json_gates(&l->sea->gates, l->through);
    printf(", ");
    cli_json_number("through_musd", t->total_musd);
    printf(", ");
    cli_json_number("sea_trade_musd", t->sea_musd);
    printf(",\n\"regions\": [");
    for (int64_t n = 0; n < R; n++) {
        printf("%s\n  {\"region\": \"%s\", ", n > 0 ? "," : "", l->table->regions.codes[n]);
        cli_json_number("imports_musd", t->import_musd[n]);
        printf(", ");
        cli_json_number("exports_musd", t->export_musd[n]);
        printf(", ");
        cli_json_number("percent_of_sea_trade", percent(t->import_musd[n] + t->export_musd[n], t->region_sea_musd[n]));
        printf(", \"products\": {");
        bool one = true;
        for (int64_t s = 0; s < S; s++) {
            if (t->region_product_musd[n * S + s] <= 0) continue;
            printf("%s", one ? "" : ", ");
            cli_json_number(l->table->sectors.codes[s], t->region_product_musd[n * S + s]);
            one = false;
        }
        printf("}}");
    }
    printf("],\n\"products\": {");
    for (int64_t s = 0; s < S; s++) {
        printf("%s", s > 0 ? ", " : "");
        cli_json_number(l->table->sectors.codes[s], t->product_musd[s]);
    }
    printf("},\n\"pairs\": [");
    for (int64_t k = 0; k < R * R; k++) {
        if (t->pair_musd[k] <= 0) continue;
        printf("%s{\"importer\": \"%s\", \"exporter\": \"%s\", ", first ? "" : ",\n  ", l->table->regions.codes[k / R],
               l->table->regions.codes[k % R]);
        cli_json_number("through_musd", t->pair_musd[k]);
        putchar('}');
        first = false;
    }
    printf("]}\n");
}

static void print_regions(const cli_lanes *l, const selat_gate_trade *t, const int64_t *order) {
    printf("\n  %-22s %12s %12s   %s\n", "region, million USD", "imports", "exports", "% of its trade by sea");
    for (int64_t k = 0; k < SHOWN && k < l->table->regions.count; k++) {
        int64_t n = order[k];
        double both = t->import_musd[n] + t->export_musd[n];
        if (both <= 0) break;
        printf("  %-22.22s %12.0f %12.0f   %6.1f\n", l->table->regions.names[n], t->import_musd[n], t->export_musd[n],
               percent(both, t->region_sea_musd[n]));
    }
}

static void print_products(const cli_lanes *l, const selat_gate_trade *t, const int64_t *order) {
    printf("\n  %-52s %12s %8s\n", "product", "million USD", "%");
    for (int64_t k = 0; k < SHOWN && k < l->table->sectors.count; k++) {
        int64_t s = order[k];
        if (t->product_musd[s] <= 0) break;
        printf("  %-9s %-42.42s %12.0f %8.1f\n", l->table->sectors.codes[s], l->table->sectors.names[s], t->product_musd[s],
               percent(t->product_musd[s], t->total_musd));
    }
}

static void print_pairs(const cli_lanes *l, const selat_gate_trade *t, const int64_t *order) {
    int64_t R = l->table->regions.count;
    printf("\n  %-46s %12s\n", "pair (exporter to importer)", "million USD");
    for (int64_t k = 0; k < SHOWN; k++) {
        int64_t at = order[k];
        if (t->pair_musd[at] <= 0) break;
        printf("  %-20.20s to %-22.22s %12.0f\n", l->table->regions.names[at % R], l->table->regions.names[at / R], t->pair_musd[at]);
    }
}

/* The largest by region, product and pair. */
static bool print_largest(const cli_lanes *l, const selat_gate_trade *t) {
    int64_t R = l->table->regions.count, S = l->table->sectors.count;
    int64_t *order = malloc((size_t)(R * R + S) * sizeof *order);
    double *both = malloc((size_t)R * sizeof *both);
    if (order != NULL && both != NULL) {
        printf("Trade by sea through ");
        cli_print_gates(&l->sea->gates, l->through, false);
        printf(" (%s)\n\n  %.0f million USD a year, %.1f %% of all trade between regions by sea (%.0f billion USD)\n", l->table->name,
               t->total_musd, percent(t->total_musd, t->sea_musd), t->sea_musd / 1e3);
        for (int64_t n = 0; n < R; n++) both[n] = t->import_musd[n] + t->export_musd[n];
        cli_order(both, R, true, order);
        print_regions(l, t, order);
        cli_order(t->product_musd, S, true, order);
        print_products(l, t, order);
        cli_order(t->pair_musd, R * R, true, order);
        print_pairs(l, t, order);
        printf("\nThe largest %d of each; --csv and --json give all. Main ports and shares by sea are assumptions\n"
               "(docs/models/lanes.md).\n", SHOWN);
    }
    bool done = order != NULL && both != NULL;
    free(order);
    free(both);
    return done;
}

int cli_lanes_through(cli_session *cli, const cli_lanes *l) {
    int64_t S = l->table->sectors.count, R = l->table->regions.count;
    selat_lanes_pairs *pairs = NULL;
    selat_gate_trade t = {0};
    double *flow = calloc((size_t)(S * R * R), sizeof *flow);
    selat_status status = flow == NULL ? SELAT_NO_MEMORY : SELAT_OK;
    if (status == SELAT_OK) {
        selat_table_flows_musd(l->table, flow);
        status = selat_lanes_pairs_find(cli->context, l->sea, l->closed, &l->options, &pairs);
    }
    if (status == SELAT_OK) status = selat_lanes_through(cli->context, l->sea, pairs, flow, l->through, &t);
    if (status == SELAT_OK && l->csv) {
        csv_rows(l, &t);
    } else if (status == SELAT_OK && cli->json) {
        json_rows(l, &t);
    } else if (status == SELAT_OK && !print_largest(l, &t)) {
        status = SELAT_NO_MEMORY;
    }
    selat_gate_trade_clear(cli->context, &t);
    selat_lanes_pairs_destroy(cli->context, pairs);
    free(flow);
    return status == SELAT_OK ? CLI_OK : cli_fail(cli, status);
}

/* ---- distances between all regions ---- */

static void print_distance(double km) {
    if (isinf(km)) {
        fputs("null", stdout);
    } else {
        printf("%.10g", km);
    }
}

int cli_lanes_distances(cli_session *cli, const cli_lanes *l) {
    int64_t R = l->table->regions.count;
    selat_lanes_pairs *pairs;
    selat_status status = selat_lanes_pairs_find(cli->context, l->sea, l->closed, &l->options, &pairs);
    if (status != SELAT_OK) return cli_fail(cli, status);
    printf(cli->json ? "{\"unit\": \"km\", \"pairs\": [" : "importer,exporter,km\n");
    bool first = true;
    for (int64_t k = 0; k < R * R; k++) {
        if (k / R == k % R) continue;
        const char *n = l->table->regions.codes[k / R], *i = l->table->regions.codes[k % R];
        if (cli->json) {
            printf("%s{\"importer\": \"%s\", \"exporter\": \"%s\", \"km\": ", first ? "" : ",\n  ", n, i);
            print_distance(pairs->km[k]);
            putchar('}');
        } else {
            printf("%s,%s,", n, i);
            if (!isinf(pairs->km[k])) print_distance(pairs->km[k]);
            putchar('\n');
        }
        first = false;
    }
    if (cli->json) printf("]}\n");
    selat_lanes_pairs_destroy(cli->context, pairs);
    return CLI_OK;
}

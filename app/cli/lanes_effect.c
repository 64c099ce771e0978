/* selat lanes --close: what a lasting closure costs (--effect), and what a short one keeps from arriving (--days). */
#include <math.h>
#include <stdlib.h>

#include "lanes_views.h"

enum { SHOWN = 15 };

/* ---- --effect ---- */

static const char *parameter_name(const cli_lanes *l) {
    return l->effect.kind == SELAT_LANE_COST_DISTANCE ? "rho" : "t";
}

static void print_effect(const cli_lanes *l, const selat_lane_effect *e, const int64_t *order) {
    const selat_lane_case *c = e->cases;
    int64_t R = e->n_regions;
    printf("Closed for good: ");
    cli_print_gates(&l->sea->gates, l->closed, false);
    printf("\nReal income by region, %s %g (%g to %g)\n\n  %-24s %9s  %-19s %14s %10s\n", parameter_name(l), c[0].parameter, c[1].parameter,
           c[2].parameter, "region", "%", "band", "million USD", "exports %");
    for (int64_t k = 0; k < R; k++) {
        int64_t n = order[k];
        if (k == SHOWN && R > 2 * SHOWN) printf("  ...\n");
        if (k >= SHOWN && k < R - 5) continue;
        printf("  %-24.24s %9.3f  %8.3f to %8.3f %14.0f %10.2f\n", l->table->regions.names[n], c[0].real_income_percent[n],
               c[1].real_income_percent[n], c[2].real_income_percent[n], c[0].ev_musd[n], c[0].exports_percent[n]);
    }
    printf("\n  World: %.0f million USD a year (%.0f to %.0f)\n", e->world_ev_musd[0], e->world_ev_musd[1], e->world_ev_musd[2]);
    if (c[0].n_held > 0) {
        printf("  %lld flows have no route and no other way: held at a billionth of themselves.\n", (long long)c[0].n_held);
    }
    printf("  Ports keep their shares of each pair's trade; capital, stocks and spare pipelines are not modelled\n"
           "  (docs/models/lanes.md).\n");
}

static void json_case(const cli_lanes *l, const selat_lane_effect *e, int k) {
    const selat_lane_case *c = &e->cases[k];
    printf("%s\n  {", k > 0 ? "," : "");
    cli_json_number(parameter_name(l), c->parameter);
    printf(", \"converged\": %s, \"flows_held\": %lld, ", c->solver.converged ? "true" : "false", (long long)c->n_held);
    cli_json_number("residual", c->solver.residual);
    printf(", ");
    cli_json_number("world_ev_musd", e->world_ev_musd[k]);
    printf(", \"regions\": [");
    for (int64_t n = 0; n < e->n_regions; n++) {
        printf("%s\n    {\"region\": \"%s\", ", n > 0 ? "," : "", l->table->regions.codes[n]);
        cli_json_number("real_income_percent", c->real_income_percent[n]);
        printf(", ");
        cli_json_number("ev_musd", c->ev_musd[n]);
        printf(", ");
        cli_json_number("exports_percent", c->exports_percent[n]);
        putchar('}');
    }
    printf("]}");
}

static void output_effect(cli_session *cli, const cli_lanes *l, const selat_lane_effect *e, const int64_t *order) {
    const selat_lane_case *c = e->cases;
    if (l->csv) {
        printf("region,real_income_percent,low_percent,high_percent,ev_musd,exports_percent\n");
        for (int64_t n = 0; n < e->n_regions; n++) {
            printf("%s,%.10g,%.10g,%.10g,%.10g,%.10g\n", l->table->regions.codes[n], c[0].real_income_percent[n],
                   c[1].real_income_percent[n], c[2].real_income_percent[n], c[0].ev_musd[n], c[0].exports_percent[n]);
        }
    } else if (cli->json) {
        printf("{\"table\": \"%s\", \"closed\": ", l->table->name);
        cli_json_gates(&l->sea->gates, l->closed);
        printf(", \"cost\": \"%s\", \"cases\": [", l->effect.kind == SELAT_LANE_COST_DISTANCE ? "distance" : "days");
        for (int k = 0; k < SELAT_LANE_CASES; k++) json_case(l, e, k);
        printf("]}\n");
    } else {
        print_effect(l, e, order);
    }
}

static int converged(const selat_lane_effect *e) {
    for (int k = 0; k < SELAT_LANE_CASES; k++) {
        if (e->cases[k].solver.converged) continue;
        fprintf(stderr, "selat: the trade model did not converge at %g: residual %.1e after %lld iterations\n", e->cases[k].parameter,
                e->cases[k].solver.residual, (long long)e->cases[k].solver.iterations);
        return CLI_FAILED;
    }
    return CLI_OK;
}

static selat_status compute_effect(cli_session *cli, const cli_lanes *l, const selat_lanes_closure *closure, selat_lane_effect *out) {
    selat_tariffs tariffs = {0};
    selat_elasticities elasticities = {0};
    selat_status status = selat_dataset_tariffs(cli->context, l->tariffs, l->table, &tariffs);
    if (status == SELAT_OK) status = selat_dataset_elasticities(cli->context, l->elasticities, l->table, &elasticities);
    if (status == SELAT_OK) {
        status = selat_lanes_effect(cli->context, l->table, &tariffs, &elasticities, l->sea, closure, &l->effect, out);
    }
    selat_elasticities_clear(cli->context, &elasticities);
    selat_tariffs_clear(cli->context, &tariffs);
    return status;
}

int cli_lanes_effect(cli_session *cli, const cli_lanes *l) {
    selat_lanes_closure *closure = NULL;
    selat_lane_effect e = {0};
    int64_t *order = malloc((size_t)l->table->regions.count * sizeof *order);
    selat_status status = order == NULL ? SELAT_NO_MEMORY : SELAT_OK;
    int code = CLI_OK;
    if (status == SELAT_OK) status = selat_lanes_close(cli->context, l->sea, l->closed, &l->options, &closure);
    if (status == SELAT_OK) status = compute_effect(cli, l, closure, &e);
    if (status == SELAT_OK) {
        cli_order(e.cases[0].real_income_percent, e.n_regions, false, order);
        output_effect(cli, l, &e, order);
        code = converged(&e);
    } else {
        code = cli_fail(cli, status);
    }
    selat_lane_effect_clear(cli->context, &e);
    selat_lanes_closure_destroy(cli->context, closure);
    free(order);
    return code;
}

/* ---- --days ---- */

typedef struct lost {
    const cli_lanes *lanes;
    const selat_lanes_closure *closure;
    selat_lanes_deliveries deliveries;
    double *flow;     /* [S][R n][R i] */
    double *missing;  /* [R n][R i] mean part that does not arrive over the days */
    double *by_region, *usual_region, *by_product, *usual_product; /* million USD over the days: imports by sea */
    double total_musd, usual_musd;
} lost;

static void add_up(lost *x) {
    const cli_lanes *l = x->lanes;
    int64_t R = l->table->regions.count, S = l->table->sectors.count, days = (int64_t)ceil(x->deliveries.days);
    double *arriving = x->missing + R * R;
    for (int64_t d = 0; d < days; d++) {
        selat_lanes_arriving(&x->deliveries, (double)d, arriving);
        for (int64_t k = 0; k < R * R; k++) x->missing[k] += (1 - arriving[k]) / (double)days;
    }
    for (int64_t s = 0; s < S; s++) {
        for (int64_t k = 0; k < R * R; k++) {
            double usual = x->flow[s * R * R + k] * selat_lanes_sea_part(l->sea, s, k / R, k % R) * (double)days / 365;
            if (!(usual > 0)) continue;
            x->usual_region[k / R] += usual;
            x->usual_product[s] += usual;
            x->usual_musd += usual;
            x->by_region[k / R] += usual * x->missing[k];
            x->by_product[s] += usual * x->missing[k];
            x->total_musd += usual * x->missing[k];
        }
    }
}

static void print_rows(const selat_labels *labels, const double *lost_musd, const double *usual, const int64_t *order,
                       const char *what) {
    printf("\n  %-52s %14s %8s\n", what, "million USD", "% lost");
    for (int64_t k = 0; k < SHOWN && k < labels->count; k++) {
        int64_t at = order[k];
        if (!(usual[at] > 0) || lost_musd[at] < 0.05) continue;
        printf("  %-9s %-42.42s %14.0f %8.1f\n", labels->codes[at], labels->names[at], lost_musd[at], 100 * lost_musd[at] / usual[at]);
    }
}

static void json_rows(const char *key, const char *name, const selat_labels *labels, const double *lost_musd, const double *usual) {
    printf(",\n\"%s\": [", key);
    for (int64_t k = 0; k < labels->count; k++) {
        printf("%s\n  {\"%s\": \"%s\", ", k > 0 ? "," : "", name, labels->codes[k]);
        cli_json_number("lost_musd", lost_musd[k]);
        printf(", ");
        cli_json_number("usual_musd", usual[k]);
        putchar('}');
    }
    putchar(']');
}

static void output_lost(cli_session *cli, const lost *x, int64_t *order) {
    const cli_lanes *l = x->lanes;
    const selat_labels *regions = &l->table->regions, *sectors = &l->table->sectors;
    const selat_lanes_deliveries *d = &x->deliveries;
    if (l->csv) {
        printf("importer,exporter,days_longer,part_affected,part_without_route,part_missing\n");
        for (int64_t k = 0; k < regions->count * regions->count; k++) {
            if (k / regions->count == k % regions->count) continue;
            printf("%s,%s,%.6g,%.6g,%.6g,%.6g\n", regions->codes[k / regions->count], regions->codes[k % regions->count],
                   x->closure->extra_days[k], x->closure->affected[k], x->closure->lost[k], x->missing[k]);
        }
    } else if (cli->json) {
        printf("{\"table\": \"%s\", \"closed\": ", l->table->name);
        cli_json_gates(&l->sea->gates, l->closed);
        printf(", \"days\": %g, ", d->days);
        cli_json_number("fleet", d->fleet);
        printf(", ");
        cli_json_number("tonnes", d->tonnes);
        printf(", ");
        cli_json_number("tonne_km_before", d->tonne_km_before);
        printf(", ");
        cli_json_number("tonne_km_after", d->tonne_km_after);
        printf(", ");
        cli_json_number("lost_musd", x->total_musd);
        printf(", ");
        cli_json_number("usual_musd", x->usual_musd);
        json_rows("regions", "region", regions, x->by_region, x->usual_region);
        json_rows("products", "product", sectors, x->by_product, x->usual_product);
        printf("}\n");
    } else {
        printf("Closed for %g days: ", d->days);
        cli_print_gates(&l->sea->gates, l->closed, false);
        printf("\n\n  Imports by sea that do not arrive: %.0f of %.0f million USD (%.2f %%)\n"
               "  The fleet carries %.2f %% of the usual: %.1f instead of %.1f trillion tonne-km a year\n",
               x->total_musd, x->usual_musd, 100 * x->total_musd / x->usual_musd, 100 * d->fleet, d->tonne_km_after / 1e12,
               d->tonne_km_before / 1e12);
        cli_order(x->by_region, regions->count, true, order);
        print_rows(regions, x->by_region, x->usual_region, order, "importer");
        cli_order(x->by_product, sectors->count, true, order);
        print_rows(sectors, x->by_product, x->usual_product, order, "product");
        printf("\nFirst effects on deliveries only; an accord's `stress:` runs them through the economy. Tonnes, main ports and\n"
               "shares by sea are assumptions (docs/models/lanes.md).\n");
    }
}

static bool allocate(lost *x) {
    int64_t R = x->lanes->table->regions.count, S = x->lanes->table->sectors.count;
    x->flow = calloc((size_t)(S * R * R), sizeof *x->flow);
    x->missing = calloc((size_t)(2 * R * R), sizeof *x->missing);
    x->by_region = calloc((size_t)(2 * R + 2 * S), sizeof *x->by_region);
    if (x->flow == NULL || x->missing == NULL || x->by_region == NULL) return false;
    x->usual_region = x->by_region + R;
    x->by_product = x->usual_region + R;
    x->usual_product = x->by_product + S;
    return true;
}

int cli_lanes_deliveries(cli_session *cli, const cli_lanes *l) {
    lost x = {.lanes = l};
    selat_lanes_closure *closure = NULL;
    int64_t most = l->table->regions.count + l->table->sectors.count;
    int64_t *order = malloc((size_t)most * sizeof *order);
    selat_status status = order != NULL && allocate(&x) ? SELAT_OK : SELAT_NO_MEMORY;
    if (status == SELAT_OK) status = selat_lanes_close(cli->context, l->sea, l->closed, &l->options, &closure);
    if (status == SELAT_OK) {
        selat_table_flows_musd(l->table, x.flow);
        x.closure = closure;
        status = selat_lanes_deliveries_init(cli->context, l->sea, closure, x.flow, l->days, &x.deliveries);
    }
    if (status == SELAT_OK) {
        add_up(&x);
        output_lost(cli, &x, order);
    }
    selat_lanes_closure_destroy(cli->context, closure);
    free(order);
    free(x.flow);
    free(x.missing);
    free(x.by_region);
    return status == SELAT_OK ? CLI_OK : cli_fail(cli, status);
}

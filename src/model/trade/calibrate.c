/* The base economy from a closed table, base tariffs and elasticities (docs/models/trade.md, "Calibration"). */
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "model/trade/internal.h"

static const double smallest_value_share = 0.01;

typedef struct calibration {
    const selat_table *table;
    selat_economy *economy;
    double *flow;   /* [S][R n][R i] X without tariffs */
    double *bought; /* [R n][S j] M */
    double *markup; /* [R n][S j] mu = E / M, 1 where nothing is bought */
    double *spend;  /* [R n][S j][S k] U: purchaser spending on inputs */
    double *final;  /* [R n][S j] F: purchaser spending of final demand */
} calibration;

static selat_status check_inputs(selat_context *context, const selat_table *table, const selat_tariffs *tariffs,
                                 const selat_elasticities *elasticities) {
    int64_t R = table->regions.count, S = table->sectors.count;
    TRY(selat_table_require_factored(context, table, "the trade model"));
    if (tariffs->n_regions != R || tariffs->n_sectors != S || elasticities->n_sectors != S) {
        return selat_fail(context, SELAT_BAD_INPUT,
                          "table %s has %lld regions and %lld sectors; tariffs %s or elasticities %s do not",
                          table->name, (long long)R, (long long)S, tariffs->name, elasticities->name);
    }
    for (int64_t s = 0; s < S; s++) {
        if (elasticities->theta[s] > 0) continue;
        return selat_fail(context, SELAT_BAD_INPUT, "elasticities %s: theta of %s: found %g, expected a number above 0",
                          elasticities->name, table->sectors.codes[s], elasticities->theta[s]);
    }
    return SELAT_OK;
}

/* pi, E, M, mu of every importer and product. */
static void calibrate_trade(calibration *c) {
    int64_t R = c->economy->n_regions, S = c->economy->n_sectors;
    for (int64_t j = 0; j < S; j++) {
        for (int64_t n = 0; n < R; n++) {
            const double *flow = c->flow + (j * R + n) * R, *tariff = c->economy->tariff + (j * R + n) * R;
            double *pi = c->economy->pi + (j * R + n) * R, bought = 0, spent = 0;
            for (int64_t i = 0; i < R; i++) {
                bought += flow[i];
                spent += flow[i] * (1 + tariff[i]);
            }
            for (int64_t i = 0; i < R; i++)
                pi[i] = spent > 0 ? flow[i] * (1 + tariff[i]) / spent : 0;
            c->economy->expenditure[n * S + j] = spent;
            c->bought[n * S + j] = bought;
            c->markup[n * S + j] = bought > 0 ? spent / bought : 1;
        }
    }
}

/* U and F of one region and product; a negative F is set to 0 and that row of U scaled to E. */
static void calibrate_row(calibration *c, int64_t n, int64_t j) {
    int64_t S = c->economy->n_sectors, F = c->table->demands.count, row = n * S + j;
    double *spend = c->spend + row * S, inputs = 0, final = 0;
    for (int64_t k = 0; k < S; k++)
        inputs += spend[k] = c->table->use_musd[row * S + k] * c->markup[row];
    for (int64_t f = 0; f < F; f++)
        final += c->table->final_musd[row * F + f] * c->markup[row];
    if (final < 0) {
        c->economy->clipped_final_cells++;
        c->economy->clipped_final_value -= final;
        for (int64_t k = 0; k < S && inputs > 0; k++)
            spend[k] *= c->economy->expenditure[row] / inputs;
        final = 0;
    }
    c->final[row] = final;
}

/* Scales column k of U to `target`; what is taken off becomes final demand. */
static void scale_column(calibration *c, int64_t n, int64_t k, double inputs, double target) {
    int64_t S = c->economy->n_sectors;
    for (int64_t j = 0; j < S; j++) {
        double *spend = &c->spend[(n * S + j) * S + k], moved = *spend * (1 - target / inputs);
        *spend -= moved;
        c->final[n * S + j] += moved;
    }
}

static void calibrate_column(calibration *c, int64_t n, int64_t k) {
    selat_economy *e = c->economy;
    int64_t S = e->n_sectors;
    double output = e->output[n * S + k], inputs = 0, scaled = 0;
    for (int64_t j = 0; j < S; j++)
        inputs += c->spend[(n * S + j) * S + k];
    double most = output > 0 ? (1 - smallest_value_share) * output : 0;
    if (inputs > most) {
        if (output > 0) e->floored_value_columns++;
        scale_column(c, n, k, inputs, most);
    }
    for (int64_t j = 0; j < S && output > 0; j++) {
        double share = c->spend[(n * S + j) * S + k] / output;
        e->input_share[(n * S + j) * S + k] = share;
        scaled += share;
    }
    e->value_share[n * S + k] = 1 - scaled;
}

/* alpha, w L, D of one region; R is there already. */
static void calibrate_income(calibration *c, int64_t n) {
    selat_economy *e = c->economy;
    int64_t S = e->n_sectors;
    double final = 0, bought = 0, output = 0;
    for (int64_t j = 0; j < S; j++) {
        final += c->final[n * S + j];
        bought += c->bought[n * S + j];
        output += e->output[n * S + j];
        e->value_added[n] += e->value_share[n * S + j] * e->output[n * S + j];
    }
    for (int64_t j = 0; j < S && final > 0; j++)
        e->demand_share[n * S + j] = c->final[n * S + j] / final;
    e->deficit[n] = bought - output;
}

/* Industries whose tariffs on inputs exceed their recorded taxes less subsidies on products. */
static void count_tariff_over_tax(calibration *c) {
    selat_economy *e = c->economy;
    int64_t R = e->n_regions, S = e->n_sectors, taxes = selat_labels_find(&c->table->primary, "TXS_INT_FNL");
    for (int64_t n = 0; n < R; n++) {
        for (int64_t k = 0; k < S; k++) {
            if (!(e->output[n * S + k] > 0)) continue;
            double duty = 0;
            for (int64_t j = 0; j < S; j++) {
                duty += c->table->use_musd[(n * S + j) * S + k] * (c->markup[n * S + j] - 1);
            }
            double tax = taxes >= 0 ? c->table->primary_musd[(taxes * R + n) * S + k] : 0;
            e->taxed_cells++;
            e->tariff_over_tax_cells[n] += duty > 0 && duty > tax; /* no duty and a subsidy is not meant */
        }
    }
}

static void calibrate(calibration *c) {
    int64_t R = c->economy->n_regions, S = c->economy->n_sectors;
    selat_table_flows_musd(c->table, c->flow);
    calibrate_trade(c);
    selat_economy_totals(c->economy);
    for (int64_t n = 0; n < R; n++) {
        for (int64_t j = 0; j < S; j++)
            calibrate_row(c, n, j);
        for (int64_t k = 0; k < S; k++)
            calibrate_column(c, n, k);
        calibrate_income(c, n);
    }
    count_tariff_over_tax(c);
}

static selat_status allocate(selat_context *context, calibration *c) {
    int64_t R = c->table->regions.count, S = c->table->sectors.count;
    TRY(selat_economy_create(context, &c->table->regions, &c->table->sectors, &c->economy));
    TRY(selat_new(context, R, &c->economy->tariff_over_tax_cells));
    TRY(selat_new(context, S * R * R, &c->flow));
    TRY(selat_new(context, R * S, &c->bought));
    TRY(selat_new(context, R * S, &c->markup));
    TRY(selat_new(context, R * S * S, &c->spend));
    return selat_new(context, R * S, &c->final);
}

selat_status selat_economy_calibrate(selat_context *context, const selat_table *table, const selat_tariffs *tariffs,
                                     const selat_elasticities *elasticities, const double *tariff_scale,
                                     selat_economy **out) {
    *out = NULL;
    TRY(check_inputs(context, table, tariffs, elasticities));
    calibration c = {.table = table};
    int64_t R = table->regions.count, S = table->sectors.count;
    selat_status status = allocate(context, &c);
    if (status == SELAT_OK) {
        memcpy(c.economy->theta, elasticities->theta, (size_t)S * sizeof(double));
        for (int64_t row = 0; row < S * R; row++) {
            double scale = tariff_scale != NULL ? tariff_scale[row % R] : 1;
            for (int64_t i = 0; i < R; i++)
                c.economy->tariff[row * R + i] = scale * tariffs->rate[row * R + i];
        }
        calibrate(&c);
        status = selat_economy_prepare(context, c.economy);
    }
    if (status == SELAT_OK) {
        *out = c.economy;
    } else {
        selat_economy_destroy(context, c.economy);
    }
    double *const rooms[] = {c.flow, c.bought, c.markup, c.spend, c.final};
    for (size_t k = 0; k < sizeof rooms / sizeof *rooms; k++)
        selat_release(context, rooms[k]);
    return status;
}

/* The table after a shock: flows, use, final demand, primary inputs and emissions (docs/models/trade.md, "Changed table").

   Everything moves relative to the table before, so that no shock gives the same table, also in the cells that
   calibration had to clip. mu = purchaser spending over basic value of a product, before and after. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "model/trade/internal.h"

typedef struct change {
    const selat_table *before;
    const selat_economy *base;
    const selat_trade_shock *shock;
    const selat_trade_result *result;
    selat_table *after;
    double *shares;        /* [S][R n][R i] pi' */
    double *bought;        /* [R n][S j] basic value of all purchases, after */
    double *markup_before; /* [R n][S j] */
    double *markup_after;  /* [R n][S j] without the accord's purchases, which pay no duty */
    double *duty_before, *duty_after; /* [R n][S k] duties on the inputs of an industry */
    double *output_hat;    /* [R][S]; 1 where there is no output */
} change;

/* Of one unit spent by n on product j of i, what reaches the producer. */
static double reaches_producer(const double *tariff, const double *import_rent, const double *export_rent, int64_t cell) {
    return 1 / ((1 + tariff[cell]) * (import_rent != NULL ? import_rent[cell] : 1) *
                (export_rent != NULL ? export_rent[cell] : 1));
}

static double rent(const double *before, const double *hat, int64_t cell) {
    return (before != NULL ? before[cell] : 1) * (hat != NULL ? hat[cell] : 1);
}

/* Basic value of what an importer buys of a product, before; zero where nothing is bought. */
static double basic_value_before(const change *c, int64_t row, double spending) {
    int64_t R = c->base->n_regions;
    double value = 0;
    for (int64_t i = 0; i < R; i++) {
        int64_t cell = row * R + i;
        value += spending * c->base->pi[cell] *
                 reaches_producer(c->base->tariff, c->base->import_rent, c->base->export_rent, cell);
    }
    return value;
}

/* Flows after, left in after->trade_share for the moment; their sum in bought. */
static void fill_flows(change *c) {
    int64_t R = c->base->n_regions, S = c->base->n_sectors;
    const double *tariff = c->shock->tariff != NULL ? c->shock->tariff : c->base->tariff;
    for (int64_t row = 0; row < S * R; row++) {
        int64_t j = row / R, n = row % R, at = n * S + j;
        double spending = c->result->expenditure[at], before = basic_value_before(c, row, c->base->expenditure[at]);
        for (int64_t i = 0; i < R; i++) {
            int64_t cell = row * R + i;
            double reaches = 1 / ((1 + tariff[cell]) * rent(c->base->import_rent, c->shock->import_rent_hat, cell) *
                                  rent(c->base->export_rent, c->shock->export_rent_hat, cell));
            c->after->trade_share[cell] = spending * c->shares[cell] * reaches;
            c->bought[at] += c->after->trade_share[cell];
        }
        c->markup_before[at] = before > 0 ? c->base->expenditure[at] / before : 1;
        c->markup_after[at] = c->bought[at] > 0 ? spending / c->bought[at] : 1;
    }
}

static void add_purchases(change *c, const selat_purchase *purchases, int64_t count) {
    int64_t R = c->base->n_regions, S = c->base->n_sectors;
    for (int64_t p = 0; p < count; p++) {
        const selat_purchase *one = &purchases[p];
        double *flow = c->after->trade_share + (one->sector * R + one->buyer) * R;
        flow[one->seller] += (1 - one->offset_share) * one->amount;
        flow[one->buyer] += one->offset_share * one->amount;
        c->bought[one->buyer * S + one->sector] += one->amount;
    }
}

static void flows_to_shares(change *c) {
    int64_t R = c->base->n_regions, S = c->base->n_sectors;
    for (int64_t row = 0; row < S * R; row++) {
        double bought = c->bought[row % R * S + row / R], *share = c->after->trade_share + row * R;
        for (int64_t i = 0; i < R; i++) share[i] = bought > 0 ? share[i] / bought : 0;
    }
}

/* use' = use Y-hat mu / mu'; duties on inputs before and after. */
static void fill_use(change *c, int64_t n) {
    int64_t S = c->base->n_sectors;
    for (int64_t j = 0; j < S; j++) {
        double before = c->markup_before[n * S + j], after = c->markup_after[n * S + j];
        for (int64_t k = 0; k < S; k++) {
            int64_t cell = (n * S + j) * S + k;
            double use = c->before->use_musd[cell], new = use * c->output_hat[n * S + k] * before / after;
            c->after->use_musd[cell] = new;
            c->duty_before[n * S + k] += use * (before - 1);
            c->duty_after[n * S + k] += new * (after - 1);
        }
    }
}

/* Final demand is what is left of the purchases; the change is spread over the categories by their size. */
static void fill_final(change *c, int64_t n) {
    int64_t S = c->base->n_sectors, F = c->before->demands.count;
    for (int64_t j = 0; j < S; j++) {
        const double *old = c->before->final_musd + (n * S + j) * F;
        double *new = c->after->final_musd + (n * S + j) * F, left = c->bought[n * S + j], size = 0;
        for (int64_t k = 0; k < S; k++) left -= c->after->use_musd[(n * S + j) * S + k];
        for (int64_t f = 0; f < F; f++) {
            left -= old[f];
            size += fabs(old[f]);
        }
        for (int64_t f = 0; f < F; f++) new[f] = old[f] + left * (size > 0 ? fabs(old[f]) / size : 1 / (double)F);
    }
}

/* Taxes on final demand: duties by the new rates, the rest with the value of the category. */
static void fill_final_taxes(change *c, int64_t n) {
    int64_t S = c->base->n_sectors, F = c->before->demands.count;
    for (int64_t f = 0; f < F; f++) {
        double old_duty = 0, new_duty = 0, old = 0, new = 0;
        for (int64_t j = 0; j < S; j++) {
            int64_t cell = (n * S + j) * F + f;
            old += c->before->final_musd[cell];
            new += c->after->final_musd[cell];
            old_duty += c->before->final_musd[cell] * (c->markup_before[n * S + j] - 1);
            new_duty += c->after->final_musd[cell] * (c->markup_after[n * S + j] - 1);
        }
        double scale = old > 0 && new > 0 ? new / old : 1;
        c->after->final_taxes_musd[n * F + f] = (c->before->final_taxes_musd[n * F + f] - old_duty) * scale + new_duty;
    }
}

/* Taxes: duties by the new rates, the rest with output; other rows with output; VALU closes the column. */
static void fill_primary(change *c, int64_t n) {
    int64_t R = c->base->n_regions, S = c->base->n_sectors, V = c->before->primary.count, W = c->before->memo.count;
    int64_t valu = selat_labels_find(&c->before->primary, "VALU"), txs = selat_labels_find(&c->before->primary, "TXS_INT_FNL");
    for (int64_t k = 0; k < S; k++) {
        int64_t at = n * S + k;
        double left = c->after->output_musd[at];
        for (int64_t j = 0; j < S; j++) left -= c->after->use_musd[(n * S + j) * S + k];
        for (int64_t v = 0; v < V; v++) {
            int64_t cell = v * R * S + at;
            double duty_before = v == txs ? c->duty_before[at] : 0, duty_after = v == txs ? c->duty_after[at] : 0;
            c->after->primary_musd[cell] = (c->before->primary_musd[cell] - duty_before) * c->output_hat[at] + duty_after;
            if (v != valu) left -= c->after->primary_musd[cell];
        }
        if (valu >= 0) c->after->primary_musd[valu * R * S + at] = left;
        for (int64_t w = 0; w < W; w++) c->after->memo_musd[w * R * S + at] = c->before->memo_musd[w * R * S + at] * c->output_hat[at];
    }
}

/* Volume of fuel bought by industry k: spending follows output, prices are the purchaser's; by output over cost where
   the industry buys no fuel. */
static double fuel_volume_hat(const change *c, int64_t n, int64_t k) {
    int64_t S = c->base->n_sectors, at = n * S + k;
    double weight = 0, volume = 0;
    for (int64_t j = 0; j < S; j++) {
        double use = c->before->fuel_weight[j] * c->before->use_musd[(n * S + j) * S + k];
        if (!(use > 0)) continue;
        weight += use;
        volume += use / c->result->price_hat[n * S + j];
    }
    return weight > 0 ? c->output_hat[at] * volume / weight : c->output_hat[at] / c->result->cost_hat[at];
}

static void fill_stressors(change *c, int64_t n) {
    int64_t R = c->base->n_regions, S = c->base->n_sectors, Q = c->before->stressors.count;
    int64_t petrol = selat_labels_find(&c->before->sectors, "C19");
    double price = petrol >= 0 ? c->result->price_hat[n * S + petrol] : c->result->consumer_price_hat[n];
    for (int64_t k = 0; k < S; k++) {
        int64_t at = n * S + k;
        double fuel = fuel_volume_hat(c, n, k), volume = c->output_hat[at] / c->result->cost_hat[at];
        for (int64_t q = 0; q < Q; q++) {
            double moves = c->before->stressor_drivers[q] == SELAT_DRIVER_FUEL ? fuel : volume;
            c->after->stressor[q * R * S + at] = c->before->stressor[q * R * S + at] * moves;
        }
    }
    for (int64_t q = 0; q < Q; q++) {
        c->after->stressor_final[q * R + n] = c->before->stressor_final[q * R + n] * c->result->income_hat[n] / price;
    }
}

static selat_status allocate(selat_context *context, change *c) {
    int64_t R = c->base->n_regions, S = c->base->n_sectors;
    TRY(selat_table_copy(context, c->before, &c->after));
    TRY(selat_new(context, S * R * R, &c->shares));
    double **const rooms[] = {&c->bought, &c->markup_before, &c->markup_after, &c->duty_before, &c->duty_after, &c->output_hat};
    for (size_t k = 0; k < sizeof rooms / sizeof *rooms; k++) TRY(selat_new(context, R * S, rooms[k]));
    return SELAT_OK;
}

static void fill(change *c) {
    int64_t R = c->base->n_regions, S = c->base->n_sectors;
    fill_flows(c);
    add_purchases(c, c->base->purchases, c->base->n_purchases);
    add_purchases(c, c->shock->purchases, c->shock->n_purchases);
    flows_to_shares(c);
    for (int64_t at = 0; at < R * S; at++) {
        double old = c->base->output[at];
        c->output_hat[at] = old > 0 ? c->result->output[at] / old : 1;
        c->after->output_musd[at] = old > 0 ? c->before->output_musd[at] * c->output_hat[at] : c->result->output[at];
    }
    for (int64_t n = 0; n < R; n++) {
        fill_use(c, n);
        fill_final(c, n);
        fill_final_taxes(c, n);
        fill_primary(c, n);
        fill_stressors(c, n);
    }
}

selat_status selat_trade_table(selat_context *context, const selat_table *table, const selat_economy *economy,
                               const selat_trade_shock *shock, const selat_trade_result *result, selat_table **out) {
    *out = NULL;
    if (result->base != NULL) {
        return selat_fail(context, SELAT_BAD_INPUT, "the changed table: expected a base whose zero deficits were solved before (rebase it)");
    }
    change c = {.before = table, .base = economy, .shock = shock, .result = result};
    selat_status status;
    TRY_OR(end, status, allocate(context, &c));
    TRY_OR(end, status, selat_trade_new_shares(context, economy, shock, result, c.shares));
    fill(&c);
    *out = c.after;
    c.after = NULL;
end:
    selat_table_destroy(context, c.after);
    double *const rooms[] = {c.shares, c.bought, c.markup_before, c.markup_after, c.duty_before, c.duty_after, c.output_hat};
    for (size_t k = 0; k < sizeof rooms / sizeof *rooms; k++) selat_release(context, rooms[k]);
    return status;
}

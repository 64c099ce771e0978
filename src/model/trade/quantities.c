/* What a year is judged by, straight from a solution: no use, no final demand, no columns. */
#include "model/trade/quantities.h"

#include <string.h>

#include "base/kernel.h"
#include "base/memory.h"
#include "base/status.h"
#include "model/trade/changed_table.h"

selat_status selat_trade_quantities_create(selat_context *context, const selat_table *table, bool with_flows,
                                           selat_trade_quantities *out) {
    int64_t r = table->regions.count, s = table->sectors.count, q = table->stressors.count;
    *out = (selat_trade_quantities){0};
    selat_status status;
    TRY_OR(fail, status, selat_new(context, r * r, &out->trade_musd));
    TRY_OR(fail, status, selat_new(context, r * r, &out->duty_musd));
    TRY_OR(fail, status, selat_new(context, r * s, &out->output_musd));
    TRY_OR(fail, status, selat_new(context, table->memo.count * r * s, &out->memo_musd));
    TRY_OR(fail, status, selat_new(context, q * r * s, &out->stressor));
    TRY_OR(fail, status, selat_new(context, q * r, &out->stressor_final));
    if (with_flows) TRY_OR(fail, status, selat_new(context, s * r * r, &out->flow_musd));
    return SELAT_OK;
fail:
    selat_trade_quantities_clear(context, out);
    return status;
}

void selat_trade_quantities_clear(selat_context *context, selat_trade_quantities *quantities) {
    double *const arrays[] = {quantities->trade_musd, quantities->duty_musd,      quantities->output_musd, quantities->memo_musd,
                              quantities->stressor,   quantities->stressor_final, quantities->flow_musd};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
    *quantities = (selat_trade_quantities){0};
}

static void copy_stressors(const selat_table *table, selat_trade_quantities *out) {
    int64_t r = table->regions.count, s = table->sectors.count, q = table->stressors.count;
    memcpy(out->stressor, table->stressor, (size_t)(q * r * s) * sizeof(double));
    memcpy(out->stressor_final, table->stressor_final, (size_t)(q * r) * sizeof(double));
}

/* duty += spending * share tau / (1 + tau) along one row. */
SELAT_KERNEL
static void add_duties(int64_t r, const double *share, const double *producer, double spending, const double *tariff, double *duty) {
#pragma omp simd
    for (int64_t i = 0; i < r; i++) duty[i] += spending * producer[i] * share[i] * tariff[i] / (1 + tariff[i]);
}

/* flow = weight producer paid along one row (a product, an importer), into the sums. */
SELAT_KERNEL
static void add_flows(int64_t r, const double *paid, const double *producer, double weight, double *restrict trade, double *restrict made) {
#pragma omp simd
    for (int64_t i = 0; i < r; i++) {
        double flow = weight * producer[i] * paid[i];
        trade[i] += flow;
        made[i] += flow;
    }
}

static bool any(const double *values, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        if (values[i] != 0) return true;
    }
    return false;
}

void selat_trade_quantities_before(const selat_table *table, const selat_economy *economy, selat_trade_quantities *out) {
    int64_t r = economy->n_regions, s = economy->n_sectors;
    memset(out->trade_musd, 0, (size_t)(r * r) * sizeof(double));
    memset(out->duty_musd, 0, (size_t)(r * r) * sizeof(double));
    for (int64_t row = 0; row < s * r; row++) {
        int64_t j = row / r, n = row % r;
        double bought = 0;
        for (int64_t k = 0; k < s; k++) bought += table->use_musd[(n * s + j) * s + k];
        for (int64_t f = 0; f < table->demands.count; f++) bought += table->final_musd[(n * s + j) * table->demands.count + f];
        for (int64_t i = 0; i < r; i++) {
            int64_t cell = row * r + i;
            double flow = bought * table->trade_share[cell], tariff = economy->tariff[cell];
            out->trade_musd[n * r + i] += flow;
            out->duty_musd[n * r + i] += economy->expenditure[n * s + j] * economy->pi[cell] * tariff / (1 + tariff);
            if (out->flow_musd != NULL) out->flow_musd[cell] = flow;
        }
    }
    memcpy(out->output_musd, table->output_musd, (size_t)(r * s) * sizeof(double));
    memcpy(out->memo_musd, table->memo_musd, (size_t)(table->memo.count * r * s) * sizeof(double));
    copy_stressors(table, out);
}

/* ---- after ---- */

static void add_purchases(const selat_purchase *purchases, int64_t count, int64_t r, int64_t s, selat_trade_quantities *out) {
    for (int64_t k = 0; k < count; k++) {
        const selat_purchase *p = &purchases[k];
        double parts[2] = {p->amount - p->amount * p->offset_share, p->amount * p->offset_share};
        int64_t makers[2] = {p->seller, p->buyer};
        for (int part = 0; part < 2; part++) {
            out->output_musd[makers[part] * s + p->sector] += parts[part];
            out->trade_musd[p->buyer * r + makers[part]] += parts[part];
            if (out->flow_musd != NULL) out->flow_musd[(p->sector * r + p->buyer) * r + makers[part]] += parts[part];
        }
    }
}

/* One product: sums over importers; `room` [3 R]. */
static void add_product(const selat_trade_change *c, int64_t j, double *room, selat_trade_quantities *out) {
    const selat_trade_problem *problem = c->problem;
    int64_t r = problem->n_regions, s = problem->n_sectors;
    const double *tariff = c->shock->tariff != NULL ? c->shock->tariff : c->base->tariff;
    double *producer = room, *power = room + r, *made = room + 2 * r;
    selat_trade_producer_weights(problem, c->result, j, producer);
    selat_trade_price_powers(problem, c->result, j, power);
    memset(made, 0, (size_t)r * sizeof(double));
    for (int64_t n = 0; n < r; n++) {
        int64_t row = j * r + n;
        const double *paid = problem->paid[row], *spent = problem->spent[row];
        double weight = c->result->expenditure[n * s + j] * power[n];
        add_flows(r, paid, producer, weight, out->trade_musd + n * r, made);
        if (paid != spent && any(tariff + row * r, r)) {
            add_duties(r, spent, producer, weight, tariff + row * r, out->duty_musd + n * r);
        }
        for (int64_t i = 0; out->flow_musd != NULL && i < r; i++) out->flow_musd[row * r + i] = weight * producer[i] * paid[i];
    }
    for (int64_t i = 0; i < r; i++) out->output_musd[i * s + j] = made[i];
}

static void fill_hats(const selat_trade_change *c, double *output_hat, double *private_hat) {
    const selat_economy *base = c->base;
    int64_t r = base->n_regions, s = base->n_sectors;
    for (int64_t n = 0; n < r; n++) private_hat[n] = 0; /* what the base's purchases take of final spending */
    for (int64_t k = 0; k < base->n_purchases; k++) private_hat[base->purchases[k].buyer] += base->purchases[k].amount;
    for (int64_t n = 0; n < r; n++) {
        private_hat[n] = (c->result->income[n] - c->problem->bought[n]) / (c->result->income_base[n] - private_hat[n]);
    }
    for (int64_t k = 0; k < r * s; k++) output_hat[k] = base->output[k] != 0 ? c->result->output[k] / base->output[k] : 1;
}

/* Entries inside value added move with output, emissions with their drivers. */
static void fill_rest(const selat_trade_change *c, const selat_table *table, selat_trade_quantities *out) {
    int64_t r = c->base->n_regions, s = c->base->n_sectors;
    for (int64_t k = 0; k < table->memo.count * r * s; k++) {
        double before = table->output_musd[k % (r * s)];
        out->memo_musd[k] = table->memo_musd[k] * (before != 0 ? out->output_musd[k % (r * s)] / before : 1);
    }
    selat_table emitting = *table; /* only its stressors are written */
    emitting.stressor = out->stressor;
    emitting.stressor_final = out->stressor_final;
    copy_stressors(table, out);
    selat_trade_change_stressors(c, table, &emitting);
}

selat_status selat_trade_quantities_after(selat_context *context, const selat_table *table, const selat_economy *economy,
                                          const selat_trade_shock *shock, const selat_trade_result *result,
                                          const selat_trade_solver *solver, selat_trade_quantities *out) {
    int64_t r = economy->n_regions, s = economy->n_sectors;
    selat_trade_problem *own = NULL;
    double *room = NULL, *hats = NULL;
    selat_status status = SELAT_OK;
    const selat_trade_problem *used = solver != NULL ? selat_trade_solver_problem(solver) : NULL;
    if (used == NULL) TRY_OR(done, status, selat_trade_problem_create(context, economy, shock, SELAT_DEFICITS_NOMINAL, &own));
    TRY_OR(done, status, selat_new(context, 3 * r, &room));
    TRY_OR(done, status, selat_new(context, r * s + r, &hats));
    selat_trade_change change = {.base = economy, .shock = shock, .result = result, .output_hat = hats, .private_hat = hats + r * s};
    change.problem = used != NULL ? used : own;
    memset(out->trade_musd, 0, (size_t)(r * r) * sizeof(double));
    memset(out->duty_musd, 0, (size_t)(r * r) * sizeof(double));
    for (int64_t j = 0; j < s; j++) add_product(&change, j, room, out);
    add_purchases(economy->purchases, economy->n_purchases, r, s, out);
    add_purchases(shock->purchases, shock->n_purchases, r, s, out);
    fill_hats(&change, hats, hats + r * s);
    fill_rest(&change, table, out);
done:
    selat_trade_problem_destroy(context, own);
    selat_release(context, room);
    selat_release(context, hats);
    return status;
}

/* The table after a shock, at new prices: the solution's hats carried to every entry of the table. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "model/trade/changed_table.h"

static double ratio(double numerator, double denominator) { return denominator != 0 ? numerator / denominator : 1; }

static selat_status init_change(selat_context *context, selat_trade_change *c) {
    int64_t r = c->base->n_regions, s = c->base->n_sectors;
    double **const full[] = {&c->output_hat, &c->markup_base, &c->markup,         &c->duty_base, &c->duty,
                             &c->wedge_base, &c->wedge,       &c->purchases_base, &c->purchases};
    for (size_t k = 0; k < sizeof full / sizeof *full; k++)
        TRY(selat_new(context, r * s, full[k]));
    TRY(selat_new(context, r, &c->private_hat));
    return selat_new(context, r, &c->producer);
}

static void clear_change(selat_context *context, selat_trade_change *c) {
    void *const arrays[] = {c->output_hat, c->markup_base,    c->markup,    c->duty_base,   c->duty,    c->wedge_base,
                            c->wedge,      c->purchases_base, c->purchases, c->private_hat, c->producer};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++)
        selat_release(context, arrays[k]);
}

/* What a product's importers pay, by who gets it: exporters (flows, added to `flow` when given), customs, owners of
   rents; per unit of what exporters get. */
static void split_spending(const selat_trade_problem *problem, const double *tariff, const double *producer,
                           double theta, int64_t j, const double *price, const double *expenditure, double *markup,
                           double *duty, double *wedge, double *flow) {
    int64_t r = problem->n_regions, s = problem->n_sectors;
    for (int64_t n = 0; n < r; n++) {
        int64_t row = j * r + n, at = n * s + j;
        const double *spent = problem->spent[row], *paid = problem->paid[row], *rate = tariff + row * r;
        double weight = expenditure[at] * (price != NULL ? pow(price[at], theta) : 1);
        double received = 0, customs = 0;
        for (int64_t i = 0; i < r; i++) {
            double share = producer != NULL ? weight * producer[i] : weight;
            received += share * paid[i];
            customs += share * spent[i] * rate[i] / (1 + rate[i]);
            if (flow != NULL) flow[row * r + i] = share * paid[i];
        }
        markup[at] = received > 0 ? expenditure[at] / received : 1;
        duty[at] = received > 0 ? customs / received : 0;
        wedge[at] = markup[at] - 1 - duty[at];
    }
}

/* Purchases as flows, and as final demand of the buyer by product. */
static void add_purchases(const selat_purchase *purchases, int64_t count, int64_t r, int64_t s, double *flow,
                          double *demand) {
    for (int64_t k = 0; k < count; k++) {
        const selat_purchase *p = &purchases[k];
        demand[p->buyer * s + p->sector] += p->amount;
        if (flow == NULL) continue;
        double at_home = p->amount * p->offset_share, *row = flow + (p->sector * r + p->buyer) * r;
        row[p->seller] += p->amount - at_home;
        row[p->buyer] += at_home;
    }
}

static void fill_hats(selat_trade_change *c) {
    const selat_economy *base = c->base;
    int64_t r = base->n_regions, s = base->n_sectors;
    for (int64_t k = 0; k < r * s; k++)
        c->output_hat[k] = ratio(c->result->output[k], base->output[k]);
    for (int64_t n = 0; n < r; n++) {
        c->private_hat[n] =
            (c->result->income[n] - c->problem->bought[n]) / (c->result->income_base[n] - c->before->bought[n]);
    }
}

/* Everything per region and product; `flow` [S][R][R] gets the new flows. */
static void fill_change(selat_trade_change *c, double *flow) {
    const selat_economy *base = c->base;
    int64_t r = base->n_regions, s = base->n_sectors;
    const double *tariff = c->shock->tariff != NULL ? c->shock->tariff : base->tariff;
    for (int64_t j = 0; j < s; j++) {
        selat_trade_producer_weights(c->problem, c->result, j, c->producer);
        split_spending(c->before, base->tariff, NULL, base->theta[j], j, NULL, base->expenditure, c->markup_base,
                       c->duty_base, c->wedge_base, NULL);
        split_spending(c->problem, tariff, c->producer, base->theta[j], j, c->result->price_hat, c->result->expenditure,
                       c->markup, c->duty, c->wedge, flow);
    }
    add_purchases(base->purchases, base->n_purchases, r, s, NULL, c->purchases_base);
    add_purchases(base->purchases, base->n_purchases, r, s, flow, c->purchases);
    add_purchases(c->shock->purchases, c->shock->n_purchases, r, s, flow, c->purchases);
    fill_hats(c);
}

/* ---- rows: what each region buys of each product, at basic prices ---- */

/* Where purchases stand among the final demand categories: investment, where weapons systems belong (SNA 2008). */
static int64_t purchase_category(const selat_table *table) {
    int64_t category = selat_labels_find(&table->demands, "GFCF");
    return category >= 0 ? category : 0;
}

/* Final demand moves with private spending; what the row then lacks (cells that calibration clipped or moved) goes to
   final demand in proportion, or where there is none to the uses. */
static void change_row(const selat_trade_change *c, int64_t n, int64_t j, double bought, selat_table *out) {
    int64_t s = c->base->n_sectors, f_count = out->demands.count, row = n * s + j;
    double *use = out->use_musd + row * s, *final = out->final_musd + row * f_count;
    double prices = c->markup_base[row] / c->markup[row], used = 0, demanded = 0, weight = 0;
    for (int64_t k = 0; k < s; k++)
        used += use[k] *= c->output_hat[n * s + k] * prices;
    int64_t category = purchase_category(out);
    final[category] -= c->purchases_base[row];
    for (int64_t f = 0; f < f_count; f++) {
        final[f] *= c->private_hat[n] * prices;
        weight += fabs(final[f]);
        demanded += final[f];
    }
    double missing = bought - c->purchases[row] - used - demanded;
    for (int64_t f = 0; f < f_count && weight > 0; f++)
        final[f] += missing * fabs(final[f]) / weight;
    for (int64_t k = 0; k < s && !(weight > 0) && used != 0; k++)
        use[k] *= 1 + missing / used;
    final[category] += c->purchases[row];
}

static void change_rows(const selat_trade_change *c, const double *flow, selat_table *out) {
    int64_t r = c->base->n_regions, s = c->base->n_sectors;
    memset(out->output_musd, 0, (size_t)(r * s) * sizeof(double));
    for (int64_t j = 0; j < s; j++) {
        for (int64_t n = 0; n < r; n++) {
            const double *row = flow + (j * r + n) * r;
            double *share = out->trade_share + (j * r + n) * r, bought = 0;
            for (int64_t i = 0; i < r; i++) {
                bought += row[i];
                out->output_musd[i * s + j] += row[i];
            }
            for (int64_t i = 0; i < r; i++)
                share[i] = bought > 0 ? row[i] / bought : 0;
            change_row(c, n, j, bought, out);
        }
    }
}

/* ---- columns: what each industry pays besides ---- */

/* Tariffs an industry (or a final category) pays on its purchases: sum_j purchases_j duty_j. */
static double duties(int64_t s, int64_t stride, const double *purchases, const double *duty) {
    double sum = 0;
    for (int64_t j = 0; j < s; j++)
        sum += purchases[j * stride] * duty[j];
    return sum;
}

/* Taxes without tariffs and other primary inputs move with output, tariffs are those of the new purchases, and value
   added is what is left of output: removed rents are lost from it. */
static void change_column(const selat_trade_change *c, const selat_table *table, int64_t n, int64_t k,
                          selat_table *out) {
    int64_t r = c->base->n_regions, s = c->base->n_sectors, at = n * s + k;
    int64_t value_added = selat_labels_find(&out->primary, "VALU"),
            taxes = selat_labels_find(&out->primary, "TXS_INT_FNL");
    double hat = ratio(out->output_musd[at], table->output_musd[at]), left = out->output_musd[at];
    for (int64_t j = 0; j < s; j++)
        left -= out->use_musd[(n * s + j) * s + k];
    for (int64_t v = 0; v < out->primary.count; v++) {
        double *cell = &out->primary_musd[(v * r + n) * s + k];
        if (v == value_added) continue;
        if (v == taxes) {
            double before = duties(s, s, table->use_musd + n * s * s + k, c->duty_base + n * s);
            *cell = (*cell - before) * hat + duties(s, s, out->use_musd + n * s * s + k, c->duty + n * s);
        } else {
            *cell *= hat;
        }
        left -= *cell;
    }
    if (value_added >= 0) out->primary_musd[(value_added * r + n) * s + k] = left;
    for (int64_t w = 0; w < out->memo.count; w++)
        out->memo_musd[(w * r + n) * s + k] *= hat;
}

/* Taxes on final demand: tariffs and removed importer rents (which count as negative) by the new purchases, the rest
   with private spending. Purchases of the shock pay no tariff. */
static void change_final_taxes(const selat_trade_change *c, const selat_table *table, int64_t n, selat_table *out) {
    int64_t s = c->base->n_sectors, f_count = out->demands.count, category = purchase_category(out);
    for (int64_t f = 0; f < f_count; f++) {
        const double *old_final = table->final_musd + n * s * f_count + f,
                     *new_final = out->final_musd + n * s * f_count + f;
        double before =
            duties(s, f_count, old_final, c->duty_base + n * s) + duties(s, f_count, old_final, c->wedge_base + n * s);
        double now = duties(s, f_count, new_final, c->duty + n * s) + duties(s, f_count, new_final, c->wedge + n * s);
        for (int64_t j = 0; f == category && j < s; j++) {
            before -= c->purchases_base[n * s + j] * (c->duty_base[n * s + j] + c->wedge_base[n * s + j]);
            now -= c->purchases[n * s + j] * (c->duty[n * s + j] + c->wedge[n * s + j]);
        }
        double *tax = &out->final_taxes_musd[n * f_count + f];
        *tax = (*tax - before) * c->private_hat[n] + now;
    }
}

static selat_status change_table(selat_context *context, const selat_table *table, const selat_economy *base,
                                 const selat_trade_shock *shock, const selat_trade_result *result, selat_table **out) {
    int64_t r = base->n_regions, s = base->n_sectors;
    selat_trade_change change = {.base = base, .shock = shock, .result = result};
    const selat_trade_shock nothing = {0};
    selat_trade_problem *before = NULL, *problem = NULL;
    double *flow = NULL;
    selat_table *changed = NULL;
    selat_status status;
    TRY_OR(done, status, selat_new(context, s * r * r, &flow));
    TRY_OR(done, status, init_change(context, &change));
    TRY_OR(done, status, selat_trade_problem_create(context, base, &nothing, SELAT_DEFICITS_NOMINAL, &before));
    TRY_OR(done, status, selat_trade_problem_create(context, base, shock, SELAT_DEFICITS_NOMINAL, &problem));
    change.before = before;
    change.problem = problem;
    fill_change(&change, flow);
    TRY_OR(done, status, selat_table_copy(context, table, &changed));
    change_rows(&change, flow, changed);
    for (int64_t n = 0; n < r; n++) {
        for (int64_t k = 0; k < s; k++)
            change_column(&change, table, n, k, changed);
        change_final_taxes(&change, table, n, changed);
    }
    selat_trade_change_stressors(&change, table, changed);
done:
    clear_change(context, &change);
    selat_trade_problem_destroy(context, before);
    selat_trade_problem_destroy(context, problem);
    selat_release(context, flow);
    *out = changed;
    return status;
}

selat_status selat_trade_table(selat_context *context, const selat_table *table, const selat_economy *economy,
                               const selat_trade_shock *shock, const selat_trade_result *result, selat_table **out) {
    *out = NULL;
    if (table->regions.count != economy->n_regions || table->sectors.count != economy->n_sectors) {
        return selat_fail(context, SELAT_BAD_INPUT, "table %s is not the one this economy was calibrated on",
                          table->name);
    }
    if (result->base == NULL) return change_table(context, table, economy, shock, result, out);
    const selat_trade_shock nothing = {0};
    selat_table *without_deficits;
    TRY(change_table(context, table, economy, &nothing, result->base_result, &without_deficits));
    selat_status status = change_table(context, without_deficits, result->base, shock, result, out);
    selat_table_destroy(context, without_deficits);
    return status;
}

/* Effects of measures into the shock of a year and the emissions of a year (docs/models/green.md). */
#include "selat/effects.h"

#include <math.h>
#include <string.h>

#include "accord/accord.h"
#include "base/memory.h"
#include "base/status.h"

void selat_effects_destroy(selat_context *context, selat_effects *effects) {
    if (effects == NULL) return;
    void *const arrays[] = {effects->products, effects->purchases, effects->transfers,
                            effects->costs,    effects->capital,   effects->emissions};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
    if (effects->carbon != NULL) {
        selat_release(context, effects->carbon->own_t_per_usd);
        selat_release(context, effects->carbon->import_t_per_usd);
        selat_release(context, effects->carbon->exempt);
    }
    selat_release(context, effects->carbon);
    selat_release(context, effects);
}

int64_t selat_effects_purchase_room(const selat_effects *effects) {
    return effects != NULL ? effects->n_purchases + 2 * effects->n_transfers : 0;
}

bool selat_effects_move_trade(const selat_effects *effects) {
    return effects->n_purchases + effects->n_transfers + effects->n_costs + effects->n_capital > 0 ||
           effects->carbon != NULL;
}

/* ---- amounts by year ---- */

static double deflator(const selat_accord *accord, int64_t table_year, int64_t year) {
    return pow(1 + accord->inflation, (double)(table_year - year));
}

/* The part of an amount, spread evenly over first_year..last_year, that is spent in `year`, and before it. */
static double spent_in(const selat_measure *m, int64_t year) {
    return year >= m->first_year && year <= m->last_year ? 1 / (double)(m->last_year - m->first_year + 1) : 0;
}
static double spent_before(const selat_measure *m, int64_t year) {
    if (year <= m->first_year) return 0;
    if (year > m->last_year) return 1;
    return (double)(year - m->first_year) / (double)(m->last_year - m->first_year + 1);
}

static double weight(const selat_measure *m, selat_timing timing, int64_t year) {
    double phase = selat_measure_phase(m, year);
    if (phase == 0) return 0;
    return timing == SELAT_TIMING_PHASED ? phase : timing == SELAT_TIMING_SPENT ? spent_in(m, year) : spent_before(m, year);
}

double selat_effect_purchase_musd(const selat_accord *accord, const selat_measure *measure,
                                  const selat_effect_purchase *purchase, int64_t table_year, int64_t year) {
    double amount = purchase->amount_musd * weight(measure, purchase->timing, year);
    return purchase->nominal ? amount * deflator(accord, table_year, year) : amount;
}

double selat_effect_transfer_musd(const selat_measure *measure, const selat_effect_transfer *transfer, int64_t year) {
    return transfer->amount_musd * weight(measure, transfer->timing, year);
}

/* What has been invested before `year`, at the table's prices. */
static double invested_musd(const selat_accord *accord, const selat_measure *m, const selat_effect_capital *capital,
                            int64_t table_year, int64_t year) {
    double sum = 0;
    for (int64_t y = m->first_year; y < year && y <= m->last_year; y++) {
        sum += capital->invested_musd * spent_in(m, y) * (capital->nominal ? deflator(accord, table_year, y) : 1);
    }
    return sum;
}

bool selat_effects_same_year(const selat_accord *accord, const selat_measure *m, int64_t a, int64_t b) {
    const selat_effects *e = m->effects;
    for (int64_t k = 0; k < e->n_purchases; k++) {
        const selat_effect_purchase *p = &e->purchases[k];
        double in_a = weight(m, p->timing, a), in_b = weight(m, p->timing, b);
        if (in_a != in_b || (p->nominal && accord->inflation != 0 && in_a != 0)) return false;
    }
    for (int64_t k = 0; k < e->n_transfers; k++) {
        if (weight(m, e->transfers[k].timing, a) != weight(m, e->transfers[k].timing, b)) return false;
    }
    return e->n_capital == 0 || spent_before(m, a) == spent_before(m, b);
}

/* ---- the shock ---- */

typedef struct compiler {
    selat_context *context;
    const selat_accord *accord;
    const selat_measure *measure;
    const selat_economy *economy;
    const selat_tariffs *tariffs;
    int64_t table_year, year, without_product;
    double phase;
    selat_trade_shock *shock;
} compiler;

static selat_status need(const compiler *c, double **array, int64_t count, const double *start) {
    if (*array != NULL) return SELAT_OK;
    if (start != NULL) return selat_copy_doubles(c->context, start, count, array);
    TRY(selat_new(c->context, count, array));
    for (int64_t k = 0; k < count; k++) (*array)[k] = 1;
    return SELAT_OK;
}

/* Unit cost times `factor` is productivity 1 / factor: T-hat = factor^-theta. */
static selat_status change_cost(const compiler *c, int64_t region, int64_t sector, double factor) {
    int64_t R = c->economy->n_regions, S = c->economy->n_sectors;
    if (factor == 1 || sector == c->without_product) return SELAT_OK;
    TRY(need(c, &c->shock->technology_hat, R * S, NULL));
    c->shock->technology_hat[region * S + sector] *= pow(factor, -c->economy->theta[sector]);
    return SELAT_OK;
}

static selat_status compile_costs(const compiler *c) {
    const selat_effects *e = c->measure->effects;
    for (int64_t k = 0; k < e->n_costs; k++) {
        TRY(change_cost(c, e->costs[k].region, e->costs[k].sector, 1 + c->phase * e->costs[k].fraction));
    }
    for (int64_t k = 0; k < e->n_capital; k++) {
        const selat_effect_capital *capital = &e->capital[k];
        double invested = invested_musd(c->accord, c->measure, capital, c->table_year, c->year);
        double value_share = c->economy->value_share[capital->region * c->economy->n_sectors + capital->sector];
        TRY(change_cost(c, capital->region, capital->sector,
                        pow(1 + invested / capital->capital_musd, -value_share * capital->capital_share)));
    }
    return SELAT_OK;
}

static void add_purchase(const compiler *c, selat_purchase purchase) {
    if (purchase.amount != 0) c->shock->purchases[c->shock->n_purchases++] = purchase;
}

static void compile_purchases(const compiler *c) {
    const selat_effects *e = c->measure->effects;
    for (int64_t k = 0; k < e->n_purchases; k++) {
        const selat_effect_purchase *p = &e->purchases[k];
        add_purchase(c, (selat_purchase){.buyer = p->buyer,
                                         .seller = p->seller,
                                         .sector = p->sector,
                                         .amount = selat_effect_purchase_musd(c->accord, c->measure, p, c->table_year, c->year),
                                         .financing = p->financing,
                                         .giver = p->giver});
    }
    /* Income sent abroad: a gift that pays for a purchase, and the same purchase no longer made: demand stays as it is. */
    for (int64_t k = 0; k < e->n_transfers; k++) {
        const selat_effect_transfer *t = &e->transfers[k];
        selat_purchase gift = {.buyer = t->to, .seller = t->to, .giver = t->from, .financing = SELAT_FINANCED_GRANT,
                               .amount = selat_effect_transfer_musd(c->measure, t, c->year)};
        add_purchase(c, gift);
        gift.amount = -gift.amount;
        gift.financing = SELAT_FINANCED_TAX;
        gift.giver = -1;
        add_purchase(c, gift);
    }
}

static selat_status check_border(const compiler *c, int64_t region) {
    if (c->tariffs == NULL || !c->tariffs->importer_missing[region]) return SELAT_OK;
    return selat_measure_fail_importer(c->context, c->accord, c->measure, c->tariffs, c->economy->regions.codes[region]);
}

/* A price on emissions is a part of the producer price that the region keeps, on all sales, its own included; at the border
   a duty on what the imports' making emitted. */
static selat_status compile_carbon(const compiler *c) {
    const selat_measure *m = c->measure;
    const selat_effect_carbon *carbon = m->effects->carbon;
    int64_t R = c->economy->n_regions, P = m->effects->n_products, cells = c->economy->n_sectors * R * R;
    double price = c->phase * carbon->price_usd_per_t, kept = pow(1 - carbon->response, price / 10);
    if (price == 0) return SELAT_OK;
    TRY(need(c, &c->shock->export_rent_hat, cells, NULL));
    if (carbon->border) TRY(need(c, &c->shock->tariff, cells, c->economy->tariff));
    for (int64_t k = 0; k < m->n_regions; k++) {
        int64_t region = m->regions[k];
        if (carbon->border) TRY(check_border(c, region));
        for (int64_t p = 0; p < P; p++) {
            int64_t product = m->effects->products[p];
            if (product == c->without_product) continue;
            double tax = price * kept * carbon->own_t_per_usd[k * P + p];
            for (int64_t n = 0; n < R; n++) c->shock->export_rent_hat[(product * R + n) * R + region] *= 1 + tax;
            for (int64_t i = 0; i < R && carbon->border; i++) {
                if (i == region || carbon->exempt[i]) continue;
                c->shock->tariff[(product * R + region) * R + i] += price * carbon->import_t_per_usd[i * P + p];
            }
        }
    }
    return SELAT_OK;
}

selat_status selat_effects_compile(selat_context *context, const selat_accord *accord, const selat_measure *measure,
                                   const selat_economy *economy, const selat_tariffs *tariffs, int64_t table_year,
                                   int64_t year, int64_t without_product, selat_trade_shock *out) {
    compiler c = {context,    accord, measure,         economy, tariffs,
                  table_year, year,   without_product, selat_measure_phase(measure, year), out};
    TRY(compile_costs(&c));
    compile_purchases(&c);
    return measure->effects->carbon != NULL ? compile_carbon(&c) : SELAT_OK;
}

/* ---- emissions ---- */

static selat_status add_emission(selat_context *context, const selat_table *table, const selat_effect_emission *e,
                                 double phase, selat_emission_change *change) {
    int64_t R = table->regions.count, S = table->sectors.count, Q = table->stressors.count;
    int64_t home = e->row * R + e->region;
    if (e->cut != 0 && e->sector < 0) {
        TRY(selat_emission_change_need(context, &change->household_factor, Q * R, 1));
        change->household_factor[home] *= 1 - phase * e->cut;
    }
    if (e->cut != 0 && e->sector >= 0) {
        TRY(selat_emission_change_need(context, &change->intensity_factor, Q * R * S, 1));
        change->intensity_factor[home * S + e->sector] *= 1 - phase * e->cut;
    }
    if (e->added_mt == 0) return SELAT_OK;
    TRY(selat_emission_change_need(context, &change->added_mt, Q * R * S, 0));
    change->added_mt[home * S + e->sector] += phase * e->added_mt;
    return SELAT_OK;
}

/* What producers do about a price: emissions per output fall. */
static selat_status add_response(selat_context *context, const selat_table *table, const selat_measure *m, double phase,
                                 selat_emission_change *change) {
    const selat_effect_carbon *carbon = m->effects->carbon;
    int64_t R = table->regions.count, S = table->sectors.count, Q = table->stressors.count;
    double kept = pow(1 - carbon->response, phase * carbon->price_usd_per_t / 10);
    if (kept == 1) return SELAT_OK;
    TRY(selat_emission_change_need(context, &change->intensity_factor, Q * R * S, 1));
    for (int64_t q = 0; q < Q; q++) {
        for (int64_t k = 0; k < m->n_regions; k++) {
            double *cells = change->intensity_factor + (q * R + m->regions[k]) * S;
            for (int64_t p = 0; p < m->effects->n_products; p++) cells[m->effects->products[p]] *= kept;
        }
    }
    return SELAT_OK;
}

selat_status selat_accord_emissions(selat_context *context, const selat_accord *accord, const selat_table *table,
                                    int64_t year, int64_t without_measure, selat_emission_change *change) {
    for (int64_t k = 0; k < accord->n_measures; k++) {
        const selat_measure *m = &accord->measures[k];
        double phase = selat_measure_phase(m, year);
        if (m->capture != NULL && k != without_measure) TRY(selat_capture_emissions(context, m->capture, table, year, change));
        if (m->effects == NULL || phase == 0 || k == without_measure) continue;
        for (int64_t e = 0; e < m->effects->n_emissions; e++) {
            TRY(add_emission(context, table, &m->effects->emissions[e], phase, change));
        }
        if (m->effects->carbon != NULL) TRY(add_response(context, table, m, phase, change));
    }
    return SELAT_OK;
}

/* Tourism: visitors spend more on the host's basket, less in other countries, then less at home (docs/models/green.md). */
#include <math.h>
#include <string.h>

#include "accord/accord.h"
#include "accord/measure_parts.h"
#include "base/memory.h"
#include "base/status.h"

static double final_of(const selat_table *t, int64_t region, int64_t sector, int64_t demand) {
    return t->final_musd[(region * t->sectors.count + sector) * t->demands.count + demand];
}

/* What the region's residents spend abroad in the table. */
static double spent_abroad_musd(const selat_table *t, int64_t region) {
    int64_t abroad = selat_labels_find(&t->demands, "DPABR");
    double sum = 0;
    for (int64_t s = 0; abroad >= 0 && s < t->sectors.count; s++) sum += fmax(0, final_of(t, region, s, abroad));
    return sum;
}

/* Of product s, what the region buys from others than itself and `skip`. */
static double imports_musd(const selat_table *t, int64_t region, int64_t s, int64_t skip) {
    int64_t R = t->regions.count, S = t->sectors.count;
    const double *share = t->trade_share + (s * R + region) * R;
    double bought = 0, foreign = 0;
    for (int64_t k = 0; k < S; k++) bought += t->use_musd[(region * S + s) * S + k];
    for (int64_t f = 0; f < t->demands.count; f++) bought += final_of(t, region, s, f);
    for (int64_t i = 0; i < R; i++) foreign += i != region && i != skip ? share[i] : 0;
    return fmax(0, bought * foreign);
}

/* Less of the product in other countries, by where it is bought now, at most half of those imports. */
static void displace_abroad(const selat_table *t, const selat_effects *e, selat_effect_purchase purchase, double wanted,
                            selat_effect_purchase *out, int64_t *count) {
    int64_t R = t->regions.count;
    const double *share = t->trade_share + (purchase.sector * R + e->visitor_origin) * R;
    double most = imports_musd(t, e->visitor_origin, purchase.sector, e->visitor_host) / 2, foreign = 0;
    double less = fabs(wanted) <= most ? wanted : copysign(most, wanted);
    for (int64_t i = 0; i < R; i++) foreign += i != e->visitor_origin && i != e->visitor_host ? share[i] : 0;
    for (int64_t i = 0; i < R && foreign > 0; i++) {
        if (i == e->visitor_origin || i == e->visitor_host || share[i] < 0.005) continue;
        purchase.seller = i;
        purchase.amount_musd = -less * share[i] / foreign;
        out[(*count)++] = purchase;
    }
}

/* basket [S], of any level. */
static selat_status fill_basket(selat_context *context, const selat_table *t, const double *basket, selat_effects *e) {
    int64_t S = t->sectors.count;
    double total = 0, abroad = fmin(fabs(e->visitor_musd) * e->visitor_abroad, spent_abroad_musd(t, e->visitor_origin));
    selat_effect_purchase *purchases;
    int64_t count = 0;
    for (int64_t s = 0; s < S; s++) total += fmax(0, basket[s]);
    TRY(selat_new(context, S * (t->regions.count + 1), &purchases));
    for (int64_t s = 0; s < S && total > 0; s++) {
        double share = fmax(0, basket[s]) / total;
        selat_effect_purchase purchase = {.buyer = e->visitor_origin,
                                          .seller = e->visitor_host,
                                          .sector = s,
                                          .giver = -1,
                                          .nominal = true,
                                          .amount_musd = e->visitor_musd * share};
        if (purchase.amount_musd == 0) continue;
        purchases[count++] = purchase;
        displace_abroad(t, e, purchase, copysign(abroad, e->visitor_musd) * share, purchases, &count);
    }
    selat_release(context, e->purchases);
    e->purchases = purchases;
    e->n_purchases = count;
    return SELAT_OK;
}

/* What the host's households buy: the basket where no better one is known. */
static selat_status household_basket(selat_reader *reader, selat_effects *e) {
    const selat_table *t = reader->table;
    int64_t S = t->sectors.count, hfce = selat_labels_find(&t->demands, "HFCE");
    double *basket;
    TRY(selat_new(reader->context, S, &basket));
    for (int64_t s = 0; s < S; s++) basket[s] = final_of(t, e->visitor_host, s, hfce >= 0 ? hfce : 0);
    selat_status status = fill_basket(reader->context, t, basket, e);
    selat_release(reader->context, basket);
    return status;
}

selat_status selat_measure_read_tourism(selat_reader *reader, selat_section *section, selat_measure *measure) {
    const selat_value *visitor = selat_section_value(section, "visitor"), *host = selat_section_value(section, "host");
    measure->kind = SELAT_MEASURE_TOURISM;
    measure->buyer = visitor->position;
    measure->seller = host->position;
    if (host->position == visitor->position) {
        return selat_reader_fail(reader, host->node, "another region than the visitors' own");
    }
    TRY(selat_new(reader->context, 1, &measure->effects));
    TRY(selat_measure_read_years(reader, section, measure));
    measure->effects->visitor_host = host->position;
    measure->effects->visitor_origin = visitor->position;
    measure->effects->visitor_musd = selat_section_value(section, "amount")->number;
    measure->effects->visitor_abroad = selat_section_value(section, "abroad")->number;
    return household_basket(reader, measure->effects);
}

static double sum_of(const double *values, int64_t count) {
    double sum = 0;
    for (int64_t k = 0; k < count; k++) sum += values[k];
    return sum;
}

static selat_status use_visitors(selat_context *context, selat_accord *noted, selat_accord *accord,
                                 const selat_table *table, const selat_visitors *visitors) {
    int64_t S = table->sectors.count;
    for (int64_t k = 0; k < accord->n_overlays; k++) {
        TRY(use_visitors(context, noted, accord->overlays[k], table, visitors));
    }
    for (int64_t k = 0; k < accord->n_measures; k++) {
        const selat_measure *m = &accord->measures[k];
        if (m->kind != SELAT_MEASURE_TOURISM) continue;
        const double *basket = visitors->n_sectors == S ? visitors->spending_musd + m->effects->visitor_host * S : NULL;
        if (basket != NULL && sum_of(basket, S) > 0) {
            TRY(fill_basket(context, table, basket, m->effects));
            continue;
        }
        TRY(selat_accord_note(context, noted, "%s: %s has no basket of visitors; what its households buy stands in",
                              m->text, table->regions.codes[m->effects->visitor_host]));
    }
    return SELAT_OK;
}

selat_status selat_accord_use_visitors(selat_context *context, selat_accord *accord, const selat_table *table,
                                       const selat_visitors *visitors) {
    return use_visitors(context, accord, accord, table, visitors);
}

/* Investment: what is bought to build it, the capital it becomes, whose income that capital is (docs/models/green.md). */
#include <math.h>
#include <string.h>

#include "accord/measure_parts.h"
#include "base/memory.h"
#include "base/status.h"

static const double depreciation = 0.06; /* K = CFC / 0.06 */

enum { WORDS_ROOM = 64 };

/* ---- the sectors' capital ---- */

static double memo_of(const selat_table *t, int64_t row, int64_t region, int64_t sector) {
    return row >= 0 ? t->memo_musd[(row * t->regions.count + region) * t->sectors.count + sector] : 0;
}

static double primary_of(const selat_table *t, int64_t row, int64_t region, int64_t sector) {
    return row >= 0 ? t->primary_musd[(row * t->regions.count + region) * t->sectors.count + sector] : 0;
}

static double capital_of(const selat_table *t, int64_t region, int64_t sector) {
    return memo_of(t, selat_labels_find(&t->memo, "CFC"), region, sector) / depreciation;
}

/* 1 - labour's part of value added, within 0 and 1. */
static double capital_share_of(const selat_table *t, int64_t region, int64_t sector) {
    double value = primary_of(t, selat_labels_find(&t->primary, "VALU"), region, sector);
    double labour = memo_of(t, selat_labels_find(&t->memo, "LABR"), region, sector);
    return value > 0 ? fmin(1, fmax(0, 1 - labour / value)) : 0;
}

static selat_status fail_capital(selat_reader *reader, selat_section *section, int64_t region) {
    return selat_reader_fail_found(reader, selat_section_value(section, "product")->node, "sectors without a capital stock",
                                   "sectors of %s whose consumption of fixed capital (CFC) table %s has, or deepening: no",
                                   reader->table->regions.codes[region], reader->table->name);
}

static selat_status fill_capital(selat_reader *reader, selat_section *section, int64_t region, double amount,
                                 selat_effects *e, double *return_rate) {
    const selat_table *t = reader->table;
    const selat_value *products = selat_section_value(section, "product");
    bool deepens = selat_section_value(section, "deepening")->choice == 0;
    double total = 0, income = 0;
    for (int64_t k = 0; k < products->count; k++) {
        int64_t sector = products->positions[k];
        double value = primary_of(t, selat_labels_find(&t->primary, "VALU"), region, sector);
        double capital = fmax(0, capital_of(t, region, sector));
        total += capital;
        if (capital > 0) income += fmax(0, value) * capital_share_of(t, region, sector) - depreciation * capital;
    }
    *return_rate = total > 0 ? fmax(0, income / total) : 0; /* net of depreciation */
    if (!deepens) return SELAT_OK;
    if (!(total > 0)) return fail_capital(reader, section, region);
    TRY(selat_new(reader->context, products->count, &e->capital));
    for (int64_t k = 0; k < products->count; k++) {
        if (!(capital_of(t, region, products->positions[k]) > 0)) continue;
        e->capital[e->n_capital++] = (selat_effect_capital){.region = region,
                                                            .sector = products->positions[k],
                                                            .capital_musd = total,
                                                            .invested_musd = amount,
                                                            .nominal = true,
                                                            .capital_share = capital_share_of(t, region, products->positions[k])};
    }
    return SELAT_OK;
}

/* ---- who supplies ---- */

typedef struct supplier {
    int64_t sector, region; /* region -1: by the table's origins */
    double share;
} supplier;

static selat_status fail_supplier(const selat_reader *reader, const selat_yaml *item) {
    return selat_reader_fail(reader, item, "SECTOR SHARE%% or SECTOR SHARE%% REGION, such as C28 60%% KOR");
}

/* "C28 60% KOR" */
static selat_status read_supplier(selat_reader *reader, const selat_yaml *item, supplier *out) {
    if (item->kind != SELAT_YAML_SCALAR) return fail_supplier(reader, item);
    char words[3][WORDS_ROOM] = {"", "", ""};
    const char *rest = item->value;
    for (int k = 0; k < 3; k++) {
        rest += strspn(rest, " ");
        size_t length = strcspn(rest, " ");
        if (length >= WORDS_ROOM) return fail_supplier(reader, item);
        memcpy(words[k], rest, length);
        rest += length;
    }
    size_t digits = strlen(words[1]);
    if (rest[strspn(rest, " ")] != '\0' || digits < 2 || words[1][digits - 1] != '%') return fail_supplier(reader, item);
    words[1][digits - 1] = '\0';
    bool number = selat_parse_double(words[1], &out->share);
    out->share /= 100;
    out->sector = selat_labels_find(&reader->table->sectors, words[0]);
    out->region = words[2][0] != '\0' ? selat_labels_find(&reader->table->regions, words[2]) : -1;
    bool known = out->sector >= 0 && (words[2][0] == '\0' || out->region >= 0);
    return number && out->share >= 0 && out->share <= 1 && known ? SELAT_OK : fail_supplier(reader, item);
}

static selat_status read_suppliers(selat_reader *reader, const selat_yaml *list, supplier *out, int64_t *count) {
    double sum = 0;
    for (const selat_yaml *item = list->first; item != NULL; item = item->next) {
        TRY(read_supplier(reader, item, &out[*count]));
        sum += out[(*count)++].share;
    }
    if (fabs(sum - 1) < 1e-9) return SELAT_OK;
    return selat_reader_fail_found(reader, list, "shares that do not add up", "100%% in all");
}

/* As the region's gross fixed capital formation in the table. */
static void suppliers_of_table(const selat_table *t, int64_t region, supplier *out, int64_t *count) {
    int64_t S = t->sectors.count, F = t->demands.count, gfcf = selat_labels_find(&t->demands, "GFCF");
    double sum = 0;
    for (int64_t s = 0; s < S; s++) {
        double spent = t->final_musd[(region * S + s) * F + (gfcf >= 0 ? gfcf : 0)];
        if (!(spent > 0)) continue;
        out[(*count)++] = (supplier){.sector = s, .region = -1, .share = spent};
        sum += spent;
    }
    for (int64_t k = 0; k < *count; k++) out[k].share /= sum;
}

/* Bought by where `region` buys; the purchase's buyer pays. */
static void add_spending(const selat_table *table, int64_t region, const supplier *suppliers, int64_t n_suppliers,
                         selat_effect_purchase purchase, selat_effects *e) {
    double musd = purchase.amount_musd;
    for (int64_t k = 0; k < n_suppliers && musd > 0; k++) {
        purchase.sector = suppliers[k].sector;
        purchase.amount_musd = musd * suppliers[k].share;
        purchase.seller = suppliers[k].region;
        if (suppliers[k].region >= 0)
            e->purchases[e->n_purchases++] = purchase;
        else
            selat_effects_add_by_origin(table, region, purchase, -1, e);
    }
}

/* The investor buys its part of the plant, which counts in its real income at cost as any purchase does; the region pays
   for the rest, and for running it. */
static selat_status fill_spending(selat_reader *reader, selat_section *section, const selat_measure *m,
                                  double owned) {
    const selat_table *t = reader->table;
    const selat_yaml *list = selat_section_value(section, "suppliers")->node;
    supplier *suppliers;
    int64_t count = 0, most = t->sectors.count + (list != NULL ? list->count : 0);
    TRY(selat_new(reader->context, most, &suppliers));
    selat_status status = SELAT_OK;
    if (list != NULL && list->count > 0)
        status = read_suppliers(reader, list, suppliers, &count);
    else
        suppliers_of_table(t, m->buyer, suppliers, &count);
    if (status == SELAT_OK) status = selat_new(reader->context, 3 * count * t->regions.count, &m->effects->purchases);
    if (status == SELAT_OK) {
        const selat_effect_purchase spent[] = {
            {.buyer = m->giver, .timing = SELAT_TIMING_SPENT, .nominal = true, .amount_musd = owned * m->amount_musd},
            {.buyer = m->buyer, .timing = SELAT_TIMING_SPENT, .nominal = true, .amount_musd = (1 - owned) * m->amount_musd},
            {.buyer = m->buyer,
             .timing = SELAT_TIMING_RUNNING,
             .amount_musd = selat_section_value(section, "running")->number}};
        for (int k = 0; k < 3; k++) add_spending(t, m->buyer, suppliers, count, spent[k], m->effects);
    }
    selat_release(reader->context, suppliers);
    return status;
}

selat_status selat_measure_read_investment(selat_reader *reader, selat_section *section, selat_measure *measure) {
    const selat_value *investor = selat_section_value(section, "investor"), *years = selat_section_value(section, "years");
    const selat_value *given = selat_section_value(section, "foreign_owned");
    double rate, owned = given->node != NULL ? given->number : 1;
    measure->kind = SELAT_MEASURE_INVESTMENT;
    measure->buyer = selat_section_value(section, "region")->position;
    measure->amount_musd = selat_section_value(section, "amount")->number;
    measure->first_year = measure->from = measure->full = years->years[0];
    measure->last_year = years->years[1];
    measure->until = reader->last_year;
    if (investor->node != NULL && investor->position != measure->buyer) measure->giver = investor->position;
    if (measure->giver < 0 && given->node != NULL) {
        return selat_reader_fail(reader, given->node, "no key foreign_owned unless the investor is another region");
    }
    if (measure->giver < 0) owned = 0;
    TRY(selat_new(reader->context, 1, &measure->effects));
    selat_effects *e = measure->effects;
    TRY(selat_measure_copy_positions(reader, selat_section_value(section, "product"), &e->n_products, &e->products));
    TRY(fill_capital(reader, section, measure->buyer, measure->amount_musd, e, &rate));
    TRY(fill_spending(reader, section, measure, owned));
    if (!(owned * rate > 0)) return SELAT_OK;
    TRY(selat_new(reader->context, 1, &e->transfers));
    e->transfers[e->n_transfers++] =
        (selat_effect_transfer){.from = measure->buyer,
                                .to = measure->giver,
                                .timing = SELAT_TIMING_RUNNING,
                                .amount_musd = owned * rate * measure->amount_musd};
    return SELAT_OK;
}

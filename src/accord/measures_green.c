/* Measures on emissions: intensity, carbon price, hydrogen (docs/models/green.md). */
#include <math.h>
#include <string.h>

#include "accord/measure_parts.h"
#include "base/memory.h"
#include "base/status.h"

selat_status selat_measure_add_given_text(selat_reader *reader, selat_section *section, selat_text *text) {
    static const char *const left_out[] = {"from", "until", "full", "years", "label", "source", "assumed"};
    bool first = true;
    for (int64_t k = 0; k < section->table->count; k++) {
        const selat_value *value = &section->values[k];
        bool skip = value->node == NULL;
        for (size_t w = 0; w < sizeof left_out / sizeof *left_out; w++) {
            skip = skip || strcmp(section->table->options[k].key, left_out[w]) == 0;
        }
        if (skip) continue;
        TRY(selat_text_add(reader->context, text, "%s%s ", first ? "" : ", ", section->table->options[k].key));
        TRY(selat_measure_add_words(reader, value->node, " ", text));
        first = false;
    }
    return SELAT_OK;
}

/* The given industries, or all of them. */
static selat_status read_industries(selat_reader *reader, selat_section *section, selat_effects *effects) {
    const selat_value *products = selat_section_value(section, "products");
    if (products->node != NULL)
        return selat_measure_copy_positions(reader, products, &effects->n_products, &effects->products);
    effects->n_products = reader->table->sectors.count;
    TRY(selat_new(reader->context, effects->n_products, &effects->products));
    for (int64_t k = 0; k < effects->n_products; k++) effects->products[k] = k;
    return SELAT_OK;
}

static bool in_co2(const selat_table *table, int64_t row) { return strstr(table->stressor_units[row], "CO2") != NULL; }

/* Mt per million USD is t per USD. */
static double t_per_usd(const selat_table *table, int64_t row, int64_t region, int64_t sector) {
    double output = table->output_musd[region * table->sectors.count + sector];
    double emitted = table->stressor[(row * table->regions.count + region) * table->sectors.count + sector];
    return output > 0 && in_co2(table, row) ? emitted / output : 0;
}

static double all_t_per_usd(const selat_table *table, int64_t region, int64_t sector) {
    double sum = 0;
    for (int64_t q = 0; q < table->stressors.count; q++) sum += t_per_usd(table, q, region, sector);
    return sum;
}

/* ---- intensity ---- */

static selat_status choose_rows(selat_reader *reader, selat_section *section, bool *chosen) {
    const selat_value *gas = selat_section_value(section, "gas");
    const selat_table *t = reader->table;
    bool all = strcmp(gas->text, "all") == 0, found = all;
    for (int64_t q = 0; q < t->stressors.count; q++) {
        chosen[q] = in_co2(t, q) && (all || strcmp(t->stressor_gases[q], gas->text) == 0);
        found = found || chosen[q];
    }
    if (found) return SELAT_OK;
    return selat_reader_fail(reader, gas->node, "a gas of table %s, such as CO2, or all", t->name);
}

static selat_status fill_intensity(selat_reader *reader, selat_section *section, const selat_measure *m,
                                   const bool *chosen) {
    const selat_table *t = reader->table;
    selat_effects *e = m->effects;
    int64_t Q = t->stressors.count;
    double cut = selat_section_value(section, "cut")->number, cost = selat_section_value(section, "cost")->number;
    bool households = selat_section_value(section, "households")->choice == 0;
    TRY(selat_new(reader->context, m->n_regions * (e->n_products + households) * Q, &e->emissions));
    TRY(selat_new(reader->context, m->n_regions * e->n_products, &e->costs));
    for (int64_t k = 0; k < m->n_regions; k++) {
        for (int64_t p = 0; p < e->n_products + households; p++) {
            int64_t sector = p < e->n_products ? e->products[p] : -1;
            double tonnes = 0;
            for (int64_t q = 0; q < Q; q++) {
                if (!chosen[q]) continue;
                if (sector >= 0) tonnes += t_per_usd(t, q, m->regions[k], sector);
                e->emissions[e->n_emissions++] = (selat_effect_emission){
                    .region = m->regions[k], .sector = sector, .row = q, .cut = cut, .cost_usd_per_t = cost};
            }
            if (sector < 0 || cost * cut * tonnes == 0) continue;
            e->costs[e->n_costs++] = (selat_effect_cost){m->regions[k], sector, cost * cut * tonnes};
        }
    }
    return SELAT_OK;
}

selat_status selat_measure_read_intensity(selat_reader *reader, selat_section *section, selat_measure *measure) {
    bool *chosen;
    measure->kind = SELAT_MEASURE_INTENSITY;
    TRY(selat_new(reader->context, 1, &measure->effects));
    TRY(selat_measure_copy_positions(reader, selat_section_value(section, "region"), &measure->n_regions, &measure->regions));
    TRY(read_industries(reader, section, measure->effects));
    TRY(selat_measure_read_years(reader, section, measure));
    TRY(selat_new(reader->context, reader->table->stressors.count, &chosen));
    selat_status status = choose_rows(reader, section, chosen);
    if (status == SELAT_OK) status = fill_intensity(reader, section, measure, chosen);
    selat_release(reader->context, chosen);
    return status;
}

/* ---- carbon price ---- */

/* What every industry's product has emitted in all stages, t per USD: m = (I - A')^-1 e. */
static selat_status embodied(selat_reader *reader, double *out) {
    const selat_table *t = reader->table;
    int64_t cells = t->regions.count * t->sectors.count;
    double *direct;
    selat_leontief *solver = NULL;
    selat_leontief_report report;
    TRY(selat_new(reader->context, cells, &direct));
    for (int64_t at = 0; at < cells; at++) {
        direct[at] = all_t_per_usd(t, at / t->sectors.count, at % t->sectors.count);
    }
    selat_status status = selat_leontief_create(reader->context, t, &solver);
    if (status == SELAT_OK)
        status = selat_leontief_solve(reader->context, solver, true, 1, direct, 0, out, &report);
    if (status == SELAT_OK && !report.converged) {
        status = selat_fail(reader->context, SELAT_FAILED, "carbon in imports: the Leontief solve did not converge (%s)",
                            selat_reason_name(report.reason));
    }
    selat_leontief_destroy(reader->context, solver);
    selat_release(reader->context, direct);
    return status;
}

static selat_status fill_border(selat_reader *reader, selat_section *section, bool all_stages, selat_effects *e) {
    const selat_table *t = reader->table;
    int64_t R = t->regions.count, S = t->sectors.count, P = e->n_products;
    const selat_value *exempt = selat_section_value(section, "exempt");
    double *content = NULL;
    selat_status status = SELAT_OK;
    TRY(selat_new(reader->context, R, &e->carbon->exempt));
    TRY(selat_new(reader->context, R * P, &e->carbon->import_t_per_usd));
    for (int64_t k = 0; exempt->node != NULL && k < exempt->count; k++) e->carbon->exempt[exempt->positions[k]] = true;
    if (all_stages) {
        TRY(selat_new(reader->context, R * S, &content));
        status = embodied(reader, content);
    }
    for (int64_t i = 0; i < R; i++) {
        for (int64_t p = 0; p < P; p++) {
            double own = content != NULL ? content[i * S + e->products[p]] : all_t_per_usd(t, i, e->products[p]);
            e->carbon->import_t_per_usd[i * P + p] = own > 0 ? own : 0;
        }
    }
    selat_release(reader->context, content);
    return status;
}

selat_status selat_measure_read_carbon_price(selat_reader *reader, selat_section *section, selat_measure *measure) {
    measure->kind = SELAT_MEASURE_CARBON_PRICE;
    TRY(selat_new(reader->context, 1, &measure->effects));
    selat_effects *e = measure->effects;
    TRY(selat_measure_copy_positions(reader, selat_section_value(section, "region"), &measure->n_regions, &measure->regions));
    TRY(read_industries(reader, section, e));
    TRY(selat_measure_read_years(reader, section, measure));
    TRY(selat_new(reader->context, 1, &e->carbon));
    e->carbon->price_usd_per_t = selat_section_value(section, "price")->number;
    e->carbon->response = selat_section_value(section, "response")->number;
    TRY(selat_new(reader->context, measure->n_regions * e->n_products, &e->carbon->own_t_per_usd));
    for (int64_t k = 0; k < measure->n_regions; k++) {
        for (int64_t p = 0; p < e->n_products; p++) {
            e->carbon->own_t_per_usd[k * e->n_products + p] =
                all_t_per_usd(reader->table, measure->regions[k], e->products[p]);
        }
    }
    int64_t border = selat_section_value(section, "border")->choice;
    const selat_value *exempt = selat_section_value(section, "exempt");
    e->carbon->border = border > 0;
    if (border > 0) return fill_border(reader, section, border == 2, e);
    if (exempt->node == NULL) return SELAT_OK;
    return selat_reader_fail(reader, exempt->node, "no key exempt unless border is direct or embodied");
}

/* ---- by origin ---- */

static const double smallest_origin = 0.005;

void selat_effects_add_by_origin(const selat_table *table, int64_t region, selat_effect_purchase purchase,
                                 int64_t skip, selat_effects *effects) {
    int64_t R = table->regions.count;
    const double *share = table->trade_share + (purchase.sector * R + region) * R;
    double used = 0, musd = purchase.amount_musd;
    for (int64_t i = 0; i < R; i++) used += i != skip && share[i] >= smallest_origin ? share[i] : 0;
    for (int64_t i = 0; i < R; i++) {
        if (i == skip || share[i] < smallest_origin) continue;
        purchase.seller = i;
        purchase.amount_musd = musd * share[i] / used;
        effects->purchases[effects->n_purchases++] = purchase;
    }
}

/* ---- hydrogen ---- */

static const struct {
    const char *sector;
    double t_per_gj; /* IPCC (2006), default factors of stationary combustion */
} fuels[] = {{"B06", 0.0561}, {"C19", 0.0774}, {"B05", 0.0946}};
static const double made_kg_per_kg[] = {10, 2.5, 0.5}, gj_per_t = 120;

static int64_t combustion_row(const selat_table *table) {
    for (int64_t q = 0; q < table->stressors.count; q++) {
        if (in_co2(table, q) && strcmp(table->stressor_gases[q], "CO2") == 0) return q;
    }
    return -1;
}

/* The given sector, or the default where the table has it. */
static selat_status read_sector(selat_reader *reader, selat_section *section, const char *key, int64_t *out) {
    const selat_value *value = selat_section_value(section, key);
    *out = value->node != NULL ? value->position
                               : selat_labels_find(&reader->table->sectors, value->option->default_value);
    if (*out >= 0) return SELAT_OK;
    char found[64];
    selat_format(found, sizeof found, "no key %s", key);
    return selat_reader_fail_found(reader, section->node, found, "it, since %s is not a sector of table %s",
                                   value->option->default_value, reader->table->name);
}

/* The fuel no longer bought, and what burning it would have emitted. */
static selat_status replace_fuel(selat_reader *reader, selat_section *section, int64_t fuel, double energy_gj, int64_t row,
                                 selat_effects *e) {
    const selat_value *replaces = selat_section_value(section, "replaces");
    int64_t sector = selat_labels_find(&reader->table->sectors, fuels[fuel].sector);
    int64_t buyer = selat_section_value(section, "buyer")->position;
    double saved = energy_gj * selat_section_value(section, "fuel_price")->number / 1e6;
    int64_t user;
    TRY(read_sector(reader, section, "used_by", &user));
    if (sector < 0) {
        return selat_reader_fail(reader, replaces->node != NULL ? replaces->node : section->node,
                                 "a fuel whose sector (%s) is in table %s", fuels[fuel].sector, reader->table->name);
    }
    selat_effect_purchase less = {.buyer = buyer, .sector = sector, .giver = -1, .amount_musd = -saved};
    selat_effects_add_by_origin(reader->table, buyer, less, -1, e);
    if (row < 0) return SELAT_OK;
    e->emissions[e->n_emissions++] = (selat_effect_emission){.region = buyer,
                                                             .sector = user,
                                                             .row = row,
                                                             .added_mt = -energy_gj * fuels[fuel].t_per_gj / 1e6,
                                                             .cost_usd_per_t = NAN};
    return SELAT_OK;
}

/* What a tonne avoided costs the buyer, stated where it is avoided: hydrogen less the fuel, per GJ, over the fuel's carbon less the hydrogen's. */
static void state_cost(selat_section *section, int64_t fuel, selat_effects *e) {
    double premium = 1000 * selat_section_value(section, "price")->number / gj_per_t -
                     selat_section_value(section, "fuel_price")->number;
    double avoided = fuels[fuel].t_per_gj - made_kg_per_kg[selat_section_value(section, "colour")->choice] / gj_per_t;
    if (e->n_emissions > 0) e->emissions[e->n_emissions - 1].cost_usd_per_t = avoided > 0 ? premium / avoided : NAN;
}

/* capacity kt at price USD/kg is capacity * price million USD. What the maker's sector emits on average for that output is
   taken off, since the trade model has it already. */
selat_status selat_measure_read_hydrogen(selat_reader *reader, selat_section *section, selat_measure *measure) {
    const selat_value *seller = selat_section_value(section, "seller"), *buyer = selat_section_value(section, "buyer");
    int64_t fuel = selat_section_value(section, "replaces")->choice, row = combustion_row(reader->table);
    int64_t R = reader->table->regions.count;
    double kt = selat_section_value(section, "capacity")->number;
    double musd = kt * selat_section_value(section, "price")->number;
    int64_t maker;
    measure->kind = SELAT_MEASURE_HYDROGEN;
    TRY(read_sector(reader, section, "made_by", &maker));
    measure->buyer = buyer->position;
    measure->seller = seller->position;
    TRY(selat_new(reader->context, 1, &measure->effects));
    selat_effects *e = measure->effects;
    TRY(selat_measure_read_years(reader, section, measure));
    TRY(selat_new(reader->context, R + 1, &e->purchases));
    TRY(selat_new(reader->context, 2, &e->emissions));
    e->purchases[e->n_purchases++] = (selat_effect_purchase){
        .buyer = buyer->position, .seller = seller->position, .sector = maker, .giver = -1, .amount_musd = musd};
    if (row >= 0) {
        double average = all_t_per_usd(reader->table, seller->position, maker);
        double made = kt * made_kg_per_kg[selat_section_value(section, "colour")->choice] / 1000;
        e->emissions[e->n_emissions++] = (selat_effect_emission){.region = seller->position,
                                                                 .sector = maker,
                                                                 .row = row,
                                                                 .added_mt = made - average * musd,
                                                                 .cost_usd_per_t = NAN};
    }
    if (fuel >= (int64_t)(sizeof fuels / sizeof *fuels)) return SELAT_OK;
    TRY(replace_fuel(reader, section, fuel, kt * 1000 * gj_per_t, row, e));
    state_cost(section, fuel, e);
    return SELAT_OK;
}

/* A pathway's rows as the change of one year. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "model/pathway/internal.h"

typedef struct baseline {
    selat_context *context;
    const selat_pathway *pathway;
    const selat_table *table;
    int64_t year, R, S, Q;
    selat_emission_change *change;
} baseline;

static bool same_gas(const char *a, const char *b) {
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_series(const selat_pathway_row *a, const selat_pathway_row *b) {
    return a->kind == b->kind && a->region == b->region && a->sector == b->sector && a->fuel == b->fuel &&
           same_gas(a->gas, b->gas);
}

/* Rows of one series, years ascending: how many from `first` on. */
static int64_t series_length(const selat_pathway *pathway, int64_t first) {
    int64_t count = 1;
    while (first + count < pathway->n_rows && same_series(&pathway->rows[first], &pathway->rows[first + count])) count++;
    return count;
}

/* Product of 1 + rate over the years after base_year up to `year`; a rate holds from its year until the next row's. */
static double compound(const selat_pathway_row *rows, int64_t count, int64_t base_year, int64_t year) {
    double factor = 1;
    for (int64_t y = base_year + 1; y <= year; y++) {
        double rate = 0;
        for (int64_t k = 0; k < count && rows[k].year <= y; k++) rate = rows[k].value;
        factor *= 1 + rate;
    }
    return factor;
}

/* Linear between the rows, flat outside them. */
static double interpolate(const selat_pathway_row *rows, int64_t count, int64_t year) {
    if (year <= rows[0].year) return rows[0].value;
    for (int64_t k = 1; k < count; k++) {
        if (year > rows[k].year) continue;
        double part = (double)(year - rows[k - 1].year) / (double)(rows[k].year - rows[k - 1].year);
        return rows[k - 1].value + part * (rows[k].value - rows[k - 1].value);
    }
    return rows[count - 1].value;
}

/* The same for factors, which are 1 in base_year where the rows begin later. */
static double factor_of(const selat_pathway_row *rows, int64_t count, int64_t base_year, int64_t year) {
    if (year < rows[0].year && base_year < rows[0].year) {
        double part = (double)(year - base_year) / (double)(rows[0].year - base_year);
        return year <= base_year ? 1 : 1 + part * (rows[0].value - 1);
    }
    return interpolate(rows, count, year);
}

static selat_status set_demand(const baseline *b, const selat_pathway_row *rows, double factor) {
    TRY(selat_emission_change_need(b->context, &b->change->demand_factor, b->R, 1));
    b->change->demand_factor[rows->region] = factor;
    return SELAT_OK;
}

static selat_status set_intensity(const baseline *b, const selat_pathway_row *row, double factor) {
    TRY(selat_emission_change_need(b->context, &b->change->intensity_factor, b->Q * b->R * b->S, 1));
    TRY(selat_emission_change_need(b->context, &b->change->household_factor, b->Q * b->R, 1));
    for (int64_t q = 0; q < b->Q; q++) {
        if (row->gas != NULL && strcmp(row->gas, b->table->stressor_gases[q]) != 0) continue;
        double *cells = b->change->intensity_factor + (q * b->R + row->region) * b->S;
        for (int64_t s = 0; s < b->S; s++) {
            if (row->sector == -1 || row->sector == s) cells[s] = factor;
        }
        if (row->sector < 0) b->change->household_factor[q * b->R + row->region] = factor;
    }
    return SELAT_OK;
}

/* Sectors and gases that are named stand above those that are not: round 0 is all of both, 3 names both. */
static int64_t round_of(const selat_pathway_row *row) { return 2 * (row->sector != -1) + (row->gas != NULL); }

static selat_status set_series(const baseline *b, int64_t round) {
    const selat_pathway *p = b->pathway;
    for (int64_t first = 0, count; first < p->n_rows; first += count) {
        const selat_pathway_row *rows = &p->rows[first];
        count = series_length(p, first);
        if (round == 0 && rows->kind == SELAT_PATHWAY_DEMAND_RATE)
            TRY(set_demand(b, rows, compound(rows, count, p->base_year, b->year)));
        if (round == 0 && rows->kind == SELAT_PATHWAY_DEMAND)
            TRY(set_demand(b, rows, factor_of(rows, count, p->base_year, b->year)));
        if (rows->kind == SELAT_PATHWAY_INTENSITY_RATE && round == round_of(rows))
            TRY(set_intensity(b, rows, compound(rows, count, p->base_year, b->year)));
        if (rows->kind == SELAT_PATHWAY_INTENSITY && round == round_of(rows))
            TRY(set_intensity(b, rows, factor_of(rows, count, p->base_year, b->year)));
    }
    return SELAT_OK;
}

/* t CO2 per MWh of the region's mix. */
static double mix_intensity(const baseline *b, int64_t region, int64_t year) {
    const selat_pathway *p = b->pathway;
    int64_t n_fuels;
    const selat_power_fuel *fuels = selat_pathway_fuels(&n_fuels);
    double emitted = 0, made = 0;
    for (int64_t first = 0, count; first < p->n_rows; first += count) {
        const selat_pathway_row *rows = &p->rows[first];
        count = series_length(p, first);
        if (rows->kind != SELAT_PATHWAY_POWER || rows->region != region) continue;
        double share = interpolate(rows, count, year);
        made += share;
        emitted += share * fuels[rows->fuel].t_per_mwh;
    }
    return made > 0 ? emitted / made : 0;
}

/* Power's CO2 per output moves with what its mix emits per MWh. */
static selat_status set_power(const baseline *b) {
    const selat_pathway *p = b->pathway;
    int64_t power = selat_labels_find(&b->table->sectors, "D"), last = -1;
    for (int64_t k = 0; k < p->n_rows && power >= 0; k++) {
        const selat_pathway_row *row = &p->rows[k];
        if (row->kind != SELAT_PATHWAY_POWER || row->region == last) continue;
        last = row->region;
        double base = mix_intensity(b, last, p->base_year);
        if (!(base > 0)) continue;
        selat_pathway_row place = {.region = last, .sector = power, .gas = "CO2"};
        TRY(set_intensity(b, &place, mix_intensity(b, last, b->year) / base));
    }
    return SELAT_OK;
}

selat_status selat_pathway_change(selat_context *context, const selat_pathway *pathway, const selat_table *table,
                                  int64_t year, selat_emission_change *out) {
    *out = (selat_emission_change){0};
    baseline b = {context, pathway, table, year, table->regions.count, table->sectors.count, table->stressors.count, out};
    selat_status status = SELAT_OK;
    for (int64_t round = 0; round < 4 && status == SELAT_OK; round++) status = set_series(&b, round);
    if (status == SELAT_OK) status = set_power(&b);
    if (status != SELAT_OK) selat_emission_change_clear(context, out);
    return status;
}

/* ---- emissions in tonnes, from an external model ---- */

static double gross_of(const baseline *b, const selat_pathway_row *row, const selat_emission_year *at) {
    double sum = 0;
    for (int64_t q = 0; q < b->Q; q++) {
        if (!at->ghg[q] || (row->gas != NULL && strcmp(row->gas, b->table->stressor_gases[q]) != 0)) continue;
        const double *cells = at->gross_mt + (q * b->R + row->region) * b->S;
        for (int64_t s = 0; s < b->S; s++) sum += row->sector == -1 || row->sector == s ? cells[s] : 0;
        if (row->sector < 0) sum += at->household_mt[q * b->R + row->region];
    }
    return sum;
}

static selat_status scale(const baseline *b, const selat_pathway_row *row, double factor) {
    TRY(selat_emission_change_need(b->context, &b->change->intensity_factor, b->Q * b->R * b->S, 1));
    TRY(selat_emission_change_need(b->context, &b->change->household_factor, b->Q * b->R, 1));
    for (int64_t q = 0; q < b->Q; q++) {
        if (row->gas != NULL && strcmp(row->gas, b->table->stressor_gases[q]) != 0) continue;
        double *cells = b->change->intensity_factor + (q * b->R + row->region) * b->S;
        for (int64_t s = 0; s < b->S; s++) cells[s] *= row->sector == -1 || row->sector == s ? factor : 1;
        if (row->sector < 0) b->change->household_factor[q * b->R + row->region] *= factor;
    }
    return SELAT_OK;
}

selat_status selat_pathway_meet(selat_context *context, const selat_pathway *pathway, const selat_table *table,
                                int64_t year, const selat_emission_year *at, selat_emission_change *change,
                                int64_t *n_missed) {
    baseline b = {context, pathway, table, year, table->regions.count, table->sectors.count, table->stressors.count,
                  change};
    *n_missed = 0;
    for (int64_t first = 0, count; first < pathway->n_rows; first += count) {
        const selat_pathway_row *rows = &pathway->rows[first];
        count = series_length(pathway, first);
        bool inside = year >= rows[0].year && year <= rows[count - 1].year;
        if (rows->kind != SELAT_PATHWAY_EMISSIONS || !inside) continue;
        double found = gross_of(&b, rows, at), target = interpolate(rows, count, year);
        if (found > 0)
            TRY(scale(&b, rows, target / found));
        else
            (*n_missed)++;
    }
    return SELAT_OK;
}

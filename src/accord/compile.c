/* Measures into the trade model's shock of one year (docs/models/trade.md, "Rules of origin", "Barriers"). */

#include "accord/accord.h"
#include <math.h>

#include "base/memory.h"
#include "base/status.h"

typedef struct compiler {
    selat_context *context;
    const selat_accord *accord;
    const selat_economy *economy;
    const selat_tariffs *tariffs;
    selat_trade_shock *shock;
    int64_t cells; /* S R R */
    int64_t without_product;
    const double *productivity; /* [n_measures] or NULL */
} compiler;

static selat_status need(const compiler *c, double **array, const double *start) {
    if (*array != NULL) return SELAT_OK;
    if (start != NULL) return selat_copy_doubles(c->context, start, c->cells, array);
    TRY(selat_new(c->context, c->cells, array));
    for (int64_t k = 0; k < c->cells; k++)
        (*array)[k] = 1;
    return SELAT_OK;
}

/* The year's preferential rate is t = tau - phase (tau - to); u of the trade claims it and pays c per unit to prove
   origin, unless the preference saves no more than c: tau' = tau - u max(0, tau - t), d-hat = 1 + u c. */
static void prefer(const selat_measure *m, double phase, double utilisation, double *rate, double *iceberg) {
    double to = m->to_given ? m->to : *rate * (1 - m->cut);
    double margin = phase * (*rate - to);
    if (!(margin > 0) || m->compliance >= margin) return;
    *rate -= utilisation * margin;
    if (iceberg != NULL) *iceberg *= 1 + utilisation * m->compliance;
}

/* Of one flow: the measure's, or by the origin meter. */
static double utilisation_of(const selat_measure *m, int64_t importer, int64_t exporter, int64_t product) {
    if (m->utilisation_offset == NULL) return m->utilisation;
    int64_t flow = (importer * m->n_exporters + exporter) * m->n_products + product;
    double u = m->utilisation + m->utilisation_offset[flow];
    return u < 0 ? 0 : u > 1 ? 1 : u;
}

/* The same for the part of a sector that a schedule covers; the rest keeps its rate. */
static void prefer_covered(const selat_measure *m, double phase, double utilisation, int64_t at, double *rate, double *iceberg) {
    double margin = phase * (*rate - m->schedule->rate[at]), covered = m->schedule->coverage[at];
    if (!(margin > 0) || m->compliance >= margin) return;
    *rate -= utilisation * covered * margin;
    if (iceberg != NULL) *iceberg *= 1 + utilisation * covered * m->compliance;
}

static void change_rate(const selat_measure *m, double phase, double utilisation, int64_t scheduled, double *rate, double *iceberg) {
    if (m->schedule != NULL)
        prefer_covered(m, phase, utilisation, scheduled, rate, iceberg);
    else if (m->add > 0)
        *rate += phase * m->add;
    else
        prefer(m, phase, utilisation, rate, iceberg);
}

static selat_status check_importer(const compiler *c, const selat_measure *m, int64_t k, bool *known) {
    int64_t n = m->importers[k];
    *known = c->tariffs == NULL || !c->tariffs->importer_missing[n];
    if (*known || !m->importer_named[k]) return SELAT_OK;
    return selat_measure_fail_importer(c->context, c->accord, m, c->tariffs, c->economy->regions.codes[n]);
}

static selat_status compile_tariff(const compiler *c, const selat_measure *m, int64_t year, double phase) {
    int64_t R = c->economy->n_regions, S = c->economy->n_sectors;
    int64_t version = m->schedule != NULL ? selat_schedule_at(m->schedule, year) : 0;
    if (version < 0) return SELAT_OK; /* the schedule starts later */
    TRY(need(c, &c->shock->tariff, c->economy->tariff));
    if (m->compliance > 0) TRY(need(c, &c->shock->iceberg_hat, NULL));
    for (int64_t a = 0; a < m->n_importers; a++) {
        bool known;
        TRY(check_importer(c, m, a, &known));
        if (!known) continue;
        for (int64_t p = 0; p < m->n_products; p++) {
            if (m->products[p] == c->without_product) continue;
            int64_t row = (m->products[p] * R + m->importers[a]) * R;
            for (int64_t b = 0; b < m->n_exporters; b++) {
                if (m->exporters[b] == m->importers[a]) continue;
                int64_t cell = row + m->exporters[b];
                change_rate(m, phase, utilisation_of(m, a, b, p), version * S + m->products[p], &c->shock->tariff[cell],
                            m->compliance > 0 ? &c->shock->iceberg_hat[cell] : NULL);
            }
        }
    }
    return SELAT_OK;
}

/* A cut of the delivered price: the part nobody earned melts, the rest was the rent of importer and exporter. */
static selat_status compile_barrier(const compiler *c, const selat_measure *m, double phase) {
    int64_t R = c->economy->n_regions;
    double cut = phase * m->barrier_cut, rent = m->rent_importer + m->rent_exporter;
    double *arrays[3];
    const double factors[3] = {1 - cut * (1 - rent), 1 - cut * m->rent_importer, 1 - cut * m->rent_exporter};
    TRY(need(c, &c->shock->iceberg_hat, NULL));
    TRY(need(c, &c->shock->import_rent_hat, NULL));
    TRY(need(c, &c->shock->export_rent_hat, NULL));
    arrays[0] = c->shock->iceberg_hat;
    arrays[1] = c->shock->import_rent_hat;
    arrays[2] = c->shock->export_rent_hat;
    for (int64_t p = 0; p < m->n_products; p++) {
        if (m->products[p] == c->without_product) continue;
        for (int64_t a = 0; a < m->n_importers; a++) {
            int64_t row = (m->products[p] * R + m->importers[a]) * R;
            for (int64_t b = 0; b < m->n_exporters; b++) {
                if (m->exporters[b] == m->importers[a]) continue;
                for (int k = 0; k < 3; k++)
                    arrays[k][row + m->exporters[b]] *= factors[k];
            }
        }
    }
    return SELAT_OK;
}

/* The exporter's government collects the rate as a part of the producer price: the price factor 1 + t is a rent of the
   exporter (docs/models/trade.md, "Export taxes"). */
static selat_status compile_export_tax(const compiler *c, const selat_measure *m, double phase) {
    int64_t R = c->economy->n_regions;
    TRY(need(c, &c->shock->export_rent_hat, NULL));
    for (int64_t p = 0; p < m->n_products; p++) {
        if (m->products[p] == c->without_product) continue;
        for (int64_t a = 0; a < m->n_importers; a++) {
            int64_t row = (m->products[p] * R + m->importers[a]) * R;
            for (int64_t b = 0; b < m->n_exporters; b++) {
                if (m->exporters[b] == m->importers[a]) continue;
                c->shock->export_rent_hat[row + m->exporters[b]] *= 1 + phase * m->export_tax;
            }
        }
    }
    return SELAT_OK;
}

/* Productivity a makes T-hat = a^theta; where an output is given, the run has found a. */
static selat_status compile_capacity(const compiler *c, const selat_measure *m, double phase) {
    int64_t S = c->economy->n_sectors, cells = c->economy->n_regions * S;
    if (c->shock->technology_hat == NULL) {
        TRY(selat_new(c->context, cells, &c->shock->technology_hat));
        for (int64_t k = 0; k < cells; k++) c->shock->technology_hat[k] = 1;
    }
    double productivity = phase * m->productivity;
    if (m->output_given) productivity = c->productivity != NULL ? c->productivity[m - c->accord->measures] : 0;
    if (productivity == 0) return SELAT_OK;
    for (int64_t p = 0; p < m->n_products; p++) {
        int64_t product = m->products[p];
        if (product == c->without_product) continue;
        double technology = pow(1 + productivity, c->economy->theta[product]);
        for (int64_t k = 0; k < m->n_regions; k++) c->shock->technology_hat[m->regions[k] * S + product] *= technology;
    }
    return SELAT_OK;
}

static selat_status compile_labour(const compiler *c, const selat_measure *m, double phase) {
    int64_t R = c->economy->n_regions;
    if (c->shock->labour_hat == NULL) {
        TRY(selat_new(c->context, R, &c->shock->labour_hat));
        for (int64_t n = 0; n < R; n++) c->shock->labour_hat[n] = 1;
    }
    for (int64_t k = 0; k < m->n_regions; k++) c->shock->labour_hat[m->regions[k]] *= 1 + phase * m->labour_change;
    return SELAT_OK;
}

static void compile_purchase(const compiler *c, const selat_measure *m, int64_t table_year, int64_t year) {
    c->shock->purchases[c->shock->n_purchases++] =
        (selat_purchase){.buyer = m->buyer,
                         .seller = m->seller,
                         .sector = m->product,
                         .amount = selat_purchase_year_musd(c->accord, m, table_year, year),
                         .offset_share = m->offset_share,
                         .financing = m->financing,
                         .giver = m->giver};
}

static bool all_below(const int64_t *positions, int64_t count, int64_t limit) {
    for (int64_t k = 0; k < count; k++) {
        if (positions[k] >= limit) return false;
    }
    return true;
}

static selat_status check_sizes(const compiler *c, const selat_measure *m) {
    int64_t R = c->economy->n_regions, S = c->economy->n_sectors;
    if (all_below(m->importers, m->n_importers, R) && all_below(m->exporters, m->n_exporters, R) &&
        all_below(m->products, m->n_products, S) && all_below(m->regions, m->n_regions, R) && m->buyer < R && m->seller < R && m->giver < R && m->product < S &&
        (m->schedule == NULL || m->schedule->n_sectors == S)) {
        return SELAT_OK;
    }
    return selat_fail(c->context, SELAT_BAD_INPUT,
                      "%s:%lld: the accord was read for a larger table than this economy's", c->accord->path,
                      (long long)m->line);
}

/* For one more of every measure than there are. */
static int64_t purchase_room(const selat_accord *accord) {
    int64_t room = accord->n_measures;
    for (int64_t k = 0; k < accord->n_measures; k++) {
        room += selat_effects_purchase_room(accord->measures[k].effects) + selat_capture_purchase_room(accord->measures[k].capture);
    }
    return room;
}

static selat_status make_room_for_purchases(const compiler *c) {
    selat_trade_shock *shock = c->shock;
    selat_purchase *longer;
    TRY(selat_new(c->context, shock->n_purchases + purchase_room(c->accord), &longer));
    for (int64_t k = 0; k < shock->n_purchases; k++) longer[k] = shock->purchases[k];
    selat_release(c->context, shock->purchases);
    shock->purchases = longer;
    return SELAT_OK;
}

static selat_status compile_measures(compiler *c, int64_t table_year, int64_t year, int64_t without_measure) {
    TRY(selat_count(c->context, c->economy->n_sectors, c->economy->n_regions, c->economy->n_regions, 1, &c->cells));
    TRY(make_room_for_purchases(c));
    for (int64_t k = 0; k < c->accord->n_measures; k++) {
        const selat_measure *m = &c->accord->measures[k];
        double phase = selat_measure_phase(m, year);
        TRY(check_sizes(c, m));
        if (k == without_measure) continue;
        if (m->capture != NULL) TRY(selat_capture_compile(c->context, m->capture, c->economy, year, c->without_product, c->shock));
        if (phase == 0) continue;
        if (m->kind == SELAT_MEASURE_TARIFF) TRY(compile_tariff(c, m, year, phase));
        if (m->kind == SELAT_MEASURE_BARRIER) TRY(compile_barrier(c, m, phase));
        if (m->kind == SELAT_MEASURE_EXPORT_TAX) TRY(compile_export_tax(c, m, phase));
        if (m->kind == SELAT_MEASURE_LABOUR) TRY(compile_labour(c, m, phase));
        if (m->kind == SELAT_MEASURE_CAPACITY) TRY(compile_capacity(c, m, phase));
        if (m->kind == SELAT_MEASURE_PURCHASE) compile_purchase(c, m, table_year, year);
        if (m->effects != NULL) {
            TRY(selat_effects_compile(c->context, c->accord, m, c->economy, c->tariffs, table_year, year,
                                      c->without_product, c->shock));
        }
    }
    return SELAT_OK;
}

selat_status selat_accord_compile_onto(selat_context *context, const selat_accord *accord,
                                       const selat_economy *economy, const selat_tariffs *tariffs, int64_t table_year,
                                       int64_t year, const selat_compile_options *options, selat_trade_shock *shock) {
    compiler c = {.context = context,
                  .accord = accord,
                  .economy = economy,
                  .tariffs = tariffs,
                  .shock = shock,
                  .without_product = options != NULL ? options->without_product : -1,
                  .productivity = options != NULL ? options->productivity : NULL};
    selat_status status = compile_measures(&c, table_year, year, options != NULL ? options->without_measure : -1);
    if (status != SELAT_OK) {
        selat_trade_shock_clear(context, shock);
    } else if (shock->n_purchases == 0) {
        selat_release(context, shock->purchases);
        shock->purchases = NULL;
    }
    return status;
}

selat_status selat_accord_compile(selat_context *context, const selat_accord *accord, const selat_economy *economy,
                                  const selat_tariffs *tariffs, int64_t table_year, int64_t year,
                                  const selat_compile_options *options, selat_trade_shock *out) {
    *out = (selat_trade_shock){0};
    return selat_accord_compile_onto(context, accord, economy, tariffs, table_year, year, options, out);
}

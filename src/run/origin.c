/* The origin meter as the default utilisation of tariff measures. */
#include <string.h>

#include "accord/accord.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "run/run.h"
#include "selat/origin.h"

static void mark_group(const selat_groups *groups, const char *name, const selat_labels *regions, bool *member) {
    const selat_group *group = selat_groups_find(groups, name, false);
    for (int64_t k = 0; group != NULL && k < group->count; k++) {
        int64_t n = selat_labels_find(regions, group->codes[k]);
        if (n >= 0) member[n] = true;
    }
}

void selat_origin_zone(selat_cumulation cumulation, const selat_groups *groups, const selat_labels *regions,
                       const selat_measure *measure, int64_t exporter, int64_t importer, bool *member) {
    memset(member, 0, (size_t)regions->count * sizeof *member);
    if (cumulation == SELAT_CUMULATION_ASEAN_1) mark_group(groups, "ASEAN", regions, member);
    if (cumulation == SELAT_CUMULATION_RCEP) mark_group(groups, "RCEP", regions, member);
    if (cumulation == SELAT_CUMULATION_PARTIES && measure != NULL) {
        for (int64_t k = 0; k < measure->n_importers; k++) member[measure->importers[k]] = true;
        for (int64_t k = 0; k < measure->n_exporters; k++) member[measure->exporters[k]] = true;
    }
    member[exporter] = member[importer] = true;
}

typedef run_origin_meter meter;

static selat_status read_table(selat_context *context, meter *m) {
    int64_t R = m->table->regions.count, S = m->table->sectors.count;
    selat_leontief *solver = NULL;
    selat_leontief_report report;
    bool *each = NULL;
    selat_status status;
    if (m->content != NULL) return SELAT_OK;
    TRY_OR(done, status, selat_new(context, R * R * S, &m->content));
    TRY_OR(done, status, selat_new(context, R * R * S, &m->flow_musd));
    TRY_OR(done, status, selat_new(context, R * R, &each));
    for (int64_t n = 0; n < R; n++) each[n * R + n] = true;
    TRY_OR(done, status, selat_leontief_create(context, m->table, &solver));
    TRY_OR(done, status, selat_origin_content(context, m->table, solver, R, each, m->content, &report));
    if (!report.converged) {
        status = selat_fail(context, SELAT_FAILED, "origin meter: the Leontief solve did not converge: %s, residual %g",
                            selat_reason_name(report.reason), report.residual);
    }
    selat_table_flows_musd(m->table, m->flow_musd);
done:
    selat_leontief_destroy(context, solver);
    selat_release(context, each);
    return status;
}

static double content_of(const meter *m, const bool *member, int64_t exporter, int64_t product) {
    int64_t R = m->table->regions.count, S = m->table->sectors.count;
    double sum = 0;
    for (int64_t r = 0; r < R; r++) sum += member[r] ? m->content[(r * R + exporter) * S + product] : 0;
    return sum;
}

/* utilisation is the mean by trade; the offsets are what each flow lies above it. */
static void set_flows(const meter *m, bool *member, selat_measure *measure) {
    int64_t R = m->table->regions.count, P = measure->n_products, flow = 0;
    double trade = 0, claimed = 0;
    for (int64_t a = 0; a < measure->n_importers; a++) {
        for (int64_t b = 0; b < measure->n_exporters; b++) {
            int64_t n = measure->importers[a], i = measure->exporters[b];
            selat_origin_zone(measure->cumulation, m->groups, &m->table->regions, measure, i, n, member);
            for (int64_t p = 0; p < P; p++, flow++) {
                double u = selat_origin_utilisation(content_of(m, member, i, measure->products[p]),
                                                    SELAT_ORIGIN_THRESHOLD, SELAT_ORIGIN_SPREAD);
                measure->utilisation_offset[flow] = u;
                if (n == i) continue;
                double value = m->flow_musd[(measure->products[p] * R + n) * R + i];
                trade += value;
                claimed += value * u;
            }
        }
    }
    measure->utilisation = trade > 0 ? claimed / trade : 1;
    for (int64_t k = 0; k < flow; k++) measure->utilisation_offset[k] -= measure->utilisation;
}

static selat_status add_note(selat_context *context, selat_accord *accord, const selat_measure *measure,
                             const char *overlay) {
    static const char *const cumulate[] = {[SELAT_CUMULATION_PARTIES] = "the measure's regions",
                                           [SELAT_CUMULATION_BILATERAL] = "exporter and importer",
                                           [SELAT_CUMULATION_ASEAN_1] = "ASEAN, exporter and importer",
                                           [SELAT_CUMULATION_RCEP] = "RCEP"};
    return selat_accord_note(context, accord,
                             "%sutilisation of the tariff measure of line %lld by the origin meter: %.1f%% of its trade "
                             "(40%% rule, cumulation: %s; docs/models/origin.md)",
                             overlay, (long long)measure->line, 100 * measure->utilisation,
                             cumulate[measure->cumulation]);
}

static bool is_metered(const selat_measure *m) {
    return m->kind == SELAT_MEASURE_TARIFF && m->cumulation != SELAT_CUMULATION_NONE && !m->utilisation_given && !(m->add > 0);
}

static selat_status meter_accord(selat_context *context, meter *m, selat_accord *accord, selat_accord *notes,
                                 bool *member) {
    char overlay[128];
    selat_format(overlay, sizeof overlay, "overlay %.100s: ", accord->name);
    for (int64_t k = 0; k < accord->n_measures; k++) {
        selat_measure *measure = &accord->measures[k];
        if (!is_metered(measure)) continue;
        TRY(read_table(context, m));
        selat_release(context, measure->utilisation_offset);
        measure->utilisation_offset = NULL;
        TRY(selat_new(context, measure->n_importers * measure->n_exporters * measure->n_products,
                      &measure->utilisation_offset));
        set_flows(m, member, measure);
        TRY(add_note(context, notes, measure, accord != notes ? overlay : ""));
    }
    for (int64_t k = 0; k < accord->n_overlays; k++) TRY(meter_accord(context, m, accord->overlays[k], notes, member));
    return SELAT_OK;
}

selat_status run_meter_accord(selat_context *context, run_origin_meter *m, selat_accord *accord) {
    bool *member;
    TRY(selat_new(context, m->table->regions.count, &member));
    selat_status status = meter_accord(context, m, accord, accord, member);
    selat_release(context, member);
    return status;
}

void run_meter_clear(selat_context *context, run_origin_meter *m) {
    selat_release(context, m->content);
    selat_release(context, m->flow_musd);
    m->content = m->flow_musd = NULL;
}

selat_status selat_run_meter_origin(selat_context *context, selat_accord *accord, const selat_table *table,
                                    const selat_groups *groups) {
    meter m = {.table = table, .groups = groups};
    selat_status status = run_meter_accord(context, &m, accord);
    run_meter_clear(context, &m);
    return status;
}

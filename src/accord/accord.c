/* The accord in memory: its notes, its years, its tariffs against the schedules. */
#include "accord/accord.h"
#include "accord/measures.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"

const char *selat_measure_kind_name(selat_measure_kind kind) {
    static const char *const names[] = {[SELAT_MEASURE_TARIFF] = "tariff",
                                        [SELAT_MEASURE_BARRIER] = "barrier",
                                        [SELAT_MEASURE_PURCHASE] = "purchase",
                                        [SELAT_MEASURE_CAPACITY] = "capacity",
                                        [SELAT_MEASURE_EXPORT_TAX] = "export_tax",
                                        [SELAT_MEASURE_LABOUR] = "labour",
                                        [SELAT_MEASURE_INTENSITY] = "intensity",
                                        [SELAT_MEASURE_INVESTMENT] = "investment",
                                        [SELAT_MEASURE_HYDROGEN] = "hydrogen",
                                        [SELAT_MEASURE_TOURISM] = "tourism",
                                        [SELAT_MEASURE_CARBON_PRICE] = "carbon_price",
                                        [SELAT_MEASURE_CAPTURE] = "capture"};
    return names[kind];
}

void selat_measure_clear(selat_context *context, selat_measure *measure) {
    selat_release(context, measure->text);
    selat_release(context, measure->label);
    selat_release(context, measure->source);
    selat_release(context, measure->assumed);
    selat_release(context, measure->importers);
    selat_release(context, measure->exporters);
    selat_release(context, measure->products);
    selat_release(context, measure->importer_named);
    selat_release(context, measure->regions);
    selat_release(context, measure->chain);
    selat_schedule_destroy(context, measure->schedule);
    selat_release(context, measure->utilisation_offset);
    selat_effects_destroy(context, measure->effects);
    selat_capture_plan_destroy(context, measure->capture);
    *measure = (selat_measure){0};
}

void selat_pending_clear(selat_context *context, selat_pending *pending) {
    selat_release(context, pending->commitment);
    selat_release(context, pending->needs);
    selat_release(context, pending->source);
    *pending = (selat_pending){0};
}

void selat_accord_destroy(selat_context *context, selat_accord *accord) {
    if (accord == NULL) return;
    for (int64_t k = 0; k < accord->n_overlays; k++)
        selat_accord_destroy(context, accord->overlays[k]);
    for (int64_t k = 0; k < accord->n_measures; k++)
        selat_measure_clear(context, &accord->measures[k]);
    for (int64_t k = 0; k < accord->n_stresses; k++)
        selat_stress_clear(context, &accord->stresses[k]);
    for (int64_t k = 0; k < accord->n_clauses; k++)
        selat_clause_clear(context, &accord->clauses[k]);
    for (int64_t k = 0; k < accord->n_pending; k++)
        selat_pending_clear(context, &accord->pending[k]);
    for (int64_t k = 0; k < accord->n_notes; k++)
        selat_release(context, accord->notes[k]);
    void *owned[] = {accord->path,      accord->name,
                     accord->signed_on, accord->source,
                     accord->parties,   accord->table,
                     accord->tariffs,   accord->elasticities, accord->pathway,
                     accord->overlays,  accord->tariff_scale,
                     accord->measures,  accord->pending,
                     accord->stresses,  accord->clauses,
                     accord->notes,     accord};
    for (size_t k = 0; k < sizeof owned / sizeof *owned; k++)
        selat_release(context, owned[k]);
}

/* Takes over `note` when it succeeds. */
static selat_status push_note(selat_context *context, selat_accord *accord, char *note) {
    int64_t n = accord->n_notes;
    if ((n & (n - 1)) == 0) { /* room is the next power of two */
        char **larger;
        TRY(selat_new(context, n == 0 ? 1 : 2 * n, &larger));
        if (n > 0) memcpy(larger, accord->notes, (size_t)n * sizeof *larger);
        selat_release(context, accord->notes);
        accord->notes = larger;
    }
    accord->notes[accord->n_notes++] = note;
    return SELAT_OK;
}

static bool has_note(const selat_accord *accord, const char *note) {
    for (int64_t k = 0; k < accord->n_notes; k++) {
        if (strcmp(accord->notes[k], note) == 0) return true;
    }
    return false;
}

selat_status selat_accord_note_list(selat_context *context, selat_accord *accord, const char *format,
                                    va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    int length = selat_vformat(NULL, 0, format, again);
    va_end(again);
    char *note;
    TRY(selat_new(context, (int64_t)length + 1, &note));
    selat_vformat(note, (size_t)length + 1, format, arguments);
    selat_status status = has_note(accord, note) ? SELAT_OK : push_note(context, accord, note);
    bool kept = accord->n_notes > 0 && accord->notes[accord->n_notes - 1] == note;
    if (!kept) selat_release(context, note);
    return status;
}

selat_status selat_accord_note_where(selat_context *context, selat_accord *accord, const char *fact,
                                     const char *where) {
    size_t length = strlen(fact);
    for (int64_t k = 0; k < accord->n_notes; k++) {
        if (strncmp(accord->notes[k], fact, length) != 0) continue;
        selat_text longer = {0};
        selat_status status = selat_text_add(context, &longer, "%s, %s", accord->notes[k], where);
        if (status != SELAT_OK) return status;
        selat_release(context, accord->notes[k]);
        accord->notes[k] = longer.bytes;
        return SELAT_OK;
    }
    return selat_accord_note(context, accord, "%s%s", fact, where);
}

selat_status selat_accord_note(selat_context *context, selat_accord *accord, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    selat_status status = selat_accord_note_list(context, accord, format, arguments);
    va_end(arguments);
    return status;
}

/* ---- years ---- */

double selat_measure_phase(const selat_measure *measure, int64_t year) {
    if (year < measure->from || year > measure->until) return 0;
    if (year >= measure->full) return 1;
    return (double)(year - measure->from + 1) / (double)(measure->full - measure->from + 1);
}

bool selat_accord_same_year(const selat_accord *accord, int64_t a, int64_t b) {
    if (a == b) return true;
    for (int64_t k = 0; k < accord->n_measures; k++) {
        const selat_measure *m = &accord->measures[k];
        if (m->effects != NULL && !selat_effects_move_trade(m->effects)) continue;
        if (m->capture != NULL) {
            if (!selat_capture_same_year(m->capture, a, b)) return false;
            continue;
        }
        double phase = selat_measure_phase(m, a);
        bool deflated = m->kind == SELAT_MEASURE_PURCHASE && accord->inflation != 0;
        if (phase != selat_measure_phase(m, b) || (deflated && phase > 0)) return false;
        if (phase > 0 && m->schedule != NULL && selat_schedule_at(m->schedule, a) != selat_schedule_at(m->schedule, b)) {
            return false;
        }
        if (m->effects != NULL && !selat_effects_same_year(accord, m, a, b)) return false;
    }
    return true;
}

double selat_purchase_year_musd(const selat_accord *accord, const selat_measure *measure, int64_t table_year,
                                int64_t year) {
    if (year < measure->first_year || year > measure->last_year) return 0;
    double part = measure->amount_musd / (double)(measure->last_year - measure->first_year + 1);
    return part / pow(1 + accord->inflation, (double)(year - table_year));
}

double selat_purchase_amount_musd(const selat_accord *accord, const selat_measure *measure, int64_t table_year) {
    double sum = 0;
    for (int64_t year = measure->first_year; year <= measure->last_year; year++) {
        sum += selat_purchase_year_musd(accord, measure, table_year, year);
    }
    return sum;
}

/* ---- tariffs ---- */

selat_status selat_measure_fail_importer(selat_context *context, const selat_accord *accord,
                                         const selat_measure *measure, const selat_tariffs *tariffs,
                                         const char *importer) {
    char found[128];
    selat_format(found, sizeof found, "%.20s as importer, whose schedule %.60s does not have", importer, tariffs->name);
    return selat_fail_at(context, (selat_place){accord->path, measure->line, 0, "tariff"}, found,
                         "importers with a known schedule");
}

static selat_status drop_importers(selat_context *context, selat_accord *accord, selat_measure *measure,
                                   const selat_tariffs *tariffs, const selat_labels *regions) {
    int64_t kept = 0;
    for (int64_t k = 0; k < measure->n_importers; k++) {
        int64_t n = measure->importers[k];
        if (!tariffs->importer_missing[n]) {
            measure->importers[kept] = n;
            measure->importer_named[kept++] = measure->importer_named[k];
            continue;
        }
        if (measure->importer_named[k]) {
            return selat_measure_fail_importer(context, accord, measure, tariffs, regions->codes[n]);
        }
        TRY(selat_accord_note(context, accord,
                              "tariff in line %lld: %s as importer is left out, %s has no schedule of it",
                              (long long)measure->line, regions->codes[n], tariffs->name));
    }
    measure->n_importers = kept;
    return SELAT_OK;
}

/* True when the schedule's mean rate of some year leaves less than `rate` by more than what proving origin costs. */
static bool schedule_saves(const selat_measure *m, int64_t product, double rate) {
    for (int64_t y = 0; y < m->schedule->n_years; y++) {
        int64_t at = y * m->schedule->n_sectors + product;
        if (m->schedule->coverage[at] > 0 && rate - m->schedule->rate[at] > m->compliance) return true;
    }
    return false;
}

/* Sectors of the schedule whose mean rate is above every base rate it meets: averages hide what single lines do. */
static selat_status note_no_saving(selat_context *context, selat_accord *accord, const selat_measure *m,
                                   const selat_tariffs *tariffs) {
    int64_t R = tariffs->n_regions;
    for (int64_t p = 0; m->schedule != NULL && p < m->n_products; p++) {
        double highest = 0;
        for (int64_t k = 0; k < m->n_importers * m->n_exporters; k++) {
            int64_t n = m->importers[k / m->n_exporters], i = m->exporters[k % m->n_exporters];
            highest = fmax(highest, n == i ? 0 : tariffs->rate[(m->products[p] * R + n) * R + i]);
        }
        if (highest == 0 || schedule_saves(m, m->products[p], highest)) continue;
        TRY(selat_accord_note(context, accord,
                              "tariff in line %lld: %s keeps its base rate (%.2f %% at most), the schedule's mean is not "
                              "below it",
                              (long long)m->line, m->schedule->sectors.codes[m->products[p]], 100 * highest));
    }
    return SELAT_OK;
}

/* True when some flow's base rate is above the measure's. */
static bool changes_some_rate(const selat_measure *m, const selat_tariffs *tariffs) {
    int64_t R = tariffs->n_regions;
    for (int64_t p = 0; p < m->n_products; p++) {
        for (int64_t a = 0; a < m->n_importers; a++) {
            const double *row = &tariffs->rate[(m->products[p] * R + m->importers[a]) * R];
            for (int64_t b = 0; b < m->n_exporters; b++) {
                double rate = m->exporters[b] == m->importers[a] ? 0 : row[m->exporters[b]];
                double saved = m->to_given ? rate - m->to : rate * m->cut;
                if (m->schedule != NULL ? schedule_saves(m, m->products[p], rate) : saved > m->compliance) return true;
            }
        }
    }
    return m->add > 0;
}

static selat_status check_tariffs(selat_context *context, selat_accord *accord, const selat_tariffs *tariffs,
                                  const selat_labels *regions) {
    for (int64_t k = 0; k < accord->n_measures; k++) {
        selat_measure *measure = &accord->measures[k];
        if (measure->kind != SELAT_MEASURE_TARIFF) continue;
        TRY(drop_importers(context, accord, measure, tariffs, regions));
        TRY(note_no_saving(context, accord, measure, tariffs));
        if (changes_some_rate(measure, tariffs)) continue;
        TRY(selat_accord_note(context, accord,
                              "tariff in line %lld changes nothing: no base rate of %s is above it by "
                              "more than its compliance cost",
                              (long long)measure->line, tariffs->name));
    }
    return SELAT_OK;
}

selat_status selat_accord_check_tariffs(selat_context *context, selat_accord *accord, const selat_tariffs *tariffs,
                                        const selat_labels *regions) {
    TRY(check_tariffs(context, accord, tariffs, regions));
    for (int64_t k = 0; k < accord->n_overlays; k++) {
        selat_accord *overlay = accord->overlays[k];
        int64_t before = overlay->n_notes;
        TRY(check_tariffs(context, overlay, tariffs, regions));
        for (int64_t l = before; l < overlay->n_notes; l++) {
            TRY(selat_accord_note(context, accord, "overlay %s: %s", overlay->name, overlay->notes[l]));
        }
    }
    return SELAT_OK;
}

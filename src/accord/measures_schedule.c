/* A tariff measure whose rates come from a schedule by HS6 line. */
#include "accord/accord.h"
#include "accord/measure_parts.h"
#include "base/memory.h"
#include "base/status.h"

static selat_status check_phase_in(selat_reader *reader, selat_section *section, const selat_measure *measure) {
    const selat_value *full = selat_section_value(section, "full");
    if (measure->schedule->years[0] == 0 || full->node == NULL) return SELAT_OK;
    return selat_reader_fail(reader, full->node, "no `full` beside a schedule with years: they are its phase-in");
}

/* "C29 15.3% at 3.2%" for every product that the last year's rates cover; the others leave the measure. */
static selat_status keep_covered(selat_reader *reader, selat_measure *measure, selat_text *list) {
    const selat_schedule *schedule = measure->schedule;
    int64_t last = (schedule->n_years - 1) * schedule->n_sectors, kept = 0;
    for (int64_t p = 0; p < measure->n_products; p++) {
        int64_t s = measure->products[p];
        bool covered = false;
        for (int64_t y = 0; y < schedule->n_years; y++) {
            covered = covered || schedule->coverage[y * schedule->n_sectors + s] > 0;
        }
        if (!covered) continue;
        TRY(selat_text_add(reader->context, list, "%s%s %.3g%% at %.3g%% (%.4g lines)", kept > 0 ? ", " : "",
                           reader->table->sectors.codes[s], 100 * schedule->coverage[last + s],
                           100 * schedule->rate[last + s], schedule->lines[last + s]));
        measure->products[kept++] = s;
    }
    measure->n_products = kept;
    return SELAT_OK;
}

static selat_status note_coverage(selat_reader *reader, selat_section *section, const selat_measure *measure,
                                  const char *list) {
    const selat_schedule *schedule = measure->schedule;
    const char *written = selat_section_value(section, "schedule")->text;
    TRY(selat_reader_note(reader,
                          "%s: schedule %s, part of each sector that its lines cover, by %s, and their mean rate, "
                          "weighted alike: %s; what is not covered keeps the base rate",
                          section->title, written,
                          schedule->weighted ? "the file's weights" : "count of HS6 lines in the concordance", list));
    if (!(schedule->outside > 0)) return SELAT_OK;
    return selat_reader_note(reader,
                             "%s: schedule %s, %.4g of its lines (parts of lines count as parts) belong to no sector of "
                             "table %s and are left out",
                             section->title, written, schedule->outside, reader->table->name);
}

selat_status selat_measure_read_schedule(selat_reader *reader, selat_section *section, selat_measure *measure) {
    const selat_value *given = selat_section_value(section, "schedule");
    if (reader->read_schedule == NULL) {
        return selat_reader_fail(reader, given->node, "no schedule: there are no files here");
    }
    TRY(reader->read_schedule(reader, given->node, &measure->schedule));
    TRY(check_phase_in(reader, section, measure));
    selat_text list = {0};
    selat_status status = keep_covered(reader, measure, &list);
    if (status == SELAT_OK && measure->n_products == 0) {
        status = selat_reader_fail(reader, given->node, "lines with a rate in the measure's products");
    }
    if (status == SELAT_OK) status = note_coverage(reader, section, measure, list.bytes);
    selat_text_clear(reader->context, &list);
    return status;
}

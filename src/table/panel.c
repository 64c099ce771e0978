/* The panel: room, years, added duties. */
#include "selat/panel.h"

#include "base/memory.h"
#include "base/status.h"

static selat_status allocate(selat_context *context, selat_panel *p) {
    int64_t R = p->regions.count, S = p->sectors.count, flows, rates;
    TRY(selat_count(context, p->n_years, S, R, R, &flows));
    TRY(selat_count(context, p->n_tariff_years, S, R, R, &rates));
    TRY(selat_new(context, flows, &p->flow_musd));
    TRY(selat_new(context, rates, &p->tariff));
    return selat_new(context, R, &p->importer_missing);
}

selat_status selat_panel_create(selat_context *context, const selat_labels *regions, const selat_labels *sectors,
                                int64_t first_year, int64_t n_years, int64_t n_tariff_years, selat_panel **out) {
    TRY(selat_new(context, 1, out));
    selat_panel *p = *out;
    p->first_year = first_year;
    p->n_years = n_years;
    p->n_tariff_years = n_tariff_years;
    selat_status status = selat_labels_copy(context, regions, &p->regions);
    if (status == SELAT_OK) status = selat_labels_copy(context, sectors, &p->sectors);
    if (status == SELAT_OK) status = allocate(context, p);
    if (status == SELAT_OK) return SELAT_OK;
    selat_panel_destroy(context, p);
    *out = NULL;
    return status;
}

void selat_panel_destroy(selat_context *context, selat_panel *panel) {
    if (panel == NULL) return;
    selat_labels_clear(context, &panel->regions);
    selat_labels_clear(context, &panel->sectors);
    void *const parts[] = {panel->name, panel->source, panel->flow_musd, panel->tariff, panel->importer_missing, panel};
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) selat_release(context, parts[k]);
}

static const float *year_of(const selat_panel *p, const float *values, int64_t n_years, int64_t year) {
    int64_t at = year - p->first_year;
    return at < 0 || at >= n_years ? NULL : values + at * p->sectors.count * p->regions.count * p->regions.count;
}

const float *selat_panel_flows_musd(const selat_panel *panel, int64_t year) {
    return year_of(panel, panel->flow_musd, panel->n_years, year);
}

const float *selat_panel_tariffs(const selat_panel *panel, int64_t year) {
    return year_of(panel, panel->tariff, panel->n_tariff_years, year);
}

void selat_added_duties_clear(selat_context *context, selat_added_duties *duties) {
    selat_release(context, duties->name);
    selat_release(context, duties->source);
    selat_release(context, duties->rows);
    *duties = (selat_added_duties){0};
}

static bool same_flow(const selat_added_duty *a, const selat_added_duty *b) {
    return a->importer == b->importer && a->exporter == b->exporter && a->sector == b->sector;
}

/* A row is in force from its year until a later one of the same flow. */
static bool in_force(const selat_added_duties *duties, int64_t row, int64_t year) {
    const selat_added_duty *d = &duties->rows[row];
    if (d->year > year) return false;
    for (int64_t k = 0; k < duties->count; k++) {
        const selat_added_duty *other = &duties->rows[k];
        if (same_flow(d, other) && other->year > d->year && other->year <= year) return false;
    }
    return true;
}

void selat_added_duties_apply(const selat_added_duties *duties, int64_t n_regions, int64_t year, double *rate) {
    for (int64_t k = 0; k < duties->count; k++) {
        const selat_added_duty *d = &duties->rows[k];
        if (!in_force(duties, k, year)) continue;
        rate[(d->sector * n_regions + d->importer) * n_regions + d->exporter] += d->add;
    }
}

void selat_past_events_clear(selat_context *context, selat_past_events *events) {
    for (int64_t k = 0; k < events->count; k++) {
        selat_past_event *e = &events->events[k];
        void *const parts[] = {e->name, e->source, e->side_a, e->side_b};
        for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) selat_release(context, parts[p]);
    }
    selat_release(context, events->events);
    *events = (selat_past_events){0};
}

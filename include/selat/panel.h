/* Flows and tariffs of several years, at fewer sectors than the table: what the model is held against. */
#ifndef SELAT_PANEL_H
#define SELAT_PANEL_H

#include "selat/baseline.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct selat_panel {
    char *name;     /* "flows-2011-2022" */
    char *source;   /* what to cite */
    selat_labels regions, sectors; /* the last sector, SVC, is all services together and bears no tariff */
    int64_t first_year, n_years;   /* of flows */
    int64_t n_tariff_years;        /* of tariffs, from the same first year */
    float *flow_musd;       /* [n_years][S][R n][R i] basic prices, domestic sales on the diagonal */
    float *tariff;          /* [n_tariff_years][S][R n][R i] applied rate, fraction; the diagonal and SVC 0 */
    bool *importer_missing; /* [R] no schedule known (ROW, HKG) */
} selat_panel;

/* Room for the labels (copied) and years, every number zero. */
selat_status selat_panel_create(selat_context *context, const selat_labels *regions, const selat_labels *sectors,
                                int64_t first_year, int64_t n_years, int64_t n_tariff_years, selat_panel **out);
void selat_panel_destroy(selat_context *context, selat_panel *panel); /* takes NULL */
/* The cells [S][R][R] of one year, or NULL when the panel does not have it. */
const float *selat_panel_flows_musd(const selat_panel *panel, int64_t year);
const float *selat_panel_tariffs(const selat_panel *panel, int64_t year);

/* Duties that the panel's rates leave out, to be added to them: from `year` on, until another row of the same flow. */
typedef struct selat_added_duty {
    int64_t importer, exporter, sector, year;
    double add; /* fraction: percentage points on the rate */
} selat_added_duty;
typedef struct selat_added_duties {
    char *name, *source;
    int64_t count;
    selat_added_duty *rows;
} selat_added_duties;
void selat_added_duties_clear(selat_context *context, selat_added_duties *duties);
/* Percentage points added to rate[S][R][R] in `year`. */
void selat_added_duties_apply(const selat_added_duties *duties, int64_t n_regions, int64_t year, double *rate);

typedef struct selat_window {
    int64_t from, to; /* years of flows and tariffs */
} selat_window;

/* An agreement (or a dispute) of the past: all goods between the regions of one side and those of the other. */
typedef struct selat_past_event {
    char *name;
    char *source;
    selat_window window;
    bool *side_a, *side_b; /* [R] */
} selat_past_event;
typedef struct selat_past_events {
    int64_t count;
    selat_past_event *events;
} selat_past_events;
void selat_past_events_clear(selat_context *context, selat_past_events *events);

/* A sealed HDF5 file (docs/data.md, "The panel"), read by selat_dataset_panel. Flows are rounded to 16 bits of mantissa
   (7.6e-6 of a flow), which saves a fifth of the file. */
selat_status selat_panel_save(selat_context *context, const selat_panel *panel, const char *path);

#ifdef __cplusplus
}
#endif
#endif

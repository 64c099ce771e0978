/* The results as plain tables: what csv/ and results.xlsx are written from. */
#ifndef SELAT_REPORT_SHEETS_H
#define SELAT_REPORT_SHEETS_H

#include "report/json.h"

typedef struct report_column {
    const char *key;     /* in results.json */
    const char *heading; /* with its unit, "equivalent variation (million USD)" */
} report_column;

/* A list of objects in results.json and what its columns are called. */
typedef struct report_sheet {
    const char *name;  /* "regions": csv/regions.csv and the sheet's tab */
    const char *title; /* one line above the table in the workbook */
    json_t *rows;      /* array of objects; owned */
    const report_column *columns;
    int64_t n_columns;
} report_sheet;

enum { REPORT_CAPTURE_SHEETS = 4, REPORT_CAPTURE_PLAN_SHEETS = 3, REPORT_SHEETS = 33 + REPORT_CAPTURE_SHEETS + REPORT_CAPTURE_PLAN_SHEETS };

/* Fills all sheets from the document; SELAT_NO_MEMORY. */
selat_status report_sheets_init(selat_context *context, json_t *root, report_sheet sheets[REPORT_SHEETS]);
void report_sheets_clear(report_sheet sheets[REPORT_SHEETS]);

/* sheets_emissions.c */
report_sheet report_sheet_emissions(json_t *root);
report_sheet report_sheet_pledges(json_t *root);
report_sheet report_sheet_abatement(json_t *root);

/* sheets_lanes.c */
report_sheet report_sheet_lane_gates(json_t *root);
report_sheet report_sheet_lane_routes(json_t *root);


/* capture_files.c: the object of a network, or `capture` of results.json, whose rows have a measure number */
void report_capture_sheets(json_t *capture, report_sheet sheets[REPORT_CAPTURE_SHEETS]);
void report_capture_plan_sheets(json_t *capture, report_sheet sheets[REPORT_CAPTURE_PLAN_SHEETS]);
/* json_indicators.c */
report_sheet report_sheet_indicators(json_t *root);
report_sheet report_sheet_industry_indicators(json_t *root);

/* json_dependence.c */
report_sheet report_sheet_value_added(json_t *root);
report_sheet report_sheet_stops(json_t *root);

/* sheets_chains.c */
report_sheet report_sheet_chains(json_t *root);
report_sheet report_sheet_chain_stress(json_t *root);

/* sheets_backtest.c */
report_sheet report_sheet_backtest(json_t *root);
report_sheet report_sheet_past_events(json_t *root);

selat_status report_write_csv(selat_context *context, const report_sheet *sheet, const char *folder);
selat_status report_write_xlsx(selat_context *context, const report_sheet sheets[REPORT_SHEETS], json_t *root,
                               const char *path);

#endif

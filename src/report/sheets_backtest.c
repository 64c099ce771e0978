/* The backtest as tables. */
#include "report/sheets.h"

static const report_column backtest_columns[] = {
    {"from", "from (year)"},
    {"to", "to (year)"},
    {"sample", "flows"},
    {"cells", "number of flows"},
    {"slope", "slope of actual on predicted log change"},
    {"standard_error", "standard error of the slope, clustered by importer and exporter"},
    {"r2", "R2 (squared correlation)"},
    {"explained", "part of the variance that the prediction itself explains"},
    {"rank_correlation", "rank correlation (Spearman)"},
    {"sign_agreement", "same sign (fraction of flows)"},
    {"coverage", "inside the 90 % band (fraction of flows)"},
};
static const report_column event_columns[] = {
    {"name", "event"},
    {"from", "from (year)"},
    {"to", "to (year)"},
    {"cells", "number of flows"},
    {"tariff_change", "mean change of the tariff (fraction)"},
    {"predicted", "predicted change of the share (log points)"},
    {"actual", "actual change of the share (log points)"},
    {"standard_error", "standard error of the actual change"},
    {"source", "source"},
};

/* One row per window and sample. */
static json_t *flat_backtest(json_t *root) {
    json_t *rows = json_array(), *window, *fit;
    const char *sample;
    size_t k;
    json_array_foreach(json_object_get(json_object_get(root, "backtest"), "windows"), k, window) {
        json_object_foreach(json_object_get(window, "fit"), sample, fit) {
            json_t *copy = json_copy(fit);
            json_object_set(copy, "from", json_object_get(window, "from"));
            json_object_set(copy, "to", json_object_get(window, "to"));
            json_object_set_new(copy, "sample", json_string(sample));
            json_array_append_new(rows, copy);
        }
    }
    return rows;
}

#define COLUMNS(array) array, (int64_t)(sizeof array / sizeof *array)

report_sheet report_sheet_backtest(json_t *root) {
    return (report_sheet){"backtest", "How well the trade model has predicted past changes", flat_backtest(root),
                          COLUMNS(backtest_columns)};
}

report_sheet report_sheet_past_events(json_t *root) {
    json_t *events = json_object_get(json_object_get(root, "backtest"), "events");
    return (report_sheet){"past_events", "Past agreements: predicted and actual",
                          events != NULL ? json_incref(events) : json_array(), COLUMNS(event_columns)};
}

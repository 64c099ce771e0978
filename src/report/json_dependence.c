/* results.json: volumes of every industry, value added by where it is made and bought at last, and who stands on whom. */
#include "report/headline.h"
#include "report/json.h"
#include "report/sheets.h"

enum { BEFORE, AFTER };

/* Regions in table order, sectors in table order. */
static json_t *volumes(const selat_results *results) {
    const selat_detail *last = &results->last;
    int64_t R = results->inputs.table->regions.count, S = results->inputs.table->sectors.count;
    json_t *rows = json_array();
    for (int64_t n = 0; n < R && report_has_answer(results); n++) {
        json_t *row = json_array();
        for (int64_t s = 0; s < S; s++) {
            bool produces = last->output_base_musd[n * S + s] > 0;
            double percent = 100 * (last->volume_hat[n * S + s] - 1);
            json_array_append_new(row, produces ? report_number(percent) : json_null());
        }
        json_array_append_new(rows, row);
    }
    return rows;
}

static json_t *pair(const selat_results *results, const char *first, int64_t row, const char *second, int64_t column,
                    double *const matrix[2]) {
    int64_t at = row * results->inputs.table->regions.count + column;
    return json_pack("{s:o, s:o, s:o, s:o}", first, report_text(report_region(results, row)), second,
                     report_text(report_region(results, column)), "before_musd", report_number(matrix[BEFORE][at]),
                     "after_musd", report_number(matrix[AFTER][at]));
}

/* Pairs of which one side is a party. */
static json_t *value_added(const selat_results *results) {
    double *const *matrix = results->last.indicators.value_added_musd;
    int64_t R = results->inputs.table->regions.count;
    json_t *list = json_array();
    for (int64_t cell = 0; cell < R * R && report_has_answer(results) && matrix[AFTER] != NULL; cell++) {
        if (!report_is_party(results, cell / R) && !report_is_party(results, cell % R)) continue;
        json_array_append_new(list, pair(results, "source", cell / R, "consumer", cell % R, matrix));
    }
    return list;
}

static json_t *stops(const selat_results *results) {
    double *const *matrix = results->last.indicators.stops_musd;
    int64_t R = results->inputs.table->regions.count;
    json_t *list = json_array();
    for (int64_t p = 0; p < results->inputs.accord->n_parties && report_has_answer(results) && matrix[AFTER] != NULL; p++) {
        for (int64_t r = 0; r < R; r++) {
            int64_t loses = results->inputs.accord->parties[p];
            if (r != loses) json_array_append_new(list, pair(results, "stops", r, "loses", loses, matrix));
        }
    }
    return list;
}

json_t *report_json_dependence(const selat_results *results) {
    return json_pack("{s:o, s:o, s:o}", "volume_percent", volumes(results), "value_added", value_added(results), "stops",
                     stops(results));
}

/* ---- sheets ---- */

static const report_column value_added_columns[] = {{"source", "made in (ISO code)"},
                                                    {"consumer", "bought at last in (ISO code)"},
                                                    {"before_musd", "without the accord (million USD)"},
                                                    {"after_musd", "with it (million USD)"}};
static const report_column stop_columns[] = {{"stops", "supplier that stops (ISO code)"},
                                             {"loses", "party that loses (ISO code)"},
                                             {"before_musd", "value added at risk a year without the accord (million USD)"},
                                             {"after_musd", "with it (million USD)"}};

static report_sheet sheet(json_t *root, const char *name, const char *title, const report_column *columns) {
    json_t *rows = json_object_get(root, name);
    return (report_sheet){name, title, rows != NULL ? json_incref(rows) : json_array(), columns, 4};
}

report_sheet report_sheet_value_added(json_t *root) {
    return sheet(root, "value_added", "Value added by where it is made and bought at last, last year", value_added_columns);
}

report_sheet report_sheet_stops(json_t *root) {
    return sheet(root, "stops", "Value added of the parties that stands on each supplier, last year", stop_columns);
}

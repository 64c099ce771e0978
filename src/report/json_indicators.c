/* results.json: every indicator of the parties before and after, what they mean, and which moved most. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/headline.h"
#include "report/indicators.h"
#include "report/json.h"

static const double smallest_listed = 5e-4; /* relative change of an industry's indicator; smaller ones are left out */

double report_indicator_percent(const selat_indicator_change *change) {
    return change->before != 0 ? 100 * (change->after - change->before) / fabs(change->before) : NAN;
}

static json_t *change_row(const selat_results *results, const selat_indicator_change *change) {
    json_t *row = json_pack("{s:o}", "region", report_text(report_region(results, change->region)));
    if (change->sector >= 0) json_object_set_new(row, "sector", report_text(report_sector(results, change->sector)));
    json_object_set_new(row, "indicator", report_text(change->indicator->name));
    json_object_set_new(row, "unit", report_text(change->indicator->unit));
    json_object_set_new(row, "before", report_number(change->before));
    json_object_set_new(row, "after", report_number(change->after));
    json_object_set_new(row, "change_percent", report_number(report_indicator_percent(change)));
    return row;
}

static json_t *definitions(void) {
    int64_t count;
    const selat_indicator *all = selat_indicators(&count);
    json_t *list = json_array();
    for (int64_t k = 0; k < count; k++) {
        json_array_append_new(
            list, json_pack("{s:o, s:o, s:s, s:o, s:o, s:o}", "indicator", report_text(all[k].name), "group",
                            report_text(all[k].group), "level",
                            all[k].level == SELAT_INDICATOR_REGION ? "region" : "industry", "unit",
                            report_text(all[k].unit), "help", report_text(all[k].help), "source",
                            report_text(all[k].source)));
    }
    return list;
}

static bool is_headline(const selat_indicator_change *change) {
    static const char *const names[] = {"dva",  "gvc_backward", "gvc_forward", "foreign_lookthrough", "foreign_supplier_hhi",
                                        "upstreamness", "consumption_account", "imports_account"};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        if (change->sector < 0 && strcmp(change->indicator->name, names[k]) == 0) return true;
    }
    return false;
}

int64_t report_movers(const selat_results *results, int64_t most, const selat_indicator_change **out) {
    const selat_indicator_changes *all = &results->last.indicators;
    int64_t count = 0;
    for (int64_t k = 0; k < all->count; k++) {
        const selat_indicator_change *one = &all->changes[k];
        double percent = fabs(report_indicator_percent(one));
        if (!is_headline(one) || !(percent > 0)) continue;
        int64_t at = count < most ? count++ : most;
        for (; at > 0 && fabs(report_indicator_percent(out[at - 1])) < percent; at--) {
            if (at < most) out[at] = out[at - 1];
        }
        if (at < most) out[at] = one;
    }
    return count;
}

json_t *report_json_indicators(const selat_results *results) {
    const selat_indicator_changes *all = &results->last.indicators;
    const selat_indicator_change *movers[REPORT_MOVERS];
    json_t *regions = json_array(), *industries = json_array(), *most = json_array();
    bool answer = report_has_answer(results);
    for (int64_t k = 0; k < all->count && answer; k++) {
        const selat_indicator_change *one = &all->changes[k];
        bool moved = fabs(one->after - one->before) >= smallest_listed * fabs(one->before) && one->after != one->before;
        if (one->sector < 0) json_array_append_new(regions, change_row(results, one));
        if (one->sector >= 0 && moved) json_array_append_new(industries, change_row(results, one));
    }
    int64_t count = answer ? report_movers(results, REPORT_MOVERS, movers) : 0;
    for (int64_t k = 0; k < count; k++) json_array_append_new(most, change_row(results, movers[k]));
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "movers", most, "regions", regions, "industries", industries,
                     "smallest_listed_percent", report_number(100 * smallest_listed), "residual",
                     report_number(all->solver.residual), "definitions", definitions());
}

/* ---- sheets ---- */

static const report_column region_columns[] = {
    {"region", "party (ISO code)"}, {"indicator", "indicator"},        {"unit", "unit"},
    {"before", "before"},           {"after", "after"}, {"change_percent", "change (%)"}};
static const report_column industry_columns[] = {
    {"region", "party (ISO code)"}, {"sector", "sector (code)"}, {"indicator", "indicator"}, {"unit", "unit"},
    {"before", "before"},           {"after", "after"},          {"change_percent", "change (%)"}};

static json_t *list(json_t *root, const char *key) {
    json_t *found = json_object_get(json_object_get(root, "indicators"), key);
    return found != NULL ? json_incref(found) : json_array();
}

report_sheet report_sheet_indicators(json_t *root) {
    return (report_sheet){"indicators", "Indicators of the parties before and after, last year", list(root, "regions"),
                          region_columns, sizeof region_columns / sizeof *region_columns};
}

report_sheet report_sheet_industry_indicators(json_t *root) {
    return (report_sheet){"industry_indicators", "Indicators by industry that moved by 0.05 % or more, last year",
                          list(root, "industries"), industry_columns,
                          sizeof industry_columns / sizeof *industry_columns};
}

/* The tables of the emission pathway: years, pledges, what a tonne costs. */
#include "report/sheets.h"

#define MT " (Mt CO2e)"

static const report_column year_columns[] = {
    {"year", "year"},
    {"region", "party (ISO code)"},
    {"production_without_mt", "emissions of production without the accord" MT},
    {"production_with_mt", "with the accord" MT},
    {"change_mt", "change by the accord" MT},
    {"without_low_mt", "without, 5 % of the draws" MT},
    {"without_high_mt", "without, 95 % of the draws" MT},
    {"with_low_mt", "with, 5 % of the draws" MT},
    {"with_high_mt", "with, 95 % of the draws" MT},
    {"change_low_mt", "change, 5 % of the draws" MT},
    {"change_high_mt", "change, 95 % of the draws" MT},
    {"consumption_without_mt", "emissions of consumption without the accord" MT},
    {"consumption_with_mt", "emissions of consumption with the accord" MT},
    {"co2_without_mt", "CO2 of production without (Mt)"},
    {"co2_with_mt", "CO2 of production with (Mt)"},
    {"captured_without_mt", "captured without (Mt CO2)"},
    {"captured_with_mt", "captured with (Mt CO2)"},
    {"demand_factor", "demand of the pathway (table's year = 1)"},
    {"scale_without_mt", "scale since last year, without" MT},
    {"composition_without_mt", "composition since last year, without" MT},
    {"technique_without_mt", "technique since last year, without" MT},
    {"trade_without_mt", "trade since last year, without" MT},
    {"scale_with_mt", "scale since last year, with" MT},
    {"composition_with_mt", "composition since last year, with" MT},
    {"technique_with_mt", "technique since last year, with" MT},
    {"trade_with_mt", "trade since last year, with" MT},
    {"scale_by_accord_mt", "scale, by the accord" MT},
    {"composition_by_accord_mt", "composition, by the accord" MT},
    {"technique_by_accord_mt", "technique, by the accord" MT},
    {"trade_by_accord_mt", "trade, by the accord" MT},
};
static const report_column pledge_columns[] = {
    {"region", "party (ISO code)"},
    {"year", "target year"},
    {"type", "type"},
    {"conditional", "conditional"},
    {"statement", "pledge"},
    {"target_without_mt", "target, without the accord" MT},
    {"target_with_mt", "target, with the accord" MT},
    {"held_against_year", "emissions of the year"},
    {"emissions_without_mt", "emissions without the accord" MT},
    {"emissions_with_mt", "emissions with the accord" MT},
    {"distance_without_mt", "above the target, without" MT},
    {"distance_with_mt", "above the target, with" MT},
    {"land_use", "land use counted in the pledge"},
    {"economy_wide", "economy-wide"},
    {"comparable", "base known"},
    {"caveat", "caveat"},
    {"verified", "verified"},
    {"source", "source"},
};
static const report_column abatement_columns[] = {
    {"region", "where (ISO code)"},
    {"kind", "kind of measure"},
    {"label", "measure"},
    {"cut_mt", "less emitted in the last year" MT},
    {"cost_usd_per_t", "cost (USD per t CO2e)"},
    {"cost_musd", "cost a year (million USD)"},
    {"payer", "who pays (ISO code)"},
};

static json_t *list_of(json_t *root, const char *key) {
    json_t *list = json_object_get(json_object_get(root, "emissions"), key);
    return list != NULL ? json_incref(list) : json_array();
}

#define COLUMNS(array) array, (int64_t)(sizeof array / sizeof *array)

report_sheet report_sheet_emissions(json_t *root) {
    return (report_sheet){"emissions", "Emissions of the parties with and without the accord", list_of(root, "years"),
                          COLUMNS(year_columns)};
}
report_sheet report_sheet_pledges(json_t *root) {
    return (report_sheet){"pledges", "Distance of the parties to their pledges", list_of(root, "pledges"),
                          COLUMNS(pledge_columns)};
}
report_sheet report_sheet_abatement(json_t *root) {
    return (report_sheet){"abatement", "What the accord's measures cut, and what a tonne costs, last year, cheapest first",
                          list_of(root, "abatement"), COLUMNS(abatement_columns)};
}

/* Which lists of results.json become tables, and their headings. */
#include "report/sheets.h"
#include "report/sheets_draws.h"
#include "report/stress.h"

#include <string.h>

#include "base/status.h"

#define MUSD " (million USD)"

static const report_column party_columns[] = {
    {"region", "country (ISO code)"},
    {"ev_musd", "equivalent variation" MUSD},
    {"ev_percent", "equivalent variation (% of national spending)"},
    {"ev_per_head_usd", "equivalent variation (USD per head)"},
    {"ev_sum_musd", "equivalent variation added up over the years" MUSD},
    {"real_wage_percent", "real wage (% change)"},
    {"customs_revenue_change_musd", "customs revenue, change" MUSD},
    {"exports_change_musd", "exports, change" MUSD},
    {"imports_change_musd", "imports, change" MUSD},
    {"top_sector", "product that contributes most (sector code)"},
    {"top_contribution_musd", "its contribution" MUSD},
    {"without_ev_musd", "equivalent variation without it" MUSD},
    {"without_ev_percent", "equivalent variation without it (% of national spending)"},
    {"capped_percent", "C10T12 tariff cap of the second run (%)"},
    {"capped_ev_musd", "equivalent variation with the cap" MUSD},
    {"capped_ev_percent", "equivalent variation with the cap (% of national spending)"},
};
static const report_column region_columns[] = {
    {"year", "year"},
    {"region", "country (ISO code)"},
    {"ev_musd", "equivalent variation" MUSD},
    {"ev_percent", "equivalent variation (% of national spending)"},
    {"ev_per_head_usd", "equivalent variation (USD per head)"},
    {"spending_musd", "national spending before" MUSD},
    {"wage_hat", "wage (new / old)"},
    {"consumer_price_hat", "consumer price (new / old)"},
    {"real_wage_hat", "real wage (new / old)"},
    {"income_hat", "nominal income (new / old)"},
    {"real_income_hat", "real income (new / old)"},
    {"terms_of_trade_percent", "terms of trade, first order (% of spending)"},
    {"volume_of_trade_percent", "volume of trade, first order (% of spending)"},
    {"tariff_revenue_base_musd", "tariff revenue before" MUSD},
    {"tariff_revenue_new_musd", "tariff revenue after" MUSD},
    {"gdp_musd", "GDP" MUSD},
    {"duty_percent_of_gdp", "implied duty before (% of GDP)"},
    {"labour_income_base_musd", "labour income before" MUSD},
    {"labour_income_new_musd", "labour income after" MUSD},
    {"real_labour_income_percent", "real labour income (% change)"},
    {"exports_base_musd", "exports before" MUSD},
    {"exports_new_musd", "exports after" MUSD},
    {"imports_base_musd", "imports before" MUSD},
    {"imports_new_musd", "imports after" MUSD},
    {"ghg_production_base_mt", "greenhouse gases of production before (Mt CO2e)"},
    {"ghg_production_new_mt", "greenhouse gases of production after (Mt CO2e)"},
    {"ghg_consumption_base_mt", "greenhouse gases of consumption before (Mt CO2e)"},
    {"ghg_consumption_new_mt", "greenhouse gases of consumption after (Mt CO2e)"},
    {"co2_production_base_mt", "CO2 of production before (Mt)"},
    {"co2_production_new_mt", "CO2 of production after (Mt)"},
};
static const report_column customs_columns[] = {
    {"year", "year"},
    {"importer", "importer (ISO code)"},
    {"exporter", "partner (ISO code)"},
    {"base_musd", "customs revenue before" MUSD},
    {"new_musd", "customs revenue after" MUSD},
    {"forgone_musd", "customs revenue forgone" MUSD},
};
static const report_column sector_columns[] = {
    {"region", "country (ISO code)"},
    {"sector", "sector (code)"},
    {"output_base_musd", "output before" MUSD},
    {"output_new_musd", "output after" MUSD},
    {"output_percent", "output, value (% change)"},
    {"volume_percent", "output, volume (% change)"},
};
static const report_column pair_columns[] = {
    {"exporter", "exporter (ISO code)"},
    {"importer", "importer (ISO code)"},
    {"trade_base_musd", "trade before, without duty" MUSD},
    {"trade_new_musd", "trade after, without duty" MUSD},
    {"duty_base_musd", "duty before" MUSD},
    {"duty_new_musd", "duty after" MUSD},
};
static const report_column product_columns[] = {
    {"exporter", "exporter (ISO code)"},
    {"importer", "importer (ISO code)"},
    {"sector", "product (sector code)"},
    {"base_musd", "trade before, without duty" MUSD},
    {"new_musd", "trade after, without duty" MUSD},
    {"tariff_base_percent", "tariff before (%)"},
    {"tariff_new_percent", "tariff after (%)"},
};
static const report_column measure_columns[] = {
    {"kind", "kind"},     {"text", "measure"},           {"label", "label"}, {"from", "from (year)"}, {"until", "until (year)"},
    {"source", "source"}, {"assumed", "assumed because"}};
static const report_column pending_columns[] = {
    {"commitment", "commitment not yet modelled"}, {"needs", "waits for the measure"}, {"source", "source"}};
static const report_column assumption_columns[] = {
    {"what", "what"}, {"value", "value"}, {"why", "why"}, {"source", "source"}};
static const report_column solver_columns[] = {
    {"year", "year"},
    {"converged", "converged"},
    {"reason", "how it ended"},
    {"iterations", "iterations"},
    {"residual", "worst relative residual"},
    {"cost", "cost equations (relative residual)"},
    {"price", "price equations (relative residual)"},
    {"share", "share equations (relative residual)"},
    {"market", "market equations (relative residual)"},
    {"income", "income equations (relative residual)"},
};

static const report_column welfare_columns[] = {
    {"region", "country (ISO code)"},
    {"ev_musd", "equivalent variation" MUSD},
    {"ev_percent", "equivalent variation (% of national spending)"},
    {"terms_of_trade_musd", "terms of trade" MUSD},
    {"volume_of_trade_musd", "volume of trade" MUSD},
    {"technical_musd", "barriers that melt" MUSD},
    {"technology_musd", "productivity" MUSD},
    {"scale_musd", "scale economies" MUSD},
    {"labour_musd", "supply of labour" MUSD},
    {"rents_musd", "rents of barriers" MUSD},
    {"deficit_musd", "trade deficit" MUSD},
    {"purchases_musd", "purchases counted at the consumer price" MUSD},
    {"base_gap_musd", "imbalance of the base" MUSD},
    {"remainder_musd", "remainder of the quadrature" MUSD},
    {"first_order_terms_of_trade_musd", "terms of trade, first order" MUSD},
    {"first_order_volume_of_trade_musd", "volume of trade, first order" MUSD},
};
static const report_column welfare_pair_columns[] = {
    {"region", "party (ISO code)"},
    {"partner", "partner (ISO code)"},
    {"terms_of_trade_musd", "terms of trade" MUSD},
    {"volume_of_trade_musd", "volume of trade" MUSD},
    {"technical_musd", "barriers that melt" MUSD},
    {"rents_musd", "rents of barriers" MUSD},
};
static const report_column welfare_product_columns[] = {
    {"region", "party (ISO code)"},
    {"sector", "product (sector code)"},
    {"terms_of_trade_musd", "terms of trade" MUSD},
    {"volume_of_trade_musd", "volume of trade" MUSD},
    {"technical_musd", "barriers that melt" MUSD},
    {"rents_musd", "rents of barriers" MUSD},
    {"technology_musd", "productivity" MUSD},
};
static const report_column diversion_columns[] = {
    {"region", "importer (ISO code)"},
    {"sector", "product (sector code)"},
    {"partners_musd", "imports from the other parties, change of volume" MUSD},
    {"home_musd", "domestic sales, change of volume" MUSD},
    {"others_musd", "imports from third countries, change of volume" MUSD},
    {"creation_musd", "trade creation" MUSD},
    {"diversion_musd", "trade diversion" MUSD},
    {"expansion_musd", "in place of nothing" MUSD},
};

static json_t *flat_parties(json_t *root) {
    json_t *rows = json_deep_copy(json_object_get(json_object_get(root, "headline"), "parties")), *row;
    size_t k;
    json_array_foreach(rows, k, row) {
        json_t *top = json_object_get(row, "top_product"), *capped = json_object_get(row, "capped");
        json_object_set(row, "top_sector", json_object_get(top, "sector"));
        json_object_set(row, "top_contribution_musd", json_object_get(top, "contribution_musd"));
        json_object_set(row, "without_ev_musd", json_object_get(top, "without_ev_musd"));
        json_object_set(row, "without_ev_percent", json_object_get(top, "without_ev_percent"));
        json_object_set(row, "capped_percent", json_object_get(capped, "cap_percent"));
        json_object_set(row, "capped_ev_musd", json_object_get(capped, "ev_musd"));
        json_object_set(row, "capped_ev_percent", json_object_get(capped, "ev_percent"));
    }
    return rows;
}

/* The lists called `key` of all years, each row with its year. */
static json_t *flat_years(json_t *root, const char *key) {
    json_t *rows = json_array(), *year, *row;
    size_t k, l;
    json_array_foreach(json_object_get(root, "years"), k, year) {
        json_array_foreach(json_object_get(year, key), l, row) {
            json_t *copy = json_copy(row);
            json_object_set(copy, "year", json_object_get(year, "year"));
            json_array_append_new(rows, copy);
        }
    }
    return rows;
}

/* A list in the split of welfare, empty where there is none. */
static json_t *welfare_list(json_t *root, const char *key) {
    json_t *list = json_object_get(json_object_get(root, "welfare_split"), key);
    return list != NULL ? json_incref(list) : json_array();
}

#define COLUMNS(array) array, (int64_t)(sizeof array / sizeof *array)

selat_status report_sheets_init(selat_context *context, json_t *root, report_sheet sheets[REPORT_SHEETS]) {
    json_t *accord = json_object_get(root, "commitments");
    report_sheet capture[REPORT_CAPTURE_SHEETS], plans[REPORT_CAPTURE_PLAN_SHEETS];
    report_capture_sheets(json_object_get(root, "capture"), capture);
    report_capture_plan_sheets(json_object_get(root, "capture"), plans);
    const report_sheet all[] = {
        {"summary", "What the accord changes for its parties, last year", flat_parties(root), COLUMNS(party_columns)},
        {"regions", "Every region in every year", flat_years(root, "regions"), COLUMNS(region_columns)},
        {"customs", "Customs revenue forgone by year and partner", flat_years(root, "customs"), COLUMNS(customs_columns)},
        {"sectors", "Output by sector, last year", json_incref(json_object_get(root, "sector_results")),
         COLUMNS(sector_columns)},
        {"pairs", "Trade of the parties by partner, last year", json_incref(json_object_get(root, "pair_results")),
         COLUMNS(pair_columns)},
        {"products", "Trade between the parties by product, last year",
         json_incref(json_object_get(root, "party_products")), COLUMNS(product_columns)},
        {"welfare", "What the equivalent variation is made of, last year", welfare_list(root, "regions"),
         COLUMNS(welfare_columns)},
        {"welfare_pairs", "The same by party and partner", welfare_list(root, "pairs"), COLUMNS(welfare_pair_columns)},
        {"welfare_products", "The same by party and product", welfare_list(root, "products"),
         COLUMNS(welfare_product_columns)},
        {"diversion", "Trade creation and diversion of the parties, volumes at base prices, last year",
         welfare_list(root, "diversion"), COLUMNS(diversion_columns)},
        {"bands", "Error bands of every region over the draws, last year", report_flat_bands(root), report_band_columns,
         report_n_band_columns},
        {"tornado", "Which parameter moves the parties' equivalent variation, each moved alone", report_flat_tornado(root),
         report_tornado_columns, report_n_tornado_columns},
        report_sheet_value_added(root),
        report_sheet_stops(root),
        report_sheet_indicators(root),
        report_sheet_industry_indicators(root),
        report_sheet_stress(root),
        report_sheet_stress_sectors(root),
        report_sheet_stress_clauses(root),
        report_sheet_stress_suppliers(root),
        report_sheet_emissions(root),
        report_sheet_pledges(root),
        report_sheet_abatement(root),
        report_sheet_lane_gates(root),
        report_sheet_lane_routes(root),
        capture[0],
        capture[1],
        capture[2],
        capture[3],
        plans[0],
        plans[1],
        plans[2],
        report_sheet_chains(root),
        report_sheet_chain_stress(root),
        {"measures", "Measures of the accord", json_incref(json_object_get(root, "measures")), COLUMNS(measure_columns)},
        {"pending", "Commitments not yet modelled", json_incref(json_object_get(accord, "pending")),
         COLUMNS(pending_columns)},
        {"assumptions", "What the numbers stand on", json_incref(json_object_get(root, "assumptions")),
         COLUMNS(assumption_columns)},
        {"solver", "How the solver ended", json_incref(json_object_get(json_object_get(root, "diagnostics"), "years")),
         COLUMNS(solver_columns)},
        report_sheet_backtest(root),
        report_sheet_past_events(root),
    };
    _Static_assert(sizeof all / sizeof *all == REPORT_SHEETS, "the number of sheets in sheets.h");
    memcpy(sheets, all, sizeof all);
    for (int k = 0; k < REPORT_SHEETS; k++) {
        if (sheets[k].rows != NULL) continue;
        report_sheets_clear(sheets);
        return selat_fail(context, SELAT_NO_MEMORY, "results: no memory for the table '%s'", all[k].name);
    }
    return SELAT_OK;
}

void report_sheets_clear(report_sheet sheets[REPORT_SHEETS]) {
    for (int k = 0; k < REPORT_SHEETS; k++) {
        json_decref(sheets[k].rows);
        sheets[k].rows = NULL;
    }
}

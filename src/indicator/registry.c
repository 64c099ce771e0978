#include "indicator/registry.h"

#include "selat/exposure.h"

#include <string.h>

#define REGION SELAT_INDICATOR_REGION
#define INDUSTRY SELAT_INDICATOR_INDUSTRY

#define POSITION "position"
#define VALUE_ADDED "value-added"
#define EXPOSURE "exposure"
#define EXTRACTION "extraction"
#define FOOTPRINT "footprint"
#define STRESSOR "unit of the stressors"
#define MUSD "million USD"
#define OF_PRODUCTION "share of production behind output"
#define OF_EXPORTS "share of gross exports"

static const char antras[] = "Antras, Chor, Fally and Hillberry (2012) eq. 3";
static const char miller[] = "Miller and Temurshoev (2017)";
static const char kww[] = "Koopman, Wang and Wei (2014) eq. 36";
static const char borin[] = "Borin and Mancini (2019, 2023), exporting-country perspective";
static const char taglioni[] = "Borin, Mancini and Taglioni (2021)";

static const char baldwin[] = "Baldwin, Freeman and Theodorakopoulos (2022)";
static const char extracting[] = "Dietzenbacher, van Burken and Kondo (2019)";
static const char peters[] = "Peters (2008); Miller and Blair (2009) ch. 10";

static const selat_indicator all[] = {
    {"upstreamness", POSITION, INDUSTRY, "stages",
     "Production stages, on average, between the industry's output and final use (1: all sold to final use)", antras,
     indicator_upstreamness, 0},
    {"downstreamness", POSITION, INDUSTRY, "stages",
     "Production stages, on average, behind a unit of the industry's output (1: no intermediate inputs)", miller,
     indicator_downstreamness, 0},
    {"upstreamness", POSITION, REGION, "stages", "Upstreamness of the region's industries, weighted by output", antras,
     indicator_region_upstreamness, BY_OUTPUT},
    {"downstreamness", POSITION, REGION, "stages", "Downstreamness of the region's industries, weighted by output", miller,
     indicator_region_downstreamness, BY_OUTPUT},
    {"export_upstreamness", POSITION, REGION, "stages", "Upstreamness of the region's industries, weighted by gross exports",
     "Antras and Chor (2018)", indicator_region_upstreamness, BY_EXPORTS},
    {"export_downstreamness", POSITION, REGION, "stages",
     "Downstreamness of the region's industries, weighted by gross exports", miller, indicator_region_downstreamness,
     BY_EXPORTS},

    {"gross_exports", VALUE_ADDED, REGION, MUSD, "Goods and services sold to other regions, intermediate and final", NULL,
     indicator_trade, TRADE_EXPORTS},
    {"dva", VALUE_ADDED, REGION, MUSD, "Domestic value added in gross exports, counted once", borin, indicator_trade, TRADE_DVA},
    {"dva_share", VALUE_ADDED, REGION, OF_EXPORTS, "Domestic value added in gross exports, counted once", borin,
     indicator_trade, TRADE_DVA_SHARE},
    {"vax", VALUE_ADDED, REGION, MUSD, "Domestic value added in gross exports that is absorbed abroad", borin,
     indicator_trade, TRADE_VAX},
    {"ref", VALUE_ADDED, REGION, MUSD, "Domestic value added in gross exports that is absorbed at home in the end", borin,
     indicator_trade, TRADE_REF},
    {"davax", VALUE_ADDED, REGION, MUSD, "Domestic value added that the importer itself absorbs: traditional trade", taglioni,
     indicator_trade, TRADE_DAVAX},
    {"ddc", VALUE_ADDED, REGION, MUSD, "Domestic content of gross exports counted again", borin, indicator_trade, TRADE_DDC},
    {"foreign_content", VALUE_ADDED, REGION, MUSD, "Foreign value added in gross exports, counted as often as it passes", borin,
     indicator_trade, TRADE_FOREIGN},
    {"other_content", VALUE_ADDED, REGION, MUSD,
     "Product taxes, imports nobody attributes and other primary inputs in gross exports", "docs/indicators.md",
     indicator_trade, TRADE_OTHER},
    {"gvc_backward", VALUE_ADDED, REGION, OF_EXPORTS, "Foreign content and domestic content counted again", taglioni,
     indicator_trade, TRADE_GVC_BACKWARD},
    {"gvc_forward", VALUE_ADDED, REGION, OF_EXPORTS, "Domestic value added that passes more than one border", taglioni,
     indicator_trade, TRADE_GVC_FORWARD},
    {"gvc_participation", VALUE_ADDED, REGION, OF_EXPORTS, "Backward and forward participation in global value chains",
     taglioni, indicator_trade, TRADE_GVC},
    {"kww_dva_fin", VALUE_ADDED, REGION, MUSD, "Domestic value added in exports of final goods", kww, indicator_kww, 0},
    {"kww_dva_int", VALUE_ADDED, REGION, MUSD, "Domestic value added in exports of inputs that the importer absorbs", kww,
     indicator_kww, 1},
    {"kww_dva_intrex", VALUE_ADDED, REGION, MUSD, "Domestic value added in exports of inputs that the importer exports on", kww,
     indicator_kww, 2},
    {"kww_rdv_fin", VALUE_ADDED, REGION, MUSD, "Domestic value added that comes home in final goods", kww, indicator_kww, 3},
    {"kww_rdv_int", VALUE_ADDED, REGION, MUSD, "Domestic value added that comes home in inputs", kww, indicator_kww, 4},
    {"kww_ddc", VALUE_ADDED, REGION, MUSD, "Domestic content counted twice", kww, indicator_kww, 5},
    {"kww_fva_fin", VALUE_ADDED, REGION, MUSD, "Foreign value added in exports of final goods", kww, indicator_kww, 6},
    {"kww_fva_int", VALUE_ADDED, REGION, MUSD, "Foreign value added in exports of inputs", kww, indicator_kww, 7},
    {"kww_fdc", VALUE_ADDED, REGION, MUSD, "Foreign content counted twice", kww, indicator_kww, 8},

    {"foreign_lookthrough", EXPOSURE, REGION, OF_PRODUCTION,
     "Of all production behind the output of the region's industries, the part made abroad (foreign production exposure)",
     baldwin, indicator_region_exposure, REGION_LOOKTHROUGH},
    {"foreign_face_value", EXPOSURE, REGION, OF_PRODUCTION, "Of it, what the region's industries themselves buy abroad", baldwin,
     indicator_region_exposure, REGION_FACE_VALUE},
    {"foreign_supplier_hhi", EXPOSURE, REGION, "Herfindahl index, 0 to 1",
     "Concentration of the foreign production behind output on supplying regions", "docs/indicators.md",
     indicator_region_exposure, REGION_HHI},
    {"top_supplier", EXPOSURE, REGION, OF_PRODUCTION, "Made by the largest foreign supplying region", "docs/indicators.md",
     indicator_region_exposure, REGION_TOP},
    {"foreign_lookthrough", EXPOSURE, INDUSTRY, OF_PRODUCTION,
     "Of all production behind a unit of output, the part made abroad (foreign production exposure)", baldwin,
     indicator_lookthrough, EXPOSURE_LOOKTHROUGH},
    {"foreign_face_value", EXPOSURE, INDUSTRY, OF_PRODUCTION, "Of it, what the industry itself buys abroad", baldwin,
     indicator_direct, EXPOSURE_FACE_VALUE},
    {"foreign_hidden", EXPOSURE, INDUSTRY, OF_PRODUCTION, "Of it, what its suppliers and theirs buy abroad", baldwin,
     indicator_hidden, 0},
    {"foreign_inputs", EXPOSURE, INDUSTRY, "share of production of inputs",
     "Of the production of all inputs, the industry's own output left out, the part made abroad", baldwin,
     indicator_lookthrough, EXPOSURE_INPUTS},
    {"foreign_value_added", EXPOSURE, INDUSTRY, "share of output", "Foreign value added in a unit of output",
     "Hummels, Ishii and Yi (2001)", indicator_foreign_value_added, 0},
    {"foreign_sales", EXPOSURE, INDUSTRY, "share of production it goes into",
     "Of the production that the industry's output goes into, its own included, the part abroad", baldwin,
     indicator_foreign_sales, 0},
    {"foreign_supplier_hhi", EXPOSURE, INDUSTRY, "Herfindahl index, 0 to 1",
     "Concentration of the foreign production behind output on supplying regions", "docs/indicators.md",
     indicator_lookthrough, EXPOSURE_HHI},
    {"direct_supplier_hhi", EXPOSURE, INDUSTRY, "Herfindahl index, 0 to 1",
     "Concentration of the foreign inputs that the industry itself buys on supplying regions", "docs/indicators.md",
     indicator_direct, EXPOSURE_DIRECT_HHI},

    {"full_output_loss", EXTRACTION, INDUSTRY, MUSD, "Output the world loses without the industry, nobody replacing it",
     extracting, indicator_extraction, SELAT_EXTRACT_FULL_OUTPUT},
    {"full_value_added_loss", EXTRACTION, INDUSTRY, MUSD, "Value added the world loses without the industry", extracting,
     indicator_extraction, SELAT_EXTRACT_FULL_VALUE_ADDED},
    {"backward_output_loss", EXTRACTION, INDUSTRY, MUSD, "Output the world loses when the industry buys no inputs", extracting,
     indicator_extraction, SELAT_EXTRACT_BACKWARD_OUTPUT},
    {"forward_output_loss", EXTRACTION, INDUSTRY, MUSD,
     "Output the world loses when the industry sells no inputs, supply driving output (Ghosh)", extracting,
     indicator_extraction, SELAT_EXTRACT_FORWARD_OUTPUT},

    {"production_account", FOOTPRINT, REGION, STRESSOR, "By the industries and households of the region", peters,
     indicator_footprint, FOOTPRINT_PRODUCTION},
    {"consumption_account", FOOTPRINT, REGION, STRESSOR,
     "Caused anywhere by the region's final demand, and by its households directly", peters, indicator_footprint,
     FOOTPRINT_CONSUMPTION},
    {"imports_account", FOOTPRINT, REGION, STRESSOR, "Of the consumption account, what arises abroad", peters,
     indicator_footprint, FOOTPRINT_IMPORTS},
    {"exports_account", FOOTPRINT, REGION, STRESSOR, "Of the production account, what consumption abroad causes", peters,
     indicator_footprint, FOOTPRINT_EXPORTS},
    {"multiplier", FOOTPRINT, INDUSTRY, "unit of the stressors per million USD",
     "Caused in the world by a million USD of final demand for the industry's product", peters, indicator_multiplier, 0},
};

selat_status selat_indicator_compute(selat_context *context, const selat_indicator *indicator,
                                     selat_indicator_world *world, double *out) {
    return indicator->compute(context, world, indicator->term, out);
}

const selat_indicator *selat_indicators(int64_t *count) {
    *count = sizeof all / sizeof *all;
    return all;
}

const selat_indicator *selat_indicator_find(const char *name, selat_indicator_level level) {
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        if (all[k].level == level && strcmp(all[k].name, name) == 0) return &all[k];
    }
    return NULL;
}

#include "indicator/registry.h"

#include <string.h>

#define REGION SELAT_INDICATOR_REGION
#define INDUSTRY SELAT_INDICATOR_INDUSTRY

static const selat_indicator all[] = {
    {"upstreamness", "position", INDUSTRY, "stages", "How many production stages, on average, lie between the industry's output and final use (1: all sold to final use)",
     "Antras, Chor, Fally and Hillberry (2012) eq. 3", indicator_upstreamness},
    {"downstreamness", "position", INDUSTRY, "stages", "How many stages of production, on average, stand behind a unit of the industry's output (1: no intermediate inputs)",
     "Miller and Temurshoev (2017) eq. 5", indicator_downstreamness},
    {"upstreamness", "position", REGION, "stages", "Upstreamness of the region's industries, weighted by output", "Antras, Chor, Fally and Hillberry (2012)",
     indicator_region_upstreamness},
    {"downstreamness", "position", REGION, "stages", "Downstreamness of the region's industries, weighted by output", "Miller and Temurshoev (2017)",
     indicator_region_downstreamness},
    {"export_upstreamness", "position", REGION, "stages", "Upstreamness of the region's industries, weighted by gross exports", "Antras and Chor (2018)",
     indicator_export_upstreamness},
};

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

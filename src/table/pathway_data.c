/* Names and releasing of the facts about the years ahead. */
#include "selat/pathway_data.h"

#include "base/memory.h"

const char *selat_pathway_kind_name(selat_pathway_kind kind) {
    static const char *const names[] = {"demand_rate", "demand", "intensity_rate", "intensity", "emissions", "power"};
    return names[kind];
}

/* Direct emissions of generation: IPCC (2006) default factors for stationary combustion, kg CO2 per GJ of fuel (coal 94.6,
   oil 77.4, gas 56.1), over net efficiencies of 36, 36 and 50 %; biogenic CO2 is not counted. */
const selat_power_fuel *selat_pathway_fuels(int64_t *count) {
    static const selat_power_fuel fuels[] = {{"coal", 0.946}, {"oil", 0.774}, {"gas", 0.404}, {"nuclear", 0},
                                             {"hydro", 0},    {"wind", 0},    {"solar", 0},   {"biomass", 0},
                                             {"geothermal", 0}, {"other", 0}};
    *count = sizeof fuels / sizeof *fuels;
    return fuels;
}

const char *selat_pledge_type_name(selat_pledge_type type) {
    static const char *const names[] = {"absolute", "intensity", "baseline", "peak", "net_zero"};
    return names[type];
}

void selat_pathway_clear(selat_context *context, selat_pathway *pathway) {
    selat_release(context, pathway->name);
    selat_release(context, pathway->source);
    selat_release(context, pathway->rows);
    selat_release(context, pathway->gases);
    *pathway = (selat_pathway){0};
}

void selat_pledges_clear(selat_context *context, selat_pledges *pledges) {
    for (int64_t k = 0; k < pledges->count; k++) {
        selat_release(context, pledges->pledges[k].region);
        selat_release(context, pledges->pledges[k].statement);
        selat_release(context, pledges->pledges[k].source);
    }
    selat_release(context, pledges->pledges);
    *pledges = (selat_pledges){0};
}

void selat_visitors_clear(selat_context *context, selat_visitors *visitors) {
    selat_release(context, visitors->source);
    selat_release(context, visitors->spending_musd);
    *visitors = (selat_visitors){0};
}

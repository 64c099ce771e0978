/* What a year changes: making, copying and releasing its arrays. */
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "model/pathway/internal.h"

selat_status selat_emission_change_need(selat_context *context, double **array, int64_t count, double value) {
    if (*array != NULL) return SELAT_OK;
    TRY(selat_new(context, count, array));
    for (int64_t k = 0; value != 0 && k < count; k++) (*array)[k] = value;
    return SELAT_OK;
}

void selat_emission_change_arrays(const selat_table *table, selat_emission_change *change,
                                  selat_change_array out[SELAT_CHANGE_ARRAYS]) {
    int64_t R = table->regions.count, RS = R * table->sectors.count, Q = table->stressors.count;
    const selat_change_array arrays[SELAT_CHANGE_ARRAYS] = {
        {"demand factor", &change->demand_factor, R, 0, true},
        {"input factor", &change->input_factor, RS, 0, true},
        {"intensity factor", &change->intensity_factor, Q * RS, 0, true},
        {"household factor", &change->household_factor, Q * R, 0, true},
        {"captured share", &change->captured_share, Q * RS, 0, true},
        {"captured tonnes", &change->captured_mt, Q * RS, 0, true},
        {"added tonnes", &change->added_mt, Q * RS, 0, false},
        {"credited tonnes", &change->credit_mt, R, 0, false}};
    memcpy(out, arrays, sizeof arrays);
}

selat_status selat_emission_change_copy(selat_context *context, const selat_table *table,
                                        const selat_emission_change *from, selat_emission_change *out) {
    *out = (selat_emission_change){0};
    selat_change_array source[SELAT_CHANGE_ARRAYS], target[SELAT_CHANGE_ARRAYS];
    selat_emission_change_arrays(table, (selat_emission_change *)from, source); /* only read */
    selat_emission_change_arrays(table, out, target);
    for (int k = 0; k < SELAT_CHANGE_ARRAYS; k++) {
        if (*source[k].values == NULL) continue;
        selat_status status = selat_copy_doubles(context, *source[k].values, source[k].count, target[k].values);
        if (status == SELAT_OK) continue;
        selat_emission_change_clear(context, out);
        return status;
    }
    return SELAT_OK;
}

void selat_emission_change_clear(selat_context *context, selat_emission_change *change) {
    double *const arrays[] = {change->demand_factor,  change->input_factor, change->intensity_factor,
                              change->household_factor, change->captured_share, change->captured_mt,
                              change->added_mt,       change->credit_mt};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
    *change = (selat_emission_change){0};
}

void selat_emission_year_clear(selat_context *context, selat_emission_year *year) {
    void *const arrays[] = {year->output_musd,  year->purchases_musd,    year->gross_mt,          year->captured_mt,
                            year->net_mt,       year->household_mt,      year->production_mt,     year->co2_production_mt,
                            year->captured_total_mt, year->consumers,    year->consumption_mt,
                            year->ghg};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
    *year = (selat_emission_year){0};
}

/* The daily series of a disruption as a CSV file. */
#include <string.h>

#include "base/file.h"
#include "base/status.h"
#include "base/text.h"
#include "selat/report.h"

static selat_status add_days(selat_context *context, const selat_table *table, const selat_disruption_result *result,
                             selat_text *text) {
    int64_t R = result->n_regions;
    TRY(selat_text_add(context, text, "day,region,output_musd,output_percent,value_added_musd,final_unmet_musd\n"));
    for (int64_t k = 0; k < result->n_days * R; k++) {
        double base = result->base_output_musd[k % R], output = result->output_musd[k];
        TRY(selat_text_add(context, text, "%lld,%s,%.12g,%.12g,%.12g,%.12g\n", (long long)(k / R),
                           table->regions.codes[k % R], output, base > 0 ? 100 * output / base : 100,
                           result->value_added_musd[k], result->final_unmet_musd[k]));
    }
    return SELAT_OK;
}

selat_status selat_report_disruption_csv(selat_context *context, const selat_table *table,
                                         const selat_disruption_result *result, const char *path) {
    selat_text text = {0};
    selat_status status = add_days(context, table, result, &text);
    if (status == SELAT_OK) status = selat_file_write(context, path, text.bytes, text.length);
    selat_text_clear(context, &text);
    return status;
}

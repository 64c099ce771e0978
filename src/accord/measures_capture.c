/* The measure `capture`: what the file says. The network is planned when the run is loaded (src/run/capture.c). */
#include <math.h>

#include "accord/measure_parts.h"
#include "base/memory.h"
#include "base/status.h"

static double given_or_nan(selat_section *section, const char *key) {
    const selat_value *value = selat_section_value(section, key);
    return value->node != NULL ? value->number : NAN;
}

selat_status selat_measure_read_capture(selat_reader *reader, selat_section *section, selat_measure *measure) {
    const selat_value *start = selat_section_value(section, "start"), *full = selat_section_value(section, "full");
    const selat_value *network = selat_section_value(section, "network"), *products = selat_section_value(section, "products");
    measure->kind = SELAT_MEASURE_CAPTURE;
    TRY(selat_new(reader->context, 1, &measure->capture));
    selat_capture_plan *plan = measure->capture;
    plan->credit = (selat_capture_credit)selat_section_value(section, "credit")->choice;
    plan->fee_usd_per_t = given_or_nan(section, "fee");
    if (network->node != NULL) TRY(selat_copy_text(reader->context, network->text, &plan->network));
    measure->from = start->years[0];
    measure->until = reader->last_year;
    measure->full = full->node != NULL ? full->years[0] : measure->from;
    if (measure->full < measure->from) return selat_reader_fail(reader, full->node, "a year not before start (%lld)", (long long)measure->from);
    plan->terms = (selat_capture_terms){.source_region = selat_section_value(section, "from")->position,
                                        .store_region = selat_section_value(section, "store")->position,
                                        .start = measure->from,
                                        .full = measure->full,
                                        .last_year = reader->last_year,
                                        .capacity_mtpa = selat_section_value(section, "capacity")->number,
                                        .capture_usd_per_t = given_or_nan(section, "cost"),
                                        .energy_penalty = given_or_nan(section, "energy_penalty")};
    if (products->node != NULL) TRY(selat_measure_copy_positions(reader, products, &plan->terms.n_products, &plan->terms.products));
    return SELAT_OK;
}

selat_status selat_measure_add_capture_text(selat_reader *reader, selat_section *section, const selat_measure *measure, selat_text *text) {
    return selat_text_add(reader->context, text, "in %s, stored in %s, %s, %lld to %lld", selat_section_value(section, "from")->text,
                          selat_section_value(section, "store")->text, selat_section_value(section, "capacity")->text, (long long)measure->from,
                          (long long)measure->until);
}

/* Parts of measures that several kinds read the same way. */
#ifndef SELAT_ACCORD_MEASURE_PARTS_H
#define SELAT_ACCORD_MEASURE_PARTS_H

#include "accord/values.h"
#include "base/text.h"

/* measures.c */
selat_status selat_measure_copy_positions(selat_reader *reader, const selat_value *from, int64_t *count, int64_t **out);
/* "KOR, MYS" for a scalar or list. */
selat_status selat_measure_add_words(selat_reader *reader, const selat_yaml *node, const char *separator,
                                     selat_text *text);
/* No code may stand on both sides, and something must be left when own trade is taken out. */
selat_status selat_measure_check_sides(selat_reader *reader, const selat_value *importer, const selat_value *exporter);
/* `products` without `exclude`; a tariff measure takes no services. */
selat_status selat_measure_read_products(selat_reader *reader, selat_section *section, selat_measure *measure);
/* from, until, full. */
selat_status selat_measure_read_years(selat_reader *reader, selat_section *section, selat_measure *measure);

/* measures_schedule.c: `schedule` of a tariff, after its products and years; keeps the products it covers, notes them. */
selat_status selat_measure_read_schedule(selat_reader *reader, selat_section *section, selat_measure *measure);

/* measures_supply.c: what changes at the producer, and its part of the readable line */
selat_status selat_measure_read_capacity(selat_reader *reader, selat_section *section, selat_measure *measure);
selat_status selat_measure_read_export_tax(selat_reader *reader, selat_section *section, selat_measure *measure);
selat_status selat_measure_read_labour(selat_reader *reader, selat_section *section, selat_measure *measure);
selat_status selat_measure_add_supply_text(selat_reader *reader, selat_section *section, const selat_measure *measure,
                                           selat_text *text);

/* measures_green.c, measures_investment.c, measures_tourism.c: what is turned into effects */
selat_status selat_measure_read_intensity(selat_reader *reader, selat_section *section, selat_measure *measure);
selat_status selat_measure_read_carbon_price(selat_reader *reader, selat_section *section, selat_measure *measure);
selat_status selat_measure_read_hydrogen(selat_reader *reader, selat_section *section, selat_measure *measure);
selat_status selat_measure_read_investment(selat_reader *reader, selat_section *section, selat_measure *measure);
selat_status selat_measure_read_capture(selat_reader *reader, selat_section *section, selat_measure *measure);
selat_status selat_measure_add_capture_text(selat_reader *reader, selat_section *section, const selat_measure *measure,
                                            selat_text *text);
selat_status selat_measure_read_tourism(selat_reader *reader, selat_section *section, selat_measure *measure);
/* "region KOR, products D, cut 10%": what the file gives, without years and words. */
selat_status selat_measure_add_given_text(selat_reader *reader, selat_section *section, selat_text *text);
/* Purchases of `musd` (a year; SPENT: in all) of product `sector` by `buyer`, by where `region` buys the product in the table,
   appended to the effects, which have room for R of them. Origins below 0.5 % are left out, the others scaled up. `skip`:
   an origin to leave out, or -1. */
void selat_effects_add_by_origin(const selat_table *table, int64_t region, selat_effect_purchase purchase,
                                 int64_t skip, selat_effects *effects);

#endif
